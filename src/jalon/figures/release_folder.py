"""The folder of one release: what is in it, and proof that it is as it was made.

HOME/releases/<code>/
  manifest.json     written last: who, when, why, the facts version, the digest of every other file
  definitions.json  every indicator's text, as it was
  figures.json      what each frozen figure stated
  answers.parquet   for each question asked of the facts, the sets that answered it
  sets.parquet      these sets, as roaring bitmaps
  facts/            the nameless facts as they were, in the files of HOME/facts
  erased.json       the coded values of members erased since, under their random marks
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import jalon.figures.release_errors  # noqa: F401  (its catalogue)
from jalon.errors import Bilingual, JalonError
from jalon.home import Home

FORMAT = 1
MANIFEST = "manifest.json"
DEFINITIONS = "definitions.json"
FIGURES = "figures.json"
ANSWERS = "answers.parquet"
SETS = "sets.parquet"
ERASED = "erased.json"
FACTS = "facts"
UNFINISHED = ".unfinished-"
FORMER = ".former-"
PUBLIC = "public.json"
LOCK = "release.lock"
FEW_BYTES = 100_000
"""Up to so many a file is read whole."""

_CODE = re.compile(r"[^\W_][\w.-]{0,79}")


@dataclass(frozen=True, slots=True)
class Erasure:
    """Members marked after the release was made: how many, when, and the release's digest before and after."""

    at: str
    members: int
    before: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseManifest:
    """All that is said of a release as a whole. `made_at` and the erasures' `at` are UTC, ISO 8601."""

    code: str
    title: str
    period: str
    reason: str
    made_by: str
    made_at: str
    facts_version: str
    facts_made_at: str
    group: str
    synthetic: bool
    age_bands: tuple[int, ...]
    files: Mapping[str, str]
    """Path inside the folder -> SHA-256, hexadecimal, of every file but this one."""
    erasures: tuple[Erasure, ...] = ()
    format: int = FORMAT
    digest: str = field(default="", compare=False)

    @property
    def made_with(self) -> str:
        """The digest of the release as it was made, before anybody was erased from it."""
        return self.erasures[0].before if self.erasures else self.digest

    def build_digest(self, key: bytes) -> str:
        """HMAC-SHA256 under the group's key of all that is stated here: without the key nobody can forge a release.

        Of the last erasure, the digest after it is this one, and is left out.
        """
        stated = asdict(self)
        del stated["digest"]
        if stated["erasures"]:
            stated["erasures"][-1]["after"] = ""
        text = json.dumps(stated, sort_keys=True, ensure_ascii=False)
        return hmac.new(key, b"release\0" + text.encode(), hashlib.sha256).hexdigest()


@contextmanager
def only_release_writer(home: Home, *, patience: float = 120.0) -> Iterator[None]:
    """Hold the releases for writing: no erasure while one is made, which would miss it. The system lets go if the
    process dies. Raises `release_under_way`.
    """
    home.releases.mkdir(exist_ok=True)
    waited_until = time.monotonic() + patience
    with (home.releases / LOCK).open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= waited_until:
                    raise JalonError("release_under_way", home=home.path) from error
                time.sleep(0.05)
        mend_releases(home.releases)
        yield


def mend_releases(folder: Path) -> None:
    """Finish or take back what a process left that died: a release stands in its place, whole, or as it was before."""
    for former in folder.glob(f"{FORMER}*"):
        place = folder / former.name.removeprefix(FORMER)
        if place.exists():
            shutil.rmtree(former)
        else:
            former.rename(place)
    for unfinished in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(unfinished)


def check_release_code(code: str) -> None:
    """A code that can be a folder's name. Raises `bad_release_code`."""
    if not _CODE.fullmatch(code) or code.casefold() in (PUBLIC, LOCK):
        raise JalonError("bad_release_code", found=code)


def read_release_manifest(folder: Path, key: bytes) -> ReleaseManifest:
    """Raises `release_damaged`, `release_of_another_format`."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content.get("format") != FORMAT:
            raise JalonError("release_of_another_format", code=folder.name, found=content.get("format"))
        erasures = tuple(Erasure(**erasure) for erasure in content.pop("erasures"))
        manifest = ReleaseManifest(**content | {"age_bands": tuple(content["age_bands"])}, erasures=erasures)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise JalonError(
            "release_damaged",
            code=folder.name,
            found=Bilingual(f"{MANIFEST} cannot be read", f"{MANIFEST} est illisible"),
        ) from error
    if not hmac.compare_digest(manifest.digest, manifest.build_digest(key)) or manifest.code != folder.name:
        raise JalonError(
            "release_damaged", code=folder.name, found=Bilingual(f"{MANIFEST} was changed", f"{MANIFEST} a été modifié")
        )
    return manifest


def write_release_manifest(folder: Path, manifest: ReleaseManifest) -> None:
    write_whole(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())


def check_file(folder: Path, manifest: ReleaseManifest, name: str) -> Path:
    """The path of a file of the release, which is as it was written. Raises `release_damaged`."""
    path = folder / name
    wanted = manifest.files.get(name)
    if wanted is None or not path.is_file():
        raise JalonError("release_damaged", code=manifest.code, found=Bilingual(f"{name} is missing", f"{name} manque"))
    if digest_of_file(path) != wanted:
        raise JalonError(
            "release_damaged", code=manifest.code, found=Bilingual(f"{name} was changed", f"{name} a été modifié")
        )
    return path


def read_json(folder: Path, manifest: ReleaseManifest, name: str) -> Any:
    return json.loads(check_file(folder, manifest, name).read_text(encoding="utf-8"))


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        # To read piece by piece, a quarter of a megabyte is made ready: most files hold much less.
        if os.fstat(file.fileno()).st_size <= FEW_BYTES:
            return hashlib.sha256(file.read()).hexdigest()
        return hashlib.file_digest(file, "sha256").hexdigest()


def list_files(folder: Path) -> dict[str, str]:
    """Every file in the folder but the manifest, with its digest."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return {path.relative_to(folder).as_posix(): digest_of_file(path) for path in paths}


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place in one step: what stood there, which may be a link to a file of the facts, stays as it was."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.replace(path)
