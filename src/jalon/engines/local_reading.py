"""Reading facts into columns of numbers: many rows by DuckDB from their files, few without it, else from memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from jalon.engines.local_arrays import Ints, is_ordered, starts_of
from jalon.facts.manifest import WHOLE as WHOLE_PART
from jalon.facts.schema import BY_NAME, NUMBER
from jalon.facts.store import Facts

PARTITIONED = "read_parquet($files, hive_partitioning = true, hive_types = {'project': INTEGER})"
WHOLE = "read_parquet($files, hive_partitioning = false)"
FEW_ROWS = 100_000
"""Up to these, Arrow alone has read them before DuckDB has planned its query."""


@runtime_checkable
class OnDisk(Protocol):
    """Facts whose tables can be read from their files."""

    def parquet_files(self, name: str, projects: Collection[int] | None = None) -> Sequence[str]: ...

    def count_rows(self, name: str, projects: Collection[int] | None = None) -> int: ...

    def read_columns(self, name: str, columns: Sequence[str], projects: Collection[int] | None = None) -> pa.Table: ...


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of codes: `positions` in `labels`, -1 where missing."""

    positions: Ints
    labels: tuple[str, ...]

    def take(self, rows: Ints) -> Codes:
        return Codes(self.positions[rows], self.labels)


class Reader:
    """The tables of one facts version."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._held: dict[str, tuple[pa.Table, dict[int, tuple[int, int]]]] = {}

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A small table, row by row."""
        return cast(list[dict[str, Any]], self.facts.table(name).to_pylist())

    def read(self, name: str, columns: Sequence[str], *, projects: Collection[int] | None = None) -> pa.Table:
        """Columns of a table, or of some projects' rows of it."""
        facts = self.facts
        if not isinstance(facts, OnDisk):
            return facts.table(name, projects).select(columns)
        if facts.count_rows(name, projects) > FEW_ROWS:
            import duckdb

            source = PARTITIONED if BY_NAME[name].per_project else WHOLE
            query = f"SELECT {', '.join(columns)} FROM {source}"  # noqa: S608  # only names of the schema stand in it
            try:
                return _duckdb().cursor().sql(query, params={"files": self._files(name, projects)}).to_arrow_table()
            except duckdb.IOException:
                pass  # a refresh has taken files away, which the facts below say, or the path has signs of a pattern
        return facts.read_columns(name, columns, projects)

    def read_project(self, name: str, project: int, columns: Sequence[str]) -> pa.Table:
        """Columns of one project's rows, codes as dictionaries: one file, which takes DuckDB longer to open."""
        if name in self._held:
            return self._held_rows(name, project).select(columns)
        files = self._files(name, (project,))
        if not files:
            return self.facts.table(name, (project,)).select(columns)
        codes = [column.name for column in BY_NAME[name].columns if column.type == pa.string()]
        try:
            return pq.ParquetFile(files[0], read_dictionary=codes).read(columns=list(columns), use_threads=False)
        except FileNotFoundError:
            return self.facts.table(name, (project,)).select(columns)  # which says that the facts have moved

    def hold(self, name: str, columns: Sequence[str]) -> None:
        """Read these columns of all projects at once: for many projects that is faster than one by one."""
        rows = self.read(name, ("project", *columns))
        project = ints(rows, "project")
        order = np.arange(len(project)) if is_ordered(project) else np.argsort(project, kind="stable")
        rows = rows if is_ordered(project) else rows.take(pa.array(order))
        found = starts_of(project[order])
        bounds = zip(found, np.append(found[1:], len(project)), strict=True)
        self._held[name] = rows, {int(project[order[first]]): (int(first), int(last)) for first, last in bounds}

    def _held_rows(self, name: str, project: int) -> pa.Table:
        rows, bounds = self._held[name]
        first, last = bounds.get(project, (0, 0))
        return rows.slice(first, last - first)

    def read_whole(self, name: str, columns: Sequence[str]) -> pa.Table:
        """Columns of a table that is not per project, codes as dictionaries, which DuckDB would write out."""
        return self.read_project(name, WHOLE_PART, columns)

    def _files(self, name: str, projects: Collection[int] | None) -> list[str]:
        return list(self.facts.parquet_files(name, projects)) if isinstance(self.facts, OnDisk) else []


@cache
def _duckdb() -> Any:
    """One for the process, since opening it takes longer than reading a small table; each reading has a cursor of its own.

    Imported when it is first needed: what is kept needs no DuckDB, and importing it takes longer than a figure.
    """
    import duckdb

    return duckdb.connect()


def ints(table: pa.Table, name: str) -> Ints:
    values: Ints = table.column(name).to_numpy()
    return values


def days(table: pa.Table, name: str) -> Ints:
    values: Ints = table.column(name).cast(pa.int32()).to_numpy()
    return values


def ints_or(table: pa.Table, name: str, missing: int) -> Ints:
    values: Ints = table.column(name).cast(pa.int32()).fill_null(missing).to_numpy()
    return values


def unscaled(table: pa.Table, name: str) -> Ints:
    """Decimals as whole numbers of their last place, 0 where missing."""
    column = table.column(name)
    # Sixteen bytes each, the lower eight first; the schema's decimals fit in these.
    given = (values.fill_null(0) for values in column.chunks if len(values))
    parts = [
        np.frombuffer(values.buffers()[1], "<i8")[2 * values.offset : 2 * (values.offset + len(values)) : 2]
        for values in given
    ]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def codes(table: pa.Table, name: str) -> Codes:
    column = table.column(name)
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    coded = column.unify_dictionaries().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0) if coded.num_chunks else pa.array([], pa.string()).dictionary_encode()
    positions: Ints = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return Codes(positions.astype(np.int32, copy=False), tuple(coded.dictionary.to_pylist()))


def narrowed(values: Ints, most: int) -> Ints:
    """Numbers from -1 to `most` in the smallest type that holds them."""
    return values.astype(np.min_scalar_type(-max(most, 1) - 1), copy=False)


__all__ = ["NUMBER", "Codes", "OnDisk", "Reader", "codes", "days", "ints", "ints_or", "narrowed", "unscaled"]
