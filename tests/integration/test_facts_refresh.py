"""Refreshing facts: only what changed, nothing lost whenever it dies, nothing left of who is erased."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from jalon.errors import JalonError
from jalon.facts.digest import content_digest
from jalon.facts.kept import open_arrays
from jalon.facts.manifest import WHOLE, Manifest, Part, TableState, write_manifest
from jalon.facts.schema import TABLES
from jalon.facts.store import open_facts
from jalon.home import Home
from jalon.records.export import read_snapshot

if TYPE_CHECKING:
    from group_in_records import GroupInRecords

    from jalon.workflows.refresh_facts import Refreshed


@pytest.fixture
def group(home: Home) -> GroupInRecords:
    from group_in_records import build_group_in_records

    return build_group_in_records()


@pytest.fixture
def refresh(home: Home) -> Callable[..., Refreshed]:
    from jalon.workflows.refresh_facts import refresh_facts

    return lambda **options: refresh_facts(home, **options)


def version_of_records(home: Home) -> str:
    """The version that facts of these records must have, worked out without the store."""
    with read_snapshot(home) as records:
        tables = {}
        for table in TABLES:
            parts = [(WHOLE, records.read(table.name))] if not table.per_project else []
            if table.per_project:
                parts = [(project, records.read(table.name, project)) for project in records.projects()]
            states = {key: Part(len(rows), content_digest(rows), "", 0) for key, rows in parts if len(rows)}
            tables[table.name] = TableState(0, states)
        return Manifest(tables, records.definitions(), "").version


def stale_marks() -> int:
    from jalon.records.models import StaleMark

    return StaleMark.objects.count()


def test_the_first_refresh_writes_everything_the_second_nothing(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]
) -> None:
    first = refresh()
    assert first.version == version_of_records(home) == open_facts(home).version
    assert first.projects == {group.one_country.number, group.two_countries.number}
    assert stale_marks() == 0
    manifest = (home.facts / "manifest.json").read_bytes()
    second = refresh()
    assert (second.version, second.tables, second.projects, second.rows) == (first.version, set(), set(), 0)
    assert (home.facts / "manifest.json").read_bytes() == manifest


def test_one_change_rewrites_one_table_of_one_project(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]
) -> None:
    from jalon.records.actions.activities import change_attendance
    from jalon.records.models import Attendance

    first = refresh()
    change_attendance(by="test", attendance=Attendance.objects.earliest("number"), hours=Decimal(3))
    second = refresh()
    assert second.version == version_of_records(home) != first.version
    assert (second.tables, second.projects) == ({"attendances"}, {group.one_country.number})


def test_a_mark_without_a_change_rewrites_nothing(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]
) -> None:
    from jalon.records.models import FactsPart, StaleMark

    first = refresh()
    for part in FactsPart.values:
        StaleMark.objects.create(part=part, project=group.one_country if part == "project" else None)
    second = refresh()
    assert (second.version, second.tables) == (first.version, set())
    assert stale_marks() == 0


def test_everything_can_be_written_again_over_damage(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]
) -> None:
    first = refresh()
    for file in open_facts(home).parquet_files("enrolments"):
        Path(file).write_bytes(b"damaged")
    with pytest.raises(JalonError, match="--all"):
        open_facts(home)
    again = refresh(everything=True)
    assert again.version == first.version
    assert open_facts(home).table("enrolments").num_rows == 3


def test_facts_of_another_schema_are_written_anew(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]
) -> None:
    first = refresh()
    write_manifest(home.facts, Manifest(open_facts(home).manifest.tables, {}, "1", schema_version="older"))
    assert refresh().version == first.version == open_facts(home).version


def test_progress_counts_the_parts(home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]) -> None:
    seen: list[tuple[int, int]] = []
    refresh(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, len(seen)) for n in range(1, len(seen) + 1)]
    assert len(seen) == sum(3 if table.per_project else 1 for table in TABLES)


@pytest.mark.parametrize("step", ["write_parts", "write_manifest", "delete_unpinned", "clear_stale_marks"])
@pytest.mark.parametrize("anew", [False, True])
def test_a_refresh_that_dies_leaves_facts_whole_and_the_next_one_mends(
    home: Home,
    group: GroupInRecords,
    refresh: Callable[..., Refreshed],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    anew: bool,
) -> None:
    from jalon.records.actions.activities import change_session, remove_attendance
    from jalon.records.models import Attendance
    from jalon.workflows import refresh_facts as workflow

    before = refresh().version
    rows_before = open_facts(home).table("attendances")
    remove_attendance(by="test", attendance=Attendance.objects.earliest("number"))
    change_session(by="test", session=group.sessions[0], register=False)
    marks = stale_marks()
    calls = 0
    real = getattr(workflow, step)

    def dies(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if step != "write_parts":
            raise KeyboardInterrupt
        if calls == 4:
            real(*args, **options)  # Delta has it, the manifest never will
            raise KeyboardInterrupt
        return real(*args, **options)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(workflow, step, dies)
        refresh(everything=anew)
    assert stale_marks() == marks
    if step in ("write_parts", "write_manifest"):
        assert open_facts(home).version == before
        assert open_facts(home).table("attendances").equals(rows_before)
    after = refresh()
    assert after.version == version_of_records(home) == open_facts(home).version != before
    assert stale_marks() == 0
    assert_nothing_but_what_is_pinned(home)


def assert_nothing_but_what_is_pinned(home: Home) -> None:
    """The files on disk, the manifest and the last versions of the Delta tables are of one mind."""
    facts = open_facts(home)
    for table in TABLES:
        pinned = sorted(facts.parquet_files(table.name))
        folder = home.facts / table.name
        on_disk = sorted(str(file) for file in folder.rglob("*.parquet") if "_delta_log" not in file.parts)
        assert on_disk == pinned
        assert sorted(DeltaTable(folder).file_uris()) == pinned
        assert DeltaTable(folder).version() == facts.manifest.tables[table.name].delta_version


def test_a_first_refresh_that_dies_leaves_no_facts(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jalon.workflows import refresh_facts as workflow

    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(workflow, "write_manifest", dies)
        refresh()
    with pytest.raises(JalonError) as refused:
        open_facts(home)
    assert refused.value.id == "no_facts"
    assert refresh().version == version_of_records(home)
    assert_nothing_but_what_is_pinned(home)


def test_marks_set_during_a_refresh_outlive_it(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jalon.records.actions.subjects import add_person
    from jalon.workflows import refresh_facts as workflow

    real = workflow.write_manifest

    def somebody_writes_meanwhile(*args: Any) -> None:
        add_person(by="test", family_name="Meanwhile")
        real(*args)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(workflow, "write_manifest", somebody_writes_meanwhile)
        refresh()
    assert stale_marks() == 1
    assert open_facts(home).version != version_of_records(home)
    assert refresh().version == version_of_records(home)


def test_status_tells_what_is_stale(home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]) -> None:
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.actions.projects import add_site
    from jalon.workflows.refresh_facts import facts_status

    assert facts_status(home).version is None
    refreshed = refresh()
    add_site(by="test", code="NEW", name="New", country="FR")
    open_enrolment(by="test", subject=group.people[0].subject, project=group.two_countries, entry=dt.date(2021, 1, 1))
    status = facts_status(home)
    assert (status.version, status.stale) == (refreshed.version, ("directory", "project TWO"))
    rows = {table.name: table.rows for table in status.tables}
    assert (rows["subjects"], rows["enrolments"], rows["attendances"]) == (6, 3, 3)
    assert all(table.bytes > 0 for table in status.tables if table.rows)


def test_nothing_on_disk_holds_an_erased_subject(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]
) -> None:
    from django.utils import timezone
    from group_in_records import SECRET

    from jalon.records.models import StaleMark, Subject

    refresh()
    erased = group.people[2].subject
    assert erased.number in subjects_on_disk(home)
    Subject.objects.filter(pk=erased.pk).update(erased_at=timezone.now(), erased_by="test")
    StaleMark.objects.create(part="subjects")
    StaleMark.objects.create(part="project", project=group.one_country)
    refresh()
    assert erased.number not in subjects_on_disk(home)
    for file in home.facts.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file
    assert_nothing_but_what_is_pinned(home)


def subjects_on_disk(home: Home) -> set[int]:
    """Every subject number in every file below the facts, pinned or not."""
    found: set[int] = set()
    for file in home.facts.rglob("*.parquet"):
        rows = pq.ParquetFile(file).read()
        for column in {"subject", "same_as"} & set(rows.column_names):
            found.update(rows[column].to_pylist())
    for file in home.facts.rglob("*.arrays"):
        kept = open_arrays(file)
        assert kept is not None
        for name in {"number", "record", "other_records"} & set(kept):
            found.update(kept[name].tolist())
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_refreshing_bit_by_bit_equals_refreshing_everything(
    home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed], seed: int
) -> None:
    """Also proves that the actions set the marks their changes need."""
    chance = random.Random(seed)
    refresh()
    for _ in range(8):
        for _ in range(chance.randint(1, 4)):
            change = chance.choice(CHANGES)
            with contextlib.suppress(JalonError):  # refused by a rule of the records: nothing was written
                change(chance)
        assert refresh().version == version_of_records(home)
    assert_nothing_but_what_is_pinned(home)


def any_of(chance: random.Random, model: str, **where: Any) -> Any:
    from django.apps import apps

    found = list(apps.get_model("records", model).objects.filter(**where).order_by("pk"))
    return chance.choice(found)


def any_day(chance: random.Random) -> dt.date:
    return dt.date(2021, 1, 1) + dt.timedelta(chance.randrange(300))


def a_new_person(chance: random.Random) -> None:
    from jalon.records.actions.subjects import add_person

    add_person(by="test", sex=chance.choice(["female", None]), birth=any_day(chance).replace(year=1990))


def a_corrected_person(chance: random.Random) -> None:
    from jalon.records.actions.subjects import change_person

    change_person(by="test", person=any_of(chance, "Person"), nationality=chance.choice(["FR", "SN", None]))


def a_consent(chance: random.Random) -> None:
    from jalon.records.actions.subjects import record_consent

    subject = any_of(chance, "Subject")
    purpose = chance.choice(["sharing", "publicity"])
    record_consent(by="test", subject=subject, purpose=purpose, given=chance.random() < 0.5, date=any_day(chance))


def a_decision_about_two(chance: random.Random) -> None:
    from jalon.records.actions.identity import assert_identity

    one, other = (any_of(chance, "Subject", kind="person") for _ in range(2))
    verdict = chance.choice(["same", "same", "different", "unsure"])
    assert_identity(by="test", one=one, other=other, verdict=verdict, reason="test")


def a_spell(chance: random.Random) -> None:
    from jalon.records.actions.enrolments import open_enrolment

    subject, project = any_of(chance, "Subject"), any_of(chance, "Project")
    site = any_of(chance, "Site") if chance.random() < 0.5 else None
    open_enrolment(by="test", subject=subject, project=project, entry=any_day(chance), site=site)


def an_exit(chance: random.Random) -> None:
    from jalon.records.actions.enrolments import change_enrolment

    change_enrolment(by="test", enrolment=any_of(chance, "Enrolment"), exit=any_day(chance))


def a_session(chance: random.Random) -> None:
    from jalon.records.actions.activities import add_session

    site = any_of(chance, "Site") if chance.random() < 0.5 else None
    add_session(by="test", activity=any_of(chance, "Activity"), date=any_day(chance), register=True, site=site)


def an_attendance(chance: random.Random) -> None:
    from jalon.records.actions.activities import mark_attendance

    session, subject = any_of(chance, "Session"), any_of(chance, "Subject", kind="person")
    if not session.attendances.filter(subject=subject).exists():
        mark_attendance(by="test", session=session, subject=subject, mark=chance.choice(["present", "absent"]))


def an_attendance_taken_back(chance: random.Random) -> None:
    from jalon.records.actions.activities import remove_attendance

    if any_of(chance, "Session").attendances.exists():
        remove_attendance(by="test", attendance=any_of(chance, "Attendance"))


def an_answer_taken_back(chance: random.Random) -> None:
    from jalon.records.actions.observations import change_observation

    change_observation(by="test", observation=any_of(chance, "Observation"), state="unknown")


def a_site_in_another_country(chance: random.Random) -> None:
    from jalon.records.actions.projects import change_site

    change_site(by="test", site=any_of(chance, "Site"), country=chance.choice(["SN", "FR", "MA"]))


def a_project_in_other_countries(chance: random.Random) -> None:
    from jalon.records.actions.projects import change_project

    countries = chance.choice([[], ["FR"], ["SN"], ["FR", "SN"]])
    change_project(by="test", project=any_of(chance, "Project"), countries=countries)


def a_new_activity(chance: random.Random) -> None:
    from jalon.records.actions.activities import add_activity

    code = f"A{chance.randrange(10**6)}"
    add_activity(by="test", project=any_of(chance, "Project"), code=code, name="New", kind="workshop")


def a_quantity_taken_back(chance: random.Random) -> None:
    from jalon.records.actions.quantities import change_quantity

    change_quantity(by="test", quantity=any_of(chance, "Quantity"), value=Decimal(chance.randrange(9)))


def an_indicator(chance: random.Random) -> None:
    from jalon.records.actions.indicators import write_indicator

    text = f"id: theirs\ntitle: {chance.randrange(10**6)}"
    write_indicator(by="test", code="theirs", text=text, digest=text)


CHANGES: tuple[Callable[[random.Random], None], ...] = (
    a_new_person,
    a_corrected_person,
    a_consent,
    a_decision_about_two,
    a_spell,
    an_exit,
    a_session,
    an_attendance,
    an_attendance_taken_back,
    an_answer_taken_back,
    a_site_in_another_country,
    a_project_in_other_countries,
    a_new_activity,
    a_quantity_taken_back,
    an_indicator,
)


def test_every_kind_of_change_is_followed(home: Home, group: GroupInRecords, refresh: Callable[..., Refreshed]) -> None:
    """Each change alone: what one leaves unmarked, another could hide."""
    chance = random.Random(3)
    version = refresh().version
    for change in CHANGES:
        before = version
        for _ in range(20):
            with contextlib.suppress(JalonError):
                change(chance)
            version = version_of_records(home)
            if version != before:
                break
        else:
            pytest.fail(f"{change.__name__} never changed anything")
        assert refresh().version == version, change.__name__
