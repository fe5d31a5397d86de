"""A definition's examples, run before it is believed, and remembered so that they run once.

Those of the shipped indicators ran before they were shipped, and run again only with other measures than the shipped ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyroaring import BitMap

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.definitions import held_examples
from jalon.engines.answer import Answer, Period, Scope
from jalon.errors import JalonError
from jalon.facts.store import MemoryFacts
from jalon.figures.engines import JUDGE, engine_named
from jalon.home import DEFAULT_AGE_BANDS
from jalon.language.check import Catalogue
from jalon.language.definition import Definition
from jalon.language.examples import PERIOD, build_rows, examples_digest, render_example

NUMBERED = ("subject", "project", "enrolment", "activity", "session", "observation")
"""What each example has of its own."""
SHARED = ("organisations", "measures")


class ExampleRecord:
    """Which examples have held, by digest, in a JSON file that can be deleted at will; or in memory only."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._held = self._read()

    def __contains__(self, digest: str) -> bool:
        return digest in self._held

    def add(self, *digests: str) -> None:
        self._held.update(digests)
        if self._file is None:
            return
        written = self._file.with_suffix(".part")
        try:
            written.write_text(json.dumps({"jalon": _version_here(), "held": sorted(self._held)}), encoding="utf-8")
            written.replace(self._file)
        except OSError:
            self._file = None  # a folder that may only be read: the examples run again next time

    def _read(self) -> set[str]:
        """What held for this version of Jalon; whatever cannot be read is run again."""
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8")) if self._file else {}
            return set(kept["held"]) if kept.get("jalon") == _version_here() else set()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return set()


@cache
def _version_here() -> str:
    return version("jalon")


def check_examples(definitions: Sequence[Definition], catalogue: Catalogue, engine: str, record: ExampleRecord) -> None:
    """Run every example on the reference engine and on `engine`, unless they are known to hold.

    Those of several definitions cost less together. Raises `example_fails` with the first that does not.
    """
    digests = [examples_digest(definition, catalogue) for definition in definitions]
    shipped, held = held_examples(), []
    for name in dict.fromkeys((JUDGE, engine)):
        unproven = [
            place for place, digest in enumerate(digests) if digest not in shipped and f"{name} {digest}" not in record
        ]
        if unproven:
            run_together([definitions[place] for place in unproven], catalogue, name)
            held += [f"{name} {digests[place]}" for place in unproven]
    if held:
        record.add(*held)


def run_examples(definition: Definition, catalogue: Catalogue, *engines: str) -> None:
    """Raises `example_fails` with the first example that one of these engines answers otherwise than stated."""
    for engine in engines:
        run_together([definition], catalogue, engine)


def run_together(definitions: Sequence[Definition], catalogue: Catalogue, engine: str) -> None:
    """The examples of several definitions, in one world where that costs less: the reference engine looks at all rows
    for each subject, and the others take longer to start than to answer. Raises `example_fails`.
    """
    worlds = [[definition] for definition in definitions] if engine == JUDGE else [definitions]
    for world in worlds:
        facts, numbers = build_example_facts(world, catalogue)
        answering = engine_named(engine)(facts, DEFAULT_AGE_BANDS)
        for definition in world:
            answer = answering.answer(definition, Scope(period=Period(*PERIOD)))
            for number, example in enumerate(definition.examples, 1):
                found = answer_of(answer, next(numbers))
                if found != example.answer:
                    raise JalonError(
                        "example_fails",
                        indicator=definition.id,
                        number=number,
                        wanted=example.answer,
                        found=found,
                        engine=engine,
                        given=render_example(example),
                    )


def build_example_facts(definitions: Sequence[Definition], catalogue: Catalogue) -> tuple[MemoryFacts, Iterator[range]]:
    """The worlds of all examples side by side, so that an engine starts once; and which numbers are of each example.

    Each has one subject and projects of its own.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    numbers: list[range] = []
    for definition in definitions:
        for example in definition.examples:
            begin = numbers[-1].stop if numbers else 0
            last = begin
            for table, given in build_rows(example.given, catalogue, definition.unit).items():
                if table in SHARED and numbers:
                    continue
                for row in given:
                    own = {name: row[name] + begin for name in NUMBERED if name in row}
                    last = max(last, *own.values()) if own else last
                    rows.setdefault(table, []).append(row | own)
            numbers.append(range(begin, last + 1))
    return MemoryFacts(rows, version="examples"), iter(numbers)


def answer_of(answer: Answer, numbers: range) -> str:
    """met, not met or unknown: what the one subject of an example says, or any participation of hers.

    Outside the universe is not met.
    """
    hers = BitMap(numbers)
    if answer.yes & hers:
        return "met"
    return "unknown" if answer.unknown & hers else "not met"
