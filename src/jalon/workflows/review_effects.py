"""What a decision about two people moves: the counts that differ where they are one, and where they are two.

Asked of facts that hold nobody but those concerned, in the way of any comparison; so it takes no longer in a large
group, and only the figures that move are computed in the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jalon.facts.store import Facts
from jalon.facts.supposed import SupposedFacts
from jalon.figures.figure import Figure
from jalon.figures.group import Group
from jalon.figures.supposing import suppose_few
from jalon.home import Home
from jalon.identity.components import build_components
from jalon.language.definition import Kind, Unit
from jalon.records.components import read_assertions, read_erased

Pair = tuple[int, int]
Scope = Mapping[str, str]
FigureOf = Callable[[str, Scope], Figure]
"""A figure of the whole group: the indicator and the scope."""

LATEST_YEARS = 3
"""Years that are asked one by one: those of their spells, the latest."""
MOST = 12
"""Figures that are computed in the whole group; how many more move is told."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A count that a decision moves, in a scope, with the equation of the comparison: `28 − 1 merged = 27 people`."""

    indicator: str
    title: Mapping[str, str]
    project: str | None
    period: str | None
    before: int
    after: int
    reason: str
    """merged or split; where the two answer otherwise together than alone, the same."""


@dataclass(frozen=True, slots=True)
class Effects:
    """The counts that move, those of projects before those of the whole group; and how many more do."""

    verdict: str
    """What the decision would say: same, or different where they count as one now."""
    moved: tuple[Effect, ...]
    more: int


def find_effects(
    home: Home, figure_of: FigureOf, facts: Facts, pair: Pair, projects: Collection[str] | None = None
) -> Effects:
    """What it would move to say *same* of two people, or *different* where they are one now.

    `figure_of` computes those that move in the whole group. `projects` are those whose figures may be told; None tells all, and those of the whole group.
    """
    history, erased = read_assertions(), read_erased()
    now = build_components(history, absent=erased).same_as
    are_one = now.get(pair[0], pair[0]) == now.get(pair[1], pair[1])
    verdict = "different" if are_one else "same"
    then = build_components([*history, (*pair, verdict)], absent=erased).same_as
    theirs = {now.get(one, one) for one in pair} | {then.get(one, one) for one in pair}
    few = {*pair, *theirs, *(one for identity in (now, then) for one, kept in identity.items() if kept in theirs)}
    was, will = (suppose_few(facts, few, identity, name) for identity, name in ((now, "now"), (then, verdict)))
    found = list(find_moved(home, was, will, build_scopes(was, projects)))
    moved = tuple(build_effect(figure_of, *one) for one in found[:MOST])
    return Effects(verdict, moved, len(found) - len(moved))


def build_scopes(few: Facts, projects: Collection[str] | None) -> Iterator[Scope]:
    """Each of their projects and then the whole group: in each of the last years of their spells, and ever."""
    spells = few.table("enrolments").to_pylist()
    codes = {row["project"]: row["code"] for row in few.table("projects").to_pylist()}
    today = dt.datetime.now(dt.UTC).date()
    years = {year for row in spells for year in range(row["entry"].year, min(row["exit"] or today, today).year + 1)}
    periods = [{"period": str(year)} for year in sorted(years)[-LATEST_YEARS:]] + [{}]
    theirs = sorted({codes[row["project"]] for row in spells})
    for code in theirs:
        if projects is None or code in projects:
            yield from ({"project": code, **period} for period in periods)
    if projects is None and len(theirs) > 1:
        yield from periods


def find_moved(
    home: Home, was: SupposedFacts, will: SupposedFacts, scopes: Iterator[Scope]
) -> Iterator[tuple[Any, ...]]:
    """The counts that differ among these few: the indicator, the scope, by how many, and why."""
    before, after = (
        Group(facts, key=home.key, age_bands=home.age_bands, examples_file=home.facts / "examples.json")
        for facts in (was, will)
    )
    counts = [id for id, one in before.indicators.items() if one.kind is Kind.COUNT and one.unit is Unit.PERSON]
    for scope in scopes:
        for id in counts:
            one, other = before.figure(id, **scope), after.figure(id, **scope)
            if one.size == other.size or not one.collected:
                continue
            comparison = one.compare(other)
            reason, way, _ = max(comparison.rows(), key=lambda row: len(row[2]))
            yield id, scope, other.size - one.size, comparison.word(reason, way)


def build_effect(figure_of: FigureOf, id: str, scope: Scope, by: int, reason: str) -> Effect:
    figure = figure_of(id, scope)
    return Effect(id, figure.title, scope.get("project"), scope.get("period"), figure.size, figure.size + by, reason)
