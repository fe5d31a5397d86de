"""A small group whose figures texts can state, and releases of it: what the tests of checks hold texts against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jalon.figures.figure import Figure
from jalon.figures.group import Group
from jalon.figures.period import parse_period
from jalon.publishing.check import check_document
from jalon.publishing.claims import Report
from jalon.publishing.document import build_document
from spec.world import build_facts


def people(first: int, count: int, project: str, *, sex: str, entry: str, births: list[int] | None = None) -> list[str]:
    """Rows `number | sex | birth | project | entry`."""
    return [
        f"{first + place} | {sex} | {births[place % len(births)] if births else 1990}-01-15 | {project} | {entry}"
        for place in range(count)
    ]


MANA_BIRTHS = [1967, 2001, *range(1970, 1995)]
"""27 women who were 20 to 54 when they came, in February 2021."""


def build_rows() -> list[str]:
    return [
        *people(1, 27, "MANA", sex="female", entry="2021-02-01", births=MANA_BIRTHS),
        *people(101, 80, "CLUB", sex="female", entry="2020-03-01"),
        *people(201, 120, "CLUB", sex="male", entry="2021-03-01"),
        *people(401, 3, "SMALL", sex="female", entry="2021-03-01"),
        *people(501, 21, "MIXED", sex="female", entry="2021-03-01"),
        *people(601, 2, "MIXED", sex="male", entry="2021-03-01"),
    ]


def build_group(leave_out: int = 0) -> Group:
    """The group; `leave_out` of the last of MANA are not there yet, as in an older release."""
    rows = [row.split(" | ") for row in build_rows()]
    rows = [row for row in rows if not 27 - leave_out < int(row[0]) <= 27]
    persons = "\n".join(f"{number} | {sex} | {birth}" for number, sex, birth, _, _ in rows)
    enrolments = "\n".join(f"{number} | {project} | {entry} | 2021-11-30" for number, _, _, project, entry in rows)
    sessions = "\n".join(f"S{number} | MANA | 2021-03-{number:02} | Art" for number in range(1, 13))
    attendances = "\n".join(
        f"S{session} | {person} | 2" for session in range(1, 13) for person in range(1, 28 - leave_out)
    )
    return Group.from_facts(
        build_facts(
            {
                "organisations": "organisation | parent\nNGO | GROUP",
                "projects": "project | organisation | countries | themes\nMANA | NGO | FR | language\nCLUB | NGO | SN | sport\n"
                "SMALL | NGO | FR | health\nMIXED | NGO | FR | health\nDECL | NGO | FR | sport",
                "persons": f"person | sex | birth\n{persons}",
                "enrolments": f"person | project | entry | exit\n{enrolments}",
                "sessions": f"session | project | date | activity\n{sessions}",
                "attendances": f"session | person | hours\n{attendances}",
                "quantities": "indicator | project | value | status | relation | period\n"
                "participants | DECL | 800 | declared | disjoint | 2021",
            }
        ),
        key=b"k" * 32,
    )


GROUP = build_group()


@dataclass(frozen=True)
class Frozen:
    """A release as `check_document` asks it: what it froze, and when."""

    code: str
    group: Group
    public: bool
    day: str
    links: tuple[str, ...] = ("mana_participants",)

    period: str = "2021"

    title = ""
    facts_version = "f"

    @property
    def last_day(self) -> dt.date:
        end = parse_period(self.period).end
        assert end is not None
        return end

    @property
    def made_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.day)

    @property
    def indicators(self) -> Mapping[str, Any]:
        return self.group.indicators

    def figure(self, id: str, *args: Any, **scope: Any) -> Figure:
        return self.group.figure(id, *args, **scope)

    def states(self, id: str, **scope: Any) -> bool:
        return id in self.links


def check(text: str, *releases: Frozen, language: str = "en", **options: Any) -> Report:
    document = build_document(text, language=language)
    return check_document(document, GROUP, releases, **{"suggest": False, **options})  # type: ignore[arg-type]


def verdicts(text: str, *releases: Frozen, language: str = "en") -> list[str]:
    return [str(finding.verdict) for finding in check(text, *releases, language=language).findings]
