"""Received files and correction workbooks without the rows of somebody who is erased.

A csv file or an xlsx workbook is written again without them; a file of another kind, one that cannot be
read, or one that would still hold a name, is deleted.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jalon.errors import JalonError, JalonErrors
from jalon.exchange.files import read_book
from jalon.exchange.sheets import Book, Cell, Sheet
from jalon.home import Home
from jalon.identity.names import fold, may_be
from jalon.records.actions.erasing import KnownAs

if TYPE_CHECKING:
    import xlsxwriter

PLACE_MARK = "part"


@dataclass(frozen=True, slots=True)
class ErasedFiles:
    """Names of the files written again without the rows, and of those deleted."""

    rewritten: tuple[str, ...]
    deleted: tuple[str, ...]


def erase_from_files(home: Home, known: KnownAs) -> ErasedFiles:
    """Go through every received file and correction workbook of the folder."""
    rewritten, deleted = [], []
    for path in sorted([*home.received.iterdir(), *home.corrections.iterdir()]):
        if not path.is_file():
            continue
        try:
            book = read_book(path)
        except (JalonError, JalonErrors):
            # What cannot be read cannot be shown to be free of a name.
            path.unlink()
            deleted.append(path.name)
            continue
        if not holds_name(book, known):
            continue
        if rewrite(path, without_rows(book, known), known):
            rewritten.append(path.name)
        else:
            path.unlink()
            deleted.append(path.name)
    return ErasedFiles(tuple(rewritten), tuple(deleted))


def holds_name(book: Book, known: KnownAs) -> bool:
    return any(
        row_is_theirs([sheet.name], known) or any(row_is_theirs(row, known) for row in sheet.rows)
        for sheet in book.sheets
    )


def row_is_theirs(row: Sequence[Cell], known: KnownAs) -> bool:
    """Whether a row holds a full name, in whatever order and cells, or a telephone number or mail address.

    A homonym's row goes too: the file cannot tell them apart, and the records keep the homonym.
    """
    cells = [fold(text) for cell in row if (text := str(cell or ""))]
    words = [word for cell in cells for word in cell.split()]
    for names in known.names:
        wanted = fold(" ".join(names)).split()
        if len(wanted) == 1:
            if wanted[0] in cells:
                return True
        elif wanted and all(any(is_word(written, word) for written in words) for word in wanted):
            return True
    plain = {digits_or_text(str(cell)) for cell in row if cell not in (None, "")}
    return any(digits_or_text(contact) in plain for contact in known.contacts)


def is_word(written: str, word: str) -> bool:
    """The same word, letters lost to `?` set aside."""
    return written == word or ("?" in written and may_be(written, word))


def digits_or_text(contact: str) -> str:
    """A telephone number as its digits, anything else in lower case: both however they are spaced."""
    digits = re.sub(r"[\s().+-]", "", contact).lstrip("0")
    return digits if digits.isdigit() else contact.strip().lower()


def without_rows(book: Book, known: KnownAs) -> Book:
    sheets = tuple(
        Sheet(sheet.name, [row for row in sheet.rows if not row_is_theirs(row, known)], is_hidden=sheet.is_hidden)
        for sheet in book.sheets
    )
    return Book(book.file, sheets, book.encoding, book.separator)


def rewrite(path: Path, book: Book, known: KnownAs) -> bool:
    """Write the book in the place of its file; say whether that could be done without the name."""
    part = path.with_name(f"{path.stem}.{PLACE_MARK}{path.suffix}")
    try:
        if book.separator is not None:
            write_csv(part, book)
        elif path.suffix == ".xlsx":
            write_xlsx(part, book.sheets)
        else:
            return False
        if holds_name(read_book(part), known):
            return False
        part.chmod(0o600)
        part.replace(path)
    except (JalonError, JalonErrors, UnicodeEncodeError):
        # Nothing but her rows stood in it, or its encoding cannot be written.
        return False
    else:
        return True
    finally:
        part.unlink(missing_ok=True)


def write_csv(path: Path, book: Book) -> None:
    encoding = "utf-8" if book.encoding == "cp1252" and holds_lost_letters(book) else book.encoding or "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=book.separator or ";").writerows(book.sheets[0].rows)


def holds_lost_letters(book: Book) -> bool:
    return any("\ufffd" in str(cell) for row in book.sheets[0].rows for cell in row)


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    """Values alone: styles, comments and properties, where a name may hide, are left behind."""
    import xlsxwriter  # late: few of those who are erased stand in a file

    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(path, options) as workbook:
        for sheet in sheets:
            written = workbook.add_worksheet(sheet.name)
            if sheet.is_hidden:
                written.hide()
            for at, row in enumerate(sheet.rows):
                for column, cell in enumerate(row):
                    write_cell(written, at, column, cell)


def write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, dt.date | dt.datetime | dt.time | dt.timedelta):
        sheet.write_datetime(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, str(cell))
