"""The shipped indicators: they load, their examples hold on every engine, and both languages are there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import jalon.definitions
from jalon.definitions import shipped_texts
from jalon.errors import JalonError
from jalon.figures.engines import ENGINES
from jalon.figures.examples import run_examples, run_together
from jalon.language.check import shipped_catalogue
from jalon.language.definition import Anchor, Example, Kind, Unit
from jalon.language.load import load_definition, load_definitions

CATALOGUE = shipped_catalogue()
SHIPPED = load_definitions(shipped_texts(), CATALOGUE)


def test_every_text_is_an_indicator_of_its_file_s_name() -> None:
    folder = Path(jalon.definitions.__file__).parent
    assert sorted(file.stem for file in folder.glob("*.yaml")) == list(SHIPPED)
    assert [definition.id for definition in SHIPPED.values()] == list(SHIPPED)


def test_what_the_first_groups_need_is_there() -> None:
    assert set(SHIPPED) >= {
        *("participants", "participations", "entered", "left", "attended", "attended_regularly", "completed"),
        *("found_work", "employed_at_exit", "gained_qualification", "french_level_up", "professional_project_defined"),
        *("unemployed_at_entry", "women", "mana_participants", "hours_attended", "sessions_held"),
        *("organisations_reached", "countries_reached", "projects_active", "share_found_work", "share_french_level_up"),
        *("ventures_supported", "jobs_in_ventures", "turnover_of_ventures", "median_turnover_of_ventures"),
        *("satisfaction", "hours_attended_each", "french_level_change", "turnover_change"),
        *("protected_area", "share_of_women", "women_in_decision", "women_in_office", "countries_led_by_women"),
    }
    assert {definition.kind for definition in SHIPPED.values()} == set(Kind)


@pytest.mark.parametrize("id", SHIPPED)
def test_it_says_in_both_languages_what_it_is(id: str) -> None:
    written = yaml.safe_load(SHIPPED[id].text)
    for key in ("title", "about"):
        assert set(written[key]) == {"en", "fr"}
    assert SHIPPED[id].title["en"] != SHIPPED[id].about["en"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("id", SHIPPED)
def test_its_examples_hold(id: str, engine: str) -> None:
    run_examples(SHIPPED[id], CATALOGUE, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_examples_are_told_apart_where_they_run_together(engine: str) -> None:
    """Those of one definition say the contrary among those of the others: they fail, and no others do."""
    run_together(list(SHIPPED.values()), CATALOGUE, engine)
    for id in ("attended", "found_work", "mana_participants", "ventures_supported"):
        first, *others = SHIPPED[id].examples
        contrary = Example(first.given, "not met" if first.answer == "met" else "met")
        wrong = replace(SHIPPED[id], examples=(*others, contrary))
        with pytest.raises(JalonError) as raised:
            run_together([wrong if one.id == id else one for one in SHIPPED.values()], CATALOGUE, engine)
        assert (raised.value.details["indicator"], raised.value.details["number"]) == (id, len(others) + 1)


@pytest.mark.parametrize(
    ("id", "old", "new"),
    [
        ("french_level_up", ">= 1", ">= 2"),
        ("french_level_up", "change(french_level) >= 1", "exit(french_level) > 'A1'"),
        ("found_work", "'long_unemployed')", "'employed')"),
        ("found_work", "among:", "over: all\namong: enrolled() #"),
        ("attended", ">= 1", ">= 2"),
        ("attended_regularly", ">= 0.5", "> 0.5"),
        ("left", "period_on: exit", "period_on: active"),
        ("entered", "period_on: entry", "period_on: active"),
        ("mana_participants", "AND project = 'MANA'", ""),
        ("completed", "= 'completed'", "!= 'dropped_out'"),
        ("unemployed_at_entry", "'long_unemployed'", "'inactive'"),
        ("hours_attended_each", ">= 1", ">= 0"),
        ("french_level_change", "period_on: exit", "period_on: active"),
        ("jobs_in_ventures", "period_on: active", "period_on: exit"),
    ],
)
def test_its_examples_catch_a_definition_that_says_something_else(id: str, old: str, new: str) -> None:
    text = SHIPPED[id].text
    assert old in text
    with pytest.raises(JalonError) as raised:
        run_examples(load_definition(text.replace(old, new, 1), CATALOGUE), CATALOGUE, "reference")
    assert raised.value.id == "example_fails"


def test_found_work_is_part_of_what_its_share_is_of() -> None:
    """The universe of the part and the members of the whole are one set, said in one way."""
    share = SHIPPED["share_found_work"]
    assert share.of is not None
    assert share.part is not None
    whole, part = SHIPPED[share.of], SHIPPED[share.part]
    assert whole.counts in list(part.among.children())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_two_indicators_have_one_title(language: str) -> None:
    titles = [definition.title[language] for definition in SHIPPED.values()]
    assert len(titles) == len(set(titles))


def test_units_and_anchors() -> None:
    by_anchor = {id: definition.period_on for id, definition in SHIPPED.items()}
    assert {id for id, anchor in by_anchor.items() if anchor is Anchor.SESSION} == {
        *("attended", "attended_regularly", "hours_attended", "hours_attended_each", "sessions_held"),
        *("entrepreneurs_supported", "health_professionals_trained", "young_people_supported"),
    }
    assert all(by_anchor[id] is Anchor.EXIT for id in ("left", "found_work", "french_level_up", "completed"))
    assert {id for id, definition in SHIPPED.items() if definition.unit is not Unit.PERSON} == {
        *("participations", "sessions_held", "organisations_reached", "countries_reached", "projects_active"),
        "goals_covered",
        *("ventures_supported", "jobs_in_ventures", "turnover_of_ventures", "median_turnover_of_ventures"),
        *("turnover_change", "protected_area"),
    }
    assert SHIPPED["protected_area"].unit is Unit.PLACE
