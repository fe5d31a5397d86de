"""How often two strangers who share a name share more than that.

Names go together: who is called Ouédraogo is called Awa, not Giulia, and is likelier of one country than two people
drawn at random. Taken one by one, a family name, a given name, a sex and a nationality in common would add up to more
than they tell, most of all where names are few, and every namesake would be taken for one person. So a given name that
goes with a shared family name counts by how common it is *among those of that family name*: as many as bear the whole
name and are likely somebody else, or, where nobody does, by how much oftener strangers of these records share
both names than they would if one told nothing of the other. And a code in common counts by how often strangers share it
who share a name.

All this is counted over every pair of records there is, less those that are likely one person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from jalon.identity.comparisons import EXCHANGED_NAMES, WHOLE_LEVELS, Compared
from jalon.identity.fields import Kind

Floats = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.int32]]
Small = np.ndarray[Any, np.dtype[np.int8]]

NO_NAME, GIVEN_NAME, FAMILY_NAME, BOTH_NAMES = range(4)
"""Which of their names two records share."""

NEAR = frozenset({"same", "lost letters", "sounds the same", "one slip", "alike"})
"""How two names stand that may be one."""

WHOLE = frozenset({EXCHANGED_NAMES, *(level.label for level in WHOLE_LEVELS)})
"""How both names stand together."""

FEW_PAIRS = 100.0
"""As how many pairs of strangers it counts that names tell nothing of each other, nor of codes."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How strangers who share a name agree in more."""

    together: float = 1.0
    """How many times as often strangers share both names as if one told nothing of the other."""
    codes: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """How often they have the same code, by field and which name they share."""


NO_HABITS = Habits()
"""Of names that tell nothing of each other, nor of codes."""


@dataclass(frozen=True, slots=True)
class Bearers:
    """How many bear a whole name, for each pair that shares one to the letter."""

    pairs: Places
    """Which of the pairs looked at these are; all else is in their order."""
    first: Places
    second: Places
    """Their two records."""
    often: Floats
    """How many records bear their name, without the two."""
    records: int

    def count_others(self, one: Floats) -> Floats:
        """How many others bear the name of each of these pairs and are neither of the two, if the pairs looked at are
        one person with these probabilities."""
        here = one[self.pairs]
        known = np.bincount(self.first, here, self.records) + np.bincount(self.second, here, self.records)
        others: Floats = self.often - (np.maximum(known[self.first], known[self.second]) - here)
        return others.clip(min=0.0)


@dataclass(frozen=True, slots=True)
class SharedNames:
    """What the pairs that are looked at share of their names, and how often all pairs do."""

    near: Small
    """Which name each pair shares, spelt alike or not."""
    same: Small
    """Which name each pair shares to the letter."""
    bearers: Bearers
    every: Floats
    """Of all pairs there are, how many share which name to the letter, of those of whom both names are known."""
    codes: Mapping[str, Floats]
    """The same for each code of those of whom it is known too: a row for another code, one for the same."""

    def build_habits(
        self, one: Floats, levels: Mapping[str, Small], comparisons: Sequence[Compared], usual: Mapping[str, float]
    ) -> Habits:
        """What strangers do, if the pairs looked at are one person with these probabilities.

        `levels`: the place of each pair's level by field; `usual`: how often two strangers have the same code.
        """
        none, given, family, both = np.maximum(self.every - np.bincount(self.same, one, 4), 0.0)
        expected = (given + both) * (family + both) / max(none + given + family + both, 1.0)
        together = max((both + FEW_PAIRS) / (expected + FEW_PAIRS), 1.0)
        found = {}
        for compared in comparisons:
            if compared.kind is Kind.CODE:
                place = place_of(compared, "same")
                known = levels[compared.field] >= 0
                cells = self.same[known] + np.where(levels[compared.field][known] == place, np.int8(4), np.int8(0))
                another, same = np.maximum(
                    self.codes[compared.field] - np.bincount(cells, one[known], 8).reshape(2, 4), 0.0
                )
                for name in (GIVEN_NAME, FAMILY_NAME, BOTH_NAMES):
                    told = same[name] + FEW_PAIRS * usual[compared.field]
                    found[compared.field, name] = float(told / (same[name] + another[name] + FEW_PAIRS))
        return Habits(float(together), found)


def place_of(compared: Compared, label: str) -> int:
    return next(place for place, level in enumerate(compared.levels) if level.label == label)


def name_shared(given: str, family: str) -> int:
    """Which name two records share, by the labels of the levels at which names stand."""
    if given in WHOLE or family in WHOLE:
        return BOTH_NAMES
    return GIVEN_NAME * (given in NEAR) + FAMILY_NAME * (family in NEAR)


