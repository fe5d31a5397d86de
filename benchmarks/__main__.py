"""`make bench`: what is measured, at what size."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from benchmarks import cubes, figures, refreshing, registers
from benchmarks.generate import SIZES

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
    parser.add_argument("--write", type=Path, help="a page to write what was measured to, beside standard output")
    parser.add_argument("--only", choices=["cubes", "figures", "refreshing", "registers"])
    asked = parser.parse_args()
    given = {name: getattr(asked, name) for name in ("people", "attendances", "projects") if getattr(asked, name)}
    size = dataclasses.replace(SIZES[asked.size], **given)
    said = [build_machine()]
    print(said[0])
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        reports: dict[str, Callable[[], Iterator[str]]] = {
            "cubes": lambda: cubes.build_report(Path(folder) / "cubes", size),
            "figures": lambda: figures.build_report(Path(folder) / "figures", size),
            "refreshing": lambda: refreshing.build_report(Path(folder), asked.scale),
            "registers": lambda: registers.build_report(Path(folder), asked.rows),
        }
        for name, build in reports.items():
            if asked.only in (None, name):
                for part in build():
                    said.append(f"```text\n{part}\n```" if "\n" in part else part)
                    print(f"\n{part}" if "\n" not in part else part, flush=True)
    if asked.write:
        asked.write.write_text("\n\n".join([HEADING, *said]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
