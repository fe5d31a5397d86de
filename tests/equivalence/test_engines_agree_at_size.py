"""What the local engine does with many rows alone, done with few: the reference engine could not ask millions."""

from __future__ import annotations

import pytest
from fresh_examples import EXAMPLES, check_examples
from generated_questions import Question, plain_questions, questions
from generated_worlds import Rows, worlds
from hypothesis import strategies as st

from jalon.engines.local import LocalEngine
from jalon.engines.reference import ReferenceEngine
from jalon.facts.store import MemoryFacts


def test_engines_agree_on_few_rows_asked_as_if_they_were_millions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets laid out whole, rows taken in blocks, members sorted by their cell, projects built side by side while other
    work goes on: small worlds have no need of them."""
    monkeypatch.setattr("jalon.engines.local_bitmaps.SMALL", 1)
    monkeypatch.setattr("jalon.engines.local_arrays.BLOCK", 2)
    monkeypatch.setattr("jalon.engines.local_cells.FEW", 0)
    monkeypatch.setattr("jalon.engines.local_columns.SIDE_BY_SIDE", 1)

    def agree(world: Rows, asked: list[Question]) -> None:
        facts = MemoryFacts(world)
        reference, local = ReferenceEngine(facts), LocalEngine(facts)
        for question in asked:
            assert question.ask(local) == question.ask(reference), question

    asked = st.lists(st.one_of(questions(), plain_questions()), min_size=3, max_size=5)
    check_examples(agree, worlds(), asked, examples=EXAMPLES // 4)
