"""A definition's examples, run before it is believed, and remembered so that they run once."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyroaring import BitMap

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import Answer, Period, Scope
from jalon.errors import JalonError
from jalon.facts.store import MemoryFacts
from jalon.figures.engines import JUDGE, engine_named
from jalon.home import DEFAULT_AGE_BANDS
from jalon.language.check import Catalogue
from jalon.language.definition import Definition
from jalon.language.document import MOST_CHARACTERS
from jalon.language.examples import PERIOD, build_rows, examples_digest, render_example

APART = MOST_CHARACTERS // 2
"""As many as an example can have of anything: each takes two signs of its text at least."""
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


def check_examples(definition: Definition, catalogue: Catalogue, engine: str, record: ExampleRecord) -> None:
    """Run every example on the reference engine and on `engine`, unless they are known to hold.

    Raises `example_fails` with the first that does not.
    """
    digest = examples_digest(definition, catalogue)
    unproven = [name for name in dict.fromkeys((JUDGE, engine)) if f"{name} {digest}" not in record]
    if unproven:
        run_examples(definition, catalogue, *unproven)
        record.add(*(f"{name} {digest}" for name in unproven))


def run_examples(definition: Definition, catalogue: Catalogue, *engines: str) -> None:
    """Raises `example_fails` with the first example that one of these engines answers otherwise than stated."""
    facts = build_example_facts(definition, catalogue)
    bands = definition.age_bands or DEFAULT_AGE_BANDS
    for engine in engines:
        answer = engine_named(engine)(facts, bands).answer(definition, Scope(period=Period(*PERIOD)))
        for number, example in enumerate(definition.examples, 1):
            found = answer_of(answer, number)
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


def build_example_facts(definition: Definition, catalogue: Catalogue) -> MemoryFacts:
    """The worlds of all examples side by side, so that an engine starts once.

    Each has one subject and projects of its own; its numbers begin at its position times APART.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for position, example in enumerate(definition.examples, 1):
        for table, given in build_rows(example.given, catalogue, definition.unit).items():
            if table in SHARED and position > 1:
                continue
            moved = [
                {name: value + position * APART if name in NUMBERED else value for name, value in row.items()}
                for row in given
            ]
            rows.setdefault(table, []).extend(moved)
    return MemoryFacts(rows, version=f"examples of {definition.id}")


def answer_of(answer: Answer, position: int) -> str:
    """met, not met or unknown: what the one subject of an example says, or any participation of hers.

    Outside the universe is not met.
    """
    hers = BitMap(range(position * APART, (position + 1) * APART))
    if answer.yes & hers:
        return "met"
    return "unknown" if answer.unknown & hers else "not met"
