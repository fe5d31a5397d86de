"""Means and medians

Of those whose number is known. Who has none stands beside, and moves the bounds where these can be stated.
"""

from collections.abc import Callable
from decimal import Decimal

Spec = Callable[..., None]

HOURS = {
    "persons": "person | sex\n1 | female\n2 | female\n3 | male\n4 | male",
    "enrolments": "person\n1\n2\n3\n4",
    "sessions": "session | date       | register\ns1 | 2021-02-10 | yes\ns2 | 2021-02-11 | yes",
}
KNOWN = "session | person | hours\ns1 | 1 | 1\ns1 | 2 | 2\ns2 | 2 | 3\ns1 | 3 | 6\ns1 | 4 | 7"


def test_mean(spec: Spec) -> None:
    """The mean is exact; it is rounded once, half to even, to six decimals."""
    spec(
        **HOURS,
        attendances=KNOWN,
        kind="mean",
        value_of="hours_attended()",
        yes=[1, 2, 3, 4],
        value=Decimal("4.75"),
        by={"sex": {"female": [1, 2], "male": [3, 4]}},
        value_by={"sex": {"female": Decimal(3), "male": Decimal("6.5")}},
    )
    spec(**HOURS, attendances=KNOWN, kind="mean", counts="sex = 'female' OR hours_attended() > 6",
         value_of="hours_attended()", yes=[1, 2, 4], no=[3], value=Decimal("4.333333"))  # fmt: skip


def test_median(spec: Spec) -> None:
    """Half are at or below it. Of an even number of members, it is the mean of the two in the middle."""
    asked = {**HOURS, "attendances": KNOWN, "kind": "median", "value_of": "hours_attended()"}
    spec(**asked, yes=[1, 2, 3, 4], value=Decimal("5.5"))
    spec(**asked, counts="hours_attended() < 7", yes=[1, 2, 3], no=[4], value=Decimal(5))


def test_number_not_known(spec: Spec) -> None:
    """Person 4 was present and her hours were not recorded: the mean is of three, and has no upper bound.

    The median has: whatever her hours, the two in the middle are among the others'.
    """
    asked = {
        **HOURS,
        "attendances": "session | person | hours\ns1 | 1 | 1\ns1 | 2 | 2\ns1 | 3 | 6\ns1 | 4 |",
        "value_of": "hours_attended()",
        "yes": [1, 2, 3, 4],
        "number_unknown": [4],
    }
    spec(**asked, kind="mean", value=Decimal(3), bounds=(Decimal("2.25"), None))
    spec(**asked, kind="median", value=Decimal(2), bounds=(Decimal("1.5"), Decimal(4)))


def test_bounds_of_a_measure(spec: Spec) -> None:
    """A satisfaction is from 1 to 5: who did not answer would have said no less and no more."""
    spec(
        enrolments="person\n1\n2\n3",
        observations="person | measure | moment | value\n1 | satisfaction | entry | 4\n2 | satisfaction | entry | 3",
        kind="mean",
        value_of="entry(satisfaction)",
        each="latest",
        yes=[1, 2, 3],
        number_unknown=[3],
        value=Decimal("3.5"),
        bounds=(Decimal("2.666667"), Decimal(4)),
    )


def test_nobody_known(spec: Spec) -> None:
    """Where nobody's number is known there is no mean, and no nought either."""
    spec(
        enrolments="person\n1\n2",
        kind="mean",
        value_of="entry(satisfaction)",
        each="latest",
        yes=[1, 2],
        number_unknown=[1, 2],
        value="not computable",
        because="nobody's number is known",
    )


def test_answer_not_known(spec: Spec) -> None:
    """Who may or may not be a member has a number that may or may not count: no bound can be stated."""
    spec(
        **HOURS | {"persons": "person | sex\n1 | female\n2 | female\n3 | male\n4 |"},
        attendances=KNOWN,
        kind="mean",
        counts="sex = 'female'",
        value_of="hours_attended()",
        yes=[1, 2],
        no=[3],
        unknown=[4],
        value=Decimal(3),
        bounds=(None, None),
    )
