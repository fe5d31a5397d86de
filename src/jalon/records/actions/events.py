"""What was said and learnt: speakers, quotes, lessons, papers. None of it reaches the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TypedDict, Unpack

from jalon.records.actions.audited import audited
from jalon.records.actions.projects import set_links
from jalon.records.models import Lesson, Paper, Project, Quote, QuoteKind, Session, ShownAs, Speaker, Subject
from jalon.records.models import SubjectKind as Kind
from jalon.records.policies import (
    check_code,
    check_in_project,
    check_kind,
    check_language,
    check_not_erased,
    check_session_of,
    check_speaks,
    check_theme,
)


class SpeakerValues(TypedDict, total=False):
    role: str
    organisation_name: str


def add_speaker(*, by: str, session: Session, subject: Subject, role: str, organisation_name: str = "") -> Speaker:
    """Write down who speaks at a session. Raises `erased`, `wrong_kind`."""
    with audited("add_speaker", by=by) as audit:
        check_not_erased(subject)
        check_kind(subject, Kind.PERSON)
        return audit.create(Speaker, session=session, subject=subject, role=role, organisation_name=organisation_name)


def change_speaker(*, by: str, speaker: Speaker, reason: str = "", **values: Unpack[SpeakerValues]) -> bool:
    """Correct a speaker's role or organisation; say whether anything differed."""
    with audited("change_speaker", by=by, reason=reason) as audit:
        check_not_erased(speaker.subject)
        return audit.update(speaker, **values)


class QuoteValues(TypedDict, total=False):
    date: dt.date
    language: str
    text: str
    shown_as: str


def add_quote(
    *,
    by: str,
    project: Project,
    code: str,
    subject: Subject,
    kind: str,
    date: dt.date,
    language: str,
    text: str,
    session: Session | None = None,
    shown_as: str = ShownAs.UNNAMED,
) -> Quote:
    """Write down what a person said. Publishing it is another matter: that takes her consent.

    Raises `erased`, `wrong_kind`, `not_in_list`, `outside_project`, `session_elsewhere`, `no_speaker`.
    """
    with audited("add_quote", by=by) as audit:
        check_not_erased(subject)
        check_kind(subject, Kind.PERSON)
        check_code(code, record="quote")
        check_language(language)
        check_in_project(date, project, record="quote")
        check_session_of(project, session)
        if kind == QuoteKind.SPOKEN and session is not None:
            check_speaks(subject, session)
        return audit.create(
            Quote,
            project=project,
            code=code,
            subject=subject,
            kind=kind,
            session=session,
            date=date,
            language=language,
            text=text,
            shown_as=shown_as,
        )


def change_quote(*, by: str, quote: Quote, reason: str = "", **values: Unpack[QuoteValues]) -> bool:
    """Correct a quote, or what of the name stands under it; say whether anything differed."""
    with audited("change_quote", by=by, reason=reason) as audit:
        check_not_erased(quote.subject)
        check_language(values.get("language", quote.language))
        check_in_project(values.get("date", quote.date), quote.project, record="quote")
        return audit.update(quote, **values)


def remove_quote(*, by: str, quote: Quote, reason: str = "") -> None:
    """Take back a quote: it was not said, or she does not want it kept."""
    with audited("remove_quote", by=by, reason=reason) as audit:
        audit.delete(quote)


class LessonValues(TypedDict, total=False):
    date: dt.date
    theme: str | None
    text: str


def add_lesson(
    *,
    by: str,
    project: Project,
    code: str,
    date: dt.date,
    text: str,
    theme: str | None = None,
    session: Session | None = None,
) -> Lesson:
    """Write down what an event taught. It names nobody. Raises `outside_project`, `not_in_list`, `session_elsewhere`."""
    with audited("add_lesson", by=by) as audit:
        check_code(code, record="lesson")
        check_theme(theme)
        check_in_project(date, project, record="lesson")
        check_session_of(project, session)
        return audit.create(Lesson, project=project, code=code, session=session, date=date, theme=theme, text=text)


def change_lesson(*, by: str, lesson: Lesson, reason: str = "", **values: Unpack[LessonValues]) -> bool:
    """Correct a lesson; say whether anything differed."""
    with audited("change_lesson", by=by, reason=reason) as audit:
        check_theme(values.get("theme"))
        check_in_project(values.get("date", lesson.date), lesson.project, record="lesson")
        return audit.update(lesson, **values)


class PaperAbout(TypedDict, total=False):
    authors: str
    published_on: dt.date | None
    address: str
    lessons: Collection[Lesson]


class PaperValues(PaperAbout, total=False):
    title: str


def add_paper(*, by: str, code: str, title: str, **values: Unpack[PaperAbout]) -> Paper:
    """Write down a paper and the lessons that it cites."""
    with audited("add_paper", by=by) as audit:
        check_code(code, record="paper")
        lessons = values.pop("lessons", ())
        paper = audit.create(Paper, code=code, title=title, **values)
        set_links(audit, Paper.lessons.through, {"paper": paper}, "lesson", lessons)
        return paper


def change_paper(*, by: str, paper: Paper, reason: str = "", **values: Unpack[PaperValues]) -> bool:
    """Correct a paper, or what it cites; say whether anything differed."""
    with audited("change_paper", by=by, reason=reason) as audit:
        lessons = values.pop("lessons", None)
        differs = audit.update(paper, **values)
        if lessons is not None:
            differs |= set_links(audit, Paper.lessons.through, {"paper": paper}, "lesson", lessons)
        return differs
