"""Files as they come: any encoding and separator, hidden sheets, errors; and what must be refused."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sheets_at_hand import Desk, fault_places

from jalon.errors import JalonError, JalonErrors
from jalon.exchange import packages
from jalon.exchange.files import FILE_LIMIT_MB, read_book
from jalon.exchange.sheets import CellError, Merge, Uncached, column_letters, column_number

HEADER = "Nom;Prénom;Entrée\nBâ;Awa;2021-03-25\n"


def refused(path: Path) -> str:
    with pytest.raises(JalonError) as error:
        read_book(path)
    assert error.value.place.file == path.name or error.value.id == "no_such_file"
    return error.value.id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_separators(desk: Desk, encoding: str, separator: str, line_end: str) -> None:
    path = desk.csv(HEADER.replace(";", separator).replace("\n", line_end), encoding)
    (person,) = desk.read(path).people
    assert (person.name.family, person.place.row) == ("Bâ", 2)


def test_quoted_line_breaks_and_the_sep_line_do_not_move_the_rows(desk: Desk) -> None:
    path = desk.csv(
        'sep=;\r\nNom;Prénom;"Date\nd\'entrée";Adresse\r\nBa;Awa;2021-03-01;"1 rue\nX; y"\r\nSy;Ali;31/02/2021;\r\n'
    )
    reading = desk.read(path)
    assert reading.people[0].address == "1 rue X; y"
    assert fault_places(reading) == [("date_no_such_day", 3, "Date d'entrée")]


def test_decimal_commas_do_not_look_like_separators(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Entrée;Satisfaction\nBa;Awa;2021-03-01;4,5\nSy;Ali;2021-03-01;3,5\n")
    assert [person.at_exit["satisfaction"].number is not None for person in desk.read(path).people] == [True, True]


def test_letters_cut_from_utf8_are_lost_not_misread(desk: Desk) -> None:
    path = desk.folder / "cut.csv"
    path.write_bytes(
        "Nom;Prénom;Entrée\nKoné;Zoé;2021-03-01\nTrần;Hoa;2021-03-01\n".encode().replace(b"Zo\xc3\xa9", b"Zo\xc3")
    )
    first, second = desk.read(path).people
    assert first.name.given == "Zo\ufffd" and first.name.has_lost_letters
    assert second.name.family == "Trần"


def test_an_unclosed_quote_is_refused_rather_than_swallowing_rows(desk: Desk) -> None:
    assert refused(desk.csv('Nom,Prénom\n"Ba,Awa\nSy,Ali\n')) == "quote_unclosed"


def test_errors_formulas_merges_and_hidden_sheets_of_xlsx(desk: Desk) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Nom", "=1+1", "x"])
    page["C1"].value, page["C1"].data_type = "#N/A", "e"
    page.merge_cells("A2:C2")
    book.create_sheet("caché").sheet_state = "hidden"
    book.save(desk.folder / "a.xlsx")
    first, second = read_book(desk.folder / "a.xlsx").sheets
    assert list(first.rows[0]) == ["Nom", Uncached("1+1"), CellError("#N/A")]
    assert first.merges == (Merge(1, 0, 1, 2),)
    assert (first.is_hidden, second.is_hidden) == (False, True)


def test_a_formula_calculated_to_an_empty_text_is_blank(desk: Desk) -> None:
    path = desk.xlsx({"L": [["Nom", "=1+1"]]})
    calculated = repack(
        path,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v></v>").replace(
            b'<c r="B1">', b'<c r="B1" t="str">'
        ),
    )
    assert read_book(calculated).sheets[0].rows[0][0] == "Nom"
    assert not any(isinstance(cell, Uncached) for cell in read_book(calculated).sheets[0].rows[0])


def test_zeros_of_a_program_that_does_not_calculate_are_no_values(desk: Desk) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(desk.folder / "w.xlsx")) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "Nom")
        page.write_formula(0, 1, "=1+1")
    assert list(read_book(desk.folder / "w.xlsx").sheets[0].rows[0]) == ["Nom", Uncached("1+1")]


def test_errors_in_cells_are_faults(desk: Desk) -> None:
    path = desk.xlsx({"L": [["Nom", "Prénom", "Entrée"], ["Ba", "Awa", "=1+1"]]})
    broken = repack(
        path,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b'<c r="C2"><f>1+1</f><v />', b'<c r="C2" t="e"><f>1+1</f><v>#REF!</v>'),
    )
    assert fault_places(desk.read(broken)) == [("cell_error", 2, "Entrée")]


def test_ods_tells_formulas_repeats_and_merges(desk: Desk) -> None:
    sheet = read_book(desk.ods([["Nom", "=1+1"], [], [None, 2]])).sheets[0]
    assert [list(row) for row in sheet.rows] == [["Nom", Uncached("1+1")], [], [None, 2]]


def repack(path: Path, part: str, change: Callable[[bytes], bytes], name: str = "changed") -> Path:
    """The same package with one part changed."""
    target = path.with_name(name + path.suffix)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for entry in source.namelist():
            data = source.read(entry)
            changed.writestr(entry, change(data) if entry == part else data)
    return target


def container(streams: list[str]) -> bytes:
    """An OLE container with empty streams of these names."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0) + b"\xff" * 432
    sectors = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    entries = b""
    for stream in streams:
        name = stream.encode("utf-16-le") + b"\0\0"
        entries += name.ljust(64, b"\0") + struct.pack("<HBB3I", len(name), 2, 1, *[0xFFFFFFFF] * 3) + bytes(36)
        entries += struct.pack("<IQ", 0xFFFFFFFE, 0)
    return head + sectors + entries.ljust(512, b"\0")


