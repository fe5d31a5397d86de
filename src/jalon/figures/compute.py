"""From a definition and a scope to a figure. Nothing is stored: a figure is computed when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from jalon.engines.answer import ALWAYS, DEFAULT_PURPOSE, Engine, Scope
from jalon.facts.store import Facts
from jalon.figures.areas import build_plots
from jalon.figures.composition import ADDED_TO, build_composition, find_quantities
from jalon.figures.figure import Bounds, Figure, Value
from jalon.figures.measured import Measured, Statistic, build_measured_numbers
from jalon.figures.members import Members
from jalon.figures.representation import Point, build_periods
from jalon.figures.source import Source
from jalon.language.check import Catalogue, build_catalogue
from jalon.language.definition import OF_NUMBERS, Anchor, Definition, Kind, Reached, Unit
from jalon.language.nodes import CodeAt, Constant, Enrolled, IsKnown, NumberAt, Or, Truth

FACTS_BEHIND = "facts behind"
"""What is asked to see whether there is anything to count."""


def build_figure(
    source: Source, definition: Definition, scope: Scope, purpose: str, parts: Sequence[Definition] = ()
) -> Figure:
    """One indicator in one scope. `parts` are a share's numerator and denominator.

    Raises `mixed_quantity_units`.
    """
    if definition.kind is Kind.SHARE:
        part, of = (build_figure(source, part, scope, purpose) for part in parts)
        return _build_share(source, definition, part, of)
    if definition.kind is Kind.REPRESENTATION:
        return _build_representation(source, definition, scope, purpose, parts)
    if definition.kind is Kind.DISTINCT:
        return _build_distinct(source, definition, scope, purpose)
    answer = source.engine.answer(definition, scope, purpose)
    yes, unknown = Members(answer.yes), Members(answer.unknown)
    missing = None if yes or answer.no or unknown else find_missing_facts(source.engine, definition, scope)
    stated = _stated(source, definition, scope, purpose, missing)
    value: Value | None
    bounds: Bounds
    if measured := _build_measured(source, definition, scope, purpose, yes):
        statistic = measured.of(yes)
        value = None if missing else statistic.value
        bounds = _bounds_with_unknown(definition.kind, measured, statistic, unknown, is_missing=bool(missing))
        stated |= {
            "not_exact": statistic.not_known,
            "measured": measured,
            "statistic": statistic,
            "reason_key": missing or statistic.reason_key,
        }
    else:
        value = None if missing else len(yes)
        bounds = (len(yes), None if missing else len(yes) + len(unknown))
    stated = _with_quantities(source, definition, scope, stated, value, bounds)
    return Figure(members=yes, no=Members(answer.no), unknown=unknown, **stated)


def _with_quantities(
    source: Source,
    definition: Definition,
    scope: Scope,
    stated: dict[str, Any],
    value: Value | None,
    bounds: Bounds,
) -> dict[str, Any]:
    """What is stated, with value and bounds, once the totals without members that are in scope are added to them;
    these are for measurement only."""
    if definition.kind not in ADDED_TO:
        return stated | {"value": value, "bounds": bounds}
    is_measured = stated["purpose"] == DEFAULT_PURPOSE
    quantities = find_quantities(source.facts, definition, scope) if is_measured else ()
    unmeasured = stated["reason_key"] if stated["collected"] and value is None else None
    composition = build_composition(value, bounds, quantities, unmeasured)
    stated = stated | {"value": value, "bounds": bounds, "composition": composition}
    if not quantities:
        return stated
    whole = composition.value
    return stated | {
        "value": Decimal(whole) if "measured" in stated and isinstance(whole, int) else whole,
        "bounds": composition.bounds,
        "collected": True,
        "reason_key": composition.reason_key,
    }


def _build_measured(
    source: Source, definition: Definition, scope: Scope, purpose: str, members: Members
) -> Measured | None:
    """What can be said of the members beside their size; None where the kind says nothing."""
    if definition.kind is Kind.AREA:
        plots = build_plots(source.facts, members)
        return source.recall(definition, scope, purpose, plots) if source.recall else plots
    if definition.kind not in OF_NUMBERS:
        return None
    numbers = source.engine.numbers(definition, scope, purpose)
    return build_measured_numbers(definition, numbers, _catalogue_of(source.facts))


def _catalogue_of(facts: Facts) -> Catalogue:
    """Built once for each facts version."""
    if facts not in _catalogues:
        _catalogues[facts] = build_catalogue(facts.table("measures").to_pylist())
    return _catalogues[facts]


_catalogues: WeakKeyDictionary[Facts, Catalogue] = WeakKeyDictionary()


def _bounds_with_unknown(
    kind: Kind, measured: Measured, statistic: Statistic, unknown: Members, *, is_missing: bool
) -> Bounds:
    """The bounds once whoever may be a member is counted too: of her number nothing is known."""
    least, most = statistic.bounds
    if unknown or is_missing:
        return (least if measured.is_never_negative and kind in (Kind.SUM, Kind.AREA) else None, None)
    return (least, most)


def find_missing_facts(engine: Engine, definition: Definition, scope: Scope) -> str | None:
    """Why nothing can be counted at all, or None where there are facts and nobody is in them.

    Nobody among the enrolled is zero; a scope in which nobody was ever enrolled, no session held, or
    nothing of the kind observed has not been collected. The purpose does not matter here: people who
    did not permit it were collected all the same.
    """
    if definition.period_on is Anchor.SESSION:
        held = replace(_everybody(definition.unit, Anchor.SESSION), kind=Kind.DISTINCT, distinct=Reached.SESSION)
        return None if engine.reached(held, scope, DEFAULT_PURPOSE)[0] else "no_session"
    if definition.period_on is Anchor.OBSERVATION:
        named = (definition.among, definition.counts, *([IsKnown(definition.value)] if definition.value else []))
        answered = engine.answer(_observed(definition, Or(named)), scope, DEFAULT_PURPOSE)
        return None if answered.yes | answered.no | answered.unknown else "no_observation"
    if not engine.answer(_everybody(definition.unit, Anchor.ACTIVE), scope, DEFAULT_PURPOSE).yes:
        return "no_enrolment"
    # `entry(office) IS NOT NULL` leaves nobody in where no office is followed: that is no nought of office holders.
    if not any(isinstance(node, NumberAt | CodeAt) for node in definition.among.walk()):
        return None
    followed = _observed(definition, definition.among)
    answered = engine.answer(followed, replace(scope, period=ALWAYS), DEFAULT_PURPOSE)
    return None if answered.yes | answered.no | answered.unknown else "no_observation"


@cache
def _everybody(unit: Unit, period_on: Anchor) -> Definition:
    """All of a unit: what there are facts of, whatever is asked of them."""
    return Definition(
        id=FACTS_BEHIND,
        version=1,
        title={},
        unit=unit,
        kind=Kind.COUNT,
        period_on=period_on,
        among=Enrolled(),
        counts=Constant(True),
        digest=f"{FACTS_BEHIND}: {unit}, {period_on}",
    )


def _observed(definition: Definition, named: Truth) -> Definition:
    """Everybody of whom there are observations of the measures that an expression names. An engine may keep what it found
    by digest: it is the definition's."""
    everybody = _everybody(definition.unit, Anchor.OBSERVATION)
    return replace(everybody, counts=named, digest=f"{FACTS_BEHIND} {definition.digest}")


