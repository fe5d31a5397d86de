"""Erasing a subject: the number stays, all else that is known of it goes, from the audit's values too."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from jalon.records.actions.audited import audited
from jalon.records.models import (
    Attendance,
    AuditedRecords,
    AuditEntry,
    Consent,
    Enrolment,
    FactsPart,
    IdentityAssertion,
    ImportRun,
    Lesson,
    Need,
    Note,
    Observation,
    Paper,
    Person,
    Place,
    PlanStep,
    Quote,
    ReceivedFile,
    Referral,
    Release,
    Speaker,
    Subject,
    Venture,
)
from jalon.records.policies import check_not_erased

ERASED = "(erased)"
NOTHING_KNOWN: Mapping[type[models.Model], Mapping[str, Any]] = {
    Person: {
        "family_name": "",
        "given_name": "",
        "name_key": "",
        "sex": None,
        "birth": None,
        "birth_precision": None,
        "nationality": None,
        "phone": "",
        "email": "",
        "address": "",
        "occupation": "",
    },
    Venture: {"name": "", "sector": "", "country": None, "founded": None, "leader": None},
    Place: {"name": "", "country": None, "outline": ""},
}
FREE_TEXTS: tuple[tuple[type[models.Model], str], ...] = (
    (AuditEntry, "reason"),
    (AuditedRecords, "before"),
    (IdentityAssertion, "reason"),
    (ImportRun, "summary"),
    (ImportRun, "mapping"),
    (ReceivedFile, "name"),
    (Note, "text"),
    (Need, "text"),
    (PlanStep, "text"),
    (Referral, "reason"),
    (Release, "title"),
    (Release, "reason"),
    (Speaker, "role"),
    (Speaker, "organisation_name"),
    (Quote, "text"),
    (Lesson, "text"),
    (Paper, "title"),
    (Paper, "authors"),
)
"""What people write themselves, where a name may stand in somebody else's record."""
SAID_OF_HER: tuple[type[models.Model], ...] = (Note, Quote, Speaker)
"""What is about the subject and nothing else: it goes whole."""


@dataclass(frozen=True, slots=True)
class KnownAs:
    """How a subject is written, now and formerly: what to look for in texts and files. Never stored."""

    names: frozenset[tuple[str, str]]
    """Pairs of family and given name; a venture or a place has its name and ""."""
    contacts: frozenset[str]
    """Telephone numbers and mail addresses."""


@dataclass(frozen=True, slots=True)
class ErasedRecords:
    """What went: rows wiped or deleted, by table."""

    subject: int
    wiped: Mapping[str, int]


def build_known_as(subjects: Collection[Subject]) -> KnownAs:
    """Every way these subjects are or were written, from their records and from the audit's values."""
    numbers = [subject.number for subject in subjects]
    written: list[Mapping[str, Any]] = []
    for model, table in ((Person, "person"), (Venture, "venture"), (Place, "place")):
        for record in model._default_manager.filter(pk__in=numbers).values():
            written.append(record)
            changes = AuditedRecords.objects.filter(table=table, first=record["subject_id"], before__isnull=False)
            # A former name went with the other name of its time, or with the one that stayed.
            written += [{**record, **(before or {})} for before in changes.values_list("before", flat=True)]
    names = {(known.get("family_name") or known.get("name") or "", known.get("given_name") or "") for known in written}
    contacts = {str(known.get(field) or "").strip() for known in written for field in ("phone", "email")}
    return KnownAs(frozenset(names - {("", "")}), frozenset(contacts - {""}))


def erase_subject(*, by: str, subject: Subject, reason: str = "") -> ErasedRecords:
    """Wipe what is known of a subject; its spells, marks and answers stay, and are no longer exported.

    The audit keeps that it was erased, by whom and when, and none of the values. Files are the workflow's
    part, as is the refresh of the facts. Raises `erased`.
    """
    with audited("erase_subject", by=by, reason=without_names(reason, build_known_as([subject]))) as audit:
        check_not_erased(subject)
        known = build_known_as([subject])
        wiped: Counter[str] = Counter()
        wiped["audited"] = wipe_audit_values(subject)
        for model, values in NOTHING_KNOWN.items():
            for record in model._default_manager.filter(pk=subject.pk):
                model._default_manager.filter(pk=subject.pk).update(**values)
                audit.changed(record, {})
                wiped[model._meta.model_name or ""] += 1
        for venture in Venture.objects.filter(leader=subject.pk):
            Venture.objects.filter(pk=venture.pk).update(leader=None)
            audit.changed(venture, {})
        for model in SAID_OF_HER:
            for record in model._default_manager.filter(subject=subject):
                audit.erased(record)
                record.delete()
                wiped[model._meta.model_name or ""] += 1
        for model, field, owner in (
            (Need, "text", "enrolment__subject"),
            (PlanStep, "text", "enrolment__subject"),
            (Referral, "reason", "enrolment__subject"),
            (Consent, "evidence", "subject"),
        ):
            for record in model._default_manager.filter(**{owner: subject}).exclude(**{field: ""}):
                model._default_manager.filter(pk=record.pk).update(**{field: ""})
                audit.changed(record, {})
                wiped[model._meta.model_name or ""] += 1
        for assertion in IdentityAssertion.objects.filter(Q(first=subject) | Q(second=subject)):
            IdentityAssertion.objects.filter(pk=assertion.pk).update(reason=ERASED)
            audit.changed(assertion, {})
        wiped["free_text"] = wipe_free_texts(known)
        Subject.objects.filter(pk=subject.pk).update(reference=None, erased_at=timezone.now(), erased_by=by)
        subject.refresh_from_db()
        audit.changed(subject, {})
        audit.stale(FactsPart.SUBJECTS)
        audit.stale(FactsPart.IDENTITY)
        for project in projects_of(subject):
            audit.stale(FactsPart.PROJECT, project)
        return ErasedRecords(subject.number, dict(wiped))


