"""Kinds of numbers, changes, areas and representations: what their definitions must say."""

from __future__ import annotations

import pytest

from jalon.errors import JalonError, JalonErrors
from jalon.language.check import shipped_catalogue
from jalon.language.definition import Definition, Each, Kind
from jalon.language.load import load_definition
from jalon.language.nodes import Change, CodeAt, Moment, NumberAt, Rank

MEAN = """\
id: satisfied
title: {en: Satisfied, fr: Satisfaites}
unit: person
kind: mean
period_on: active
value: latest(satisfaction)
each: latest
never_unknown: everybody is
examples:
  - {entered: 2021-02-01, answer: met}
  - {entered: 2020-02-01, left: 2020-03-01, answer: not met}
"""
CHANGE = MEAN.replace("kind: mean", "kind: change").replace("latest(satisfaction)", "change(satisfaction)")
SERIES = """\
id: women_each_year
title: {en: Women, fr: Femmes}
unit: person
kind: representation
period_on: active
of: participants
part: women
every: year
"""


def load_kind(text: str) -> Definition:
    return load_definition(text, shipped_catalogue())


def only_error(text: str) -> JalonError:
    with pytest.raises(JalonErrors) as raised:
        load_kind(text)
    (error,) = raised.value.errors
    return error


def test_a_number_of_each() -> None:
    loaded = load_kind(MEAN)
    assert (loaded.kind, loaded.each) == (Kind.MEAN, Each.LATEST)
    assert loaded.value == NumberAt("satisfaction", Moment.LATEST)


def test_how_participations_make_one_number_is_said() -> None:
    """Events add up; of an answer it must be stated, and where there is one participation it must not."""
    error = only_error(MEAN.replace("each: latest\n", ""))
    assert (error.id, error.details["key"]) == ("missing_key", "each")
    assert load_kind(MEAN.replace("each: latest\n", "over: last\n")).each is Each.TOTAL
    assert only_error(MEAN.replace("each: latest\n", "each: latest\nover: together\n")).id == "each_of_one"
    hours = MEAN.replace("latest(satisfaction)", "hours_attended()").replace("each: latest\n", "")
    assert load_kind(hours).each is Each.TOTAL


def test_two_measures_make_no_number() -> None:
    """Measures have one unit each: what mixes two is refused before anything is added."""
    assert only_error(MEAN.replace("latest(satisfaction)", "latest(jobs) OR latest(turnover)")).id == "not_a_truth"
    assert only_error(MEAN.replace("latest(satisfaction)", "latest(jobs) > latest(turnover)")).id == "units_differ"
    assert (
        only_error(MEAN.replace("latest(satisfaction)", "latest(jobs) + latest(turnover)")).id
        == "expression_arithmetic"
    )


def test_a_change_is_between_two_moments() -> None:
    assert load_kind(CHANGE).value == Change(
        NumberAt("satisfaction", Moment.ENTRY), NumberAt("satisfaction", Moment.EXIT)
    )
    later = load_kind(CHANGE + "between: [entry, after 6]\n")
    assert later.value == Change(NumberAt("satisfaction", Moment.ENTRY), NumberAt("satisfaction", Moment.AFTER, 6))
    assert later.digest != load_kind(CHANGE).digest
    level = load_kind(CHANGE.replace("satisfaction", "french_level") + "between: [exit, after 12]\n")
    assert isinstance(level.value, Change)
    assert isinstance(level.value.after, Rank)
    assert level.value.after.code == CodeAt("french_level", Moment.AFTER, 12)


@pytest.mark.parametrize("between", ["[entry]", "[entry, later]", "[entry, after 121]", "[entry, exit, latest]"])
def test_between_what_is_understood(between: str) -> None:
    assert only_error(CHANGE + f"between: {between}\n").id == "bad_between"


def test_a_change_needs_two_numbers() -> None:
    assert only_error(MEAN.replace("kind: mean", "kind: change")).id == "change_of_nothing"


def test_areas_are_of_places() -> None:
    text = "".join(line for line in MEAN.splitlines(keepends=True) if not line.startswith(("value", "each"))).replace(
        "kind: mean", "kind: area"
    )
    assert only_error(text).id == "area_of_places"
    assert load_kind(text.replace("unit: person", "unit: place")).kind is Kind.AREA


def test_a_representation_is_of_two_counts_each_year() -> None:
    assert load_kind(SERIES).on is None
    assert load_kind(SERIES + "on: 09-01\n").on == (9, 1)
    assert only_error(SERIES.replace("every: year\n", "")).id == "missing_key"
    assert only_error(SERIES.replace("every: year", "every: month")).id == "unknown_choice"


@pytest.mark.parametrize("day", ["02-29", "13-01", "september", "2021-09-01"])
def test_a_day_of_every_year(day: str) -> None:
    assert only_error(SERIES + f"on: {day}\n").id == "bad_day_of_year"
