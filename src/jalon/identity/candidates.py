"""Whom somebody being entered may be already: the likeliest of a million people, while the form is filled in.

The weights of a linkage, learnt or written, over keys held sorted in memory: no database and no Splink at that moment.
Levels are told apart here exactly as the conditions of comparisons.py tell them apart in SQL, which a test holds
against each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from jalon.identity.comparisons import Compared, build_comparisons
from jalon.identity.fields import Field, Kind, Values, build_table
from jalon.identity.learning import Weights, chances, code_chance, is_shared_at_home
from jalon.identity.linkage import MANY, RARE_AT_LEAST, Evidence
from jalon.identity.namesakes import BOTH_NAMES, NO_NAME, name_shared, share_of_bearers
from jalon.identity.standing import standing

Row = Mapping[str, Any]
Hashes = np.ndarray[Any, np.dtype[np.int64]]
Places = np.ndarray[Any, np.dtype[np.int32]]

LARGEST_BLOCK = 1_500
"""People under one key that are looked at: of a very common name, those whom a finer key finds too."""

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
        self._weights = weights
        self._numbers = table["unique_id"].to_numpy()
        self._possible = max(len(table) * (len(table) - 1) / 2, 1.0)
        rare = {level.rare for compared in self._comparisons for level in compared.levels if level.rare}
        keys = keys_of(fields)
        parts = {part for key in keys for part in key} | set(SEEN)
        hashed = {part: hash_column(table[part_column(part)], part) for part in parts}
        self._keys: list[tuple[Key, Hashes, Places]] = []
        for key in keys:
            hashes = mix([hashed[part] for part in key])
            order = np.argsort(hashes, kind="stable").astype(np.int32)
            self._keys.append((key, hashes[order], order))
        self._seen = {part: hashed[part] for part in SEEN}
        self._often = {name: np.sort(hash_column(table[name], name)) for name in rare}

    def find(self, person: Mapping[str, str | None], most: int = 5) -> list[Candidate]:
        """The likeliest for a new record (field -> value), the surest first; none below one in a thousand."""
        values: dict[str, Values] = {field.name: [person.get(field.name)] for field in self._fields}
        row = build_table([0], values, self._fields).to_pylist()[0]
        places = self._likeliest(row, self._places(row), max(WEIGHED, most))
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
            for key, hashes, order in self._keys:
                hashed = hash_row(said, key)
                if hashed is not None:
                    first, last = np.searchsorted(hashes, hashed, "left"), np.searchsorted(hashes, hashed, "right")
                    found.append(order[first : min(last, first + LARGEST_BLOCK)])
        return np.unique(np.concatenate(found)) if found else np.array([], np.int32)

    def _likeliest(self, row: Row, places: Places, most: int = WEIGHED) -> list[int]:
        """Those of them that have most in common with the row, by numbers alone."""
        if len(places) <= most:
            return [int(place) for place in places]
        bits = np.zeros(len(places))
        for part, weight in SEEN.items():
            value = part_of(row[part_column(part)], part)
            if value is not None:
                bits += weight * (self._seen[part][places] == hash_text(value))
        chosen = np.argpartition(-bits, most)[:most]
        return [int(place) for place in np.sort(places[chosen])]

    def _score(self, evidence: Sequence[Evidence]) -> float:
        kinds = {field.name: field.kind for field in self._fields}
        same, home = 0.0, 0.0
        for said in evidence:
            same += said.weight
            if is_shared_at_home(kinds[said.field], said.level):
                home += said.weight
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
                u = self._chance(compared, label, near, known)
                if compared.kind is Kind.GIVEN and near == BOTH_NAMES:
                    u = self._chance_among(u, label == labels["family"] == "same", known)
                yield Evidence(compared.field, label, math.log2(m / u))

    def _chance(self, compared: Compared, label: str, near: int, known: Row) -> float:
        """How often a stranger shares what the two share in the field."""
        if near != NO_NAME and (compared.field, near) in self._weights.habits.codes:
            return code_chance(self._weights, compared.field, near, label == "same")
        u = self._weights.probabilities[compared.field, label][1]
        rare = next(level.rare for level in compared.levels if level.label == label)
        return self._chance_of(rare, known[rare], u) if rare else u

    def _chance_of(self, column: str, value: str, u: float) -> float:
        count = self._count(column, value)
        # Among too few to know what is rare, only what others share too is common.
        if self._weights.rare or count - 1 >= MANY:
            u = count / len(self._table) if self._weights.rare else max((count - 1) / len(self._table), u)
        return max(u, RARE_AT_LEAST)

    def _chance_among(self, given: float, to_the_letter: bool, known: Row) -> float:
        """How often a stranger who shares the family name shares the given name, which alone is so common."""
        together = self._weights.habits.together
        if not to_the_letter:
            return min(given * together, 1.0)
        family = self._chance_of("family", known["family"], self._weights.probabilities["family", "same"][1])
        others = self._count("words", known["words"]) - 1
        return float(min(share_of_bearers(given * family, others, together, len(self._table)) / family, 1.0))

    def _count(self, column: str, value: str) -> int:
        """How many have this value."""
        often, hashed = self._often[column], hash_text(value)
        return int(np.searchsorted(often, hashed, "right") - np.searchsorted(often, hashed, "left"))


Key = tuple[str, ...]
"""Columns, or parts of them: `given:2` its first two letters, `birth:day` month and day, `sounds:first` the first
letter of each word's sound."""

