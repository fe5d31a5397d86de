"""Whom somebody being entered may be already: the likeliest of a million people, while the form is filled in.

The weights of a linkage, learnt or written, over keys held sorted in memory: no database and no Splink at that moment.
Levels are told apart here exactly as the conditions of comparisons.py tell them apart in SQL, which a test holds
against each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from jalon.identity.comparisons import Compared, build_comparisons
from jalon.identity.fields import Field, Kind, Values, build_table
from jalon.identity.linkage import RARE_AT_LEAST, SHARE_TWICE, Evidence, Weights
from jalon.identity.standing import standing

Row = Mapping[str, Any]

LARGEST_BLOCK = 200
"""People under one key that are weighed at most: those of a very common name are looked for by name and birth."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known whom the new one may be: a number, the probability, and the evidence."""

    number: int
    score: float
    evidence: tuple[Evidence, ...]


class CandidateIndex:
    """Everybody known, by what a new record can be looked up by. About 400 bytes a person."""

    def __init__(self, table: pa.Table, fields: Sequence[Field], weights: Weights) -> None:
        """Over a table of `build_table`, with the weights of a linkage over the same fields."""
        self._table = table.combine_chunks()
        self._fields = fields
        self._comparisons = build_comparisons(fields)
        self._weights = weights
        self._numbers = table["unique_id"].to_numpy()
        share = min(SHARE_TWICE / max(len(table) - 1, 1), 0.01)
        self._prior = math.log2(share / (1 - share))
        rare = {level.rare for compared in self._comparisons for level in compared.levels if level.rare}
        self._counts = {name: count_values(table[name]) for name in rare} if weights.rare else {}
        self._keys: list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = []
        columns = {name: table[name].to_pylist() for name in table.column_names if name != "unique_id"}
        for key in keys_of(fields):
            rows = zip(*(columns[name] for name, _ in key), strict=True)
            hashes = np.fromiter((key_hash(values, key) or 0 for values in rows), np.int64, len(table))
            order = np.argsort(hashes, kind="stable").astype(np.int32)
            self._keys.append((hashes[order], order))

    def find(self, person: Mapping[str, str | None], most: int = 5) -> list[Candidate]:
        """The likeliest for a new record (field -> value), the surest first; none below one in a thousand."""
        values: dict[str, Values] = {field.name: [person.get(field.name)] for field in self._fields}
        row = build_table([0], values, self._fields).to_pylist()[0]
        found = []
        places = self._places(row)
        # What the new record does not say tells nothing of anybody: those columns are not read.
        told = [name for name in self._table.column_names if row[name] is not None or name.startswith("given")]
        rows = self._table.select([name for name in told if name not in LOOKED_UP_ONLY]).take(
            pa.array(places, pa.int64())
        )
        for place, known in zip(places, rows.to_pylist(), strict=True):
            evidence = tuple(self._evidence(row, known))
            bits = min(max(self._prior + sum(item.weight for item in evidence), -60.0), 60.0)
            found.append((bits, place, evidence))
        found.sort(key=lambda item: (-item[0], item[1]))
        return [
            Candidate(int(self._numbers[place]), 1 / (1 + 2.0**-bits), evidence)
            for bits, place, evidence in found[:most]
            if bits > -10
        ]

    def _places(self, row: Row) -> list[int]:
        """Where those stand who share a key with the row."""
        places: set[int] = set()
        for key, (hashes, order) in zip(keys_of(self._fields), self._keys, strict=True):
            hashed = key_hash([row[name] for name, _ in key], key)
            if hashed is None:
                continue
            first, last = np.searchsorted(hashes, hashed, "left"), np.searchsorted(hashes, hashed, "right")
            places.update(order[first : min(last, first + LARGEST_BLOCK)].tolist())
        return sorted(places)

    def _evidence(self, row: Row, known: Row) -> list[Evidence]:
        found = []
        for field, compared in zip(self._fields, self._comparisons, strict=True):
            label = standing(field, row, known)
            if label != "unknown":
                found.append(Evidence(field.name, label, self._weight(compared, label, known)))
        return found

    def _weight(self, compared: Compared, label: str, known: Row) -> float:
        m, u = self._weights.probabilities[compared.field, label]
        level = next(level for level in compared.levels if level.label == label)
        if level.rare and self._weights.rare:
            counts = self._counts[level.rare]
            u = max(counts.get(known[level.rare], 0) / len(self._table), RARE_AT_LEAST)
        return math.log2(m / u)


def count_values(column: pa.ChunkedArray) -> dict[str, int]:
    return {pair["values"]: pair["counts"] for pair in column.value_counts().to_pylist() if pair["values"]}


LOOKED_UP_ONLY = ("unique_id", "birth_year", "words")

Key = tuple[tuple[str, int | None], ...]
"""Columns, each with how many first letters of it are taken (None: all of it)."""

KEYS: tuple[Key, ...] = (
    (("sounds", None), ("birth_year", None)),
    (("words", None),),
    (("sounds", None),),
    (("birth", None), ("given_sound", 1)),
    (("birth", None), ("family_sound", 1)),
    (("family_sound", None), ("given", 2), ("birth_year", None)),
    (("given_sound", None), ("family", 2), ("birth_year", None)),
)


def keys_of(fields: Sequence[Field]) -> list[Key]:
    """What a record is looked up by: names and births, and each identifier."""
    return [*KEYS, *(((field.name, None),) for field in fields if field.kind is Kind.IDENTIFIER)]


def key_hash(values: Sequence[str | None], key: Key) -> int | None:
    """One number for the values of a key's columns; None where one is unknown."""
    if any(not value for value in values):
        return None
    return hash(tuple(value and value[:letters] for value, (_, letters) in zip(values, key, strict=True)))
