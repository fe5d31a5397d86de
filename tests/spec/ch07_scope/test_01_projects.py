"""Organisations, projects, themes, grants and funders

These select projects.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "organisations": """
        organisation | parent
        GROUP        |
        NGO          | GROUP
        SCHOOL       | NGO
        OTHER        |
    """,
    "grants": """
        grant | funder | projects
        ESF1  | EU     | M F
        CITY1 | CITY   | M
    """,
    "projects": """
        project | organisation | themes
        M       | SCHOOL       | language employment
        F       | NGO          | employment
        X       | OTHER        | health
    """,
    "enrolments": """
        person | project | entry
        1      | M       | 2021-02-01
        2      | F       | 2021-02-01
        3      | X       | 2021-02-01
        1      | X       | 2021-03-01
    """,
}


def test_project(spec: Spec) -> None:
    """One project, or several."""
    spec(**DATA, project="M", yes=[1])
    spec(**DATA, project=["M", "F"], yes=[1, 2])


def test_organisation(spec: Spec) -> None:
    """An organisation stands for itself and all below it."""
    spec(**DATA, organisation="GROUP", yes=[1, 2])
    spec(**DATA, organisation="SCHOOL", yes=[1])
    spec(**DATA, organisation=["SCHOOL", "OTHER"], yes=[1, 3])


def test_theme(spec: Spec) -> None:
    """A theme selects the projects that have it among theirs."""
    spec(**DATA, theme="employment", yes=[1, 2])
    spec(**DATA, theme=["language", "health"], yes=[1, 3])


def test_grant_and_funder(spec: Spec) -> None:
    """A grant selects the projects it pays for; a funder those of all its grants."""
    spec(**DATA, grant="CITY1", yes=[1])
    spec(**DATA, funder="EU", yes=[1, 2])


def test_all_must_hold(spec: Spec) -> None:
    """Several restrictions must all hold."""
    spec(**DATA, funder="EU", theme="language", yes=[1])
    spec(**DATA, funder="EU", organisation="OTHER", value="not collected")


def test_outside(spec: Spec) -> None:
    """What lies outside the scope does not exist: person 1 first entered M, but in X she entered in March."""
    spec(**DATA, project="X", period_on="entry", period="2021-03", yes=[1])
    spec(**DATA, period_on="entry", period="2021-03", yes=[1])
    spec(**DATA, unit="participation", project="X", yes=[3, 4])


def test_unknown_code(spec: Spec) -> None:
    """A code that does not exist is refused: a slip must not become a zero."""
    spec(**DATA, project="N", raises="unknown_scope_code")
