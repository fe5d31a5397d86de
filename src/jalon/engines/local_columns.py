"""Facts as numpy columns: what the local engine reads, each table once for a set of projects.

Days are int32 counted from 1970-01-01, `OPEN` where a spell has no exit. Codes are positions in a
list of labels, -1 where missing. Subjects are positions among those that count (merged ones under
their smallest number), so that the order of positions is the order of numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, cast, runtime_checkable

import duckdb
import numpy as np
import pyarrow as pa

from jalon.engines.local_arrays import Ints, Positions, Truths, calendar_day, distinct, is_ordered, starts_of
from jalon.engines.local_kept import Kept
from jalon.facts.schema import BY_NAME
from jalon.facts.store import Facts

OPEN = 10_000_000
"""A day later than any date: the exit of an open spell."""
NEVER = -OPEN
"""A day earlier than any date."""

ABSENT, EXCUSED, PRESENT = 0, 1, 2
DOES_NOT_BEAR = -1
"""In place of the mark: the session does not bear on any participation of the subject in scope."""

ENTRY, EXIT, AFTER, ANY = 0, 1, 2, 3
HOURS_SCALE = 100
AMOUNT_SCALE = 10_000


PARTITIONED = "read_parquet($files, hive_partitioning = true, hive_types = {'project': INTEGER})"
WHOLE = "read_parquet($files, hive_partitioning = false)"


@runtime_checkable
class OnDisk(Protocol):
    """Facts whose tables DuckDB can read by itself."""

    def parquet_files(self, name: str, projects: Collection[int] | None = None) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Days:
    """A period in day numbers, both included; never holds `OPEN`."""

    start: int = NEVER
    end: int = OPEN - 1

    def contain(self, days: Ints) -> Truths:
        return (days >= self.start) & (days <= self.end)


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of codes: `positions` in `labels`, -1 where missing."""

    positions: Ints
    labels: tuple[str, ...]

    def take(self, rows: Ints) -> Codes:
        return Codes(self.positions[rows], self.labels)


@dataclass(frozen=True, slots=True)
class Spells:
    """Enrolments, in the order of their file: by project, then entry, then number."""

    project: Ints
    number: Ints
    subject: Ints
    site: Ints
    country: Codes
    entry: Ints
    exit: Ints


@dataclass(frozen=True, slots=True)
class Sessions:
    project: Ints
    number: Ints
    activity: Ints
    day: Ints
    site: Ints
    country: Codes
    register: Truths


@dataclass(frozen=True, slots=True)
class Attendances:
    """One row for each subject (-1 nobody) and session, a position in Sessions; hours in hundredths, -1 unknown."""

    session: Ints
    subject: Ints
    mark: Ints
    hours: Ints


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


