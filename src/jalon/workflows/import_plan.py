"""What an import would do, as data: created, changed, left, faults, questions, notices, people to review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jalon.errors import Fault
from jalon.exchange.mapping import Mapping as SheetMapping
from jalon.exchange.rows import Notice, Question
from jalon.records.imported import (
    Changed,
    FileSeen,
    ImportWrites,
    NewAttendance,
    NewEnrolment,
    NewObservation,
    NewSession,
    Ref,
)
from jalon.workflows.import_people import PlannedAnswer, PlannedPerson, PlannedSpell
from jalon.workflows.known_people import PERSON_VALUES
from jalon.workflows.match_rows import Matcher
from jalon.workflows.plan_sessions import PlannedMark, PlannedSession, SessionPlanner, id_of
from jalon.workflows.plan_totals import TotalsPlanner


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of one table an import creates, changes, and finds as it would have them."""

    created: int = 0
    changed: int = 0
    left: int = 0


@dataclass(slots=True)
class ImportPlan:
    """All that an import would do. Planning writes nothing; `apply_import` writes exactly this."""

    project: str
    paths: tuple[Path, ...]
    files: tuple[FileSeen, ...]
    mapping: SheetMapping
    """As confirmed; `plan.mapping.save(path)` makes the same import run without a question."""
    seen: int
    """The records' last change when the plan was made."""
    writes: ImportWrites
    session: Mapping[str, str] = field(default_factory=dict)
    """The activity, date and site that the command named, as constants of a mapping."""
    left: Mapping[str, int] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    questions: Sequence[Question] = ()
    notices: Sequence[Notice] = ()

    @property
    def counts(self) -> dict[str, Counts]:
        """Counts by table, of the tables that the import has anything to say about."""
        changed = Counter(table_shown(change.table) for change in self.writes.changes)
        # A person's reference stands in a table of its own: one person is one change.
        people = {change.number for change in self.writes.changes if table_shown(change.table) == "person"}
        changed["person"] = len(people)
        counts = {
            table: Counts(len(rows), changed[table], self.left.get(table, 0)) for table, rows in self.writes.created()
        }
        return {table: count for table, count in counts.items() if count != Counts()}

    @property
    def changes_nothing(self) -> bool:
        return self.writes.is_empty

    def rows(self) -> Iterator[tuple[str, str, Any]]:
        """Each record to be written: table, "created" or "changed", and the row (`records.imported`)."""
        for table, rows in self.writes.created():
            for row in rows:
                yield table, "created", row
        for change in self.writes.changes:
            yield table_shown(change.table), "changed", change

    def summary(self) -> dict[str, Any]:
        """Counts as JSON keeps them, for the import's record."""
        counts = self.counts
        return {
            "created": {table: count.created for table, count in counts.items() if count.created},
            "changed": {table: count.changed for table, count in counts.items() if count.changed},
            "left": {table: count.left for table, count in counts.items() if count.left},
            "faults": len(self.faults),
            "review": len(self.writes.candidates),
        }


def table_shown(table: str) -> str:
    return "person" if table == "subject" else table


