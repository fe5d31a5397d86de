"""Progress

From the baseline, or from nought where there is none, to the target.
"""

from collections.abc import Callable
from fractions import Fraction

Spec = Callable[..., None]

DATA = {
    "persons": "person | sex\n1 | female\n2 | female\n3 | male\n4 |",
    "enrolments": "person | project\n1 | M\n2 | M\n3 | F\n4 | F",
}


def test_target(spec: Spec) -> None:
    """Without a baseline the way begins at nought."""
    spec(**DATA, targets="value\n10", yes=[1, 2, 3, 4], progress=Fraction(4, 10))


def test_baseline(spec: Spec) -> None:
    """From the latest baseline that does not end after the period. More than the whole way is beyond the target."""
    targets = """
        value | kind     | period
        3     | baseline | 2020
        1     | baseline | 2019
        2     | baseline | 2022
        5     | target   | 2021
    """
    spec(**DATA, targets=targets, yes=[1, 2, 3, 4], progress=Fraction(1, 2))
    spec(
        **DATA,
        targets="value | kind | period\n1 | baseline | 2020\n3 | target | 2021",
        yes=[1, 2, 3, 4],
        progress=Fraction(3, 2),
    )


def test_downwards(spec: Spec) -> None:
    """A target may lie below its baseline: the way is down."""
    spec(
        **DATA,
        targets="value | kind | period\n8 | baseline | 2020\n2 | target | 2021",
        yes=[1, 2, 3, 4],
        progress=Fraction(2, 3),
    )


def test_scope(spec: Spec) -> None:
    """A target is of its very scope: its period, project, organisation and country, and no other restriction."""
    targets = "value | project | period\n10 | | 2021\n4 | M | 2021\n9 | | 2021-Q1"
    spec(**DATA, targets=targets, yes=[1, 2, 3, 4], progress=Fraction(4, 10))
    spec(**DATA, targets=targets, project="M", yes=[1, 2], progress=Fraction(2, 4))
    spec(**DATA, targets=targets, period="2021-Q1", yes=[1, 2, 3, 4], progress=Fraction(4, 9))
    spec(**DATA, targets=targets, project="F", yes=[3, 4], progress="no target")
    spec(**DATA, targets=targets, organisation="NGO", yes=[1, 2, 3, 4], progress="no target")


def test_unknown(spec: Spec) -> None:
    """What is unknown gives bounds to the progress as to the figure."""
    spec(
        **DATA,
        counts="sex = 'female'",
        targets="value\n10",
        yes=[1, 2],
        no=[3],
        unknown=[4],
        progress=Fraction(2, 10),
        progress_bounds=(Fraction(2, 10), Fraction(3, 10)),
    )
    spec(
        **DATA,
        quantities="project | value\nM | 6",
        targets="value\n10",
        yes=[1, 2, 3, 4],
        value="not computable",
        progress="whether it is apart from what is counted is not known",
        progress_bounds=(Fraction(6, 10), Fraction(1)),
    )


def test_no_way(spec: Spec) -> None:
    """Where baseline and target are the same there is no way to go."""
    spec(
        **DATA,
        targets="value | kind | period\n5 | baseline | 2020\n5 | target | 2021",
        yes=[1, 2, 3, 4],
        progress="baseline and target are the same",
    )


def test_hectares(spec: Spec) -> None:
    """A target of an area is stated in hectares; the target below is twice what the outline measures."""
    spec(
        persons="person | kind\n1 | place",
        enrolments="person | project\n1 | M",
        outlines="person | west | south | east | north\n1 | 1 | 1 | 1.01 | 1.01",
        unit="place",
        kind="area",
        targets="value | unit\n246.1446 | hectare",
        yes=[1],
        progress=Fraction(1, 2),
    )


def test_units(spec: Spec) -> None:
    """A target in another unit than the indicator's value is an error."""
    spec(**DATA, targets="value | unit\n10 | hour", progress=Fraction(1), raises="mixed_target_units")
