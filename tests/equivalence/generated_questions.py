"""Definitions, scopes and dimensions, drawn backwards from the type that is wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from generated_worlds import DAYS, LEVELS, MEASURES, PURPOSES
from hypothesis import strategies as st

from jalon.engines.answer import SCOPE_DIMENSIONS, Period, Scope
from jalon.language.definition import OF_NUMBERS, Anchor, Definition, Each, Kind, Over, Reached, Unit
from jalon.language.nodes import (
    Age,
    And,
    AttendanceRate,
    Attribute,
    AttributeIs,
    Change,
    Code,
    CodeAt,
    Compare,
    Constant,
    Enrolled,
    HoursAttended,
    IsIn,
    IsKnown,
    Literal,
    Moment,
    Not,
    Number,
    NumberAt,
    Operator,
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
    Truth,
)

LITERALS = tuple(
    Decimal(text) for text in ("0", "1", "2", "3", "25", "26", "0.25", "0.5", "0.75", "1.5", "2.25", "0.3333", "-1")
)
SUBJECT_DIMENSIONS = ("sex", "age_band", "nationality", "employment", "french_level", "retired")

filters = st.one_of(
    st.just(SessionFilter()),
    st.builds(
        SessionFilter,
        activities=st.sampled_from(((), ("french",), ("french", "rights"), ("none of these",))),
        kinds=st.sampled_from(((), ("workshop",), ("training",))),
        themes=st.sampled_from(((), ("work",))),
    ),
)
moments = st.sampled_from(
    ((Moment.ENTRY, 0), (Moment.EXIT, 0), (Moment.AFTER, 1), (Moment.AFTER, 6), (Moment.LATEST, 0))
)
levels = st.builds(lambda at: CodeAt("french_level", *at), moments)
literals = st.builds(Literal, st.sampled_from(LITERALS))
plain_numbers: st.SearchStrategy[Number] = st.one_of(
    st.builds(Age, st.sampled_from((Moment.ENTRY, Moment.EXIT))),
    st.builds(SessionsAttended, filters),
    st.builds(HoursAttended, filters),
    st.builds(AttendanceRate, filters),
    st.builds(lambda at: NumberAt("income", *at), moments),
    st.builds(Rank, levels, st.just(LEVELS)),
)
numbers: st.SearchStrategy[Number] = st.one_of(
    plain_numbers, plain_numbers, st.builds(Change, plain_numbers, plain_numbers)
)
events = st.one_of(st.builds(SessionsAttended, filters), st.builds(HoursAttended, filters))
totals = st.one_of(events, numbers)
changes = st.one_of(
    st.builds(lambda was, became: Change(NumberAt("income", *was), NumberAt("income", *became)), moments, moments),
    st.builds(lambda was, became: Change(Rank(was, LEVELS), Rank(became, LEVELS)), levels, levels),
)
codes: st.SearchStrategy[Code] = st.one_of(
    st.builds(AttributeIs, st.sampled_from(tuple(Attribute))),
    st.builds(lambda measure, at: CodeAt(measure, *at), st.sampled_from(("employment", "retired")), moments),
    levels,
)
CODES_OF = {
    Attribute.SEX: ("female", "male", "other"),
    Attribute.NATIONALITY: ("FR", "AF"),
    Attribute.PROJECT: ("M", "A", "Été"),
    Attribute.COUNTRY: ("FR", "IT", "XK"),
}


@st.composite
def _is_in(draw: st.DrawFn) -> IsIn:
    code = draw(codes)
    options = CODES_OF[code.attribute] if isinstance(code, AttributeIs) else MEASURES[code.measure]
    return IsIn(code, tuple(sorted(draw(st.sets(st.sampled_from(options), min_size=1, max_size=2)))))


@st.composite
def _compare(draw: st.DrawFn) -> Compare:
    """Against what such a number often is, so that bounds are met."""
    left = draw(numbers)
    likely: tuple[str, ...] = ("0", "1", "2", "3")
    if isinstance(left, Age):
        likely = ("24", "25", "26", "55")
    elif isinstance(left, AttendanceRate):
        likely = ("0", "0.25", "0.5", "0.75", "1", "0.3333")
    right = st.one_of(st.builds(Literal, st.sampled_from(likely).map(Decimal)), literals, numbers)
    return Compare(draw(st.sampled_from(tuple(Operator))), left, draw(right))


simple_truths: st.SearchStrategy[Truth] = st.one_of(
    _compare(),
    _compare(),
    _is_in(),
    _is_in(),
    st.builds(IsKnown, st.one_of(numbers, codes)),
    st.builds(Constant, st.booleans()),
    st.just(Enrolled()),
)
truths: st.SearchStrategy[Truth] = st.recursive(
    simple_truths,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
among = st.one_of(st.just(Enrolled()), st.just(Enrolled()), truths)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Of every kind but those of two counts."""
    unit = draw(st.sampled_from((Unit.PERSON,) * 6 + (Unit.PARTICIPATION,) * 3 + (Unit.VENTURE, Unit.PLACE)))
    kind = draw(st.sampled_from((Kind.COUNT, Kind.DISTINCT, *OF_NUMBERS, Kind.AREA)))
    value = draw(changes if kind is Kind.CHANGE else totals) if kind in OF_NUMBERS else None
    return Definition(
        id="generated",
        version=1,
        title={"en": "Generated"},
        unit=unit,
        kind=kind,
        period_on=draw(st.sampled_from(tuple(Anchor))),
        among=draw(among),
        counts=draw(st.one_of(truths, st.just(Enrolled())) if kind in OF_NUMBERS else truths),
        over=Over.ANY if unit is Unit.PARTICIPATION else draw(st.sampled_from(tuple(Over))),
        distinct=draw(st.sampled_from(tuple(Reached))) if kind is Kind.DISTINCT else None,
        value=value,
        each=draw(st.sampled_from(tuple(Each))),
        age_bands=draw(st.sampled_from((None, None, (18,), (25, 26, 30)))),
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    year = Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31))
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    narrow = (Period(first, None), Period(None, last), Period(first, last), Period(first, first))
    candidates = (*[year] * 5, *[Period()] * 4, *narrow, Period(dt.date(2030, 5, 5), None))
    return draw(st.sampled_from(candidates))


