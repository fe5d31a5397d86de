"""The cube against what other systems take for it: each in a process of its own, results asserted equal."""

from __future__ import annotations

import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import cube
from benchmarks.cube import ALL, DIMENSIONS, UNKNOWN, Cube
from benchmarks.files import files_of
from benchmarks.generate import Size, write_facts
from benchmarks.table import render_table
from jalon.facts.manifest import read_manifest
from jalon.facts.store import DeltaFacts
from jalon.figures.figure import Figure
from jalon.figures.group import Group

INDICATOR = "attended"
JALON = "Jalon"

RIVALS: dict[str, Callable[[DeltaFacts], Cube]] = {
    "DuckDB, GROUP BY CUBE": lambda facts: cube.cube_in_duckdb(files_of(facts)),
    "DuckDB, best formulation": lambda facts: cube.cube_in_duckdb_best(files_of(facts)),
    "Polars": lambda facts: cube.cube_in_polars(files_of(facts)),
    "pandas": lambda facts: cube.cube_in_pandas(files_of(facts)),
}
IN_POSTGRESQL = {"PostgreSQL, GROUP BY CUBE": False, "PostgreSQL, best formulation": True}

Measured = tuple[float, float]
"""Seconds by the clock, seconds of processor."""


def measure(ask: Callable[[], object]) -> tuple[Measured, object]:
    started, worked = time.perf_counter(), time.process_time()
    found = ask()
    return (time.perf_counter() - started, time.process_time() - worked), found


def open_group(facts: DeltaFacts) -> Group:
    """A group that has read nothing yet of the facts; the examples of the indicator are checked."""
    group = Group(facts, key=b"benchmark", examples_file=facts.folder / "examples.json")
    group.indicator(INDICATOR)
    return group


def cube_in_jalon(figure: Figure) -> Cube:
    asked = figure.cube(*DIMENSIONS)
    found: dict[tuple[str, ...], int] = {}
    for chosen in asked.groupings:
        for values, size in asked.sizes(*chosen).items():
            named = {name: value or UNKNOWN for name, value in zip(chosen, values, strict=True)}
            found[tuple(named.get(dimension, ALL) for dimension in DIMENSIONS)] = size
    return found


def measure_jalon(facts: DeltaFacts) -> tuple[dict[str, Measured], Cube]:
    """What is asked one after the other of one group."""
    group = open_group(facts)
    steps: dict[str, Measured] = {}

    def ask(name: str, question: Callable[[], object]) -> object:
        steps[name], found = measure(question)
        return found

    first = ask("cube, from facts", lambda: cube_in_jalon(group.figure(INDICATOR)))
    found = ask("cube, sets at hand", lambda: cube_in_jalon(group.figure(INDICATOR)))
    assert first == found
    ask("one figure of a year, first time", lambda: group.figure(INDICATOR, 2021))
    ask("by country, first time", lambda: group.figure(INDICATOR, 2021).by("country"))
    ask("by sex, scope known", lambda: group.figure(INDICATOR, 2021).by("sex"))
    ask("by country, once more", lambda: group.figure(INDICATOR, 2021).by("country"))
    assert isinstance(found, dict)
    return steps, found


def measure_alone(name: str, folder: Path, answer: Path) -> None:
    """In the process made for it: write the cube to `answer`, and to standard output seconds and memory."""
    manifest = read_manifest(folder)
    assert manifest is not None
    facts = DeltaFacts(folder, manifest)
    if name == JALON:
        steps, found = measure_jalon(facts)
        fresh = open_group(facts)
        steps["one figure of a year, cold"], _ = measure(lambda: fresh.figure(INDICATOR, 2021))
    else:
        seconds, result = measure(lambda: RIVALS[name](facts))
        steps, found = {"cube": seconds}, result  # type: ignore[assignment]
    memory = build_peak_memory()
    answer.write_bytes(pickle.dumps(found))
    print(json.dumps({"steps": steps, "memory": memory}))


def build_peak_memory() -> float:
    """The most that this process held, in MB. Linux hands the peak that getrusage tells on from the parent process."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if "VmHWM" in line)
    per_megabyte = 1024 if sys.platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_megabyte


def ask_alone(name: str, folder: Path) -> tuple[dict[str, Measured], float, Cube]:
    with tempfile.TemporaryDirectory() as scratch:
        answer = Path(scratch) / "cube"
        command = [sys.executable, "-m", "benchmarks.cubes", name, str(folder), str(answer)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ)
        said = json.loads(done.stdout)
        return (
            {step: tuple(both) for step, both in said["steps"].items()},
            said["memory"],
            pickle.loads(answer.read_bytes()),
        )


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


def build_report(folder: Path, size: Size) -> Iterator[str]:
    facts = write_facts(folder, size)
    held = facts.manifest.tables["attendances"].rows
    steps, memory, expected = ask_alone(JALON, folder)
    yield f"Cube: {size.people:,} people, {held:,} attendances, {size.projects} projects, 40 countries, 5 years."
    yield f"sex × age band × country × year with all margins: {len(expected):,} cells; all systems counted the same."
    yield f"Jalon: peak {memory:,.0f} MB."
    rows: list[Sequence[str]] = [[name, f"{clock:.3f}", f"{worked:.3f}"] for name, (clock, worked) in steps.items()]
    yield render_table(["Jalon", "seconds", "of processor"], rows)
    cold, warm = steps["cube, from facts"], steps["cube, sets at hand"]
    rows = []

    def add(name: str, clock: float, worked: float | None, peak: str) -> None:
        ratios = [f"{clock / of[0]:.1f} ×" for of in (cold, warm)]
        ratios += [f"{worked / of[1]:.1f} ×" if worked else "" for of in (cold, warm)]
        rows.append([name, f"{clock:.2f}", f"{worked:.2f}" if worked else "", peak, *ratios])

    for name in RIVALS:
        taken, peak, found = ask_alone(name, folder)
        assert found == expected, f"{name} counts otherwise"
        add(name, *taken["cube"], f"{peak:,.0f}")
    in_postgresql = ask_postgresql(facts, folder.parent)
    for name, (clock, found) in (in_postgresql or {}).items():
        assert found == expected, f"{name} counts otherwise"
        add(name, clock, None, "")
    headings = ["against", "seconds", "of processor", "peak MB", "from facts", "sets at hand"]
    yield render_table([*headings, "from facts, processor", "sets, processor"], rows)
    yield (
        "Ratios: how many times longer than Jalon from facts, and with sets at hand, by the clock and of processor. "
        "The others use all cores, Jalon mostly one. PostgreSQL's tables were loaded before."
    )
    if in_postgresql is None:
        yield "PostgreSQL is not installed here: skipped."


if __name__ == "__main__":
    measure_alone(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
