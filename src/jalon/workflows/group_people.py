"""The people of a group file: subjects, enrolments, sessions with their marks, answers, consents, quantities."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from jalon.errors import JalonError
from jalon.records.actions.activities import add_session, change_attendance, change_session, mark_attendance
from jalon.records.actions.enrolments import change_enrolment, open_enrolment
from jalon.records.actions.observations import change_observation, observe
from jalon.records.actions.quantities import add_quantity, breakdown_text, change_quantity
from jalon.records.actions.subjects import (
    add_person,
    add_place,
    add_venture,
    change_person,
    change_place,
    change_venture,
    record_consent,
)
from jalon.records.models import (
    Consent,
    Enrolment,
    IndicatorVersion,
    Measure,
    Observation,
    ObservationState,
    ObservedAt,
    Organisation,
    Person,
    Project,
    Quantity,
    Session,
    Site,
    Subject,
    SubjectKind,
)
from jalon.records.policies import check_kind, option_codes
from jalon.workflows.events import load_speaker
from jalon.workflows.group_loading import Loading, Outcome, Path, outcome_of
from jalon.workflows.group_shapes import (
    NUMBER,
    AttendanceShape,
    ConsentShape,
    EnrolmentShape,
    ObservationShape,
    PersonShape,
    PlaceShape,
    QuantityShape,
    SessionShape,
    VentureShape,
)
from jalon.workflows.indicators import add_indicator
from jalon.workflows.quantities import check_unit


def load_subject(loading: Loading, shape: PersonShape | VentureShape | PlaceShape) -> Outcome:
    loading.state_once("subject", shape.organisation, shape.code)
    owner = loading.find(Organisation, shape.organisation)
    former = Subject.objects.filter(organisation=owner, reference=shape.code).first()
    if former is not None and former.kind != shape.kind:
        raise JalonError("kind_stays", record="subject", found=shape.code, former=former.kind, wanted=shape.kind)
    new: dict[str, Any] = {"by": loading.by, "organisation": owner, "reference": shape.code}
    match shape:
        case PersonShape():
            values = person_values(shape)
            if former is None:
                add_person(**new, **values)
            else:
                return outcome_of(change_person(by=loading.by, person=former.person, **values))
        case VentureShape():
            values = shape.stated("name", "sector", "country", "founded")
            if "leader" in shape.model_fields_set:
                values["leader"] = find_person(loading, shape.leader) if shape.leader else None
            if former is None:
                add_venture(**new, **values)
            else:
                return outcome_of(change_venture(by=loading.by, venture=former.venture, **values))
        case PlaceShape():
            values = shape.stated("name", "country", "outline")
            if former is None:
                add_place(**new, **values)
            else:
                return outcome_of(change_place(by=loading.by, place=former.place, **values))
    return Outcome.CREATED


def person_values(shape: PersonShape) -> dict[str, Any]:
    names = ("family_name", "given_name", "sex", "nationality", "phone", "email", "address", "occupation")
    values = shape.stated(*names)
    if "birth" in shape.model_fields_set:
        values["birth"], values["birth_precision"] = shape.birth or (None, None)
    return values


def find_person(loading: Loading, written: str) -> Person:
    subject = loading.find_subject(written)
    check_kind(subject, SubjectKind.PERSON)
    return subject.person


def load_enrolment(loading: Loading, shape: EnrolmentShape, path: Path) -> Outcome:
    loading.state_once("enrolment", shape.subject, shape.project, shape.entry)
    subject, project = loading.find_subject(shape.subject), loading.find(Project, shape.project)
    values = shape.stated("exit")
    if "site" in shape.model_fields_set:
        values["site"] = loading.find(Site, shape.site) if shape.site else None
    if shape.at_exit and shape.exit is None:
        raise JalonError("exit_missing")
    spell = Enrolment.objects.filter(subject=subject, project=project, entry=shape.entry).first()
    if spell is None:
        outcome = Outcome.CREATED
        spell = open_enrolment(by=loading.by, subject=subject, project=project, entry=shape.entry, **values)
    else:
        outcome = outcome_of(change_enrolment(by=loading.by, enrolment=spell, implicit=False, **values))
    for answers, part, moment, date in (
        (shape.at_entry, "at_entry", ObservedAt.ENTRY, shape.entry),
        (shape.at_exit, "at_exit", ObservedAt.EXIT, shape.exit),
    ):
        for measure, answer in answers.items():
            at: dict[str, Any] = {"enrolment": spell, "moment": moment, "date": date, "answer": answer}
            loading.attempt(
                (*path, part, measure, "observations"),
                lambda measure=measure, at=at: load_answer(loading, subject, project, measure, **at),  # type: ignore[misc]
            )
    return outcome


def load_answer(
    loading: Loading,
    subject: Subject,
    project: Project,
    measure_code: str,
    *,
    enrolment: Enrolment | None,
    moment: str,
    date: dt.date,
    answer: str,
    months_after: int = 0,
) -> Outcome:
    measure = loading.find(Measure, measure_code)
    loading.state_once("observation", subject.number, project.code, enrolment, measure_code, moment, months_after, date)
    values = read_answer(measure, answer)
    key: dict[str, Any] = {
        "subject": subject,
        "project": project,
        "enrolment": enrolment,
        "measure": measure,
        "moment": moment,
        "months_after": months_after,
        "date": date,
    }
    former = Observation.objects.filter(**key).first()
    if former is None:
        observe(by=loading.by, **key, **values)
        return Outcome.CREATED
    return outcome_of(change_observation(by=loading.by, observation=former, **values))


def read_answer(measure: Measure, answer: str) -> dict[str, Any]:
    """A number, an option's code, or the words unknown and refused where they are no option."""
    options = list(option_codes(measure))
    if answer in (ObservationState.UNKNOWN, ObservationState.REFUSED) and answer not in options:
        return {"state": answer, "number": None, "code": None}
    if not options and NUMBER.fullmatch(answer):
        return {"state": ObservationState.KNOWN, "number": Decimal(answer), "code": None}
    return {"state": ObservationState.KNOWN, "number": None, "code": answer}


