"""The sentence that a number stands in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

_END = re.compile(
    r"(?<!\b[A-Zpn])(?<!\bpp)(?<!\bart)(?<!\bfig)(?<!\bapprox)(?<!\bca)[.!?…]+[\"”»'’)\]]*\s+(?=[\"“«(]?\s?[A-ZÀ-Ý0-9\[])"
)
REACH = 600
"""Letters on each side of a number; what is longer without a full stop is no sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Its text, as one line, and where it stands in its block."""

    text: str
    start: int
    end: int

    def near(self, first: int, last: int, *, before: int, after: int) -> str:
        """The words around a stretch of the block, within the sentence."""
        low, high = max(0, first - self.start - before), last - self.start + after
        return self.text[low : max(low, high)]


def find_sentence(text: str, start: int, end: int) -> Sentence:
    """The sentence of the letters `start` to `end`; a full stop ends one where a capital or a digit follows it."""
    starts = _find_starts(text)
    first = starts[max(bisect_right(starts, start) - 1, 0)]
    following = bisect_left(starts, max(end, first + 1))
    last = starts[following] if following < len(starts) else len(text)
    first, last = max(first, start - REACH), min(last, end + REACH)
    stretch = text[first:last]
    first += len(stretch) - len(stretch.lstrip())
    stretch = stretch.strip()
    return Sentence(stretch, first, first + len(stretch))


@lru_cache(maxsize=4)
def _find_starts(text: str) -> list[int]:
    """Where the sentences of a block begin; a long block is asked for each of its numbers."""
    return [0, *(match.end() for match in _END.finditer(text))]
