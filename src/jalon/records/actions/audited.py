"""The one way to write: a transaction that holds the change, its audit entry and its stale marks.

    def add_site(*, by: str, code: str, …) -> Site:
        with audited("add_site", by=by) as audit:
            site = audit.create(Site, code=code, …)
            audit.stale(FactsPart.DIRECTORY)
            return site

An action called inside another one joins it: one transaction, one audit entry, under the name of
the outer action. An action that finds nothing to change writes nothing at all.

tests/integration/test_only_actions_write.py walks every model and proves that nothing else writes.
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from jalon.records.integrity import check_values, constraints_explained
from jalon.records.models import AuditedRecords, AuditEntry, Change, FactsPart, ImportRun, Project, StaleMark
from jalon.records.permissions import check_may

Record = TypeVar("Record", bound=models.Model)


class Audit:
    """Makes and changes records, and gathers what one action touches; written at the end of its transaction."""

    def __init__(self) -> None:
        self._created: dict[str, list[int]] = {}
        self._read: dict[str, list[int]] = {}
        self._before: list[tuple[str, int, Change, Mapping[str, Any]]] = []
        self._stale: set[tuple[FactsPart, int | None]] = set()
        self.import_run: ImportRun | None = None
        self.reason = ""

    def create(self, model: type[Record], **values: Any) -> Record:
        """Make one record. Raises `bad_value`, `already_there` or `breaks_rule`."""
        check_values(model, values)
        with constraints_explained(model, values):
            record = model._default_manager.create(**values)
        self.created(record)
        return record

    def create_each(self, model: type[Record], many: Sequence[Mapping[str, Any]]) -> list[Record]:
        """Make several records of one table in one statement. Raises as `create`, of the first that is refused."""
        for values in many:
            check_values(model, values)
        try:
            with transaction.atomic():
                records = model._default_manager.bulk_create(model(**values) for values in many)
        except IntegrityError:  # which does not say of which
            return [self.create(model, **values) for values in many]
        self.created(*records)
        return records

    def update(self, record: models.Model, **values: Any) -> bool:
        """Write those values that differ, keeping the former ones; say whether any did. Raises as `create`."""
        before: dict[str, Any] = {}
        for name, value in values.items():
            attribute = record._meta.get_field(name).attname  # type: ignore[union-attr]  # only own fields are given
            former = getattr(record, attribute)
            if former != (value.pk if isinstance(value, models.Model) else value):
                before[attribute] = former
                setattr(record, name, value)
        if before:
            check_values(type(record), values)
            with constraints_explained(type(record), values):
                record.save(update_fields=before)
            self.changed(record, before)
        return bool(before)

    def delete(self, record: models.Model) -> None:
        """Delete one record, keeping every value it had."""
        self.deleted(record)
        record.delete()

    def created(self, *records: models.Model) -> None:
        for record in records:
            self._created.setdefault(record._meta.model_name or "", []).append(record.pk)

    def created_many(self, model: type[models.Model], numbers: Iterable[int]) -> None:
        self._created.setdefault(model._meta.model_name or "", []).extend(numbers)

    def read(self, *records: models.Model) -> None:
        for record in records:
            self._read.setdefault(record._meta.model_name or "", []).append(record.pk)

    def read_many(self, model: type[models.Model], numbers: Iterable[int]) -> None:
        self._read.setdefault(model._meta.model_name or "", []).extend(numbers)

    def changed(self, record: models.Model, before: Mapping[str, Any]) -> None:
        """`before` holds the former values of the fields that changed, by attribute name (`site_id`)."""
        self._before.append((record._meta.model_name or "", record.pk, Change.CHANGED, before))

    def deleted(self, record: models.Model) -> None:
        """Call before deleting; keeps every value of the record."""
        values = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
        self._before.append((record._meta.model_name or "", record.pk, Change.DELETED, values))

    def erased(self, record: models.Model) -> None:
        """Call before deleting a record of somebody who is erased: that it went is kept, its values are not."""
        self._before.append((record._meta.model_name or "", record.pk, Change.DELETED, {}))

    def stale(self, part: FactsPart, project: Project | int | None = None) -> None:
        number = project.number if isinstance(project, Project) else project
        self._stale.add((part, number))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was created, changed, deleted or read."""
        return not (self._created or self._read or self._before)

    def join(self, inner: Audit) -> None:
        """Take over what an action inside this one touched."""
        for mine, theirs in ((self._created, inner._created), (self._read, inner._read)):
            for table, numbers in theirs.items():
                mine.setdefault(table, []).extend(numbers)
        self._before += inner._before
        self._stale |= inner._stale

    def write(self, action: str, by: str) -> AuditEntry:
        entry = AuditEntry.objects.create(
            action=action, by=by, at=timezone.now(), reason=self.reason, import_run=self.import_run
        )
        rows = [
            AuditedRecords(entry=entry, table=table, first=first, last=last, change=change)
            for change, numbers_of in ((Change.CREATED, self._created), (Change.READ, self._read))
            for table, numbers in numbers_of.items()
            for first, last in runs(numbers)
        ]
        rows += [
            AuditedRecords(entry=entry, table=table, first=pk, last=pk, change=change, before=as_json(before))
            for table, pk, change, before in self._before
        ]
        AuditedRecords.objects.bulk_create(rows, batch_size=2000)
        StaleMark.objects.bulk_create(StaleMark(part=part, project_id=project) for part, project in self._stale)
        return entry


_under_way: ContextVar[Audit | None] = ContextVar("audit under way", default=None)


@contextmanager
def audited(action: str, *, by: str, reason: str = "", import_run: ImportRun | None = None) -> Iterator[Audit]:
    """Open the transaction of one action, or join the action under way. Raises `nobody`."""
    check_may(by, action)
    audit = Audit()
    audit.reason, audit.import_run = reason, import_run
    outer = _under_way.get()
    token = _under_way.set(audit)
    try:
        with transaction.atomic():
            yield audit
            if outer is None and not audit.is_empty:
                audit.write(action, by)
    finally:
        _under_way.reset(token)
    if outer is not None:
        outer.join(audit)


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers: [4, 1, 2, 3, 9] gives (1, 4) and (9, 9)."""
    ordered = sorted(set(numbers))
    start = 0
    for i, number in enumerate(ordered):
        if i + 1 == len(ordered) or ordered[i + 1] != number + 1:
            yield ordered[start], number
            start = i + 1


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Field values as JSON keeps them: dates as ISO text, decimals as text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dt.date | dt.datetime):
            return value.isoformat()
        return str(value) if isinstance(value, decimal.Decimal) else value

    return {name: plain(value) for name, value in values.items()}
