"""Sessions and marks: which sessions were held, who stood in them, and who is in the project by signing in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jalon.codelists.folding import fold
from jalon.codelists.lists import activity_kinds
from jalon.errors import Fault, JalonError, Place, nearest_name
from jalon.exchange.rows import Answer, MarkRow, Notice, PersonRow, Question, SessionKey
from jalon.records.actions.imports import Progress, chunks
from jalon.records.imported import NewActivity, Ref
from jalon.records.models import Activity, Attendance, Session
from jalon.workflows.import_people import (
    Moment,
    PlannedPerson,
    PlannedSpell,
    check_answers,
    check_person,
    contradiction,
    learn,
    person_new,
    question_id,
    take_answers,
)
from jalon.workflows.match_rows import Matcher, key_of, shown_name, who
from jalon.workflows.plan_people import STEP, Directory, check_row, sheet_of

UNFIT = re.compile(r"[^\w.]+")


@dataclass(frozen=True, slots=True)
class GivenSession:
    """What the command says of the session: `--activity`, `--date`, `--site`."""

    activity: str | None = None
    date: dt.date | None = None
    site: int | None = None


@dataclass(slots=True)
class PlannedSession:
    activity: Ref
    date: dt.date
    label: str
    site: int | None
    register: bool
    known: tuple[int | None, bool] | None = None
    """Site and register as recorded."""
    ref: Ref = 0
    is_held: bool = False
    """Somebody has a mark: a column of blanks is a date still to come, or a session not held."""
    named: Place | None = None


@dataclass(slots=True)
class PlannedMark:
    mark: str
    hours: Decimal | None
    place: Place | None = None
    known: tuple[int, str, Decimal | None] | None = None
    """Number, mark and hours as recorded."""


class SessionPlanner:
    """Takes the marks of matrices and sign-in lists, row by row; what it cannot take is a fault."""

    def __init__(
        self, matcher: Matcher, directory: Directory, given: GivenSession, names: Mapping[str, str], complete: bool
    ) -> None:
        self.matcher = matcher
        self.directory = directory
        self.given = given
        self.complete = complete
        self.faults: list[Fault] = []
        self.questions: dict[str, Question] = {}
        self.names = {fold(written): code for written, code in names.items()}
        self.activities: dict[str, Ref] = {}
        self.new_activities: list[NewActivity] = []
        self.sessions: dict[tuple[Ref, dt.date, str], list[PlannedSession]] = {}
        self.marks: dict[tuple[Ref, Ref], PlannedMark] = {}
        self.claimed: set[tuple[object, Ref, str]] = set()
        self._by_key: dict[tuple[object, SessionKey], PlannedSession | Fault | None] = {}
        self._read_known()

    def _read_known(self) -> None:
        activities = Activity.objects.filter(project=self.directory.project).order_by("number")
        for number, code, name in activities.values_list("number", "code", "name"):
            self.activities.setdefault(fold(name), number)
            self.activities[fold(code)] = number
        columns = ("number", "activity_id", "date", "label", "site_id", "register")
        held = Session.objects.filter(activity__project=self.directory.project).order_by("number")
        for number, activity, date, label, site, register in held.values_list(*columns):
            session = PlannedSession(activity, date, label, site, register, (site, register), number, is_held=True)
            self.sessions.setdefault((activity, date, label), []).append(session)

    def read_known_marks(self, rows: Iterable[MarkRow]) -> None:
        """Fetch the marks that known sessions of these rows have already."""
        found = (self.session(row, register=False) for row in rows)
        numbers = sorted({session.ref for session in found if isinstance(session, PlannedSession) and session.ref > 0})
        columns = ("session_id", "subject_id", "number", "mark", "hours")
        for chunk in chunks(numbers, STEP):
            for session, subject, *known in Attendance.objects.filter(session__in=chunk).values_list(*columns):
                self.marks[session, subject] = PlannedMark(known[1], known[2], known=tuple(known))

    # Activities and sessions

    def activity(self, written: str | None, place: Place) -> Ref | None:
        """The activity meant, made if there is none; None where a question asks for it."""
        if written is None and self.given.activity is None:
            self._ask("activity", place)
            return None
        name = written if written is not None else self.given.activity or ""
        code = self.names.get(fold(name))
        number = self.activities.get(fold(code or name))
        if number is not None:
            return number
        known = [a for a in self.activities if a]
        if written is None and (nearest := nearest_name(fold(name), known)):
            raise JalonError("no_such_activity", nearest=nearest, found=name, project=self.directory.project.code)
        code = code or self._free_code(name)
        self.new_activities.append(NewActivity(code, name[:300], kind_of(name)))
        ref = self.activities[fold(code)] = -len(self.new_activities)
        self.activities.setdefault(fold(name), ref)
        return ref

    def _free_code(self, name: str) -> str:
        stem = UNFIT.sub("-", fold(name)).strip("-.")[:70] or "activity"
        code, count = stem, 1
        while fold(code) in self.activities:
            count += 1
            code = f"{stem}-{count}"
        return code

    def session(self, row: MarkRow, *, register: bool) -> PlannedSession | Fault | None:
        """The session of a mark, made if there is none; None where a question asks for what it lacks.

        Once somebody says that the list is a register, it stays one.
        """
        key = (sheet_of(row.place), row.session)
        if key not in self._by_key:
            self._by_key[key] = self._find_session(row.session, row.place)
        session = self._by_key[key]
        if isinstance(session, PlannedSession):
            session.register |= register
            session.named = session.named or row.place
        return session

    def _find_session(self, key: SessionKey, place: Place) -> PlannedSession | Fault | None:
        activity = self.activity(key.activity, place)
        date = key.date or self.given.date
        if date is None:
            self._ask("date", place)
        if activity is None or date is None:
            return None
        site = self.directory.site(key.site, place) if key.site else self.given.site
        if isinstance(site, Fault):
            return site
        label = key.label[:80]
        same_day = self.sessions.setdefault((activity, date, label), [])
        for session in same_day:
            if site is None or session.site in (site, None):
                session.site = site if site is not None else session.site
                return session
        session = PlannedSession(activity, date, label, site, register=False)
        same_day.append(session)
        return session

    def _ask(self, what: str, place: Place) -> None:
        id = question_id(what, place)
        text = {
            "activity": ("Which activity is this list of?", "De quelle activité est cette liste ?"),
            "date": ("On what day was this session held?", "Quel jour cette séance a-t-elle eu lieu ?"),
        }[what]
        codes = Activity.objects.filter(project=self.directory.project).values_list("code", flat=True)
        options = tuple(sorted(codes)) if what == "activity" else ()
        self.questions.setdefault(id, Question(id, Place(file=place.file, sheet=place.sheet), *text, options))

    # Matrices

    def plan_matrix(self, rows: Sequence[MarkRow], progress: Progress) -> list[Notice]:
        """Every row of a matrix goes in whole, or waits whole."""
        by_row: dict[tuple[object, int | None], list[MarkRow]] = {}
        for row in rows:
            by_row.setdefault((sheet_of(row.place), row.place.row), []).append(row)
            session = self.session(row, register=True)
            if row.mark and isinstance(session, PlannedSession):
                session.is_held = True
        for done, marks in enumerate(by_row.values()):
            fault = self.take_matrix_row(marks)
            self.faults.extend([fault] if fault else [])
            if done % STEP == 0:
                progress("match", done, len(by_row))
        return self._not_held(rows)

    def take_matrix_row(self, marks: Sequence[MarkRow]) -> Fault | None:
        row = marks[0].person
        key = key_of(row)
        fault = check_row(row, key)
        if fault:
            return fault
        person = self.matcher.find(row, key)
        if isinstance(person, Fault):
            return person
        if person is None or not person.spells:
            return self.matcher.not_in_register(row, key)
        planned: list[tuple[PlannedSession, MarkRow]] = []
        for mark in marks:
            session = self.session(mark, register=False)
            if isinstance(session, Fault):
                return session
            if session is None or not mark.mark:
                continue
            if mark.mark == "present" and not any(spell.holds(session.date) for spell in person.spells):
                return outside(mark, session, person)
            fault = self.check_mark(session, person, mark)
            if fault:
                return fault
            planned.append((session, mark))
        fault = check_person(person, row)
        if fault:
            return fault
        learn(person, row, self.directory.project.organisation_id)
        for session, mark in planned:
            self.take_mark(session, person, mark)
        return None

    def _not_held(self, rows: Sequence[MarkRow]) -> list[Notice]:
        empty: dict[tuple[str | None, str | None], list[dt.date]] = {}
        for session in {id(s): s for s in self._by_key.values() if isinstance(s, PlannedSession)}.values():
            if not session.is_held and session.named:
                empty.setdefault(sheet_of(session.named), []).append(session.date)
        notices = []
        for (file, sheet), dates in empty.items():
            days = ", ".join(date.isoformat() for date in sorted(set(dates)))
            notices.append(
                Notice(
                    Place(file=file, sheet=sheet),
                    f"Nobody has a mark on {days}: no session is made of these columns.",
                    f"Personne n'a de marque le {days} : ces colonnes ne font pas de séance.",
                )
            )
        return notices

    # Sign-in lists

    def plan_signatures(self, rows: Sequence[MarkRow], progress: Progress) -> None:
        """By date, so that whoever is in the project by signing in enters it at the first session."""
        dated = []
        for row in rows:
            session = self.session(row, register=self.complete)
            if isinstance(session, Fault):
                self.faults.append(session)
            elif session is not None:
                session.is_held = True
                dated.append((row, session))
        # Those with a birth date first: a name alone can then be found among them.
        dated.sort(key=lambda pair: (pair[0].person.birth is None, pair[1].date))
        for done, (row, session) in enumerate(dated):
            fault = self.take_signature(row, session)
            self.faults.extend([fault] if fault else [])
            if done % STEP == 0:
                progress("match", done, len(dated))

    def take_signature(self, mark: MarkRow, session: PlannedSession) -> Fault | None:
        row = mark.person
        key = key_of(row)
        found = check_row(row, key) or self.locate(row, key, session)
        if isinstance(found, Fault):
            return found
        if found is None and mark.mark != "present":
            return self.matcher.not_in_register(row, key)
        person = found or person_new(row, key)
        spell: PlannedSpell | Fault | None = None
        if mark.mark == "present":
            spell = self.spell_at(person, session) or outside(mark, session, person)
        if isinstance(spell, Fault):
            return spell
        answers = self.moments(spell, row.at_entry, session.date) if spell else {}
        fault = (
            check_person(person, row)
            or check_answers(spell, answers, row.place, self.directory.titles)
            or self.check_mark(session, person, mark)
        )
        if fault:
            return fault
        learn(person, row, self.directory.project.organisation_id)
        self.matcher.add(person, row)
        if spell is not None:
            if not any(spell is other for other in person.spells):
                person.spells.append(spell)
            if spell.implicit and session.date < spell.entry:
                spell.entry = session.date
            if spell.implicit and spell.site is None and spell.entry == session.date:
                spell.site = session.site
            spell.said = spell.said or row.place
            take_answers(spell, answers.items(), row.place, session.date)
        self.take_mark(session, person, mark)
        return None

    def locate(self, row: PersonRow, key: str, session: PlannedSession) -> PlannedPerson | Fault | None:
        """Who signed. A name alone that signs twice in one session may be two people."""
        found = self.matcher.find(row, key)
        if row.birth is not None or (row.reference and row.reference in self.matcher.by_reference):
            return found
        claim = (sheet_of(row.place), id(session), key)
        if isinstance(found, PlannedPerson) and found.now.birth is None and claim in self.claimed:
            return Fault("name_without_birth", row.place, {"found": shown_name(row), "others": who([found])})
        self.claimed.add(claim)
        return found

    @staticmethod
    def spell_at(person: PlannedPerson, session: PlannedSession) -> PlannedSpell | None:
        """The spell that a signature falls in: one that holds the day, an implicit one that now begins
        earlier, or a new implicit one, where the session was held, for whoever has none."""
        day = session.date
        if not person.spells:
            return PlannedSpell(day, implicit=True, site=session.site)
        spell = next((spell for spell in person.spells if spell.holds(day)), None)
        if spell is not None:
            return spell
        following = min((s for s in person.spells if s.entry > day), key=lambda s: s.entry, default=None)
        return following if following is not None and following.implicit else None

    def moments(self, spell: PlannedSpell, answers: Mapping[str, Answer], day: dt.date) -> dict[Moment, Answer]:
        """Answers given when signing in: at entry where the spell begins that day, else on that day."""
        found: dict[Moment, Answer] = {}
        for code, answer in answers.items():
            measure = self.directory.measures[code]
            before = spell.answers.get((measure, "entry", None))
            begins = spell.implicit and spell.entry >= day
            recorded = before is not None and before.known is not None and before.known.date == day
            found[(measure, "entry", None) if begins or recorded else (measure, "any", day)] = answer
        return found

    # Marks

    def check_mark(self, session: PlannedSession, person: PlannedPerson, row: MarkRow) -> Fault | None:
        """Whether another row of this import gives the same person another mark in the same session."""
        before = self.marks.get((id_of(session), person.ref)) if person.ref else None
        if before is None or before.place is None or not row.mark:
            return None
        if before.mark != row.mark or (row.hours is not None and before.hours not in (row.hours, None)):
            return contradiction(row.place, "mark", row.mark, before.mark, before.place)
        return None

    def take_mark(self, session: PlannedSession, person: PlannedPerson, row: MarkRow) -> None:
        """A mark replaces another one; hours not written do not erase hours."""
        key = (id_of(session), person.ref)
        before = self.marks.get(key)
        if before is None:
            self.marks[key] = PlannedMark(row.mark, row.hours, row.place)
            return
        before.place = before.place or row.place
        if row.hours is not None or before.mark != row.mark:
            before.hours = row.hours
        before.mark = row.mark

    def planned_sessions(self) -> list[PlannedSession]:
        return [session for sessions in self.sessions.values() for session in sessions]


def id_of(session: PlannedSession) -> Ref:
    """What marks are kept under: the number of a known session; of a new one, its place in memory."""
    return session.ref if session.ref > 0 else -id(session)


def kind_of(name: str) -> str:
    """The kind of an activity as its name says it: "Ateliers sociolinguistiques" is a workshop; else other."""
    words = {word.rstrip("s") for word in fold(name).split()}
    for kind, titles in activity_kinds().items():
        if words & {fold(title).split()[0].rstrip("s") for title in titles.values()}:
            return kind
    return "other"


def outside(mark: MarkRow, session: PlannedSession, person: PlannedPerson) -> Fault:
    spells = sorted(person.spells, key=lambda spell: spell.entry)
    english = ", ".join(f"from {spell.entry} to {spell.exit or 'now'}" for spell in spells)
    french = ", ".join(f"du {spell.entry} au {spell.exit or 'présent'}" for spell in spells)
    return Fault("mark_outside_spell", mark.place, {"date": session.date, "spells": english, "spells_fr": french})
