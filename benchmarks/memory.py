"""How much memory this process held at most."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def build_peak_memory() -> float:
    """In MB. Linux hands the peak that getrusage tells on from the parent process, so it is read of the process itself."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if "VmHWM" in line)
    per_megabyte = 1024 if sys.platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_megabyte
