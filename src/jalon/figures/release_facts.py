"""The nameless facts of a release: the files of HOME/facts as they were, linked or copied, and without the erased."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from jalon.errors import JalonError
from jalon.facts.digest import content_digest
from jalon.facts.kept import FOLDER as KEPT
from jalon.facts.manifest import SCHEMA_VERSION, Manifest, Part, read_manifest, write_manifest
from jalon.facts.schema import BY_NAME, NUMBER, TABLES
from jalon.facts.store import DeltaFacts, rows_of
from jalon.facts.writer import write_part
from jalon.figures.release_folder import FACTS, ReleaseManifest, check_file

OF_SUBJECTS = tuple(table.name for table in TABLES if any(column.name == "subject" for column in table.columns))
"""The tables that hold rows of subjects."""


class ReleaseFacts(DeltaFacts):
    """The facts in a release's folder. Each file is held against its digest before it is first read.

    Their version stays that of the facts they were, whoever was erased since. Raises `release_damaged`.
    """

    def __init__(self, folder: Path, release: ReleaseManifest) -> None:
        check_file(folder, release, f"{FACTS}/manifest.json")
        manifest = read_manifest(folder / FACTS)
        assert manifest is not None
        if manifest.schema_version != SCHEMA_VERSION:
            found = f"facts {manifest.schema_version}"
            raise JalonError("release_of_another_format", code=release.code, found=found)
        # A release stands in HOME/releases, and HOME/facts keeps what is made from rows that it holds too, under names that
        # say which: building that again is the longest part of a first breakdown.
        super().__init__(folder / FACTS, manifest, kept=folder.parents[1] / "facts" / KEPT)
        self._release_folder = folder
        self._release = release
        self._checked: set[str] = set()

    @property
    def version(self) -> str:
        return self._release.facts_version

    def parts(self, name: str, projects: Collection[int] | None) -> Mapping[int, Part]:
        parts = super().parts(name, projects)
        for part in parts.values():
            if part.file not in self._checked:
                check_file(self._release_folder, self._release, f"{FACTS}/{part.file}")
                self._checked.add(part.file)
        return parts


def freeze_facts(facts: DeltaFacts, folder: Path) -> DeltaFacts:
    """Take the files of these facts into a folder; call while no refresh can take them away.

    Files of facts never change, so that a link to one is as good as a copy of it. Raises `facts_moved`.
    """
    files = [part.file for table in facts.manifest.tables.values() for part in table.parts.values()]
    for place in {(folder / file).parent for file in files}:
        place.mkdir(parents=True, exist_ok=True)
    for file in files:
        try:
            link_or_copy(facts.folder / file, folder / file)
        except FileNotFoundError as error:
            raise JalonError("facts_moved", home=facts.folder.parent) from error
    write_manifest(folder, facts.manifest)
    return DeltaFacts(folder, facts.manifest, kept=facts.kept)


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for a file where the file system allows it."""
    try:
        target.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def find_projects(facts: DeltaFacts, subjects: Collection[int]) -> dict[str, frozenset[int]]:
    """By table that holds rows of subjects: the projects in which it has some of these, or `WHOLE`.

    Of the files only that column is read.
    """
    wanted = pa.array(sorted(subjects), NUMBER)
    return {
        name: frozenset(
            project
            for project, rows in facts.read_parts(name, ["subject"]).items()
            if pc.any(pc.is_in(rows.column("subject"), wanted)).as_py()
        )
        for name in OF_SUBJECTS
    }


def read_theirs(facts: DeltaFacts, name: str, subjects: Collection[int], projects: Collection[int]) -> pa.Table:
    """The rows of these subjects in a table, `find_projects` having said where there are some."""
    return rows_of(facts.table(name, projects), "subject", subjects)


def erase_from_facts(folder: Path, subjects: Collection[int], projects: Mapping[str, Collection[int]]) -> bool:
    """Write every file that holds a row of these subjects again without them; say whether any did. `projects` are where
    `find_projects` found them, or more.

    A file may be linked to one of HOME/facts or of another release: it is replaced, never written into.
    """
    manifest = read_manifest(folder)
    assert manifest is not None
    tables = dict(manifest.tables)
    facts = DeltaFacts(folder, manifest)
    for name in OF_SUBJECTS:
        parts = dict(manifest.tables[name].parts)
        for project in projects[name]:
            rows = facts.table(name, [project])
            gone = pc.is_in(rows.column("subject"), pa.array(sorted(subjects), NUMBER))
            if pc.any(gone).as_py():
                parts[project] = _write_again(folder, name, project, rows.filter(pc.invert(gone)))
        tables[name] = replace(manifest.tables[name], parts=parts)
    changed = tables != manifest.tables
    if changed:
        write_manifest(folder, Manifest(tables, manifest.definitions, manifest.made_at, manifest.schema_version))
        for name, table in manifest.tables.items():
            for project, part in table.parts.items():
                if tables[name].parts[project].file != part.file:
                    (folder / part.file).unlink()
    return changed


def _write_again(folder: Path, name: str, project: int, rows: pa.Table) -> Part:
    part = write_part(folder, BY_NAME[name], project, rows, content_digest(rows))
    with (folder / part.file).open("rb") as content:
        os.fsync(content.fileno())
    return part
