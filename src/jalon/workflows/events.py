"""What was said and learnt at events: added one at a time, or from a group file, and read again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from jalon.errors import JalonError
from jalon.records.actions import events
from jalon.records.models import Lesson, Paper, Project, Quote, Session, ShownAs, Speaker, Subject
from jalon.workflows.group_loading import Loading, Outcome, outcome_of
from jalon.workflows.group_shapes import HeldShape, LessonShape, PaperShape, QuoteShape, SpeakerShape
from jalon.workflows.lookup import find_lesson, find_record


def add_speaker(*, by: str, session: int, subject: int, role: str, organisation: str = "") -> Speaker:
    """A speaker of a session, both by number. Raises `unknown_record`, and what the records refuse."""
    return events.add_speaker(
        by=by,
        session=find_number(Session, session),
        subject=find_number(Subject, subject),
        role=role,
        organisation_name=organisation,
    )


def add_quote(
    *,
    by: str,
    project: str,
    code: str,
    subject: int,
    kind: str,
    date: dt.date,
    language: str,
    text: str,
    session: int | None = None,
    shown_as: str = ShownAs.UNNAMED,
) -> Quote:
    """A quote; subject and session by number. Raises `unknown_record`, and what the records refuse."""
    return events.add_quote(
        by=by,
        project=find_record(Project, project),
        code=code,
        subject=find_number(Subject, subject),
        kind=kind,
        date=date,
        language=language,
        text=text,
        session=find_number(Session, session) if session is not None else None,
        shown_as=shown_as,
    )


def add_lesson(
    *,
    by: str,
    project: str,
    code: str,
    date: dt.date,
    text: str,
    theme: str | None = None,
    session: int | None = None,
) -> Lesson:
    """A lesson of a project. Raises `unknown_record`, and what the records refuse."""
    held = find_number(Session, session) if session is not None else None
    return events.add_lesson(
        by=by, project=find_record(Project, project), code=code, date=date, text=text, theme=theme, session=held
    )


def add_paper(
    *,
    by: str,
    code: str,
    title: str,
    authors: str = "",
    published_on: dt.date | None = None,
    address: str = "",
    lessons: Collection[str] = (),
) -> Paper:
    """A paper; each lesson that it cites as PROJECT/CODE. Raises `unknown_record`, and what the records refuse."""
    return events.add_paper(
        by=by,
        code=code,
        title=title,
        authors=authors,
        published_on=published_on,
        address=address,
        lessons=[find_lesson(lesson) for lesson in lessons],
    )


def find_number(model: Any, number: int) -> Any:
    """The record of this number. Raises `unknown_record`."""
    record = model.objects.filter(pk=number).first()
    if record is None:
        raise JalonError("unknown_record", record=model._meta.verbose_name, found=number)
    return record


# From a group file -----------------------------------------------------------------------------------


def load_speaker(loading: Loading, session: Session, shape: SpeakerShape) -> Outcome:
    subject = loading.find_subject(shape.subject)
    loading.state_once("speaker", session, subject.number)
    former = session.speakers.filter(subject=subject).first()
    values: dict[str, Any] = {"role": shape.role}
    if "organisation" in shape.model_fields_set:
        values["organisation_name"] = shape.organisation
    if former is None:
        events.add_speaker(by=loading.by, session=session, subject=subject, **values)
        return Outcome.CREATED
    return outcome_of(events.change_speaker(by=loading.by, speaker=former, **values))


def load_quote(loading: Loading, shape: QuoteShape) -> Outcome:
    loading.state_once("quote", shape.project, shape.code)
    project = loading.find(Project, shape.project)
    former = project.quotes.filter(code=shape.code).first()
    values = shape.stated("date", "language", "text", "shown_as")
    if former is not None:
        if (former.subject_id, former.kind) != (loading.find_subject(shape.subject).pk, shape.kind):
            raise JalonError("already_there", record="quote", found=shape.code)  # whose it is does not change
        return outcome_of(events.change_quote(by=loading.by, quote=former, **values))
    events.add_quote(
        by=loading.by,
        project=project,
        code=shape.code,
        subject=loading.find_subject(shape.subject),
        kind=shape.kind,
        session=find_held(loading, project, shape.session),
        **values,
    )
    return Outcome.CREATED


def load_lesson(loading: Loading, shape: LessonShape) -> Outcome:
    loading.state_once("lesson", shape.project, shape.code)
    project = loading.find(Project, shape.project)
    former = project.lessons.filter(code=shape.code).first()
    values = shape.stated("date", "theme", "text")
    if former is not None:
        return outcome_of(events.change_lesson(by=loading.by, lesson=former, **values))
    held = find_held(loading, project, shape.session)
    events.add_lesson(by=loading.by, project=project, code=shape.code, session=held, **values)
    return Outcome.CREATED


def load_paper(loading: Loading, shape: PaperShape) -> Outcome:
    loading.state_once("paper", shape.code)
    former = Paper.objects.filter(code=shape.code).first()
    values = shape.stated("title", "authors", "published_on", "address")
    if "lessons" in shape.model_fields_set:
        values["lessons"] = [find_lesson(lesson) for lesson in shape.lessons]
    if former is not None:
        return outcome_of(events.change_paper(by=loading.by, paper=former, **values))
    events.add_paper(by=loading.by, code=shape.code, **values)
    return Outcome.CREATED


def find_held(loading: Loading, project: Project, shape: HeldShape | None) -> Session | None:
    """The session that a quote or lesson is of. Raises `unknown_record`."""
    if shape is None:
        return None
    activity = loading.find_activity(project, shape.activity)
    session = activity.sessions.filter(date=shape.date, label=shape.label).order_by("number").first()
    if session is None:
        raise JalonError("unknown_record", record="session", found=shape.date)
    return session


# For publication -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LessonLearnt:
    """A lesson, and the papers that cite it as (title, authors, date, address)."""

    project: str
    code: str
    date: dt.date
    theme: str | None
    text: str
    papers: tuple[tuple[str, str, dt.date | None, str], ...]


def read_lessons(project: str | None = None) -> tuple[LessonLearnt, ...]:
    """The lessons of a project or of all, by project, date and code. Raises `unknown_record`."""
    lessons = Lesson.objects.select_related("project").prefetch_related("papers")
    if project is not None:
        lessons = lessons.filter(project=find_record(Project, project))
    return tuple(
        LessonLearnt(
            project=lesson.project.code,
            code=lesson.code,
            date=lesson.date,
            theme=lesson.theme,
            text=lesson.text,
            papers=tuple(
                (paper.title, paper.authors, paper.published_on, paper.address)
                for paper in sorted(lesson.papers.all(), key=lambda paper: paper.code)
            ),
        )
        for lesson in lessons.order_by("project__code", "date", "code")
    )
