"""The rows of the demonstration on their way into the records, held column by column.

Rows name each other by their place (from 0); they get their numbers when they are written.
"""

from __future__ import annotations

import datetime as dt
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

    def column(self, name: str) -> npt.NDArray[Any]:
        parts = self.parts[name]
        if len(parts) > 1:
            parts[:] = [np.concatenate(parts)]
        whole: npt.NDArray[Any] = parts[0]
        return whole


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
        self._held: dict[str, npt.NDArray[np.bool_]] = {}
        self._numbers: dict[str, Whole] = {}
        self._later_exits: dict[int, dt.date] = {}

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

    def hold_back(self, day: np.datetime64, told_late: Whole, except_for: int) -> None:
        """Set aside what was not known on the evening of a day; `build_rows` then gives the rest.

        Spells that ended later are open, as are those (by place) whose exit was told after that day. One spell that
        begins later is written all the same, and is open.
        Who is who was decided later, and journeys, which no figure counts, are all written later.
        """
        held = {name: np.zeros(table.count, np.bool_) for name, table in self._tables.items() if table.count}
        for name, table in self._tables.items():
            if name in held and (table.stale is None or name == "assertion"):
                held[name][:] = True
        for name, dated in (("enrolment", "entry"), ("session", "date"), ("consent", "date"), ("quantity", "end")):
            held[name] = self._tables[name].column(dated) > day
        held["enrolment"][except_for] = False
        spells, observations = self._tables["enrolment"], self._tables["observation"]
        exit = spells.column("exit")
        hidden = ~held["enrolment"] & (exit > day)
        hidden[told_late] = hidden[except_for] = True
        self._later_exits = {int(place): exit[place].item() for place in np.flatnonzero(hidden)}
        self.replace("enrolment", "exit", np.where(hidden, NO_DAY, exit))
        held["attendance"] = held["session"][self._tables["attendance"].column("session_id")]
        spell = observations.column("enrolment_id")
        after = (observations.column("moment") != "entry") & (spell != NOTHING) & hidden[spell]
        held["observation"] = (
            (observations.column("date") > day) | after | ((spell != NOTHING) & held["enrolment"][spell])
        )
        self._held = held

    def column(self, table: str, name: str) -> npt.NDArray[Any]:
        """A column of all rows not yet written."""
        return self._tables[table].column(name)

    def replace(self, table: str, name: str, values: npt.NDArray[Any]) -> None:
        """Write other values into a column than were drawn."""
        self._tables[table].parts[name] = [values]

    def build_rows(
        self,
        take_numbers: Callable[[type[models.Model], int], Sequence[int]],
        projects: Sequence[int],
        *,
        held: bool = False,
    ) -> Iterator[Rows]:
        """Each table as it is written, its places become numbers: what is not held back, or (`held`) what is.

        Each table's memory is given back behind its last rows.
        """
        for name, table in self._tables.items():
            wanted = self._held.get(name, np.zeros(table.count, np.bool_)) == held
            count = int(wanted.sum())
            columns: dict[str, Sequence[Any]] = {}
            if table.own_numbers:
                numbers = self._numbers.setdefault(name, np.full(table.count, NOTHING, np.int64))
                if count:
                    numbers[wanted] = np.asarray(take_numbers(table.model, count), dtype=np.int64)
                columns["number"] = numbers[wanted].tolist()
            is_last = held or name not in self._held or bool(wanted.all())
            for attribute, kind in table.columns.items() if table.parts else ():
                columns[attribute] = as_values(table.column(attribute)[wanted], kind, self._numbers)
                if is_last:
                    del table.parts[attribute]
            if count:
                yield Rows(table.model, columns, stale_marks(table.stale, projects))

    def number(self, table: str, place: int) -> int:
        """The number of a row that has been written."""
        return int(self._numbers[table][place])

    def later_exits(self) -> Iterator[tuple[int, dt.date]]:
        """Numbers of the spells that are open because their exit was not known, and their exits."""
        return ((self.number("enrolment", place), exit) for place, exit in self._later_exits.items())


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
