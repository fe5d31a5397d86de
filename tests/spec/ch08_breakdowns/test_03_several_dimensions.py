"""Several dimensions at once"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "persons": "person | sex\n1 | female\n2 | male\n3 |",
    "enrolments": """
        person | project | entry      | exit
        1      | M       | 2021-01-15 | 2021-03-01
        1      | F       | 2021-04-15 | 2021-06-01
        2      | F       | 2021-04-15 | 2021-06-01
        3      | M       | 2021-02-15 | 2021-06-01
    """,
}


def test_joint(spec: Spec) -> None:
    """Dimensions of scope are joint: one fact gives all the values.

    Person 1 was in M in the first quarter and in F in the second, and never in M in the second.
    """
    spec(
        **DATA,
        yes=[1, 2, 3],
        by={
            ("project", "quarter"): {
                ("F", "2021-Q2"): [1, 2],
                ("M", "2021-Q1"): [1, 3],
                ("M", "2021-Q2"): [3],
            }
        },
        reconciliation="2 + 2 + 1 − 2 counted twice = 3 people, once each",
    )


def test_crossed(spec: Spec) -> None:
    """What people are crosses where and when they were: each row is split by the value each member has."""
    spec(
        **DATA,
        yes=[1, 2, 3],
        by={
            ("sex", "project"): {
                ("female", "F"): [1],
                ("female", "M"): [1],
                ("male", "F"): [2],
                (None, "M"): [3],
            },
            "sex": {"female": [1], "male": [2], None: [3]},
            "project": {"F": [1, 2], "M": [1, 3]},
        },
    )


def test_narrower_scope(spec: Spec) -> None:
    """A cell and the figure of a narrower scope may differ: they answer different questions.

    Person 1 says yes in 2021, since she was unemployed when she entered M. She was in F too, so that she stands in both
    rows. The figure of project F asks only what she was when she entered F.
    """
    data = {
        **DATA,
        "observations": """
            person | project | measure    | moment | value
            1      | M       | employment | entry  | unemployed
            1      | F       | employment | entry  | employed
            2      | F       | employment | entry  | employed
            3      | M       | employment | entry  | unemployed
        """,
        "counts": "entry(employment) = 'unemployed'",
    }
    spec(**data, yes=[1, 3], no=[2], by={"project": {"F": [1], "M": [1, 3]}})
    spec(**data, project="F", no=[1, 2], value=0)
