"""The projects that a scope selects, and the codes by which they are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from jalon.engines.answer import Scope
from jalon.facts.store import Facts


@dataclass(frozen=True, slots=True)
class SelectedProject:
    """A project in scope, with the codes of everything by which a figure could be broken down."""

    number: int
    code: str
    organisation: str
    countries: tuple[str, ...]
    themes: tuple[str, ...]
    grants: tuple[str, ...]
    funders: tuple[str, ...]


def select_projects(facts: Facts, scope: Scope) -> dict[int, SelectedProject]:
    """Projects by number that organisation (with its descendants), project, theme, grant and funder select."""
    selected = {}
    for project, above in _projects_of(facts):
        asked_and_known = (
            (scope.organisations, above),
            (scope.projects, (project.code,)),
            (scope.themes, project.themes),
            (scope.grants, project.grants),
            (scope.funders, project.funders),
        )
        if all(not asked or not set(asked).isdisjoint(known) for asked, known in asked_and_known):
            selected[project.number] = project
    return selected


def _projects_of(facts: Facts) -> Sequence[tuple[SelectedProject, frozenset[str]]]:
    """Every project with the organisation that runs it and those above, by code. Read once for each facts version:
    every figure with a declared part asks for them, and whatever is told of a figure."""
    if facts not in _projects_read:
        organisations = {row["organisation"]: row for row in facts.table("organisations").to_pylist()}
        grants = facts.table("grants").to_pylist()
        _projects_read[facts] = [
            (
                _build_project(row, organisations, [grant for grant in grants if row["project"] in grant["projects"]]),
                frozenset(organisations[one]["code"] for one in _with_parents(row["organisation"], organisations)),
            )
            for row in facts.table("projects").to_pylist()
        ]
    return _projects_read[facts]


_projects_read: WeakKeyDictionary[Facts, Sequence[tuple[SelectedProject, frozenset[str]]]] = WeakKeyDictionary()


def _build_project(
    row: Mapping[str, Any], organisations: Mapping[int, Mapping[str, Any]], paid_by: Sequence[Mapping[str, Any]]
) -> SelectedProject:
    return SelectedProject(
        number=row["project"],
        code=row["code"],
        organisation=organisations[row["organisation"]]["code"],
        countries=tuple(row["countries"]),
        themes=tuple(row["themes"]),
        grants=tuple(sorted(grant["code"] for grant in paid_by)),
        funders=tuple(sorted({organisations[grant["funder"]]["code"] for grant in paid_by})),
    )


def _with_parents(number: int | None, organisations: Mapping[int, Mapping[str, Any]]) -> set[int]:
    found: set[int] = set()
    while number is not None and number not in found:
        found.add(number)
        number = organisations[number]["parent"]
    return found
