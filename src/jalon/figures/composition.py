"""What a figure is made of: what is counted, and the totals without members, declared or estimated.

Only totals said to be disjoint from what is counted are added. One that is contained in it is shown and not added.
Where it is not known how a total stands to what is counted, or whether it is in scope, there is no value, but the
reason and bounds.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any
from weakref import WeakKeyDictionary

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import Period, Scope
from jalon.errors import JalonError
from jalon.facts.store import Facts
from jalon.figures.grouping import render_grouped
from jalon.figures.period import render_period
from jalon.figures.selection import SelectedProject, select_projects
from jalon.figures.words import colon, say
from jalon.language.definition import Definition, Kind
from jalon.language.nodes import HoursAttended, NumberAt, SessionsAttended

Value = int | Decimal | Fraction

COUNTED, DECLARED, ESTIMATED = STATUSES = ("counted", "declared", "estimated")
DISJOINT, CONTAINED, UNKNOWN = "disjoint", "contained", "unknown"
ADDED_TO = (Kind.COUNT, Kind.SUM, Kind.DISTINCT, Kind.AREA)
"""Kinds whose values can be added to; a share of declared people is nobody's."""
NOTHING = Decimal(0)
HECTARE = "hectare"
"""The unit of an area."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a figure: what is counted, or one quantity.

    Its evidence or method and its author stand in the records, under the number `quantity`: facts hold no free text.
    """

    status: str
    value: Value
    relation: str | None = None
    """To what is counted: disjoint, contained or unknown. None for what is counted."""
    quantity: int | None = None
    project: str | None = None
    source: str | None = None
    """Code of the organisation that declares it, where it is one that is recorded."""
    country: str | None = None
    period: Period | None = None
    breakdown: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    """Value by dimension, of every dimension for which it has one and only one."""
    trouble: str | None = None
    """Why it cannot be said what it adds: the key of a text of `jalon.figures.words`."""
    of_source: int | None = None

    @property
    def is_added(self) -> bool:
        return self.trouble is None and self.relation in (None, DISJOINT)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        stated: dict[str, Any] = {"status": self.status, "value": plain_number(self.value)}
        if self.quantity is None:
            return stated
        return stated | {
            "relation": self.relation,
            "added": self.is_added,
            "quantity": self.quantity,
            "project": self.project,
            "source": self.source,
            "country": self.country,
            "period": None if self.period is None else render_period(self.period),
            "breakdown": dict(self.breakdown),
            "trouble": None if self.trouble is None else say(self.trouble),
        }


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of a figure, what is counted first (absent where nothing was collected), and what they make."""

    parts: tuple[Part, ...]
    value: Value | None
    """The sum of the parts that are added; None where that is not computable."""
    bounds: tuple[Value | None, Value | None]
    reason_key: str | None = None
    is_partly_unmeasured: bool = False
    """Whether there are members of which no value can be said: places none of which has an outline."""

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)

    @property
    def status(self) -> str:
        """`counted`, `declared`, `estimated`, or those of all its parts: `counted+declared`."""
        of_parts = {part.status for part in self.parts if part.relation != CONTAINED}
        of_parts |= {COUNTED} if self.is_partly_unmeasured else set()
        return "+".join(status for status in STATUSES if status in of_parts) or COUNTED

    @property
    def is_mixed(self) -> bool:
        """Whether there is anything beside what is counted."""
        return any(part.quantity is not None for part in self.parts)

    @property
    def sums(self) -> Mapping[str, Value]:
        """By status, the sum of what is added."""
        added = [part for part in self.parts if part.is_added]
        found = {status: [part.value for part in added if part.status == status] for status in STATUSES}
        return {status: total_of(values) for status, values in found.items() if values}

    def text(self, language: str = "en") -> str:
        """`300,000 = 212,431 counted + 80,000 declared + 7,569 estimated`; what is not added stands behind.

        Without a value, the parts one by one.
        """
        if self.value is None:
            listed = ", ".join(_render_part(part, language) for part in self.parts)
            return f"{say('not computable', language)}{colon(language)}{listed}"
        added = " + ".join(
            f"{render_grouped(total, language)} {say(status, language)}" for status, total in self.sums.items()
        )
        contained = [part for part in self.parts if part.relation == CONTAINED]
        behind = "; ".join(_render_part(part, language) for part in contained)
        return f"{render_grouped(self.value, language)} = {added}" + (f" ({behind})" if behind else "")

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "text": self.text(),
            "sums": {status: plain_number(total) for status, total in self.sums.items()},
            "parts": [part.to_dict() for part in self.parts],
        }


def build_composition(
    counted: Value | None,
    bounds: tuple[Value | None, Value | None],
    quantities: Sequence[Part],
    unmeasured: str | None = None,
) -> Composition:
    """`counted` is None where nothing was collected, or where members are there of which no value can be said:
    `unmeasured` is then why. `bounds` are those of what is counted.
    """
    parts = tuple(quantities) if counted is None else (Part(COUNTED, counted), *quantities)
    if not quantities:
        return Composition(parts, counted, bounds)
    least, most = bounds if counted is not None or unmeasured else (NOTHING, NOTHING)
    parts = tuple(_troubled(parts, most))
    added = total_of(part.value for part in parts if part.is_added and part.quantity is not None)
    least, most = _added(least, added), _added(most, added)
    reason = unmeasured or next((part.trouble for part in parts if part.trouble), None)
    if reason is None:
        return Composition(parts, _added(counted if counted is not None else 0, added), (least, most))
    loose = [part for part in parts if part.trouble and part.relation != CONTAINED]
    lowest = None if least is None else _least(least, loose)
    return Composition(parts, None, (lowest, _added(most, total_of(p.value for p in loose))), reason, bool(unmeasured))


def _troubled(parts: Iterable[Part], most: Value | None) -> Iterator[Part]:
    """The parts, those that cannot be added or that contradict the rest marked with the reason."""
    parts = list(parts)
    repeated = _repeated(parts)
    for part in parts:
        trouble = part.trouble
        if part.relation == CONTAINED:
            trouble = "contained_larger" if not trouble and most is not None and part.value > most else None
        elif part.relation == UNKNOWN:
            trouble = "relation_unknown"
        elif part.quantity in repeated and trouble is None:
            trouble = "totals_overlap"
        yield part if trouble == part.trouble else replace(part, trouble=trouble)


def _repeated(parts: Iterable[Part]) -> set[int | None]:
    """Totals of one source, one status and one project that may count the same: periods that meet, and no value
    of a breakdown that tells them apart."""
    disjoint = [part for part in parts if part.relation == DISJOINT]
    found: set[int | None] = set()
    for one, other in combinations(disjoint, 2):
        key = (one.of_source, one.status, one.project)
        if key == (other.of_source, other.status, other.project) and not _are_apart(one, other):
            found |= {one.quantity, other.quantity}
    return found


def _are_apart(one: Part, other: Part) -> bool:
    assert one.period is not None
    assert other.period is not None
    assert other.period.start is not None
    if not one.period.meets(other.period.start, other.period.end):
        return True
    told = {"country": (one.country, other.country)}
    told |= {name: (value, other.breakdown.get(name)) for name, value in one.breakdown.items()}
    return any(mine is not None and theirs is not None and mine != theirs for mine, theirs in told.values())


def _least(added: Value, loose: Sequence[Part]) -> Value:
    """What is added is a part known to be disjoint; beside it, each loose one may be all there is."""
    surely_apart = [part.value for part in loose if part.trouble == "totals_overlap"]
    return max([_plus(added, max(surely_apart, default=NOTHING)), *_values_of_unknown(loose)])


def _values_of_unknown(loose: Sequence[Part]) -> list[Value]:
    return [part.value for part in loose if part.trouble == "relation_unknown"]


def _added(value: Value | None, more: Value) -> Value | None:
    return None if value is None else _plus(value, more)


def _plus(value: Value, more: Value) -> Value:
    return total_of((value, more))


def total_of(values: Iterable[Value]) -> Value:
    """Their sum: an int where it is whole, else without zeros that say nothing."""
    total: Value = sum((Decimal(value) if isinstance(value, int) else value for value in values), NOTHING)
    if total == int(total):
        return int(total)
    return total.normalize() if isinstance(total, Decimal) else total


# Which quantities are in scope -----------------------------------------------------------------------


def find_quantities(facts: Facts, definition: Definition, scope: Scope) -> tuple[Part, ...]:
    """The quantities of this indicator that are in scope, or may be. Raises `mixed_quantity_units`."""
    rows = _rows_by_indicator(facts).get(definition.id, ())
    if not rows:  # most indicators have none
        return ()
    projects = select_projects(facts, scope)
    sites = {row["code"]: row["country"] for row in facts.table("sites").to_pylist()}
    organisations = {row["organisation"]: row["code"] for row in facts.table("organisations").to_pylist()}
    found = []
    for row in rows:
        project = projects.get(row["project"])
        if project is None:
            continue
        part = _build_part(row, project, organisations.get(row["organisation"]))
        is_in, trouble = _is_in_scope(part, scope, {sites[code] for code in scope.sites})
        if is_in:
            _check_unit(definition, row, facts)
            found.append(replace(part, trouble=trouble))
    return tuple(found)


def _rows_by_indicator(facts: Facts) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Read once for each facts version: every figure asks for some, and a release for those of all indicators."""
    if facts not in _rows_read:
        found: dict[str, list[Mapping[str, Any]]] = {}
        for row in facts.table("quantities").to_pylist():
            found.setdefault(row["indicator"], []).append(row)
        _rows_read[facts] = found
    return _rows_read[facts]


