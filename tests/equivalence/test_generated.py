"""What is generated covers the language: a node that is never drawn is a node that no test compares."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

from fresh_examples import EXAMPLES, check_examples
from generated_questions import SUBJECT_DIMENSIONS, Question, questions

from jalon.engines.answer import ATTRIBUTE_DIMENSIONS, SCOPE_DIMENSIONS, Scope
from jalon.language.definition import OF_TWO, Anchor, Each, Kind, Over, Reached, Unit
from jalon.language.nodes import NODE_KINDS, Attribute, AttributeIs, CodeAt, Compare, Moment, NumberAt, Operator


def named(*choices: object) -> list[tuple[str, object]]:
    """Apart from equal words of other enumerations: a country reached is not the attribute."""
    return [(type(choice).__name__, choice) for choice in choices]


def test_every_part_of_the_language_is_generated() -> None:
    drawn: Counter[object] = Counter()

    def draw(question: Question) -> None:
        definition = question.definition
        chosen = (definition.unit, definition.kind, definition.period_on, definition.over, definition.distinct)
        drawn.update(named(definition.each))
        drawn.update(named(*chosen))
        drawn.update(question.subject_dimensions + question.scope_dimensions)
        drawn.update(field.name for field in fields(Scope) if getattr(question.scope, field.name))
        for node in definition.nodes():
            drawn[type(node)] += 1
            if isinstance(node, Compare):
                drawn.update(named(node.operator))
            elif isinstance(node, AttributeIs):
                drawn.update(named(node.attribute))
            elif isinstance(node, CodeAt | NumberAt):
                drawn[type(node), node.moment] += 1

    check_examples(draw, questions(), examples=EXAMPLES)
    wanted: list[object] = [*NODE_KINDS, *named(*Anchor, *Over, *Unit, *Reached, *Operator, *Attribute)]
    wanted += named(*(kind for kind in Kind if kind not in OF_TWO), *Each)
    wanted += [*SCOPE_DIMENSIONS, *ATTRIBUTE_DIMENSIONS, *SUBJECT_DIMENSIONS]
    wanted += [(sort, moment) for sort in (CodeAt, NumberAt) for moment in Moment]
    wanted += [field.name for field in fields(Scope)]
    assert [part for part in wanted if not drawn[part]] == []
