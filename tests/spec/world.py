"""Small worlds as text: tables of who was where, with everything unsaid filled in.

    person | project | entry      | exit
    1      | M       | 2021-02-01 | 2021-06-30

An empty cell is missing. Codes that are only named (a project, an activity) are made with defaults.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jalon.codelists.measures import shipped_measures
from jalon.facts.store import MemoryFacts
from jalon.figures.period import parse_period

Record = dict[str, str | None]
Rows = list[dict[str, Any]]

TABLES = (
    "organisations",
    "grants",
    "projects",
    "sites",
    "activities",
    "persons",
    "outlines",
    "enrolments",
    "sessions",
    "attendances",
    "observations",
    "quantities",
    "targets",
)
"""What a world may state, in the order in which the manual shows it."""

PROJECT, ORGANISATION, ACTIVITY = "M", "NGO", "workshop"
"""Where nothing else is said."""


def read_table(text: str) -> list[Record]:
    """Rows of a table written with bars; the first line names the columns."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    columns, *rows = [[cell.strip() or None for cell in line.split("|")] for line in lines]
    assert all(len(row) == len(columns) for row in rows), f"a row with another number of cells in:\n{text}"
    return [dict(zip(columns, row, strict=True)) for row in rows]  # type: ignore[arg-type]


def build_facts(tables: Mapping[str, str]) -> MemoryFacts:
    """The facts of a world; `tables` by name, each as `read_table` reads it."""
    assert set(tables) <= set(TABLES), set(tables) - set(TABLES)
    return _World({name: read_table(text) for name, text in tables.items()}).build_facts()


