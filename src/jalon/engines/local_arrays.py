"""Whole columns of numbers: finding, sorting and dating them without a loop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.integer[Any]]
Truths = npt.NDArray[np.bool_]

BLOCK = 2**15
"""Rows of which a few columns fit the processor's nearer memory."""


class Positions:
    """From numbers to their positions, or to other values given for them."""

    def __init__(self, known: Ints, values: Ints | None = None) -> None:
        """`known` numbers in any order, each once."""
        self._known = known
        self._values = np.arange(len(known), dtype=np.int32) if values is None else values
        most = int(known.max()) if len(known) else -1
        self._order: Ints | None = None
        if most < 8 * len(known) + 1_000_000:  # numbers are given out in turn: a plain table is small and fast
            self._table = np.full(most + 2, -1, np.int32)
            self._table[known] = self._values
        else:
            self._order = np.argsort(known, kind="stable")

    def of(self, wanted: Ints) -> Ints:
        """For each wanted number, -1 meaning none, its position; -1 where it is not known."""
        if self._order is None:
            last = len(self._table) - 1
            if len(wanted) and int(wanted.max()) > last:
                wanted = np.minimum(wanted, last)
            return self._table[wanted]
        at = self._order[np.minimum(np.searchsorted(self._known, wanted, sorter=self._order), len(self._known) - 1)]
        return np.where(self._known[at] == wanted, self._values[at], -1)


def blocks(rows: int) -> Iterator[slice]:
    """All rows, some at a time: what is worked out in several steps then never leaves the processor's nearer memory."""
    for start in range(0, rows, BLOCK):
        yield slice(start, min(start + BLOCK, rows))


def distinct(values: Ints) -> Ints:
    """The different values, sorted."""
    ordered = values if (values[1:] >= values[:-1]).all() else np.sort(values)
    return ordered[starts_of(ordered)]


def calendar_day(days: Ints) -> Ints:
    """Days as yyyymmdd: the difference of two, in ten-thousands, is an age in completed years."""
    if not len(days):
        return days
    first, last = int(days.min()), int(days.max())
    if last - first < len(days):  # many days of few years: one table
        return _calendar_day(np.arange(first, last + 1))[days - first]
    return _calendar_day(days)


def _calendar_day(days: Ints) -> Ints:
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    years, month = np.divmod(months.astype(np.int32), 12)
    day = (dates - months.astype("datetime64[D]")).astype(np.int32)
    written: Ints = ((years + 1970) * 10_000 + (month + 1) * 100 + day + 1).astype(np.int32)
    return written


def day_number(day: dt.date) -> int:
    return day.toordinal() - 719_163


def stable_order(keys: Ints) -> Ints:
    """The order that sorts non-negative keys, equal ones as they stand."""
    return sort_stably(keys)[0]


def sort_stably(keys: Ints) -> tuple[Ints, Ints]:
    """The same order, and the keys in it."""
    bits = max(len(keys), 1).bit_length()
    if len(keys) and int(keys.max()).bit_length() + bits > 62:
        order = np.argsort(keys, kind="stable")
        return order, keys[order]
    packed = keys.astype(np.int64)
    packed <<= bits
    packed |= np.arange(len(keys))
    packed.sort()  # numbers sort several times faster than positions
    order = packed & ((1 << bits) - 1)
    packed >>= bits
    return order, packed


def is_ordered(*keys: Ints) -> bool:
    """Whether rows are sorted by the keys, the first one first."""
    equal = np.ones(max(len(keys[0]) - 1, 0), np.bool_)
    for key in keys:
        if (equal & (key[1:] < key[:-1])).any():
            return False
        equal &= key[1:] == key[:-1]
    return True


def starts_of(*keys: Ints) -> Ints:
    """Where runs of equal keys start."""
    if not len(keys[0]):
        return np.zeros(0, np.int64)
    changes = np.empty(len(keys[0]), np.bool_)
    changes[0] = True
    np.not_equal(keys[0][1:], keys[0][:-1], out=changes[1:])
    for key in keys[1:]:
        changes[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changes)
