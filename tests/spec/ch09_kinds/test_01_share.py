"""Share"""

from collections.abc import Callable
from fractions import Fraction

Spec = Callable[..., None]

DATA = {
    "persons": "person | sex\n1 | female\n2 | female\n3 | male\n4 | female\n5 |",
    "enrolments": """
        person | project | exit
        1      | M       | 2021-06-30
        2      | M       | 2021-06-30
        3      | M       | 2021-06-30
        4      | M       | 2021-06-30
        5      | M       |
    """,
    "observations": """
        person | measure    | moment | value
        1      | employment | exit   | employed
        2      | employment | exit   | inactive
        3      | employment | exit   | employed
        5      | employment | entry  | employed
    """,
}
LEFT = {"period_on": "exit"}
FOUND_WORK = {"period_on": "exit", "counts": "exit(employment) = 'employed'"}


def test_share(spec: Spec) -> None:
    """A share is taken over those whose answer is known, and stands beside its bounds.

    Of the four who left, two found work, one did not, and of one it is not known: 2 of 3, between 2 of 4 and 3 of 4.
    """
    spec(
        **DATA,
        kind="share",
        of=LEFT,
        part=FOUND_WORK,
        yes=[1, 3],
        no=[2],
        unknown=[4],
        value=Fraction(2, 3),
        bounds=(Fraction(2, 4), Fraction(3, 4)),
    )


def test_share_broken_down(spec: Spec) -> None:
    """A share's rows are those of its whole; each has its own part and unknown."""
    spec(
        **DATA,
        kind="share",
        of=LEFT,
        part=FOUND_WORK,
        yes=[1, 3],
        no=[2],
        unknown=[4],
        by={"sex": {"female": [1], "male": [3]}},
        unknown_by={"sex": {"female": [4]}},
        reconciliation="3 + 1 = 4 people, once each",
    )


def test_outside_the_part(spec: Spec) -> None:
    """Whoever is in the whole and is not asked by the part counts as no."""
    spec(
        **DATA,
        kind="share",
        of={"counts": "true"},
        part=FOUND_WORK,
        yes=[1, 3],
        no=[2, 5],
        unknown=[4],
        value=Fraction(1, 2),
    )


def test_not_computable(spec: Spec) -> None:
    """Of nobody, or with no answer known, a share is not computable. It is never 0 %."""
    spec(**DATA, kind="share", of=LEFT, part=FOUND_WORK, period="2021-Q1", value="not computable")
    spec(
        enrolments="person | project | exit\n1 | M | 2021-06-30",
        kind="share",
        of=LEFT,
        part=FOUND_WORK,
        unknown=[1],
        value="not computable",
    )
