"""Lists unlike those that weights were written for: births told as years, twins, names that share a part, telephones of a
household."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from jalon.identity.certain import find_certain
from jalon.identity.comparisons import LEVELS, NO_DAY, YEARS_APART, build_comparisons
from jalon.identity.fields import PERSON_FIELDS, build_table
from jalon.identity.learning import twin_bits, written_weights
from jalon.identity.linkage import Likeness, find_likenesses, link
from jalon.identity.rarity import chance_of_value, fit_births, share_without_day
from jalon.web.evidence import name_evidence

NAMES = [field.name for field in PERSON_FIELDS]
Person = dict[str, str]


def table(people: list[Person]) -> Any:
    values = {name: [person.get(name) for person in people] for name in NAMES}
    return build_table(range(len(people)), values, PERSON_FIELDS)


def make_names(draw: random.Random, count: int) -> list[str]:
    syllables = [
        "ba",
        "be",
        "di",
        "do",
        "fa",
        "ga",
        "ka",
        "ko",
        "la",
        "ma",
        "mi",
        "mou",
        "na",
        "sa",
        "si",
        "ta",
        "ti",
        "wa",
        "yo",
        "za",
    ]
    made = {"".join(draw.choices(syllables, k=3)).capitalize() for _ in range(count)}
    return sorted(made)


def pairs_at(found: list[Likeness], least: float) -> set[tuple[int, int]]:
    return {(pair.first, pair.second) for pair in found if pair.score >= least}


def test_a_value_is_as_rare_as_others_show_but_no_rarer_than_usual() -> None:
    often = np.array([2.0, 3.0, 12.0, 2.0])
    # A birth of one day is the two's own, of twelve a custom; a given name that two bear is rarer than most.
    assert chance_of_value(often[:3], 1000, 0.0003).tolist() == [0.0003, 0.001, 0.01]
    assert chance_of_value(often[3:], 1000, 0.01).tolist() == [0.002]
    assert chance_of_value(np.array([2.0]), 10_000_000, 0.01).tolist() == [0.00001]


@pytest.mark.parametrize(
    ("births", "share"),
    [(["1982", "1982-05", "1982-01-01", "1982-05-21", None], 0.75), ([None, None], 0.0), (["1982-05-21"], 0.0)],
)
def test_how_many_births_are_told_without_a_day(births: list[str | None], share: float) -> None:
    assert share_without_day(pa.chunked_array([pa.array(births, pa.string())])) == share


@pytest.mark.parametrize("vague", [0.0, 0.5, 1.0])
def test_births_weigh_as_the_list_tells_them(vague: float) -> None:
    people = [{"family": f"Sarr{at}", "birth": "1980" if at < 10 * vague else "1980-05-21"} for at in range(10)]
    comparisons = build_comparisons(PERSON_FIELDS)
    fitted = fit_births(written_weights(comparisons), comparisons, table(people))
    birth = {label: chances for (field, label), chances in fitted.items() if field == "birth"}
    assert sum(m for m, _ in birth.values()) == pytest.approx(1.0)
    m, u = birth[NO_DAY]
    assert (m, u) == (pytest.approx(0.75 * max(vague, 0.2)), pytest.approx(max(vague, 0.2) ** 2 / 50))


@pytest.mark.parametrize("told", [lambda birth: birth[:4], lambda birth: f"{birth[:4]}-01-01"])
def test_where_every_birth_is_a_year_it_still_tells(told: Any) -> None:
    """One in ten is there twice, half of them with a letter changed. A year in common speaks for one person."""
    draw = random.Random(8)
    givens, families = make_names(draw, 60), make_names(draw, 80)
    listed = [
        {
            "given": draw.choice(givens),
            "family": draw.choice(families),
            "birth": told(f"{draw.randint(1950, 2004)}-05-21"),
        }
        for _ in range(600)
    ]
    truth = set()
    for at, one in enumerate(draw.sample(range(600), 60)):
        family = listed[one]["family"]
        listed.append({**listed[one], **({"family": family[:2] + "e" + family[3:]} if at % 2 else {})})
        truth.add((one, len(listed) - 1))
    found = find_likenesses(table(listed), PERSON_FIELDS)
    assert len(pairs_at(found, 0.5) & truth) >= 54
    assert len(pairs_at(found, 0.5) - truth) <= 6 and not pairs_at(found, 0.99) - truth
    years = [item.weight for pair in found for item in pair.evidence if (item.field, item.level) == ("birth", NO_DAY)]
    assert min(years) > 3


def test_a_small_list_of_years_weighs_them_as_such() -> None:
    people = [
        {"given": "Awa", "family": "Sarr", "birth": "1982"},
        {"given": "Rokia", "family": "Kane", "birth": "1975"},
    ]
    assert link(table(people), PERSON_FIELDS).weights.probabilities["birth", NO_DAY] == (0.75, 0.02)


def test_where_few_births_are_years_two_that_agree_tell_more() -> None:
    """That both are told so speaks for one person too: in one list in five, that strangers do is one in twenty-five."""
    draw = random.Random(9)
    givens, families = make_names(draw, 60), make_names(draw, 80)
    weights = []
    for vague in (0.2, 1.0):
        listed = [
            {
                "given": draw.choice(givens),
                "family": draw.choice(families),
                "birth": f"{1950 + at % 50}" + ("" if at < 600 * vague else f"-{draw.randint(2, 12):02}-15"),
            }
            for at in range(600)
        ]
        listed += listed[:600:10]
        found = find_likenesses(table(listed), PERSON_FIELDS)
        weights.append([i.weight for p in found for i in p.evidence if (i.field, i.level) == ("birth", NO_DAY)])
    assert min(weights[0]) > max(weights[1]) + 0.2


def test_two_years_a_digit_apart_are_no_slip_in_a_birth() -> None:
    people = [
        {"given": "Assita", "family": "Jallow", "birth": birth} for birth in ("1955", "1951", "1951-01-01", "1955-05")
    ]
    found = {(p.first, p.second): p.level("birth") for p in find_likenesses(table(people), PERSON_FIELDS, at_least=0.0)}
    assert found[0, 1] == found[0, 2] == found[1, 3] == YEARS_APART
    assert found[1, 2] == found[0, 3] == "one holds the other"


def test_twins_are_not_one_however_much_they_share() -> None:
    """Born on one day, of one name, telephone and address, with given names of their own."""
    draw = random.Random(4)
    givens, families = make_names(draw, 120), make_names(draw, 150)
    listed: list[Person] = []
    for house in range(180):
        home = {"family": draw.choice(families), "phone": f"77{house:07}", "address": f"{house} rue Kennedy"}
        births = [f"{draw.randint(1960, 2004)}-{draw.randint(1, 12):02}-{draw.randint(2, 28):02}" for _ in range(3)]
        children = draw.sample(givens, 4)
        shared = f"Marie {children[1]}"
        listed += [{**home, "given": given, "birth": birth} for given, birth in zip(children, births, strict=False)]
        if house % 3 == 0:
            listed[-1]["given"], second = shared, f"Marie {children[3]}"
            listed.append({**home, "given": second, "birth": births[2]})
    people = len(listed)
    listed += [{**listed[one], "phone": ""} for one in range(0, people, 15)]
    found = find_likenesses(table(listed), PERSON_FIELDS)
    doubles = {(one, people + at) for at, one in enumerate(range(0, people, 15))}
    assert not pairs_at(found, 0.5) - doubles
    assert len(pairs_at(found, 0.5) & doubles) >= 0.95 * len(doubles)


def test_a_birth_in_common_tells_less_of_twins() -> None:
    assert twin_bits(np.array([14.0, 3.0, -2.0]), 0.64).tolist() == [8.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("given", "other", "level"),
    [
        ("Fatoumata Binta", "Binta", "one name in common"),
        ("Mamadou Lamine", "Cheikh Lamine", "another"),
        ("Ana Sofia", "Lucia Sofia", "another"),
        ("Mohamed Ali", "Ali Mohamed", "one name in common"),
    ],
)
def test_given_names_that_each_have_another_part_are_two(given: str, other: str, level: str) -> None:
    people = [{"given": name, "family": "Sarr", "birth": "1982-05-21"} for name in (given, other)]
    (pair,) = find_likenesses(table(people), PERSON_FIELDS, at_least=0.0)
    assert pair.level("given") == level


@pytest.mark.parametrize(
    ("births", "others", "is_joined"),
    [
        (("1982", ""), [], True),
        (("", ""), [], True),
        (("1982", ""), ["Rokia"], False),
        (("", ""), ["Rokia"], False),
        (("1982", "1982-05-21"), ["Rokia"], True),
        (("1982", "1995"), [], False),
    ],
)
def test_the_telephone_of_a_household_joins_nobody_of_unknown_birth(
    births: tuple[str, str], others: list[str], is_joined: bool
) -> None:
    """Father and son of one name answer the telephone that the mother gives too."""
    people = [{"given": "Omar", "family": "Sarr", "birth": birth, "phone": "771234567"} for birth in births]
    people += [{"given": given, "family": "Sarr", "birth": "1960-03-04", "phone": "771234567"} for given in others]
    assert ([(pair.first, pair.second) for pair in find_certain(table(people), PERSON_FIELDS)] == [(0, 1)]) == is_joined


def test_every_way_to_agree_has_words_in_both_languages() -> None:
    for levels in LEVELS.values():
        for level in levels("birth"):
            if not level.says_nothing:
                said = name_evidence(f"birth {level.label} +2.4, sex same +1.0", "fr")
                assert said.count(" · ") == 1 and "+" not in said
                assert level.label == "same" or level.label not in said
