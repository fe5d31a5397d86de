"""Many rows of one table at once, many times faster than model instances allow.

Only for rows that were checked before: constraints of the database still hold, but say so in its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import connection, models

from jalon.records.actions.audited import audited
from jalon.records.models import FactsPart

ROWS_IN_STATEMENT = 100
"""SQLite spends more on a statement than on a row, up to about here; far below its 32,766 values."""
ROWS_AT_ONCE = 20_000
"""Rows made ready together: enough for speed, little memory."""
CACHE_KIB = 262_144
"""SQLite's own 2 MB of pages in memory hold no index of a million rows."""

Progress = Callable[[str, int, int], None]
"""Told what is written, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, column by column: attribute name (`site_id`) -> values; the record's number among them."""

    model: type[models.Model]
    columns: Mapping[str, Sequence[Any]]
    stale: Collection[tuple[FactsPart, int | None]] = ()
    """The parts of the facts that no longer follow, with the project where the part is per project."""

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    @property
    def numbers(self) -> Sequence[int]:
        """What the audit names the records by."""
        key = self.model._meta.pk
        assert key is not None
        return self.columns[key.attname]


def write_rows(*, by: str, tables: Iterable[Rows], progress: Progress | None = None) -> None:
    """Write whole tables of new records, each after those that it names, under numbers from `take_numbers`.

    The caller has checked them as the other actions check theirs. One audit entry names all of them, in runs.
    """
    with audited("write_rows", by=by) as audit, many_pages_in_memory():
        for rows in tables:
            for first in range(0, len(rows), ROWS_AT_ONCE):
                part = {name: values[first : first + ROWS_AT_ONCE] for name, values in rows.columns.items()}
                insert_columns(rows.model, part)
                if progress:
                    progress(rows.model._meta.model_name or "", min(first + ROWS_AT_ONCE, len(rows)), len(rows))
            audit.created_many(rows.model, rows.numbers)
            for part_of_facts, project in rows.stale:
                audit.stale(part_of_facts, project)


@contextmanager
def many_pages_in_memory() -> Iterator[None]:
    """Give SQLite memory for the indexes it builds, for as long as this lasts."""
    if connection.vendor == "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        (former,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {former}")


def take_numbers(model: type[models.Model], count: int) -> Sequence[int]:
    """Numbers never given before, for `count` records of the table; inside a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            assert model._meta.pk is not None
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, model._meta.pk.column, count])
            return [row[0] for row in cursor.fetchall()]
        # SQLite's transactions are immediate: nobody else takes numbers until this one ends.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + count)


def insert(model: type[models.Model], attributes: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values, in the order of the attribute names (`site_id`), the record's number among them.

    Dates and decimals are made ready for the database; texts and whole numbers are as they are.
    """
    remaining = iter(rows)
    while part := list(islice(remaining, ROWS_AT_ONCE)):
        insert_columns(model, dict(zip(attributes, zip(*part, strict=True), strict=True)))


def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows given column by column, by attribute name; within an action, whose transaction takes back all of them
    where one is refused.

    So SQLite need not be able to take back one statement, for which it copies each page aside that the statement changes.
    """
    fields = [field for name in columns if isinstance(field := model._meta.get_field(name), models.Field)]
    ready = [made_ready(field, values) for field, values in zip(fields, columns.values(), strict=True)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or "") for field in fields)
    target = f"{quote(model._meta.db_table)} ({names})"
    rows = list(zip(*ready, strict=True))
    if connection.vendor == "postgresql":
        copy(target, rows)
        return
    values = list(chain.from_iterable(rows))
    whole = len(rows) // ROWS_IN_STATEMENT * ROWS_IN_STATEMENT
    with connection.cursor() as cursor:
        for count, first, end in ((ROWS_IN_STATEMENT, 0, whole), (1, whole, len(rows))):
            row = f"({', '.join(['%s'] * len(fields))})"
            # Names of tables and columns come from the models, values are bound.
            statement = f"INSERT OR FAIL INTO {target} VALUES {', '.join([row] * count)}"  # noqa: S608
            width = count * len(fields)
            places = range(first * len(fields), end * len(fields), width)
            if places:
                cursor.executemany(statement, [values[place : place + width] for place in places])


def copy(target: str, rows: Iterable[Sequence[Any]]) -> None:
    """PostgreSQL's own way in, ten times faster than statements; every constraint holds as ever."""
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {target} FROM STDIN") as stream,
    ):
        for row in rows:
            stream.write_row(row)


def made_ready(field: models.Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    """The values of a column ready for the database; each different one is prepared once."""
    operations = connection.ops
    if isinstance(field, models.JSONField):
        raise TypeError(f"{field.name} holds JSON, which is not written in bulk")
    if isinstance(field, models.DateTimeField):
        ready = {value: operations.adapt_datetimefield_value(value) for value in set(values)}
    elif isinstance(field, models.DateField):
        ready = {value: operations.adapt_datefield_value(value) for value in set(values)}
    elif isinstance(field, models.DecimalField):
        digits, places = field.max_digits, field.decimal_places
        ready = {value: operations.adapt_decimalfield_value(value, digits, places) for value in set(values)}
    else:
        return values
    return [ready[value] for value in values]


def delete_run(model: type[models.Model], first: int, last: int) -> None:
    """Delete the records of a run of numbers, to which nothing refers: the database refuses where something does."""
    assert model._meta.pk is not None
    quote = connection.ops.quote_name
    target = f"{quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column or '')}"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {target} BETWEEN %s AND %s", [first, last])  # noqa: S608
