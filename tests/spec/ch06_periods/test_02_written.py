"""How periods are written"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "enrolments": """
        person | project | entry
        1      | M       | 2020-12-31
        2      | M       | 2021-03-01
        3      | M       | 2021-03-31
        4      | M       | 2021-07-15
    """,
    "period_on": "entry",
}


def test_year_quarter_month(spec: Spec) -> None:
    """A year, a quarter, a month or a day."""
    spec(**DATA, period="2021", yes=[2, 3, 4])
    spec(**DATA, period="2021-Q3", yes=[4])
    spec(**DATA, period="2021-03", yes=[2, 3])
    spec(**DATA, period="2021-03-31", yes=[3])


def test_two_dates(spec: Spec) -> None:
    """Any two dates, both included; either may be left out."""
    spec(**DATA, period="2020-12-31..2021-03-01", yes=[1, 2])
    spec(**DATA, period="..2021-03-01", yes=[1, 2])
    spec(**DATA, period="2021-03-31..", yes=[3, 4])


def test_two_periods(spec: Spec) -> None:
    """From one period to another; or all dates."""
    spec(**DATA, period="2020..2021-Q1", yes=[1, 2, 3])
    spec(**DATA, period="all", yes=[1, 2, 3, 4])


def test_refused(spec: Spec) -> None:
    """What is not a period is refused, and so is one that ends before it starts."""
    spec(**DATA, period="2021-Q5", raises="bad_period")
    spec(**DATA, period="2021-03-31..2021-03-01", raises="period_backwards")
