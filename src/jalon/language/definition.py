"""An indicator's definition: the text of one YAML file, checked and turned into nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from jalon.language.nodes import Node, Number, Truth


class Unit(StrEnum):
    """What a figure is a set of."""

    PERSON = "person"
    VENTURE = "venture"
    PLACE = "place"
    PARTICIPATION = "participation"


class Anchor(StrEnum):
    """What puts a participation in a period (`period_on`), and so the fact that places it in a cell."""

    ENTRY = "entry"  # its first entry lies in the period
    ACTIVE = "active"  # one of its spells meets the period
    EXIT = "exit"  # its last exit lies in the period
    SESSION = "session"  # a session that bears on it lies in the period; cells: sessions attended
    OBSERVATION = "observation"  # an observation of a measure that the definition names lies in the period


class Over(StrEnum):
    """How the participations of one subject give its answer."""

    ANY = "any"  # yes if any says yes, no if all say no, else unknown
    ALL = "all"  # no if any says no, yes if all say yes, else unknown
    FIRST = "first"  # what the first says (earliest entry, then project code)
    LAST = "last"  # what the last says (latest first entry, then project code)
    TOGETHER = "together"  # asked once, of all participations pooled into one


class Kind(StrEnum):
    COUNT = "count"  # how many subjects answer yes
    SHARE = "share"  # of the subjects of one indicator, the part that another counts
    DISTINCT = "distinct"  # how many different codes the subjects that answer yes reach
    SUM = "sum"  # a number of each subject that answers yes, added
    MEAN = "mean"  # their mean
    MEDIAN = "median"  # their median
    CHANGE = "change"  # how it changed between two observations: who rose, stayed, fell; the mean change
    AREA = "area"  # of places: the area of the union of their outlines
    REPRESENTATION = "representation"  # a share year after year, with its trend


OF_NUMBERS = (Kind.SUM, Kind.MEAN, Kind.MEDIAN, Kind.CHANGE)
"""Kinds that ask a number of each member."""
OF_TWO = (Kind.SHARE, Kind.REPRESENTATION)
"""Kinds that are made of two other indicators, and have no members of their own to ask."""


class Each(StrEnum):
    """How the participations of one subject give her one number."""

    TOTAL = "total"  # added
    FIRST = "first"  # of the first where it is known (earliest entry, then project code)
    LATEST = "latest"  # of the last where it is known


class Every(StrEnum):
    """How often a representation is stated."""

    YEAR = "year"


class Reached(StrEnum):
    """What a `distinct` counts."""

    COUNTRY = "country"
    ORGANISATION = "organisation"
    PROJECT = "project"
    SITE = "site"
    SESSION = "session"
    NATIONALITY = "nationality"
    GOAL = "goal"  # of the Sustainable Development Goals: those that a project's targets are of


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example: the facts of one subject, and the answer every engine must give.

    `given` is the YAML mapping as text scalars: entry, exit, sex, birth, entered, left, sessions …
    `answer` is "met", "not met" or "unknown".
    """

    given: Mapping[str, object]
    answer: str


@dataclass(frozen=True)
class Question:
    """What makes the members of a figure and their answers; its title, kind and breakdowns do not."""

    unit: Unit
    period_on: Anchor
    over: Over
    among: Truth
    counts: Truth
    value: Number | None

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Kept: an engine looks for what it knows under its questions, and expressions are deep."""
        return hash((self.unit, self.period_on, self.over, self.among, self.counts, self.value))


@dataclass(frozen=True)
class Definition:
    """A checked indicator. `text` is its YAML as stored; `digest` is SHA-256 of its canonical form."""

    id: str
    version: int
    title: Mapping[str, str]
    unit: Unit
    kind: Kind
    period_on: Anchor
    among: Truth
    counts: Truth
    over: Over = Over.ANY
    by: tuple[str, ...] = ()
    of: str | None = None  # share: id of the denominator
    part: str | None = None  # share: id of the numerator
    distinct: Reached | None = None
    value: Number | None = None  # sum, mean, median, change: what is asked of each
    each: Each = Each.TOTAL
    on: tuple[int, int] | None = None  # representation: month and day of the state; None for whole years
    sdg: tuple[str, ...] = ()
    age_bands: tuple[int, ...] | None = None
    never_unknown: Mapping[str, str] | None = None  # why no answer can be unknown
    examples: tuple[Example, ...] = ()
    about: Mapping[str, str] | None = None
    text: str = ""
    digest: str = ""

    @cached_property
    def question(self) -> Question:
        return Question(self.unit, self.period_on, self.over, self.among, self.counts, self.value)

    def nodes(self) -> tuple[Node, ...]:
        """Every node of the definition, in all its expressions."""
        roots: tuple[Node | None, ...] = (self.among, self.counts, self.value)
        return tuple(node for root in roots if root is not None for node in root.walk())