def days_of_birth(text: str | None) -> tuple[dt.date | None, dt.date | None]:
    """`1996`, `1996-07` or `1996-07-17`: the first and last day it can be."""
    if text is None:
        return None, None
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    if day:
        return dt.date(year, month, day), dt.date(year, month, day)
    last = month or 12
    return dt.date(year, month or 1, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


class _World:
    def __init__(self, given: Mapping[str, list[Record]]) -> None:
        self.given = given
        self.numbers: dict[tuple[str, str], int] = {}
        self.spells: Rows = []

    def rows(self, table: str) -> list[Record]:
        return self.given.get(table, [])

    def number(self, kind: str, code: str) -> int:
        """The number of a code: in order of appearance from 1; digits in a session's code are its number."""
        if kind == "session":
            return int("".join(sign for sign in code if sign.isdigit()))
        first = {"organisation": 1, "project": 101, "site": 201, "activity": 301, "measure": 401, "grant": 501}[kind]
        taken = sum(known == kind for known, _ in self.numbers)
        return self.numbers.setdefault((kind, code), first + taken)

    def codes(self, kind: str) -> dict[str, int]:
        return {code: number for (known, code), number in self.numbers.items() if known == kind}

    def build_facts(self) -> MemoryFacts:
        places = self._places()
        subjects = self._subjects()
        self.spells = self._enrolments()
        journey = {
            "enrolments": self.spells,
            "sessions": self._sessions(),
            "attendances": self._attendances(),
            "observations": self._observations(),
            "activities": self._activities(),
            "quantities": self._quantities(),
            "targets": self._targets(),
        }
        # Last, when every code that is only named has its number.
        return MemoryFacts({**places, **subjects, **journey, "measures": self._measures(), **self._actors()})

    def _places(self) -> dict[str, Rows]:
        sites: Rows = [
            {"site": self.number("site", row["site"] or ""), "code": row["site"], "country": row["country"]}
            for row in self.rows("sites")
        ]
        self.country_of_site = {row["site"]: row["country"] for row in self.rows("sites")}
        self.countries_of_project = {
            row["project"]: sorted((row.get("countries") or "").split()) for row in self.rows("projects")
        }
        return {"sites": sites}

    def _country(self, site: str | None, project: str) -> str | None:
        if site is not None:
            return self.country_of_site[site]
        countries = self.countries_of_project.get(project, [])
        return countries[0] if len(countries) == 1 else None

    def _subjects(self) -> dict[str, Rows]:
        listed = {row["person"]: row for row in self.rows("persons")}
        named = [row["person"] for table in ("enrolments", "attendances") for row in self.rows(table)]
        subjects: Rows = []
        for person in dict.fromkeys([*listed, *named]):
            row = listed.get(person, {})
            earliest, latest = days_of_birth(row.get("birth"))
            subjects.append(
                {
                    "subject": int(person or ""),
                    "kind": row.get("kind") or "person",
                    "sex": row.get("sex"),
                    "birth_earliest": earliest,
                    "birth_latest": latest,
                    "nationality": row.get("nationality"),
                    "permits": sorted((row.get("permits") or "").split()),
                    "refuses": sorted((row.get("refuses") or "").split()),
                }
            )
        same = [
            {"subject": int(row["person"] or ""), "same_as": int(row["same_as"] or "")}
            for row in self.rows("persons")
            if row.get("same_as")
        ]
        return {
            "subjects": subjects,
            "same_subject": same,
            "outlines": [self._outline(r) for r in self.rows("outlines")],
        }

    def _outline(self, row: Record) -> dict[str, Any]:
        """A rectangle between two meridians and two parallels."""
        west, south, east, north = (float(row[side] or "") for side in ("west", "south", "east", "north"))
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        outline = json.dumps({"type": "Polygon", "coordinates": [ring]})
        return {"subject": int(row["person"] or ""), "country": None, "outline": outline}

    def _enrolments(self) -> Rows:
        enrolments: Rows = []
        for position, row in enumerate(self.rows("enrolments"), 1):
            project, site = row.get("project") or PROJECT, row.get("site")
            enrolments.append(
                {
                    "project": self.number("project", project),
                    "enrolment": int(row.get("enrolment") or position),
                    "subject": int(row["person"] or ""),
                    "site": self.number("site", site) if site else None,
                    "country": self._country(site, project),
                    "entry": dt.date.fromisoformat(row.get("entry") or "2021-01-01"),
                    "exit": _day(row.get("exit")),
                    "implicit": False,
                }
            )
        return enrolments

    def _sessions(self) -> Rows:
        self.activity_projects: dict[str, str] = {}
        sessions: Rows = []
        for row in self.rows("sessions"):
            project, site = row.get("project") or PROJECT, row.get("site")
            activity = row.get("activity") or ACTIVITY
            self.activity_projects[activity] = project
            sessions.append(
                {
                    "project": self.number("project", project),
                    "session": self.number("session", row["session"] or ""),
                    "activity": self.number("activity", activity),
                    "date": _day(row["date"]),
                    "site": self.number("site", site) if site else None,
                    "country": self._country(site, project),
                    "register": row.get("register") != "no",
                }
            )
        self.session_rows = {row["session"]: row for row in sessions}
        return sessions

    def _activities(self) -> Rows:
        listed = {row["activity"]: row for row in self.rows("activities")}
        return [
            {
                "activity": number,
                "project": self.number("project", self.activity_projects[code]),
                "code": code,
                "kind": listed.get(code, {}).get("kind") or "workshop",
                "theme": listed.get(code, {}).get("theme"),
            }
            for code, number in self.codes("activity").items()
        ]

    def _attendances(self) -> Rows:
        attendances: Rows = []
        for row in self.rows("attendances"):
            session = self.session_rows[self.number("session", row["session"] or "")]
            attendances.append(
                {
                    "project": session["project"],
                    "session": session["session"],
                    "subject": int(row["person"] or ""),
                    "date": session["date"],
                    "mark": row.get("mark") or "present",
                    "hours": _amount(row.get("hours")),
                }
            )
        return attendances

    def _observations(self) -> Rows:
        return [self._observation(position, row) for position, row in enumerate(self.rows("observations"), 1)]

    def _observation(self, position: int, row: Record) -> dict[str, Any]:
        """An answer. Unsaid: it is of the first spell at entry and of the last one later, on the day of either."""
        measure, value = row["measure"] or "", row.get("value")
        moment, _, months = (row.get("moment") or "exit").partition(" ")
        project = self.number("project", row.get("project") or PROJECT)
        subject = int(row["person"] or "")
        spells = [s for s in self.spells if s["subject"] == subject and s["project"] == project]
        spells.sort(key=lambda spell: (spell["entry"], spell["enrolment"]))
        spell = spells[0] if moment == "entry" else spells[-1]
        if row.get("enrolment"):
            spell = next(s for s in spells if s["enrolment"] == int(row["enrolment"] or ""))
        is_number = shipped_measures()[measure].kind == "number"
        state = {"unknown": "unknown", "refused": "refused"}.get(value or "unknown", "known")
        return {
            "project": project,
            "observation": position,
            "subject": subject,
            "enrolment": None if moment == "any" else spell["enrolment"],
            "measure": self.number("measure", measure),
            "moment": moment,
            "months_after": int(months or 0),
            "date": _day(row.get("date")) or (spell["entry"] if moment == "entry" else spell["exit"]),
            "state": state,
            "number": _amount(value) if is_number and state == "known" else None,
            "code": value if not is_number and state == "known" else None,
        }

    def _quantities(self) -> Rows:
        """Totals; of the indicator asked about where nothing else is said, each source known by its name."""
        sources = list(dict.fromkeys(row.get("source") for row in self.rows("quantities")))
        quantities: Rows = []
        for position, row in enumerate(self.rows("quantities"), 1):
            period = parse_period(row.get("period") or "2021")
            told = dict(part.split("=") for part in (row.get("all of them") or "").split())
            quantities.append(
                {
                    "quantity": position,
                    "project": self.number("project", row.get("project") or PROJECT),
                    "organisation": None,
                    "source": sources.index(row.get("source")) + 1,
                    "indicator": row.get("indicator") or "spec",
                    "status": row.get("status") or "declared",
                    "value": _amount(row["value"]),
                    "unit": row.get("unit") or "person",
                    "start": period.start,
                    "end": period.end,
                    "country": row.get("country"),
                    "breakdown": json.dumps(told, sort_keys=True),
                    "relation": row.get("relation") or "unknown",
                }
            )
        return quantities

    def _targets(self) -> Rows:
        targets: Rows = []
        for position, row in enumerate(self.rows("targets"), 1):
            period = parse_period(row.get("period") or "2021")
            project, organisation = row.get("project"), row.get("organisation")
            targets.append(
                {
                    "target": position,
                    "indicator": row.get("indicator") or "spec",
                    "kind": row.get("kind") or "target",
                    "value": _amount(row["value"]),
                    "unit": row.get("unit") or "person",
                    "start": period.start,
                    "end": period.end,
                    "project": self.number("project", project) if project else None,
                    "organisation": self.number("organisation", organisation) if organisation else None,
                    "country": row.get("country"),
                }
            )
        return targets

    def _measures(self) -> Rows:
        return [
            {
                "measure": self.number("measure", measure.code),
                "code": measure.code,
                "kind": measure.kind,
                "unit": measure.unit,
                "lowest": measure.lowest,
                "highest": measure.highest,
                "options": list(measure.options),
            }
            for measure in shipped_measures().values()
        ]

    def _actors(self) -> dict[str, Rows]:
        listed = {row["project"]: row for row in self.rows("projects")}
        for code in listed:
            self.number("project", code or "")
        projects: Rows = []
        for code, number in self.codes("project").items():
            row = listed.get(code, {})
            projects.append(
                {
                    "project": number,
                    "code": code,
                    "organisation": self.number("organisation", row.get("organisation") or ORGANISATION),
                    "countries": self.countries_of_project.get(code, []),
                    "themes": sorted((row.get("themes") or "").split()),
                    "sdg_targets": sorted((row.get("sdg_targets") or "").split()),
                    "sensitive": False,
                }
            )
        grants = [self._grant(row) for row in self.rows("grants")]
        parents = {row["organisation"]: row.get("parent") for row in self.rows("organisations")}
        for code in [*parents, *filter(None, parents.values())]:
            self.number("organisation", code or "")
        organisations = [
            {
                "organisation": number,
                "code": code,
                "parent": self.number("organisation", parent) if (parent := parents.get(code)) else None,
                "kind": "ngo",
            }
            for code, number in self.codes("organisation").items()
        ]
        return {"projects": projects, "grants": grants, "organisations": organisations}

    def _grant(self, row: Record) -> dict[str, Any]:
        return {
            "grant": self.number("grant", row["grant"] or ""),
            "code": row["grant"],
            "funder": self.number("organisation", row["funder"] or ""),
            "rule_set": "none",
            "projects": sorted(self.number("project", code) for code in (row["projects"] or "").split()),
        }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def shown_tables(tables: Mapping[str, str]) -> Sequence[tuple[str, list[Record]]]:
    """The tables a world states, in the manual's order."""
    return [(name, read_table(tables[name])) for name in TABLES if name in tables]
