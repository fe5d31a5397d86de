"""The union of plots

Land under two plots counts once.
"""

from collections.abc import Callable
from decimal import Decimal

Spec = Callable[..., None]

PLACES = "person | kind\n1 | place\n2 | place\n3 | place"
ENROLMENTS = "person | project\n1 | M\n2 | M\n3 | F"
OUTLINES = """
    person | west | south | east | north
    1      | 0    | 0     | 0.02 | 0.01
    2      | 0.01 | 0     | 0.03 | 0.01
    3      | 1    | 1     | 1.01 | 1.01
"""
ASKED = {"persons": PLACES, "enrolments": ENROLMENTS, "unit": "place", "kind": "area"}


def test_overlapping_plots(spec: Spec) -> None:
    """Plots 1 and 2 share half of each: the union is the sum of the plots less what overlaps."""
    spec(
        **ASKED,
        outlines=OUTLINES,
        project="M",
        yes=[1, 2],
        value=Decimal("369.2722"),
        beside={"sum": Decimal("492.3628"), "overlap": Decimal("123.0906")},
    )


def test_by_project(spec: Spec) -> None:
    """Each cell has the union of its own plots."""
    spec(
        **ASKED,
        outlines=OUTLINES,
        yes=[1, 2, 3],
        value=Decimal("492.3445"),
        by={"project": {"F": [3], "M": [1, 2]}},
        value_by={"project": {"F": Decimal("123.0723"), "M": Decimal("369.2722")}},
    )


def test_shared_between_projects(spec: Spec) -> None:
    """Where plots of two projects overlap, the cells add up to more than the figure, and the table says by how much."""
    spec(
        **ASKED | {"enrolments": "person | project\n1 | M\n2 | F"},
        outlines=OUTLINES,
        yes=[1, 2],
        value=Decimal("369.2722"),
        printed={
            "project": """
                project  places  area (hectares)  number unknown  answer unknown
                F             1           246.18               0               0
                M             1           246.18               0               0
                Total         2           369.27               0               0
                1 + 1 = 2 places, once each
                246.18 + 246.18 − 123.09 counted more than once = 369.27 hectares
            """
        },
    )


def test_declared(spec: Spec) -> None:
    """Hectares that a partner declares are added where they are said to be apart, and only then."""
    declared = {**ASKED, "outlines": OUTLINES, "project": "M", "yes": [1, 2]}
    spec(
        **declared,
        quantities="project | value | unit | relation\nM | 30.5 | hectare | disjoint",
        status="counted+declared",
        composition="399.7722 = 369.2722 counted + 30.5 declared",
        bounds=(Decimal("399.7722"), Decimal("399.7722")),
    )
    spec(
        **declared,
        quantities="project | value | unit | relation\nM | 30.5 | hectare | contained",
        composition="369.2722 = 369.2722 counted (30.5 declared contained in what is counted)",
    )
    spec(
        **declared,
        quantities="project | value | unit\nM | 400 | hectare",
        value="not computable",
        because="whether it is apart from what is counted is not known",
        bounds=(Decimal(400), Decimal("769.2722")),
    )
    spec(**declared, quantities="project | value | unit\nM | 400 | place", raises="mixed_quantity_units")


def test_declared_beside_places_without_outline(spec: Spec) -> None:
    """Where places are there and none has an outline, what is declared beside them is the least, and not the area."""
    spec(
        **ASKED,
        quantities="project | value | unit | relation\nM | 30 | hectare | disjoint",
        yes=[1, 2, 3],
        number_unknown=[1, 2, 3],
        status="counted+declared",
        value="not computable",
        because="no place has an outline",
        bounds=(30, None),
    )


def test_no_outline(spec: Spec) -> None:
    """A place without an outline has an area, which is not known: the union is at least what it says."""
    spec(
        **ASKED,
        outlines="person | west | south | east | north\n3 | 1 | 1 | 1.01 | 1.01",
        yes=[1, 2, 3],
        number_unknown=[1, 2],
        value=Decimal("123.0723"),
        bounds=(Decimal("123.0723"), None),
    )
    spec(**ASKED, yes=[1, 2, 3], number_unknown=[1, 2, 3], value="not computable", because="no place has an outline")
