"""Attendances of projects are joined to their spells one project at a time, whoever asks."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from jalon.engines.local_attendances import AttendanceBuilder
from jalon.engines.local_reading import Reader
from jalon.facts.store import MemoryFacts

PROJECTS = 25
SUBJECTS = 200


def build_facts() -> MemoryFacts:
    """Of each project other subjects, of whom every second comes to its two sessions. All enter on the day of the
    first session, and every fifth leaves on it."""
    spells, sessions, attendances = [], [], []
    for project in range(1, PROJECTS + 1):
        for at in range(SUBJECTS):
            subject = at * PROJECTS + project
            spell = {"project": project, "enrolment": subject, "subject": subject, "entry": dt.date(2021, 1, 10)}
            spells.append(spell | ({"exit": dt.date(2021, 1, 10)} if at % 5 == 0 else {}))
        for session in (2 * project, 2 * project + 1):
            day = dt.date(2021, 1 + session % 2, 10)
            sessions.append({"project": project, "session": session, "date": day})
            attendances += [
                {"project": project, "session": session, "subject": at * PROJECTS + project, "mark": "present"}
                for at in range(0, SUBJECTS, 2)
            ]
    return MemoryFacts({"enrolments": spells, "sessions": sessions, "attendances": attendances})


def test_threads_build_what_one_builds() -> None:
    facts = build_facts()
    alone, shared = AttendanceBuilder(Reader(facts)), AttendanceBuilder(Reader(facts))
    with ThreadPoolExecutor(8) as threads:
        built = list(threads.map(shared.build, range(1, PROJECTS + 1)))
    for project, arrays in enumerate(built, 1):
        for name, wanted in alone.build(project).items():
            assert np.array_equal(arrays[name], wanted), (project, name)


def test_who_has_left_is_nobody_and_named_among_the_others() -> None:
    arrays = AttendanceBuilder(Reader(build_facts())).build(1)
    assert arrays["starts"].tolist() == [0, 100, 200]
    assert (arrays["who"] == SUBJECTS).sum() == 20
    assert arrays["other_records"].tolist() == [at * PROJECTS + 1 for at in range(0, SUBJECTS, 10)]
    assert arrays["others"].tolist() == list(range(100, 200, 5))
    assert arrays["hours"].tolist() == []
