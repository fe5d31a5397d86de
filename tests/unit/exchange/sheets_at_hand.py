"""Sheets written the way the field writes them, in four formats, and read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from jalon.exchange.mapping import Mapping
from jalon.exchange.read import read_files
from jalon.exchange.rows import Context, MeasureShape, PersonRow, Reading

Rows = Sequence[Sequence[Any]]
PROJECT = Context(dt.date(2021, 1, 1), dt.date(2021, 12, 31), dt.date(2022, 6, 1), {})


@dataclass(frozen=True)
class Desk:
    """Where a test writes its files and reads them."""

    folder: Path

    def xlsx(
        self,
        sheets: AnyMapping[str, Rows],
        merges: AnyMapping[str, Sequence[str]] | None = None,
        name: str = "register.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.remove(book.active)
        for title, rows in sheets.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(list(row))
            for span in (merges or {}).get(title, ()):
                page.merge_cells(span)
        book.save(self.folder / name)
        return self.folder / name

    def csv(self, text: str, encoding: str = "utf-8", name: str = "register.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def xls(self, rows: Rows, name: str = "register.xls") -> Path:
        book = xlwt.Workbook()
        page = book.add_sheet("Liste")
        day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
        for at, row in enumerate(rows):
            for index, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    page.write(at, index, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    page.write(at, index, xlwt.Formula(cell[1:]))
                elif cell is not None:
                    page.write(at, index, cell)
        book.save(str(self.folder / name))
        return self.folder / name

    def ods(self, rows: Rows, name: str = "register.ods") -> Path:
        book = OpenDocumentSpreadsheet()
        table = Table(name="Liste")
        for row in rows:
            line = TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell))
            table.addElement(line)
        book.spreadsheet.addElement(table)
        book.save(str(self.folder / name))
        return self.folder / name

    def read(self, *paths: Path, mapping: Mapping | None = None, context: Context = PROJECT, **options: Any) -> Reading:
        return read_files(list(paths), context, mapping, **options)[0]

    def used(self, *paths: Path, mapping: Mapping | None = None, context: Context = PROJECT, **options: Any) -> Mapping:
        return read_files(list(paths), context, mapping, **options)[1]

    def answered(self, *paths: Path, answer: str, context: Context = PROJECT, **options: Any) -> Reading:
        """Read, give `answer` to every question, and read again."""
        reading, mapping = read_files(list(paths), context, **options)
        assert reading.questions
        for question in reading.questions:
            mapping = mapping.answered(question, answer)
        again, _ = read_files(list(paths), context, mapping, **options)
        assert not again.questions
        return again


def _ods_cell(cell: Any) -> TableCell:
    if cell is None:
        return TableCell()
    if isinstance(cell, dt.date):
        return TableCell(valuetype="date", datevalue=cell.isoformat())
    if isinstance(cell, (int, float)):
        return TableCell(valuetype="float", value=cell)
    if cell.startswith("="):
        return TableCell(formula=f"of:{cell}")
    filled = TableCell(valuetype="string")
    filled.addElement(P(text=cell))
    return filled


def full_names(people: Sequence[PersonRow]) -> list[str]:
    return [f"{person.name.given} {person.name.family}".strip() for person in people]


def fault_places(reading: Reading) -> list[tuple[str, int | None, str | None]]:
    return [(fault.id, fault.place.row, fault.place.column) for fault in reading.faults]


def with_measure(code: str, kind: str, titles: Sequence[str], options: AnyMapping[str, Sequence[str]]) -> Context:
    """The project, with a measure of the group's own."""
    shape = MeasureShape(code, kind, tuple(titles), {option: tuple(texts) for option, texts in options.items()})
    return Context(PROJECT.start, PROJECT.end, PROJECT.today, {code: shape})
