"""What expressions may name, and the tests that a definition's nodes must pass.

`Catalogue` is what the language knows of a group: its measures. Sexes and countries are closed lists
too, and kinds and themes of activities. Codes of projects and activities are not checked: each group has
its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from jalon.codelists.countries import nearest_country, numbers
from jalon.codelists.lists import activity_kinds, themes
from jalon.codelists.measures import shipped_measures
from jalon.errors import NOWHERE, JalonError, Place, nearest_name
from jalon.language import errors as _errors  # noqa: F401  (its entries must stand in the catalogue)
from jalon.language.nodes import (
    Age,
    And,
    AttendanceRate,
    Attribute,
    Change,
    Code,
    Compare,
    Constant,
    Enrolled,
    HoursAttended,
    IsKnown,
    Literal,
    Not,
    Number,
    NumberAt,
    Operator,
    Or,
    Rank,
    SessionsAttended,
    Truth,
)

SEXES = ("female", "male", "other")


@dataclass(frozen=True, slots=True)
class MeasureInfo:
    """What the language must know of a measure. `options` are codes, in rank order for a level."""

    kind: str
    options: tuple[str, ...] = ()
    unit: str | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def is_level(self) -> bool:
        return self.kind == "level"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The measures that expressions may name, by code."""

    measures: Mapping[str, MeasureInfo] = field(default_factory=dict)

    def measure(self, code: str, place: Place = NOWHERE) -> MeasureInfo:
        """The measure of this code. Raises `unknown_measure` with the nearest."""
        if code in self.measures:
            return self.measures[code]
        raise JalonError(
            "unknown_measure",
            place=place,
            nearest=nearest_name(code, self.measures),
            found=code,
            known=", ".join(sorted(self.measures)) or "-",
        )

    def check_option(self, measure: str, option: str, place: Place = NOWHERE) -> None:
        """Raise `unknown_option` where a category, level or yes_no has no such option."""
        options = self.measure(measure, place).options
        if option not in options:
            raise JalonError(
                "unknown_option",
                place=place,
                nearest=nearest_name(option, options),
                name=measure,
                found=option,
                known=", ".join(options) or "-",
            )


def build_catalogue(rows: Iterable[Mapping[str, Any]]) -> Catalogue:
    """A catalogue from rows of the fact table `measures` (code, kind, unit, options)."""
    return Catalogue(
        {
            row["code"]: MeasureInfo(
                kind=row["kind"],
                options=tuple(row["options"] or ()),
                unit=row["unit"],
                lowest=row["lowest"],
                highest=row["highest"],
            )
            for row in rows
        }
    )


def shipped_catalogue() -> Catalogue:
    """The measures every group starts with."""
    return Catalogue(
        {
            code: MeasureInfo(
                kind=measure.kind,
                options=tuple(measure.options),
                unit=measure.unit,
                lowest=measure.lowest,
                highest=measure.highest,
            )
            for code, measure in shipped_measures().items()
        }
    )


def check_attribute_option(attribute: Attribute, option: str, place: Place = NOWHERE) -> None:
    """Raise `unknown_option` for a sex or a country that does not exist; any project code is accepted."""
    if attribute is Attribute.PROJECT:
        return
    is_sex = attribute is Attribute.SEX
    if option in (SEXES if is_sex else numbers()):
        return
    raise JalonError(
        "unknown_option",
        place=place,
        nearest=nearest_name(option, SEXES) if is_sex else nearest_country(option),
        name=attribute.value,
        found=option,
        known=", ".join(SEXES) if is_sex else "ISO 3166-1 alpha-2 (FR, SN …)",
    )


def check_session_option(name: str, option: str, place: Place = NOWHERE) -> None:
    """Raise `unknown_option` for a `kind` or a `theme` that does not exist; any activity code is accepted."""
    if name == "activity":
        return
    options = activity_kinds() if name == "kind" else themes()
    if option not in options:
        nearest = nearest_name(option, options)
        raise JalonError(
            "unknown_option", place=place, nearest=nearest, name=name, found=option, known=", ".join(options)
        )


# Units ----------------------------------------------------------------------------------------


def unit_of(number: Number, catalogue: Catalogue) -> str | None:
    """The unit of a number as users read it; None fits any (a literal, a measure without unit)."""
    match number:
        case Age():
            return "years"
        case SessionsAttended():
            return "sessions"
        case HoursAttended():
            return "hours"
        case AttendanceRate():
            return "share of sessions"
        case NumberAt(measure):
            return catalogue.measures[measure].unit
        case Rank(code):
            return f"levels of {code.measure}"
        case Change(before):
            unit = unit_of(before, catalogue)
            return f"change in {unit}" if isinstance(before, Rank) else unit
    return None


def check_same_unit(left: Number, right: Number, texts: tuple[str, str], catalogue: Catalogue, place: Place) -> None:
    """Raise `units_differ`, naming both, where two numbers cannot be compared. `texts` are how they read."""
    units = unit_of(left, catalogue), unit_of(right, catalogue)
    if None not in units and units[0] != units[1]:
        raise JalonError(
            "units_differ", place=place, left=texts[0], left_unit=units[0], right=texts[1], right_unit=units[1]
        )


# The universe ---------------------------------------------------------------------------------

NOTHING: Final = Decimal(0)


def build_answer_without_facts(truth: Truth) -> bool | None:
    """What an expression says of a subject of whom nothing is known and who was never enrolled.

    She attended no session and no hour; she is not enrolled; all else is missing, hence unknown.
    """
    match truth:
        case Constant(value):
            return value
        case Enrolled():
            return False
        case Not(operand):
            answer = build_answer_without_facts(operand)
            return None if answer is None else not answer
        case And(operands):
            answers = {build_answer_without_facts(operand) for operand in operands}
            return False if False in answers else None if None in answers else True
        case Or(operands):
            answers = {build_answer_without_facts(operand) for operand in operands}
            return True if True in answers else None if None in answers else False
        case Compare(operator, left, right):
            sides = _value_without_facts(left), _value_without_facts(right)
            return None if sides[0] is None or sides[1] is None else _holds(operator, sides[0], sides[1])
        case IsKnown(operand):
            return not isinstance(operand, Code) and _value_without_facts(operand) is not None
    return None


def _value_without_facts(number: Number) -> Decimal | None:
    match number:
        case Literal(value):
            return value
        case SessionsAttended() | HoursAttended():
            return NOTHING
    return None


def _holds(operator: Operator, left: Decimal, right: Decimal) -> bool:
    return {
        Operator.EQ: left == right,
        Operator.NE: left != right,
        Operator.LT: left < right,
        Operator.LE: left <= right,
        Operator.GT: left > right,
        Operator.GE: left >= right,
    }[operator]


def check_universe(among: Truth, text: str, place: Place = NOWHERE) -> None:
    """Raise `among_not_closed` where somebody without any fact could belong to the universe."""
    if build_answer_without_facts(among) is not False:
        raise JalonError("among_not_closed", place=place, found=text)
