"""`make bench`: what is measured, at what size."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from benchmarks import candidates, cubes, disclosure, figures, growth, kept, linkage, million, refreshing, registers
from benchmarks.generate import SIZES, Size, write_facts
from benchmarks.jalon_alone import read_facts

PARTS = ["cubes", "kept", "figures", "postgresql", "refreshing", "registers", "growth", "linkage", "disclosure"]

HEADING = """\
# Benchmarks

What `make bench` measured on one machine on one day, as it printed it. On a busy machine the seconds of processor
say more than those of the clock; ratios are of one run."""


def build_machine() -> str:
    """The machine, the versions and the date."""
    compared = ", ".join(f"{name} {metadata.version(name)}" for name in ("duckdb", "polars", "pandas", "numpy"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{dt.datetime.now(dt.UTC).date().isoformat()}; {os.cpu_count()} cores, {platform.machine()}, {memory:.0f} GB; "
        f"load at the start {load:.1f}; Python {platform.python_version()}, {compared}."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=sorted(SIZES), default="large")
    parser.add_argument("--people", type=int)
    parser.add_argument("--attendances", type=int)
    parser.add_argument("--projects", type=int)
    parser.add_argument("--rows", type=int, default=100_000, help="of the list that is imported")
    parser.add_argument("--scale", type=float, default=0.1, help="of the demonstration group that is refreshed")
    parser.add_argument("--growth", type=float, nargs="*", default=[1, 5, 20, 50], help="millions of attendances")
    parser.add_argument("--postgresql", choices=sorted(SIZES), default="large", help="at which size it is measured")
    parser.add_argument("--linked", type=int, default=1_000_000, help="people who are linked at once")
    parser.add_argument("--write", type=Path, help="a page to write what was measured to, beside standard output")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    given = {name: getattr(asked, name) for name in ("people", "attendances", "projects") if getattr(asked, name)}
    said = [build_machine()]
    print(said[0])
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        for part in build_report(Path(folder), dataclasses.replace(SIZES[asked.size], **given), asked):
            said.append(f"```text\n{part}\n```" if "\n" in part else part)
            print(f"\n{part}", flush=True)
            if asked.write:  # at once: a run is long
                asked.write.write_text("\n\n".join([HEADING, *said]) + "\n", encoding="utf-8")
    return 0


def build_report(folder: Path, size: Size, asked: argparse.Namespace) -> Iterator[str]:
    if {"kept", "cubes", "figures"} & set(asked.only):
        facts = write_facts(folder / "facts", size)
        if "cubes" in asked.only:
            with_it = SIZES[asked.postgresql] == size
            yield from cubes.build_report(facts, size, rivals=list(cubes.RIVALS), postgresql=with_it)
        if "kept" in asked.only:
            yield from kept.build_report(facts)
        if "figures" in asked.only:
            yield from figures.build_report(read_facts(facts.folder), size)
        shutil.rmtree(folder / "facts")
    if "postgresql" in asked.only and SIZES[asked.postgresql] != size:
        smaller = SIZES[asked.postgresql]
        facts = write_facts(folder / "smaller", smaller)
        yield from cubes.build_report(facts, smaller, rivals=["DuckDB, best formulation"], postgresql=True)
        shutil.rmtree(folder / "smaller")
    if "refreshing" in asked.only:
        yield from refreshing.build_report(folder, asked.scale)
    if "registers" in asked.only:
        yield from registers.build_report(folder, asked.rows)
    if "growth" in asked.only:
        yield from growth.build_report(folder / "growth", asked.growth)
    if "linkage" in asked.only:
        yield from linkage.build_report(folder)
        yield from million.build_report(asked.linked)
        yield from candidates.build_report()
    if "disclosure" in asked.only:
        yield from disclosure.build_report()


if __name__ == "__main__":
    sys.exit(main())
