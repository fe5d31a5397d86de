"""The rows of the demonstration on their way into the records, held column by column.

Rows name each other by their place (from 0); they get their numbers when they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import models

from jalon.demo.draws import Whole
from jalon.records.actions.bulk import Rows
from jalon.records.models import (
    Attendance,
    Consent,
    Enrolment,
    FactsPart,
    IdentityAssertion,
    Need,
    Note,
    Observation,
    Person,
    Place,
    PlanStep,
    Quantity,
    Referral,
    Session,
    Subject,
    Venture,
)

NOTHING = -1
"""Stands for no record in a column that names one."""
NO_DAY = np.datetime64("NaT", "D")
Days = npt.NDArray[np.datetime64]


class Kind(Enum):
    """What a column holds, and so how it becomes values for the database."""

    PLAIN = "plain"  # texts, decimals, truths and numbers as they are
    NUMBER = "number"  # numbers of records written before; NOTHING is null
    DAY = "day"  # days; NaT is null


PLAIN, NUMBER, DAY = Kind
Column = Kind | str
"""A kind, or the name of the table among these whose rows the column names by place."""


@dataclass(slots=True)
class Table:
    """One table's rows so far."""

    model: type[models.Model]
    columns: Mapping[str, Column]
    stale: FactsPart | None
    own_numbers: bool = True
    """Whether its records have numbers of their own, rather than their subject's."""
    parts: dict[str, list[Any]] = field(default_factory=dict)
    count: int = 0


SUBJECT: Mapping[str, Column] = {"subject_id": "subject"}
SPELL: Mapping[str, Column] = {"enrolment_id": "enrolment"}


def plain(*names: str) -> dict[str, Column]:
    return dict.fromkeys(names, PLAIN)


def build_subject_tables() -> dict[str, Table]:
    """Who and what is counted, what each permits, and who is who."""
    return {
        "subject": Table(Subject, {"kind": PLAIN, "organisation_id": NUMBER, "reference": PLAIN}, FactsPart.SUBJECTS),
        "person": Table(
            Person,
            {
                **SUBJECT,
                **plain("family_name", "given_name", "name_key", "sex", "birth_precision", "nationality"),
                "birth": DAY,
                **plain("phone", "email", "address", "occupation"),
            },
            FactsPart.SUBJECTS,
            own_numbers=False,
        ),
        "venture": Table(
            Venture,
            {**SUBJECT, **plain("name", "sector", "country"), "founded": DAY, "leader_id": "subject"},
            FactsPart.SUBJECTS,
            own_numbers=False,
        ),
        "place": Table(
            Place, {**SUBJECT, **plain("name", "country", "outline")}, FactsPart.SUBJECTS, own_numbers=False
        ),
        "consent": Table(
            Consent,
            {**SUBJECT, "purpose": PLAIN, "given": PLAIN, "date": DAY, "evidence": PLAIN},
            FactsPart.SUBJECTS,
        ),
        "assertion": Table(
            IdentityAssertion,
            {
                "first_id": "subject",
                "second_id": "subject",
                **plain("verdict", "reason", "author", "asserted_at", "score"),
            },
            FactsPart.IDENTITY,
        ),
    }


def build_project_tables() -> dict[str, Table]:
    """What happened in projects, and what was declared of them."""
    project = FactsPart.PROJECT
    return {
        "enrolment": Table(
            Enrolment,
            {**SUBJECT, "project_id": NUMBER, "site_id": NUMBER, "entry": DAY, "exit": DAY, "implicit": PLAIN},
            project,
        ),
        "session": Table(
            Session,
            {"activity_id": NUMBER, "date": DAY, "label": PLAIN, "site_id": NUMBER, "register": PLAIN},
            project,
        ),
        "attendance": Table(Attendance, {"session_id": "session", **SUBJECT, "mark": PLAIN, "hours": PLAIN}, project),
        "observation": Table(
            Observation,
            {
                **SUBJECT,
                "project_id": NUMBER,
                **SPELL,
                "measure_id": NUMBER,
                "moment": PLAIN,
                "months_after": PLAIN,
                "date": DAY,
                **plain("state", "value_number", "value_code"),
            },
            project,
        ),
        "quantity": Table(
            Quantity,
            {
                "project_id": NUMBER,
                "organisation_id": NUMBER,
                **plain("source_name", "indicator", "status", "value", "unit"),
                "start": DAY,
                "end": DAY,
                **plain("country", "breakdown", "relation", "evidence", "method", "author"),
            },
            FactsPart.QUANTITIES,
        ),
    }


