"""Members and periods: the small values that figures are made of."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from jalon.engines.answer import ALWAYS, Period
from jalon.errors import JalonError
from jalon.figures.members import Members
from jalon.figures.period import parse_period, render_period, render_short_period

NUMBERS = st.sets(st.integers(min_value=0, max_value=2**31 - 1), max_size=20)


@given(NUMBERS, NUMBERS)
def test_members_behave_as_a_set(left: set[int], right: set[int]) -> None:
    ours, theirs = Members(left), Members(right)
    assert (ours & theirs, ours | theirs, ours - theirs) == (left & right, left | right, left - right)
    assert (ours & right, ours | right, ours - right, left - theirs) == (
        left & right,
        left | right,
        left - right,
        left - right,
    )
    assert (ours <= theirs, ours == theirs) == (left <= right, left == right)
    assert (ours ^ theirs) == left ^ right
    assert list(ours) == sorted(left)
    assert hash(ours) == hash(frozenset(left))


def test_members_hold_numbers_only() -> None:
    members = Members([1, 5])
    assert 5 in members
    for other in (2, -1, 2**40, "5", None):
        assert other not in members


def test_equal_sets_are_the_same_bytes_however_they_came_about() -> None:
    """What is drawn for a set, and which sets are one, is told by its bytes."""
    numbers = list(range(70_000))
    ways = [
        Members(numbers),
        Members(BitMap(numbers, optimize=False)),
        Members(numbers[::2]) | Members(numbers[1::2]),
        Members([*numbers, 90_000]) - Members([90_000]),
    ]
    assert len({members.bitmap.serialize() for members in ways}) == 1


def test_members_cannot_change() -> None:
    given_bits = BitMap([1, 2])
    members = Members(given_bits)
    given_bits.add(3)
    members.bitmap.add(4)
    assert members == {1, 2}


def test_members_show_ten() -> None:
    assert repr(Members()) == "Members(0: )"
    assert repr(Members(range(12))) == "Members(12: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …)"


def test_digest_is_keyed_and_of_unit_and_numbers() -> None:
    members = Members([3, 1, 2**31 - 1])
    packed = b"person\0" + struct.pack("<3i", 1, 3, 2**31 - 1)
    assert members.digest(b"key", "person") == hmac.new(b"key", packed, hashlib.sha256).hexdigest()
    others = (
        members.digest(b"other", "person"),
        members.digest(b"key", "place"),
        Members([1]).digest(b"key", "person"),
    )
    assert members.digest(b"key", "person") not in others


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-Q3", "2021-07-01", "2021-09-30"),
        ("2021-q1", "2021-01-01", "2021-03-31"),
        ("2021T4", "2021-10-01", "2021-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-02-28", "2021-02-28", "2021-02-28"),
        (" 2021-01-15 .. 2021-06-30 ", "2021-01-15", "2021-06-30"),
        ("2020-Q4..2021-03", "2020-10-01", "2021-03-31"),
        ("..2021-06-30", None, "2021-06-30"),
        ("2021-06..", "2021-06-01", None),
        ("all", None, None),
    ],
)
def test_period_is_read(text: str, first: str | None, last: str | None) -> None:
    days = (dt.date.fromisoformat(day) if day else None for day in (first, last))
    assert parse_period(text) == Period(*days)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "21",
        "2021-13",
        "2021-Q5",
        "2021-Q0",
        "2021-02-29",
        "0000",
        "2021..2022..2023",
        "2021-W01",
        "20210101",
        "last year",
    ],
)
def test_period_is_refused(text: str) -> None:
    with pytest.raises(JalonError) as caught:
        parse_period(text)
    assert caught.value.id == "bad_period"
    assert text in caught.value.text("fr")


def test_period_backwards() -> None:
    with pytest.raises(JalonError) as caught:
        parse_period("2021..2020")
    assert caught.value.id == "period_backwards"


DAYS = st.none() | st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31))


@given(DAYS, DAYS)
def test_period_is_written_as_it_is_read(first: dt.date | None, last: dt.date | None) -> None:
    if first is not None and last is not None and last < first:
        first, last = last, first
    assert parse_period(render_period(Period(first, last))) == Period(first, last)
    assert parse_period(render_short_period(Period(first, last))) == Period(first, last)


@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(1, 12), st.integers(1, 12))
def test_whole_years_and_months_are_read_as_they_are_shortened(one: int, other: int, month: int, end: int) -> None:
    years, months = sorted((one, other)), sorted(((one, month), (other, end)))
    for text in ("{:04}..{:04}".format(*years), "..".join(f"{year:04}-{month:02}" for year, month in months)):
        period = parse_period(text)
        assert parse_period(render_short_period(period)) == period
    assert render_short_period(parse_period("2018..2021")) == "2018..2021"
    assert render_short_period(parse_period("2020-11..2021-02")) == "2020-11..2021-02"


def test_period_is_written_shortest() -> None:
    texts = [
        "2021",
        "2021-Q2",
        "2021-12",
        "2021-12-31",
        "2021-01-01..2021-02-28",
        "2021-05-01..",
        "..2021-05-01",
        "all",
    ]
    assert [render_period(parse_period(text)) for text in texts] == texts
    assert render_period(parse_period("2021-Q1..2021-Q4")) == "2021"
    assert parse_period("all") == ALWAYS
