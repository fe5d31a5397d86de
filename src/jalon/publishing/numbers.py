"""Every number of a text that counts something, as people write them in English and French.

`find_numbers` finds `300,000`, `300 000`, `1.7k`, `twenty-seven`, `quatre-vingts`, `80 %`, `four in five`, `une centaine`,
ranges and ages, each with the words that round it and the words it counts. Years, dates, times, ordinals, telephone
and page numbers, addresses and versions are not claims, and are not found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from jalon.publishing.numbers_apart import DASH, SPACE, find_apart
from jalon.publishing.numbers_atoms import Atom, find_atoms
from jalon.publishing.numbers_hedges import Hedge, find_hedge
from jalon.publishing.numbers_words import WORD

WORDS_AFTER = 7
"""How many words after a number may say what it counts."""


class Form(StrEnum):
    """How a number is meant."""

    AMOUNT = "amount"  # 27, 1.7k, twenty-seven
    SHARE = "share"  # 80 %, half, four in five
    AGE = "age"  # aged 20 to 54, under 30 years


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text. `start`–`end` is the number with its sign; `whole` its span with the words that round it.

    `value` is exact; a share's is of one (80 % is 4/5). `high` is the upper end of a range. `grain` is what one of the
    last digit written stands for: 1 for 1,700; 100 for 1.7k; 1/100 for 80 %.
    """

    text: str
    start: int
    end: int
    value: Fraction
    grain: Fraction
    form: Form = Form.AMOUNT
    high: Fraction | None = None
    hedge: Hedge = Hedge.NONE
    whole: tuple[int, int] = (0, 0)
    sign: str | None = None
    """A currency, `EUR`, or a unit written as a sign: `ha`, `h`."""
    words: tuple[str, ...] = ()
    """What follows in the same part of the sentence, in lower case."""
    is_spelt: bool = False
    is_year: bool = False
    """Found only because years were asked for."""


_BETWEEN = {"en": "between|from", "fr": "entre|de"}
_JOIN = {
    "en": re.compile(rf"{SPACE}?(?:{DASH}){SPACE}?|-?{SPACE}(?:to|and|or){SPACE}"),
    "fr": re.compile(rf"{SPACE}?(?:{DASH}){SPACE}?|{SPACE}(?:à|et|ou){SPACE}"),
}
_AGED_BEFORE = {
    "en": re.compile(r"\b(?:aged|ages?)(?: from| between| of)?(?: the)? ?$", re.I),
    "fr": re.compile(r"\b(?:âgée?s?|agée?s?|âges?)(?: de| entre| d['’])? ?(?:(?:plus|moins) de |au moins )?$", re.I),
}
_AGED_AFTER = {
    "en": re.compile(rf"(?:{SPACE}|-)(?:years?(?:{SPACE}|-)olds?\b|years of age\b|yrs? old\b)", re.I),
    "fr": re.compile(rf"{SPACE}?ans\b(?! d['’e])", re.I),
}
_AGE_RANGE_AFTER = re.compile(rf"{SPACE}?(?:ans|years old|year-olds?|years of age)\b", re.I)
_DURATION_BEFORE = re.compile(
    r"\b(?:depuis|pendant|durant|en|dans|après|il y a|sur|d['’]ici|tous les|for|in|after|over the (?:last|past))"
    r"(?: plus de| près de| environ| moins de)? ?$",
    re.I,
)
_WHO = re.compile(
    r"\b(?:jeunes|femmes?|hommes?|filles?|garçons?|enfants?|adultes?|personnes?|élèves|gens|people|women|men|girls|boys"
    r"|children|adults|youth|persons?|those|celles|ceux|les)(?: \w+){0,2}(?: (?:de|under|over|aged|above|below))? ?$",
    re.I,
)


@lru_cache(maxsize=1024)  # before a text is published it is read several times
def find_numbers(text: str, language: str = "en", *, years: bool = False) -> tuple[Number, ...]:
    """The numbers of one paragraph, in order; `language` decides what is ambiguous (1,700 · 1.700).

    With `years`, four digits that read as a year are found as well, marked `is_year`.
    """
    atoms = find_atoms(text, language, find_apart(text), years=years)
    found: list[Number] = []
    index = 0
    while index < len(atoms):
        if index + 1 < len(atoms) and (pair := _range_of(text, atoms[index], atoms[index + 1], language)):
            found.append(pair)
            index += 2
            continue
        found.append(_number_of(text, atoms[index], language))
        index += 1
    if not found:
        return ()
    ends = [*(number.whole[0] for number in found[1:]), len(text)]
    return tuple(
        replace(number, words=_words_after(text, number.end, end)) for number, end in zip(found, ends, strict=True)
    )


