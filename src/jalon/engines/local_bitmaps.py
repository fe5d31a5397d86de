"""Roaring bitmaps from whole arrays of numbers.

Adding numbers to a bitmap costs more than finding them. The bytes of a bitmap are therefore laid out here, in the
format that all Roaring libraries share (https://github.com/RoaringBitmap/RoaringFormatSpec), and read in one go:
numbers of the same upper 16 bits are a container, which lists their lower 16 bits where they are few, and has a bit for
each possible one where they are many.
"""

from __future__ import annotations

from array import array

import numpy as np
from pyroaring import BitMap

from jalon.engines.local_arrays import Ints, distinct

NO_RUNS = 12346
"""How the bytes begin where no container is of runs."""
WIDTH = 2**16
"""The numbers that a container may hold."""
LISTED = 4096
"""A container of more numbers has a bit for each possible one."""
BITS = WIDTH // 8

SMALL = 2048
"""Fewer numbers are added one by one as fast."""


def build_bitmap(numbers: Ints) -> BitMap:
    """A set of numbers (each below 2**32), from an array sorted or not, which may name one more than once."""
    if len(numbers) < SMALL:
        words = array("I")
        words.frombytes(np.ascontiguousarray(numbers, dtype=np.uint32).tobytes())
        return BitMap(words)
    if not (numbers[1:] > numbers[:-1]).all():
        numbers = distinct(numbers)
    built = BitMap.deserialize(_build_bytes(numbers))
    built.run_optimize()  # so that equal sets are the same bytes, however they were built: some are told apart by these
    return built


def _build_bytes(numbers: Ints) -> bytes:
    """Of numbers that ascend."""
    lowest, highest = int(numbers[0]) // WIDTH, int(numbers[-1]) // WIDTH
    bounds = (np.arange(lowest + 1, highest + 1) * WIDTH).astype(numbers.dtype)
    ends = np.concatenate([[0], np.searchsorted(numbers, bounds), [len(numbers)]])
    many = np.diff(ends)
    used = np.flatnonzero(many)
    many, starts = many[used], ends[used]
    sizes = np.where(many > LISTED, BITS, 2 * many)
    heads = np.empty((len(used), 2), "<u2")
    heads[:, 0], heads[:, 1] = used + lowest, many - 1
    places = 8 + 8 * len(used) + np.cumsum(sizes) - sizes
    begins = np.array([NO_RUNS, len(used)], "<u4")
    lower = numbers.astype("<u2")
    listed = lower.tobytes() if (many <= LISTED).all() else _build_containers(lower, starts, many)
    return b"".join((begins.tobytes(), heads.tobytes(), places.astype("<u4").tobytes(), listed))


def _build_containers(lower: Ints, starts: Ints, many: Ints) -> bytes:
    found = []
    place = lower.astype(np.intp)  # what numpy would make of it anyway, container by container
    for start, count in zip(starts.tolist(), many.tolist(), strict=True):
        if count <= LISTED:
            found.append(lower[start : start + count].tobytes())
        else:
            bits = np.zeros(WIDTH, np.bool_)
            bits[place[start : start + count]] = True
            found.append(np.packbits(bits, bitorder="little").tobytes())
    return b"".join(found)
