"""Records to facts: every column cast, one snapshot, no names."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jalon.facts.schema import BY_NAME, NUMBER, TABLES
from jalon.home import Home
from jalon.records import export, sqlite_reader
from jalon.records.export import Snapshot, read_snapshot
from jalon.records.queries import QUERIES
from jalon.records.sqlite_reader import BATCH_ROWS

if TYPE_CHECKING:
    from group_in_records import GroupInRecords


@pytest.fixture(params=["row by row", "in bulk"])
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Small records are read in this process, others by one of their own: what is read is the same."""
    monkeypatch.setattr(export, "SMALL_FILE", 0 if request.param == "in bulk" else 10**12)
    return str(request.param)


@pytest.fixture
def group(home: Home, reading: str) -> GroupInRecords:
    from group_in_records import build_group_in_records

    return build_group_in_records()


@pytest.fixture
def records(home: Home, group: GroupInRecords) -> Iterator[Snapshot]:
    with read_snapshot(home) as snapshot:
        yield snapshot


def rows(records: Snapshot, name: str, project: int | None = None) -> list[dict[str, Any]]:
    table = records.read(name, project)
    assert table.schema == BY_NAME[name].arrow_schema
    found: list[dict[str, Any]] = table.to_pylist()
    return found


@pytest.mark.parametrize("name", [table.name for table in TABLES if table.per_project])
def test_projects_read_together_are_those_read_one_by_one(records: Snapshot, name: str) -> None:
    """One without rows and one that is not there among them, in the order asked for."""
    asked = [*reversed(records.projects()), 999]
    found = dict(records.read_each(name, asked))
    assert list(found) == asked
    assert all(rows.equals(records.read(name, project)) for project, rows in found.items())
    assert any(len(rows) for rows in found.values())
    assert not len(found[999])


