"""What the facts answered when a release was made, kept so that it is answered for ever.

A figure is made of a few questions to an engine: who says yes, no, unknown; what codes are reached. These answers
are frozen. What a breakdown asks (the members' values) and numbers come from the frozen facts, but for members who
were erased since: theirs are remembered under random marks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyroaring import BitMap

from jalon.engines.answer import DEFAULT_PURPOSE, Answer, Cells, Engine, Scope
from jalon.engines.numbers import Bound, Numbers
from jalon.figures.figure import describe_scope
from jalon.figures.measured import Measured, Statistic
from jalon.figures.members import Members
from jalon.figures.release_folder import write_whole
from jalon.language.definition import Definition

Values = tuple[str | None, ...]
ANSWER, REACHED = "answer", "reached"


FIRST_MARK, LAST_MARK = 2**30, 2**31 - 1
"""Marks are random numbers in a range that numbers given by the database never reach."""
SINGULAR = {
    "organisations": "organisation",
    "projects": "project",
    "countries": "country",
    "sites": "site",
    "themes": "theme",
    "grants": "grant",
    "funders": "funder",
}


def build_key(asked: str, definition: Definition, scope: Scope, purpose: str) -> str:
    """One question in one line: what is asked, the definition's digest, the purpose, the scope."""
    return f"{_head_as_json(asked, definition.digest, purpose)}, {_scope_as_json(scope)}]"


@lru_cache(maxsize=1024)
def _head_as_json(asked: str, digest: str, purpose: str) -> str:
    """Kept, since each indicator is asked in dozens of scopes."""
    return json.dumps([asked, digest, purpose])[:-1]


@lru_cache(maxsize=256)
def _scope_as_json(scope: Scope) -> str:
    """Kept, since hundreds of indicators are asked in one scope."""
    return json.dumps(describe_scope(scope), sort_keys=True)


@dataclass(frozen=True, slots=True)
class AskedKey:
    """A key read again; `scope` are arguments of `build_scope`."""

    asked: str
    definition: str
    purpose: str
    scope: Mapping[str, Any]


def read_key(key: str) -> AskedKey:
    asked, definition, purpose, scope = json.loads(key)
    return AskedKey(asked, definition, purpose, {SINGULAR.get(name, name): codes for name, codes in scope.items()})


@dataclass(frozen=True, slots=True)
class FrozenAnswer:
    """The sets that answered one question; of codes reached, `yes` and how many facts had no code."""

    yes: BitMap
    no: BitMap = field(default_factory=BitMap)
    unknown: BitMap = field(default_factory=BitMap)
    not_placed: int = 0
    unit: str = ""
    """Of what the numbers are."""


