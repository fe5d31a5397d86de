"""At entry and at exit"""

from collections.abc import Callable

Spec = Callable[..., None]


def test_entry(spec: Spec) -> None:
    """The value at entry is that of the first spell.

    Person 1 came back unemployed; at her first entry she was inactive, and that holds.
    """
    spec(
        enrolments="""
            enrolment | person | project | entry      | exit
            11        | 1      | M       | 2021-01-15 | 2021-03-01
            12        | 1      | M       | 2021-09-01 |
            13        | 2      | M       | 2021-09-01 |
        """,
        observations="""
            person | enrolment | measure    | moment | value
            1      | 11        | employment | entry  | inactive
            1      | 12        | employment | entry  | unemployed
            2      | 13        | employment | entry  | unemployed
        """,
        counts="entry(employment) = 'unemployed'",
        yes=[2],
        no=[1],
    )


def test_exit(spec: Spec) -> None:
    """The value at exit is that of the last spell, and there is none while the person is still there."""
    spec(
        enrolments="""
            enrolment | person | project | entry      | exit
            11        | 1      | M       | 2021-01-15 | 2021-03-01
            12        | 1      | M       | 2021-09-01 | 2021-12-10
            13        | 2      | M       | 2021-01-15 | 2021-03-01
            14        | 2      | M       | 2021-09-01 |
        """,
        observations="""
            person | enrolment | measure    | moment | value
            1      | 11        | employment | exit   | unemployed
            1      | 12        | employment | exit   | employed
            2      | 13        | employment | exit   | employed
        """,
        counts="exit(employment) = 'employed'",
        yes=[1],
        unknown=[2],
    )


def test_exit_window(spec: Spec) -> None:
    """An exit answer counts up to 28 days after the last exit, also when that falls after the period.

    Person 1 was asked 21 days after her exit, person 2 on the twenty-eighth day, person 3 a day too late. (ESF+ counts
    as immediate what is known within four weeks of leaving.)
    """
    spec(
        enrolments="""
            person | project | entry      | exit
            1      | M       | 2021-04-01 | 2021-12-20
            2      | M       | 2021-04-01 | 2021-12-20
            3      | M       | 2021-04-01 | 2021-12-20
        """,
        observations="""
            person | measure    | moment | date       | value
            1      | employment | exit   | 2022-01-10 | employed
            2      | employment | exit   | 2022-01-17 | employed
            3      | employment | exit   | 2022-01-18 | employed
        """,
        period_on="exit",
        counts="exit(employment) = 'employed'",
        yes=[1, 2],
        unknown=[3],
    )


def test_asked_again(spec: Spec) -> None:
    """Of several known answers the latest holds; on one day, the one recorded last. An unknown never replaces one."""
    spec(
        enrolments="person | project | entry | exit\n1 | M | 2021-01-10 | 2021-06-30\n2 | M | 2021-01-10 | 2021-06-30",
        observations="""
            person | measure    | moment | date       | value
            1      | employment | exit   | 2021-06-30 | unemployed
            1      | employment | exit   | 2021-07-10 | employed
            1      | employment | exit   | 2021-07-12 | unknown
            2      | employment | exit   | 2021-07-10 | employed
            2      | employment | exit   | 2021-07-10 | unemployed
        """,
        counts="exit(employment) = 'employed'",
        yes=[1],
        no=[2],
    )
