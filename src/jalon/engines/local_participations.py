"""Participations as columns: spells joined by subject and project, and the sessions that bear on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jalon.engines.local_arrays import Ints, Positions, Truths, calendar_day, starts_of
from jalon.engines.local_attendances import Attendances
from jalon.engines.local_columns import Columns
from jalon.engines.local_kept import Kept
from jalon.engines.local_reading import Codes
from jalon.engines.local_spells import OPEN, Days

SPAN = np.int64(4 * OPEN)
"""More days than there are: a participation and a day make one number that sorts by both."""

DOES_NOT_BEAR = -1
"""In place of the mark: the session does not bear on any participation of the subject in scope."""


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


class Listed:
    """The attendances of a period in some projects, in the order of their sessions.

    `participation` is the one that each bears on, -1 where none: DOES_NOT_BEAR is then its mark.
    """

    def __init__(self, pieces: list[tuple[Attendances, slice]], session: Ints, participation: Ints, mark: Ints) -> None:
        self._pieces = pieces
        self.session = session
        self.participation = participation
        self.mark = mark
        self.joined: tuple[Ints, Ints] | None = None
        """Rows of several records of one subject in one session, in order, and where each session's begin among them."""

    @cached_property
    def hours(self) -> Ints:
        """In hundredths, -1 not recorded; of several records in one session the most, with the first of them."""
        pieces = [
            piece.hours[rows] if len(piece.hours) else np.full(rows.stop - rows.start, -1, np.int32)
            for piece, rows in self._pieces
        ]
        hours = np.concatenate([np.zeros(0, np.int32), *pieces])
        if self.joined is not None:
            rows, starts = self.joined
            hours[rows[starts]] = np.maximum.reduceat(hours[rows], starts)
        return hours


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
    def stretches(self) -> tuple[Ints, Ints, Ints]:
        """Days enrolled without gap: the spells of a participation united where they share a day.

        Participation, first and last day of each, in order; no two of a participation share a day.
        """
        if self.is_one_spell_each:
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
        return self._bearing.get(wanted.tobytes(), lambda: self._build_bearing(wanted))

    def _build_bearing(self, wanted: Truths) -> Ints:
        sessions = self.columns.sessions
        if not wanted.any() or not len(self):
            return np.zeros(len(self), np.int32)
        first_day, last_day = int(sessions.day[wanted].min()), int(sessions.day[wanted].max())
        # Sessions held in each project before each day: two look-ups count those of a stretch.
        width = last_day - first_day + 2
        at = sessions.project[wanted] * np.int64(width) + (sessions.day[wanted] - first_day + 1)
        held = np.bincount(at, minlength=len(self.columns.projects) * width)
        before = held.reshape(-1, width).cumsum(axis=1, dtype=np.int32).ravel()
        participation, first, last = self.stretches
        project = self.project if self.is_one_spell_each else self.project[participation]
        row = project * np.int32(width) - np.int32(first_day)
        counts: Ints = before[row + np.clip(last + 1, first_day, last_day + 1)]
        counts -= before[row + np.clip(first, first_day, last_day + 1)]
        if len(participation) == len(self):
            return counts
        return np.add.reduceat(counts, starts_of(participation))

    def listed(self, days: Days) -> Listed:
        """The attendances of a period."""
        return self._listed.get(days, lambda: self._build_listed(days))

    def _build_listed(self, days: Days) -> Listed:
        sessions, none = self.columns.sessions, np.zeros(0, np.int32)
        of_record, records = self._of_record, self.columns.spells.of_records[1]
        pieces: list[tuple[Attendances, slice]] = []
        session, participation, mark = [none], [none], [np.zeros(0, np.int8)]
        others: list[tuple[Ints, Ints]] = []
        size = 0
        for at in np.flatnonzero(self._is_wanted & (np.diff(sessions.starts) > 0)).tolist():
            begin, end = int(sessions.starts[at]), int(sessions.starts[at + 1])
            first, last = np.searchsorted(sessions.day[begin:end], (days.start, days.end + 1)).tolist()
            piece = self.columns.attendances(self.columns.projects[at]["project"])
            rows = slice(int(piece.starts[first]), int(piece.starts[last]))
            if rows.start == rows.stop:
                continue
            pieces.append((piece, rows))
            many = np.diff(piece.starts[first : last + 1])
            session.append(np.repeat(np.arange(begin + first, begin + last, dtype=np.int32), many))
            participation.append(of_record[records[at] : records[at + 1]][piece.who[rows]])
            mark.append(piece.mark[rows])
            if len(self.columns.people.merged) and len(piece.others[0]):
                row, record = piece.others
                inside = (row >= rows.start) & (row < rows.stop)
                others.append((row[inside] + (size - rows.start), record[inside]))
            size += rows.stop - rows.start
        listed = Listed(pieces, np.concatenate(session), np.concatenate(participation), np.concatenate(mark))
        self._leave_out_spells_elsewhere(listed)
        if len(self.columns.people.merged):
            self._join_merged(listed, others)
        listed.mark[listed.participation < 0] = DOES_NOT_BEAR
        return listed

    @cached_property
    def _of_record(self) -> Ints:
        """The participation here of each record of each project (see `Spells.of_records`)."""
        of_record, _ = self.columns.spells.of_records
        if self._rows is None:
            return of_record
        here = np.full(len(self.columns.spells.starts) + 1, -1, np.int32)
        here[self.columns.spells.participation[self._rows]] = self.of_spell
        return here[of_record]

    def _leave_out_spells_elsewhere(self, listed: Listed) -> None:
        """Set to -1 where only a spell outside the place covers the day."""
        if not self.place.takes_spells_apart:
            return
        rows = np.flatnonzero(listed.participation >= 0)
        covered = self._cover(listed.participation[rows], self.columns.sessions.day[listed.session[rows]])
        listed.participation[rows[~covered]] = -1

    def _join_merged(self, listed: Listed, others: list[tuple[Ints, Ints]]) -> None:
        """A subject of several records: what stands under one counts during the spells of another. Two in one session:
        present wins over excused over absent; the first of them stays."""
        for rows, record in others:
            subject = self.columns.people.at(record)
            again = self.columns.people.is_merged[subject]
            rows, subject = rows[again], subject[again]
            session = listed.session[rows]
            found = self._find(subject, self.columns.sessions.project[session])
            found[~self._cover(found, self.columns.sessions.day[session])] = -1
            listed.participation[rows] = found
        of_merged = np.append(self.columns.people.is_merged[self.subject], False)
        rows = np.flatnonzero(of_merged[listed.participation])
        rows = rows[np.lexsort((listed.participation[rows], listed.session[rows]))]
        starts = starts_of(listed.session[rows], listed.participation[rows])
        if len(starts) == len(rows):
            return
        listed.joined = rows, starts
        listed.mark[rows[starts]] = np.maximum.reduceat(listed.mark[rows], starts)
        doubles = np.ones(len(rows), np.bool_)
        doubles[starts] = False
        listed.participation[rows[doubles]] = -1

    def _cover(self, participation: Ints, day: Ints) -> Truths:
        """Whether the day is in a spell of the participation; of none, -1, no day is."""
        of_stretch, first, last = self.stretches
        if not len(of_stretch):
            return np.zeros(len(day), np.bool_)
        # The stretch of this participation that began last.
        latest = np.searchsorted(of_stretch * SPAN + first, participation * SPAN + day, side="right") - 1
        return (latest >= 0) & (of_stretch[latest] == participation) & (day <= last[latest])

    def _find(self, subject: Ints, project: Ints) -> Ints:
        """The participations of subjects in projects, -1 where there is none."""
        width = np.int64(len(self.columns.projects))
        found = np.full(len(subject), -1, np.int64)
        if len(self):
            keys = self.subject * width + self.project
            wanted = subject * width + project
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            found = np.where(keys[at] == wanted, at, -1)
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
