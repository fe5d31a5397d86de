"""The files of an import in the home folder: nothing stays of an import that failed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jalon.errors import JalonError
from jalon.exchange.corrections import write_corrections
from jalon.home import Home
from jalon.records.imported import FileSeen
from jalon.records.models import ImportRun, ReceivedFile
from jalon.workflows.import_plan import ImportPlan

RECEIVED = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]+)?(\.part)?")


def received_path(home: Home, digest: str, name: str) -> Path:
    """Where a received file lies: under its digest, with the ending it came with."""
    return home.received / f"{digest}{Path(name).suffix.lower()}"


def file_seen(path: Path) -> FileSeen:
    """A file as it is now. Raises `no_such_file`, `file_is_a_folder`."""
    if path.is_dir():
        raise JalonError("file_is_a_folder", found=path)
    if not path.is_file():
        raise JalonError("no_such_file", found=path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return FileSeen(digest, path.name, path.stat().st_size)


@contextmanager
def keep_files(plan: ImportPlan, home: Home) -> Iterator[Callable[[ImportRun], str]]:
    """Gives what `write_import` calls last inside its transaction; takes the files away if that fails."""
    made: list[Path] = []

    def keep(run: ImportRun) -> str:
        sweep_received(home)
        for path, file in zip(plan.paths, plan.files, strict=True):
            keep_received(path, file, home, made)
        return keep_corrections(plan, run, home, made)

    try:
        yield keep
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def keep_received(path: Path, file: FileSeen, home: Home, made: list[Path]) -> None:
    """Copy one file in, whole or not at all. Raises `file_changed`."""
    target = received_path(home, file.digest, file.name)
    if target.exists():
        return
    part = target.with_name(target.name + ".part")
    made += [part, target]
    write_whole(part, path.read_bytes())
    if file_seen(part).digest != file.digest:
        raise JalonError("file_changed", found=path)
    part.replace(target)


def keep_corrections(plan: ImportPlan, run: ImportRun, home: Home, made: list[Path]) -> str:
    """The correction workbook of an import that left rows out; returns its name, "" where none was."""
    if not plan.faults or not plan.paths:
        return ""
    target = home.corrections / f"import-{run.number}.xlsx"
    part = target.with_name(f"{target.stem}.part.xlsx")
    made += [part, target]
    constants = {**plan.session, **plan.mapping.constants}
    carried = plan.mapping.model_copy(update={"corrects": run.number, "constants": constants})
    write_corrections(part, plan.paths, plan.faults, carried)
    part.chmod(0o600)
    part.replace(target)
    return target.name


def write_whole(path: Path, content: bytes) -> None:
    """On disk when this returns, readable by the folder's owner alone: registers hold names."""
    path.touch(mode=0o600)
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sweep_received(home: Home) -> None:
    """Remove what an import that was killed left behind: files under a digest that no record names."""
    known = set(ReceivedFile.objects.values_list("digest", flat=True))
    for path in home.received.iterdir():
        match = RECEIVED.fullmatch(path.name)
        if match and (match[3] or match[1] not in known):
            path.unlink()
