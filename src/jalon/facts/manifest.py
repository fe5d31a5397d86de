"""The manifest: one small file, written last, that pins the facts.

HOME/facts/manifest.json names, for each table, the Delta version, and for each part of it (the whole table, or
one project's rows) how many rows, a digest of their content, and the files that hold them. Whatever else lies
in HOME/facts is not part of the facts.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from jalon.facts.schema import TABLES

WHOLE = 0
"""The part of a table that is not per project; no project has this number."""


def _schema_version() -> str:
    text = "\n".join(
        f"{table.name} {table.per_project} {table.sort} {table.arrow_schema.to_string()}" for table in TABLES
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


SCHEMA_VERSION = _schema_version()


@dataclass(frozen=True, slots=True)
class Part:
    """One table's rows, or one project's rows of it. `file` is relative to HOME/facts; `bytes` its size."""

    rows: int
    digest: str
    file: str
    bytes: int


@dataclass(frozen=True, slots=True)
class TableState:
    """A table as the manifest pins it. A project without rows has no part."""

    delta_version: int
    parts: Mapping[int, Part]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts.values())

    @property
    def bytes(self) -> int:
        return sum(part.bytes for part in self.parts.values())


@dataclass(frozen=True)
class Manifest:
    """One facts version. `made_at` is when it was written (UTC, ISO 8601); it is not part of the version."""

    tables: Mapping[str, TableState]
    definitions: Mapping[str, str]
    made_at: str
    schema_version: str = SCHEMA_VERSION

    @cached_property
    def version(self) -> str:
        """Names the content: the same records give the same version on any machine, whatever the history."""
        digest = hashlib.sha256(self.schema_version.encode())
        for name, table in sorted(self.tables.items()):
            for project, part in sorted(table.parts.items()):
                digest.update(f"{name} {project} {part.digest}\n".encode())
        digest.update(json.dumps(dict(self.definitions), sort_keys=True).encode())
        return digest.hexdigest()[:32]


def manifest_file(folder: Path) -> Path:
    return folder / "manifest.json"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in this folder of facts, or None where no refresh has ended yet."""
    try:
        text = manifest_file(folder).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    content = json.loads(text)
    tables = {
        name: TableState(
            table["delta_version"], {int(project): Part(**part) for project, part in table["parts"].items()}
        )
        for name, table in content["tables"].items()
    }
    return Manifest(tables, content["definitions"], content["made_at"], content["schema_version"])


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in place in one step: a reader sees the former one or this one, whole."""
    content = {
        "version": manifest.version,
        "made_at": manifest.made_at,
        "schema_version": manifest.schema_version,
        "tables": {
            name: {
                "delta_version": table.delta_version,
                "parts": {str(project): asdict(part) for project, part in sorted(table.parts.items())},
            }
            for name, table in manifest.tables.items()
        },
        "definitions": dict(manifest.definitions),
    }
    unfinished = manifest_file(folder).with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(manifest_file(folder))
