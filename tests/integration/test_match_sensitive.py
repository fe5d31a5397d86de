"""Who is never compared, shown beside another or joined: people of sensitive projects and all others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from matched_people import BY, Add, add_of_group, decide, jalon_of_group, merged, projects_of_group, proposed, waiting  # noqa: F401  (fixtures)


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
