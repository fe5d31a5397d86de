"""Participations as columns: spells joined by subject and project, and the sessions that bear on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from jalon.engines.local_arrays import Ints, Positions, Truths, calendar_day, distinct, stable_order, starts_of
from jalon.engines.local_columns import DOES_NOT_BEAR, OPEN, Attendances, Codes, Columns, Days, Sessions, Spells
from jalon.engines.local_kept import Kept

SPAN = np.int64(4 * OPEN)
"""More days than there are: a participation and a day make one number that sorts by both."""


@dataclass(frozen=True, slots=True)
class Place:
    """What selects the spells or sessions of some projects; empty tuples do not restrict."""

    projects: frozenset[int]
    countries: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    def contains(self, columns: Columns, country: Codes, site: Ints) -> Truths:
        inside = np.ones(len(site), np.bool_)
        if self.countries:
            inside &= is_one_of(country, self.countries)
        if self.sites:
            wanted = [at for at, row in enumerate(columns.sites) if row["code"] in self.sites]
            inside &= np.isin(site, wanted)
        return inside


class Participations:
    """All participations over the spells in a place, by subject, then project code.

    `spells` are in the same order, then by entry and number; `starts` and `ends` say which spells
    make each participation.
    """

    def __init__(self, columns: Columns, place: Place) -> None:
        self.columns = columns
        self._listed: Kept[tuple[Attendances, Ints]] = Kept(2)
        self.projects = place.projects
        everything = columns.spells(place.projects)
        inside = place.contains(columns, everything.country, everything.site) & (everything.subject >= 0)
        order = _order_of_spells(everything, np.flatnonzero(inside), len(columns.projects))
        self.spells = Spells(
            everything.project[order],
            everything.number[order],
            everything.subject[order],
            everything.site[order],
            everything.country.take(order),
            everything.entry[order],
            everything.exit[order],
        )
        self.starts = starts_of(self.spells.subject, self.spells.project)
        self.ends = np.append(self.starts[1:], len(order))[: len(self.starts)] - 1
        self.subject = self.spells.subject[self.starts]
        self.project = self.spells.project[self.starts]
        self.number = self.spells.number[self.starts]
        self.entry = self.spells.entry[self.starts]
        self.exit = np.maximum.reduceat(self.spells.exit, self.starts) if len(self.starts) else self.spells.exit

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def of_spell(self) -> Ints:
        """For each spell its participation."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.ends - self.starts + 1)

    @cached_property
    def entry_date(self) -> Ints:
        return calendar_day(self.entry)

    @cached_property
    def by_project(self) -> list[Ints]:
        """The participations of each project."""
        order = np.argsort(self.project.astype(np.uint16), kind="stable")
        bounds = np.searchsorted(self.project[order], np.arange(len(self.columns.projects) + 1))
        return [order[start:end] for start, end in pairwise(bounds)]

    def in_days(self, days: Days) -> Truths:
        """Which participations have a spell that meets the period."""
        return np.logical_or.reduceat(self.spells_in_days(days), self.starts) if len(self) else np.zeros(0, np.bool_)

    def spells_in_days(self, days: Days) -> Truths:
        return (self.spells.entry <= days.end) & (self.spells.exit >= days.start)

    # Sessions -------------------------------------------------------------------------------

    @cached_property
    def sessions(self) -> Sessions:
        return self.columns.sessions(self.projects)

    @cached_property
    def stretches(self) -> tuple[Ints, Ints, Ints]:
        """Days enrolled without gap: the spells of a participation united where they share a day.

        Participation, first and last day of each, in order; no two of a participation share a day.
        """
        if len(self.starts) == len(self.spells.entry):
            return self.of_spell, self.entry, self.exit
        base = self.of_spell * SPAN
        reach = np.maximum.accumulate(base + self.spells.exit) - base
        opens = np.ones(len(reach), np.bool_)
        opens[1:] = (self.of_spell[1:] != self.of_spell[:-1]) | (self.spells.entry[1:] > reach[:-1])
        first = np.flatnonzero(opens)
        last = np.append(first[1:], len(reach)) - 1
        return self.of_spell[first], self.spells.entry[first], reach[last].astype(np.int32)

    def count_bearing(self, wanted: Truths) -> Ints:
        """For each participation, how many of the wanted sessions are of its project and during a spell."""
        sessions = np.flatnonzero(wanted)
        if not len(sessions) or not len(self):
            return np.zeros(len(self), np.int32)
        days = distinct(self.sessions.day[sessions])
        # Sessions held in each project before each of these days: two look-ups count those of a stretch.
        width = len(days) + 1
        held = np.bincount(
            self.sessions.project[sessions] * np.int64(width) + np.searchsorted(days, self.sessions.day[sessions]) + 1,
            minlength=len(self.columns.projects) * width,
        )
        before = held.reshape(-1, width).cumsum(axis=1, dtype=np.int32).ravel()
        participation, first, last = self.stretches
        row = self.project[participation] * np.int64(width)
        counts: Ints = before[row + _days_before(days, last + 1)] - before[row + _days_before(days, first)]
        if len(participation) == len(self):
            return counts
        return np.add.reduceat(counts, starts_of(participation))

    def listed(self, days: Days) -> tuple[Attendances, Ints]:
        """The attendances of a period, and the participation each bears on; DOES_NOT_BEAR is the mark of the others."""
        return self._listed.get(days, lambda: self._build_listed(days))

    def _build_listed(self, days: Days) -> tuple[Attendances, Ints]:
        rows = self.columns.attendances(self.projects, days)
        participation = self._of_attendances(rows)
        self._leave_gaps_out(participation, rows)
        mark = np.where(participation >= 0, rows.mark, np.int8(DOES_NOT_BEAR))
        return Attendances(rows.session, rows.subject, mark, rows.hours), participation

    def _of_attendances(self, rows: Attendances) -> Ints:
        """For each attendance the participation of its subject in its project, from first entry to last exit; else -1.

        Project by project, so that what is looked up at random is small.
        """
        project = self.sessions.project[rows.session]
        starts = starts_of(project)
        if len(starts) > 4 * len(self.columns.projects):  # files come project by project; rows in memory need not
            order = np.argsort(project, kind="stable")
            found = np.empty(len(project), np.int32)
            found[order] = self._of_attendances(
                Attendances(rows.session[order], rows.subject[order], rows.mark[order], rows.hours[order])
            )
            return found
        found = np.full(len(project), -1, np.int32)
        by_subject = np.full(len(self.columns.subjects) + 1, -1, np.int32)
        for start, end in zip(starts, np.append(starts[1:], len(project)), strict=False):
            participations = self.by_project[int(project[start])]
            if not len(participations):
                continue
            subject = self.subject[participations]
            by_subject[subject] = np.arange(len(subject), dtype=np.int32)
            at = by_subject[rows.subject[start:end]]
            by_subject[subject] = -1
            day = self.sessions.day[rows.session[start:end]]
            during = (day >= self.entry[participations][at]) & (day <= self.exit[participations][at]) & (at >= 0)
            found[start:end] = np.where(during, participations[at], -1)
        return found

    def _leave_gaps_out(self, participation: Ints, rows: Attendances) -> None:
        """Set to -1 where the subject had left and not yet come back."""
        of_stretch, first, last = self.stretches
        if len(of_stretch) == len(self):
            return
        came_back = np.append(np.bincount(of_stretch, minlength=len(self)) > 1, False)
        again = np.flatnonzero(came_back[participation])
        day = self.sessions.day[rows.session[again]]
        latest = np.searchsorted(of_stretch * SPAN + first, participation[again] * SPAN + day, side="right") - 1
        participation[again[day > last[latest]]] = -1

    # Observations ---------------------------------------------------------------------------

    @cached_property
    def spell_of_observation(self) -> Ints:
        """For each observation its spell, -1 where it has none in scope."""
        return Positions(self.spells.number).of(self.columns.observations(self.projects).enrolment)

    @cached_property
    def of_observation(self) -> Ints:
        """For each observation the participation of its subject in its project, -1 where there is none."""
        observations = self.columns.observations(self.projects)
        found = np.full(len(observations.day), -1, np.int64)
        if not len(self):
            return found
        placed = self.spell_of_observation >= 0
        found[placed] = self.of_spell[self.spell_of_observation[placed]]
        others = np.flatnonzero(~placed & (observations.subject >= 0))
        width = np.int64(len(self.columns.projects))
        keys = self.subject * width + self.project
        wanted = observations.subject[others] * width + observations.project[others]
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found[others] = np.where(keys[at] == wanted, at, -1)
        return found


