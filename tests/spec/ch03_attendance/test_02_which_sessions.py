"""Which sessions bear on a person"""

from collections.abc import Callable

Spec = Callable[..., None]


def test_during_a_spell(spec: Spec) -> None:
    """Only sessions held during a spell of enrolment count, its first and last day included.

    Person 1 was away in between, person 2 had not yet entered, person 3 came on her last day.
    """
    spec(
        enrolments="""
            person | project | entry      | exit
            1      | M       | 2021-01-10 | 2021-02-10
            1      | M       | 2021-04-01 |
            2      | M       | 2021-03-11 |
            3      | M       | 2021-01-10 | 2021-03-10
        """,
        sessions="session | date\ns1 | 2021-03-10",
        attendances="session | person\ns1 | 1\ns1 | 2\ns1 | 3",
        counts="sessions_attended() >= 1",
        yes=[3],
        no=[1, 2],
    )


def test_of_the_project(spec: Spec) -> None:
    """Only sessions of the project count: attending another project's session needs an enrolment there."""
    spec(
        enrolments="person | project | entry\n1 | M | 2021-01-10\n2 | F | 2021-01-10",
        sessions="session | project | date\ns1 | M | 2021-03-10",
        attendances="session | person\ns1 | 1\ns1 | 2",
        counts="sessions_attended() >= 1",
        yes=[1],
        no=[2],
    )


def test_in_the_period(spec: Spec) -> None:
    """Only sessions in the period count."""
    data = {
        "enrolments": "person | project | entry\n1 | M | 2020-01-10\n2 | M | 2020-01-10",
        "sessions": "session | date\ns1 | 2020-12-31\ns2 | 2021-01-01",
        "attendances": "session | person\ns1 | 1\ns2 | 2",
    }
    spec(**data, counts="sessions_attended() >= 1", yes=[2], no=[1])
    spec(**data, counts="sessions_attended() >= 1", period="2020..2021", yes=[1, 2])


FILTERED = {
    "activities": """
        activity | project | kind     | theme
        french   | M       | course   | language
        rights   | M       | workshop | rights
        theatre  | M       | workshop | art
    """,
    "enrolments": "person | project\n1 | M\n2 | M\n3 | M",
    "sessions": """
        session | activity | date
        s1      | french   | 2021-02-10
        s2      | rights   | 2021-02-11
        s3      | theatre  | 2021-02-12
    """,
    "attendances": "session | person\ns1 | 1\ns2 | 2\ns3 | 2\ns3 | 3",
}


def test_filters(spec: Spec) -> None:
    """An activity, a kind of activity or a theme restricts which sessions are looked at; several must all hold."""
    spec(**FILTERED, counts="sessions_attended(activity = 'french') >= 1", yes=[1], no=[2, 3])
    spec(**FILTERED, counts="sessions_attended(kind = 'workshop') >= 2", yes=[2], no=[1, 3])
    spec(**FILTERED, counts="sessions_attended(theme IN ('rights', 'language')) >= 1", yes=[1, 2], no=[3])
    spec(**FILTERED, counts="sessions_attended(kind = 'workshop', theme = 'rights') >= 1", yes=[2], no=[1, 3])
