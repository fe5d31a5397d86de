"""The latest answer"""

from collections.abc import Callable

Spec = Callable[..., None]


def test_latest(spec: Spec) -> None:
    """`latest(measure)` is the last known answer in the period, of whatever moment.

    Person 1 moved; person 2's later answer is of another year; person 3 has only an answer of before.
    """
    spec(
        enrolments="person | project | entry\n1 | M | 2020-12-01\n2 | M | 2020-12-01\n3 | M | 2020-12-01",
        observations="""
            person | measure | moment | date       | value
            1      | housing | entry  | 2021-01-15 | precarious
            1      | housing | any    | 2021-05-20 | stable
            2      | housing | any    | 2021-05-20 | precarious
            2      | housing | any    | 2022-01-10 | stable
            3      | housing | entry  | 2020-12-01 | stable
        """,
        counts="latest(housing) = 'stable'",
        yes=[1],
        no=[2],
        unknown=[3],
    )