def build_journey_tables() -> dict[str, Table]:
    """Each person's way; none of it reaches the facts."""
    return {
        "need": Table(Need, {**SPELL, "theme": PLAIN, "text": PLAIN, "observed_on": DAY, "met_on": DAY}, None),
        "plan_step": Table(
            PlanStep,
            {**SPELL, **plain("position", "text", "state"), "due_on": DAY, "done_on": DAY},
            None,
        ),
        "note": Table(Note, {**SUBJECT, **SPELL, "date": DAY, "text": PLAIN, "written_by": PLAIN}, None),
        "referral": Table(Referral, {**SPELL, "to_id": NUMBER, "date": DAY, "reason": PLAIN, "outcome": PLAIN}, None),
    }


class Registers:
    """All that is to be written, table by table."""

    def __init__(self) -> None:
        # Each after those that it names.
        self._tables = build_subject_tables() | build_project_tables() | build_journey_tables()
        self._groups = 0

    def add(self, table: str, count: int, **columns: Any) -> Whole:
        """Add rows; a value that is no array holds for all of them. Returns their places."""
        wanted = self._tables[table]
        assert columns.keys() == wanted.columns.keys(), (table, columns.keys() ^ wanted.columns.keys())
        for name, values in columns.items():
            if not isinstance(values, np.ndarray):
                values = np.full(count, values, dtype=object if wanted.columns[name] is PLAIN else None)
            assert len(values) == count, (table, name)
            wanted.parts.setdefault(name, []).append(values)
        first, wanted.count = wanted.count, wanted.count + count
        return np.arange(first, wanted.count)

    def new_groups(self, count: int) -> Whole:
        """Numbers for groups of participants, so that no two sessions of a day have one label."""
        first, self._groups = self._groups, self._groups + count
        return np.arange(first + 1, self._groups + 1)

    def counts(self) -> dict[str, int]:
        return {name: table.count for name, table in self._tables.items()}

    def build_rows(
        self, take_numbers: Callable[[type[models.Model], int], Sequence[int]], projects: Sequence[int]
    ) -> Iterator[Rows]:
        """Each table as it is written, its places become numbers. Each table's memory is given back behind it."""
        numbers: dict[str, Whole] = {}
        for name, table in self._tables.items():
            if not table.count:
                continue
            columns: dict[str, Sequence[Any]] = {}
            if table.own_numbers:
                numbers[name] = np.asarray(take_numbers(table.model, table.count), dtype=np.int64)
                columns["number"] = numbers[name].tolist()
            for attribute, kind in table.columns.items():
                columns[attribute] = as_values(np.concatenate(table.parts.pop(attribute)), kind, numbers)
            yield Rows(table.model, columns, stale_marks(table.stale, projects))


def stale_marks(part: FactsPart | None, projects: Sequence[int]) -> list[tuple[FactsPart, int | None]]:
    if part is None:
        return []
    return [(part, project) for project in projects] if part is FactsPart.PROJECT else [(part, None)]


def as_values(values: npt.NDArray[Any], kind: Column, numbers: Mapping[str, Whole]) -> list[Any]:
    """A column as the database takes it."""
    if kind is DAY:
        values = values.astype("datetime64[D]").astype(object)
    elif kind is not PLAIN:
        absent = values == NOTHING
        values = numbers[kind][values] if isinstance(kind, str) else values
        if absent.any():
            values = values.astype(object)
            values[absent] = None
    listed: list[Any] = values.tolist()
    return listed
