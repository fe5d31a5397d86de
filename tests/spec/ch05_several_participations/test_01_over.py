"""Any, all, first, last"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "enrolments": """
        person | project | entry      | exit
        1      | F       | 2021-01-10 | 2021-03-01
        1      | M       | 2021-02-01 | 2021-06-30
        2      | F       | 2021-01-10 | 2021-03-01
        2      | M       | 2021-02-01 | 2021-06-30
        3      | F       | 2021-01-10 | 2021-03-01
        3      | M       | 2021-02-01 | 2021-06-30
        4      | F       | 2021-01-10 | 2021-03-01
        4      | M       | 2021-02-01 | 2021-06-30
    """,
    "observations": """
        person | project | measure       | moment | value
        1      | F       | qualification | exit   | yes
        1      | M       | qualification | exit   | no
        2      | F       | qualification | exit   | no
        2      | M       | qualification | exit   | no
        3      | F       | qualification | exit   | no
        4      | M       | qualification | exit   | yes
    """,
}

GAINED = "exit(qualification) = 'yes'"


def test_any(spec: Spec) -> None:
    """`any`, the default: yes if one says yes, no if all say no, else unknown.

    Person 3 said no in F and was not asked in M: unknown.
    """
    spec(**DATA, counts=GAINED, over="any", yes=[1, 4], no=[2], unknown=[3])


def test_all(spec: Spec) -> None:
    """`all`: no if one says no, yes if all say yes, else unknown."""
    spec(**DATA, counts=GAINED, over="all", no=[1, 2, 3], unknown=[4])


def test_first_and_last(spec: Spec) -> None:
    """`first` and `last` ask one participation only: the one entered first, or last."""
    spec(**DATA, counts=GAINED, over="first", yes=[1], no=[2, 3], unknown=[4])
    spec(**DATA, counts=GAINED, over="last", yes=[4], no=[1, 2], unknown=[3])


def test_first_excluded(spec: Spec) -> None:
    """Where `among` excludes the one participation that is asked, the person is outside.

    `first` is chosen in scope and period, before `among` is applied: it is project F for all four.
    """
    spec(**DATA, among="enrolled() AND project = 'M'", counts=GAINED, over="first")
    spec(**DATA, among="enrolled() AND project = 'M'", counts=GAINED, over="any", yes=[4], no=[1, 2], unknown=[3])


def test_same_day(spec: Spec) -> None:
    """Entered on one day, participations are in the order of their projects' codes."""
    spec(
        enrolments="person | project | entry\n1 | M | 2021-01-10\n1 | F | 2021-01-10",
        observations="""
            person | project | measure    | moment | value
            1      | M       | employment | entry  | employed
            1      | F       | employment | entry  | inactive
        """,
        counts="entry(employment) = 'inactive'",
        over="first",
        yes=[1],
    )


def test_participations_answer_for_themselves(spec: Spec) -> None:
    """With the unit `participation` each answers for itself.

    The numbers are those of the enrolments, in the order of the table.
    """
    spec(**DATA, unit="participation", counts=GAINED, yes=[1, 8], no=[2, 3, 4, 5], unknown=[6, 7])
