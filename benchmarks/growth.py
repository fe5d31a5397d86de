"""How cost grows with the attendances: the same group, larger and larger."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.alone import ask_alone, forget_kept
from benchmarks.generate import Size, write_facts
from benchmarks.jalon_alone import measure
from benchmarks.table import render_table

PEOPLE_OF_ATTENDANCES = 0.15
PROJECTS = 400


def build_report(folder: Path, millions: Sequence[float]) -> Iterator[str]:
    yield "### Growth, each size in processes of its own"
    rows = [measure_size(folder / f"{million}", round(million * 1_000_000)) for million in millions]
    headings = ["attendances", "people", "facts written", "MB", "sets kept", "MB", "cube from facts", "from kept sets"]
    yield render_table(
        [*headings, "at hand", "figure, first of its process", "another year", "by country", "peak MB"], rows
    )
    yield (
        f"Seconds of processor. {PROJECTS} projects. Facts are written straight from arrays, without records. The peak "
        "is that of the cube from facts."
    )


def measure_size(folder: Path, attendances: int) -> list[str]:
    size = Size(round(attendances * PEOPLE_OF_ATTENDANCES), attendances, PROJECTS)
    (_, writing), facts = measure(lambda: write_facts(folder, size))
    tables = facts.manifest.tables  # type: ignore[attr-defined]

    def ask(what: str):  # type: ignore[no-untyped-def]
        return ask_alone("benchmarks.jalon_alone", what, folder)

    forget_kept(folder)
    from_facts = ask("cube")
    keeping = ask("keeping")
    from_kept = ask("cube")
    assert from_facts.found == from_kept.found
    figures = ask("figures").steps
    shutil.rmtree(folder)
    of_processor = [
        keeping.steps["everything kept"],
        from_facts.steps["cube, first"],
        from_kept.steps["cube, first"],
        from_kept.steps["cube, sets at hand"],
        figures["figure of 2021, the first of the process"],
        figures["figure of 2020, asked for the first time"],
        figures["figure of 2020 by country"],
    ]
    kept, *others = (f"{worked:.2f}" for _, worked in of_processor)
    megabytes = [sum(table.bytes for table in tables.values()) / 1e6, keeping.found[0].bytes / 1e6]
    held = [f"{tables['attendances'].rows:,}", f"{size.people:,}", f"{writing:.1f}", f"{megabytes[0]:,.0f}", kept]
    return [*held, f"{megabytes[1]:,.0f}", *others, f"{from_facts.memory:,.0f}"]
