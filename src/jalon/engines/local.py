"""The local engine: one machine, all participations of a scope at once.

DuckDB reads the facts, numpy answers, roaring bitmaps hold the sets. What depends on the facts and
the scope alone is kept, so that a second figure in the same scope is asked at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from pyroaring import BitMap

from jalon.codelists import countries
from jalon.engines.answer import DEFAULT_PURPOSE, Answer, Cells, Numbers, Period, Scope
from jalon.engines.local_arrays import Ints, Truths, day_number, starts_of
from jalon.engines.local_cells import (
    Values,
    age_bands,
    build_bitmap,
    build_cells,
    build_facts,
    build_reached,
    group_members,
    join_values,
    observations_named,
)
from jalon.engines.local_columns import Columns
from jalon.engines.local_kept import Kept
from jalon.engines.local_numbers import NO, UNKNOWN, YES, Kleene, add_groups, choose_in_groups
from jalon.engines.local_participations import Participations, Place, is_one_of
from jalon.engines.local_spells import NEVER, OPEN, Days
from jalon.engines.local_terms import Asked, Terms
from jalon.facts.store import Facts
from jalon.home import DEFAULT_AGE_BANDS
from jalon.language.definition import Anchor, Definition, Each, Kind, Over, Reached, Unit
from jalon.language.nodes import Age, CodeAt, Moment


@dataclass(frozen=True, slots=True)
class Universe:
    """The members of a figure: who is asked, and what was said.

    `candidates` are the participations in scope, period, unit and purpose; `group` numbers the
    member of each, members in order of their numbers for subjects.
    """

    candidates: Ints
    group: Ints
    number: Ints
    """By group: its subject, or its participation's number."""
    first: Ints
    """By group: its first participation, as a position among the candidates."""
    answer: Kleene
    """By group; only where `is_member`."""
    is_member: Truths
    inside: Truths
    """By candidate: not put out by `among`."""
    decides: Truths
    """By row asked: part of what its member's number is added from."""
    asked: Asked
    group_of_asked: Ints

    def numbers(self, answer: int) -> Ints:
        numbers: Ints = self.number[self.is_member & (self.answer == answer)]
        return numbers