def read_shared_names(
    table: pa.Table, first: Any, second: Any, comparisons: Sequence[Compared], levels: Mapping[str, Small]
) -> SharedNames:
    """Of pairs (their places in the table) that stand at these levels."""
    near, same = np.zeros(len(first), np.int8), np.zeros(len(first), np.int8)
    whole = np.zeros(len(first), bool)
    for compared in comparisons:
        if compared.kind in (Kind.GIVEN, Kind.FAMILY):
            name = np.int8(GIVEN_NAME if compared.kind is Kind.GIVEN else FAMILY_NAME)
            places = levels[compared.field] + 1
            near += chosen(compared, NEAR, name)[places]
            same += chosen(compared, ("same",), name)[places]
            whole |= chosen(compared, WHOLE, name)[places] > 0
    near[whole] = BOTH_NAMES
    at = np.flatnonzero(same == BOTH_NAMES).astype(np.int32)
    words = numbered(table["words"])
    often = np.bincount(words[words >= 0], minlength=1)[words[first[at]]] - 2.0
    bearers = Bearers(at, first[at], second[at], often, len(table))
    return SharedNames(near, same, bearers, *count_pairs(table, comparisons))


def share_of_bearers(both: Any, others: Any, together: float, records: int) -> Any:
    """How likely a stranger bears the whole name that somebody bears, of whom so many others do.

    `both`: how likely if one name told nothing of the other. How much oftener a name is borne than so is taken to
    differ from name to name as a gamma distribution of mean 1 does; then strangers share both names 1 + 1/shape times
    as often as if names told nothing of each other, which is `together`. The others and the one are what was seen of
    this name.
    """
    if together <= 1.0:
        return both
    shape, expected = 1.0 / (together - 1.0), both * records
    return both * (shape + others + 1.0) / (shape + expected)


def chosen(compared: Compared, labels: Collection[str], value: np.int8) -> Small:
    """For each level from unknown (-1) on, the value where its label is one of these, else 0."""
    return np.array([0, *(value * (level.label in labels) for level in compared.levels)], np.int8)


def numbered(column: pa.ChunkedArray) -> Any:
    """The values of a column as numbers from 0; -1 where unknown."""
    found = column.combine_chunks().dictionary_encode().indices.fill_null(-1)
    return found.to_numpy(zero_copy_only=False).astype(np.int64)


def mixed(one: Any, other: Any) -> Any:
    """One number for the two of each record; -1 where one of them is unknown."""
    return np.where((one >= 0) & (other >= 0), one * (other.max(initial=0) + 1) + other, -1)


def alike(values: Any) -> float:
    """How many pairs have the same value."""
    often = np.unique(values[values >= 0], return_counts=True)[1].astype(np.float64)
    return float((often * (often - 1) / 2).sum())


def count_pairs(table: pa.Table, comparisons: Sequence[Compared]) -> tuple[Floats, dict[str, Floats]]:
    """Of all pairs of records, how many share which name; and for each code, of how many it is another or the same."""
    columns = {compared.kind: numbered(table[compared.field]) for compared in comparisons}
    codes = {c.field: numbered(table[c.field]) for c in comparisons if c.kind is Kind.CODE}
    if not {Kind.GIVEN, Kind.FAMILY} <= columns.keys():
        return np.zeros(4), {name: np.zeros((2, 4)) for name in codes}
    given, family = columns[Kind.GIVEN], columns[Kind.FAMILY]

    def count(known: Any) -> Floats:
        names = [np.where(known, column, -1) for column in (given, family)]
        both = mixed(*names)
        names = [np.where(both >= 0, column, -1) for column in names]
        every = alike(np.where(both >= 0, 0, -1))
        of_given, of_family, of_both = (alike(column) for column in (*names, both))
        return np.array([every - of_given - of_family + of_both, of_given - of_both, of_family - of_both, of_both])

    def count_same(code: Any) -> Floats:
        """As `count`, of pairs that share the code."""
        every = [alike(np.where(mixed(given, family) >= 0, code, -1))]
        every += [
            alike(np.where(mixed(given, family) >= 0, mixed(name, code), -1))
            for name in (given, family, mixed(given, family))
        ]
        total, of_given, of_family, of_both = every
        return np.array([total - of_given - of_family + of_both, of_given - of_both, of_family - of_both, of_both])

    found = {}
    for name, code in codes.items():
        same = count_same(code)
        found[name] = np.array([count(code >= 0) - same, same])
    return count(np.ones(len(table), bool)), found
