"""Attendances of projects are joined to their spells one project at a time, whoever asks."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from jalon.engines.local_attendances import ABSENT, EXCUSED, PRESENT, AttendanceBuilder
from jalon.engines.local_reading import Reader
from jalon.facts.store import MemoryFacts
from jalon.figures.group import Group

PROJECTS = 10
SUBJECTS = 5000


def build_facts() -> MemoryFacts:
    """Most subjects are in many projects, in each at another place among its records. Of each project every second comes
    to its two sessions. All enter on the day of the first session, and every fifth leaves on it."""
    spells, sessions, attendances = [], [], []
    for project in range(1, PROJECTS + 1):
        for at in range(SUBJECTS):
            number = at * PROJECTS + project
            spell = {"project": project, "enrolment": number, "subject": at + project, "entry": dt.date(2021, 1, 10)}
            spells.append(spell | ({"exit": dt.date(2021, 1, 10)} if at % 5 == 0 else {}))
        for session in (2 * project, 2 * project + 1):
            day = dt.date(2021, 1 + session % 2, 10)
            sessions.append({"project": project, "session": session, "date": day})
            attendances += [
                {"project": project, "session": session, "subject": at + project, "mark": "present"}
                for at in range(0, SUBJECTS, 2)
            ]
    return MemoryFacts({"enrolments": spells, "sessions": sessions, "attendances": attendances})


@pytest.fixture
def _threads_alternate() -> Iterator[None]:
    """As often as they can, however short their work is."""
    former = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(former)


@pytest.mark.usefixtures("_threads_alternate")
def test_threads_build_what_one_builds() -> None:
    facts = build_facts()
    alone, shared = AttendanceBuilder(Reader(facts)), AttendanceBuilder(Reader(facts))
    expected = {project: alone.build(project) for project in range(1, PROJECTS + 1)}
    asked = [*expected] * 20
    with ThreadPoolExecutor(8) as threads:
        built = list(threads.map(shared.build, asked))
    for project, arrays in zip(asked, built, strict=True):
        for name, wanted in expected[project].items():
            assert np.array_equal(arrays[name], wanted), (project, name)


def test_who_has_left_is_nobody_and_named_among_the_others() -> None:
    arrays = AttendanceBuilder(Reader(build_facts())).build(1)
    assert arrays["starts"].tolist() == [0, SUBJECTS // 2, SUBJECTS]
    assert (arrays["who"] == SUBJECTS).sum() == SUBJECTS // 10
    assert arrays["other_records"].tolist() == [at + 1 for at in range(0, SUBJECTS, 10)]
    assert arrays["others"].tolist() == list(range(SUBJECTS // 2, SUBJECTS, 5))
    assert arrays["hours"].tolist() == []


def test_rows_in_any_order_stand_by_their_session_and_those_of_none_are_left_out() -> None:
    day = dt.date(2021, 1, 10)
    spells = [{"project": 1, "enrolment": at, "subject": at, "entry": day} for at in (4, 5, 6)]
    sessions = [{"project": 1, "session": 9, "date": day}, {"project": 1, "session": 8, "date": day + dt.timedelta(1)}]
    marks = [
        (8, 5, "present"),
        (7, 4, "present"),
        (9, 6, "absent"),
        (8, 4, "excused"),
        (9, 4, "present"),
        (10, 5, "absent"),
    ]
    attendances = [
        {"project": 1, "session": session, "subject": subject, "mark": mark} for session, subject, mark in marks
    ]
    facts = MemoryFacts({"enrolments": spells, "sessions": sessions, "attendances": attendances})
    arrays = AttendanceBuilder(Reader(facts)).build(1)
    assert arrays["starts"].tolist() == [0, 2, 4]  # session 9 was held before session 8
    assert arrays["who"].tolist() == [2, 0, 1, 0]
    assert arrays["mark"].tolist() == [ABSENT, PRESENT, PRESENT, EXCUSED]


def test_who_came_back_is_known_in_each_of_her_spells_and_not_between() -> None:
    spells = [(dt.date(2021, 1, 1), dt.date(2021, 1, 10)), (dt.date(2021, 1, 20), None)]
    enrolments = [
        {"project": 1, "enrolment": at, "subject": 4, "entry": entry, "exit": exit}
        for at, (entry, exit) in enumerate(spells, 1)
    ]
    sessions = [{"project": 1, "session": day, "date": dt.date(2021, 1, day)} for day in (5, 15, 25)]
    attendances = [{"project": 1, "session": day, "subject": 4, "mark": "present"} for day in (5, 15, 25)]
    facts = MemoryFacts({"enrolments": enrolments, "sessions": sessions, "attendances": attendances})
    assert AttendanceBuilder(Reader(facts)).build(1)["who"].tolist() == [0, 1, 0]


def test_each_project_is_placed_in_the_years_of_its_own_sessions(tmp_path: Path) -> None:
    """No two projects of these meet in the same year."""
    years = {1: (2018, 2019), 2: (2020, 2021)}
    rows: dict[str, list[dict[str, object]]] = {
        name: [] for name in ("projects", "enrolments", "sessions", "attendances")
    }
    organisation = {"organisation": 1, "code": "A", "kind": "ngo"}
    for project, held in years.items():
        rows["projects"].append({"project": project, "code": f"P{project}", "organisation": 1, "themes": []})
        entry = dt.date(held[0], 1, 1)
        rows["enrolments"].append({"project": project, "enrolment": project, "subject": project, "entry": entry})
        for year in held:
            session = {"project": project, "session": year, "date": dt.date(year, 3, 1)}
            rows["sessions"].append(session | {"activity": project, "register": True})
            rows["attendances"].append({"project": project, "session": year, "subject": project, "mark": "present"})
    subjects = [{"subject": at, "kind": "person", "permits": [], "refuses": []} for at in years]
    activities = [{"activity": at, "project": at, "code": "C", "kind": "workshop"} for at in years]
    facts = MemoryFacts({"organisations": [organisation], "subjects": subjects, "activities": activities, **rows})
    figure = Group(facts, key=b"key", examples_file=tmp_path / "examples.json").figure("attended")
    placed = {cell.values: set(cell.members) for cell in figure.by("year").cells}
    assert placed == {("2018",): {1}, ("2019",): {1}, ("2020",): {2}, ("2021",): {2}}
