"""Writing facts: files first, then Delta's log, then the manifest, then what nothing pins is deleted.

A refresh that dies at any point leaves the former manifest and every file it pins.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable, PostCommitHookProperties, Schema
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

import jalon.facts.errors  # noqa: F401  # the catalogue's entries
from jalon.errors import JalonError
from jalon.facts.digest import content_digest
from jalon.facts.manifest import WHOLE, Manifest, Part, TableState
from jalon.facts.schema import DATE, Table
from jalon.home import Home

ROWS_IN_GROUP = 131_072  # a little over DuckDB's own row group, so that one project is read by several threads
FEW_ROWS = 5_000  # to pack and unpack so few takes longer than to write and read what it saves
LOG_LENGTH = 20  # Delta versions after which the log is gathered in a checkpoint and cut

CONFIGURATION = {
    "delta.logRetentionDuration": "interval 0 days",
    "delta.deletedFileRetentionDuration": "interval 0 days",
}
# Delta's own cleaning could cut the log before the manifest stops pinning what it cuts.
NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


@contextmanager
def only_writer(home: Home, *, patience: float) -> Iterator[None]:
    """Hold the facts for writing; the system lets go if the process dies.

    Another writer is waited for `patience` seconds. Raises `refresh_under_way`.
    """
    home.facts.mkdir(exist_ok=True)
    waited_until = time.monotonic() + patience
    with (home.facts / "refresh.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= waited_until:
                    raise JalonError("refresh_under_way", home=home.path) from error
                time.sleep(0.05)
        yield


@dataclass(frozen=True, slots=True)
class Written:
    """A table's new state, the parts of it whose rows changed, and how many rows these hold now."""

    state: TableState
    changed: frozenset[int]

    @property
    def rows(self) -> int:
        return sum(self.state.parts[part].rows for part in self.changed if part in self.state.parts)


def write_parts(
    folder: Path, table: Table, former: TableState | None, parts: Iterable[tuple[int, pa.Table]]
) -> Written:
    """Write these parts of one table and commit them to its Delta table as one version.

    `parts` are (project, or WHOLE for a table not per project; all its rows, of the table's schema and sorted).
    A part equal to the former one is left alone; one without rows is taken away. Where `former` is None the
    table is written anew, and holds these parts only.
    """
    (folder / table.name).mkdir(parents=True, exist_ok=True)
    kept = dict(former.parts) if former else {}
    added: dict[int, AddAction] = {}
    removed: list[RemoveAction] = []
    changed: set[int] = set()
    for project, rows in parts:
        before = kept.get(project)
        digest = content_digest(rows)
        if before and before.digest == digest:
            continue
        if before:
            removed.append(_removal(table, project, kept.pop(project)))
            changed.add(project)
        if len(rows):
            kept[project] = write_part(folder, table, project, rows, digest)
            added[project] = _addition(table, project, kept[project], rows)
            changed.add(project)
    if former is None:
        version = _commit_anew(folder / table.name, table, list(added.values()))
    elif added or removed:
        version = _commit(folder / table.name, table, [*removed, *added.values()])
    else:
        version = former.delta_version
    return Written(TableState(version, kept), frozenset(changed))


def undo_unpinned_commits(folder: Path, manifest: Manifest) -> Manifest:
    """Take back what a refresh committed to Delta before it died without a manifest.

    Readers of the manifest do not see such commits, but Spark reads the tables' last versions. Gives the manifest
    with the versions that hold its rows again.
    """
    tables = dict(manifest.tables)
    for name, state in manifest.tables.items():
        if _last_version(folder / name) != state.delta_version:
            delta = DeltaTable(folder / name)
            delta.restore(state.delta_version)
            tables[name] = replace(state, delta_version=_last_version(folder / name))
    return replace(manifest, tables=tables)


def _last_version(path: Path) -> int:
    return max((int(file.stem) for file in (path / "_delta_log").glob("*.json")), default=-1)


