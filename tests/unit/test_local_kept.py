"""What an engine keeps: the most recently used, within a number and a size."""

from __future__ import annotations

import pytest

from jalon.engines.local_kept import Kept


def fill(kept: Kept[list[int]], sizes: list[int]) -> list[int]:
    """Sizes of what is still kept once each of these was built."""
    for key, size in enumerate(sizes):
        kept.get(key, lambda size=size: [0] * size)  # type: ignore[misc]
    return [len(found) for key in range(len(sizes)) if (found := kept.find(key)) is not None]


@pytest.mark.parametrize(
    ("sizes", "stays"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([1, 2, 3, 4], [2, 3, 4]),
        ([6, 3, 1], [6, 3, 1]),
        ([6, 3, 2], [3, 2]),
        ([6, 3, 9], [9]),
        ([3, 40], [40]),
    ],
)
def test_the_oldest_goes_where_there_are_too_many_or_too_much(sizes: list[int], stays: list[int]) -> None:
    assert fill(Kept(3, len, 10), sizes) == stays


def test_without_a_size_only_their_number_counts() -> None:
    assert fill(Kept(3), [10**6, 1, 1]) == [10**6, 1, 1]


def test_what_is_found_again_stays_longer() -> None:
    kept: Kept[str] = Kept(2)
    kept.get("a", lambda: "A")
    kept.get("b", lambda: "B")
    assert kept.get("a", lambda: "another") == "A"
    kept.get("c", lambda: "C")
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == ("A", None, "C")
