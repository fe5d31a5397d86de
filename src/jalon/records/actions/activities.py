"""What a project offers: activities, their sessions, and who was there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypedDict, Unpack

from jalon.records.actions.audited import Audit, audited
from jalon.records.actions.identity import part_barred
from jalon.records.models import (
    Activity,
    Attendance,
    Enrolment,
    FactsPart,
    Mark,
    Project,
    Session,
    Site,
    Subject,
)
from jalon.records.policies import (
    check_activity_kind,
    check_code,
    check_in_project,
    check_not_erased,
    check_theme,
)


class ActivityValues(TypedDict, total=False):
    name: str
    kind: str
    theme: str | None


def add_activity(*, by: str, project: Project, code: str, name: str, kind: str, theme: str | None = None) -> Activity:
    """Make something a project offers; `kind` and `theme` are codes of their lists."""
    with audited("add_activity", by=by) as audit:
        check_code(code, record="activity")
        check_activity_kind(kind)
        check_theme(theme)
        activity = audit.create(Activity, project=project, code=code, name=name, kind=kind, theme=theme)
        audit.stale(FactsPart.DIRECTORY)
        return activity


def change_activity(*, by: str, activity: Activity, reason: str = "", **values: Unpack[ActivityValues]) -> bool:
    """Change what is given; say whether anything differed."""
    with audited("change_activity", by=by, reason=reason) as audit:
        if "kind" in values:
            check_activity_kind(values["kind"])
        check_theme(values.get("theme"))
        differs = audit.update(activity, **values)
        if differs:
            audit.stale(FactsPart.DIRECTORY)
        return differs


class SessionValues(TypedDict, total=False):
    date: dt.date
    label: str
    site: Site | None
    register: bool


def add_session(
    *, by: str, activity: Activity, date: dt.date, register: bool, label: str = "", site: Site | None = None
) -> Session:
    """Make one dated occurrence. With a register, whoever is not listed was absent."""
    with audited("add_session", by=by) as audit:
        check_in_project(date, activity.project, record="session")
        session = audit.create(Session, activity=activity, date=date, label=label, site=site, register=register)
        audit.stale(FactsPart.PROJECT, activity.project_id)
        return session


def change_session(*, by: str, session: Session, reason: str = "", **values: Unpack[SessionValues]) -> bool:
    """Change what is given; say whether anything differed."""
    with audited("change_session", by=by, reason=reason) as audit:
        if "date" in values:
            check_in_project(values["date"], session.activity.project, record="session")
        differs = audit.update(session, **values)
        if differs:
            audit.stale(FactsPart.PROJECT, session.activity.project_id)
        return differs


class AttendanceValues(TypedDict, total=False):
    mark: str
    hours: Decimal | None


def mark_attendance(
    *, by: str, session: Session, subject: Subject, mark: str, hours: Decimal | None = None
) -> Attendance:
    """Write down that a subject was present, absent or excused.

    Being present without any enrolment in the project makes one, at the session's date, marked implicit.
    """
    with audited("mark_attendance", by=by) as audit:
        check_not_erased(subject)
        if mark == Mark.PRESENT:
            enrol_by_signing_in(audit, session, subject)
        attendance = audit.create(Attendance, session=session, subject=subject, mark=mark, hours=hours)
        audit.stale(FactsPart.PROJECT, session.activity.project_id)
        return attendance


def enrol_by_signing_in(audit: Audit, session: Session, subject: Subject) -> None:
    """An implicit spell starts at the first session signed: made, or moved back to an earlier one."""
    project = session.activity.project_id
    subject = Subject.objects.select_for_update().get(pk=subject.pk)
    first = Enrolment.objects.filter(subject=subject, project=project).order_by("entry").first()
    if first is None:
        audit.create(
            Enrolment, subject=subject, project_id=project, site=session.site, entry=session.date, implicit=True
        )
        audit.stale(FactsPart.PROJECT, project)
        if session.activity.project.sensitive:
            part_barred(audit, [subject.number])
    elif first.implicit and session.date < first.entry:
        audit.update(first, entry=session.date)
        audit.stale(FactsPart.PROJECT, project)


def change_attendance(*, by: str, attendance: Attendance, reason: str = "", **values: Unpack[AttendanceValues]) -> bool:
    """Correct a mark or its hours; say whether anything differed."""
    with audited("change_attendance", by=by, reason=reason) as audit:
        check_not_erased(attendance.subject)
        if values.get("mark") == Mark.PRESENT:
            enrol_by_signing_in(audit, attendance.session, attendance.subject)
        differs = audit.update(attendance, **values)
        if differs:
            audit.stale(FactsPart.PROJECT, attendance.session.activity.project_id)
        return differs


def remove_attendance(*, by: str, attendance: Attendance, reason: str = "") -> None:
    """Take back a mark written by mistake: the subject is no longer listed."""
    with audited("remove_attendance", by=by, reason=reason) as audit:
        audit.stale(FactsPart.PROJECT, attendance.session.activity.project_id)
        audit.delete(attendance)
