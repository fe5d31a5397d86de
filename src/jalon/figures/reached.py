"""The codes that a distinct figure reaches, by dimensions: countries by project, goals by year, sessions by month …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap

from jalon.codelists.lists import goals_of
from jalon.engines.answer import SCOPE_DIMENSIONS, Cells
from jalon.errors import JalonError
from jalon.facts.store import Facts
from jalon.figures.members import Members
from jalon.figures.source import Source
from jalon.language.definition import Reached

if TYPE_CHECKING:
    from jalon.figures.figure import Figure

Values = tuple[str | None, ...]


def build_reached_cells(figure: Figure, source: Source, asked: Sequence[str], placed: Cells, kept: int) -> Cells:
    """The codes reached, by the first `kept` of the dimensions asked.

    `placed` are the subjects that say yes by all dimensions asked, that of the code among them: a code is
    reached in a cell where a fact of one of them is in that cell and has that code.
    """
    numbers_of = _numbers_by_value(figure, source)
    at = asked.index(dimension_reached(figure))
    cells: dict[Values, BitMap] = {}
    for values, subjects in placed.items():
        value = values[at]
        if subjects and value is not None:
            cells.setdefault(values[:kept], BitMap()).update(numbers_of[value])
    return cells


def dimension_reached(figure: Figure) -> str:
    """The dimension whose values say what is reached; a goal is reached through a project."""
    return "project" if figure.unit == Reached.GOAL else figure.unit


def _numbers_by_value(figure: Figure, source: Source) -> Mapping[str, Sequence[int]]:
    """What each value of that dimension reaches."""
    if figure.unit == Reached.GOAL:
        rows = source.facts.table("projects").select(["code", "sdg_targets"]).to_pylist()
        return {row["code"]: goals_of(row["sdg_targets"]) for row in rows}
    return {code: (number,) for number, code in source.codes.named(figure.unit).items()}


def build_held_cells(figure: Figure, source: Source, dimensions: Sequence[str]) -> Cells:
    """Sessions held, by where and when they were. They are nobody's in particular: no dimension of people splits them.

    Raises `not_broken_down`.
    """
    for dimension in dimensions:
        if dimension not in SCOPE_DIMENSIONS:
            raise JalonError(
                "not_broken_down",
                indicator=figure.indicator,
                reason_en=f"sessions are held whoever comes, and have no {dimension}",
                reason_fr=f"les séances se tiennent quelle que soit la présence, et n'ont pas de {dimension}",
            )
    world = _World(source.facts)
    cells: dict[Values, BitMap] = {}
    for session in _sessions_of(source.facts, figure.members):
        for grant in world.grants_of(session):
            for values in product(*(world.values_of(session, grant, dimension) for dimension in dimensions)):
                cells.setdefault(values, BitMap()).add(session["session"])
    return cells


def _sessions_of(facts: Facts, numbers: Members) -> list[dict[str, Any]]:
    return [row for row in facts.table("sessions").to_pylist() if row["session"] in numbers]


class _World:
    """What a session's codes are called."""

    def __init__(self, facts: Facts) -> None:
        def numbered(table: str, key: str) -> Mapping[int, dict[str, Any]]:
            return {row[key]: row for row in facts.table(table).to_pylist()}

        self.organisations = numbered("organisations", "organisation")
        self.projects = numbered("projects", "project")
        self.sites = numbered("sites", "site")
        self.activities = numbered("activities", "activity")
        self.grants = facts.table("grants").to_pylist()

    def grants_of(self, session: Mapping[str, Any]) -> Sequence[Mapping[str, Any] | None]:
        """The grants of a session's project, each with its funder; None where there is none."""
        return [grant for grant in self.grants if session["project"] in grant["projects"]] or [None]

    def values_of(
        self, session: Mapping[str, Any], grant: Mapping[str, Any] | None, dimension: str
    ) -> Sequence[str | None]:
        """Several where the project has several themes; None where there is nothing known."""
        project = self.projects[session["project"]]
        match dimension:
            case "project":
                return [project["code"]]
            case "organisation":
                return [self.organisations[project["organisation"]]["code"]]
            case "country":
                return [session["country"]]
            case "site":
                return [None if session["site"] is None else self.sites[session["site"]]["code"]]
            case "activity":
                return [self.activities[session["activity"]]["code"]]
            case "theme":
                return project["themes"] or [None]
            case "grant":
                return [grant["code"] if grant else None]
            case "funder":
                return [self.organisations[grant["funder"]]["code"] if grant else None]
        return [_date_value(session["date"], dimension)]


def _date_value(day: dt.date, dimension: str) -> str:
    quarter = (day.month + 2) // 3
    return {"month": day.isoformat()[:7], "quarter": f"{day.year:04}-Q{quarter}", "year": f"{day.year:04}"}[dimension]
