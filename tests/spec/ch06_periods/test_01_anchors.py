"""What puts a person in a period"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "enrolments": """
        person | project | entry      | exit
        1      | M       | 2021-02-01 | 2021-06-30
        2      | M       | 2020-10-01 | 2021-02-15
        3      | M       | 2021-11-01 |
        4      | M       | 2020-03-01 | 2020-12-31
        5      | M       | 2020-01-01 | 2022-06-30
        6      | M       | 2022-01-01 |
    """,
}


def test_entry(spec: Spec) -> None:
    """`entry`: her first entry lies in the period."""
    spec(**DATA, period_on="entry", yes=[1, 3])


def test_active(spec: Spec) -> None:
    """`active`: a spell of enrolment shares a day with the period. An open spell has no end.

    Person 4 left on the last day of 2020, person 6 entered on the first day of 2022.
    """
    spec(**DATA, period_on="active", yes=[1, 2, 3, 5])
    spec(**DATA, period_on="active", period="2020-12-31..2022-01-01", yes=[1, 2, 3, 4, 5, 6])


def test_exit(spec: Spec) -> None:
    """`exit`: her last exit lies in the period."""
    spec(**DATA, period_on="exit", yes=[1, 2])


RETURNED = """
    person | project | entry      | exit
    1      | M       | 2020-11-01 | 2021-03-01
    1      | M       | 2021-09-01 | 2022-02-10
    2      | M       | 2021-01-15 | 2021-03-01
    2      | M       | 2021-09-01 |
"""


def test_returned(spec: Spec) -> None:
    """Whoever left and came back entered once and has left only when her last spell ended.

    Person 1 entered in 2020 and left in 2022. Person 2 is still there.
    """
    spec(enrolments=RETURNED, period_on="entry", yes=[2])
    spec(enrolments=RETURNED, period_on="exit", value=0)
    spec(enrolments=RETURNED, period_on="exit", period="2022", yes=[1])


def test_between_spells(spec: Spec) -> None:
    """Between two spells nobody is active."""
    spec(enrolments=RETURNED, period="2021-Q2", value="not collected")


def test_session(spec: Spec) -> None:
    """`session`: a session that bears on her lies in the period, attended or not.

    Person 2 had left before the session; person 3 was due and did not come.
    """
    spec(
        enrolments="""
            person | project | entry      | exit
            1      | M       | 2021-01-10 |
            2      | M       | 2021-01-10 | 2021-02-28
            3      | M       | 2021-01-10 |
        """,
        sessions="session | date\ns1 | 2021-03-10",
        attendances="session | person\ns1 | 1",
        period_on="session",
        counts="sessions_attended() >= 1",
        yes=[1],
        no=[3],
    )


def test_observation(spec: Spec) -> None:
    """`observation`: an answer to a measure that the definition names is dated in the period.

    Person 2 was asked about housing in 2022; person 3 about something else in 2021. An answer that is not known puts
    person 4 in the period all the same: she was asked.
    """
    spec(
        enrolments="person | project | entry\n1 | M | 2021-01-10\n2 | M | 2021-01-10\n3 | M | 2021-01-10\n4 | M | 2021-01-10",
        observations="""
            person | measure      | moment | date       | value
            1      | housing      | any    | 2021-05-20 | stable
            2      | housing      | any    | 2022-05-20 | stable
            3      | satisfaction | any    | 2021-05-20 | 4
            4      | housing      | any    | 2021-05-20 | unknown
        """,
        period_on="observation",
        counts="latest(housing) = 'stable'",
        yes=[1],
        unknown=[4],
    )