class PlanBuilder:
    """Turns what the planners hold into writes: what is new, what differs, and what is left."""

    def __init__(self, project: int) -> None:
        self.writes = ImportWrites(project)
        self.left: Counter[str] = Counter()

    def add_people(self, matcher: Matcher) -> None:
        self.writes.people = [person.now for person in matcher.new_people]
        for person in matcher.people:
            if person.named is None:
                continue
            if person.known is not None:
                self._compare_person(person)
            for spell in person.spells:
                self._add_spell(person.ref, spell)

    def _compare_person(self, person: PlannedPerson) -> None:
        known, now = person.known, person.now
        assert known is not None
        before = {name: getattr(known, name) for name in PERSON_VALUES}
        differs = self._differs("person", known.number, before, {name: getattr(now, name) for name in PERSON_VALUES})
        differs |= self._differs(
            "subject",
            known.number,
            {"organisation_id": known.organisation, "reference": known.reference},
            {"organisation_id": now.organisation, "reference": now.reference},
        )
        self.left["person"] += not differs

    def _differs(self, table: str, number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        names = [name for name in before if before[name] != after[name]]
        if names:
            changed = Changed(
                table, number, {name: before[name] for name in names}, {name: after[name] for name in names}
            )
            self.writes.changes.append(changed)
        return bool(names)

    def _add_spell(self, subject: Ref, spell: PlannedSpell) -> None:
        known = spell.known
        if known is None:
            self.writes.enrolments.append(NewEnrolment(subject, spell.site, spell.entry, spell.exit, spell.implicit))
            spell.ref = -len(self.writes.enrolments)
        else:
            names = ("entry", "exit", "implicit", "site")
            before = {"site_id" if name == "site" else name: getattr(known, name) for name in names}
            after = {"site_id" if name == "site" else name: getattr(spell, name) for name in names}
            if not self._differs("enrolment", known.number, before, after) and spell.said:
                self.left["enrolment"] += 1
        for (measure, moment, day), answer in spell.answers.items():
            if answer.known is None:
                date = answer.date or day or (spell.entry if moment == "entry" else spell.exit)
                assert date is not None
                value = answer.value
                self.writes.observations.append(
                    NewObservation(subject, spell.ref, measure, moment, date, value.state, value.number, value.code)
                )
            else:
                self._compare_answer(spell, moment, answer)

    def _compare_answer(self, spell: PlannedSpell, moment: str, answer: PlannedAnswer) -> None:
        """The value as it is now said; the date as the sheet states it, or following its entry or exit."""
        observed, known = answer.known, spell.known
        assert observed is not None and known is not None
        date = observed.date
        if answer.date is not None and not spell.implicit:
            date = answer.date
        elif moment == "entry" and observed.date == known.entry and not known.implicit:
            date = spell.entry
        elif moment == "exit" and observed.date == known.exit:
            date = spell.exit or date
        is_code = not hasattr(observed.value, "as_tuple")
        before = {
            "date": observed.date,
            "state": observed.state,
            "value_code": observed.value if is_code else None,
            "value_number": None if is_code else observed.value,
        }
        value = answer.value
        after = {"date": date, "state": value.state, "value_code": value.code, "value_number": value.number}
        if not self._differs("observation", observed.number, before, after) and answer.place:
            self.left["observation"] += 1

    def add_sessions(self, planner: SessionPlanner) -> None:
        """Sessions that were held and their marks; activities that no session needs are not made."""
        held = [session for session in planner.planned_sessions() if session.is_held]
        used = sorted({-session.activity for session in held if session.activity < 0 and session.named})
        refs = {-old: -new for new, old in enumerate(used, start=1)}
        self.writes.activities = [planner.new_activities[old - 1] for old in used]
        sessions: dict[Ref, Ref] = {}
        for session in held:
            sessions[id_of(session)] = self._add_session(session, refs.get(session.activity, session.activity))
        for (session_id, subject), mark in planner.marks.items():
            self._add_mark(sessions.get(session_id, session_id), subject, mark)

    def _add_session(self, session: PlannedSession, activity: Ref) -> Ref:
        if session.known is None:
            self.writes.sessions.append(
                NewSession(activity, session.date, session.label, session.site, session.register)
            )
            return -len(self.writes.sessions)
        site, register = session.known
        differs = self._differs(
            "session",
            session.ref,
            {"site_id": site, "register": register},
            {"site_id": session.site, "register": session.register},
        )
        self.left["session"] += not differs and session.named is not None
        return session.ref

    def _add_mark(self, session: Ref, subject: Ref, mark: PlannedMark) -> None:
        if mark.known is None:
            self.writes.attendances.append(NewAttendance(session, subject, mark.mark, mark.hours))
            return
        number, before, hours = mark.known
        differs = self._differs(
            "attendance", number, {"mark": before, "hours": hours}, {"mark": mark.mark, "hours": mark.hours}
        )
        self.left["attendance"] += not differs and mark.place is not None

    def add_totals(self, planner: TotalsPlanner) -> None:
        planned = planner.quantities.values()
        self.writes.quantities = [quantity.now for quantity in planned if quantity.known is None]
        changes = planner.changes()
        self.writes.changes += changes
        self.left["quantity"] += sum(1 for q in planned if q.known and q.place) - len(changes)