KEYS: tuple[Key, ...] = (
    ("words",),
    ("sounds",),
    ("birth",),
    ("birth", "given_sound"),
    ("birth", "family_sound"),
    ("birth", "sounds:first"),
    ("sounds", "birth_year"),
    ("sounds", "birth:day"),
    ("family_sound", "given:2", "birth_year"),
    ("given_sound", "family:2", "birth_year"),
    ("given_sound", "family:1", "birth_year"),
    ("family_sound", "given:1", "birth_year"),
    ("family_sound", "given:2", "birth:day"),
    ("given_sound", "family:2", "birth:day"),
    ("words:longest", "birth_year"),
    ("words:longest", "birth:day"),
    ("words:longest", "words:first"),
    ("given:2", "family:2", "birth_year"),
    ("given:2", "family:2", "birth:day"),
)

SEEN: Mapping[str, float] = {
    "words": 4.0,
    "sounds": 6.0,
    "given": 2.0,
    "given_sound": 6.0,
    "given:2": 3.0,
    "family": 2.0,
    "family_sound": 6.0,
    "family:2": 3.0,
    "words:longest": 3.0,
    "birth": 5.0,
    "birth_year": 4.0,
    "birth:day": 5.0,
    "sounds:first": 2.0,
}
"""About what it tells, in bits, that two records have a part in common: enough to choose whom to weigh."""


def keys_of(fields: Sequence[Field]) -> list[Key]:
    """What a record is looked up by: names and births, each identifier and contact, and each address."""
    alone = (Kind.IDENTIFIER, Kind.CONTACT, Kind.TEXT)
    return [*KEYS, *((field.name,) for field in fields if field.kind in alone)]


def part_column(part: str) -> str:
    return part.partition(":")[0]


def part_of(value: str | None, part: str) -> str | None:
    """The part of a column's value that a key takes; None where it has none."""
    _, _, taken = part.partition(":")
    if not value or not taken:
        return value or None
    if taken == "day":
        return value[5:] or None
    if taken == "first":
        return "".join(sorted(word[0] for word in value.split(" ")))
    if taken == "longest":
        return max(value.split(" "), key=lambda word: ("?" not in word, len(word), word))
    return value[: int(taken)]


def spoken(row: Row) -> Iterator[Row]:
    """The row, and the row with day and month exchanged where they can be."""
    yield row
    birth = row["birth"] or ""
    if len(birth) == 10 and birth[8:] <= "12" and birth[5:7] != birth[8:]:
        yield {**dict.fromkeys(row), "birth": f"{birth[:4]}-{birth[8:]}-{birth[5:7]}"} | {
            name: row[name] for name in ("given_sound", "family_sound", "sounds")
        }


UNKNOWN = -1
ODD = 0x9E3779B97F4A7C15


def hash_text(value: str) -> int:
    """A number of 62 bits, the same in one process."""
    return hash(value) & 0x3FFFFFFFFFFFFFFF


def hash_column(column: pa.ChunkedArray, part: str) -> Hashes:
    """The hash of each value's part; each different value is looked at once. `UNKNOWN` where there is none."""
    coded = column.combine_chunks().dictionary_encode()
    values = [part_of(value, part) for value in coded.dictionary.to_pylist()]
    hashes = np.array([UNKNOWN if value is None else hash_text(value) for value in values] + [UNKNOWN], np.int64)
    found: Hashes = hashes[coded.indices.fill_null(len(values)).to_numpy()]
    return found


def mix(columns: Sequence[Hashes]) -> Hashes:
    """One number for the hashes of several columns; `UNKNOWN` where one of them is."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    unknown = np.zeros(len(columns[0]), bool)
    for column in columns:
        mixed = (mixed ^ column.astype(np.uint64)) * np.uint64(ODD)
        mixed ^= mixed >> np.uint64(29)
        unknown |= column == UNKNOWN
    found: Hashes = (mixed >> np.uint64(2)).astype(np.int64)
    found[unknown] = UNKNOWN
    return found


def hash_row(row: Row, key: Key) -> int | None:
    """The same for one row; None where it does not say all of the key."""
    mixed = 0
    for part in key:
        value = part_of(row[part_column(part)], part)
        if value is None:
            return None
        mixed = ((mixed ^ hash_text(value)) * ODD) & 0xFFFFFFFFFFFFFFFF
        mixed ^= mixed >> 29
    return mixed >> 2