def load_observation(loading: Loading, shape: ObservationShape) -> Outcome:
    subject, project = loading.find_subject(shape.subject), loading.find(Project, shape.project)
    return load_answer(
        loading,
        subject,
        project,
        shape.measure,
        enrolment=spell_meant(subject, project, shape),
        moment=shape.moment,
        months_after=shape.months_after,
        date=shape.date,
        answer=shape.answer,
    )


def spell_meant(subject: Subject, project: Project, shape: ObservationShape) -> Enrolment | None:
    """The spell whose entry is stated; else, save for any date, the last that began by the observation's date."""
    spells = Enrolment.objects.filter(subject=subject, project=project)
    if shape.entry is not None:
        spell = spells.filter(entry=shape.entry).first()
    elif shape.moment == ObservedAt.ANY:
        return None
    else:
        spell = spells.filter(entry__lte=shape.date).order_by("-entry").first()
    if spell is None:
        raise JalonError("no_spell", found=shape.subject, project=project.code, date=shape.entry or shape.date)
    return spell


def load_session(loading: Loading, shape: SessionShape, path: Path) -> Outcome:
    loading.state_once("session", shape.project, shape.activity, shape.date, shape.site, shape.label)
    activity = loading.find_activity(loading.find(Project, shape.project), shape.activity)
    site = loading.find(Site, shape.site) if shape.site else None
    key: dict[str, Any] = {"activity": activity, "date": shape.date, "label": shape.label, "site": site}
    session = Session.objects.filter(**key).first()
    if session is None:
        outcome = Outcome.CREATED
        session = add_session(by=loading.by, register=shape.has_register, **key)
    else:
        outcome = outcome_of(change_session(by=loading.by, session=session, register=shape.has_register))
    for index, mark in enumerate(shape.attendances):
        loading.attempt(
            (*path, "attendances", index),
            lambda mark=mark, session=session: load_attendance(loading, session, mark),  # type: ignore[misc]
        )
    for index, speaker in enumerate(shape.speakers):
        loading.attempt(
            (*path, "speakers", index),
            lambda speaker=speaker, session=session: load_speaker(loading, session, speaker),  # type: ignore[misc]
        )
    return outcome


def load_attendance(loading: Loading, session: Session, shape: AttendanceShape) -> Outcome:
    subject = loading.find_subject(shape.subject)
    loading.state_once("attendance", session, subject.number)
    former = session.attendances.filter(subject=subject).first()
    if former is None:
        mark_attendance(by=loading.by, session=session, subject=subject, mark=shape.mark, hours=shape.hours)
        return Outcome.CREATED
    values = shape.stated("hours") | {"mark": shape.mark}
    return outcome_of(change_attendance(by=loading.by, attendance=former, **values))


def load_consent(loading: Loading, shape: ConsentShape) -> Outcome:
    """Consents are appended: one that says what already holds for that day is left."""
    loading.state_once("consent", shape.subject, shape.purpose, shape.date)
    subject = loading.find_subject(shape.subject)
    of_day = Consent.objects.filter(subject=subject, purpose=shape.purpose, date=shape.date)
    latest = of_day.order_by("-number").first()
    if latest is not None and latest.given == shape.given:
        return Outcome.UNCHANGED
    record_consent(by=loading.by, subject=subject, **shape.stated("purpose", "given", "date", "evidence"))
    return Outcome.CREATED


def load_quantity(loading: Loading, shape: QuantityShape) -> Outcome:
    key: dict[str, Any] = {
        "project": loading.find(Project, shape.project),
        "organisation": loading.find(Organisation, shape.organisation) if shape.organisation else None,
        "source_name": shape.source,
        "indicator": shape.indicator,
        "start": shape.start,
        "end": shape.end,
        "country": shape.country,
    }
    breakdown = breakdown_text(shape.breakdown)
    loading.state_once("quantity", *key.values(), breakdown)
    check_unit(shape.indicator, shape.unit)
    former = Quantity.objects.filter(**key, breakdown=breakdown).first()
    values = shape.stated("value", "relation", "evidence", "method")
    if former is not None:
        if former.status != shape.status:
            raise JalonError(
                "kind_stays", record="quantity", found=shape.indicator, former=former.status, wanted=shape.status
            )
        return outcome_of(change_quantity(by=loading.by, quantity=former, **values))
    add_quantity(by=loading.by, **key, **values, status=shape.status, unit=shape.unit, breakdown=shape.breakdown)
    return Outcome.CREATED


def load_indicator(loading: Loading, text: str) -> Outcome:
    """A definition as its own YAML text. A changed text is a new version."""
    definition, added = add_indicator(text, by=loading.by)
    if not added:
        return Outcome.UNCHANGED
    is_first = IndicatorVersion.objects.filter(code=definition.id).count() == 1
    return Outcome.CREATED if is_first else Outcome.CHANGED
