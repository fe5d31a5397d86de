"""Records to facts in Arrow batches, without names: one consistent snapshot, every column cast.

On SQLite, ADBC types a column from what it meets first, so every query begins with a row of known types that is
dropped again, every expression is cast in SQL, and the result is cast to the types of `jalon.facts.schema`.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jalon.facts.schema import AMOUNT, BY_NAME, CODE, DATE, HOURS, NUMBER, SAME_SUBJECT, Table
from jalon.home import Home
from jalon.identity.components import build_components
from jalon.records import sqlite_reader
from jalon.records.queries import QUERIES, Links

SMALL_FILE = 8_000_000
"""Bytes up to which reading row by row takes less than starting a process that reads in bulk."""
BIRTH_PRECISION = pa.field("birth_precision", CODE)
CASTS: dict[pa.DataType, str] = {
    NUMBER: "CAST({} AS INTEGER)",
    CODE: "CAST({} AS TEXT)",
    DATE: "CAST({} AS DATE)",  # SQLite has no dates: they travel as text
    pa.bool_(): "CAST({} AS INTEGER)",
    # A decimal travels as the integer of its last digit, which both databases round alike.
    HOURS: "CAST(ROUND({} * 100) AS BIGINT)",
    AMOUNT: "CAST(ROUND({} * 10000) AS BIGINT)",
}
KNOWN = {NUMBER: "0", CODE: "''", DATE: "'1970-01-01'", pa.bool_(): "0", HOURS: "0", AMOUNT: "0"}


class Snapshot:
    """The records at one moment. Open with `read_snapshot`."""

    def __init__(self, execute: Callable[[str], pa.Table], *, is_postgresql: bool, is_small: bool = False) -> None:
        self._execute = execute
        self._is_postgresql = is_postgresql
        self._is_small = is_small

    def read(self, name: str, project: int | None = None) -> pa.Table:
        """A fact table of `jalon.facts.schema`, or one project's rows of it; in the schema's types and order."""
        table = BY_NAME[name]
        assert table.per_project == (project is not None), name
        if table == SAME_SUBJECT:
            return self._same_subject()
        return self._read(
            name, f" WHERE {QUERIES[name].project} = {project}" if project is not None else "", table.sort
        )

    def read_each(self, name: str, projects: Sequence[int]) -> Iterator[tuple[int, pa.Table]]:
        """`read` for each of these projects; where all records are few, by one query for all of them."""
        if not self._is_small:
            yield from ((project, self.read(name, project)) for project in projects)
            return
        assert not QUERIES[name].lists, name  # these are joined to rows in the order of the table's own key
        listed = ", ".join(str(project) for project in projects)
        rows = self._read(name, f" WHERE {QUERIES[name].project} IN ({listed})", ("project", *BY_NAME[name].sort))
        of_rows = rows["project"].to_numpy()
        for project in projects:
            first, last = np.searchsorted(of_rows, (project, project + 1)).tolist()
            yield project, rows.slice(first, last - first)

    def _read(self, name: str, where: str, order: Sequence[str]) -> pa.Table:
        table, query = BY_NAME[name], QUERIES[name]
        fields = {column.name: column.type for column in table.columns} | {BIRTH_PRECISION.name: BIRTH_PRECISION.type}
        rows = self.select(
            {column: (expression, fields[column]) for column, expression in query.columns.items()},
            query.source + where,
        )
        rows = rows.sort_by([(column, "ascending") for column in order])
        columns = {column: rows[column] for column in query.columns}
        for column, links in query.lists.items():
            columns[column] = self._lists(rows[table.sort[0]], links, fields[column].value_type)
        if "birth_precision" in columns:
            columns["birth_latest"] = _birth_latest(rows["birth_earliest"], columns.pop("birth_precision"))
        return _as_table(table, columns)

    def projects(self) -> list[int]:
        """The numbers of all projects."""
        numbers: list[int] = self.select({"number": ("number", NUMBER)}, "records_project")["number"].to_pylist()
        return sorted(numbers)

    def stale_marks(self) -> pa.Table:
        """The marks this snapshot sees: number, part, project."""
        return self.select(
            {"number": ("number", NUMBER), "part": ("part", CODE), "project": ("project_id", NUMBER)},
            "records_stalemark",
        )

    def definitions(self) -> dict[str, str]:
        """The newest version of each indicator the group wrote: id -> YAML text."""
        rows = self.select(
            {"code": ("code", CODE), "version": ("version", NUMBER), "text": ("text", CODE)},
            "records_indicatorversion",
        ).sort_by([("code", "ascending"), ("version", "ascending")])
        return dict(zip(rows["code"].to_pylist(), rows["text"].to_pylist(), strict=True))

    def select(self, columns: Mapping[str, tuple[str, pa.DataType]], source: str) -> pa.Table:
        """`source` is all that follows FROM; `columns` gives each column's expression and type."""
        casts = [self._cast(expression, type) + f' AS "{name}"' for name, (expression, type) in columns.items()]
        sql = f"SELECT {', '.join(casts)} FROM {source}"  # noqa: S608
        if not self._is_postgresql:
            # PostgreSQL says what type a column has, and may return the parts of a union in any order.
            known = [self._cast(KNOWN[type], type) + f' AS "{name}"' for name, (_, type) in columns.items()]
            sql = f"SELECT {', '.join(known)} UNION ALL {sql}"
        rows = self._execute(sql)[0 if self._is_postgresql else 1 :]
        return pa.table({name: _as_type(rows[name], type) for name, (_, type) in columns.items()})

    def _cast(self, expression: str, type: pa.DataType) -> str:
        if type == DATE and not self._is_postgresql:
            return f"CAST({expression} AS TEXT)"
        return CASTS[type].format(expression)

    def _lists(self, keys: pa.ChunkedArray, links: Links, type: pa.DataType) -> pa.Array:
        """A list for each key, empty where nothing is linked. `keys` are sorted."""
        rank = {"rank": (links.rank, NUMBER)} if links.rank else {}
        rows = self.select({"key": (links.key, NUMBER), "value": (links.value, type), **rank}, links.source)
        rows = rows.sort_by([("key", "ascending"), ("rank" if rank else "value", "ascending")])
        starts = np.searchsorted(rows["key"].to_numpy(), keys.to_numpy()).astype(np.int32)
        offsets = pa.array(np.append(starts, np.int32(len(rows))), pa.int32())
        return pa.ListArray.from_arrays(offsets, rows["value"].combine_chunks())

    def _same_subject(self) -> pa.Table:
        said = self.select(
            {
                "number": ("number", NUMBER),
                "first": ("first_id", NUMBER),
                "second": ("second_id", NUMBER),
                "verdict": ("verdict", CODE),
            },
            "records_identityassertion",
        ).sort_by("number")
        erased = self.select({"subject": ("number", NUMBER)}, "records_subject WHERE erased_at IS NOT NULL")
        pairs = zip(said["first"].to_pylist(), said["second"].to_pylist(), said["verdict"].to_pylist(), strict=True)
        found = build_components(pairs, absent=frozenset(erased["subject"].to_pylist()))
        ordered = sorted(found.same_as.items())
        return pa.Table.from_pylist(
            [{"subject": subject, "same_as": same_as} for subject, same_as in ordered],
            schema=SAME_SUBJECT.arrow_schema,
        )


