"""Proofs that need no solver: another group of people is possible, in which all that was told is the same.

A *shift* says of which people: as if some were not there, and others twice. Whoever is there twice brings only a
combination of sets that occurs; so every set has its size, less those gone, and those doubled once more. Told sizes must
not change by it. Atoms play no part: however finely later publications divide the people, a shift says the same.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass

Members = tuple[int, ...]
"""Member numbers in rising order."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is not there, each once; and who is there once more, for each time listed."""

    gone: Members
    doubled: Members

    def effect(self, members: Container[int]) -> int:
        """By how much the size of a set changes: addition, nothing else."""
        return sum(one in members for one in self.doubled) - sum(one in members for one in self.gone)


def build_shift(gone: Iterable[int], doubled: Iterable[int]) -> Shift:
    """Whoever would go and be doubled stays as she is."""
    left, more = sorted(gone), sorted(doubled)
    for one in set(left) & set(more):
        while one in left and one in more:
            left.remove(one)
            more.remove(one)
    return Shift(tuple(left), tuple(more))


@dataclass(frozen=True, slots=True)
class Secret:
    """Few people whose number must stay uncertain, and shifts that show that it is."""

    members: Members
    width: int
    shifts: tuple[Shift, ...]


def is_uncertain(members: Collection[int], width: int, shifts: Sequence[Shift]) -> bool:
    """Whether the number is far enough apart in two of the tables, the true one among them; and whether everybody in
    it, who knows of herself, must reckon with another number."""
    effects = [shift.effect(members) for shift in shifts]
    if max([0, *effects]) - min([0, *effects]) < width:
        return False
    moved = [set(shift.gone) for shift, effect in zip(shifts, effects, strict=True) if effect]
    return all(any(member not in gone for gone in moved) for member in members)
