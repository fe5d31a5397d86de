"""Nodes back to expression text.

`parse(render_text(node))` is the node again, for every node that an expression can give.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from jalon.language.nodes import (
    Age,
    And,
    AttendanceRate,
    AttributeIs,
    Change,
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
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
)
from jalon.language.syntax import KEYWORDS

_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def render_text(node: Node) -> str:
    """The expression that this node is written as."""
    match node:
        case Constant(value):
            return "true" if value else "false"
        case Enrolled():
            return "enrolled()"
        case And(operands):
            return " AND ".join(_bracketed(operand, (And, Or)) for operand in operands)
        case Or(operands):
            return " OR ".join(_bracketed(operand, (And, Or)) for operand in operands)
        case Not(IsIn(code, options)):
            return _membership(render_text(code), options, "!=", "NOT IN")
        case Not(IsKnown(operand)):
            return f"{render_text(operand)} IS NULL"
        case Not(operand):
            return f"NOT {_bracketed(operand, (And, Or, Compare))}"
        case Compare(operator, left, right):
            return f"{_rank_text(left, right)} {operator} {_rank_text(right, left)}"
        case IsIn(code, options):
            return _membership(render_text(code), options, "=", "IN")
        case IsKnown(operand):
            return f"{render_text(operand)} IS NOT NULL"
        case Literal(value):
            return render_number(value)
        case Age(moment):
            return f"age({moment})"
        case SessionsAttended(where):
            return f"sessions_attended({_filter_text(where)})"
        case HoursAttended(where):
            return f"hours_attended({_filter_text(where)})"
        case AttendanceRate(where):
            return f"attendance_rate({_filter_text(where)})"
        case NumberAt(measure, moment, months) | CodeAt(measure, moment, months):
            after = f", {months}" if moment is Moment.AFTER else ""
            return f"{moment}({render_name(measure)}{after})"
        case Rank(code):
            return render_text(code)
        case Change(NumberAt(measure)) | Change(Rank(CodeAt(measure))):
            return f"change({render_name(measure)})"
        case AttributeIs(attribute):
            return attribute.value
    raise TypeError(node)


def render_name(name: str) -> str:
    """A measure's code as expressions write it: in double quotes where it is not a plain word."""
    if _PLAIN_NAME.fullmatch(name) and name.upper() not in KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def render_option(option: str) -> str:
    return "'" + option.replace("'", "''") + "'"


def render_number(value: Decimal) -> str:
    """Digits with a point, never an exponent; no zeros that say nothing."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _bracketed(node: Node, kinds: tuple[type[Node], ...]) -> str:
    return f"({render_text(node)})" if isinstance(node, kinds) else render_text(node)


def _membership(code: str, options: Sequence[str], one: str, several: str) -> str:
    if len(options) == 1:
        return f"{code} {one} {render_option(options[0])}"
    return f"{code} {several} ({', '.join(map(render_option, options))})"


def _rank_text(number: Number, other: Number) -> str:
    """One side of a comparison: beside a level, a literal is the option of that rank."""
    if isinstance(number, Literal) and isinstance(other, Rank):
        return render_option(other.options[int(number.value)])
    return render_text(number)


def _filter_text(where: SessionFilter) -> str:
    chosen = {"activity": where.activities, "kind": where.kinds, "theme": where.themes}
    return ", ".join(_membership(name, options, "=", "IN") for name, options in chosen.items() if options)
