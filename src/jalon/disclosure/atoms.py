"""From sets of members to a linear system over their atoms: those who are in exactly the same sets.

An atom is known by how many it is and in which sets; who is in it plays no part further on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from jalon.disclosure.system import LATENT, NO_LIMIT, Integers, Links, Reals, System, Targets, build_links

SEED = 5
MOST_DIFFERENCES = 4000
"""Differences looked after, the smallest first; more than that is no table for publication."""


@dataclass(frozen=True, slots=True)
class CountedSet:
    """A set whose size is asked for, or was.

    `group` names what is told or withheld as one: sets of one group are told together. `is_told` says what was
    decided before; None: to be decided now. `is_total` marks the few numbers that are still told where a table is not.
    """

    name: str
    members: BitMap
    group: str
    threshold: int
    weight: float = 1.0
    is_told: bool | None = None
    is_total: bool = False
    persons: BitMap | None = None
    """Of a set of participations, whose they are: a few more participations than persons tell of a few who came again."""


@dataclass(frozen=True, slots=True)
class Atoms:
    """How many are in each atom, and of which atoms each set is made."""

    counts: Integers
    of_sets: tuple[Integers, ...]


def build_atoms(sets: Sequence[BitMap]) -> Atoms:
    """Members of exactly the same sets, together."""
    everybody = np.asarray(BitMap().union(*sets).to_array(), np.int64) if sets else np.zeros(0, np.int64)
    marks = np.random.default_rng(SEED).integers(0, 2**63, size=(2, len(sets)), dtype=np.int64)
    signatures = np.zeros((2, len(everybody)), np.int64)
    places = [np.searchsorted(everybody, np.asarray(members.to_array(), np.int64)) for members in sets]
    for at, place in enumerate(places):
        signatures[:, place] ^= marks[:, at : at + 1]
    joint = signatures.T.copy().view([("a", np.int64), ("b", np.int64)]).ravel()
    _, atom_of, counts = np.unique(joint, return_inverse=True, return_counts=True)
    of_sets = tuple(np.unique(atom_of[place]) for place in places)
    for members, atoms in zip(sets, of_sets, strict=True):
        assert int(counts[atoms].sum()) == len(members), "an atom stands partly in a set"
    return Atoms(counts.astype(np.int64), of_sets)


@dataclass(frozen=True, slots=True)
class Question:
    """The system of what was published and what is asked now, with its targets."""

    system: System
    targets: Targets
    group_of: dict[str, int]
    """By group name, its number in the system; not there where all its sets are empty or settled."""
    numbers: dict[str, int]
    """By set name, its number; not there where it is empty."""
    atoms: Atoms
    of_targets: tuple[tuple[int, ...], ...]
    """By target, its atoms."""


class Numbers:
    """Distinct sets of atoms, each one number."""

    def __init__(self, counts: Integers) -> None:
        self.values: list[int] = counts.tolist()
        self.rows: list[tuple[int, list[int]]] = []
        self.atoms: list[tuple[int, ...]] = [(at,) for at in range(len(self.values))]
        self._known: dict[bytes, int] = {np.array([at]).tobytes(): at for at in range(len(self.values))}

    def find(self, atoms: Integers) -> int:
        """The number of this union of atoms; a new one, linked to them, where it is new."""
        key = atoms.astype(np.int64).tobytes()
        if key not in self._known:
            number = len(self.values)
            self._known[key] = number
            listed = atoms.tolist()
            self.values.append(sum(self.values[atom] for atom in listed))
            self.rows.append((number, listed))
            self.atoms.append(tuple(listed))
        return self._known[key]


def build_question(sets: Sequence[CountedSet], *, rounded: dict[str, tuple[int, int]] | None = None) -> Question:
    """The linear system of these sets, those settled before among them.

    `rounded` gives, by set name, between what numbers a rounded one is known to lie; then nothing is withheld.
    """
    counted = [one for one in sets if one.members]
    distinct: dict[bytes, int] = {}
    same = [distinct.setdefault(one.members.serialize(), len(distinct)) for one in counted]
    atoms = build_atoms([BitMap.deserialize(members) for members in distinct])
    numbers = Numbers(atoms.counts)
    numbered = [numbers.find(of_set) for of_set in atoms.of_sets]
    of_sets = [numbered[at] for at in same]
    of_counted = tuple(atoms.of_sets[at] for at in same)
    targets, widths = _find_targets(counted, atoms, numbers, of_sets, of_counted)
    group_of, groups, weights = unite_groups(counted, of_sets, len(numbers.values))
    told = np.zeros(len(numbers.values), bool)
    least = np.zeros(len(numbers.values), np.int64)
    most = np.full(len(numbers.values), NO_LIMIT, np.int64)
    for one, number in zip(counted, of_sets, strict=True):
        least[number] = max(least[number], 1)
        told[number] |= one.is_told is True
        if rounded is not None and one.name in rounded:
            least[number], most[number] = rounded[one.name]
    if rounded is not None:
        groups[:] = LATENT
        weights = np.zeros(0)
    links = build_links(numbers.rows) if numbers.rows else Links(np.zeros(1, np.int64), *(np.zeros(0, np.int64),) * 2)
    system = System(np.array(numbers.values, np.int64), links, groups, weights, told, least, most)
    insiders = tuple((position, atom) for position, number in enumerate(targets) for atom in numbers.atoms[number])
    return Question(
        system=system,
        targets=Targets(np.array(targets, np.int64), np.array(widths, np.int64), insiders),
        group_of=group_of,
        numbers={one.name: number for one, number in zip(counted, of_sets, strict=True)},
        atoms=atoms,
        of_targets=tuple(numbers.atoms[number] for number in targets),
    )


def _find_targets(
    counted: Sequence[CountedSet],
    atoms: Atoms,
    numbers: Numbers,
    of_sets: Sequence[int],
    of_counted: Sequence[Integers],
) -> tuple[list[int], list[int]]:
    """Small sets not told before, and the few by which a set differs from another."""
    thresholds: dict[int, int] = {}
    settled = {number for one, number in zip(counted, of_sets, strict=True) if one.is_told}
    for one, number in zip(counted, of_sets, strict=True):
        if 0 < len(one.members) < one.threshold and number not in settled:
            thresholds[number] = max(one.threshold, thresholds.get(number, 0))
    for one_set, other in _differing(counted, atoms.counts, of_counted):
        rest = np.setdiff1d(of_counted[one_set], of_counted[other], assume_unique=True)
        threshold = max(counted[one_set].threshold, counted[other].threshold)
        number = numbers.find(rest)
        if number not in settled:
            thresholds[number] = max(threshold, thresholds.get(number, 0))
    listed = sorted(thresholds)
    return listed, [max(thresholds[number] - 2, 1) for number in listed]


def _differing(
    counted: Sequence[CountedSet], counts: Integers, of_counted: Sequence[Integers]
) -> list[tuple[int, int]]:
    """Pairs of sets of which few are in the first and not in the second."""
    distinct: dict[bytes, int] = {}
    for at, of_set in enumerate(of_counted):
        key = of_set.tobytes()
        if key not in distinct or counted[at].threshold > counted[distinct[key]].threshold:
            distinct[key] = at
    places = list(distinct.values())
    within = np.zeros((len(places), len(counts)), np.float32)
    for row, at in enumerate(places):
        within[row, of_counted[at]] = 1.0
    both: npt.NDArray[np.float32] = (within * counts.astype(np.float32)) @ within.T
    sizes = np.array([len(counted[at].members) for at in places], np.float32)
    thresholds = np.array([counted[at].threshold for at in places], np.float32)
    rest = sizes[:, None] - both  # row less column
    limit = np.maximum(thresholds[:, None], thresholds[None, :])
    first, second = np.nonzero((rest > 0) & (rest < limit) & (rest < sizes[:, None]))
    order = np.argsort(rest[first, second], kind="stable")[:MOST_DIFFERENCES]
    return [(places[first[at]], places[second[at]]) for at in order.tolist()]


def unite_groups(
    counted: Sequence[CountedSet], of_sets: Sequence[int], size: int
) -> tuple[dict[str, int], Integers, Reals]:
    """Groups that share a number are one: to tell it in one place is to tell it in the other."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    named: dict[int, str] = {}
    settled = {number for one, number in zip(counted, of_sets, strict=True) if one.is_told is not None}
    for one, number in zip(counted, of_sets, strict=True):
        if one.is_told is None and number not in settled:
            leader[find(one.group)] = find(named.setdefault(number, one.group))
    numbered: dict[str, int] = {}
    groups = np.full(size, LATENT, np.int64)
    for number, name in named.items():
        groups[number] = numbered.setdefault(find(name), len(numbered))
    weights = np.zeros(len(numbered))
    for one, number in zip(counted, of_sets, strict=True):
        if groups[number] != LATENT and one.is_told is None:
            weights[groups[number]] = max(weights[groups[number]], one.weight)
    group_of = {one.group: numbered[find(one.group)] for one in counted if find(one.group) in numbered}
    return group_of, groups, weights
