"""Sums in a breakdown

Each cell adds the numbers of its own members. These are decided once, in the figure's scope: a breakdown changes no number.
"""

from collections.abc import Callable
from decimal import Decimal

Spec = Callable[..., None]

DATA = {
    "persons": "person | sex\n1 | female\n2 | male\n3 |",
    "enrolments": "person | project\n1 | M\n1 | F\n2 | M\n3 | F",
    "sessions": "session | project | date\ns1 | M | 2021-02-10\ns2 | F | 2021-02-11",
    "attendances": "session | person | hours\ns1 | 1 | 2\ns2 | 1 | 1.5\ns1 | 2 | 2\ns2 | 3 | 3",
}
ASKED = {
    "period_on": "session",
    "kind": "sum",
    "value_of": "hours_attended()",
    "yes": [1, 2, 3],
    "value": Decimal("8.5"),
}


def test_subject_dimension(spec: Spec) -> None:
    """Cells that do not overlap add up to the figure."""
    spec(
        **DATA,
        **ASKED,
        by={"sex": {"female": [1], "male": [2], None: [3]}},
        value_by={"sex": {"female": Decimal("3.5"), "male": Decimal(2), None: Decimal(3)}},
    )


def test_scope_dimension(spec: Spec) -> None:
    """Person 1 was in both projects: her 3.5 hours stand in both cells, and the table says what is counted more than once."""
    spec(
        **DATA,
        **ASKED,
        by={"project": {"F": [1, 3], "M": [1, 2]}},
        value_by={"project": {"F": Decimal("6.5"), "M": Decimal("5.5")}},
        printed={
            "project": """
                project                 people  sum (hours)  number unknown  answer unknown
                F                            2          6.5               0               0
                M                            2          5.5               0               0
                Total                        3          8.5               0               0
                Counted more than once       1          3.5
                2 + 2 − 1 counted twice = 3 people, once each
                6.5 + 5.5 − 3.5 counted more than once = 8.5 hours
            """
        },
    )
