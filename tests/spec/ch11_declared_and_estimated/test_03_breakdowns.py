"""Quantities in breakdowns

A cell shows its members and, apart from them, what is declared and estimated of it.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "projects": "project | countries\nM | SN\nF | FR",
    "persons": "person | sex\n1 | female\n2 | female\n3 | male",
    "enrolments": "person | project\n1 | M\n2 | M\n3 | F",
    "quantities": """
        project | status    | value | relation | source | all of them
        M       | declared  | 60    | disjoint | club   | sex=female
        M       | declared  | 20    | disjoint | town   |
        F       | estimated | 7     | disjoint | survey |
    """,
}


def test_subject_dimensions(spec: Spec) -> None:
    """A total stands in the cell whose value all of it has; without one, in a row of its own. The table adds up."""
    spec(
        **DATA,
        yes=[1, 2, 3],
        by={"sex": {"female": [1, 2], "male": [3]}},
        composition="90 = 3 counted + 80 declared + 7 estimated",
        printed={
            "sex": """
            sex                         people  declared  estimated  answer unknown
            women                            2        60                          0
            men                              1                                    0
            declared, not broken down                 20
            estimated, not broken down                            7
            Total                            3        80          7               0
            2 + 1 = 3 people, once each
            3 counted + 80 declared (60 in cells + 20 not broken down) + 7 estimated (not broken down) = 90
            """
        },
    )


def test_scope_dimensions(spec: Spec) -> None:
    """Its project, organisation, country and year are known, and its theme, grant and funder where there is one."""
    spec(
        **DATA,
        yes=[1, 2, 3],
        by={"country": {"SN": [1, 2], "FR": [3]}},
        composition="90 = 3 counted + 80 declared + 7 estimated",
        printed={
            "country": """
            country  people  declared  estimated  answer unknown
            France        1                    7               0
            Senegal       2        80                          0
            Total         3        80          7               0
            1 + 2 = 3 people, once each
            3 counted + 80 declared + 7 estimated = 90
            """
        },
    )


def test_cells_without_members(spec: Spec) -> None:
    """A cell may have a total and no member."""
    spec(
        **DATA | {"quantities": "project | value | relation | all of them\nM | 9 | disjoint | sex=other"},
        yes=[1, 2, 3],
        composition="12 = 3 counted + 9 declared",
        printed={
            "sex": """
            sex    people  declared  answer unknown
            women       2                         0
            men         1                         0
            other       0         9               0
            Total       3         9               0
            2 + 1 = 3 people, once each
            3 counted + 9 declared = 12
            """
        },
    )


def test_not_computable(spec: Spec) -> None:
    """Where the whole is not computable, the table is of what is counted, and says so."""
    spec(
        **DATA | {"quantities": "project | value\nM | 9"},
        yes=[1, 2, 3],
        because="whether it is apart from what is counted is not known",
        value="not computable",
        printed={
            "sex": """
            sex    people  answer unknown
            women       2               0
            men         1               0
            Total       3               0
            2 + 1 = 3 people, once each
            not computable: whether it is apart from what is counted is not known
            """
        },
    )
