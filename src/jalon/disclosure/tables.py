"""Breakdowns as they may be shown: cell by cell, with what is withheld as a word and a note that says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from jalon.disclosure.asked import (
    NO,
    UNIVERSE,
    UNKNOWN,
    VALUE,
    is_added_up,
    is_protected,
    name_cell,
    name_table,
    name_values,
    set_of_value,
    sets_between,
    sets_of_cells,
    sets_of_figure,
    space_of,
    space_of_values,
)
from jalon.disclosure.decide import Decision, Extent
from jalon.disclosure.figures import ShownFigure, build_shown
from jalon.disclosure.magnitudes import find_values_told
from jalon.disclosure.merging import merge_where_set, name_merged
from jalon.disclosure.policy import DEFAULT_POLICY, Policy
from jalon.disclosure.suppressed import Shown, Suppressed, plain_shown
from jalon.engines.answer import SCOPE_DIMENSIONS
from jalon.figures.breakdown import Breakdown, Cell
from jalon.figures.words import name_dimension, name_value, say
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
        """The row's names; of merged categories all, one after the other."""
        return tuple(
            name_merged(value, lambda code: name_value(dimension, code, language), say("and more", language))  # noqa: B023
            if value is not None
            else name_value(dimension, None, language)
            for dimension, value in zip(self.dimensions, self.values, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBreakdown:
    """A table that may be shown. A cell withheld carries `Suppressed`; where the whole table is withheld
    (`is_withheld`) it has no cells. `note` says so."""

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
    is_late: bool = False
    """Whether it is withheld because no protection was found in time."""
    rounded_to: int | None = None
    is_merged: bool = False
    """Whether small categories are told together as one."""

    @property
    def total(self) -> Shown:
        return self.figure.size

    def headings(self, language: str = "en") -> tuple[str, ...]:
        return tuple(name_dimension(dimension, language) for dimension in self.dimensions)

    def reconciliation(self, language: str = "en") -> tuple[str, ...]:
        return self.equations.get(language, ())

    def note(self, language: str = "en") -> str | None:
        """What is withheld or rounded and why; None where all is told as it is."""
        if self.is_withheld:
            return say("table late" if self.is_late else "table withheld", language).format(self.threshold)
        if self.rounded_to:
            return say("table rounded", language).format(self.rounded_to)
        said = [say("categories merged", language).format(self.threshold)] if self.is_merged else []
        said += [say("cells withheld", language).format(self.threshold)] if self.has_withheld else []
        return " ".join(said) or None

    @property
    def has_withheld(self) -> bool:
        """Whether any number of the table is withheld."""
        numbers = [number for cell in self.cells for number in (cell.size, cell.unknown, cell.of, cell.value)]
        return self.is_withheld or any(isinstance(number, Suppressed) for number in (*numbers, self.overlap))

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
    """The table as `policy` allows it; without a policy, all its true numbers.

    Where the settings say so, small categories are merged first (`jalon.disclosure.merging`). Small cells are withheld,
    and others with them from which they could be worked out: in this table, or with anything
    the policy knows to be published. Where that is not to be proven, or not in time, only the total is told.
    """
    figure = breakdown.figure
    decision: Decision | None = None
    asked, merged = breakdown, False
    if policy is not None:
        breakdown = merge_where_set(asked, policy)
        merged = breakdown is not asked
        sets = sets_of_figure(figure, policy) + sets_of_cells(breakdown, policy)
        decision = policy.decide(name_table(breakdown), space_of(figure), sets, figure.key)
    shown = build_shown(figure, decision, policy)
    withheld = decision is not None and decision.extent is not Extent.CELLS
    cells = () if withheld else tuple(_show_cells(breakdown, decision, policy, shown))
    if cells and all(isinstance(cell.size, Suppressed) for cell in cells):
        withheld, cells = True, ()
    is_rounded = decision is not None and bool(decision.sizes)
    is_whole = not (withheld or is_rounded or isinstance(shown.size, Suppressed) or any(map(_is_partly_hidden, cells)))
    return ShownBreakdown(
        figure=shown,
        dimensions=breakdown.dimensions,
        cells=cells,
        overlap=breakdown.overlap if is_whole or not _may_overlap(breakdown) else Suppressed(),
        parts=breakdown.reconciliation.parts if is_whole else (),
        is_withheld=withheld,
        threshold=None if policy is None or not is_protected(figure) else policy.threshold_of(figure),
        equations={lang: tuple(_equations(breakdown, lang)) for lang in ("en", "fr")} if is_whole else {},
        not_broken_down={} if withheld else dict(breakdown.placed.not_broken_down),
        is_late=withheld and decision is not None and decision.is_late,
        rounded_to=policy.rounding if policy is not None and is_rounded else None,
        is_merged=merged and not withheld,
    )


def _show_cells(
    breakdown: Breakdown, decision: Decision | None, policy: Policy | None, shown: ShownFigure
) -> Iterator[ShownCell]:
    cells = [_show_cell(breakdown, cell, decision) for cell in breakdown.cells]
    measured = breakdown.figure.measured
    if policy is None or measured is None or not is_protected(breakdown.figure):
        yield from cells
        return
    hidden = [
        isinstance(cell.size, Suppressed) or not policy.may_tell_value(breakdown.figure, true.members)
        for cell, true in zip(cells, breakdown.cells, strict=True)
    ]
    told = find_values_told(
        measured,
        [cell.members for cell in breakdown.cells],
        hidden,
        may_overlap=_may_overlap(breakdown),
        is_total_told=not shown.is_withheld,
        rule=policy.dominance,
    )
    if policy.rounding is None and is_added_up(breakdown.figure):
        told = _told_beside(breakdown, policy, told)
    for cell, is_told in zip(cells, told, strict=True):
        yield cell if is_told or cell.value is None else replace(cell, value=Suppressed())


def _told_beside(breakdown: Breakdown, policy: Policy, told: Sequence[bool]) -> list[bool]:
    """Of each cell, whether its value is told beside what was told of the same numbers in other tables: whose sum can
    be had from the sums told, of them their number could be had from the numbers of contributors, and that cannot."""
    figure = breakdown.figure
    named = [name_cell(breakdown, cell) for cell in breakdown.cells]
    asked = [
        set_of_value(figure, name, cell.members, policy)
        for name, cell, is_told in zip(named, breakdown.cells, told, strict=True)
        if is_told or not policy.may_tell_value(figure, cell.members)
    ]
    asked += sets_between(figure, asked, policy)
    decision = policy.decide(name_values(name_table(breakdown)), space_of_values(figure), asked, figure.key)
    return [is_told and decision.told[f"{name}/number"] for name, is_told in zip(named, told, strict=True)]


def _may_overlap(breakdown: Breakdown) -> bool:
    return any(dimension in SCOPE_DIMENSIONS for dimension in breakdown.dimensions)


def _show_cell(breakdown: Breakdown, cell: Cell, decision: Decision | None) -> ShownCell:
    """Sizes and share; whether a value of numbers is told depends on the other cells."""
    is_share = breakdown.figure.kind is Kind.SHARE
    name = name_cell(breakdown, cell) if decision is not None else ""
    is_guarded = is_protected(breakdown.figure)

    def shown(what: str, size: int) -> Shown:
        if decision is None:
            return size
        told = decision.told.get(f"{name}/{what}", not is_guarded)
        return decision.sizes.get(f"{name}/{what}", size) if told else Suppressed()

    size, no = shown(VALUE, cell.size), shown(NO, len(cell.no))
    share: Shown = None
    if is_share:
        share = Suppressed()
        if isinstance(size, int) and isinstance(no, int):
            share = Fraction(size, size + no) if size + no else None
    return ShownCell(
        dimensions=breakdown.dimensions,
        values=cell.values,
        size=size,
        unknown=shown(UNKNOWN, len(cell.unknown)),
        share=share,
        value=cell.statistic.value if cell.statistic else None,
        of=shown(UNIVERSE, len(cell.universe)) if is_share else None,
        without_members=dict(cell.without_members),
    )


def _is_partly_hidden(cell: ShownCell) -> bool:
    return any(isinstance(number, Suppressed) for number in (cell.size, cell.unknown, cell.of, cell.value))


def _equations(breakdown: Breakdown, language: str) -> Iterator[str]:
    figure = breakdown.figure
    if figure.size or figure.kind is Kind.SHARE:
        yield breakdown.reconciliation.text(language)
    if (line := breakdown.value_reconciliation(language)) is not None:
        yield line
    if figure.composition is not None and figure.is_mixed and figure.value is not None:
        yield breakdown.placed.text(figure.composition, language)
