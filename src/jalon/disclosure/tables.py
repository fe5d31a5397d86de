"""Breakdowns, comparisons and overlaps as they may be shown.

Until tables are tested as a whole (every cell against every total published), the rule is a plain one: where any
cell is small, no cell is told, only the total, if that is not small itself; and the text says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jalon.disclosure.figures import ShownFigure, show_figure
from jalon.disclosure.policy import DEFAULT_POLICY, PROTECTED, Policy
from jalon.disclosure.suppressed import Shown, Suppressed, is_told, plain_shown, render_shown
from jalon.figures.breakdown import Breakdown, Cell
from jalon.figures.compare import Comparison, Reason
from jalon.figures.overlap import Overlap
from jalon.figures.words import name_dimension, name_unit, name_value, say
from jalon.language.definition import OF_TWO, Kind


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One row. `values` are codes, None for unknown."""

    dimensions: tuple[str, ...]
    values: tuple[str | None, ...]
    size: Shown
    unknown: Shown
    share: Shown = None
    value: Shown = None
    """For kinds of numbers and areas."""
    of: Shown = None
    """For a share: its denominator, unknown included."""
    without_members: Mapping[str, Shown] | None = None

    def labels(self, language: str = "en") -> tuple[str, ...]:
        pairs = zip(self.dimensions, self.values, strict=True)
        return tuple(name_value(dimension, value, language) for dimension, value in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBreakdown:
    """A table that may be shown. Where it is withheld it has no cells, and `note` says so."""

    figure: ShownFigure
    dimensions: tuple[str, ...]
    cells: tuple[ShownCell, ...]
    overlap: Shown
    parts: tuple[int, ...]
    is_withheld: bool
    threshold: int | None
    equations: Mapping[str, tuple[str, ...]]
    """By language, the lines that reconcile cells and total; none where the cells are withheld."""
    not_broken_down: Mapping[str, Shown]
    """By status, totals without members that do not state these dimensions."""

    @property
    def total(self) -> Shown:
        return self.figure.size

    def headings(self, language: str = "en") -> tuple[str, ...]:
        return tuple(name_dimension(dimension, language) for dimension in self.dimensions)

    def reconciliation(self, language: str = "en") -> tuple[str, ...]:
        return self.equations.get(language, ())

    def note(self, language: str = "en") -> str | None:
        """What is withheld and why; None where all is told."""
        return say("table withheld", language).format(self.threshold) if self.is_withheld else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "figure": self.figure.to_dict(),
            "dimensions": list(self.dimensions),
            "cells": [
                {
                    "values": list(cell.values),
                    "size": plain_shown(cell.size),
                    "unknown": plain_shown(cell.unknown),
                    **({"share": plain_shown(cell.share)} if self.figure.kind in OF_TWO else {}),
                    **({"value": plain_shown(cell.value)} if self.figure.measured_unit else {}),
                    **{status: plain_shown(total) for status, total in (cell.without_members or {}).items()},
                }
                for cell in self.cells
            ],
            "total": plain_shown(self.total),
            "overlap": plain_shown(self.overlap),
            "reconciliation": list(self.reconciliation()),
            "note": self.note(),
        }


def show_breakdown(breakdown: Breakdown, policy: Policy | None = DEFAULT_POLICY) -> ShownBreakdown:
    """The table as `policy` allows it; without a policy, all its true numbers."""
    figure = show_figure(breakdown.figure, policy)
    protected = policy if breakdown.figure.unit in PROTECTED else None
    withheld = protected is not None and (
        figure.is_withheld or any(_is_small(breakdown, cell, protected) for cell in breakdown.cells)
    )
    return ShownBreakdown(
        figure=figure,
        dimensions=breakdown.dimensions,
        cells=() if withheld else tuple(_show_cell(breakdown, cell) for cell in breakdown.cells),
        overlap=Suppressed() if withheld else breakdown.overlap,
        parts=() if withheld else breakdown.reconciliation.parts,
        is_withheld=withheld,
        threshold=protected.threshold if protected else None,
        equations={} if withheld else {language: tuple(_equations(breakdown, language)) for language in ("en", "fr")},
        not_broken_down={} if withheld else dict(breakdown.placed.not_broken_down),
    )


def _is_small(breakdown: Breakdown, cell: Cell, policy: Policy) -> bool:
    """Whether any number of the cell has few behind it."""
    counts = [cell.size, len(cell.unknown)]
    if breakdown.figure.kind is Kind.SHARE:
        counts.append(len(cell.no))
    if cell.statistic is not None:
        counts += [len(cell.statistic.not_known), cell.size - len(cell.statistic.not_known)]
    return any(policy.is_small(count) for count in counts)


def _show_cell(breakdown: Breakdown, cell: Cell) -> ShownCell:
    is_share = breakdown.figure.kind is Kind.SHARE
    return ShownCell(
        dimensions=breakdown.dimensions,
        values=cell.values,
        size=cell.size,
        unknown=len(cell.unknown),
        share=cell.share if is_share else None,
        value=cell.statistic.value if cell.statistic else None,
        of=len(cell.universe) if is_share else None,
        without_members=dict(cell.without_members),
    )


