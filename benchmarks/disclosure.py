"""What protecting a table takes, and what an attacker finds in it: with a threshold alone, with protection against
subtraction, and with the linear programmes of `jalon.disclosure`.

    python -m benchmarks.disclosure

The tables are made up: skewed counts with many zeros, published with every margin and the total. Seconds are of
processor, in one process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from benchmarks.table import render_table
from jalon.disclosure import Policy, Published
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.attack import Attacker, Publication, Seen, build_attack, eliminate
from jalon.disclosure.certificate import build_certificate, check_certificate
from jalon.disclosure.exact import find_optimum, improve
from jalon.disclosure.protect import CLEANING, Protection, protect
from jalon.disclosure.system import NO_LIMIT, System, Targets, build_links

THRESHOLD, WIDTH = 5, 3
SIZES: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((5, 6, 8), tuple(range(8))),
    ((8, 10, 12), (0,)),
    ((10, 20, 30), (0,)),
)
KNOWN_OPTIMUM = ((4, 5), (6, 8), (2, 3, 4))
SECONDS = 300.0
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cube:
    """A table with all its margins: as numbers with their links, and as sets of cells."""

    system: System
    targets: Targets
    cells: tuple[tuple[int, ...], ...]
    """By number, the cells with anybody in them that make it up."""
    cell_count: int


def build_cells(shape: Sequence[int], seed: int, mean: float = 12.0) -> Counts:
    """Rows, columns and layers of very different size, and chance on top."""
    random = np.random.default_rng(seed)
    sizes = np.ones(())
    for length in shape:
        sizes = np.multiply.outer(sizes, random.lognormal(0.0, 0.6, length))
    return np.asarray(random.poisson(random.gamma(1.0, sizes * mean / sizes.mean())), np.int64)


def build_cube(counts: Counts) -> Cube:
    """Every cell, margin and total; a margin is linked to the finer ones that add up to it."""
    every = range(counts.ndim)
    places = np.full(counts.shape, -1)
    places[counts > 0] = np.arange(int((counts > 0).sum()))
    numbers: dict[tuple[int, ...], Counts] = {}
    values: list[int] = []
    made_of: list[tuple[int, ...]] = []
    for kept in (chosen for size in range(counts.ndim, -1, -1) for chosen in combinations(every, size)):
        away = [at for at in every if at not in kept]
        shape = [counts.shape[at] for at in kept]
        numbers[kept] = len(values) + np.arange(int(np.prod(shape, dtype=np.int64))).reshape(shape)
        values += np.atleast_1d(counts.sum(axis=tuple(away))).ravel().tolist()
        lined_up = np.transpose(places, [*kept, *away]).reshape(int(np.prod(shape, dtype=np.int64)), -1)
        made_of += [tuple(row[row >= 0].tolist()) for row in lined_up]
    rows = []
    for kept in numbers:
        added = [at for at in every if at not in kept]
        for axis in added if len(kept) == counts.ndim - 1 else added[:1]:
            finer = tuple(sorted((*kept, axis)))
            parts = np.moveaxis(numbers[finer], finer.index(axis), -1).reshape(-1, counts.shape[axis])
            whole = np.atleast_1d(numbers[kept]).ravel()
            for number, listed in zip(whole.tolist(), parts.tolist(), strict=True):
                if values[number]:
                    rows.append((number, [part for part in listed if values[part]]))
    sizes = np.array(values, np.int64)
    empty = sizes == 0
    system = System(
        sizes, build_links(rows), np.arange(len(sizes)), np.ones(len(sizes)), empty,
        np.where(empty, 0, 1), np.full(len(sizes), NO_LIMIT),
    )  # fmt: skip
    small = np.flatnonzero((sizes > 0) & (sizes < THRESHOLD))
    return Cube(system, Targets(small, np.full(len(small), WIDTH)), tuple(made_of), int((counts > 0).sum()))


def attack(cube: Cube, withheld: npt.NDArray[np.bool_]) -> tuple[int, float]:
    """How many of the small numbers come out exactly, and in how many seconds."""
    values = cube.system.values.tolist()
    seen = [
        Seen(cells, 1, None) if withheld[at] else Seen(cells, values[at], values[at])
        for at, cells in enumerate(cube.cells)
        if cells
    ]
    started = time.process_time()
    attacker = Attacker(cube.cell_count, seen)
    found = attacker.bound(
        [cube.cells[number] for number in cube.targets.numbers], seconds=SECONDS, whole=cube.cell_count < 2_000
    )
    assert len(found) == len(cube.targets), "the attack ran out of time"
    return sum(one.is_recovered for one in found), time.process_time() - started


def protect_from_subtraction(cube: Cube) -> npt.NDArray[np.bool_]:
    """Beside the small numbers, the smallest of a line is withheld until subtraction finds none: what is often done."""
    system, small = cube.system, cube.targets.numbers
    withheld = np.zeros(len(system), bool)
    withheld[small] = True
    starts, columns = system.links.starts, system.links.columns
    lines = [columns[starts[row] : starts[row + 1]] for row in range(len(system.links))]
    progressed = True
    while progressed:
        progressed = False
        seen = [
            Seen(cells, 1, None) if withheld[at] else Seen(cells, 0, 0) for at, cells in enumerate(cube.cells) if cells
        ]
        for position in eliminate(cube.cell_count, seen, [cube.cells[number] for number in small]):
            beside = {int(one) for line in lines if small[position] in line for one in line if not withheld[one]}
            if beside:
                withheld[min(beside, key=lambda number: int(system.values[number]))] = True
                progressed = True
    return withheld


def measure_protection(cube: Cube, cleaning: int) -> tuple[Protection, float]:
    """The protection, and its seconds: of a small table the least of five times, since a machine is faster or slower by a third
    from one moment to the next."""
    seconds = []
    for _ in range(5 if len(cube.system) < 500 else 1):
        started = time.process_time()
        found = protect(cube.system, cube.targets, seconds=SECONDS, cleaning=cleaning)
        seconds.append(time.process_time() - started)
    return found, min(seconds)


def measure_tables() -> Iterator[list[str]]:
    for shape, seeds in SIZES:
        for seed in seeds:
            cube = build_cube(build_cells(shape, seed))
            small = len(cube.targets)
            alone = np.zeros(len(cube.system), bool)
            alone[cube.targets.numbers] = True
            recovered_alone, _ = attack(cube, alone)
            subtracted = "—"
            if len(cube.system) < 500:
                recovered, _ = attack(cube, protect_from_subtraction(cube))
                subtracted = f"{recovered / small:.0%}"
            found, took = measure_protection(cube, CLEANING)
            to_the_end = "—"
            if len(cube.system) < 2_000:
                cleaned, longer = measure_protection(cube, len(cube.system) ** 2)
                to_the_end = f"{int(cleaned.withheld.sum())} in {longer:.2f}"
            assert found.is_proven
            check_certificate(build_certificate(cube.system, cube.targets, found))
            left, attacked = attack(cube, found.withheld)
            size = "×".join(map(str, shape))
            yield [
                size, f"{len(cube.system):,}", f"{small}", f"{recovered_alone / small:.0%}", subtracted, f"{left}",
                f"{int(found.withheld.sum())}", f"{took:.2f}", to_the_end, f"{attacked:.2f}",
            ]  # fmt: skip


def measure_optimum(tables: int = 50) -> Iterator[list[str]]:
    """Numbers withheld per number of the optimum, over so many tables: in all, of the worst, and after a search."""
    for shape in KNOWN_OPTIMUM:
        heuristic, searched, least, worst, known = 0, 0, 0.0, 0.0, 0
        for seed in range(tables):
            cube = build_cube(build_cells(shape, seed, mean=9.0))
            best = find_optimum(cube.system, cube.targets, seconds=20)
            if best.withheld is None or not len(cube.targets):
                continue
            found = protect(cube.system, cube.targets, seconds=SECONDS)
            known += 1
            heuristic += int(found.withheld.sum())
            searched += int(improve(cube.system, cube.targets, found, seconds=0.5).withheld.sum())
            least += best.cost_at_least
            worst = max(worst, int(found.withheld.sum()) / best.cost_at_least)
        size = "×".join(map(str, shape))
        yield [size, f"{known} of {tables}", f"{least:.0f}", f"{heuristic / least:.3f}", f"{worst:.2f}", f"{searched / least:.3f}"]  # fmt: skip


def measure_releases(pairs: int = 60) -> tuple[int, int, int]:
    """A table, then the same with newcomers: small differences, how many each table by itself gives away, how many
    both protected together."""
    random = np.random.default_rng(1)
    differences = apart = together = 0
    for _ in range(pairs):
        before = random.integers(5, 40, 6)
        joined = random.choice([0, 0, 1, 2, 3, 8], 6)
        sets: list[list[CountedSet]] = []
        for release, extra in enumerate((np.zeros(6, np.int64), joined)):
            cells = [
                BitMap(range(1000 * at, 1000 * at + int(count) + int(more)))
                for at, (count, more) in enumerate(zip(before, extra, strict=True))
            ]
            named = [
                CountedSet(f"{release} {at}", members, f"{release} {at}", THRESHOLD) for at, members in enumerate(cells)
            ]
            named.append(
                CountedSet(f"{release}", BitMap().union(*cells), f"{release}", THRESHOLD, 100.0, is_total=True)
            )
            sets.append(named)
        differences += sum(0 < one < THRESHOLD for one in joined.tolist())
        for policy in (Policy(search_seconds=0.0), Policy(search_seconds=0.0, published=Published())):
            told: dict[str, bool] = {}
            for release, listed in enumerate(sets):
                told |= policy.decide(f"{release}", "subject", listed, b"").told
            published = [
                Publication(frozenset(one.members), told[one.name], THRESHOLD) for listed in sets for one in listed
            ]
            attacker, secrets, _ = build_attack(published)
            found = attacker.bound([secret.atoms for secret in secrets], seconds=SECONDS)
            recovered = sum(one.is_recovered for one in found)
            if policy.published is None:
                apart += recovered
            else:
                together += recovered
    return differences, apart, together


@dataclass(frozen=True, slots=True)
class Answer:
    """What one table of a growing list took."""

    beside: int
    """Distinct sets published before."""
    seconds: float
    extent: str


def build_people(count: int, seed: int = 5) -> dict[str, Counts]:
    """Projects and countries of very different size, most people of a project in one or two countries."""
    random = np.random.default_rng(seed)
    sizes = random.lognormal(0.0, 1.4, (2, 40))
    project = random.choice(40, count, p=sizes[0] / sizes[0].sum())
    home = random.choice(40, 40, p=sizes[1] / sizes[1].sum())
    other = random.choice(40, count, p=sizes[1] / sizes[1].sum())
    return {
        "project": project,
        "country": np.where(random.random(count) < 0.9, home[project], other),
        "sex": random.choice(3, count, p=(0.55, 0.44, 0.01)),
        "band": random.choice(3, count, p=(0.6, 0.3, 0.1)),
        "quarter": random.integers(0, 20, count),
    }


def measure_growth(count: int = 300_000, most: int = 3_100, seconds: float = 600.0) -> Iterator[Answer]:
    """Tables of everybody, then of each project and country, by one dimension after the other, in one list."""
    people = build_people(count)
    published, policy = Published(), Policy(search_seconds=0.0)
    until = time.process_time() + seconds
    scopes = [("all", 0), *((name, code) for code in range(40) for name in ("project", "country"))]
    for scope, code in scopes:
        within = np.ones(count, bool) if scope == "all" else people[scope] == code
        for by in (name for name in people if name != scope):
            named = f"{scope} {code}"
            total = CountedSet(named, BitMap(np.flatnonzero(within)), named, THRESHOLD, 1000.0, is_total=True)
            cells = [
                CountedSet(f"{named} {by} {value}", BitMap(np.flatnonzero(within & (people[by] == value))),
                           f"{named} {by} {value}", THRESHOLD)
                for value in np.unique(people[by][within]).tolist()
            ]  # fmt: skip
            beside = len(published.sets())
            started = time.process_time()
            decision = published.decide(f"{named} {by}", "subject", [total, *cells], policy)
            yield Answer(beside, time.process_time() - started, str(decision.extent))
            if beside > most or time.process_time() > until:
                return


def render_growth(answers: Sequence[Answer]) -> str:
    rows = []
    for first, last in ((0, 100), (100, 500), (500, 1_000), (1_000, 2_000), (2_000, 3_100)):
        of = sorted(one.seconds for one in answers if first <= one.beside < last)
        if of:
            whole = sum(one.extent == "cells" for one in answers if first <= one.beside < last)
            quantiles = (of[len(of) // 2], of[len(of) * 9 // 10], of[-1])
            rows.append([f"{first:,}–{last:,}", f"{len(of)}", *(f"{one:.2f}" for one in quantiles), f"{whole}"])
    return render_table(["published before", "tables", "median", "nine in ten", "most", "told by cells"], rows)


def build_report() -> Iterator[str]:
    yield "## Tables with all their margins"
    columns = [
        "table",
        "numbers",
        "small",
        "threshold alone",
        "subtraction",
        "protected",
        "withheld",
        "seconds",
        "cleaned to the end",
        "attack",
    ]
    yield render_table(columns, list(measure_tables()))
    yield "## Against the least that can be withheld"
    yield render_table(
        ["table", "optimum known", "least", "heuristic", "worst", "with a search"], list(measure_optimum())
    )
    yield "## A release, then the same with newcomers"
    differences, apart, together = measure_releases()
    yield (
        f"{differences} small differences between cells. Each release protected by itself: {apart} numbers come out "
        f"(differences of cells and of totals). Protected together: {together}."
    )
    yield "## Beside all that was published"
    yield render_growth(list(measure_growth()))


if __name__ == "__main__":
    for part in build_report():
        print(part, flush=True)
