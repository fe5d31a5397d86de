"""Facts as they would be if something were so: for asking by how much it could move a figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pyarrow as pa

from jalon.facts.schema import BY_NAME
from jalon.facts.store import Facts, rows_of


class SupposedFacts:
    """Other facts, with some tables replaced. Never written anywhere."""

    def __init__(self, facts: Facts, name: str, tables: Mapping[str, pa.Table]) -> None:
        self._facts = facts
        self._tables = tables
        self.version = f"{facts.version} supposing {name}"

    def table(self, name: str, projects: Collection[int] | None = None) -> pa.Table:
        if name not in self._tables:
            return self._facts.table(name, projects)
        table = self._tables[name]
        if projects is None or not BY_NAME[name].per_project:
            return table
        return rows_of(table, "project", projects)

    def definitions(self) -> Mapping[str, str]:
        return self._facts.definitions()
