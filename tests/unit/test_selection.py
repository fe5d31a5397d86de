"""The projects that a scope selects."""

from __future__ import annotations

import pytest

from jalon.engines.answer import Scope
from jalon.facts.store import MemoryFacts
from jalon.figures.selection import select_projects

ORGANISATIONS = [
    {"organisation": 1, "code": "ROOT", "parent": None, "kind": "group", "country": None},
    {"organisation": 2, "code": "NGO", "parent": 1, "kind": "ngo", "country": "FR"},
    {"organisation": 3, "code": "BRANCH", "parent": 2, "kind": "ngo", "country": "FR"},
    {"organisation": 4, "code": "FUND", "parent": None, "kind": "funder", "country": None},
]


def build_facts(*codes: str) -> MemoryFacts:
    """A project of each code: the first is run by the branch, the others by the root; the fund pays for the first."""
    projects = [
        {
            "project": number,
            "code": code,
            "organisation": 3 if number == 1 else 1,
            "countries": ["FR"],
            "themes": ["work"] if number == 1 else [],
            "sdg_targets": [],
            "sensitive": False,
        }
        for number, code in enumerate(codes, 1)
    ]
    grants = [{"grant": 1, "code": "G", "funder": 4, "rule_set": "none", "projects": [1]}]
    return MemoryFacts({"organisations": ORGANISATIONS, "projects": projects, "grants": grants})


@pytest.mark.parametrize(
    ("scope", "selected"),
    [
        (Scope(), ["A", "B"]),
        (Scope(organisations=("ROOT",)), ["A", "B"]),
        (Scope(organisations=("NGO",)), ["A"]),
        (Scope(organisations=("BRANCH",)), ["A"]),
        (Scope(organisations=("FUND",)), []),
        (Scope(funders=("FUND",)), ["A"]),
        (Scope(grants=("G",)), ["A"]),
        (Scope(themes=("work",)), ["A"]),
        (Scope(projects=("B",)), ["B"]),
        (Scope(projects=("A", "B"), organisations=("NGO",)), ["A"]),
        (Scope(projects=("B",), organisations=("NGO",)), []),
    ],
)
def test_projects_are_selected_with_their_organisation_s_descendants(scope: Scope, selected: list[str]) -> None:
    facts = build_facts("A", "B")
    assert [project.code for project in select_projects(facts, scope).values()] == selected


def test_each_facts_version_has_projects_of_its_own() -> None:
    """They are read once for each: of two at hand neither answers for the other."""
    one, other = build_facts("A"), build_facts("A", "C")
    for _ in range(2):
        assert [project.code for project in select_projects(one, Scope()).values()] == ["A"]
        assert [project.code for project in select_projects(other, Scope()).values()] == ["A", "C"]
