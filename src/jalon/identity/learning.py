"""What each way to agree weighs, learnt from the pairs found without being told any answer.

A pair is of one person, of two relatives, or of two strangers. Strangers agree by chance: how often (`u`) is
measured on pairs drawn at random, and of those who share a name counted (namesakes.py). Of one person, records agree save for faults: how often (`m`) is what is learnt.
Relatives share what a household shares (family name, telephone, address) as one person does, and all else by chance:
without them, every brother and sister would be taken for one person by so many things in common.

Expectation maximisation over all pairs that share a key, from the weights written in comparisons.py: each pair's
probability from the weights, the weights from the probabilities, until they stand still. The pairs that share no key
count as strangers, which nearly all of them are. What is learnt is held within bounds, since a field that hardly varies
would teach that one slip is impossible; and the written weights count as if so many pairs had been seen, so that few
pairs teach little. (Fellegi and Sunter, A Theory for Record Linkage, 1969; Dempster, Laird and Rubin, 1977.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jalon.identity.comparisons import NO_DAY, WHOLE_LEVELS, Compared
from jalon.identity.fields import Field, Kind
from jalon.identity.namesakes import (
    BOTH_NAMES,
    FAMILY_NAME,
    GIVEN_NAME,
    NO_HABITS,
    Habits,
    SharedNames,
    place_of,
    share_of_bearers,
)

LIGHTEST, HEAVIEST = -7.0, 14.0
"""Bounds of what one level can weigh, in bits: no field alone vetoes, no field alone convinces."""

LIGHTEST_CODE = -4.0
"""The same for codes: sex and nationality are mistyped and misread."""

SHARE_TWICE = 0.05
"""Of records that have a double, before anything is known."""

FEW_DOUBLES = 10.0
"""So many doubles are supposed beside those seen: a list that has next to none does not teach that nobody ever is in it
twice."""

SHARE_KIN = 0.5
"""Relatives among the records that one has, before anything is known."""

WRITTEN_PAIRS = 100.0
"""As how many pairs of one person the written weights count."""

TAUGHT_BY = 0.5
"""Probability from which a pair teaches how one person's records differ. Of the many pairs that hardly are one person
each would teach a little: namesakes together, that one person is born on two days."""

ROUNDS = 200
STILL = 0.00001
"""Change of the shares of doubles and of relatives, in parts of the doubles, below which nothing more is learnt."""

FEWEST = 0.000001
"""Doubles and relatives to a record that are supposed at least."""

NOTABLE = 3.0
"""Relatives are believed in where they are more than so many times the spread of the pairs of one person that faults in
both given name and birth would make look like them."""

TWINS = 0.01
"""Of relatives in one list, how many pairs are supposed to be twins: of a thousand deliveries 12 are of twins in the world
(Monden, Pison and Smits, Human Reproduction, 2021), in Benin 28 of a thousand births (Smits and Monden, PLOS ONE, 2011),
beside the brothers and sisters who are not."""

BORN_TOGETHER = frozenset({"same", NO_DAY})
"""How the births of twins stand."""

SHARED_AT_HOME = (Kind.FAMILY, Kind.CONTACT, Kind.AREA, Kind.TEXT)
"""What relatives have in common as one person has."""

WHOLE_LABELS = frozenset(level.label for level in WHOLE_LEVELS)

Probabilities = Mapping[tuple[str, str], tuple[float, float]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each level weighs, learnt or written: m and u by field and label."""

    probabilities: Probabilities
    rare: bool
    """Whether a shared value weighs by how rare it is."""
    learnt: bool
    twice: float = SHARE_TWICE
    """Doubles to a record."""
    kin: float = SHARE_KIN
    """Relatives to a record."""
    habits: Habits = NO_HABITS
    """How strangers who share a name agree in more."""


@dataclass(frozen=True, slots=True)
class Standings:
    """How pairs stand: for each field the place of the level (-1 where unknown) and the logarithm of u, to base 2,
    of what they share there."""

    levels: Mapping[str, np.ndarray[Any, np.dtype[np.int8]]]
    chance: Mapping[str, np.ndarray[Any, np.dtype[np.float32]]]
    names: SharedNames
    others: Floats
    """Of the pairs of one whole name (`names.bearers.pairs`): how many others to a record bear it."""

    def __len__(self) -> int:
        return len(next(iter(self.levels.values())))


