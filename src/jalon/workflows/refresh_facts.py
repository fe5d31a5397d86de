"""Bring the facts in step with the records: read what is stale in one snapshot, write it, pin it, forget the rest."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from jalon.engines.local_keeping import keep_sets
from jalon.facts.manifest import SCHEMA_VERSION, WHOLE, Manifest, read_manifest, write_manifest
from jalon.facts.schema import BY_NAME, TABLES
from jalon.facts.store import DeltaFacts
from jalon.facts.writer import Written, delete_unpinned, only_writer, undo_unpinned_commits, write_parts
from jalon.home import Home
from jalon.records.actions.facts import clear_stale_marks
from jalon.records.export import Snapshot, read_snapshot
from jalon.records.models import FactsPart, StaleMark

DIRECTORY = ("organisations", "projects", "grants", "sites", "activities", "measures")
TABLES_OF: Mapping[str, tuple[str, ...]] = {
    FactsPart.DIRECTORY: DIRECTORY,
    # Who is erased is in no table, so who is counted as whom may change with the subjects.
    FactsPart.SUBJECTS: ("subjects", "outlines", "same_subject"),
    FactsPart.IDENTITY: ("same_subject",),
    FactsPart.QUANTITIES: ("quantities",),
    FactsPart.TARGETS: ("targets",),
}
PER_PROJECT = tuple(table for table in TABLES if table.per_project)

Progress = Callable[[int, int], None]
"""Called with how many parts are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: the facts version now, and what was rewritten because its rows had changed."""

    version: str
    tables: frozenset[str]
    projects: frozenset[int]
    rows: int
    """Rows in the parts rewritten."""
    seconds: float


@dataclass(frozen=True, slots=True)
class TableStatus:
    name: str
    rows: int
    bytes: int
    delta_version: int


@dataclass(frozen=True, slots=True)
class FactsStatus:
    """What the facts hold and what the next refresh will read again. `version` is None before the first."""

    version: str | None
    made_at: str | None
    stale: tuple[str, ...]
    """Parts, and codes of projects, sorted: `directory`, `project MANA`."""
    tables: tuple[TableStatus, ...]


def refresh_facts(
    home: Home, *, everything: bool = False, progress: Progress | None = None, patience: float = 60.0
) -> Refreshed:
    """Rewrite the parts of the facts that no longer follow the records, or all of them.

    Only one refresh runs at a time: another is waited for `patience` seconds. Raises `refresh_under_way`.
    """
    started = time.perf_counter()
    with only_writer(home, patience=patience):
        former = None if everything else read_manifest(home.facts)
        if former and former.schema_version != SCHEMA_VERSION:
            former = None
        if former and not StaleMark.objects.exists():
            keep_sets(DeltaFacts(home.facts, former))
            return Refreshed(former.version, frozenset(), frozenset(), 0, time.perf_counter() - started)
        return _refresh(home, former, progress, started)


def _refresh(home: Home, former: Manifest | None, progress: Progress | None, started: float) -> Refreshed:
    with read_snapshot(home) as records:
        marks = records.stale_marks()
        if former:
            former = undo_unpinned_commits(home.facts, former)
        written = _write(home.facts, records, former, build_stale(records, former, marks), progress)
        manifest = Manifest(
            tables={**(former.tables if former else {}), **{name: one.state for name, one in written.items()}},
            definitions=records.definitions(),
            made_at=dt.datetime.now(dt.UTC).isoformat(),
        )
        write_manifest(home.facts, manifest)
        delete_unpinned(home.facts, manifest)
    keep_sets(DeltaFacts(home.facts, manifest))
    # Last: a refresh that dies before has its marks still, and is done again.
    clear_stale_marks(marks["number"].to_pylist())
    per_project = [written[table.name].changed for table in PER_PROJECT if table.name in written]
    return Refreshed(
        version=manifest.version,
        tables=frozenset(name for name, one in written.items() if one.changed),
        projects=frozenset().union(*per_project),
        rows=sum(one.rows for one in written.values()),
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, slots=True)
class Stale:
    """What to read again: tables that are not per project, and projects, by number."""

    tables: tuple[str, ...]
    projects: tuple[int, ...]


def build_stale(records: Snapshot, former: Manifest | None, marks: pa.Table) -> Stale:
    """What the marks say, or everything where there is nothing to build on."""
    if former is None:
        return Stale(tuple(table.name for table in TABLES if not table.per_project), tuple(records.projects()))
    tables = {table for part in marks["part"].to_pylist() for table in TABLES_OF.get(part, ())}
    projects = set(marks["project"].drop_null().to_pylist())
    return Stale(tuple(table.name for table in TABLES if table.name in tables), tuple(sorted(projects)))


def _write(
    folder: Path, records: Snapshot, former: Manifest | None, stale: Stale, progress: Progress | None
) -> dict[str, Written]:
    per_project = PER_PROJECT if stale.projects or former is None else ()
    total = len(stale.tables) + len(per_project) * len(stale.projects)
    done = 0

    def parts(name: str) -> Iterator[tuple[int, pa.Table]]:
        nonlocal done
        is_whole = not BY_NAME[name].per_project
        for part in [(WHOLE, records.read(name))] if is_whole else records.read_each(name, stale.projects):
            yield part
            done += 1
            if progress:
                progress(done, total)

    written = {}
    for name in (*stale.tables, *(table.name for table in per_project)):
        before = former.tables[name] if former else None
        written[name] = write_parts(folder, BY_NAME[name], before, parts(name))
    return written


def facts_status(home: Home) -> FactsStatus:
    """Version, age and size of the facts, and what is stale."""
    manifest = read_manifest(home.facts)
    with read_snapshot(home) as records:
        marks = records.stale_marks()
        projects = records.read("projects")
    codes = dict(zip(projects["project"].to_pylist(), projects["code"].to_pylist(), strict=True))
    stale = {
        f"{part} {codes[project]}" if project is not None else part
        for part, project in zip(marks["part"].to_pylist(), marks["project"].to_pylist(), strict=True)
    }
    return FactsStatus(
        version=manifest.version if manifest else None,
        made_at=manifest.made_at if manifest else None,
        stale=tuple(sorted(stale)),
        tables=tuple(
            TableStatus(name, state.rows, state.bytes, state.delta_version)
            for name, state in (manifest.tables.items() if manifest else ())
        ),
    )
