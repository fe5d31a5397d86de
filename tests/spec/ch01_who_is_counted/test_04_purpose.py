"""Purpose and consent

A figure states what it is for. People may refuse a purpose or permit it; refusing publicity does not uncount anybody.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "persons": """
        person | permits  | refuses
        1      | research |
        2      |          | measurement
        3      |          | publicity
        4      |          |
    """,
    "enrolments": """
        person | project
        1      | M
        2      | M
        3      | M
        4      | M
    """,
}


def test_measurement(spec: Spec) -> None:
    """The default purpose is measurement: everybody counts who has not refused it.

    Person 2 is outside the universe. That is not an unknown answer: she is not asked.
    """
    spec(**DATA, yes=[1, 3, 4])


def test_other_purpose(spec: Spec) -> None:
    """For any other purpose only those count who permit it.

    Nobody permits publicity: that is zero, since there are enrolments.
    """
    spec(**DATA, purpose="research", yes=[1])
    spec(**DATA, purpose="publicity", yes=[], value=0)


def test_merged_refusal(spec: Spec) -> None:
    """Of people found to be one, a refusal under any of their numbers holds."""
    spec(
        persons="""
            person | same_as | permits  | refuses
            1      |         | research |
            2      | 1       |          | research
            3      |         | research |
        """,
        enrolments="person | project\n1 | M\n2 | M\n3 | M",
        purpose="research",
        yes=[3],
    )
