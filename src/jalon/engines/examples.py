"""Do a definition's own examples come out as it says? Asked when one is saved, and of every engine."""

from __future__ import annotations

from collections.abc import Callable

from jalon.engines.answer import Engine, Period, Scope
from jalon.errors import JalonError
from jalon.facts.store import Facts, MemoryFacts
from jalon.language.check import Catalogue
from jalon.language.definition import Definition, Example
from jalon.language.examples import PERIOD, build_rows, render_example

SCOPE = Scope(period=Period(*PERIOD))


def check_examples(definition: Definition, engine_class: Callable[[Facts], Engine], catalogue: Catalogue) -> None:
    """Raise `example_disagrees` for the first example with another answer. A share has none of its own."""
    for example in definition.examples:
        found = build_answer(definition, example, engine_class, catalogue)
        if found != example.answer:
            raise JalonError(
                "example_disagrees",
                indicator=definition.id,
                example=render_example(example),
                expected=example.answer,
                found=found,
            )


def build_answer(
    definition: Definition, example: Example, engine_class: Callable[[Facts], Engine], catalogue: Catalogue
) -> str:
    """What an engine says of the one subject of an example in 2021: met, not met or unknown.

    Not met is also a subject outside the universe. With several participations as members, one that
    is met makes it met, else one that is unknown makes it unknown.
    """
    facts = MemoryFacts(build_rows(example.given, catalogue, definition.unit))
    answer = engine_class(facts).answer(definition, SCOPE)
    return "met" if answer.yes else "unknown" if answer.unknown else "not met"
