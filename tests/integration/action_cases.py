"""One call of every action, on a small group in which each has something to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from action_world import BY, DAY, LATER, World, add_release, quote_of
from staff_words import PASSWORD


@dataclass(frozen=True, slots=True)
class Case:
    """One action: how to call it, the tables in which it makes rows, the parts of the facts it makes stale."""

    action: str
    call: Callable[[World], Any]
    creates: frozenset[str]
    stale: frozenset[str]


def case(action: str, call: Callable[[World], Any], creates: str = "", stale: str = "") -> Case:
    return Case(action, call, frozenset(creates.split()), frozenset(stale.split()))


def cases() -> list[Case]:
    return [
        *directory_cases(),
        *measure_cases(),
        *session_cases(),
        *subject_cases(),
        *enrolment_cases(),
        *event_cases(),
        *number_cases(),
        *telling_cases(),
        *identity_cases(),
        *account_cases(),
    ]


def directory_cases() -> list[Case]:
    from jalon.records.actions import organisations, projects

    return [
        case(
            "add_organisation",
            lambda w: organisations.add_organisation(by=BY, code="X", name="X", kind="ngo"),
            "organisation",
            "directory",
        ),
        case(
            "change_organisation",
            lambda w: organisations.change_organisation(by=BY, organisation=w.org, name="New"),
            stale="directory",
        ),
        case(
            "add_partnership",
            lambda w: organisations.add_partnership(by=BY, organisation=w.other_org, partner=w.org, kind="public"),
            "partnership",
        ),
        case(
            "change_partnership",
            lambda w: organisations.change_partnership(by=BY, partnership=w.partnership, end=LATER),
        ),
        case("add_site", lambda w: projects.add_site(by=BY, code="X", name="X", country="SN"), "site", "directory"),
        case(
            "change_site", lambda w: projects.change_site(by=BY, site=w.site, country="SN"), stale="directory project"
        ),
        case(
            "add_project",
            lambda w: projects.add_project(
                by=BY,
                code="X",
                name="X",
                organisation=w.org,
                countries=["SN"],
                sites=[w.site],
                themes=["health"],
                sdg_targets=["4.6"],
                policy_markers={1: 2},
            ),
            "project projectcountry project_sites projecttheme projecttarget policymarkerscore",
            "directory",
        ),
        case(
            "change_project",
            lambda w: projects.change_project(
                by=BY, project=w.project, countries=["SN"], sites=[], policy_markers={1: 0, 2: 1}, themes=["art"]
            ),
            "projectcountry projecttheme policymarkerscore",
            "directory project",
        ),
        case(
            "add_grant",
            lambda w: projects.add_grant(by=BY, code="X", funder=w.other_org, projects=[w.project]),
            "grant grant_projects",
            "directory",
        ),
        case("change_grant", lambda w: projects.change_grant(by=BY, grant=w.grant, projects=[]), stale="directory"),
        case("write_rows", write_two_sites, "site", "directory"),
    ]


def measure_cases() -> list[Case]:
    from jalon.records.actions import measures

    yes_no = {"by": BY, "kind": "yes_no", "title_en": "T", "title_fr": "T"}
    return [
        case("add_measure", lambda w: measures.add_measure(code="x", **yes_no), "measure measureoption", "directory"),
        case(
            "change_measure",
            lambda w: measures.change_measure(by=BY, measure=w.employment, title_en="Work"),
            stale="directory",
        ),
        case("add_shipped_measures", add_missing_measure, "measure measureoption", "directory"),
    ]


def session_cases() -> list[Case]:
    from jalon.records.actions import activities

    return [
        case(
            "add_activity",
            lambda w: activities.add_activity(by=BY, project=w.project, code="x", name="X", kind="course"),
            "activity",
            "directory",
        ),
        case(
            "change_activity",
            lambda w: activities.change_activity(by=BY, activity=w.activity, name="X"),
            stale="directory",
        ),
        case(
            "add_session",
            lambda w: activities.add_session(by=BY, activity=w.activity, date=LATER, register=False),
            "session",
            "project",
        ),
        case(
            "change_session", lambda w: activities.change_session(by=BY, session=w.session, date=LATER), stale="project"
        ),
        case(
            "mark_attendance",
            lambda w: activities.mark_attendance(by=BY, session=w.session, subject=w.second.subject, mark="present"),
            "attendance enrolment",
            "project",
        ),
        case(
            "change_attendance",
            lambda w: activities.change_attendance(by=BY, attendance=w.attendance, mark="excused"),
            stale="project",
        ),
        case(
            "remove_attendance", lambda w: activities.remove_attendance(by=BY, attendance=w.attendance), stale="project"
        ),
    ]


def subject_cases() -> list[Case]:
    from jalon.records.actions import erasing, reads, subjects, undo

    return [
        case("add_person", lambda w: subjects.add_person(by=BY, given_name="X"), "subject person", "subjects"),
        case(
            "change_person",
            lambda w: subjects.change_person(by=BY, person=w.person, reference="2", sex="female"),
            stale="subjects",
        ),
        case("add_venture", lambda w: subjects.add_venture(by=BY, name="X"), "subject venture", "subjects"),
        case("change_venture", lambda w: subjects.change_venture(by=BY, venture=w.venture, name="X"), stale="subjects"),
        case("add_place", lambda w: subjects.add_place(by=BY, name="X"), "subject place", "subjects"),
        case("change_place", lambda w: subjects.change_place(by=BY, place=w.place, country="FR"), stale="subjects"),
        case(
            "record_consent",
            lambda w: subjects.record_consent(
                by=BY, subject=w.person.subject, purpose="publicity", given=False, date=LATER
            ),
            "consent",
            "subjects",
        ),
        case("read_person_file", lambda w: reads.read_person_file(by=BY, person=w.person)),
        case(
            "erase_subject",
            lambda w: erasing.erase_subject(by=BY, subject=w.person.subject),
            stale="subjects identity project",
        ),
        case(
            "write_import",
            write_import,
            "subject person reviewcandidate importrun receivedfile importrun_files",
            "subjects",
        ),
        case("undo_import", lambda w: undo.undo_import(by=BY, number=w.run.pk), stale="subjects"),
    ]


def enrolment_cases() -> list[Case]:
    from jalon.records.actions import enrolments, journey, observations

    return [
        case(
            "open_enrolment",
            lambda w: enrolments.open_enrolment(by=BY, subject=w.second.subject, project=w.project, entry=DAY),
            "enrolment",
            "project",
        ),
        case(
            "close_enrolment",
            lambda w: enrolments.close_enrolment(by=BY, enrolment=w.spell, exit=LATER),
            stale="project",
        ),
        case(
            "change_enrolment",
            lambda w: enrolments.change_enrolment(by=BY, enrolment=w.spell, entry=dt.date(2021, 2, 1)),
            stale="project",
        ),
        case(
            "observe",
            lambda w: observations.observe(
                by=BY,
                subject=w.person.subject,
                project=w.project,
                measure=w.employment,
                date=LATER,
                state="refused",
            ),
            "observation",
            "project",
        ),
        case(
            "change_observation",
            lambda w: observations.change_observation(by=BY, observation=w.observation, state="unknown"),
            stale="project",
        ),
        case(
            "remove_observation",
            lambda w: observations.remove_observation(by=BY, observation=w.observation),
            stale="project",
        ),
        case("add_need", lambda w: journey.add_need(by=BY, enrolment=w.spell, theme="art", observed_on=DAY), "need"),
        case("change_need", lambda w: journey.change_need(by=BY, need=w.need, met_on=LATER)),
        case("add_plan_step", lambda w: journey.add_plan_step(by=BY, enrolment=w.spell, text="Ask"), "planstep"),
        case("change_plan_step", lambda w: journey.change_plan_step(by=BY, step=w.step, state="done", done_on=DAY)),
        case("add_note", lambda w: journey.add_note(by=BY, subject=w.person.subject, date=DAY, text="X"), "note"),
        case("add_referral", lambda w: journey.add_referral(by=BY, enrolment=w.spell, to=w.org, date=DAY), "referral"),
        case("change_referral", lambda w: journey.change_referral(by=BY, referral=w.referral, outcome="received")),
    ]


def event_cases() -> list[Case]:
    from jalon.records.actions import events

    return [
        case(
            "add_speaker",
            lambda w: events.add_speaker(by=BY, session=w.session, subject=w.second.subject, role="Nurse"),
            "speaker",
        ),
        case("change_speaker", lambda w: events.change_speaker(by=BY, speaker=w.speaker, organisation_name="City")),
        case("add_quote", lambda w: events.add_quote(**quote_of(w, "x")), "quote"),
        case("change_quote", lambda w: events.change_quote(by=BY, quote=w.quote, text="No more")),
        case("remove_quote", lambda w: events.remove_quote(by=BY, quote=w.quote)),
        case(
            "add_lesson",
            lambda w: events.add_lesson(by=BY, project=w.project, code="x", date=DAY, text="X", session=w.session),
            "lesson",
        ),
        case("change_lesson", lambda w: events.change_lesson(by=BY, lesson=w.lesson, text="Ask again", theme="art")),
        case(
            "add_paper",
            lambda w: events.add_paper(by=BY, code="x", title="X", lessons=[w.lesson]),
            "paper paper_lessons",
        ),
        case("change_paper", lambda w: events.change_paper(by=BY, paper=w.paper, title="X", lessons=[])),
    ]


def number_cases() -> list[Case]:
    from jalon.records.actions import indicators, quantities, targets

    return [
        case(
            "add_quantity",
            lambda w: quantities.add_quantity(
                by=BY,
                project=w.project,
                indicator="x",
                status="estimated",
                value=Decimal(5),
                unit="person",
                start=DAY,
                end=DAY,
                method="sample",
            ),
            "quantity",
            "quantities",
        ),
        case(
            "change_quantity",
            lambda w: quantities.change_quantity(by=BY, quantity=w.quantity, value=Decimal(11)),
            stale="quantities",
        ),
        case("remove_quantity", lambda w: quantities.remove_quantity(by=BY, quantity=w.quantity), stale="quantities"),
        case(
            "add_target",
            lambda w: targets.add_target(
                by=BY, indicator="x", value=Decimal(5), unit="person", start=DAY, end=DAY, project=w.project
            ),
            "target",
            "targets",
        ),
        case(
            "change_target", lambda w: targets.change_target(by=BY, target=w.target, value=Decimal(11)), stale="targets"
        ),
        case("remove_target", lambda w: targets.remove_target(by=BY, target=w.target), stale="targets"),
        case(
            "write_indicator",
            lambda w: indicators.write_indicator(by=BY, code="x", text="id: x", digest="0"),
            "indicatorversion",
            "definitions",
        ),
    ]


def telling_cases() -> list[Case]:
    from jalon.records.actions import overlaps, publications, releases

    return [
        case("add_release", add_release, "release"),
        case("publish_release", lambda w: releases.publish_release(by=BY, release=w.release, reason="approved")),
        case(
            "withdraw_release",
            lambda w: releases.withdraw_release(by=BY, release=w.public_release, reason="a mistake"),
        ),
        case(
            "publish_text",
            lambda w: publications.publish_text(by=BY, code="spring", language="en", title="Spring", digest="b" * 64),
            "publication",
        ),
        case("withdraw_text", lambda w: publications.withdraw_text(by=BY, publication=w.publication)),
        case("ask_overlap", lambda w: overlaps.ask_overlap(by=BY, people=[w.person.pk], reason="asked")),
        case("answer_overlap", lambda w: overlaps.answer_overlap(by=BY, people=[w.person.pk], reason="answered")),
        case("read_overlap", lambda w: overlaps.read_overlap(by=BY, people=[w.person.pk], reason="withheld")),
    ]


def identity_cases() -> list[Case]:
    from jalon.records.actions import identity

    return [
        case(
            "assert_identity",
            lambda w: identity.assert_identity(
                by=BY, one=w.second.subject, other=w.person.subject, verdict="same", reason="same card"
            ),
            "identityassertion",
            "identity",
        ),
        case(
            "take_back",
            lambda w: identity.take_back(by=BY, number=w.decision.number),
            "identityassertion",
            "identity",
        ),
        case(
            "propose_identities",
            lambda w: identity.propose_identities(
                by=BY,
                proposals=[
                    identity.Proposal(w.person.pk, w.second.pk, "same", identity.MODEL, "birth same +11.5", 0.999)
                ],
            ),
            "identityassertion",
            "identity",
        ),
        case("take_apart", lambda w: identity.take_apart(by=BY), "identityassertion", "identity"),
    ]


def account_cases() -> list[Case]:
    from jalon.records.actions import accounts

    return [
        case(
            "add_account",
            lambda w: accounts.add_account(by=BY, name="moussa", password=PASSWORD, role="members"),
            "access",
        ),
        case("give_access", lambda w: accounts.give_access(by=BY, user=w.account, role="members"), "access"),
        case("change_password", lambda w: accounts.change_password(by=BY, user=w.account, password=f"{PASSWORD}!")),
        case("remove_second_factor", lose_second_factor),
        case("remove_account", lambda w: accounts.remove_account(by=BY, user=w.account)),
        case(
            "read_members",
            lambda w: accounts.read_members(by=BY, figure="participants", unit="person", numbers=[w.person.pk]),
        ),
    ]


def lose_second_factor(w: World) -> None:
    from django.apps import apps

    from jalon.records.actions.accounts import remove_second_factor

    apps.get_model("mfa", "Authenticator").objects.create(user=w.account, type="totp", data={})
    remove_second_factor(by=BY, user=w.account)


def write_import(w: World) -> Any:
    from jalon.records.actions.imports import last_change, write_import
    from jalon.records.imported import FileSeen, ImportWrites, NewCandidate, NewPerson

    digest = f"{last_change():064}"
    person = NewPerson("Sar", "Moussa", "moussa sar", None, None, None, None, "", "", "", "", None, None)
    return write_import(
        by=BY,
        writes=ImportWrites(w.project.pk, people=[person], candidates=[NewCandidate(w.second.pk, -1, "near_name")]),
        seen=last_change(),
        files=[FileSeen(digest, "register.xlsx", 10)],
        mapping="{}",
        summary={},
        keep=lambda run: "",
        progress=lambda stage, done, total: None,
    )


def write_two_sites(w: World) -> None:
    from jalon.records.actions.bulk import Rows, take_numbers, write_rows
    from jalon.records.models import FactsPart, Site

    columns = {
        "number": list(take_numbers(Site, 2)),
        "code": ["X", "Y"],
        "name": ["X", "Y"],
        "country": ["SN", "FR"],
        "latitude": [None, Decimal("48.85")],
        "longitude": [None, Decimal("2.35")],
    }
    write_rows(by=BY, tables=[Rows(Site, columns, stale=[(FactsPart.DIRECTORY, None)])])


def add_missing_measure(w: World) -> None:
    """A shipped measure that a group made by an older Jalon does not have."""
    from jalon.records.actions.measures import add_shipped_measures
    from jalon.records.models import Measure, MeasureOption

    MeasureOption.objects.filter(measure__code="housing").delete()
    Measure.objects.filter(code="housing").delete()
    add_shipped_measures(by=BY)
