"""Text with case, accents, hyphens, apostrophes and spacing set aside, so that one word is written one way.

The fold table is data/fold.csv; what it does not name is decomposed by Unicode (NFKD) and loses its
combining accents. Headers, answers and the names of people are all compared through it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from jalon.codelists.listing import read_listing

APOSTROPHES = "'’‘ʼ`´ʻʿʾ′＇‛\u02b9"
"""Dropped: D'Almeida, D’Almeida and DAlmeida are one name."""

_ACCENTS = [(0x0300, 0x036F), (0x064B, 0x065F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)]
_IGNORED = "\u0640\u0670\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_LOST = "\ufffd"
_SEPARATORS = re.compile(r"[^\w?]+|_+")


@cache
def fold_table() -> dict[int, str | None]:
    """For `str.translate`: each letter of data/fold.csv, and what is dropped."""
    table: dict[int, str | None] = {ord(row["letter"]): row["folded"] for row in read_listing("fold").rows}
    table |= {code: None for first, last in _ACCENTS for code in range(first, last + 1)}
    table |= {ord(sign): None for sign in APOSTROPHES + _IGNORED}
    table[ord(_LOST)] = "?"
    return table


def fold(text: str) -> str:
    """`text` in lower case without accents, hyphens, apostrophes or punctuation; words one space apart.

    A letter lost to `?` or U+FFFD stays `?`. Scripts without case are kept, their vowel signs included.

    >>> fold("D’ALMEIDA  Łucja-Zoë")
    'dalmeida lucja zoe'
    """
    if text.isascii():
        plain = text.lower().replace("'", "").replace("`", "")
    else:
        # Twice: an apostrophe or accent may come out of the decomposition of what looked like a letter.
        table = fold_table()
        plain = unicodedata.normalize("NFKD", text.translate(table).casefold()).translate(table)
    return _SEPARATORS.sub(" ", plain).strip()
