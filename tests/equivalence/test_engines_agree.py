"""The local engine answers every generated question as the reference engine does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

from fresh_examples import EXAMPLES, check_examples
from generated_questions import PURPOSES, Question, plain_questions, questions
from generated_worlds import Rows, worlds
from hypothesis import strategies as st

from jalon.engines.local import LocalEngine
from jalon.engines.reference import ReferenceEngine
from jalon.facts.store import MemoryFacts
from jalon.language.definition import Anchor, Kind, Over, Unit
from jalon.language.nodes import Constant, Enrolled


def test_engines_agree() -> None:
    seen: Counter[str] = Counter()

    def agree(world: Rows, asked: list[Question]) -> None:
        facts = MemoryFacts(world)
        reference, local = ReferenceEngine(facts), LocalEngine(facts)
        for question in asked:
            wanted, found = question.ask(reference), question.ask(local)
            for name, answer in wanted.items():
                assert found[name] == answer, (name, question)
            seen.update(build_kinds(wanted))

    check_examples(agree, worlds(), st.lists(st.one_of(questions(), plain_questions()), min_size=7, max_size=9))
    kinds = (
        "yes",
        "no",
        "unknown",
        "total",
        "total_unknown",
        "numbers",
        "half known",
        "reached",
        "goals",
        "several cells",
        "unplaced",
    )
    rare = [kind for kind in kinds if seen[kind] < 3]
    assert not rare, f"agreeing on nothing proves nothing: {seen}"


def test_engines_agree_on_some_projects_after_the_whole_group() -> None:
    """As in a release: what was read for the whole group serves each of its organisations and projects."""
    seen: Counter[str] = Counter()

    def agree(world: Rows, asked: list[Question]) -> None:
        facts = MemoryFacts(world)
        reference, local = ReferenceEngine(facts), LocalEngine(facts)
        for question in asked:
            everywhere = replace(question.scope, organisations=(), projects=(), themes=(), grants=(), funders=())
            replace(question, scope=everywhere).ask(local)
            for code in (row["code"] for row in world.get("projects", ())):
                here = replace(question, scope=replace(everywhere, projects=(code,)))
                wanted, found = here.ask(reference), here.ask(local)
                for name, answer in wanted.items():
                    assert found[name] == answer, (name, here)
                seen.update(build_kinds(wanted))

    check_examples(agree, worlds(), st.lists(questions(), min_size=2, max_size=3), examples=EXAMPLES // 4)
    assert all(seen[kind] > 2 for kind in ("yes", "no", "unknown", "numbers")), seen


def test_engines_agree_on_several_indicators_of_one_scope() -> None:
    """As in a release: whom one indicator asks in a scope serves those that ask the same members, and no other."""
    seen: Counter[str] = Counter()

    def agree(world: Rows, question: Question) -> None:
        facts = MemoryFacts(world)
        reference, local = ReferenceEngine(facts), LocalEngine(facts)
        definition = replace(question.definition, among=Enrolled(), counts=Constant(True), over=Over.ANY, value=None)
        definition = replace(definition, kind=Kind.COUNT, distinct=None)
        everywhere = replace(question.scope, countries=(), sites=())
        scopes = (everywhere, replace(everywhere, countries=("FR",)), question.scope)
        several = list(product(Anchor, Unit, scopes, PURPOSES))
        Random(0).shuffle(several)  # what differs in one thing alone follows soon, while the other is kept
        for anchor, unit, scope, purpose in several:
            other = replace(definition, period_on=anchor, unit=unit)
            wanted = reference.answer(other, scope, purpose)
            assert local.answer(other, scope, purpose) == wanted, (anchor, unit, scope, purpose)
            seen.update((anchor, unit, purpose) if wanted.yes else ())

    check_examples(agree, worlds(), questions(), examples=EXAMPLES // 8)
    assert all(seen[name] for name in (*Anchor, *Unit, *PURPOSES)), seen


def build_kinds(answers: dict[str, Any]) -> list[str]:
    """What there was to agree on."""
    answer, cells = answers["answer"], answers["cells"]
    kinds = {
        "yes": answer.yes,
        "no": answer.no,
        "unknown": answer.unknown,
        "total": answer.total,
        "total_unknown": answer.total_unknown,
        "numbers": answers.get("numbers"),
        "half known": any(one != other for one, other in answers.get("numbers", {}).values()),
        "reached": answers.get("reached", ((), 0))[0],
        "goals": len(answers["goals"][0]) > 1,
        "several cells": len(cells) > 1,
        "unplaced": any(None in label for label in cells),
    }
    return [kind for kind, there in kinds.items() if there]
