"""Together"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "enrolments": """
        person | project | entry      | exit
        1      | F       | 2021-01-10 | 2021-06-30
        1      | M       | 2021-02-01 | 2021-11-30
        2      | M       | 2021-02-01 | 2021-11-30
        3      | F       | 2021-01-10 |
        3      | M       | 2021-02-01 | 2021-11-30
    """,
    "sessions": """
        session | project | activity | date
        s1      | M       | rights   | 2021-03-10
        s2      | M       | rights   | 2021-10-06
        s3      | F       | training | 2021-02-15
    """,
    "attendances": "session | person\ns1 | 1\ns2 | 1\ns3 | 1\ns1 | 2\ns2 | 2",
    "observations": """
        person | project | measure    | moment | value
        1      | F       | employment | entry  | inactive
        1      | M       | employment | entry  | unemployed
        1      | F       | employment | exit   | unemployed
        1      | M       | employment | exit   | employed
        3      | M       | employment | exit   | employed
    """,
}


def test_sessions(spec: Spec) -> None:
    """`together` pools all participations of a person into one: her sessions add up.

    Person 1 attended two sessions in M and one in F: three together, in no project alone.
    """
    spec(**DATA, counts="sessions_attended() >= 3", over="any", no=[1, 2, 3])
    spec(**DATA, counts="sessions_attended() >= 3", over="together", yes=[1], no=[2, 3])


def test_values(spec: Spec) -> None:
    """Pooled, the values at entry are those of the first participation, at exit those of the last exit.

    Person 1 entered first in F, inactive, and left last from M, employed. Person 3 is still in F: she has not left,
    and has no value at exit.
    """
    spec(**DATA, counts="entry(employment) = 'inactive'", over="together", yes=[1], unknown=[2, 3])
    spec(**DATA, counts="exit(employment) = 'employed'", over="together", yes=[1], unknown=[2, 3])
