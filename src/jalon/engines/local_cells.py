"""Breakdowns: the values of subjects, and the places of the facts that a definition anchors on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from pyroaring import BitMap

from jalon.codelists import countries
from jalon.codelists.lists import goals_of
from jalon.engines.local_arrays import Ints, distinct, stable_order
from jalon.engines.local_bitmaps import build_bitmap
from jalon.engines.local_columns import Columns
from jalon.engines.local_listed import in_classes
from jalon.engines.local_numbers import Interval
from jalon.engines.local_reading import Codes
from jalon.engines.local_spells import OPEN
from jalon.engines.local_terms import Terms
from jalon.language.definition import Anchor, Definition, Reached
from jalon.language.nodes import CodeAt, NumberAt

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
GRANTED = ("funder", "grant")

FEW = 6
"""Keys that members are looked up by one after the other."""

Label = tuple[str | None, ...]
"""What a cell is called: one value for each dimension, None unknown."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where and when facts happen: from `first` to `last` in a project, perhaps somewhere."""

    project: Ints
    site: Ints
    country: Codes
    activity: Ints
    first: Ints
    last: Ints

    def take(self, rows: Ints) -> Places:
        return Places(
            self.project[rows],
            self.site[rows],
            self.country.take(rows),
            self.activity[rows],
            self.first[rows],
            self.last[rows],
        )


class Facts(Protocol):
    """What places participations: each fact is of one, at one of the places, which many may share."""

    @property
    def places(self) -> Places: ...

    def each(self) -> tuple[Ints, Ints]:
        """Of every fact its participation and its place."""
        ...

    def in_classes(self, class_of: Ints, classes: int) -> list[list[Ints]]:
        """For each class of places the participations of its facts, some at a time and in no order; one may stand more
        than once."""
        ...


@dataclass(frozen=True, slots=True)
class SpellFacts:
    participation: Ints
    places: Places
    """One for each fact."""

    def each(self) -> tuple[Ints, Ints]:
        return self.participation, np.arange(len(self.participation))

    def in_classes(self, class_of: Ints, classes: int) -> list[list[Ints]]:
        return [[participations] for participations in _split(self.participation, class_of, classes)]


@dataclass(frozen=True, slots=True)
class SessionFacts:
    terms: Terms
    places: Places
    """The sessions."""

    def each(self) -> tuple[Ints, Ints]:
        session, participation = self.terms.listed().placed(self.terms.attended())
        return participation, session

    def in_classes(self, class_of: Ints, classes: int) -> list[list[Ints]]:
        """Where the sessions of a project are of one class, who attended any is in it: that has been counted."""
        of = self.terms.participations
        of_project, mixed = self.terms.listed().classes_of_projects(class_of, len(of.columns.projects))
        found = in_classes(mixed, self.terms.attended(), class_of, classes)
        if len(mixed) < len(of_project):
            attended = np.flatnonzero(self.terms.counts().attended > 0)
            its_class = of_project[of.project[attended]]
            if mixed:
                attended, its_class = attended[its_class >= 0], its_class[its_class >= 0]
            for here, participations in zip(found, _split(attended, its_class, classes), strict=True):
                here.append(participations)
        return found


@dataclass(frozen=True, slots=True)
class Values:
    """One dimension: a position for each row, -1 unknown, and what each position is called."""

    positions: Ints
    label: Callable[[int], str]


# Facts -------------------------------------------------------------------------------------------


def build_facts(definition: Definition, terms: Terms) -> Facts:
    """The facts, of any participation, that the definition anchors on in the period."""
    of, days = terms.participations, terms.days
    match definition.period_on:
        case Anchor.ENTRY:
            rows = np.flatnonzero(days.contain(of.entry))
            return _of_spells(terms, of.starts[rows], of.entry[rows], of.entry[rows])
        case Anchor.EXIT:
            rows = np.flatnonzero(days.contain(of.exit))
            return _of_spells(terms, of.ends[rows], of.exit[rows], of.exit[rows])
        case Anchor.ACTIVE:
            spells = np.flatnonzero(of.spells_in_days(days))
            first = np.maximum(of.spells.entry[spells], days.start)
            cut = days.end if days.end < OPEN - 1 else terms.columns.last_known_day
            exits = of.spells.exit[spells]
            last = np.where(exits < OPEN, np.minimum(exits, days.end), cut)
            return _of_spells(terms, spells, first, np.maximum(first, last))
        case Anchor.SESSION:
            return _of_sessions(terms)
        case Anchor.OBSERVATION:
            named, participation = observations_named(definition, terms)
            spell = of.spell_of_observation[named]
            day = terms.columns.observations(of.projects).day[named]
            return _of_spells(terms, np.where(spell >= 0, spell, of.starts[participation]), day, day)


