"""What the facts answered when a release was made, kept so that it is answered for ever.

A figure is made of a few questions to an engine: who says yes, no, unknown; what codes are reached. These answers
are frozen. What a breakdown asks (the members' values) and numbers come from the frozen facts, but for members who
were erased since: theirs are remembered under random marks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyroaring import BitMap

from jalon.engines.answer import DEFAULT_PURPOSE, Answer, Cells, Engine, Scope
from jalon.engines.numbers import Bound, Numbers
from jalon.figures.figure import describe_scope
from jalon.language.definition import Definition

Values = tuple[str | None, ...]
ANSWER, REACHED = "answer", "reached"


def build_key(asked: str, definition: Definition, scope: Scope, purpose: str) -> str:
    """One question in one line: what is asked, the definition, the purpose, the scope."""
    return f"{asked} {definition.digest} {purpose} {json.dumps(describe_scope(scope), sort_keys=True)}"


@dataclass(slots=True)
class FrozenAnswer:
    """The sets that answered one question; of codes reached, `yes` and how many facts had no code."""

    yes: BitMap
    no: BitMap = field(default_factory=BitMap)
    unknown: BitMap = field(default_factory=BitMap)
    not_placed: int = 0


class RecordingEngine:
    """Another engine, which remembers what it answered."""

    def __init__(self, inner: Engine) -> None:
        self.inner = inner
        self.answers: dict[str, FrozenAnswer] = {}

    def answer(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Answer:
        answer = self.inner.answer(definition, scope, purpose)
        key = build_key(ANSWER, definition, scope, purpose)
        self.answers[key] = FrozenAnswer(answer.yes, answer.no, answer.unknown)
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
        self.marks = BitMap(mark for members in remembered.values() for mark in members)
        """Numbers of members whose rows are no longer in the frozen facts."""

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
        }
        for key, one in sorted(answers.items())
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=ANSWERS_SCHEMA), answers_file, compression="zstd")
    sets = pa.table({"members": pa.array(list(numbers), pa.binary())})
    pq.write_table(sets, sets_file, compression="zstd", use_dictionary=False, write_statistics=False)


def read_answers(answers_file: Path, sets_file: Path) -> dict[str, FrozenAnswer]:
    sets = [BitMap.deserialize(one) for one in pq.ParquetFile(sets_file).read().column("members").to_pylist()]
    return {
        row["key"]: FrozenAnswer(sets[row["yes"]], sets[row["no"]], sets[row["unknown"]], row["not_placed"])
        for row in pq.ParquetFile(answers_file).read().to_pylist()
    }


ANSWERS_SCHEMA = pa.schema(
    [
        pa.field("key", pa.string()),
        *(pa.field(name, pa.int32()) for name in ("yes", "no", "unknown", "not_placed")),
    ]
)
