"""People in groups that meet: spells, sessions and attendance, for whole projects at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from jalon.demo.directory import ProjectThere
from jalon.demo.draws import Draws, Flags, Whole
from jalon.demo.names import texts
from jalon.demo.registers import NO_DAY, Days, Registers

TERMS = np.array([f"{year}-{day}" for year in range(2018, 2022) for day in ("02-01", "09-06")], dtype="datetime64[D]")
"""Two terms a year, from 2018 to 2021."""
LAST_TERM = len(TERMS) - 1
GROWTH = (70, 78, 92, 100, 58, 106, 124, 138)
"""How many come in each term, in proportion: growth, and the spring of 2020."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How the groups of a project meet."""

    size: int
    """People in a full group."""
    sessions: int
    spacing: int
    """Days from one session to the next; more than 3."""
    hours: tuple[str, ...]
    dropping_out: int = 60
    """Per thousand; as are the next three."""
    without_register: int = 50
    without_hours: int = 80
    still_there: int = 600
    """Of those who came in the last term."""


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells as they were written, in the order in which the people were given."""

    enrolments: Whole
    entry: Days
    exit: Days


def add_groups(
    registers: Registers,
    draws: Draws,
    project: ProjectThere,
    rhythm: Rhythm,
    activities: Sequence[str],
    subjects: Whole,
    site: Whole,
    term: Whole,
    never: Flags | None = None,
) -> Spells:
    """One spell for each subject, at the site (a place in the project's) and in the term given, with its sessions.

    Everyone attends one of the first two sessions at least, but for those who `never` came. The activities take
    turns, so that these two sessions are of the first two.
    """
    never = np.zeros(len(subjects), dtype=bool) if never is None else never
    group, group_site, group_term = in_groups(site, term, len(project.sites), rhythm.size)
    days, sessions, register = add_sessions(registers, draws, project, rhythm, activities, group_site, group_term)
    last = np.full(len(subjects), rhythm.sessions - 1)
    dropped = draws.chance(rhythm.dropping_out, len(subjects))
    last[dropped] = draws.below(rhythm.sessions - 1, int(dropped.sum()))
    entry = days[group, 0] - 1 - draws.below(12, len(subjects)).astype("timedelta64[D]")
    exit = days[group, last] + draws.below(10, len(subjects)).astype("timedelta64[D]")
    exit[(term == LAST_TERM) & ~dropped & draws.chance(rhythm.still_there, len(subjects))] = NO_DAY
    enrolments = registers.add(
        "enrolment", len(subjects), subject_id=subjects, project_id=project.number,
        site_id=np.asarray(project.sites)[site], entry=entry, exit=exit, implicit=False,
    )  # fmt: skip
    add_attendances(registers, draws, rhythm, subjects, sessions[group], register[group], last, never)
    return Spells(enrolments, entry, exit)


def in_groups(site: Whole, term: Whole, sites: int, size: int) -> tuple[Whole, Whole, Whole]:
    """The group of each, of people of one site and term; and the site and term of each group."""
    cell = term * sites + site
    order = np.argsort(cell, kind="stable")
    ordered = cell[order]
    _, starts, counts = np.unique(ordered, return_index=True, return_counts=True)
    within = np.arange(len(cell)) - np.repeat(starts, counts)
    opens = within % size == 0
    group = np.empty(len(cell), dtype=np.int64)
    group[order] = np.cumsum(opens) - 1
    return group, ordered[opens] % sites, ordered[opens] // sites


def add_sessions(
    registers: Registers,
    draws: Draws,
    project: ProjectThere,
    rhythm: Rhythm,
    activities: Sequence[str],
    site: Whole,
    term: Whole,
) -> tuple[Days, Whole, Flags]:
    """The sessions of each group: days, places, and whether there is a register; groups × sessions."""
    groups, each = len(site), rhythm.sessions
    start = TERMS[term] + draws.below(10, groups).astype("timedelta64[D]")
    after = rhythm.spacing * np.arange(each)[None, :] + draws.below(
        4 if rhythm.spacing > 3 else 1, groups * each
    ).reshape(groups, each)
    days = start[:, None] + after.astype("timedelta64[D]")
    register = ~draws.chance(rhythm.without_register, groups * each)
    turns = np.asarray([project.activities[activities[turn % len(activities)]] for turn in range(each)])
    label = texts(f"G{number:05}" for number in registers.new_groups(groups))
    sessions = registers.add(
        "session", groups * each, activity_id=np.tile(turns, groups), date=days.ravel(), label=np.repeat(label, each),
        site_id=np.repeat(np.asarray(project.sites)[site], each), register=texts(register.tolist()),
    )  # fmt: skip
    return days, sessions.reshape(groups, each), register.reshape(groups, each)


def add_attendances(
    registers: Registers,
    draws: Draws,
    rhythm: Rhythm,
    subjects: Whole,
    sessions: Whole,
    register: Flags,
    last: Whole,
    never: Flags,
) -> None:
    """Marks at the sessions up to the last of each; sessions without a register list only who is there."""
    people, each = sessions.shape
    drawn = draws.below(1000, people * each).reshape(people, each)
    turn = np.arange(each)[None, :]
    present = ((drawn < 800) | (turn == (np.arange(people) % np.minimum(last + 1, 2))[:, None])) & ~never[:, None]
    listed = (turn <= last[:, None]) & (present | register)
    marks = np.where(present, "present", np.where(drawn < 930, "absent", "excused")).astype(object)
    hours = texts(Decimal(hours) for hours in rhythm.hours)[draws.below(len(rhythm.hours), people * each)]
    hours[draws.chance(rhythm.without_hours, people * each)] = None
    hours = hours.reshape(people, each)
    hours[~present] = None
    who, _ = np.nonzero(listed)
    registers.add(
        "attendance", len(who), session_id=sessions[listed], subject_id=subjects[who], mark=marks[listed],
        hours=hours[listed],
    )  # fmt: skip
