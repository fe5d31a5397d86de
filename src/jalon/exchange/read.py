"""Files in, plain rows out: `read_files`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from jalon.exchange.mapping import Mapping
from jalon.exchange.rows import Context, Reading

Progress = Callable[[str, int, int], None]
"""Told what is being read, how much of it is done, and of how much."""


def read_files(
    paths: Sequence[Path],
    context: Context,
    mapping: Mapping | None = None,
    *,
    session_is_given: bool = False,
    progress: Progress | None = None,
) -> tuple[Reading, Mapping]:
    """Read registers (xlsx, ods, xls, csv) into rows, and the complete mapping that was used.

    `session_is_given`: the command names activity and date, so a list of people without an entry date
    is a sign-in list. A correction workbook brings its mapping with it; `mapping` comes before it.

    The mapping returned reads the same files again without recognising anything anew. While
    `reading.questions` is not empty, the values that wait for an answer are left out: answer each
    with `mapping.answered(question, option)` and read again; apply nothing before.
    Raises JalonErrors for files that cannot be read at all; what is wrong in a row is a fault.
    """
    raise NotImplementedError
