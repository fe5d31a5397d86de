"""xlsx: values by python-calamine; what it does not tell, by a scan of the sheets' XML.

python-calamine reads a formula without a cached value, and an error such as #N/A, as blank. Both are
faults, so the XML is scanned for them; the same scan measures how far a sheet reaches before the
reader lays it out in memory.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from jalon.exchange.calamine import read_values
from jalon.exchange.packages import Package
from jalon.exchange.sheets import CellError, Oddities, Sheet, Uncached, column_number

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_WIDE = re.compile(rb'r="([A-Z]{2,3})\d')
_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')
_PREFIXED_ROW = re.compile(rb'<\w+:row [^>]*?\br="(\d{1,7})"')
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_ODD = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b't="e"')
_RECALCULATED = re.compile(rb'<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad="(?:1|true)"')


def read_xlsx(path: Path) -> tuple[Sheet, ...]:
    """The worksheets of an xlsx file, hidden ones included, chart sheets left out."""
    with Package(path, "xlsx") as package:
        workbook = package.read("xl/workbook.xml")
        parts = _build_parts(package, workbook)
        # Programs that write formulas without calculating them say so; their zeros are no values.
        is_recalculated = _RECALCULATED.search(workbook) is not None
        oddities = {
            name: scan_sheet(package.chunks(part), is_recalculated)
            for name, part in parts.items()
            if "/worksheets/" in part
        }
        package.check_all({*parts.values(), "xl/workbook.xml"})
    return read_values(path, "xlsx", oddities)


def _build_parts(package: Package, workbook: bytes) -> dict[str, str]:
    """Sheet name -> name of its part."""
    try:
        relations = {
            relation.get("Id"): relation.get("Target", "")
            for relation in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        }
        sheets = [element for element in ElementTree.fromstring(workbook).iter() if element.tag.endswith("}sheet")]  # noqa: S314
    except ElementTree.ParseError as error:
        raise package.corrupted(error) from None
    parts = {}
    for sheet in sheets:
        id = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        target = relations.get(id, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if part in package.names:
            parts[sheet.get("name", "")] = part
    return parts


def scan_sheet(chunks: Iterator[bytes], is_recalculated: bool) -> Oddities:
    """Formulas without value, errors, and the last row and column of one sheet's XML."""
    oddities = Oddities()
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        ends = [found.end() for found in _ROW_END.finditer(text)]
        end = ends[-1] if ends else 0
        _scan_rows(text[:end], is_recalculated, oddities)
        rest = text[end:]
    _scan_rows(rest, is_recalculated, oddities)
    return oddities


def _scan_rows(text: bytes, is_recalculated: bool, oddities: Oddities) -> None:
    # Patterns that begin with plain letters are found ten times faster than those with a prefix.
    numbers = _ROW.findall(text) or _PREFIXED_ROW.findall(text)
    oddities.rows = max(oddities.rows, max(map(int, numbers), default=0))
    widest = max(set(_WIDE.findall(text)), key=lambda letters: (len(letters), letters), default=b"Z")
    oddities.columns = max(oddities.columns, column_number(widest.decode()) + 1)
    if not any(sign in text for sign in _ODD):
        return
    for attributes, inner in _CELL.findall(text):
        is_error = b't="e"' in attributes
        formula = _FORMULA.search(inner) if b"f" in inner else None
        if not is_error and formula is None:
            continue
        reference = _REFERENCE.search(attributes)
        if reference is None:
            continue
        value = _VALUE.search(inner)
        place = (int(reference[2]) - 1, column_number(reference[1].decode()))
        if is_error:
            oddities.cells[place] = CellError(value[1].decode() if value else "#N/A")
        elif (value is None and b't="str"' not in attributes) or (is_recalculated and value and value[1] == b"0"):
            oddities.cells[place] = Uncached((formula[1] or b"").decode("utf-8", "replace") if formula else "")
