"""The sentence that a number stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(
    r"(?<!\b[A-Zpn])(?<!\bpp)(?<!\bart)(?<!\bfig)(?<!\bapprox)(?<!\bca)[.!?…]+[\"”»'’)\]]*\s+(?=[\"“«(]?\s?[A-ZÀ-Ý0-9\[])"
)


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
    first, last = 0, len(text)
    for match in _END.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    stretch = text[first:last]
    first += len(stretch) - len(stretch.lstrip())
    stretch = stretch.strip()
    return Sentence(stretch, first, first + len(stretch))
