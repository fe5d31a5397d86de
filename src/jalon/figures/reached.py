"""The codes that a distinct figure reaches, by dimensions: countries by project, sessions held by month …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap

from jalon.engines.answer import SCOPE_DIMENSIONS, Cells
from jalon.errors import JalonError
from jalon.facts.store import Facts
from jalon.figures.members import Members
from jalon.figures.source import Source

if TYPE_CHECKING:
    from jalon.figures.figure import Figure

Values = tuple[str | None, ...]


def build_reached_cells(figure: Figure, source: Source, asked: Sequence[str], placed: Cells, kept: int) -> Cells:
    """The codes reached, by the first `kept` of the dimensions asked.

    `placed` are the subjects that say yes by all dimensions asked, that of the code among them: a code is
    reached in a cell where a fact of one of them is in that cell and has that code.
    """
    number_of = {code: number for number, code in source.codes.named(figure.unit).items()}
    cells: dict[Values, BitMap] = {}
    for values, subjects in placed.items():
        code = values[asked.index(figure.unit)]
        if subjects and code is not None:
            cells.setdefault(values[:kept], BitMap()).add(number_of[code])
    return cells


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
