"""The correction workbook: rows that wait, as they came, each reason beside its cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jalon.errors import Fault
from jalon.exchange.mapping import Mapping


def write_corrections(
    target: Path, paths: Sequence[Path], faults: Sequence[Fault], mapping: Mapping, *, language: str = "en"
) -> int:
    """Write the faulty rows of `paths` to `target` (xlsx) and return how many rows it holds.

    Each sheet keeps its name, the rows above its data and its columns; a last column says what to
    correct, the faulty cells are coloured and commented. The workbook carries `mapping` (as returned
    by `read_files`), so that once mended it imports without a question. `faults` may come from
    reading or from the plan: what counts is the place (file, sheet, row, column).
    """
    raise NotImplementedError
