"""Names compared: equal, near, or perhaps equal where letters were lost.

Two names are equal when their keys are: case, accents (data/fold.csv), hyphens, apostrophes, spacing
and the order of the words set aside.
"""

from __future__ import annotations

from collections import Counter

from jalon.codelists.folding import fold

__all__ = ["fold", "is_near", "may_be", "name_key"]

_TWO_LETTERS = frozenset({"ss", "oe", "ae", "th"})
"""What one lost letter (ß, œ, æ, þ) may have folded to."""


def name_key(family: str, given: str = "") -> str:
    """The folded words of a name in alphabetical order: "YILMAZ", "Leïla" -> "leila yilmaz"."""
    return " ".join(sorted(fold(f"{family} {given}").split()))


def is_near(key: str, other: str) -> bool:
    """Whether two different keys are one slip apart: a letter more, less, changed, or two swapped,
    or a space more or less.

    The slip may change the order of the words; equal keys are not near but equal.
    """
    if key == other or abs(len(key) - len(other)) > 1:
        return False
    words, others = Counter(key.split()), Counter(other.split())
    left, right = list((words - others).elements()), list((others - words).elements())
    if len(left) == len(right) == 1:
        return is_one_slip(left[0], right[0])
    if len(left) + len(right) == 3 and left and right:
        (whole,), parts = (left, right) if len(left) == 1 else (right, left)
        return whole in (parts[0] + parts[1], parts[1] + parts[0])
    return False


def is_one_slip(word: str, other: str) -> bool:
    """Whether the Damerau-Levenshtein distance of two different words is exactly one."""
    if len(word) > len(other):
        word, other = other, word
    if len(other) - len(word) > 1 or word == other:
        return False
    at = next((place for place, letter in enumerate(word) if letter != other[place]), len(word))
    if len(word) < len(other):
        return word[at:] == other[at + 1 :]
    if word[at + 1 :] == other[at + 1 :]:
        return True
    return word[at : at + 2] == other[at : at + 2][::-1] and word[at + 2 :] == other[at + 2 :]


def may_be(lost: str, key: str) -> bool:
    """Whether `key` could be `lost` before its letters were lost: each `?` was exactly one letter.

    That letter may have carried an accent, or folded to two (œ); the order of the words is free.
    """
    words, others = lost.split(), key.split()
    if len(words) != len(others):
        return False
    return _may_pair(sorted(words, key=lambda word: "?" in word), others)


def _may_pair(words: list[str], others: list[str]) -> bool:
    """Each of `words` may be one of `others`, no two the same one. Words are few: tried one by one."""
    if not words:
        return True
    first, rest = words[0], words[1:]
    if "?" not in first:
        return first in others and _may_pair(rest, _without(others, others.index(first)))
    return any(
        _may_be_word(first, other) and _may_pair(rest, _without(others, place)) for place, other in enumerate(others)
    )


def _without(words: list[str], place: int) -> list[str]:
    return words[:place] + words[place + 1 :]


def _may_be_word(lost: str, word: str) -> bool:
    head, mark, tail = lost.partition("?")
    if not mark:
        return lost == word
    if not word.startswith(head):
        return False
    rest = word[len(head) :]
    one = bool(rest) and (rest[0].isalpha() or rest[0] == "?") and _may_be_word(tail, rest[1:])
    return one or (rest[:2] in _TWO_LETTERS and _may_be_word(tail, rest[2:]))
