"""A small group with one record of nearly every kind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from staff_words import PASSWORD

BY = "worker"

DAY = dt.date(2021, 3, 1)
LATER = dt.date(2021, 9, 1)

World = SimpleNamespace


def build_world() -> World:
    """The group, made by actions."""
    w = World()
    add_directory(w)
    add_people(w)
    add_statements(w)
    join_with_a_project_now_sensitive(w)
    return w


def add_directory(w: World) -> None:
    """The organisations, what they run and where, and an account."""
    from jalon.records.actions import accounts, activities, organisations, projects, publications

    w.org = organisations.add_organisation(by=BY, code="G", name="Group", kind="group")
    w.other_org = organisations.add_organisation(by=BY, code="N", name="Funder", kind="funder", parent=w.org)
    w.partnership = organisations.add_partnership(by=BY, organisation=w.org, partner=w.other_org, kind="economic")
    w.site = projects.add_site(by=BY, code="S", name="Site", country="FR")
    w.project = projects.add_project(
        by=BY, code="P", name="Project", organisation=w.org, countries=["FR"], sites=[w.site], policy_markers={1: 1}
    )
    w.grant = projects.add_grant(by=BY, code="F", funder=w.other_org, projects=[w.project])
    w.activity = activities.add_activity(by=BY, project=w.project, code="a", name="A", kind="workshop")
    w.session = activities.add_session(by=BY, activity=w.activity, date=DAY, register=True, site=w.site)
    w.account = accounts.add_account(by=BY, name="awa", password=PASSWORD, role="figures", projects=[w.project])
    w.publication = publications.publish_text(by=BY, code="news", language="en", title="News", digest="a" * 64)


def add_people(w: World) -> None:
    """Its people, a venture and a place; one person enrolled, with her journey."""
    from jalon.records.actions import activities, enrolments, journey, observations, subjects
    from jalon.records.models import Measure

    w.person = subjects.add_person(by=BY, organisation=w.org, reference="1", family_name="Ndiaye", given_name="Awa")
    w.second = subjects.add_person(by=BY, family_name="Sarr", given_name="Moussa")
    w.venture = subjects.add_venture(by=BY, name="Bakery", leader=w.person)
    w.place = subjects.add_place(by=BY, name="Plot")
    w.spell = enrolments.open_enrolment(by=BY, subject=w.person.subject, project=w.project, entry=DAY, site=w.site)
    w.attendance = activities.mark_attendance(by=BY, session=w.session, subject=w.person.subject, mark="present")
    w.employment = Measure.objects.get(code="employment")
    w.observation = observations.observe(
        by=BY,
        subject=w.person.subject,
        project=w.project,
        measure=w.employment,
        date=DAY,
        moment="entry",
        enrolment=w.spell,
        code="inactive",
    )
    w.need = journey.add_need(by=BY, enrolment=w.spell, theme="housing", observed_on=DAY)
    w.step = journey.add_plan_step(by=BY, enrolment=w.spell, text="Call")
    w.note = journey.add_note(by=BY, subject=w.person.subject, date=DAY, text="Came")
    w.referral = journey.add_referral(by=BY, enrolment=w.spell, to=w.other_org, date=DAY)
    w.consent = subjects.record_consent(
        by=BY, subject=w.person.subject, purpose="publicity", given=True, date=DAY, evidence="form"
    )


def add_statements(w: World) -> None:
    """What was said and decided: at events, of numbers, in releases, of who is who."""
    from jalon.records.actions import events, identity, quantities, releases, subjects, targets

    w.quantity = quantities.add_quantity(
        by=BY,
        project=w.project,
        indicator="participants",
        status="declared",
        value=Decimal(10),
        unit="person",
        start=DAY,
        end=LATER,
        evidence="letter",
    )
    w.speaker = events.add_speaker(by=BY, session=w.session, subject=w.person.subject, role="Mayor")
    w.quote = events.add_quote(**quote_of(w, "q"))
    w.lesson = events.add_lesson(by=BY, project=w.project, code="l", date=DAY, text="Ask first")
    w.paper = events.add_paper(by=BY, code="p", title="Asking", lessons=[w.lesson])
    w.target = targets.add_target(
        by=BY, indicator="participants", value=Decimal(50), unit="person", start=DAY, end=LATER
    )
    w.release = add_release(w, code="made")
    third = subjects.add_person(by=BY, family_name="Sow", given_name="Awa")
    w.decision = identity.assert_identity(
        by=BY, one=w.second.subject, other=third.subject, verdict="different", reason="two cards"
    )
    w.public_release = add_release(w, code="public")
    releases.publish_release(by=BY, release=w.public_release, reason="approved")


def join_with_a_project_now_sensitive(w: World) -> None:
    """Two people joined whom the records of an older Jalon did not take apart when a project was marked sensitive."""
    from jalon.records.actions import enrolments, identity, projects, subjects
    from jalon.records.models import Project

    hidden = projects.add_project(by=BY, code="H", name="Hidden", organisation=w.org)
    one, other = (subjects.add_person(by=BY, family_name="Ba", given_name="Eva").subject for _ in range(2))
    enrolments.open_enrolment(by=BY, subject=one, project=hidden, entry=DAY)
    identity.assert_identity(by=BY, one=one, other=other, verdict="same", reason="same card")
    Project.objects.filter(pk=hidden.pk).update(sensitive=True)


def quote_of(w: World, code: str) -> dict[str, Any]:
    said = {"kind": "spoken", "session": w.session, "date": DAY, "language": "en", "text": "Enough"}
    return {"by": BY, "project": w.project, "code": code, "subject": w.person.subject, **said}


def add_release(w: World, code: str = "later") -> Any:
    from jalon.records.actions.releases import add_release

    return add_release(
        by=BY,
        code=code,
        title="The year",
        period="2021",
        reason="annual report",
        made_at=dt.datetime(2022, 1, 10, tzinfo=dt.UTC),
        facts_version="0" * 32,
        digest="0" * 64,
    )
