"""Who is never compared, shown beside another or joined: people of sensitive projects and all others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from matched_people import BY, Add, add_of_group, decide, jalon_of_group, merged, projects_of_group, proposed, waiting  # noqa: F401  (fixtures)

from jalon.home import Home


def test_people_of_sensitive_projects_are_compared_inside_them_alone(add: Add) -> None:
    outside, safe, other_safe = (add("Fatoumata", "Diallo", code) for code in ("OPEN", "SAFE", "OTHER_SAFE"))
    assert proposed() == {}
    inside = add("Fatoumata", "Diallo", "SAFE")
    assert proposed() == {(safe, inside): ("same", "rules")}
    both = add("Fatoumata", "Diallo", "OPEN", "SAFE")
    assert set(proposed()) == {(safe, inside), (outside, both), (safe, both)}
    assert other_safe not in {number for pair in proposed() for number in pair}


def test_who_permits_matching_is_compared_outside_too_until_she_refuses(add: Add) -> None:
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import Subject

    outside, safe = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "SAFE")

    def say(purpose: str, given: bool, day: int) -> None:
        subject = Subject.objects.get(pk=safe)
        record_consent(by=BY, subject=subject, purpose=purpose, given=given, date=dt.date(2021, 3, day))

    say("research", True, 1)
    assert proposed() == {}
    say("matching", True, 2)
    assert set(proposed()) == {(outside, safe)}
    say("matching", False, 3)
    assert proposed() == {}


def test_nobody_bridges_a_sensitive_project_and_the_rest(add: Add) -> None:
    """She is in both places under one record; two others are not, and do not become one person by way of her."""
    from jalon.errors import JalonError
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import IdentityAssertion, Subject
    from jalon.workflows.match_people import HELD, find_matches, match_people

    outside, safe = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "SAFE")
    both = add("Fatoumata", "Diallo", "OPEN", "SAFE")
    match_people(by=BY)
    assert merged() == {both: outside} and waiting() == [(safe, both)]
    assert IdentityAssertion.objects.get(first=safe, second=both).reason.endswith(HELD)
    assert find_matches().proposals == ()
    for one in (both, outside):
        with pytest.raises(JalonError) as refused:
            decide(safe, one, "same")
        assert refused.value.id == "not_to_be_joined"
    assert merged() == {both: outside}
    decide(safe, outside, "different")
    decide(safe, outside, "unsure")
    subject = Subject.objects.get(pk=safe)
    record_consent(by=BY, subject=subject, purpose="matching", given=True, date=dt.date(2021, 3, 1))
    decide(safe, both, "same")
    assert merged() == {both: outside, safe: outside}


def test_a_pair_waits_no_longer_once_they_may_not_be_compared(add: Add) -> None:
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import Subject
    from jalon.workflows.match_people import match_people

    outside, safe = add("Hassan", "Saleh", "OPEN"), add("Hussein", "Saleh", "SAFE")
    subject = Subject.objects.get(pk=safe)
    record_consent(by=BY, subject=subject, purpose="matching", given=True, date=dt.date(2021, 3, 1))
    match_people(by=BY)
    assert waiting() == [(outside, safe)]
    record_consent(by=BY, subject=subject, purpose="matching", given=False, date=dt.date(2021, 3, 2))
    assert waiting() == []


def test_people_who_may_not_be_compared_are_not_shown_beside_each_other(add: Add, jalon: Callable[..., Any]) -> None:
    from jalon.errors import JalonError
    from jalon.records.models import AuditEntry
    from jalon.workflows.review import show_pair

    outside, safe = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "SAFE")
    with pytest.raises(JalonError) as refused:
        show_pair(outside, safe, by=BY)
    assert refused.value.id == "not_to_be_compared"
    assert not AuditEntry.objects.filter(action="read_person_file").exists()


def mark_sensitive(project: Any) -> None:
    from jalon.records.actions.projects import change_project

    change_project(by="Moussa", project=project, sensitive=True)


def latest() -> tuple[int, int, str, str]:
    from jalon.records.models import IdentityAssertion

    said = IdentityAssertion.objects.order_by("number").last()
    assert said is not None
    return said.first_id, said.second_id, said.verdict, said.author


def test_a_project_marked_sensitive_is_taken_apart_from_the_rest_at_once(add: Add, projects: dict[str, Any]) -> None:
    """What rules said and what somebody decided, by one more assertion each; inside the project nothing moves."""
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import AuditEntry, IdentityAssertion, Subject
    from jalon.workflows.match_people import match_people

    outside, aide = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "AIDE")
    again, ruled = add("Fatumata", "Jallow", "AIDE"), add("Awa", "Cisse", "AIDE")
    other = add("Awa", "Cisse", "OPEN")
    match_people(by=BY)
    decide(aide, again, "same")
    decide(outside, again, "same")
    assert merged() == {aide: outside, again: outside, other: ruled}
    before = IdentityAssertion.objects.count()
    mark_sensitive(projects["AIDE"])
    assert merged() == {again: aide}
    assert IdentityAssertion.objects.count() == before + 3
    assert latest()[2:] == ("unsure", "rules")
    marked = AuditEntry.objects.latest("pk")
    assert (marked.action, marked.by) == ("change_project", "Moussa")
    assert waiting() == []
    mark_sensitive(projects["AIDE"])
    match_people(by=BY)
    assert merged() == {again: aide} and waiting() == []
    # Once she permits it, what rules say is said again, and what somebody had decided waits for somebody.
    for one in (ruled, aide, again):
        subject = Subject.objects.get(pk=one)
        record_consent(by=BY, subject=subject, purpose="matching", given=True, date=dt.date(2021, 3, 1))
    assert (outside, again) in waiting()
    match_people(by=BY)
    assert merged() == {aide: outside, again: outside, other: ruled}


def test_a_chain_goes_where_it_was_joined_last(add: Add, projects: dict[str, Any]) -> None:
    """She is in both places under one record: she stays with those she was joined with first."""
    outside, aide = add("Fatoumata", "Diallo", "OPEN"), add("Fatumata", "Jallow", "AIDE")
    both = add("Fatou", "Diallo", "OPEN", "AIDE")
    third = add("F.", "Diallo", "OPEN")
    decide(aide, both, "same")
    decide(outside, both, "same")
    decide(outside, third, "same")
    mark_sensitive(projects["AIDE"])
    assert merged() == {both: aide, third: outside}
    assert latest() == (outside, both, "unsure", "rules")


def test_what_was_set_aside_may_not_join_when_another_goes(add: Add, projects: dict[str, Any]) -> None:
    """*Different* had set one joining aside because of another; with that one gone it would hold."""
    aide, outside, open_one = add("Awa", "Diallo", "AIDE"), add("Awa", "Jallow", "OPEN"), add("Awa", "Jalo", "OPEN")
    decide(outside, open_one, "different")
    decide(aide, outside, "same")
    decide(aide, open_one, "same")
    assert merged() == {outside: aide}
    mark_sensitive(projects["AIDE"])
    assert merged() == {}


def test_who_enters_a_sensitive_project_or_withdraws_is_taken_apart(add: Add, projects: dict[str, Any]) -> None:
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import Subject

    outside, nowhere, safe = add("Awa", "Cisse", "OPEN"), add("Awa", "Cissé"), add("Awa", "Sise", "SAFE")
    decide(outside, nowhere, "same")
    subject = Subject.objects.get(pk=nowhere)
    open_enrolment(by=BY, subject=subject, project=projects["SAFE"], entry=dt.date(2021, 3, 1))
    assert merged() == {}
    subject = Subject.objects.get(pk=safe)
    for given, then in ((True, {safe: outside}), (False, {})):
        record_consent(by=BY, subject=subject, purpose="matching", given=given, date=dt.date(2021, 3, 1))
        if given:
            decide(outside, safe, "same")
        assert merged() == then


def test_who_signs_in_at_a_sensitive_project_is_taken_apart(add: Add, projects: dict[str, Any]) -> None:
    from jalon.records.actions.activities import add_activity, add_session, mark_attendance
    from jalon.records.models import Subject

    outside, nowhere = add("Awa", "Cisse", "OPEN"), add("Awa", "Cissé")
    decide(outside, nowhere, "same")
    activity = add_activity(by=BY, project=projects["SAFE"], code="talk", name="Talk", kind="other")
    session = add_session(by=BY, activity=activity, date=dt.date(2021, 3, 1), register=True)
    mark_attendance(by=BY, session=session, subject=Subject.objects.get(pk=nowhere), mark="present")
    assert merged() == {}


def test_old_records_are_taken_apart_by_the_next_matching(add: Add, jalon: Callable[..., Any]) -> None:
    """Records in which nobody was taken apart when the project was marked: the plan says so, matching does it."""
    from jalon.records.models import Project

    outside, aide = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "AIDE")
    decide(outside, aide, "same")
    Project.objects.filter(code="AIDE").update(sensitive=True)
    planned = jalon("people", "match", "--plan", "--json")
    assert (planned["taken_apart"], planned["pairs"], merged()) == (1, [], {aide: outside})
    assert "taken apart" in jalon("people", "match")
    assert merged() == {} and latest() == (outside, aide, "unsure", "rules")
    assert jalon("people", "match", "--json")["taken_apart"] == 0


def test_figures_follow_when_a_project_is_marked(home: Home, add: Add, projects: dict[str, Any], jalon: Callable[..., Any]) -> None:  # fmt: skip
    outside, aide = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "AIDE")
    decide(outside, aide, "same")
    jalon("facts", "refresh")
    assert jalon("figure", "participants", "--json")["size"] == 1
    mark_sensitive(projects["AIDE"])
    jalon("facts", "refresh")
    assert jalon("figure", "participants", "--json")["size"] == 2


def test_somebody_erased_keeps_nobody_apart(add: Add) -> None:
    """She linked two of one sensitive project; erased, she is of none, and they stay one."""
    from jalon.records.actions.erasing import erase_subject
    from jalon.records.models import Subject
    from jalon.workflows.match_people import match_people

    one, between, other, third = (add(given, "Diallo", "SAFE") for given in ("Awa", "Eva", "Ada", "Ida"))
    decide(one, between, "same")
    decide(between, other, "same")
    erase_subject(by=BY, subject=Subject.objects.get(pk=between))
    assert match_people(by=BY).taken_apart == 0
    decide(one, third, "same")
    from jalon.records.components import read_components

    assert read_components().same_as == {other: one, third: one}


def test_by_way_of_somebody_erased_others_stay_one(add: Add, projects: dict[str, Any]) -> None:
    from jalon.records.actions.erasing import erase_subject
    from jalon.records.components import read_components
    from jalon.records.models import Subject

    one, between, other = (add(given, "Diallo", "AIDE") for given in ("Awa", "Eva", "Ada"))
    outside = add("Ida", "Diallo", "OPEN")
    for pair in ((one, between), (between, other), (other, outside)):
        decide(*pair, "same")
    erase_subject(by=BY, subject=Subject.objects.get(pk=between))
    mark_sensitive(projects["AIDE"])
    assert read_components().same_as == {other: one}