class Columns:
    """The tables of one facts version, restricted to a set of projects where they are per project."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._connection = duckdb.connect()
        self._spells: Kept[Spells] = Kept(4)
        self._sessions: Kept[Sessions] = Kept(4)
        self._attendances: Kept[Attendances] = Kept(2)
        self._observations: Kept[Observations] = Kept(2)

    # Small tables ---------------------------------------------------------------------------

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A small table, row by row."""
        return cast(list[dict[str, Any]], self._facts.table(name).to_pylist())

    @cached_property
    def organisations(self) -> dict[int, dict[str, Any]]:
        return {row["organisation"]: row for row in self.rows("organisations")}

    @cached_property
    def projects(self) -> list[dict[str, Any]]:
        """Sorted by code: a project's position here is its place among equals."""
        return sorted(self.rows("projects"), key=lambda row: row["code"])

    @cached_property
    def grants(self) -> list[dict[str, Any]]:
        return self.rows("grants")

    @cached_property
    def sites(self) -> list[dict[str, Any]]:
        return self.rows("sites")

    @cached_property
    def activities(self) -> list[dict[str, Any]]:
        return self.rows("activities")

    @cached_property
    def measures(self) -> dict[str, int]:
        """Code of a measure -> its number."""
        return {row["code"]: row["measure"] for row in self.rows("measures")}

    # Subjects -------------------------------------------------------------------------------

    @cached_property
    def _subject_records(self) -> tuple[Ints, Ints]:
        """The numbers of all subjects, and for each the number it is counted as."""
        numbers = _ints(self._read("subjects", "subject"), "subject")
        counted = numbers.copy()
        same = self._read("same_subject", "subject, same_as")
        at = Positions(numbers).of(_ints(same, "subject"))
        counted[at[at >= 0]] = _ints(same, "same_as")[at >= 0]
        return numbers, counted

    @cached_property
    def subjects(self) -> Ints:
        """The numbers of the subjects that count, sorted: what subject positions point into."""
        return distinct(self._subject_records[1])

    @cached_property
    def _subject_positions(self) -> Positions:
        records, counted = self._subject_records
        return Positions(records, Positions(self.subjects).of(counted))

    @cached_property
    def is_merged(self) -> Truths:
        """By subject position: whether it stands for several records."""
        records, _ = self._subject_records
        return np.bincount(self.subject_at(records), minlength=len(self.subjects)) > 1

    def subject_at(self, numbers: Ints) -> Ints:
        """Record numbers -> positions among the subjects that count, -1 where there is no such subject."""
        return self._subject_positions.of(numbers)

    @cached_property
    def kind(self) -> Codes:
        return self._attribute("kind")

    @cached_property
    def sex(self) -> Codes:
        return self._attribute("sex")

    @cached_property
    def nationality(self) -> Codes:
        return self._attribute("nationality")

    @cached_property
    def birth(self) -> tuple[Ints, Ints]:
        """First and last possible birthday of each subject as yyyymmdd, 0 where not known."""
        table = self._read(
            "subjects",
            "subject, birth_earliest AS earliest, birth_latest AS latest",
            "birth_earliest IS NOT NULL AND birth_latest IS NOT NULL",
        )
        at, order = self._first_record(table)
        bounds = []
        for name in ("earliest", "latest"):
            values = np.zeros(len(self.subjects), np.int32)
            values[at] = calendar_day(_days(table, name))[order]
            bounds.append(values)
        return bounds[0], bounds[1]

    def may_count(self, purpose: str, default: str) -> Truths:
        """By subject position: who has not refused the purpose and, unless it is the default, permits it."""
        refused = self._agreed("refuses", purpose)
        return ~refused if purpose == default else self._agreed("permits", purpose) & ~refused

    def _agreed(self, column: str, purpose: str) -> Truths:
        table = self._read("subjects", "subject", f"list_contains({column}, $purpose)", purpose=purpose)
        agreed = np.zeros(len(self.subjects), np.bool_)
        agreed[self.subject_at(_ints(table, "subject"))] = True
        return agreed

    def _attribute(self, name: str) -> Codes:
        """What the smallest-numbered record that knows it says."""
        table = self._read("subjects", f"subject, {name} AS code", f"{name} IS NOT NULL")
        codes = _codes(table, "code")
        at, order = self._first_record(table)
        values = np.full(len(self.subjects), -1, np.int32)
        values[at] = codes.positions[order]
        return Codes(values, codes.labels)

    def _first_record(self, table: pa.Table) -> tuple[Ints, Ints]:
        """Positions to write and rows to write there, the smallest number last, so that it stays."""
        numbers = _ints(table, "subject")
        order = np.argsort(numbers, kind="stable")[::-1]
        return self.subject_at(numbers[order]), order

    # Tables of projects ---------------------------------------------------------------------

    @cached_property
    def _project_positions(self) -> Positions:
        return Positions(np.array([row["project"] for row in self.projects], np.int64))

    @cached_property
    def _site_positions(self) -> Positions:
        return Positions(np.array([row["site"] for row in self.sites], np.int64))

    def spells(self, projects: frozenset[int]) -> Spells:
        return self._spells.get(projects, lambda: self._build_spells(projects))

    def sessions(self, projects: frozenset[int]) -> Sessions:
        return self._sessions.get(projects, lambda: self._build_sessions(projects))

    def attendances(self, projects: frozenset[int], days: Days) -> Attendances:
        """Those dated in a period: their files are sorted by date, so that the rest is not even read."""
        return self._attendances.get((projects, days), lambda: self._build_attendances(projects, days))

    def observations(self, projects: frozenset[int]) -> Observations:
        return self._observations.get(projects, lambda: self._build_observations(projects))

    @cached_property
    def last_known_day(self) -> int:
        """The last day of any spell, session or observation; open spells are cut there."""
        days = [
            self._read(name, f"max({column}) AS day").column("day").cast(pa.int32())[0].as_py()
            for name, column in (
                ("enrolments", "entry"),
                ("enrolments", "exit"),
                ("sessions", "date"),
                ("observations", "date"),
            )
        ]
        return max((day for day in days if day is not None), default=0)

    def _build_spells(self, projects: frozenset[int]) -> Spells:
        table = self._read(
            "enrolments",
            f"project, enrolment, subject, coalesce(site, -1) AS site, country, entry, "
            f"coalesce(CAST(exit - DATE '1970-01-01' AS INTEGER), {OPEN}) AS left_on",
            projects=projects,
        )
        return Spells(
            self._project_positions.of(_ints(table, "project")),
            _ints(table, "enrolment"),
            self.subject_at(_ints(table, "subject")),
            self._site_positions.of(_ints(table, "site")),
            _codes(table, "country"),
            _days(table, "entry"),
            _ints(table, "left_on"),
        )

    def _build_sessions(self, projects: frozenset[int]) -> Sessions:
        table = self._read(
            "sessions",
            "project, session, activity, date, coalesce(site, -1) AS site, country, "
            "CAST(register AS TINYINT) AS register",
            projects=projects,
        )
        activities = np.array([row["activity"] for row in self.activities], np.int64)
        return Sessions(
            self._project_positions.of(_ints(table, "project")),
            _ints(table, "session"),
            Positions(activities).of(_ints(table, "activity")),
            _days(table, "date"),
            self._site_positions.of(_ints(table, "site")),
            _codes(table, "country"),
            _ints(table, "register").astype(np.bool_),
        )

    def _build_attendances(self, projects: frozenset[int], days: Days) -> Attendances:
        table = self._read(
            "attendances",
            f"session, subject, coalesce(CAST(hours * {HOURS_SCALE} AS INTEGER), -1) AS hours, "
            f"CAST(CASE mark WHEN 'present' THEN {PRESENT} WHEN 'excused' THEN {EXCUSED} ELSE {ABSENT} END AS TINYINT) "
            "AS mark",
            f"date BETWEEN DATE '1970-01-01' + {days.start} AND DATE '1970-01-01' + {days.end}",
            projects=projects,
        )
        rows = Attendances(
            Positions(self.sessions(projects).number).of(_ints(table, "session")),
            self.subject_at(_ints(table, "subject")),
            _ints(table, "mark"),
            _ints(table, "hours"),
        )
        return _join_merged(rows, self.is_merged)

    def _build_observations(self, projects: frozenset[int]) -> Observations:
        table = self._read(
            "observations",
            "project, observation, subject, coalesce(enrolment, -1) AS enrolment, measure, months_after, date, "
            f"CAST(CASE moment WHEN 'entry' THEN {ENTRY} WHEN 'exit' THEN {EXIT} WHEN 'after' THEN {AFTER} ELSE {ANY} "
            "END AS TINYINT) AS moment, CAST(state = 'known' AS TINYINT) AS known, "
            f"coalesce(CAST(CAST(number AS DECIMAL(30, 4)) * {AMOUNT_SCALE} AS BIGINT), 0) AS amount, code",
            projects=projects,
        )
        project, number, day = _ints(table, "project"), _ints(table, "observation"), _days(table, "date")
        if not is_ordered(project, day, number):
            table = table.take(pa.array(np.lexsort((number, day, project))))
        return Observations(
            self._project_positions.of(_ints(table, "project")),
            _ints(table, "observation"),
            self.subject_at(_ints(table, "subject")),
            _ints(table, "enrolment"),
            _ints(table, "measure"),
            _ints(table, "moment"),
            _ints(table, "months_after"),
            _days(table, "date"),
            _ints(table, "known").astype(np.bool_),
            _ints(table, "amount"),
            _codes(table, "code"),
        )

    def _read(
        self, name: str, select: str, where: str = "true", *, projects: frozenset[int] | None = None, **values: str
    ) -> pa.Table:
        """Columns of a table, read by DuckDB from its files where the facts have any, else from memory."""
        cursor = self._connection.cursor()
        # Only names of the schema stand in the text; what a user gives comes as a parameter.
        query = f"SELECT {select} FROM {{source}} WHERE {where}"  # noqa: S608
        files = list(self._facts.parquet_files(name, projects)) if isinstance(self._facts, OnDisk) else []
        if files:
            source = PARTITIONED if BY_NAME[name].per_project else WHOLE
            try:
                return cursor.sql(query.format(source=source), params={**values, "files": files}).to_arrow_table()
            except duckdb.IOException:
                pass  # a refresh has taken files away, which the facts below say, or the path has signs of a pattern
        cursor.register("given", self._facts.table(name, projects))
        return cursor.sql(query.format(source="given"), params=values or None).to_arrow_table()


