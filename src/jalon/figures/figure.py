"""A figure: an indicator computed in a scope. It is a set; its value is what is said of that set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import Scope
from jalon.errors import JalonError, nearest_name
from jalon.figures.composition import COUNTED, Composition
from jalon.figures.measured import Measured, Statistic
from jalon.figures.members import Members
from jalon.figures.period import render_period
from jalon.figures.render import render_figure, render_figure_html
from jalon.figures.representation import Point
from jalon.figures.source import Source
from jalon.figures.trend import Model, Trend, build_trend
from jalon.figures.words import say
from jalon.language.definition import OF_TWO, Definition, Kind, Reached

if TYPE_CHECKING:
    from jalon.figures.band import Band, Doubts
    from jalon.figures.breakdown import Breakdown
    from jalon.figures.compare import Comparison
    from jalon.figures.cube import Cube
    from jalon.figures.overlap import Overlap
    from jalon.figures.targets import Progress, Target

Value = int | Decimal | Fraction
Bounds = tuple[Value | None, Value | None]

NOBODY = Members()


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Figure:
    """An indicator computed in a scope, with everything needed to say what it means.

    `members` answer yes, `no` answer no, `unknown` could be either; together they are the universe.
    For kind share, the universe is the members of `of` and `members` are those whom `part` counts.
    For kind distinct, `members` are the codes reached (named by `labels`), `no` is empty, and
    `unknown` are the subjects whose own answer is unknown.

    `value` is an int for count and distinct, a Fraction for share, a Decimal for other kinds; None where it
    is not computable or nothing was collected, and `reason` then says why. `bounds` are the least and
    the most it could be once every unknown is known; None where no bound can be stated.

    Where totals without members are in scope (declared or estimated), `value` and `bounds` are of the
    whole and `composition` holds its parts; `members` and `size` are always of what is counted.
    """

    indicator: str
    version: int | None
    definition_digest: str
    title: Mapping[str, str]
    kind: Kind
    unit: str
    scope: Scope | None
    """None for a combination of figures of different scopes."""
    purpose: str
    facts_version: str
    members: Members
    no: Members = NOBODY
    unknown: Members = NOBODY
    value: Value | None
    bounds: Bounds
    collected: bool = True
    reason_key: str | None = None
    labels: Mapping[int, str] = field(default_factory=dict)
    not_placed: int = 0
    """For kind distinct: facts of its subjects that have no known code; of nationalities, subjects that have none."""
    not_exact: Members = NOBODY
    """For kinds of numbers and areas: members of whom too little is known."""
    measured: Measured | None = None
    """For kinds of numbers and areas: what can be said of any part of the members."""
    statistic: Statistic | None = None
    """That of all members."""
    part: Figure | None = None
    of: Figure | None = None
    terms: tuple[Figure, ...] = ()
    """For a combination: the figures combined, in order."""
    operator: str | None = None
    offered: tuple[str, ...] = ()
    """Breakdowns that the definition offers."""
    key: bytes
    series: tuple[Point, ...] = ()
    """For kind representation: the share of each year; the figure itself is that of the last year known."""
    source: Source | None = None
    definition: Definition | None = None
    """With `source`, what a breakdown asks; None for a combination."""
    composition: Composition | None = None
    """The parts that make the value: counted, declared, estimated; None where nothing can be added to it."""

    @property
    def status(self) -> str:
        """`counted`, `declared`, `estimated`, or of several parts all of theirs: `counted+declared`."""
        return COUNTED if self.composition is None else self.composition.status

    @property
    def is_mixed(self) -> bool:
        """Whether there are totals without members in it, or beside it."""
        return self.composition is not None and self.composition.is_mixed

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def rose(self) -> Members:
        """Of a change: whose number rose."""
        return self._set("rose")

    @property
    def stayed(self) -> Members:
        """Of a change: whose number stayed as it was."""
        return self._set("stayed")

    @property
    def fell(self) -> Members:
        """Of a change: whose number fell."""
        return self._set("fell")

    def _set(self, name: str) -> Members:
        return self.statistic.sets.get(name, NOBODY) if self.statistic else NOBODY

    @property
    def codes_reached(self) -> tuple[str, ...]:
        """For kind distinct: the codes, in the order of the alphabet; goals by their number."""
        if self.unit == Reached.GOAL:
            return tuple(self.labels[number] for number in sorted(self.labels))
        return tuple(sorted(self.labels.values()))

    @property
    def universe(self) -> Members:
        """Everyone who was asked: yes, no and unknown (of a distinct: the codes reached)."""
        return self.members if self.kind is Kind.DISTINCT else self.members | self.no | self.unknown

    @property
    def reason(self) -> str | None:
        """Why there is no value, in English; None where there is one."""
        return self.reason_in("en")

    def reason_in(self, language: str) -> str | None:
        return say(self.reason_key, language) if self.reason_key else None

    @property
    def digest(self) -> str:
        """HMAC-SHA256, under the group's key, of the unit and the sorted members. Never leaves the group."""
        return self.members.digest(self.key, self.unit)

    @property
    def provenance(self) -> dict[str, Any]:
        """Everything a figure must carry, as plain values."""
        stated: dict[str, Any] = {
            "indicator": self.indicator,
            "version": self.version,
            "definition": self.definition_digest,
            "kind": str(self.kind),
            "unit": self.unit,
            "scope": None if self.scope is None else describe_scope(self.scope),
            "purpose": self.purpose,
            "facts_version": self.facts_version,
            "status": self.status,
            "collected": self.collected,
            "size": self.size,
            "unknown": len(self.unknown),
            "digest": self.digest,
        }
        if self.part is not None and self.of is not None:
            stated |= {"part": self.part.provenance, "of": self.of.provenance}
        if self.terms:
            stated |= {"operator": self.operator, "terms": [term.provenance for term in self.terms]}
        return stated

    @property
    def target(self) -> Target | None:
        """What the indicator is to reach in this very scope, where that is stated. Raises `mixed_target_units`."""
        from jalon.figures.targets import find_target

        return find_target(self)

    @property
    def baseline(self) -> Target | None:
        """Where the indicator stood: the latest baseline of this scope that does not end after its period."""
        from jalon.figures.targets import BASELINE, find_target

        return find_target(self, BASELINE)

    @property
    def progress(self) -> Progress | None:
        """How much of the way from baseline (else nought) to target is behind; None without a target."""
        from jalon.figures.targets import build_progress

        return build_progress(self)

    def compare(self, other: Figure) -> Comparison:
        """This figure with a later one, of another scope, facts version or definition: why each member differs.

        Raises `not_combinable`, `mixed_units`, `other_group`.
        """
        from jalon.figures.compare import build_comparison

        return build_comparison(self, other)

    def band(self, doubts: Doubts) -> Band:
        """Between what and what a count of people lies, since who is who is never wholly settled: all pairs that wait
        taken as one, and only what a rule or somebody decided. `jalon.workflows.doubts.read_doubts` gives the doubts.

        Raises `no_band`.
        """
        from jalon.figures.band import build_band

        return build_band(self, doubts)

    def overlap(self, *others: Figure) -> Overlap:
        """Who is in which of this figure and up to five others: pairs, and every combination.

        Raises `overlap_of_how_many`, `not_combinable`, `mixed_units`, `mixed_facts`, `mixed_purposes`.
        """
        from jalon.figures.overlap import build_overlap

        return build_overlap((self, *others))

    def by(self, dimension: str, *more: str) -> Breakdown:
        """The figure's members by one or more dimensions: sex, age_band, project, quarter, a measure's code …

        Any known dimension is allowed; `offered` are those the definition proposes.
        Raises `unknown_dimension`, `dimension_twice`, `activity_needs_sessions`, `not_broken_down`.
        """
        from jalon.figures.breakdown import build_breakdown

        return build_breakdown(self, (dimension, *more))

    def cube(self, *dimensions: str) -> Cube:
        """The breakdown by these dimensions with all its margins, each member placed once: sizes of every grouping,
        members of any cell when asked. Raises what `by` raises.
        """
        from jalon.figures.cube import build_cube

        return build_cube(self, dimensions)

    def trend(self, model: str = "linear", window: tuple[int, int] | None = None) -> Trend:
        """The trend of a representation: `linear` or `logit`, over all its years or those of a window.

        Raises `no_series`, `unknown_model`.
        """
        if self.kind is not Kind.REPRESENTATION:
            raise JalonError("no_series", indicator=self.indicator, kind=str(self.kind))
        if model not in list(Model):
            raise JalonError("unknown_model", nearest=nearest_name(model, Model), found=model, known=", ".join(Model))
        points = [(point.year, float(point.value)) for point in self.series if point.value is not None]
        return build_trend(points, Model(model), window)

    def __add__(self, other: object) -> NoReturn:
        """A figure is a set, not a sum. Raises `not_added`."""
        raise JalonError("not_added")

    __radd__ = __add__  # `sum` begins with 0

    def __or__(self, other: Figure) -> Figure:
        """Who is in either. Unknown: whoever may be in one and is in neither for sure."""
        check_comparable(self, other)
        yes = self.members | other.members
        return self._combine("|", other, yes, (self.unknown | other.unknown) - yes)

    def __and__(self, other: Figure) -> Figure:
        """Who is in both. Unknown: whoever may be in both and is not in both for sure.

        A subject outside a figure's universe was not asked there: that is a no, not an unknown.
        """
        check_comparable(self, other)
        yes = self.members & other.members
        possible = (self.members | self.unknown) & (other.members | other.unknown)
        return self._combine("&", other, yes, possible - yes)

    def __sub__(self, other: Figure) -> Figure:
        """Who is in this one and not in the other. Unknown: whoever may be."""
        check_comparable(self, other)
        yes = self.members - other.members - other.unknown
        return self._combine("-", other, yes, (self.members | self.unknown) - other.members - yes)

    def _combine(self, operator: str, other: Figure, yes: Members, unknown: Members) -> Figure:
        join = " {} ".format({"|": "∪", "&": "∩", "-": "−"}[operator])
        collected = self.collected and other.collected
        missing = next((term.reason_key for term in (self, other) if not term.collected), None)
        return Figure(
            indicator=f"({self.indicator} {operator} {other.indicator})",
            version=None,
            definition_digest="",
            title={lang: join.join((self.title[lang], other.title[lang])) for lang in self.title},
            kind=Kind.COUNT,
            unit=self.unit,
            scope=self.scope if self.scope == other.scope else None,
            purpose=self.purpose,
            facts_version=self.facts_version,
            members=yes,
            no=(self.universe | other.universe) - yes - unknown,
            unknown=unknown,
            value=len(yes) if collected else None,
            bounds=(len(yes), len(yes) + len(unknown)) if collected else (len(yes), None),
            collected=collected,
            reason_key=missing,
            terms=(self, other),
            operator=operator,
            key=self.key,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: numbers as int or float, a sum's Decimal as text; no member."""
        return {
            **{key: value for key, value in self.provenance.items() if key not in ("part", "of", "terms", "digest")},
            "title": dict(self.title),
            "value": plain(self.value),
            "bounds": [plain(bound) for bound in self.bounds],
            "no": len(self.no),
            "reason": self.reason,
            **({"part": self.part.to_dict(), "of": self.of.to_dict()} if self.part and self.of else {}),
            **({"labels": list(self.codes_reached), "not_placed": self.not_placed} if self.labels else {}),
            **({"not_exact": len(self.not_exact)} if self.measured else {}),
            **(self._statistic_data() if self.statistic else {}),
            **({"series": [_point_data(point) for point in self.series]} if self.series else {}),
            **({"composition": self.composition.to_dict()} if self.composition and self.is_mixed else {}),
            **({"progress": progress.to_dict()} if (progress := self.progress) else {}),
            **({"terms": [term.to_dict() for term in self.terms]} if self.terms else {}),
        }

    def _statistic_data(self) -> dict[str, Any]:
        assert self.statistic is not None
        assert self.measured is not None
        said = {name: value for name, value in self.statistic.to_dict().items() if name not in ("value", "bounds")}
        return {"measured_in": self.measured.unit, "statistic": said}

    def __repr__(self) -> str:
        return render_figure(self)

    def _repr_html_(self) -> str:
        return render_figure_html(self)


def _point_data(point: Point) -> dict[str, Any]:
    share = point.share
    sizes = {"yes": share.size, "of": len(share.universe), "unknown": len(share.unknown)}
    return {"year": point.year, "period": render_period(point.period), "share": plain(point.value), **sizes}


def check_comparable(left: Figure, right: Figure) -> None:
    """Only sets of the same unit, facts and purpose are combined. Raises `not_combinable`, `mixed_units`,
    `mixed_facts`, `mixed_purposes`.
    """
    for figure in (left, right):
        if figure.kind in (*OF_TWO, Kind.DISTINCT):
            raise JalonError("not_combinable", indicator=figure.indicator, kind=figure.kind, unit=figure.unit)
    names: dict[str, Any] = {"left": left.indicator, "right": right.indicator}
    if left.unit != right.unit:
        raise JalonError("mixed_units", left_unit=left.unit, right_unit=right.unit, **names)
    if left.facts_version != right.facts_version:
        raise JalonError("mixed_facts", left_facts=left.facts_version, right_facts=right.facts_version, **names)
    if left.purpose != right.purpose:
        raise JalonError("mixed_purposes", left_purpose=left.purpose, right_purpose=right.purpose, **names)


def describe_scope(scope: Scope) -> dict[str, Any]:
    """The scope as plain values: the period as text, and each list of codes that restricts it."""
    lists = ("organisations", "projects", "countries", "sites", "themes", "grants", "funders")
    return {"period": render_period(scope.period)} | {
        name: list(codes) for name in lists if (codes := getattr(scope, name))
    }


def plain(value: Value | None) -> int | float | str | None:
    """A value as JSON holds it: a share as float, a sum as text, since its digits are exact."""
    if isinstance(value, Fraction):
        return float(value)
    return str(value) if isinstance(value, Decimal) else value
