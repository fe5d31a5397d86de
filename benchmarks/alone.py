"""Asking in a process of its own, so that nobody's memory and imports weigh on another."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.jalon_alone import Steps


@dataclass(frozen=True, slots=True)
class Alone:
    """What a process said: seconds of its steps, its peak of memory in MB, what it found, and its whole life in
    seconds by the clock and of processor."""

    steps: Steps
    memory: float
    found: Any
    clock: float
    worked: float


def ask_alone(module: str, what: str, folder: Path) -> Alone:
    with tempfile.TemporaryDirectory() as scratch:
        answer = Path(scratch) / "answer"
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", module, what, str(folder), str(answer)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{module} {what} returned {process.returncode}")
        told = json.loads(said)
        steps = {step: (both[0], both[1]) for step, both in told["steps"].items()}
        found = pickle.loads(answer.read_bytes())
        return Alone(steps, told["memory"], found, clock, usage.ru_utime + usage.ru_stime)


def forget_kept(folder: Path) -> None:
    """As a folder of facts of which nothing was ever kept."""
    for file in (folder / "kept").glob("*"):
        file.unlink()
