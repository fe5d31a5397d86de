"""Decisions about who is who, by number."""

from __future__ import annotations

from jalon.errors import JalonError, nearest_name
from jalon.records.actions.identity import assert_identity
from jalon.records.models import IdentityAssertion, Subject, Verdict

LISTING = f"verdict ({', '.join(Verdict.values)})"


def decide_identity(one: int, other: int, *, verdict: str, reason: str, by: str) -> IdentityAssertion:
    """Append a decision about two subjects. Raises `unknown_record`, `not_in_list`, `same_number`."""
    if verdict not in Verdict.values:
        raise JalonError("not_in_list", nearest=nearest_name(verdict, Verdict.values), found=verdict, listing=LISTING)
    return assert_identity(by=by, one=find_subject(one), other=find_subject(other), verdict=verdict, reason=reason)


def find_subject(number: int) -> Subject:
    """The subject of this number. Raises `unknown_record`."""
    subject = Subject.objects.filter(number=number).first()
    if subject is None:
        raise JalonError("unknown_record", record="subject", found=number)
    return subject