def test_files_that_cannot_be_read_are_named_and_refused(desk: Desk) -> None:
    whole = desk.xlsx({"L": [["Nom"] * 50] * 50}).read_bytes()
    noise = random.Random(1).randbytes(400)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    cases = {
        "empty.xlsx": (b"", "file_empty"),
        "blank.csv": (b"\n\n ;;\n", "file_empty"),
        "cut.xlsx": (whole[:2000], "file_corrupted"),
        "noise.xlsx": (b"PK\x03\x04" + noise, "file_corrupted"),
        "noise.xls": (bytes.fromhex("d0cf11e0a1b11ae1") + noise * 3, "file_corrupted"),
        "hit.xlsx": (whole[: len(whole) // 3] + noise[:200] + whole[len(whole) // 3 + 200 :], "file_corrupted"),
        "photo.csv": (b"\x89PNG\r\n\x1a\n" + noise, "file_not_a_sheet"),
        "scan.csv": (b"\xff\xd8\xff\xe0" + noise, "file_not_a_sheet"),
        "noise.csv": (noise * 5, "file_not_a_sheet"),
        "report.csv": (b"%PDF-1.7\n", "file_not_a_sheet"),
        "page.xls": (b"<html><table><tr><td>Nom</td></tr></table></html>", "file_not_a_sheet"),
        "letter.xlsx": (other.getvalue(), "file_not_a_sheet"),
        "letter.xls": (container(["Root Entry", "WordDocument"]), "file_not_a_sheet"),
        "nothing.xls": (container(["Root Entry"]), "file_corrupted"),
        "locked.xlsx": (container(["Root Entry", "EncryptionInfo", "EncryptedPackage"]), "file_protected"),
    }
    for name, (data, expected) in cases.items():
        path = desk.folder / name
        path.write_bytes(data)
        assert refused(path) == expected, name
        if expected == "file_not_a_sheet":
            with pytest.raises(JalonError) as error:
                read_book(path)
            found = error.value.details["found"]
            assert found.en != found.fr, name
    assert refused(desk.folder / "absent.xlsx") == "no_such_file"
    with pytest.raises(JalonError) as folder:
        read_book(desk.folder)
    assert folder.value.id == "file_is_a_folder"
    with pytest.raises(JalonErrors) as several:
        desk.read(desk.folder / "empty.xlsx", desk.folder / "photo.csv")
    assert [error.id for error in several.value.errors] == ["file_empty", "file_not_a_sheet"]


def test_a_workbook_without_any_cell_is_empty(desk: Desk) -> None:
    assert refused(desk.xlsx({"L": []})) == "file_empty"


def test_a_file_of_50_mb_is_refused_unread(desk: Desk) -> None:
    path = desk.folder / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(FILE_LIMIT_MB * 1_000_000)
    assert refused(path) == "file_too_large"


def test_an_encrypted_ods_is_protected(desk: Desk) -> None:
    path = desk.ods([["Nom"]])
    locked = repack(
        path,
        "META-INF/manifest.xml",
        lambda part: part.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"),
    )
    assert refused(locked) == "file_protected"


def test_a_zip_bomb_is_refused_by_its_directory(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_LIMIT", 3_000_000)
    path = desk.xlsx({"L": [["Nom"]]})
    bomb = repack(path, "xl/worksheets/sheet1.xml", lambda part: part + b" " * 4_000_000)
    assert bomb.stat().st_size < 50_000
    assert refused(bomb) == "file_bomb"


def test_a_zip_bomb_whose_directory_lies_is_refused(desk: Desk) -> None:
    path = desk.xlsx({"L": [["Nom"]]})
    bomb = repack(path, "xl/worksheets/sheet1.xml", lambda part: part + b" " * 4_000_000)
    with zipfile.ZipFile(bomb) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    bomb.write_bytes(bomb.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert refused(bomb) == "file_corrupted"


def test_declared_entities_are_refused(desk: Desk) -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    path = repack(desk.xlsx({"L": [["Nom"]]}), "xl/worksheets/sheet1.xml", lambda part: entity + part)
    assert refused(path) == "file_corrupted"
    path = repack(
        desk.ods([["Nom"]]), "content.xml", lambda part: part.replace(b"<?xml", b"<!DOCTYPE x><?xml", 1), "entity"
    )
    assert refused(path) == "file_corrupted"


def test_a_cell_far_away_is_refused_before_it_fills_the_memory(desk: Desk) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = repack(
        desk.xlsx({"L": [["Nom"]]}), "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", far)
    )
    assert refused(path) == "sheet_too_wide"
    path = repack(
        desk.ods([["Nom"]]),
        "content.xml",
        lambda part: part.replace(
            b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="99999999" '
        ),
    )
    assert refused(path) == "sheet_too_wide"


def test_damaged_files_never_end_in_anything_but_a_clear_error(desk: Desk) -> None:
    rows = [["Nom", "Prénom", "Entrée"], ["Ba", "Awa", "2021-03-25"]]
    dice = random.Random(7)
    for whole in (desk.xls(rows), desk.ods(rows), desk.xlsx({"L": rows}), desk.csv(HEADER)):
        data = whole.read_bytes()
        for _ in range(40):
            hurt = bytearray(data)
            for _ in range(dice.randrange(1, 20)):
                hurt[dice.randrange(len(hurt))] = dice.randrange(256)
            path = desk.folder / f"hurt{whole.suffix}"
            path.write_bytes(bytes(hurt))
            try:
                desk.read(path)
            except (JalonError, JalonErrors) as error:
                assert error.exit_code


def test_columns_are_lettered_as_sheets_letter_them() -> None:
    for number, letters in ((0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")):
        assert (column_letters(number), column_number(letters)) == (letters, number)
