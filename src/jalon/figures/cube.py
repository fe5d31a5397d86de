"""A cube: a breakdown with all its margins, one grouping for each choice of its dimensions.

Asking each grouping by itself would place every member again. Here members are placed once. Subject dimensions part
them, so that a member's values of all of these and her answer are one small code, and a cell of the scope dimensions
is counted by codes in one pass; margins over subject dimensions are then sums. Scope dimensions overlap: their
margins are unions of sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from jalon.engines.answer import SCOPE_DIMENSIONS, Cells
from jalon.errors import JalonError, nearest_name
from jalon.figures.breakdown import check_breakdown
from jalon.figures.members import Members
from jalon.language.definition import Kind

if TYPE_CHECKING:
    from jalon.figures.figure import Figure

Values = tuple[str | None, ...]
Counts = npt.NDArray[np.int64]

YES, NO, UNKNOWN = 0, 1, 2
SAID = 3
"""Codes of one value: yes, no, unknown."""


@dataclass(frozen=True, slots=True)
class CubeCell:
    """How many of a figure have these values, one for each dimension of its grouping; None is unknown.

    `size` answer yes, `unknown` could; `no` is counted for a share, of other kinds only the members are broken down.
    """

    values: Values
    size: int
    no: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Parted:
    """The subject dimensions: their values, who has them, and for each member number one code of all and her answer."""

    dimensions: tuple[str, ...]
    partitions: tuple[Mapping[str | None, BitMap], ...]
    values: tuple[tuple[str | None, ...], ...]
    codes: npt.NDArray[Any]

    @property
    def shape(self) -> tuple[int, ...]:
        return (*(len(values) for values in self.values), SAID)

    def count(self, members: BitMap) -> Counts:
        """How many of the members have each joint value and answer."""
        counted: Counts = np.bincount(self.codes[_numbers(members)], minlength=int(np.prod(self.shape)))
        return counted.reshape(self.shape)


class Cube:
    """All groupings of a figure by some of `dimensions`, the figure itself (no dimension) among them.

    Every cell is a subset of the figure, and equal to that of `figure.by` with the same dimensions. Totals without
    members are not in it: `figure.by` places them.
    """

    def __init__(self, figure: Figure, dimensions: tuple[str, ...], parted: _Parted, placed: Cells) -> None:
        self.figure = figure
        self.dimensions = dimensions
        self._parted = parted
        self._in_scope = tuple(d for d in dimensions if d in SCOPE_DIMENSIONS)
        self._placed: dict[tuple[str, ...], Cells] = {self._in_scope: placed}

    @property
    def groupings(self) -> tuple[tuple[str, ...], ...]:
        """Every choice of the dimensions, from all of them to none."""
        many = range(len(self.dimensions), -1, -1)
        return tuple(chosen for size in many for chosen in combinations(self.dimensions, size))

    def grouping(self, *dimensions: str) -> tuple[CubeCell, ...]:
        """The cells by some of the dimensions, those that hold nobody left out. Raises `unknown_dimension`."""
        self._check_in_cube(dimensions)
        by_scope = tuple(d for d in self._in_scope if d in dimensions)
        of_subject = tuple(d for d in self._parted.dimensions if d in dimensions)
        away = tuple(at for at, d in enumerate(self._parted.dimensions) if d not in dimensions)
        values = [self._parted.values[self._parted.dimensions.index(d)] for d in of_subject]
        place = [(*by_scope, *of_subject).index(d) for d in dimensions]
        counts, labels = self._counts(by_scope)
        joint = [tuple(value) for value in product(*values)]
        tables = counts.sum(axis=tuple(at + 1 for at in away)).reshape(len(labels), len(joint), SAID)
        if self.figure.kind is not Kind.SHARE:
            tables = tables * np.array([1, 0, 1])
        cells = []
        for row, column in zip(*np.nonzero(tables.any(axis=2)), strict=True):
            both = (*labels[row], *joint[column])
            yes, no, unknown = tables[row, column].tolist()
            cells.append(CubeCell(tuple(both[at] for at in place), yes, no, unknown))
        return tuple(cells)

    def sizes(self, *dimensions: str) -> dict[Values, int]:
        """Values -> how many members, by some of the dimensions; cells without members left out."""
        return {cell.values: cell.size for cell in self.grouping(*dimensions) if cell.size}

    def members(self, **values: str | None) -> Members:
        """Those of the figure with these values of some of the dimensions; None is unknown."""
        self._check_in_cube(tuple(values))
        by_scope = tuple(d for d in self._in_scope if d in values)
        found = self.figure.members.bitmap
        found &= self._cells(by_scope).get(tuple(values[d] for d in by_scope), BitMap())
        for dimension, partition in zip(self._parted.dimensions, self._parted.partitions, strict=True):
            if dimension in values:
                found &= partition.get(values[dimension], BitMap())
        return Members(found)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every cell of every grouping: its values by dimension (a dimension that is not in the grouping has no key),
        `size` and `unknown`."""
        for dimensions in self.groupings:
            for cell in self.grouping(*dimensions):
                named = dict(zip(dimensions, cell.values, strict=True))
                yield {"values": named, "size": cell.size, "unknown": cell.unknown}

    def _check_in_cube(self, dimensions: Sequence[str]) -> None:
        for dimension in dimensions:
            if dimension not in self.dimensions:
                known = ", ".join(self.dimensions)
                nearest = nearest_name(dimension, self.dimensions)
                raise JalonError("unknown_dimension", nearest=nearest, found=dimension, known=known)

    def _cells(self, by_scope: tuple[str, ...]) -> Cells:
        """Everybody by some of the scope dimensions: the union of what is known by one dimension more."""
        if by_scope not in self._placed:
            more = next(d for d in self._in_scope if d not in by_scope)
            finer = tuple(d for d in self._in_scope if d in by_scope or d == more)
            kept = [finer.index(d) for d in by_scope]
            parts: dict[Values, list[BitMap]] = {}
            for values, members in self._cells(finer).items():
                parts.setdefault(tuple(values[at] for at in kept), []).append(members)
            self._placed[by_scope] = {values: BitMap.union(*sets) for values, sets in parts.items()}
        return self._placed[by_scope]

    @cached_property
    def _counted(self) -> dict[tuple[str, ...], tuple[Counts, list[Values]]]:
        return {}

    def _counts(self, by_scope: tuple[str, ...]) -> tuple[Counts, list[Values]]:
        """For each cell of the scope dimensions, how many have each joint value of the others and each answer."""
        if by_scope not in self._counted:
            cells = self._cells(by_scope)
            counts = [self._parted.count(members) for members in cells.values()]
            empty = np.zeros((0, *self._parted.shape), np.int64)
            self._counted[by_scope] = (np.stack(counts) if counts else empty, list(cells))
        return self._counted[by_scope]


