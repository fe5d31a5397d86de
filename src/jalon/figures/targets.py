"""Targets and baselines of an indicator, and how far a figure has come from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import Period, Scope
from jalon.errors import JalonError
from jalon.facts.store import Facts
from jalon.figures.composition import total_of, unit_of_value
from jalon.figures.period import render_period
from jalon.figures.words import say
from jalon.language.definition import Definition
from jalon.language.nodes import Age, AttendanceRate, Change, HoursAttended, NumberAt, Rank, SessionsAttended

if TYPE_CHECKING:
    from jalon.figures.figure import Figure, Value

TARGET, BASELINE = "target", "baseline"
SHARE_UNIT = "share"


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator is to reach in a scope, or (kind `baseline`) where it stood in an earlier period."""

    number: int
    indicator: str
    kind: str
    value: int | Decimal
    """Of a share, 0 to 1."""
    unit: str
    period: Period
    project: str | None = None
    organisation: str | None = None
    country: str | None = None

    @property
    def scope(self) -> dict[str, Any]:
        """The arguments with which `Group.figure` asks for its figure."""
        stated = {"project": self.project, "organisation": self.organisation, "country": self.country}
        return {"period": render_period(self.period)} | {name: code for name, code in stated.items() if code}

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        value = self.value if isinstance(self.value, int) else str(self.value)
        return {"number": self.number, "kind": self.kind, "value": value, "unit": self.unit, "scope": self.scope}


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the way from baseline to target is behind; 1 is the target, more is beyond it.

    Without a baseline the way begins at nought. `value` is None where the figure has none, and `bounds` are those
    of the figure, as far as it has any; `reason_key` then says why.
    """

    target: Target
    baseline: Target | None
    value: Fraction | None
    bounds: tuple[Fraction | None, Fraction | None]
    reason_key: str | None = None

    def reason_in(self, language: str = "en") -> str | None:
        return say(self.reason_key, language) if self.reason_key else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: progress as float."""
        return {
            "target": self.target.to_dict(),
            "baseline": None if self.baseline is None else self.baseline.to_dict(),
            "value": None if self.value is None else float(self.value),
            "bounds": [None if bound is None else float(bound) for bound in self.bounds],
            "reason": self.reason_in(),
        }


def read_targets(facts: Facts) -> tuple[Target, ...]:
    """All targets and baselines, in the order of their numbers. Read once for each facts version: whatever is shown of
    a figure asks whether it has one."""
    if facts not in _targets_read:
        _targets_read[facts] = _build_targets(facts)
    return _targets_read[facts]


_targets_read: WeakKeyDictionary[Facts, tuple[Target, ...]] = WeakKeyDictionary()


def _build_targets(facts: Facts) -> tuple[Target, ...]:
    rows = facts.table("targets").to_pylist()
    if not rows:
        return ()
    projects = {row["project"]: row["code"] for row in facts.table("projects").to_pylist()}
    organisations = {row["organisation"]: row["code"] for row in facts.table("organisations").to_pylist()}
    return tuple(
        Target(
            number=row["target"],
            indicator=row["indicator"],
            kind=row["kind"],
            value=total_of([row["value"]]),  # type: ignore[arg-type]  # no Fraction comes out of decimals
            unit=row["unit"],
            period=Period(row["start"], row["end"]),
            project=projects.get(row["project"]),
            organisation=organisations.get(row["organisation"]),
            country=row["country"],
        )
        for row in rows
    )


def find_target(figure: Figure, kind: str = TARGET) -> Target | None:
    """The target of the figure's very scope; or its baseline: the latest of that scope, but for the period,
    which may not end after the figure's. Raises `mixed_target_units`.
    """
    if figure.source is None or figure.definition is None or figure.scope is None:
        return None
    scope = figure.scope
    found = [
        target
        for target in read_targets(figure.source.facts)
        if (target.indicator, target.kind) == (figure.indicator, kind) and _is_of(target, scope)
    ]
    if not found:
        return None
    latest = max(found, key=lambda target: (target.period.end, target.period.start, target.number))
    wanted = _unit_of(figure)
    if wanted is not None and latest.unit != wanted:
        raise JalonError(
            "mixed_target_units",
            indicator=figure.indicator,
            kind=kind,
            number=latest.number,
            unit=wanted,
            found=latest.unit,
        )
    return latest


def build_progress(figure: Figure) -> Progress | None:
    """None where the figure has no target."""
    target = find_target(figure)
    if target is None:
        return None
    baseline = find_target(figure, BASELINE)
    start = Fraction(baseline.value) if baseline else Fraction(0)
    way = Fraction(target.value) - start
    if not way:
        return Progress(target, baseline, None, (None, None), "no_way_to_go")

    def gone(value: Value | None) -> Fraction | None:
        return None if value is None else (Fraction(value) - start) / way

    least, most = (gone(bound) for bound in figure.bounds)
    bounds = (least, most) if way > 0 else (most, least)
    reason = None if figure.value is not None else figure.reason_key or "not computable"
    return Progress(target, baseline, gone(figure.value), bounds, reason)


def _is_of(target: Target, scope: Scope) -> bool:
    """Whether the target is of this scope: one with themes, grants, funders or sites has none."""

    def one(code: str | None) -> tuple[str, ...]:
        return (code,) if code else ()

    is_place = (scope.projects, scope.organisations, scope.countries) == (
        one(target.project),
        one(target.organisation),
        one(target.country),
    )
    if not is_place or scope.themes or scope.grants or scope.funders or scope.sites:
        return False
    if target.kind == TARGET:
        return target.period == scope.period
    end = target.period.end
    return scope.period.end is None or (end is not None and end <= scope.period.end)


def _unit_of(figure: Figure) -> str | None:
    assert figure.source is not None
    assert figure.definition is not None
    measures = figure.source.facts.table("measures").to_pylist()
    return unit_of_target(figure.definition, {row["code"]: row["unit"] for row in measures})


def unit_of_target(definition: Definition, measure_units: Mapping[str, str | None]) -> str:
    """What a target of the indicator is a number of: `person`, `hectare`, `share`, a measure's unit, `level` …"""
    added = unit_of_value(definition, measure_units)
    if added is not None:
        return added
    value = definition.value.before if isinstance(definition.value, Change) else definition.value
    match value:
        case None | AttendanceRate():
            return SHARE_UNIT
        case HoursAttended():
            return "hour"
        case SessionsAttended():
            return "session"
        case NumberAt(measure):
            return measure_units.get(measure) or "number"
        case Rank():
            return "level"
        case Age():
            return "year"
    return "number"
