"""Numbers spelt out: `twenty-seven`, `three hundred thousand`, `soixante-dix-neuf`, `quatre-vingts`, `septante`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+")
JOINT = re.compile(r"[\s\u00a0\u2009\u202f]{1,3}|[-\u2010\u2011]")
"""What may stand between two words of one number."""

EN_UNITS: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        str.split(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        )
    )
}
EN_TENS: Mapping[str, int] = {
    word: 10 * (place + 2)
    for place, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
} | {"fourty": 40}
EN_SCALES: Mapping[str, int] = {
    "thousand": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "billion": 10**9,
    "billions": 10**9,
}

FR_UNITS: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        str.split("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
    )
} | {"une": 1}
FR_TENS: Mapping[str, int] = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}
FR_SCALES: Mapping[str, int] = {
    "mille": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "milliard": 10**9,
    "milliards": 10**9,
}

ORDINAL = re.compile(
    r"first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|\w+teen|hundred|thousand|million)th"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|\w+ièmes?"
)
"""`twenty-third`, `vingt-troisième`: what comes before is part of a rank, and counts nothing."""
MOST_WORDS = 40
"""Of one number; a longer run of words is read in parts."""
ARTICLES = frozenset({"one", "un", "une", "a", "an"})
"""Alone they are no number: `a woman`, `une femme`, `one of them`."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """A number in words: its span in the text, its value, and the value of its last scale word (1 where none)."""

    start: int
    end: int
    value: int
    scale: int
    words: tuple[str, ...]


class _Reader:
    """Reads one number from a run of words; every method gives the value and the place after, or None."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def word(self, place: int) -> str:
        return self.words[place] if place < len(self.words) else ""

    def small(self, place: int) -> tuple[int, int] | None:
        """Under a hundred."""
        raise NotImplementedError

    def hundreds(self, place: int) -> tuple[int, int] | None:
        """Under a thousand (English also `twelve hundred`)."""
        raise NotImplementedError

    scales: Mapping[str, int]

    def number(self, place: int) -> tuple[int, int, int] | None:
        """The longest number that starts here: value, place after, last scale."""
        total, limit, scale, start = 0, 10**12, 1, place
        while True:
            part = self.hundreds(place)
            if part is None:
                bare = self.scales.get(self.word(place))
                if self.word(place) == "mille" and bare is not None and bare < limit:
                    part = (1, place)
                else:
                    break
            value, after = part
            found = self.scales.get(self.word(after))
            if found is not None and found < limit and value < 1000:
                total, limit, scale, place = total + value * found, found, found, after + 1
                place = self.after_scale(place)
                continue
            if limit < 10**12 and value >= limit:
                break
            if value == 0 and total:
                break
            return total + value, after, 1
        return None if place == start else (total, self.before_joint(place), scale)

    def after_scale(self, place: int) -> int:
        return place

    def before_joint(self, place: int) -> int:
        return place


class _English(_Reader):
    scales = EN_SCALES

    def small(self, place: int) -> tuple[int, int] | None:
        word = self.word(place)
        if word in EN_UNITS:
            return EN_UNITS[word], place + 1
        if word not in EN_TENS:
            return None
        unit = EN_UNITS.get(self.word(place + 1), 0)
        return (EN_TENS[word] + unit, place + 2) if 1 <= unit <= 9 else (EN_TENS[word], place + 1)

    def hundreds(self, place: int) -> tuple[int, int] | None:
        value, after = self.small(place) or (0, place)
        if after == place:
            if self.word(place) not in ("a", "an"):
                return None
            follows = self.word(place + 1)
            if follows == "hundred":
                value, after = 1, place + 1
            else:
                return (1, place + 1) if follows in EN_SCALES else None
        if self.word(after) != "hundred" or not 1 <= value <= 99 or value % 10 == 0:
            return value, after
        value, after = value * 100, after + 1
        joined = after + (self.word(after) == "and")
        rest = self.small(joined)
        return (value + rest[0], rest[1]) if rest and rest[0] else (value, after)

    def after_scale(self, place: int) -> int:
        """`one thousand and five`: the `and` belongs to the number where one under a hundred follows."""
        if self.word(place) == "and" and (rest := self.small(place + 1)) and rest[0]:
            is_last = self.word(rest[1]) not in ("hundred", *EN_SCALES)
            return place + 1 if is_last else place
        return place

    def before_joint(self, place: int) -> int:
        return place - 1 if self.word(place - 1) == "and" else place


class _French(_Reader):
    scales = FR_SCALES

    def small(self, place: int) -> tuple[int, int] | None:
        word = self.word(place)
        if word == "quatre" and self.word(place + 1) in ("vingt", "vingts"):
            unit = self._unit(place + 2, most=19)
            return (80 + unit[0], unit[1]) if unit else (80, place + 2)
        if word in FR_TENS:
            tens, joined = FR_TENS[word], place + 1 + (self.word(place + 1) == "et")
            unit = self._unit(joined, most=19 if tens == 60 else 9)
            if unit and joined == place + 2 and unit[0] not in (1, 11):
                unit = None  # `vingt et deux` is two numbers
            return (tens + unit[0], unit[1]) if unit else (tens, place + 1)
        return self._unit(place, most=19) if word not in ("zéro", "zero") else (0, place + 1)

    def _unit(self, place: int, most: int) -> tuple[int, int] | None:
        value = FR_UNITS.get(self.word(place), 0)
        if value == 10 and most > 10:
            more = FR_UNITS.get(self.word(place + 1), 0)
            if 7 <= more <= 9:
                return 10 + more, place + 2
        return (value, place + 1) if 1 <= value <= most else None

    def hundreds(self, place: int) -> tuple[int, int] | None:
        if self.word(place) in ("cent", "cents"):
            value, after = 100, place + 1
        else:
            part = self.small(place)
            if part is None:
                return None
            value, after = part
            if self.word(after) not in ("cent", "cents") or not 2 <= value <= 9:
                return part
            value, after = value * 100, after + 1
        rest = self.small(after)
        return (value + rest[0], rest[1]) if rest and rest[0] else (value, after)


READERS: Mapping[str, type[_Reader]] = {"en": _English, "fr": _French}
STARTERS: Mapping[str, frozenset[str]] = {
    "en": frozenset({*EN_UNITS, *EN_TENS, "a", "an"}),
    "fr": frozenset({*FR_UNITS, *FR_TENS, "zero", "cent", "cents", "mille"}),
}


def find_spelt(text: str, language: str) -> list[Spelt]:
    """Every number in words, longest first reading, articles (`one`, `un`, `une`) left out.

    Whether a word is meant as a number (`neuf` is also new) is for `find_numbers` to judge.
    """
    reader_type, starters = READERS[language], STARTERS[language]
    matches = list(WORD.finditer(text))
    words = [match[0].lower() for match in matches]
    found: list[Spelt] = []
    index = 0
    while index < len(words):
        if words[index] not in starters:
            index += 1
            continue
        last = index + 1
        while last < min(len(words), index + MOST_WORDS) and JOINT.fullmatch(
            text, matches[last - 1].end(), matches[last].start()
        ):
            last += 1
        read = reader_type(words[index:last]).number(0)
        if read is None:
            index += 1
            continue
        value, count, scale = read
        spelt = tuple(words[index : index + count])
        is_ordinal = count < last - index and bool(ORDINAL.fullmatch(words[index + count]))
        if not is_ordinal and not (count == 1 and spelt[0] in ARTICLES):
            found.append(Spelt(matches[index].start(), matches[index + count - 1].end(), value, scale, spelt))
        index += count
    return found
