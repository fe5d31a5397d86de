"""What people are: dimensions that split the set

Sex, age band, nationality, and the value at entry of any measure with options. Each member stands in one row.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "persons": """
        person | sex    | birth      | nationality
        1      | female | 1990-05-05 | SN
        2      | female | 2001       | SN
        3      | male   | 1960       | FR
        4      |        | 1996       |
    """,
    "enrolments": """
        person | project | entry
        1      | M       | 2021-06-01
        2      | M       | 2021-06-01
        3      | M       | 2021-06-01
        4      | M       | 2021-06-01
    """,
}


def test_sex(spec: Spec) -> None:
    """By sex. The rows add up to the total, unknown included."""
    spec(
        **DATA,
        yes=[1, 2, 3, 4],
        by={"sex": {"female": [1, 2], "male": [3], None: [4]}},
        reconciliation="2 + 1 + 1 = 4 people, once each",
    )


def test_nationality(spec: Spec) -> None:
    """By nationality, as ISO country codes."""
    spec(**DATA, yes=[1, 2, 3, 4], by={"nationality": {"FR": [3], "SN": [1, 2], None: [4]}})


def test_age_band(spec: Spec) -> None:
    """By age band: the age at entry.

    Born in 1996 and entering on 1 June 2021, person 4 is 24 or 25, which are two bands: unknown. The year alone is
    enough for persons 2 and 3.
    """
    spec(**DATA, yes=[1, 2, 3, 4], by={"age_band": {"<25": [2], "25-54": [1], "55+": [3], None: [4]}})


def test_own_bands(spec: Spec) -> None:
    """A definition may have its own bands."""
    spec(
        **DATA,
        age_bands=(18, 30, 50),
        yes=[1, 2, 3, 4],
        by={"age_band": {"18-29": [2, 4], "30-49": [1], "50+": [3]}},
    )


def test_measure(spec: Spec) -> None:
    """By the value at entry of a measure. Levels stand in their order."""
    spec(
        **DATA,
        observations="""
            person | measure      | moment | value
            1      | french_level | entry  | B1
            2      | french_level | entry  | A1
            3      | french_level | entry  | A1
        """,
        yes=[1, 2, 3, 4],
        by={"french_level": {"A1": [2, 3], "B1": [1], None: [4]}},
    )


def test_first_participation(spec: Spec) -> None:
    """The value is that at the first participation in scope: nobody stands in two rows because time went by.

    Person 1 turned 25 between her two entries; in the scope of project M alone, M is her first.
    """
    data = {
        "persons": "person | birth\n1 | 1996-03-01",
        "enrolments": "person | project | entry\n1 | F | 2021-02-01\n1 | M | 2021-04-01",
    }
    spec(**data, yes=[1], by={"age_band": {"<25": [1]}})
    spec(**data, project="M", yes=[1], by={"age_band": {"25-54": [1]}})


def test_unknown_answers(spec: Spec) -> None:
    """Only those who say yes are broken down. Whose answer is unknown is shown beside them, row by row."""
    spec(
        **DATA,
        counts="nationality = 'SN'",
        yes=[1, 2],
        no=[3],
        unknown=[4],
        by={"sex": {"female": [1, 2]}},
        unknown_by={"sex": {None: [4]}},
    )
