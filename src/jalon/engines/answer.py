"""What an engine is asked and what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from pyroaring import BitMap

from jalon.engines.numbers import Numbers
from jalon.language.definition import Definition
from jalon.language.dimensions import ATTRIBUTE_DIMENSIONS, SCOPE_DIMENSIONS

__all__ = [
    "ALWAYS",
    "ATTRIBUTE_DIMENSIONS",
    "DEFAULT_PURPOSE",
    "SCOPE_DIMENSIONS",
    "Answer",
    "Cells",
    "Engine",
    "Numbers",
    "Period",
    "Scope",
]

DEFAULT_PURPOSE = "measurement"
"""The purpose a figure states unless told otherwise: counts everyone who has not refused it.
Any other purpose counts only those who permit it."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both included. None is open on that side."""

    start: dt.date | None = None
    end: dt.date | None = None

    def contains(self, day: dt.date) -> bool:
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)

    def meets(self, first: dt.date, last: dt.date | None) -> bool:
        """Whether the spell from `first` to `last` (None: still open) shares a day with the period."""
        return (self.end is None or first <= self.end) and (self.start is None or last is None or last >= self.start)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a figure looks. Codes; an empty tuple does not restrict; all that are given must hold.

    Organisations stand for themselves and all below them. Projects are selected by organisation,
    project, theme, grant and funder. Country and site select spells, or sessions where the
    definition anchors on sessions; what has no known country is then out of scope.
    """

    period: Period = ALWAYS
    organisations: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Three disjoint sets whose union is the universe. Members are subject numbers, or participation
    numbers (that of the first spell) for unit participation; merged subjects by their smallest number.
    """

    yes: BitMap
    no: BitMap
    unknown: BitMap
    total: Decimal | None = None
    """For kind sum: the number added over *yes*, at its least (what is recorded)."""
    total_unknown: BitMap = field(default_factory=BitMap)
    """For kind sum: members of *yes* whose own number is not known exactly."""


Cells = Mapping[tuple[str | None, ...], BitMap]
"""Members by the values of some dimensions; None is unknown. Empty cells are left out."""


class Engine(Protocol):
    """Definitions of every kind but share and representation are asked; those two are of counts (figures do that)."""

    def answer(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Answer:
        """Who answers yes, no, unknown."""
        ...

    def numbers(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Numbers:
        """For the kinds of numbers: what the number of each member that answers yes can be, as `each` and
        `over` make it of her participations."""
        ...

    def reached(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> tuple[BitMap, int]:
        """For kind distinct: the numbers reached by the subjects that answer yes (ISO 3166-1 numeric
        for countries and nationalities, its number for a goal), and how many of the facts that place them have no
        known value (a project that names no target reaches no known goal); of nationalities, how many of the
        members have none."""
        ...

    def values(
        self, definition: Definition, scope: Scope, dimension: str, purpose: str = DEFAULT_PURPOSE
    ) -> Mapping[str | None, BitMap]:
        """A subject dimension: a partition of the universe by the value at the first participation in scope."""
        ...

    def cells(
        self, definition: Definition, scope: Scope, dimensions: Sequence[str], purpose: str = DEFAULT_PURPOSE
    ) -> Cells:
        """Scope dimensions, jointly: the universe by the facts that the definition anchors on. A member
        stands in every cell one of its facts falls in; a fact without a value in the None of that dimension;
        a member with no such fact (session anchor: present at none) in the cell of all None."""
        ...
