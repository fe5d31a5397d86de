"""Spells of enrolment: opened, closed, corrected, opened again after an exit."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict, Unpack

from jalon.errors import JalonError
from jalon.records.actions.audited import audited
from jalon.records.actions.identity import part_barred
from jalon.records.models import Enrolment, FactsPart, Project, Site, Subject
from jalon.records.policies import check_not_erased, check_spell


class EnrolmentValues(TypedDict, total=False):
    site: Site | None
    entry: dt.date
    exit: dt.date | None
    implicit: bool


def open_enrolment(
    *,
    by: str,
    subject: Subject,
    project: Project,
    entry: dt.date,
    exit: dt.date | None = None,
    site: Site | None = None,
) -> Enrolment:
    """Begin a spell of a subject in a project; a re-entry after an exit is one more spell.

    Of a sensitive project, she is one no more with others who may not be compared with her.

    Raises `spells_overlap` where the subject is already there.
    """
    with audited("open_enrolment", by=by) as audit:
        # Two sessions at once would each see no other spell: hold the subject (SQLite holds all).
        subject = Subject.objects.select_for_update().get(pk=subject.pk)
        check_not_erased(subject)
        check_spell(subject, project, entry, exit)
        enrolment = audit.create(Enrolment, subject=subject, project=project, entry=entry, exit=exit, site=site)
        audit.stale(FactsPart.PROJECT, project)
        if project.sensitive:
            part_barred(audit, [subject.number])
        return enrolment


def close_enrolment(*, by: str, enrolment: Enrolment, exit: dt.date) -> None:
    """State the last day of an open spell. Raises `already_closed`; correct a wrong exit with `change_enrolment`."""
    with audited("close_enrolment", by=by) as audit:
        check_not_erased(enrolment.subject)
        if enrolment.exit is not None:
            raise JalonError("already_closed", enrolment=enrolment.number, exit=enrolment.exit)
        check_spell(enrolment.subject, enrolment.project, enrolment.entry, exit, besides=enrolment)
        audit.update(enrolment, exit=exit)
        audit.stale(FactsPart.PROJECT, enrolment.project_id)


def change_enrolment(*, by: str, enrolment: Enrolment, reason: str = "", **values: Unpack[EnrolmentValues]) -> bool:
    """Correct a spell, keeping the former values; say whether anything differed.

    A register that states an entry makes an implicit spell explicit: give `implicit=False`.
    """
    with audited("change_enrolment", by=by, reason=reason) as audit:
        subject = Subject.objects.select_for_update().get(pk=enrolment.subject_id)
        check_not_erased(subject)
        entry, exit = values.get("entry", enrolment.entry), values.get("exit", enrolment.exit)
        if (entry, exit) != (enrolment.entry, enrolment.exit):
            check_spell(subject, enrolment.project, entry, exit, besides=enrolment)
        differs = audit.update(enrolment, **values)
        if differs:
            audit.stale(FactsPart.PROJECT, enrolment.project_id)
        return differs
