"""A million people linked at once: how long, in how much memory, and how well, as `jalon people match` does it.

    python -m benchmarks.million --people 1000000

The people are those of people.py: one record in twenty is somebody's second one, with the faults that the field makes.
Measured from the columns as the records hold them to the proposals: the table, the rules, the pairs, what is learnt,
the probabilities, who is joined and who waits. A process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.memory import build_peak_memory
from benchmarks.people import People, make_people
from benchmarks.table import render_table

Pairs = set[tuple[int, int]]


def measure(records: int) -> dict[str, Any]:
    from jalon.workflows.start import start_group

    with tempfile.TemporaryDirectory(prefix="jalon-million-") as folder:
        start_group(Path(folder) / "home", "Benchmark", by="benchmark")
        from jalon.identity.fields import PERSON_FIELDS, build_table
        from jalon.workflows.match_people import propose_in

        people = make_people(records)
        load = os.getloadavg()[0]
        clock, processor = time.perf_counter(), time.process_time()
        table = build_table(range(records), people.columns, PERSON_FIELDS)
        tabled = time.process_time()
        proposals, weights = propose_in(table)
        done, now = time.process_time(), time.perf_counter()
    joined = {(said.first, said.second) for said in proposals if said.verdict == "same"}
    every = {(said.first, said.second) for said in proposals}
    truth = true_pairs(people)
    return {
        "records": records,
        "load": load,
        "seconds": now - clock,
        "table": tabled - processor,
        "processor": done - processor,
        "gigabytes": build_peak_memory() / 1024,
        "doubles": len(truth),
        "joined": quality(joined, truth),
        "proposed": quality(every, truth),
        "queued": len(every) - len(joined),
        "learnt": weights.learnt,
    }


def true_pairs(people: People) -> Pairs:
    records: defaultdict[int, list[int]] = defaultdict(list)
    for place, person in enumerate(people.truth.tolist()):
        records[person].append(place)
    return {(places[0], places[1]) for places in records.values() if len(places) == 2}


def quality(found: Pairs, truth: Pairs) -> tuple[float, float]:
    """Precision and recall."""
    return len(found & truth) / max(len(found), 1), len(found & truth) / max(len(truth), 1)


def build_report(records: int) -> Iterator[str]:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.million", "--people", str(records), "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    yield render_measured(json.loads(ran.stdout.splitlines()[-1]))


def render_measured(found: dict[str, Any]) -> str:
    rows = [
        [name, f"{found[key][0]:.4f}", f"{found[key][1]:.4f}"]
        for name, key in (("joined by themselves", "joined"), ("joined or waiting", "proposed"))
    ]
    table = render_table(["of the true doubles", "precision", "recall"], rows)
    return (
        f"{found['records']:,} records, {found['doubles']:,} of them somebody's second: {found['seconds']:.0f} s by the"
        f" clock at load {found['load']:.1f}, {found['processor']:.0f} s of processor"
        f" ({found['table']:.0f} s of them the table), {found['gigabytes']:.1f} GB at most;"
        f" {found['queued']:,} pairs wait.\n\n{table}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.people)
    print(json.dumps(found) if asked.json else render_measured(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
