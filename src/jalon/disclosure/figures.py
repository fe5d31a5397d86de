"""One figure as it may be shown, to the public or to whoever has access to its members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jalon.disclosure.asked import (
    NO,
    NOT_EXACT,
    UNIVERSE,
    UNKNOWN,
    VALUE,
    identify,
    is_added_up,
    is_protected,
    name_figure,
    name_values,
    set_of_value,
    sets_between,
    sets_of_figure,
    space_of,
    space_of_values,
)
from jalon.disclosure.decide import Decision
from jalon.disclosure.policy import DEFAULT_POLICY, Policy
from jalon.disclosure.suppressed import Shown, Suppressed, plain_shown, render_shown
from jalon.figures.composition import COUNTED, Part
from jalon.figures.figure import Figure, describe_scope
from jalon.figures.targets import Progress
from jalon.figures.words import name_measured, name_unit, say
from jalon.language.definition import OF_TWO, Kind

HIDDEN = Suppressed()
ROUNDED = (Kind.COUNT, Kind.SHARE, Kind.REPRESENTATION)
"""Kinds whose value is made of counts."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of a figure: what is counted, or a total without members."""

    part: Part
    value: Shown

    @property
    def status(self) -> str:
        return self.part.status

    @property
    def is_added(self) -> bool:
        return self.part.is_added


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """One year of a representation: the share, of whom, and how many it counts."""

    year: int
    value: Shown
    size: Shown
    of: Shown
    unknown: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """A figure without its members: only numbers that may be told. Make with `show_figure`."""

    indicator: str
    version: int | None
    definition_digest: str
    titles: Mapping[str, str]
    kind: Kind
    unit: str
    scope: Mapping[str, Any] | None
    """As `describe_scope` gives it: the period as text, and each list of codes that restricts it."""
    purpose: str
    facts_version: str
    status: str
    collected: bool
    value: Shown
    bounds: tuple[Shown, Shown]
    size: Shown
    """How many are counted."""
    no: Shown
    unknown: Shown
    universe: Shown
    not_exact: Shown
    reason_key: str | None
    composition: tuple[ShownPart, ...] = ()
    """What it is made of, what is counted first; empty where nothing stands beside what is counted."""
    sums: Mapping[str, Shown]
    """By status, what is added: `counted` always, `declared` and `estimated` where there are any."""
    labels: tuple[str, ...] = ()
    """For kind distinct, the codes reached."""
    series: tuple[ShownPoint, ...] = ()
    part: ShownFigure | None = None
    of: ShownFigure | None = None
    measured_unit: str | None = None
    sets: Mapping[str, Shown]
    """Of a change: how many rose, stayed and fell."""
    beside: Mapping[str, Shown]
    """Of an area: the sum of the plots and how much of it overlaps, in hectares."""
    progress: Progress | None = None
    offered: tuple[str, ...] = ()

    def title(self, language: str = "en") -> str:
        return self.titles.get(language) or self.titles.get("en") or self.indicator

    @property
    def period(self) -> str | None:
        return None if self.scope is None else str(self.scope["period"])

    @property
    def is_withheld(self) -> bool:
        return isinstance(self.value, Suppressed)

    @property
    def is_mixed(self) -> bool:
        return len(self.composition) > 1 or any(part.part.quantity is not None for part in self.composition)

    def reason(self, language: str = "en") -> str | None:
        """Why there is no value."""
        return say(self.reason_key, language) if self.reason_key else None

    def unit_name(self, language: str = "en") -> str:
        """What the value is a number of: people, countries, hectares; nothing for a share."""
        if self.kind in OF_TWO:
            return ""
        if self.measured_unit is not None:
            return name_measured(self.measured_unit, language)
        return name_unit(self.unit, self.value if isinstance(self.value, int) else 2, language)

    def text(self, language: str = "en") -> str:
        """`300,000 people`, `60.9 %`, `withheld`, `not collected: …`."""
        if self.value is None:
            word = "not computable" if self.collected else "not collected"
            return f"{say(word, language)}: {self.reason(language)}"
        value = render_shown(self.value, language)
        return value if self.is_withheld else f"{value} {self.unit_name(language)}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; a withheld number is an object that says so."""
        return {
            "indicator": self.indicator,
            "version": self.version,
            "definition": self.definition_digest,
            "title": dict(self.titles),
            "kind": str(self.kind),
            "unit": self.unit,
            "scope": None if self.scope is None else dict(self.scope),
            "purpose": self.purpose,
            "facts_version": self.facts_version,
            "status": self.status,
            "collected": self.collected,
            "value": plain_shown(self.value),
            "bounds": [plain_shown(bound) for bound in self.bounds],
            "size": plain_shown(self.size),
            "unknown": plain_shown(self.unknown),
            "reason": self.reason(),
            "sums": {status: plain_shown(total) for status, total in self.sums.items()},
            **({"labels": list(self.labels)} if self.labels else {}),
            **({"measured_in": self.measured_unit} if self.measured_unit else {}),
            **({"part": self.part.to_dict(), "of": self.of.to_dict()} if self.part and self.of else {}),
            **({"series": [_point_data(point) for point in self.series]} if self.series else {}),
        }


def show_figure(figure: Figure, policy: Policy | None = DEFAULT_POLICY) -> ShownFigure:
    """The figure as `policy` allows it to be shown; without a policy, all its true numbers.

    Where few stand behind a number it is withheld, and so is whatever else would give it away: the bounds beside few
    unknown, a total with declared parts beside a small count, and, where the policy knows what was published, a number
    that differs by few from an earlier one.
    """
    decision: Decision | None = None
    if policy is not None:
        asked = sets_of_figure(figure, policy)
        decision = policy.decide(name_figure(figure), space_of(figure), asked, figure.key)
    return build_shown(figure, decision, policy)


