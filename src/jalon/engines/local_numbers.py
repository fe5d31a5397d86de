"""Truths and numbers over many rows at once, exact.

A truth is 0 (no), 1 (unknown) or 2 (yes): AND is the least, OR the most, NOT 2 less it. A number is
an interval of fractions that share a scale; nothing is rounded, since a comparison must be right at
its bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from jalon.engines.local_arrays import Ints, Truths, starts_of
from jalon.language.nodes import Operator

NO, UNKNOWN, YES = 0, 1, 2
Kleene = Ints
"""NO, UNKNOWN or YES for each row."""

WIDE = 2**62
"""Beyond this products are made with Python's own integers, which do not overflow."""


@dataclass(frozen=True, slots=True)
class Interval:
    """least / scale to most / scale for each row; `from_below` and `to_above` where there is no such bound."""

    least: Ints
    most: Ints
    scale: Ints
    from_below: Truths
    to_above: Truths

    def take(self, rows: Ints) -> Interval:
        scale = self.scale if self.scale.ndim == 0 else self.scale[rows]
        return Interval(self.least[rows], self.most[rows], scale, self.from_below[rows], self.to_above[rows])

    def is_point(self) -> Truths:
        is_point: Truths = ~self.from_below & ~self.to_above & (self.least == self.most)
        return is_point


def build_literal(value: Fraction, rows: int) -> Interval:
    number = _exact(value.numerator)
    if abs(value.numerator) < 2**31:
        number = number.astype(np.int32)  # as counts are: numbers of one type compare several times faster
    bounded = np.zeros(rows, np.bool_)
    return Interval(
        np.broadcast_to(number, rows), np.broadcast_to(number, rows), _exact(value.denominator), bounded, bounded
    )


def build_known(values: Ints, is_known: Truths, scale: int) -> Interval:
    """A value where known, anything elsewhere."""
    return Interval(values, values, np.asarray(scale), ~is_known, ~is_known)


def build_between(least: Ints, most: Ints, scale: int | Ints = 1, no_most: Truths | None = None) -> Interval:
    bounded = np.zeros(len(least), np.bool_)
    return Interval(least, most, np.asarray(scale), bounded, bounded if no_most is None else no_most)


def subtract(left: Interval, right: Interval) -> Interval:
    a, b, scale = _same_scale(left, right)
    return Interval(
        _sum(a.least, -b.most),
        _sum(a.most, -b.least),
        scale,
        left.from_below | right.to_above,
        left.to_above | right.from_below,
    )


def compare(operator: Operator, left: Interval, right: Interval) -> Kleene:
    """YES where it holds for all that is possible, NO where for nothing, else UNKNOWN."""
    if operator is Operator.GT:
        return compare(Operator.LT, right, left)
    if operator is Operator.GE:
        return compare(Operator.LE, right, left)
    if operator is Operator.NE:
        return YES - compare(Operator.EQ, left, right)
    a, b, _ = _same_scale(left, right)
    upper_met = ~left.to_above & ~right.from_below  # both bounds of "left at most against right at least" exist
    lower_met = ~left.from_below & ~right.to_above
    if operator is Operator.LT:
        return _decide(upper_met & _truths(a.most < b.least), lower_met & _truths(a.least >= b.most))
    if operator is Operator.LE:
        return _decide(upper_met & _truths(a.most <= b.least), lower_met & _truths(a.least > b.most))
    disjoint = (upper_met & _truths(a.most < b.least)) | (lower_met & _truths(a.least > b.most))
    return _decide(left.is_point() & right.is_point() & _truths(a.least == b.least), disjoint)


def add_groups(number: Interval, group: Ints) -> tuple[Interval, Ints]:
    """The sum of the numbers of each group, and the groups; rows ascend in their group."""
    starts = starts_of(group)
    if len(starts) == len(group):
        return number, group
    number = _in_one_scale(number)
    return (
        Interval(
            _reduced(number.least, starts),
            _reduced(number.most, starts),
            number.scale,
            np.logical_or.reduceat(number.from_below, starts),
            np.logical_or.reduceat(number.to_above, starts),
        ),
        group[starts],
    )


def choose_in_groups(number: Interval, group: Ints, entry: Ints, *, latest: bool) -> Ints:
    """In each group the first row that is known (or the latest), else the first (or latest) of all.

    Rows ascend in their group and, within it, in the code of their project; `entry` is their day.
    """
    starts = starts_of(group)
    if len(starts) == len(group):
        return starts
    known = number.is_point()
    place = np.arange(len(group))
    order = np.lexsort((place, entry, known, group)) if latest else np.lexsort((place, entry, ~known, group))
    chosen: Ints = order[np.append(starts[1:], len(group)) - 1] if latest else order[starts]
    return chosen


def _in_one_scale(number: Interval) -> Interval:
    if number.scale.ndim == 0:
        return number
    scale = lcm(*set(number.scale.tolist()))
    factor = np.array([scale // int(one) for one in number.scale.tolist()], np.int64 if scale < WIDE else object)
    scaled = _scaled(number, factor)
    return Interval(scaled.least, scaled.most, _exact(scale), number.from_below, number.to_above)


def _reduced(values: Ints, starts: Ints) -> Ints:
    if values.dtype != object and _size(values) * len(values) >= WIDE:
        values = values.astype(object)
    elif values.dtype != object:
        values = values.astype(np.int64)
    reduced: Ints = np.add.reduceat(values, starts)
    return reduced


def _decide(yes: Truths, no: Truths) -> Kleene:
    answer: Kleene = UNKNOWN + (yes & ~no).view(np.int8)  # a tenth of what it costs to write at some places
    answer -= no.view(np.int8)
    return answer


def _same_scale(left: Interval, right: Interval) -> tuple[Interval, Interval, Ints]:
    """Both numbers with one scale; infinite bounds keep what stands in their place."""
    if left.scale.ndim == right.scale.ndim == 0 and left.scale == right.scale:
        return left, right, left.scale
    return _scaled(left, right.scale), _scaled(right, left.scale), _product(left.scale, right.scale)


def _scaled(number: Interval, factor: Ints) -> Interval:
    return Interval(
        _product(number.least, factor),
        _product(number.most, factor),
        number.scale,
        number.from_below,
        number.to_above,
    )


def _product(values: Ints, factor: Ints) -> Ints:
    if _size(values) * _size(factor) < WIDE:
        return np.multiply(values, factor, dtype=np.int64)
    return np.asarray(values.astype(object) * factor.astype(object), dtype=object)


def _sum(left: Ints, right: Ints) -> Ints:
    if _size(left) + _size(right) < WIDE:
        return np.add(left, right, dtype=np.int64)
    return np.asarray(left.astype(object) + right.astype(object), dtype=object)


def _size(values: Ints) -> int:
    return max(abs(int(values.max())), abs(int(values.min()))) if values.size else 0


def _exact(value: int) -> Ints:
    return np.asarray(value, dtype=np.int64 if abs(value) < WIDE else object)


def _truths(values: Truths) -> Truths:
    """Comparisons of Python integers come as objects."""
    return values.astype(np.bool_, copy=False)
