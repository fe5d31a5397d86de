"""The list of publications on disk: a line for each, written at its end and never changed.

The first line says which list it is. Each other has a publication: what was told, the sets that are new, once each, and
the proofs made for it. A line that is torn off at the end was not published: nobody is answered before hers is written
out. After an erasure the list is written anew. One writer at a time.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyroaring import BitMap

import jalon.disclosure.errors  # noqa: F401  (its catalogue)
from jalon.disclosure.shifts import Secret, Shift
from jalon.disclosure.space import Addition, Known, build_sampled
from jalon.errors import JalonError

FORM = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One publication. `told` says by short name which of its sets are told."""

    key: str
    space: str
    told: Mapping[str, bool]
    extent: str
    addition: Addition = field(default_factory=Addition)


class PublishedFile:
    """The list in one file, read on from where it was read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_torn = False
        """Whether a last line was found that was never written out."""
        self._list: str | None = None
        self._read_to = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """One at a time, beside other processes."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def read_on(self) -> tuple[bool, list[Line]]:
        """Whether the list is another than before, and the lines not read yet. Raises `bad_published`."""
        former = self.path.with_suffix(".json")
        if not self.path.exists():
            if former.exists():
                raise self._bad("it is of an earlier form that is not read any more", former)
            is_other = self._list is not None
            self._list, self._read_to = None, 0
            return is_other, []
        with self.path.open("rb") as file:
            head = file.readline()
            name = self._read_head(head)
            is_other = self._list is not None and name != self._list
            if name != self._list:
                self._list, self._read_to = name, len(head)
            file.seek(self._read_to)
            rest = file.read()
        return is_other, self._read_lines(rest)

    def _read_head(self, head: bytes) -> str:
        try:
            held = json.loads(head)
            if held["form"] != FORM:
                raise ValueError(f"form {held['form']}")
            return str(held["list"])
        except (ValueError, KeyError, TypeError) as error:
            raise self._bad(str(error)) from None

    def _read_lines(self, rest: bytes) -> list[Line]:
        lines: list[Line] = []
        self.is_torn = False
        while rest:
            text, ended, after = rest.partition(b"\n")
            try:
                if not ended:
                    raise ValueError("a line is not written out")
                lines.append(read_line(json.loads(text)))
            except (ValueError, KeyError, TypeError) as error:
                if after:
                    raise self._bad(f"line at byte {self._read_to}: {error}") from None
                self.is_torn = True
                return lines
            self._read_to += len(text) + 1
            rest = after
        return lines

    def has_lines(self) -> bool:
        """Whether anything was published: there is more than the first line."""
        try:
            with self.path.open("rb") as file:
                return bool(file.readline()) and bool(file.read(1))
        except FileNotFoundError:
            return False

    def start_again(self) -> None:
        """Read from the first line the next time."""
        self._list, self._read_to = None, 0

    def append(self, *lines: Line) -> None:
        """Write publications out; what was torn off before them goes."""
        if self._list is None:
            self.write(lines)
            return
        with self.path.open("r+b") as file:
            file.truncate(self._read_to)
            file.seek(self._read_to)
            text = b"".join(_as_bytes(plain_line(line)) for line in lines)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        self._read_to += len(text)
        self.is_torn = False

    def write(self, lines: Iterable[Line]) -> None:
        """The whole list anew, under another name."""
        self._list, self._read_to = secrets.token_hex(8), 0
        fresh = self.path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            for held in ({"form": FORM, "list": self._list}, *map(plain_line, lines)):
                self._read_to += out.write(_as_bytes(held))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self.path)
        self.is_torn = False

    def _bad(self, problem: str, file: Path | None = None) -> JalonError:
        return JalonError("bad_published", file=file or self.path, problem=problem)


def _as_bytes(held: Mapping[str, Any]) -> bytes:
    return json.dumps(held, separators=(",", ":")).encode() + b"\n"


def plain_line(line: Line) -> dict[str, Any]:
    """As JSON holds it; shifts once each, and secrets by their numbers."""
    shifts: dict[Shift, int] = {}
    proven = [
        [_packed(secret.members), secret.width, [shifts.setdefault(shift, len(shifts)) for shift in secret.shifts]]
        for secret in line.addition.secrets
    ]
    return {
        "key": line.key,
        "space": line.space,
        "told": [name for name, is_told in line.told.items() if is_told],
        "withheld": [name for name, is_told in line.told.items() if not is_told],
        "extent": line.extent,
        "sets": [
            [key.hex(), _packed(known.sampled.members), known.sampled.threshold, known.is_told]
            + ([] if known.persons is None else [known.persons.hex(), known.again])
            for key, known in line.addition.known.items()
        ],
        "shifts": [[list(shift.gone), list(shift.doubled)] for shift in shifts],
        "secrets": proven,
    }


def read_line(held: Mapping[str, Any]) -> Line:
    """Raises ValueError, KeyError or TypeError where it is not one."""
    shifts = [Shift(tuple(gone), tuple(doubled)) for gone, doubled in held["shifts"]]
    known = {
        bytes.fromhex(key): Known(build_sampled(_unpacked(members), threshold), bool(is_told), *_read_persons(*persons))
        for key, members, threshold, is_told, *persons in held["sets"]
    }
    proven = tuple(
        Secret(tuple(_unpacked(members)), int(width), tuple(shifts[at] for at in used))
        for members, width, used in held["secrets"]
    )
    told = {**dict.fromkeys(held["told"], True), **dict.fromkeys(held["withheld"], False)}
    return Line(str(held["key"]), str(held["space"]), told, str(held["extent"]), Addition(known, proven))


def _read_persons(key: str | None = None, again: int = 0) -> tuple[bytes | None, int]:
    return None if key is None else bytes.fromhex(key), again


def _packed(members: BitMap | Sequence[int]) -> str | list[int]:
    """Few as they are, many packed."""
    if len(members) <= 16:
        return list(members)
    packed = BitMap(members)
    packed.run_optimize()
    return base64.b64encode(packed.serialize()).decode()


def _unpacked(held: str | list[int]) -> BitMap:
    return BitMap.deserialize(base64.b64decode(held)) if isinstance(held, str) else BitMap(held)