def _some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly no restriction."""
    restrictions = [*((value,) for value in values), *combinations(values, 2)]
    return st.sampled_from([()] * 12 * len(restrictions) + restrictions)


scopes = st.builds(
    Scope,
    period=periods(),
    organisations=_some("group", "branch", "leaf", "fund"),
    projects=_some("M", "A", "Été", "F", "none of these"),
    countries=_some("FR", "IT", "XK"),
    sites=_some("paris", "roma", "prishtina"),
    themes=_some("work", "health"),
    grants=_some("g1", "g2", "g3"),
    funders=_some("fund", "bank"),
)


@dataclass(frozen=True)
class Question:
    """One figure with its breakdowns, as engines are asked."""

    definition: Definition
    scope: Scope
    purpose: str
    subject_dimensions: tuple[str, ...]
    scope_dimensions: tuple[str, ...]

    def ask(self, engine: Any) -> dict[str, Any]:
        """Everything an engine answers; equal on all engines."""
        asked = (self.definition, self.scope)
        answers: dict[str, Any] = {"answer": engine.answer(*asked, self.purpose)}
        if self.definition.value is not None:
            answers["numbers"] = engine.numbers(*asked, self.purpose).to_dict()
        if self.definition.distinct is not None:
            answers["reached"] = engine.reached(*asked, self.purpose)
        goals = replace(self.definition, kind=Kind.DISTINCT, distinct=Reached.GOAL, value=None)
        answers["goals"] = engine.reached(goals, self.scope, self.purpose)
        for dimension in self.subject_dimensions:
            answers[dimension] = dict(engine.values(*asked, dimension, self.purpose))
        answers["cells"] = dict(engine.cells(*asked, self.scope_dimensions, self.purpose))
        return answers


@st.composite
def questions(draw: st.DrawFn) -> Question:
    definition = draw(definitions())
    offered = [d for d in SCOPE_DIMENSIONS if d != "activity" or definition.period_on is Anchor.SESSION]
    return Question(
        definition,
        draw(scopes),
        draw(st.sampled_from((PURPOSES[0], PURPOSES[0], PURPOSES[0], PURPOSES[1]))),
        tuple(draw(st.lists(st.sampled_from(SUBJECT_DIMENSIONS), min_size=1, max_size=2, unique=True))),
        tuple(draw(st.lists(st.sampled_from(offered), min_size=1, max_size=3, unique=True))),
    )


pooled_or_not = st.sampled_from((Over.TOGETHER, Over.TOGETHER, *Over))


@st.composite
def plain_questions(draw: st.DrawFn) -> Question:
    """One term, of everyone, in a year or ever: its sum shows both ends of it, so that no fault hides behind others."""
    definition = draw(definitions())
    everyone = replace(
        definition,
        kind=Kind.SUM,
        among=Enrolled(),
        counts=draw(st.one_of(st.just(Enrolled()), _is_in())),
        over=definition.over if definition.unit is Unit.PARTICIPATION else draw(pooled_or_not),
        value=draw(plain_numbers),
        distinct=None,
    )
    period = draw(st.sampled_from((Period(), Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31)))))
    scope_dimension = draw(st.sampled_from(("site", "grant", "month", "year")))
    return Question(
        everyone, Scope(period), PURPOSES[0], (draw(st.sampled_from(SUBJECT_DIMENSIONS)),), (scope_dimension,)
    )