def test_the_directory(records: Snapshot, group: GroupInRecords) -> None:
    one, two, none = (p.number for p in (group.one_country, group.two_countries, group.no_country))
    assert [(o["code"], o["parent"], o["country"]) for o in rows(records, "organisations")] == [
        ("ROOT", None, None),
        ("NGO", 1, "FR"),
    ]
    assert rows(records, "projects")[0] == {
        "project": one,
        "code": "ONE",
        "organisation": 2,
        "start": dt.date(2021, 1, 1),
        "end": None,
        "countries": ["FR"],
        "themes": ["employment", "migration"],
        "sdg_targets": ["4.6", "8.5"],
        "sensitive": False,
    }
    assert [(p["countries"], p["sensitive"]) for p in rows(records, "projects")[1:]] == [
        (["MA", "SN"], True),
        ([], False),
    ]
    assert rows(records, "grants") == [
        {"grant": 1, "code": "G", "funder": 1, "rule_set": "esf_plus", "projects": [one, two]}
    ]
    assert rows(records, "sites") == [{"site": 1, "code": "DKR", "country": "SN"}]
    assert rows(records, "activities") == [
        {"activity": 1, "project": one, "code": "W", "kind": "workshop", "theme": "employment"}
    ]
    options = {m["code"]: m["options"] for m in rows(records, "measures")}
    assert options["french_level"] == ["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
    assert records.projects() == [one, two, none]


def test_subjects_with_the_days_on_which_they_may_be_born(records: Snapshot) -> None:
    found = rows(records, "subjects")
    assert [(s["kind"], s["sex"], s["birth_earliest"], s["birth_latest"], s["nationality"]) for s in found] == [
        ("person", "female", dt.date(1996, 2, 29), dt.date(1996, 2, 29), None),
        ("person", None, dt.date(1996, 2, 1), dt.date(1996, 2, 29), "SN"),
        ("person", "male", dt.date(1996, 1, 1), dt.date(1996, 12, 31), None),
        ("person", None, None, None, None),
        ("venture", None, None, None, None),
        ("place", None, None, None, None),
    ]


def test_the_latest_consent_to_each_purpose_holds(records: Snapshot) -> None:
    found = rows(records, "subjects")
    assert (found[0]["permits"], found[0]["refuses"]) == (["matching", "research", "sharing"], ["publicity"])
    assert all((s["permits"], s["refuses"]) == ([], []) for s in found[1:])


def test_the_country_is_the_sites_else_the_projects_only_one(records: Snapshot, group: GroupInRecords) -> None:
    sessions = rows(records, "sessions", group.one_country.number)
    assert [(s["date"], s["site"], s["country"], s["register"]) for s in sessions] == [
        (dt.date(2021, 2, 1), 1, "SN", False),
        (dt.date(2021, 2, 2), None, "FR", True),
    ]
    spells = rows(records, "enrolments", group.one_country.number)
    assert [(e["subject"], e["entry"], e["country"], e["implicit"]) for e in spells] == [
        (1, dt.date(2021, 1, 15), "FR", False),
        (3, dt.date(2021, 2, 1), "SN", True),
    ]
    (elsewhere,) = rows(records, "enrolments", group.two_countries.number)
    assert (elsewhere["country"], elsewhere["exit"]) == (None, dt.date(2021, 5, 1))


def test_attendances_observations_and_quantities(records: Snapshot, group: GroupInRecords) -> None:
    one = group.one_country.number
    first, second = (session.number for session in group.sessions)
    assert [tuple(a.values()) for a in rows(records, "attendances", one)] == [
        (one, second, 3, dt.date(2021, 2, 1), "present", None),
        (one, first, 1, dt.date(2021, 2, 2), "present", Decimal("1.50")),
        (one, first, 2, dt.date(2021, 2, 2), "excused", None),
    ]
    answers = rows(records, "observations", one)
    assert [(o["moment"], o["months_after"], o["state"], o["number"], o["code"]) for o in answers] == [
        ("entry", 0, "known", None, "A1"),
        ("any", 0, "known", Decimal("12345678901.2345"), None),
        ("any", 0, "known", Decimal("-0.1000"), None),
        ("any", 0, "refused", None, None),
        ("after", 6, "known", None, "B1"),
    ]
    (quantity,) = rows(records, "quantities")
    assert (quantity["value"], quantity["breakdown"]) == (Decimal(80000), '{"age": "youth", "sex": "female"}')
    assert rows(records, "attendances", group.no_country.number) == []


def test_who_is_counted_as_whom(records: Snapshot) -> None:
    assert rows(records, "same_subject") == [{"subject": 3, "same_as": 2}]


def test_the_newest_version_of_the_groups_own_indicators(records: Snapshot) -> None:
    assert records.definitions() == {"ours": "id: ours\ntitle: second"}


def test_no_name_leaves_the_records(records: Snapshot) -> None:
    from group_in_records import SECRET

    for table in TABLES:
        for project in records.projects() if table.per_project else [None]:
            assert SECRET not in str(records.read(table.name, project).to_pylist()), table.name


def test_no_query_reads_a_column_of_names_or_free_text(home: Home) -> None:
    from django.apps import apps
    from django.db import models

    written_by_people = {
        field.column
        for model in apps.get_app_config("records").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField)
        or (isinstance(field, models.CharField) and (field.max_length or 0) >= 100)
    }
    written_by_people |= {"phone", "reference", "label"}
    assert {"family_name", "given_name", "name", "name_key", "email", "text"} <= written_by_people
    # The long texts that facts have: a breakdown is JSON of codes, an outline JSON of coordinates and nothing else.
    assert exported_columns() & written_by_people == {"breakdown", "outline"}


def exported_columns() -> set[str]:
    expressions = [expression for query in QUERIES.values() for expression in query.columns.values()]
    expressions += [links.value for query in QUERIES.values() for links in query.lists.values()]
    return {expression.split(".")[-1].strip('"') for expression in expressions}


