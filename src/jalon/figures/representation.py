"""A share year after year: the points of a representation, each a share of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from jalon.engines.answer import Period
from jalon.facts.store import Facts
from jalon.language.definition import Definition

if TYPE_CHECKING:
    from jalon.figures.figure import Figure


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """One year of a representation. `share` is the figure of that year, or of the day in it."""

    year: int
    period: Period
    share: Figure

    @property
    def value(self) -> Fraction | None:
        """None where nobody was there or nothing known or collected; `share.reason` says which."""
        value = self.share.value
        assert value is None or isinstance(value, Fraction)
        return value


def build_periods(facts: Facts, definition: Definition, period: Period) -> Iterator[tuple[int, Period]]:
    """The years of a period, each whole or by the day on which it is stated.

    A year that the period holds only in part, or whose day it does not hold, is left out. A period that is
    open ends with the first entry and the last entry or exit of the facts.
    """
    first, last = _years(facts, period)
    for year in range(first, last + 1):
        if definition.on is None:
            stated = Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
        else:
            day = dt.date(year, *definition.on)
            stated = Period(day, day)
        assert stated.start is not None
        assert stated.end is not None
        if period.contains(stated.start) and period.contains(stated.end):
            yield year, stated


def _years(facts: Facts, period: Period) -> tuple[int, int]:
    if period.start is not None and period.end is not None:
        return period.start.year, period.end.year
    spells = facts.table("enrolments")
    first, entered, left = (
        pc.min(spells["entry"]).as_py(),
        *(pc.max(spells[name]).as_py() for name in ("entry", "exit")),
    )
    if first is None:
        return (0, -1)
    start, end = period.start or first, period.end or max(day for day in (entered, left) if day is not None)
    return start.year, end.year
