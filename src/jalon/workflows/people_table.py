"""People of the records as a linkage compares them: read once for matching everybody and for looking somebody up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import pyarrow as pa

from jalon.identity.fields import PERSON_FIELDS, Values, birth_text, build_table
from jalon.records.actions.imports import chunks
from jalon.records.models import Person
from jalon.workflows.known_people import QUERY

PersonRow = tuple[int, str, str, str | None, dt.date | None, str | None, str | None, str, str, str]
COLUMNS = (
    "subject_id",
    "given_name",
    "family_name",
    "sex",
    "birth",
    "birth_precision",
    "nationality",
    "phone",
    "email",
    "address",
)


def find_people() -> list[int]:
    """The numbers of everybody who is not erased, in order."""
    people = Person.objects.filter(subject__erased_at=None).order_by("subject_id")
    return list(people.values_list("subject_id", flat=True).iterator(chunk_size=QUERY))


def read_people_table(numbers: Iterable[int]) -> pa.Table:
    """The table of `build_table` by `PERSON_FIELDS` of these people, by number; `unique_id` is the subject's number.

    Read in parts, since a million people as Python's own rows take half a gigabyte.
    """
    rows = Person.objects.order_by("subject_id").values_list(*COLUMNS)
    parts = [build_people_table(list(rows.filter(subject__in=part))) for part in chunks(sorted(numbers), QUERY)]
    return pa.concat_tables(parts or [build_people_table([])]).combine_chunks()


def build_people_table(rows: Sequence[PersonRow]) -> pa.Table:
    values: dict[str, Values] = {
        "given": [row[1] for row in rows],
        "family": [row[2] for row in rows],
        "sex": [row[3] for row in rows],
        "birth": [birth_text(row[4], row[5]) for row in rows],
        "nationality": [row[6] for row in rows],
        "phone": [row[7] for row in rows],
        "email": [row[8] for row in rows],
        "address": [row[9] for row in rows],
    }
    return build_table([row[0] for row in rows], values, PERSON_FIELDS)
