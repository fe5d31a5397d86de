"""The manual is whole: everything that a definition can say stands in some paragraph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jalon.engines.answer import ATTRIBUTE_DIMENSIONS, SCOPE_DIMENSIONS
from jalon.language.definition import Anchor, Each, Kind, Over, Reached, Unit
from jalon.language.nodes import NODE_KINDS, Age, CodeAt, Compare, Moment, Operator
from jalon.language.parse import FORMS
from spec.case import SCOPES, Case, dimensions_of
from spec.chapters import FOLDER, build_chapters

CASES: tuple[Case, ...] = tuple(
    case
    for chapter in build_chapters()
    for section in chapter.sections
    for paragraph in section.paragraphs
    for case in paragraph.cases
)
ANSWERED = tuple(case for case in CASES if not case.raises)
DEFINITIONS = tuple(definition for case in ANSWERED for definition in case.indicator.definitions())
NODES = tuple(node for definition in DEFINITIONS for node in definition.nodes())


@pytest.mark.parametrize("kind", NODE_KINDS, ids=lambda kind: kind.__name__)
def test_every_node_kind_has_a_paragraph(kind: type[Any]) -> None:
    assert any(type(node) is kind for node in NODES)


@pytest.mark.parametrize("function", sorted(FORMS))
def test_every_function_has_a_paragraph(function: str) -> None:
    texts = [f"{case.indicator.counts} {case.indicator.among} {case.indicator.value_of}" for case in ANSWERED]
    assert any(f"{function}(" in text for text in texts)


@pytest.mark.parametrize("operator", Operator)
def test_every_operator_has_a_paragraph(operator: Operator) -> None:
    assert any(isinstance(node, Compare) and node.operator is operator for node in NODES)


@pytest.mark.parametrize("moment", Moment)
def test_every_moment_has_a_paragraph(moment: Moment) -> None:
    assert any(isinstance(node, CodeAt) and node.moment is moment for node in NODES)


def test_both_ages_have_a_paragraph() -> None:
    assert {node.at for node in NODES if isinstance(node, Age)} == {Moment.ENTRY, Moment.EXIT}


def test_every_choice_of_a_definition_has_a_paragraph() -> None:
    assert {definition.unit for definition in DEFINITIONS} == set(Unit)
    assert {definition.period_on for definition in DEFINITIONS} == set(Anchor)
    assert {definition.over for definition in DEFINITIONS} == set(Over)
    assert {definition.kind for definition in DEFINITIONS} == set(Kind)
    assert {definition.each for definition in DEFINITIONS if definition.value is not None} == set(Each)
    assert {definition.distinct for definition in DEFINITIONS} == {None, *Reached}


def test_every_scope_has_a_paragraph() -> None:
    assert {name for case in ANSWERED for name in case.scope} == set(SCOPES)


def test_every_dimension_has_a_paragraph() -> None:
    used = {dimension for case in ANSWERED for asked in case.by for dimension in dimensions_of(asked)}
    assert used >= {*SCOPE_DIMENSIONS, *ATTRIBUTE_DIMENSIONS}


def test_every_file_of_a_chapter_is_read() -> None:
    """A section whose name the renderer does not know would be tested and never shown."""
    shown = sum(len(chapter.sections) for chapter in build_chapters())
    assert shown == sum(1 for file in Path(FOLDER).rglob("test_*.py") if file.parent != FOLDER)


def test_titles_are_said_once_in_a_chapter() -> None:
    for chapter in build_chapters():
        titles = [paragraph.title for section in chapter.sections for paragraph in section.paragraphs]
        assert len(titles) == len(set(titles))
        assert all(len(title) < 120 for title in titles)
