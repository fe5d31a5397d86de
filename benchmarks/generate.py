"""Made-up facts of a group, written as Delta tables like real ones.

Every person is enrolled in one project or two; every attendance falls on a session of the project during the
spell, so that a plain COUNT(DISTINCT subject) over attendances has the same answer as the indicator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jalon.facts.manifest import WHOLE, Manifest, write_manifest
from jalon.facts.schema import TABLES, Table
from jalon.facts.store import DeltaFacts
from jalon.facts.writer import write_parts

COUNTRIES = "BF BJ CD CF CG CI CM DJ DZ EG ES FR GA GH GM GN GW HT IT JO KE KH KM LA LB LR MA MG ML MR MU NE NG PT RO RW SN TD TG TN"
FIRST_DAY = dt.date(2019, 1, 1)
DAYS = 5 * 365
SPELL = 240
SESSIONS_EACH = 250
"""Sessions of each project, spread evenly over the five years."""

Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Size:
    people: int
    attendances: int
    projects: int


SIZES = {
    "small": Size(people=20_000, attendances=100_000, projects=40),
    "large": Size(people=300_000, attendances=2_000_000, projects=400),
    "design": Size(people=3_000_000, attendances=20_000_000, projects=400),
}
"""`design` is the case that DESIGN states its aims for."""


def write_facts(folder: Path, size: Size, seed: int = 1) -> DeltaFacts:
    """Facts of this size in `folder`, the same for the same seed.

    About 4 % of sexes are unknown, 3 % of births, and of 10 % of births only the year is known; 5 % of projects
    have no known country.
    """
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    countries: list[str | None] = [*COUNTRIES.split(), None]
    project_country = random.integers(0, len(countries) - 1, size.projects)
    project_country[random.random(size.projects) < 0.05] = -1
    columns = build_people(random, size)
    columns["projects"] = build_projects(size, countries, project_country)
    columns["organisations"] = {"organisation": [1], "code": ["GROUP"], "kind": ["group"]}
    columns["activities"] = {
        "activity": np.arange(1, size.projects + 1),
        "project": np.arange(1, size.projects + 1),
        "code": [f"A{number}" for number in range(1, size.projects + 1)],
        "kind": ["workshop"] * size.projects,
    }
    columns |= build_participation(random, size, np.array(countries, dtype=object)[project_country])
    states = {}
    for table in TABLES:
        rows = as_table(table, columns.get(table.name, {}))
        states[table.name] = write_parts(folder, table, None, split(table, rows)).state
    manifest = Manifest(states, {}, dt.datetime.now(dt.UTC).isoformat())
    write_manifest(folder, manifest)
    return DeltaFacts(folder, manifest)


def build_people(random: np.random.Generator, size: Size) -> dict[str, Mapping[str, Any]]:
    people = size.people
    birth = random.integers(0, 60 * 365, people).astype("timedelta64[D]") + np.datetime64("1945-01-01")
    earliest, latest = birth.copy(), birth.copy()
    of_year = np.flatnonzero(random.random(people) < 0.1)
    earliest[of_year] = birth[of_year].astype("datetime64[Y]")
    latest[of_year] = (birth[of_year].astype("datetime64[Y]") + 1).astype("datetime64[D]") - 1
    missing = random.random(people) < 0.03
    sex = np.array(["female", "male", ""], dtype=object)[random.choice(3, people, p=[0.56, 0.40, 0.04])]
    sex[sex == ""] = None
    return {
        "subjects": {
            "subject": np.arange(1, people + 1),
            "kind": ["person"] * people,
            "sex": sex,
            "birth_earliest": pa.array(earliest, mask=missing),
            "birth_latest": pa.array(latest, mask=missing),
            "permits": [[]] * people,
            "refuses": [[]] * people,
        }
    }


def build_projects(size: Size, countries: list[str | None], project_country: Numbers) -> Mapping[str, Any]:
    return {
        "project": np.arange(1, size.projects + 1),
        "code": [f"P{number:04}" for number in range(1, size.projects + 1)],
        "organisation": [1] * size.projects,
        "countries": [[code] if (code := countries[index]) else [] for index in project_country],
        "themes": [[]] * size.projects,
        "sdg_targets": [[]] * size.projects,
        "sensitive": [False] * size.projects,
    }


def build_participation(random: np.random.Generator, size: Size, country: Numbers) -> dict[str, Mapping[str, Any]]:
    """Enrolments, sessions and attendances. `country` is that of each project, in order."""
    again = random.permutation(size.people)[: size.people // 5]  # one in five is in a second project
    subject = np.concatenate([np.arange(size.people), again])
    first = random.integers(0, size.projects, size.people)
    project = np.concatenate(
        [first, (first[again] + 1 + random.integers(0, size.projects - 1, len(again))) % size.projects]
    )
    entry = random.integers(0, DAYS - SPELL, len(subject))
    start = np.datetime64(FIRST_DAY)
    step = DAYS / SESSIONS_EACH
    held = np.floor(np.arange(SESSIONS_EACH) * step).astype(int)
    spell = random.integers(0, len(subject), size.attendances)
    lowest = np.searchsorted(held, entry[spell])
    highest = np.searchsorted(held, entry[spell] + SPELL, side="right")
    session = lowest + (random.random(size.attendances) * (highest - lowest)).astype(int)
    key = np.unique((project[spell] * SESSIONS_EACH + session) * size.people + subject[spell])
    who, which = key % size.people, key // size.people
    present = random.random(len(key)) < 0.9
    return {
        "enrolments": {
            "project": project + 1,
            "enrolment": np.arange(1, len(subject) + 1),
            "subject": subject + 1,
            "country": country[project],
            "entry": start + entry,
            "exit": start + entry + SPELL,
            "implicit": np.zeros(len(subject), dtype=bool),
        },
        "sessions": {
            "project": np.repeat(np.arange(1, size.projects + 1), SESSIONS_EACH),
            "session": np.arange(1, size.projects * SESSIONS_EACH + 1),
            "activity": np.repeat(np.arange(1, size.projects + 1), SESSIONS_EACH),
            "date": np.tile(start + held, size.projects),
            "country": np.repeat(country, SESSIONS_EACH),
            "register": np.ones(size.projects * SESSIONS_EACH, dtype=bool),
        },
        "attendances": {
            "project": which // SESSIONS_EACH + 1,
            "session": which + 1,
            "subject": who + 1,
            "date": start + held[which % SESSIONS_EACH],
            "mark": np.where(present, "present", "absent"),
        },
    }


def as_table(table: Table, columns: Mapping[str, Any]) -> pa.Table:
    """Columns in the schema's order and types; what is not given is null."""
    rows = max((len(values) for values in columns.values()), default=0)
    arrays = [
        pa.array(columns[column.name], type=column.type) if column.name in columns else pa.nulls(rows, type=column.type)
        for column in table.columns
    ]
    made = pa.Table.from_arrays(arrays, schema=table.arrow_schema)
    return made.sort_by(
        [(name, "ascending") for name in (("project", *table.sort) if table.per_project else table.sort)]
    )


def split(table: Table, rows: pa.Table) -> list[tuple[int, pa.Table]]:
    """The parts that the writer wants: by project where the table is, else whole."""
    if not table.per_project:
        return [(WHOLE, rows)]
    projects = rows["project"].to_numpy()
    bounds = np.flatnonzero(np.diff(projects)) + 1
    starts, ends = [0, *bounds], [*bounds, len(rows)]
    return [
        (int(projects[first]), rows.slice(first, last - first))
        for first, last in zip(starts, ends, strict=True)
        if last > first
    ]
