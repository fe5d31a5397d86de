"""The local engine answers every generated question as the reference engine does."""

from __future__ import annotations

from generated_questions import Question, questions
from generated_worlds import Rows, worlds
from hypothesis import given
from hypothesis import strategies as st

from jalon.engines.local import LocalEngine
from jalon.engines.reference import ReferenceEngine
from jalon.facts.store import MemoryFacts


@given(world=worlds(), asked=st.lists(questions(), min_size=3, max_size=5))
def test_engines_agree(world: Rows, asked: list[Question]) -> None:
    facts = MemoryFacts(world)
    reference, local = ReferenceEngine(facts), LocalEngine(facts)
    for question in asked:
        wanted, found = question.ask(reference), question.ask(local)
        for name, answer in wanted.items():
            assert found[name] == answer, (name, question)
