"""What a figure is made of

A quantity is a total without members: its indicator, unit, project, period, and how it stands to what is counted.
"""

from collections.abc import Callable

Spec = Callable[..., None]

COUNTED = {
    "persons": "person | sex\n1 | female\n2 | female\n3 | male",
    "enrolments": "person | project\n1 | M\n2 | M\n3 | F",
}


def test_disjoint(spec: Spec) -> None:
    """Totals said to be disjoint are added, and the figure says what it is made of."""
    spec(
        **COUNTED,
        quantities="""
            project | status    | value | relation | source
            M       | declared  | 80000 | disjoint | club
            M       | estimated | 7569  | disjoint | survey
        """,
        yes=[1, 2, 3],
        status="counted+declared+estimated",
        composition="87,572 = 3 counted + 80,000 declared + 7,569 estimated",
        bounds=(87572, 87572),
    )


def test_contained(spec: Spec) -> None:
    """A total contained in what is counted is shown and not added: its people are there already."""
    spec(
        **COUNTED,
        quantities="project | value | relation\nM | 2 | contained",
        yes=[1, 2, 3],
        status="counted",
        composition="3 = 3 counted (2 declared contained in what is counted)",
        bounds=(3, 3),
    )


def test_contained_and_larger(spec: Spec) -> None:
    """Contained and larger than what could be counted: one of the two is wrong, and the figure says so."""
    spec(
        **COUNTED,
        quantities="project | value | relation\nM | 4 | contained",
        yes=[1, 2, 3],
        composition="not computable: 3 counted, 4 declared contained in what is counted"
        " (it is said to be contained in what is counted and is larger)",
        because="it is said to be contained in what is counted and is larger",
    )


def test_unknown(spec: Spec) -> None:
    """Where the relation is not known there is no value: it lies between the largest part and the sum of the parts.

    Parts known to be disjoint from each other are one part in this.
    """
    spec(
        **COUNTED,
        quantities="project | value\nM | 120",
        yes=[1, 2, 3],
        composition="not computable: 3 counted, 120 declared (whether it is apart from what is counted is not known)",
        because="whether it is apart from what is counted is not known",
        bounds=(120, 123),
    )
    spec(
        **COUNTED,
        quantities="project | value | relation | source\nM | 10 | disjoint | club\nM | 12 | unknown | town",
        yes=[1, 2, 3],
        because="whether it is apart from what is counted is not known",
        value="not computable",
        bounds=(13, 25),
    )


def test_unknown_answers(spec: Spec) -> None:
    """The bounds hold whatever the unknown turn out to be: those of the counted, and those of the parts."""
    spec(
        **COUNTED,
        counts="sex = 'female'",
        quantities="project | value | relation\nM | 10 | disjoint",
        yes=[1, 2],
        no=[3],
        composition="12 = 2 counted + 10 declared",
    )
    spec(
        persons="person | sex\n1 | female\n2 |",
        enrolments="person | project\n1 | M\n2 | M",
        counts="sex = 'female'",
        quantities="project | value | relation\nM | 10 | disjoint",
        yes=[1],
        unknown=[2],
        composition="11 = 1 counted + 10 declared",
        bounds=(11, 12),
    )


def test_nothing_counted(spec: Spec) -> None:
    """Where nothing was collected, a declared total stands alone; there is no counted nought beside it."""
    spec(
        **COUNTED,
        projects="project | countries\nX | SN",
        quantities="project | value | relation\nX | 120 | disjoint",
        project="X",
        status="declared",
        composition="120 = 120 declared",
    )


def test_two_totals_of_one_source(spec: Spec) -> None:
    """Two totals of one source that may count the same people are not added, unless a value tells them apart."""
    spec(
        **COUNTED,
        quantities="""
            project | value | relation | source | all of them
            M       | 100   | disjoint | club   |
            M       | 60    | disjoint | club   | sex=female
        """,
        yes=[1, 2, 3],
        value="not computable",
        because="two totals of one source may count the same",
        bounds=(103, 163),
    )
    spec(
        **COUNTED,
        quantities="""
            project | value | relation | source | all of them
            M       | 40    | disjoint | club   | sex=male
            M       | 60    | disjoint | club   | sex=female
        """,
        yes=[1, 2, 3],
        composition="103 = 3 counted + 100 declared",
    )


def test_other_purposes(spec: Spec) -> None:
    """Nobody behind a quantity has permitted anything: quantities are for measurement only."""
    spec(
        persons="person | permits\n1 | publicity\n2 |",
        enrolments="person | project\n1 | M\n2 | M",
        quantities="project | value | relation\nM | 10 | disjoint",
        purpose="publicity",
        yes=[1],
        composition="1 = 1 counted",
    )


def test_units(spec: Spec) -> None:
    """A total in another unit than its indicator's is an error."""
    spec(
        **COUNTED,
        quantities="project | value | unit | relation\nM | 10 | hour | disjoint",
        raises="mixed_quantity_units",
    )
