"""Dates as registers write them; the order of day and month belongs to the column."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sheets_at_hand import PROJECT, Desk, fault_places

from jalon.errors import NOWHERE, Fault
from jalon.exchange.dates import DateRules, Day, Order, Written, infer_order, read_date, read_text, resolve
from jalon.exchange.rows import Context, Precision


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("25/07/2001", "2001-07-25"),
        ("25.07.2001", "2001-07-25"),
        ("25-07-2001", "2001-07-25"),
        ("25 / 07 / 2001", "2001-07-25"),
        ("25072001", "2001-07-25"),
        ("2001-07-25", "2001-07-25"),
        ("2001/7/25", "2001-07-25"),
        ("20010725", "2001-07-25"),
        ("2001-07-25 00:00:00", "2001-07-25"),
        ("2001-07-25T10:30:00Z", "2001-07-25"),
        ("1 janv. 1979", "1979-01-01"),
        ("24 juin 2021", "2021-06-24"),
        ("1er mars 2021", "2021-03-01"),
        ("5mars2021", "2021-03-05"),
        ("lundi 24 juin 2021", "2021-06-24"),
        ("mar. 12/03/2021", None),
        ("mar 12 mars 2021", "2021-03-12"),
        ("24-Jun-21", "2021-06-24"),
        ("June 24, 2021", "2021-06-24"),
        ("Jun 24th 2021", "2021-06-24"),
        ("24 de junio de 2021", "2021-06-24"),
        ("1º de março de 2021", "2021-03-01"),
        ("2 de dez de 1999", "1999-12-02"),
        ("12 AOÛT 2021", "2021-08-12"),
        ("12 aout 2021", "2021-08-12"),
        ("15-ene-2021", "2021-01-15"),
        ("12/février/2021", "2021-02-12"),
        ("٢٥/٠٧/٢٠٠١", "2001-07-25"),
    ],
)
def test_forms(text: str, date: str | None) -> None:
    written = read_text(text)
    assert written is not None
    rules = DateRules(infer_order([written]), PROJECT)
    if date is None:
        assert written.pair == (12, 3) and rules.order is Order.OPEN, "a Tuesday does not tell March"
    else:
        assert resolve(written, rules, NOWHERE) == Day(dt.date.fromisoformat(date))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "inconnue",
        "env. 1980",
        "3",
        "Jun 24",
        "12:30",
        "1/2/3/4",
        "A1",
        "3 - 26/03/2021",
        "15-24",
        "1980 ou 1981",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_text(text) is None


def test_precision() -> None:
    rules = DateRules(Order.ANY, PROJECT, is_birth=True)
    for text, precision in (
        ("1990", Precision.YEAR),
        ("mars 1990", Precision.MONTH),
        ("03/1990", Precision.MONTH),
        ("1990-03-04", Precision.DAY),
    ):
        day = resolve(read_text(text) or Written(""), rules, NOWHERE)
        assert isinstance(day, Day) and day.precision is precision
    assert read_date(1990.0) == Written("1990", 1990)
    assert read_date(44256) is None, "a serial number without the format of a date is no date"


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["25/03/2021", "03/04/2021"], Order.DAY_FIRST),
        (["03/25/2021", "03/04/2021"], Order.MONTH_FIRST),
        (["03/04/2021", "05/06/2021"], Order.OPEN),
        (["05/05/2021", "2021-03-04"], Order.ANY),
        (["25/03/2021", "03/25/2021", "03/04/2021"], Order.MIXED),
        (["31/02/2021", "03/25/2021"], Order.MONTH_FIRST),
        (["31/02/2021", "03/04/2021"], Order.OPEN),
    ],
)
def test_a_column_shows_its_order(texts: list[str], order: Order) -> None:
    assert infer_order([read_text(text) for text in texts]) is order


@pytest.mark.parametrize(
    ("text", "is_birth", "year"),
    [
        ("25.07.01", True, 2001),
        ("01.01.76", True, 1976),
        ("25.07.21", True, 2021),
        ("25.07.22", True, 1922),
        ("25.07.21", False, 2021),
        ("25.07.99", False, 1999),
    ],
)
def test_years_of_two_digits(text: str, is_birth: bool, year: int) -> None:
    day = resolve(read_text(text) or Written(""), DateRules(Order.DAY_FIRST, PROJECT, is_birth=is_birth), NOWHERE)
    assert isinstance(day, Day) and day.date.year == year


@pytest.mark.parametrize(
    "text", ["31/02/1988", "29/02/2021", "00/01/2021", "2021-13-01", "31 avril 2021", "99/99/2021"]
)
def test_impossible_days(text: str) -> None:
    found = resolve(read_text(text) or Written(""), DateRules(Order.DAY_FIRST, PROJECT), NOWHERE)
    assert isinstance(found, Fault) and found.id == "date_no_such_day"


def test_the_year_comes_from_the_project(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Entrée\nBa;Awa;25/03\nSy;Ali;11/01\nDo;Re;24 juin\nMi;Fa;30/02\n")
    reading = desk.read(path)
    assert [person.entry for person in reading.people] == [
        dt.date(2021, 3, 25),
        dt.date(2021, 1, 11),
        dt.date(2021, 6, 24),
    ]
    assert fault_places(reading) == [("date_no_such_day", 5, "Entrée")]


def test_the_year_is_asked_where_several_fit(desk: Desk) -> None:
    context = Context(dt.date(2020, 9, 1), dt.date(2022, 3, 31), PROJECT.today, {})
    path = desk.csv("Nom;Prénom;Entrée\nBa;Awa;25/07\nSy;Ali;25/11\nDo;Re;29/02\n")
    (question,) = desk.read(path, context=context).questions
    assert (question.id, question.options) == ("year:register.csv:register:Entrée", ("2020", "2021"))
    reading = desk.answered(path, answer="2021", context=context)
    assert [person.entry for person in reading.people] == [dt.date(2021, 7, 25), dt.date(2021, 11, 25)]
    assert fault_places(reading) == [("date_without_year", 4, "Entrée")]


def test_an_open_order_asks_and_only_what_depends_on_it_waits(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Née le;Entrée\nBa;Awa;05/05/1990;2021-03-01\nSy;Ali;03/04/1988;2021-03-02\n")
    reading = desk.read(path)
    (question,) = reading.questions
    assert question.id == "dates:register.csv:register:Née le"
    assert question.options == ("day_first", "month_first")
    assert [person.name.given for person in reading.people] == ["Awa"]
    births = [person.birth.first_day for person in desk.answered(path, answer="month_first").people if person.birth]
    assert births == [dt.date(1990, 5, 5), dt.date(1988, 3, 4)]


def test_a_mixed_column_holds_back_what_could_be_two_days(desk: Desk) -> None:
    path = desk.csv(
        "Nom;Prénom;Née le;Entrée\nBa;Awa;25/05/1990;2021-03-01\nSy;Ali;04/25/1988;2021-03-02\nDo;Re;04/05/1988;2021-03-02\n"
    )
    reading = desk.read(path)
    assert fault_places(reading) == [("date_order_mixed", 4, "Née le")]
    assert [person.birth.first_day for person in reading.people if person.birth] == [
        dt.date(1990, 5, 25),
        dt.date(1988, 4, 25),
    ]


def test_entries_must_say_their_day(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Entrée\nBa;Awa;mars 2021\nSy;Ali;44256\nDo;Re;bientôt\nMi;Fa;25/03/2201\n")
    assert fault_places(desk.read(path)) == [
        ("date_without_day", 2, "Entrée"),
        ("date_is_a_number", 3, "Entrée"),
        ("date_not_understood", 4, "Entrée"),
        ("date_implausible", 5, "Entrée"),
    ]


def test_every_fault_says_what_to_do_in_both_languages(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Née le;Entrée\nBa;Awa;31/02/1988;mars 2021\n")
    for fault in desk.read(path).faults:
        error: Any = fault.as_error()
        assert error.text("fr") != error.text("en")
        assert "register.csv" in error.text("fr") and "{" not in error.text("fr") + error.text("en")
