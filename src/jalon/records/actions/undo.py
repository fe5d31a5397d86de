"""Take one import back: what it created goes, what it changed is as before, unless something was built on it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from jalon.errors import JalonError
from jalon.records.actions.audited import Audit, audited
from jalon.records.actions.bulk import delete_run
from jalon.records.actions.identity import MACHINES
from jalon.records.actions.imports import BATCH, TABLES, hold_other_imports, mark_stale
from jalon.records.models import AuditedRecords, Change, FactsPart, IdentityAssertion, ImportRun, Verdict

DELETED_FIRST = (
    "reviewcandidate",
    "attendance",
    "observation",
    "quantity",
    "session",
    "activity",
    "enrolment",
    "person",
    "subject",
)
"""Tables in the order in which nothing refers any more to what is deleted."""

DECISION = "identityassertion"
NAMES = {DECISION: {"en": "decision about who is who", "fr": "décision sur qui est qui"}}
"""Of tables that no import writes to, what their records are called."""

Runs = list[tuple[int, int]]
"""Runs of numbers, first and last, in order and apart."""


def undo_import(*, by: str, number: int) -> ImportRun:
    """Delete what an import created and restore what it changed, in one audited action.

    What rules and the model said of the people it created goes with them, kept in the audit; what somebody decided
    about them stands on the import.

    Raises `no_such_import`, `import_undone`, and `import_built_on` where later records or changes
    stand on it, saying how many of which.
    """
    with audited("undo_import", by=by) as audit:
        hold_other_imports()
        run = ImportRun.objects.filter(number=number).first()
        if run is None:
            raise JalonError("no_such_import", found=number)
        if run.undone_at is not None:
            raise JalonError("import_undone", found=number, by=run.undone_by, at=run.undone_at.date())
        audit.import_run = run
        touched = AuditedRecords.objects.filter(entry__import_run=run, entry__action="import", table__in=TABLES)
        created = created_runs(touched.filter(change=Change.CREATED))
        check_nothing_built_on(run, created, touched)
        withdraw_machines(audit, created.get("subject", []))
        for table in DELETED_FIRST:
            delete(audit, TABLES[table], created.get(table, []))
        for change in touched.filter(change=Change.CHANGED).order_by("-pk"):
            restore(audit, change)
        for table in {*created, *touched.filter(change=Change.CHANGED).values_list("table", flat=True)}:
            mark_stale(audit, table, run.project_id)
        audit.update(run, undone_at=timezone.now(), undone_by=by)
        return run


def created_runs(created: Iterable[AuditedRecords]) -> dict[str, Runs]:
    runs: defaultdict[str, Runs] = defaultdict(list)
    for record in created:
        runs[record.table].append((record.first, record.last))
    return {table: sorted(found) for table, found in runs.items()}


def check_nothing_built_on(
    run: ImportRun, created: Mapping[str, Runs], touched: models.QuerySet[AuditedRecords]
) -> None:
    """Raises `import_built_on` where a later action touched these records, or later records refer to them."""
    ours = {**created}
    for change in touched.filter(change=Change.CHANGED):
        ours[change.table] = sorted([*ours.get(change.table, []), (change.first, change.last)])
    latest = touched.order_by("-entry").values_list("entry", flat=True).first() or 0
    built: Counter[tuple[str, str, int | None]] = Counter()
    later = AuditedRecords.objects.filter(entry__gt=latest, table__in=TABLES).exclude(change=Change.READ)
    for record in later.exclude(change=Change.CREATED).select_related("entry"):
        if is_within(record.first, ours.get(record.table, [])):
            built[record.change, record.table, record.entry.import_run_id] += 1
    standing = {
        (model._meta.model_name or "", number)
        for table, runs in created.items()
        for model, numbers in referring(TABLES[table], runs)
        for number in numbers
    }
    for name, number in standing:  # each once, also where it refers to two of them
        if not is_within(number, created.get(name, [])):
            built[Change.CREATED, name, None if name == DECISION else import_of(name, number)] += 1
    if built:
        raise JalonError("import_built_on", found=run.number, later_en=told(built, "en"), later_fr=told(built, "fr"))


def referring(model: type[models.Model], runs: Runs) -> Iterator[tuple[type[models.Model], Sequence[int]]]:
    """Each table that refers to this one, and the numbers of its rows that refer to these records."""
    for relation in model._meta.related_objects:
        if not relation.many_to_many:
            field = relation.field.name
            for first, last in runs:
                rows = relation.related_model._default_manager.filter(**{f"{field}__gte": first, f"{field}__lte": last})
                if relation.related_model is IdentityAssertion:
                    rows = rows.exclude(author__in=MACHINES)
                yield relation.related_model, list(rows.values_list("pk", flat=True))


def is_within(number: int, runs: Runs) -> bool:
    place = bisect_right(runs, (number, float("inf"))) - 1
    return place >= 0 and runs[place][0] <= number <= runs[place][1]


def import_of(table: str, number: int) -> int | None:
    """The import that created a record, None where it was made otherwise."""
    made = AuditedRecords.objects.filter(table=table, first__lte=number, last__gte=number, change=Change.CREATED)
    return made.values_list("entry__import_run", flat=True).order_by("-entry").first()


def told(built: Mapping[tuple[str, str, int | None], int], language: str) -> str:
    verbs = {
        "en": {"created": "created", "changed": "changed", "deleted": "deleted"},
        "fr": {"created": "créés", "changed": "modifiés", "deleted": "supprimés"},
    }[language]
    means = {"en": ("by import {}", "by hand"), "fr": ("par l'import {}", "à la main")}[language]
    return ", ".join(
        f"{count} {table_name(table, language)} {verbs[change]} " + (means[0].format(number) if number else means[1])
        for (change, table, number), count in sorted(built.items(), key=str)
    )


def table_name(table: str, language: str) -> str:
    if table in NAMES:
        return NAMES[table][language]
    return str(TABLES[table]._meta.verbose_name) if table in TABLES else table


def withdraw_machines(audit: Audit, subjects: Runs) -> None:
    """Delete what rules and the model said of subjects that go: an assertion about nobody could not stand, and the
    next matching says anew what holds of those who stay."""
    joined = False
    for first, last in subjects:
        about = models.Q(first__gte=first, first__lte=last) | models.Q(second__gte=first, second__lte=last)
        said = IdentityAssertion.objects.filter(about, author__in=MACHINES)
        for assertion in said.iterator(chunk_size=BATCH):
            audit.deleted(assertion)
            joined = joined or assertion.verdict == Verdict.SAME
        said.delete()
    if joined:
        audit.stale(FactsPart.IDENTITY)


def delete(audit: Audit, model: type[models.Model], runs: Runs) -> None:
    """Delete the records of one table, keeping every value they had."""
    for first, last in runs:
        rows = model._default_manager.filter(pk__gte=first, pk__lte=last)
        for record in rows.iterator(chunk_size=BATCH):
            audit.deleted(record)
        delete_run(model, first, last)


def restore(audit: Audit, change: AuditedRecords) -> None:
    """Give one record its former values back."""
    model = TABLES[change.table]
    record = model._default_manager.get(pk=change.first)
    former: Mapping[str, Any] = change.before or {}
    names = {model._meta.get_field(name).name: value for name, value in former.items()}
    values = {field: model._meta.get_field(field).to_python(value) for field, value in names.items()}  # type: ignore[union-attr]
    before = {name: getattr(record, name) for name in former}
    for name, field in zip(former, names, strict=True):
        setattr(record, name, values[field])
    record.save(update_fields=list(names))
    audit.changed(record, before)
