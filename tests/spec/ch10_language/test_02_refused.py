"""What is refused"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {"enrolments": "person | project\n1 | M"}


def test_unknown_names(spec: Spec) -> None:
    """A name, an option or a function that does not exist is refused, and the nearest one named."""
    spec(**DATA, counts="sex = 'femal'", raises="unknown_option")
    spec(**DATA, counts="entry(employement) = 'employed'", raises="unknown_measure")
    spec(**DATA, counts="attended() >= 1", raises="unknown_function")


def test_mixed_units(spec: Spec) -> None:
    """Comparing different units is refused, and both are named."""
    spec(**DATA, counts="age(entry) > sessions_attended()", raises="units_differ")


def test_moment_missing(spec: Spec) -> None:
    """A measure is asked at a moment: entry, exit, after or latest."""
    spec(**DATA, counts="employment = 'employed'", raises="measure_without_moment")


def test_arithmetic(spec: Spec) -> None:
    """There is no arithmetic, no statement and no comment."""
    spec(**DATA, counts="age(entry) + 1 > 25", raises="expression_arithmetic")
    spec(**DATA, counts="true; DROP TABLE persons", raises="expression_statement")