def written_weights(comparisons: Sequence[Compared]) -> dict[tuple[str, str], tuple[float, float]]:
    return {(compared.field, level.label): (level.m, level.u) for compared in comparisons for level in compared.levels}


def learn_m(
    standings: Standings,
    fields: Sequence[Field],
    comparisons: Sequence[Compared],
    weights: Weights,
    written: Probabilities,
    possible: float,
) -> tuple[Weights, Standings]:
    """The weights with m, doubles and relatives learnt from these pairs, which are all of so many possible ones
    that are not clearly two strangers; and the pairs, as they stand by what was learnt of who is who. `written`: what
    counts as if so many pairs had been seen."""
    records = (2 * possible) ** 0.5
    usual = {c.field: weights.probabilities[c.field, "same"][1] for c in comparisons if c.kind is Kind.CODE}
    # At first all namesakes are strangers: else those of a list with few names would be taken for one person before
    # it was seen how often strangers share a name.
    one = np.zeros(len(standings))
    weights = replace(weights, habits=standings.names.build_habits(one, standings.levels, comparisons, usual))
    for _ in range(ROUNDS):
        one, home = build_chances(standings, fields, comparisons, weights, possible)
        standings = replace(standings, others=standings.names.bearers.count_others(one))
        habits = standings.names.build_habits(one, standings.levels, comparisons, usual)
        learnt = dict(weights.probabilities)
        likely = np.where(one >= TAUGHT_BY, one, 0.0)
        for compared in comparisons:
            learnable = [
                place for place, level in enumerate(compared.levels) if not (level.fixed or level.says_nothing)
            ]
            seen = np.bincount(standings.levels[compared.field] + 1, likely, len(compared.levels) + 1)[1:]
            supposed = np.array([written[compared.field, level.label][0] for level in compared.levels])
            told = seen[learnable] + WRITTEN_PAIRS * supposed[learnable] / supposed[learnable].sum()
            for place, m in zip(learnable, told / told.sum(), strict=True):
                label = compared.levels[place].label
                learnt[compared.field, label] = (float(m), learnt[compared.field, label][1])
        twice = (float(one.sum()) + FEW_DOUBLES) / records
        kin = max(float(home.sum()) / records, FEWEST)
        if kin * records < NOTABLE * mistaken_twice(fields, comparisons, weights, twice * records) ** 0.5:
            kin = FEWEST
        still = abs(twice - weights.twice) + abs(kin - weights.kin) < STILL * twice
        probabilities = bounded(learnt, fields, comparisons)
        weights = replace(weights, probabilities=probabilities, twice=twice, kin=kin, habits=habits, learnt=True)
        if still:
            break
    return weights, standings


def mistaken_twice(fields: Sequence[Field], comparisons: Sequence[Compared], weights: Weights, doubles: float) -> float:
    """How many pairs of one person have another given name and another birth, if the two are mistaken by chance."""
    for field, compared in zip(fields, comparisons, strict=True):
        if field.kind in (Kind.GIVEN, Kind.BIRTH):
            doubles *= weights.probabilities[compared.field, compared.levels[-1].label][0]
    return doubles


def build_chances(
    standings: Standings,
    fields: Sequence[Field],
    comparisons: Sequence[Compared],
    weights: Weights,
    possible: float,
) -> tuple[Floats, Floats]:
    """The probability of each pair to be one person, and to be two relatives."""
    same, home = np.zeros(len(standings)), np.zeros(len(standings))
    kinds = {field.name: field.kind for field in fields}
    for compared in comparisons:
        bits = level_bits(standings, compared, weights)
        same += bits
        kind = kinds[compared.field]
        if kind is Kind.CODE:
            home += np.maximum(bits, 0.0)
        elif kind is Kind.BIRTH:
            for place, level in enumerate(compared.levels):
                if level.label in BORN_TOGETHER:
                    here = standings.levels[compared.field] == place
                    home[here] += twin_bits(bits[here], weights.probabilities[compared.field, level.label][0])
        elif kind in SHARED_AT_HOME:
            shared = np.array([False, *(is_shared_at_home(kind, level.label) for level in compared.levels)])
            home += np.where(shared[standings.levels[compared.field] + 1], bits, 0.0)
    return chances(same, home, weights, possible)


