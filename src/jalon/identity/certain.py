"""Rules that need no learning: records that say the same name and the same birth date, or one telephone and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from jalon.identity.fields import Field, Kind

SAME_BIRTH = "same name and birth date"
SAME_CONTACT = "same name and {field}"


@dataclass(frozen=True, slots=True)
class Certain:
    """Two records, first below second, and the rule by which they are one person."""

    first: int
    second: int
    rule: str


def find_certain(table: pa.Table, fields: Sequence[Field]) -> list[Certain]:
    """Pairs of records of `build_table` that a rule joins; of many alike, each with the first.

    A rule wants two words of a name at least, none with a lost letter. A birth on 1 January is often a year only,
    so that it decides nothing here; two sexes or two births that exclude each other keep records apart.
    """
    rows = sorted(table.to_pylist(), key=lambda row: row["unique_id"])
    named = [row for row in rows if row["words"] and " " in row["words"] and "?" not in row["words"]]
    codes = [field.name for field in fields if field.kind is Kind.CODE]
    found: dict[tuple[int, int], str] = {}
    rules = [("birth", SAME_BIRTH)]
    rules += [(field.name, SAME_CONTACT.format(field=field.name)) for field in fields if field.kind is Kind.IDENTIFIER]
    for column, rule in rules:
        alike: defaultdict[tuple[str, str], list[dict[str, str | int | None]]] = defaultdict(list)
        for row in named:
            value = row[column]
            if value and (column != "birth" or is_telling(value)):
                alike[row["words"], value].append(row)
        for first, *others in alike.values():
            for other in others:
                if not any(differ(first[code], other[code]) for code in codes) and not exclude(
                    first["birth"], other["birth"]
                ):
                    found.setdefault((int(first["unique_id"] or 0), int(other["unique_id"] or 0)), rule)
    return [Certain(*pair, rule) for pair, rule in found.items()]


def is_telling(birth: str) -> bool:
    """Whether a birth is known to the day, and not by default."""
    return len(birth) == 10 and not birth.endswith("-01-01")


def differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def exclude(one: object, other: object) -> bool:
    """Whether two births cannot be of one day."""
    if one is None or other is None:
        return False
    left, right = str(one), str(other)
    return not (left.startswith(right) or right.startswith(left))
