"""`make bench`: what is measured, at what size."""

from __future__ import annotations

import argparse
import dataclasses
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import figures, registers
from benchmarks.generate import SIZES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=sorted(SIZES), default="large")
    parser.add_argument("--people", type=int)
    parser.add_argument("--attendances", type=int)
    parser.add_argument("--projects", type=int)
    parser.add_argument("--rows", type=int, default=100_000, help="of the list that is imported")
    parser.add_argument("--only", choices=["figures", "registers"])
    asked = parser.parse_args()
    given = {name: getattr(asked, name) for name in ("people", "attendances", "projects") if getattr(asked, name)}
    size = dataclasses.replace(SIZES[asked.size], **given)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        reports: dict[str, Callable[[], Iterator[str]]] = {
            "figures": lambda: figures.build_report(Path(folder) / "figures", size),
            "registers": lambda: registers.build_report(Path(folder), asked.rows),
        }
        for name, build in reports.items():
            if asked.only in (None, name):
                for part in build():
                    print(f"\n{part}" if "\n" not in part else part, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
