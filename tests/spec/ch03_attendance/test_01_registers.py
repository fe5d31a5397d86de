"""Registers and sign-in lists"""

from collections.abc import Callable

Spec = Callable[..., None]

ENROLLED = "person | project | entry\n1 | M | 2021-01-10\n2 | M | 2021-01-10\n3 | M | 2021-01-10"


def test_register(spec: Spec) -> None:
    """A session with a register lists everybody: whoever is not listed was absent."""
    spec(
        enrolments=ENROLLED,
        sessions="session | date | register\ns1 | 2021-02-10 | yes",
        attendances="session | person | mark\ns1 | 1 | present\ns1 | 2 | absent",
        counts="sessions_attended() >= 1",
        yes=[1],
        no=[2, 3],
    )


def test_sign_in_list(spec: Spec) -> None:
    """Without a register, whoever is not listed may have come: unknown.

    Marked absent is known all the same.
    """
    spec(
        enrolments=ENROLLED,
        sessions="session | date | register\ns1 | 2021-02-10 | no",
        attendances="session | person | mark\ns1 | 1 | present\ns1 | 2 | absent",
        counts="sessions_attended() >= 1",
        yes=[1],
        no=[2],
        unknown=[3],
    )


def test_possible_sessions(spec: Spec) -> None:
    """Only so many sessions can have been missed by the lists.

    Person 1 attended once for certain and perhaps once more. That makes at least one for certain, two perhaps, and
    three not.
    """
    data = {
        "enrolments": "person | project | entry\n1 | M | 2021-01-10",
        "sessions": """
            session | date       | register
            s1      | 2021-02-10 | yes
            s2      | 2021-02-17 | no
            s3      | 2021-02-24 | yes
        """,
        "attendances": "session | person\ns1 | 1",
    }
    spec(**data, counts="sessions_attended() >= 1", yes=[1])
    spec(**data, counts="sessions_attended() >= 2", unknown=[1])
    spec(**data, counts="sessions_attended() >= 3", no=[1])


def test_excused(spec: Spec) -> None:
    """Excused is not present."""
    spec(
        enrolments=ENROLLED,
        sessions="session | date | register\ns1 | 2021-02-10 | yes",
        attendances="session | person | mark\ns1 | 1 | present\ns1 | 2 | excused",
        counts="sessions_attended() >= 1",
        yes=[1],
        no=[2, 3],
    )
