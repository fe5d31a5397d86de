"""Subjects as columns, those found to be one joined: who counts, and what is known of each.

A subject is a position among those that count (merged ones under their smallest number), so that the order of
positions is the order of numbers.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.engines.local_arrays import Ints, Positions, Truths, calendar_day, distinct, is_ordered
from jalon.engines.local_reading import Codes, Reader, codes, ints, ints_or, is_given, narrowed
from jalon.facts.kept import Array, Arrays
from jalon.facts.schema import CODE

ATTRIBUTES = ("kind", "sex", "nationality")
BIRTH = ("birth_earliest", "birth_latest")
CONSENTS = ("permits", "refuses")


class People:
    """All subjects of the facts, over the arrays that `build_people` makes."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays

    @cached_property
    def numbers(self) -> Ints:
        """The numbers of the subjects that count, sorted: what positions point into."""
        return self._arrays["number"]

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self._arrays["record"], self._arrays["counted_as"])

    def at(self, numbers: Ints) -> Ints:
        """Record numbers -> positions among the subjects that count, -1 where there is no such subject."""
        return self._positions.of(numbers)

    @cached_property
    def merged(self) -> Ints:
        """The positions of those that stand for several records."""
        return self._arrays["merged"]

    @cached_property
    def is_merged(self) -> Truths:
        """By position; one more, False, for nobody."""
        merged = np.zeros(len(self) + 1, np.bool_)
        merged[self.merged] = True
        return merged

    @cached_property
    def kind(self) -> Codes:
        return self._codes("kind")

    @cached_property
    def sex(self) -> Codes:
        return self._codes("sex")

    @cached_property
    def nationality(self) -> Codes:
        return self._codes("nationality")

    @cached_property
    def birth(self) -> tuple[Ints, Ints]:
        """First and last possible birthday of each as yyyymmdd, 0 where not known."""
        return self._arrays["birth_earliest"], self._arrays["birth_latest"]

    def may_count(self, purpose: str, default: str) -> Truths:
        """By position: who has not refused the purpose and, unless it is the default, permits it."""
        if purpose == default:
            counts = np.ones(len(self), np.bool_)
        else:
            counts = np.zeros(len(self), np.bool_)
            counts[self._agreed("permits", purpose)] = True
        counts[self._agreed("refuses", purpose)] = False
        return counts

    def _agreed(self, column: str, purpose: str) -> Ints:
        name = f"{column} {purpose}"
        return self._arrays[name] if name in self._arrays else np.zeros(0, np.int32)

    def _codes(self, name: str) -> Codes:
        return Codes(self._arrays[name], tuple(self._arrays[f"{name} labels"].tolist()))


def build_people(reader: Reader) -> Arrays:
    """Arrays by subject that counts, but for `record` and `counted_as`, which are by record."""
    table = reader.read("subjects", ("subject", *ATTRIBUTES, *BIRTH, *CONSENTS))
    record = ints(table, "subject")
    same = reader.read("same_subject", ("subject", "same_as"))
    number, position, merged = _join(record, ints(same, "subject"), ints(same, "same_as"))
    arrays: dict[str, Array] = {"number": number, "record": record, "counted_as": position, "merged": merged}
    first = _FirstRecord(record, position, len(number))
    for name in ATTRIBUTES:
        column = codes(table, name)
        values = first.known(column.positions, column.positions >= 0, -1)
        arrays[name] = narrowed(values, len(column.labels))
        arrays[f"{name} labels"] = np.array(column.labels, np.str_)
    both = np.logical_and(*(is_given(table, name) for name in BIRTH))
    for name in BIRTH:
        arrays[name] = first.known(calendar_day(ints_or(table, name, 0)), both, 0)
    for name in CONSENTS:
        lists = pa.concat_arrays(table.column(name).chunks) if len(table) else pa.array([], pa.list_(CODE))
        said = pa.table([pc.list_parent_indices(lists), pc.list_flatten(lists)], ["row", "purpose"])
        purposes, subjects = codes(said, "purpose"), position[ints(said, "row")]
        for at_purpose, purpose in enumerate(purposes.labels):
            arrays[f"{name} {purpose}"] = distinct(subjects[purposes.positions == at_purpose])
    return arrays


def _join(record: Ints, subject: Ints, same_as: Ints) -> tuple[Ints, Ints, Ints]:
    """The numbers of the subjects that count, for each record the position among them of the one it counts as, and the
    positions of those that stand for several records. `subject` are records that count as `same_as`."""
    rows: Ints = np.arange(len(record), dtype=np.int32)
    if not len(subject) and is_ordered(record):
        return record, rows, rows[:0]
    counted = record.copy()
    at = Positions(record).of(subject)
    counted[at[at >= 0]] = same_as[at >= 0]
    number = distinct(counted)
    position = Positions(number).of(counted)
    return number, position, np.flatnonzero(np.bincount(position, minlength=len(number)) > 1).astype(np.int32)


class _FirstRecord:
    """Of the records of a subject the smallest-numbered that knows."""

    def __init__(self, record: Ints, position: Ints, subjects: int) -> None:
        self._position = position
        self._subjects = subjects
        is_one_each = len(record) == subjects and is_ordered(position)
        self._last_first = None if is_one_each else np.argsort(record, kind="stable")[::-1]
        """None: each has one record, in order."""

    def known(self, values: Ints, is_known: Truths, missing: int) -> Ints:
        if self._last_first is None:
            return np.where(is_known, values, np.int32(missing))
        found = np.full(self._subjects, missing, np.int32)
        rows = self._last_first[is_known[self._last_first]]
        found[self._position[rows]] = values[rows]  # the smallest number last, so that it stays
        return found
