"""Write all that one import brings, or take it back: in one transaction, with one audit entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Max
from django.utils import timezone

from jalon.errors import JalonError
from jalon.records.actions.audited import Audit, audited
from jalon.records.actions.bulk import insert, take_numbers
from jalon.records.imported import FileSeen, ImportWrites, Ref
from jalon.records.models import (
    Activity,
    Attendance,
    AuditedRecords,
    AuditEntry,
    Change,
    Enrolment,
    FactsPart,
    ImportRun,
    Observation,
    Person,
    Quantity,
    QuantityStatus,
    ReceivedFile,
    ReviewCandidate,
    Session,
    Subject,
    SubjectKind,
)

BATCH = 5000

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much."""

TABLES: Mapping[str, type[models.Model]] = {
    model._meta.model_name or "": model
    for model in (
        Subject,
        Person,
        Enrolment,
        Activity,
        Session,
        Attendance,
        Observation,
        Quantity,
        ReviewCandidate,
    )
}

STALE_PARTS: Mapping[str, FactsPart] = {
    "subject": FactsPart.SUBJECTS,
    "person": FactsPart.SUBJECTS,
    "activity": FactsPart.DIRECTORY,
    "enrolment": FactsPart.PROJECT,
    "session": FactsPart.PROJECT,
    "attendance": FactsPart.PROJECT,
    "observation": FactsPart.PROJECT,
    "quantity": FactsPart.QUANTITIES,
}

PERSON_COLUMNS = (
    *("subject_id", "family_name", "given_name", "name_key", "sex", "birth", "birth_precision", "nationality"),
    *("phone", "email", "address", "occupation"),
)
PERSON_VALUES = attrgetter(*PERSON_COLUMNS[1:])

Row = TypeVar("Row")


def last_change() -> int:
    """Number of the latest audit entry that changed anything; 0 where there is none. Reads do not count."""
    changes = AuditedRecords.objects.exclude(change=Change.READ)
    return changes.aggregate(last=Max("entry_id"))["last"] or 0


def write_import(
    *,
    by: str,
    writes: ImportWrites,
    seen: int,
    files: Sequence[FileSeen],
    mapping: str,
    summary: Mapping[str, Any],
    keep: Callable[[ImportRun], str],
    progress: Progress,
) -> ImportRun:
    """Write one planned import.

    `seen` is `last_change()` as it was when the plan was made. `keep` puts the files into the home
    folder as the last thing before the commit, and returns the name of the correction workbook or "".
    Raises `records_changed` where the records are no longer those of the plan.
    """
    with audited("import", by=by) as audit:
        hold_other_imports()
        if (now := last_change()) != seen:
            raise JalonError(
                "records_changed", entries=AuditEntry.objects.filter(number__gt=seen, number__lte=now).count()
            )
        run = ImportRun.objects.create(
            project_id=writes.project,
            mapping=mapping,
            summary=dict(summary),
            imported_at=timezone.now(),
            imported_by=by,
        )
        audit.import_run = run
        audit.created(run)
        run.files.set([received_file(audit, file) for file in files])
        Writing(audit, writes, run, progress).write()
        run.correction = keep(run)
        run.save(update_fields=["correction"])
        return run