def is_one_of(codes: Codes, options: tuple[str, ...]) -> Truths:
    """Which rows have one of these codes; a missing one is none of them."""
    wanted = np.array([label in options for label in codes.labels] + [False], np.bool_)
    return wanted[codes.positions]


def _days_before(days: Ints, wanted: Ints) -> Ints:
    """How many of the sorted days come before each wanted day, by a table over their span."""
    first, last = int(days[0]), int(days[-1])
    table = np.searchsorted(days, np.arange(first, last + 2)).astype(np.int32)
    return table[np.clip(wanted, first, last + 1) - first]


def _order_of_spells(spells: Spells, rows: Ints, projects: int) -> Ints:
    """By subject, project, entry and number."""
    key = spells.subject[rows].astype(np.int64) * projects + spells.project[rows]
    order = rows[stable_order(key)]
    same = (spells.subject[order][1:] == spells.subject[order][:-1]) & (
        spells.project[order][1:] == spells.project[order][:-1]
    )
    entry, number = spells.entry[order], spells.number[order]
    earlier = (entry[1:] < entry[:-1]) | ((entry[1:] == entry[:-1]) & (number[1:] < number[:-1]))
    if (same & earlier).any():  # files are sorted by entry and number; rows given in memory need not be
        return rows[np.lexsort((spells.number[rows], spells.entry[rows], key))]
    return order
