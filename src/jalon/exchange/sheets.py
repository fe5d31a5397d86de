"""What any workbook is once read: sheets of cells, with row numbers as users see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

CELL_LIMIT = 10_000_000
"""Cells of one sheet, blank ones in between included. 100,000 rows of 100 columns fit."""


@dataclass(frozen=True, slots=True)
class Uncached:
    """A formula whose value was never calculated: not blank, and nothing known."""

    formula: str = ""

    def __str__(self) -> str:
        return f"={self.formula}"


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula whose value is an error, such as #N/A."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = None | str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Uncached | CellError
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells: first and last row, first and last column, all from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows[0]` is row 1. Rows may be ragged; a blank cell is None or ""."""

    name: str
    rows: Sequence[Row]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    is_delimited: bool = False
    """Comes from a csv file: a row with more cells than the heading has lost its quotes."""


@dataclass(frozen=True, slots=True)
class Book:
    """One file. `encoding` and `separator` are those of a csv file, None for workbooks."""

    file: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    separator: str | None = None


@dataclass(slots=True)
class Oddities:
    """What the fast reader does not tell of a sheet: formulas without value, errors, how far it reaches."""

    cells: dict[tuple[int, int], Uncached | CellError] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing. A formula never calculated is not blank."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def put_oddities(rows: list[Row], oddities: Oddities) -> None:
    """Write formulas without value and errors where the fast reader left blanks."""
    for (row, column), cell in oddities.cells.items():
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = cell


def column_letters(column: int) -> str:
    """Column 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