@contextmanager
def read_snapshot(home: Home) -> Iterator[Snapshot]:
    """The records of this home in one read transaction: what others write meanwhile is not seen."""
    if home.records_url is None:
        is_small = home.records_file.stat().st_size <= SMALL_FILE
        with (_small_sqlite if is_small else _sqlite)(str(home.records_file)) as execute:
            yield Snapshot(execute, is_postgresql=False, is_small=is_small)
    else:
        with _postgresql(home.records_url) as execute:
            yield Snapshot(execute, is_postgresql=True)


@contextmanager
def _small_sqlite(file: str) -> Iterator[Callable[[str], pa.Table]]:
    """Queries on a small file, row by row, by the copy of SQLite that the records are written with: its locks hold."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN")

        def execute(sql: str) -> pa.Table:
            try:
                cursor = connection.execute(sql)
                columns = zip(*cursor.fetchall(), strict=True)  # never none: a row of known types comes first
            except sqlite3.Error as error:
                raise RuntimeError(f"reading the records failed: {error}\n{sql}") from error
            return pa.table(
                {
                    name: pa.array(values, pa.int64() if isinstance(values[0], int) else pa.string())
                    for (name, *_), values in zip(cursor.description, columns, strict=True)
                }
            )

        yield execute


@contextmanager
def _sqlite(file: str) -> Iterator[Callable[[str], pa.Table]]:
    """Queries on the file, run by a process of its own: `jalon.records.sqlite_reader` says why."""
    command = [sys.executable, "-P", sqlite_reader.__file__, file]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reader:
        assert reader.stdin
        assert reader.stdout
        assert reader.stderr
        queries, streams, complaint = reader.stdin, reader.stdout, reader.stderr

        def execute(sql: str) -> pa.Table:
            try:
                queries.write(json.dumps(sql).encode() + b"\n")
                queries.flush()
                with pa.ipc.open_stream(streams) as rows:
                    return rows.read_all()
            except (OSError, pa.ArrowInvalid) as error:
                raise RuntimeError(f"reading the records failed: {complaint.read().decode()}\n{sql}") from error

        try:
            yield execute
        except BaseException:
            # Left by Ctrl-C, Popen waits a quarter of a second and then leaves its process behind.
            reader.kill()
            reader.wait()
            raise


@contextmanager
def _postgresql(url: str) -> Iterator[Callable[[str], pa.Table]]:
    import adbc_driver_postgresql.dbapi  # imported late: it takes long, and most groups have SQLite

    with adbc_driver_postgresql.dbapi.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

        def execute(sql: str) -> pa.Table:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()

        yield execute
        connection.rollback()


def _as_type(values: pa.ChunkedArray, type: pa.DataType) -> pa.ChunkedArray:
    """Exactly this type, or an error of Arrow: a value that does not fit is never cut or nulled."""
    if pa.types.is_decimal(type):
        last_digit = pa.scalar(Decimal(1).scaleb(-type.scale), pa.decimal128(type.scale + 1, type.scale))
        return pc.multiply(values.cast(pa.int64()).cast(pa.decimal128(19, 0)), last_digit).cast(type)
    return values.cast(type)


def _as_table(table: Table, columns: Mapping[str, Any]) -> pa.Table:
    schema = table.arrow_schema
    for field in schema:
        if not field.nullable and columns[field.name].null_count:
            raise AssertionError(f"{table.name}.{field.name} has a null")
    return pa.Table.from_arrays([columns[field.name] for field in schema], schema=schema)


def _birth_latest(earliest: pa.ChunkedArray, precision: pa.ChunkedArray) -> pa.Array:
    """The last day on which somebody may have been born: the day itself, or the last of its month or year."""
    days: npt.NDArray[np.datetime64] = earliest.to_numpy().astype("datetime64[D]")
    one_day = np.timedelta64(1, "D")
    end_of_month = (days.astype("datetime64[M]") + 1).astype("datetime64[D]") - one_day
    end_of_year = (days.astype("datetime64[Y]") + 1).astype("datetime64[D]") - one_day
    how = precision.to_numpy()
    return pa.array(np.select([how == "month", how == "year"], [end_of_month, end_of_year], days), DATE)
