"""The attendances of a period in some projects: counted for each participation, or placed where the sessions were.

They stay in one piece for each project, where who is meant is a small number (a slot): what is counted at random then
fits the processor's nearest memory, and only what was counted goes to participations, which are many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jalon.engines.local_arrays import Ints, Truths, starts_of
from jalon.engines.local_attendances import Attendances

Choose = Callable[["Piece"], Truths]
"""Which rows of a piece are wanted."""


@dataclass(slots=True)
class Piece:
    """The rows of one project, by session. The last slot is nobody's: the row bears on no participation."""

    project: int
    """Its position."""
    attendances: Attendances
    rows: slice
    """Those of the period."""
    sessions: slice
    """Those of the period, among all sessions."""
    many: Ints
    """Rows of each of these sessions."""
    first_slot: int
    """Where its slots begin among those of all projects."""
    slots: Ints
    """The participation of each slot, -1 nobody's; several records of one subject have the same."""
    slot: Ints
    """By row."""
    mark: Ints
    joined: tuple[Ints, Ints] | None = None
    """Rows of several records of one subject in one session, in order, and where each session's begin among them."""

    @property
    def all_slots(self) -> slice:
        """Its slots among those of all projects."""
        return slice(self.first_slot, self.first_slot + len(self.slots))

    @property
    def session(self) -> Ints:
        """By row."""
        return np.repeat(np.arange(self.sessions.start, self.sessions.stop, dtype=np.int32), self.many)

    @property
    def participation(self) -> Ints:
        """By row, -1 nobody's."""
        return self.slots[self.slot]

    @property
    def bears(self) -> Truths:
        """Which rows bear on a participation."""
        return self.participation >= 0

    @property
    def hours(self) -> Ints:
        """By row in hundredths, -1 not recorded; of several records in one session the most, with the first of them."""
        if not len(self.attendances.hours):
            return np.full(len(self.slot), -1, np.int32)
        hours = self.attendances.hours[self.rows]
        if self.joined is not None:
            rows, starts = self.joined
            hours = hours.copy()
            hours[rows[starts]] = np.maximum.reduceat(hours[rows], starts)
        return hours

    def join(self, rows: Ints) -> None:
        """Of rows of subjects with several records: in one session present wins over excused over absent, and the
        first row stays."""
        session, participation = self.session[rows], self.participation[rows]
        order = np.lexsort((participation, session))
        rows = rows[order]
        starts = starts_of(session[order], participation[order])
        if len(starts) == len(rows):
            return
        self.joined = rows, starts
        self.mark = self.mark.copy()
        self.mark[rows[starts]] = np.maximum.reduceat(self.mark[rows], starts)
        doubles = np.ones(len(rows), np.bool_)
        doubles[starts] = False
        self.put(rows[doubles], len(self.slots) - 1)

    def put(self, rows: Ints, slot: Ints | int) -> None:
        self.slot = self.slot.copy()
        self.slot[rows] = slot


@dataclass(frozen=True, slots=True)
class Slots:
    """Where participations stand among the slots of all projects: most in one, those of several records in more."""

    size: int
    slot: Ints
    """By participation its first."""
    others: Ints
    participation_of_others: Ints


class Listed:
    """The pieces of the projects that have any rows."""

    def __init__(self, pieces: Sequence[Piece], slots: Slots) -> None:
        self._pieces = pieces
        self._slots = slots

    def __iter__(self) -> Iterator[Piece]:
        return iter(self._pieces)

    def count_slots(self, chosen: Choose, weights: Callable[[Piece], Ints] | None = None) -> Ints:
        """For each slot how many rows are chosen, or what they weigh together."""
        by_slot: Ints = np.zeros(self._slots.size, np.int64 if weights else np.int32)
        for piece in self:
            rows = chosen(piece)
            # To pick the rows first would cost more than to add nothing for the others.
            weight = rows * weights(piece) if weights else rows
            by_slot[piece.all_slots] = np.bincount(piece.slot, weight, minlength=len(piece.slots))
        return by_slot

    def by_participation(self, by_slot: Ints) -> Ints:
        """The same for each participation."""
        counts = by_slot[self._slots.slot]  # to fetch them costs a fifth of putting them there one by one
        np.add.at(counts, self._slots.participation_of_others, by_slot[self._slots.others])
        return counts

    def placed(self, chosen: Choose) -> tuple[Ints, Ints]:
        """Every row chosen that bears on a participation: its session and its participation."""
        found = [(piece.session, piece.participation, chosen(piece) & piece.bears) for piece in self]
        none = np.zeros(0, np.int32)
        return (
            np.concatenate([none, *(session[rows] for session, _, rows in found)]),
            np.concatenate([none, *(participation[rows] for _, participation, rows in found)]),
        )

    def classes_of_projects(self, class_of: Ints, projects: int) -> tuple[Ints, list[Piece]]:
        """For each project the class of all its sessions, -1 where it has rows in sessions of several classes (or
        none): and the pieces of those projects."""
        found = np.full(projects, -1, class_of.dtype)
        mixed = []
        for piece in self:
            here = class_of[piece.sessions]
            if (here == here[0]).all():
                found[piece.project] = here[0]
            else:
                mixed.append(piece)
        return found, mixed


def in_classes(pieces: Sequence[Piece], chosen: Choose, class_of: Ints, classes: int) -> list[list[Ints]]:
    """For each class of sessions the participations that have a row chosen in it, piece by piece, each once for each of
    its slots."""
    found: list[list[Ints]] = [[] for _ in range(classes)]
    for piece in pieces:
        here, width = class_of[piece.sessions], len(piece.slots)
        low, high = int(here.min()), int(here.max())
        rows = np.flatnonzero(chosen(piece))
        key = np.repeat((here - low) * width, piece.many)[rows] + piece.slot[rows]
        many = (high - low + 1) * width
        key = np.flatnonzero(_met(key, many)) if many < 64 * len(key) else np.unique(key)
        which, slot = np.divmod(key, width)
        participation = piece.slots[slot]
        bears = participation >= 0
        which, participation = which[bears], participation[bears]
        starts = starts_of(which)
        for number, some in zip(which[starts].tolist(), np.split(participation, starts[1:]), strict=False):
            found[low + number].append(some)
    return found


def _met(keys: Ints, many: int) -> Truths:
    met = np.zeros(many, np.bool_)
    met[keys] = True
    return met
