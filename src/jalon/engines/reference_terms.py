"""The reference engine's terms: what each node means, asked of one participation.

A truth is True, False or None (unknown). A number is a pair (least, most) of exact fractions, or
infinities. A code is text, or None where it is missing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from jalon.engines.answer import Period
from jalon.language.nodes import (
    AFTER_WINDOW_DAYS,
    EXIT_WINDOW_DAYS,
    Age,
    And,
    AttendanceRate,
    Attribute,
    AttributeIs,
    Change,
    Code,
    CodeAt,
    Compare,
    Constant,
    Enrolled,
    HoursAttended,
    IsIn,
    IsKnown,
    Literal,
    Moment,
    Node,
    Not,
    Number,
    NumberAt,
    Operator,
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
    Truth,
)

Bound = Fraction | float
Interval = tuple[Bound, Bound]
INFINITY = float("inf")
ANYTHING: Interval = (-INFINITY, INFINITY)


@dataclass(frozen=True, slots=True)
class Spell:
    """One enrolment in scope; `exit` None: still open."""

    number: int
    project: int
    site: int | None
    country: str | None
    entry: dt.date
    exit: dt.date | None


@dataclass(frozen=True, slots=True)
class Bearing:
    """A session that bears on a participation. `mark` None: the subject is not listed."""

    date: dt.date
    activity: int
    activity_code: str
    kind: str
    theme: str | None
    site: int | None
    country: str | None
    register: bool
    mark: str | None
    hours: Fraction | None


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation of the subject in the project; `value` counts only where `known`."""

    measure: str
    moment: str
    months_after: int
    date: dt.date
    number: int
    enrolment: int | None
    known: bool
    value: str | Fraction | None


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is known of one participation, or of several pooled, in a scope."""

    sex: str | None
    nationality: str | None
    birth: tuple[dt.date, dt.date] | None
    project: str
    first: Spell
    last: Spell
    exit: dt.date | None
    bearing: tuple[Bearing, ...]
    observations: tuple[Observed, ...]
    period: Period


def evaluate_truth(node: Truth, asked: Asked) -> bool | None:
    match node:
        case Constant(value):
            return value
        case Enrolled():
            return True
        case Not(operand):
            said = evaluate_truth(operand, asked)
            return None if said is None else not said
        case And(operands):
            answers = [evaluate_truth(operand, asked) for operand in operands]
            return False if False in answers else None if None in answers else True
        case Or(operands):
            answers = [evaluate_truth(operand, asked) for operand in operands]
            return True if True in answers else None if None in answers else False
        case Compare(operator, left, right):
            return compare(operator, evaluate_number(left, asked), evaluate_number(right, asked))
        case IsIn(code, options):
            option = evaluate_code(code, asked)
            return None if option is None else option in options
        case IsKnown(operand):
            if isinstance(operand, Code):
                return evaluate_code(operand, asked) is not None
            least, most = evaluate_number(operand, asked)
            return least == most
    raise TypeError(node)


def compare(operator: Operator, left: Interval, right: Interval) -> bool | None:
    """Yes where it holds for all possible values, no where for none, else unknown."""
    if operator is Operator.NE:
        equal = compare(Operator.EQ, left, right)
        return None if equal is None else not equal
    if operator is Operator.EQ:
        if left[0] == left[1] == right[0] == right[1]:
            return True
        return False if left[1] < right[0] or right[1] < left[0] else None
    if operator in (Operator.GT, Operator.GE):
        mirrored = Operator.LT if operator is Operator.GT else Operator.LE
        return compare(mirrored, right, left)
    if operator is Operator.LT:
        return True if left[1] < right[0] else False if left[0] >= right[1] else None
    return True if left[1] <= right[0] else False if left[0] > right[1] else None


def evaluate_number(node: Number, asked: Asked) -> Interval:
    match node:
        case Literal(value):
            return (Fraction(value), Fraction(value))
        case Age(at):
            day = asked.first.entry if at is Moment.ENTRY else asked.exit
            if day is None or asked.birth is None:
                return ANYTHING
            earliest, latest = asked.birth
            return (Fraction(completed_years(latest, day)), Fraction(completed_years(earliest, day)))
        case SessionsAttended(where):
            present, possible, _ = _attended(asked, where)
            return (Fraction(present), Fraction(present + possible))
        case HoursAttended(where):
            return _hours(asked, where)
        case AttendanceRate(where):
            present, possible, offered = _attended(asked, where)
            return (Fraction(present, offered), Fraction(present + possible, offered)) if offered else ANYTHING
        case NumberAt(measure, moment, months):
            answer = value_at(asked, measure, moment, months)
            return ANYTHING if answer is None else (Fraction(answer), Fraction(answer))
        case Rank(code, options):
            option = evaluate_code(code, asked)
            return ANYTHING if option is None else (Fraction(options.index(option)), Fraction(options.index(option)))
        case Change(before, after):
            was, became = evaluate_number(before, asked), evaluate_number(after, asked)
            return (became[0] - was[1], became[1] - was[0])
    raise TypeError(node)


def evaluate_code(node: Code | Node, asked: Asked) -> str | None:
    match node:
        case AttributeIs(Attribute.SEX):
            return asked.sex
        case AttributeIs(Attribute.NATIONALITY):
            return asked.nationality
        case AttributeIs(Attribute.PROJECT):
            return asked.project
        case AttributeIs(Attribute.COUNTRY):
            return asked.first.country
        case CodeAt(measure, moment, months):
            value = value_at(asked, measure, moment, months)
            assert value is None or isinstance(value, str)
            return value
    raise TypeError(node)


def value_at(asked: Asked, measure: str, moment: Moment, months: int) -> str | Fraction | None:
    """The answer that holds at a moment: the latest known one of those that count, or None."""
    counting = []
    for observed in asked.observations:
        if observed.measure != measure or not observed.known:
            continue
        match moment:
            case Moment.ENTRY:
                counts = observed.moment == "entry" and observed.enrolment == asked.first.number
            case Moment.EXIT:
                counts = (
                    observed.moment == "exit"
                    and observed.enrolment == asked.last.number
                    and asked.exit is not None
                    and observed.date <= asked.exit + dt.timedelta(days=EXIT_WINDOW_DAYS)
                )
            case Moment.AFTER:
                counts = (
                    observed.moment == "after"
                    and observed.months_after == months
                    and observed.enrolment == asked.last.number
                    and asked.exit is not None
                    and observed.date <= months_later(asked.exit, months) + dt.timedelta(days=AFTER_WINDOW_DAYS)
                )
            case Moment.LATEST:
                counts = asked.period.contains(observed.date)
        if counts:
            counting.append(observed)
    return max(counting, key=lambda o: (o.date, o.number)).value if counting else None


def completed_years(birth: dt.date, day: dt.date) -> int:
    """Age on a day. Born on 29 February: a year older on 1 March where there is no such day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month `months` later, or the month's last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def _attended(asked: Asked, where: SessionFilter) -> tuple[int, int, int]:
    """Sessions attended, sessions perhaps attended, and all that bear, under a filter."""
    held = [session for session in asked.bearing if _passes(session, where)]
    present = sum(session.mark == "present" for session in held)
    possible = sum(session.mark is None and not session.register for session in held)
    return present, possible, len(held)


def _hours(asked: Asked, where: SessionFilter) -> Interval:
    held = [session for session in asked.bearing if _passes(session, where)]
    present = [session for session in held if session.mark == "present"]
    perhaps = any(session.mark is None and not session.register for session in held)
    least = sum((session.hours for session in present if session.hours is not None), Fraction(0))
    open_ended = perhaps or any(session.hours is None for session in present)
    return (least, INFINITY if open_ended else least)


def _passes(session: Bearing, where: SessionFilter) -> bool:
    return (
        (not where.activities or session.activity_code in where.activities)
        and (not where.kinds or session.kind in where.kinds)
        and (not where.themes or session.theme in where.themes)
    )
