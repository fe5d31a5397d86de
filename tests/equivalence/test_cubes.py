"""Every grouping of a cube is the breakdown by its dimensions, on every engine."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from fresh_examples import EXAMPLES, check_examples
from generated_questions import Question, questions
from generated_worlds import Rows, worlds
from hypothesis import assume

from jalon.errors import JalonError
from jalon.facts.store import MemoryFacts
from jalon.figures.compute import build_figure
from jalon.figures.cube import CubeCell
from jalon.figures.engines import ENGINES
from jalon.figures.figure import Figure
from jalon.figures.scope import build_known_codes
from jalon.figures.source import Source
from jalon.language.definition import Anchor, Definition, Kind, Reached
from jalon.language.nodes import Enrolled

FEWER = max(EXAMPLES // 3, 10)


def build_source(world: Rows, engine: str) -> Source:
    facts = MemoryFacts(world)
    measures = {row["code"]: tuple(row["options"]) for row in world["measures"] if row["kind"] != "number"}
    return Source(facts, ENGINES[engine](facts, (25, 55)), b"key", build_known_codes(facts), measures, ())


def check_cube(figure: Figure, dimensions: tuple[str, ...], seen: Counter[str]) -> None:
    cube = figure.cube(*dimensions)
    for chosen in cube.groupings:
        found = {cell.values: cell for cell in cube.grouping(*chosen)}
        if not chosen:
            no = len(figure.no) if figure.kind is Kind.SHARE else 0
            whole = CubeCell((), figure.size, no, len(figure.unknown))
            assert found == ({(): whole} if whole.size + no + whole.unknown else {})
            continue
        wanted = {cell.values: cell for cell in figure.by(*chosen).cells if cell.universe}
        assert found.keys() == wanted.keys(), chosen
        for values, cell in wanted.items():
            assert found[values] == CubeCell(values, cell.size, len(cell.no), len(cell.unknown))
            assert cube.members(**dict(zip(chosen, values, strict=True))) == cell.members
            seen["yes"] += cell.size
            seen["no"] += len(cell.no)
            seen["unknown"] += len(cell.unknown)
            seen["not known"] += None in values


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_every_grouping_of_a_cube_is_the_breakdown_by_its_dimensions(engine: str) -> None:
    seen: Counter[str] = Counter()

    def agrees(world: Rows, question: Question) -> None:
        definition: Definition = replace(question.definition, kind=Kind.COUNT, distinct=None, value=None)
        dimensions = (*question.subject_dimensions, *question.scope_dimensions)[:4]
        assume(len(set(dimensions)) == len(dimensions))
        assume("activity" not in dimensions or definition.period_on is Anchor.SESSION)
        source = build_source(world, engine)
        check_cube(build_figure(source, definition, question.scope, question.purpose), dimensions, seen)
        of = replace(definition, counts=Enrolled())
        share = replace(definition, kind=Kind.SHARE)
        figure = build_figure(source, share, question.scope, question.purpose, (definition, of))
        check_cube(figure, dimensions, seen)

    check_examples(agrees, worlds(), questions(), examples=FEWER)
    assert all(seen[what] for what in ("yes", "no", "unknown", "not known")), seen


def test_codes_have_no_cube() -> None:
    def refused(world: Rows, question: Question) -> None:
        definition = replace(question.definition, kind=Kind.DISTINCT, distinct=Reached.PROJECT, value=None)
        figure = build_figure(build_source(world, "local"), definition, question.scope, question.purpose)
        with pytest.raises(JalonError) as caught:
            figure.cube("sex", "project")
        assert caught.value.id == "not_broken_down"
        with pytest.raises(JalonError) as caught:
            build_figure(
                build_source(world, "local"),
                replace(definition, kind=Kind.COUNT, distinct=None),
                question.scope,
                question.purpose,
            ).cube("sex").grouping("country")
        assert caught.value.id == "unknown_dimension"

    check_examples(refused, worlds(), questions(), examples=2)