def projects_of(subject: Subject) -> set[int]:
    """Numbers of the projects whose facts hold this subject."""
    return {
        *Enrolment.objects.filter(subject=subject).values_list("project_id", flat=True),
        *Attendance.objects.filter(subject=subject).values_list("session__activity__project_id", flat=True),
        *Observation.objects.filter(subject=subject).values_list("project_id", flat=True),
    }


def wipe_audit_values(subject: Subject) -> int:
    """Empty the former values of everything that is this subject's, deleted records included."""
    enrolments = list(Enrolment.objects.filter(subject=subject).values_list("pk", flat=True))
    of_table: dict[str, Q] = {table: Q(first=subject.pk) for table in ("subject", "person", "venture", "place")}
    owned: tuple[tuple[type[models.Model], str], ...] = (
        (Enrolment, "subject"),
        (Attendance, "subject"),
        (Observation, "subject"),
        (Note, "subject"),
        (Quote, "subject"),
        (Speaker, "subject"),
        (Consent, "subject"),
        (Need, "enrolment__subject"),
        (PlanStep, "enrolment__subject"),
        (Referral, "enrolment__subject"),
    )
    for model, owner in owned:
        numbers = model._default_manager.filter(**{owner: subject}).values_list("pk", flat=True)
        table = model._meta.model_name or ""
        deleted = Q(before__subject_id=subject.pk) | Q(before__enrolment_id__in=enrolments)
        # Of a record that went, the changes before name it by its number alone.
        gone = AuditedRecords.objects.filter(deleted, table=table).values("first")
        of_table[table] = Q(first__in=list(numbers)) | Q(first__in=gone)
    count = 0
    for table, theirs in of_table.items():
        rows = AuditedRecords.objects.filter(theirs, table=table, before__isnull=False).exclude(before={})
        count += rows.update(before={})
    return count


def wipe_free_texts(known: KnownAs) -> int:
    """Take the subject's full names and contacts out of texts that belong to others; return how many changed."""
    count = 0
    for model, field in FREE_TEXTS:
        written = model._default_manager.filter(**{f"{field}__isnull": False}).exclude(**{field: ""})
        for pk, value in written.values_list("pk", field):
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            clean = without_names(text, known)
            if clean != text:
                new = clean if isinstance(value, str) else json.loads(clean)
                model._default_manager.filter(pk=pk).update(**{field: new})
                count += 1
    return count


def without_names(text: str, known: KnownAs) -> str:
    """The text with each full name, in either order, and each contact replaced by “(erased)”."""
    phrases = [phrase for names in known.names for phrase in (names, names[::-1])]
    patterns = [r"[\s,;]+".join(map(re.escape, " ".join(phrase).split())) for phrase in phrases]
    patterns += [re.escape(contact) for contact in known.contacts]
    whole = [rf"(?<!\w){pattern}(?!\w)" for pattern in sorted(patterns, key=len, reverse=True) if pattern]
    return re.sub("|".join(whole), ERASED, text, flags=re.IGNORECASE) if whole else text


def forget_free_pages() -> None:
    """Leave no wiped value in the database's own files. Call outside any transaction.

    SQLite zeroes what is freed (secure_delete), and the write-ahead log is cut here; PostgreSQL keeps
    former rows until they are vacuumed.
    """
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        tables = {model._meta.db_table for model, _ in FREE_TEXTS} | {model._meta.db_table for model in NOTHING_KNOWN}
        tables |= {model._meta.db_table for model in (Subject, Consent, AuditedRecords)}
        names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
        cursor.execute(f"VACUUM {names}")
