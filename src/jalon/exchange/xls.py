"""xls (BIFF8 in an OLE container): values by python-calamine, formulas without value by a scan.

Record numbers are those of [MS-XLS] 2.3: a Formula record whose cached value is the empty string
(type 3, no String record after it) was never calculated. An Excel formula that means "" looks the
same; a reader that took it for blank would lose what was never calculated, so it is a fault too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from jalon.errors import JalonError, Place
from jalon.exchange.calamine import read_values
from jalon.exchange.sheets import CellError, Oddities, Sheet, Uncached

OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_END_OF_CHAIN = 0xFFFFFFFA
_FORMULA, _BOUNDSHEET, _BOF, _FILEPASS, _BOOLERR = 0x0006, 0x0085, 0x0809, 0x002F, 0x0205
_CELLS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00BD, 0x00BE, 0x00FD, 0x027E})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xls(path: Path) -> tuple[Sheet, ...]:
    """The worksheets of an xls file."""
    try:
        stream = read_stream(path.read_bytes(), {"workbook", "book"})
        oddities = scan_workbook(stream, path) if stream is not None else {}
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise JalonError("file_corrupted", place=Place(file=path.name), format="xls", found=error) from None
    return read_values(path, "xls", oddities)


def build_directory(data: bytes) -> dict[str, tuple[int, int]]:
    """Lower-case name of each stream of an OLE container -> first sector and size ([MS-CFB] 2.6)."""
    sectors = _Sectors(data)
    (first,) = struct.unpack_from("<I", data, 0x30)
    directory = sectors.chain(first)
    streams = {}
    for at in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
        start, size = struct.unpack_from("<II", directory, at + 116)
        if name:
            streams[name] = (start, size)
    return streams


def read_stream(data: bytes, names: set[str]) -> bytes | None:
    """The first stream of one of these names, or None; short streams (under 4096 bytes) are not looked up."""
    for name, (start, size) in build_directory(data).items():
        if name in names and size >= 4096:
            return _Sectors(data).chain(start)[:size]
    return None


class _Sectors:
    """Chains of sectors of an OLE container ([MS-CFB] 2.2 to 2.5)."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        (shift,) = struct.unpack_from("<H", data, 0x1E)
        if shift not in (9, 12):
            raise IndexError(f"sectors of 2^{shift} bytes")
        self.size = 1 << shift
        places = list(struct.unpack_from("<109I", data, 0x4C))
        more, count = struct.unpack_from("<II", data, 0x44)
        for _ in range(min(count, len(data) // self.size + 1)):
            if more >= _END_OF_CHAIN:
                break
            sector = struct.unpack(f"<{self.size // 4}I", self._sector(more))
            places += sector[:-1]
            more = sector[-1]
        self.next: list[int] = []
        for place in places:
            if place < _END_OF_CHAIN:
                self.next += struct.unpack(f"<{self.size // 4}I", self._sector(place))

    def chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        # No chain is longer than the file; one that is goes in circles.
        while sector < _END_OF_CHAIN and len(parts) <= len(self.data) // self.size:
            parts.append(self._sector(sector))
            sector = self.next[sector]
        return b"".join(parts)

    def _sector(self, sector: int) -> bytes:
        return self.data[(sector + 1) * self.size : (sector + 2) * self.size].ljust(self.size, b"\0")


def scan_workbook(stream: bytes, path: Path) -> dict[str, Oddities]:
    """Formulas without value, errors and extent of each sheet, by its name."""
    names: dict[int, str] = {}
    current: Oddities | None = None
    oddities: dict[str, Oddities] = {}
    for at, kind, body in _records(stream):
        if kind == _FILEPASS:
            raise JalonError("file_protected", place=Place(file=path.name))
        if kind == _BOUNDSHEET:
            names[struct.unpack_from("<I", body)[0]] = _sheet_name(body)
        elif kind == _BOF:
            current = oddities.setdefault(names[at], Oddities()) if at in names else None
        elif current is not None and kind in _CELLS and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            current.rows, current.columns = max(current.rows, row + 1), max(current.columns, column + 1)
            if kind == _FORMULA and body[12:14] == b"\xff\xff":
                if body[6] == 3:
                    current.cells[row, column] = Uncached()
                elif body[6] == 2:
                    current.cells[row, column] = CellError(_ERRORS.get(body[8], "#N/A"))
            elif kind == _BOOLERR and len(body) >= 8 and body[7]:
                current.cells[row, column] = CellError(_ERRORS.get(body[6], "#N/A"))
    return oddities


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    return body[8 : 8 + length * 2].decode("utf-16-le") if is_wide else body[8 : 8 + length].decode("latin-1")
