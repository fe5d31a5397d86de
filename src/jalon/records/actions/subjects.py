"""Persons, ventures and places."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict, Unpack

from jalon.identity.names import name_key
from jalon.records.actions.audited import Audit, audited
from jalon.records.actions.identity import part_barred
from jalon.records.models import (
    BirthPrecision,
    Consent,
    FactsPart,
    Organisation,
    Person,
    Place,
    Purpose,
    Subject,
    SubjectKind,
    Venture,
)
from jalon.records.policies import check_birth, check_code, check_country, check_not_erased, checked_outline


class PersonAbout(TypedDict, total=False):
    """What is known of a person. Nothing is required: not every register has names."""

    family_name: str
    given_name: str
    sex: str | None
    birth: dt.date | None
    """The first possible day: 1996-01-01 with precision year is any day of 1996."""
    birth_precision: str | None
    """day (where it is left out), month or year."""
    nationality: str | None
    phone: str
    email: str
    address: str
    occupation: str


class PersonValues(PersonAbout, total=False):
    reference: str | None


def add_person(
    *, by: str, organisation: Organisation | None = None, reference: str | None = None, **about: Unpack[PersonAbout]
) -> Person:
    """Make a person. `reference` is what the organisation's own register calls her."""
    with audited("add_person", by=by) as audit:
        subject = create_subject(audit, SubjectKind.PERSON, organisation, reference)
        return audit.create(Person, subject=subject, **checked_person(about, Person()))


def change_person(*, by: str, person: Person, reason: str = "", **values: Unpack[PersonValues]) -> bool:
    """Correct what is given, keeping the former values; say whether anything differed."""
    with audited("change_person", by=by, reason=reason) as audit:
        check_not_erased(person.subject)
        differs = change_reference(audit, person.subject, values)
        differs |= audit.update(person, **checked_person(values, person))
        if differs:
            audit.stale(FactsPart.SUBJECTS)
        return differs


def checked_person(values: Any, person: Person) -> dict[str, Any]:
    """The values to write: the names' key follows the names, the birth's precision follows the birth."""
    checked = dict(values)
    check_birth(checked.get("birth"))
    check_country(checked.get("nationality"))
    if checked.keys() & {"family_name", "given_name"}:
        checked["name_key"] = name_key(
            checked.get("family_name", person.family_name), checked.get("given_name", person.given_name)
        )
    if "birth" in checked:
        precision = checked.get("birth_precision") or BirthPrecision.DAY
        checked["birth_precision"] = precision if checked["birth"] is not None else None
    return checked


def create_subject(
    audit: Audit, kind: SubjectKind, organisation: Organisation | None, reference: str | None
) -> Subject:
    if reference is not None:
        check_code(reference, record="subject")
    subject = audit.create(Subject, kind=kind, organisation=organisation, reference=reference)
    audit.stale(FactsPart.SUBJECTS)
    return subject


def change_reference(audit: Audit, subject: Subject, values: Any) -> bool:
    """Take the reference out of the values and give it to the subject; say whether it differed."""
    if "reference" not in values:
        return False
    reference = values.pop("reference")
    if reference is not None:
        check_code(reference, record="subject")
    return audit.update(subject, reference=reference)


class VentureAbout(TypedDict, total=False):
    sector: str
    country: str | None
    founded: dt.date | None
    leader: Person | None


class VentureValues(VentureAbout, total=False):
    name: str
    reference: str | None


def add_venture(
    *,
    by: str,
    name: str,
    organisation: Organisation | None = None,
    reference: str | None = None,
    **about: Unpack[VentureAbout],
) -> Venture:
    """Make a business or initiative that a project supports."""
    with audited("add_venture", by=by) as audit:
        check_venture(about)
        subject = create_subject(audit, SubjectKind.VENTURE, organisation, reference)
        return audit.create(Venture, subject=subject, name=name, **about)


def change_venture(*, by: str, venture: Venture, reason: str = "", **values: Unpack[VentureValues]) -> bool:
    """Correct what is given, keeping the former values; say whether anything differed."""
    with audited("change_venture", by=by, reason=reason) as audit:
        check_not_erased(venture.subject)
        check_venture(values)
        differs = change_reference(audit, venture.subject, values)
        differs |= audit.update(venture, **values)
        if differs:
            audit.stale(FactsPart.SUBJECTS)
        return differs


def check_venture(values: VentureAbout) -> None:
    check_country(values.get("country"))
    leader = values.get("leader")
    if leader is not None:
        check_not_erased(leader.subject)


class PlaceAbout(TypedDict, total=False):
    country: str | None
    outline: str
    """GeoJSON in WGS 84."""


class PlaceValues(PlaceAbout, total=False):
    name: str
    reference: str | None


def add_place(
    *,
    by: str,
    name: str,
    organisation: Organisation | None = None,
    reference: str | None = None,
    **about: Unpack[PlaceAbout],
) -> Place:
    """Make a plot, a school, a neighbourhood."""
    with audited("add_place", by=by) as audit:
        check_country(about.get("country"))
        about["outline"] = checked_outline(about.get("outline", ""), about.get("country"))
        subject = create_subject(audit, SubjectKind.PLACE, organisation, reference)
        return audit.create(Place, subject=subject, name=name, **about)


def change_place(*, by: str, place: Place, reason: str = "", **values: Unpack[PlaceValues]) -> bool:
    """Correct what is given, keeping the former values; say whether anything differed."""
    with audited("change_place", by=by, reason=reason) as audit:
        check_not_erased(place.subject)
        check_country(values.get("country"))
        if values.keys() & {"outline", "country"}:
            values["outline"] = checked_outline(
                values.get("outline", place.outline), values.get("country", place.country)
            )
        differs = change_reference(audit, place.subject, values)
        differs |= audit.update(place, **values)
        if differs:
            audit.stale(FactsPart.SUBJECTS)
        return differs


def record_consent(
    *, by: str, subject: Subject, purpose: str, given: bool, date: dt.date, evidence: str = ""
) -> Consent:
    """Write down that a subject permits or refuses a purpose. A later one replaces it; none is edited.

    Who permits matching no more is taken apart from those she may not be compared with.
    """
    with audited("record_consent", by=by) as audit:
        check_not_erased(subject)
        consent = audit.create(Consent, subject=subject, purpose=purpose, given=given, date=date, evidence=evidence)
        audit.stale(FactsPart.SUBJECTS)
        if purpose == Purpose.MATCHING and not given:
            part_barred(audit, [subject.number])
        return consent
