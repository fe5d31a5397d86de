"""Facts as Delta tables in HOME/facts, pinned together by one manifest.

The manifest is written last and names the version of every table: its digest is *the* facts version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from jalon.facts.schema import BY_NAME, TABLES


class Facts(Protocol):
    """One facts version, as engines read it."""

    @property
    def version(self) -> str:
        """Names this state of the facts: equal versions hold equal rows."""
        ...

    def table(self, name: str, projects: Collection[int] | None = None) -> pa.Table:
        """A whole table of `jalon.facts.schema`, or of a per-project table only these projects' rows."""
        ...

    def definitions(self) -> Mapping[str, str]:
        """The group's own indicators, newest version of each: id -> YAML text."""
        ...


class MemoryFacts:
    """Facts given as rows, for tests and examples. Missing columns are null, missing tables empty."""

    def __init__(
        self,
        rows: Mapping[str, Sequence[Mapping[str, Any]]],
        *,
        version: str = "memory",
        definitions: Mapping[str, str] = {},
    ) -> None:
        self.version = version
        self._definitions = dict(definitions)
        self._tables = {
            table.name: pa.Table.from_pylist(list(rows.get(table.name, ())), schema=table.arrow_schema)
            for table in TABLES
        }
        unknown = set(rows) - set(BY_NAME)
        if unknown:
            raise KeyError(f"no such fact tables: {sorted(unknown)}")

    def table(self, name: str, projects: Collection[int] | None = None) -> pa.Table:
        table = self._tables[name]
        if projects is None or not BY_NAME[name].per_project:
            return table
        return table.filter(pa.compute.field("project").isin(list(projects)))

    def definitions(self) -> Mapping[str, str]:
        return self._definitions