def observations_named(definition: Definition, terms: Terms) -> tuple[Ints, Ints]:
    """Observations in the period of the measures that the definition names (of any where it names none)
    and the participation of each."""
    of = terms.participations
    observations = terms.columns.observations(of.projects)
    named = {node.measure for node in definition.nodes() if isinstance(node, CodeAt | NumberAt)}
    counts = terms.days.contain(observations.day) & (of.of_observation >= 0)
    if named:
        counts &= np.isin(observations.measure, [terms.columns.measures.get(code, -1) for code in named])
    rows = np.flatnonzero(counts)
    return rows, of.of_observation[rows]


def _of_spells(terms: Terms, spells: Ints, first: Ints, last: Ints) -> SpellFacts:
    of = terms.participations
    places = Places(
        of.spells.project[spells],
        of.spells.site[spells],
        of.spells.country.take(spells),
        np.full(len(spells), -1, np.int32),
        first,
        last,
    )
    return SpellFacts(of.of_spell[spells], places)


def _of_sessions(terms: Terms) -> SessionFacts:
    sessions = terms.columns.sessions
    places = Places(sessions.project, sessions.site, sessions.country, sessions.activity, sessions.day, sessions.day)
    return SessionFacts(terms, places)


# Cells -------------------------------------------------------------------------------------------


def build_cells(columns: Columns, facts: Facts, member_of: Ints, dimensions: Sequence[str]) -> dict[Label, BitMap]:
    """The members by the joint values of some scope dimensions. `member_of` is by participation the number of the
    member whose it is, -1 of none.

    Places that these dimensions cannot tell apart are one class: members are sorted into classes, and what a class
    is called (a project may have several funders, a spell last for months) is asked of classes, which are few.
    """
    class_of, places = _classes(facts.places, dimensions)
    found = [_build_members(member_of, in_class) for in_class in facts.in_classes(class_of, len(places.project))]
    cells: dict[Label, BitMap] = {}
    for label, numbers in _label_classes(columns, places, dimensions).items():
        sets = [found[number] for number in numbers if found[number]]
        if sets:
            cells[label] = sets[0] if len(sets) == 1 else BitMap.union(*sets)
    return cells


def _build_members(member_of: Ints, participations: Sequence[Ints]) -> BitMap:
    members = np.concatenate([member_of[some] for some in participations] or [member_of[:0]])
    if len(members) and int(members.min()) < 0:
        members = members[members >= 0]
    return build_bitmap(members)


