"""Countries and sites

A country or a site selects spells of enrolment; where the indicator is placed by sessions, it selects sessions.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "projects": """
        project | countries
        M       | FR
        R       | SN BF
    """,
    "sites": """
        site  | country
        DAKAR | SN
        OUAGA | BF
        LYON  | FR
    """,
    "enrolments": """
        enrolment | person | project | site  | entry      | exit
        11        | 1      | R       | DAKAR | 2021-02-01 | 2021-05-31
        12        | 1      | R       | OUAGA | 2021-09-01 |
        13        | 2      | R       |       | 2021-02-01 |
        14        | 3      | M       |       | 2021-02-01 |
        15        | 4      | M       | LYON  | 2021-02-01 |
    """,
}


def test_country(spec: Spec) -> None:
    """The country of a spell is that of its site, else the only one of its project.

    Project M is in France only. Of person 2 nobody knows whether she is in Senegal or Burkina Faso: she is in neither
    scope.
    """
    spec(**DATA, country="FR", yes=[3, 4])
    spec(**DATA, country=["SN", "BF"], yes=[1])


def test_site(spec: Spec) -> None:
    """A site selects the spells at it."""
    spec(**DATA, site="LYON", yes=[4])


def test_participation_in_scope(spec: Spec) -> None:
    """A participation is joined from the spells in scope only.

    In Senegal, person 1 entered in February and has left; in Burkina Faso she entered in September and is there. In
    both together she is one participation, entered in February and still open.
    """
    spec(**DATA, country="SN", period_on="exit", yes=[1])
    spec(**DATA, country="BF", period_on="entry", unit="participation", yes=[12])
    spec(**DATA, country=["SN", "BF"], period_on="entry", unit="participation", yes=[11])
    spec(**DATA, country=["SN", "BF"], period_on="exit", value=0)


def test_sessions(spec: Spec) -> None:
    """Placed by sessions, a country or site selects sessions, wherever the person is enrolled.

    Person 1 is enrolled in Lyon and came to the session in Dakar.
    """
    data = {
        "projects": "project | countries\nM | FR SN",
        "sites": "site | country\nLYON | FR\nDAKAR | SN",
        "enrolments": "person | project | site\n1 | M | LYON\n2 | M | DAKAR",
        "sessions": "session | site | date\ns1 | LYON | 2021-03-01\ns2 | DAKAR | 2021-03-08",
        "attendances": "session | person\ns1 | 2\ns2 | 1",
        "period_on": "session",
        "counts": "sessions_attended() >= 1",
    }
    spec(**data, country="SN", yes=[1], no=[2])
    spec(**data, site="LYON", yes=[2], no=[1])
