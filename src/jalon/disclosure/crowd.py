"""The people who may move, everybody else held still: whatever moves among them is a shift of the whole.

What does not move among some might among more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from jalon.disclosure.shifts import Members
from jalon.disclosure.space import Space
from jalon.disclosure.swaps import Marks
from jalon.disclosure.system import Flags, Integers

NEAR = 400
"""How large a set may be for its members to be near one another."""
MANY_PEOPLE = 10_000
"""Of more than twice as many, who is neither in a class nor near is looked at as one of so many."""
STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Crowd:
    """Some people, in classes."""

    people: Integers
    """Their numbers, in rising order."""
    class_of: Integers
    """By person; classes are numbered from 0, and each has somebody."""
    can_go: Flags
    """By person. Somebody of each set that is withheld stays, so that none becomes empty."""

    @cached_property
    def people_of(self) -> list[Integers]:
        """By class, the places of its people."""
        return np.split(np.argsort(self.class_of, kind="stable"), np.cumsum(np.bincount(self.class_of))[:-1])

    @cached_property
    def most_gone(self) -> Integers:
        """By class, how many can go."""
        return np.bincount(self.class_of[self.can_go], minlength=len(self.people_of))

    @cached_property
    def standing(self) -> Integers:
        """By class, one of its people."""
        return self.people[[one[0] for one in self.people_of]]

    def rows_of(self, sets: Iterable[BitMap]) -> Flags:
        """By set and class, whether its people are in the set, as all of them are or none."""
        looked_up = BitMap(self.standing.astype(np.uint32))
        order = np.argsort(self.standing)
        ordered = self.standing[order]
        rows = []
        for members in sets:
            row = np.zeros(len(order), bool)
            row[order[np.searchsorted(ordered, np.asarray((members & looked_up).to_array(), np.int64))]] = True
            rows.append(row)
        return np.array(rows, bool).reshape(-1, len(order))

    def places_of(self, members: Sequence[int]) -> Integers:
        return np.searchsorted(self.people, np.asarray(members, np.int64))


def build_crowd(chosen: Integers, space: Space, key: Marks, staying: Flags) -> Crowd:
    """Of the people at these places of the space, those with equal keys in a class."""
    _, class_of = np.unique(key[chosen], return_inverse=True)
    return Crowd(space.people[chosen], class_of, ~staying[chosen])


def choose_people(space: Space, marks: Marks, needed: Integers, size: int, most: int) -> Integers:
    """Some of each class and each combination of sets asked for. Whoever moves, moves within a class; or against
    somebody near, and others make up for how the two differ. So: a third from the classes that a secret is in, a third
    from the small sets that somebody of a secret is in, the rest from the classes that meet most combinations."""
    classes = space.classes
    is_mate = np.isin(classes, np.unique(classes[needed]))
    is_near = np.zeros(len(classes), bool)
    is_near[_near(space, needed)] = True
    is_any = np.zeros(len(classes), bool)
    is_any[:: max(len(classes) // MANY_PEOPLE, 1)] = True
    candidates = np.flatnonzero(is_mate | is_near | is_any | (marks != 0))
    key = classes[candidates] * STEP + marks[candidates]
    order = np.argsort(key, kind="stable")
    candidates, key = candidates[order], key[order]
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    counts = np.diff(np.append(starts, len(key)))
    pair_of = np.repeat(np.arange(len(starts)), counts)
    rank = np.arange(len(key)) - starts[pair_of]
    _, class_of, spans = np.unique(classes[candidates[starts]], return_inverse=True, return_counts=True)
    is_needed = np.isin(candidates, needed)
    taken = np.zeros(len(starts), bool)
    taken[pair_of[is_needed]] = True
    worth = spans[class_of] + np.minimum(counts, most) / most
    near = np.zeros(len(starts), bool)
    near[pair_of[is_near[candidates]]] = True
    parts = (is_mate[candidates[starts]], size // 3), (near, size // 3), (np.ones(len(starts), bool), size)
    for eligible, share in parts:
        left = np.flatnonzero(eligible & ~taken)
        taken[left[np.argsort(-worth[left], kind="stable")[: min(share, max(size - int(taken.sum()), 0))]]] = True
    return np.sort(candidates[taken[pair_of] & ((rank < most) | is_needed)])


def moved_before(space: Space, secrets: Sequence[tuple[Members, int]]) -> Integers:
    """Who moves in the proofs so far of these secrets: at worst what breaks them is withheld."""
    shifts = [shift for members, _ in secrets if members in space.secrets for shift in space.secrets[members].shifts]
    return space.places_of(sorted({one for shift in shifts for one in (*shift.gone, *shift.doubled)}))


def _near(space: Space, needed: Integers) -> Integers:
    """Members of the small sets that one of these is in."""
    people = BitMap(space.people[needed].astype(np.uint32))
    found = [
        known.sampled.members
        for known in space.known.values()
        if known.sampled.size <= NEAR and not known.sampled.members.isdisjoint(people)
    ]
    return space.places_of(BitMap().union(*found))


def told_rows(space: Space, crowd: Crowd) -> Flags:
    """By told set and class, whether its people are in the set; rows that are equal once."""
    return drop_equal(crowd.rows_of(known.sampled.members for known in space.known.values() if known.is_told))


def drop_equal(rows: Flags) -> Flags:
    """Rows that are equal once, in rising order: as `np.unique` does, in a tenth of its time."""
    distinct = {packed.tobytes(): at for at, packed in enumerate(np.packbits(rows, axis=1))}
    return rows[[distinct[packed] for packed in sorted(distinct)]]
