"""Some months after"""

from collections.abc import Callable

Spec = Callable[..., None]


def test_after(spec: Spec) -> None:
    """`after(measure, 6)` is the answer given for six months after the last exit, up to 28 days later than that.

    All left on 30 June 2021, so the answer counts until 27 January 2022. Person 3 was asked for twelve months after.
    """
    spec(
        enrolments="""
            person | project | exit
            1      | M       | 2021-06-30
            2      | M       | 2021-06-30
            3      | M       | 2021-06-30
            4      | M       |
        """,
        observations="""
            person | measure    | moment   | date       | value
            1      | employment | after 6  | 2022-01-27 | employed
            2      | employment | after 6  | 2022-01-28 | employed
            3      | employment | after 12 | 2022-01-10 | employed
        """,
        counts="after(employment, 6) = 'employed'",
        yes=[1],
        unknown=[2, 3, 4],
    )


def test_months_end(spec: Spec) -> None:
    """Six months after 31 August is the last day of February."""
    spec(
        enrolments="person | project | exit\n1 | M | 2021-08-31\n2 | M | 2021-08-31",
        observations="""
            person | measure    | moment  | date       | value
            1      | employment | after 6 | 2022-03-28 | employed
            2      | employment | after 6 | 2022-03-29 | employed
        """,
        counts="after(employment, 6) = 'employed'",
        yes=[1],
        unknown=[2],
    )