def _classes(places: Places, dimensions: Sequence[str]) -> tuple[Ints, Places]:
    """For each place its class, and one place of each class."""
    asked: list[Ints] = []
    if any(dimension not in (*MONTHS_IN, "country", "site", "activity") for dimension in dimensions):
        asked.append(places.project)
    by_name = {"country": places.country.positions, "site": places.site, "activity": places.activity}
    asked += [positions for name, positions in by_name.items() if name in dimensions]
    if dates := [MONTHS_IN[dimension] for dimension in dimensions if dimension in MONTHS_IN]:
        asked += [_months(days) // min(dates) for days in (places.first, places.last)]
    key: Ints = np.zeros(len(places.project), np.int64)
    for positions in asked:
        found, at = _compressed(positions)
        _, key = _compressed(key * max(len(found), 1) + at)
    classes = int(key.max()) + 1 if len(key) else 0
    shown = np.zeros(classes, np.int64)
    shown[key] = np.arange(len(key))
    return key, places.take(shown)


def _label_classes(columns: Columns, places: Places, dimensions: Sequence[str]) -> dict[Label, list[int]]:
    """The classes that each cell is made of."""
    rows: Ints = np.arange(len(places.project))
    values: dict[str, Values] = {}
    granted = tuple(dimension for dimension in dimensions if dimension in GRANTED)
    for asked in (granted, *((dimension,) for dimension in dimensions if dimension == "theme")):
        if asked:
            spread, found = _spread_over_project(columns, places.project[rows], asked)
            rows = rows[spread]
            values = {name: Values(v.positions[spread], v.label) for name, v in values.items()}
            values |= zip(asked, found, strict=True)
    for dimension in dimensions:
        if dimension not in values and dimension not in MONTHS_IN:
            values[dimension] = _values_of(columns, places, dimension, rows)
    key, labels = join_values(list(values.values()), len(rows))
    named = [dict(zip(values, label, strict=True)) for label in labels]
    dates = [dimension for dimension in dimensions if dimension in MONTHS_IN]
    if dates:
        key, rows, named = _spread_over_dates(places, rows, key, named, dates)
    cells: dict[Label, list[int]] = {}
    for number, which in zip(key.tolist(), rows.tolist(), strict=True):
        cells.setdefault(tuple(named[number][dimension] for dimension in dimensions), []).append(which)
    return cells


def join_values(values: Sequence[Values], rows: int) -> tuple[Ints, list[Label]]:
    """For each row a number that stands for its joint values, and the labels of each such number."""
    key: Ints = np.zeros(rows, np.int64)
    labels: list[list[str | None]] = []
    for value in values:
        found, at = _compressed(value.positions)
        labels.append([None if position < 0 else value.label(int(position)) for position in found])
        if len(values) == 1:
            return at, [(label,) for label in labels[0]]
        key = key * len(found) + at
    found, key = _compressed(key)
    joint = []
    for number in found.tolist():
        places = []
        for known in reversed(labels):
            number, place = divmod(number, len(known))
            places.append(known[place])
        joint.append(tuple(reversed(places)))
    return key, joint


def group_members(members: Ints, key: Ints, labels: Sequence[Label]) -> dict[Label, BitMap]:
    """Members by the label of their rows."""
    found = [build_bitmap(some) for some in _split(members, key, len(labels))]
    return {label: bits for label, bits in zip(labels, found, strict=True) if bits}


def _split(values: Ints, key: Ints, keys: int) -> list[Ints]:
    """For each key the values of its rows."""
    if keys <= FEW:  # to look for each costs less than to sort by all
        return [np.compress(key == one, values) for one in range(keys)]
    order = np.argsort(key.astype(np.uint16), kind="stable") if keys <= 2**16 else stable_order(key)
    ends = np.cumsum(np.bincount(key, minlength=keys)).tolist()
    values = values[order]
    return [values[start:end] for start, end in pairwise([0, *ends])]


def _compressed(positions: Ints) -> tuple[Ints, Ints]:
    """The distinct positions, and for each row which of them."""
    if not len(positions):
        return positions, positions
    low, high = int(positions.min()), int(positions.max())
    if high - low > 4 * len(positions) + 1000:
        found = distinct(positions)
        return found, np.searchsorted(found, positions)
    from_low = positions.astype(np.int32) - low
    present = np.zeros(high - low + 1, np.bool_)
    present[from_low] = True
    at = np.cumsum(present, dtype=np.int32) - 1
    return np.flatnonzero(present) + low, from_low if present.all() else at[from_low]


def _spread_over_dates(
    places: Places, rows: Ints, key: Ints, labels: list[dict[str, str | None]], dates: Sequence[str]
) -> tuple[Ints, Ints, list[dict[str, str | None]]]:
    """A row for each month (or quarter, or year, the finest asked) that a place shares days with."""
    if not len(rows):
        return key, rows, []
    size = min(MONTHS_IN[date] for date in dates)
    first, last = (_months(days[rows]) // size for days in (places.first, places.last))
    low = int(first.min())
    width = int(last.max()) - low + 1
    lasting = last - first + 1
    key = key * np.int64(width) + first - low
    if (lasting > 1).any():
        # Each row again with one more: its key less its place among the spread rows, plus that place.
        key = np.repeat(key - (np.cumsum(lasting) - lasting), lasting)
        key += np.arange(len(key))
        rows = np.repeat(rows, lasting)
    dated = [
        label | {date: _date_label(date, (low + at) * size) for date in dates}
        for label in labels
        for at in range(width)
    ]
    return key, rows, dated


def _months(days: Ints) -> Ints:
    """Months since the year 0."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12


def _date_label(date: str, month: int) -> str:
    match date:
        case "month":
            return f"{month // 12:04}-{month % 12 + 1:02}"
        case "quarter":
            return f"{month // 12:04}-Q{month % 12 // 3 + 1}"
    return f"{month // 12:04}"


def _spread_over_project(columns: Columns, project: Ints, dimensions: tuple[str, ...]) -> tuple[Ints, list[Values]]:
    """A row for each theme, or each grant with its funder, that a fact's project has; one where it has none."""
    codes: list[tuple[str | None, ...]] = []
    starts = [0]
    for row in columns.projects:
        grants = [grant for grant in columns.grants if row["project"] in grant["projects"]]
        known = {
            "theme": row["themes"],
            "grant": [grant["code"] for grant in grants],
            "funder": [columns.organisations[grant["funder"]]["code"] for grant in grants],
        }
        together = list(zip(*(known[dimension] for dimension in dimensions), strict=True))
        codes += together or [(None,) * len(dimensions)]
        starts.append(len(codes))
    first, counts = np.array(starts)[project], np.diff(starts)[project]
    rows = np.repeat(np.arange(len(project)), counts)
    at = first[rows] + np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    values = []
    for place in range(len(dimensions)):
        labels = [code[place] for code in codes]
        missing = np.array([label is None for label in labels], np.bool_)
        values.append(Values(np.where(missing[at], -1, at), lambda p, labels=labels: str(labels[p])))  # type: ignore[misc]
    return rows, values


def _values_of(columns: Columns, places: Places, dimension: str, rows: Ints) -> Values:
    match dimension:
        case "project":
            return Values(places.project[rows], lambda at: str(columns.projects[at]["code"]))
        case "organisation":
            organisation = np.array([row["organisation"] for row in columns.projects], np.int64)
            return Values(organisation[places.project[rows]], lambda number: str(columns.organisations[number]["code"]))
        case "country":
            return Values(places.country.positions[rows], places.country.labels.__getitem__)
        case "site":
            return Values(places.site[rows], lambda at: str(columns.sites[at]["code"]))
        case "activity":
            return Values(places.activity[rows], lambda at: str(columns.activities[at]["code"]))
    raise KeyError(dimension)


# Values of subjects and numbers reached ----------------------------------------------------------


def age_bands(age: Interval, bounds: Sequence[int]) -> Values:
    """The band of each age where all possible ages are in one, such as `<25`, `25-54`, `55+`."""
    labels = [f"<{bounds[0]}", *(f"{low}-{high - 1}" for low, high in pairwise(bounds)), f"{bounds[-1]}+"]
    # Bounds are few: to look at each costs less than to search among them.
    youngest, oldest = (
        sum((ages >= bound for bound in bounds), np.zeros(len(ages), np.int8)) for ages in (age.least, age.most)
    )
    sure = (youngest == oldest) & ~age.from_below & ~age.to_above
    return Values(np.where(sure, youngest, -1), labels.__getitem__)


def build_reached(columns: Columns, facts: Facts, member_of: Ints, reached: Reached) -> tuple[BitMap, int]:
    """The numbers that the facts of members reach, and how many of these facts have no known value."""
    places = facts.places
    participation, at = facts.each()
    at = at[member_of[participation] >= 0]
    match reached:
        case Reached.COUNTRY:
            positions = places.country.positions
            numbers = [countries.numbers()[code] for code in places.country.labels]
        case Reached.SITE:
            positions = places.site
            numbers = [row["site"] for row in columns.sites]
        case Reached.PROJECT:
            positions = places.project
            numbers = [row["project"] for row in columns.projects]
        case Reached.GOAL:
            return _goals_of_projects(columns, places.project[at])
        case _:
            positions = places.project
            numbers = [row["organisation"] for row in columns.projects]
    positions = positions[at]
    found, _ = _compressed(positions)
    return BitMap(numbers[at] for at in found.tolist() if at >= 0), int((positions < 0).sum())


def _goals_of_projects(columns: Columns, projects: Ints) -> tuple[BitMap, int]:
    """The goals that the targets of projects are of, a project for each fact; and the facts whose project names none."""
    goals = [goals_of(row["sdg_targets"]) for row in columns.projects]
    found, _ = _compressed(projects)
    without = np.array([not numbers for numbers in goals], np.bool_)
    return BitMap(goal for at in found.tolist() for goal in goals[at]), int(without[projects].sum())
