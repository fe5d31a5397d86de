"""Numbers of members: exact, with bounds where something is not known."""

from __future__ import annotations

from fractions import Fraction

from pyroaring import BitMap

from jalon.engines.numbers import Numbers
from jalon.figures.measured import as_decimal

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
MIXED = Numbers.build(
    {5: (HALF, HALF), 2: (THIRD, None), 9: (None, Fraction(4)), 7: (None, None), 3: (Fraction(2), Fraction(2))}
)


def test_what_goes_in_comes_out() -> None:
    assert MIXED.members.tolist() == [2, 3, 5, 7, 9]
    assert MIXED.to_dict()[2] == (THIRD, None)
    assert MIXED.to_dict()[7] == (None, None)
    assert MIXED.not_known() == BitMap([2, 7, 9])
    assert MIXED.known().to_dict() == {3: (2, 2), 5: (HALF, HALF)}
    assert Numbers.build({}).add_up() == 0


def test_sums_are_exact() -> None:
    assert MIXED.add_up() == 2 + HALF + THIRD
    assert MIXED.add_up(most=True) == 2 + HALF + 4
    huge = Fraction(2**62)
    assert Numbers.build(dict.fromkeys(range(8), (huge, huge))).add_up() == 8 * huge
    assert Numbers.build({n: (Fraction(1, n), Fraction(1, n)) for n in (2, 3, 6)}).add_up() == 1


def test_medians() -> None:
    def median(*values: int | Fraction) -> Fraction | None:
        return Numbers.build({n: (Fraction(v), Fraction(v)) for n, v in enumerate(values)}).middle()

    assert median(3, 1, 2) == 2
    assert median(4, 1, 2, 3) == Fraction(5, 2)
    assert median(HALF, THIRD) == Fraction(5, 12)
    assert median() is None
    assert MIXED.middle() == THIRD  # without, without, 1/3, 1/2, 2
    assert MIXED.middle(most=True) == 4
    assert Numbers.build({1: (None, None), 2: (None, None), 3: (HALF, HALF)}).middle() is None


def test_part_of_them() -> None:
    assert MIXED.of(BitMap([3, 9, 11])).to_dict() == {3: (2, 2), 9: (None, 4)}
    assert len(MIXED.of(BitMap())) == 0
    assert len(Numbers.build({}).of(BitMap([1]))) == 0


def test_sign() -> None:
    signed = Numbers.build(
        {1: (Fraction(-1), Fraction(-1)), 2: (Fraction(0), Fraction(0)), 3: (HALF, None), 4: (None, -HALF)}
    )
    assert signed.above() == BitMap([3])
    assert signed.below() == BitMap([1, 4])


def test_bounds_that_any_number_has() -> None:
    within = MIXED.within(Fraction(1, 4), Fraction(5)).to_dict()
    assert within[7] == (Fraction(1, 4), 5)
    assert within[9] == (Fraction(1, 4), 4)
    assert within[2] == (THIRD, 5)
    assert within[3] == (2, 2)
    assert MIXED.within(Fraction(0), None).to_dict()[7] == (0, None)


def test_rounded_once_half_to_even() -> None:
    assert str(as_decimal(Fraction(1, 3))) == "0.333333"
    assert str(as_decimal(Fraction(5, 10_000_000))) == "0"
    assert str(as_decimal(Fraction(15, 10_000_000))) == "0.000002"
    assert str(as_decimal(Fraction(1200))) == "1200"
    assert as_decimal(None) is None
