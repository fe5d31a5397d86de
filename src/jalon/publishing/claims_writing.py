"""The sentence to write instead: the number put right, in the format of the text."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from jalon.disclosure import ShownFigure
from jalon.figures.grouping import render_grouped
from jalon.figures.words import name_measured
from jalon.language.definition import OF_TWO
from jalon.publishing.numbers import Number
from jalon.publishing.sentences import Sentence

_TAIL = re.compile(
    r"[\s\u00a0\u202f]?(?:%|€|\$|£|ha|h|euros?|EUR|USD|GBP|dollars?|per ?cent|pour cent)$", re.IGNORECASE
)
MOST_DECIMALS = 6


def write_sentence(sentence: Sentence, number: Number, written: str) -> str:
    """The sentence with the number, and the words that round it, replaced."""
    first, last = (place - sentence.start for place in number.whole)
    return sentence.text[: max(first, 0)] + written + sentence.text[last:]


def render_exact(shown: ShownFigure, number: Number, language: str) -> str:
    """The figure's value with its sign, as many decimals as the text wrote."""
    value = shown.value
    assert isinstance(value, int | Decimal | Fraction)
    if shown.kind in OF_TWO:
        decimals = _decimals(number.grain * 100) if not number.is_spelt else 0
        space = "" if language == "en" and re.search(r"\d%", number.text) else "\u202f" if language == "fr" else " "
        return f"{_rounded(Fraction(value) * 100, decimals, language)}{space}%"
    tail = _TAIL.search(number.text)
    unit = tail[0] if tail else ""
    if isinstance(value, int):
        return render_grouped(value, language) + unit
    rounded = _rounded(Fraction(value), _decimals(number.grain), language)
    if not unit and not number.words and shown.measured_unit:
        unit = f" {name_measured(shown.measured_unit, language)}"
    return rounded + unit


def render_ages(number: Number, low: int, high: int) -> str:
    """The two ages joined as the text joins them: `20 to 54`, `20–54`."""
    joint = re.search(r"[^\d\w]+(?:to|and|à|et)?[^\d\w]*(?=\d|\w+$)", number.text)
    return f"{low}{joint[0] if joint else '–'}{high}"


def _decimals(grain: Fraction) -> int:
    decimals = 0
    while grain < 1 and decimals < MOST_DECIMALS:
        grain *= 10
        decimals += 1
    return decimals


def _rounded(value: Fraction, decimals: int, language: str) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return render_grouped(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN), language)