_rows_read: WeakKeyDictionary[Facts, Mapping[str, Sequence[Mapping[str, Any]]]] = WeakKeyDictionary()


def _is_in_scope(part: Part, scope: Scope, countries_of_sites: set[str]) -> tuple[bool, str | None]:
    """Whether the quantity is or may be in scope; and if it only may be, why."""
    period = part.period
    assert period is not None
    assert period.start is not None
    assert period.end is not None
    if not scope.period.meets(period.start, period.end):
        return False, None
    countries = set(scope.countries)
    if part.country is not None and (
        (countries and part.country not in countries) or (countries_of_sites and part.country not in countries_of_sites)
    ):
        return False, None
    if scope.sites:
        return True, "quantity_without_site"
    if countries and part.country is None:
        return True, "quantity_without_country"
    is_within = scope.period.contains(period.start) and scope.period.contains(period.end)
    return True, None if is_within else "quantity_straddles"


def _build_part(row: Mapping[str, Any], project: SelectedProject, source: str | None) -> Part:
    """Without a country of its own it is in its project's, where that has one only: as a spell without a site."""
    period = Period(row["start"], row["end"])
    country = row["country"] or (project.countries[0] if len(project.countries) == 1 else None)
    breakdown = {str(name): str(value) for name, value in json.loads(row["breakdown"]).items()}
    places = {"project": project.code, "organisation": project.organisation, **_dates_of(period)}
    places |= {"country": country} if country else {}
    for dimension, codes in (("theme", project.themes), ("grant", project.grants), ("funder", project.funders)):
        places |= {dimension: codes[0]} if len(codes) == 1 else {}
    return Part(
        status=row["status"],
        value=total_of([row["value"]]),
        relation=row["relation"],
        quantity=row["quantity"],
        project=project.code,
        source=source,
        country=country,
        period=period,
        breakdown=breakdown,
        places=places | breakdown,
        of_source=row["source"],
    )


