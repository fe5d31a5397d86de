"""Zip packages (xlsx, ods): guarded before they are unpacked, and proven before another reader sees them.

The directory of a package says how large its parts are, and can lie. `zipfile` gives no more bytes than
it says, and a part that was cut fails its checksum: so every XML part is read once here, whole, before
a reader that believes the data rather than the directory may have the file.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from jalon.errors import JalonError, Place

UNPACKED_LIMIT_MB = 500
_LIMIT = UNPACKED_LIMIT_MB * 1_000_000
_CHUNK = 1 << 20
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Package:
    """An open zip package whose parts, by its directory, keep within the limit."""

    def __init__(self, path: Path, format: str) -> None:
        self.place = Place(file=path.name)
        self.format = format
        try:
            self.zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise self.corrupted(error) from None
        entries = self.zip.infolist()
        self.names = frozenset(entry.filename for entry in entries)
        if len(self.names) < len(entries):
            raise self.corrupted("the same part stands in it twice")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise JalonError("file_protected", place=self.place)
        if (total := sum(entry.file_size for entry in entries)) > _LIMIT:
            found = f"{total / 1e6:.0f} MB"
            raise JalonError("file_bomb", place=self.place, found=found, limit=UNPACKED_LIMIT_MB)

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()

    def chunks(self, name: str) -> Iterator[bytes]:
        """The part in pieces; refuses one that is not what the directory says, or declares entities."""
        end = b""
        try:
            with self.zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    # A declaration may stand across two pieces, or be written in UTF-16.
                    text = end + chunk
                    if b"<!" in text or b"<\0!" in text:
                        self._check_entities(text, name)
                    end = chunk[-64:]
                    yield chunk
        except _BROKEN as error:
            raise self.corrupted(error) from None

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise self.corrupted(f"its part {name} is missing")
        return b"".join(self.chunks(name))

    def check_all(self, seen: set[str]) -> None:
        """Unpack every XML part not in `seen` once, so that no later reader meets what was not measured."""
        for name in sorted(self.names - seen):
            if name.endswith((".xml", ".rels", ".bin")):
                for _ in self.chunks(name):
                    pass

    def corrupted(self, found: object) -> JalonError:
        return JalonError("file_corrupted", place=self.place, format=self.format, found=found)

    def _check_entities(self, text: bytes, name: str) -> None:
        if _DOCTYPE.search(text) or _DOCTYPE.search(text.replace(b"\0", b"")):
            raise self.corrupted(f"its part {name} declares entities")
