"""An immutable set of numbers: the members behind a figure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Set

import numpy as np
from pyroaring import AbstractBitMap, BitMap, FrozenBitMap

SHOWN = 10
"""How many members a `repr` spells out."""


class Members(Set[int]):
    """Subject numbers (participation numbers, or code numbers for a distinct), in ascending order.

    Behaves as any Python set that cannot change; set operations with other sets give Members.
    """

    __slots__ = ("_bits",)

    def __init__(self, numbers: Iterable[int] | AbstractBitMap = ()) -> None:
        # A set is made for every cell of a table: to look for the smallest form of each would take most of the time.
        self._bits = FrozenBitMap(numbers, optimize=not isinstance(numbers, AbstractBitMap))

    @property
    def bitmap(self) -> BitMap:
        """A copy as a roaring bitmap, for whoever computes on; those of equal sets are the same bytes."""
        return BitMap(self._bits)

    def __len__(self) -> int:
        return len(self._bits)

    def __iter__(self) -> Iterator[int]:
        return iter(self._bits)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and 0 <= number < 2**32 and number in self._bits

    def __and__(self, other: Set[object]) -> Members:
        return Members(self._bits & _bits_of(other))

    def __or__(self, other: Set[object]) -> Members:
        return Members(self._bits | _bits_of(other))

    def __sub__(self, other: Set[object]) -> Members:
        return Members(self._bits - _bits_of(other))

    def __eq__(self, other: object) -> bool:
        return self._bits == other._bits if isinstance(other, Members) else super().__eq__(other)

    def __hash__(self) -> int:
        return self._hash()

    def __repr__(self) -> str:
        shown = ", ".join(str(number) for _, number in zip(range(SHOWN), self, strict=False))
        return f"Members({len(self)}: {shown}{', …' if len(self) > SHOWN else ''})"

    def digest(self, key: bytes, unit: str) -> str:
        """HMAC-SHA256, hex, of the unit, a NUL, and the sorted numbers as little-endian int32.

        Keyed, because the small numbers of a small set could be guessed from a plain hash.
        """
        numbers = np.array(self._bits.to_array(), dtype="<i4")
        return hmac.new(key, unit.encode() + b"\0" + numbers.tobytes(), hashlib.sha256).hexdigest()


def _bits_of(numbers: Set[object]) -> FrozenBitMap:
    return numbers._bits if isinstance(numbers, Members) else FrozenBitMap(n for n in numbers if isinstance(n, int))
