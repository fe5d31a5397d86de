"""The example group that ships with the project loads, and a dry run of it writes nothing."""

from __future__ import annotations

from importlib.resources import as_file, files

from jalon.home import Home


def test_the_example_loads(home: Home) -> None:
    from jalon.records.models import Grant, Organisation, PolicyMarkerScore, Project
    from jalon.workflows.load_group import load_group

    with as_file(files("jalon.demo") / "example" / "group.yaml") as file:
        rehearsed = load_group(file, by="test", dry_run=True)
        assert not Organisation.objects.exists()
        assert load_group(file, by="test") == rehearsed
    assert Organisation.objects.get(code="PASSERELLE").parent == Organisation.objects.get(code="RIVAGES")
    cap = Project.objects.get(code="CAP")
    assert Grant.objects.get(projects=cap).rule_set == "esf_plus"
    assert cap.sensitive
    # Screened for one marker only: the others are no 0.
    assert list(PolicyMarkerScore.objects.values_list("project__code", "marker", "score")) == [("CAP", 1, 2)]
    assert {c.country for p in Project.objects.all() for c in p.countries.all()} == {"FR", "SN"}
