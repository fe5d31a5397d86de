"""The fields by which people are compared, and the table of them that a linkage works on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from jalon.codelists.folding import fold
from jalon.identity.sounds import bare_words, sound


class Kind(StrEnum):
    """What a field holds, which decides how two values are compared."""

    GIVEN = "given"
    FAMILY = "family"
    BIRTH = "birth"
    """ISO text as far as it is known: 1996, 1996-05 or 1996-05-21."""
    CODE = "code"
    """One of a short list: sex, nationality, state."""
    IDENTIFIER = "identifier"
    """Nearly one for each person: national number, telephone, e-mail."""
    AREA = "area"
    """Shared by neighbours: suburb, postcode."""
    TEXT = "text"
    """Words in any order: an address."""


@dataclass(frozen=True, slots=True)
class Field:
    """A named field; of GIVEN, FAMILY and BIRTH there is one each."""

    name: str
    kind: Kind


PERSON_FIELDS = (
    Field("given", Kind.GIVEN),
    Field("family", Kind.FAMILY),
    Field("birth", Kind.BIRTH),
    Field("sex", Kind.CODE),
    Field("nationality", Kind.CODE),
    Field("phone", Kind.IDENTIFIER),
    Field("email", Kind.IDENTIFIER),
    Field("address", Kind.TEXT),
)
"""What the records of a group say of a person."""

Values = Sequence[str | None]


def build_table(numbers: Sequence[int], values: Mapping[str, Values], fields: Sequence[Field]) -> pa.Table:
    """One row for each record: its number, its fields folded, and what names and births give to look up by.

    An empty value is an unknown one. Columns: `unique_id`, each field's name, and of given and family names the
    sound (`given_sound`), of both together the words without particles and their sounds in alphabetical order
    (`words`, `sounds`) and in either order of the two (`whole`, `turned`); `birth_year`.
    """
    columns: dict[str, Sequence[int | str | None]] = {"unique_id": numbers, **build_names(values, fields)}
    for field in fields:
        column = values[field.name]
        if field.kind is Kind.BIRTH:
            columns["birth"] = [value or None for value in column]
            columns["birth_year"] = [value[:4] if value else None for value in column]
        elif field.kind is Kind.IDENTIFIER:
            columns[field.name] = [fold(value or "").replace(" ", "") or None for value in column]
        elif field.kind is Kind.TEXT:
            columns[field.name] = [" ".join(sorted(fold(value or "").split())) or None for value in column]
        elif field.kind in (Kind.CODE, Kind.AREA):
            columns[field.name] = [fold(value or "") or None for value in column]
    types = {name: pa.int64() if name == "unique_id" else pa.string() for name in columns}
    return pa.table({name: pa.array(column, types[name]) for name, column in columns.items()})


def build_names(values: Mapping[str, Values], fields: Sequence[Field]) -> dict[str, list[str | None]]:
    """The columns made of given and family name. A name that stands in one field stands in the family name's."""
    given_name = next(field.name for field in fields if field.kind is Kind.GIVEN)
    family_name = next(field.name for field in fields if field.kind is Kind.FAMILY)
    columns: dict[str, list[str | None]] = {
        name: [] for name in ("given", "given_sound", "family", "family_sound", "words", "sounds", "whole", "turned")
    }
    for given_text, family_text in zip(values[given_name], values[family_name], strict=True):
        given, family = bare_words(given_text or ""), bare_words(family_text or "")
        if not family:
            given, family = (), given
        words = {
            "given": given,
            "given_sound": map(sound, given),
            "family": family,
            "family_sound": map(sound, family),
            "words": sorted(family + given),
            "sounds": sorted(map(sound, family + given)),
            "whole": family + given,
            "turned": given + family,
        }
        for name, parts in words.items():
            columns[name].append(" ".join(parts) or None)
    return columns


def birth_text(birth: dt.date | None, precision: str | None) -> str | None:
    """A birth as far as it is known: the year, year and month, or the day."""
    if birth is None:
        return None
    return birth.isoformat()[: {"year": 4, "month": 7}.get(precision or "day", 10)]
