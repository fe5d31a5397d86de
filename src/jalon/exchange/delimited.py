"""csv and its kin: UTF-8, UTF-16 or cp1252; separated by `;` `,` tab or `|`.

Row numbers are records as a spreadsheet shows them: a line break between quotes makes no new row, and
Excel's first line `sep=;` is none.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jalon.errors import Bilingual, JalonError, Place
from jalon.exchange.sheets import Book, Row, Sheet

SEPARATORS = ";,\t|"
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 200


def read_delimited(path: Path) -> Book:
    """The one sheet of a csv file, named after the file. Every cell is text, exactly as it stands."""
    text, encoding = decode(path.read_bytes())
    if _CONTROL.search(text):
        raise JalonError(
            "file_not_a_sheet", place=Place(file=path.name), found=Bilingual("binary data", "des données binaires")
        )
    separator = None
    if told := _SEP_LINE.match(text):
        separator, text = told[1], text[told.end() :]
    separator = separator or find_separator(text)
    try:
        check_quotes(text, separator, path.name)
        rows: list[Row] = [list(record) for record in _records(text, separator)]
    except csv.Error as error:
        raise JalonError("file_corrupted", place=Place(file=path.name), format="csv", found=error) from None
    return Book(path.name, (Sheet(path.stem, rows, is_delimited=True),), encoding, separator)


def check_quotes(text: str, separator: str, file: str) -> None:
    """Raises JalonError where a quote opens and never closes: all rows below it would be one cell."""
    row = 1
    try:
        for _ in _records(text, separator, strict=True):
            row += 1
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise JalonError("quote_unclosed", place=Place(file=file, row=row)) from None


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding. Bytes that say nothing become U+FFFD, a lost letter."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8-sig", "replace")
    lost = mended.count("\ufffd")
    whole = sum(1 for letter in mended if letter > "\x7f") - lost
    if whole > 2 * lost:
        # Letters of two bytes that hold together are no accident: UTF-8 that was cut somewhere.
        return mended, "utf-8"
    return data.decode("cp1252", "replace"), "cp1252"


def find_separator(text: str) -> str:
    """The separator that cuts most rows into the same number of cells, the more cells the better."""
    head = text[:200_000]
    best, best_score = ";", (0.0, 0)
    for separator in SEPARATORS:
        try:
            widths = [
                len(record) for record, _ in zip(_records(head, separator), range(_SAMPLE), strict=False) if any(record)
            ]
        except csv.Error:
            continue
        usual = Counter(width for width in widths if width > 1).most_common(1)
        if not usual:
            continue
        width, times = usual[0]
        score = (round(times / len(widths), 1), width)
        if score > best_score:
            best, best_score = separator, score
    return best


def _records(text: str, separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    # Split after the line breaks that csv knows only: names may hold U+2028 and the like.
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
    return csv.reader(lines, delimiter=separator, strict=strict)
