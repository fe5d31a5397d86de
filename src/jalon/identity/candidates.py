"""Whom somebody being entered may be already: the likeliest of a million people, while the form is filled in.

The weights of a linkage, learnt or written, over keys held sorted in memory: no database and no Splink at that moment.
Levels are told apart here exactly as the conditions of comparisons.py tell them apart in SQL, which a test holds
against each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from jalon.identity.comparisons import NO_DAY, Compared, build_comparisons
from jalon.identity.evidence import MANY, RARE_AT_LEAST, Evidence
from jalon.identity.fields import Field, Kind, Values, build_table
from jalon.identity.learning import BORN_TOGETHER, Weights, chances, code_chance, is_shared_at_home, twin_bits
from jalon.identity.lookup import (
    UNBORN_KEYS,
    Hashes,
    Key,
    Places,
    Row,
    find_block,
    hash_column,
    hash_pairs,
    hash_row,
    hash_text,
    hash_words,
    keys_of,
    mix,
    pairs_of,
    part_column,
    spoken,
)
from jalon.identity.namesakes import BOTH_NAMES, NO_NAME, name_shared, share_of_bearers
from jalon.identity.rarity import chance_of_value, fit_births, share_without_day
from jalon.identity.rough import RoughView
from jalon.identity.standing import standing
from jalon.identity.whole_names import PARTS, chance_of_whole

LARGEST_BLOCK = 1_500
"""People under one key that are looked at: of a very common name, those whom a finer key finds too."""

RARE_WORD = 300
"""People at most who share a word of their names by which alone somebody is looked up."""

WEIGHED = 30
"""People weighed field by field, of those looked at: who seem likeliest by what costs little to compare."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known whom the new one may be: a number, the probability, and the evidence."""

    number: int
    score: float
    evidence: tuple[Evidence, ...]


