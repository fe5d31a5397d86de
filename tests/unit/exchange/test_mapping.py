"""Mappings: what a user writes, what an import saves, and errors with their lines."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sheets_at_hand import Desk

from jalon.errors import JalonError, JalonErrors
from jalon.exchange.mapping import Mapping, SheetMapping
from jalon.exchange.rows import Layout

WRITTEN = """\
complete_lists: true
first_january: year
constants: {sex: female, country: NO}
activities: {Ateliers sociolinguistiques: ASL}
sheets:
  - file: "register [1]*.xlsx"
    sheet: Présences
    layout: matrix
    header_row: 2
    columns: {Nom: family, Prénom: given}
    date_order: {sessions: day_first}
    ones: mark
"""


def test_a_mapping_says_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(WRITTEN, encoding="utf-8")
    mapping = Mapping.load(tmp_path / "m.yaml")
    assert mapping.constants == {"sex": "female", "country": "NO"}, "NO is Norway"
    sheet = mapping.for_sheet("register [1] mars.xlsx", "Présences")
    assert sheet is not None and sheet.layout is Layout.MATRIX and sheet.ones == "mark"
    assert mapping.for_sheet("register 1 mars.xlsx", "Présences") is None, "brackets are no pattern"
    mapping.save(tmp_path / "again.yaml")
    assert Mapping.load(tmp_path / "again.yaml") == mapping
    assert Mapping.parse("") == Mapping() == Mapping.parse(Mapping().text())


@pytest.mark.parametrize(
    ("text", "row", "field", "nearest"),
    [
        ("sheets:\n  - layot: people\n", 2, "sheets.0.layot", "layout"),
        ("complete_list: true\n", 1, "complete_list", "complete_lists"),
        ("sheets:\n  - file: a\n    header_row: 0\n", 3, "sheets.0.header_row", None),
        ("sheets:\n  - ones: maybe\n", 2, "sheets.0.ones", None),
        ("first_january: day\nconstants: {sx: f}\n", 2, "constants", None),
        ("first_january: day\nfirst_january: year\n", 2, "first_january", None),
        ("- 1\n", 1, "", None),
    ],
)
def test_errors_name_their_line(text: str, row: int, field: str, nearest: str | None) -> None:
    with pytest.raises(JalonErrors) as wrong:
        Mapping.parse(text, file="m.yaml")
    (error,) = wrong.value.errors
    assert (error.id, error.place.file, error.place.row, error.place.field) == ("mapping_invalid", "m.yaml", row, field)
    assert error.nearest == nearest


@pytest.mark.parametrize("text", ["[[[", "[" * 10_000, "a: &a [1]\nb: *a\n", "a: b: c", "\tx"])
def test_what_is_no_yaml(text: str) -> None:
    with pytest.raises(JalonError) as wrong:
        Mapping.parse(text)
    assert wrong.value.id == "mapping_unreadable"


def test_files_that_are_no_mapping(tmp_path: Path) -> None:
    with pytest.raises(JalonError) as absent:
        Mapping.load(tmp_path / "m.yaml")
    (tmp_path / "m.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(JalonError) as binary:
        Mapping.load(tmp_path / "m.yaml")
    assert (absent.value.id, binary.value.id) == ("no_such_file", "mapping_unreadable")


def test_what_is_read_is_saved_and_reads_the_same(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Liste": [
                ["Titre"],
                ["Nom", "Prénom", "Née le", "Entrée", "Sexe"],
                ["Ba", "Awa", "03/04/1990", dt.date(2021, 1, 2), "F"],
            ],
            "P": [["Nom", "Prénom", "05/03", "06/03"], ["Ba", "Awa", "1", "x"]],
        }
    )
    reading, mapping = desk.read(path), desk.used(path)
    assert len(reading.questions) == 3
    for question in reading.questions:
        mapping = mapping.answered(question, question.options[0])
    mapping.save(desk.folder / "m.yaml")
    saved = Mapping.load(desk.folder / "m.yaml")
    again, used = desk.read(path, mapping=saved), desk.used(path, mapping=saved)
    assert not again.questions and used == saved
    assert again.people[0].birth and again.people[0].birth.first_day == dt.date(1990, 4, 3)
    assert [mark.session.date for mark in again.marks] == [dt.date(2021, 3, 5), dt.date(2021, 3, 6)]
    april = desk.xlsx(
        {
            "Liste": [
                ["Nom", "Prénom", "Née le", "Entrée", "Sexe"],
                ["Sy", "Ali", "03/04/1990", dt.date(2021, 4, 2), "M"],
            ]
        },
        name="avril.xlsx",
    )
    later = desk.read(april, mapping=saved)
    assert not later.questions, "next month's file reads by the name of its sheet"
    assert later.people[0].birth and later.people[0].birth.first_day == dt.date(1990, 4, 3)


def test_a_csv_of_another_month_reads_by_its_headings(desk: Desk) -> None:
    march = desk.csv("Nom;Prénom;Née le;Entrée\nBa;Awa;03/04/1990;2021-03-01\n", name="mars.csv")
    mapping = desk.used(march).answered(desk.read(march).questions[0], "day_first")
    april = desk.csv("Nom;Prénom;Née le;Entrée\nSy;Ali;05/04/1990;2021-04-01\n", name="avril.csv")
    assert not desk.read(april, mapping=mapping).questions


def test_a_mapping_overrides_what_would_be_recognised(desk: Desk) -> None:
    path = desk.csv("x;y;Arrivée à la maison;Code\nBa;Awa;2021-03-25;7\n")
    mapping = Mapping(
        sheets=(
            SheetMapping(
                layout=Layout.PEOPLE,
                header_row=1,
                columns={"x": "family", "Y": "given", "arrivée a la maison": "entry", "Code": "ignored"},
                constants={"nationality": "Sénégal", "exit": "2021-12-31"},
            ),
        )
    )
    (person,) = desk.read(path, mapping=mapping).people
    assert (person.name.family, person.entry, person.reference) == ("Ba", dt.date(2021, 3, 25), None)
    assert (person.nationality, person.exit) == ("SN", dt.date(2021, 12, 31))


@pytest.mark.parametrize(
    ("sheet", "id"),
    [
        (SheetMapping(columns={"Prenoms": "given"}), "mapping_column_missing"),
        (SheetMapping(columns={"Nom": "famly"}), "mapping_invalid"),
        (SheetMapping(columns={"Nom": "employment@later"}), "mapping_invalid"),
        (SheetMapping(header_row=9), "mapping_header_row"),
        (SheetMapping(layout=Layout.MATRIX), "mapping_layout"),
        (SheetMapping(layout=Layout.TOTALS), "mapping_layout"),
        (SheetMapping(columns={"Nom": "ignored", "Prénom": "ignored"}, layout=Layout.PEOPLE), "mapping_layout"),
        (SheetMapping(constants={"country": "Atlantis"}), "mapping_invalid"),
        (SheetMapping(constants={"entry": "03/04/2021"}), "mapping_invalid"),
    ],
)
def test_a_mapping_that_cannot_hold(desk: Desk, sheet: SheetMapping, id: str) -> None:
    path = desk.csv("Nom;Prénom;Entrée\nBa;Awa;2021-03-25\n")
    with pytest.raises(JalonError) as wrong:
        desk.read(path, mapping=Mapping(sheets=(sheet,)))
    assert wrong.value.id == id


def test_a_period_constant_that_is_none(desk: Desk) -> None:
    path = desk.csv("Organisation;Pays;Participants\nClub;Liban;45\n")
    with pytest.raises(JalonError) as wrong:
        desk.read(path, mapping=Mapping.parse("constants: {period: soon}"))
    assert wrong.value.id == "mapping_invalid"


def test_answers_must_be_among_the_options(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;05/03/2021;06/03/2021\nBa;Awa;x;x\n")
    question = desk.read(path).questions[0]
    with pytest.raises(JalonError) as wrong:
        desk.used(path).answered(question, "day first")
    assert (wrong.value.id, wrong.value.nearest) == ("answer_unknown", "day_first")


def test_sheets_can_be_told_to_be_ignored(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Entrée\nBa;Awa;2021-03-25\n")
    assert not desk.read(path, mapping=Mapping(sheets=(SheetMapping(layout=Layout.IGNORED),))).people


def test_files_of_one_name_are_told_apart(desk: Desk) -> None:
    (desk.folder / "b").mkdir()
    first = desk.csv("Nom;Prénom;Entrée\nBa;Awa;2021-03-25\n")
    second = desk.csv("Nom;Prénom;Entrée\nSy;Ali;2021-03-25\n", name="b/register.csv")
    assert {person.place.file for person in desk.read(first, second).people} == {str(first), str(second)}
