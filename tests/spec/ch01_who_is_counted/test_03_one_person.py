"""People found to be one

Two records may be of one person. Somebody decides it, with a reason; from then on they are one subject, known by the
smallest of their numbers. Records stay as they came, and the decision can be undone.
"""

from collections.abc import Callable

Spec = Callable[..., None]

MERGED = """
    person | same_as | sex    | birth | nationality
    5      |         |        |       | SN
    8      | 5       | female | 1996  | FR
"""


def test_merged(spec: Spec) -> None:
    """Two numbers found to be one person count once.

    8 is 5: one member with two participations.
    """
    spec(
        persons=MERGED,
        enrolments="""
            person | project
            5      | M
            8      | F
        """,
        yes=[5],
        by={"project": {"F": [5], "M": [5]}},
        reconciliation="1 + 1 − 1 counted twice = 1 person, once each",
    )


def test_merged_in_one_project(spec: Spec) -> None:
    """In one project, the spells of both are one participation, known by the number of its first spell."""
    spec(
        persons=MERGED,
        enrolments="""
            enrolment | person | project | entry
            21        | 5      | M       | 2021-05-01
            22        | 8      | M       | 2021-02-01
        """,
        unit="participation",
        yes=[22],
    )


def test_merged_attributes(spec: Spec) -> None:
    """What one record does not know, the other may.

    Sex and birth are taken from 8, since 5 has none; nationality from 5, the smaller number.
    """
    data = {"persons": MERGED, "enrolments": "person | project\n5 | M\n8 | F"}
    spec(**data, counts="sex = 'female'", yes=[5])
    spec(**data, counts="nationality = 'SN'", yes=[5])
    spec(**data, counts="age(entry) < 30", yes=[5])


def test_merged_in_one_session(spec: Spec) -> None:
    """Where both numbers stand in one session it is one attendance.

    Present wins over excused, excused over absent; of the hours, the larger count.
    """
    data = {
        "persons": MERGED,
        "enrolments": "person | project\n5 | M\n8 | M",
        "sessions": """
            session | date
            s1      | 2021-03-01
            s2      | 2021-03-08
        """,
        "attendances": """
            session | person | mark    | hours
            s1      | 5      | present | 1.5
            s1      | 8      | present | 2
            s2      | 5      | excused |
            s2      | 8      | present | 1
        """,
    }
    spec(**data, counts="sessions_attended() = 2", yes=[5])
    spec(**data, counts="hours_attended() = 3", yes=[5])
