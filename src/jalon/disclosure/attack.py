"""What an outsider can work out from what is published: the attack on our own tables.

It shares nothing with the protection: no matrix, no solver set-up, no certificate. It is given what the public sees,
sets of atoms with the numbers told of them, and asks a solver for the least and the most that each secret can be.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

import highspy
import numpy as np
import numpy.typing as npt

TOLERANCE = 1e-6
Whole = npt.NDArray[np.int64]
Bounds = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Seen:
    """A published set: the atoms it is made of, and between what its size is known to lie.

    A number told is its own least and most; a withheld one is 1 or more, since nobody is told as 0.
    """

    atoms: tuple[int, ...]
    least: int
    most: int | None

    @property
    def is_told(self) -> bool:
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Found:
    """What the attack says of one secret: whole numbers between which it lies."""

    secret: int
    """Its position among the secrets."""
    least: int
    most: int | None
    """None: no limit."""
    insider: int | None = None
    """The atom of somebody who knows that she is in it; None for an outsider."""

    @property
    def is_recovered(self) -> bool:
        return self.least == self.most


class Attacker:
    """Knows the atoms and what is published of their sets."""

    def __init__(self, atom_count: int, seen: Iterable[Seen]) -> None:
        self._count = atom_count
        self._seen = tuple(dict.fromkeys(seen))
        self._solver = self._prepare()
        self._tables: Whole = np.zeros((64, atom_count), np.int64)
        self._kept = 0
        self._rows = [np.array(one.atoms, np.int64) for one in self._seen]

    def _prepare(self) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
        for name, value in (("presolve", "off"), ("threads", 1), ("simplex_strategy", 4)):
            solver.setOptionValue(name, value)
        nothing = np.zeros(self._count)
        solver.addVars(self._count, nothing, np.full(self._count, highspy.kHighsInf))
        for one in self._seen:
            most = highspy.kHighsInf if one.most is None else float(one.most)
            atoms = np.array(one.atoms, np.int32)
            solver.addRow(float(one.least), most, len(atoms), atoms, np.ones(len(atoms)))
        return solver

    def bound(self, secrets: Sequence[Sequence[int]], *, seconds: float, whole: bool = False) -> list[Found]:
        """The bounds of each secret, a union of atoms. A secret of which two possible tables are known already is
        not asked for again: its bounds are then of these two. Stops with what it has when time is up."""
        until = time.monotonic() + seconds
        found: list[Found] = []
        for position, atoms in enumerate(secrets):
            seen: Bounds | None = self._known(atoms)
            if seen is None and time.monotonic() < until:
                seen = self._ask(atoms, whole=False)
                if whole and seen[0] != seen[1]:
                    seen = self._known(atoms) or self._ask(atoms, whole=True)
            if seen is not None:
                found.append(Found(position, *seen))
        return found

    def bound_as_insider(self, secrets: Sequence[Sequence[int]], *, seconds: float) -> list[Found]:
        """The same for somebody in each of the atoms of a secret: she knows that there is one at least, herself."""
        until = time.monotonic() + seconds
        found: list[Found] = []
        for position, atoms in enumerate(secrets):
            for atom in atoms:
                if time.monotonic() > until:
                    return found
                self._solver.changeColBounds(atom, 1.0, highspy.kHighsInf)
                known = self._known(atoms, holding=atom) or self._ask(atoms, whole=False)
                self._solver.changeColBounds(atom, 0.0, highspy.kHighsInf)
                found.append(Found(position, *known, insider=atom))
        return found

    def _known(self, atoms: Sequence[int], holding: int | None = None) -> Bounds | None:
        """Two sizes that tables found before give it, where they differ."""
        tables = self._tables[: self._kept]
        if holding is not None:
            tables = tables[tables[:, holding] >= 1]
        sizes = tables[:, list(atoms)].sum(axis=1)
        return (int(sizes.min()), int(sizes.max())) if len(sizes) and sizes.min() < sizes.max() else None

    def _ask(self, atoms: Sequence[int], *, whole: bool) -> Bounds:
        columns = np.array(atoms, np.int32)
        kinds = np.full(self._count, int(whole), np.uint8)
        if whole:
            self._solver.changeColsIntegrality(self._count, np.arange(self._count, dtype=np.int32), kinds)
        ends: list[int | None] = []
        for sign in (1.0, -1.0):
            self._solver.changeColsCost(len(columns), columns, np.full(len(columns), sign))
            self._solver.run()
            status = self._solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                extreme = sign * self._solver.getObjectiveValue()
                ends.append(ceil(extreme - TOLERANCE) if sign > 0 else floor(extreme + TOLERANCE))
                self._keep(np.asarray(self._solver.getSolution().col_value))
            else:
                assert status != highspy.HighsModelStatus.kInfeasible, "what is published contradicts itself"
                ends.append(0 if sign > 0 else None)
        self._solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))
        if whole:
            self._solver.changeColsIntegrality(
                self._count, np.arange(self._count, dtype=np.int32), np.zeros(self._count, np.uint8)
            )
        assert ends[0] is not None
        return ends[0], ends[1]

    def _keep(self, table: npt.NDArray[np.float64]) -> None:
        """A possible table, if it is one of whole numbers that gives what is published."""
        rounded = np.rint(table).astype(np.int64)
        if np.abs(table - rounded).max(initial=0) > TOLERANCE or (rounded < 0).any():
            return
        for one, atoms in zip(self._seen, self._rows, strict=True):
            size = int(rounded[atoms].sum())
            if size < one.least or (one.most is not None and size > one.most):
                return
        if self._kept == len(self._tables):
            self._tables = np.concatenate([self._tables, np.zeros_like(self._tables)])
        self._tables[self._kept] = rounded
        self._kept += 1


def eliminate(atom_count: int, seen: Iterable[Seen], secrets: Sequence[Sequence[int]]) -> list[int]:
    """Positions of the secrets that adding and subtracting what is told gives exactly: the weakest of attacks.

    No size below zero is ruled out here; it is what remains when protection is only asked to survive subtraction.
    """
    told = [one for one in dict.fromkeys(seen) if one.is_told]
    rows = np.zeros((len(told), atom_count))
    for at, one in enumerate(told):
        rows[at, list(one.atoms)] = 1.0
    basis = np.zeros((atom_count, 0))
    if len(told):
        values, vectors = np.linalg.eigh(rows @ rows.T)
        kept = values > TOLERANCE * max(1.0, float(values.max()))
        basis = rows.T @ vectors[:, kept] / np.sqrt(values[kept])
    found = []
    for position, atoms in enumerate(secrets):
        asked = np.zeros(atom_count)
        asked[list(atoms)] = 1.0
        rest = asked - basis @ (basis.T @ asked)
        if float(np.abs(rest).max()) < TOLERANCE:
            found.append(position)
    return found


@dataclass(frozen=True, slots=True)
class Publication:
    """A set as it was published: who is in it, and whether its size was told. Only the attack's owner has this."""

    members: frozenset[int]
    is_told: bool
    threshold: int


