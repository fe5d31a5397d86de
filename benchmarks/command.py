"""One `jalon` command in a process of its own: how long, and in how much memory.

    python -m benchmarks.command PEAK ARGUMENT…

runs it and writes its peak of memory to the file PEAK.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.memory import build_peak_memory


def run_command(arguments: Sequence[str], home: Path) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of processor, and the most memory in MB. On a busy machine the processor's seconds
    say more than those of the clock."""
    with tempfile.TemporaryDirectory() as scratch:
        peak = Path(scratch) / "peak"
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.command", str(peak), *arguments],
            env={**os.environ, "JALON_HOME": str(home), "JALON_AS": "benchmark"},
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"jalon {' '.join(arguments)} returned {process.returncode}")
        return seconds, usage.ru_utime + usage.ru_stime, float(peak.read_text())


def run_here(peak: Path, arguments: Sequence[str]) -> int:
    from jalon.cli import main

    try:
        return main(arguments)
    finally:
        peak.write_text(f"{build_peak_memory()}")


if __name__ == "__main__":
    sys.exit(run_here(Path(sys.argv[1]), sys.argv[2:]))
