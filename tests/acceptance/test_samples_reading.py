"""The samples beside the project, as far as reading goes: every row, and the faulty ones and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from jalon.exchange.read import read_files
from jalon.exchange.rows import Context, Layout, Reading
from jalon.identity.names import name_key

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder shared/samples is not beside the project")
PROJECT = Context(dt.date(2021, 1, 1), dt.date(2021, 12, 31), dt.date(2022, 6, 1), {})


@pytest.fixture(scope="module")
def truth() -> Any:
    return json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def register() -> Reading:
    path = SAMPLES / "mana-2021-register.xlsx"
    reading, mapping = read_files([path], PROJECT)
    assert [sheet.layout for sheet in mapping.sheets] == [Layout.PEOPLE, Layout.MATRIX, Layout.EXITS]
    assert [question.id for question in reading.questions] == ["ones:mana-2021-register.xlsx:Présences"]
    mapping = mapping.answered(reading.questions[0], "mark")
    again, used = read_files([path], PROJECT, mapping)
    assert used == mapping and not again.questions
    return again


def test_the_register_has_its_faulty_rows_and_no_others(register: Reading, truth: Any) -> None:
    found = [(fault.place.sheet, fault.place.row, fault.place.column) for fault in register.faults]
    by_reading = [bad for bad in truth["mana"]["bad_rows"] if bad["why"] != "not in the register"]
    assert found == [(bad["sheet"], bad["row"], bad["column"]) for bad in by_reading]
    (stranger,) = [bad for bad in truth["mana"]["bad_rows"] if bad not in by_reading]
    rows = {mark.person.place.row for mark in register.marks if mark.person.name.given == "Zoé"}
    assert rows == {stranger["row"]}
    assert {mark.person.place.column for mark in register.marks} == {stranger["column"]}


def test_the_register_has_its_people(register: Reading, truth: Any) -> None:
    people = {(name_key(p.name.family, p.name.given), p.birth and p.birth.first_day) for p in register.people}
    assert len(people) == truth["mana"]["people_before_review"]
    entries = {name_key(p.name.family, p.name.given): p for p in register.people}
    entries.pop("beatriza mensah")
    assert Counter(p.at_entry["employment"].code for p in entries.values()) == truth["mana"]["entry_status"]
    assert sum(p.exit is not None for p in entries.values()) == truth["mana"]["left"]
    assert all(PROJECT.start and PROJECT.start <= p.entry for p in register.people if p.entry)


def test_the_exit_review_says_how_they_left(register: Reading, truth: Any) -> None:
    assert Counter(row.answers["employment"].code for row in register.exits) == truth["mana"]["exit_status"]
    defined = [row for row in register.exits if row.answers["professional_project"].code == "yes"]
    assert len(defined) == truth["mana"]["professional_project_defined"]


def test_the_matrix_says_who_came(register: Reading, truth: Any) -> None:
    came = {
        (name_key(mark.person.name.family, mark.person.name.given), mark.session.activity)
        for mark in register.marks
        if mark.mark == "present" and mark.person.name.given != "Zoé"
    }
    assert Counter(activity for _, activity in came) == truth["mana"]["by_activity"]
    assert {mark.session.date.year for mark in register.marks if mark.session.date} == {2021}


def test_the_trainings_are_read_whole(truth: Any) -> None:
    people = set()
    lost = 0
    for file, rows in zip(truth["training"]["files"], truth["training"]["rows"], strict=True):
        reading, _ = read_files([SAMPLES / file], PROJECT, session_is_given=True)
        assert len(reading.signatures) == rows
        assert not reading.faults and not reading.questions
        people |= {
            (name_key(row.person.name.family, row.person.name.given), row.person.birth) for row in reading.signatures
        }
        lost += sum(row.person.name.has_lost_letters for row in reading.signatures)
    assert len(people) == truth["training"]["people_before_review"]
    assert lost == truth["training"]["rows_with_lost_letters"]


def test_the_partners_totals(truth: Any) -> None:
    reading, mapping = read_files([SAMPLES / truth["declared"]["file"]], PROJECT)
    assert mapping.sheets[0].layout is Layout.TOTALS and not reading.faults
    assert sum(row.value for row in reading.totals) == truth["declared"]["declared_total"]
    assert {(row.breakdown["age"], row.breakdown["sex"]) for row in reading.totals} == {
        ("youth", "female"),
        ("youth", "male"),
    }
    assert {row.evidence for row in reading.totals} == {"rapport annuel signé"}
    assert {(row.start, row.end) for row in reading.totals} == {(PROJECT.start, PROJECT.end)}
