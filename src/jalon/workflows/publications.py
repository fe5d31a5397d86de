"""The group's texts, in HOME/publications: which there are, and which of them anybody may read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils import timezone

import jalon.workflows.publish_errors  # noqa: F401  (its catalogue)
from jalon.disclosure import Policy
from jalon.errors import JalonError, JalonErrors, nearest_name
from jalon.figures.release import Release
from jalon.home import Home
from jalon.publishing.check import check_document
from jalon.publishing.claims_binding import Resolved
from jalon.publishing.document import Document, read_document
from jalon.publishing.story import build_story
from jalon.records.actions.publications import publish_text, withdraw_text
from jalon.records.models import AuditEntry, Publication
from jalon.workflows.publish import check_quotes
from jalon.workflows.published import latest_public, published_group
from jalon.workflows.settle import tell_at_once

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one language: `newsletter.fr.md` is the text `newsletter` in French."""

    code: str
    language: str
    title: str
    path: Path
    digest: str
    """SHA-256 of the file as it is."""
    document: Document
    public: bool
    """Whether anybody may read it: made public, and not changed since."""
    is_changed: bool
    """Made public, then changed: shown to nobody outside until it is made public again."""
    published_at: dt.datetime | None = None
    published_by: str = ""


def read_publications(home: Home) -> tuple[Text, ...]:
    """Every text that can be read, by code and language. Files that are no texts are left out."""
    marks = {(one.code, one.language): one for one in Publication.objects.all()}
    found: dict[tuple[str, str], Text] = {}
    for path in sorted(home.publications.glob("[!.]*.md")) if home.publications.is_dir() else ():
        try:
            state = path.stat()
            document, digest = _read(path, state.st_mtime_ns, state.st_size)
        except (OSError, JalonError, JalonErrors):
            continue
        code, language = _name(path, document)
        mark = marks.get((code, language))
        is_same = mark is not None and mark.digest == digest
        found.setdefault(
            (code, language),
            Text(
                code=code,
                language=language,
                title=document.title or code,
                path=path,
                digest=digest,
                document=document,
                public=mark is not None and mark.public and is_same,
                is_changed=mark is not None and mark.public and not is_same,
                published_at=mark.published_at if mark else None,
                published_by=mark.published_by if mark else "",
            ),
        )
    return tuple(found.values())


def texts_stamp(home: Home) -> tuple[object, ...]:
    """Changes whenever a text does, or who may read it: with its file, with any action (a consent, a quote, an erasure,
    a text made public), and with the day, since consent is asked of the day."""
    files = sorted(home.publications.glob("[!.]*.md")) if home.publications.is_dir() else []
    states = tuple((file.name, state.st_mtime_ns, state.st_size) for file in files if (state := file.stat()))
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return states, last, timezone.now().date()


def find_text(home: Home, code: str, language: str | None = None) -> Text:
    """One text; without a language that of the only one there is, or English. Raises `no_such_publication`."""
    texts = [text for text in read_publications(home) if text.code == code]
    for text in texts:
        if language in (None, text.language):
            return text
    known = sorted({text.code for text in read_publications(home)})
    raise JalonError(
        "no_such_publication",
        nearest=nearest_name(code, [one for one in known if one != code]),
        found=code if language is None or not texts else f"{code} ({language})",
    )


def make_public(
    home: Home,
    releases: Sequence[Release],
    code: str,
    *,
    by: str,
    language: str | None = None,
    reason: str = "",
) -> Text:
    """Let anybody read a text, once its numbers are in order and its quotes permitted.

    It is held against what its readers can follow: the public releases, and for a figure that none states the facts
    that the latest froze. Raises `no_such_publication`, `no_public_release`, `numbers_not_in_order`, `quote_not_permitted`, `quote_altered`, `publication_already`.
    """
    text = find_text(home, code, language)
    check_quotes(text.document)
    group = published_group(latest_public(releases))
    public = [release for release in releases if release.public]
    resolved: Resolved = {}

    def tell(policy: Policy) -> None:
        report = check_document(text.document, group, public, policy, suggest=False, resolved=resolved)
        if report.failed:
            count = sum(finding.is_failing for finding in report.findings)
            raise JalonError("numbers_not_in_order", file=text.path.name, count=count)
        build_story(text.document, report, group, policy=policy)  # its charts are told with it

    tell_at_once(home, public, tell)
    publish_text(
        by=by, code=text.code, language=text.language, title=text.title[:500], digest=text.digest, reason=reason
    )
    return find_text(home, text.code, text.language)


def withdraw(home: Home, code: str, *, by: str, language: str | None = None, reason: str = "") -> Text:
    """Take a text from the public. Raises `no_such_publication`, `publication_already`."""
    text = find_text(home, code, language)
    mark = Publication.objects.filter(code=text.code, language=text.language).first()
    if mark is None:
        raise JalonError("publication_already", code=text.code, language=text.language, state="not public")
    withdraw_text(by=by, publication=mark, reason=reason)
    return find_text(home, text.code, text.language)


@lru_cache(maxsize=256)
def _read(path: Path, changed: int, size: int) -> tuple[Document, str]:
    """The text and its digest; read again when the file is another."""
    data = path.read_bytes()
    document = read_document(data, "markdown", language=_language_named(path))
    return document, hashlib.sha256(data).hexdigest()


def _language_named(path: Path) -> str | None:
    ending = path.stem.rpartition(".")[2]
    return ending if ending in LANGUAGES else None


def _name(path: Path, document: Document) -> tuple[str, str]:
    named = _language_named(path)
    return (path.stem.removesuffix(f".{named}"), named) if named else (path.stem, document.language)
