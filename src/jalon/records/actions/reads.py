"""Reading a person's file: who looked at it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.records.actions.audited import audited
from jalon.records.models import (
    Attendance,
    Consent,
    Enrolment,
    IdentityAssertion,
    Need,
    Note,
    Observation,
    Person,
    PlanStep,
    Quote,
    Referral,
    Speaker,
)
from jalon.records.policies import check_not_erased


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that the records hold of one person, each part in order of time."""

    person: Person
    enrolments: tuple[Enrolment, ...]
    attendances: tuple[Attendance, ...]
    observations: tuple[Observation, ...]
    needs: tuple[Need, ...]
    plan_steps: tuple[PlanStep, ...]
    notes: tuple[Note, ...]
    referrals: tuple[Referral, ...]
    consents: tuple[Consent, ...]
    quotes: tuple[Quote, ...]
    talks: tuple[Speaker, ...]
    assertions: tuple[IdentityAssertion, ...]


def read_person_file(*, by: str, person: Person, reason: str = "") -> PersonFile:
    """Everything about a person; that `by` read it is kept. Raises `erased`."""
    with audited("read_person_file", by=by, reason=reason) as audit:
        subject = person.subject
        check_not_erased(subject)
        file = PersonFile(
            person=person,
            enrolments=tuple(subject.enrolments.order_by("entry", "number")),
            attendances=tuple(subject.attendances.select_related("session").order_by("session__date", "number")),
            observations=tuple(subject.observations.order_by("date", "number")),
            needs=tuple(Need.objects.filter(enrolment__subject=subject).order_by("observed_on", "number")),
            plan_steps=tuple(PlanStep.objects.filter(enrolment__subject=subject).order_by("enrolment", "position")),
            notes=tuple(subject.notes.order_by("date", "number")),
            referrals=tuple(Referral.objects.filter(enrolment__subject=subject).order_by("date", "number")),
            consents=tuple(subject.consents.order_by("date", "number")),
            quotes=tuple(subject.quotes.order_by("date", "number")),
            talks=tuple(subject.talks.order_by("session__date", "number")),
            assertions=tuple(
                (subject.asserted_first.all() | subject.asserted_second.all()).distinct().order_by("number")
            ),
        )
        audit.read(person, *file.notes)
        return file
