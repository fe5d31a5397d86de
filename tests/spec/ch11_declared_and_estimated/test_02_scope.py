"""Which quantities are in scope

Those of the indicator, of the projects in scope, whose period lies within that of the figure.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "projects": "project | organisation | countries | themes\nM | NGO | FR SN | work\nF | ENT | FR |",
    "enrolments": "person | project\n1 | M\n2 | F",
}
STRADDLES = "its period reaches beyond that of the scope"


def test_projects(spec: Spec) -> None:
    """Project, organisation, theme, grant and funder select quantities as they select projects."""
    quantities = "project | value | relation\nM | 10 | disjoint\nF | 100 | disjoint"
    spec(**DATA, quantities=quantities, yes=[1, 2], composition="112 = 2 counted + 110 declared")
    spec(**DATA, quantities=quantities, project="M", yes=[1], composition="11 = 1 counted + 10 declared")
    spec(**DATA, quantities=quantities, organisation="ENT", yes=[2], composition="101 = 1 counted + 100 declared")
    spec(**DATA, quantities=quantities, theme="work", yes=[1], composition="11 = 1 counted + 10 declared")


def test_periods(spec: Spec) -> None:
    """A quantity of another period is out; one that reaches beyond the scope's is not computable.

    Nobody knows how much of a year's total fell in a quarter.
    """
    quantities = "project | value | relation | period\nM | 10 | disjoint | 2021\nM | 5 | disjoint | 2020"
    spec(**DATA, quantities=quantities, yes=[1, 2], composition="12 = 2 counted + 10 declared")
    spec(**DATA, quantities=quantities, period="2020..2021", yes=[1, 2], composition="17 = 2 counted + 15 declared")
    spec(
        **DATA,
        quantities=quantities,
        period="2021-Q1",
        yes=[1, 2],
        value="not computable",
        because=STRADDLES,
        bounds=(2, 12),
    )


def test_countries(spec: Spec) -> None:
    """In the scope of a country, a quantity without one is not computable, unless its project is in one only."""
    quantities = "project | value | relation | country | source\nM | 10 | disjoint | SN | a\nM | 5 | disjoint | | b"
    spec(**DATA, quantities=quantities, yes=[1, 2], composition="17 = 2 counted + 15 declared")
    spec(
        **DATA,
        quantities=quantities,
        country="FR",
        yes=[2],
        value="not computable",
        because="its country is not stated",
        bounds=(1, 6),
    )
    only = "project | value | relation\nF | 10 | disjoint"
    spec(**DATA, quantities=only, country="FR", yes=[2], composition="11 = 1 counted + 10 declared")


def test_sites(spec: Spec) -> None:
    """A quantity has no site: in the scope of one it is not computable, unless it is of another country."""
    sites = "site | country\nDKR | SN"
    spec(
        **DATA,
        sites=sites,
        quantities="project | value | relation | country\nM | 10 | disjoint | FR",
        site="DKR",
        value="not collected",
    )
    spec(
        **DATA,
        sites=sites,
        quantities="project | value | relation | country\nM | 10 | disjoint | SN",
        site="DKR",
        value="not computable",
        because="it states no site",
        bounds=(0, 10),
    )
