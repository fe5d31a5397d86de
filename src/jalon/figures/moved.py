"""The fact rows behind a difference: what each of two figures saw of one member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jalon.engines.answer import Scope
from jalon.facts.store import Facts, rows_of
from jalon.figures.selection import select_projects

Row = Mapping[str, Any]
Key = tuple[str, tuple[int, ...]]

KEYS: Mapping[str, tuple[str, ...]] = {
    "subjects": ("subject",),
    "same_subject": ("subject",),
    "enrolments": ("enrolment",),
    "attendances": ("session", "subject"),
    "observations": ("observation",),
}
"""The tables that hold rows of subjects, and the numbers that name a row."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One row that the two figures see differently; None where one of them sees no such row."""

    table: str
    number: tuple[int, ...]
    """The row's number; of an attendance, its session and its subject."""
    before: Row | None
    after: Row | None

    @property
    def subject(self) -> int:
        """Whose row it is."""
        row = self.before if self.after is None else self.after
        assert row is not None
        return int(row["subject"])

    def text(self) -> str:
        """`observations 12: code unknown → employed`; the whole row where it came or went."""
        where = f"{self.table} {'/'.join(map(str, self.number))}"
        if self.before is None or self.after is None:
            sign, row = ("+", self.after) if self.before is None else ("−", self.before)
            assert row is not None
            stated = ", ".join(f"{name} {_plain(value)}" for name, value in row.items() if value not in (None, []))
            return f"{sign} {where}: {stated}"
        differing = (name for name in self.before if self.before[name] != self.after[name])
        return f"{where}: " + ", ".join(
            f"{name} {_plain(self.before[name])} → {_plain(self.after[name])}" for name in differing
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, dates and decimals as text."""

        def plain(row: Row | None) -> dict[str, Any] | None:
            return None if row is None else {name: _plain_value(value) for name, value in row.items()}

        return {
            "table": self.table,
            "number": list(self.number),
            "before": plain(self.before),
            "after": plain(self.after),
        }


def find_moved(before: tuple[Facts, Scope], after: tuple[Facts, Scope], subjects: set[int]) -> tuple[Moved, ...]:
    """Rows of these subjects that differ between two facts, each as far as it is in its scope."""
    was, now = (_visible_rows(facts, scope, subjects) for facts, scope in (before, after))
    keys = sorted({*was, *now}, key=lambda key: (list(KEYS).index(key[0]), key[1]))
    return tuple(
        Moved(table, number, was.get((table, number)), now.get((table, number)))
        for table, number in keys
        if was.get((table, number)) != now.get((table, number))
    )


def _visible_rows(facts: Facts, scope: Scope, subjects: set[int]) -> dict[Key, Row]:
    """Rows of these subjects in the scope: spells that meet its period, attendances in it, all observations."""
    projects = select_projects(facts, scope)
    rows: dict[Key, Row] = {}
    for table, keys in KEYS.items():
        per_subject = facts.table(table, list(projects)) if table in OF_PROJECTS else facts.table(table)
        for row in rows_of(per_subject, "subject", subjects).to_pylist():
            if table not in OF_PROJECTS or (row["project"] in projects and _is_visible(table, row, scope)):
                rows[table, tuple(row[key] for key in keys)] = row
    return rows


OF_PROJECTS = ("enrolments", "attendances", "observations")


def _is_visible(table: str, row: Row, scope: Scope) -> bool:
    if table == "enrolments":
        is_there = not scope.countries or row["country"] in scope.countries
        return is_there and scope.period.meets(row["entry"], row["exit"])
    return table == "observations" or scope.period.contains(row["date"])


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "—"
    return "—" if value is None else str(value)


def _plain_value(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)
