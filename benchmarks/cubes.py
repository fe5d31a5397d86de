"""The cube against what other systems take for it: each in a process of its own, results asserted equal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import cube
from benchmarks.aims import Aim, render_aims
from benchmarks.alone import ask_alone, forget_kept
from benchmarks.cube import Cube
from benchmarks.files import files_of
from benchmarks.generate import Size
from benchmarks.jalon_alone import Steps, answer_alone, measure, read_facts
from benchmarks.table import render_table
from jalon.facts.store import DeltaFacts

RIVALS: dict[str, Callable[[DeltaFacts], Cube]] = {
    "DuckDB, GROUP BY CUBE": lambda facts: cube.cube_in_duckdb(files_of(facts)),
    "DuckDB, best formulation": lambda facts: cube.cube_in_duckdb_best(files_of(facts)),
    "Polars": lambda facts: cube.cube_in_polars(files_of(facts)),
    "pandas": lambda facts: cube.cube_in_pandas(files_of(facts)),
}
AIMS = {"DuckDB, GROUP BY CUBE": (5, 100), "DuckDB, best formulation": (1.5, 25)}
"""How many times longer they are to take than Jalon from facts, and with sets at hand."""
IN_POSTGRESQL = {"PostgreSQL, GROUP BY CUBE": False, "PostgreSQL, best formulation": True}


def ask_rival(name: str, folder: Path) -> tuple[Steps, object]:
    facts = read_facts(folder)
    seconds, found = measure(lambda: RIVALS[name](facts))
    return {"cube": seconds}, found


def ask_postgresql(facts: DeltaFacts, scratch: Path) -> dict[str, tuple[float, Cube]] | None:
    programs = cube.find_postgresql()
    if programs is None:
        return None
    found = {}
    with cube.serve_postgresql(programs) as connect:
        cube.load_postgresql(connect, files_of(facts), scratch)
        for name, best in IN_POSTGRESQL.items():
            (seconds, _), answer = measure(lambda best=best: cube.ask_postgresql(connect, best=best))  # type: ignore[misc]
            found[name] = (seconds, answer)
    return found  # type: ignore[return-value]


def render_steps(steps: Steps) -> str:
    rows = [[name, f"{clock:.3f}", f"{worked:.3f}"] for name, (clock, worked) in steps.items()]
    return render_table(["Jalon", "seconds", "of processor"], rows)


def build_report(facts: DeltaFacts, size: Size, *, rivals: Sequence[str], postgresql: bool) -> Iterator[str]:
    folder = facts.folder
    held = facts.manifest.tables["attendances"].rows
    yield f"### The cube: {size.people:,} people, {held:,} attendances, {size.projects} projects, 40 countries, 5 years"
    forget_kept(folder)
    from_facts = ask_alone("benchmarks.jalon_alone", "cube", folder)
    keeping = ask_alone("benchmarks.jalon_alone", "keeping", folder)
    from_kept = ask_alone("benchmarks.jalon_alone", "cube", folder)
    expected = from_facts.found
    assert from_kept.found == expected
    steps = {
        "cube, from facts": from_facts.steps["cube, first"],
        "cube, from kept sets": from_kept.steps["cube, first"],
        "cube, sets at hand": min(one.steps["cube, sets at hand"] for one in (from_facts, from_kept)),
    }
    yield f"sex × age band × country × year with all margins: {len(expected):,} cells; all systems counted the same."
    yield render_steps(steps)
    yield (
        f"Peak of memory: from facts {from_facts.memory:,.0f} MB, from kept sets {from_kept.memory:,.0f} MB, "
        f"keeping them {keeping.memory:,.0f} MB."
    )
    rows: list[Sequence[str]] = []
    taken: Steps = {}

    def add(name: str, clock: float, worked: float | None, peak: str) -> None:
        ratios = [f"{clock / of[0]:.1f} ×" for of in steps.values()]
        ratios += [f"{worked / of[1]:.1f} ×" if worked else "" for of in steps.values()]
        rows.append([name, f"{clock:.2f}", f"{worked:.2f}" if worked else "", peak, *ratios])

    for name in rivals:
        rival = ask_alone("benchmarks.cubes", name, folder)
        assert rival.found == expected, f"{name} counts otherwise"
        add(name, *rival.steps["cube"], f"{rival.memory:,.0f}")
        taken[name] = rival.steps["cube"]
    in_postgresql = ask_postgresql(facts, folder.parent) if postgresql else {}
    for name, (clock, found) in (in_postgresql or {}).items():
        assert found == expected, f"{name} counts otherwise"
        add(name, clock, None, "")
    ratios = ["from facts", "from kept", "at hand"]
    headings = ["against", "seconds", "of processor", "peak MB", *ratios, *(f"{name}, processor" for name in ratios)]
    yield render_table(headings, rows)
    yield (
        "Ratios: how many times longer than Jalon takes, by the clock and of processor. DuckDB, Polars and PostgreSQL use "
        "all cores, Jalon while it builds from facts. PostgreSQL's tables were loaded and analysed before."
    )
    if in_postgresql is None:
        yield "PostgreSQL is not installed here: skipped."
    if set(AIMS) <= set(taken):
        yield render_aims(list(build_aims(taken, steps, max(from_facts.memory, from_kept.memory, keeping.memory))))


def build_aims(rivals: Steps, steps: Steps, memory: float) -> Iterator[Aim]:
    for name, (from_facts, at_hand) in AIMS.items():
        for step, bound in (("cube, from facts", from_facts), ("cube, sets at hand", at_hand)):
            clock, worked = (other / ours for other, ours in zip(rivals[name], steps[step], strict=True))
            yield Aim(f"{step}, against {name}", bound, "×", (clock, worked))
    yield Aim("memory", 4096, "MB", (memory, None))


if __name__ == "__main__":
    answer_alone(ask_rival(sys.argv[1], Path(sys.argv[2])), Path(sys.argv[3]))
