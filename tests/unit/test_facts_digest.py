"""A digest of facts depends on their rows alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.digest import content_digest
from jalon.facts.schema import AMOUNT, CODE, CODES, DATE, NUMBER

SCHEMA = pa.schema([("n", NUMBER), ("c", CODE), ("l", CODES), ("d", DATE), ("a", AMOUNT), ("b", pa.bool_())])
ROW = {"n": 1, "c": "x", "l": ["a", "b"], "d": dt.date(2020, 2, 29), "a": Decimal("1.5000"), "b": False}


def digest(*rows: dict[str, Any]) -> str:
    return content_digest(pa.Table.from_pylist(list(rows), schema=SCHEMA))


@pytest.mark.parametrize(
    "changed",
    [
        {"n": None},
        {"n": 2},
        {"n": 0},
        {"c": None},
        {"c": ""},
        {"c": "xa"},
        {"l": ["ab"]},
        {"l": []},
        {"l": ["b", "a"]},
        {"d": None},
        {"d": dt.date(1970, 1, 1)},
        {"a": None},
        {"a": Decimal("0")},
        {"a": Decimal("1.5001")},
        {"a": Decimal("-1.5")},
        {"b": None},
        {"b": True},
    ],
    ids=str,
)
def test_any_value_that_differs_changes_the_digest(changed: dict[str, Any]) -> None:
    assert digest(ROW, ROW | changed) != digest(ROW, ROW)


def test_missing_is_not_zero() -> None:
    for empty in ({"n": 0}, {"c": ""}, {"l": []}, {"d": dt.date(1970, 1, 1)}, {"a": Decimal(0)}, {"b": False}):
        (column,) = empty
        assert digest(ROW | empty) != digest(ROW | {column: None})


def test_what_lies_under_a_null_and_where_a_slice_begins_do_not_count() -> None:
    bitmap = pa.py_buffer(b"\x01")
    over_ones = pa.Array.from_buffers(NUMBER, 2, [bitmap, pa.array([7, 9], NUMBER).buffers()[1]])
    assert over_ones.to_pylist() == [7, None]
    assert content_digest(pa.table({"n": over_ones})) == content_digest(pa.table({"n": pa.array([7, None], NUMBER)}))
    rows = pa.Table.from_pylist([ROW] * 3 + [ROW | {"c": None, "l": ["z"], "a": None}] * 2, schema=SCHEMA)
    assert content_digest(rows[2:4]) == digest(ROW, ROW | {"c": None, "l": ["z"], "a": None})
    other = {"n": 2, "c": "y", "l": ["c"], "d": dt.date(2020, 3, 1), "a": Decimal(2), "b": True}
    rows = pa.Table.from_pylist([ROW, other, ROW], schema=SCHEMA)
    assert content_digest(rows[1:2]) == digest(other)


values = st.fixed_dictionaries(
    {
        "n": st.none() | st.integers(-2, 2),
        "c": st.none() | st.sampled_from(["", "a", "b", "é", "ab"]),
        "l": st.lists(st.sampled_from(["", "a", "b"]), max_size=3),
        "d": st.none() | st.dates(dt.date(2020, 2, 28), dt.date(2020, 3, 1)),
        "a": st.none() | st.decimals("-1", "1", places=4),
        "b": st.none() | st.booleans(),
    }
)


@given(st.lists(values, max_size=6), st.lists(values, max_size=6), st.integers(1, 4))
def test_equal_rows_and_only_they_have_equal_digests(one: list[Any], other: list[Any], chunk: int) -> None:
    rows = pa.Table.from_pylist(one, schema=SCHEMA)
    in_chunks = pa.Table.from_batches(rows.to_batches(max_chunksize=chunk), schema=SCHEMA)
    assert content_digest(in_chunks) == content_digest(rows)
    assert (content_digest(rows) == digest(*other)) == (one == other)
