"""Texts made public and withdrawn; that they were is never deleted."""

from __future__ import annotations

from django.utils import timezone

from jalon.errors import JalonError
from jalon.records.actions.audited import audited
from jalon.records.models import Publication


def publish_text(*, by: str, code: str, language: str, title: str, digest: str, reason: str = "") -> Publication:
    """Let anybody read this text, in the place of what was public of it before. Raises `publication_already`."""
    with audited("publish_text", by=by, reason=reason) as audit:
        known = Publication.objects.filter(code=code, language=language).first()
        if known is None:
            return audit.create(
                Publication,
                code=code,
                language=language,
                title=title,
                digest=digest,
                public=True,
                published_by=by,
                published_at=timezone.now(),
            )
        if known.public and known.digest == digest:
            raise JalonError("publication_already", code=code, language=language, state="public")
        audit.update(known, title=title, digest=digest, public=True, published_by=by, published_at=timezone.now())
        return known


def withdraw_text(*, by: str, publication: Publication, reason: str = "") -> None:
    """Take it from the public; the text stays where it is. Raises `publication_already`."""
    with audited("withdraw_text", by=by, reason=reason) as audit:
        if not audit.update(publication, public=False):
            raise JalonError(
                "publication_already", code=publication.code, language=publication.language, state="not public"
            )