def delete_unpinned(folder: Path, manifest: Manifest) -> None:
    """Delete what no reader of this manifest needs: former files, what a refresh that died left, old log entries.

    Erasure relies on it: a file that is not pinned may hold rows of an erased subject.
    """
    pinned = {folder / part.file for table in manifest.tables.values() for part in table.parts.values()}
    for file in folder.glob("*/**/*.parquet"):
        if file not in pinned and "_delta_log" not in file.parts:
            file.unlink()
    for name, state in manifest.tables.items():
        log = folder / name / "_delta_log"
        if len(list(log.glob("*.json"))) > LOG_LENGTH:
            delta = DeltaTable(log.parent, version=state.delta_version)
            delta.create_checkpoint()
            delta.cleanup_metadata()


def _commit_anew(path: Path, table: Table, added: list[AddAction]) -> int:
    """A Delta table of these files alone, its version; files of one that was there stay until nothing pins them."""
    try:
        _create(path, table, added)
    except DeltaError:
        shutil.rmtree(path / "_delta_log")  # cut short or not Delta's: the manifest's files need no log to be read
        _create(path, table, added)
    return _last_version(path)


def _create(path: Path, table: Table, added: list[AddAction]) -> None:
    create_table_with_add_actions(
        str(path),
        Schema.from_arrow(table.arrow_schema),
        added,
        mode="overwrite",
        partition_by=["project"] if table.per_project else None,
        configuration=CONFIGURATION,
        description=table.about,
        post_commithook_properties=NO_HOOKS,
    )


def _commit(path: Path, table: Table, actions: list[AddAction | RemoveAction]) -> int:
    """A further version of a Delta table: its number."""
    DeltaTable(path).create_write_transaction(
        actions,
        mode="append",
        schema=table.arrow_schema,
        partition_by=["project"] if table.per_project else None,
        post_commithook_properties=NO_HOOKS,
    )
    return _last_version(path)


def write_part(folder: Path, table: Table, project: int, rows: pa.Table, digest: str) -> Part:
    """Write the rows of one part, under `digest`, into the folder of their table in this folder of facts.

    Files stand side by side, and hold the number of their project too: whoever reads one without Delta's log misses
    nothing. Their types are Parquet's own; Arrow's, written beside them, would take as long to read as a small file.
    """
    whose = f"project-{project}-" if table.per_project else ""
    # A name of its own each time: the former file of the same rows may still be read, or be cut short.
    file = f"{table.name}/{whose}{digest[:16]}-{secrets.token_hex(4)}.parquet"
    if len(rows) > FEW_ROWS:
        pq.write_table(rows, folder / file, compression="zstd", row_group_size=ROWS_IN_GROUP, store_schema=False)
    else:  # at once, where Arrow calls the system for each piece of each column
        content = pa.BufferOutputStream()
        pq.write_table(rows, content, compression="none", store_schema=False)
        (folder / file).write_bytes(content.getvalue())
    return Part(len(rows), digest, file, (folder / file).stat().st_size)


def _addition(table: Table, project: int, part: Part, rows: pa.Table) -> AddAction:
    return AddAction(
        path=_within(table, part),
        size=part.bytes,
        partition_values=_partition(table, project),
        modification_time=_now(),
        data_change=True,
        stats=json.dumps({"numRecords": part.rows, **_date_range(table, rows)}),
    )


def _removal(table: Table, project: int, part: Part) -> RemoveAction:
    return RemoveAction(
        path=_within(table, part),
        data_change=True,
        deletion_timestamp=_now(),
        size=part.bytes,
        partition_values=_partition(table, project),
    )


def _within(table: Table, part: Part) -> str:
    return part.file.removeprefix(f"{table.name}/")


def _partition(table: Table, project: int) -> dict[str, str | None]:
    assert table.per_project == (project != WHOLE)
    return {"project": str(project)} if table.per_project else {}


def _date_range(table: Table, rows: pa.Table) -> Mapping[str, Mapping[str, str]]:
    """What lets Spark pass over a file: its first and last date, where the rows are sorted by one.

    Of no other column: Delta's log outlives the files, and would hold numbers of subjects who are erased.
    """
    first = next((column for column in table.columns if column.name == table.sort[0]), None)
    if first is None or first.type != DATE:
        return {}
    ends = pc.min_max(rows[first.name]).as_py()
    return {
        "minValues": {first.name: ends["min"].isoformat()},
        "maxValues": {first.name: ends["max"].isoformat()},
    }


def _now() -> int:
    return int(dt.datetime.now(dt.UTC).timestamp() * 1000)
