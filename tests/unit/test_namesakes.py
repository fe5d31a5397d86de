"""Namesakes where names are few: strangers who share a name share more than chance, and do not wait for anybody."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jalon.identity.candidates import CandidateIndex
from jalon.identity.comparisons import EXCHANGED_NAMES, WHOLE_SAME
from jalon.identity.fields import PERSON_FIELDS, Field, Kind, build_table
from jalon.identity.linkage import Linked, find_likenesses, link
from jalon.identity.namesakes import (
    BOTH_NAMES,
    FAMILY_NAME,
    GIVEN_NAME,
    NO_NAME,
    name_shared,
    share_of_bearers,
)
from jalon.identity.whole_names import EXCHANGED_OFTEN, chance_of_whole

NAMES = [field.name for field in PERSON_FIELDS]
Person = dict[str, str]

REGIONS = 8
FAMILIES, GIVENS = 12, 10
"""Names in a region: 240 whole names of either sex, for some 625 people."""

COUNTRIES = ["SN ML BF", "GH BJ TG", "CD CM", "KE ET", "MG", "MA TN", "FR IT", "VN LA"]
LETTERS = "bdfgklmnrstvz"


def table(people: list[Person]) -> Any:
    values = {name: [person.get(name) for person in people] for name in NAMES}
    return build_table(range(1, len(people) + 1), values, PERSON_FIELDS)


def make_names(draw: random.Random, count: int) -> list[str]:
    """Names far from one another."""
    return ["".join(draw.choice(LETTERS) + draw.choice("aeiou") for _ in range(4)) for _ in range(count)]


def make_group(count: int, draw: random.Random) -> list[Person]:
    """People of eight regions of few names, each region's born within ten years; nobody is twice."""
    families = [make_names(draw, FAMILIES) for _ in range(REGIONS)]
    givens = [(make_names(draw, GIVENS), make_names(draw, GIVENS)) for _ in range(REGIONS)]
    found: dict[tuple[str, ...], Person] = {}
    while len(found) < count:
        region, woman = draw.randrange(REGIONS), draw.randrange(2)
        person = {
            "given": draw.choice(givens[region][woman]),
            "family": draw.choice(families[region]),
            "birth": f"{1990 + region + draw.randrange(10)}-{draw.randint(1, 12):02}-{draw.randint(2, 28):02}",
            "sex": "female" if woman else "male",
            "nationality": draw.choice(COUNTRIES[region].split()),
        }
        found.setdefault((person["given"], person["family"], person["birth"]), person)
    return list(found.values())


RARE = {"sex": "female", "nationality": "SN"}
SLIPS = {
    "one digit": ("1991-03-07", "1991-03-17"),
    "day and month exchanged": ("1988-05-09", "1988-09-05"),
    "1 January": ("1995-08-23", "1995-01-01"),
    "year only": ("1999-11-12", "1999"),
}


@pytest.fixture(scope="module")
def group() -> list[Person]:
    """Five thousand namesakes, and four people of rare names, each twice with a slip in her birth."""
    draw = random.Random(11)
    people = make_group(5000, draw)
    for (one, other), given, family in zip(SLIPS.values(), make_names(draw, 4), make_names(draw, 4), strict=True):
        people += [{**RARE, "given": given, "family": family, "birth": birth} for birth in (one, other)]
    return people


@pytest.fixture(scope="module")
def linked(group: list[Person]) -> Linked:
    return link(table(group), PERSON_FIELDS, at_least=0.0)


def rare_pairs(group: list[Person]) -> dict[tuple[int, int], str]:
    first = len(group) - 2 * len(SLIPS) + 1
    return {(first + 2 * place, first + 2 * place + 1): slip for place, slip in enumerate(SLIPS)}


def test_namesakes_of_other_births_do_not_wait(group: list[Person], linked: Linked) -> None:
    wait = {(pair.first, pair.second) for pair in linked.pairs if pair.score >= 0.5} - rare_pairs(group).keys()
    namesakes = sum(pair.level("given") == pair.level("family") == "same" for pair in linked.pairs)
    assert namesakes > 3000
    # Some are born a slip apart by chance: one pair of namesakes in twenty is.
    assert len(wait) < namesakes / 1000


def test_of_a_rare_name_a_slip_in_the_birth_waits(group: list[Person], linked: Linked) -> None:
    scores = {(pair.first, pair.second): pair.score for pair in linked.pairs}
    assert {slip: scores.get(pair, 0.0) >= 0.5 for pair, slip in rare_pairs(group).items()} == dict.fromkeys(
        SLIPS, True
    )


def test_what_strangers_of_one_name_share_is_learnt(linked: Linked) -> None:
    habits = linked.weights.habits
    # One region in eight has the name, so that its given names are eight times as common among its family names,
    # less what is supposed before anything is counted.
    assert 5.5 < habits.together < 8.5
    assert habits.codes["sex", GIVEN_NAME] > 0.98 > 0.55 > habits.codes["sex", FAMILY_NAME] > 0.45
    # Two or three countries a region, and one that is alone: the same country in half of the pairs, else in one of fifteen.
    assert all(0.4 < habits.codes["nationality", name] < 0.6 for name in (GIVEN_NAME, FAMILY_NAME, BOTH_NAMES))
    assert linked.weights.probabilities["nationality", "same"][1] < 0.1
    assert linked.weights.probabilities["birth", "another"][0] < 0.03


