"""Closing periods in a real folder: made, compared, published, erased from, damaged."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from test_records_erase import TRACES, bytes_of
from test_records_erase import group as her_group  # noqa: F401  (a fixture)

import jalon
from jalon.cli import main
from jalon.errors import JalonError
from jalon.facts.store import rows_of
from jalon.figures.release import Release, in_order, open_release, open_releases
from jalon.figures.release_facts import OF_SUBJECTS
from jalon.home import Home

MAKE: dict[str, Any] = {"by": "officer", "code": "2021-12", "period": "2021", "reason": "annual report"}


def make(home: Home, **otherwise: Any) -> Release:
    from jalon.workflows.release import make_release

    return make_release(home, **MAKE | otherwise)


def refused(id: str, call: Any) -> JalonError:
    with pytest.raises(JalonError) as error:
        call()
    assert error.value.id == id
    return error.value


def run(home: Home, *line: str, capsys: pytest.CaptureFixture[str] | None = None) -> Any:
    """The exit code, or with `capsys` what was answered in JSON."""
    code = main(["--home", str(home.path), "--as", "officer", *line, *(["--json"] if capsys else [])])
    if capsys is None:
        return code
    assert code == 0
    return json.loads(capsys.readouterr().out)


# ---- what a release is


def test_a_release_says_who_made_it_when_why_and_of_what(her_group: Home) -> None:  # noqa: F811
    group_before = dt.datetime.now(dt.UTC)
    made = make(her_group, title="The year", figures=["participants?period=2021&country=FR"], also=["2020"])
    assert (made.code, made.title, made.made_by, made.reason) == ("2021-12", "The year", "officer", "annual report")
    assert made.period.start == dt.date(2021, 1, 1)
    assert group_before <= made.made_at
    group = jalon.open(her_group.path)
    assert made.facts_version == group.facts_version
    assert [release.code for release in group.releases] == ["2021-12"]
    assert not made.public
    assert "participants?period=2021&country=FR" in made.stated
    assert "participants?period=2020" in made.stated
    assert "participants?period=2021&project=P" in made.stated
    assert "participants?period=2021&organisation=G" in made.stated
    assert set(made.indicators) == set(group.indicators)


def test_a_figure_is_the_frozen_one(her_group: Home) -> None:  # noqa: F811
    made = make(her_group)
    frozen, live = made.figure("participants", "2021"), jalon.open(her_group.path).figure("participants", "2021")
    assert frozen.members == live.members
    assert frozen.digest == live.digest
    assert frozen.value == 2
    assert frozen.provenance == live.provenance
    assert [cell.size for cell in frozen.by("quarter").cells] == [cell.size for cell in live.by("quarter").cells]
    found = made.find("participants", period="2021", project="P")
    assert found is not None
    assert found.size == 2
    assert made.find("participants", period="2019") is None
    assert made.find("participants", period="2021", project="NEW") is None
    assert made.find("nothing", period="2021") is None
    assert made.states("participants", period="2021", project="P")
    assert not made.states("participants", period="2021", project="P", purpose="publicity")
    assert not made.states("participants", period="2019")
    assert len(list(made.figures())) == len(made.stated)


def test_a_release_reads_what_is_kept_of_the_same_rows_and_checks_them_all_the_same(her_group: Home) -> None:  # noqa: F811
    from jalon.engines.local_columns import Columns
    from jalon.records.actions.enrolments import change_enrolment
    from jalon.records.models import Enrolment
    from jalon.workflows.refresh_facts import refresh_facts

    made = make(her_group)
    assert Columns(made.facts).are_spells_at_hand
    assert not (made.folder / "facts" / "kept").exists()
    table = made.figure("participants", "2021").by("quarter").cells
    file = sorted((made.folder / "facts" / "enrolments").rglob("*.parquet"))[0]
    before = file.read_bytes()
    file.unlink()  # it is another name of the group's own file
    file.write_bytes(before[:-1])
    refused("release_damaged", lambda: open_release(her_group, "2021-12").figure("participants", "2021").by("sex"))
    file.write_bytes(before)
    spell = Enrolment.objects.get(subject=1)
    change_enrolment(by="w", enrolment=spell, entry=dt.date(2020, 3, 1), exit=dt.date(2020, 9, 1), reason="mistyped")
    refresh_facts(her_group)
    opened = open_release(her_group, "2021-12")
    assert not Columns(opened.facts).are_spells_at_hand  # what is kept now is of other rows
    assert opened.figure("participants", "2021").by("quarter").cells == table


def test_records_of_a_closed_period_can_be_corrected_and_the_difference_shows(her_group: Home) -> None:  # noqa: F811
    from jalon.records.actions.enrolments import change_enrolment
    from jalon.records.models import Enrolment
    from jalon.workflows.refresh_facts import refresh_facts

    made = make(her_group)
    spell = Enrolment.objects.get(subject=1)
    change_enrolment(by="w", enrolment=spell, entry=dt.date(2020, 3, 1), exit=dt.date(2020, 9, 1), reason="mistyped")
    refresh_facts(her_group)
    group = jalon.open(her_group.path)
    assert made.figure("participants", "2021").size == 2
    assert open_release(her_group, "2021-12").figure("participants", "2021").size == 2
    comparison = made.compare(group, "participants", "2021")
    assert comparison.text() == "2 − 1 corrected = 1 person"
    (row,) = comparison.moved(1)[:1]
    assert (row.table, row.number) == ("enrolments", (spell.number,))
    # Whichever side is asked, the older facts come first.
    later = make(her_group, code="later")
    assert later.compare(made, "participants", "2021").text() == comparison.text()


def test_definitions_are_frozen(her_group: Home) -> None:  # noqa: F811
    from jalon.records.actions.indicators import write_indicator
    from jalon.workflows.refresh_facts import refresh_facts

    def write(condition: str) -> None:
        text = (
            "id: mine\ntitle: {en: Mine, fr: Mien}\nunit: person\nperiod_on: active\n"
            f"counts: sex = '{condition}'\nexamples:\n"
            f"  - {{sex: {condition}, answer: met}}\n  - {{sex: other, answer: not met}}\n  - {{answer: unknown}}\n"
        )
        write_indicator(by="w", code="mine", text=text, digest=condition)
        refresh_facts(her_group)

    write("female")
    made = make(her_group)
    write("male")
    group = jalon.open(her_group.path)
    assert made.indicator("mine").digest != group.indicator("mine").digest
    assert made.figure("mine", "2021").definition_digest == made.stated["mine?period=2021"].definition


# ---- erasing


def test_after_an_erasure_no_file_holds_her_and_sizes_stay(her_group: Home) -> None:  # noqa: F811
    from jalon.workflows.erase import erase

    made = make(her_group, title="Aïssatou NDIAYE and others", reason="for Ndiaye Aïssatou, 0601020304", public=True)
    make(her_group, code="second", figures=["participations?period=2021&project=P"])
    of_her = {name: rows_of(made.facts.table(name), "subject", [1]).num_rows for name in OF_SUBJECTS}
    assert min(of_her[name] for name in ("subjects", "enrolments", "attendances", "observations")) > 0
    said = {link: (one.value, one.size, one.unknown) for link, one in made.stated.items()}
    cells = [(cell.values, cell.size) for cell in made.figure("participants", "2021").by("nationality", "month").cells]
    done = erase(her_group, by="officer", number=1, reason="asked")
    assert done.releases == ("2021-12", "second")
    content = bytes_of(her_group)
    assert [trace for trace in TRACES if trace.encode() in content] == []
    for release in open_releases(her_group):
        release.check()
        assert release.erased == 1
        assert release.facts.table("subjects").num_rows == 2
        assert not any(rows_of(release.facts.table(name), "subject", [1]).num_rows for name in OF_SUBJECTS)
        assert 1 not in release.figure("participants", "2021").members
        # She and her first participation bear one mark, each of her others one of its own.
        assert len(release.marks) == len(release.facts.table("projects"))
    marked = open_release(her_group, "2021-12")
    assert {link: (one.value, one.size, one.unknown) for link, one in marked.stated.items()} == said
    figure = marked.figure("participants", "2021")
    assert [(cell.values, cell.size) for cell in figure.by("nationality", "month").cells] == cells
    assert marked.title == "(erased) and others"
    assert marked.made_with == made.digest != marked.digest
    live = jalon.open(her_group.path)
    assert marked.compare(live, "participants", "2021").text() == "2 − 1 erased = 1 person"
    # The same mark in both: what two releases said of her is still the same.
    assert marked.compare(open_release(her_group, "second"), "participants", "2021").is_empty


def test_nobody_is_erased_where_a_release_is_damaged(her_group: Home) -> None:  # noqa: F811
    from jalon.records.models import Person
    from jalon.workflows.erase import erase

    made = make(her_group)
    (made.folder / "sets.parquet").write_bytes(b"nothing")
    refused("release_damaged", lambda: erase(her_group, by="officer", number=1))
    assert Person.objects.get(pk=1).family_name == "Ndiaye"


def test_what_a_process_left_that_died_is_mended(her_group: Home) -> None:  # noqa: F811
    from jalon.figures.release_folder import only_release_writer

    made = make(her_group)
    made.folder.rename(her_group.releases / ".former-2021-12")
    (her_group.releases / ".unfinished-other").mkdir()
    with only_release_writer(her_group):
        pass
    assert [release.code for release in open_releases(her_group)] == ["2021-12"]
    assert sorted(path.name for path in her_group.releases.iterdir()) == ["2021-12", "release.lock"]
    with only_release_writer(her_group):
        refused("release_under_way", lambda: only_release_writer(her_group, patience=0.0).__enter__())


def test_a_folder_that_was_never_recorded_is_no_release(her_group: Home, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from jalon.records.models import Release as Recorded
    from jalon.workflows import release as workflow

    def fail(*arguments: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(workflow, "place_release", fail)
    with pytest.raises(OSError, match="disk full"):
        make(her_group)
    monkeypatch.undo()
    assert not Recorded.objects.exists()
    assert open_releases(her_group) == ()
    make(her_group)
    refused("release_there", lambda: make(her_group))


# ---- damage


@pytest.mark.parametrize(
    "name", ["manifest.json", "figures.json", "sets.parquet", "definitions.json", "facts/manifest.json"]
)
def test_what_was_changed_is_said(her_group: Home, name: str) -> None:  # noqa: F811
    from jalon.workflows.release import check_release

    made = make(her_group)
    path = made.folder / name
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
    error = refused("release_damaged", lambda: check_release(her_group, "2021-12"))
    assert name in error.text("en")


def test_a_fact_that_was_changed_is_said_before_it_is_read(her_group: Home) -> None:  # noqa: F811
    made = make(her_group)
    file = next((made.folder / "facts" / "subjects").glob("*.parquet"))
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content + b"x")
    refused("release_damaged", lambda: open_release(her_group, "2021-12").figure("participants", "2021").by("sex"))


def test_a_release_of_another_group_or_format_is_refused(her_group: Home) -> None:  # noqa: F811
    made = make(her_group)
    refused("release_damaged", lambda: Release(made.folder, b"another key", public=False))
    manifest = made.folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"format": 1', '"format": 9'), encoding="utf-8")
    refused("release_of_another_format", lambda: open_releases(her_group))


def test_a_release_that_the_records_do_not_know_is_said(her_group: Home) -> None:  # noqa: F811
    from jalon.workflows.release import check_release

    make(her_group, public=True)
    (her_group.releases / "public.json").write_text('{"public": []}', encoding="utf-8")
    refused("release_damaged", lambda: check_release(her_group, "2021-12"))


# ---- refused


def test_what_cannot_be_made(her_group: Home) -> None:  # noqa: F811
    for code in ("../x", ".hidden", "", "a/b", "public.json", "x" * 81):
        refused("bad_release_code", lambda code=code: make(her_group, code=code))
    refused("release_needs_reason", lambda: make(her_group, reason="  "))
    refused("release_open_period", lambda: make(her_group, period="2021-01-01.."))
    refused("release_open_period", lambda: make(her_group, figures=["participants"]))
    refused("bad_period", lambda: make(her_group, period="soon"))
    refused("no_such_indicator", lambda: make(her_group, figures=["participant?period=2021"]))
    assert open_releases(her_group) == ()
    assert list(her_group.releases.glob(".*")) == []


# ---- the command line


def test_the_commands(her_group: Home, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    made = run(
        her_group, "release", "make", "2021-12", "--period", "2021", "--reason", "report", "--public", capsys=capsys
    )
    assert (made["public"], made["figures"] > 50) == (True, True)
    assert [one["code"] for one in run(her_group, "release", "list", capsys=capsys)] == ["2021-12"]
    shown = run(her_group, "release", "show", "2021-12", capsys=capsys)
    assert {"link": "participants?period=2021", "value": "2", "unknown": 0} in shown["stated"]
    assert run(her_group, "release", "check", "2021-12", capsys=capsys)["as_made"]
    run(her_group, "release", "withdraw", "2021-12", "--reason", "a register was missing", capsys=capsys)
    assert not open_release(her_group, "2021-12").public
    assert run(her_group, "release", "withdraw", "2021-12", "--reason", "again") == 4
    assert run(her_group, "release", "publish", "2021-12", "--reason", "found", capsys=capsys)["public"]
    assert open_release(her_group, "2021-12").public
    assert run(her_group, "release", "show", "2022") == 5
    same = run(her_group, "compare", "participants", "--period", "2021", "--before", "release:2021-12", capsys=capsys)
    assert same["differences"] == []
    assert run(her_group, "compare", "participants", "--before", "release:2021-12", "--lang", "fr") == 0
    said = capsys.readouterr().out
    assert "· publication figée 2021-12 · faits " in said and "· aujourd'hui · faits " in said
    assert run(her_group, "compare", "participants", "--before", "release:2022") == 5
    capsys.readouterr()
    assert run(her_group, "compare", "participants", "--before", "2021-12") == 2
    assert "Did you mean “release:2021-12”?" in capsys.readouterr().err
    assert run(her_group, "compare", "participants", "--before", "last year") == 2
    assert run(her_group, "compare", "participants", "--before", "today") == 2
    line = ("--before", "release:2021-12", "--after", "today", "--with-home", str(her_group.path))
    assert run(her_group, "compare", "participants", *line) == 2


def test_who_makes_public_is_told_what_visitors_see(her_group: Home, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    def said(*more: str) -> str:
        assert run(her_group, "release", *more, "--reason", "r") == 0
        return capsys.readouterr().out

    assert "Visitors" not in said("make", "year", "--period", "2021", "--public")
    late = said("make", "spring", "--period", "2021-Q1", "--public")
    assert "go on seeing release year, which tells up to 2021-12-31. Release spring stands in the history" in late
    assert "Visitors" not in said("make", "autumn", "--period", "2021-Q4", "--public")
    said("withdraw", "year")
    assert "go on seeing release autumn, which was made later" in said("publish", "year")
    assert "Visitors see release year." in said("withdraw", "autumn")
    assert "Visitors see release spring." in said("withdraw", "year")
    assert "Visitors see no figures" in said("withdraw", "spring")
    said("publish", "year")
    french = said("publish", "spring", "--lang", "fr")
    assert "Le public continue de voir la publication figée year, qui va jusqu'au 2021-12-31." in french


def test_a_late_release_of_an_earlier_period_turns_nothing_back(
    her_group: Home,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One order everywhere: by the end of the period, then by when it was made."""
    from jalon.workflows.published import latest_public
    from jalon.workflows.release import settle_latest

    make(her_group, code="year", period="2021", public=True)
    make(her_group, code="spring", period="2021-Q1", public=True)
    make(her_group, code="autumn", period="2021-Q4")
    releases = open_releases(her_group)
    assert [one.code for one in releases] == ["spring", "year", "autumn"]
    assert in_order(reversed(releases)) == releases
    assert latest_public(releases).code == "year"
    assert [one.code for one in jalon.open(her_group.path).releases] == ["spring", "year", "autumn"]
    assert [one["code"] for one in run(her_group, "release", "list", capsys=capsys)] == ["spring", "year", "autumn"]
    settle_latest(her_group)
    settled = json.loads((her_group.releases / "settled.json").read_text())
    assert {"year first"} == {key for key in settled if key.endswith(" first")}


def test_who_made_it_public_is_kept(her_group: Home) -> None:  # noqa: F811
    from jalon.records.models import AuditEntry
    from jalon.workflows.release import publish, withdraw

    make(her_group)
    refused("release_already", lambda: withdraw(her_group, "2021-12", by="director", reason="again"))
    refused("release_needs_reason", lambda: publish(her_group, "2021-12", by="director", reason=""))
    refused("no_such_release", lambda: publish(her_group, "2021-13", by="director", reason="approved"))
    publish(her_group, "2021-12", by="director", reason="approved")
    withdraw(her_group, "2021-12", by="director", reason="a mistake")
    entries = AuditEntry.objects.order_by("-number").values_list("action", "by", "reason")[:3]
    assert list(entries) == [
        ("withdraw", "director", "a mistake"),
        ("publish_release", "director", "approved"),
        ("make_release", "officer", "annual report"),
    ]


def test_where_the_file_system_has_no_links_files_are_copied(her_group: Home, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def fail(self: Path, target: Path) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", fail)
    made = make(her_group)
    made.check()
    file = next((made.folder / "facts" / "subjects").glob("*.parquet"))
    assert file.stat().st_nlink == 1
