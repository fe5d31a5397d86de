"""Participants"""

from collections.abc import Callable

Spec = Callable[..., None]


def test_participant(spec: Spec) -> None:
    """A participant is a person with an enrolment.

    Being listed is not enough: person 2 is on file and was never enrolled.
    """
    spec(
        persons="""
            person | sex
            1      | female
            2      | female
        """,
        enrolments="""
            person | project | entry
            1      | M       | 2021-02-01
        """,
        yes=[1],
    )


def test_once_over_projects(spec: Spec) -> None:
    """A person counts once, however many projects she is in.

    The two projects have one member each in common, and the breakdown says so.
    """
    spec(
        enrolments="""
            person | project | entry
            1      | M       | 2021-02-01
            1      | F       | 2021-03-01
            2      | F       | 2021-04-01
        """,
        yes=[1, 2],
        by={"project": {"F": [1, 2], "M": [1]}},
        reconciliation="2 + 1 − 1 counted twice = 2 people, once each",
    )


def test_once_over_sessions(spec: Spec) -> None:
    """A person counts once, however many sessions she attends."""
    spec(
        enrolments="""
            person | project | entry
            1      | M       | 2021-01-10
        """,
        sessions="""
            session | activity | date
            s1      | french   | 2021-02-10
            s2      | rights   | 2021-02-11
            s3      | french   | 2021-02-12
        """,
        attendances="""
            session | person
            s1      | 1
            s2      | 1
            s3      | 1
        """,
        period_on="session",
        counts="sessions_attended() >= 1",
        yes=[1],
        by={"activity": {"french": [1], "rights": [1]}},
    )


REENTRY = """
    enrolment | person | project | entry      | exit
    11        | 1      | M       | 2021-01-15 | 2021-03-01
    12        | 1      | M       | 2021-09-01 | 2021-12-10
    13        | 1      | F       | 2021-02-01 |
    14        | 2      | M       | 2021-02-01 |
"""


def test_participation(spec: Spec) -> None:
    """A participation is a person in a project, re-entries joined.

    Person 1 left project M and came back: two spells of enrolment, one participation. Project F is another
    participation. With the unit `participation`, members are known by the number of their first spell.
    """
    spec(enrolments=REENTRY, yes=[1, 2])
    spec(enrolments=REENTRY, unit="participation", yes=[11, 13, 14])


def test_ventures_and_places(spec: Spec) -> None:
    """Ventures and places are counted under their own units.

    Persons, ventures and places share one number space and are never mixed in one figure.
    """
    data = {
        "persons": """
            person | kind
            1      | person
            2      | venture
            3      | place
        """,
        "enrolments": """
            person | project
            1      | M
            2      | M
            3      | M
        """,
    }
    spec(**data, yes=[1])
    spec(**data, unit="venture", yes=[2])
    spec(**data, unit="place", yes=[3])
