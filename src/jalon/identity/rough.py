"""Who of many seems likeliest to be somebody being entered, told by numbers alone: whom to weigh field by field.

About what each thing in common tells in bits, and each that is known of both and differs against it; a name by how rare
it is. Few things are told apart here (no slips, no letters lost): somebody is left out only where many have more in
common.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from jalon.identity.fields import Field, Kind
from jalon.identity.lookup import UNKNOWN, Hashes, Places, Row, hash_column, hash_text, part_column, part_of

NAME_PARTS = (
    "given",
    "given_sound",
    "given:2",
    "family",
    "family_sound",
    "family:2",
    "words",
    "sounds",
    "words:longest",
)
BIRTH_PARTS = ("birth", "birth_year", "birth:day")

SOUND, BEGINNING, WORD, TWO_WORDS, OTHER_NAME = 5.0, 2.0, 5.0, 6.0, -4.0
SAME_BIRTH, SAME_DAY, SAME_YEAR, OTHER_BIRTH = 12.0, 3.0, 2.0, -6.0
OTHERS: Mapping[Kind, tuple[float, float]] = {
    Kind.CODE: (1.0, -3.0),
    Kind.IDENTIFIER: (12.0, -2.0),
    Kind.CONTACT: (12.0, -1.0),
    Kind.AREA: (5.0, -2.0),
    Kind.TEXT: (8.0, -1.0),
}
"""What the same says, and what another."""

Bits = np.ndarray[Any, np.dtype[np.float64]]


class RoughView:
    """Everybody known, as numbers of what they say."""

    def __init__(self, table: pa.Table, fields: Sequence[Field], hashed: Mapping[str, Hashes]) -> None:
        """`hashed`: parts that are made already."""
        self._others = {field.name: OTHERS[field.kind] for field in fields if field.kind in OTHERS}
        parts = (*NAME_PARTS, *BIRTH_PARTS, *self._others)
        self._seen = {
            part: hashed[part] if part in hashed else hash_column(table[part_column(part)], part) for part in parts
        }

    def choose(
        self, row: Row, places: Places, paired: Places, most: int, often: Callable[[str, str], int]
    ) -> list[int]:
        """Those of these places, `most` at most, that seem likeliest.

        `paired`: those of them who share two words of a name of more; `often`: how many have a column's value.
        """
        if len(places) <= most:
            return [int(place) for place in places]
        bits = self._names(row, places, often) + self._births(row, places)
        bits += np.where(np.isin(places, paired), TWO_WORDS, 0.0)
        for name, (same, another) in self._others.items():
            bits += self._told(row, name, places, same, another)
        chosen = np.argpartition(-bits, most)[:most]
        return [int(place) for place in np.sort(places[chosen])]

    def _same(self, row: Row, part: str, places: Places) -> Any:
        value = part_of(row[part_column(part)], part)
        return value is not None and self._seen[part][places] == hash_text(value)

    def _told(self, row: Row, part: str, places: Places, same: float, another: float) -> Any:
        """What a part says of each: the same, another, nothing where it is unknown."""
        value = row[part_column(part)]
        if value is None:
            return 0.0
        seen = self._seen[part][places]
        return np.where(seen == hash_text(value), same, np.where(seen == UNKNOWN, 0.0, another))

    def _names(self, row: Row, places: Places, often: Callable[[str, str], int]) -> Bits:
        size = len(self._seen["words"])

        def rarity(column: str) -> float:
            return math.log2(size / max(often(column, row[column]), 1)) if row[column] else 0.0

        apart = np.zeros(len(places))
        rare = {name: min(rarity(name), 14.0) for name in ("given", "family")}
        for name in rare:
            told = self._told(row, name, places, rare[name], OTHER_NAME)
            told = np.where(self._same(row, f"{name}:2", places), np.maximum(told, BEGINNING), told)
            apart += np.where(self._same(row, f"{name}_sound", places), np.maximum(told, min(SOUND, rare[name])), told)
        both = rare["given"] + rare["family"] if row["given"] else rarity("words")
        whole = np.where(self._same(row, "sounds", places), min(both, 2 * SOUND), OTHER_NAME)
        whole = np.where(self._same(row, "words", places), both, whole)
        return np.maximum(np.maximum(apart, whole), np.where(self._same(row, "words:longest", places), WORD, -np.inf))

    def _births(self, row: Row, places: Places) -> Any:
        told = self._told(row, "birth", places, SAME_BIRTH, OTHER_BIRTH)
        told = np.where(self._same(row, "birth_year", places), np.maximum(told, SAME_YEAR), told)
        return np.where(self._same(row, "birth:day", places), np.maximum(told, SAME_DAY), told)
