"""Which of two languages a text is in, by the small words it cannot do without."""

from __future__ import annotations

import re

FEW = 2
"""So many small words more than of the other language decide."""

SMALL_WORDS = {
    "en": frozenset(
        str.split(
            "the of and to in is are was were that for with on as by at from this have has had been who our their "
            "its it they which more than over about some not women people young"
        )
    ),
    "fr": frozenset(
        str.split(
            "le la les des du de et est sont dans pour par sur avec une un au aux ce cette ces qui que nos notre "
            "leur leurs ont été plus près en elles ils ne pas d l femmes jeunes personnes"
        )
    ),
}
_WORD = re.compile(r"[^\W\d_]+")


def find_language(text: str) -> str | None:
    """`en` or `fr`; None where the text is too short to tell."""
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    counts = {language: sum(word in small for word in words) for language, small in SMALL_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    other = "fr" if best == "en" else "en"
    return best if counts[best] - counts[other] >= FEW else None
