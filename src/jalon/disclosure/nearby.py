"""A small system around the secrets that swaps do not prove: some people of each class, everybody else held still.

Whatever moves in it is a shift of the whole, since every told set is one of its rows. What does not move in it might
in a larger one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from jalon.disclosure.atoms import CountedSet, Numbers, unite_groups
from jalon.disclosure.protect import Protection
from jalon.disclosure.shifts import Members, Shift, build_shift, is_uncertain
from jalon.disclosure.space import Space
from jalon.disclosure.swaps import Marks
from jalon.disclosure.system import LATENT, NO_LIMIT, Integers, System, Targets, build_links

FEW_PEOPLE = 4000
"""Up to so many, everybody may move."""
NEAR = 400
"""How large a set may be for its members to be near one another."""
STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Asked:
    """A distinct set that is asked for now: its people's places, and under which names."""

    members: BitMap
    places: Integers
    mark: np.uint64
    names: tuple[CountedSet, ...]


@dataclass(frozen=True, slots=True)
class Nearby:
    """The system of some people; by atom, who they are."""

    system: System
    targets: Targets
    group_of: Mapping[str, int]
    people: tuple[tuple[int, ...], ...]

    def lift(self, members: Members, position: int, found: Protection) -> tuple[Shift, ...] | None:
        """The shifts that prove one of the targets, if they do."""
        rows = {int(found.lowest[position]), int(found.highest[position])}
        rows |= {int(row) for at, _, row in found.insiders.tolist() if at == position}
        moves = [found.witnesses[row] for row in sorted(rows) if found.witnesses[row].any()]
        shifts = [self._shift(move, ()) for move in moves]
        for member in members:
            if not any(shift.effect(members) and member not in shift.gone for shift in shifts):
                others = (self._shift(move, (member,)) for move in moves)
                shifts += [one for one in others if one.effect(members) and member not in one.gone][:1]
        width = int(self.targets.widths[position])
        return tuple(dict.fromkeys(shifts)) if is_uncertain(members, width, shifts) else None

    def _shift(self, move: Integers, staying: Members) -> Shift:
        gone: list[int] = []
        doubled: list[int] = []
        for atom in np.flatnonzero(move[: len(self.people)]).tolist():
            by, people = int(move[atom]), self.people[atom]
            if by > 0:
                doubled += [people[0]] * by
            else:
                gone += sorted(people, key=lambda one: one in staying)[:-by]
        return build_shift(gone, doubled)


def build_nearby(
    space: Space, asked: Sequence[Asked], hidden: set[str], secrets: Sequence[tuple[Members, int]], size: int
) -> Nearby:
    """The system around these secrets, of about `size` atoms. Of the sets asked for, those of `hidden` groups are
    withheld already."""
    places = [space.places_of(members) for members, _ in secrets]
    marks: Marks = np.zeros(len(space.people), np.uint64)
    for one in asked:
        marks[one.places] += one.mark
    for place in places:
        marks[place] += space.draw_mark()
    most = 2 * max(width for _, width in secrets) + 2
    chosen = _choose_people(space, marks, np.concatenate([*places, _moved_before(space, secrets)]), size, most)
    withheld = _held_within(space, chosen)
    for members in withheld:
        marks[space.places_of(members)] += space.draw_mark()
    atom_of, people = _divide(space.classes, marks, chosen)
    first = np.array([listed[0] for listed in people])
    numbers = Numbers(np.array([len(listed) for listed in people], np.int64))
    told = [numbers.find(row) for row in _told_rows(space, first)]
    where = np.full(len(space.people), -1)
    where[chosen] = atom_of
    targets = [numbers.find(np.unique(where[place])) for place in places]
    at_least_one = [numbers.find(np.unique(where[space.places_of(members)])) for members in withheld]
    of_asked: list[int | None] = []
    for one in asked:
        atoms = np.unique(where[one.places])
        atoms = atoms[atoms >= 0]
        of_asked.append(numbers.find(atoms) if len(atoms) else None)
        if of_asked[-1] is not None and numbers.values[of_asked[-1]] == len(one.members):
            at_least_one.append(of_asked[-1])
    count = len(numbers.values)
    is_told = np.zeros(count, bool)
    is_told[told] = True
    least = np.zeros(count, np.int64)
    least[at_least_one] = 1
    named = [
        (name, number)
        for one, number in zip(asked, of_asked, strict=True)
        if number is not None and not is_told[number]
        for name in one.names
        if name.group not in hidden
    ]
    group_of, groups, weights = unite_groups([name for name, _ in named], [number for _, number in named], count)
    assert not (groups[is_told] != LATENT).any()
    system = System(
        np.array(numbers.values, np.int64), build_links(numbers.rows), groups, weights, is_told, least,
        np.full(count, NO_LIMIT, np.int64),
    )  # fmt: skip
    insiders = tuple((at, atom) for at, number in enumerate(targets) for atom in numbers.atoms[number])
    widths = np.array([width for _, width in secrets], np.int64)
    listed = tuple(tuple(space.people[one].tolist()) for one in people)
    return Nearby(system, Targets(np.array(targets, np.int64), widths, insiders), group_of, listed)


