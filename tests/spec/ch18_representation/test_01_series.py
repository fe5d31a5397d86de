"""The share of each year

A representation is of two counts, as a share is. Its own figure is that of the last year whose share is known.
"""

from collections.abc import Callable
from fractions import Fraction

Spec = Callable[..., None]

MANDATES = {
    "persons": "person | sex\n1 | female\n2 | male\n3 | male\n4 | female",
    "enrolments": """
        person | entry      | exit
        1      | 2019-01-01 |
        2      | 2019-01-01 |
        3      | 2019-01-01 | 2020-12-31
        4      | 2021-06-01 |
    """,
}
WOMEN = {"kind": "representation", "of": {}, "part": {"counts": "sex = 'female'"}}


def test_on_a_day(spec: Spec) -> None:
    """Who held a mandate on 1 March of each year. Person 4 came in June: she is not there in March 2021."""
    spec(
        **MANDATES,
        **WOMEN,
        on="03-01",
        period="2019..2021",
        yes=[1],
        no=[2],
        value=Fraction(1, 2),
        series={2019: Fraction(1, 3), 2020: Fraction(1, 3), 2021: Fraction(1, 2)},
    )


def test_over_each_year(spec: Spec) -> None:
    """Without a day, whoever was there in the year. A year that lies in the period only in part is left out."""
    spec(
        **MANDATES,
        **WOMEN,
        period="2019-07..2021",
        yes=[1, 4],
        no=[2],
        value=Fraction(2, 3),
        series={2020: Fraction(1, 3), 2021: Fraction(2, 3)},
    )


def test_a_year_without_anybody(spec: Spec) -> None:
    """A year in which nobody was there has no share, which is not 0 %: it is left out of the trend."""
    spec(
        **MANDATES,
        **WOMEN,
        on="03-01",
        period="2018..2019",
        yes=[1],
        no=[2, 3],
        value=Fraction(1, 3),
        series={2018: None, 2019: Fraction(1, 3)},
    )


def test_no_year(spec: Spec) -> None:
    """A period without a whole year has no point."""
    spec(
        **MANDATES,
        **WOMEN,
        period="2021-Q1",
        value="not computable",
        because="no whole year, or day of the year, lies in the period",
    )
