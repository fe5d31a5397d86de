"""Whether a number as worded says a value correctly: the table of docs/explanation/claims.md, as code."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jalon.publishing.numbers import Form, Number
from jalon.publishing.numbers_hedges import Hedge

HALF_AS_MUCH_AGAIN = Fraction(3, 2)
"""`over 300,000` is not said of 450,000."""
HALF = Fraction(1, 2)
"""`fewer than 300` is not said of 140."""
WIDEST = 2
"""`20 to 54 people` says too little to be proven by 50: a range reaches to the double of where it starts."""
TENTH, TWENTIETH = Fraction(1, 10), Fraction(1, 20)
SMALL = 100
"""Below, rounding goes to tens, and a tenth is one or two of them; from here on a twentieth."""


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a wording allows, from `low` to `high`; which ends belong to it."""

    low: Fraction
    high: Fraction
    with_low: bool = True
    with_high: bool = True
    name: str = "exactly"

    def holds(self, value: Fraction) -> bool:
        above = value >= self.low if self.with_low else value > self.low
        return above and (value <= self.high if self.with_high else value < self.high)


def is_allowed(number: Number, value: Fraction, *, is_whole: bool) -> bool:
    """Whether the wording says this value correctly. `is_whole`: the figure is a count, whose digits are all known."""
    return build_span(number, is_whole=is_whole).holds(value)


def build_span(number: Number, *, is_whole: bool) -> Span:
    """The values that the number, as worded, is a correct way to say."""
    stated, hedge = number.value, number.hedge
    if number.high is not None:
        if hedge is Hedge.VAGUE:
            return Span(stated, number.high, True, False, "vague")
        return Span(stated, min(number.high, stated * WIDEST), name="range")
    match hedge:
        case Hedge.OVER:
            return Span(stated, _most(number, stated * HALF_AS_MUCH_AGAIN), False, False, hedge)
        case Hedge.JUST_OVER:
            return Span(stated, stated + tolerance(stated), False, True, hedge)
        case Hedge.AT_LEAST:
            return Span(stated, _most(number, stated * HALF_AS_MUCH_AGAIN), True, False, hedge)
        case Hedge.NEARLY:
            return Span(stated - tolerance(stated), stated, True, False, hedge)
        case Hedge.UNDER:
            return Span(stated * HALF, stated, True, False, hedge)
        case Hedge.UP_TO:
            return Span(stated * HALF, stated, True, True, hedge)
        case Hedge.ABOUT:
            reach = min(max(coarse_grain(number), number.grain) / 2, tolerance(stated))
            return Span(stated - reach, stated + reach, True, True, hedge)
    return _bare(number, is_whole)


def _bare(number: Number, is_whole: bool) -> Span:
    """Without a word: the value itself, or where it is rounded by its writing (1.7k, 80 %) what rounds to it."""
    is_rounded = number.grain > 1 or number.form is Form.SHARE or not is_whole
    if not is_rounded or number.hedge is Hedge.EXACTLY:
        return Span(number.value, number.value, name=str(number.hedge))
    reach = min(number.grain / 2, tolerance(number.value)) if number.grain > 1 else number.grain / 2
    return Span(number.value - reach, number.value + reach, name="rounded")


def _most(number: Number, most: Fraction) -> Fraction:
    """No share is more than the whole."""
    return min(most, Fraction(1)) if number.form is Form.SHARE and number.value < 1 else most


def tolerance(stated: Fraction) -> Fraction:
    """How far a rounding word reaches: a tenth of a number below a hundred, a twentieth of others and of shares."""
    return stated * (TENTH if 1 < stated < SMALL else TWENTIETH)


def coarse_grain(number: Number) -> Fraction:
    """What the last digit that is not nought stands for; five of it where it is a five: 1,700 → 100, 250 → 50."""
    grain = number.grain
    if number.value == 0 or (number.value / grain).denominator != 1:
        return grain
    digits = int(number.value / grain)
    while digits % 10 == 0:
        digits //= 10
        grain *= 10
    return grain * 5 if digits % 10 == 5 else grain
