"""Spells and sessions of all projects as columns, each read when it is first asked for.

Days are int32 counted from 1970-01-01, `OPEN` where a spell has no exit. Projects are positions among the projects
sorted by code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jalon.engines.local_arrays import Ints, Positions, Truths, stable_order, starts_of
from jalon.engines.local_people import People
from jalon.engines.local_reading import Codes, Reader, codes, days, ints, ints_or, narrowed
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
    return np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(np.append(starts, spells)))


def build_spells(reader: Reader, people: People, projects: Positions, count: int) -> Arrays:
    """The arrays of `Spells`. `count` is that of projects."""
    table = reader.read(
        "enrolments",
        ("project", "enrolment", "subject", "site", "country", "entry", "exit"),
    )
    project, record = projects.of(ints(table, "project")), ints(table, "subject")
    subject, number, entry = people.at(record), ints(table, "enrolment"), days(table, "entry")
    order = _order_of_spells(subject, project, entry, number, count)
    country = codes(table, "country")
    starts = starts_of(subject[order], project[order])
    of_spell = np.full(len(record), -1, np.int32)
    of_spell[order] = participations_of(starts, len(order))
    of_record, record_starts = _build_of_records(project, record, of_spell, count)
    named = np.flatnonzero(of_record >= 0)
    slot = np.zeros(len(starts), np.int32)
    slot[of_record[named][::-1]] = named[::-1]
    arrays: dict[str, Array] = {
        "subject": subject[order],
        "project": narrowed(project[order], count),
        "enrolment": number[order],
        "site": ints_or(table, "site", -1)[order],
        "country": narrowed(country.positions[order], len(country.labels)),
        "country labels": np.array(country.labels, np.str_),
        "entry": entry[order],
        "exit": ints_or(table, "exit", OPEN)[order],
        "starts": starts.astype(np.int32),
        "of_record": of_record,
        "record_starts": record_starts,
        "slot": slot,
        "other_slots": named[slot[of_record[named]] != named].astype(np.int32),
    }
    return arrays


def _order_of_spells(subject: Ints, project: Ints, entry: Ints, number: Ints, projects: int) -> Ints:
    """By subject, project, entry and number; those of no subject left out."""
    known = np.flatnonzero(subject >= 0)
    key = subject[known].astype(np.int64) * projects + project[known]
    order = known[stable_order(key)]
    same = (subject[order][1:] == subject[order][:-1]) & (project[order][1:] == project[order][:-1])
    again = np.flatnonzero(same)
    now, before = order[again + 1], order[again]
    earlier = (entry[now] < entry[before]) | ((entry[now] == entry[before]) & (number[now] < number[before]))
    if earlier.any():  # files are sorted by entry and number; rows given in memory need not be
        return known[np.lexsort((number[known], entry[known], key))]
    return order


def _build_of_records(project: Ints, record: Ints, of_spell: Ints, projects: int) -> tuple[Ints, Ints]:
    """See `Spells.of_records`. Which records these are, `build_attendances` knows by the same rule."""
    width = int(record.max()) + 2 if len(record) else 1
    # After each project's records a number greater than any stands for nobody.
    nobody: Ints = np.arange(projects, dtype=np.int64) * width + width - 1
    key = np.concatenate([project.astype(np.int64) * width + record, nobody])
    order = stable_order(key)
    order = order[starts_of(key[order])]
    participation = np.append(of_spell, np.full(projects, -1, np.int32))[order]
    starts = np.searchsorted(key[order], np.arange(projects + 1, dtype=np.int64) * width)
    return participation, starts.astype(np.int32)


def build_sessions(reader: Reader, projects: Positions, count: int) -> Arrays:
    """The arrays of `Sessions`. `count` is that of projects."""
    table = reader.read("sessions", ("project", "session", "activity", "date", "site", "country", "register"))
    project, number, day = projects.of(ints(table, "project")), ints(table, "session"), days(table, "date")
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
