"""Two to six figures

Of one unit, one facts version and one purpose.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "persons": "person | sex\n1 | female\n2 | female\n3 | male\n4 | female\n5 |",
    "enrolments": """
        person | project
        1      | M
        2      | M
        2      | F
        3      | F
        4      | F
        5      | M
    """,
}


def test_two(spec: Spec) -> None:
    """Two figures: who is in both, what part of each that is, and who is in one alone. The regions add up."""
    spec(
        **DATA,
        project="M",
        yes=[1, 2, 5],
        overlapping=[{"project": "F"}],
        overlap="""
        1. spec · 2021 · M: 3
        2. spec · 2021 · F: 3

        1 ∩ 2: 1 · 33.3 % of 1, 33.3 % of 2

        only in 1: 2
        only in 2: 2
        only in 1 and 2: 1
        2 + 2 + 1 = 5 people, once each
        """,
    )


def test_unknown(spec: Spec) -> None:
    """Whoever may be in a figure is counted where she is for sure, and said to be perhaps in more."""
    spec(
        **DATA,
        project="M",
        yes=[1, 2, 5],
        overlapping=[{"project": "F"}, {"project": ["F", "M"], "counts": "sex = 'female'"}],
        overlap="""
        1. spec · 2021 · M: 3
        2. spec · 2021 · F: 3
        3. spec · 2021 · F, M: 3 (unknown: 1)

        1 ∩ 2: 1 · 33.3 % of 1, 33.3 % of 2
        1 ∩ 3: 2 (unknown: 1) · 66.7 % of 1, 66.7 % of 3
        2 ∩ 3: 2 · 66.7 % of 2, 66.7 % of 3

        only in 1: 1 (1 may be in more)
        only in 2: 1
        only in 1 and 3: 1
        only in 2 and 3: 1
        only in 1, 2 and 3: 1
        1 + 1 + 1 + 1 + 1 = 5 people, once each
        """,
    )


def test_refused(spec: Spec) -> None:
    """Other units and more than six figures are refused."""
    spec(**DATA, overlapping=[{"unit": "participation"}], raises="mixed_units")
    spec(**DATA, overlapping=[{}] * 6, raises="overlap_of_how_many")