@dataclass(frozen=True, slots=True)
class Secret:
    """What must not come out: a withheld set, or the few by which two published sets differ."""

    atoms: tuple[int, ...]
    size: int
    is_difference: bool


def build_attack(published: Sequence[Publication]) -> tuple[Attacker, tuple[Secret, ...], tuple[Seen, ...]]:
    """An attacker who has seen all this, and what she is after: small sets and small differences of any two."""
    holding: dict[int, list[int]] = {}
    for at, one in enumerate(published):
        for member in one.members:
            holding.setdefault(member, []).append(at)
    atom_of: dict[tuple[int, ...], int] = {}
    of_members = {member: atom_of.setdefault(tuple(where), len(atom_of)) for member, where in holding.items()}
    seen = []
    for one in published:
        if one.members:
            atoms = tuple(sorted({of_members[member] for member in one.members}))
            size = len(one.members)
            seen.append(Seen(atoms, size, size) if one.is_told else Seen(atoms, 1, None))
    secrets: dict[tuple[int, ...], Secret] = {}
    distinct = {one.members: one for one in published if one.members}
    for members, one in distinct.items():
        if not any(other.is_told for other in published if other.members == members) and len(members) < one.threshold:
            atoms = tuple(sorted({of_members[member] for member in members}))
            secrets[atoms] = Secret(atoms, len(members), False)
    for members, one in distinct.items():
        for others in distinct:
            rest = members - others
            if 0 < len(rest) < one.threshold and len(rest) < len(members):
                atoms = tuple(sorted({of_members[member] for member in rest}))
                secrets.setdefault(atoms, Secret(atoms, len(rest), True))
    return Attacker(len(atom_of), seen), tuple(secrets.values()), tuple(seen)
