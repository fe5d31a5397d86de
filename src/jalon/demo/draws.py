"""Numbers drawn the same on every machine and with every version of what is installed.

Only the raw stream of PCG64 is used, which NumPy promises never to change (its distributions may), and only
integers are made of it, so that no rounding of the machine's own can tell two runs apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

THOUSAND = 1000


class Draws:
    """One stream of draws; its name is its seed, so that a change in one part leaves the others as they were."""

    def __init__(self, name: str) -> None:
        seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "big")
        self._stream = np.random.PCG64(seed)

    def below(self, limit: int | Whole, size: int) -> Whole:
        """Whole numbers from 0 to below the limit, each as likely; the limit is at most 2**31."""
        high = (self._stream.random_raw(size) >> np.uint64(32)).astype(np.int64)
        return (high * limit) >> 32

    def between(self, first: int, last: int, size: int) -> Whole:
        """Whole numbers from first to last, both included."""
        return first + self.below(last - first + 1, size)

    def chance(self, per_thousand: int, size: int) -> Flags:
        return self.below(THOUSAND, size) < per_thousand

    def pick(self, weights: Sequence[int], size: int) -> Whole:
        """Places in `weights`, each as often as its weight says."""
        ends = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(ends, self.below(int(ends[-1]), size), side="right").astype(np.int64)

    def order(self, size: int) -> Whole:
        """The numbers from 0 to below `size`, shuffled."""
        return np.argsort(self._stream.random_raw(size), kind="stable").astype(np.int64)


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of a whole in proportion to the weights, by largest remainder: they add up exactly."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
