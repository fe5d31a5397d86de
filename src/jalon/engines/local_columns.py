"""The facts of one version as the local engine reads them: what is kept beside them, else built from them."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from jalon.engines.local_arrays import Ints, Positions, Truths, is_ordered
from jalon.engines.local_attendances import AttendanceBuilder, Attendances
from jalon.engines.local_kept import Kept
from jalon.engines.local_people import People, build_people
from jalon.engines.local_reading import Codes, Reader, codes, ints, ints_or, unscaled
from jalon.engines.local_spells import NEVER, Sessions, Spells, build_sessions, build_spells
from jalon.facts.kept import Arrays, BuiltIfNeeded, kept_file, open_arrays
from jalon.facts.store import DeltaFacts, Facts

FORMAT = "1"
"""Of what is kept: another one when an array comes to mean something else."""

PEOPLE, SPELLS, SESSIONS, ATTENDANCES = "people", "spells", "sessions", "attendances"
MADE_FROM: Mapping[str, tuple[str, ...]] = {
    PEOPLE: ("subjects", "same_subject"),
    SPELLS: ("subjects", "same_subject", "projects", "enrolments"),
    SESSIONS: ("projects", "sessions"),
    ATTENDANCES: ("enrolments", "sessions", "attendances"),
}
"""The tables that each is made from; attendances from those of their project alone."""

ENTRY, EXIT, AFTER, ANY = 0, 1, 2, 3
MOMENT_NAMED = {"entry": ENTRY, "exit": EXIT, "after": AFTER}
AMOUNT_SCALE = 10_000

SIDE_BY_SIDE = 20
"""Projects for which starting threads takes less than it saves."""


@dataclass(frozen=True, slots=True)
class Observations:
    """By day and number within a project. `number` in ten-thousandths."""

    project: Ints
    number: Ints
    subject: Ints
    enrolment: Ints
    measure: Ints
    moment: Ints
    months: Ints
    day: Ints
    known: Truths
    amount: Ints
    code: Codes

    def take(self, rows: Ints) -> Observations:
        columns = (getattr(self, column.name) for column in fields(self))
        return Observations(*(one.take(rows) for one in columns))


class Columns:
    """The tables of one facts version."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._reader = Reader(facts)
        self._attendances: dict[int, Attendances] = {}
        self._begun: dict[int, Future[None]] = {}
        self._observations: Kept[Observations] = Kept(2)

    # Small tables ---------------------------------------------------------------------------

    @cached_property
    def organisations(self) -> dict[int, dict[str, Any]]:
        return {row["organisation"]: row for row in self._reader.rows("organisations")}

    @cached_property
    def projects(self) -> list[dict[str, Any]]:
        """Sorted by code: a project's position here is its place among equals."""
        return sorted(self._reader.rows("projects"), key=lambda row: row["code"])

    @cached_property
    def grants(self) -> list[dict[str, Any]]:
        return self._reader.rows("grants")

    @cached_property
    def sites(self) -> list[dict[str, Any]]:
        return self._reader.rows("sites")

    @cached_property
    def activities(self) -> list[dict[str, Any]]:
        return self._reader.rows("activities")

    @cached_property
    def measures(self) -> dict[str, int]:
        """Code of a measure -> its number."""
        return {row["code"]: row["measure"] for row in self._reader.rows("measures")}

    @cached_property
    def _project_positions(self) -> Positions:
        return _positions(self.projects, "project")

    @cached_property
    def _site_positions(self) -> Positions:
        return _positions(self.sites, "site")

    # What is kept ---------------------------------------------------------------------------

    @cached_property
    def people(self) -> People:
        return People(self._arrays(PEOPLE))

    @cached_property
    def spells(self) -> Spells:
        """All spells of subjects that count."""
        return Spells(self._spells, self._site_positions)

    @cached_property
    def _spells(self) -> BuiltIfNeeded:
        return self._arrays(SPELLS)

    @property
    def are_spells_at_hand(self) -> bool:
        """Whether they are kept, or were built."""
        return self._spells.are_at_hand

    @cached_property
    def sessions(self) -> Sessions:
        """All sessions of all projects."""
        return Sessions(self._arrays(SESSIONS), self._site_positions, _positions(self.activities, "activity"))

    def attendances(self, project: int) -> Attendances:
        """Those of one project, by its number."""
        if begun := self._begun.pop(project, None):
            begun.result()  # what a thread raises is raised here
        if project not in self._attendances:
            self._attendances[project] = Attendances(self._arrays(ATTENDANCES, project))
        return self._attendances[project]

    def begin_attendances(self, projects: Collection[int]) -> None:
        """Build those of many projects side by side, on every core, while other work goes on; those of few are built
        when they are asked for."""
        missing = [project for project in projects if project not in self._attendances]
        if len(missing) < SIDE_BY_SIDE:
            return
        threads = ThreadPoolExecutor(os.cpu_count())
        for project in missing:
            self._attendances[project] = Attendances(self._arrays(ATTENDANCES, project))
            self._begun[project] = threads.submit(self._attendances[project].build)
        threads.shutdown(wait=False)  # they end when all is built

    def _arrays(self, name: str, project: int | None = None) -> BuiltIfNeeded:
        path = self._kept_file(name, project)
        return BuiltIfNeeded(open_arrays(path) if path else None, lambda: self._build(name, project))

    def _build(self, name: str, project: int | None) -> Arrays:
        builders: Mapping[str, Callable[[], Arrays]] = {
            PEOPLE: lambda: build_people(self._reader),
            SPELLS: lambda: build_spells(self._reader, self.people, self._project_positions, len(self.projects)),
            SESSIONS: lambda: build_sessions(self._reader, self._project_positions, len(self.projects)),
        }
        return builders[name]() if project is None else self._attendance_builder.build(project)

    @cached_property
    def _attendance_builder(self) -> AttendanceBuilder:
        return AttendanceBuilder(self._reader)

    def _kept_file(self, name: str, project: int | None) -> Path | None:
        """Where the arrays are kept: the name tells the rows they are made from, so that no other are ever read."""
        if not isinstance(self._facts, DeltaFacts):
            return None
        made_from = [FORMAT]
        for table in MADE_FROM[name]:
            parts = self._facts.parts(table, None if project is None else [project])
            made_from += [f"{table} {number} {part.digest}" for number, part in parts.items()]
        return kept_file(self._facts.kept, name if project is None else f"{name}-{project}", made_from)

    def build_kept(self) -> Iterator[tuple[Path, Callable[[], Arrays]]]:
        """All that is kept of these facts: each file, and what builds its arrays."""
        asked: list[tuple[str, int | None]] = [(name, None) for name in (PEOPLE, SPELLS, SESSIONS)]
        asked += [(ATTENDANCES, row["project"]) for row in self.projects]
        for name, project in asked:
            path = self._kept_file(name, project)
            assert path is not None
            yield path, lambda name=name, project=project: self._build(name, project)  # type: ignore[misc]

    # Observations ---------------------------------------------------------------------------

    def observations(self, projects: frozenset[int]) -> Observations:
        return self._observations.get(projects, lambda: self._build_observations(projects))

    @cached_property
    def last_known_day(self) -> int:
        """The last day of any spell, session or observation; open spells are cut there."""
        found = [
            int(ints_or(self._reader.read(name, (column,)), column, NEVER).max(initial=NEVER))
            for name, column in (
                ("enrolments", "entry"),
                ("enrolments", "exit"),
                ("sessions", "date"),
                ("observations", "date"),
            )
        ]
        last = max(found)
        return last if last > NEVER else 0

    def _build_observations(self, projects: frozenset[int]) -> Observations:
        everywhere = self._observations.find(frozenset(row["project"] for row in self.projects))
        if everywhere is not None:  # as in a release, which asks the whole group first and each project after
            wanted = np.array([row["project"] in projects for row in self.projects], np.bool_)
            return everywhere.take(np.flatnonzero(wanted[everywhere.project]))
        table = self._reader.read(
            "observations",
            (
                *("project", "observation", "subject", "enrolment", "measure", "moment", "months_after", "date"),
                *("state", "number", "code"),
            ),
            projects=projects,
        )
        project, number, day = ints(table, "project"), ints(table, "observation"), ints(table, "date")
        if not is_ordered(project, day, number):
            table = table.take(pa.array(np.lexsort((number, day, project))))
        moments, states = codes(table, "moment"), codes(table, "state")
        return Observations(
            self._project_positions.of(ints(table, "project")),
            ints(table, "observation"),
            self.people.at(ints(table, "subject")),
            ints_or(table, "enrolment", -1),
            ints(table, "measure"),
            np.array([MOMENT_NAMED.get(label, ANY) for label in moments.labels], np.int8)[moments.positions],
            ints_or(table, "months_after", -1),
            ints(table, "date"),
            np.array([label == "known" for label in states.labels], np.bool_)[states.positions],
            unscaled(table, "number"),
            codes(table, "code"),
        )


def _positions(rows: list[dict[str, Any]], column: str) -> Positions:
    return Positions(np.array([row[column] for row in rows], np.int64))
