"""Write all that one import brings, or take it back: in one transaction, with one audit entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Max
from django.utils import timezone

from jalon.errors import JalonError
from jalon.records.actions.audited import Audit, audited
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
        for change in writes.changes:
            model = TABLES[change.table]
            record = model(**{model._meta.pk.attname: change.number})
            model._default_manager.filter(pk=change.number).update(**change.after)
            self.audit.changed(record, change.before)
            self._mark(change.table)
        subjects = self._create(
            Subject,
            writes.people,
            lambda p: Subject(kind=SubjectKind.PERSON, organisation_id=p.organisation, reference=p.reference),
            counted=False,
        )
        numbers = iter(subjects)
        self._create(
            Person,
            writes.people,
            lambda p: Person(
                subject_id=next(numbers),
                family_name=p.family_name,
                given_name=p.given_name,
                name_key=p.name_key,
                sex=p.sex,
                birth=p.birth,
                birth_precision=p.birth_precision,
                nationality=p.nationality,
                phone=p.phone,
                email=p.email,
                address=p.address,
                occupation=p.occupation,
            ),
        )
        enrolments = self._create(
            Enrolment,
            writes.enrolments,
            lambda e: Enrolment(
                subject_id=number_of(e.subject, subjects),
                project_id=project,
                site_id=e.site,
                entry=e.entry,
                exit=e.exit,
                implicit=e.implicit,
            ),
        )
        self._create_sessions(subjects)
        self._create(
            Observation,
            writes.observations,
            lambda o: Observation(
                subject_id=number_of(o.subject, subjects),
                project_id=project,
                enrolment_id=number_of(o.enrolment, enrolments),
                measure_id=o.measure,
                moment=o.moment,
                date=o.date,
                state=o.state,
                value_number=o.value_number,
                value_code=o.value_code,
            ),
        )
        self._create(
            Quantity,
            writes.quantities,
            lambda q: Quantity(
                project_id=project,
                organisation_id=q.organisation,
                source_name=q.source_name,
                indicator=q.indicator,
                status=QuantityStatus.DECLARED,
                value=q.value,
                unit=q.unit,
                start=q.start,
                end=q.end,
                country=q.country,
                breakdown=q.breakdown,
                relation=q.relation,
                evidence=q.evidence,
                author=self.run.imported_by,
            ),
        )
        self._create_candidates(subjects)

    def _create_sessions(self, subjects: Sequence[int]) -> None:
        writes = self.writes
        activities = self._create(
            Activity,
            writes.activities,
            lambda a: Activity(project_id=writes.project, code=a.code, name=a.name, kind=a.kind),
        )
        sessions = self._create(
            Session,
            writes.sessions,
            lambda s: Session(
                activity_id=number_of(s.activity, activities),
                date=s.date,
                label=s.label,
                site_id=s.site,
                register=s.register,
            ),
        )
        self._create(
            Attendance,
            writes.attendances,
            lambda a: Attendance(
                session_id=number_of(a.session, sessions),
                subject_id=number_of(a.subject, subjects),
                mark=a.mark,
                hours=a.hours,
            ),
        )

    def _create_candidates(self, subjects: Sequence[int]) -> None:
        """Pairs already waiting for review are left as they are."""
        pairs = {
            (min(pair), max(pair)): candidate.why
            for candidate in self.writes.candidates
            if (pair := (number_of(candidate.one, subjects), number_of(candidate.other, subjects)))
        }
        firsts = sorted({first for first, _ in pairs})
        for chunk in chunks(firsts, 500):
            waiting = ReviewCandidate.objects.filter(first__in=chunk).values_list("first_id", "second_id")
            for pair in waiting:
                pairs.pop(pair, None)
        self._create(
            ReviewCandidate,
            sorted(pairs.items()),
            lambda pair: ReviewCandidate(first_id=pair[0][0], second_id=pair[0][1], why=pair[1], import_run=self.run),
        )

    def _create(
        self,
        model: type[models.Model],
        rows: Sequence[Row],
        record: Callable[[Row], models.Model],
        *,
        counted: bool = True,
    ) -> list[int]:
        """Create the rows in batches; returns their numbers in order."""
        numbers: list[int] = []
        table = model._meta.model_name or ""
        for batch in chunks(rows, BATCH):
            made = model._default_manager.bulk_create([record(row) for row in batch])
            numbers.extend(one.pk for one in made)
            self.done += len(batch) if counted else 0
            self.progress("write", self.done, self.total)
        if rows:
            self.audit.created_many(model, numbers)
            self._mark(table)
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
