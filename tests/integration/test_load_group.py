"""Group files: checked whole, every error at its line, nothing written unless all of it is, idempotent."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from jalon.errors import JalonError, JalonErrors
from jalon.home import Home

GROUP = """\
organisations:
  - {code: N, name: Nordlys, kind: ngo, parent: G, country: NO}
  - {code: G, name: Group, kind: group}
partnerships:
  - {organisation: N, partner: G, kind: associative, start: 2020-01-01}
sites:
  - {code: S, name: Hall, country: NO, latitude: 59.9, longitude: 10.7}
projects:
  - code: P
    name: Project
    organisation: N
    start: 2021-01-01
    end: 2021-12-31
    countries: [NO, FR]
    sites: [S]
    themes: [health]
    sdg_targets: ["3.d"]
    policy_markers: {1: 2}
grants:
  - {code: F, funder: G, amount: 1000.50, currency: NOK, cofinancing_share: 0.4, rule_set: esf_plus, projects: [P]}
measures:
  - code: mood
    kind: level
    title: {en: Mood, fr: Humeur}
    options:
      - {code: low, title: {en: Low, fr: Basse}}
      - {code: high, title: {en: High, fr: Haute}}
activities:
  - {project: P, code: a, name: A, kind: workshop, theme: art}
subjects:
  - {code: "1", organisation: N, family_name: Sæther, given_name: Åse, sex: female, birth: 1996}
  - {code: "2", organisation: N, kind: venture, name: Bakery, leader: "1", founded: 2020-02-02}
  - {code: "3", organisation: N, kind: place, name: Plot, country: NO}
enrolments:
  - subject: "1"
    project: P
    entry: 2021-02-01
    exit: 2021-06-30
    site: S
    at_entry: {mood: low, employment: unknown, satisfaction: 4}
    at_exit: {mood: high}
  - {subject: "1", project: P, entry: 2021-09-01}
sessions:
  - project: P
    activity: a
    date: 2021-03-01
    register: yes
    site: S
    attendances:
      - {subject: "1", hours: 1.5}
      - {subject: "2", mark: absent}
observations:
  - {subject: "1", project: P, measure: mood, moment: after, months_after: 1, date: 2021-08-01, answer: refused}
  - {subject: "1", project: P, measure: mood, date: 2021-10-01, answer: high}
consents:
  - {subject: "1", purpose: publicity, given: no, date: 2021-02-01}
quantities:
  - project: P
    indicator: participants
    status: declared
    value: 120
    unit: person
    start: 2021-01-01
    end: 2021-12-31
    country: NO
    source: Partner
    breakdown: {sex: female}
    evidence: Signed report
