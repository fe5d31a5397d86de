"""Arrays kept beside the facts. They are derived from them, and whatever is missing, damaged or of another format is
built again: nothing is lost with them.

A file is the arrays one after the other, then a line of JSON that says where each is, with its check sum. A process
that has just started maps it into memory and reads only what it uses. The name of a file says what it was
made from; a file is put in place in one step and never changed.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Arrays = Mapping[str, Array]

FOLDER = "kept"
SUFFIX = ".arrays"
ALIGNED = 64
ENDING = 16
"""Bytes after the JSON: its check sum and its length, each as eight hexadecimal digits."""


class DamagedArraysError(Exception):
    """A kept array is not what was written. Never shown: it is built again."""


class KeptArrays(Mapping[str, Array]):
    """The arrays of one file, each checked when it is first read. Raises `DamagedArraysError`."""

    def __init__(self, path: Path) -> None:
        file = os.open(path, os.O_RDONLY)
        try:
            self._bytes = memoryview(mmap.mmap(file, 0, access=mmap.ACCESS_READ))
        finally:
            os.close(file)
        ending = bytes(self._bytes[-ENDING:])
        header = bytes(self._bytes[-ENDING - int(ending[8:], 16) : -ENDING])
        if ending != _build_ending(header):
            raise DamagedArraysError(path)
        self._places: dict[str, tuple[str, int, int, int]] = json.loads(header)
        self._checked: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._checked:
            kind, length, start, check = self._places[name]
            array = np.frombuffer(self._bytes, np.dtype(kind), length, start)
            if _check_sum(array) != check:
                raise DamagedArraysError(name)
            self._checked[name] = array
        return self._checked[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class BuiltIfNeeded(Mapping[str, Array]):
    """Arrays from a file where it has them whole, else built from the facts: the same arrays either way."""

    def __init__(self, kept: KeptArrays | None, build: Callable[[], Arrays]) -> None:
        self._kept = kept
        self._build = build
        self._built: Arrays | None = None

    @property
    def are_at_hand(self) -> bool:
        return self._kept is not None or self._built is not None

    @property
    def _arrays(self) -> Arrays:
        if self._kept is not None:
            return self._kept
        if self._built is None:
            self._built = self._build()
        return self._built

    def __getitem__(self, name: str) -> Array:
        try:
            return self._arrays[name]
        except DamagedArraysError:
            self._kept = None
            return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


def kept_file(folder: Path, name: str, made_from: Iterable[str]) -> Path:
    """Where in a folder arrays of this name made from this (digests, a format) are kept."""
    digest = hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:24]
    return folder / f"{name}-{digest}{SUFFIX}"


_opened: WeakValueDictionary[tuple[Path, int, int], KeptArrays] = WeakValueDictionary()
"""By path, inode and time: what is checked once in a process, whatever facts version holds it, is not checked again."""


def open_arrays(path: Path) -> KeptArrays | None:
    """The arrays of a file, or None where there is none, or none whole."""
    try:
        stat = path.stat()
        key = (path, stat.st_ino, stat.st_mtime_ns)
        found = _opened.get(key)
        if found is None:
            found = _opened[key] = KeptArrays(path)
    except (OSError, ValueError, DamagedArraysError):  # ValueError: an empty file cannot be mapped
        return None
    return found


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Keep one-dimensional arrays of numbers, truths or short texts. A reader sees the whole file or none."""
    places: dict[str, tuple[str, int, int, int]] = {}
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        for name, array in arrays.items():
            plain = np.ascontiguousarray(array)
            file.write(bytes(-file.tell() % ALIGNED))
            places[name] = (plain.dtype.str, len(plain), file.tell(), _check_sum(plain))
            file.write(plain.tobytes())
        header = json.dumps(places).encode()
        file.write(header + _build_ending(header))
    unfinished.replace(path)


def sweep_arrays(folder: Path, wanted: Iterable[Path]) -> None:
    """Delete what is kept of former facts and what a process that died left. Erasure relies on it."""
    keep = set(wanted)
    for file in folder.glob("*"):
        if file not in keep:
            file.unlink()


def _build_ending(header: bytes) -> bytes:
    return f"{zlib.crc32(header):08x}{len(header):08x}".encode()


def _check_sum(array: Array) -> int:
    """The sum of all words, which is as fast as reading them, and of the bytes after the last."""
    data = array.view(np.uint8)
    whole = len(data) // 8 * 8
    words = int(data[:whole].view(np.uint64).sum(dtype=np.uint64))
    return (words + int(data[whole:].sum(dtype=np.uint64))) % 2**64
