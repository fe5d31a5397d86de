"""What an indicator's expression means, as small immutable nodes.

Parsing, checking, engines and docs are functions over these nodes. Every node is asked of one
*participation* (a subject in a project, re-entries joined) in a scope, and is one of three sorts:

- a **truth** is yes, no or unknown (Kleene's logic: unknown is neither, NOT keeps it);
- a **number** is an interval [least, most] of what is possible. A known value has least = most; a
  birth year gives two possible ages; a session without a register adds one to *most* only; a
  missing value is (-inf, +inf). A comparison is yes where it holds for the whole interval, no
  where it holds nowhere in it, else unknown;
- a **code** is one option of a closed list, or missing. Comparing with a missing code is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from functools import cache

EXIT_WINDOW_DAYS = 28
"""An exit observation counts up to this many days after the last exit (ESF+: SFC FAQ on immediate results)."""

AFTER_WINDOW_DAYS = 28
"""An observation N months after counts up to this many days past N months after the last exit."""


class Moment(StrEnum):
    """When an observation was made, relative to a participation."""

    ENTRY = "entry"  # of the first spell
    EXIT = "exit"  # of the last spell, dated no later than EXIT_WINDOW_DAYS after the last exit; the latest such
    AFTER = "after"  # N months after the last exit; of the last spell; the latest such
    LATEST = "latest"  # of any moment, dated in the period; the latest such


class Operator(StrEnum):
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class Node:
    """Base of all nodes; only for `isinstance` and walking."""

    __slots__ = ()

    def children(self) -> Iterator[Node]:
        for name in _field_names(type(self)):  # type: ignore[arg-type]  # a class has a hash
            value = getattr(self, name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple):
                yield from (part for part in value if isinstance(part, Node))

    def walk(self) -> Iterator[Node]:
        """This node and all below it, depth first."""
        yield self
        for child in self.children():
            yield from child.walk()


@cache
def _field_names(kind: type[Node]) -> tuple[str, ...]:
    """Kept, since nodes are walked for every figure, and there are few kinds."""
    return tuple(field.name for field in fields(kind))  # type: ignore[arg-type]


class Truth(Node):
    """Yes, no or unknown."""

    __slots__ = ()


class Number(Node):
    """An interval of possible values."""

    __slots__ = ()


class Code(Node):
    """One option of a closed list, or missing."""

    __slots__ = ()


# Truths ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant(Truth):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Enrolled(Truth):
    """`enrolled()`: yes for every participation that is in the scope and its period."""


@dataclass(frozen=True, slots=True)
class Not(Truth):
    operand: Truth


@dataclass(frozen=True, slots=True)
class And(Truth):
    """`a AND b AND c`: two operands or more."""

    operands: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Or(Truth):
    """`a OR b OR c`: two operands or more."""

    operands: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Compare(Truth):
    """`age(entry) < 25`. `x BETWEEN a AND b` becomes two of these under And."""

    operator: Operator
    left: Number
    right: Number


@dataclass(frozen=True, slots=True)
class IsIn(Truth):
    """`sex = 'female'`, `entry(employment) IN ('inactive', 'unemployed')`; != and NOT IN are Not of this."""

    code: Code
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsKnown(Truth):
    """`exit(employment) IS NOT NULL`, `age(entry) IS NOT NULL`: yes or no, never unknown.

    A number is known where its interval is one point.
    """

    operand: Number | Code


# Numbers --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal(Number):
    """A number as written, or the rank of a level's option (`entry(french_level) >= 'A2'`)."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Age(Number):
    """`age(entry)`, `age(exit)`: completed years on the first entry or last exit of the participation.

    Where the participation is open, its age at exit is (-inf, +inf). Born on 29 February: the
    birthday is 1 March in other years.
    """

    at: Moment


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """Which sessions an event term looks at; an empty tuple does not restrict. All must hold."""

    activities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionsAttended(Number):
    """`sessions_attended(activity = 'french')`: sessions that bear on the participation and at which
    the subject was present. Most: one more for each session without a register where she is not listed.
    """

    where: SessionFilter = SessionFilter()


@dataclass(frozen=True, slots=True)
class HoursAttended(Number):
    """`hours_attended(…)`: hours over the sessions attended. +inf at most where a session without a
    register may have been missed, or where she was present and the hours were not recorded.
    """

    where: SessionFilter = SessionFilter()


@dataclass(frozen=True, slots=True)
class AttendanceRate(Number):
    """`attendance_rate(…)`: sessions attended over all sessions that bear, 0 to 1; excused counts as
    not present. Unknown, (-inf, +inf), where no session bears. A session without a register where she
    is not listed is in the denominator and adds one to the numerator of *most* only.
    """

    where: SessionFilter = SessionFilter()


@dataclass(frozen=True, slots=True)
class NumberAt(Number):
    """`entry(income)`, `exit(income)`, `after(income, 6)`, `latest(income)` of a number measure."""

    measure: str
    moment: Moment
    months: int = 0


@dataclass(frozen=True, slots=True)
class Rank(Number):
    """The rank, from 0, of a level's option: what ordered comparisons of levels compare."""

    code: CodeAt
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change(Number):
    """`change(french_level)`: the value at exit less the value at entry; in ranks for a level."""

    before: Number
    after: Number


# Codes ----------------------------------------------------------------------------------------


class Attribute(StrEnum):
    """What is known of a subject or a participation without asking a measure."""

    SEX = "sex"
    NATIONALITY = "nationality"
    PROJECT = "project"
    COUNTRY = "country"  # of the first spell in scope


@dataclass(frozen=True, slots=True)
class AttributeIs(Code):
    """`sex`, `nationality`, `project`, `country`."""

    attribute: Attribute


@dataclass(frozen=True, slots=True)
class CodeAt(Code):
    """`entry(employment)`, `exit(employment)`, `after(employment, 6)`, `latest(…)` of a category, level or yes_no."""

    measure: str
    moment: Moment
    months: int = 0


NODE_KINDS: tuple[type[Node], ...] = (
    Constant,
    Enrolled,
    Not,
    And,
    Or,
    Compare,
    IsIn,
    IsKnown,
    Literal,
    Age,
    SessionsAttended,
    HoursAttended,
    AttendanceRate,
    NumberAt,
    Rank,
    Change,
    AttributeIs,
    CodeAt,
)
