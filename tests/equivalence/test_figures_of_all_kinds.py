"""What must hold of every figure, of whatever kind: unions, margins, comparison with itself, breakdowns that change
nothing, merges. Shares and representations are of two counts, which are among the kinds here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import reduce
from operator import or_

from fresh_examples import EXAMPLES, check_examples
from generated_questions import Question, questions
from generated_worlds import Rows, worlds
from hypothesis import assume

from jalon.engines.local import LocalEngine
from jalon.facts.store import MemoryFacts
from jalon.figures.compute import build_figure
from jalon.figures.figure import Figure
from jalon.figures.members import Members
from jalon.figures.scope import build_known_codes
from jalon.figures.source import Source
from jalon.language.definition import OF_TWO, Anchor, Definition, Kind, Over, Reached, Unit
from jalon.language.nodes import Constant, Enrolled

FEWER = max(EXAMPLES // 6, 10)


def source_of(world: Rows) -> Source:
    facts = MemoryFacts(world, version="one")
    measures = {row["code"]: tuple(row["options"]) for row in world["measures"] if row["kind"] != "number"}
    return Source(facts, LocalEngine(facts, (25, 55)), b"key", build_known_codes(facts), measures, ())


def figure_of(world: Rows, question: Question) -> Figure:
    return build_figure(source_of(world), question.definition, question.scope, question.purpose)


def dimensions_of(question: Question) -> tuple[str, ...]:
    """Those by which a figure of the question can be broken down: sessions held are nobody's."""
    if question.definition.distinct is Reached.SESSION:
        return question.scope_dimensions
    return (*question.scope_dimensions, *question.subject_dimensions)


def check_all(holds: object) -> None:
    """On many examples, of which every kind must have been one."""
    seen: Counter[Kind] = Counter()

    def check(world: Rows, question: Question) -> None:
        seen[question.definition.kind] += 1
        holds(world, question)  # type: ignore[operator]

    check_examples(check, worlds(), questions(), examples=FEWER)
    assert set(seen) <= set(Kind) - set(OF_TWO)
    assert len(seen) > 3, seen


def test_the_union_is_never_larger_than_the_sum() -> None:
    def holds(world: Rows, question: Question) -> None:
        figure = figure_of(world, question)
        for dimension in dimensions_of(question):
            breakdown = figure.by(dimension)
            assert figure.size <= sum(cell.size for cell in breakdown.cells)
            assert breakdown.overlap >= 0
            is_added = figure.kind is Kind.AREA or (figure.kind is Kind.SUM and figure.measured is not None)
            if is_added and figure.measured is not None and figure.measured.is_never_negative:
                assert breakdown.value_overlap is None or breakdown.value_overlap >= 0

    check_all(holds)


def test_margins_agree() -> None:
    """The cells of several dimensions, united over the others, are those of one; so are their statistics."""

    def holds(world: Rows, question: Question) -> None:
        figure, dimensions = figure_of(world, question), dimensions_of(question)
        crossed = figure.by(*dimensions)
        for place, dimension in enumerate(dimensions):
            margin: dict[str | None, Members] = {}
            for cell in crossed.cells:
                value = cell.values[place]
                margin[value] = margin.get(value, Members()) | cell.members
            alone = figure.by(dimension)
            assert {value: set(members) for value, members in margin.items() if members} == {
                cell.values[0]: set(cell.members) for cell in alone.cells if cell.members
            }
            if figure.measured is not None:
                for cell in alone.cells:
                    assert cell.statistic == figure.measured.of(cell.members)

    check_all(holds)


def test_a_breakdown_changes_nothing() -> None:
    def holds(world: Rows, question: Question) -> None:
        source = source_of(world)
        asked = (question.definition, question.scope, question.purpose)
        before = build_figure(source, *asked)
        for dimension in dimensions_of(question):
            breakdown = before.by(dimension)
            united = reduce(or_, (cell.members for cell in breakdown.cells), Members())
            assert breakdown.total == united == before.members
        after = build_figure(source, *asked)
        assert before.to_dict() == after.to_dict()
        assert (before.members, before.no, before.unknown) == (after.members, after.no, after.unknown)

    check_all(holds)


def test_compared_with_itself_a_figure_differs_in_nothing() -> None:
    def holds(world: Rows, question: Question) -> None:
        assume(question.definition.kind is not Kind.DISTINCT)  # codes reached are not compared member by member
        comparison = figure_of(world, question).compare(figure_of(world, question))
        assert list(comparison.differences) == []

    check_all(holds)


def test_a_merge_lowers_a_count_by_one_or_nothing() -> None:
    """Nationalities change by one at most: the person found has that of the smaller number where it has one, which
    may be another than was counted."""

    def holds(world: Rows, question: Question) -> None:
        people = [row["subject"] for row in world["subjects"] if row["kind"] == "person" and not row["refuses"]]
        assume(len(people) > 1)
        one, other = sorted(people[:2])
        merged = world | {"same_subject": [{"subject": other, "same_as": one}]}
        everybody: Definition = replace(
            question.definition, unit=Unit.PERSON, among=Enrolled(), counts=Constant(True), over=Over.ANY, value=None,
            period_on=Anchor.ACTIVE, kind=Kind.COUNT, distinct=None,
        )  # fmt: skip
        counted = replace(question, definition=everybody, purpose="measurement")
        before, after = figure_of(world, counted), figure_of(merged, counted)
        assert before.size - after.size == int({one, other} <= set(before.members))
        of_nations = replace(everybody, kind=Kind.DISTINCT, distinct=Reached.NATIONALITY)
        nations = replace(counted, definition=of_nations)
        assert abs(figure_of(world, nations).size - figure_of(merged, nations).size) <= 1

    check_examples(holds, worlds(merges=False), questions(), examples=FEWER)
