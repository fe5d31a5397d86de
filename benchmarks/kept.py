"""Kept sets: a process that has just started, one figure, and one new attendance down to the figures that count it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from benchmarks.aims import Aim, render_aims
from benchmarks.alone import Alone, ask_alone, forget_kept
from benchmarks.cubes import render_steps
from benchmarks.jalon_alone import INDICATOR, Measured, Steps, measure, open_group, read_facts
from jalon.engines.local_keeping import keep_sets
from jalon.facts.manifest import Manifest, write_manifest
from jalon.facts.schema import BY_NAME
from jalon.facts.store import DeltaFacts
from jalon.facts.writer import delete_unpinned, write_parts

ROUNDS = 5


def build_report(facts: DeltaFacts) -> Iterator[str]:
    folder = facts.folder
    yield "### Kept sets, one figure, one new attendance"
    forget_kept(folder)

    def ask(what: str) -> Alone:
        return ask_alone("benchmarks.jalon_alone", what, folder)

    cold = ask("one figure")
    steps: Steps = {"a process from start to end, one figure, nothing kept": (cold.clock, cold.worked)}
    keeping = ask("keeping")
    kept, again = keeping.found
    assert again.written == 0
    steps |= {f"{name}": both for name, both in keeping.steps.items()}
    runs = [ask("one figure") for _ in range(ROUNDS)]
    least = min((run.clock, run.worked) for run in runs)
    steps["a process from start to end, one figure, sets kept"] = least
    asked = [ask("figures").steps for _ in range(ROUNDS)]
    steps |= {name: min(one[name] for one in asked) for name in asked[0]}
    yield render_steps(steps)
    yield (
        f"Kept: {kept.files} files, {kept.bytes / 1e6:,.0f} MB, beside {_bytes_of(facts) / 1e6:,.0f} MB of facts. "
        f"A process with one figure took {max(run.memory for run in runs):,.0f} MB. Best of {ROUNDS}."
    )
    rounds = [change_one_attendance(facts.folder, at) for at in range(ROUNDS)]
    changed = {name: min(one[name] for one in rounds) for name in rounds[0]}
    yield render_steps(changed)
    yield (
        f"One mark changed in the facts and counted in a process that stays, best of {ROUNDS}; reading the project from "
        "the records comes before, see Refreshing."
    )
    yield render_aims(list(build_aims(steps | changed)))


def build_aims(steps: Steps) -> Iterator[Aim]:
    figure, broken_down = steps["figure of 2020, asked for the first time"], steps["figure of 2020 by country"]
    both = (figure[0] + broken_down[0], figure[1] + broken_down[1])
    yield Aim("one figure with one breakdown, first time", 0.2, "s", both)
    yield Aim("a breakdown once its scope is known", 0.05, "s", steps["figure of 2020 by sex"])
    yield Aim("one new attendance in a figure, from the facts on", 0.3, "s", steps["all four"])


def _bytes_of(facts: DeltaFacts) -> int:
    return sum(table.bytes for table in facts.manifest.tables.values())


def change_one_attendance(folder: Path, at: int) -> Steps:
    """What a refresh does with one project's attendances, and the figures after it. Asserts that they see it."""
    facts = read_facts(folder)
    group = open_group(facts)
    group.figure(INDICATOR, 2021)
    project = sorted(facts.manifest.tables["attendances"].parts)[at]
    code = group.projects[project - 1]
    rows = facts.table("attendances", [project])
    changed = _with_one_absent_more(rows)
    steps: Steps = {}
    whole: list[Measured] = []

    def ask(name: str, question: Callable[[], object]) -> object:
        steps[name], found = measure(question)
        whole.append(steps[name])
        return found

    def write() -> DeltaFacts:
        table, former = BY_NAME["attendances"], facts.manifest.tables["attendances"]
        written = write_parts(facts.folder, table, former, [(project, changed)])
        made = dt.datetime.now(dt.UTC).isoformat()
        manifest = Manifest({**facts.manifest.tables, "attendances": written.state}, {}, made)
        write_manifest(facts.folder, manifest)
        delete_unpinned(facts.folder, manifest)
        return DeltaFacts(facts.folder, manifest)

    later = ask("the project's file, Delta and manifest written", write)
    assert isinstance(later, DeltaFacts)
    ask("its sets kept", lambda: keep_sets(later))
    opened = ask("the group opened", lambda: open_group(later))
    after = ask("the figure of its year", lambda: opened.figure(INDICATOR, 2021))  # type: ignore[attr-defined]
    steps["all four"] = (sum(one[0] for one in whole), sum(one[1] for one in whole))
    steps["that figure by country"], _ = measure(lambda: after.by("country"))  # type: ignore[attr-defined]
    both = [one.figure(INDICATOR, 2021, project=code).size for one in (group, opened)]  # type: ignore[attr-defined]
    assert both[0] - both[1] == 1
    return steps


def _with_one_absent_more(rows: pa.Table) -> pa.Table:
    """The only mark of somebody who was present once in 2021, made absent."""
    marks, columns = rows["mark"].to_pylist(), [rows[name].to_pylist() for name in ("subject", "date", "mark")]
    times: dict[int, list[int]] = {}
    for at, (subject, day, mark) in enumerate(zip(*columns, strict=True)):
        if mark == "present" and day.year == 2021:
            times.setdefault(subject, []).append(at)
    marks[next(places[0] for places in times.values() if len(places) == 1)] = "absent"
    return rows.set_column(rows.schema.get_field_index("mark"), rows.schema.field("mark"), pa.array(marks, pa.string()))