def build_cube(figure: Figure, dimensions: Sequence[str]) -> Cube:
    """Raises what `figure.by` raises, and `not_broken_down` for a kind distinct: codes are not parted by who
    reaches them."""
    dimensions = tuple(dimensions)
    asked = check_breakdown(figure, dimensions)
    if figure.kind is Kind.DISTINCT:
        raise JalonError(
            "not_broken_down",
            indicator=figure.indicator,
            reason_en="what its subjects reach is not parted by who they are; ask each breakdown by itself",
            reason_fr="ce que ses sujets atteignent ne se répartit pas selon qui ils sont ; demandez chaque ventilation",
        )
    assert asked.source is not None
    assert asked.definition is not None
    assert asked.scope is not None
    in_scope = tuple(d for d in dimensions if d in SCOPE_DIMENSIONS)
    of_subject = tuple(d for d in dimensions if d not in SCOPE_DIMENSIONS)
    engine, question = asked.source.engine, (asked.definition, asked.scope)
    everybody = figure.universe.bitmap  # of a share only whom it is said of, not all that its denominator asks
    placed: Cells = {(): everybody}
    if in_scope:
        found = engine.cells(*question, in_scope, asked.purpose)
        placed = {values: members & everybody for values, members in found.items()}
    partitions = tuple(engine.values(*question, dimension, asked.purpose) for dimension in of_subject)
    return Cube(figure, dimensions, _build_parted(figure, everybody, of_subject, partitions), placed)


def _build_parted(
    figure: Figure, everybody: BitMap, dimensions: tuple[str, ...], partitions: tuple[Mapping[str | None, BitMap], ...]
) -> _Parted:
    values = tuple(tuple(partition) for partition in partitions)
    codes = np.zeros(everybody.max() + 1 if everybody else 0, _smallest(SAID * int(np.prod([len(v) for v in values]))))
    for partition in partitions:
        codes *= len(partition)
        for at, members in enumerate(partition.values()):
            codes[_numbers(members & everybody)] += at
    codes *= SAID
    for said, others in ((NO, figure.no), (UNKNOWN, figure.unknown)):
        codes[_numbers(others.bitmap & everybody)] += said
    return _Parted(dimensions, partitions, values, codes)


def _numbers(members: BitMap) -> npt.NDArray[np.uint32]:
    return np.asarray(members.to_array(), np.uint32)


def _smallest(codes: int) -> Any:
    return np.min_scalar_type(max(codes - 1, 0))
