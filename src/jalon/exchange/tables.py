"""The table in a sheet: which rows name the columns, which hold data, which are titles, notes or totals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jalon.codelists.folding import fold
from jalon.exchange.cells import cell_text
from jalon.exchange.dates import Written, read_date, read_month_day
from jalon.exchange.headings import DATE_FIELDS, NAMES, Headings, is_hxl, read_value_heading, words
from jalon.exchange.marks import known_marks
from jalon.exchange.sheets import Cell, CellError, Row, Sheet, Uncached, column_letters, is_blank

PERSON_FIELDS = (*NAMES, "reference")
_SEARCHED = 80
_HEADING_LIMIT = 120
_BLOCK = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `heading` is unique in its table; `above` and `own` are the cells it was made of."""

    index: int
    heading: str
    own: Cell
    above: tuple[tuple[str, Cell], ...] = ()
    """Heading cells above and below the naming row that stand for this column, each with its row's label."""
    hxl: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are indexed from 0 here; users see them from 1."""

    sheet: Sheet
    naming_row: int
    first_row: int
    columns: tuple[Column, ...]
    titles: tuple[tuple[str, ...], ...] = ()
    names: tuple[int, ...] = field(default=())
    """Columns that may name a person."""


def find_table(sheet: Sheet, headings: Headings, header_row: int | None = None) -> Table | None:
    """The table of a sheet, or None where no row names its columns. `header_row` (from 1) if told."""
    rows = sheet.rows
    hxl = next((at for at, row in enumerate(rows[:_SEARCHED]) if is_hxl_row(row)), None)
    if header_row is not None:
        naming = header_row - 1
    elif hxl is not None:
        naming = hxl - 1 if hxl and any(not is_blank(cell) for cell in rows[hxl - 1]) else hxl
    else:
        found = find_naming_row(rows, headings)
        if found is None:
            return None
        naming = found
    names = tuple(
        index for index, cell in enumerate(rows[naming]) if set(_candidates(cell, headings)) & set(PERSON_FIELDS)
    )
    translated = _find_translations(rows, naming, headings) if hxl is None else []
    below = _find_rows_below(sheet, naming, names, headings) if hxl is None and not translated else []
    above = _find_rows_above(sheet, naming, names)
    first = max([naming, *below, *translated, *([hxl] if hxl is not None else [])]) + 1
    columns = _build_columns(sheet, naming, above, below, names, hxl)
    titles = tuple(
        texts for row in rows[: min(above, default=naming)] if (texts := tuple(filter(None, map(cell_text, row))))
    )
    return Table(sheet, naming, first, columns, titles, names)


def is_hxl_row(row: Sequence[Cell]) -> bool:
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    tags = sum(1 for text in texts if is_hxl(text))
    return tags >= 2 and tags * 2 >= len(texts)


def _candidates(cell: Cell, headings: Headings) -> tuple[str, ...]:
    return headings.candidates(cell) if isinstance(cell, str) and 0 < len(cell) <= _HEADING_LIMIT else ()


def find_naming_row(rows: Sequence[Row], headings: Headings) -> int | None:
    """The row with the most headings that are known; it must name people, or two parts of a total."""
    best: tuple[int, int, int] | None = None
    for at, row in enumerate(rows[:_SEARCHED]):
        # Distinct texts: a row of marks says one thing many times, a row of headings many things.
        texts = {cell for cell in row if isinstance(cell, str) and cell.strip()}
        known = [fields for text in texts if (fields := _candidates(text, headings))]
        values = sum(1 for text in texts if len(text) < _HEADING_LIMIT and read_value_heading(text))
        is_person = any(set(fields) & set(PERSON_FIELDS) for fields in known)
        score = len(known) + values
        if not (is_person or score >= 2):
            continue
        filled = sum(1 for cell in row if not is_blank(cell))
        # A row that names people beats one that does not; then the most headings, then the fuller row.
        rank = (score + (2 if is_person else 0), filled, -at)
        if best is None or rank > best:
            best = rank
    return None if best is None else -best[2]


def _is_dated(cell: Cell) -> bool:
    if read_month_day(cell):
        return True
    date = read_date(cell)
    return isinstance(date, dt.date) or (isinstance(date, Written) and (date.pair is not None or date.day is not None))


def _merged_across(sheet: Sheet, row: int) -> list[tuple[int, int]]:
    return [
        (merge.left, merge.right)
        for merge in sheet.merges
        if merge.top <= row <= merge.bottom and merge.right > merge.left
    ]


def _find_rows_below(sheet: Sheet, naming: int, names: tuple[int, ...], headings: Headings) -> list[int]:
    """Heading rows under the naming row: nobody is named there, and what stands there heads a column."""
    below: list[int] = []
    top = sheet.rows[naming]
    merged = {column for left, right in _merged_across(sheet, naming) for column in range(left, right + 1)}
    for at in range(naming + 1, min(naming + _BLOCK, len(sheet.rows))):
        row = sheet.rows[at]
        filled = [index for index, cell in enumerate(row) if not is_blank(cell)]
        if not filled or any(index in names for index in filled) or is_hxl_row(row):
            break
        free = [index for index in filled if index >= len(top) or is_blank(top[index]) or index in merged]
        told = [index for index in filled if index < len(top) and set(_candidates(top[index], headings)) & DATE_FIELDS]
        is_dates = not told and all(_is_dated(row[index]) for index in filled)
        # Without a column of names, only cells under blank or merged headings head anything.
        is_heading = len(free) * 2 >= len(filled) or is_dates if names else len(free) == len(filled)
        if not is_heading:
            break
        below.append(at)
    return below


def _find_translations(rows: Sequence[Row], naming: int, headings: Headings) -> list[int]:
    """Rows that write the headings again in another language."""
    translated: list[int] = []
    for at in range(naming + 1, min(naming + 3, len(rows))):
        texts = [cell for cell in rows[at] if not is_blank(cell)]
        known = [cell for cell in texts if _candidates(cell, headings)]
        if len(texts) < 2 or len(known) * 3 < len(texts) * 2 or len({str(cell) for cell in known}) < 2:
            break
        translated.append(at)
    return translated


def _find_rows_above(sheet: Sheet, naming: int, names: tuple[int, ...]) -> list[int]:
    """Heading rows over the naming row; a title stands over the names too, or alone at the left."""
    above: list[int] = []
    first, last = min(names, default=0), max(names, default=0)
    for at in range(naming - 1, max(naming - _BLOCK, 0) - 1, -1):
        row = sheet.rows[at]
        filled = [index for index, cell in enumerate(row) if not is_blank(cell)]
        is_title = len(filled) == 1 and any(left <= first and right > last for left, right in _merged_across(sheet, at))
        over = [index for index in filled if index > last]
        if not filled or is_title or not over or _is_told(row, filled):
            break
        above.insert(0, at)
    return above


def _is_told(row: Row, filled: list[int]) -> bool:
    """Whether a row over the table states something: `Date : | 12/03/2021`."""
    first = row[filled[0]]
    return isinstance(first, str) and first.rstrip().endswith(":")


def _spread(sheet: Sheet, row: int, names: tuple[int, ...], width: int) -> dict[int, tuple[Cell, bool]]:
    """Column -> the heading cell that stands for it, and whether it or merged cells say so.

    Where nothing is merged (csv), a heading stands for the blanks to its right.
    """
    cells = sheet.rows[row]
    merged = _merged_across(sheet, row)
    spread: dict[int, tuple[Cell, bool]] = {}
    for left, right in merged:
        cell = cells[left] if left < len(cells) else None
        for column in range(left, right + 1):
            spread[column] = (cell, True)
    current: Cell = None
    for column in range(max(names, default=-1) + 1, width):
        if column in spread:
            current = None
            continue
        cell = cells[column] if column < len(cells) else None
        current = current if is_blank(cell) else cell
        if not is_blank(current):
            spread[column] = (current, not is_blank(cell))
    return spread


def _build_columns(
    sheet: Sheet, naming: int, above: list[int], below: list[int], names: tuple[int, ...], hxl: int | None
) -> tuple[Column, ...]:
    rows = sheet.rows
    width = max(len(rows[at]) for at in [naming, *above, *below, *([hxl] if hxl is not None else [])])
    if not sheet.is_delimited:
        width = max([width, *(len(row) for row in rows[naming : naming + 1000])])
    labels = {
        at: next(
            (
                cell_text(cell)
                for cell in rows[at][: min(max(names, default=0) + 1, len(rows[at]))]
                if not is_blank(cell)
            ),
            "",
        )
        for at in [*above, *below]
    }
    spreads = {at: _spread(sheet, at, names, width) for at in [*above, naming, *below]}
    columns = []
    seen: dict[str, int] = {}
    for index in range(width):
        own = rows[naming][index] if index < len(rows[naming]) else None
        over = [(labels.get(at, ""), *spreads[at][index]) for at in above if index in spreads[at]]
        if is_blank(own) and index in spreads[naming] and below:
            over.append(("", *spreads[naming][index]))
        under = [
            (labels[at], rows[at][index]) for at in below if index < len(rows[at]) and not is_blank(rows[at][index])
        ]
        tag = cell_text(rows[hxl][index]) if hxl is not None and index < len(rows[hxl]) else None
        parts = [cell_text(cell) for _, cell, is_merged in over if is_merged or _is_moment(own, under)]
        parts += [cell_text(own), *(cell_text(cell) for _, cell in under)]
        if hxl == naming:
            parts = [tag or ""]
        heading = " / ".join(dict.fromkeys(part for part in parts if part))
        if not heading:
            if not _is_filled(rows, index, naming + 1):
                continue
            heading = f"[{column_letters(index)}]"
        seen[heading] = seen.get(heading, 0) + 1
        if seen[heading] > 1:
            heading = f"{heading} ({seen[heading]})"
        # Nearest last: the naming row's own cell, unless rows below it say more.
        around = (
            [(label, cell) for label, cell, _ in over] + ([("", own)] if under and not is_blank(own) else []) + under
        )
        columns.append(Column(index, heading, under[-1][1] if under else own, tuple(around), tag or None))
    return tuple(columns)


def _is_filled(rows: Sequence[Row], index: int, first: int) -> bool:
    """Whether a column without heading holds anything in the rows below."""
    return any(index < len(row) and not is_blank(row[index]) for row in rows[first : first + 1000])


def _is_moment(own: Cell, under: list[tuple[str, Cell]]) -> bool:
    """Whether a heading says only a moment ("Entrée"), so that it needs the one above it."""
    text = fold(" ".join(cell_text(cell) for cell in [own, *(cell for _, cell in under)]))
    terms = [word for word in text.split() if word not in words("small")]
    return bool(terms) and all(word in words("entry") | words("exit") for word in terms)


_DIGITS = re.compile(r"[\d.,:%=/+()\s]+")


def is_total_text(text: str) -> bool:
    """Whether a text begins as the foot of a table does: "Total : 32", "Nombre de participantes"."""
    plain = fold(_DIGITS.sub(" ", text))
    return any(plain == word or plain.startswith(f"{word} ") for word in words("total"))


def is_note_text(text: str) -> bool:
    """Whether a text is a remark on the sheet rather than a name."""
    plain = fold(text)
    begins = any(plain == word or plain.startswith(f"{word} ") for word in words("note"))
    return begins or text.lstrip().startswith(("*", "(*", "⚠", "←", "→")) or "=" in text or len(plain.split()) >= 7


class RowKind:
    """What a row under the headings is."""

    DATA, BLANK, HEADING, TOTAL, NOTE, SECTION, UNCLEAR = (
        "data",
        "blank",
        "heading",
        "total",
        "note",
        "section",
        "unclear",
    )


def data_rows(
    table: Table, names: Sequence[int], told: Sequence[int], lists_alone: bool
) -> Iterator[tuple[int, Row, str]]:
    """Each row under the headings: its index, its cells, and what it is (RowKind).

    `names`: the columns that name people; `told`: all columns that mean something. `lists_alone`: a
    row with a name alone is a person (a matrix row without marks, a list of names).
    """
    rows = table.sheet.rows
    headings = {
        column.index: cell_text(table.sheet.rows[table.naming_row][column.index])
        for column in table.columns
        if column.index < len(rows[table.naming_row])
    }
    first_heading = {text for text in headings.values() if text}
    across = {merge.top: merge for merge in table.sheet.merges if merge.right > merge.left}
    is_after_blank = False
    for at in range(table.first_row, len(rows)):
        row = rows[at]
        filled = [index for index, cell in enumerate(row) if cell is not None and cell != "" and not is_blank(cell)]
        if not filled or (isinstance(row[filled[0]], (Uncached, CellError)) and _is_prepared(row, filled, names)):
            is_after_blank = True
            continue
        kind = RowKind.DATA
        first = row[filled[0]]
        if isinstance(first, str):
            text = cell_text(first)
            if text in first_heading and _repeats(row, headings):
                kind = RowKind.HEADING
            elif _is_numeric(row, filled[1:]) and is_total_text(text):
                kind = RowKind.TOTAL
            elif is_after_blank and set(filled) <= set(names) and text.lower() in known_marks():
                kind = RowKind.NOTE
            elif len(filled) == 1:
                kind = _lone(text, filled[0], at in across, names, told, lists_alone, is_after_blank)
            elif is_after_blank and filled[0] in names and is_note_text(text) and len(filled) <= 2 < len(told):
                kind = RowKind.NOTE
        yield at, row, kind


def _lone(
    text: str,
    column: int,
    is_merged: bool,
    names: Sequence[int],
    told: Sequence[int],
    lists_alone: bool,
    is_after_blank: bool,
) -> str:
    """What a row with one cell is: a note, a heading of a group, a person, or not to be told."""
    # In a list of names alone, even a long text may be a name.
    if is_note_text(text) and (len(told) > 2 or len(text.split()) > 9 or column not in names):
        return RowKind.NOTE
    if is_merged:
        return RowKind.SECTION
    if column not in names:
        return RowKind.DATA
    if set(fold(text).split()) & words("group"):
        return RowKind.UNCLEAR
    if len(told) <= 2 or (lists_alone and len(names) == 1 and not is_after_blank):
        return RowKind.DATA
    if len(names) == 1 and not is_after_blank and 2 <= len(text.split()) <= 4:
        return RowKind.DATA
    return RowKind.UNCLEAR


def _is_prepared(row: Row, filled: Sequence[int], names: Sequence[int]) -> bool:
    """Whether a row holds only formulas that wait for a person to be written in."""
    return all(isinstance(row[index], (Uncached, CellError)) and index not in names for index in filled)


def _repeats(row: Row, headings: dict[int, str]) -> bool:
    """Whether a row writes the headings again, as sheets of several pages do."""
    said = [index for index, text in headings.items() if text]
    same = sum(1 for index in said if index < len(row) and cell_text(row[index]) == headings[index])
    return same >= max(1, len(said) * 0.6)


def _is_numeric(row: Row, filled: Sequence[int]) -> bool:
    return not any(isinstance(row[index], str) and re.search(r"[^\W\d]", str(row[index])) for index in filled)
