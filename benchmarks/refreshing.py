"""From one attendance written down to a figure that counts it, in a process that stays, over the demonstration group."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.command import run_command
from benchmarks.table import render_table

INDICATOR = "attended"
ROUNDS = 5


def build_report(folder: Path, scale: float) -> Iterator[str]:
    home = folder / "demonstration"
    seconds, worked, memory = run_command(["demo", "--scale", str(scale)], home)
    from jalon.facts.store import open_facts
    from jalon.home import open_home
    from jalon.records.settings import configure

    opened = open_home(home)
    configure(opened)
    facts = open_facts(opened)
    rows = sum(state.rows for state in facts.manifest.tables.values())
    yield f"### Refreshing: the demonstration group at scale {scale}, {rows:,} rows of facts; records in SQLite"
    taken = [measure_round(home, at) for at in range(ROUNDS)]
    lines = [["the demonstration made", f"{seconds:.3f}", f"{worked:.3f}"]]
    for step in taken[0]:
        clock, processor = min(one[step] for one in taken)
        lines.append([step, f"{clock:.3f}", f"{processor:.3f}"])
    everything = refresh_everything(home)
    lines.append(["everything refreshed", *(f"{value:.3f}" for value in everything)])
    yield render_table(["step", "seconds", "of processor"], lines)
    yield (
        f"Best of {ROUNDS} rounds, but for the first step and the last; the processor of processes started beside is "
        "not in it. "
        f"Making the demonstration took {memory:,.0f} MB."
    )


def measure_round(home: Path, at: int) -> dict[str, tuple[float, float]]:
    """One attendance changed, and everything until each figure has it. Asserts that the figure sees the change."""
    from jalon.figures.group import open_group
    from jalon.home import open_home
    from jalon.records.actions.activities import change_attendance
    from jalon.records.models import Attendance
    from jalon.workflows.refresh_facts import refresh_facts

    steps: dict[str, tuple[float, float]] = {}

    def ask(name: str, question: Callable[[], object]) -> object:
        started, worked = time.perf_counter(), time.process_time()
        found = question()
        steps[name] = (time.perf_counter() - started, time.process_time() - worked)
        return found

    before = open_group(home).facts_version
    attendance = Attendance.objects.order_by("pk")[at]
    mark = "absent" if attendance.mark == "present" else "present"
    started, worked = time.perf_counter(), time.process_time()
    ask(
        "one attendance changed",
        lambda: change_attendance(by="benchmark", attendance=attendance, mark=mark, hours=None),
    )
    ask("its project refreshed", lambda: refresh_facts(open_home(home)))
    group = open_group(home)
    assert group.facts_version != before
    year = attendance.session.date.year
    ask("the figure of its year", lambda: group.figure(INDICATOR, year))
    both = (time.perf_counter() - started, time.process_time() - worked)
    steps["all three, with opening the group"] = both
    ask("the same figure by country", lambda: group.figure(INDICATOR, year).by("country"))
    ask("all figures of that year", lambda: group.figures(year))
    return steps


def refresh_everything(home: Path) -> tuple[float, float]:
    from jalon.home import open_home
    from jalon.workflows.refresh_facts import refresh_facts

    started, worked = time.perf_counter(), time.process_time()
    refresh_facts(open_home(home), everything=True)
    return time.perf_counter() - started, time.process_time() - worked
