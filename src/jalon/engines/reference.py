"""The reference engine: slow and obvious. Other engines are right where they agree with it.

Plain loops over rows, one participation at a time, in the order in which the counting rules are
written. Nothing is cached, nothing is clever. Do not make it fast.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

from pyroaring import BitMap

from jalon.codelists import countries
from jalon.codelists.lists import goals_of
from jalon.engines.answer import DEFAULT_PURPOSE, Answer, Cells, Numbers, Scope
from jalon.engines.reference_members import (
    Fact,
    Member,
    Participation,
    ask_member,
    asked_for_number,
    join_numbers,
)
from jalon.engines.reference_terms import (
    Asked,
    Bearing,
    Observed,
    Spell,
    evaluate_number,
    value_at,
)
from jalon.engines.reference_world import Row, build_world
from jalon.facts.store import Facts
from jalon.home import DEFAULT_AGE_BANDS
from jalon.language.definition import Anchor, Definition, Kind, Reached, Unit
from jalon.language.nodes import Age, CodeAt, Moment, NumberAt


class ReferenceEngine:
    """Answers a definition in a scope by asking every participation in turn."""

    def __init__(self, facts: Facts, age_bands: Sequence[int] = DEFAULT_AGE_BANDS) -> None:
        self.age_bands = tuple(age_bands)
        self.world = build_world(facts)

    # The protocol ---------------------------------------------------------------------------

    def answer(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Answer:
        members = self._members(definition, scope, purpose)
        yes = BitMap(m.number for m in members if m.answer is True)
        no = BitMap(m.number for m in members if m.answer is False)
        unknown = BitMap(m.number for m in members if m.answer is None)
        if definition.kind is not Kind.SUM:
            return Answer(yes, no, unknown)
        numbers = self.numbers(definition, scope, purpose).to_dict()
        total = sum((least for least, _ in numbers.values() if least is not None), Fraction(0))
        not_exact = BitMap(m for m, (least, most) in numbers.items() if least is None or least != most)
        return Answer(yes, no, unknown, Decimal(total.numerator) / Decimal(total.denominator), not_exact)

    def numbers(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> Numbers:
        assert definition.value is not None
        found = {}
        for member in self._members(definition, scope, purpose):
            if member.answer is True:
                asked = asked_for_number(definition, member)
                found[member.number] = join_numbers(
                    definition.each, [evaluate_number(definition.value, a) for a in asked]
                )
        return Numbers.build(found)

    def reached(self, definition: Definition, scope: Scope, purpose: str = DEFAULT_PURPOSE) -> tuple[BitMap, int]:
        if definition.distinct is Reached.SESSION:
            projects = self._projects_in(scope)
            held = (s for s in self.world.sessions if s["project"] in projects and _place_in_scope(self, s, scope))
            return BitMap(s["session"] for s in held if scope.period.contains(s["date"])), 0
        numbers: list[int | None] = []
        for member in self._members(definition, scope, purpose):
            if member.answer is True and definition.distinct is Reached.NATIONALITY:
                code = self._subject_value(definition, "nationality", member.participations[0].asked)
                numbers.append(None if code is None else countries.numbers()[code])
            elif member.answer is True:
                for participation in member.inside:
                    for fact in participation.anchoring:
                        numbers += self._reached_numbers(definition, fact)
        return BitMap(n for n in numbers if n is not None), sum(n is None for n in numbers)

    def values(
        self, definition: Definition, scope: Scope, dimension: str, purpose: str = DEFAULT_PURPOSE
    ) -> dict[str | None, BitMap]:
        found: dict[str | None, BitMap] = {}
        for member in self._members(definition, scope, purpose):
            value = self._subject_value(definition, dimension, member.participations[0].asked)
            found.setdefault(value, BitMap()).add(member.number)
        return found

    def cells(
        self, definition: Definition, scope: Scope, dimensions: Sequence[str], purpose: str = DEFAULT_PURPOSE
    ) -> Cells:
        found: dict[tuple[str | None, ...], BitMap] = {}
        for member in self._members(definition, scope, purpose):
            places: set[tuple[str | None, ...]] = set()
            for participation in member.inside:
                for fact in participation.anchoring:
                    places.update(self._places(fact, dimensions))
            for place in places or {(None,) * len(dimensions)}:
                found.setdefault(place, BitMap()).add(member.number)
        return found

    # Who is asked ---------------------------------------------------------------------------

    def _members(self, definition: Definition, scope: Scope, purpose: str) -> list[Member]:
        by_subject: dict[int, list[Participation]] = {}
        for participation in self._participations(definition, scope):
            if self._may_count(participation.subject, purpose) and self._is_of_unit(participation.subject, definition):
                by_subject.setdefault(participation.subject, []).append(participation)
        members = []
        for subject, unordered in by_subject.items():
            participations = tuple(sorted(unordered, key=lambda p: p.order))
            groups: list[tuple[int, tuple[Participation, ...]]] = [(subject, participations)]
            if definition.unit is Unit.PARTICIPATION:
                groups = [(p.number, (p,)) for p in participations]
            for number, group in groups:
                member = ask_member(definition, number, group)
                if member is not None:
                    members.append(member)
        return members

    def _participations(self, definition: Definition, scope: Scope) -> Iterator[Participation]:
        projects = self._projects_in(scope)
        spells: dict[tuple[int, int], list[Spell]] = {}
        for row in self.world.enrolments:
            if row["project"] not in projects:
                continue
            if definition.period_on is not Anchor.SESSION and not _place_in_scope(self, row, scope):
                continue
            subject = self._canonical(row["subject"])
            spell = Spell(row["enrolment"], row["project"], row["site"], row["country"], row["entry"], row["exit"])
            spells.setdefault((subject, spell.project), []).append(spell)
        for (subject, project), unordered in spells.items():
            ordered = tuple(sorted(unordered, key=lambda s: (s.entry, s.number)))
            asked = self._asked(definition, scope, subject, project, ordered)
            anchoring = self._anchoring(definition, scope, asked, ordered)
            in_period = bool(asked.bearing) if definition.period_on is Anchor.SESSION else bool(anchoring)
            if in_period:
                yield Participation(subject, self._code_of_project(project), ordered, asked, anchoring)

    def _asked(
        self, definition: Definition, scope: Scope, subject: int, project: int, spells: tuple[Spell, ...]
    ) -> Asked:
        world = self.world
        exits = [spell.exit for spell in spells]
        observations = tuple(
            Observed(
                world.measures[row["measure"]]["code"],
                row["moment"],
                row["months_after"],
                row["date"],
                row["observation"],
                row["enrolment"],
                row["state"] == "known",
                row["code"] if row["number"] is None else Fraction(row["number"]),
            )
            for row in world.observations
            if row["project"] == project and self._canonical(row["subject"]) == subject
        )
        return Asked(
            sex=self._attribute(subject, "sex"),
            nationality=self._attribute(subject, "nationality"),
            birth=self._birth(subject),
            project=self._code_of_project(project),
            first=spells[0],
            last=spells[-1],
            exit=None if None in exits else max(e for e in exits if e is not None),
            bearing=tuple(self._bearing(definition, scope, subject, project, spells)),
            observations=observations,
            period=scope.period,
        )

    def _bearing(
        self, definition: Definition, scope: Scope, subject: int, project: int, spells: Sequence[Spell]
    ) -> Iterator[Bearing]:
        """The sessions of the project, in the period and scope, held during a spell."""
        rank = {"present": 3, "excused": 2, "absent": 1}
        for session in self.world.sessions:
            day: dt.date = session["date"]
            if session["project"] != project or not scope.period.contains(day):
                continue
            if not any(spell.entry <= day and (spell.exit is None or day <= spell.exit) for spell in spells):
                continue
            if definition.period_on is Anchor.SESSION and not _place_in_scope(self, session, scope):
                continue
            marks = [
                row
                for row in self.world.attendances
                if row["session"] == session["session"] and self._canonical(row["subject"]) == subject
            ]
            mark = max((row["mark"] for row in marks), key=lambda m: rank[m], default=None)
            hours = max((row["hours"] for row in marks if row["hours"] is not None), default=None)
            activity = self.world.activities[session["activity"]]
            yield Bearing(
                day,
                session["activity"],
                activity["code"],
                activity["kind"],
                activity["theme"],
                session["site"],
                session["country"],
                session["register"],
                mark,
                None if hours is None or mark != "present" else Fraction(hours),
            )

    def _anchoring(
        self, definition: Definition, scope: Scope, asked: Asked, spells: Sequence[Spell]
    ) -> tuple[Fact, ...]:
        """The facts that put the participation in the period; none where it is not in it."""
        period, first, last = scope.period, asked.first, asked.last
        days: list[tuple[Spell, dt.date, dt.date]]
        match definition.period_on:
            case Anchor.ENTRY:
                days = [(first, first.entry, first.entry)] if period.contains(first.entry) else []
            case Anchor.EXIT:
                left = asked.exit
                days = [(last, left, left)] if left is not None and period.contains(left) else []
            case Anchor.ACTIVE:
                days = [
                    (spell, max(spell.entry, period.start or spell.entry), self._last_day(spell, scope))
                    for spell in spells
                    if period.meets(spell.entry, spell.exit)
                ]
            case Anchor.SESSION:
                return tuple(
                    Fact(first.project, held.date, held.date, held.site, held.country, held.activity)
                    for held in asked.bearing
                    if held.mark == "present"
                )
            case Anchor.OBSERVATION:
                named = {node.measure for node in definition.nodes() if isinstance(node, CodeAt | NumberAt)}
                by_number = {spell.number: spell for spell in spells}
                days = [
                    (by_number.get(o.enrolment or 0, first), o.date, o.date)
                    for o in asked.observations
                    if period.contains(o.date) and (not named or o.measure in named)
                ]
        return tuple(Fact(spell.project, start, end, spell.site, spell.country) for spell, start, end in days)

    def _last_day(self, spell: Spell, scope: Scope) -> dt.date:
        """Where a spell is cut: at its exit, the period's end, or the last day of any fact; but it lasts
        at least to the first day that it shares with the period."""
        ends = [day for day in (spell.exit, scope.period.end) if day is not None]
        return min(ends) if ends else max(self._last_known_day(), scope.period.start or spell.entry)

    def _last_known_day(self) -> dt.date:
        world = self.world
        days: list[dt.date] = [e[key] for e in world.enrolments for key in ("entry", "exit") if e[key] is not None]
        days += [row["date"] for rows in (world.sessions, world.observations) for row in rows]
        return max(days)

    # Scope, unit and purpose ----------------------------------------------------------------

    def _projects_in(self, scope: Scope) -> set[int]:
        world = self.world
        below = {n for n, row in world.organisations.items() if row["code"] in scope.organisations}
        grew = True
        while grew:
            more = {n for n, row in world.organisations.items() if row["parent"] in below} - below
            grew = bool(more)
            below |= more
        inside = set()
        for number, row in world.projects.items():
            grants = [g for g in world.grants if number in g["projects"]]
            funders = {world.organisations[g["funder"]]["code"] for g in grants}
            if (
                (not scope.organisations or row["organisation"] in below)
                and (not scope.projects or row["code"] in scope.projects)
                and (not scope.themes or set(row["themes"]) & set(scope.themes))
                and (not scope.grants or {g["code"] for g in grants} & set(scope.grants))
                and (not scope.funders or funders & set(scope.funders))
            ):
                inside.add(number)
        return inside

    def _canonical(self, subject: int) -> int:
        return self.world.same_as.get(subject, subject)

    def _records_of(self, subject: int) -> list[Row]:
        """The rows of all subjects that are counted as this one, smallest number first."""
        same = [n for n in self.world.subjects if self._canonical(n) == subject]
        return [self.world.subjects[n] for n in sorted(same)]

    def _attribute(self, subject: int, name: str) -> str | None:
        return next((row[name] for row in self._records_of(subject) if row[name] is not None), None)

    def _birth(self, subject: int) -> tuple[dt.date, dt.date] | None:
        for row in self._records_of(subject):
            if row["birth_earliest"] is not None:
                return row["birth_earliest"], row["birth_latest"]
        return None

    def _may_count(self, subject: int, purpose: str) -> bool:
        rows = self._records_of(subject)
        refused = any(purpose in row["refuses"] for row in rows)
        permitted = any(purpose in row["permits"] for row in rows)
        return not refused and (permitted or purpose == DEFAULT_PURPOSE)

    def _is_of_unit(self, subject: int, definition: Definition) -> bool:
        return definition.unit is Unit.PARTICIPATION or self._records_of(subject)[0]["kind"] == definition.unit

    # Values and cells -----------------------------------------------------------------------

    def _code_of_project(self, project: int) -> str:
        code: str = self.world.projects[project]["code"]
        return code

    def _subject_value(self, definition: Definition, dimension: str, asked: Asked) -> str | None:
        if dimension == "sex":
            return asked.sex
        if dimension == "nationality":
            return asked.nationality
        if dimension == "age_band":
            bounds = definition.age_bands or self.age_bands
            least, most = evaluate_number(Age(Moment.ENTRY), asked)
            return band_of(least, bounds) if band_of(least, bounds) == band_of(most, bounds) else None
        value = value_at(asked, dimension, Moment.ENTRY, 0)
        assert value is None or isinstance(value, str)
        return value

    def _places(self, fact: Fact, dimensions: Sequence[str]) -> Iterator[tuple[str | None, ...]]:
        """Every cell the fact falls in: for each month it spans, each grant of its project, each of its themes."""
        grants: list[Row | None] = [grant for grant in self.world.grants if fact.project in grant["projects"]]
        for day, grant in product(_months(fact.first, fact.last), grants or [None]):
            yield from product(*(self._scope_values(fact, day, grant, dimension) for dimension in dimensions))

    def _scope_values(self, fact: Fact, day: dt.date, grant: Row | None, dimension: str) -> Iterable[str | None]:
        world, project = self.world, self.world.projects[fact.project]
        values: Iterable[str | None]
        match dimension:
            case "project":
                values = [project["code"]]
            case "organisation":
                values = [world.organisations[project["organisation"]]["code"]]
            case "country":
                values = [fact.country]
            case "site":
                values = [world.sites[fact.site]["code"] if fact.site is not None else None]
            case "funder":
                values = [world.organisations[grant["funder"]]["code"] if grant else None]
            case "grant":
                values = [grant["code"] if grant else None]
            case "theme":
                values = project["themes"]
            case "activity":
                values = [world.activities[fact.activity]["code"] if fact.activity is not None else None]
            case "month":
                values = [f"{day:%Y-%m}"]
            case "quarter":
                values = [f"{day.year}-Q{(day.month + 2) // 3}"]
            case "year":
                values = [f"{day:%Y}"]
            case _:
                raise KeyError(dimension)
        return list(values) or [None]

    def _reached_numbers(self, definition: Definition, fact: Fact) -> Sequence[int | None]:
        if definition.distinct is Reached.GOAL:
            return goals_of(self.world.projects[fact.project]["sdg_targets"]) or (None,)
        return (self._reached_number(definition, fact),)

    def _reached_number(self, definition: Definition, fact: Fact) -> int | None:
        match definition.distinct:
            case Reached.COUNTRY:
                return countries.numbers()[fact.country] if fact.country is not None else None
            case Reached.SITE:
                return fact.site
            case Reached.PROJECT:
                return fact.project
            case _:
                organisation: int = self.world.projects[fact.project]["organisation"]
                return organisation


def _place_in_scope(engine: ReferenceEngine, row: Row, scope: Scope) -> bool:
    """Whether a spell or session is in the scope's countries and sites; an unknown place is not."""
    site = engine.world.sites[row["site"]]["code"] if row["site"] is not None else None
    return (not scope.countries or row["country"] in scope.countries) and (not scope.sites or site in scope.sites)


def band_of(age: Fraction | float, bounds: Sequence[int]) -> str | None:
    """The label of the band an age falls in: `<25`, `25-54`, `55+`. None for no age."""
    if age in (float("-inf"), float("inf")):
        return None
    if age < bounds[0]:
        return f"<{bounds[0]}"
    for lower, upper in pairwise(bounds):
        if age < upper:
            return f"{lower}-{upper - 1}"
    return f"{bounds[-1]}+"


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """A day in each month from `first` to `last`."""
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = (day + dt.timedelta(days=31)).replace(day=1)
