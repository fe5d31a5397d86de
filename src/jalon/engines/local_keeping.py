"""Keeping what the local engine derives from the facts beside them, so that a process that has just started has it."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.engines.local_columns import Columns
from jalon.facts.kept import open_arrays, sweep_arrays, write_arrays
from jalon.facts.store import DeltaFacts


@dataclass(frozen=True, slots=True)
class KeptSets:
    """What is kept of a facts version: files, how many of them were written anew, and the bytes of all."""

    files: int
    written: int
    bytes: int


def keep_sets(facts: DeltaFacts) -> KeptSets:
    """Delete what is kept of former facts, then build and write what is not kept yet, or not whole.

    Only who holds the facts for writing may call it. What is made from rows that did not change stays.
    """
    wanted = dict(Columns(facts).build_kept())
    sweep_arrays(facts.kept, wanted)
    written = 0
    for path, build in wanted.items():
        if open_arrays(path) is None:
            write_arrays(path, build())
            written += 1
    return KeptSets(len(wanted), written, sum(path.stat().st_size for path in wanted))
