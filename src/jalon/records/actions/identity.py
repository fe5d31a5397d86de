"""Decisions about who is who. Records stay as they came; an undo is one more decision."""

from __future__ import annotations

from django.utils import timezone

from jalon.errors import JalonError
from jalon.records.actions.audited import audited
from jalon.records.models import FactsPart, IdentityAssertion, Subject, SubjectKind
from jalon.records.policies import check_kind, check_not_erased


def assert_identity(
    *, by: str, one: Subject, other: Subject, verdict: str, reason: str, score: float | None = None
) -> IdentityAssertion:
    """Say that two subjects are the same, different, or that nobody can tell (unsure), and why.

    The latest decision about a pair holds, and *different* binds against any chain. `unsure` takes back
    what was said before.
    """
    with audited("assert_identity", by=by, reason=reason) as audit:
        check_not_erased(one, other)
        if one.pk == other.pk:
            raise JalonError("same_number", subject=one.number)
        check_kind(other, SubjectKind(one.kind))
        first, second = sorted((one, other), key=lambda subject: subject.number)
        assertion = audit.create(
            IdentityAssertion,
            first=first,
            second=second,
            verdict=verdict,
            reason=reason,
            author=by,
            asserted_at=timezone.now(),
            score=score,
        )
        audit.stale(FactsPart.IDENTITY)
        return assertion