def _number_of(text: str, atom: Atom, language: str) -> Number:
    hedge, first, last = find_hedge(text, atom.start, atom.end, language)
    if hedge is Hedge.NONE:
        hedge = atom.hedge
    number = Number(
        text=text[atom.start : atom.end],
        start=atom.start,
        end=atom.end,
        value=atom.value,
        grain=atom.grain,
        form=Form.SHARE if atom.is_share else Form.AMOUNT,
        high=atom.high,
        hedge=hedge,
        whole=(first, last),
        sign=atom.sign,
        is_spelt=atom.is_spelt,
        is_year=atom.is_year,
    )
    return replace(number, form=Form.AGE) if _is_age(text, number, language) else number


def _is_age(text: str, number: Number, language: str) -> bool:
    if number.form is Form.SHARE or number.sign is not None or number.value > 120:
        return False
    head = text[max(0, number.whole[0] - 40) : number.whole[0]]
    if _AGED_BEFORE[language].search(text[max(0, number.start - 40) : number.start]) or _AGED_BEFORE[language].search(
        head
    ):
        return True
    if language == "en":
        follows = _AGED_AFTER["en"].match(text, number.end)
        is_bound = number.hedge in (Hedge.UNDER, Hedge.OVER, Hedge.UP_TO, Hedge.AT_LEAST) and _WHO.search(head)
        return bool(follows or (is_bound and not _words_after(text, number.end, len(text))[:1]))
    if not _AGED_AFTER["fr"].match(text, number.end) or _DURATION_BEFORE.search(head):
        return False
    return bool(_WHO.search(head))


def _range_of(text: str, first: Atom, second: Atom, language: str) -> Number | None:
    """`20–54`, `between 20 and 30`, `de 20 à 54 ans`; None where the two only stand side by side."""
    between = text[first.end : second.start]
    if first.high is not None or second.high is not None or first.sign not in (None, second.sign):
        return None
    if not _JOIN[language].fullmatch(between):
        return None
    word = between.strip().lower().removeprefix("- ")
    head = text[max(0, first.start - 30) : first.start].rstrip().lower()
    low, high = first.value, second.value
    if second.is_share and not first.is_share:
        low = low / 100
    elif first.is_share and not second.is_share:
        return None
    elif second.scale > 1 and first.scale == 1 and low < 1000 and low * second.scale < high:
        low = low * second.scale  # `1.2 to 1.5 million`
    if low >= high:
        return None
    is_aged = bool(_AGED_BEFORE[language].search(text[max(0, first.start - 40) : first.start]))
    is_age_range = high <= 120 and bool(_AGE_RANGE_AFTER.match(text, second.end)) and not second.is_share
    if word in ("and", "et") and not re.search(r"\b(?:between|entre)$", head):
        return None
    if word in ("to", "à") and re.search(r"\b(?:from|de)$", head) and not (is_aged or is_age_range):
        return None  # `from 27 to 30` is a change
    if word in ("or", "ou") and not is_aged:
        return None
    starts = re.search(rf"(?:{_BETWEEN[language]})$", head)
    opening = first.start
    is_aged = is_aged or is_age_range
    if starts and not is_aged:
        opening = max(0, first.start - 30) + starts.start()
    return Number(
        text=text[first.start : second.end],
        start=first.start,
        end=second.end,
        value=low,
        high=high,
        grain=second.grain,
        form=Form.SHARE if second.is_share else Form.AGE if is_aged else Form.AMOUNT,
        hedge=Hedge.NONE,
        whole=(opening, second.end),
        sign=second.sign,
        is_spelt=first.is_spelt and second.is_spelt,
        is_year=first.is_year and second.is_year,
    )


_STOP = re.compile(r"[.;:!?()\[\]|\n]|,(?!\d)|\s[–—-]\s")


def _words_after(text: str, start: int, end: int) -> tuple[str, ...]:
    """Up to seven words, to the end of the part of the sentence."""
    stretch = text[start : min(end, start + 120)]
    stop = _STOP.search(stretch)
    return tuple(match[0].lower() for match in WORD.finditer(stretch[: stop.start()] if stop else stretch))[
        :WORDS_AFTER
    ]
