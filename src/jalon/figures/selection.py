"""The projects that a scope selects, and the codes by which they are known."""

from __future__ import annotations

from dataclasses import dataclass

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
    organisations = {row["organisation"]: row for row in facts.table("organisations").to_pylist()}
    grants = facts.table("grants").to_pylist()
    selected = {}
    for row in facts.table("projects").to_pylist():
        paid_by = [grant for grant in grants if row["project"] in grant["projects"]]
        project = SelectedProject(
            number=row["project"],
            code=row["code"],
            organisation=organisations[row["organisation"]]["code"],
            countries=tuple(row["countries"]),
            themes=tuple(row["themes"]),
            grants=tuple(sorted(grant["code"] for grant in paid_by)),
            funders=tuple(sorted({organisations[grant["funder"]]["code"] for grant in paid_by})),
        )
        above = {organisations[number]["code"] for number in _with_parents(row["organisation"], organisations)}
        asked_and_known = (
            (scope.organisations, above),
            (scope.projects, {project.code}),
            (scope.themes, set(project.themes)),
            (scope.grants, set(project.grants)),
            (scope.funders, set(project.funders)),
        )
        if all(not asked or known & set(asked) for asked, known in asked_and_known):
            selected[project.number] = project
    return selected


def _with_parents(number: int | None, organisations: dict[int, dict[str, int | None]]) -> set[int]:
    found: set[int] = set()
    while number is not None and number not in found:
        found.add(number)
        number = organisations[number]["parent"]
    return found