def _dates_of(period: Period) -> dict[str, str]:
    """The month, quarter and year that the period lies in."""
    assert period.start is not None
    assert period.end is not None

    def spans(day: dt.date) -> dict[str, str]:
        quarter = (day.month + 2) // 3
        return {
            "month": f"{day.year:04}-{day.month:02}",
            "quarter": f"{day.year:04}-Q{quarter}",
            "year": f"{day.year:04}",
        }

    first, last = spans(period.start), spans(period.end)
    return {dimension: value for dimension, value in first.items() if last[dimension] == value}


def _check_unit(definition: Definition, row: Mapping[str, Any], facts: Facts) -> None:
    wanted = unit_of_value(definition, {one["code"]: one["unit"] for one in facts.table("measures").to_pylist()})
    if row["unit"] != wanted:
        raise JalonError(
            "mixed_quantity_units", indicator=definition.id, quantity=row["quantity"], unit=wanted, found=row["unit"]
        )


def unit_of_value(definition: Definition, measure_units: Mapping[str, str | None]) -> str | None:
    """What the value of an indicator is a number of: `person`, `country`, `hour`, a measure's unit.

    None for a share or a rate, which nothing can be added to.
    """
    match definition.kind, definition.value:
        case Kind.COUNT, _:
            return str(definition.unit)
        case Kind.DISTINCT, _:
            return str(definition.distinct)
        case Kind.AREA, _:
            return HECTARE
        case Kind.SUM, HoursAttended():
            return "hour"
        case Kind.SUM, SessionsAttended():
            return "session"
        case Kind.SUM, NumberAt(measure):
            return measure_units.get(measure)
    return None


# Text ------------------------------------------------------------------------------------------------


def plain_number(value: Value) -> int | str:
    return value if isinstance(value, int) else str(value)


def _render_part(part: Part, language: str) -> str:
    text = f"{render_grouped(part.value, language)} {say(part.status, language)}"
    if part.relation == CONTAINED:
        text += f" {say('contained', language)}"
    return text + (f" ({say(part.trouble, language)})" if part.trouble else "")
