"""The number of each member of a figure that answers yes, exact: what is summed, averaged, compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import AbstractBitMap, BitMap

Ints = npt.NDArray[Any]
Truths = npt.NDArray[np.bool_]
Bound = Fraction | None
"""None: there is no such bound."""

WIDE = 2**62
"""Beyond this Python's own integers add up, which do not overflow."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """For each of `members`, in ascending order, least / scale to most / scale: what her number can be.

    A known number has both equal. `from_below` and `to_above`: there is no least, no most. `scale` is one
    for all, or one for each.
    """

    members: Ints
    least: Ints
    most: Ints
    scale: Ints
    from_below: Truths
    to_above: Truths

    @classmethod
    def build(cls, bounds: Mapping[int, tuple[Bound, Bound]]) -> Numbers:
        """From the bounds of each member."""
        members = sorted(bounds)
        pairs = [bounds[member] for member in members]
        scales = [lcm(*(bound.denominator for bound in pair if bound is not None)) for pair in pairs]
        least, most = (
            _ints([int((pair[side] or Fraction(0)) * scale) for pair, scale in zip(pairs, scales, strict=True)])
            for side in (0, 1)
        )
        missing = [np.array([pair[side] is None for pair in pairs], np.bool_) for side in (0, 1)]
        return cls(np.array(members, np.int64), least, most, _ints(scales), *missing)

    def __len__(self) -> int:
        return len(self.members)

    @cached_property
    def is_known(self) -> Truths:
        known: Truths = ~self.from_below & ~self.to_above & (self.least == self.most).astype(np.bool_)
        return known

    def known(self) -> Numbers:
        """Those whose number is known."""
        return self._rows(np.flatnonzero(self.is_known))

    def not_known(self) -> BitMap:
        return self._set(~self.is_known)

    def of(self, members: AbstractBitMap) -> Numbers:
        """The numbers of some of the members."""
        wanted = np.array(members.to_array(), np.int64)
        if np.array_equal(wanted, self.members):
            return self
        rows = np.searchsorted(self.members, wanted)
        rows = rows[rows < len(self)] if len(self) else rows[:0]
        return self._rows(rows[np.isin(self.members[rows], wanted)])

    def within(self, lowest: Bound, highest: Bound) -> Numbers:
        """The same, where what is not known has the bounds that any number here has."""
        if self.is_known.all():
            return self
        factor = lcm(*(bound.denominator for bound in (lowest, highest) if bound is not None))
        scale = _times(self.scale, factor)
        sides = []
        for values, missing, bound in ((self.least, self.from_below, lowest), (self.most, self.to_above, highest)):
            values = _times(values, factor)
            if bound is not None:
                values = np.where(missing, _times(np.asarray(scale // bound.denominator), bound.numerator), values)
                missing = np.zeros(len(self), np.bool_)
            sides.append((values, missing))
        (least, from_below), (most, to_above) = sides
        return Numbers(self.members, least, most, scale, from_below, to_above)

    def add_up(self, *, most: bool = False) -> Fraction:
        """The sum of what each has at least (or at most); who has no such bound adds nothing."""
        values, missing = (self.most, self.to_above) if most else (self.least, self.from_below)
        values, scale = values[~missing], self.scale if self.scale.ndim == 0 else self.scale[~missing]
        if scale.ndim == 0:
            return Fraction(_total(values), int(scale))
        return sum(
            (Fraction(_total(values[scale == one]), int(one)) for one in set(scale.tolist())),
            Fraction(0),
        )

    def middle(self, *, most: bool = False) -> Fraction | None:
        """The median of the least (or most) that each has, a missing one lowest (or highest); None where the
        middle is missing. Of an even number, the mean of the two in the middle."""
        if not len(self):
            return None
        values, scale = self._in_one_scale(self.most if most else self.least)
        missing = self.to_above if most else self.from_below
        absent = int(missing.sum())
        present = np.sort(values[~missing])
        places = {(len(self) - 1) // 2, len(self) // 2}
        offset = 0 if most else absent
        found = [place - offset for place in sorted(places)]
        if any(not 0 <= place < len(present) for place in found):
            return None
        return Fraction(sum(int(present[place]) for place in found), len(found) * scale)

    def above(self, bound: int = 0) -> BitMap:
        """Whose number is surely above a whole number."""
        return self._set(~self.from_below & (self.least > bound * self.scale).astype(np.bool_))

    def below(self, bound: int = 0) -> BitMap:
        """Whose number is surely below a whole number."""
        return self._set(~self.to_above & (self.most < bound * self.scale).astype(np.bool_))

    def to_dict(self) -> dict[int, tuple[Bound, Bound]]:
        """The bounds of each member; None where there is none."""
        scales = np.broadcast_to(self.scale, len(self)).tolist()
        columns = (self.members, self.least, self.most, self.from_below, self.to_above)
        rows = zip(*(column.tolist() for column in columns), scales, strict=True)
        return {
            member: (None if below else Fraction(least, scale), None if above else Fraction(most, scale))
            for member, least, most, below, above, scale in rows
        }

    def _rows(self, rows: Ints) -> Numbers:
        scale = self.scale if self.scale.ndim == 0 else self.scale[rows]
        return Numbers(
            self.members[rows], self.least[rows], self.most[rows], scale, self.from_below[rows], self.to_above[rows]
        )

    def _set(self, chosen: Truths) -> BitMap:
        return BitMap(self.members[chosen].tolist())

    def _in_one_scale(self, values: Ints) -> tuple[Ints, int]:
        if self.scale.ndim == 0:
            return values, int(self.scale)
        scale = lcm(*set(self.scale.tolist())) if len(self) else 1
        factors = scale // self.scale.astype(object)
        return np.asarray(values.astype(object) * factors, dtype=object), scale


def _ints(values: list[int]) -> Ints:
    """As machine integers where they fit."""
    fits = all(abs(value) < WIDE for value in values)
    return np.array(values, np.int64 if fits else object)


def _times(values: Ints, factor: int) -> Ints:
    """Multiplied, with Python's own integers where the product may not fit."""
    largest = int(np.abs(values).max()) if values.size else 0
    if values.dtype == object or largest * abs(factor) >= WIDE:
        return np.asarray(values.astype(object) * factor, dtype=object)
    return np.asarray(values * np.int64(factor))


def _total(values: Ints) -> int:
    if values.dtype == object or (len(values) and int(np.abs(values).max()) * len(values) >= WIDE):
        return sum(int(value) for value in values)
    return int(values.sum(dtype=np.int64))
