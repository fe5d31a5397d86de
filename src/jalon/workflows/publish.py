"""From a text with its claims to files that may go out: checked first, quotes by consent, then rendered."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jalon.workflows.publish_errors  # noqa: F401  (its catalogue)
from jalon.disclosure import Policy
from jalon.errors import JalonError, JalonErrors, Place, build_reason, nearest_name
from jalon.figures.group import Group
from jalon.figures.release import Release
from jalon.home import Home
from jalon.publishing.check import check_document
from jalon.publishing.claims import Report
from jalon.publishing.claims_binding import Resolved
from jalon.publishing.document import QUOTE, Block, Document, read_document
from jalon.publishing.email import render_email
from jalon.publishing.html import render_html
from jalon.publishing.pdf import render_pdf
from jalon.publishing.story import Story, build_story
from jalon.workflows.quotes import quotes_for_publication
from jalon.workflows.settle import tell_at_once

RENDERERS: Mapping[str, tuple[str, Callable[[Story], str | bytes]]] = {
    "html": (".html", render_html),
    "pdf": (".pdf", render_pdf),
    "email": (".eml", render_email),
}
"""Every form that a text is published in: the ending of its file, and what renders it."""

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: the verdicts, and the files written; none where the check failed and no draft was wanted."""

    report: Report
    files: tuple[Path, ...]
    is_draft: bool


class RefusedError(Exception):
    """Its numbers are not in order. Never shown: the report says which."""

    def __init__(self, report: Report) -> None:
        self.report = report


def publish_document(
    home: Home,
    group: Group,
    releases: Sequence[Release],
    source: Path,
    forms: Sequence[str],
    *,
    out: Path | None = None,
    language: str | None = None,
    draft: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Published:
    """Check the text and, if its numbers are in order, write it in each form beside it, or in the folder `out`.

    Wrong, stale or unsafe numbers stop it: no file is written, and the report says what to mend. A `draft` is written
    all the same and says on every page that it is one. Quotes need their speaker's consent in a draft too.
    What is written, a draft included, counts as published from then on: its numbers are held again beside each other,
    and kept. Raises `unknown_publication`, `quote_not_permitted`, `quote_altered`, `cannot_write`, and what reading the text or a chart's link
    raises.
    """
    check_forms(forms)
    document = read_document(source, language=language)
    check_quotes(document)
    resolved: Resolved = {}

    def tell(policy: Policy) -> tuple[Report, Story]:
        report = check_document(
            document, group, releases, policy, suggest=False, resolved=resolved,
            progress=lambda done, total: progress("check", done, total),
        )  # fmt: skip
        if report.failed and not draft:
            raise RefusedError(report)
        story = build_story(
            document, report, group, language or document.language, policy=policy, is_draft=draft,
            is_synthetic=home.synthetic,
        )  # fmt: skip
        return report, story

    try:
        report, story = tell_at_once(home, [release for release in releases if release.public], tell)
    except RefusedError as refused:
        return Published(refused.report, (), is_draft=False)
    folder = out or source.parent
    files = []
    for done, form in enumerate(forms, start=1):
        ending, render = RENDERERS[form]
        content = render(story)
        files.append(
            _put(folder / f"{source.stem}{ending}", content if isinstance(content, bytes) else content.encode())
        )
        progress("write", done, len(forms))
    return Published(report, tuple(files), is_draft=draft)


def check_forms(forms: Sequence[str]) -> None:
    """Raises `unknown_publication`."""
    for form in forms:
        if form not in RENDERERS:
            raise JalonError(
                "unknown_publication", nearest=nearest_name(form, RENDERERS), found=form, known=", ".join(RENDERERS)
            )


def check_quotes(document: Document) -> None:
    """Every quote that names itself by a link is one that may be published, word for word as it was said.

    Raises `quote_not_permitted`, `quote_altered`: all at once where there are several.
    """
    named = list(_named_quotes(document))
    if not named:
        return
    permitted = {quote.key: quote.text for quote in quotes_for_publication()}
    errors = list(_faults(document, named, permitted))
    if errors:
        raise errors[0] if len(errors) == 1 else JalonErrors(errors)


def _named_quotes(document: Document) -> Iterator[tuple[str, Block]]:
    """Each quote's key, and the block it stands in."""
    for block in document.blocks:
        for link in block.links:
            if link.target.startswith(QUOTE):
                yield link.target.removeprefix(QUOTE), block


def _faults(
    document: Document, named: Iterable[tuple[str, Block]], permitted: Mapping[str, str]
) -> Iterator[JalonError]:
    for key, block in named:
        place = Place(file=document.name or None, row=block.line)
        if key not in permitted:
            yield JalonError("quote_not_permitted", place=place, found=key)
        elif _words(permitted[key]) not in _words(block.text):
            yield JalonError("quote_altered", place=place, found=key, recorded=permitted[key])


def _words(text: str) -> str:
    """The words alone: quotation marks, dashes and line breaks are the typesetter's."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _put(path: Path, content: bytes) -> Path:
    """The file whole or not at all: whoever reads it meanwhile sees the former one. Raises `cannot_write`."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        raise JalonError("cannot_write", place=Place(file=str(path)), reason=build_reason(error)) from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return path
