"""What is said of a set beside its size: a sum, a mean, a median, changes, an area; of all of it or of a part.

A value over numbers is exact and rounded once, half to even, to MEASURED_PLACES decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from jalon.engines.numbers import Numbers
from jalon.figures.members import Members
from jalon.language.check import Catalogue, MeasureInfo, unit_of
from jalon.language.definition import Definition, Each, Kind, Over, Unit
from jalon.language.nodes import Age, AttendanceRate, HoursAttended, NumberAt, SessionsAttended

MEASURED_PLACES = 6
NOBODY = Members()
Bounds = tuple[Decimal | None, Decimal | None]

NEVER_BELOW_ZERO = (HoursAttended, SessionsAttended, AttendanceRate, Age)


@dataclass(frozen=True, slots=True)
class Statistic:
    """What is said of some members. `value` None: not computable, and `reason_key` says why.

    `bounds` are the least and the most it could be once every number is known; None where there is none.
    `not_known` are the members of whom too little is known; `sets` and `beside` say more: who rose, stayed
    and fell; the sum and the overlap of areas.
    """

    value: Decimal | None
    bounds: Bounds
    not_known: Members = NOBODY
    reason_key: str | None = None
    sets: Mapping[str, Members] = field(default_factory=dict)
    beside: Mapping[str, Decimal] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: decimals as text, sets as sizes."""
        return {
            "value": None if self.value is None else str(self.value),
            "bounds": [None if bound is None else str(bound) for bound in self.bounds],
            "not_known": len(self.not_known),
            **{name: len(members) for name, members in self.sets.items()},
            **{name: str(value) for name, value in self.beside.items()},
        }


class Measured(Protocol):
    """What can be said of any part of a figure's members."""

    @property
    def unit(self) -> str | None:
        """What the value is a number of: hours, EUR, points, hectares; None where it has no unit."""
        ...

    @property
    def is_never_negative(self) -> bool:
        """Whether one member more can only add."""
        ...

    def of(self, members: Members) -> Statistic:
        """What is said of these of the members."""
        ...


@dataclass(frozen=True, slots=True)
class MeasuredNumbers:
    """The numbers of a figure's members, and what its kind makes of them."""

    kind: Kind
    unit: str | None
    numbers: Numbers
    is_never_negative: bool

    def of(self, members: Members) -> Statistic:
        numbers = self.numbers.of(members.bitmap)
        match self.kind:
            case Kind.SUM:
                return self._sum(numbers)
            case Kind.MEDIAN:
                known = numbers.known()
                bounds = (as_decimal(numbers.middle()), as_decimal(numbers.middle(most=True)))
                return self._of_known(numbers, known.middle(), bounds)
            case Kind.CHANGE:
                return self._change(numbers)
        return self._mean(numbers)

    def _sum(self, numbers: Numbers) -> Statistic:
        """What is recorded, added. It is the least where no number can lower it."""
        total = as_decimal(numbers.add_up())
        is_least = self.is_never_negative or not numbers.from_below.any()
        most = None if numbers.to_above.any() else as_decimal(numbers.add_up(most=True))
        return Statistic(total, (total if is_least else None, most), Members(numbers.not_known()))

    def _mean(self, numbers: Numbers) -> Statistic:
        known = numbers.known()
        count = len(numbers)
        least = None if not count or numbers.from_below.any() else as_decimal(numbers.add_up() / count)
        most = None if not count or numbers.to_above.any() else as_decimal(numbers.add_up(most=True) / count)
        return self._of_known(numbers, known.add_up() / len(known) if len(known) else None, (least, most))

    def _change(self, numbers: Numbers) -> Statistic:
        mean = self._mean(numbers)
        rose, fell = Members(numbers.above()), Members(numbers.below())
        stayed = Members(numbers.known().members.tolist()) - rose - fell
        not_known = Members(numbers.members.tolist()) - rose - fell - stayed
        sets = {"rose": rose, "stayed": stayed, "fell": fell}
        return Statistic(mean.value, mean.bounds, not_known, mean.reason_key, sets)

    def _of_known(self, numbers: Numbers, value: Fraction | None, bounds: Bounds) -> Statistic:
        reason = None if value is not None else "no_number_known"
        return Statistic(as_decimal(value), bounds, Members(numbers.not_known()), reason)


def build_measured_numbers(definition: Definition, numbers: Numbers, catalogue: Catalogue) -> MeasuredNumbers:
    assert definition.value is not None
    unit = unit_of(definition.value, catalogue)
    is_never_negative = isinstance(definition.value, NEVER_BELOW_ZERO)
    if isinstance(definition.value, NumberAt):
        measure = catalogue.measures.get(definition.value.measure, MeasureInfo("number"))
        lowest, highest = (None if bound is None else Fraction(bound) for bound in (measure.lowest, measure.highest))
        is_never_negative = lowest is not None and lowest >= 0
        if _is_one_answer(definition):
            numbers = numbers.within(lowest, highest)
    return MeasuredNumbers(definition.kind, unit, numbers, is_never_negative)


def _is_one_answer(definition: Definition) -> bool:
    """Whether each number is one answer, and not several added."""
    is_one = definition.unit is Unit.PARTICIPATION or definition.over not in (Over.ANY, Over.ALL)
    return is_one or definition.each is not Each.TOTAL


def as_decimal(value: Fraction | None) -> Decimal | None:
    """The fraction in MEASURED_PLACES decimals, half to even, without zeros that say nothing."""
    if value is None:
        return None
    rounded = round(value, MEASURED_PLACES)
    digits = Decimal(int(rounded * 10**MEASURED_PLACES)).scaleb(-MEASURED_PLACES).normalize()
    return digits if digits.as_tuple().exponent <= 0 else digits.quantize(Decimal(1))  # type: ignore[operator]
