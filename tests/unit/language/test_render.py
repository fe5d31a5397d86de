"""Nodes back to text, and definitions in words."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.definitions import shipped_texts
from jalon.language.check import Catalogue, MeasureInfo, shipped_catalogue
from jalon.language.definition import Anchor, Over, Reached, Unit
from jalon.language.load import load_definition, load_definitions
from jalon.language.nodes import (
    NODE_KINDS,
    Age,
    And,
    AttendanceRate,
    Attribute,
    AttributeIs,
    Change,
    CodeAt,
    Compare,
    Constant,
    Enrolled,
    HoursAttended,
    IsIn,
    IsKnown,
    Literal,
    Moment,
    Node,
    Not,
    NumberAt,
    Operator,
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
    Truth,
)
from jalon.language.parse import parse
from jalon.language.render import render_text, render_words
from jalon.language.words import PHRASES, render_phrase

ODD_NAMES = ("plain", "not", "Null", "turn-over", 'quo"te', "été", "with space", "entry")
ODD_OPTIONS = ("a", "it's", "''", "", "é", "مرحبا", "😀", '"', "--", "/*", ";", "\\", "(", "$$", "x" * 60)
LEVELS = ("low", "it's", "high")
CATALOGUE = Catalogue(
    {f"c {name}": MeasureInfo("category", ODD_OPTIONS) for name in ODD_NAMES}
    | {f"l {name}": MeasureInfo("level", LEVELS) for name in ODD_NAMES}
    | {name: MeasureInfo("number") for name in ODD_NAMES}
)
CATEGORIES = [code for code in CATALOGUE.measures if code.startswith("c ")]
LEVELLED = [code for code in CATALOGUE.measures if code.startswith("l ")]

moments = st.one_of(
    st.tuples(st.sampled_from([Moment.ENTRY, Moment.EXIT, Moment.LATEST]), st.just(0)),
    st.tuples(st.just(Moment.AFTER), st.integers(1, 120)),
)
ranks = st.builds(
    lambda measure, at: Rank(CodeAt(measure, *at), LEVELS),
    st.sampled_from(LEVELLED),
    moments,
)
measured = st.builds(lambda measure, at: NumberAt(measure, *at), st.sampled_from(ODD_NAMES), moments)
filters = st.builds(
    SessionFilter,
    st.lists(st.sampled_from(ODD_OPTIONS), max_size=3).map(tuple),
    st.lists(st.sampled_from(["workshop", "course"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["health", "language"]), max_size=2).map(tuple),
)
literals = st.builds(Literal, st.decimals(Decimal(-(10**6)), Decimal(10**6), places=3))
changes = st.one_of(
    st.sampled_from(ODD_NAMES).map(lambda m: Change(NumberAt(m, Moment.ENTRY), NumberAt(m, Moment.EXIT))),
    st.sampled_from(LEVELLED).map(
        lambda m: Change(Rank(CodeAt(m, Moment.ENTRY), LEVELS), Rank(CodeAt(m, Moment.EXIT), LEVELS))
    ),
)
counted = st.one_of(st.builds(SessionsAttended, filters), st.builds(HoursAttended, filters))
ages = st.builds(Age, st.sampled_from([Moment.ENTRY, Moment.EXIT]))
numbers = st.one_of(measured, changes, counted, ages, st.builds(AttendanceRate, filters))
operators = st.sampled_from(list(Operator))
ordered = st.sampled_from([Operator.LT, Operator.LE, Operator.GT, Operator.GE])
rank_literals = st.sampled_from([Literal(Decimal(rank)) for rank in range(len(LEVELS))])


@st.composite
def rank_pairs(draw: st.DrawFn) -> Compare:
    """Two levels of one measure, compared by any operator."""
    measure = draw(st.sampled_from(LEVELLED))
    left, right = draw(moments), draw(moments)
    return Compare(draw(operators), Rank(CodeAt(measure, *left), LEVELS), Rank(CodeAt(measure, *right), LEVELS))


memberships = st.one_of(
    st.builds(
        lambda measure, at, options: IsIn(CodeAt(measure, *at), tuple(options)),
        st.sampled_from(CATEGORIES),
        moments,
        st.lists(st.sampled_from(ODD_OPTIONS), min_size=1, max_size=3),
    ),
    st.sampled_from(ODD_OPTIONS).map(lambda option: IsIn(AttributeIs(Attribute.PROJECT), (option,))),
    st.sampled_from(["female", "male"]).map(lambda option: IsIn(AttributeIs(Attribute.SEX), (option,))),
)
codes = st.one_of(
    st.sampled_from([AttributeIs(attribute) for attribute in Attribute]),
    st.builds(lambda measure, at: CodeAt(measure, *at), st.sampled_from([*CATEGORIES, *LEVELLED]), moments),
)
conditions: st.SearchStrategy[Truth] = st.one_of(
    st.builds(Constant, st.booleans()),
    st.just(Enrolled()),
    memberships,
    st.builds(IsKnown, st.one_of(codes, numbers)),
    st.builds(Compare, operators, numbers, literals),
    st.builds(Compare, operators, literals, measured),
    st.builds(Compare, operators, measured, measured),
    st.builds(Compare, ordered, ranks, rank_literals),
    st.builds(Compare, ordered, rank_literals, ranks),
    rank_pairs(),
)
truths: st.SearchStrategy[Truth] = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
NODES: st.SearchStrategy[Node] = st.one_of(truths, numbers, codes, literals)

generated: set[type[Node]] = set()


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(NODES)
def test_text_of_a_node_is_read_as_the_node(node: Node) -> None:
    text = render_text(node)
    if len(text) <= 2_000:  # the cap of expressions
        assert parse(text, CATALOGUE) == node
        generated.update(type(part) for part in node.walk())


def test_every_kind_of_node_was_generated() -> None:
    if not generated:
        pytest.skip("the property above did not run in this process")
    assert generated == set(NODE_KINDS)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(NODES)
def test_every_node_can_be_said_in_both_languages(node: Node) -> None:
    for language in PHRASES:
        assert render_phrase(node, language)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Not(IsIn(AttributeIs(Attribute.SEX), ("male",))), "sex != 'male'"),
        (Not(IsKnown(AttributeIs(Attribute.SEX))), "sex IS NULL"),
        (Literal(Decimal("1E+3")), "1000"),
        (Literal(Decimal("2.500")), "2.5"),
        (Literal(Decimal("0.000")), "0"),
        (Or((And((Constant(True), Enrolled())), Constant(False))), "(true AND enrolled()) OR false"),
    ],
)
def test_text(node: Node, text: str) -> None:
    assert render_text(node) == text


def test_rendering_something_else_is_a_fault_of_the_program() -> None:
    class Other(Truth):
        pass

    with pytest.raises(TypeError):
        render_text(Other())


@pytest.mark.parametrize(
    ("text", "en", "fr"),
    [
        (
            "change(french_level) >= 1",
            "the change of “Level of French (CEFR, A0 below A1)” from entry to exit is at least 1 level",
            "l'évolution de « Niveau de français (CECRL, A0 sous A1) » de l'entrée à la sortie est au moins 1 niveau",
        ),
        (
            "25 > age(entry) AND NOT (sex = 'male' OR nationality = 'NO')",
            "the age at entry is below 25 years and it is not so that (the sex is male or the nationality is Norway)",
            "l'âge à l'entrée est inférieur à 25 ans et il n'est pas vrai que "
            "(le sexe est masculin ou la nationalité est Norvège)",
        ),
        (
            "sessions_attended(activity = 'sewing', theme IN ('health', 'food')) >= 1000",
            "the number of sessions attended of activity “sewing”, "
            "on the theme “Health” or “Food and nutrition” is at least 1,000",
            "le nombre de séances suivies de l'activité « sewing », "
            "sur le thème « Santé » ou « Alimentation et nutrition » est au moins 1\u202f000",
        ),
        (
            "exit(housing) NOT IN ('homeless', 'precarious')",
            "“Housing situation” at exit is neither “Homeless” nor “Precarious”",
            "« Situation de logement » à la sortie n'est ni « Sans abri » ni « Précaire »",
        ),
    ],
)
def test_words(text: str, en: str, fr: str) -> None:
    node = parse(text, shipped_catalogue())
    assert (render_phrase(node, "en"), render_phrase(node, "fr")) == (en, fr)


def test_definition_in_words() -> None:
    shipped = load_definitions(shipped_texts(), shipped_catalogue())
    assert render_words(shipped["found_work"], "en").splitlines()[2:7] == [
        "Counts persons, each once.",
        "In a period: those who left for the last time in it.",
        "Among them: those for whom “Situation on the labour market” at entry is "
        "“Inactive” or “Unemployed” or “Long-term unemployed”.",
        "Counted: those for whom “Situation on the labour market” at exit is “Employed”.",
        "Unknown: those for whom that cannot be said.",
    ]
    assert "Gives the number of sessions held, whoever came." in render_words(shipped["sessions_held"])
    assert "Additionne les heures de présence." in render_words(shipped["hours_attended"], "fr")
    assert "that is also “found_work”" in render_words(shipped["share_found_work"])
    for definition in shipped.values():
        for language in ("en", "fr"):
            assert definition.title[language] in render_words(definition, language)


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("period_on", Anchor)
def test_every_unit_and_anchor_has_words(unit: Unit, period_on: Anchor) -> None:
    text = DEFINITION.replace("unit: person", f"unit: {unit}").replace("period_on: active", f"period_on: {period_on}")
    definition = load_definition(text, shipped_catalogue())
    assert render_words(definition, "en") != render_words(definition, "fr")


@pytest.mark.parametrize("line", [*(f"over: {o}" for o in Over), *(f"kind: distinct\ndistinct: {r}" for r in Reached)])
def test_every_over_and_reached_has_words(line: str) -> None:
    words = {
        language: render_words(load_definition(DEFINITION + line, shipped_catalogue()), language)
        for language in PHRASES
    }
    assert words["en"] != words["fr"]


def test_both_languages_say_the_same_things() -> None:
    en, fr = PHRASES["en"], PHRASES["fr"]
    assert en.keys() == fr.keys()
    for key in en:
        assert re.findall(r"\{\d\}", en[key]) == re.findall(r"\{\d\}", fr[key]), key


DEFINITION = """
id: example
title: {en: Example, fr: Exemple}
unit: person
period_on: active
counts: sex = 'female'
examples: [{sex: female, answer: met}, {sex: male, answer: not met}, {answer: unknown}]
"""