def hold_other_imports() -> None:
    """One import at a time: two that bring the same person at once would each create her.

    SQLite's transactions are immediate and need no more.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(ImportRun._meta.db_table)} IN EXCLUSIVE MODE")


def received_file(audit: Audit, file: FileSeen) -> ReceivedFile:
    """The record of a file; one that came before keeps the name it came under first."""
    known = ReceivedFile.objects.filter(digest=file.digest).first()
    return known or audit.create(ReceivedFile, digest=file.digest, name=file.name, size=file.size)


class Writing:
    """The rows of one import on their way into the tables; keeps the numbers that refs stand for."""

    def __init__(self, audit: Audit, writes: ImportWrites, run: ImportRun, progress: Progress) -> None:
        self.audit = audit
        self.writes = writes
        self.run = run
        self.progress = progress
        self.total = sum(len(rows) for _, rows in writes.created()) + len(writes.candidates) + len(writes.changes)
        self.done = 0

    def write(self) -> None:
        writes, project = self.writes, self.writes.project
        # Changes first: a spell whose entry moves must have moved before another takes its place.
        for done, change in enumerate(writes.changes, start=1):
            model = TABLES[change.table]
            record = model(**{model._meta.pk.attname: change.number})
            model._default_manager.filter(pk=change.number).update(**change.after)
            self.audit.changed(record, change.before)
            self._mark(change.table)
            self.done = done
            if done % BATCH == 0:
                self.progress("write", done, self.total)
        subjects = self._create(
            Subject,
            ("number", "kind", "organisation_id", "reference"),
            writes.people,
            lambda n, p: (n, SubjectKind.PERSON.value, p.organisation, p.reference),
        )
        self._create(
            Person,
            PERSON_COLUMNS,
            writes.people,
            lambda n, p: (n, *PERSON_VALUES(p)),
            numbers=subjects,
        )
        enrolments = self._create(
            Enrolment,
            ("number", "subject_id", "project_id", "site_id", "entry", "exit", "implicit"),
            writes.enrolments,
            lambda n, e: (n, number_of(e.subject, subjects), project, e.site, e.entry, e.exit, e.implicit),
        )
        self._create_sessions(subjects)
        self._create(
            Observation,
            (
                *("number", "subject_id", "project_id", "enrolment_id", "measure_id", "moment", "months_after"),
                *("date", "state", "value_number", "value_code"),
            ),
            writes.observations,
            lambda n, o: (
                *(n, number_of(o.subject, subjects), project, number_of(o.enrolment, enrolments), o.measure),
                *(o.moment, 0, o.date, o.state, o.value_number, o.value_code),
            ),
        )
        self._create(
            Quantity,
            (
                *("number", "project_id", "organisation_id", "source_name", "indicator", "status", "value", "unit"),
                *("start", "end", "country", "breakdown", "relation", "evidence", "method", "author"),
            ),
            writes.quantities,
            lambda n, q: (
                *(n, project, q.organisation, q.source_name, q.indicator, QuantityStatus.DECLARED.value, q.value),
                *(q.unit, q.start, q.end, q.country, q.breakdown, q.relation, q.evidence, "", self.run.imported_by),
            ),
        )
        self._create_candidates(subjects)

    def _create_sessions(self, subjects: Sequence[int]) -> None:
        writes = self.writes
        activities = self._create(
            Activity,
            ("number", "project_id", "code", "name", "kind", "theme"),
            writes.activities,
            lambda n, a: (n, writes.project, a.code, a.name, a.kind, None),
        )
        sessions = self._create(
            Session,
            ("number", "activity_id", "date", "label", "site_id", "register"),
            writes.sessions,
            lambda n, s: (n, number_of(s.activity, activities), s.date, s.label, s.site, s.register),
        )
        self._create(
            Attendance,
            ("number", "session_id", "subject_id", "mark", "hours"),
            writes.attendances,
            lambda n, a: (n, number_of(a.session, sessions), number_of(a.subject, subjects), a.mark, a.hours),
        )

    def _create_candidates(self, subjects: Sequence[int]) -> None:
        """Each pair once; one of the two is new, so none of them waits already."""
        pairs = {
            (min(pair), max(pair)): candidate.why
            for candidate in self.writes.candidates
            if (pair := (number_of(candidate.one, subjects), number_of(candidate.other, subjects)))
        }
        self._create(
            ReviewCandidate,
            ("number", "first_id", "second_id", "why", "import_run_id"),
            sorted(pairs.items()),
            lambda n, pair: (n, *pair[0], pair[1], self.run.number),
        )

    def _create(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        rows: Sequence[Row],
        values: Callable[[int, Row], Sequence[Any]],
        *,
        numbers: Sequence[int] | None = None,
    ) -> Sequence[int]:
        """Create the rows in batches, under the numbers given or new ones; returns these in order."""
        if not rows:
            return []
        numbers = numbers or take_numbers(model, len(rows))
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            insert(model, columns, (values(n, row) for n, row in zip(numbers[start:], batch, strict=False)))
            self.done += len(batch) if model is not Subject else 0
            self.progress("write", self.done, self.total)
        self.audit.created_many(model, numbers)
        self._mark(model._meta.model_name or "")
        return numbers

    def _mark(self, table: str) -> None:
        mark_stale(self.audit, table, self.writes.project)


def mark_stale(audit: Audit, table: str, project: int) -> None:
    """Candidates bear on no fact; every other table makes one part of the facts stale."""
    part = STALE_PARTS.get(table)
    if part is not None:
        audit.stale(part, project if part is FactsPart.PROJECT else None)


def number_of(ref: Ref, created: Sequence[int]) -> int:
    """The number that a ref stands for, once what the import creates has numbers."""
    return ref if ref > 0 else created[-ref - 1]


def chunks(rows: Sequence[Row], size: int) -> Iterable[Sequence[Row]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
