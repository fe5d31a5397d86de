"""What Jalon is asked in a process of its own, which imports none of the systems it is compared with.

    python -m benchmarks.jalon_alone WHAT FOLDER ANSWER

writes the cube, where one is asked, to ANSWER, and prints the seconds of each step and the peak of memory as JSON.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.memory import build_peak_memory
from jalon.engines.local_keeping import keep_sets
from jalon.facts.manifest import read_manifest
from jalon.facts.store import DeltaFacts
from jalon.figures.figure import Figure
from jalon.figures.group import Group

INDICATOR = "attended"
DIMENSIONS = ("sex", "age_band", "country", "year")
UNKNOWN = "unknown"
ALL = "all"

Measured = tuple[float, float]
"""Seconds by the clock, seconds of processor."""

Steps = dict[str, Measured]


def measure(ask: Callable[[], object]) -> tuple[Measured, object]:
    started, worked = time.perf_counter(), time.process_time()
    found = ask()
    return (time.perf_counter() - started, time.process_time() - worked), found


def read_facts(folder: Path) -> DeltaFacts:
    manifest = read_manifest(folder)
    assert manifest is not None
    return DeltaFacts(folder, manifest)


def open_group(facts: DeltaFacts) -> Group:
    """A group that has read nothing yet of the facts; the examples of the indicator are checked."""
    group = Group(facts, key=b"benchmark", examples_file=facts.folder / "examples.json")
    group.indicator(INDICATOR)
    return group


def cube_in_jalon(figure: Figure) -> dict[tuple[str, ...], int]:
    asked = figure.cube(*DIMENSIONS)
    found: dict[tuple[str, ...], int] = {}
    for chosen in asked.groupings:
        for values, size in asked.sizes(*chosen).items():
            named = {name: value or UNKNOWN for name, value in zip(chosen, values, strict=True)}
            found[tuple(named.get(dimension, ALL) for dimension in DIMENSIONS)] = size
    return found


def ask_cube(folder: Path) -> tuple[Steps, object]:
    """The cube, read from whatever the folder holds, and once more."""
    group, steps = open_group(read_facts(folder)), {}
    steps["cube, first"], first = measure(lambda: cube_in_jalon(group.figure(INDICATOR)))
    steps["cube, sets at hand"], again = measure(lambda: cube_in_jalon(group.figure(INDICATOR)))
    assert first == again
    return steps, first


def ask_figures(folder: Path) -> tuple[Steps, object]:
    """Figures of years one after the other: of the first nothing is at hand, of the second what no period changes."""
    group = open_group(read_facts(folder))
    asked: dict[str, Callable[[], object]] = {
        "figure of 2021, the first of the process": lambda: group.figure(INDICATOR, 2021),
        "figure of 2021 by country": lambda: group.figure(INDICATOR, 2021).by("country"),
        "figure of 2020, asked for the first time": lambda: group.figure(INDICATOR, 2020),
        "figure of 2020 by country": lambda: group.figure(INDICATOR, 2020).by("country"),
        "figure of 2020 by sex": lambda: group.figure(INDICATOR, 2020).by("sex"),
        "figure of 2020 by country, once more": lambda: group.figure(INDICATOR, 2020).by("country"),
    }
    return {name: measure(question)[0] for name, question in asked.items()}, None


def ask_one_figure(folder: Path) -> tuple[Steps, object]:
    open_group(read_facts(folder)).figure(INDICATOR, 2021)
    return {}, None


def ask_keeping(folder: Path) -> tuple[Steps, object]:
    facts = read_facts(folder)
    steps = {}
    steps["everything kept"], kept = measure(lambda: keep_sets(facts))
    steps["nothing to keep anew"], again = measure(lambda: keep_sets(facts))
    return steps, (kept, again)


ASKED: dict[str, Callable[[Path], tuple[Steps, object]]] = {
    "cube": ask_cube,
    "figures": ask_figures,
    "one figure": ask_one_figure,
    "keeping": ask_keeping,
}


def answer_alone(answered: tuple[Steps, object], answer: Path) -> None:
    steps, found = answered
    memory = build_peak_memory()
    answer.write_bytes(pickle.dumps(found))
    print(json.dumps({"steps": steps, "memory": memory}))


if __name__ == "__main__":
    answer_alone(ASKED[sys.argv[1]](Path(sys.argv[2])), Path(sys.argv[3]))
