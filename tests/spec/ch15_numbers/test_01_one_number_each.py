"""One number for each member

Who is in several projects has one number all the same: the definition says how.
"""

from collections.abc import Callable
from decimal import Decimal

Spec = Callable[..., None]

VENTURES = {
    "enrolments": """
        person | project | entry
        1      | M       | 2021-01-10
        1      | F       | 2021-03-01
        2      | M       | 2021-01-10
    """,
    "observations": """
        person | project | measure      | moment | value
        1      | M       | satisfaction | entry  | 2
        1      | F       | satisfaction | entry  | 5
        2      | M       | satisfaction | entry  | 4
    """,
}


def test_first_latest_total(spec: Spec) -> None:
    """Their numbers added, or that of the first participation, or of the latest.

    First and latest by the first day of the participation, then by the project's code.
    """
    asked = {**VENTURES, "kind": "sum", "value_of": "entry(satisfaction)", "yes": [1, 2]}
    spec(**asked, each="total", value=Decimal(11))
    spec(**asked, each="first", value=Decimal(6))
    spec(**asked, each="latest", value=Decimal(9))


def test_first_known(spec: Spec) -> None:
    """The first is the first of which it is known, and the latest the latest: what was not answered leaves room for what was.

    A total is not known where a part of it is not.
    """
    asked = {
        "enrolments": VENTURES["enrolments"],
        "observations": """
            person | project | measure      | moment | value
            1      | M       | satisfaction | entry  | 2
            1      | F       | satisfaction | entry  | refused
            2      | M       | satisfaction | entry  | 4
        """,
        "kind": "sum",
        "value_of": "entry(satisfaction)",
        "yes": [1, 2],
    }
    spec(**asked, each="first", value=Decimal(6))
    spec(**asked, each="latest", value=Decimal(6))
    spec(**asked, each="total", value=Decimal(4), number_unknown=[1])


def test_each_venture_once(spec: Spec) -> None:
    """Ventures are counted by the same rules as people: two programmes, one venture, one number of jobs."""
    spec(
        persons="person | kind\n1 | venture\n2 | venture",
        enrolments=VENTURES["enrolments"],
        observations="""
            person | project | measure | moment | date       | value
            1      | M       | jobs    | any    | 2021-02-01 | 3
            1      | F       | jobs    | any    | 2021-09-01 | 5
            2      | M       | jobs    | any    | 2021-09-01 | 1
        """,
        unit="venture",
        kind="sum",
        value_of="latest(jobs)",
        each="latest",
        yes=[1, 2],
        value=Decimal(6),
        by={"project": {"F": [1], "M": [1, 2]}},
        value_by={"project": {"F": Decimal(5), "M": Decimal(6)}},
    )