class RecordingEngine:
    """Another engine, which remembers what it answered."""

    def __init__(self, inner: Engine) -> None:
        self.inner = inner
        self.answers: dict[str, FrozenAnswer] = {}

    def answer(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Answer:
        answer = self.inner.answer(definition, scope, purpose)
        key = build_key(ANSWER, definition, scope, purpose)
        self.answers[key] = FrozenAnswer(answer.yes, answer.no, answer.unknown, unit=str(definition.unit))
        return answer

    def reached(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> tuple[BitMap, int]:
        reached, not_placed = self.inner.reached(definition, scope, purpose)
        self.answers[build_key(REACHED, definition, scope, purpose)] = FrozenAnswer(reached, not_placed=not_placed)
        return reached, not_placed

    def numbers(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Numbers:
        return self.inner.numbers(definition, scope, purpose)

    def values(
        self, definition: Definition, scope: Scope, dimension: str, purpose: str = DEFAULT_PURPOSE
    ) -> Mapping[str | None, BitMap]:
        return self.inner.values(definition, scope, dimension, purpose)

    def cells(
        self, definition: Definition, scope: Scope, dimensions: Sequence[str], purpose: str = DEFAULT_PURPOSE
    ) -> Cells:
        return self.inner.cells(definition, scope, dimensions, purpose)


@dataclass(slots=True)
class Remembered:
    """What is kept of an erased member of one answer: her coded values of the breakdowns that were offered."""

    values: Mapping[str, str | None]
    """Subject dimension -> value."""
    dimensions: tuple[str, ...]
    """Scope dimensions, of which `places` are the joint values."""
    places: tuple[Values, ...]
    number: tuple[Bound, Bound] | None = None
    """For kinds of numbers: what her number can be."""

    def place(self, dimensions: Sequence[str]) -> set[Values]:
        """Where she stands by these scope dimensions; unknown by one that was not offered."""
        at = [self.dimensions.index(one) if one in self.dimensions else None for one in dimensions]
        return {tuple(None if i is None else place[i] for i in at) for place in self.places} or {
            tuple(None for _ in dimensions)
        }

    def to_dict(self) -> dict[str, Any]:
        number = None if self.number is None else [None if bound is None else str(bound) for bound in self.number]
        return {
            "values": dict(self.values),
            "dimensions": list(self.dimensions),
            "places": [list(place) for place in self.places],
            "number": number,
        }

    @classmethod
    def from_dict(cls, stated: Mapping[str, Any]) -> Remembered:
        bounds = stated["number"]
        number = None
        if bounds is not None:
            least, most = (None if bound is None else Fraction(bound) for bound in bounds)
            number = (least, most)
        places = tuple(tuple(place) for place in stated["places"])
        return cls(stated["values"], tuple(stated["dimensions"]), places, number)


@dataclass(frozen=True, slots=True)
class RememberedArea:
    """What was said of the area of some places, one of which has been erased since."""

    value: Decimal | None
    bounds: tuple[Decimal | None, Decimal | None]
    not_known: tuple[int, ...]
    reason_key: str | None
    beside: Mapping[str, Decimal]

    @classmethod
    def of(cls, statistic: Statistic, renamed: Mapping[int, int]) -> RememberedArea:
        not_known = tuple(renamed.get(member, member) for member in statistic.not_known)
        return cls(statistic.value, statistic.bounds, not_known, statistic.reason_key, statistic.beside)

    def statistic(self) -> Statistic:
        return Statistic(self.value, self.bounds, Members(self.not_known), self.reason_key, beside=self.beside)

    def to_dict(self) -> dict[str, Any]:
        return {
            "value": None if self.value is None else str(self.value),
            "bounds": [None if bound is None else str(bound) for bound in self.bounds],
            "not_known": list(self.not_known),
            "reason": self.reason_key,
            "beside": {name: str(value) for name, value in self.beside.items()},
        }

    @classmethod
    def from_dict(cls, stated: Mapping[str, Any]) -> RememberedArea:
        value, least, most = (None if one is None else Decimal(one) for one in (stated["value"], *stated["bounds"]))
        beside = {name: Decimal(value) for name, value in stated["beside"].items()}
        return cls(value, (least, most), tuple(stated["not_known"]), stated["reason"], beside)


@dataclass(frozen=True, slots=True)
class RememberedPlots:
    """Areas as they were said where a place in them has been erased since; any other is measured."""

    plots: Measured
    areas: Mapping[str, RememberedArea]
    """By digest of the set."""

    @property
    def unit(self) -> str | None:
        return self.plots.unit

    @property
    def is_never_negative(self) -> bool:
        return self.plots.is_never_negative

    def of(self, members: Members) -> Statistic:
        known = self.areas.get(digest_of_set(members.bitmap))
        return known.statistic() if known else self.plots.of(members)


def digest_of_set(members: BitMap) -> str:
    return hashlib.sha256(np.array(members.to_array(), "<u4").tobytes()).hexdigest()


class FrozenEngine:
    """Answers what was asked when the release was made as it was answered then; all else from the frozen facts."""

    def __init__(
        self,
        inner: Engine,
        answers: Mapping[str, FrozenAnswer],
        remembered: Mapping[str, Mapping[int, Remembered]],
    ) -> None:
        self.inner = inner
        self._answers = answers
        self._remembered = remembered
        numbers = {number for members in remembered.values() for number in members}
        self.marks = BitMap(number for number in numbers if number >= FIRST_MARK)
        """Members whose rows are no longer in the frozen facts."""

    def answer(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Answer:
        kept = self._answers.get(build_key(ANSWER, definition, scope, purpose))
        if kept is None:
            return self.inner.answer(definition, scope, purpose)
        return Answer(kept.yes.copy(), kept.no.copy(), kept.unknown.copy())

    def reached(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> tuple[BitMap, int]:
        kept = self._answers.get(build_key(REACHED, definition, scope, purpose))
        if kept is None:
            return self.inner.reached(definition, scope, purpose)
        return kept.yes.copy(), kept.not_placed

    def numbers(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Numbers:
        numbers = self.inner.numbers(definition, scope, purpose)
        known = {
            mark: one.number for mark, one in self._of(definition, scope, purpose).items() if one.number is not None
        }
        return Numbers.build({**numbers.to_dict(), **known}) if known else numbers

    def values(
        self, definition: Definition, scope: Scope, dimension: str, purpose: str = DEFAULT_PURPOSE
    ) -> Mapping[str | None, BitMap]:
        found = dict(self.inner.values(definition, scope, dimension, purpose))
        remembered = self._of(definition, scope, purpose)
        if not remembered:
            return found
        found = {value: members - BitMap(remembered) for value, members in found.items()}
        for mark, one in remembered.items():
            found.setdefault(one.values.get(dimension), BitMap()).add(mark)
        return {value: members for value, members in found.items() if members}

    def cells(
        self, definition: Definition, scope: Scope, dimensions: Sequence[str], purpose: str = DEFAULT_PURPOSE
    ) -> Cells:
        found = dict(self.inner.cells(definition, scope, dimensions, purpose))
        remembered = self._of(definition, scope, purpose)
        if not remembered:
            return found
        found = {values: members - BitMap(remembered) for values, members in found.items()}
        for mark, one in remembered.items():
            for values in one.place(dimensions):
                found.setdefault(values, BitMap()).add(mark)
        return {values: members for values, members in found.items() if members}

    def _of(self, definition: Definition, scope: Scope, purpose: str) -> Mapping[int, Remembered]:
        return self._remembered.get(build_key(ANSWER, definition, scope, purpose), {})


def write_answers(answers_file: Path, sets_file: Path, answers: Mapping[str, FrozenAnswer]) -> None:
    """Each set once, however many answers hold it."""
    numbers: dict[bytes, int] = {}

    def number_of(members: BitMap) -> int:
        members = members.copy()
        members.run_optimize()
        return numbers.setdefault(members.serialize(), len(numbers))

    rows = [
        {
            "key": key,
            "yes": number_of(one.yes),
            "no": number_of(one.no),
            "unknown": number_of(one.unknown),
            "not_placed": one.not_placed,
            "unit": one.unit,
        }
        for key, one in sorted(answers.items())
    ]
    # What stands there may be linked to another release's file: it is replaced, never written into.
    for file in (answers_file, sets_file):
        file.unlink(missing_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=ANSWERS_SCHEMA), answers_file, compression="zstd")
    sets = pa.table({"members": pa.array(list(numbers), pa.binary())})
    pq.write_table(sets, sets_file, compression="zstd", use_dictionary=False, write_statistics=False)
    for file in (answers_file, sets_file):
        file.chmod(0o600)


def write_remembered(
    file: Path, members: Mapping[str, Mapping[int, Remembered]], areas: Mapping[str, Mapping[str, RememberedArea]]
) -> None:
    content = {
        "members": {key: {str(mark): one.to_dict() for mark, one in found.items()} for key, found in members.items()},
        "areas": {key: {digest: one.to_dict() for digest, one in found.items()} for key, found in areas.items()},
    }
    write_whole(file, json.dumps(content, ensure_ascii=False).encode())


def read_remembered(
    content: Mapping[str, Any],
) -> tuple[dict[str, dict[int, Remembered]], dict[str, dict[str, RememberedArea]]]:
    """What `write_remembered` wrote: of members, and of areas."""
    members = {
        key: {int(mark): Remembered.from_dict(one) for mark, one in found.items()}
        for key, found in content["members"].items()
    }
    areas = {
        key: {digest: RememberedArea.from_dict(one) for digest, one in found.items()}
        for key, found in content["areas"].items()
    }
    return members, areas


def read_answers(answers_file: Path, sets_file: Path) -> dict[str, FrozenAnswer]:
    sets = [BitMap.deserialize(one) for one in pq.ParquetFile(sets_file).read().column("members").to_pylist()]
    return {
        row["key"]: FrozenAnswer(
            sets[row["yes"]], sets[row["no"]], sets[row["unknown"]], row["not_placed"], row["unit"]
        )
        for row in pq.ParquetFile(answers_file).read().to_pylist()
    }


ANSWERS_SCHEMA = pa.schema(
    [
        pa.field("key", pa.string()),
        *(pa.field(name, pa.int32()) for name in ("yes", "no", "unknown", "not_placed")),
        pa.field("unit", pa.string()),
    ]
)