class CandidateIndex:
    """Everybody known, by what a new record can be looked up by. About 500 bytes a person."""

    def __init__(self, table: pa.Table, fields: Sequence[Field], weights: Weights) -> None:
        """Over a table of `build_table`, with the weights of a linkage over the same fields."""
        self._table = table.combine_chunks()
        self._fields = fields
        self._comparisons = build_comparisons(fields)
        if not weights.learnt:
            weights = replace(weights, probabilities=fit_births(weights.probabilities, self._comparisons, table))
        self._weights = weights
        self._vague = share_without_day(table["birth"])
        self._numbers = table["unique_id"].to_numpy()
        self._possible = max(len(table) * (len(table) - 1) / 2, 1.0)
        rare = {level.rare for compared in self._comparisons for level in compared.levels if level.rare}
        rare |= {column for parts in PARTS.values() for column in parts}
        hashed: dict[str, Hashes] = {}
        self._keys: dict[Key, tuple[Hashes, Places]] = {}
        for key in keys_of(fields):
            for part in key:
                if part not in hashed:
                    hashed[part] = hash_column(table[part_column(part)], part)
            hashes = mix([hashed[part] for part in key])
            order = np.argsort(hashes, kind="stable").astype(np.int32)
            self._keys[key] = (hashes[order], order)
        self._words = hash_words(table["words"])
        self._pairs = hash_pairs(table["sounds"])
        self._known = {name: len(table) - table[name].null_count for name in rare}
        self._often = {name: np.sort(hash_column(table[name], name)) for name in rare}
        self._rough = RoughView(table, fields, hashed)

    def find(self, person: Mapping[str, str | None], most: int = 5) -> list[Candidate]:
        """The likeliest for a new record (field -> value), the surest first; none below one in a thousand."""
        values: dict[str, Values] = {field.name: [person.get(field.name)] for field in self._fields}
        row = build_table([0], values, self._fields).to_pylist()[0]
        paired = self._paired(row)
        near = np.union1d(self._places(row), paired)
        places = self._rough.choose(row, near, paired, max(WEIGHED, most), self._count)
        # What the new record does not say tells nothing of anybody: those columns are not read.
        told = [name for name in self._table.column_names if row[name] is not None or name.startswith("given")]
        rows = self._table.select([name for name in told if name != "unique_id"]).take(pa.array(places, pa.int64()))
        found = []
        for place, known in zip(places, rows.to_pylist(), strict=True):
            evidence = tuple(self._evidence(row, known))
            found.append((self._score(evidence), place, evidence))
        found.sort(key=lambda item: (-item[0], -sum(said.weight for said in item[2]), item[1]))
        return [
            Candidate(int(self._numbers[place]), score, evidence)
            for score, place, evidence in found[:most]
            if score > 0.001
        ]

    def _places(self, row: Row) -> Places:
        """Where those stand who share a key with the row, or with the row's day and month exchanged."""
        found = []
        for said in spoken(row):
            for key, (hashes, places) in self._keys.items():
                hashed = None if row["birth"] and key in UNBORN_KEYS else hash_row(said, key)
                if hashed is not None:
                    found.append(find_block(hashes, places, hashed, LARGEST_BLOCK))
        for word in (row["words"] or "").split(" "):
            block = find_block(*self._words, hash_text(word), RARE_WORD + 1)
            found += [block] if len(block) <= RARE_WORD else []
        return np.unique(np.concatenate(found)) if found else np.array([], np.int32)

    def _paired(self, row: Row) -> Places:
        """Where those stand who share two words of a name with the row, one of whom has a word more."""
        pairs = pairs_of(row["sounds"] or "")
        found = [find_block(*self._pairs, hash_text(pair), LARGEST_BLOCK) for pair in pairs]
        if len(pairs) > 1:
            hashes, places = self._keys["sounds",]
            for pair in pairs:
                hashed = hash_row({"sounds": pair}, ("sounds",))
                found += [] if hashed is None else [find_block(hashes, places, hashed, LARGEST_BLOCK)]
        return np.unique(np.concatenate(found)) if found else np.array([], np.int32)

    def _score(self, evidence: Sequence[Evidence]) -> float:
        kinds = {field.name: field.kind for field in self._fields}
        same, home = 0.0, 0.0
        for said in evidence:
            same += said.weight
            if is_shared_at_home(kinds[said.field], said.level):
                home += said.weight
            elif kinds[said.field] is Kind.BIRTH and said.level in BORN_TOGETHER:
                home += twin_bits(said.weight, self._weights.probabilities[said.field, said.level][0])
            elif kinds[said.field] is Kind.CODE:
                home += max(said.weight, 0.0)
        one, _ = chances(same, home, self._weights, self._possible)
        return float(one)

    def _evidence(self, row: Row, known: Row) -> Iterator[Evidence]:
        labels = {field.name: standing(field, row, known) for field in self._fields}
        near = name_shared(labels["given"], labels["family"])
        for compared in self._comparisons:
            label = labels[compared.field]
            if label != "unknown":
                m, _ = self._weights.probabilities[compared.field, label]
                u = self._chance(compared, label, near, row, known)
                if compared.kind is Kind.GIVEN and near == BOTH_NAMES:
                    u = self._chance_among(u, label == labels["family"] == "same", known)
                yield Evidence(compared.field, label, math.log2(m / u))

    def _chance(self, compared: Compared, label: str, near: int, row: Row, known: Row) -> float:
        """How often a stranger shares what the two share in the field."""
        if near != NO_NAME and (compared.field, near) in self._weights.habits.codes:
            return code_chance(self._weights, compared.field, near, label == "same")
        u = self._weights.probabilities[compared.field, label][1]
        if label in PARTS and self._weights.rare:
            return self._chance_of_whole(label, row, known)
        rare = next(level.rare for level in compared.levels if level.label == label)
        if rare == compared.field and self._weights.rare:
            return self._chance_of_shared(compared.field, label, known)
        return self._chance_of(rare, known[rare], u) if rare else u

    def _chance_of_whole(self, label: str, row: Row, known: Row) -> float:
        given, family, whole = PARTS[label]
        one, other = (
            math.prod(self._chance_of(column, said[column], 0.0) for column in (given, family))
            if said[given] and said[family]
            else math.nan
            for said in (row, known)
        )
        others = (self._count(whole, known[whole]) - 1) / len(self._table)
        return float(chance_of_whole(label, one, other, others, 1.0 / len(self._table)))

    def _chance_of(self, column: str, value: str, u: float) -> float:
        count = self._count(column, value)
        # Among too few to know what is rare, only what others share too is common.
        if self._weights.rare or count - 1 >= MANY:
            u = count / len(self._table) if self._weights.rare else max((count - 1) / len(self._table), u)
        return max(u, RARE_AT_LEAST)

    def _chance_of_shared(self, field: str, label: str, known: Row) -> float:
        """How often a stranger has the value of a field that the two share, of whom one is new."""
        said = self._vague if label == NO_DAY else 1.0
        usual = self._weights.probabilities[field, label][1] / said
        often = self._count(field, known[field]) + 1.0
        return max(float(chance_of_value(often, self._known[field] + 1, usual)) * said, RARE_AT_LEAST)

    def _chance_among(self, given: float, to_the_letter: bool, known: Row) -> float:
        """How often a stranger who shares the family name shares the given name, which alone is so common."""
        together = self._weights.habits.together
        if not to_the_letter:
            return min(given * together, 1.0)
        if self._weights.rare:
            family = self._chance_of_shared("family", "same", known)
        else:
            family = self._chance_of("family", known["family"], self._weights.probabilities["family", "same"][1])
        others = self._count("words", known["words"]) - 1
        return float(min(share_of_bearers(given * family, others, together, len(self._table)) / family, 1.0))

    def _count(self, column: str, value: str) -> int:
        """How many have this value."""
        often, hashed = self._often[column], hash_text(value)
        return int(np.searchsorted(often, hashed, "right") - np.searchsorted(often, hashed, "left"))
