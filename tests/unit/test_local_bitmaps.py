"""Bitmaps laid out from whole arrays hold what bitmaps hold whose numbers are added one by one."""

from __future__ import annotations

import numpy as np
import pytest
from pyroaring import BitMap

from jalon.engines.local_arrays import Ints
from jalon.engines.local_bitmaps import LISTED, SMALL, WIDTH, build_bitmap

TYPES = (np.int32, np.uint32, np.int64)
EVERY_OTHER: Ints = np.arange(0, 2 * WIDTH, 2)


def ascending(count: int, below: int) -> Ints:
    """So many different numbers below a bound, the last possible one among them."""
    step = below // count
    jitter = np.random.default_rng(7).integers(0, step, count)
    found: Ints = np.arange(count) * step + jitter
    found[-1] = below - 1
    return found


ARRAYS: dict[str, Ints] = {
    "nobody": np.zeros(0, np.int64),
    "one": np.array([0]),
    "as many as are added one by one": ascending(SMALL - 1, 10**6),
    "one more": ascending(SMALL, 10**6),
    "containers that are lists": ascending(50_000, 3 * 10**6),
    "containers of bits": ascending(10**6, 3 * 10**6),
    "a full container": np.arange(WIDTH, 2 * WIDTH),
    "three full containers": np.arange(3 * WIDTH),
    "the most that is listed": EVERY_OTHER[:LISTED],
    "the fewest that have bits": EVERY_OTHER[: LISTED + 1],
    "lists and bits by turns": np.concatenate(
        [np.arange(3), EVERY_OTHER[: 2 * LISTED] + WIDTH, np.arange(4 * WIDTH - 5, 4 * WIDTH + 1)]
    ),
    "containers far apart": ascending(5_000, 2**31 - 1),
}


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("name", ARRAYS)
def test_a_bitmap_holds_the_numbers_it_is_built_from(name: str, kind: type[np.integer]) -> None:
    numbers = ARRAYS[name].astype(kind)
    built = build_bitmap(numbers)
    assert built == BitMap(numbers.tolist())
    assert len(built) == len(numbers)
    assert built.serialize() == BitMap(numbers.tolist()).serialize()


@pytest.mark.parametrize("name", ARRAYS)
def test_numbers_need_not_be_in_order_nor_stand_once(name: str) -> None:
    numbers = ARRAYS[name]
    twice = np.random.default_rng(3).permutation(np.concatenate([numbers, numbers[::2]]))
    in_order = np.sort(twice)
    expected = BitMap(numbers.tolist())
    assert build_bitmap(twice) == expected
    assert build_bitmap(in_order) == expected


def test_the_highest_numbers() -> None:
    numbers = np.arange(2**32 - 3 * SMALL, 2**32, dtype=np.int64)
    for kind in (np.int64, np.uint32):
        assert build_bitmap(numbers.astype(kind)) == BitMap(range(2**32 - 3 * SMALL, 2**32))


def test_a_bitmap_that_was_built_can_be_changed() -> None:
    built = build_bitmap(ARRAYS["containers of bits"])
    size = len(built)
    built.discard(int(built[0]))
    built.add(4 * 10**6)
    assert len(built) == size
    assert len(built - BitMap([4 * 10**6])) == size - 1


def test_what_it_is_built_from_stays_as_it_was() -> None:
    numbers = np.array([5, 3, 3, 1] * SMALL)
    before = numbers.copy()
    build_bitmap(numbers)
    assert (numbers == before).all()
