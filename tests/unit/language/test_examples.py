"""An example's few words as the fact rows of one subject."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import yaml

from jalon.errors import JalonError
from jalon.facts.store import MemoryFacts
from jalon.language.check import Catalogue, MeasureInfo, shipped_catalogue
from jalon.language.definition import Unit
from jalon.language.examples import Rows, build_rows, examples_digest
from jalon.language.load import load_definition

CATALOGUE = Catalogue({**shipped_catalogue().measures, "income": MeasureInfo("number", unit="EUR")})


def rows_of(text: str, unit: Unit = Unit.PERSON) -> Rows:
    rows = build_rows(yaml.load(text, Loader=yaml.BaseLoader), CATALOGUE, unit)
    MemoryFacts(rows)  # every table and column is one of the facts' schema, with its type
    return rows


def only(rows: Rows, table: str) -> dict[str, Any]:
    (row,) = rows[table]
    return row


def test_nothing_said_is_somebody_enrolled_in_2021_of_whom_nothing_is_known() -> None:
    rows = rows_of("{}")
    assert only(rows, "subjects")["kind"] == "person"
    assert (only(rows, "subjects")["sex"], only(rows, "subjects")["birth_earliest"]) == (None, None)
    assert (only(rows, "enrolments")["entry"], only(rows, "enrolments")["exit"]) == (dt.date(2021, 2, 1), None)
    assert (only(rows, "projects")["code"], only(rows, "enrolments")["country"]) == ("P", "FR")
    assert not {"sessions", "observations", "attendances"} & rows.keys()


def test_the_subject_is_of_the_kind_that_the_indicator_counts() -> None:
    assert only(rows_of("{}", Unit.VENTURE), "subjects")["kind"] == "venture"
    assert only(rows_of("{}", Unit.PARTICIPATION), "subjects")["kind"] == "person"
    assert only(rows_of("{kind: place}", Unit.PARTICIPATION), "subjects")["kind"] == "place"


@pytest.mark.parametrize(
    ("birth", "earliest", "latest"),
    [
        ("1990", dt.date(1990, 1, 1), dt.date(1990, 12, 31)),
        ("1992-02", dt.date(1992, 2, 1), dt.date(1992, 2, 29)),
        ("1990-05-17", dt.date(1990, 5, 17), dt.date(1990, 5, 17)),
    ],
)
def test_birth_as_precise_as_it_is_given(birth: str, earliest: dt.date, latest: dt.date) -> None:
    subject = only(rows_of(f"{{birth: {birth}, sex: female, nationality: NO}}"), "subjects")
    assert (subject["birth_earliest"], subject["birth_latest"]) == (earliest, latest)
    assert (subject["sex"], subject["nationality"]) == ("female", "NO")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("{exit: {}}", dt.date(2021, 11, 30)),
        ("{after: {months: 6}}", dt.date(2021, 11, 30)),
        ("{left: 2021-06-30, exit: {}}", dt.date(2021, 6, 30)),
        ("{left: no}", None),
        ("{left: no, exit: {}}", None),
    ],
)
def test_who_has_values_at_exit_has_left(text: str, left: dt.date | None) -> None:
    assert only(rows_of(text), "enrolments")["exit"] == left


def test_observations_have_the_day_of_their_moment() -> None:
    rows = rows_of(
        "{left: 2021-08-31, entry: {employment: unknown}, exit: {income: 1200.5, date: 2021-09-15}, "
        "after: {months: 6, employment: employed}, latest: {housing: refused}}"
    )
    found = [
        (row["moment"], row["months_after"], row["date"], row["state"], row["number"], row["code"])
        for row in rows["observations"]
    ]
    assert found == [
        ("entry", 0, dt.date(2021, 2, 1), "unknown", None, None),
        ("exit", 0, dt.date(2021, 9, 15), "known", Decimal("1200.5"), None),
        ("after", 6, dt.date(2022, 2, 28), "known", None, "employed"),
        ("any", 0, dt.date(2021, 2, 1), "refused", None, None),
    ]
    codes = {row["measure"]: row["code"] for row in rows["measures"]}
    assert [codes[row["measure"]] for row in rows["observations"]] == ["employment", "income", "employment", "housing"]
    assert {row["enrolment"] for row in rows["observations"]} == {1}


def test_sessions_are_weekly_with_a_register_unless_said_otherwise() -> None:
    rows = rows_of(
        "{sessions: [{}, {mark: excused, activity: sewing, kind: course, theme: language}, "
        "{mark: not listed, register: no}, {date: 2021-06-01, hours: 1.5}]}"
    )
    assert [(row["date"], row["register"]) for row in rows["sessions"]] == [
        (dt.date(2021, 2, 8), True),
        (dt.date(2021, 2, 15), True),
        (dt.date(2021, 2, 22), False),
        (dt.date(2021, 6, 1), True),
    ]
    assert [(row["session"], row["mark"], row["hours"]) for row in rows["attendances"]] == [
        (1, "present", None),
        (2, "excused", None),
        (4, "present", Decimal("1.5")),
    ]
    assert [(row["code"], row["kind"], row["theme"]) for row in rows["activities"]] == [
        ("workshop", "workshop", None),
        ("sewing", "course", "language"),
    ]


def test_further_spells() -> None:
    rows = rows_of(
        "{left: 2021-03-01, enrolments: [{entered: 2021-05-01, sessions: [{}]}, "
        "{project: Q, entered: 2021-06-01, country: unknown, entry: {income: 3}}]}"
    )
    assert [(row["project"], row["enrolment"], row["country"]) for row in rows["enrolments"]] == [
        (1, 1, "FR"),
        (1, 2, "FR"),
        (2, 3, None),
    ]
    assert [row["code"] for row in rows["projects"]] == ["P", "Q"]
    assert only(rows, "sessions")["date"] == dt.date(2021, 5, 8)
    assert (only(rows, "observations")["project"], only(rows, "observations")["enrolment"]) == (2, 3)


@pytest.mark.parametrize(
    ("text", "id", "path"),
    [
        ("{entred: 2021-01-01}", "unknown_key", "entred"),
        ("{entered: 1 May 2021}", "example_value", "entered"),
        ("{entered: 2021-02-30}", "example_value", "entered"),
        ("{entered: 1021-02-03}", "example_value", "entered"),
        ("{entered: [2021]}", "text_expected", "entered"),
        ("{left: 2020-12-31}", "example_value", "left"),
        ("{left: no, exit: {employment: employed}}", "example_without_exit", "left"),
        ("{birth: 90}", "example_value", "birth"),
        ("{birth: 1990-13}", "example_value", "birth"),
        ("{sex: femal}", "unknown_option", "sex"),
        ("{nationality: norway}", "unknown_option", "nationality"),
        ("{country: XX}", "unknown_option", "country"),
        ("{kind: people}", "unknown_choice", "kind"),
        ("{entry: employed}", "mapping_expected", "entry"),
        ("{entry: {employement: employed}}", "unknown_measure", "entry.employement"),
        ("{entry: {employment: employd}}", "unknown_option", "entry.employment"),
        ("{entry: {employment: [employed]}}", "text_expected", "entry.employment"),
        ("{entry: {income: much}}", "example_value", "entry.income"),
        ("{entry: {income: 1.23456}}", "example_value", "entry.income"),
        ("{after: {employment: employed}}", "example_value", "after.months"),
        ("{after: {months: 0, employment: employed}}", "example_value", "after.months"),
        ("{sessions: {mark: present}}", "list_expected", "sessions"),
        ("{sessions: [present]}", "mapping_expected", "sessions.0"),
        ("{sessions: [{}, {mark: here}]}", "unknown_choice", "sessions.1.mark"),
        ("{sessions: [{register: maybe}]}", "unknown_choice", "sessions.0.register"),
        ("{sessions: [{hours: long}]}", "example_value", "sessions.0.hours"),
        ("{sessions: [{theme: langage}]}", "unknown_option", "sessions.0.theme"),
        ("{sessions: [{where: here}]}", "unknown_key", "sessions.0.where"),
        ("{enrolments: [{project: Q}]}", "missing_key", "enrolments.0.entered"),
        ("{enrolments: [{entered: 2021-05-01, sex: male}]}", "unknown_key", "enrolments.0.sex"),
        ("{enrolments: [{entered: 2021-05-01, exit: {income: x}}]}", "example_value", "enrolments.0.exit.income"),
    ],
)
def test_wrong(text: str, id: str, path: str) -> None:
    with pytest.raises(JalonError) as raised:
        rows_of(text)
    assert (raised.value.id, raised.value.place.field) == (id, path)


def test_digest_of_examples_follows_what_an_engine_is_asked() -> None:
    text = """