class LocalEngine:
    """Answers definitions over facts on one machine. Safe for several threads."""

    def __init__(self, facts: Facts, age_bands: Sequence[int] = DEFAULT_AGE_BANDS) -> None:
        self.age_bands = tuple(age_bands)
        self._columns = Columns(facts)
        self._projects: Kept[frozenset[int]] = Kept(8)
        self._participations: Kept[Participations] = Kept(4)
        self._terms: Kept[Terms] = Kept(8)
        self._universes: Kept[Universe] = Kept(8)
        self._cells: Kept[Cells] = Kept(32)
        self._values: Kept[dict[str | None, BitMap]] = Kept(32)

    # The protocol ---------------------------------------------------------------------------

    def answer(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Answer:
        universe = self._universe(definition, scope, purpose)
        yes, no, unknown = (build_bitmap(universe.numbers(said)) for said in (YES, NO, UNKNOWN))
        if definition.kind is not Kind.SUM:
            return Answer(yes, no, unknown)
        numbers = self.numbers(definition, scope, purpose)
        return Answer(yes, no, unknown, _as_decimal(numbers.add_up()), numbers.not_known())

    def numbers(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Numbers:
        assert definition.value is not None
        universe = self._universe(definition, scope, purpose)
        terms = self._terms_of(definition, scope)
        says_yes = universe.is_member & (universe.answer == YES)
        rows = np.flatnonzero(universe.decides & says_yes[universe.group_of_asked])
        group = universe.group_of_asked[rows]
        number = terms.number(definition.value, universe.asked).take(rows)
        if definition.each is Each.TOTAL:
            number, group = add_groups(number, group)
        else:
            entry = terms.participations.entry[universe.asked.first[rows]]
            chosen = choose_in_groups(number, group, entry, latest=definition.each is Each.LATEST)
            number, group = number.take(chosen), group[chosen]
        members = universe.number[group]
        if len(members) > 1 and (members[1:] < members[:-1]).any():  # participations are not in order of numbers
            order = np.argsort(members)
            members, number = members[order], number.take(order)
        return Numbers(members, number.least, number.most, number.scale, number.from_below, number.to_above)

    def reached(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> tuple[BitMap, int]:
        columns = self._columns
        if definition.distinct is Reached.SESSION:
            place = Place(self._projects_in(scope), scope.countries, scope.sites)
            sessions = columns.sessions
            held = _days_of(scope.period).contain(sessions.day)
            held &= np.array([row["project"] in place.projects for row in columns.projects], np.bool_)[sessions.project]
            held &= place.contains(columns, sessions.country, sessions.site)
            return build_bitmap(sessions.number[held]), 0
        assert definition.distinct is not None
        universe = self._universe(definition, scope, purpose)
        if definition.distinct is Reached.NATIONALITY:
            members = build_bitmap(universe.numbers(YES))
            having = self.values(definition, scope, "nationality", purpose)
            reached = BitMap(countries.numbers()[code] for code, who in having.items() if code and who & members)
            return reached, len(having.get(None, BitMap()) & members)
        says_yes = universe.is_member & (universe.answer == YES)
        member_of = self._member_of(definition, scope, universe, says_yes)
        facts = build_facts(definition, self._terms_of(definition, scope))
        return build_reached(columns, facts, member_of, definition.distinct)

    def values(
        self, definition: Definition, scope: Scope, dimension: str, purpose: str = DEFAULT_PURPOSE
    ) -> dict[str | None, BitMap]:
        key = (_key_of_universe(definition, scope, purpose), definition.age_bands, dimension)
        kept = self._values.get(key, lambda: self._build_values(definition, scope, dimension, purpose))
        return {value: members.copy() for value, members in kept.items()}

    def _build_values(
        self, definition: Definition, scope: Scope, dimension: str, purpose: str
    ) -> dict[str | None, BitMap]:
        universe = self._universe(definition, scope, purpose)
        terms = self._terms_of(definition, scope)
        first = universe.candidates[universe.first[universe.is_member]]
        asked = _each_alone(terms.participations, first)
        if dimension == "age_band":
            bounds = definition.age_bands or self.age_bands
            values = age_bands(terms.number(Age(Moment.ENTRY), asked), bounds)
        else:
            subjects = terms.participations.subject[first]
            match dimension:
                case "sex":
                    codes = self._columns.people.sex.take(subjects)
                case "nationality":
                    codes = self._columns.people.nationality.take(subjects)
                case measure:
                    codes = terms.code(CodeAt(measure, Moment.ENTRY), asked)
            values = Values(codes.positions, codes.labels.__getitem__)
        key, labels = join_values([values], len(first))
        cells = group_members(universe.number[universe.is_member], key, labels)
        return {value: members for (value,), members in cells.items()}

    def cells(
        self, definition: Definition, scope: Scope, dimensions: Sequence[str], purpose: str = DEFAULT_PURPOSE
    ) -> Cells:
        key = (_key_of_universe(definition, scope, purpose), tuple(dimensions))
        kept = self._cells.get(key, lambda: self._build_cells(definition, scope, dimensions, purpose))
        return {values: members.copy() for values, members in kept.items()}

    def _build_cells(self, definition: Definition, scope: Scope, dimensions: Sequence[str], purpose: str) -> Cells:
        universe = self._universe(definition, scope, purpose)
        member_of = self._member_of(definition, scope, universe, universe.is_member)
        facts = build_facts(definition, self._terms_of(definition, scope))
        cells = build_cells(self._columns, facts, member_of, dimensions)
        nowhere = build_bitmap(universe.number[universe.is_member]) - BitMap.union(BitMap(), *cells.values())
        if nowhere:
            unknown = (None,) * len(dimensions)
            cells[unknown] = cells.get(unknown, BitMap()) | nowhere
        return cells

    # Scope ----------------------------------------------------------------------------------

    def _projects_in(self, scope: Scope) -> frozenset[int]:
        restricts = (scope.organisations, scope.projects, scope.themes, scope.grants, scope.funders)
        return self._projects.get(restricts, lambda: self._build_projects_in(scope))

    def _build_projects_in(self, scope: Scope) -> frozenset[int]:
        columns = self._columns
        below = {number for number, row in columns.organisations.items() if row["code"] in scope.organisations}
        reached = below
        while reached:
            reached = {n for n, row in columns.organisations.items() if row["parent"] in reached} - below
            below |= reached
        inside = set()
        for row in columns.projects:
            grants = [grant for grant in columns.grants if row["project"] in grant["projects"]]
            funders = {columns.organisations[grant["funder"]]["code"] for grant in grants}
            if (
                (not scope.organisations or row["organisation"] in below)
                and (not scope.projects or row["code"] in scope.projects)
                and (not scope.themes or not set(row["themes"]).isdisjoint(scope.themes))
                and (not scope.grants or any(grant["code"] in scope.grants for grant in grants))
                and (not scope.funders or not funders.isdisjoint(scope.funders))
            ):
                inside.add(row["project"])
        return frozenset(inside)

    def _terms_of(self, definition: Definition, scope: Scope) -> Terms:
        projects, days = self._projects_in(scope), _days_of(scope.period)
        place = Place(projects, scope.countries, scope.sites)
        if definition.period_on is Anchor.SESSION:  # country and site then select sessions, not spells
            held_in, place = place, Place(projects)
            return self._terms.get((place, days, held_in), lambda: Terms(self._joined(place), days, held_in))
        return self._terms.get((place, days, None), lambda: Terms(self._joined(place), days, None))

    def _joined(self, place: Place) -> Participations:
        return self._participations.get(place, lambda: Participations(self._columns, place))

    def _in_period(self, definition: Definition, terms: Terms) -> Truths:
        of, days = terms.participations, terms.days
        match definition.period_on:
            case Anchor.ENTRY:
                return days.contain(of.entry)
            case Anchor.EXIT:
                return days.contain(of.exit)
            case Anchor.ACTIVE:
                return of.in_days(days)
            case Anchor.SESSION:
                return terms.bearing() > 0
            case Anchor.OBSERVATION:
                found = np.zeros(len(of), np.bool_)
                found[observations_named(definition, terms)[1]] = True
                return found

    def _candidates(self, definition: Definition, terms: Terms, purpose: str) -> Ints:
        """Participations in scope and period, of subjects of the unit whose purpose may count them."""
        columns = self._columns
        may_count = columns.people.may_count(purpose, DEFAULT_PURPOSE)
        if definition.unit is not Unit.PARTICIPATION:
            may_count = may_count & is_one_of(columns.people.kind, (definition.unit.value,))
        of = terms.participations
        return np.flatnonzero(self._in_period(definition, terms) & may_count[of.subject])

    # Asking ---------------------------------------------------------------------------------

    def _universe(self, definition: Definition, scope: Scope, purpose: str) -> Universe:
        key = _key_of_universe(definition, scope, purpose)
        return self._universes.get(key, lambda: self._build_universe(definition, scope, purpose))

    def _build_universe(self, definition: Definition, scope: Scope, purpose: str) -> Universe:
        terms = self._terms_of(definition, scope)
        of = terms.participations
        candidates = self._candidates(definition, terms, purpose)
        starts: Ints
        if definition.unit is Unit.PARTICIPATION:
            starts = np.arange(len(candidates))
            number = of.number[candidates]
        else:
            starts = starts_of(of.subject[candidates])
            number = self._columns.people.numbers[of.subject[candidates[starts]]]
        group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(candidates))))
        picked: Ints
        first = _extreme(of.entry[candidates], starts, latest=False)
        if definition.over is Over.TOGETHER:
            asked = _pooled(of, candidates, group, starts, first)
            picked = np.arange(len(starts))
        elif definition.over in (Over.FIRST, Over.LAST):
            asked = _each_alone(of, candidates)
            picked = first if definition.over is Over.FIRST else _extreme(of.entry[candidates], starts, latest=True)
        else:
            asked = _each_alone(of, candidates)
            picked = np.arange(len(candidates))
        among = terms.truth(definition.among, asked)
        counts = terms.truth(definition.counts, asked)
        said = np.where(among == UNKNOWN, UNKNOWN, counts)
        group_of_asked = np.arange(len(starts)) if definition.over is Over.TOGETHER else group
        heard = picked[among[picked] != NO]
        answer, is_member = _combine(said[heard], group_of_asked[heard], len(starts), definition.over)
        decides = np.zeros(len(asked), np.bool_)
        decides[heard] = True
        inside = among != NO if definition.over is not Over.TOGETHER else is_member[group]
        return Universe(candidates, group, number, first, answer, is_member, inside, decides, asked, group_of_asked)

    def _member_of(self, definition: Definition, scope: Scope, universe: Universe, wanted: Truths) -> Ints:
        """By participation the number of the member whose it is, -1 of none; `wanted` says which (by group)."""
        number_of = np.full(len(self._terms_of(definition, scope).participations), -1, np.int32)
        inside = universe.inside & wanted[universe.group]
        number_of[universe.candidates[inside]] = universe.number[universe.group[inside]]
        return number_of


