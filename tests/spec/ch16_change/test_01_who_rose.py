"""Who rose, stayed and fell

Four sets, each of which opens onto its members: the fourth are those of whom one observation is missing.
"""

from collections.abc import Callable
from decimal import Decimal

Spec = Callable[..., None]

SPELLS = "person | entry      | exit\n1 | 2021-01-10 | 2021-06-30\n2 | 2021-01-10 | 2021-06-30\n3 | 2021-01-10 | 2021-06-30\n4 | 2021-01-10 | 2021-06-30"


def test_numbers(spec: Spec) -> None:
    """The mean change is over those with both observations: 1, −2 and 0 here."""
    spec(
        enrolments=SPELLS,
        observations="""
            person | measure      | moment | value
            1      | satisfaction | entry  | 2
            1      | satisfaction | exit   | 3
            2      | satisfaction | entry  | 5
            2      | satisfaction | exit   | 3
            3      | satisfaction | entry  | 4
            3      | satisfaction | exit   | 4
            4      | satisfaction | entry  | 1
        """,
        period_on="exit",
        kind="change",
        value_of="change(satisfaction)",
        each="latest",
        yes=[1, 2, 3, 4],
        value=Decimal("-0.333333"),
        rose=[1],
        fell=[2],
        stayed=[3],
        number_unknown=[4],
    )


def test_levels(spec: Spec) -> None:
    """Of a level, by how many levels: from A1 to B1 is two. In a breakdown, of the members of each cell."""
    spec(
        enrolments=SPELLS,
        persons="person | sex\n1 | female\n2 | female\n3 | male\n4 | male",
        observations="""
            person | measure      | moment | value
            1      | french_level | entry  | A1
            1      | french_level | exit   | B1
            2      | french_level | entry  | A1
            2      | french_level | exit   | A2
            3      | french_level | entry  | A2
            3      | french_level | exit   | A1
            4      | french_level | entry  | A1
            4      | french_level | exit   | A1
        """,
        period_on="exit",
        kind="change",
        value_of="change(french_level)",
        each="latest",
        yes=[1, 2, 3, 4],
        value=Decimal("0.5"),
        rose=[1, 2],
        fell=[3],
        stayed=[4],
        by={"sex": {"female": [1, 2], "male": [3, 4]}},
        value_by={"sex": {"female": Decimal("1.5"), "male": Decimal("-0.5")}},
    )