def test_neither_sex_nor_country_speaks_for_namesakes_as_for_strangers(linked: Linked) -> None:
    pair = next(p for p in linked.pairs if p.level("given") == p.level("family") == p.level("nationality") == "same")
    weight = {item.field: item.weight for item in pair.evidence}
    assert 0.0 <= weight["sex"] < 0.1 and 0.5 < weight["nationality"] < 1.6


def test_whom_a_newcomer_may_be_is_weighed_as_the_linkage_weighs(group: list[Person], linked: Linked) -> None:
    """The newcomer is one of the linkage already: the candidate's evidence is that of their pair."""
    for first, newcomer in rare_pairs(group):
        others = [place for place in range(1, len(group) + 1) if place != newcomer]
        values = {name: [group[place - 1].get(name) for place in others] for name in NAMES}
        index = CandidateIndex(build_table(others, values, PERSON_FIELDS), PERSON_FIELDS, linked.weights)
        candidate = index.find(group[newcomer - 1])[0]
        assert candidate.number == first and candidate.score > 0.5
        pair = next(pair for pair in linked.pairs if (pair.first, pair.second) == (first, newcomer))
        for one, other in zip(candidate.evidence, pair.evidence, strict=True):
            assert (one.field, one.level) == (other.field, other.level)
            # The newcomer is not counted among those who share her names: one bears them, not two.
            assert one.weight == pytest.approx(other.weight, abs=1.3 if one.field in ("given", "family") else 0.01)


@pytest.mark.parametrize(
    ("given", "family", "shared"),
    [
        ("another", "another", NO_NAME),
        ("same", "another", GIVEN_NAME),
        ("unknown", "one slip", FAMILY_NAME),
        ("sounds the same", "lost letters", BOTH_NAMES),
        ("names exchanged", "unknown", BOTH_NAMES),
        ("unknown", "whole name the same", BOTH_NAMES),
        ("one name in common", "same", FAMILY_NAME),
    ],
)
def test_which_name_two_share(given: str, family: str, shared: int) -> None:
    assert name_shared(given, family) == shared


def test_how_common_a_whole_name_is() -> None:
    # Names that tell nothing of each other: as common as the two together.
    assert share_of_bearers(0.001, 3, 1.0, 1000) == 0.001
    # Borne by nobody else, as yet: by so much oftener as names go together.
    assert share_of_bearers(1e-9, 0, 5.0, 1000) == pytest.approx(5e-9, rel=0.01)
    # Borne by many: by as many, and the one who bears it.
    assert share_of_bearers(0.1, 200, 5.0, 1000) == pytest.approx(0.2, rel=0.01)
    shares = [share_of_bearers(1e-4, others, 5.0, 1000) for others in range(5)]
    assert shares == sorted(shares) and shares[0] < shares[4]


def test_a_whole_name_tells_what_both_its_parts_tell() -> None:
    once = 1e-6
    apart, unknown = np.array([1e-8]), np.array([np.nan])
    # In one field here, in two there: as rare as both names; of one field in both, as rare as the whole.
    assert chance_of_whole(WHOLE_SAME, apart, unknown, np.array([0.0]), once) == apart
    assert chance_of_whole(WHOLE_SAME, apart, unknown, np.array([5e-6]), once) == np.array([5e-6])
    assert chance_of_whole(WHOLE_SAME, unknown, unknown, np.array([2e-6]), once) == pytest.approx(3e-6)
    # Exchanged: never more than the names themselves tell.
    exchanged = chance_of_whole(EXCHANGED_NAMES, np.array([1e-4]), np.array([1e-9]), np.array([0.0]), once)
    assert exchanged == pytest.approx(1e-4 * EXCHANGED_OFTEN)


def test_rare_names_exchanged_or_in_one_field_weigh_as_both(group: list[Person]) -> None:
    rare = RARE | {"given": "Zuvogamo", "family": "Tarekivu", "birth": "1999-11-12"}
    written = {
        "exchanged": rare | {"given": rare["family"], "family": rare["given"]},
        "in one field": rare | {"given": "", "family": f"{rare['given']} {rare['family']}"},
    }
    for person in written.values():
        people = [*group, rare, person | {"birth": "1999-12-11"}]
        found = {(p.first, p.second): p for p in find_likenesses(table(people), PERSON_FIELDS, at_least=0.0)}
        pair = found[len(people) - 1, len(people)]
        assert sum(item.weight for item in pair.evidence if item.field in ("given", "family")) > 14.0


def test_a_list_without_given_names_has_no_namesakes() -> None:
    fields = [Field("family", Kind.FAMILY), Field("birth", Kind.BIRTH), Field("sex", Kind.CODE)]
    values = {"family": ["Diallo", "Diallo", "Sow"], "birth": ["1990-05-02"] * 3, "sex": ["female"] * 3}
    found = find_likenesses(build_table([1, 2, 3], values, fields), fields, at_least=0.0)
    assert {(pair.first, pair.second) for pair in found} >= {(1, 2)}


def test_several_records_of_one_person_are_no_namesakes_of_hers(linked: Linked, group: list[Person]) -> None:
    """Five records of one make her name no commoner than two do."""
    once = rare_pairs(group)
    several = [*group, *({**group[-1], "birth": f"1999-11-{day}"} for day in (12, 12, 13))]
    found = link(table(several), PERSON_FIELDS)
    pair = max(once)
    scores = [{(p.first, p.second): p.score for p in one.pairs}.get(pair, 0.0) for one in (linked, found)]
    assert np.log2(scores[0] / (1 - scores[0])) - np.log2(scores[1] / (1 - scores[1])) < 3.0
    assert replace(linked.weights, habits=found.weights.habits).habits.together == pytest.approx(
        linked.weights.habits.together, rel=0.1
    )
