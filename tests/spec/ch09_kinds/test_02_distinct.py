"""Distinct

How many different countries, organisations, projects, sites, sessions or goals the members reach, or nationalities they
have.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "projects": """
        project | organisation | countries
        M       | NGO          | FR
        R       | ENTERPRISE   | SN BF
    """,
    "sites": "site | country\nDAKAR | SN\nLYON | FR",
    "enrolments": """
        person | project | site  | entry
        1      | M       | LYON  | 2021-02-01
        1      | R       | DAKAR | 2021-03-01
        2      | M       |       | 2021-02-01
        3      | R       |       | 2022-02-01
    """,
}


def test_countries(spec: Spec) -> None:
    """Countries of the facts that place the members in the period."""
    spec(**DATA, kind="distinct", distinct="country", reached=["FR", "SN"], value=2)


def test_unknown_place(spec: Spec) -> None:
    """A fact without a known country reaches none; the figure is then at least what it says.

    In 2022 person 3 is in Senegal or in Burkina Faso.
    """
    spec(
        **DATA,
        kind="distinct",
        distinct="country",
        project="R",
        period="2022",
        reached=["SN"],
        value=1,
        bounds=(1, None),
    )


def test_organisations_projects_sites(spec: Spec) -> None:
    """Organisations, projects and sites are counted in the same way."""
    spec(**DATA, kind="distinct", distinct="organisation", reached=["ENTERPRISE", "NGO"], value=2)
    spec(**DATA, kind="distinct", distinct="project", country="FR", reached=["M"], value=1)
    spec(**DATA, kind="distinct", distinct="site", reached=["DAKAR", "LYON"], value=2)


def test_nationalities(spec: Spec) -> None:
    """Nationalities are those of the members. Who has none recorded may have one more: the figure is then at least
    what it says. Two records of one person have the nationality that either states.
    """
    spec(
        persons="""
            person | nationality | sex    | same_as
            1      | SN          | female |
            2      | SN          | female |
            3      |             | female |
            4      | FR          | male   |
            5      |             | female |
            6      | ML          |        | 5
        """,
        enrolments="person | project\n1 | M\n2 | M\n3 | M\n4 | M\n5 | F\n6 | M",
        kind="distinct",
        distinct="nationality",
        counts="sex = 'female'",
        reached=["ML", "SN"],
        value=2,
        bounds=(2, None),
        by={"project": {"F": ["ML"], "M": ["ML", "SN"]}, "sex": {"female": ["ML", "SN"]}},
    )


def test_goals(spec: Spec) -> None:
    """Goals of the Sustainable Development Goals are reached through projects: those that their targets are of. A
    project that names no target reaches no known goal; the figure is then at least what it says.

    M serves goals 4 and 8 in 2021, R 4 and 13, F names nothing. In 2022 only R goes on.
    """
    data = {
        "projects": """
            project | sdg_targets
            M       | 4.4 4.6 8.5
            R       | 4.6 13.3
            F       |
        """,
        "enrolments": """
            person | project | entry      | exit
            1      | M       | 2021-02-01 | 2021-05-01
            1      | R       | 2021-03-01 |
            2      | F       | 2021-02-01 | 2021-05-01
        """,
    }
    by = {"project": {"M": ["4", "8"], "R": ["13", "4"]}, "quarter": {
        "2021-Q1": ["13", "4", "8"], "2021-Q2": ["13", "4", "8"], "2021-Q3": ["13", "4"], "2021-Q4": ["13", "4"],
    }}  # fmt: skip
    goals = {"kind": "distinct", "distinct": "goal"}
    spec(**data, **goals, reached=["13", "4", "8"], value=3, bounds=(3, None), by=by)
    spec(**data, **goals, project=["M", "R"], reached=["13", "4", "8"], value=3, bounds=(3, 3))
    spec(**data, **goals, period="2022", reached=["13", "4"], value=2, bounds=(2, 2))
    spec(**data, **goals, project="F", reached=[], value=0, bounds=(0, None))


def test_of_those_who_say_yes(spec: Spec) -> None:
    """Only those who answer yes reach anything, in the figure and in each of its cells.

    Person 2 was in M in summer and is a man: in summer no project was reached by a woman for certain.
    """
    spec(
        persons="person | sex\n1 | female\n2 | male\n3 |",
        enrolments="""
            person | project | entry      | exit
            1      | M       | 2021-01-10 | 2021-03-01
            2      | M       | 2021-07-10 | 2021-09-01
            2      | F       | 2021-07-10 | 2021-09-01
            3      | X       | 2021-07-10 | 2021-09-01
        """,
        kind="distinct",
        distinct="project",
        counts="sex = 'female'",
        reached=["M"],
        unknown=[3],
        value=1,
        by={"quarter": {"2021-Q1": ["M"]}},
    )


def test_broken_down(spec: Spec) -> None:
    """A distinct is broken down like any set: its cells are the codes reached there, and they may overlap.

    Person 1 reached France with M and Senegal with R.
    """
    spec(
        **DATA,
        kind="distinct",
        distinct="country",
        reached=["FR", "SN"],
        by={"project": {"M": ["FR"], "R": ["SN"]}, "quarter": {f"2021-Q{q}": ["FR", "SN"] for q in (1, 2, 3, 4)}},
    )


def test_sessions_held(spec: Spec) -> None:
    """Sessions held are those of the scope and period, whether anybody came or not."""
    spec(
        projects="project | countries\nM | FR\nF | FR",
        enrolments="person | project\n1 | M",
        sessions="session | project | date\ns1 | M | 2021-02-10\ns2 | M | 2021-12-31\ns3 | F | 2021-02-10\ns4 | M | 2022-01-01",
        attendances="session | person\ns1 | 1",
        kind="distinct",
        distinct="session",
        period_on="session",
        reached=["1", "2", "3"],
        value=3,
        by={"project": {"M": ["1", "2"], "F": ["3"]}, "quarter": {"2021-Q1": ["1", "3"], "2021-Q4": ["2"]}},
    )
