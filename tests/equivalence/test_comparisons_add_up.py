"""Whatever two worlds differ by, and whatever is asked: each member that differs has one reason, and it adds up.

The edits are of one kind each, so that only the reasons of that kind may come out.
"""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from fresh_examples import EXAMPLES, check_examples
from generated_questions import Question, questions
from generated_worlds import Rows, worlds
from hypothesis import strategies as st

from jalon.engines.answer import Scope
from jalon.facts.store import MemoryFacts
from jalon.figures.compare import Comparison, Reason, build_comparison
from jalon.figures.compute import build_figure
from jalon.figures.engines import ENGINES
from jalon.figures.figure import Figure
from jalon.figures.overlap import build_overlap
from jalon.figures.scope import build_known_codes
from jalon.figures.source import Source
from jalon.language.definition import Definition, Kind

FEWER = max(EXAMPLES // 3, 10)


def figure_of(world: Rows, question: Question, *, version: str, scope: Scope | None = None) -> Figure:
    facts = MemoryFacts(world, version=version)
    source = Source(facts, ENGINES["local"](facts, (25, 55)), b"key", build_known_codes(facts), {}, ())
    definition: Definition = counted(question.definition)
    return build_figure(source, definition, scope or question.scope, question.purpose)


def counted(definition: Definition) -> Definition:
    from dataclasses import replace

    return replace(definition, kind=Kind.COUNT, value=None, distinct=None)


def erase(world: Rows, number: int) -> None:
    gone = world["subjects"][number % len(world["subjects"])]["subject"]
    same = {row["subject"]: row["same_as"] for row in world["same_subject"]}
    everyone = {row["subject"] for row in world["subjects"]}
    hers = {one for one in everyone if same.get(one, one) == same.get(gone, gone)}
    for table in ("subjects", "same_subject", "enrolments", "attendances", "observations"):
        world[table] = [row for row in world[table] if row["subject"] not in hers]


def merge(world: Rows, number: int) -> None:
    people = [row["subject"] for row in world["subjects"]]
    one, other = sorted((people[number % len(people)], people[(number // 7) % len(people)]))
    same = {row["subject"]: row["same_as"] for row in world["same_subject"]}
    joined = {same.get(one, one), same.get(other, other)}
    same = {p: min(joined) if same.get(p, p) in joined else same.get(p, p) for p in people}
    world["same_subject"] = [{"subject": p, "same_as": s} for p, s in same.items() if p != s]


def split(world: Rows, number: int) -> None:
    world["same_subject"] = []


def consent(world: Rows, number: int) -> None:
    row = world["subjects"][number % len(world["subjects"])]
    row["refuses"] = [] if row["refuses"] else ["measurement", "research"]
    row["permits"] = [] if row["permits"] else ["research"]


def correct(world: Rows, number: int) -> None:
    row = world["subjects"][number % len(world["subjects"])]
    row["sex"] = "female" if row["sex"] != "female" else None
    world["observations"] = world["observations"][number % 3 :]
    world["attendances"] = world["attendances"][number % 4 :]


def enrol(world: Rows, number: int) -> None:
    spell = deepcopy(world["enrolments"][number % len(world["enrolments"])])
    spell |= {"enrolment": 900, "subject": world["subjects"][number % len(world["subjects"])]["subject"]}
    spell |= {"entry": dt.date(2021, 1 + number % 12, 1), "exit": None}
    open_spell = next((row for row in world["enrolments"] if row["exit"] is None), None)
    if open_spell:
        open_spell["exit"] = max(open_spell["entry"], dt.date(2021, 6, 30))
    world["enrolments"].append(spell)


EDITS: dict[Any, set[Reason]] = {
    erase: {Reason.ERASED},
    merge: {Reason.IDENTITY},
    split: {Reason.IDENTITY},
    consent: {Reason.CONSENT},
    correct: {Reason.CORRECTED},
    enrol: {Reason.JOINED, Reason.LEFT},
}


def check_adds_up(comparison: Comparison) -> None:
    before, after = comparison.before.members, comparison.after.members
    gained = [number for one in comparison.differences for number in one.gained]
    lost = [number for one in comparison.differences for number in one.lost]
    assert len(gained) == len(set(gained)), "one reason each"
    assert len(lost) == len(set(lost)), "one reason each"
    assert set(gained) | set(comparison.renumbered.values()) == set(after - before)
    assert set(lost) | set(comparison.renumbered) == set(before - after)
    assert len(before) + len(gained) - len(lost) == len(after)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_one_kind_of_edit_has_one_reason(edit: Any) -> None:
    def holds(world: Rows, question: Question, number: int) -> None:
        edited = deepcopy(world)
        edit(edited, number)
        comparison = build_comparison(
            figure_of(world, question, version="older"), figure_of(edited, question, version="newer")
        )
        check_adds_up(comparison)
        assert {one.reason for one in comparison.differences} <= EDITS[edit]
        for reason, _, members in comparison.rows():
            for number in members:
                assert comparison.reason_of(number) is reason
                comparison.moved(number)

    check_examples(holds, worlds(), questions(), st.integers(0, 1000), examples=FEWER)


def test_all_edits_together_add_up() -> None:
    def holds(world: Rows, other: Rows, question: Question, asked: Question, number: int) -> None:
        edited = deepcopy(world)
        for edit in (merge, consent, correct, enrol, erase):
            edit(edited, number)
        comparison = build_comparison(
            figure_of(world, question, version="older"),
            figure_of(edited, question, version="newer", scope=asked.scope),
        )
        check_adds_up(comparison)

    check_examples(holds, worlds(), worlds(), questions(), questions(), st.integers(0, 1000), examples=FEWER)


def test_a_figure_is_as_itself() -> None:
    def holds(world: Rows, question: Question) -> None:
        figure = figure_of(world, question, version="one")
        again = figure_of(world, question, version="another")
        assert build_comparison(figure, figure).is_empty
        assert build_comparison(figure, again).is_empty

    check_examples(holds, worlds(), questions(), examples=FEWER)


def test_regions_of_an_overlap_are_apart_and_make_the_union() -> None:
    def holds(world: Rows, one: Question, two: Question, three: Question) -> None:
        facts = MemoryFacts(world)
        source = Source(facts, ENGINES["local"](facts, (25, 55)), b"key", build_known_codes(facts), {}, ())
        unit = counted(one.definition).unit
        figures = [
            build_figure(source, definition, question.scope, "measurement")
            for question in (one, two, three)
            if (definition := counted(question.definition)).unit == unit
        ]
        if len(figures) < 2:
            return
        overlap = build_overlap(figures)
        placed = [number for region in overlap.regions for number in region.members]
        assert sorted(placed) == sorted(overlap.union)
        for place, figure in enumerate(figures):
            inside = [set(region.members) for region in overlap.regions if place in region.figures]
            assert set().union(*inside) == set(figure.members)
        for pair in overlap.pairs:
            both = [set(r.members) for r in overlap.regions if {pair.first, pair.second} <= set(r.figures)]
            assert set().union(*both) == set(pair.members)
        if len(figures) > 1:
            assert overlap.union == (figures[0] | figures[1]).members | figures[-1].members

    check_examples(holds, worlds(), questions(), questions(), questions(), examples=FEWER)