def twin_bits(bits: Any, m: float) -> Any:
    """What a birth in common tells of two relatives, of whom few are twins, where it tells so much of one person."""
    return np.clip(bits + np.log2(TWINS / m), 0.0, np.maximum(bits, 0.0))


def is_shared_at_home(kind: Kind, label: str) -> bool:
    """Whether relatives stand so as one person does. A whole name in one field holds the given name too."""
    return kind in SHARED_AT_HOME and label not in WHOLE_LABELS


def level_bits(standings: Standings, compared: Compared, weights: Weights) -> Floats:
    """What the field weighs for each pair, in bits."""
    m = np.array(
        [0.0, *(np.log2(weights.probabilities[compared.field, level.label][0] or 1.0) for level in compared.levels)]
    )
    places = standings.levels[compared.field]
    found: Floats = np.where(places < 0, 0.0, m[places + 1] - chance_bits(standings, compared, weights))
    return found


def chance_bits(standings: Standings, compared: Compared, weights: Weights) -> Any:
    """How often two strangers share what each pair shares in the field, beside the names they share; to base 2."""
    chance = standings.chance[compared.field]
    near = standings.names.near
    if compared.kind is Kind.GIVEN and "family" in standings.chance:
        together, bearers = weights.habits.together, standings.names.bearers
        found = np.where(near == BOTH_NAMES, chance + np.float32(np.log2(together)), chance)
        family = standings.chance["family"][bearers.pairs]
        both = 2.0 ** (chance[bearers.pairs] + family)
        found[bearers.pairs] = np.log2(share_of_bearers(both, standings.others, together, bearers.records)) - family
        return np.minimum(found, 0.0)
    if compared.kind is Kind.CODE and weights.habits.codes:
        same = standings.levels[compared.field] == place_of(compared, "same")
        for name in (GIVEN_NAME, FAMILY_NAME, BOTH_NAMES):
            alike, another = (
                np.float32(np.log2(code_chance(weights, compared.field, name, is_same))) for is_same in (True, False)
            )
            chance = np.where(near == name, np.where(same, alike, another), chance)
    return chance


def code_chance(weights: Weights, field: str, name: int, is_same: bool) -> float:
    """How often two strangers who share a name have the same code, or another: no oftener the same, nor seldomer
    another, than one person, of whom neither would speak the wrong way."""
    u = weights.habits.codes[field, name]
    if is_same:
        return min(u, weights.probabilities[field, "same"][0])
    return max(1.0 - u, weights.probabilities[field, "another"][0])


def chances(same: Any, home: Any, weights: Weights, possible: float) -> tuple[Any, Any]:
    """The probability of one person and of two relatives, from the bits for either. `possible`: pairs there are."""
    records = (2 * max(possible, 1.0)) ** 0.5
    twice, kin = min(weights.twice * records / possible, 0.01), min(weights.kin * records / possible, 0.1)
    one = 2.0 ** np.clip(same + np.log2(twice), -60, 60)
    two = 2.0 ** np.clip(home + np.log2(kin), -60, 60)
    every = one + two + 1.0
    return one / every, two / every


def bounded(
    learnt: Probabilities, fields: Sequence[Field], comparisons: Sequence[Compared]
) -> dict[tuple[str, str], tuple[float, float]]:
    """The same with m moved so that no level weighs more or less than it may."""
    kinds = {field.name: field.kind for field in fields}
    found = {}
    for compared in comparisons:
        lightest = LIGHTEST_CODE if kinds[compared.field] is Kind.CODE else LIGHTEST
        for level in compared.levels:
            m, u = learnt[compared.field, level.label]
            if not level.says_nothing:
                m = min(max(m, u * 2**lightest), u * 2**HEAVIEST)
            found[compared.field, level.label] = (m, u)
    return found
