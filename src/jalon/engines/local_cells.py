"""Breakdowns: the values of subjects, and the places of the facts that a definition anchors on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from pyroaring import BitMap

from jalon.codelists import countries
from jalon.engines.local_columns import OPEN, Codes, Columns, Ints, starts_of
from jalon.engines.local_numbers import Interval
from jalon.engines.local_terms import Terms
from jalon.language.definition import Anchor, Definition, Reached
from jalon.language.nodes import CodeAt, NumberAt

DATES = ("month", "quarter", "year")
GRANTED = ("funder", "grant")


@dataclass(frozen=True, slots=True)
class Facts:
    """What places participations: each fact lasts from `first` to `last` in a project, perhaps somewhere."""

    participation: Ints
    project: Ints
    site: Ints
    country: Codes
    activity: Ints
    first: Ints
    last: Ints

    def take(self, rows: Ints) -> Facts:
        return Facts(
            self.participation[rows],
            self.project[rows],
            self.site[rows],
            self.country.take(rows),
            self.activity[rows],
            self.first[rows],
            self.last[rows],
        )


@dataclass(frozen=True, slots=True)
class Values:
    """One dimension: a position for each row, -1 unknown, and what each position is called."""

    positions: Ints
    label: Callable[[int], str]


def build_bitmap(numbers: Ints) -> BitMap:
    """A set of numbers, from an array sorted or not."""
    return BitMap(np.ascontiguousarray(numbers, dtype=np.uint32))


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


def _of_spells(terms: Terms, spells: Ints, first: Ints, last: Ints) -> Facts:
    of = terms.participations
    return Facts(
        of.of_spell[spells],
        of.spells.project[spells],
        of.spells.site[spells],
        of.spells.country.take(spells),
        np.full(len(spells), -1, np.int32),
        first,
        last,
    )


def _of_sessions(terms: Terms) -> Facts:
    sessions = terms.participations.sessions
    held, participation = terms.attended_rows()
    return Facts(
        participation,
        sessions.project[held],
        sessions.site[held],
        sessions.country.take(held),
        sessions.activity[held],
        sessions.day[held],
        sessions.day[held],
    )


# Cells -------------------------------------------------------------------------------------------


def build_cells(
    columns: Columns, facts: Facts, members: Ints, dimensions: Sequence[str]
) -> dict[tuple[str | None, ...], BitMap]:
    """The numbers of `members` (one for each fact) by the joint values of some scope dimensions."""
    if any(dimension in DATES for dimension in dimensions):
        rows, month = _spread_over_months(facts)
    else:
        rows, month = np.arange(len(members)), np.zeros(len(members), np.int64)
    values: dict[str, Values] = {}
    granted = tuple(dimension for dimension in dimensions if dimension in GRANTED)
    for asked in (granted, *((dimension,) for dimension in dimensions if dimension == "theme")):
        if asked:
            spread, found = _spread_over_project(columns, facts.project[rows], asked)
            rows, month = rows[spread], month[spread]
            values = {name: Values(v.positions[spread], v.label) for name, v in values.items()}
            values |= zip(asked, found, strict=True)
    for dimension in dimensions:
        if dimension not in values:
            values[dimension] = _values_of(columns, facts, dimension, rows, month)
    return group_members(members[rows], [values[dimension] for dimension in dimensions])


def group_members(members: Ints, values: Sequence[Values]) -> dict[tuple[str | None, ...], BitMap]:
    """Members by the joint values of their rows."""
    if not len(members):
        return {}
    key = np.zeros(len(members), np.int64)
    size = 1
    for value in values:
        distinct, positions = _compressed(value.positions)
        size *= len(distinct)
        key = key * len(distinct) + positions
    order = np.argsort(key.astype(np.uint16) if size <= 2**16 else key, kind="stable")
    starts = starts_of(key[order])
    cells: dict[tuple[str | None, ...], BitMap] = {}
    for start, end in zip(starts, np.append(starts[1:], len(order)), strict=True):
        at = [int(value.positions[order[start]]) for value in values]
        place = tuple(None if p < 0 else value.label(p) for p, value in zip(at, values, strict=True))
        # Two positions may have one label (an activity's code in two projects): one cell.
        cells[place] = cells.get(place, BitMap()) | build_bitmap(members[order[start:end]])
    return cells


def _compressed(positions: Ints) -> tuple[Ints, Ints]:
    """The distinct positions, and for each row which of them."""
    low, high = int(positions.min()), int(positions.max())
    if high - low > 4 * len(positions) + 1000:
        distinct, inverse = np.unique(positions, return_inverse=True)
        return distinct, inverse
    present = np.zeros(high - low + 1, np.bool_)
    present[positions - low] = True
    distinct = np.flatnonzero(present)
    at = np.cumsum(present) - 1
    return distinct + low, at[positions - low]


def _spread_over_months(facts: Facts) -> tuple[Ints, Ints]:
    """A row for each month that a fact shares days with: the fact, and months since January 1970."""
    first, last = (
        days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) for days in (facts.first, facts.last)
    )
    months = last - first + 1
    if (months == 1).all():
        return np.arange(len(first)), first
    rows = np.repeat(np.arange(len(first)), months)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(months) - months, months)
    return rows, first[rows] + offset


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


def _values_of(columns: Columns, facts: Facts, dimension: str, rows: Ints, month: Ints) -> Values:
    match dimension:
        case "project":
            return Values(facts.project[rows], lambda at: str(columns.projects[at]["code"]))
        case "organisation":
            organisation = np.array([row["organisation"] for row in columns.projects], np.int64)
            return Values(organisation[facts.project[rows]], lambda number: str(columns.organisations[number]["code"]))
        case "country":
            return Values(facts.country.positions[rows], facts.country.labels.__getitem__)
        case "site":
            return Values(facts.site[rows], lambda at: str(columns.sites[at]["code"]))
        case "activity":
            return Values(facts.activity[rows], lambda at: str(columns.activities[at]["code"]))
        case "month":
            return Values(month + MONTHS_BC, lambda m: f"{m // 12:04}-{m % 12 + 1:02}")
        case "quarter":
            return Values((month + MONTHS_BC) // 3, lambda q: f"{q // 4:04}-Q{q % 4 + 1}")
        case "year":
            return Values((month + MONTHS_BC) // 12, lambda year: f"{year:04}")
    raise KeyError(dimension)


MONTHS_BC = 1970 * 12
"""Months from year 0 to January 1970: keeps positions of months from being negative."""


# Values of subjects and numbers reached ----------------------------------------------------------


def age_bands(age: Interval, bounds: Sequence[int]) -> Values:
    """The band of each age where all possible ages are in one, such as `<25`, `25-54`, `55+`."""
    labels = [f"<{bounds[0]}", *(f"{low}-{high - 1}" for low, high in pairwise(bounds)), f"{bounds[-1]}+"]
    youngest = np.searchsorted(bounds, age.least, side="right")
    oldest = np.searchsorted(bounds, age.most, side="right")
    sure = (youngest == oldest) & ~age.from_below & ~age.to_above
    return Values(np.where(sure, youngest, -1), labels.__getitem__)


def build_reached(columns: Columns, facts: Facts, reached: Reached) -> tuple[BitMap, int]:
    """The numbers that facts reach, and how many of the facts have no known value."""
    match reached:
        case Reached.COUNTRY:
            positions = facts.country.positions
            known = np.unique(positions[positions >= 0])
            numbers = [countries.numbers()[facts.country.labels[at]] for at in known]
        case Reached.SITE:
            positions = facts.site
            numbers = [columns.sites[at]["site"] for at in np.unique(positions[positions >= 0])]
        case Reached.PROJECT:
            positions = facts.project
            numbers = [columns.projects[at]["project"] for at in np.unique(positions)]
        case _:
            positions = facts.project
            numbers = [columns.projects[at]["organisation"] for at in np.unique(positions)]
    return BitMap(numbers), int((positions < 0).sum())
