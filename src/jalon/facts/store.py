"""Facts as Delta tables in HOME/facts, pinned together by one manifest.

The manifest is written last and names the version of every table: its digest is *the* facts version.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

import jalon.facts.errors  # noqa: F401  # the catalogue's entries
from jalon.errors import Bilingual, JalonError
from jalon.facts.kept import FOLDER as KEPT
from jalon.facts.manifest import SCHEMA_VERSION, Manifest, Part, read_manifest
from jalon.facts.schema import BY_NAME, CODE, NUMBER, TABLES
from jalon.home import Home

HELD = frozenset(table.name for table in TABLES if not table.per_project) - {"subjects", "outlines", "same_subject"}
"""Tables that do not grow with the number of people."""
ROWS_FOR_THREADS = 50_000
"""Fewer are read before threads have been started on them."""
FILES_FOR_THREADS = 20
"""As many, with as many rows in all, are read side by side, each by one thread."""


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


def rows_of(table: pa.Table, column: str, numbers: Collection[int]) -> pa.Table:
    """The rows with one of these numbers in a column.

    By a mask: to filter by an expression pyarrow imports its datasets, which takes longer than a figure.
    """
    return table.filter(pc.is_in(table.column(column), pa.array(sorted(numbers), NUMBER)))


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
        return rows_of(table, "project", projects)

    def definitions(self) -> Mapping[str, str]:
        return self._definitions


class DeltaFacts:
    """The facts in HOME/facts as one manifest pins them; nothing is read before it is asked for."""

    def __init__(self, folder: Path, manifest: Manifest, kept: Path | None = None) -> None:
        self.folder = folder
        self.manifest = manifest
        self.kept = folder / KEPT if kept is None else kept
        """Where what an engine derives from them is kept: beside them, unless it is kept beside others."""
        self._held: dict[str, pa.Table] = {}
        """Small tables that have been read: every figure asks for some, and one facts version never changes."""

    @property
    def version(self) -> str:
        return self.manifest.version

    def definitions(self) -> Mapping[str, str]:
        return self.manifest.definitions

    def table(self, name: str, projects: Collection[int] | None = None) -> pa.Table:
        """The rows in the order of the schema's `sort`, project by project. Raises `facts_moved`."""
        if name not in HELD:
            return self._read(name, projects)
        if name not in self._held:
            self._held[name] = self._read(name, None)
        return self._held[name]

    def _read(self, name: str, projects: Collection[int] | None) -> pa.Table:
        wanted = BY_NAME[name]
        stored = [column.name for column in wanted.columns if column.name != "project" or not wanted.per_project]
        parts = self.read_parts(name, stored, projects)
        if wanted.per_project:
            parts = {
                project: rows.append_column("project", pa.repeat(pa.scalar(project, NUMBER), len(rows)))
                for project, rows in parts.items()
            }
        schema = wanted.arrow_schema
        # Not empty_table(): it imports pandas, which takes as long as a figure.
        return pa.concat_tables(
            [pa.Table.from_batches([], schema), *(rows.select(schema.names).cast(schema) for rows in parts.values())]
        )

    def read_parts(
        self, name: str, columns: Sequence[str], projects: Collection[int] | None = None
    ) -> dict[int, pa.Table]:
        """These columns, codes as dictionaries, by project in order of their numbers; under `WHOLE` those of a table that
        is not per project. No part has no rows. Of a per-project table the column `project` is not asked for: it is the key.

        Many files of many rows are read side by side on every core: threads that read small ones wait for one another.
        Raises `facts_moved`.
        """
        parts = self.parts(name, projects)
        codes = [column.name for column in BY_NAME[name].columns if column.type == CODE and column.name in columns]

        def read(part: Part) -> pa.Table:
            # Not pyarrow.dataset: importing it takes twice as long as reading a small group's facts.
            path, is_large = self.folder / part.file, part.rows > ROWS_FOR_THREADS
            # Of a file that it opens itself, Arrow asks the system column by column: a small one is had at once.
            source = path if is_large else pa.BufferReader(path.read_bytes())
            return pa.parquet.ParquetFile(source, read_dictionary=codes).read(list(columns), use_threads=is_large)

        try:
            if len(parts) < FILES_FOR_THREADS or sum(part.rows for part in parts.values()) <= ROWS_FOR_THREADS:
                return {project: read(part) for project, part in parts.items()}
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                return dict(zip(parts, threads.map(read, parts.values()), strict=True))
        except FileNotFoundError as error:
            raise JalonError("facts_moved", home=self.folder.parent) from error

    def count_rows(self, name: str) -> int:
        """Those of all projects."""
        return self.manifest.tables[name].rows

    def parquet_files(self, name: str, projects: Collection[int] | None = None) -> list[str]:
        """Paths of the files that hold these rows, by project number; none where there are no rows.

        A refresh by another process may take files away; reading them then fails.
        """
        return [str(self.folder / part.file) for part in self.parts(name, projects).values()]

    def parts(self, name: str, projects: Collection[int] | None) -> Mapping[int, Part]:
        """The parts that hold rows of these projects, in order of their numbers; that of a table that is not per project
        under `WHOLE`, whatever the projects."""
        parts = self.manifest.tables[name].parts
        wanted = parts if projects is None or not BY_NAME[name].per_project else parts.keys() & projects
        return {project: parts[project] for project in sorted(wanted)}

    def build_missing(self) -> list[str]:
        """What the manifest pins and the folder does not hold at its full length: paths relative to it."""
        return [
            part.file
            for table in self.manifest.tables.values()
            for part in table.parts.values()
            if not is_file_of_size(self.folder / part.file, part.bytes)
        ]


def is_file_of_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def open_facts(home: Home) -> DeltaFacts:
    """The facts as the last refresh left them. Raises `no_facts`, `facts_of_another_schema`, `facts_damaged`."""
    former: str | None = None
    while True:
        manifest = read_manifest(home.facts)
        if manifest is None:
            raise JalonError("no_facts", home=home.path)
        if manifest.schema_version != SCHEMA_VERSION:
            raise JalonError("facts_of_another_schema", home=home.path)
        facts = DeltaFacts(home.facts, manifest)
        missing = facts.build_missing()
        if not missing:
            return facts
        if manifest.made_at == former:
            raise JalonError(
                "facts_damaged",
                home=home.path,
                found=Bilingual(f"{missing[0]} is missing or cut short", f"{missing[0]} manque ou est incomplet"),
            )
        # A refresh may have taken files away after the manifest was read: a newer manifest is there then.
        former = manifest.made_at
