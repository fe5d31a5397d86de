"""Sum

A number added over the members. Each counts once.
"""

from collections.abc import Callable
from decimal import Decimal

Spec = Callable[..., None]

DATA = {
    "enrolments": """
        person | project | entry
        1      | M       | 2021-01-10
        1      | F       | 2021-01-10
        2      | M       | 2021-01-10
    """,
    "sessions": """
        session | project | date
        s1      | M       | 2021-02-10
        s2      | F       | 2021-02-11
        s3      | M       | 2022-02-10
    """,
}


def test_hours(spec: Spec) -> None:
    """Hours attended, over all participations of each member; a session counts once for each person present."""
    spec(
        **DATA,
        attendances="session | person | hours\ns1 | 1 | 2\ns2 | 1 | 1.5\ns1 | 2 | 2\ns3 | 2 | 8",
        kind="sum",
        value_of="hours_attended()",
        yes=[1, 2],
        value=Decimal("5.5"),
        bounds=(Decimal("5.5"), Decimal("5.5")),
    )


def test_not_recorded(spec: Spec) -> None:
    """What was not recorded is not added, and not taken for nought: the sum is then at least what it says."""
    spec(
        **DATA,
        attendances="session | person | hours\ns1 | 1 | 2\ns2 | 1 |\ns1 | 2 | 2",
        kind="sum",
        value_of="hours_attended()",
        yes=[1, 2],
        number_unknown=[1],
        value=Decimal("4"),
        bounds=(Decimal("4"), None),
    )


def test_measures(spec: Spec) -> None:
    """A measure can be added, over those who answer yes."""
    spec(
        enrolments="person | project\n1 | M\n2 | M\n3 | M",
        observations="""
            person | measure      | moment | value
            1      | satisfaction | entry  | 4.5
            2      | satisfaction | entry  | 2
        """,
        kind="sum",
        counts="entry(satisfaction) IS NOT NULL",
        value_of="entry(satisfaction)",
        yes=[1, 2],
        no=[3],
        value=Decimal("6.5"),
    )
