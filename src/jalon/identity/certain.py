"""Rules that need no learning: records that say the same name and the same birth date, or one telephone and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from jalon.identity.fields import Field, Kind

SAME_BIRTH = "same name and birth date"
SAME_CONTACT = "same name and {field}"

NAMED = "contains(words, ' ') AND NOT contains(words, '?')"
TOLD = "length(birth) = 10 AND NOT ends_with(birth, '-01-01')"
"""A birth known to the day, and not by default."""

MOST_NAMESAKES = 200
"""Records of one name at most that a birth joins: of so many people two are born on one day by chance, one in a hundred
times (200 of some 22,000 days)."""

MOST_SHARERS = 10
"""Records at most that give an identifier which joins: what more give is an office's telephone, or a household's."""


BORN_OR_ALONE = " AND (NOT l.at_home OR l.birth IS NOT NULL AND r.birth IS NOT NULL)"
"""Either nobody of another name gives the identifier, or both births are known, which do not exclude each other."""


@dataclass(frozen=True, slots=True)
class Certain:
    """Two records, first below second, and the rule by which they are one person."""

    first: int
    second: int
    rule: str


def find_certain(table: pa.Table, fields: Sequence[Field]) -> list[Certain]:
    """Pairs of records of `build_table` that a rule joins; of many alike, each with the first.

    A rule wants two words of a name at least, none with a lost letter. Of a telephone or e-mail that people of other
    names give too, which is a household's, it wants both births: father and son may bear one name. A birth on 1 January is often a year only,
    so that it decides nothing here; two sexes or two births that exclude each other keep records apart.
    """
    codes = "".join(
        f" AND (l.{field.name} = r.{field.name} OR l.{field.name} IS NULL OR r.{field.name} IS NULL)"
        for field in fields
        if field.kind is Kind.CODE
    )
    births = (
        " AND (l.birth IS NULL OR r.birth IS NULL OR starts_with(l.birth, r.birth) OR starts_with(r.birth, l.birth))"
    )
    rules = [("birth", SAME_BIRTH, TOLD, "words", MOST_NAMESAKES, "")]
    rules += [
        (field.name, SAME_CONTACT.format(field=field.name), "true", field.name, MOST_SHARERS, BORN_OR_ALONE)
        for field in fields
        if field.kind in (Kind.IDENTIFIER, Kind.CONTACT)
    ]
    found: dict[tuple[int, int], str] = {}
    with duckdb.connect() as connection:
        connection.register("people", table)
        for column, rule, told, shared, most, told_apart in rules:
            pairs = connection.execute(
                f"WITH few AS (SELECT {shared} FROM people WHERE {shared} IS NOT NULL GROUP BY {shared}"
                f" HAVING count(*) BETWEEN 2 AND {most}),"
                f" several AS (SELECT people.*, min(words) OVER gives <> max(words) OVER gives AS at_home FROM people"
                f" SEMI JOIN few USING ({shared}) WINDOW gives AS (PARTITION BY {column})),"
                f" named AS (SELECT * FROM several"
                f" WHERE {NAMED} AND {column} IS NOT NULL AND {told}),"
                f" alike AS (SELECT words, {column} AS value, min(unique_id) AS first FROM named GROUP BY words, value)"
                f" SELECT l.unique_id, r.unique_id FROM alike JOIN named l ON l.unique_id = alike.first"
                f" JOIN named r ON r.words = alike.words AND r.{column} = alike.value AND r.unique_id > alike.first"
                f" WHERE true{codes}{births}{told_apart} ORDER BY l.unique_id, r.unique_id"
            ).fetchall()
            for pair in pairs:
                found.setdefault(pair, rule)
    return [Certain(*pair, rule) for pair, rule in found.items()]
