"""Field shapes and constraints that several models share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q
from django.db.models.functions import Length, Upper
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLCompiler


class DayOf(models.Func):
    """The day of the month of a date, for constraints: Django's own lookup has SQLite ask Python for it, row by row."""

    template = "EXTRACT(DAY FROM %(expressions)s)"
    on_sqlite = "CAST(SUBSTR(%(expressions)s, 9, 2) AS INTEGER)"
    """A date is kept as text there: 2021-06-30."""
    arity = 1
    output_field = models.IntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **given: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=self.on_sqlite, **given)


class MonthOf(DayOf):
    """The month of a date, 1 to 12, in the same way."""

    template = "EXTRACT(MONTH FROM %(expressions)s)"
    on_sqlite = "CAST(SUBSTR(%(expressions)s, 6, 2) AS INTEGER)"


def code_field(*, unique: bool = False) -> models.CharField[str, str]:
    """A short code that people type: letters, digits, `-`, `_` and `.`."""
    return models.CharField(max_length=80, unique=unique)


def nullable_code_field() -> models.CharField[str | None, str | None]:
    """A code that may be unknown."""
    return models.CharField(max_length=80, null=True)


def number_field() -> models.AutoField[int, int]:
    """A record's own number: int32, given by the database, never reused."""
    return models.AutoField(primary_key=True)


def one_of(
    field: str, choices: type[models.TextChoices], model: str, *, nullable: bool = False
) -> models.CheckConstraint:
    """The database itself refuses a value outside the choices."""
    condition = Q(**{f"{field}__in": list(choices.values)})
    if nullable:
        condition |= Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(condition=condition, name=f"{model}_{field}_known")


def not_empty(field: str, model: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=f"{model}_{field}_not_empty")


def capitals(field: str, length: int, model: str) -> models.CheckConstraint:
    """A code of an ISO list, such as FR or EUR: null, or exactly `length` characters in capitals."""
    written = Q(Exact(Length(field), length)) & Q(Exact(Upper(field), F(field)))
    return models.CheckConstraint(condition=Q(**{f"{field}__isnull": True}) | written, name=f"{model}_{field}_capitals")


def in_order(first: str, last: str, model: str) -> models.CheckConstraint:
    """`last` is null or not before `first`; true also where `first` is null."""
    condition = (
        Q(**{f"{last}__isnull": True}) | Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__gte": models.F(first)})
    )
    return models.CheckConstraint(condition=condition, name=f"{model}_{first}_before_{last}")