def _key_of_universe(definition: Definition, scope: Scope, purpose: str) -> Hashable:
    """What makes the members of a figure and their answers; its title, kind and breakdowns do not."""
    return (
        definition.unit,
        definition.period_on,
        definition.over,
        definition.among,
        definition.counts,
        definition.value,
        scope,
        purpose,
    )


def _each_alone(of: Participations, rows: Ints) -> Asked:
    return Asked(rows, rows, of.exit[rows], rows)


def _pooled(of: Participations, candidates: Ints, group: Ints, starts: Ints, first: Ints) -> Asked:
    """All participations of a subject as one: entry of the first, exit of the one that leaves last."""
    if not len(starts):
        return Asked(candidates, candidates, of.exit[candidates], candidates, group)
    last_spell = of.ends[candidates]
    order = np.lexsort((of.spells.number[last_spell], of.spells.entry[last_spell], of.exit[candidates], group))
    last = order[np.append(starts[1:], len(candidates)) - 1]
    exit = np.maximum.reduceat(of.exit[candidates], starts)
    return Asked(candidates[first], candidates[last], exit, candidates, group)


def _extreme(entry: Ints, starts: Ints, *, latest: bool) -> Ints:
    """In each group the row with the earliest entry (the first such) or the latest (the last such)."""
    many = np.diff(np.append(starts, len(entry)))
    several = np.flatnonzero(many > 1)  # most have one, and nothing to choose
    best = starts.copy()
    if len(several):
        begins = np.cumsum(many[several]) - many[several]
        rows = np.repeat(starts[several] - begins, many[several])
        rows += np.arange(len(rows))
        packed = ((entry[rows].astype(np.int64) - NEVER) << 32) | rows
        chosen = np.maximum.reduceat(packed, begins) if latest else np.minimum.reduceat(packed, begins)
        best[several] = chosen & 0xFFFFFFFF
    return best


def _combine(said: Kleene, group: Ints, groups: int, over: Over) -> tuple[Kleene, Truths]:
    """One answer for each group: yes if any says yes, or no if any says no over all."""
    answer = np.full(groups, UNKNOWN, np.int8)
    is_member = np.zeros(groups, np.bool_)
    starts = starts_of(group)
    is_member[group[starts]] = True
    if len(starts):
        combine = np.minimum if over is Over.ALL else np.maximum
        answer[group[starts]] = combine.reduceat(said, starts)
    return answer, is_member


def _days_of(period: Period) -> Days:
    return Days(
        NEVER if period.start is None else day_number(period.start),
        OPEN - 1 if period.end is None else day_number(period.end),
    )


def _as_decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