id: example
title: {en: Example}
unit: person
period_on: active
counts: sex = 'female'
examples: [{sex: female, answer: met}, {sex: male, answer: not met}, {answer: unknown}]
"""
    digest = examples_digest(load_definition(text, CATALOGUE), CATALOGUE)
    assert examples_digest(load_definition(text + "# a remark", CATALOGUE), CATALOGUE) == digest
    other = load_definition(text.replace("= 'female'", "IN ('female')"), CATALOGUE)
    assert examples_digest(other, CATALOGUE) == digest
    other = load_definition(text.replace("= 'female'", "!= 'male'"), CATALOGUE)
    assert examples_digest(other, CATALOGUE) != digest
    other = load_definition(text.replace("{answer: unknown}", "{birth: 1990, answer: unknown}"), CATALOGUE)
    assert examples_digest(other, CATALOGUE) != digest
    fewer = Catalogue({"income": MeasureInfo("number")})
    assert examples_digest(load_definition(text, fewer), fewer) == digest  # it names no measure


@pytest.mark.parametrize("named", ["counts: entry(income) > 1000", "counts: sex = 'female'"])
def test_digest_of_examples_holds_the_measures_that_are_named(named: str) -> None:
    """By the definition, or by an example alone."""
    text = f"""
id: example
title: {{en: Example}}
unit: person
period_on: active
{named}
examples: [{{sex: female, entry: {{income: 2000}}, answer: met}}, {{sex: male, answer: not met}}, {{answer: unknown}}]
"""
    one, other = (Catalogue({"income": MeasureInfo("number", unit=unit)}) for unit in ("euro", "franc"))
    definition = load_definition(text, one)
    assert examples_digest(definition, one) != examples_digest(definition, other)
    assert examples_digest(definition, one) == examples_digest(
        definition, Catalogue({**one.measures, "other": MeasureInfo("number")})
    )
