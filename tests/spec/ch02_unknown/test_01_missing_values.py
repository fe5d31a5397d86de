"""Missing values"""

from collections.abc import Callable

Spec = Callable[..., None]

SEX = {
    "persons": """
        person | sex
        1      | female
        2      | male
        3      |
    """,
    "enrolments": "person | project\n1 | M\n2 | M\n3 | M",
}


def test_comparing(spec: Spec) -> None:
    """Comparing with a missing value is unknown."""
    spec(**SEX, counts="sex = 'female'", yes=[1], no=[2], unknown=[3])


def test_not(spec: Spec) -> None:
    """NOT keeps unknown, and so do `!=` and NOT IN: what is missing is not known to differ."""
    spec(**SEX, counts="NOT sex = 'female'", yes=[2], no=[1], unknown=[3])
    spec(**SEX, counts="sex != 'female'", yes=[2], no=[1], unknown=[3])
    spec(**SEX, counts="sex NOT IN ('female', 'other')", yes=[2], no=[1], unknown=[3])


def test_is_null(spec: Spec) -> None:
    """IS NULL asks whether a value is known; its answer never is unknown."""
    spec(**SEX, counts="sex IS NULL", yes=[3], no=[1, 2])
    spec(**SEX, counts="sex IS NOT NULL", yes=[1, 2], no=[3])


BOTH = {
    "persons": """
        person | sex    | nationality
        1      | female | SN
        2      | female | FR
        3      | female |
        4      | male   | FR
        5      | male   |
        6      |        |
    """,
    "enrolments": "person | project\n1 | M\n2 | M\n3 | M\n4 | M\n5 | M\n6 | M",
}


def test_and(spec: Spec) -> None:
    """AND: one no makes it no, whatever else is unknown.

    Person 5 has no known nationality, and it does not matter: he is a man.
    """
    spec(**BOTH, counts="sex = 'female' AND nationality = 'SN'", yes=[1], no=[2, 4, 5], unknown=[3, 6])


def test_or(spec: Spec) -> None:
    """OR: one yes makes it yes, whatever else is unknown."""
    spec(**BOTH, counts="sex = 'female' OR nationality = 'SN'", yes=[1, 2, 3], no=[4], unknown=[5, 6])


def test_asked_without_answer(spec: Spec) -> None:
    """Asked without an answer, refused, and never asked are all unknown."""
    spec(
        enrolments="person | project\n1 | M\n2 | M\n3 | M\n4 | M",
        observations="""
            person | measure    | moment | value
            1      | employment | entry  | inactive
            2      | employment | entry  | unknown
            3      | employment | entry  | refused
        """,
        counts="entry(employment) IN ('inactive', 'unemployed')",
        yes=[1],
        unknown=[2, 3, 4],
    )


def test_bounds(spec: Spec) -> None:
    """A figure with unknown answers has bounds: the truth lies between them."""
    spec(**SEX, counts="sex = 'female'", yes=[1], no=[2], unknown=[3], value=1, bounds=(1, 2))
