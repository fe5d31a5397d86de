"""The correction workbook: rows that wait, as they came, each reason beside its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from jalon.errors import Fault
from jalon.exchange.cells import cell_text
from jalon.exchange.files import read_book
from jalon.exchange.headings import Headings
from jalon.exchange.mapping import Mapping, SheetMapping
from jalon.exchange.read import MAPPING_SHEET, label_files
from jalon.exchange.sheets import Cell, CellError, Row, Sheet, Uncached, is_blank
from jalon.exchange.tables import Table, find_table
from jalon.exchange.values import Measures

REASON_HEADING = "À corriger / To correct"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_NAME_LIMIT = 31
_REASON_LIMIT = 30_000


def write_corrections(
    target: Path, paths: Sequence[Path], faults: Sequence[Fault], mapping: Mapping, *, language: str = "en"
) -> int:
    """Write the faulty rows of `paths` to `target` (xlsx) and return how many rows it holds.

    Each sheet keeps its name, the rows above its data and its columns; a last column says what to
    correct, the faulty cells are coloured and commented. The workbook carries `mapping` (as returned
    by `read_files`), so that once mended it imports without a question. `faults` may come from
    reading or from the plan: what counts is the place (file, sheet, row, column).
    """
    headings = Headings({code: shape.titles for code, shape in Measures({}).shapes.items()})
    kept: list[SheetMapping] = []
    count = 0
    with xlsxwriter.Workbook(str(target)) as workbook:
        writer = _Writer(workbook, language)
        for file, path in zip(label_files(paths), paths, strict=True):
            waiting = [fault for fault in faults if fault.place.file == file and fault.place.row is not None]
            if not waiting:
                continue
            for sheet in read_book(path).sheets:
                here = [fault for fault in waiting if fault.place.sheet in (sheet.name, None)]
                told = mapping.for_sheet(file, sheet.name)
                table = find_table(sheet, headings, told.header_row if told else None) if here else None
                if table is None:
                    continue
                name, rows = writer.write(sheet, table, here)
                count += rows
                kept.append((told or SheetMapping()).model_copy(update={"file": "*", "sheet": name}))
        writer.write_mapping(mapping.model_copy(update={"sheets": tuple(kept)}))
    return count


class _Writer:
    """Sheets of one correction workbook."""

    def __init__(self, workbook: Any, language: str) -> None:
        self.workbook = workbook
        self.language = language
        self.names: set[str] = {MAPPING_SHEET}
        self.formats = {
            kind: {
                is_wrong: workbook.add_format(shape | ({"bg_color": "#F8D7DA"} if is_wrong else {}))
                for is_wrong in (False, True)
            }
            for kind, shape in {
                "text": {},
                "date": {"num_format": "yyyy-mm-dd"},
                "time": {"num_format": "yyyy-mm-dd hh:mm"},
                "hours": {"num_format": "[h]:mm"},
            }.items()
        }
        self.reason = workbook.add_format({"text_wrap": True, "font_color": "#842029", "valign": "top"})
        self.title = workbook.add_format({"bold": True, "font_color": "#842029"})

    def write(self, sheet: Sheet, table: Table, faults: Sequence[Fault]) -> tuple[str, int]:
        """One sheet with its rows up to the data, then those that wait; its name and how many."""
        name = self._free_name(sheet.name)
        page = self.workbook.add_worksheet(name)
        by_row: dict[int, list[Fault]] = {}
        for fault in faults:
            assert fault.place.row is not None
            by_row.setdefault(fault.place.row - 1, []).append(fault)
        waiting = sorted(at for at in by_row if table.first_row <= at < len(sheet.rows))
        width = max((len(sheet.rows[at]) for at in [*range(table.first_row), *waiting]), default=0)
        last = max(width, *(column.index + 1 for column in table.columns))
        # A correction workbook that is corrected again keeps one column of reasons.
        last = next((column.index for column in table.columns if column.heading == REASON_HEADING), last)
        for at in range(table.first_row):
            self._write_row(page, at, sheet.rows[at], set())
        for merge in sheet.merges:
            if merge.bottom < table.first_row and merge.right < last:
                cell = _cell(sheet.rows[merge.top], merge.left)
                page.merge_range(merge.top, merge.left, merge.bottom, merge.right, "")
                self._write_cell(page, merge.top, merge.left, cell, False)
        page.write_string(table.naming_row, last, REASON_HEADING, self.title)
        page.set_column(last, last, 60)
        page.freeze_panes(table.first_row, 0)
        indexes = {column.heading: column.index for column in table.columns}
        for line, at in enumerate(waiting, start=table.first_row):
            wrong = {indexes[f.place.column]: f for f in by_row[at] if f.place.column in indexes}
            self._write_row(page, line, sheet.rows[at], set(wrong))
            for index, fault in wrong.items():
                page.write_comment(line, index, self._reason(fault), {"x_scale": 2})
            reasons = "\n".join(dict.fromkeys(self._reason(fault) for fault in by_row[at]))
            page.write_string(line, last, reasons[:_REASON_LIMIT], self.reason)
        return name, len(waiting)

    def write_mapping(self, mapping: Mapping) -> None:
        """The mapping as text, a line in each row, on a sheet that stays out of the way."""
        page = self.workbook.add_worksheet(MAPPING_SHEET)
        for at, line in enumerate(mapping.text().splitlines()):
            page.write_string(at, 0, line)
        if len(self.names) > 1:
            page.hide()

    def _reason(self, fault: Fault) -> str:
        error = fault.as_error()
        column = f"{fault.place.column}: " if fault.place.column else ""
        return f"{column}{error.found(self.language)} {error.todo(self.language)}"

    def _free_name(self, name: str) -> str:
        """The sheet's own name where a workbook may bear it; sheets of two files are told apart."""
        base = name.translate(_FORBIDDEN).strip()[:_NAME_LIMIT] or "Sheet"
        free, number = base, 2
        while free.casefold() in {taken.casefold() for taken in self.names}:
            free = f"{base[: _NAME_LIMIT - len(f' ({number})')]} ({number})"
            number += 1
        self.names.add(free)
        return free

    def _write_row(self, page: Any, line: int, row: Row, wrong: Iterable[int]) -> None:
        for index, cell in enumerate(row):
            self._write_cell(page, line, index, cell, index in set(wrong))

    def _write_cell(self, page: Any, line: int, index: int, cell: Cell, is_wrong: bool) -> None:
        formats = {kind: shapes[is_wrong] for kind, shapes in self.formats.items()}
        if isinstance(cell, (Uncached, CellError)):
            # As text: blank would lose the fault, and a formula could run.
            page.write_string(line, index, str(cell), formats["text"])
        elif is_blank(cell):
            if is_wrong:
                page.write_blank(line, index, None, formats["text"])
        elif isinstance(cell, bool):
            page.write_boolean(line, index, cell, formats["text"])
        elif isinstance(cell, (int, float)):
            page.write_number(line, index, cell, formats["text"])
        elif isinstance(cell, (dt.date, dt.datetime)) and cell.year >= 1900:
            page.write_datetime(line, index, cell, formats["time" if isinstance(cell, dt.datetime) else "date"])
        elif isinstance(cell, (dt.time, dt.timedelta)):
            page.write_datetime(line, index, cell, formats["hours"])
        else:
            # Strings stay strings: what looks like a formula or an address is never one here.
            page.write_string(line, index, cell if isinstance(cell, str) else cell_text(cell), formats["text"])


def _cell(row: Row, index: int) -> Cell:
    return row[index] if index < len(row) else None