def _build_share(source: Source, definition: Definition, part: Figure, of: Figure) -> Figure:
    """The members of `of` that `part` counts, among those of them whose answer is known."""
    yes, unknown = of.members & part.members, of.members & part.unknown
    no = of.members - yes - unknown
    reason = _why_no_share(of, known=len(yes) + len(no))
    assert of.scope is not None
    stated = _stated(source, definition, of.scope, of.purpose, reason)
    return Figure(
        members=yes,
        no=no,
        unknown=unknown,
        value=None if reason else Fraction(len(yes), len(yes) + len(no)),
        bounds=(Fraction(len(yes), of.size), Fraction(len(yes) + len(unknown), of.size)) if of.size else (None, None),
        part=part,
        of=of,
        **stated | {"collected": of.collected},
    )


def _build_representation(
    source: Source, definition: Definition, scope: Scope, purpose: str, parts: Sequence[Definition]
) -> Figure:
    """The share of each year; the figure is that of the last year whose share is known."""
    points = []
    for year, period in build_periods(source.facts, definition, scope.period):
        part, of = (build_figure(source, one, replace(scope, period=period), purpose) for one in parts)
        points.append(Point(year, period, _build_share(source, definition, part, of)))
    known = [point for point in points if point.value is not None]
    if not points:
        stated = _stated(source, definition, scope, purpose, None) | {"reason_key": "no_year"}
        return Figure(members=Members(), value=None, bounds=(None, None), **stated)
    return replace((known or points)[-1].share, scope=scope, series=tuple(points))


def _why_no_share(of: Figure, known: int) -> str | None:
    if not of.collected:
        return of.reason_key
    if not of.size:
        return "no_denominator"
    return None if known else "nothing_known"


def _build_distinct(source: Source, definition: Definition, scope: Scope, purpose: str) -> Figure:
    """How many codes the subjects that answer yes reach; sessions held are reached by nobody in particular."""
    assert definition.distinct is not None
    numbers, not_placed = source.engine.reached(definition, scope, purpose)
    members, unknown = Members(numbers), Members()
    if definition.distinct is not Reached.SESSION:
        unknown = Members(source.engine.answer(definition, scope, purpose).unknown)
    missing = None if members or unknown else find_missing_facts(source.engine, definition, scope)
    known = source.codes.named(definition.distinct)
    is_exact = not unknown and not not_placed
    stated = _stated(source, definition, scope, purpose, missing) | {"unit": str(definition.distinct)}
    value = None if missing else len(members)
    bounds = (len(members), len(members) if is_exact and not missing else None)
    return Figure(
        members=members,
        unknown=unknown,
        labels={number: known.get(number, str(number)) for number in members},
        not_placed=not_placed,
        **_with_quantities(source, definition, scope, stated, value, bounds),
    )


def _stated(source: Source, definition: Definition, scope: Scope, purpose: str, reason: str | None) -> dict[str, Any]:
    """What every figure carries, whatever its kind."""
    return {
        "indicator": definition.id,
        "version": definition.version,
        "definition_digest": definition.digest,
        "title": definition.title,
        "kind": definition.kind,
        "unit": str(definition.unit),
        "scope": scope,
        "purpose": purpose,
        "facts_version": source.facts.version,
        "collected": reason is None,
        "reason_key": reason,
        "offered": definition.by,
        "key": source.key,
        "source": source,
        "definition": definition,
    }
