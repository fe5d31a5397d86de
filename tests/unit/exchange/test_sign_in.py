"""Sign-in lists: the session from titles, columns, constants or the command."""

from __future__ import annotations

import datetime as dt

from sheets_at_hand import Desk, fault_places

from jalon.exchange.mapping import Mapping
from jalon.exchange.rows import SessionKey


def test_titles_name_the_session_and_feet_are_left_out(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Feuille": [
                ["FEUILLE D'ÉMARGEMENT"],
                ["Activité : Atelier CV"],
                ["Date :", "25/03/2021"],
                ["Lieu :", "Dakar"],
                [],
                ["N°", "Nom et prénom", "Téléphone", "Signature"],
                [1, "Mme Awa DIOP", 77123, "A.D."],
                [2, "Ali SY", None, None],
                [3, "Binta Ba", 771, "abs"],
                [],
                ["Fait à Dakar, le 12/03/2021"],
                ["Signature du formateur :"],
            ]
        }
    )
    reading = desk.read(path)
    assert not reading.faults and not reading.questions
    assert [(row.person.name.family, row.mark) for row in reading.signatures] == [
        ("Awa DIOP", "present"),
        ("Binta Ba", "absent"),
    ]
    assert {row.session for row in reading.signatures} == {SessionKey("Atelier CV", dt.date(2021, 3, 25), "", "Dakar")}
    assert any("did not sign" in notice.text_en for notice in reading.notices)


def test_signatures_drawn_on_paper_leave_no_trace(desk: Desk) -> None:
    path = desk.csv(
        "Liste de présence du 25 mars 2021\nNom;Prénom;Signature matin;Signature après-midi\nBa;Awa;;\nSy;Ali;;\n"
    )
    assert [row.mark for row in desk.read(path).signatures] == ["present", "present"]
    path = desk.csv(
        "Liste de présence du 25 mars 2021\nNom;Prénom;Signature matin;Signature après-midi\nBa;Awa;;x\nSy;Ali;;\n"
    )
    assert [row.person.name.given for row in desk.read(path).signatures] == ["Awa"]


def test_a_title_whose_date_has_two_orders_asks(desk: Desk) -> None:
    path = desk.csv("Attendance list;;\nDate: 03/04/2021;;\nName;Phone;Signature\nAwa Ba;1;x\n")
    assert [question.id for question in desk.read(path).questions] == ["dates:register.csv:register"]
    assert desk.answered(path, answer="day_first").signatures[0].session.date == dt.date(2021, 4, 3)


def test_a_list_of_many_sessions(desk: Desk) -> None:
    path = desk.csv(
        "Date,Activité,Nom,Prénom,Présence,Heures\n2021-03-25,CV,Ba,Awa,P,2\n2021-03-26,CV,Ba,Awa,A,\n26/13/2021,CV,Sy,Ali,1,1.5\n2021-03-26,CV,Sy,Ali,1,1.5\n"
    )
    reading = desk.read(path)
    assert fault_places(reading) == [("date_no_such_day", 4, "Date")]
    assert [(row.session.date, row.mark, row.hours) for row in reading.signatures] == [
        (dt.date(2021, 3, 25), "present", 2),
        (dt.date(2021, 3, 26), "absent", None),
        (dt.date(2021, 3, 26), "present", 1.5),
    ]


def test_the_command_makes_a_list_of_people_a_sign_in_list(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Date de naissance\nBa;Awa;25/03/1990\n")
    assert len(desk.read(path).people) == 1
    reading = desk.read(path, session_is_given=True)
    assert not reading.people
    assert reading.signatures[0].session == SessionKey(None, None)


def test_a_mapping_names_the_session_and_says_that_lists_are_complete(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Signature\nBa;Awa;\n")
    mapping = Mapping.parse(
        "complete_lists: true\nconstants: {activity: Atelier CV, date: 2021-03-25, site: Dakar, sex: female}\n"
        "activities: {atelier cv: CV}\n"
    )
    reading = desk.read(path, mapping=mapping)
    assert reading.complete_lists
    (row,) = reading.signatures
    assert row.session == SessionKey("CV", dt.date(2021, 3, 25), "", "Dakar")
    assert row.person.sex == "female"


def test_names_with_dates_and_activities_are_signatures(desk: Desk) -> None:
    (row,) = desk.read(desk.csv("Nom;Prénom;Formation suivie;Date\nBa;Awa;Hygiène;2021-03-25\n")).signatures
    assert row.session == SessionKey("Hygiène", dt.date(2021, 3, 25))


def test_names_with_a_date_of_nobody_knows_what_ask(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Date\nBa;Awa;2021-03-25\n")
    assert [question.options for question in desk.read(path).questions] == [("sign_in", "people")]
    assert desk.answered(path, answer="sign_in").signatures[0].session.date == dt.date(2021, 3, 25)
    assert len(desk.answered(path, answer="people").people) == 1
