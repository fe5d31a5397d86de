"""Spells and sessions of all projects as columns, each read when it is first asked for.

Days are int32 counted from 1970-01-01, `OPEN` where a spell has no exit. Projects are positions among the projects
sorted by code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from jalon.engines.local_arrays import Ints, Positions, Truths, sort_stably, starts_of
from jalon.engines.local_people import People
from jalon.engines.local_reading import Codes, Reader, codes, ints, ints_or, narrowed
from jalon.facts.kept import Array, Arrays

OPEN = 10_000_000
"""A day later than any date: the exit of an open spell."""
NEVER = -OPEN
"""A day earlier than any date."""


@dataclass(frozen=True, slots=True)
class Days:
    """A period in day numbers, both included; never holds `OPEN`."""

    start: int = NEVER
    end: int = OPEN - 1

    def contain(self, days: Ints) -> Truths:
        return (days >= self.start) & (days <= self.end)


class Spells:
    """Enrolments, by subject, project, entry and number: all of them, or some `rows`."""

    def __init__(self, arrays: Arrays, sites: Positions, rows: Ints | None = None) -> None:
        self._arrays = arrays
        self._sites = sites
        self._rows = rows

    def take(self, rows: Ints) -> Spells:
        """Some of all spells."""
        assert self._rows is None
        return Spells(self._arrays, self._sites, rows)

    def __len__(self) -> int:
        return len(self.subject)

    def _column(self, name: str) -> Ints:
        values: Ints = self._arrays[name]
        return values if self._rows is None else values[self._rows]

    @cached_property
    def subject(self) -> Ints:
        return self._column("subject")

    @cached_property
    def project(self) -> Ints:
        return self._column("project")

    @cached_property
    def number(self) -> Ints:
        return self._column("enrolment")

    @cached_property
    def entry(self) -> Ints:
        return self._column("entry")

    @cached_property
    def exit(self) -> Ints:
        return self._column("exit")

    @cached_property
    def site(self) -> Ints:
        return self._sites.of(self._column("site"))

    @cached_property
    def country(self) -> Codes:
        return Codes(self._column("country"), tuple(self._arrays["country labels"].tolist()))

    @cached_property
    def starts(self) -> Ints:
        """The first spell of each participation."""
        return self._arrays["starts"] if self._rows is None else starts_of(self.subject, self.project)

    @cached_property
    def participation(self) -> Ints:
        """For each spell its participation."""
        return participations_of(self.starts, len(self))

    @cached_property
    def of_records(self) -> tuple[Ints, Ints]:
        """All spells only: for each project the participation of each of its records, by number of the record and
        then -1 for nobody; and where each project's begin."""
        assert self._rows is None
        return self._arrays["of_record"], self._arrays["record_starts"]

    @cached_property
    def slot(self) -> Ints:
        """All spells only: for each participation where its first record stands in `of_records`."""
        return self._arrays["slot"]

    @cached_property
    def other_slots(self) -> Ints:
        """All spells only: where further records of a participation stand in `of_records`."""
        return self._arrays["other_slots"]


class Sessions:
    """Dated occurrences, by project, day and number."""

    def __init__(self, arrays: Arrays, sites: Positions, activities: Positions) -> None:
        self._arrays = arrays
        self._sites = sites
        self._activities = activities

    @cached_property
    def starts(self) -> Ints:
        """Where the sessions of each project begin; one more, where the last ends."""
        return self._arrays["starts"]

    @cached_property
    def project(self) -> Ints:
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    @cached_property
    def number(self) -> Ints:
        return self._arrays["session"]

    @cached_property
    def day(self) -> Ints:
        return self._arrays["day"]

    @cached_property
    def register(self) -> Truths:
        """Whether who is not listed was absent."""
        return self._arrays["register"]

    @cached_property
    def activity(self) -> Ints:
        return self._activities.of(self._arrays["activity"])

    @cached_property
    def site(self) -> Ints:
        return self._sites.of(self._arrays["site"])

    @cached_property
    def country(self) -> Codes:
        return Codes(self._arrays["country"], tuple(self._arrays["country labels"].tolist()))


def participations_of(starts: Ints, spells: int) -> Ints:
    participations: Ints = np.arange(len(starts), dtype=np.int32)
    return participations if len(starts) == spells else np.repeat(participations, np.diff(starts, append=spells))


