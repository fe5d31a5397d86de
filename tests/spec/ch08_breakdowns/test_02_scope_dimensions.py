"""Where and when: dimensions that may overlap

Project, organisation, country, site, funder, grant, theme, month, quarter, year, activity. A member stands in every row
in which a fact of hers places her: the fact that the indicator is placed by (`period_on`).
"""

from collections.abc import Callable

Spec = Callable[..., None]

RETURNED = """
    person | project | entry      | exit
    1      | M       | 2021-01-15 | 2021-03-01
    1      | M       | 2021-09-01 | 2021-12-10
    2      | M       | 2021-05-20 |
"""


def test_active_quarters(spec: Spec) -> None:
    """Placed by being there: every quarter in which a spell has a day. Person 1 was away in the second."""
    spec(
        enrolments=RETURNED,
        yes=[1, 2],
        by={"quarter": {"2021-Q1": [1], "2021-Q2": [2], "2021-Q3": [1, 2], "2021-Q4": [1, 2]}},
        reconciliation="1 + 1 + 2 + 2 − 4 counted more than once = 2 people, once each",
    )


def test_entry_and_exit(spec: Spec) -> None:
    """Placed by entry or exit: the one month of the first entry, or of the last exit."""
    spec(enrolments=RETURNED, period_on="entry", yes=[1, 2], by={"month": {"2021-01": [1], "2021-05": [2]}})
    spec(enrolments=RETURNED, period_on="exit", yes=[1], by={"month": {"2021-12": [1]}})


def test_years(spec: Spec) -> None:
    """Without an end to the period, an open spell is cut at the last day that the facts know."""
    spec(
        enrolments="person | project | entry | exit\n1 | M | 2020-11-01 |\n2 | M | 2021-02-01 | 2022-03-31",
        period="all",
        yes=[1, 2],
        by={"year": {"2020": [1], "2021": [1, 2], "2022": [1, 2]}},
    )


SESSIONS = {
    "sites": "site | country\nLYON | FR\nGENEVA | CH",
    "enrolments": "person | project\n1 | M\n2 | M\n3 | M",
    "sessions": """
        session | activity | site   | date
        s1      | french   | LYON   | 2021-02-10
        s2      | rights   | GENEVA | 2021-05-11
        s3      | french   | GENEVA | 2021-05-12
    """,
    "attendances": "session | person\ns1 | 1\ns2 | 1\ns3 | 2",
    "period_on": "session",
}


def test_sessions(spec: Spec) -> None:
    """Placed by sessions: those at which she was present, with their activity, date and place.

    Person 3 was due and never came: she is in the unknown of every such row, so that rows and total agree.
    """
    spec(
        **SESSIONS,
        yes=[1, 2, 3],
        by={
            "activity": {"french": [1, 2], "rights": [1], None: [3]},
            "country": {"FR": [1], "CH": [1, 2], None: [3]},
            "quarter": {"2021-Q1": [1], "2021-Q2": [1, 2], None: [3]},
        },
    )


def test_activity_needs_sessions(spec: Spec) -> None:
    """A breakdown by activity needs an indicator placed by sessions; another is refused it."""
    spec(enrolments=RETURNED, by={"activity": {}}, yes=[1, 2], raises="activity_needs_sessions")


def test_observations(spec: Spec) -> None:
    """Placed by observations: the day of each answer that put her in the period."""
    spec(
        enrolments="person | project\n1 | M\n2 | M",
        observations="""
            person | measure | moment | date       | value
            1      | housing | any    | 2021-02-20 | precarious
            1      | housing | any    | 2021-08-20 | stable
            2      | housing | any    | 2021-08-20 | stable
        """,
        period_on="observation",
        counts="latest(housing) = 'stable'",
        yes=[1, 2],
        by={"quarter": {"2021-Q1": [1], "2021-Q3": [1, 2]}},
    )


def test_several_values(spec: Spec) -> None:
    """A project may have several themes, grants and funders, or none: unknown."""
    spec(
        grants="grant | funder | projects\nESF1 | EU | M F\nCITY1 | CITY | M",
        projects="project | organisation | themes\nM | NGO | language employment\nF | NGO |\nX | OTHER | health",
        enrolments="person | project\n1 | M\n2 | F\n3 | X",
        yes=[1, 2, 3],
        by={
            "theme": {"language": [1], "employment": [1], "health": [3], None: [2]},
            "grant": {"CITY1": [1], "ESF1": [1, 2], None: [3]},
            "funder": {"CITY": [1], "EU": [1, 2], None: [3]},
            "organisation": {"NGO": [1, 2], "OTHER": [3]},
        },
    )


def test_places(spec: Spec) -> None:
    """By country and site of the spells; a spell without a known place is unknown, and drops nobody."""
    spec(
        projects="project | countries\nR | SN BF",
        sites="site | country\nDAKAR | SN",
        enrolments="person | project | site\n1 | R | DAKAR\n2 | R |",
        yes=[1, 2],
        by={"country": {"SN": [1], None: [2]}, "site": {"DAKAR": [1], None: [2]}},
    )
