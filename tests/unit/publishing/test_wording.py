"""What each rounding word allows: the table of docs/explanation/claims.md, and what must hold of any number."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from spelling import spell_en, spell_fr

from jalon.publishing.claims_wording import is_allowed
from jalon.publishing.numbers import find_numbers

COUNTS = st.one_of(st.integers(2, 10**7), st.integers(2, 3000))
GROUPS = {"en": [","], "fr": [" ", "\u00a0", "\u202f", "."]}


def holds(text: str, value: int | Fraction, language: str = "en") -> bool:
    (number,) = find_numbers(text, language)
    return is_allowed(number, Fraction(value), is_whole=isinstance(value, int))


TABLE = [
    # words, what they allow, what they do not
    ("27 people", [27], [26, 28]),
    ("300,000 people", [300_000], [299_999, 300_001, 300_412]),
    ("exactly 27 people", [27], [26, 28]),
    ("over 300,000 people", [300_001, 312_431, 449_999], [300_000, 299_999, 450_000, 600_000]),
    ("just over 300,000 people", [300_001, 315_000], [300_000, 315_001]),
    ("at least 300,000 people", [300_000, 312_431], [299_999, 450_000]),
    ("300,000+ people", [300_000, 312_431], [299_999]),
    ("nearly 300,000 people", [299_999, 285_000], [300_000, 284_999, 300_001]),
    ("nearly 30 people", [29, 28, 27], [30, 26, 31]),
    ("about 300,000 people", [300_000, 285_000, 315_000], [284_999, 315_001]),
    ("about 30 people", [27, 30, 33], [26, 34]),
    ("about 27 people", [27], [26, 28]),
    ("about 25 people", [23, 25, 27], [22, 28]),
    ("about 1,700 people", [1650, 1750], [1649, 1751]),
    ("a dozen people", [11, 12, 13], [10, 14]),
    ("fewer than 300 people", [299, 150], [300, 149]),
    ("up to 300 people", [300, 150], [301, 149]),
    ("hundreds of people", [200, 999], [199, 1000]),
    ("1.7k people", [1650, 1700, 1750], [1649, 1751]),
    ("2 million people", [1_900_000, 2_100_000], [1_899_999, 2_100_001]),
    ("20 to 30 people", [20, 27, 30], [19, 31]),
    ("20 to 54 people", [20, 40], [41, 54]),
    ("80 %", [Fraction(4, 5), Fraction(796, 1000), Fraction(805, 1000)], [Fraction(794, 1000), Fraction(806, 1000)]),
    ("79.6 %", [Fraction(7964, 10_000)], [Fraction(797, 1000)]),
    ("four in five", [Fraction(79, 100), Fraction(81, 100)], [Fraction(78, 100), Fraction(82, 100)]),
    ("nearly half of them", [Fraction(48, 100)], [Fraction(1, 2), Fraction(47, 100)]),
    ("over half of them", [Fraction(62, 100)], [Fraction(1, 2), Fraction(3, 4)]),
    ("1,934 hectares", [Fraction(193_427, 100)], [Fraction(193_451, 100)]),
]


@pytest.mark.parametrize(("text", "right", "wrong"), TABLE)
def test_what_a_wording_allows(text: str, right: list[int], wrong: list[int]) -> None:
    assert [value for value in right if not holds(text, value)] == []
    assert [value for value in wrong if holds(text, value)] == []


@given(COUNTS)
def test_a_count_is_proven_in_every_format_and_one_more_or_less_is_caught(count: int) -> None:
    texts = [(f"{count:,} people".replace(",", sign), language) for language in GROUPS for sign in GROUPS[language]]
    texts += [(f"{spell_en(count)} people", "en"), (f"{spell_fr(count)} personnes", "fr"), (f"({count:,})", "en")]
    for text, language in texts:
        if count == 10**6 and "million" in text:
            continue  # in words a round million is a rounded one
        assert holds(text, count, language), text
        if "million" not in text or count % 10**6:
            assert not holds(text, count + 1, language), text
            assert not holds(text, count - 1, language), text


def rounded(count: int, digits: int, way: int) -> int:
    """To so many digits: down (-1), to the nearest (0), up (1)."""
    step = 10 ** max(len(str(count)) - digits, 0)
    return {-1: count // step, 0: (2 * count + step) // (2 * step), 1: -(-count // step)}[way] * step


@given(COUNTS, st.integers(2, 4))
def test_every_correct_rounding_is_proven(count: int, digits: int) -> None:
    down, near, up = (rounded(count, digits, way) for way in (-1, 0, 1))
    for words in ("about", "some", "around", "roughly"):
        assert holds(f"{words} {near:,} people", count)
    for words in ("environ", "quelque", "autour de"):
        assert holds(f"{words} {near:,} personnes".replace(",", " "), count, "fr")
    assert holds(f"at least {down:,} people", count)
    assert holds(f"au moins {down:,} personnes".replace(",", "\u202f"), count, "fr")
    assert holds(f"up to {up:,} people", count)
    if down < count:
        assert holds(f"over {down:,} people", count)
        assert holds(f"plus de {down:,} personnes".replace(",", " "), count, "fr")
    if up > count and (up - count) * 20 <= up:
        assert holds(f"nearly {up:,} people", count)
        assert holds(f"près de {up:,} personnes".replace(",", " "), count, "fr")


@given(COUNTS, st.integers(2, 10**7))
def test_a_rounding_word_never_proves_the_other_side(count: int, other: int) -> None:
    assume(other != count)
    assert not (holds(f"over {other:,} people", count) and count <= other)
    assert not (holds(f"nearly {other:,} people", count) and count >= other)
    assert not (holds(f"fewer than {other:,} people", count) and count >= other)
    assert not (holds(f"at least {other:,} people", count) and count < other)
    assert not (holds(f"about {other:,} people", count) and abs(other - count) * 10 > other)


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_share_is_proven_at_the_decimals_it_is_written_with(part: int, rest: int) -> None:
    share = Fraction(part, part + rest)
    for decimals in (0, 1, 2):
        written = f"{float(share * 100):.{decimals}f}"
        assert holds(f"{written} % of them", share)
        assert holds(f"{written.replace('.', ',')} % d'entre elles", share, "fr")
        off = f"{float(share * 100) + 2 / 10**decimals:.{decimals}f}"
        assert not holds(f"{off} % of them", share)
