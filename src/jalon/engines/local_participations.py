"""Participations as columns: spells joined by subject and project, and the sessions that bear on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jalon.engines.local_arrays import Ints, Positions, Truths, blocks, calendar_day
from jalon.engines.local_columns import Columns
from jalon.engines.local_kept import Kept
from jalon.engines.local_listed import Listed, Piece, Slots
from jalon.engines.local_reading import Codes
from jalon.engines.local_spells import OPEN, Days

SPAN = np.int64(4 * OPEN)
"""More days than there are: a participation and a day make one number that sorts by both."""


@dataclass(frozen=True, slots=True)
class Place:
    """What selects the spells or sessions of some projects; empty tuples do not restrict."""

    projects: frozenset[int]
    countries: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    @property
    def takes_spells_apart(self) -> bool:
        """Whether of the spells of one participation some may be inside and others not."""
        return bool(self.countries or self.sites)

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
        self.place = place
        self._listed: Kept[Listed] = Kept(2)
        self._bearing: Kept[Ints] = Kept(4)
        everything = columns.spells
        self._rows: Ints | None = None
        if len(place.projects) < len(columns.projects) or place.takes_spells_apart:
            inside = self._is_wanted[everything.project]
            if place.takes_spells_apart:
                inside &= place.contains(columns, everything.country, everything.site)
            self._rows = np.flatnonzero(inside)
        self.spells = everything if self._rows is None else everything.take(self._rows)
        self.starts = self.spells.starts

    @property
    def projects(self) -> frozenset[int]:
        return self.place.projects

    @cached_property
    def _is_wanted(self) -> Truths:
        """By position of a project."""
        return np.array([row["project"] in self.projects for row in self.columns.projects], np.bool_)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def is_one_spell_each(self) -> bool:
        return len(self.starts) == len(self.spells)

    def _of_first(self, column: Ints) -> Ints:
        return column if self.is_one_spell_each else column[self.starts]

    @cached_property
    def ends(self) -> Ints:
        return self.starts if self.is_one_spell_each else np.append(self.starts[1:], len(self.spells)) - 1

    @cached_property
    def subject(self) -> Ints:
        return self._of_first(self.spells.subject)

    @cached_property
    def project(self) -> Ints:
        return self._of_first(self.spells.project)

    @cached_property
    def number(self) -> Ints:
        return self._of_first(self.spells.number)

    @cached_property
    def entry(self) -> Ints:
        return self._of_first(self.spells.entry)

    @cached_property
    def exit(self) -> Ints:
        return self.spells.exit if self.is_one_spell_each else np.maximum.reduceat(self.spells.exit, self.starts)

    @cached_property
    def of_spell(self) -> Ints:
        """For each spell its participation."""
        return self.spells.participation

    @cached_property
    def among_all(self) -> Ints:
        """For each its place among the participations of all spells."""
        if self._rows is None:
            return np.arange(len(self))
        return self.columns.spells.participation[self._rows[self.starts]]

    @cached_property
    def entry_date(self) -> Ints:
        return calendar_day(self.entry)

    def in_days(self, days: Days) -> Truths:
        """Which participations have a spell that meets the period."""
        met = self.spells_in_days(days)
        return met if self.is_one_spell_each else np.logical_or.reduceat(met, self.starts)

    def spells_in_days(self, days: Days) -> Truths:
        return (self.spells.entry <= days.end) & (self.spells.exit >= days.start)

    # Sessions -------------------------------------------------------------------------------

    @cached_property
    def stretches(self) -> tuple[Ints | None, Ints, Ints]:
        """Days enrolled without gap: the spells of a participation united where they share a day.

        Participation (None: each has one), first and last day of each, in order; no two of a participation share a
        day.
        """
        if self.is_one_spell_each:
            return None, self.entry, self.exit
        base = self.of_spell * SPAN
        reach = np.maximum.accumulate(base + self.spells.exit) - base
        opens = np.ones(len(reach), np.bool_)
        opens[1:] = (self.of_spell[1:] != self.of_spell[:-1]) | (self.spells.entry[1:] > reach[:-1])
        first = np.flatnonzero(opens)
        last = np.append(first[1:], len(reach)) - 1
        return self.of_spell[first], self.spells.entry[first], reach[last].astype(np.int32)

    def count_bearing(self, wanted: Truths) -> Ints:
        """For each participation, how many of the wanted sessions are of its project and during a spell."""
        return self._bearing.get(wanted.tobytes(), lambda: self._build_bearing(wanted))

    def _build_bearing(self, wanted: Truths) -> Ints:
        counts = np.zeros(len(self), np.int32)
        if not wanted.any():
            return counts
        before = np.zeros(len(wanted) + 1, np.int32)
        np.cumsum(wanted, out=before[1:])
        participation, _, _ = self.stretches
        begins, ends = self._sessions_during
        found = counts if participation is None else np.zeros(len(participation), np.int32)
        for block in blocks(len(found)):
            np.subtract(before.take(ends[block]), before.take(begins[block]), out=found[block])
        if participation is not None:
            np.add.at(counts, participation, found)
        return counts

    @cached_property
    def _sessions_during(self) -> tuple[Ints, Ints]:
        """For each stretch, where the sessions of its project held during it begin and end among all sessions."""
        sessions = self.columns.sessions
        first_day, last_day = int(sessions.day.min()), int(sessions.day.max())
        width = last_day - first_day + 2
        # By project and day, how many sessions of it and of the projects before it were held before that day.
        held_before = np.zeros(len(self.columns.projects) * width, np.int32)
        at = sessions.project * np.int64(width) + (sessions.day - first_day + 1)
        held_before[at] = np.arange(1, len(at) + 1, dtype=np.int32)  # of several on one day the last one stays
        np.maximum.accumulate(held_before, out=held_before)
        participation, first, last = self.stretches
        begins, ends = np.empty(len(first), np.int32), np.empty(len(first), np.int32)
        for block in blocks(len(first)):
            project = self.project[block if participation is None else participation[block]]
            row = project * np.int64(width) - first_day
            begins[block] = held_before.take(row + np.clip(first[block], first_day, last_day + 1))
            ends[block] = held_before.take(row + np.clip(last[block], first_day - 1, last_day) + 1)
        return begins, ends

    def listed(self, days: Days) -> Listed:
        """The attendances of a period."""
        return self._listed.get(days, lambda: self._build_listed(days))

    def _build_listed(self, days: Days) -> Listed:
        sessions, records = self.columns.sessions, self.columns.spells.of_records[1]
        people = self.columns.people
        pieces = []
        wanted = np.flatnonzero(self._is_wanted & (np.diff(sessions.starts) > 0)).tolist()
        self.columns.begin_attendances([self.columns.projects[at]["project"] for at in wanted])
        for at in wanted:
            begin, end = int(sessions.starts[at]), int(sessions.starts[at + 1])
            first, last = np.searchsorted(sessions.day[begin:end], (days.start, days.end + 1)).tolist()
            found = self.columns.attendances(self.columns.projects[at]["project"])
            rows = slice(int(found.starts[first]), int(found.starts[last]))
            if rows.start < rows.stop:
                many = np.diff(found.starts[first : last + 1])
                slots = self._of_record[records[at] : records[at + 1]]
                held = slice(begin + first, begin + last)
                piece = Piece(at, found, rows, held, many, int(records[at]), slots, found.who[rows], found.mark[rows])
                if self.place.takes_spells_apart:
                    self._leave_out_spells_elsewhere(piece)
                if len(people.merged):
                    self._find_others(piece)
                    of_merged = self._is_of_merged[slots]
                    if of_merged.any():
                        piece.join(np.flatnonzero(of_merged[piece.slot]))
                pieces.append(piece)
        return Listed(pieces, self._slots)

    @cached_property
    def _slots(self) -> Slots:
        everything = self.columns.spells
        others = everything.other_slots[self._of_record[everything.other_slots] >= 0]
        slot = everything.slot if self._rows is None else everything.slot[self.among_all]
        return Slots(len(self._of_record), slot, others, self._of_record[others])

    @cached_property
    def _is_of_merged(self) -> Truths:
        """By participation; one more, False, for nobody's."""
        return np.append(self.columns.people.is_merged[self.subject], False)

    @cached_property
    def _of_record(self) -> Ints:
        """The participation here of each record of each project (see `Spells.of_records`)."""
        of_record, _ = self.columns.spells.of_records
        if self._rows is None:
            return of_record
        here = np.full(len(self.columns.spells.starts) + 1, -1, np.int32)
        here[self.columns.spells.participation[self._rows]] = self.of_spell
        return here[of_record]

    def _leave_out_spells_elsewhere(self, piece: Piece) -> None:
        """Give to nobody what only a spell outside the place covers."""
        covered = self._cover(piece.participation, self.columns.sessions.day[piece.session])
        piece.put(np.flatnonzero(~covered), len(piece.slots) - 1)

    def _find_others(self, piece: Piece) -> None:
        """What stands under one record of a subject counts during the spells of another."""
        row, record = piece.attendances.others
        inside = (row >= piece.rows.start) & (row < piece.rows.stop)
        row, subject = row[inside] - piece.rows.start, self.columns.people.at(record[inside])
        again = self.columns.people.is_merged[subject]
        row, subject = row[again], subject[again]
        if not len(row):
            return
        found = self._find(subject, np.full(len(subject), piece.project))
        covered = self._cover(found, self.columns.sessions.day[piece.session[row]])
        if covered.any():
            order = np.argsort(piece.slots, kind="stable")
            at = order[np.searchsorted(piece.slots, found[covered], sorter=order)]
            piece.put(row[covered], at)

    def _cover(self, participation: Ints, day: Ints) -> Truths:
        """Whether the day is in a spell of the participation; of none, -1, no day is."""
        _, _, last = self.stretches
        of_stretch, beginnings = self._beginnings
        if not len(of_stretch):
            return np.zeros(len(day), np.bool_)
        # The stretch of this participation that began last.
        latest = np.searchsorted(beginnings, participation * SPAN + day, side="right") - 1
        covered: Truths = (latest >= 0) & (of_stretch[latest] == participation) & (day <= last[latest])
        return covered

    @cached_property
    def _beginnings(self) -> tuple[Ints, Ints]:
        """The participation of each stretch, and a number that sorts by it and the day the stretch begins."""
        participation, first, _ = self.stretches
        of_stretch: Ints = np.arange(len(self)) if participation is None else participation
        return of_stretch, of_stretch * SPAN + first

    @cached_property
    def _keys(self) -> Ints:
        return self.subject * np.int64(len(self.columns.projects)) + self.project

    def _find(self, subject: Ints, project: Ints) -> Ints:
        """The participations of subjects in projects, -1 where there is none."""
        width = np.int64(len(self.columns.projects))
        found = np.full(len(subject), -1, np.int64)
        if len(self):
            wanted = subject * width + project
            at = np.minimum(np.searchsorted(self._keys, wanted), len(self) - 1)
            found = np.where(self._keys[at] == wanted, at, -1)
        return found

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
        placed = self.spell_of_observation >= 0
        found[placed] = self.of_spell[self.spell_of_observation[placed]]
        others = np.flatnonzero(~placed & (observations.subject >= 0))
        if len(others):
            found[others] = self._find(observations.subject[others], observations.project[others])
        return found


def is_one_of(codes: Codes, options: tuple[str, ...]) -> Truths:
    """Which rows have one of these codes; a missing one is none of them."""
    wanted = np.array([label in options for label in codes.labels] + [False], np.bool_)
    return wanted[codes.positions]
