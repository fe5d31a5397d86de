"""The few by which two sets differ, found without comparing every set with every other.

If fewer than a threshold of a set are missing from another, at most so many of any sample of it are. Samples are looked
up first; only pairs that pass are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from jalon.disclosure.system import Integers

CHUNK = 512
"""Sets looked up at once."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A set as it is compared with others. Of a small one everybody is in the sample."""

    members: BitMap
    size: int
    threshold: int
    sample: Integers


def build_sample(members: BitMap, threshold: int) -> Integers:
    """Twice as many as may be missing, spread over the set."""
    listed = np.asarray(members.to_array(), np.int64)
    count = 2 * threshold + 2
    return listed if len(listed) <= count else listed[np.linspace(0, len(listed) - 1, count).astype(np.int64)]


def find_differing(first: Sequence[Sampled], second: Sequence[Sampled]) -> Iterator[tuple[int, int]]:
    """Pairs of a set of the first and one of the second of which few, but somebody, are missing in the second, and
    not all."""
    if not first or not second:
        return
    sampled = np.unique(np.concatenate([one.sample for one in first]))
    looked_up = BitMap(sampled.astype(np.uint32))
    places = np.searchsorted(sampled, np.concatenate([one.sample for one in first]))
    lengths = np.array([len(one.sample) for one in first])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    sizes = np.array([one.size for one in first])
    thresholds = np.array([one.threshold for one in first])
    for begin in range(0, len(second), CHUNK):
        others = second[begin : begin + CHUNK]
        within = np.zeros((len(others), len(sampled)), np.uint8)
        for row, other in enumerate(others):
            within[row, np.searchsorted(sampled, np.asarray((other.members & looked_up).to_array(), np.int64))] = 1
        found = np.add.reduceat(within[:, places], starts, axis=1, dtype=np.int32)
        other_sizes = np.array([other.size for other in others])
        limits = np.maximum(thresholds[None, :], np.array([other.threshold for other in others])[:, None])
        is_close = (lengths - found < limits) & (sizes - other_sizes[:, None] < limits) & (found > 0)
        is_close &= (lengths < sizes) | (found < lengths)
        for row, at in zip(*(one.tolist() for one in np.nonzero(is_close)), strict=True):
            one, other = first[at], others[row]
            rest = one.size - one.members.intersection_cardinality(other.members)
            if 0 < rest < min(limits[row, at], one.size):
                yield at, begin + row


Flags = npt.NDArray[np.bool_]