# Columns -----------------------------------------------------------------------------------------


def _join_merged(rows: Attendances, is_merged: Truths) -> Attendances:
    """Two records of one subject in one session: present wins over excused over absent; the larger hours."""
    merged = np.flatnonzero(is_merged[rows.subject]) if len(is_merged) else np.zeros(0, np.int64)
    order = merged[np.lexsort((rows.subject[merged], rows.session[merged]))]
    starts = starts_of(rows.session[order], rows.subject[order])
    if len(starts) == len(order):
        return rows
    subject, mark, hours = rows.subject.copy(), rows.mark.copy(), rows.hours.copy()
    subject[order] = -1  # of each group its first row stays, the others become nobody's
    subject[order[starts]] = rows.subject[order[starts]]
    mark[order[starts]] = np.maximum.reduceat(rows.mark[order], starts)
    hours[order[starts]] = np.maximum.reduceat(rows.hours[order], starts)
    return Attendances(rows.session, subject, mark, hours)


def _ints(table: pa.Table, name: str) -> Ints:
    values: Ints = table.column(name).to_numpy()
    return values


def _days(table: pa.Table, name: str) -> Ints:
    values: Ints = table.column(name).cast(pa.int32()).to_numpy()
    return values


def _codes(table: pa.Table, name: str) -> Codes:
    column = table.column(name).cast(pa.string()).combine_chunks()
    column = column if isinstance(column, pa.Array) else pa.concat_arrays(column.chunks or [pa.array([], pa.string())])
    coded = column.dictionary_encode()
    positions: Ints = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return Codes(positions, tuple(coded.dictionary.to_pylist()))
