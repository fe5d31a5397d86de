"""One call of `spec`: data, a definition, a scope, and the answer that every engine must give."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jalon.engines.answer import DEFAULT_PURPOSE, Engine
from jalon.errors import JalonError
from jalon.facts.store import Facts
from jalon.figures.compute import build_figure
from jalon.figures.figure import Figure
from jalon.figures.render import render_breakdown
from jalon.figures.scope import build_known_codes, build_scope
from jalon.figures.source import Source
from jalon.language.check import shipped_catalogue
from jalon.language.definition import Anchor, Definition, Each, Kind, Over, Reached, Unit
from jalon.language.parse import parse_number, parse_truth
from spec.world import TABLES, build_facts

EngineMaker = Callable[[Facts, Sequence[int]], Engine]
Rows = Mapping[Any, Collection[Any]]

SCOPES = ("period", "organisation", "project", "country", "site", "theme", "grant", "funder")
AGE_BANDS = (25, 55)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """The parts of a definition that a paragraph states; left out, they are as here."""

    unit: str = "person"
    period_on: str = "active"
    among: str = "enrolled()"
    counts: str = "true"
    over: str = "any"
    kind: str = "count"
    value_of: str | None = None
    each: str = "total"
    on: str | None = None
    distinct: str | None = None
    age_bands: tuple[int, ...] | None = None
    part: Mapping[str, Any] | None = None
    of: Mapping[str, Any] | None = None

    def build(self, id: str = "spec") -> Definition:
        catalogue = shipped_catalogue()
        return Definition(
            id=id,
            version=1,
            title={"en": id, "fr": id},
            unit=Unit(self.unit),
            kind=Kind(self.kind),
            period_on=Anchor(self.period_on),
            among=parse_truth(self.among, catalogue),
            counts=parse_truth(self.counts, catalogue),
            over=Over(self.over),
            value=parse_number(self.value_of, catalogue) if self.value_of else None,
            each=Each(self.each),
            on=(int(self.on[:2]), int(self.on[3:])) if self.on else None,
            distinct=Reached(self.distinct) if self.distinct else None,
            age_bands=self.age_bands,
            digest=repr((id, self)),
        )

    def build_parts(self) -> tuple[Definition, ...]:
        """The numerator and denominator of a share."""
        if self.part is None or self.of is None:
            return ()
        return (Indicator(**self.part).build("part"), Indicator(**self.of).build("of"))

    def definitions(self) -> tuple[Definition, ...]:
        return (self.build(), *self.build_parts())


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a paragraph says: `yes`, `no` and `unknown` always hold, the rest where it is stated."""

    tables: Mapping[str, str]
    indicator: Indicator
    scope: Mapping[str, Any] = field(default_factory=lambda: {"period": "2021"})
    purpose: str = DEFAULT_PURPOSE
    yes: Collection[int] = ()
    no: Collection[int] = ()
    unknown: Collection[int] = ()
    value: int | Decimal | Fraction | str | None = None
    """What the figure says; "not collected" or "not computable" where it has no value."""
    bounds: tuple[Any, Any] | None = None
    reached: Collection[str] | None = None
    by: Mapping[Any, Rows] = field(default_factory=dict)
    """Breakdowns: dimension, or several, -> value, or several, -> members, or codes reached. None is unknown."""
    unknown_by: Mapping[Any, Rows] = field(default_factory=dict)
    """In a breakdown's rows, whose answer is unknown."""
    value_by: Mapping[Any, Mapping[Any, Any]] = field(default_factory=dict)
    """In a breakdown's rows, the value of a kind of numbers or of an area; None: not computable."""
    number_unknown: Collection[int] = ()
    """Members of whom too little is known for a number or an area."""
    rose: Collection[int] | None = None
    stayed: Collection[int] | None = None
    fell: Collection[int] | None = None
    beside: Mapping[str, Decimal] | None = None
    """Of an area, the `sum` of the plots and their `overlap`."""
    series: Mapping[int, Fraction | None] | None = None
    """Of a representation, the share of each year."""
    reconciliation: str | None = None
    status: str | None = None
    composition: str | None = None
    """How its parts make the figure."""
    because: str | None = None
    """Why it has no value."""
    progress: Fraction | str | None = None
    """How much of the way to its target; where that is not computable, why; "no target"."""
    progress_bounds: tuple[Fraction, Fraction] | None = None
    later: Mapping[str, Any] | None = None
    """What is otherwise in the figure that this one is compared with: tables, parts of the indicator, scope, purpose."""
    comparison: str | None = None
    moved: Mapping[str, Collection[int]] | None = None
    """Reason -> whom it brought in or took out."""
    overlapping: Collection[Mapping[str, Any]] = ()
    """What is otherwise in each of the figures whose overlap with this one is asked."""
    overlap: str | None = None
    """The overlap as it is shown."""
    printed: Mapping[Any, str] = field(default_factory=dict)
    """Breakdowns as they are shown."""
    raises: str | None = None
    """The id of the error with which all of this is refused."""

    def figure(self, engine: EngineMaker) -> Figure:
        facts = build_facts(self.tables)
        facts.version = repr(sorted(self.tables.items()))
        definition = self.indicator.build()
        bands = self.indicator.age_bands or AGE_BANDS
        known = build_known_codes(facts)
        measures = {row["code"]: tuple(row["options"]) for row in facts.table("measures").to_pylist()}
        source = Source(facts, engine(facts, bands), b"spec", known, measures, ())
        scope = build_scope(known, **self.scope)
        return build_figure(source, definition, scope, self.purpose, self.indicator.build_parts())

    def check(self, engine: EngineMaker) -> None:
        """Raise AssertionError where an engine answers otherwise."""
        if self.raises:
            assert self.error(engine).id == self.raises
            return
        figure = self.figure(engine)
        if self.reached is None:
            found = {"yes": sorted(figure.members), "no": sorted(figure.no), "unknown": sorted(figure.unknown)}
            assert found == {"yes": sorted(self.yes), "no": sorted(self.no), "unknown": sorted(self.unknown)}
        else:
            assert sorted(figure.labels.values()) == sorted(self.reached)
            assert sorted(figure.unknown) == sorted(self.unknown)
        self._check_value(figure)
        for asked, rows in self.by.items():
            breakdown = figure.by(*dimensions_of(asked))
            named = figure.labels if self.reached is not None else {number: number for number in figure.members}
            found_rows = {
                cell.values: sorted(named[number] for number in cell.members)
                for cell in breakdown.cells
                if cell.members
            }
            assert found_rows == {values_of(value): sorted(members) for value, members in rows.items()}
            if self.reconciliation is not None:
                assert breakdown.reconciliation.text() == self.reconciliation
        self._check_numbers(figure)
        for asked, rows in self.unknown_by.items():
            breakdown = figure.by(*dimensions_of(asked))
            found_rows = {cell.values: sorted(cell.unknown) for cell in breakdown.cells if cell.unknown}
            assert found_rows == {values_of(value): sorted(members) for value, members in rows.items()}

        if self.status is not None:
            assert figure.status == self.status
        if self.composition is not None:
            assert figure.composition is not None
            assert figure.composition.text() == self.composition
        if self.because is not None:
            assert figure.reason == self.because
        self._check_progress(figure)
        self._check_comparison(figure, engine)
        if self.overlap is not None:
            others = [self.other_case(otherwise).figure(engine) for otherwise in self.overlapping]
            assert lines_of(repr(figure.overlap(*others))) == lines_of(self.overlap)
        for asked, text in self.printed.items():
            assert lines_of(render_breakdown(figure.by(*dimensions_of(asked)))) == ["spec", *lines_of(text)]

    def _check_numbers(self, figure: Figure) -> None:
        assert sorted(figure.not_exact) == sorted(self.number_unknown)
        for name in ("rose", "stayed", "fell"):
            stated = getattr(self, name)
            assert stated is None or sorted(getattr(figure, name)) == sorted(stated), name
        if self.beside is not None:
            assert figure.statistic is not None
            assert figure.statistic.beside == self.beside
        if self.series is not None:
            assert {point.year: point.value for point in figure.series} == self.series
        for asked, values in self.value_by.items():
            cells = figure.by(*dimensions_of(asked)).cells
            found = {cell.values: cell.statistic.value for cell in cells if cell.statistic and cell.members}
            assert found == {values_of(value): number for value, number in values.items()}

    def error(self, engine: EngineMaker) -> JalonError:
        """The error that refuses the indicator, the scope or a breakdown."""
        try:
            figure = self.figure(engine)
            assert figure.progress is None or self.progress is None
            if self.later is not None:
                figure.compare(self.other_case(self.later).figure(engine))
            if self.overlapping:
                figure.overlap(*(self.other_case(otherwise).figure(engine) for otherwise in self.overlapping))
            for asked in self.by:
                figure.by(*dimensions_of(asked))
        except JalonError as error:
            return error
        raise AssertionError(f"not refused: {self.raises}")

    def other_case(self, otherwise: Mapping[str, Any]) -> Case:
        """The case of another figure, by what is otherwise in it."""
        stated = dict(otherwise)
        tables = {**self.tables, **{name: stated.pop(name) for name in TABLES if name in stated}}
        scope = {**self.scope, **{name: stated.pop(name) for name in SCOPES if name in stated}}
        purpose = stated.pop("purpose", self.purpose)
        return Case(tables=tables, indicator=replace(self.indicator, **stated), scope=scope, purpose=purpose)

    def _check_comparison(self, figure: Figure, engine: EngineMaker) -> None:
        if self.later is None:
            return
        comparison = figure.compare(self.other_case(self.later).figure(engine))
        found = {str(one.reason): sorted(one.gained | one.lost) for one in comparison.differences}
        assert found == {reason: sorted(members) for reason, members in (self.moved or {}).items()}
        assert comparison.text() == self.comparison

    def _check_progress(self, figure: Figure) -> None:
        if self.progress is None:
            return
        progress = figure.progress
        if self.progress == "no target":
            assert progress is None
            return
        assert progress is not None
        assert (progress.reason_in("en") if progress.value is None else progress.value) == self.progress
        if self.progress_bounds is not None:
            assert progress.bounds == self.progress_bounds

    def _check_value(self, figure: Figure) -> None:
        if isinstance(self.value, str):
            assert figure.value is None
            assert figure.collected is (self.value == "not computable")
            assert figure.reason
        elif self.composition is not None:
            assert figure.size == len(self.yes)
        elif self.value is not None:
            assert figure.value == self.value
        elif figure.kind is Kind.COUNT:
            assert figure.value == len(self.yes)
        if self.bounds is not None:
            assert figure.bounds == self.bounds


def lines_of(text: str) -> list[str]:
    """Its lines without the indent they share."""
    return inspect.cleandoc(text).splitlines()


def dimensions_of(asked: Any) -> tuple[str, ...]:
    return (asked,) if isinstance(asked, str) else tuple(asked)


def values_of(value: Any) -> tuple[str | None, ...]:
    return value if isinstance(value, tuple) else (value,)


def build_case(**stated: Any) -> Case:
    """A case from the arguments of a `spec` call: tables, parts of an indicator, a scope, and answers."""
    tables = {name: stated.pop(name) for name in TABLES if name in stated}
    indicator = {name: stated.pop(name) for name in Indicator.__dataclass_fields__ if name in stated}
    scope = {"period": "2021"} | {name: stated.pop(name) for name in SCOPES if name in stated}
    return Case(tables=tables, indicator=Indicator(**indicator), scope=scope, **stated)
