"""Reading facts into columns of numbers: from their files, or from rows in memory.

Arrow's own way to NumPy imports pandas first, as do its scalars, which takes longer than a figure: the numbers are
taken here from where Arrow holds them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
import pyarrow as pa

from jalon.engines.local_arrays import Ints, Truths
from jalon.facts.schema import BY_NAME, NUMBER
from jalon.facts.store import Facts

FEW_ROWS = 20_000
"""Up to so many in all its projects, a table is held as it is."""


@runtime_checkable
class OnDisk(Protocol):
    """Facts whose tables can be read from their files, only the columns wanted."""

    def read_parts(
        self, name: str, columns: Sequence[str], projects: Collection[int] | None = None
    ) -> Mapping[int, pa.Table]: ...

    def count_rows(self, name: str) -> int: ...


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
        self._held: dict[str, Mapping[int, pa.Table]] = {}
        """All of a table of few rows, by project: to open its files takes longer than to read them, so it is done once."""

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A small table, row by row."""
        return cast(list[dict[str, Any]], self.facts.table(name).to_pylist())

    def read(self, name: str, columns: Sequence[str], *, projects: Collection[int] | None = None) -> pa.Table:
        """Columns of a table, or of some projects' rows of it, codes as text or as dictionaries."""
        facts = self.facts
        if not isinstance(facts, OnDisk):
            return facts.table(name, projects).select(columns)
        stored = [column for column in columns if column != "project"]
        parts = self._read_parts(facts, name, stored, projects)
        if not parts:
            return facts.table(name, ()).select(columns)
        rows = pa.concat_tables(part.select(stored) for part in parts.values())
        return rows if len(stored) == len(columns) else rows.append_column("project", _projects_of(parts))

    def _read_parts(
        self, facts: OnDisk, name: str, columns: Sequence[str], projects: Collection[int] | None
    ) -> Mapping[int, pa.Table]:
        """These columns at least, by project in order."""
        table = BY_NAME[name]
        if facts.count_rows(name) > FEW_ROWS:
            return facts.read_parts(name, columns, projects)
        if name not in self._held:
            stored = [column.name for column in table.columns if column.name != "project" or not table.per_project]
            self._held[name] = facts.read_parts(name, stored)
        held = self._held[name]
        if projects is None or not table.per_project:
            return held
        return {project: held[project] for project in sorted(held.keys() & projects)}


def _projects_of(parts: Mapping[int, pa.Table]) -> pa.Array:
    numbers = np.repeat(np.array(list(parts), np.int32), [len(rows) for rows in parts.values()])
    return pa.Array.from_buffers(NUMBER, len(numbers), [None, pa.py_buffer(numbers)])


def ints(table: pa.Table, name: str) -> Ints:
    """Whole numbers, or days since 1970; zeros and ones of truths. What stands where one is missing says nothing."""
    parts = [_numbers(chunk) for chunk in table.column(name).chunks]
    return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, np.int32), *parts])


def ints_or(table: pa.Table, name: str, missing: int) -> Ints:
    return np.where(is_given(table, name), ints(table, name), np.int32(missing))


def is_given(table: pa.Table, name: str) -> Truths:
    """By row, whether there is a value."""
    return np.concatenate([np.zeros(0, np.bool_), *(_is_valid(chunk) for chunk in table.column(name).chunks)])


def _numbers(values: pa.Array) -> Ints:
    if pa.types.is_boolean(values.type):
        return _bits(values.buffers()[1], values)
    kind = np.dtype(f"i{values.type.bit_width // 8}")
    if not len(values):
        return np.zeros(0, kind)
    return np.frombuffer(values.buffers()[1], kind, len(values), values.offset * kind.itemsize)


def _is_valid(values: pa.Array) -> Truths:
    if not values.null_count:
        return np.ones(len(values), np.bool_)
    return _bits(values.buffers()[0], values).view(np.bool_)


def _bits(buffer: pa.Buffer | None, values: pa.Array) -> Ints:
    bytes = np.zeros(0, np.uint8) if buffer is None else np.frombuffer(buffer, np.uint8)
    return np.unpackbits(bytes, count=values.offset + len(values), bitorder="little")[values.offset :]


def unscaled(table: pa.Table, name: str) -> Ints:
    """Decimals as whole numbers of their last place, 0 where missing."""
    parts = [np.zeros(0, np.int64)]
    for values in table.column(name).chunks:
        if len(values):  # sixteen bytes each, the lower eight first; the schema's decimals fit in these
            lower = np.frombuffer(values.buffers()[1], "<i8")[2 * values.offset : 2 * (values.offset + len(values)) : 2]
            parts.append(np.where(_is_valid(values), lower, 0))
    return np.concatenate(parts)


def codes(table: pa.Table, name: str) -> Codes:
    column = table.column(name)
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    chunks = column.unify_dictionaries().chunks
    if not chunks:
        return Codes(np.zeros(0, np.int32), ())
    positions = [np.where(_is_valid(chunk), _numbers(chunk.indices), np.int32(-1)) for chunk in chunks]
    return Codes(np.concatenate(positions), tuple(chunks[0].dictionary.to_pylist()))


def narrowed(values: Ints, most: int) -> Ints:
    """Numbers from -1 to `most` in the smallest type that holds them."""
    return values.astype(np.min_scalar_type(-max(most, 1) - 1), copy=False)
