"""What one import writes: plain rows, planned by workflows, written by `actions.imports`.

A `Ref` names a record that may not exist yet: a positive one is the record's number, a negative
one is -(1 + position) in the list of what the same import creates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

Ref: TypeAlias = int


@dataclass(slots=True)
class NewPerson:
    family_name: str
    given_name: str
    name_key: str
    sex: str | None
    birth: dt.date | None
    birth_precision: str | None
    nationality: str | None
    phone: str
    email: str
    address: str
    occupation: str
    organisation: int | None
    """Who gave the reference; None without one."""
    reference: str | None


@dataclass(slots=True)
class NewEnrolment:
    subject: Ref
    site: int | None
    entry: dt.date
    exit: dt.date | None
    implicit: bool


@dataclass(slots=True)
class NewActivity:
    code: str
    name: str
    kind: str


@dataclass(slots=True)
class NewSession:
    activity: Ref
    date: dt.date
    label: str
    site: int | None
    register: bool


@dataclass(slots=True)
class NewAttendance:
    session: Ref
    subject: Ref
    mark: str
    hours: Decimal | None


@dataclass(slots=True)
class NewObservation:
    subject: Ref
    enrolment: Ref
    measure: int
    moment: str
    date: dt.date
    state: str
    value_number: Decimal | None
    value_code: str | None


@dataclass(slots=True)
class NewQuantity:
    organisation: int | None
    source_name: str
    indicator: str
    value: Decimal
    unit: str
    start: dt.date
    end: dt.date
    country: str | None
    breakdown: str
    relation: str
    evidence: str


@dataclass(slots=True)
class NewCandidate:
    """Two people who may be one."""

    one: Ref
    other: Ref
    why: str


@dataclass(slots=True)
class Changed:
    """A known record whose values change, by attribute name (`site_id`)."""

    table: str
    number: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(slots=True)
class ImportWrites:
    """All that one import creates and changes in one project."""

    project: int
    people: list[NewPerson] = field(default_factory=list)
    enrolments: list[NewEnrolment] = field(default_factory=list)
    activities: list[NewActivity] = field(default_factory=list)
    sessions: list[NewSession] = field(default_factory=list)
    attendances: list[NewAttendance] = field(default_factory=list)
    observations: list[NewObservation] = field(default_factory=list)
    quantities: list[NewQuantity] = field(default_factory=list)
    candidates: list[NewCandidate] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)

    def created(self) -> Iterator[tuple[str, list[Any]]]:
        """Each table's name and what is new in it, in the order in which they can be written."""
        yield "person", self.people
        yield "enrolment", self.enrolments
        yield "activity", self.activities
        yield "session", self.sessions
        yield "attendance", self.attendances
        yield "observation", self.observations
        yield "quantity", self.quantities

    @property
    def is_empty(self) -> bool:
        return not self.changes and not any(rows for _, rows in self.created())


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file that came in: its SHA-256 in hex, the name it came under, its size in bytes."""

    digest: str
    name: str
    size: int
