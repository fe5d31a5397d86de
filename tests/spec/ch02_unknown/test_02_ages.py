"""Ages, and other numbers known within limits

A number may be known within limits only: a birth year alone leaves two possible ages. A comparison is yes where it
holds for all that is possible, no where it holds for none of it, else unknown.
"""

from collections.abc import Callable

Spec = Callable[..., None]

BIRTHS = {
    "persons": """
        person | birth
        1      | 1996
        2      | 1996-05
        3      | 1996-06-01
        4      | 1996-06-02
        5      |
    """,
    "enrolments": """
        person | project | entry      | exit
        1      | M       | 2021-06-01 | 2021-12-17
        2      | M       | 2021-06-01 | 2021-12-17
        3      | M       | 2021-06-01 | 2021-12-17
        4      | M       | 2021-06-01 |
        5      | M       | 2021-06-01 |
    """,
}


def test_year_of_birth(spec: Spec) -> None:
    """A birth year alone leaves the age unknown only where both possible ages stand on either side of the bound.

    Entering on 1 June 2021, somebody born in 1996 is 24 or 25: under 25 is unknown, under 26 is yes. Person 2 was
    born in May, so that the year's uncertainty does not matter.
    """
    spec(**BIRTHS, counts="age(entry) < 25", yes=[4], no=[2, 3], unknown=[1, 5])
    spec(**BIRTHS, counts="age(entry) < 26", yes=[1, 2, 3, 4], unknown=[5])
    spec(**BIRTHS, counts="age(entry) = 25", yes=[2, 3], no=[4], unknown=[1, 5])


def test_between(spec: Spec) -> None:
    """BETWEEN includes both bounds."""
    spec(**BIRTHS, counts="age(entry) BETWEEN 20 AND 24", yes=[4], no=[2, 3], unknown=[1, 5])


def test_age_at_exit(spec: Spec) -> None:
    """Age at exit is unknown while the person is still there.

    By 17 December 2021 everybody born in May or June 1996 has turned 25; of person 1 it is not known.
    """
    spec(**BIRTHS, counts="age(exit) >= 25", yes=[2, 3], unknown=[1, 4, 5])


def test_known_age(spec: Spec) -> None:
    """A number is known (IS NOT NULL) where only one value is possible."""
    spec(**BIRTHS, counts="age(entry) IS NOT NULL", yes=[2, 3, 4], no=[1, 5])


def test_leap_day(spec: Spec) -> None:
    """Born on 29 February, one is a year older on 1 March in years that have no such day."""
    spec(
        persons="person | birth\n1 | 2004-02-29\n2 | 2004-02-29\n3 | 2004-02-29",
        enrolments="""
            person | project | entry
            1      | M       | 2021-02-28
            2      | M       | 2021-03-01
            3      | M       | 2024-02-29
        """,
        period="2021..2024",
        counts="age(entry) >= 17",
        yes=[2, 3],
        no=[1],
    )
