"""A breakdown: the members of a figure by one or more dimensions. Every cell is a subset of the figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap

import jalon.language.errors  # noqa: F401  (unknown_dimension)
from jalon.engines.answer import ATTRIBUTE_DIMENSIONS, SCOPE_DIMENSIONS, Cells
from jalon.errors import JalonError, nearest_name
from jalon.figures.composition import Value, plain_number
from jalon.figures.grouping import render_grouped
from jalon.figures.measured import Statistic
from jalon.figures.members import Members
from jalon.figures.placed import Placed, Values, place_parts
from jalon.figures.reached import build_held_cells, build_reached_cells, dimension_reached
from jalon.figures.render import render_breakdown, render_breakdown_html, render_value
from jalon.figures.source import Source
from jalon.figures.words import name_dimension, name_measured, name_unit, name_value, say
from jalon.language.definition import Anchor, Definition, Kind, Reached

if TYPE_CHECKING:
    from jalon.figures.figure import Figure

SPELT_OUT = 12
"""A reconciliation line spells out up to so many cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Those of a figure with these values, one for each dimension; None is unknown.

    `members` answer yes. Beside them, never among them: whose answer is `unknown`; and for a share,
    which is said of both, whose answer is `no` (of other kinds only the members are broken down).
    """

    values: Values
    members: Members
    no: Members
    unknown: Members
    without_members: Mapping[str, Value] = field(default_factory=dict, kw_only=True)
    """By status, totals that state these values: `declared`, `estimated`. Never among the members."""
    statistic: Statistic | None = field(default=None, kw_only=True)
    """For kinds of numbers and areas: what is said of these members."""

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def universe(self) -> Members:
        return self.members | self.no | self.unknown

    @property
    def has_anyone(self) -> bool:
        """Whether the universe has: asked of every cell, without uniting its sets."""
        return bool(self.members or self.no or self.unknown)

    @property
    def share(self) -> Fraction | None:
        """Members among those whose answer is known; None where nobody's is."""
        known = len(self.members) + len(self.no)
        return Fraction(len(self.members), known) if known else None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How cells and total fit: the sum of `parts`, less `overlap`, is `total`."""

    parts: tuple[int, ...]
    overlap: int
    total: int
    unit: str
    is_twice: bool
    """Whether nobody stands in more than two cells: each of the overlap is then one person counted twice."""

    def text(self, language: str = "en") -> str:
        """`27 + 14 − 3 counted twice = 38 people, once each`."""
        if len(self.parts) > SPELT_OUT:
            added = f"{render_grouped(sum(self.parts), language)} ({len(self.parts)} {say('cells', language)})"
        else:
            added = " + ".join(render_grouped(part, language) for part in self.parts) or "0"
        more_than_once = "counted twice" if self.is_twice else "counted more than once"
        less = f" − {render_grouped(self.overlap, language)} {say(more_than_once, language)}" if self.overlap else ""
        total = f"{render_grouped(self.total, language)} {name_unit(self.unit, self.total, language)}"
        return f"{added}{less} = {total}, {say('once each', language)}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Breakdown:
    """The members of `figure` by `dimensions`, rows in order, the unknown last."""

    figure: Figure
    dimensions: tuple[str, ...]
    cells: tuple[Cell, ...]
    placed: Placed = field(default_factory=Placed)
    """Where totals without members stand; `placed.not_broken_down` are those that do not state these dimensions."""

    @property
    def total(self) -> Members:
        """The union of the cells: the members of the figure."""
        return self.figure.members

    @property
    def overlap(self) -> int:
        """Sum of the cells less their union: how often a member stands in one more cell."""
        return self.reconciliation.overlap

    @property
    def value_overlap(self) -> Decimal | None:
        """Of a sum or an area: the sum of the cells' values less the figure's own, where all can be computed."""
        if self.figure.kind not in (Kind.SUM, Kind.AREA) or self.figure.statistic is None:
            return None
        values = [cell.statistic.value for cell in self.cells if cell.statistic]
        total = self.figure.statistic.value
        known = [value for value in values if value is not None]
        return None if total is None or len(known) < len(values) else sum(known, Decimal(0)) - total

    def value_reconciliation(self, language: str = "en") -> str | None:
        """`6.5 + 5.5 − 3.5 counted more than once = 8.5 hours`; None where the cells' values just add up."""
        if not self.value_overlap or self.figure.measured is None or self.figure.statistic is None:
            return None
        values = [
            render_value(cell.statistic.value, language) for cell in self.cells if cell.statistic and cell.members
        ]
        added = " + ".join(values) if len(values) <= SPELT_OUT else f"({len(values)} {say('cells', language)})"
        less, total = (render_value(value, language) for value in (self.value_overlap, self.figure.statistic.value))
        unit = name_measured(self.figure.measured.unit, language)
        return f"{added} − {less} {say('counted more than once', language)} = {total} {unit}".rstrip()

    @property
    def reconciliation(self) -> Reconciliation:
        """Cells against total; for a share, of its denominator."""
        is_share = self.figure.kind is Kind.SHARE
        sets = [cell.universe if is_share else cell.members for cell in self.cells]
        parts = tuple(len(members) for members in sets if members)
        total = len(self.figure.universe) if is_share else self.figure.size
        overlap = sum(parts) - total
        return Reconciliation(parts, overlap, total, self.figure.unit, _stand_in_two_at_most(sets))

    def cell(self, *values: str | None) -> Cell:
        """The cell with these values; an empty one where there is none: nobody has them."""
        assert len(values) == len(self.dimensions), f"one value for each of {self.dimensions}"
        for cell in self.cells:
            if cell.values == values:
                return cell
        return Cell(values, Members(), Members(), Members())

    def margin(self, *dimensions: str) -> Breakdown:
        """The breakdown by some of these dimensions, as the union of cells: the same as asking for it."""
        for dimension in dimensions:
            if dimension not in self.dimensions:
                _refuse_unknown(dimension, self.dimensions)
        kept = [self.dimensions.index(dimension) for dimension in dimensions]
        united: dict[Values, tuple[BitMap, BitMap, BitMap]] = {}
        for cell in self.cells:
            sets = united.setdefault(tuple(cell.values[i] for i in kept), (BitMap(), BitMap(), BitMap()))
            for bits, members in zip(sets, (cell.members, cell.no, cell.unknown), strict=True):
                bits |= members.bitmap
        cells = [Cell(values, *(Members(bits) for bits in sets)) for values, sets in united.items()]
        return _with_quantities(self.figure, dimensions, cells)

    def rows(self, language: str = "en") -> Iterator[tuple[tuple[str, ...], Cell]]:
        """Each cell with its labels in a language."""
        for cell in self.cells:
            pairs = zip(self.dimensions, cell.values, strict=True)
            yield tuple(name_value(dimension, value, language) for dimension, value in pairs), cell

    def headings(self, language: str = "en") -> tuple[str, ...]:
        return tuple(name_dimension(dimension, language) for dimension in self.dimensions)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: sizes, no member. An unknown value is null."""
        is_share = self.figure.kind is Kind.SHARE
        return {
            "figure": self.figure.to_dict(),
            "dimensions": list(self.dimensions),
            "cells": [
                {
                    "values": list(cell.values),
                    "size": cell.size,
                    "unknown": len(cell.unknown),
                    **{status: plain_number(total) for status, total in cell.without_members.items()},
                    **({"share": None if cell.share is None else float(cell.share)} if is_share else {}),
                    **({"statistic": cell.statistic.to_dict()} if cell.statistic else {}),
                }
                for cell in self.cells
            ],
            "total": self.figure.size,
            "overlap": self.overlap,
            "reconciliation": self.reconciliation.text(),
            **({} if self.value_overlap is None else {"value_overlap": str(self.value_overlap)}),
            **({} if self.value_reconciliation() is None else {"value_reconciliation": self.value_reconciliation()}),
            **self._quantities_data(),
        }

    def _quantities_data(self) -> dict[str, Any]:
        if not self.placed.statuses or self.figure.composition is None:
            return {}
        rest = {status: plain_number(total) for status, total in self.placed.not_broken_down.items()}
        return {"not_broken_down": rest, "composition": self.placed.text(self.figure.composition)}

    def to_dataframe(self) -> Any:
        """A pandas DataFrame: a column for each dimension (missing: unknown), `size`, `unknown`, for a share `share`,
        for a kind of numbers or areas `value`.

        Where totals without members are broken down, `declared` and `estimated`; what is not broken down has no row.

        Raises `pandas_missing`.
        """
        try:
            import pandas as pd
        except ImportError:
            raise JalonError("pandas_missing") from None
        columns: dict[str, Any] = {
            dimension: pd.array([cell.values[i] for cell in self.cells], dtype="string")
            for i, dimension in enumerate(self.dimensions)
        }
        columns["size"] = [cell.size for cell in self.cells]
        columns["unknown"] = [len(cell.unknown) for cell in self.cells]
        for status in self.placed.statuses:
            columns[status] = [float(cell.without_members.get(status, 0)) for cell in self.cells]
        if self.figure.measured is not None:
            values = [cell.statistic.value if cell.statistic else None for cell in self.cells]
            columns["value"] = [float("nan") if value is None else float(value) for value in values]
        if self.figure.kind is Kind.SHARE:
            columns["share"] = [float("nan") if cell.share is None else float(cell.share) for cell in self.cells]
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        return render_breakdown(self)

    def _repr_html_(self) -> str:
        return render_breakdown_html(self)


def build_breakdown(figure: Figure, dimensions: Sequence[str]) -> Breakdown:
    """Members by dimensions. Members and their values are those of the figure; nothing is counted again."""
    dimensions = tuple(dimensions)
    asked = check_breakdown(figure, dimensions)
    assert asked.source is not None
    assert asked.definition is not None
    if figure.kind is Kind.DISTINCT:
        joint, said = (
            _joint_codes(figure, asked.source, asked.definition, dimensions),
            [figure.members.bitmap, BitMap(), BitMap()],
        )
    else:
        joint = _joint_values(asked, dimensions, asked.universe.bitmap)
        says_no = figure.no if figure.kind is Kind.SHARE else Members()
        said = [members.bitmap for members in (figure.members, says_no, figure.unknown)]
    cells = [Cell(values, *(Members(bits & one) for one in said)) for values, bits in joint.items()]
    cells = [cell for cell in cells if cell.has_anyone]
    _check_whole(figure, cells)
    return _with_quantities(figure, dimensions, cells)


def check_breakdown(figure: Figure, dimensions: tuple[str, ...]) -> Figure:
    """The figure whose subjects are asked for their values: of a share its denominator. Raises what `figure.by` does."""
    asked = figure.of if figure.kind is Kind.SHARE else figure
    _check_can_break_down(figure)
    assert asked is not None
    assert asked.source is not None
    assert asked.definition is not None
    _check_dimensions(asked, asked.source, asked.definition, dimensions)
    return asked


def _with_quantities(figure: Figure, dimensions: tuple[str, ...], counted: Sequence[Cell]) -> Breakdown:
    """The breakdown of the counted, with the totals without members in cells or in rows of their own."""
    placed = place_parts(figure.composition, dimensions)
    if figure.measured is not None:
        counted = [replace(cell, statistic=figure.measured.of(cell.members)) for cell in counted]
    cells = [replace(cell, without_members=placed.cells.get(cell.values, {})) for cell in counted]
    alone = placed.cells.keys() - {cell.values for cell in counted}
    nobody = Members()
    # A margin of cells that only quantities fill has no members: such cells come back by their quantities.
    cells = [cell for cell in cells if cell.has_anyone or cell.without_members]
    cells += [Cell(values, nobody, nobody, nobody, without_members=placed.cells[values]) for values in alone]
    return Breakdown(figure, dimensions, _in_order(figure, dimensions, cells), placed)


def _joint_values(figure: Figure, dimensions: Sequence[str], everybody: BitMap) -> Cells:
    """Everybody by all dimensions: joint cells of the scope dimensions, split by each subject dimension."""
    source, definition, scope, purpose = figure.source, figure.definition, figure.scope, figure.purpose
    assert source is not None
    assert definition is not None
    assert scope is not None
    in_scope = [d for d in dimensions if d in SCOPE_DIMENSIONS]
    of_subject = [d for d in dimensions if d not in SCOPE_DIMENSIONS]
    cells: dict[Values, BitMap] = {(): everybody}
    if in_scope:
        found = source.engine.cells(definition, scope, in_scope, purpose)
        cells = {values: bits & everybody for values, bits in found.items()}
    for dimension in of_subject:
        partition = source.engine.values(definition, scope, dimension, purpose)
        cells = {
            (*values, value): both
            for values, bits in cells.items()
            for value, having in partition.items()
            if (both := bits & having)
        }
    asked = (*in_scope, *of_subject)
    place = [asked.index(dimension) for dimension in dimensions]
    return {tuple(values[i] for i in place): bits for values, bits in cells.items()}


def _joint_codes(figure: Figure, source: Source, definition: Definition, dimensions: Sequence[str]) -> Cells:
    """The codes of a distinct figure by all dimensions: those that its subjects reach there."""
    assert figure.scope is not None
    if definition.distinct is Reached.SESSION:
        return build_held_cells(figure, source, dimensions)
    asked = tuple(dict.fromkeys((*dimensions, dimension_reached(figure))))
    subjects = source.engine.answer(definition, figure.scope, figure.purpose).yes
    placed = _joint_values(figure, asked, subjects)
    return build_reached_cells(figure, source, asked, placed, len(dimensions))


def _check_can_break_down(figure: Figure) -> None:
    if figure.terms:
        raise JalonError(
            "not_broken_down",
            indicator=figure.indicator,
            reason_en="it combines figures",
            reason_fr="il combine plusieurs chiffres",
        )
    if figure.kind is Kind.REPRESENTATION and figure.definition is not None:
        sets = (figure.definition.part, figure.definition.of)
        raise JalonError(
            "not_broken_down",
            indicator=figure.indicator,
            reason_en="each of its years is a share of its own; break down {} or {} in one of them".format(*sets),
            reason_fr="chacune de ses années est une part à elle seule ; ventilez {} ou {} pour l'une d'elles".format(
                *sets
            ),
        )


def _check_dimensions(figure: Figure, source: Source, definition: Definition, dimensions: Sequence[str]) -> None:
    known = (*SCOPE_DIMENSIONS, *ATTRIBUTE_DIMENSIONS, *source.measures)
    for dimension in dimensions:
        if dimension not in known:
            _refuse_unknown(dimension, known)
        if dimensions.count(dimension) > 1:
            raise JalonError("dimension_twice", found=dimension)
    if "activity" in dimensions and definition.period_on is not Anchor.SESSION:
        raise JalonError(
            "activity_needs_sessions",
            indicator=figure.indicator,
            anchor=str(definition.period_on),
            known=", ".join(source.session_indicators) or "—",
        )


def _refuse_unknown(dimension: str, known: Sequence[str]) -> None:
    dimension = str(dimension)  # from Python it may be anything, such as a list of them
    raise JalonError(
        "unknown_dimension", nearest=nearest_name(dimension, known), found=dimension, known=", ".join(known)
    )


def _check_whole(figure: Figure, cells: Sequence[Cell]) -> None:
    """A member in no cell would silently shrink a total: an engine that loses one is broken."""
    placed = Members(BitMap().union(*(cell.members.bitmap for cell in cells)))
    assert placed == figure.members, f"{figure.indicator}: {len(figure.members - placed)} members in no cell"


def _stand_in_two_at_most(sets: Sequence[Members]) -> bool:
    once, twice = BitMap(), BitMap()
    for members in sets:
        bits = members.bitmap
        if twice & bits:
            return False
        twice |= once & bits
        once |= bits
    return True


def _in_order(figure: Figure, dimensions: Sequence[str], cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Age bands and levels ascending, months in time, codes by alphabet, unknown last."""
    source = (figure.of or figure).source
    measures = source.measures if source else {}

    def place_of(dimension: str, value: str | None) -> tuple[bool, int, str]:
        if value is None:
            return (True, 0, "")
        if dimension == "age_band":
            is_first = value.startswith("<")
            return (False, -1 if is_first else int(value.rstrip("+").partition("-")[0]), value)
        options = measures.get(dimension, ())
        return (False, options.index(value) if value in options else len(options), value)

    def key(cell: Cell) -> list[tuple[bool, int, str]]:
        return [place_of(dimension, value) for dimension, value in zip(dimensions, cell.values, strict=True)]

    return tuple(sorted(cells, key=key))
