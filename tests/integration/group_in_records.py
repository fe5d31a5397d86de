"""A small group with one of everything that facts are made of; written through actions only.

Import it inside a test or fixture: models load only once the settings know where the records live.
Every name, contact and free text holds SECRET, so that a test can look for it anywhere.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from jalon.records.actions.activities import add_activity, add_session, mark_attendance
from jalon.records.actions.enrolments import open_enrolment
from jalon.records.actions.identity import assert_identity
from jalon.records.actions.indicators import write_indicator
from jalon.records.actions.measures import add_measure
from jalon.records.actions.observations import observe
from jalon.records.actions.organisations import add_organisation
from jalon.records.actions.projects import add_grant, add_project, add_site
from jalon.records.actions.quantities import add_quantity
from jalon.records.actions.subjects import add_person, add_place, add_venture, record_consent
from jalon.records.models import Activity, Measure, Person, Project, Session, Site

SECRET = "Zzyzx"
BY = SECRET


@dataclass(frozen=True)
class GroupInRecords:
    """What tests take hold of."""

    one_country: Project
    two_countries: Project
    no_country: Project
    dakar: Site
    people: tuple[Person, ...]
    workshop: Activity
    sessions: tuple[Session, ...]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def build_group_in_records() -> GroupInRecords:
    """Three projects, four people (2 and 3 are one), a venture and a place."""
    root = add_organisation(by=BY, code="ROOT", name=SECRET, kind="group")
    ngo = add_organisation(by=BY, code="NGO", name=SECRET, kind="ngo", parent=root, country="FR")
    dakar = add_site(by=BY, code="DKR", name=SECRET, country="SN")
    one = add_project(
        by=BY,
        code="ONE",
        name=SECRET,
        organisation=ngo,
        need_observed=SECRET,
        start=day("2021-01-01"),
        countries=["FR"],
        themes=["migration", "employment"],
        sdg_targets=["8.5", "4.6"],
    )
    two = add_project(by=BY, code="TWO", name=SECRET, organisation=ngo, countries=["SN", "MA"], sensitive=True)
    none = add_project(by=BY, code="NONE", name=SECRET, organisation=root)
    add_grant(by=BY, code="G", funder=root, rule_set="esf_plus", projects=[two, one])
    people = build_people()
    workshop = add_activity(by=BY, project=one, code="W", name=SECRET, kind="workshop", theme="employment")
    sessions = build_sessions(workshop, dakar, people)
    build_answers(one, two, people)
    add_quantity(
        by=BY,
        project=one,
        indicator="participants",
        status="declared",
        value=Decimal("80000"),
        unit="person",
        start=day("2021-01-01"),
        end=day("2021-12-31"),
        source_name=SECRET,
        breakdown={"sex": "female", "age": "youth"},
        evidence=SECRET,
    )
    write_indicator(by=BY, code="ours", text="id: ours\ntitle: first", digest="1")
    write_indicator(by=BY, code="ours", text="id: ours\ntitle: second", digest="2")
    return GroupInRecords(one, two, none, dakar, people, workshop, sessions)


def build_people() -> tuple[Person, ...]:
    contact = {"phone": SECRET, "email": SECRET, "address": SECRET, "occupation": SECRET}
    people = (
        add_person(by=BY, family_name=SECRET, given_name="A", sex="female", birth=day("1996-02-29"), **contact),
        add_person(by=BY, family_name=SECRET, birth=day("1996-02-01"), birth_precision="month", nationality="SN"),
        add_person(by=BY, family_name=SECRET, sex="male", birth=day("1996-01-01"), birth_precision="year"),
        add_person(by=BY, family_name=SECRET),
    )
    add_venture(by=BY, name=SECRET, sector=SECRET, country="SN", leader=people[0])
    add_place(by=BY, name=SECRET, country="SN")
    consents = (
        ("publicity", True, "2021-01-01"),
        ("publicity", False, "2021-03-01"),
        ("sharing", True, "2021-01-01"),
        ("research", False, "2021-02-01"),
        ("research", True, "2021-02-01"),
        ("matching", True, "2021-01-01"),
    )
    for purpose, given, date in consents:
        record_consent(by=BY, subject=people[0].subject, purpose=purpose, given=given, date=day(date), evidence=SECRET)
    assert_identity(by=BY, one=people[1].subject, other=people[2].subject, verdict="same", reason=SECRET)
    return people


def build_sessions(workshop: Activity, dakar: Site, people: tuple[Person, ...]) -> tuple[Session, ...]:
    first = add_session(by=BY, activity=workshop, date=day("2021-02-02"), register=True, label=SECRET)
    second = add_session(by=BY, activity=workshop, date=day("2021-02-01"), register=False, site=dakar)
    open_enrolment(by=BY, subject=people[0].subject, project=workshop.project, entry=day("2021-01-15"))
    mark_attendance(by=BY, session=first, subject=people[0].subject, mark="present", hours=Decimal("1.5"))
    mark_attendance(by=BY, session=first, subject=people[1].subject, mark="excused")
    mark_attendance(by=BY, session=second, subject=people[2].subject, mark="present")
    return first, second


def build_answers(one: Project, two: Project, people: tuple[Person, ...]) -> None:
    subject = people[0].subject
    spell = subject.enrolments.get()
    open_enrolment(by=BY, subject=people[3].subject, project=two, entry=day("2021-04-01"), exit=day("2021-05-01"))
    levels = Measure.objects.get(code="french_level")
    income = add_measure(by=BY, code="income", kind="number", title_en=SECRET, title_fr=SECRET, unit="EUR")
    asked = {"by": BY, "subject": subject, "project": one}
    observe(**asked, measure=levels, date=spell.entry, moment="entry", enrolment=spell, code="A1")
    observe(**asked, measure=levels, date=day("2021-07-01"), moment="after", enrolment=spell, months_after=6, code="B1")
    observe(**asked, measure=income, date=day("2021-03-01"), number=Decimal("12345678901.2345"))
    observe(**asked, measure=income, date=day("2021-03-02"), number=Decimal("-0.1"))
    observe(**asked, measure=income, date=day("2021-03-03"), state="refused")
