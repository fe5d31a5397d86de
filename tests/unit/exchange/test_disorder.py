"""Disorder around and inside tables: offsets, legends, translations, lost letters, headings without a name."""

from __future__ import annotations

import datetime as dt

from sheets_at_hand import Desk, fault_places, full_names

from jalon.exchange.rows import Answer


def test_letters_lost_in_headings_and_answers(desk: Desk) -> None:
    path = desk.csv(
        "Nom;Pr?nom;N?e le;Nationalit?;Date d'entr?e;Niveau d'?tudes;Projet professionnel d?fini ?\n"
        "Kon?;A?cha;25/03/1990;S?n?gal;2021-03-04;Lyc?e;Oui\n"
    )
    reading = desk.read(path)
    assert not reading.faults and not reading.notices
    (person,) = reading.people
    assert (person.name.given, person.nationality, person.entry) == ("A?cha", "SN", dt.date(2021, 3, 4))
    assert person.at_entry == {"education": Answer("upper_secondary")}
    assert person.at_exit == {"professional_project": Answer("yes")}


def test_a_lost_letter_that_leaves_two_countries_is_a_fault(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Entrée;Pays\nBa;Awa;2021-03-04;?ran\nSy;Ali;2021-03-04;Ira?\n")
    reading = desk.read(path)
    assert [person.country for person in reading.people] == ["IR"]
    assert fault_places(reading) == [("country_ambiguous", 3, "Pays")] or fault_places(reading) == [
        ("value_not_understood", 3, "Pays")
    ]


def test_a_table_away_from_the_corner(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "L": [
                [],
                [],
                [None, None, "Nom", "Prénom", "Entrée"],
                [None, None, "Ba", "Awa", dt.date(2021, 1, 2)],
                [None, None, "Total", None, 1],
            ]
        }
    )
    (person,) = desk.read(path).people
    assert person.place.row == 4


def test_headings_written_twice_in_two_languages(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "L": [
                ["Nom", "Prénom", "Date de naissance", "Sexe", "Date d'entrée"],
                ["Last name", "First name", "Date of birth", "Sex", "Entry date"],
                ["Ba", "Awa", dt.date(1990, 1, 2), "F", dt.date(2021, 1, 2)],
            ]
        }
    )
    reading = desk.read(path)
    assert full_names(reading.people) == ["Awa Ba"] and not reading.faults


def test_hxl_tags_under_a_list_of_people(desk: Desk) -> None:
    path = desk.csv("A,B,Sexe,Date d'entrée\n#name+family,#name+given,#sex,#date+start\nBa,Awa,F,2021-01-02\n")
    (person,) = desk.read(path).people
    assert (person.name.family, person.name.given, person.sex, person.entry) == (
        "Ba",
        "Awa",
        "female",
        dt.date(2021, 1, 2),
    )


def test_a_legend_under_a_matrix_names_nobody(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "P": [
                ["Nom", "Prénom", dt.date(2021, 1, 5)],
                ["Ba", "Awa", "x"],
                [],
                ["x", "présent"],
                ["abs", "absent"],
                ["Légende : x = présent"],
            ]
        }
    )
    assert {mark.person.place.row for mark in desk.read(path).marks} == {2}


def test_marks_under_a_column_without_heading_are_not_lost(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;05/01/2021;;13/01/2021\nBa;Awa;x;;x\nSy;Ali;x;x;x\n")
    reading = desk.read(path)
    assert fault_places(reading) == [("session_without_date", 3, "[D]")]
    assert len(reading.marks) == 2


def test_a_matrix_without_any_date_says_so_for_every_mark(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Séance 1;Séance 2\nBa;Awa;x;\nSy;Ali;x;abs\n")
    assert [id for id, _, _ in fault_places(desk.read(path))] == ["session_without_date"] * 3


def test_english_days_after_the_month(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Attendance": [
                ["Name", "French", None, "Budget"],
                [None, "Jan 12", "Jan 19", "Feb 2"],
                ["Awa Ba", "✔", "late", "exc"],
            ]
        }
    )
    assert [(mark.session.activity, mark.session.date, mark.mark) for mark in desk.read(path).marks] == [
        ("French", dt.date(2021, 1, 12), "present"),
        ("French", dt.date(2021, 1, 19), "present"),
        ("Budget", dt.date(2021, 2, 2), "excused"),
    ]


def test_months_that_could_carry_years_are_no_days(desk: Desk) -> None:
    path = desk.csv("Name;Surname;Jan 21;Feb 21\nAwa;Ba;x;x\n")
    assert [id for id, _, _ in fault_places(desk.read(path))] == ["session_without_date"] * 2


def test_a_workbook_with_a_sheet_for_each_activity(desk: Desk) -> None:
    rows = [["Nom", "Prénom", dt.date(2021, 1, 5)], ["Ba", "Awa", "x"]]
    path = desk.xlsx({"Présences Couture": rows, "Français": rows, "Janvier 2021": rows})
    assert [mark.session.activity for mark in desk.read(path).marks] == ["Couture", "Français", None]
    assert [mark.session.activity for mark in desk.read(path, session_is_given=True).marks] == [None, None, None]


def test_totals_under_years(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "T": [
                ["Partner", "Country", "2020", None, "2021", None],
                [None, None, "Female", "Male", "Female", "Male"],
                ["A", "Kenya", 10, 20, 30, 40],
            ]
        },
        {"T": ["C1:D1", "E1:F1"]},
    )
    reading = desk.read(path)
    assert not reading.questions
    assert [(row.start.year, row.breakdown["sex"], row.value) for row in reading.totals] == [
        (2020, "female", 10),
        (2020, "male", 20),
        (2021, "female", 30),
        (2021, "male", 40),
    ]
    path = desk.csv("Organisation,Indicateur,2020,2021,Source\nA,jeunes formés,10,12,rapport\n")
    assert [(row.start.year, row.value) for row in desk.read(path).totals] == [(2020, 10), (2021, 12)]


def test_a_thousand_people_in_any_format_keep_their_rows(desk: Desk) -> None:
    rows = [
        ["Nom", "Prénom", "Entrée"],
        *(["Ba", f"Awa {letter}", dt.date(2021, 1, 2)] for letter in "abcdefghij" * 100),
    ]
    for path in (desk.xlsx({"L": rows}), desk.ods(rows), desk.xls(rows)):
        people = desk.read(path).people
        assert [person.place.row for person in people] == list(range(2, 1002))
