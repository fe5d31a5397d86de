"""Change"""

from collections.abc import Callable

Spec = Callable[..., None]

LEVELS = {
    "enrolments": """
        person | project | exit
        1      | M       | 2021-06-30
        2      | M       | 2021-06-30
        3      | M       | 2021-06-30
        4      | M       | 2021-06-30
    """,
    "observations": """
        person | measure      | moment | value
        1      | french_level | entry  | A1
        1      | french_level | exit   | B1
        2      | french_level | entry  | A1
        2      | french_level | exit   | A1
        3      | french_level | entry  | A1
        4      | french_level | entry  | B1
        4      | french_level | exit   | A2
    """,
}


def test_levels(spec: Spec) -> None:
    """`change` is the value at exit less the value at entry; for a level, in steps of its scale.

    From A1 to B1 are two steps. Without an answer at exit the change is unknown, not nought.
    """
    spec(**LEVELS, counts="change(french_level) >= 1", yes=[1], no=[2, 4], unknown=[3])
    spec(**LEVELS, counts="change(french_level) = 2", yes=[1], no=[2, 4], unknown=[3])
    spec(**LEVELS, counts="change(french_level) < 0", yes=[4], no=[1, 2], unknown=[3])


def test_order_of_levels(spec: Spec) -> None:
    """Levels are ordered and can be compared: B1 is above A2."""
    spec(**LEVELS, counts="entry(french_level) >= 'A2'", yes=[4], no=[1, 2, 3])
    spec(**LEVELS, counts="exit(french_level) BETWEEN 'A2' AND 'B2'", yes=[1, 4], no=[2], unknown=[3])


def test_numbers(spec: Spec) -> None:
    """Numbers change by subtraction."""
    spec(
        enrolments="person | project | exit\n1 | M | 2021-06-30\n2 | M | 2021-06-30",
        observations="""
            person | measure      | moment | value
            1      | satisfaction | entry  | 2
            1      | satisfaction | exit   | 4.5
            2      | satisfaction | entry  | 4
            2      | satisfaction | exit   | 3
        """,
        counts="change(satisfaction) > 2",
        yes=[1],
        no=[2],
    )