def _choose_people(space: Space, marks: Marks, needed: Integers, size: int, most: int) -> Integers:
    """Some of each class and each combination of sets asked for. Whoever moves, moves within a class; or against
    somebody near, and others make up for how the two differ. So: a third from the classes that a secret is in, a third
    from the small sets that somebody of a secret is in, a third from the classes that meet most combinations."""
    classes = space.classes
    is_mate = np.isin(classes, np.unique(classes[needed]))
    is_near = np.zeros(len(classes), bool)
    is_near[_near(space, needed)] = True
    is_few = len(classes) <= FEW_PEOPLE
    candidates = np.arange(len(classes)) if is_few else np.flatnonzero(is_mate | is_near | (marks != 0))
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
    for eligible in (is_mate[candidates[starts]], near, np.ones(len(starts), bool)):
        left = np.flatnonzero(eligible & ~taken)
        taken[left[np.argsort(-worth[left], kind="stable")[: size // 3]]] = True
    return np.sort(candidates[taken[pair_of] & ((rank < most) | is_needed)])


def _moved_before(space: Space, secrets: Sequence[tuple[Members, int]]) -> Integers:
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


def _held_within(space: Space, chosen: Integers) -> list[BitMap]:
    """Withheld sets all of whose members may move: they must not become empty."""
    moving = BitMap(space.people[chosen].astype(np.uint32))
    return [
        known.sampled.members
        for known in space.known.values()
        if not known.is_told and known.sampled.size <= len(chosen) and known.sampled.members.issubset(moving)
    ]


def _divide(classes: Marks, marks: Marks, chosen: Integers) -> tuple[Integers, list[Integers]]:
    """Of each person her atom, and of each atom its people's places."""
    key = classes[chosen] * STEP + marks[chosen]
    _, atom_of = np.unique(key, return_inverse=True)
    order = np.argsort(atom_of, kind="stable")
    ends = np.cumsum(np.bincount(atom_of))[:-1]
    return atom_of, np.split(chosen[order], ends)


def _told_rows(space: Space, first: Integers) -> list[Integers]:
    """The atoms of each told set, as far as they move; rows that are equal once."""
    _, at, class_of = np.unique(space.classes[first], return_index=True, return_inverse=True)
    standing = space.people[first[at]]
    looked_up = BitMap(standing.astype(np.uint32))
    order = np.argsort(standing)
    ordered = standing[order]
    rows: set[bytes] = set()
    for known in space.known.values():
        if known.is_told and len(found := known.sampled.members & looked_up):
            within = np.zeros(len(standing), bool)
            within[order[np.searchsorted(ordered, np.asarray(found.to_array(), np.int64))]] = True
            rows.add(within.tobytes())
    return [np.flatnonzero(np.frombuffer(row, bool)[class_of]) for row in sorted(rows)]
