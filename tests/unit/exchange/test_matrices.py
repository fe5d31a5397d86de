"""Presence matrices: sessions in any kind of heading, marks in any kind of writing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from sheets_at_hand import PROJECT, Desk, fault_places

from jalon.errors import NOWHERE, Fault
from jalon.exchange.marks import Marked, read_mark
from jalon.exchange.rows import Context, SessionKey


def day(month: int, number: int) -> dt.date:
    return dt.date(2021, month, number)


def test_activities_above_dated_columns_and_a_total_row(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "P": [
                [None, "Couture", None, None, "Informatique", None],
                ["Nom et prénom", "05/03", "12/03", "19/03", day(3, 6), "13/03", "Total"],
                ["Diop Awa", "x", "✓", "abs", None, "x", 3],
                ["Sy Ali", None, "2h", "x", "1,5", "exc", 2],
                ["Total présents", 1, 2, 1, 1, 1, None],
            ]
        },
        {"P": ["B1:D1", "E1:F1"]},
    )
    reading = desk.read(path)
    assert not reading.faults and not reading.questions
    assert [(mark.person.name.family, mark.mark, mark.hours) for mark in reading.marks] == [
        ("Diop Awa", "present", None),
        ("Diop Awa", "present", None),
        ("Diop Awa", "absent", None),
        ("Diop Awa", "", None),
        ("Diop Awa", "present", None),
        ("Sy Ali", "", None),
        ("Sy Ali", "present", Decimal(2)),
        ("Sy Ali", "present", None),
        ("Sy Ali", "present", Decimal("1.5")),
        ("Sy Ali", "excused", None),
    ]
    assert [mark.session for mark in reading.marks[:5]] == [
        SessionKey("Couture", day(3, 5)),
        SessionKey("Couture", day(3, 12)),
        SessionKey("Couture", day(3, 19)),
        SessionKey("Informatique", day(3, 6)),
        SessionKey("Informatique", day(3, 13)),
    ]


def test_a_csv_whose_headings_nothing_merges(desk: Desk) -> None:
    path = desk.csv(
        "Nom;Prénom;Couture;;Informatique;\n;;05/03/2021;19/03/2021;06/03/2021;13/03/2021\nDiop;Awa;x;abs;x;\n"
    )
    sessions = [mark.session for mark in desk.read(path).marks]
    assert [(session.activity, session.date) for session in sessions] == [
        ("Couture", day(3, 5)),
        ("Couture", day(3, 19)),
        ("Informatique", day(3, 6)),
        ("Informatique", day(3, 13)),
    ]


def test_days_under_months(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Attendance": [
                ["Attendance sheet – English class"],
                ["Name", None, "March 2021", None, None, "avril", None],
                [None, None, 5, 12, 19, 2, 9],
                ["Surname", "First name", None, None, None, None, None],
                ["Diop", "Awa", "X", None, "A", "p", "E"],
            ]
        },
        {"Attendance": ["C2:E2", "F2:G2"]},
    )
    marks = desk.read(path).marks
    assert [mark.session.date for mark in marks] == [day(3, 5), day(3, 12), day(3, 19), day(4, 2), day(4, 9)]
    assert [mark.mark for mark in marks] == ["present", "", "absent", "present", "excused"]
    assert marks[1].place.column == "March 2021 / 12"


def test_rows_that_say_what_they_are(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "P": [
                ["Activité", None, "Couture", "Couture", "CV"],
                ["Lieu", None, "Dakar", "Thiès", "Dakar"],
                ["Date", None, day(3, 5), day(3, 6), day(3, 7)],
                ["Nom", "Prénom", None, None, None],
                ["Ba", "Awa", "x", None, "x"],
            ]
        }
    )
    assert [mark.session for mark in desk.read(path).marks] == [
        SessionKey("Couture", day(3, 5), "", "Dakar"),
        SessionKey("Couture", day(3, 6), "", "Thiès"),
        SessionKey("CV", day(3, 7), "", "Dakar"),
    ]


def test_dates_among_words_and_an_activity_in_the_title(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "P": [
                ["Activité : Recherche d'emploi"],
                ["Nom", "Prénom", "Sexe", "Atelier CV 12/03/2021", "Séance 3 - 26/03/2021", "Total"],
                ["Diop", "Awa", "F", "x", None, "1"],
            ]
        }
    )
    reading = desk.read(path)
    assert [(mark.session.activity, mark.session.label, mark.session.date) for mark in reading.marks] == [
        ("Atelier CV", "", day(3, 12)),
        ("Recherche d'emploi", "Séance 3", day(3, 26)),
    ]
    assert reading.marks[0].person.sex == "female"


def test_two_sessions_on_one_day_are_told_apart(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;25/03/2021;25/03/2021\nBa;Awa;x;abs\n")
    assert [mark.session.label for mark in desk.read(path).marks] == ["", "2"]


def test_an_activity_named_like_a_question_is_an_activity(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Emploi;Français\n;;25/03/2021;26/03/2021\nBa;Awa;x;x\n")
    assert [mark.session.activity for mark in desk.read(path).marks] == ["Emploi", "Français"]


def test_a_row_without_marks_still_yields(desk: Desk) -> None:
    path = desk.csv("Participante;05/01/2021;19/01/2021\nBa Awa;;\nZoé;x;\n")
    assert [(mark.person.name.family, mark.mark) for mark in desk.read(path).marks] == [
        ("Ba Awa", ""),
        ("Ba Awa", ""),
        ("Zoé", "present"),
        ("Zoé", ""),
    ]


@pytest.mark.parametrize("others", ["x;2h", "x;x", "0;0", "1;1"])
def test_a_bare_1_asks(desk: Desk, others: str) -> None:
    path = desk.csv(f"Nom;Prénom;23/03/2021;24/03/2021;25/03/2021\nBa;Awa;1;{others}\n")
    (question,) = desk.read(path).questions
    assert (question.id, question.options) == ("ones:register.csv:register", ("mark", "hour"))
    assert not desk.read(path).marks, "the row waits"
    assert desk.answered(path, answer="mark").marks[0].hours is None
    assert desk.answered(path, answer="hour").marks[0].hours == 1


def test_a_bare_1_among_hours_only_is_an_hour(desk: Desk) -> None:
    path = desk.xlsx({"P": [["Nom", "Prénom", day(3, 23), day(3, 24)], ["Ba", "Awa", 1, 1.5], ["Sy", "Ali", 2, None]]})
    reading = desk.read(path)
    assert not reading.questions
    assert [mark.hours for mark in reading.marks] == [1, Decimal("1.5"), 2, None]
    assert desk.used(path).sheets[0].ones == "hour"


def test_the_order_of_the_headings_is_asked_where_both_fit(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;05/03/2021;06/03/2021\nBa;Awa;x;x\n")
    (question,) = desk.read(path).questions
    assert question.id == "dates:register.csv:register"
    assert [mark.session.date for mark in desk.answered(path, answer="month_first").marks] == [day(5, 3), day(6, 3)]


def test_a_heading_without_year_in_a_project_of_several_years_asks(desk: Desk) -> None:
    context = Context(dt.date(2020, 9, 1), dt.date(2022, 6, 30), PROJECT.today, {})
    path = desk.csv("Nom;Prénom;25/11;25/07\nBa;Awa;x;x\n")
    (question,) = desk.read(path, context=context).questions
    assert question.options == ("2020", "2021")
    marks = desk.answered(path, answer="2020", context=context).marks
    assert [mark.session.date for mark in marks] == [dt.date(2020, 11, 25), dt.date(2021, 7, 25)]


def test_marks_without_session_and_marks_not_understood_hold_their_row_back(desk: Desk) -> None:
    path = desk.csv(
        "Nom;Prénom;25/03/2021;31/02/2021;Séance bis\nBa;Awa;x;;\nSy;Ali;x;x;\nDo;Re;x;;x\nMi;Fa;peut-être;;\nSol;La;30h;;\n"
    )
    reading = desk.read(path)
    assert fault_places(reading) == [
        ("date_no_such_day", 3, "31/02/2021"),
        ("session_without_date", 4, "Séance bis"),
        ("mark_not_understood", 5, "25/03/2021"),
        ("hours_impossible", 6, "25/03/2021"),
    ]
    assert {mark.person.name.family for mark in reading.marks} == {"Ba"}


@pytest.mark.parametrize(
    ("written", "mark", "hours"),
    [
        ("X", "present", None),
        ("☑", "present", None),
        ("Oui", "present", None),
        ("sí", "present", None),
        ("PRÉSENTE", "present", None),
        (True, "present", None),
        ("2 h", "present", "2"),
        ("1h30", "present", "1.5"),
        ("0,5", "present", "0.5"),
        ("90 min", "present", "1.5"),
        (dt.timedelta(hours=2), "present", "2"),
        (dt.time(1, 30), "present", "1.5"),
        (2.5, "present", "2.5"),
        ("A", "absent", None),
        ("abs.", "absent", None),
        ("falta", "absent", None),
        ("-", "absent", None),
        (0, "absent", None),
        (False, "absent", None),
        ("EXC", "excused", None),
        ("Excusée", "excused", None),
        ("abs. justifiée", "excused", None),
        ("justificado", "excused", None),
        ("", "", None),
    ],
)
def test_marks(written: object, mark: str, hours: str | None) -> None:
    assert read_mark(written, NOWHERE) == Marked(mark, Decimal(hours) if hours else None)  # type: ignore[arg-type]


def test_hours_beyond_a_day_are_impossible() -> None:
    found = read_mark("25", NOWHERE)
    assert isinstance(found, Fault) and found.id == "hours_impossible"
