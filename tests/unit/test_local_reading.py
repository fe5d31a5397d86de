"""Columns of Arrow as arrays of NumPy: whatever chunks and slices they stand in, and whatever is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from jalon.engines.local_reading import codes, ints, ints_or, is_given, unscaled

NUMBERS = [7, None, 9, None, None, 12, 13, 14, None, 16, 17]
DAYS = [None if number is None else dt.date(1969, 12, 25) + dt.timedelta(number) for number in NUMBERS]
TRUTHS = [True, False, False, True, True, True, False, True, False, False, True]
CODES = ["FR", None, "BF", "FR", None, "TN", "BF", "FR", None, "TN", "FR"]
HOURS = [None if number is None else Decimal(number) / 4 for number in NUMBERS]


def in_pieces(values: Sequence[Any], kind: pa.DataType) -> list[tuple[pa.Table, list[Any]]]:
    """A column whole, a slice of it, of two chunks, of slices of chunks, and of none; each with the same as a list."""
    whole = pa.array(values, kind)
    given: tuple[list[pa.Array], ...] = (
        [whole],
        [whole.slice(3, 6)],
        [whole.slice(0, 5), whole.slice(5)],
        [whole.slice(1, 4), whole.slice(2, 0), whole.slice(9)],
        [],
    )
    tables = [pa.table({"asked": pa.chunked_array(chunks, kind)}) for chunks in given]
    return [(table, table.column("asked").to_pylist()) for table in tables]


def test_whole_numbers() -> None:
    for table, values in in_pieces([number or 0 for number in NUMBERS], pa.int32()):
        assert ints(table, "asked").tolist() == values


def test_truths_are_ones_and_zeros() -> None:
    for table, values in in_pieces(TRUTHS, pa.bool_()):
        assert ints(table, "asked").tolist() == values


@pytest.mark.parametrize("kind", [pa.int32(), pa.date32()])
def test_what_is_missing_is_as_asked(kind: pa.DataType) -> None:
    first = dt.date(1970, 1, 1)
    for table, values in in_pieces(DAYS if kind == pa.date32() else NUMBERS, kind):
        numbers = [(value - first).days if isinstance(value, dt.date) else value for value in values]
        assert ints_or(table, "asked", -100).tolist() == [-100 if number is None else number for number in numbers]
        assert is_given(table, "asked").tolist() == [number is not None for number in numbers]


def test_decimals_are_hundredths() -> None:
    for table, values in in_pieces(HOURS, pa.decimal128(8, 2)):
        assert unscaled(table, "asked").tolist() == [int((value or 0) * 100) for value in values]


@pytest.mark.parametrize("kind", [pa.string(), pa.dictionary(pa.int32(), pa.string())])
def test_codes_are_positions_among_labels(kind: pa.DataType) -> None:
    for table, values in in_pieces(CODES, kind):
        found = codes(table, "asked")
        assert [None if at < 0 else found.labels[at] for at in found.positions] == values
        assert len(set(found.labels)) == len(found.labels)
