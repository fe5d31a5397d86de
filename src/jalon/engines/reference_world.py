"""The rows of one facts version as the reference engine reads them: dictionaries by number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jalon.facts.store import Facts

Row = dict[str, Any]


@dataclass(slots=True)
class World:
    """The rows of one facts version, by number."""

    organisations: dict[int, Row] = field(default_factory=dict)
    projects: dict[int, Row] = field(default_factory=dict)
    sites: dict[int, Row] = field(default_factory=dict)
    activities: dict[int, Row] = field(default_factory=dict)
    measures: dict[int, Row] = field(default_factory=dict)
    subjects: dict[int, Row] = field(default_factory=dict)
    grants: list[Row] = field(default_factory=list)
    enrolments: list[Row] = field(default_factory=list)
    sessions: list[Row] = field(default_factory=list)
    attendances: list[Row] = field(default_factory=list)
    observations: list[Row] = field(default_factory=list)
    same_as: dict[int, int] = field(default_factory=dict)


def build_world(facts: Facts) -> World:
    def numbered(name: str, key: str) -> dict[int, Row]:
        return {row[key]: row for row in facts.table(name).to_pylist()}

    return World(
        organisations=numbered("organisations", "organisation"),
        projects=numbered("projects", "project"),
        sites=numbered("sites", "site"),
        activities=numbered("activities", "activity"),
        measures=numbered("measures", "measure"),
        subjects=numbered("subjects", "subject"),
        grants=facts.table("grants").to_pylist(),
        enrolments=facts.table("enrolments").to_pylist(),
        sessions=facts.table("sessions").to_pylist(),
        attendances=facts.table("attendances").to_pylist(),
        observations=facts.table("observations").to_pylist(),
        same_as={row["subject"]: row["same_as"] for row in facts.table("same_subject").to_pylist()},
    )
