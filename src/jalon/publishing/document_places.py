"""Where each letter that a reader sees stands in the Markdown it was written in."""

from __future__ import annotations

import html
import re
from array import array

NOWHERE = -1
FAR = 4000
"""How much markup may stand between two letters: an address is as long."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_DESTINATION = re.compile(
    r"\]\(\s*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*\)"
)


def find_places(source: str, start: int, end: int, text: str) -> array[int]:
    """For each letter of `text`, its place in `source` between `start` and `end`; NOWHERE where it is not found."""
    places = array("i", [NOWHERE]) * len(text)
    cursor = start
    for index, letter in enumerate(text):
        found = _find_letter(source, cursor, min(end, cursor + FAR, len(source)), letter)
        if found is not None:
            places[index], cursor = found
    return places


def _find_letter(source: str, cursor: int, end: int, letter: str) -> tuple[int, int] | None:
    """The next place that writes the letter, and the place after it: as itself or as an entity, never in an address."""
    while cursor < end:
        sign = source[cursor]
        if sign == letter:
            return cursor, cursor + 1
        if sign == "]" and (match := _DESTINATION.match(source, cursor)):
            cursor = match.end()
            continue
        if sign == "&" and (match := _ENTITY.match(source, cursor)) and html.unescape(match[0]) == letter:
            return cursor, match.end()
        cursor += 1
    return None