def test_an_erased_subject_is_in_no_table(home: Home, group: GroupInRecords) -> None:
    from django.utils import timezone

    from jalon.records.models import Subject

    Subject.objects.filter(number__in=[1, 2]).update(erased_at=timezone.now(), erased_by="test")
    with read_snapshot(home) as records:
        for table in TABLES:
            for project in records.projects() if table.per_project else [None]:
                found = records.read(table.name, project)
                for column in {"subject", "same_as"} & set(found.column_names):
                    assert not {1, 2} & set(found[column].to_pylist()), table.name


def test_types_do_not_depend_on_what_comes_first(home: Home, group: GroupInRecords) -> None:
    """ADBC types a column from its first batch: nothing but nulls there, text or fractions after."""
    count = int(BATCH_ROWS) + 3000
    people = ((1000 + n, "person") for n in range(count))
    with sqlite3.connect(home.records_file) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("DELETE FROM records_attendance")
        database.executemany("INSERT INTO records_subject (number, kind) VALUES (?, ?)", people)
        database.executemany(
            "INSERT INTO records_person (subject_id, family_name, given_name, name_key, sex, birth, birth_precision,"
            " phone, email, address, occupation) VALUES (?, '', '', '', ?, ?, ?, '', '', '', '')",
            (
                (1000 + n, *(("female", "2001-02-03", "day") if n == count - 1 else (None, None, None)))
                for n in range(count)
            ),
        )
        hours = {count - 1500: 2, count - 1000: 1.25, count - 1: 0.1}
        database.executemany(
            "INSERT INTO records_attendance (session_id, subject_id, mark, hours) VALUES (?, ?, 'present', ?)",
            ((group.sessions[0].number, 1000 + n, hours.get(n)) for n in range(count)),
        )
    database.close()
    with read_snapshot(home) as records:
        last = rows(records, "subjects")[-1]
        attendances = rows(records, "attendances", group.one_country.number)
    assert (last["sex"], last["birth_latest"]) == ("female", dt.date(2001, 2, 3))
    assert len(attendances) == count
    known = {a["subject"] - 1000: a["hours"] for a in attendances if a["hours"] is not None}
    assert known == {count - 1500: Decimal("2.00"), count - 1000: Decimal("1.25"), count - 1: Decimal("0.10")}


def test_one_snapshot_sees_nothing_of_what_is_written_meanwhile(home: Home, group: GroupInRecords) -> None:
    from jalon.records.actions.subjects import add_person

    with read_snapshot(home) as records:
        before = records.read("subjects")
        add_person(by="test", family_name="Later")
        assert records.read("subjects").equals(before)
        marks = len(records.stale_marks())
    with read_snapshot(home) as records:
        assert records.read("subjects").num_rows == before.num_rows + 1
        assert len(records.stale_marks()) == marks + 1


def test_reading_takes_nothing_from_those_who_write(home: Home, group: GroupInRecords) -> None:
    """Two copies of SQLite in one process would undo each other's locks; a write after a read was lost so."""
    from jalon.records.actions.subjects import add_person

    for _ in range(3):
        with read_snapshot(home) as records:
            records.read("subjects")
        person = add_person(by="test", family_name="Written")
        with read_snapshot(home) as records:
            assert person.subject_id in records.read("subjects")["subject"].to_pylist()


def test_records_that_cannot_be_read_are_told_with_the_query(home: Home, reading: str) -> None:
    with read_snapshot(home) as records, pytest.raises(RuntimeError, match="no such table: records_nothing"):
        records.select({"number": ("number", NUMBER)}, "records_nothing")


def test_an_interrupted_reading_leaves_no_process_behind(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "slow_reader.py"
    slow.write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)

    monkeypatch.setattr(export, "SMALL_FILE", 0)
    monkeypatch.setattr(sqlite_reader, "__file__", str(slow))
    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(KeyboardInterrupt), read_snapshot(home):
        raise KeyboardInterrupt
    assert [process.returncode is not None for process in started] == [True]