"""


@pytest.fixture
def load(home: Home, tmp_path: Path) -> Any:
    def load(text: str, **options: Any) -> Any:
        from jalon.workflows.load_group import load_group

        file = tmp_path / "group.yaml"
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return load_group(file, by="test", **options)

    return load


def errors_of(load: Any, text: str) -> list[JalonError]:
    with pytest.raises(JalonErrors) as found:
        load(text)
    return list(found.value.errors)


def line(text: str, fragment: str) -> int:
    return text[: text.index(fragment)].count("\n") + 1


def everything() -> dict[str, list[str]]:
    from django.apps import apps

    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_app_config("records").get_models(include_auto_created=True)
    }


def test_a_whole_group_goes_in(load: Any) -> None:
    from jalon.records.models import Attendance, Enrolment, Observation, Organisation, Person, Project, Site, Venture

    result = load(GROUP)
    # NO is Norway, and a parent may be stated after its child.
    assert Organisation.objects.get(code="N").country == "NO"
    assert Organisation.objects.get(code="N").parent.code == "G"
    assert {c.country for c in Project.objects.get().countries.all()} == {"NO", "FR"}
    assert Site.objects.get().latitude.normalize() == Site.objects.get().latitude
    assert Venture.objects.get().leader == Person.objects.get()
    assert Person.objects.get().birth_precision == "year"
    seen = Observation.objects.values_list("measure__code", "moment", "state", "value_code", "value_number")
    assert ("employment", "entry", "unknown", None, None) in seen
    assert ("satisfaction", "entry", "known", None, 4) in seen
    assert ("mood", "after", "refused", None, None) in seen
    assert Observation.objects.get(moment="after").enrolment == Enrolment.objects.get(entry="2021-02-01")
    assert Attendance.objects.get(subject=1).mark == "present"
    assert result.created == {
        "organisations": 2,
        "partnerships": 1,
        "sites": 1,
        "projects": 1,
        "grants": 1,
        "measures": 1,
        "activities": 1,
        "subjects": 3,
        "observations": 6,
        "enrolments": 2,
        "attendances": 2,
        "sessions": 1,
        "consents": 1,
        "quantities": 1,
    }


def test_loading_again_changes_nothing(load: Any) -> None:
    load(GROUP)
    before = everything()
    again = load(GROUP)
    assert everything() == before
    assert (again.created, again.changed) == ({}, {})


def test_what_differs_is_changed_and_what_is_left_out_stays(load: Any) -> None:
    from jalon.records.models import AuditedRecords, Enrolment, Grant, Observation, Person, Session, Site

    load(GROUP)
    changed = GROUP.replace("name: Hall", "name: Great hall").replace("rule_set: esf_plus, ", "")
    changed = changed.replace("birth: 1996", "birth: 1996-07").replace("register: yes", "register: no")
    changed = changed.replace(
        '{subject: "1", project: P, entry: 2021-09-01}',
        ('{subject: "1", project: P, entry: 2021-09-01, exit: 2021-11-30}'),
    ).replace("date: 2021-10-01, answer: high", "date: 2021-10-01, answer: low")
    changed = changed.replace("latitude: 59.9, longitude: 10.7", "latitude: ~, longitude:")
    result = load(changed)
    assert result.created == {}
    assert result.changed == {"sites": 1, "subjects": 1, "sessions": 1, "enrolments": 1, "observations": 1}
    assert Site.objects.get().name == "Great hall"
    assert Site.objects.get().latitude is None
    assert Grant.objects.get().rule_set == "esf_plus"
    assert Person.objects.get().birth_precision == "month"
    assert not Session.objects.get().register
    assert Enrolment.objects.filter(exit__isnull=True).count() == 0
    assert Observation.objects.get(moment="any").value_code == "low"
    assert AuditedRecords.objects.get(table="session", change="changed").before == {"register": True}


def test_a_dry_run_says_the_same_and_writes_nothing(load: Any) -> None:
    before = everything()
    rehearsed = load(GROUP, dry_run=True)
    assert everything() == before
    assert load(GROUP) == rehearsed


def test_every_error_of_form_is_told_at_once_with_its_line(load: Any) -> None:
    text = GROUP.replace("kind: ngo", "kind: ngoo").replace("name: Hall, ", "").replace("sex: female", "sx: female")
    text = text.replace("entry: 2021-09-01", "entry: 01/09/2021").replace("birth: 1996", "birth: 1996-13")
    text = text.replace("register: yes", "register: maybe").replace("value: 120", "value: lots")
    errors = errors_of(load, text)
    person, enrolment = line(text, "Sæther"), line(text, "01/09/2021")
    assert {(error.id, error.place.row) for error in errors} == {
        ("bad_field", 2),
        ("field_missing", line(text, "code: S,")),
        ("unknown_field", person),
        ("bad_field", person),
        ("bad_field", enrolment),
        ("bad_field", line(text, "maybe")),
        ("bad_field", line(text, "lots")),
    }
    by_row = {(error.id, error.place.row): error for error in errors}
    assert by_row["bad_field", 2].nearest == "ngo"
    assert by_row["unknown_field", person].nearest == "sex"
    assert "2021-03-31" in by_row["bad_field", enrolment].text("en")
    assert all(error.place.file == "group.yaml" for error in errors)
    assert all(error.text("fr") for error in errors)


def test_every_error_of_state_is_told_at_once_and_nothing_is_written(load: Any) -> None:
    text = GROUP.replace("kind: ngo, parent: G", "kind: ngo, parent: GG")
    text = text.replace("entry: 2021-09-01", "entry: 2021-06-01").replace("date: 2021-03-01", "date: 2022-03-01")
    text = text.replace("at_exit: {mood: high}", "at_exit: {mood: hihg}")
    before = everything()
    errors = errors_of(load, text)
    # Nordlys failed: what names it is not told again, but what else is wrong is.
    assert [(error.id, error.place.row, error.nearest) for error in errors] == [("unknown_record", 2, "G")]
    assert everything() == before

    errors = errors_of(load, text.replace("parent: GG", "parent: G"))
    assert [(error.id, error.place.row) for error in errors] == [
        ("not_in_list", line(text, "hihg")),
        ("spells_overlap", line(text, "entry: 2021-06-01")),
        ("outside_project", line(text, "date: 2022-03-01")),
    ]
    assert errors[0].nearest == "high"
    assert everything() == before


@pytest.mark.parametrize(
    ("old", "new", "id"),
    [
        ("funder: G", "funder: H", "unknown_record"),
        ("activity: a\n", "activity: b\n", "unknown_record"),
        ('leader: "1"', 'leader: "9"', "unknown_record"),
        ('leader: "1"', 'leader: "2"', "unknown_record"),
        ("exit: 2021-06-30", "exit:", "exit_missing"),
        ('- {subject: "2", mark: absent}', '- {subject: "1", mark: absent}', "stated_twice"),
        ("moment: after, months_after: 1, date: 2021-08-01", "moment: exit, date: 2021-01-15", "no_spell"),
        ("country: NO\n    source", "country: Norway\n    source", "not_in_list"),
        ("policy_markers: {1: 2}", "policy_markers: {1: 4}", "marker_score"),
        ("evidence: Signed report", "", "breaks_rule"),
        ("cofinancing_share: 0.4", "cofinancing_share: 4", "breaks_rule"),
        ("parent: G,", "parent: N,", "unknown_record"),
    ],
)
def test_what_names_nothing_or_breaks_a_rule_is_refused(load: Any, old: str, new: str, id: str) -> None:
    assert GROUP.count(old) >= 1
    before = everything()
    errors = errors_of(load, GROUP.replace(old, new))
    assert errors[0].id == id
    assert errors[0].place.row
    assert everything() == before


def test_a_subject_of_two_organisations_is_named_with_its_own(load: Any) -> None:
    twice = GROUP + "indicators: []\n"
    twice = twice.replace(
        '  - {code: "2", org', '  - {code: "1", organisation: G, kind: place, name: X}\n  - {code: "2", org'
    )
    assert {error.id for error in errors_of(load, twice)} == {"ambiguous_subject"}
    load(twice.replace('subject: "1"', "subject: N/1").replace('leader: "1"', "leader: N/1"))


def test_kinds_stay(load: Any) -> None:
    load(GROUP)
    ids = [
        errors_of(load, GROUP.replace("kind: level", "kind: category"))[0].id,
        errors_of(load, GROUP.replace("kind: place, name: Plot, country: NO", "kind: person"))[0].id,
        errors_of(load, GROUP.replace("status: declared", "status: estimated\n    method: sample"))[0].id,
    ]
    assert ids == ["kind_stays"] * 3


def test_a_circle_of_organisations_is_refused(load: Any) -> None:
    load(GROUP)
    errors = errors_of(load, "organisations: [{code: G, name: Group, kind: group, parent: N}]")
    assert [error.id for error in errors] == ["organisation_circle"]


def test_a_groups_own_indicators_come_with_it(load: Any) -> None:
    from jalon.records.models import IndicatorVersion

    text = """\
    indicators:
      - |
        id: own_women
        title: {en: Women, fr: Femmes}
        unit: person
        period_on: active
        among: enrolled()
        counts: sex = 'female'
        examples:
          - {entered: 2021-01-01, sex: female, answer: met}
          - {entered: 2021-01-01, sex: male, answer: not met}
          - {entered: 2021-01-01, answer: unknown}
    """
    assert load(text).created == {"indicators": 1}
    assert load(text).unchanged == {"indicators": 1}
    assert load(text.replace("en: Women", "en: Women and girls")).changed == {"indicators": 1}
    assert IndicatorVersion.objects.count() == 2
    errors = errors_of(load, text.replace("counts: sex", "counts: sx"))
    assert errors[0].place.row == 8
    assert IndicatorVersion.objects.count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "organisations: [*everything]",
        "a: &x [1]\nb: *x",
        "organisations: [[[[[[[[[[[[]]]]]]]]]]]]",
        "[" * 10_000,
        "organisations:\n  - {code: G, code: H}",
        "organisations: !!python/object/apply:os.system [ls]",
        "organisations: {",
        "\x00",
        "",
    ],
)
def test_hostile_or_broken_yaml_is_one_clear_error(load: Any, text: str) -> None:
    before = everything()
    with pytest.raises(JalonError) as error:
        load(text)
    assert error.value.id.startswith(("yaml_", "duplicate_key"))
    assert everything() == before


@pytest.mark.parametrize("text", ["just words", "[]", "organisations: G", "organisations: {code: G}", "people: []"])
def test_what_is_no_group_is_refused(load: Any, text: str) -> None:
    assert errors_of(load, text)[0].id in ("bad_field", "unknown_field")


def test_a_file_that_is_not_there_or_no_text(home: Home, tmp_path: Path) -> None:
    from jalon.workflows.load_group import load_group

    with pytest.raises(JalonError) as error:
        load_group(tmp_path / "nothing.yaml", by="test")
    assert error.value.id == "no_group_file"
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(JalonError) as error:
        load_group(tmp_path / "picture.yaml", by="test")
    assert error.value.id == "no_text_file"


def test_one_record_is_added_by_codes(home: Home) -> None:
    import datetime as dt

    from jalon.records.models import Measure, Subject
    from jalon.workflows import add

    add.add_organisation(by="t", code="G", name="Group", kind="group", country="FR")
    add.add_organisation(by="t", code="N", name="Nordlys", kind="ngo", parent="G")
    add.add_partnership(by="t", organisation="G", partner="N", kind="economic")
    add.add_site(by="t", code="S", name="Hall", country="NO")
    add.add_project(by="t", code="P", name="P", organisation="G", sites=["S"], countries=["NO"], themes=["art"])
    add.add_grant(by="t", code="F", funder="N", projects_paid=["P"])
    add.add_activity(by="t", project="P", code="a", name="A", kind="workshop")
    session = add.add_session(by="t", project="P", activity="a", date=dt.date(2021, 1, 1), register=True, site="S")
    assert session.activity.project.grants.get().code == "F"
    add.add_measure(by="t", code="mood", kind="level", title_en="M", title_fr="H", options=["low=Low=Basse", "high"])
    titles = Measure.objects.get(code="mood").options.order_by("rank").values_list("code", "title_en", "title_fr")
    assert list(titles) == [("low", "Low", "Basse"), ("high", "high", "high")]
    person = add.add_subject(by="t", kind="person", organisation="G", reference="1", name="Sow", birth="1996-07")
    assert person.person.birth_precision == "month"
    add.add_subject(by="t", kind="venture", name="Bakery", country="FR")
    add.add_subject(by="t", kind="place", name="Plot")
    assert Subject.objects.count() == 3
    for id, action in (
        ("unknown_record", lambda: add.add_activity(by="t", project="Q", code="a", name="A", kind="workshop")),
        ("unknown_record", lambda: add.find_activity(session.activity.project, "b")),
        ("not_in_list", lambda: add.add_subject(by="t", kind="persn")),
        ("bad_value", lambda: add.add_subject(by="t", kind="place", name="X", sex="female")),
        ("bad_field", lambda: add.add_subject(by="t", kind="person", birth="07/1996")),
    ):
        with pytest.raises(JalonError) as error:
            action()
        assert error.value.id == id
