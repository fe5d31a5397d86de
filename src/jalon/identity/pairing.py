"""Which records are compared at all: those that share a key, and no key that too many share.

A key is made of what a record says; two records meet if one key of both is the same. A key that so many share that
comparing them all would cost more than it finds (everybody called Fatoumata Diallo) is left out where it is too
common, and the finer keys beside it (the same with the year, with day and month) find those people. So the work grows
as the records do, not as their square.

Whoever lost letters of the name is compared with everybody of her birth: she is no stranger to whom she may be.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from jalon.identity.certain import TOLD
from jalon.identity.fields import Field, Kind

Key = tuple[str, ...]
"""SQL expressions over a row of `build_table`; the key is unknown where one of them is."""

FEW = 20_000
"""Records among which those that share one name, one birth or one address are all compared."""

PAIRS_A_RECORD = 2
"""What one key may bring, in pairs a record; its most common values are left out."""

LEAST_PAIRS = 3_000_000
"""What one key may bring however few the records."""

LARGEST_BIRTH = 1_000
"""People of one birth at most with whom each of them who lost letters of the name is compared."""

DAY = "nullif(substr(birth, 6), '')"
INITIALS = "list_sort(list_transform(string_split(sounds, ' '), lambda sound: sound[1]))"

NAME_KEYS: tuple[Key, ...] = (
    ("words",),
    ("sounds",),
    ("birth", INITIALS),
    ("birth", "given_sound"),
    ("birth", "family_sound"),
    ("family_sound", "left(given, 2)", "birth_year"),
    ("given_sound", "left(family, 2)", "birth_year"),
    ("sounds", "birth_year"),
    ("sounds", DAY),
    ("family_sound", "left(given, 2)", DAY),
    ("given_sound", "left(family, 2)", DAY),
    ("birth", "left(given, 2)"),
    ("birth", "left(family, 2)"),
)
BROAD_KEYS: tuple[Key, ...] = (("birth",), ("given_sound",), ("family_sound",))


def pairing_keys(fields: Sequence[Field], records: int) -> list[Key]:
    """Every key of these fields, the most telling first; among few, any one thing in common is one."""
    keys = list(NAME_KEYS)
    for field in fields:
        if field.kind in (Kind.IDENTIFIER, Kind.CONTACT):
            keys.append((field.name,))
        elif field.kind is Kind.AREA:
            keys += [(field.name, "given_sound"), (field.name, "family_sound"), (field.name, "birth")]
        elif field.kind is Kind.TEXT:
            keys += [(field.name, "birth_year"), (field.name, "left(given, 1)")]
    if records <= FEW:
        keys += BROAD_KEYS
        keys += [(field.name,) for field in fields if field.kind in (Kind.AREA, Kind.TEXT)]
    return keys


def write_pairs(connection: duckdb.DuckDBPyConnection, keys: Sequence[Key], *, sources: bool) -> int:
    """Make the table `pairs` (join_key_l, join_key_r, match_key: the place of the first key that the two share) of
    the table `records`, whose `unique_id` counts from 0; returns how many there are. Each pair comes once. Who lost
    letters is compared with everybody born on the same day too: whatever a key is made of may be among the letters.

    With `sources`, only pairs of two different `source_dataset`.
    """
    hashes = ", ".join(
        f"CASE WHEN {' AND '.join(f'({part}) IS NOT NULL' for part in key)} THEN (hash({', '.join(key)}) >> 1)::BIGINT"
        f" END AS key_{place}"
        for place, key in enumerate(keys)
    )
    source = "source_dataset" if sources else "NULL"
    connection.execute(f"CREATE TABLE hashed AS SELECT unique_id, {source} AS source, {hashes} FROM records")
    (records,) = connection.execute("SELECT count(*) FROM hashed").fetchall()[0]
    for place in range(len(keys)):
        most = largest_block(connection, place, max(PAIRS_A_RECORD * records, LEAST_PAIRS))
        connection.execute(
            f"CREATE TABLE block_{place} AS SELECT key_{place} AS shared FROM hashed WHERE key_{place} IS NOT NULL"
            f" GROUP BY shared HAVING count(*) BETWEEN 2 AND {most}"
        )
    # A key that is unknown, too common or nobody else's is a number of the record's own, which equals no other's.
    chosen = ", ".join(f"coalesce(block_{place}.shared, -1 - unique_id) AS key_{place}" for place in range(len(keys)))
    joins = " ".join(f"LEFT JOIN block_{place} ON key_{place} = block_{place}.shared" for place in range(len(keys)))
    connection.execute(f"CREATE TABLE keyed AS SELECT unique_id, source, {chosen} FROM hashed {joins}")
    connection.execute("DROP TABLE hashed")
    connection.execute("CREATE TABLE pairs (match_key TINYINT, join_key_l INTEGER, join_key_r INTEGER)")
    apart = " AND l.source <> r.source" if sources else ""
    for place in range(len(keys)):
        connection.execute(f"DROP TABLE block_{place}")
        earlier = "".join(f" AND l.key_{before} <> r.key_{before}" for before in range(place))
        connection.execute(
            f"INSERT INTO pairs SELECT {place}, l.unique_id, r.unique_id FROM keyed l JOIN keyed r"
            f" ON l.key_{place} = r.key_{place} AND l.unique_id < r.unique_id{apart}{earlier}"
        )
    earlier = "".join(f" AND l.key_{before} <> r.key_{before}" for before in range(len(keys)))
    connection.execute(
        f"CREATE TABLE born AS SELECT unique_id, birth, contains(words, '?') AS lost FROM records WHERE {TOLD}"
        " AND birth IN (SELECT birth FROM records WHERE contains(words, '?'))"
        f" QUALIFY count(*) OVER (PARTITION BY birth) <= {LARGEST_BIRTH}"
    )
    connection.execute(
        f"INSERT INTO pairs SELECT {len(keys)}, least(l.unique_id, r.unique_id), greatest(l.unique_id, r.unique_id)"
        " FROM born one JOIN born other ON one.birth = other.birth AND one.unique_id <> other.unique_id AND one.lost"
        " AND (NOT other.lost OR one.unique_id < other.unique_id)"
        " JOIN keyed l ON l.unique_id = one.unique_id JOIN keyed r ON r.unique_id = other.unique_id"
        f" WHERE true{apart}{earlier}"
    )
    for table in ("born", "keyed"):
        connection.execute(f"DROP TABLE {table}")
    (pairs,) = connection.execute("SELECT count(*) FROM pairs").fetchall()[0]
    return int(pairs)


def largest_block(connection: duckdb.DuckDBPyConnection, place: int, most_pairs: int) -> int:
    """How many records may share a key, so that all who share it make no more than so many pairs."""
    sizes = connection.execute(
        f"SELECT size, count(*) FROM (SELECT count(*) AS size FROM hashed WHERE key_{place} IS NOT NULL"
        f" GROUP BY key_{place}) WHERE size > 1 GROUP BY size ORDER BY size"
    ).fetchall()
    pairs, largest = 0, 1
    for size, blocks in sizes:
        pairs += size * (size - 1) // 2 * blocks
        if pairs > most_pairs:
            break
        largest = size
    return largest