def build_spells(reader: Reader, people: People, projects: Positions, count: int) -> Arrays:
    """The arrays of `Spells`. `count` is that of projects."""
    table = reader.read("enrolments", ("project", "enrolment", "subject", "site", "country", "entry", "exit"))
    project, record = projects.of(ints(table, "project")), ints(table, "subject")
    subject, number, entry = people.at(record), ints(table, "enrolment"), ints(table, "entry")
    order, starts = _order_spells(subject, project, entry, number, count)
    of_spell = np.full(len(record), -1, np.int32)
    of_spell[order] = participations_of(starts, len(order))
    of_record, record_starts = _build_of_records(project, record, of_spell, count)
    named = np.flatnonzero(of_record >= 0).astype(np.int32)
    slot = np.zeros(len(starts), np.int32)
    slot[of_record[named][::-1]] = named[::-1]
    is_one_each = len(named) == len(starts)
    country = codes(table, "country")
    arrays: dict[str, Array] = {
        "subject": subject[order],
        "project": narrowed(project, count)[order],
        "enrolment": number[order],
        "site": ints_or(table, "site", -1)[order],
        "country": narrowed(country.positions, len(country.labels))[order],
        "country labels": np.array(country.labels, np.str_),
        "entry": entry[order],
        "exit": ints_or(table, "exit", OPEN)[order],
        "starts": starts.astype(np.int32),
        "of_record": of_record,
        "record_starts": record_starts,
        "slot": slot,
        "other_slots": named[:0] if is_one_each else named[slot[of_record[named]] != named],
    }
    return arrays


def _order_spells(subject: Ints, project: Ints, entry: Ints, number: Ints, projects: int) -> tuple[Ints, Ints]:
    """The order by subject, project, entry and number, those of no subject left out; and where in it each subject's in
    a project start."""
    key = subject.astype(np.int64) * projects + project
    known: Ints | None = None
    if len(subject) and int(subject.min()) < 0:
        known = np.flatnonzero(subject >= 0)
        key = key[known]
    order, ordered = sort_stably(key)
    starts = starts_of(ordered)
    order = order if known is None else known[order]
    if len(starts) < len(order):  # files are sorted by entry and number; rows given in memory need not be
        within = np.ones(len(order), np.bool_)
        within[starts] = False
        again = np.flatnonzero(within)
        now, before = order[again], order[again - 1]
        earlier = (entry[now] < entry[before]) | ((entry[now] == entry[before]) & (number[now] < number[before]))
        if earlier.any():
            return np.lexsort((number, entry, project, subject))[len(subject) - len(order) :], starts
    return order, starts


def _build_of_records(project: Ints, record: Ints, of_spell: Ints, projects: int) -> tuple[Ints, Ints]:
    """See `Spells.of_records`. Which records these are, `build_attendances` knows by the same rule."""
    by_project = np.argsort(narrowed(project, projects), kind="stable")
    ends = np.cumsum(np.bincount(project, minlength=projects)).tolist()
    nobody = np.full(1, -1, np.int32)
    found: list[Ints] = []
    for first, last in pairwise([0, *ends]):  # one after the other each fits the processor's nearer memory
        rows = by_project[first:last]
        order, ordered = sort_stably(record[rows])
        found += [of_spell[rows[order[starts_of(ordered)]]], nobody]
    starts = np.cumsum([0, *(len(here) + 1 for here in found[::2])])
    return np.concatenate([nobody[:0], *found]), starts.astype(np.int32)


def build_sessions(reader: Reader, projects: Positions, count: int) -> Arrays:
    """The arrays of `Sessions`. `count` is that of projects."""
    table = reader.read("sessions", ("project", "session", "activity", "date", "site", "country", "register"))
    project, number, day = projects.of(ints(table, "project")), ints(table, "session"), ints(table, "date")
    order = np.lexsort((number, day, project))
    country = codes(table, "country")
    return {
        "starts": np.searchsorted(project[order], np.arange(count + 1)).astype(np.int32),
        "session": number[order],
        "activity": ints(table, "activity")[order],
        "day": day[order],
        "site": ints_or(table, "site", -1)[order],
        "country": narrowed(country.positions[order], len(country.labels)),
        "country labels": np.array(country.labels, np.str_),
        "register": ints(table, "register")[order].astype(np.bool_),
    }
