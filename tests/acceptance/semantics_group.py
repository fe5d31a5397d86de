"""The twelve people of shared/semantics as a group file: persons 1 to 12 keep their numbers in an empty group."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

ACTIVITIES = {"french": "M", "rights": "M", "training": "F"}


def read_rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build_group_text(folder: Path) -> str:
    """YAML for `jalon load`, from the four tables of the folder."""
    spells = read_rows(folder, "enrolments")
    group = {
        "organisations": [{"code": "G", "name": "Group G", "kind": "group"}],
        "projects": [
            {"code": "M", "name": "Workshops", "organisation": "G"},
            {"code": "F", "name": "Training", "organisation": "G"},
        ],
        "activities": [
            {"project": project, "code": code, "name": code.capitalize(), "kind": "workshop"}
            for code, project in ACTIVITIES.items()
        ],
        "subjects": [build_person(number, spells) for number in sorted({int(spell["person"]) for spell in spells})],
        "enrolments": [build_enrolment(spell) for spell in spells],
        "sessions": [
            build_session(session, read_rows(folder, "attendances")) for session in read_rows(folder, "sessions")
        ],
        "observations": [
            {
                "subject": row["person"],
                "project": row["project"],
                "measure": row["measure"],
                "moment": row["moment"],
                "date": row["date"],
                "answer": row["value"],
            }
            for row in read_rows(folder, "observations")
        ],
    }
    return yaml.safe_dump(group, sort_keys=False, allow_unicode=True)


def build_person(number: int, spells: list[dict[str, str]]) -> dict[str, Any]:
    spell = next(spell for spell in spells if spell["person"] == str(number))
    person = {"code": str(number), "organisation": "G", "sex": spell["sex"], "birth": spell["birth"]}
    return {key: value for key, value in person.items() if value}


def build_enrolment(spell: dict[str, str]) -> dict[str, Any]:
    enrolment: dict[str, Any] = {"subject": spell["person"], "project": spell["project"], "entry": spell["entry"]}
    if spell["exit"]:
        enrolment["exit"] = spell["exit"]
    if spell["employment_at_entry"]:
        enrolment["at_entry"] = {"employment": spell["employment_at_entry"]}
    return enrolment


def build_session(session: dict[str, str], attendances: list[dict[str, str]]) -> dict[str, Any]:
    """Two sessions of one activity never share a day in these tables, so the activity and date name one."""
    marks = []
    for row in attendances:
        if row["session"] == session["session"]:
            mark = {"subject": row["person"], "mark": row["mark"]}
            marks.append(mark | ({"hours": row["hours"]} if row["hours"] else {}))
    return {
        "project": session["project"],
        "activity": session["activity"],
        "date": session["date"],
        "register": session["register"],
        "attendances": marks,
    }
