"""What was said in all projects is said again in some of them; in another period, place or purpose it is asked anew."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random
from typing import NoReturn

import pytest
from fresh_examples import EXAMPLES, check_examples
from generated_questions import PURPOSES, Question, plain_questions, questions
from generated_worlds import Rows, worlds
from hypothesis import strategies as st

from jalon.engines.answer import Period, Scope
from jalon.engines.local import LocalEngine
from jalon.engines.local_terms import Terms
from jalon.engines.reference import ReferenceEngine
from jalon.facts.store import MemoryFacts
from jalon.language.definition import Anchor, Definition, Kind, Over, Unit
from jalon.language.nodes import Attribute, AttributeIs, Enrolled, IsIn

PERIODS = (Period(), Period(dt.date(2021, 1, 1), dt.date(2021, 6, 30)))
PARTS = ({}, {"projects": ("M",)}, {"organisations": ("branch",)}, {"themes": ("work",)})
PLACES = ({}, {"countries": ("FR",)}, {"sites": ("paris",)})


def test_parts_agree_with_the_reference_whatever_was_asked_of_the_whole() -> None:
    seen: Counter[object] = Counter()

    def agree(world: Rows, question: Question, over: Over, seed: int) -> None:
        facts = MemoryFacts(world)
        reference, local = ReferenceEngine(facts), LocalEngine(facts)
        if question.definition.unit is not Unit.PARTICIPATION:
            question = replace(question, definition=replace(question.definition, over=over))
        several = list(product(PERIODS, PURPOSES, PARTS, PLACES))
        Random(seed).shuffle(several)  # what is asked of the whole comes before some of the parts and after others
        for period, purpose, part, place in several:
            here = replace(question, scope=Scope(period, **part, **place), purpose=purpose)
            wanted, found = here.ask(reference), here.ask(local)
            for name, answer in wanted.items():
                assert found[name] == answer, (name, here)
            if wanted["answer"].yes:
                seen.update((period, purpose, *part, *place, question.definition.over))

    drawn = st.one_of(questions(), plain_questions())
    check_examples(agree, worlds(), drawn, st.sampled_from(Over), st.integers(0, 1000), examples=EXAMPLES // 2)
    wanted = (*PERIODS, *PURPOSES, "projects", "organisations", "themes", "countries", "sites", *Over)
    assert [one for one in wanted if not seen[one]] == []


WORLD: Rows = {
    "organisations": [{"organisation": 1, "code": "O", "kind": "group"}],
    "projects": [
        {"project": number, "code": f"P{number}", "organisation": 1, "sensitive": False}
        | {"countries": [], "themes": [], "sdg_targets": []}
        for number in (1, 2)
    ],
    "subjects": [
        {"subject": number, "kind": "person", "sex": "female", "permits": [], "refuses": []} for number in (1, 2, 3)
    ],
    "enrolments": [
        {"project": project, "enrolment": 10 * project + subject, "subject": subject, "entry": dt.date(2021, 1, 1)}
        | {"implicit": False}
        for project, subject in ((1, 1), (1, 2), (2, 2), (2, 3))
    ],
}
WOMEN = Definition(
    id="women", version=1, title={"en": "Women"}, unit=Unit.PERSON, kind=Kind.COUNT, period_on=Anchor.ACTIVE,
    among=Enrolled(), counts=IsIn(AttributeIs(Attribute.SEX), ("female",)),
)  # fmt: skip


@pytest.mark.parametrize("over", Over)
def test_a_part_is_not_asked_what_was_said_in_the_whole(over: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("asked again")

    local, women = LocalEngine(MemoryFacts(WORLD)), replace(WOMEN, over=over)
    assert list(local.answer(women, Scope()).yes) == [1, 2, 3]
    monkeypatch.setattr(Terms, "truth", refuse)
    if over is Over.TOGETHER:  # of the projects of a scope together: another question in each
        with pytest.raises(AssertionError, match="asked again"):
            local.answer(women, Scope(projects=("P2",)))
    else:
        assert list(local.answer(women, Scope(projects=("P2",))).yes) == [2, 3]


def test_a_part_alone_reads_nothing_of_the_whole() -> None:
    local = LocalEngine(MemoryFacts(WORLD))
    assert list(local.answer(WOMEN, Scope(projects=("P1",))).yes) == [1, 2]
    assert local._universes.find((WOMEN.question, Scope(), "measurement")) is None
