"""ods, read from its XML: formulas without value, errors, merges and repeated cells are all told there.

A cell repeated a million times is one element; what it would fill is counted before it is laid out.
"""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from jalon.errors import JalonError, Place
from jalon.exchange.packages import Package
from jalon.exchange.sheets import CELL_LIMIT, Cell, CellError, Merge, Row, Sheet, Uncached, column_letters

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TIME = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d*)?S)?")
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:\d+")


def read_ods(path: Path) -> tuple[Sheet, ...]:
    """The tables of an ods file, hidden ones included."""
    with Package(path, "ods") as package:
        if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise JalonError("file_protected", place=package.place)
        content = package.read("content.xml")
        hidden: set[str] = set()
        sheets = []
        try:
            # End events come for the inner elements first, so rows are laid out and dropped as they end.
            table = _Table(path.name)
            for event, element in ElementTree.iterparse(BytesIO(content), events=("start", "end")):  # noqa: S314
                if event == "start":
                    if element.tag == f"{_TABLE}table":
                        table = _Table(path.name)
                        table.name = element.get(f"{_TABLE}name", "")
                        table.is_hidden = element.get(f"{_TABLE}style-name") in hidden
                elif element.tag == f"{_STYLE}style":
                    if any(part.get(f"{_TABLE}display") == "false" for part in element):
                        hidden.add(element.get(f"{_STYLE}name", ""))
                elif element.tag == f"{_TABLE}table-row":
                    table.add(element)
                    element.clear()
                elif element.tag == f"{_TABLE}table":
                    sheets.append(Sheet(table.name, table.rows, tuple(table.merges), table.is_hidden))
                    element.clear()
        except ElementTree.ParseError as error:
            raise package.corrupted(error) from None
    return tuple(sheets)


class _Table:
    """The rows of one table as they are met; blank rows only once something stands below them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.name = ""
        self.is_hidden = False
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self._blank = 0
        self._cells = 0

    def add(self, row: ElementTree.Element) -> None:
        times = _count(row, "number-rows-repeated")
        cells: Row = []
        blank = 0
        top = len(self.rows) + self._blank
        for element in row:
            if element.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            repeat = _count(element, "number-columns-repeated")
            down, right = _count(element, "number-rows-spanned"), _count(element, "number-columns-spanned")
            if down > 1 or right > 1:
                left = len(cells) + blank
                self.merges.append(Merge(top, left, top + down - 1, left + right - 1))
            value = read_cell(element)
            if value is None or value == "":
                blank += repeat
                continue
            self._check_size(top + times, len(cells) + blank + repeat)
            cells += [None] * blank + [value] * repeat
            blank = 0
        if not cells:
            self._blank += times
            return
        self._cells += (self._blank + times) * len(cells)
        self._check_size(self._cells // max(1, len(cells)), len(cells))
        self.rows += [[] for _ in range(self._blank)]
        self._blank = 0
        self.rows += [list(cells) for _ in range(times)]

    def _check_size(self, rows: int, columns: int) -> None:
        if rows * columns > CELL_LIMIT:
            place = Place(file=self.file, sheet=self.name)
            raise JalonError("sheet_too_wide", place=place, rows=rows, columns=column_letters(columns - 1))


def _count(element: ElementTree.Element, name: str) -> int:
    found = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(found)) if found.isdecimal() else 1


def read_cell(element: ElementTree.Element) -> Cell:
    """The value of one cell; a date without time is a date."""
    kind = element.get(f"{_OFFICE}value-type")
    formula = element.get(f"{_TABLE}formula")
    text = "\n".join(_text(part) for part in element if part.tag == f"{_TEXT}p")
    if element.get(f"{_CALC}value-type") == "error" or (formula and _ERROR.fullmatch(text)):
        return CellError(text or "#N/A")
    if kind is None:
        return Uncached(formula.partition(":=")[2] or formula) if formula and not text else text or None
    if kind in ("float", "percentage", "currency"):
        number = float(element.get(f"{_OFFICE}value", "nan"))
        return int(number) if number.is_integer() else number
    if kind == "date":
        return _date(element.get(f"{_OFFICE}date-value", "")) or text
    if kind == "time":
        return _duration(element.get(f"{_OFFICE}time-value", "")) or text
    if kind == "boolean":
        return element.get(f"{_OFFICE}boolean-value") == "true"
    return element.get(f"{_OFFICE}string-value") or text


def _text(paragraph: ElementTree.Element) -> str:
    parts = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            parts.append(" " * min(int(count) if count.isdecimal() else 1, 100))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        else:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _date(text: str) -> dt.date | dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)
    except ValueError:
        return None


def _duration(text: str) -> dt.timedelta | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
