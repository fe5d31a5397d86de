"""Any register file to a Book: told apart by content, not by name, and guarded before it is read."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from jalon.errors import Bilingual, JalonError, Place
from jalon.exchange.delimited import read_delimited
from jalon.exchange.ods import read_ods
from jalon.exchange.sheets import Book, is_blank
from jalon.exchange.xls import OLE_SIGNATURE, build_directory, read_xls
from jalon.exchange.xlsx import read_xlsx

FILE_LIMIT_MB = 50
"""Registers of 100,000 rows take under 10 MB; larger files hold pictures."""

_SIGNATURES = (
    (b"\x89PNG", Bilingual("a picture (PNG)", "une image (PNG)")),
    (b"\xff\xd8\xff", Bilingual("a picture (JPEG)", "une image (JPEG)")),
    (b"GIF8", Bilingual("a picture (GIF)", "une image (GIF)")),
    (b"BM", Bilingual("a picture (BMP)", "une image (BMP)")),
    (b"RIFF", Bilingual("a picture or a recording (RIFF)", "une image ou un enregistrement (RIFF)")),
    (b"II*\x00", Bilingual("a picture (TIFF)", "une image (TIFF)")),
    (b"MM\x00*", Bilingual("a picture (TIFF)", "une image (TIFF)")),
    (b"%PDF", Bilingual("a PDF document", "un document PDF")),
    (b"{\\rtf", Bilingual("a text document (RTF)", "un document de texte (RTF)")),
    (b"\x1f\x8b", Bilingual("a compressed file (gzip)", "un fichier compressé (gzip)")),
    (b"7z\xbc\xaf", Bilingual("an archive (7z)", "une archive (7z)")),
    (b"Rar!", Bilingual("an archive (RAR)", "une archive (RAR)")),
    (b"SQLite format 3", Bilingual("a database (SQLite)", "une base de données (SQLite)")),
)


def read_book(path: Path) -> Book:
    """The sheets of an xlsx, ods, xls or csv file. Raises JalonError saying what is wrong with the file."""
    place = Place(file=path.name)
    if path.is_dir():
        raise JalonError("file_is_a_folder", found=path)
    if not path.is_file():
        raise JalonError("no_such_file", found=path)
    size = path.stat().st_size
    if size == 0:
        raise JalonError("file_empty", place=place)
    if size >= FILE_LIMIT_MB * 1_000_000:
        raise JalonError("file_too_large", place=place, found=f"{size / 1e6:.0f}", limit=FILE_LIMIT_MB)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        book = _read_package(path)
    elif head.startswith(OLE_SIGNATURE):
        book = _read_ole(path)
    else:
        check_text(head, place)
        book = read_delimited(path)
    if all(is_blank(cell) for sheet in book.sheets for row in sheet.rows for cell in row):
        raise JalonError("file_empty", place=place)
    return book


def _read_package(path: Path) -> Book:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            is_ods = False
            if "mimetype" in names:
                with package.open("mimetype") as part:
                    is_ods = b"opendocument.spreadsheet" in part.read(200)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError, EOFError) as error:
        format = path.suffix.lstrip(".") or "xlsx"
        raise JalonError("file_corrupted", place=Place(file=path.name), format=format, found=error) from None
    if is_ods or ("content.xml" in names and path.suffix.lower() == ".ods"):
        return Book(path.name, read_ods(path))
    if "xl/workbook.xml" in names:
        return Book(path.name, read_xlsx(path))
    found = (
        Bilingual("a binary workbook (xlsb)", "un classeur binaire (xlsb)")
        if "xl/workbook.bin" in names
        else Bilingual("a zip archive or another kind of document", "une archive zip ou un document d'une autre sorte")
    )
    raise JalonError("file_not_a_sheet", place=Place(file=path.name), found=found)


def _read_ole(path: Path) -> Book:
    place = Place(file=path.name)
    try:
        streams = build_directory(path.read_bytes())
    except (struct.error, IndexError) as error:
        raise JalonError("file_corrupted", place=place, format="xls", found=error) from None
    if "encryptedpackage" in streams:
        raise JalonError("file_protected", place=place)
    if streams.keys() & {"workbook", "book"}:
        return Book(path.name, read_xls(path))
    if "worddocument" in streams:
        raise JalonError("file_not_a_sheet", place=place, found=Bilingual("a Word document", "un document Word"))
    raise JalonError(
        "file_corrupted",
        place=place,
        format="xls",
        found=Bilingual("it holds no workbook", "il ne contient pas de classeur"),
    )


def check_text(head: bytes, place: Place) -> None:
    """Raises JalonError where a file that should be csv begins as something else."""
    for signature, found in _SIGNATURES:
        if head.startswith(signature) and (signature != b"BM" or b"\0" in head):
            raise JalonError("file_not_a_sheet", place=place, found=found)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg")):
        raise JalonError(
            "file_not_a_sheet", place=place, found=Bilingual("a web page or XML", "une page web ou du XML")
        )
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise JalonError("file_not_a_sheet", place=place, found=Bilingual("binary data", "des données binaires"))
