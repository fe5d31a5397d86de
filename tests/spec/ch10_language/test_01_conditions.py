"""Conditions"""

from collections.abc import Callable

Spec = Callable[..., None]

SCORES = {
    "enrolments": "person | project\n1 | M\n2 | M\n3 | M\n4 | M",
    "observations": """
        person | measure      | moment | value
        1      | satisfaction | entry  | 2
        2      | satisfaction | entry  | 3
        3      | satisfaction | entry  | 4.5
    """,
}


def test_comparisons(spec: Spec) -> None:
    """Numbers compare with =, !=, <, <=, > and >=."""
    spec(**SCORES, counts="entry(satisfaction) = 3", yes=[2], no=[1, 3], unknown=[4])
    spec(**SCORES, counts="entry(satisfaction) != 3", yes=[1, 3], no=[2], unknown=[4])
    spec(**SCORES, counts="entry(satisfaction) < 3", yes=[1], no=[2, 3], unknown=[4])
    spec(**SCORES, counts="entry(satisfaction) <= 3", yes=[1, 2], no=[3], unknown=[4])
    spec(**SCORES, counts="entry(satisfaction) > 3", yes=[3], no=[1, 2], unknown=[4])
    spec(**SCORES, counts="entry(satisfaction) >= 4.5", yes=[3], no=[1, 2], unknown=[4])


def test_between(spec: Spec) -> None:
    """BETWEEN takes both ends in; NOT BETWEEN leaves both out."""
    spec(**SCORES, counts="entry(satisfaction) BETWEEN 3 AND 4.5", yes=[2, 3], no=[1], unknown=[4])
    spec(**SCORES, counts="entry(satisfaction) NOT BETWEEN 3 AND 4.5", yes=[1], no=[2, 3], unknown=[4])


def test_two_terms(spec: Spec) -> None:
    """Two terms of one unit can be compared with each other."""
    spec(
        enrolments="person | project | exit\n1 | M | 2021-06-30\n2 | M | 2021-06-30",
        observations="""
            person | measure      | moment | value
            1      | satisfaction | entry  | 2
            1      | satisfaction | exit   | 4
            2      | satisfaction | entry  | 4
            2      | satisfaction | exit   | 4
        """,
        counts="exit(satisfaction) > entry(satisfaction)",
        yes=[1],
        no=[2],
    )


def test_codes(spec: Spec) -> None:
    """Codes stand in single quotes and compare with =, !=, IN and NOT IN."""
    data = {
        "projects": "project | countries\nM | FR\nF | SN",
        "persons": "person | nationality\n1 | SN\n2 | FR",
        "enrolments": "person | project\n1 | M\n2 | F",
    }
    spec(**data, counts="nationality IN ('SN', 'BF')", yes=[1], no=[2])
    spec(**data, counts="nationality != 'SN'", yes=[2], no=[1])
    spec(**data, counts="project = 'M'", yes=[1], no=[2])
    spec(**data, counts="country NOT IN ('SN', 'BF')", yes=[1], no=[2])


def test_apostrophe(spec: Spec) -> None:
    """A quote inside quotes is written twice."""
    spec(
        enrolments="person | project\n1 | L'ATELIER",
        counts="project = 'L''ATELIER'",
        yes=[1],
    )


def test_order_of_and_or(spec: Spec) -> None:
    """AND binds closer than OR; brackets say otherwise; NOT binds closest."""
    data = {"persons": "person | sex | nationality\n1 | male | FR\n2 | female | SN", "enrolments": "person\n1\n2"}
    spec(**data, counts="sex = 'male' OR sex = 'female' AND nationality = 'FR'", yes=[1], no=[2])
    spec(**data, counts="(sex = 'male' OR sex = 'female') AND nationality = 'SN'", yes=[2], no=[1])
    spec(**data, counts="NOT sex = 'male' AND nationality = 'SN'", yes=[2], no=[1])


def test_true_and_false(spec: Spec) -> None:
    """`true`, `false`, and `enrolled()`, which holds for every participation in the scope and its period."""
    spec(enrolments="person\n1", counts="true", yes=[1])
    spec(enrolments="person\n1", counts="false", no=[1])
    spec(enrolments="person\n1", counts="enrolled()", yes=[1])
