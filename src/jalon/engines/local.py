"""The local engine: one machine, all participations of a scope at once.

Arrow reads the facts, numpy answers, roaring bitmaps hold the sets. What depends on the facts and
the scope alone is kept, so that a second figure in the same scope is asked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
from pyroaring import BitMap

from jalon.codelists import countries
from jalon.engines.answer import DEFAULT_PURPOSE, Answer, Cells, Numbers, Period, Scope
from jalon.engines.local_arrays import Ints, Truths, day_number
from jalon.engines.local_bitmaps import build_bitmap
from jalon.engines.local_cells import (
    Values,
    age_bands,
    build_cells,
    build_facts,
    build_reached,
    group_members,
    join_values,
    observations_named,
)
from jalon.engines.local_columns import Columns
from jalon.engines.local_kept import Kept
from jalon.engines.local_numbers import NO, UNKNOWN, YES, add_groups, choose_in_groups
from jalon.engines.local_participations import Participations, Place, is_one_of
from jalon.engines.local_spells import NEVER, OPEN, Days
from jalon.engines.local_terms import OF_ATTENDANCES, Terms
from jalon.engines.local_universe import Groups, Universe, build_groups, build_universe, each_alone
from jalon.facts.store import Facts
from jalon.home import DEFAULT_AGE_BANDS
from jalon.language.definition import Anchor, Definition, Each, Kind, Reached, Unit
from jalon.language.nodes import Age, CodeAt, Moment

MOST_ASKED = 100_000_000
"""Participations asked, in all answers that are kept: each takes some four to eight bytes. A release asks the whole group
some seventy questions, and each project the same, which is cut from them; thirty of three million are kept."""


class LocalEngine:
    """Answers definitions over facts on one machine. Safe for several threads."""

    def __init__(self, facts: Facts, age_bands: Sequence[int] = DEFAULT_AGE_BANDS) -> None:
        self.age_bands = tuple(age_bands)
        self._columns = Columns(facts)
        self._projects: Kept[frozenset[int]] = Kept(8)
        self._participations: Kept[Participations] = Kept(4)
        self._terms: Kept[Terms] = Kept(8)
        self._may_count: Kept[Truths] = Kept(8)
        self._groups: Kept[Groups] = Kept(8)
        self._universes: Kept[Universe] = Kept(96, lambda universe: len(universe.asked), MOST_ASKED)
        self._cells: Kept[Cells] = Kept(32)
        self._values: Kept[dict[str | None, BitMap]] = Kept(32)

    # The protocol ---------------------------------------------------------------------------

    def answer(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Answer:
        universe = self._universe(definition, scope, purpose)
        yes, no, unknown = (universe.members[said].copy() for said in (YES, NO, UNKNOWN))
        if definition.kind is not Kind.SUM:
            return Answer(yes, no, unknown)
        numbers = self.numbers(definition, scope, purpose)
        return Answer(yes, no, unknown, _as_decimal(numbers.add_up()), numbers.not_known())

    def numbers(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Numbers:
        assert definition.value is not None
        universe = self._universe(definition, scope, purpose)
        if not universe.members[YES]:
            return Numbers.build({})
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
        members = universe.groups.number[group]
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
        members = universe.members[YES]
        if not members:
            return BitMap(), 0
        if definition.distinct is Reached.NATIONALITY:
            having = self.values(definition, scope, "nationality", purpose)
            reached = BitMap(countries.numbers()[code] for code, who in having.items() if code and who & members)
            return reached, len(having.get(None, BitMap()) & members)
        says_yes = universe.is_member & (universe.answer == YES)
        member_of = universe.member_of(says_yes)
        facts = build_facts(definition, self._terms_of(definition, scope))
        return build_reached(columns, facts, member_of, definition.distinct)

    def values(
        self, definition: Definition, scope: Scope, dimension: str, purpose: str = DEFAULT_PURPOSE
    ) -> dict[str | None, BitMap]:
        key = (definition.question, scope, purpose, definition.age_bands, dimension)
        kept = self._values.get(key, lambda: self._build_values(definition, scope, dimension, purpose))
        return {value: members.copy() for value, members in kept.items()}

    def _build_values(
        self, definition: Definition, scope: Scope, dimension: str, purpose: str
    ) -> dict[str | None, BitMap]:
        universe = self._universe(definition, scope, purpose)
        terms = self._terms_of(definition, scope)
        groups, members = universe.groups, np.flatnonzero(universe.is_member)
        match dimension:
            case "sex" | "nationality":  # of whom it does not matter where she is first
                people = self._columns.people
                codes = (people.sex if dimension == "sex" else people.nationality).take(groups.subject[members])
                values = Values(codes.positions, codes.labels.__getitem__)
            case _:
                asked = each_alone(terms.participations, groups.candidates[groups.first[members]])
                if dimension == "age_band":
                    bounds = definition.age_bands or self.age_bands
                    values = age_bands(terms.number(Age(Moment.ENTRY), asked), bounds)
                else:
                    codes = terms.code(CodeAt(dimension, Moment.ENTRY), asked)
                    values = Values(codes.positions, codes.labels.__getitem__)
        key, labels = join_values([values], len(members))
        cells = group_members(groups.number[members], key, labels)
        return {value: members for (value,), members in cells.items()}

    def cells(
        self, definition: Definition, scope: Scope, dimensions: Sequence[str], purpose: str = DEFAULT_PURPOSE
    ) -> Cells:
        key = (definition.question, scope, purpose, tuple(dimensions))
        kept = self._cells.get(key, lambda: self._build_cells(definition, scope, dimensions, purpose))
        return {values: members.copy() for values, members in kept.items()}

    def _build_cells(self, definition: Definition, scope: Scope, dimensions: Sequence[str], purpose: str) -> Cells:
        universe = self._universe(definition, scope, purpose)
        facts = build_facts(definition, self._terms_of(definition, scope))
        cells = build_cells(self._columns, facts, universe.member_of(), dimensions)
        nowhere = universe.everybody - BitMap.union(BitMap(), *cells.values())
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
        # Sessions in a country or site are not the spells there; in a scope without either, all terms are the same.
        is_of_sessions = definition.period_on is Anchor.SESSION and bool(scope.countries or scope.sites)
        return self._terms.get((scope, is_of_sessions), lambda: self._build_terms(scope, is_of_sessions))

    def _build_terms(self, scope: Scope, is_of_sessions: bool) -> Terms:
        projects, days = self._projects_in(scope), _days_of(scope.period)
        place = Place(projects, scope.countries, scope.sites)
        if is_of_sessions:
            return Terms(self._joined(Place(projects)), days, place)
        everywhere = _everywhere(scope)
        of_all = self._terms.find((everywhere, False)) if everywhere else None
        return Terms(self._joined(place), days, None, of_all)

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
        of, unit = terms.participations, definition.unit
        candidates = np.flatnonzero(self._in_period(definition, terms))
        may_count = self._may_count.get((purpose, unit), lambda: self._build_may_count(purpose, unit))
        return candidates if may_count.all() else np.compress(may_count[of.subject[candidates]], candidates)

    def _build_may_count(self, purpose: str, unit: Unit) -> Truths:
        people = self._columns.people
        may_count = people.may_count(purpose, DEFAULT_PURPOSE)
        if unit is not Unit.PARTICIPATION:
            may_count &= is_one_of(people.kind, (unit.value,))
        return may_count

    # Asking ---------------------------------------------------------------------------------

    def _universe(self, definition: Definition, scope: Scope, purpose: str) -> Universe:
        key = (definition.question, scope, purpose)
        return self._universes.get(key, lambda: self._build_universe(definition, scope, purpose))

    def _build_universe(self, definition: Definition, scope: Scope, purpose: str) -> Universe:
        if not self._columns.are_spells_at_hand and any(
            isinstance(node, OF_ATTENDANCES) for node in definition.nodes()
        ):
            self._columns.begin_attendances(self._projects_in(scope))  # while spells are built
        terms = self._terms_of(definition, scope)
        of_all = self._universe_of_all(definition, scope, purpose)
        return build_universe(definition, terms, self._groups_of(definition, terms, scope, purpose, of_all), of_all)

    def _universe_of_all(self, definition: Definition, scope: Scope, purpose: str) -> Universe | None:
        """The same asked in all projects, where it just was: as in a release, which asks the whole group first and each
        project after."""
        everywhere = _everywhere(scope)
        return self._universes.find((definition.question, everywhere, purpose)) if everywhere else None

    def _groups_of(
        self, definition: Definition, terms: Terms, scope: Scope, purpose: str, of_all: Universe | None
    ) -> Groups:
        """Kept, since most indicators of a scope ask the same members; not where the observations that a definition
        names choose them."""

        def build() -> Groups:
            of = terms.participations
            candidates = of_all.groups.candidates_in(of) if of_all else self._candidates(definition, terms, purpose)
            return build_groups(of, candidates, definition.unit)

        if definition.period_on is Anchor.OBSERVATION:
            return build()
        return self._groups.get((definition.period_on, definition.unit, scope, purpose), build)


def _everywhere(scope: Scope) -> Scope | None:
    """All projects, of a scope in some of them, where each participation is the same: a country or site takes spells
    apart."""
    everywhere = Scope(scope.period)
    return None if scope == everywhere or scope.countries or scope.sites else everywhere


def _days_of(period: Period) -> Days:
    return Days(
        NEVER if period.start is None else day_number(period.start),
        OPEN - 1 if period.end is None else day_number(period.end),
    )


def _as_decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
