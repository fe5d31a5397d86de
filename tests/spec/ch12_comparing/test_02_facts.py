"""The facts as they were and as they are

The home, say, and a copy of its folder made a year ago.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "persons": "person | sex\n1 | female\n2 | female\n3 | male\n4 |",
    "enrolments": """
        person | project | entry
        1      | M       | 2021-02-01
        2      | M       | 2021-02-01
        3      | F       | 2021-02-01
        4      | F       | 2021-02-01
    """,
}


def test_erased(spec: Spec) -> None:
    """Whom the newer facts do not have has been erased."""
    spec(
        **DATA,
        yes=[1, 2, 3, 4],
        later={
            "persons": "person | sex\n1 | female\n2 | female\n3 | male",
            "enrolments": "person | project | entry\n1 | M | 2021-02-01\n2 | M | 2021-02-01\n3 | F | 2021-02-01",
        },
        comparison="4 − 1 erased = 3 people",
        moved={"erased": [4]},
    )


def test_merged(spec: Spec) -> None:
    """Two found to be one: the total falls by one, and the number that is no longer counted is the one lost."""
    spec(
        **DATA,
        yes=[1, 2, 3, 4],
        later={"persons": "person | sex | same_as\n1 | female |\n2 | female |\n3 | male |\n4 | | 1"},
        comparison="4 − 1 merged = 3 people",
        moved={"identity": [4]},
    )
    spec(
        **DATA,
        project="F",
        yes=[3, 4],
        later={"persons": "person | sex | same_as\n1 | female |\n2 | female |\n3 | male |\n4 | | 1"},
        comparison="2 = 2 people",
        moved={},
    )


def test_split(spec: Spec) -> None:
    """And two who were taken for one."""
    spec(
        **DATA | {"persons": "person | sex | same_as\n1 | female |\n2 | female |\n3 | male |\n4 | | 1"},
        yes=[1, 2, 3],
        later={"persons": "person | sex\n1 | female\n2 | female\n3 | male\n4 |"},
        comparison="3 + 1 split = 4 people",
        moved={"identity": [4]},
    )


def test_consent(spec: Spec) -> None:
    """Who has refused since, or no longer refuses."""
    spec(
        **DATA | {"persons": "person | refuses\n1 | measurement\n2 |\n3 |\n4 |"},
        yes=[2, 3, 4],
        later={"persons": "person | refuses\n1 |\n2 |\n3 | measurement\n4 | measurement"},
        comparison="3 + 1 by consent − 2 by consent = 2 people",
        moved={"consent": [1, 3, 4]},
    )


def test_corrected(spec: Spec) -> None:
    """A fact changed, or an unknown became known."""
    spec(
        **DATA,
        counts="sex = 'female'",
        yes=[1, 2],
        no=[3],
        unknown=[4],
        later={"persons": "person | sex\n1 | female\n2 | male\n3 | male\n4 | female"},
        comparison="2 + 1 corrected − 1 corrected = 2 people",
        moved={"corrected": [2, 4]},
    )


def test_answers_that_came_late(spec: Spec) -> None:
    """An answer that was recorded later is a correction, whenever it was given."""
    data = {"enrolments": "person | exit\n1 | 2021-06-30\n2 | 2021-06-30"}
    spec(
        **data,
        period_on="exit",
        counts="exit(employment) = 'employed'",
        unknown=[1, 2],
        later={"observations": "person | measure | value\n1 | employment | employed"},
        comparison="0 + 1 corrected = 1 person",
        moved={"corrected": [1]},
    )


def test_joined(spec: Spec) -> None:
    """A spell begun since brings somebody in; the end of one that was open takes her out, or brings her in."""
    spec(
        **DATA,
        period="2021..",
        yes=[1, 2, 3, 4],
        later={
            "enrolments": """
            person | project | entry      | exit
            1      | M       | 2021-02-01 |
            2      | M       | 2021-02-01 |
            3      | F       | 2021-02-01 |
            4      | F       | 2021-02-01 |
            5      | F       | 2022-02-01 |
            """
        },
        comparison="4 + 1 joined = 5 people",
        moved={"joined": [5]},
    )
    ended = "person | exit\n1 | 2021-12-31\n2 |"
    spec(
        enrolments="person | exit\n1 |\n2 |",
        period="2022",
        yes=[1, 2],
        later={"enrolments": ended},
        comparison="2 − 1 left = 1 person",
        moved={"left": [1]},
    )
    spec(
        enrolments="person | exit\n1 |\n2 |",
        period_on="exit",
        yes=[],
        later={"enrolments": ended},
        comparison="0 + 1 joined = 1 person",
        moved={"joined": [1]},
    )


def test_spells_corrected(spec: Spec) -> None:
    """A spell whose dates were wrong, or that is no longer there, is a correction."""
    spec(
        enrolments="enrolment | person | entry\n1 | 1 | 2021-02-01\n2 | 2 | 2021-02-01",
        yes=[1, 2],
        later={"enrolments": "enrolment | person | entry\n1 | 1 | 2022-02-01\n2 | 2 | 2021-02-01"},
        comparison="2 − 1 corrected = 1 person",
        moved={"corrected": [1]},
    )


def test_one_reason_each(spec: Spec) -> None:
    """One person, several changes: the first that moves her. Erased goes before joined, merged before corrected."""
    spec(
        **DATA,
        counts="sex = 'female'",
        yes=[1, 2],
        no=[3],
        unknown=[4],
        later={
            "persons": "person | sex | same_as\n1 | female |\n2 | male | 1\n3 | male |\n4 | female |",
            "period": "2022",
        },
        comparison="2 − 1 merged + 1 corrected = 2 people",
        moved={"identity": [2], "corrected": [4]},
    )
