"""What must hold of every answer, whatever the definition: sets that partition, unions, merges.

Asked of the local engine: the reference engine agrees with it (test_engines_agree).
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_

from fresh_examples import EXAMPLES, check_examples
from generated_questions import SUBJECT_DIMENSIONS, Question, questions
from generated_worlds import Rows, worlds
from hypothesis import assume
from pyroaring import BitMap

from jalon.engines.answer import Answer
from jalon.engines.local import LocalEngine
from jalon.facts.store import MemoryFacts
from jalon.language.definition import Anchor, Kind, Over, Unit
from jalon.language.nodes import Constant, Enrolled

FEWER = max(EXAMPLES // 3, 10)


def universe(answer: Answer) -> BitMap:
    return answer.yes | answer.no | answer.unknown


def test_answers_are_disjoint_and_breakdowns_cover_the_universe() -> None:
    def holds(world: Rows, question: Question) -> None:
        engine = LocalEngine(MemoryFacts(world))
        definition, scope, purpose = question.definition, question.scope, question.purpose
        answer = engine.answer(definition, scope, purpose)
        everyone = universe(answer)
        assert len(answer.yes) + len(answer.no) + len(answer.unknown) == len(everyone)
        assert answer.total_unknown <= answer.yes
        for dimension in SUBJECT_DIMENSIONS:
            values = engine.values(definition, scope, dimension, purpose)
            assert reduce(or_, values.values(), BitMap()) == everyone
            assert sum(len(members) for members in values.values()) == len(everyone), "a partition does not overlap"
            assert all(values.values()), "empty cells are left out"
        cells = engine.cells(definition, scope, question.scope_dimensions, purpose)
        assert reduce(or_, cells.values(), BitMap()) == everyone
        assert all(cells.values())
        for place, dimension in enumerate(question.scope_dimensions):
            margin: dict[tuple[str | None], BitMap] = {}
            for label, members in cells.items():
                margin[label[place],] = margin.get((label[place],), BitMap()) | members
            assert margin == engine.cells(definition, scope, [dimension], purpose), "margins agree"

    check_examples(holds, worlds(), questions(), examples=FEWER)


def test_nobody_is_made_by_asking_less() -> None:
    """`counts: true` is yes for all who are in for sure; `among` only takes away."""

    def holds(world: Rows, question: Question) -> None:
        engine = LocalEngine(MemoryFacts(world))
        everyone = replace(question.definition, among=Enrolled(), counts=Constant(True), kind=Kind.COUNT, value=None)
        asked = (question.scope, question.purpose)
        most = engine.answer(everyone, *asked)
        assert not most.no
        assert not most.unknown
        assert universe(engine.answer(question.definition, *asked)) <= most.yes

    check_examples(holds, worlds(), questions(), examples=FEWER)


def test_a_merge_lowers_a_total_by_one_or_nothing() -> None:
    def holds(world: Rows, question: Question) -> None:
        everyone = replace(question.definition, among=Enrolled(), counts=Constant(True), unit=Unit.PERSON)
        people = [row["subject"] for row in world["subjects"] if row["kind"] == "person" and not row["refuses"]]
        assume(len(people) > 1)
        one, other = people[:2]
        merged = world | {"same_subject": [{"subject": other, "same_as": one}]}
        asked = (everyone, question.scope)
        before = LocalEngine(MemoryFacts(world)).answer(*asked).yes
        after = LocalEngine(MemoryFacts(merged)).answer(*asked).yes
        assert after - BitMap([one]) == before - BitMap([one, other])
        both = int(one in before and other in before)
        if everyone.period_on in (Anchor.ENTRY, Anchor.EXIT):
            # Joined in one project, the first entry or last exit may be the other's, out of the period.
            assert both <= len(before) - len(after) <= 1
        else:
            assert len(before) - len(after) == both

    check_examples(holds, worlds(merges=False), questions(), examples=FEWER)


def test_a_subject_who_is_nobody_else_changes_no_other_answer() -> None:
    def holds(world: Rows, question: Question) -> None:
        stranger = 1000
        project, entry = world["projects"][0]["project"], world["enrolments"][0]["entry"]
        subject = {"subject": stranger, "kind": "person", "permits": ["research"], "refuses": []}
        spell = {"project": project, "enrolment": stranger, "subject": stranger, "entry": entry, "implicit": False}
        joined = world | {"subjects": [*world["subjects"], subject], "enrolments": [*world["enrolments"], spell]}
        asked = (question.definition, question.scope, question.purpose)
        before = LocalEngine(MemoryFacts(world)).answer(*asked)
        after = LocalEngine(MemoryFacts(joined)).answer(*asked)
        newcomer = BitMap([stranger])
        assert (after.yes - newcomer, after.no - newcomer, after.unknown - newcomer) == (
            before.yes,
            before.no,
            before.unknown,
        )

    check_examples(holds, worlds(), questions(), examples=FEWER)


def test_a_scope_of_two_projects_has_the_members_of_both() -> None:
    """Over any: who says yes in one project says yes in both, and nobody else does."""

    def holds(world: Rows, question: Question) -> None:
        engine = LocalEngine(MemoryFacts(world))
        definition = replace(question.definition, over=Over.ANY, unit=Unit.PERSON)
        one, other = (
            engine.answer(definition, replace(question.scope, projects=(code,)), question.purpose)
            for code in ("M", "Été")
        )
        both = engine.answer(definition, replace(question.scope, projects=("M", "Été")), question.purpose)
        assert both.yes == one.yes | other.yes
        assert universe(both) == universe(one) | universe(other)

    check_examples(holds, worlds(), questions(), examples=FEWER)
