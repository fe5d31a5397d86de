"""Whom an indicator asks

`among` is the universe: who is asked at all. `counts` is the question. Everybody in the universe answers yes, no or
unknown.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "persons": """
        person | sex
        1      | female
        2      | female
        3      | male
        4      |
    """,
    "enrolments": """
        person | project | exit
        1      | M       | 2021-06-30
        2      | M       | 2021-06-30
        3      | M       | 2021-06-30
        4      | M       | 2021-06-30
    """,
    "observations": """
        person | measure    | moment | value
        1      | employment | exit   | employed
        2      | employment | exit   | unemployed
        3      | employment | exit   | employed
        4      | employment | exit   | employed
    """,
}


def test_among(spec: Spec) -> None:
    """Whoever `among` excludes is not asked: neither yes, no nor unknown.

    Person 3 is a man and is outside. Whether person 4 belongs is unknown; she stays in, and her answer is unknown,
    whatever she says to the question.
    """
    spec(
        **DATA,
        among="enrolled() AND sex = 'female'",
        counts="exit(employment) = 'employed'",
        yes=[1],
        no=[2],
        unknown=[4],
    )


def test_nobody_asked(spec: Spec) -> None:
    """Where people were enrolled and none of them is asked, the figure is zero."""
    spec(**DATA, among="enrolled() AND nationality = 'SN' AND sex = 'other' AND false", value=0)


def test_among_by_participation(spec: Spec) -> None:
    """`among` is asked of each participation.

    Person 1 entered project M unemployed and project F employed: only M is asked for her, and she found work there.
    """
    spec(
        enrolments="""
            person | project | entry      | exit
            1      | M       | 2021-01-10 | 2021-05-01
            1      | F       | 2021-06-10 | 2021-09-01
            2      | F       | 2021-06-10 | 2021-09-01
        """,
        observations="""
            person | project | measure    | moment | value
            1      | M       | employment | entry  | unemployed
            1      | M       | employment | exit   | employed
            1      | F       | employment | entry  | employed
            1      | F       | employment | exit   | unemployed
            2      | F       | employment | entry  | employed
            2      | F       | employment | exit   | employed
        """,
        among="enrolled() AND entry(employment) = 'unemployed'",
        counts="exit(employment) = 'employed'",
        yes=[1],
    )
