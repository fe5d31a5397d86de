"""The people the records hold who may be those of an import, read in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from jalon.records.actions.imports import chunks
from jalon.records.models import Enrolment, Observation, Person, Project

QUERY = 10_000
"""Values in one query: SQLite takes 250,000, PostgreSQL 65,535."""


@dataclass(slots=True)
class KnownObservation:
    number: int
    measure: int
    moment: str
    date: dt.date
    state: str
    value: object
    """A code or a Decimal; None where not known."""


@dataclass(slots=True)
class KnownSpell:
    number: int
    entry: dt.date
    exit: dt.date | None
    implicit: bool
    site: int | None
    observations: list[KnownObservation] = field(default_factory=list)


@dataclass(slots=True)
class KnownPerson:
    """What the records say of one person, with the spells she has in the project of the import."""

    number: int
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
    reference: str | None
    spells: list[KnownSpell] = field(default_factory=list)


PERSON_VALUES = (
    "family_name",
    "given_name",
    "name_key",
    "sex",
    "birth",
    "birth_precision",
    "nationality",
    "phone",
    "email",
    "address",
    "occupation",
)
"""What an import may say of a person."""

PERSON_COLUMNS = ("subject_id", *PERSON_VALUES, "subject__organisation_id", "subject__reference")


def people_in_reach(project: Project) -> QuerySet[Person]:
    """Whom an import into this project may meet.

    People of a sensitive project are known inside it alone: neither do others' imports find them,
    nor do its own imports find others.
    """
    people = Person.objects.filter(subject__erased_at=None)
    spells = Enrolment.objects.filter(subject=OuterRef("subject_id"))
    if project.sensitive:
        return people.filter(Exists(spells.filter(project=project)))
    if Project.objects.filter(sensitive=True).exists():
        return people.filter(Exists(spells.filter(project__sensitive=False)) | ~Exists(spells))
    return people


def read_known_people(project: Project, keys: Collection[str], references: Collection[str]) -> list[KnownPerson]:
    """Everyone in reach who bears one of the names, or one of the references of the project's organisation."""
    reach = people_in_reach(project)
    found: dict[int, KnownPerson] = {}
    conditions = [Q(name_key__in=chunk) for chunk in chunks(sorted(keys), QUERY)]
    conditions += [
        Q(subject__organisation=project.organisation_id, subject__reference__in=chunk)
        for chunk in chunks(sorted(references), QUERY)
    ]
    for condition in conditions:
        for row in reach.filter(condition).values_list(*PERSON_COLUMNS).iterator(chunk_size=QUERY):
            found[row[0]] = KnownPerson(*row)
    for chunk in chunks(sorted(found), QUERY):
        read_spells(project, chunk, found)
    return [found[number] for number in sorted(found)]


def read_spells(project: Project, subjects: Iterable[int], people: dict[int, KnownPerson]) -> None:
    """Give people their spells in the project, each with what was observed at its entry, its exit and on any day."""
    spells: dict[int, KnownSpell] = {}
    in_project = Enrolment.objects.filter(project=project, subject__in=subjects).order_by("entry", "number")
    columns = ("subject_id", "number", "entry", "exit", "implicit", "site_id")
    for subject, *values in in_project.values_list(*columns).iterator(chunk_size=QUERY):
        spell = spells[values[0]] = KnownSpell(*values)
        people[subject].spells.append(spell)
    observed = Observation.objects.filter(project=project, subject__in=subjects, enrolment__isnull=False)
    answers = observed.order_by("number").values_list(
        "enrolment_id", "number", "measure_id", "moment", "date", "state", "value_code", "value_number"
    )
    for enrolment, record, measure, moment, date, state, code, number in answers.iterator(chunk_size=QUERY):
        assert enrolment is not None
        value = code if code is not None else number
        spells[enrolment].observations.append(KnownObservation(record, measure, moment, date, state, value))


def read_births(project: Project, births: Collection[dt.date]) -> Iterator[tuple[int, str, dt.date | None, str | None]]:
    """Number, name key, birth and precision of everyone in reach born on one of the days."""
    reach = people_in_reach(project)
    for chunk in chunks(sorted(births), QUERY):
        yield from (
            reach.filter(birth__in=chunk)
            .values_list("subject_id", "name_key", "birth", "birth_precision")
            .iterator(chunk_size=QUERY)
        )


def people_in_project(project: Project) -> Iterator[tuple[int, str, dt.date | None, str | None]]:
    """The same of everyone enrolled in the project."""
    enrolled = people_in_reach(project).filter(
        Exists(Enrolment.objects.filter(subject=OuterRef("subject_id"), project=project))
    )
    yield from enrolled.values_list("subject_id", "name_key", "birth", "birth_precision").iterator(chunk_size=QUERY)
