"""Attendances of projects are joined to their spells one project at a time, whoever asks."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from jalon.engines.local_attendances import ABSENT, EXCUSED, PRESENT, AttendanceBuilder
from jalon.engines.local_reading import Reader
from jalon.facts.store import MemoryFacts

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
