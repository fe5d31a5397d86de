"""Many rows of one table at once, several times faster than model instances allow.

Only for rows that were checked before: constraints of the database still hold, but say so in its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models


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
    fields = [field for name in attributes if isinstance(field := model._meta.get_field(name), models.Field)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    places = ", ".join(["%s"] * len(fields))
    prepared = [(place, ready) for place, field in enumerate(fields) if (ready := preparation(field)) is not None]
    values = []
    for row in rows:
        listed = list(row)
        for place, ready in prepared:
            listed[place] = ready(listed[place])
        values.append(listed)
    with connection.cursor() as cursor:
        # Names of tables and columns come from the models, values are bound.
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", values)  # noqa: S608


def preparation(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What makes the values of a column ready for the database, if they need it."""
    operations = connection.ops
    if isinstance(field, models.DateField):
        return operations.adapt_datefield_value
    if isinstance(field, models.DecimalField):
        digits, places = field.max_digits, field.decimal_places
        return lambda value: operations.adapt_decimalfield_value(value, digits, places)
    return None
