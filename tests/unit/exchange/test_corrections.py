"""Correction workbooks: rows as they came, reasons beside them, and back in once mended."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from sheets_at_hand import PROJECT, Desk, fault_places

from jalon.errors import Fault, Place
from jalon.exchange.corrections import REASON_HEADING, write_corrections
from jalon.exchange.files import read_book
from jalon.exchange.read import MAPPING_SHEET, read_files

COMMAND = "=cmd|' /C calc'!A0"


def test_faulty_rows_go_out_as_they_came_and_come_back_mended(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Participantes": [
                ["Registre", None, None, None],
                ["Nom", "Prénom", "Née le", "Entrée", "N° dossier"],
                ["Ba", "Awa", "03/04/1990", dt.date(2021, 1, 2), "001"],
                ["Sy", "Ali", "31/02/1990", dt.date(2021, 1, 2), "002"],
                ["Do", "Re", "25/02/1990", "=1+1", "003"],
                ["Mi", "Fa", "25/02/1990", dt.date(2021, 1, 2), "004"],
            ],
            "Présences": [["Nom", "Prénom", "Couture", None], [None, None, "05/03", "26/03"], ["Ba", "Awa", "1", "?!"]],
        },
        {"Présences": ["C1:D1"], "Participantes": ["A1:D1"]},
    )
    reading, mapping = read_files([path], PROJECT)
    for question in reading.questions:
        mapping = mapping.answered(question, "mark")
    reading, mapping = read_files([path], PROJECT, mapping)
    assert fault_places(reading) == [
        ("date_no_such_day", 4, "Née le"),
        ("cell_uncached", 5, "Entrée"),
        ("mark_not_understood", 3, "Couture / 26/03"),
    ]
    stranger = Fault("row_without_name", Place(path.name, "Participantes", 6, "Nom"))
    target = desk.folder / "corrections.xlsx"
    assert write_corrections(target, [path], [*reading.faults, stranger], mapping, language="fr") == 4

    unmended = desk.read(target)
    assert not unmended.questions, "the workbook carries its mapping"
    assert [id for id, _, _ in fault_places(unmended)] == ["date_no_such_day", "cell_command", "mark_not_understood"]
    assert [person.reference for person in unmended.people] == ["004"]

    book = openpyxl.load_workbook(target)
    page = book["Participantes"]
    assert [cell.value for cell in page[2]] == ["Nom", "Prénom", "Née le", "Entrée", "N° dossier", REASON_HEADING]
    assert [cell.value for cell in page[3]][:5] == [
        "Sy",
        "Ali",
        "31/02/1990",
        dt.datetime.combine(dt.date(2021, 1, 2), dt.time()),
        "002",
    ]
    assert "calendrier" in str(page["F3"].value) and page["C3"].comment is not None
    assert page["C3"].fill.fgColor.rgb != page["B3"].fill.fgColor.rgb
    assert book["Présences"].merged_cells.ranges and book[MAPPING_SHEET].sheet_state == "hidden"
    page["C3"], page["D4"], book["Présences"]["D3"] = "28/02/1990", dt.date(2021, 3, 4), "x"
    book.save(target)
    mended = desk.read(target)
    assert not mended.faults and not mended.questions
    assert [(person.reference, person.entry) for person in mended.people] == [
        ("002", dt.date(2021, 1, 2)),
        ("003", dt.date(2021, 3, 4)),
        ("004", dt.date(2021, 1, 2)),
    ]
    assert [mark.session.activity for mark in mended.marks] == ["Couture", "Couture"]


def test_commands_go_out_as_text(desk: Desk) -> None:
    path = desk.csv(f"Nom,Prénom,Entrée\n{COMMAND},Awa,2021-03-25\n")
    reading, mapping = read_files([path], PROJECT)
    target = desk.folder / "corrections.xlsx"
    write_corrections(target, [path], reading.faults, mapping)
    cell = openpyxl.load_workbook(target)["register"]["A2"]
    assert (cell.value, cell.data_type) == (COMMAND, "s")
    assert fault_places(desk.read(target)) == [("cell_command", 2, "Nom")]


def test_sheets_of_two_files_keep_apart(desk: Desk) -> None:
    long_name = "registre des participantes du quartier"
    first = desk.csv("Nom;Prénom;Entrée\nBa;Awa;31/02/2021\n", name=f"{long_name} A.csv")
    second = desk.csv("Nom;Prénom;Arrivée\nSy;Ali;31/04/2021\nDo;Re;2021-03-04\n", name=f"{long_name} B.csv")
    reading, mapping = read_files([first, second], PROJECT)
    target = desk.folder / "corrections.xlsx"
    assert write_corrections(target, [first, second], reading.faults, mapping) == 2
    sheets = read_book(target).sheets
    assert len({sheet.name for sheet in sheets}) == 3 and all(len(sheet.name) <= 31 for sheet in sheets)
    assert [place for _, _, place in fault_places(desk.read(target))] == ["Entrée", "Arrivée"]


def test_corrections_of_corrections_keep_one_column_of_reasons(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Entrée\nBa;Awa;31/02/2021\n")
    reading, mapping = read_files([path], PROJECT)
    first, second = desk.folder / "first.xlsx", desk.folder / "second.xlsx"
    write_corrections(first, [path], reading.faults, mapping)
    reading, mapping = read_files([first], PROJECT)
    write_corrections(second, [first], reading.faults, mapping)
    assert [cell for cell in read_book(second).sheets[0].rows[0] if cell] == ["Nom", "Prénom", "Entrée", REASON_HEADING]
    assert fault_places(desk.read(second)) == [("date_no_such_day", 2, "Entrée")]


@pytest.mark.parametrize("format", ["xls", "ods"])
def test_every_format_comes_out(desk: Desk, format: str) -> None:
    rows = [["Nom", "Prénom", "Née le", "Entrée"], ["Ba", "Awa", dt.date(1990, 1, 2), "31/02/2021"]]
    path = desk.xls(rows) if format == "xls" else desk.ods(rows)
    reading, mapping = read_files([path], PROJECT)
    target = desk.folder / "corrections.xlsx"
    assert write_corrections(target, [path], reading.faults, mapping) == 1
    assert read_book(target).sheets[0].rows[1][2] == dt.date(1990, 1, 2)
