"""The fields by which people are compared, and the table of them that a linkage works on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from jalon.codelists.folding import fold
from jalon.identity.sounds import bare_words, sound, sound_together


class Kind(StrEnum):
    """What a field holds, which decides how two values are compared."""

    GIVEN = "given"
    FAMILY = "family"
    BIRTH = "birth"
    """ISO text as far as it is known: 1996, 1996-05 or 1996-05-21."""
    CODE = "code"
    """One of a short list: sex, nationality, state."""
    IDENTIFIER = "identifier"
    """One for each person: a national number."""
    CONTACT = "contact"
    """Nearly one for each person, but a household may share it: telephone, e-mail."""
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
    Field("phone", Kind.CONTACT),
    Field("email", Kind.CONTACT),
    Field("address", Kind.TEXT),
)
"""What the records of a group say of a person."""

Values = Sequence[str | None]


def build_table(numbers: Sequence[int], values: Mapping[str, Values], fields: Sequence[Field]) -> pa.Table:
    """One row for each record: its number, its fields folded, and what names and births give to look up by.

    An empty value is an unknown one. Columns: `unique_id`, each field's name, and of given and family names the
    sound (`given_sound`) and the sound written together (`given_together`), of both names the words without particles
    and their sounds in alphabetical order (`words`, `sounds`) and in either order of the two (`whole`, `turned`);
    `birth_year`.
    """
    # In parts: a million people as Python's own texts would take more memory than all the rest.
    parts = [
        build_part(
            numbers[start : start + PART],
            {name: column[start : start + PART] for name, column in values.items()},
            fields,
        )
        for start in range(0, max(len(numbers), 1), PART)
    ]
    return pa.concat_tables(parts).combine_chunks()


PART = 50_000


def build_part(numbers: Sequence[int], values: Mapping[str, Values], fields: Sequence[Field]) -> pa.Table:
    columns: dict[str, Sequence[int | str | None]] = {"unique_id": numbers, **build_names(values, fields)}
    for field in fields:
        column = values[field.name]
        if field.kind is Kind.BIRTH:
            columns["birth"] = [value or None for value in column]
            columns["birth_year"] = [value[:4] if value else None for value in column]
        elif field.kind not in (Kind.GIVEN, Kind.FAMILY):
            columns[field.name] = read_folded(column, field.kind)
    types = {name: pa.int64() if name == "unique_id" else pa.string() for name in columns}
    return pa.table({name: pa.array(column, types[name]) for name, column in columns.items()})


def read_folded(column: Values, kind: Kind) -> list[str | None]:
    """Values of a code, an identifier, an area or a text, folded; each different one once."""
    folded: dict[str | None, str | None] = {None: None}
    for value in column:
        if value not in folded:
            words = fold(value or "").split()
            if kind is Kind.TEXT:
                words.sort()
            folded[value] = ("" if kind in (Kind.IDENTIFIER, Kind.CONTACT) else " ").join(words) or None
    return [folded[value] for value in column]


NamePart = tuple[tuple[str, ...], tuple[str, ...], str | None, str | None, str | None]
"""The words of a name without particles, their sounds, both as one text, and the sound written together."""


def build_names(values: Mapping[str, Values], fields: Sequence[Field]) -> dict[str, list[str | None]]:
    """The columns made of given and family name. A name that stands in one field stands in the family name's."""
    given_name = next((field.name for field in fields if field.kind is Kind.GIVEN), None)
    family_name = next((field.name for field in fields if field.kind is Kind.FAMILY), None)
    count = len(next(iter(values.values()), ()))
    unknown: Values = [None] * count
    known: dict[str | None, NamePart] = {}

    def read_name(text: str | None) -> NamePart:
        found = known.get(text)
        if found is None:
            words = bare_words(text or "")
            said = tuple(map(sound, words))
            together = sound_together(text or "") if words else None
            found = known[text] = (words, said, " ".join(words) or None, " ".join(said) or None, together)
        return found

    nothing = read_name(None)
    rows = []
    for given_text, family_text in zip(
        values[given_name] if given_name else unknown, values[family_name] if family_name else unknown, strict=True
    ):
        given, family = read_name(given_text), read_name(family_text)
        if not family[0]:
            given, family = nothing, given
        words, said = family[0] + given[0], family[1] + given[1]
        one, other = family[2], given[2]
        rows.append(
            (
                given[2],
                given[3],
                given[4],
                family[2],
                family[3],
                family[4],
                " ".join(sorted(words)) or None,
                " ".join(sorted(said)) or None,
                f"{one} {other}" if other else one,
                f"{other} {one}" if other else one,
            )
        )
    columns = tuple(f"{name}{part}" for name in ("given", "family") for part in ("", "_sound", "_together"))
    columns += ("words", "sounds", "whole", "turned")
    made = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return {name: list(column) for name, column in zip(columns, made, strict=True)}


def birth_text(birth: dt.date | None, precision: str | None) -> str | None:
    """A birth as far as it is known: the year, year and month, or the day."""
    if birth is None:
        return None
    return birth.isoformat()[: {"year": 4, "month": 7}.get(precision or "day", 10)]
