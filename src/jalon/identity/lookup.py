"""What somebody being entered is looked up by: keys made of parts of what a record says, as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa

from jalon.identity.fields import Field, Kind

Row = Mapping[str, Any]
Hashes = np.ndarray[Any, np.dtype[np.int64]]
Places = np.ndarray[Any, np.dtype[np.int32]]

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

UNBORN_KEYS: tuple[Key, ...] = (
    ("family_sound", "given:2"),
    ("given_sound", "family:2"),
    ("family", "given:1"),
)
"""What somebody of unknown birth is looked up by too."""


def keys_of(fields: Sequence[Field]) -> list[Key]:
    """What a record is looked up by: names and births, each identifier and contact, and each address."""
    alone = (Kind.IDENTIFIER, Kind.CONTACT, Kind.TEXT)
    return [*KEYS, *UNBORN_KEYS, *((field.name,) for field in fields if field.kind in alone)]


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


def hash_words(column: pa.ChunkedArray) -> tuple[Hashes, Places]:
    """The hash of each word of each value, and the place of its record."""
    return spread(column, lambda value: value.split(" "))


def hash_pairs(column: pa.ChunkedArray) -> tuple[Hashes, Places]:
    """The hash of each two words of each value that has more than two."""
    return spread(column, lambda value: pairs_of(value) if value.count(" ") > 1 else [])


def pairs_of(value: str) -> list[str]:
    """Every two words of a value whose words are in order."""
    return [f"{one} {other}" for one, other in combinations(value.split(" "), 2)]


def spread(column: pa.ChunkedArray, taken: Callable[[str], list[str]]) -> tuple[Hashes, Places]:
    """The hashes of what is taken of each value, in order, and the place of each one's record."""
    coded = column.combine_chunks().dictionary_encode()
    each = [[hash_text(text) for text in taken(value)] for value in coded.dictionary.to_pylist()] + [[]]
    many = np.array([len(hashes) for hashes in each], np.int64)
    flat = np.array([hashed for hashes in each for hashed in hashes], np.int64)
    value = coded.indices.fill_null(len(each) - 1).to_numpy().astype(np.int64)
    places = np.repeat(np.arange(len(value), dtype=np.int32), many[value])
    within = np.arange(len(places)) - np.repeat(np.cumsum(many[value]) - many[value], many[value])
    hashes = flat[(np.cumsum(many) - many)[value][places] + within]
    order = np.argsort(hashes, kind="stable")
    return hashes[order], places[order]


def find_block(hashes: Hashes, places: Places, hashed: int, most: int) -> Places:
    """The places under one hash; `most` of them at most."""
    first, last = np.searchsorted(hashes, [hashed, hashed + 1])
    return places[first : min(last, first + most)]


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
