"""The local engine answers every generated question as the reference engine does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from fresh_examples import EXAMPLES, check_examples
from generated_questions import Question, plain_questions, questions
from generated_worlds import Rows, worlds
from hypothesis import strategies as st

from jalon.engines.local import LocalEngine
from jalon.engines.reference import ReferenceEngine
from jalon.facts.store import MemoryFacts


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