def is_decided(figure: Figure, policy: Policy) -> bool:
    """Whether what may be told of the figure is found at once: it was decided, or need not be held beside what was."""
    if policy.published is None or policy.rounding is not None:
        return True
    return policy.published.find(name_figure(figure), sets_of_figure(figure, policy), policy) is not None


def build_shown(figure: Figure, decision: Decision | None, policy: Policy | None) -> ShownFigure:
    """The figure with what was decided of its sets."""
    name = identify(figure) if decision is not None else ""
    is_guarded = is_protected(figure)  # what nobody decided is told only where there is nobody to protect

    def is_told(what: str) -> bool:
        return decision is None or decision.told.get(f"{name}/{what}", not is_guarded)

    def shown(what: str, count: int) -> Shown:
        told = count if decision is None else decision.sizes.get(f"{name}/{what}", count)
        return told if is_told(what) else HIDDEN

    hides = not is_told(VALUE) or (policy is not None and not tells_value(figure, policy))
    value: Shown = HIDDEN if hides and figure.value is not None else _value_of(figure, decision, name)
    is_rounded = decision is not None and bool(decision.sizes)
    bounds_hide = hides or is_rounded or not is_told(UNKNOWN) or not is_told(NOT_EXACT)
    return ShownFigure(
        indicator=figure.indicator,
        version=figure.version,
        definition_digest=figure.definition_digest,
        titles=figure.title,
        kind=figure.kind,
        unit=figure.unit,
        scope=None if figure.scope is None else describe_scope(figure.scope),
        purpose=figure.purpose,
        facts_version=figure.facts_version,
        status=figure.status,
        collected=figure.collected,
        value=value,
        bounds=(HIDDEN, HIDDEN) if bounds_hide else figure.bounds,
        size=shown(VALUE, figure.size),
        no=shown(NO, len(figure.no)),
        unknown=shown(UNKNOWN, len(figure.unknown)),
        universe=shown(UNIVERSE, len(figure.universe)),
        not_exact=shown(NOT_EXACT, len(figure.not_exact)),
        reason_key=figure.reason_key,
        composition=_show_parts(figure, isinstance(value, Suppressed)),
        sums=_show_sums(figure, isinstance(value, Suppressed)),
        labels=figure.codes_reached,
        series=tuple(_show_point(point.year, point.share, decision, policy) for point in figure.series),
        part=None if figure.part is None else build_shown(figure.part, decision, policy),
        of=None if figure.of is None else build_shown(figure.of, decision, policy),
        measured_unit=None if figure.measured is None else figure.measured.unit,
        sets={} if figure.statistic is None else {n: shown(n, len(s)) for n, s in figure.statistic.sets.items()},
        beside={} if figure.statistic is None else dict(figure.statistic.beside),
        progress=None if isinstance(value, Suppressed) else figure.progress,
        offered=figure.offered,
    )


def tells_value(figure: Figure, policy: Policy) -> bool:
    """Whether the sum or mean of all members is told: it is no one's own, and with what was told of the same numbers in
    other tables it gives none away."""
    if not policy.may_tell_value(figure):
        return False
    if not is_added_up(figure) or policy.rounding is not None:
        return True
    asked = set_of_value(figure, identify(figure), figure.members, policy, is_total=True)
    sets = [asked, *sets_between(figure, [asked], policy)]
    decision = policy.decide(name_values(name_figure(figure)), space_of_values(figure), sets, figure.key)
    return decision.told[asked.name]


def _value_of(figure: Figure, decision: Decision | None, name: str) -> Shown:
    """The value; made of the rounded counts, where these are what is told."""
    size = None if decision is None else decision.sizes.get(f"{name}/{VALUE}")
    if size is None or decision is None or figure.value is None or figure.kind not in ROUNDED:
        return figure.value
    if figure.kind is Kind.COUNT:
        return figure.value - figure.size + size
    no = decision.sizes.get(f"{name}/{NO}", 0)
    return Fraction(size, size + no) if size + no else None


def _show_parts(figure: Figure, hides: bool) -> tuple[ShownPart, ...]:
    if figure.composition is None:
        return ()
    return tuple(
        ShownPart(part, Suppressed() if hides and part.status == COUNTED else part.value) for part in figure.composition
    )


def _show_sums(figure: Figure, hides: bool) -> dict[str, Shown]:
    sums: dict[str, Shown] = {}
    if figure.composition is not None:
        sums.update(figure.composition.sums)
    elif figure.value is not None and figure.kind not in OF_TWO:
        sums[COUNTED] = figure.value
    if hides and COUNTED in sums:
        sums[COUNTED] = Suppressed()
    return sums


def _show_point(year: int, share: Figure, decision: Decision | None, policy: Policy | None) -> ShownPoint:
    shown = build_shown(share, decision, policy)
    return ShownPoint(year, shown.value, shown.size, shown.universe, shown.unknown)


def _point_data(point: ShownPoint) -> dict[str, Any]:
    return {
        "year": point.year,
        "share": plain_shown(point.value),
        "yes": plain_shown(point.size),
        "of": plain_shown(point.of),
        "unknown": plain_shown(point.unknown),
    }


def trend_points(figure: ShownFigure) -> tuple[tuple[int, float], ...]:
    """Years and shares that may be told, for a trend."""
    return tuple((point.year, float(point.value)) for point in figure.series if isinstance(point.value, Fraction))