def _equations(breakdown: Breakdown, language: str) -> Iterator[str]:
    figure = breakdown.figure
    if figure.size or figure.kind is Kind.SHARE:
        yield breakdown.reconciliation.text(language)
    if (line := breakdown.value_reconciliation(language)) is not None:
        yield line
    if figure.composition is not None and figure.is_mixed and figure.value is not None:
        yield breakdown.placed.text(figure.composition, language)


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """How many one reason, or several taken together (`reason` None), brought in or took out."""

    reason: Reason | None
    way: str
    """`gained` or `lost`."""
    size: int
    words: Mapping[str, str]

    def word(self, language: str = "en") -> str:
        return self.words[language]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """Why two figures differ, few taken together with others; no rows where even that would tell of few."""

    before: ShownFigure
    after: ShownFigure
    rows: tuple[ShownDifference, ...]
    kept: Shown
    is_withheld: bool
    threshold: int | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody came or went."""
        return not self.rows and not self.is_withheld

    def equation(self, language: str = "en") -> str | None:
        """`205,118 + 8,902 joined − 198 merged = 213,822 people`; None where it is withheld."""
        if self.is_withheld or not is_told(self.before.size) or not is_told(self.after.size):
            return None
        terms = [render_shown(self.before.size, language)]
        for row in self.rows:
            sign = "+" if row.way == "gained" else "−"
            terms.append(f"{sign} {render_shown(row.size, language)} {row.word(language)}")
        size = self.after.size if isinstance(self.after.size, int) else 2
        unit = name_unit(self.after.unit, size, language)
        return f"{' '.join(terms)} = {render_shown(self.after.size, language)} {unit}"

    def note(self, language: str = "en") -> str | None:
        return say("comparison withheld", language).format(self.threshold) if self.is_withheld else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        rows = [
            {"reason": None if row.reason is None else str(row.reason), "way": row.way, "size": row.size}
            for row in self.rows
        ]
        return {
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "kept": plain_shown(self.kept),
            "differences": rows,
            "equation": self.equation(),
            "note": self.note(),
        }


def show_comparison(comparison: Comparison, policy: Policy | None = DEFAULT_POLICY) -> ShownComparison:
    """The comparison as `policy` allows it; without a policy, all its rows."""
    before, after = show_figure(comparison.before, policy), show_figure(comparison.after, policy)
    protected = policy if comparison.after.unit in PROTECTED else None
    rows: list[ShownDifference] = []
    withheld = protected is not None and (before.is_withheld or after.is_withheld)
    for way in ("gained", "lost"):
        of_way = [
            ShownDifference(
                reason, way, len(members), {lang: comparison.word(reason, way, lang) for lang in ("en", "fr")}
            )
            for reason, its_way, members in comparison.rows()
            if its_way == way
        ]
        pooled = of_way if protected is None else _pool_small(of_way, way, protected)
        withheld = withheld or pooled is None
        rows += pooled or []
    if withheld:
        rows = []
    kept: Shown = Suppressed() if withheld else len(comparison.kept)
    if protected is not None and isinstance(kept, int):
        kept = protected.shown(kept)
    return ShownComparison(before, after, tuple(rows), kept, withheld, protected.threshold if protected else None)


def _pool_small(rows: list[ShownDifference], way: str, policy: Policy) -> list[ShownDifference] | None:
    """The small ones together, with the next smallest until they are no longer few; None where all are few."""
    rows = sorted(rows, key=lambda row: row.size)
    taken = [row for row in rows if policy.is_small(row.size)]
    if not taken:
        return sorted(rows, key=lambda row: list(Reason).index(row.reason) if row.reason else len(Reason))
    while policy.is_small(sum(row.size for row in taken)) or len(taken) == 1:
        if len(taken) == len(rows):
            return None
        taken.append(rows[len(taken)])
    words = {language: say("for other reasons", language) for language in ("en", "fr")}
    pool = ShownDifference(None, way, sum(row.size for row in taken), words)
    return [row for row in rows if row not in taken] + [pool]


@dataclass(frozen=True, slots=True)
class ShownOverlap:
    """Who is in several figures: every pair and every region, or, where any is small, only the union."""

    figures: tuple[ShownFigure, ...]
    pairs: tuple[tuple[int, int, int], ...]
    """First figure, second figure, how many are in both."""
    regions: tuple[tuple[tuple[int, ...], int], ...]
    """Figures, how many are in these and in no other."""
    union: Shown
    is_withheld: bool
    threshold: int | None

    def note(self, language: str = "en") -> str | None:
        return say("table withheld", language).format(self.threshold) if self.is_withheld else None


def show_overlap(overlap: Overlap, policy: Policy | None = DEFAULT_POLICY) -> ShownOverlap:
    """The overlap as `policy` allows it; without a policy, all of it."""
    figures = tuple(show_figure(figure, policy) for figure in overlap.figures)
    protected = policy if any(figure.unit in PROTECTED for figure in overlap.figures) else None
    counts = [len(pair.members) for pair in overlap.pairs] + [len(region.members) for region in overlap.regions]
    withheld = protected is not None and (
        any(figure.is_withheld for figure in figures) or any(protected.is_small(count) for count in counts)
    )
    return ShownOverlap(
        figures=figures,
        pairs=() if withheld else tuple((pair.first, pair.second, len(pair.members)) for pair in overlap.pairs),
        regions=() if withheld else tuple((region.figures, len(region.members)) for region in overlap.regions),
        union=protected.shown(len(overlap.union)) if protected else len(overlap.union),
        is_withheld=withheld,
        threshold=protected.threshold if protected else None,
    )
