"""What the cheapest moves of the people around some secrets prove, and what has to be withheld for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from pyroaring import BitMap

from jalon.disclosure.cheapest import NOTHING, Cheapest
from jalon.disclosure.crowd import STEP, build_crowd, choose_people, drop_equal, moved_before, told_rows
from jalon.disclosure.shifts import Members, Secret, Shift, build_shift, is_uncertain
from jalon.disclosure.space import Space
from jalon.disclosure.swaps import Marks
from jalon.disclosure.system import Integers

TIMES = (1, 2, 3, 4, 6)
"""A move in fractions is one in whole numbers so many times over."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A set that is to be told, of which groups it is, and what it costs to withhold it."""

    members: BitMap
    groups: Collection[str]
    weight: float


@dataclass(slots=True)
class Moved:
    """Secrets that were proven, and the groups that have to be withheld for that."""

    proofs: dict[Members, Secret] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)


class Nearby:
    """Some people, in classes: those of a class are in the same sets and secrets."""

    def __init__(
        self,
        space: Space,
        marks: Marks,
        asked: Sequence[Asked],
        withheld: Sequence[BitMap],
        secrets: Sequence[tuple[Members, int]],
        size: int,
    ) -> None:
        """Of about `size` classes; people of different `marks` differ in some set asked for. Of each
        set that is withheld, now or before, somebody is left."""
        marks = marks + space.draw_marks([BitMap(members) for members, _ in secrets])
        needed = space.places_of(BitMap().union(*(BitMap(members) for members, _ in secrets)))
        most = 2 * max(width for _, width in secrets) + 2
        chosen = choose_people(space, marks, np.union1d(needed, moved_before(space, secrets)), size, most)
        held = _find_held(space, space.people[chosen], withheld)
        key = space.classes * STEP + marks + space.draw_marks(held)
        self._crowd = crowd = build_crowd(chosen, space, key, np.zeros(len(key), bool))
        self._asked = asked
        self._held = drop_equal(crowd.rows_of(held))
        self._cheapest = Cheapest(
            told_rows(space, crowd),
            crowd.rows_of(one.members for one in asked),
            np.array([one.weight for one in asked]),
            self._held,
            crowd.most_gone,
        )

    def move(self, members: Members, width: int, found: Moved) -> None:
        """Prove a secret, if that is possible here, and note what has to be withheld for it."""
        classes = np.unique(self._crowd.class_of[self._crowd.places_of(members)])
        moves: list[Integers] = []
        missing = width
        for up in (True, False):
            if missing > 0:
                move = self._move(classes, missing, found, up=up)
                missing -= abs(int(move[classes].sum()))
                moves.append(move)
        if missing > 0:
            return
        shifts = list(self._lift(members, moves))
        for member in members:
            if not _is_met(member, members, shifts):
                own = int(self._crowd.class_of[self._crowd.places_of((member,))][0])
                shifts += self._lift((member,), [self._move(classes, 1, found, up=False, keeps=own)])
        shifts = [shift for shift in dict.fromkeys(shifts) if shift.effect(members)]
        if is_uncertain(members, width, shifts):
            found.proofs[members] = Secret(members, width, tuple(shifts))

    def _move(self, classes: Integers, width: int, found: Moved, *, up: bool, keeps: int | None = None) -> Integers:
        """The cheapest move, none where it cannot be had in whole numbers. What it changes is withheld from now on."""
        moved, changed = self._cheapest.move(classes, width, up=up, keeps=keeps)
        if len(changed):
            found.withheld |= {group for at in changed.tolist() for group in self._asked[at].groups}
            self._cheapest.free(at for at, one in enumerate(self._asked) if not found.withheld.isdisjoint(one.groups))
        for times in TIMES:
            whole = np.rint(times * moved).astype(np.int64)
            if np.abs(times * moved - whole).max(initial=0.0) < NOTHING * 10 and self._leaves_somebody(whole):
                return whole
        return np.zeros(len(moved), np.int64)

    def _leaves_somebody(self, move: Integers) -> bool:
        """Whether no class has more gone than there are, and no set that is withheld becomes empty."""
        sizes = self._crowd.most_gone
        return bool((move >= -sizes).all() and (self._held @ (sizes + move) >= 1).all())

    def _lift(self, members: Members, moves: Sequence[Integers]) -> Iterator[Shift]:
        """The shifts of some moves; and so many more that everybody stays in one of them, where that can be."""
        yield from (shifts := [self._shift(move, ()) for move in moves])
        for member in members:
            if not _is_met(member, members, shifts):
                yield from (self._shift(move, (member,)) for move in moves)

    def _shift(self, move: Integers, staying: Members) -> Shift:
        gone: list[int] = []
        doubled: list[int] = []
        for at in np.flatnonzero(move).tolist():
            places, by = self._crowd.people_of[at], int(move[at])
            if by > 0:
                doubled += [int(self._crowd.standing[at])] * by
            else:
                going = self._crowd.people[places[self._crowd.can_go[places]]].tolist()
                gone += sorted(going, key=lambda one: one in staying)[:-by]
        return build_shift(gone, doubled)


def _find_held(space: Space, people: Integers, withheld: Sequence[BitMap]) -> list[BitMap]:
    """Withheld sets all of whose members are among these: they must not become empty."""
    among = BitMap(people.astype(np.uint32))
    before = [one.sampled.members for one in space.known.values() if not one.is_told]
    return [one for one in (*before, *withheld) if one.issubset(among)]


def _is_met(member: int, members: Members, shifts: Sequence[Shift]) -> bool:
    """Whether in one of them she stays, and the number is another."""
    return any(shift.effect(members) and member not in shift.gone for shift in shifts)


def move_nearby(
    space: Space,
    marks: Marks,
    asked: Sequence[Asked],
    withheld: Sequence[BitMap],
    secrets: Sequence[tuple[Members, int]],
    size: int,
) -> Moved:
    """Prove of these secrets what can be proven among about so many classes of people around them."""
    found, nearby = Moved(), Nearby(space, marks, asked, withheld, secrets, size)
    for members, width in secrets:
        nearby.move(members, width, found)
    return found
