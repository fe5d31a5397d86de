"""Releases: made, made public, withdrawn from the public; never changed and never deleted."""

from __future__ import annotations

import datetime as dt

from jalon.errors import JalonError
from jalon.records.actions.audited import audited
from jalon.records.integrity import check_not_there
from jalon.records.models import Release
from jalon.records.policies import check_reason


def add_release(
    *,
    by: str,
    code: str,
    title: str,
    period: str,
    reason: str,
    made_at: dt.datetime,
    facts_version: str,
    digest: str,
) -> Release:
    """Write down that a release was made; it is not public yet. Raises `release_needs_reason`, `already_there`."""
    with audited("add_release", by=by, reason=reason) as audit:
        check_reason(reason)
        check_not_there(Release, code=code)
        return audit.create(
            Release,
            code=code,
            title=title,
            period=period,
            reason=reason,
            made_by=by,
            made_at=made_at,
            facts_version=facts_version,
            digest=digest,
        )


def publish_release(*, by: str, release: Release, reason: str) -> None:
    """Let anybody see it. Raises `release_needs_reason`, `release_already`."""
    with audited("publish_release", by=by, reason=reason) as audit:
        check_reason(reason)
        if not audit.update(release, public=True):
            raise JalonError("release_already", code=release.code, state="public")


def withdraw_release(*, by: str, release: Release, reason: str) -> None:
    """Take it from the public; it stays as it is. Raises `release_needs_reason`, `release_already`."""
    with audited("withdraw_release", by=by, reason=reason) as audit:
        check_reason(reason)
        if not audit.update(release, public=False):
            raise JalonError("release_already", code=release.code, state="not public")
