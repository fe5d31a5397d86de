"""Totals declared by a partner: with HXL tags or without, wide or long, each number once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from sheets_at_hand import PROJECT, Desk, fault_places

from jalon.exchange.mapping import Mapping
from jalon.exchange.periods import read_period

YEAR = (dt.date(2021, 1, 1), dt.date(2021, 12, 31))


def test_hxl_tags_say_what_the_columns_are(desk: Desk) -> None:
    path = desk.csv(
        "A,B,C,D,E,F,G\n#org,#country+code,#reached+youth+f,#reached+age_25_54+m,#targeted,#date+period,#meta+source\n"
        "Club,SN,10,20,999,2021,signed report\n"
    )
    first, second = desk.read(path).totals
    assert (first.source, first.country, first.value, first.evidence) == ("Club", "SN", 10, "signed report")
    assert (first.start, first.end) == YEAR
    assert first.breakdown == {"age": "youth", "sex": "female"}
    assert second.breakdown == {"age": "25-54", "sex": "male"}


def test_a_spanish_table_with_its_own_totals(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Totales": [
                ["Reporte de socios 2021"],
                ["Socio", "País", "Período", "Niñas", "Niños", "Total", "Fuente"],
                ["Club A", "Colombia", "2021", "1.200", "1.100", "2.300", "informe"],
                ["Club B", "Perú", "T2 2021", 350, 300, 650, "informe"],
                ["Club C", "Perú", "marzo 2021", 350, 300, 651, "informe"],
                ["TOTAL", None, None, None, None, 2950, None],
            ]
        }
    )
    (question,) = desk.read(path).questions
    assert question.options == ("thousands", "decimals")
    reading = desk.answered(path, answer="thousands")
    assert [(row.value, row.breakdown["sex"], row.country) for row in reading.totals] == [
        (1200, "female", "CO"),
        (1100, "male", "CO"),
        (350, "female", "PE"),
        (300, "male", "PE"),
    ]
    assert (reading.totals[2].start, reading.totals[2].end) == (dt.date(2021, 4, 1), dt.date(2021, 6, 30))
    assert fault_places(reading) == [("total_does_not_add_up", 5, "Total")]


def test_a_long_table(desk: Desk) -> None:
    path = desk.csv(
        "Partner,Country,Indicator,Sex,Age group,Number,Start of period,End of period,Evidence,Unit,Relation\n"
        'A,Kenya,youth_reached,F,15-24,"1,200,000",01/01/2021,31/12/2021,report,person,disjoint\n'
        "A,Kenya,youth_reached,M,15-24,many,01/01/2021,31/12/2021,report,person,disjoint\n"
        "A,Kenya,youth_reached,M,15-24,-3,01/01/2021,31/12/2021,report,person,disjoint\n"
        "A,Kenya,youth_reached,M,15-24,3,31/31/2021,31/12/2021,report,person,disjoint\n"
    )
    reading = desk.read(path)
    (total,) = reading.totals
    assert total.value == 1_200_000 and (total.start, total.end) == YEAR
    assert (total.indicator, total.breakdown, total.unit, total.relation) == (
        "youth_reached",
        {"age": "15-24", "sex": "female"},
        "person",
        "disjoint",
    )
    assert [id for id, _, _ in fault_places(reading)] == [
        "number_not_understood",
        "number_out_of_range",
        "period_not_understood",
    ]


def test_two_breakdowns_of_one_total_count_nobody_twice(desk: Desk) -> None:
    path = desk.csv("Partenaire;Période;Femmes;Hommes;15-24;25-54\nA;2021;10;20;12;18\nB;2021;10;20;12;19\n")
    reading = desk.read(path)
    assert sum(row.value for row in reading.totals) == 30
    assert fault_places(reading) == [("total_does_not_add_up", 3, "15-24")]
    assert len(reading.notices) == 1


def test_a_plain_number_of_participants(desk: Desk) -> None:
    path = desk.csv("Organisation;Pays;Participants;Source\nClub;Liban;45;rapport\nÉcole;Atlantide;5;rapport\n")
    assert {id for id, _, _ in fault_places(desk.read(path))} == {"total_without_period", "value_not_understood"}
    mapping = Mapping.parse("constants: {period: 2021, indicator: youth_reached, relation: disjoint}")
    (total,) = desk.read(path, mapping=mapping).totals
    assert (total.value, total.country, total.breakdown) == (45, "LB", {})
    assert (total.indicator, total.relation, total.start) == ("youth_reached", "disjoint", YEAR[0])


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        (2021, "2021-01-01", "2021-12-31"),
        ("1er trimestre 2021", "2021-01-01", "2021-03-31"),
        ("Q3 2021", "2021-07-01", "2021-09-30"),
        ("2021-T4", "2021-10-01", "2021-12-31"),
        ("S2 2021", "2021-07-01", "2021-12-31"),
        ("mars 2021", "2021-03-01", "2021-03-31"),
        ("janv.-mars 2021", "2021-01-01", "2021-03-31"),
        ("du 1er janvier 2021 au 31 mars 2021", "2021-01-01", "2021-03-31"),
        ("01/01/2021 - 31/03/2021", "2021-01-01", "2021-03-31"),
        ("2021-01-01/2021-06-30", "2021-01-01", "2021-06-30"),
    ],
)
def test_periods(written: object, start: str, end: str) -> None:
    assert read_period(written, PROJECT) == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", ["2020-2021", "03/04/2021 - 05/06/2021", "l'an dernier", "", "31/03/2021 - 01/01/2021", "T5 2021"]
)
def test_periods_that_could_mean_two_things_are_none(written: str) -> None:
    assert read_period(written, PROJECT) is None


def test_numbers_keep_every_digit(desk: Desk) -> None:
    path = desk.csv("Organisation;Période;Valeur\nA;2021;1 234,5\nB;2021;12 000\n")
    assert [row.value for row in desk.read(path).totals] == [Decimal("1234.5"), Decimal(12000)]
