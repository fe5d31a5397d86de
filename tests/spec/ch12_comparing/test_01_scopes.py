"""Two scopes and two definitions

In the same facts nothing can be erased, merged or corrected.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "persons": "person | sex | permits\n1 | female | publicity\n2 | female |\n3 | male |\n4 | | publicity",
    "enrolments": """
        person | project | entry      | exit
        1      | M       | 2020-02-01 | 2020-06-30
        2      | M       | 2020-02-01 | 2021-06-30
        3      | F       | 2021-02-01 |
        4      | F       | 2021-02-01 |
    """,
}


def test_same(spec: Spec) -> None:
    """A figure compared with itself: nobody differs."""
    spec(**DATA, yes=[2, 3, 4], later={}, comparison="3 = 3 people", moved={})


def test_periods(spec: Spec) -> None:
    """Another period, or any other scope: who is there only then has joined, who is no longer there has left."""
    spec(
        **DATA,
        period="2020",
        yes=[1, 2],
        later={"period": "2021"},
        comparison="2 + 2 joined − 1 left = 3 people",
        moved={"joined": [3, 4], "left": [1]},
    )
    spec(
        **DATA,
        period="all",
        project="M",
        yes=[1, 2],
        later={"project": "F"},
        comparison="2 + 2 joined − 2 left = 2 people",
        moved={"joined": [3, 4], "left": [1, 2]},
    )


def test_definitions(spec: Spec) -> None:
    """Another definition: who answers it otherwise, in the same facts and scope."""
    spec(
        **DATA,
        yes=[2, 3, 4],
        later={"counts": "sex = 'female'"},
        comparison="3 − 2 by definition = 1 person",
        moved={"definition": [3, 4]},
    )


def test_definition_before_scope(spec: Spec) -> None:
    """Where the definition and the scope are others, the definition is asked first, in the older scope."""
    spec(
        **DATA,
        period="2020",
        counts="sex = 'female'",
        yes=[1, 2],
        later={"counts": "sex = 'male'", "period": "2021"},
        comparison="2 − 2 by definition + 1 joined = 1 person",
        moved={"definition": [1, 2], "joined": [3]},
    )


def test_purposes(spec: Spec) -> None:
    """Another purpose is a matter of consent."""
    spec(
        **DATA,
        yes=[2, 3, 4],
        later={"purpose": "publicity"},
        comparison="3 − 2 by consent = 1 person",
        moved={"consent": [2, 3]},
    )


def test_units(spec: Spec) -> None:
    """People are not compared with participations, nor are shares compared."""
    spec(**DATA, later={"unit": "participation"}, raises="mixed_units")
    spec(
        **DATA,
        kind="share",
        part={"counts": "sex = 'female'"},
        of={"counts": "true"},
        later={},
        raises="not_combinable",
    )
