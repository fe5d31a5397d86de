"""Progress per goal: what serves it, each indicator with its own figure and its own target."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jalon.errors import JalonError
from jalon.figures.engines import ENGINES
from jalon.figures.goals import render_goals
from jalon.figures.group import Group
from spec.world import build_facts

WORLD = {
    "projects": """
        project | organisation | countries | sdg_targets
        M       | NGO          | FR        | 4.6 8.5
        F       | NGO          | SN        | 4.1
        OLD     | NGO          | SN        | 15.1
    """,
    "persons": "person | sex\n1 | female\n2 | male\n3 | male",
    "enrolments": """
        person | project | entry      | exit
        1      | M       | 2021-02-01 | 2021-06-30
        2      | M       | 2021-02-01 | 2021-06-30
        3      | OLD     | 2015-02-01 | 2015-06-30
    """,
    "observations": """
        person | enrolment | measure      | moment | date       | value
        1      | 1         | french_level | entry  | 2021-02-01 | A1
        1      | 1         | french_level | exit   | 2021-06-30 | B1
        2      | 2         | french_level | entry  | 2021-02-01 | A1
        2      | 2         | french_level | exit   | 2021-06-30 | A1
    """,
    "targets": "indicator | value | period\nfrench_level_up | 4 | 2021",
}


@pytest.fixture(params=sorted(ENGINES))
def group(request: pytest.FixtureRequest) -> Group:
    return Group.from_facts(build_facts(WORLD), key=b"key", engine=request.param)


def test_each_indicator_has_its_own_figure_and_progress(group: Group) -> None:
    goal = group.goals(2021).goal(4)
    assert goal is not None
    by_id = {one.figure.indicator: one for one in goal.indicators}
    level = by_id["french_level_up"]
    assert (level.targets, level.figure.value) == (("4.6",), 1)
    assert level.figure.progress is not None
    assert level.figure.progress.value == Fraction(1, 4)
    assert by_id["share_french_level_up"].figure.value == Fraction(1, 2)
    assert by_id["share_french_level_up"].figure.progress is None
    assert not hasattr(goal, "value"), "people, hectares and shares are never averaged"


def test_projects_that_name_it_and_those_active(group: Group) -> None:
    """F names goal 4 and had nobody in the period; OLD is in another period."""
    goals = group.goals(2021)
    assert [(goal.number, goal.projects, goal.active) for goal in goals if goal.projects] == [
        ("4", ("F", "M"), ("M",)),
        ("8", ("M",), ("M",)),
        ("15", ("OLD",), ()),
    ]
    assert [goal.number for goal in goals.with_active_projects] == ["4", "8"]
    assert [goal.number for goal in group.goals(2015).with_active_projects] == ["15"]
    assert [goal.number for goal in group.goals(2021, country="SN").with_active_projects] == []


def test_goals_covered_is_a_figure_and_says_the_same(group: Group) -> None:
    """Counted as a distinct: with members, a breakdown, and a comparison, as any figure."""
    for scope in ({"period": 2021}, {"period": 2015}, {"period": 2021, "project": "M"}, {}):
        covered = group.figure("goals_covered", **scope)
        assert covered.codes_reached == tuple(goal.number for goal in group.goals(**scope).with_active_projects)
        assert covered.value == covered.size
    by_project = group.figure("goals_covered").by("project")
    assert {cell.values[0]: sorted(cell.members) for cell in by_project.cells} == {"M": [4, 8], "OLD": [15]}
    assert group.figure("goals_covered", 2021).to_dict()["labels"] == ["4", "8"]
    assert "3 goals\n  4, 8, 15" in repr(group.figure("goals_covered"))
    none = group.figure("goals_covered", 2015, country="FR")
    assert (none.value, none.reason_key) == (None, "no_enrolment")


def test_targets_are_those_named_in_the_order_of_the_list(group: Group) -> None:
    goal = group.goals(2021).goal("4")
    assert goal is not None
    assert goal.targets == ("4.1", "4.4", "4.6")
    assert group.goals(2021).goal("17") is None


def test_what_is_shown(group: Group) -> None:
    shown = render_goals(group.goals(2021))
    assert shown.startswith("Goals of the United Nations with active projects: 2\n2021 · everywhere\n")
    assert "   active projects: M\n" in shown
    assert "   4.6  Gained a level of French: 1 person; target 4: 25.0 % of the way\n" in shown
    assert "   4.1  Young people supported through education and sport: not collected\n" in shown
    assert "nothing collected and no active project: 3, 5, 15" in shown
    assert "objectif" in render_goals(group.goals(2021), "fr").lower()


def test_the_scope_is_that_of_figures(group: Group) -> None:
    with pytest.raises(JalonError) as raised:
        group.goals(2021, project="N")
    assert raised.value.id == "unknown_scope_code"
    assert group.goals(2021, purpose="publicity").projects_active.purpose == "publicity"


def test_as_plain_values(group: Group) -> None:
    goal = group.goals(2021).goal(4)
    assert goal is not None
    stated = goal.to_dict()
    assert (stated["goal"], stated["projects"], stated["active"]) == ("4", ["F", "M"], ["M"])
    found = {one["indicator"]: one for one in stated["indicators"]}
    assert found["french_level_up"]["figure"]["progress"]["value"] == 0.25
