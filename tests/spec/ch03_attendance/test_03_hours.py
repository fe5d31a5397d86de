"""Hours and rates"""

from collections.abc import Callable

Spec = Callable[..., None]

HOURS = {
    "enrolments": "person | project\n1 | M\n2 | M\n3 | M\n4 | M",
    "sessions": """
        session | date       | register
        s1      | 2021-02-10 | yes
        s2      | 2021-02-17 | yes
        s3      | 2021-02-24 | yes
    """,
    "attendances": """
        session | person | mark    | hours
        s1      | 1      | present | 2
        s2      | 1      | present | 1.5
        s1      | 2      | present |
        s2      | 2      | present | 2
        s1      | 3      | excused |
    """,
}


def test_hours(spec: Spec) -> None:
    """Hours are added over the sessions attended.

    Of person 2 one session's hours were not recorded: she has two hours or more, and whether she has three is
    unknown. Nobody who was not present has hours.
    """
    spec(**HOURS, counts="hours_attended() >= 2", yes=[1, 2], no=[3, 4])
    spec(**HOURS, counts="hours_attended() >= 3", yes=[1], no=[3, 4], unknown=[2])


def test_hours_without_register(spec: Spec) -> None:
    """Where somebody may have come unlisted, her hours have no upper limit."""
    spec(
        enrolments="person | project\n1 | M",
        sessions="session | date | register\ns1 | 2021-02-10 | no",
        counts="hours_attended() < 10",
        unknown=[1],
    )


def test_rate(spec: Spec) -> None:
    """The attendance rate is sessions attended over all sessions that bear on the person, from 0 to 1.

    Excused counts as not present.
    """
    spec(**HOURS, counts="attendance_rate() >= 0.5", yes=[1, 2], no=[3, 4])


def test_rate_of_nothing(spec: Spec) -> None:
    """Where no session bears on a person, her rate is unknown.

    Person 2 left before the only session.
    """
    spec(
        enrolments="""
            person | project | entry      | exit
            1      | M       | 2021-01-10 |
            2      | M       | 2021-01-10 | 2021-01-31
        """,
        sessions="session | date\ns1 | 2021-02-10",
        attendances="session | person\ns1 | 1",
        counts="attendance_rate() >= 0.8",
        yes=[1],
        unknown=[2],
    )


def test_rate_without_register(spec: Spec) -> None:
    """A session without a register where she is not listed leaves her rate between two limits.

    Of two sessions she attended one for certain: the rate is a half or one.
    """
    data = {
        "enrolments": "person | project\n1 | M",
        "sessions": "session | date | register\ns1 | 2021-02-10 | yes\ns2 | 2021-02-17 | no",
        "attendances": "session | person\ns1 | 1",
    }
    spec(**data, counts="attendance_rate() >= 0.5", yes=[1])
    spec(**data, counts="attendance_rate() >= 0.8", unknown=[1])
