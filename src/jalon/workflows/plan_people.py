"""Lists of people: who is new, which spells begin, end or are mended, and what was answered at entry and exit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from jalon.codelists.folding import fold
from jalon.errors import Fault, Place, nearest_name
from jalon.exchange.rows import Answer, Birth, ExitRow, PersonRow, Question, Reading
from jalon.records.actions.imports import Progress
from jalon.records.models import Measure, Project, Site
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

STEP = 2_000
"""Rows between two reports of progress."""
LONGEST = {"family": 300, "given": 300, "reference": 80, "phone": 60, "email": 254, "address": 500, "occupation": 200}


@dataclass(frozen=True, slots=True)
class Directory:
    """What rows refer to by code or name: measures, sites; and whose project it is."""

    project: Project
    measures: Mapping[str, int]
    titles: Mapping[int, str]
    sites: Mapping[str, int]
    """Folded code or name -> number; a name that two sites bear stands for neither."""
    site_names: Sequence[str]

    def moments(self, answers: Mapping[str, Answer], moment: str, date: dt.date | None = None) -> dict[Moment, Answer]:
        return {(self.measures[code], moment, date): answer for code, answer in answers.items()}

    def site(self, written: str | None, place: Place) -> int | Fault | None:
        if not written:
            return None
        number = self.sites.get(fold(written))
        if number is not None:
            return number
        nearest = nearest_name(written, self.site_names)
        details = {
            "found": written,
            "hint_en": f" The nearest is “{nearest}”." if nearest else "",
            "hint_fr": f" Le plus proche est « {nearest} »." if nearest else "",
        }
        return Fault("unknown_site", place, details)


def read_directory(project: Project) -> Directory:
    sites = list(Site.objects.values_list("number", "code", "name"))
    named: dict[str, int | None] = {}
    for number, _, name in sites:
        named[fold(name)] = None if fold(name) in named else number
    codes = {fold(code): number for number, code, _ in sites}
    measures = list(Measure.objects.values_list("number", "code", "title_en"))
    return Directory(
        project,
        {code: number for number, code, _ in measures},
        {number: title for number, _, title in measures},
        {name: number for name, number in named.items() if number is not None} | codes,
        [text for _, code, name in sites for text in (code, name)],
    )


class PeoplePlanner:
    """Takes the rows of people and of exit reviews, one after the other; what it cannot take is a fault."""

    def __init__(self, matcher: Matcher, directory: Directory, reading: Reading, given_site: int | None = None) -> None:
        self.matcher = matcher
        self.directory = directory
        self.given_site = given_site
        self.faults: list[Fault] = []
        self.questions: dict[str, Question] = {}
        self.sheets_with_birth = {sheet_of(row.place) for row in reading.people if row.birth is not None}
        self.sheets_with_entry = {sheet_of(row.place) for row in reading.people if row.entry is not None}
        self.claimed: set[tuple[object, str]] = set()

    def plan(self, rows: Sequence[PersonRow], progress: Progress) -> None:
        """Rows of one person stand together, by entry; those without a birth date come when all others are known."""
        groups: dict[tuple[str, Birth | None], list[PersonRow]] = {}
        for row in rows:
            groups.setdefault((key_of(row), row.birth), []).append(row)
        done = 0
        for has_birth in (True, False):
            for (key, birth), group in groups.items():
                if (birth is not None) is not has_birth:
                    continue
                entries = {row.entry for row in group if row.entry}
                for row in sorted(group, key=lambda row: (row.entry is None, row.entry or dt.date.min)):
                    self.take(row, key, entries)
                    done += 1
                    if done % STEP == 0:
                        progress("match", done, len(rows))

    def take(self, row: PersonRow, key: str, entries: Collection[dt.date]) -> None:
        """One row of a list of people: a fault, a question, or taken over whole."""
        fault = check_row(row, key)
        found = fault or self.locate(row, key)
        if isinstance(found, Fault):
            self.faults.append(found)
            return
        person = found or person_new(row, key)
        site = self.directory.site(row.site, row.place)
        spell = self.spell_of(person, row, entries)
        if spell is None:
            return
        for problem in (spell, site):
            if isinstance(problem, Fault):
                self.faults.append(problem)
                return
        assert isinstance(spell, PlannedSpell) and not isinstance(site, Fault)
        exit = row.exit or spell.exit
        at_entry = self.directory.moments(row.at_entry, "entry")
        at_exit = self.directory.moments(row.at_exit, "exit") if exit is not None else {}
        fault = (
            check_person(person, row)
            or check_answers(spell, at_entry | at_exit, row.place, self.directory.titles)
            or check_has_left(row, exit)
        )
        if fault:
            self.faults.append(fault)
            return
        learn(person, row, self.directory.project.organisation_id)
        self.matcher.add(person, row)
        if not any(spell is other for other in person.spells):
            person.spells.append(spell)
        if row.entry is not None:
            spell.entry, spell.implicit, spell.said = row.entry, False, spell.said or row.place
        if row.exit is not None:
            spell.exit, spell.exit_said = row.exit, spell.exit_said or row.place
        spell.said = spell.said or row.place
        # The site that the command names is that of spells which no sheet places.
        spell.site = site or spell.site or self.given_site
        take_answers(spell, at_entry.items(), row.place)
        take_answers(spell, at_exit.items(), row.place)

    def locate(self, row: PersonRow, key: str) -> PlannedPerson | Fault | None:
        """The person of a row of a list; one without a birth date must not be taken for a namesake."""
        if row.birth is not None or row.reference in self.matcher.by_reference:
            return self.matcher.find(row, key)
        sheet = sheet_of(row.place)
        namesakes = self.matcher.may_be_of(row, self.matcher.in_file.get((row.place.file, key), ()))
        if sheet in self.sheets_with_birth and namesakes:
            return name_without_birth(row, namesakes)
        found = self.matcher.find(row, key)
        if isinstance(found, PlannedPerson) and found.now.birth is None and (sheet, key) in self.claimed:
            return name_without_birth(row, [found])
        self.claimed.add((sheet, key))
        return found

    def spell_of(
        self, person: PlannedPerson, row: PersonRow, entries: Collection[dt.date]
    ) -> PlannedSpell | Fault | None:
        """The spell a row is about, new or known; None where a question asks for the entry date."""
        if row.entry is not None:
            return spell_for(person, row.entry, row.exit, row.place, entries)
        spell = person.last_spell()
        if spell is not None:
            return check_exit(spell, row.exit, row.place, person.spells) or spell
        if sheet_of(row.place) in self.sheets_with_entry:
            return Fault("no_entry_date", row.place)
        self.ask_entry(row.place)
        return None

    def ask_entry(self, place: Place) -> None:
        start = self.directory.project.start
        id = question_id("entry", place)
        self.questions.setdefault(
            id,
            Question(
                id,
                Place(file=place.file, sheet=place.sheet),
                "This list has no entry dates. On what day did these people enter the project?"
                + (f" (It began on {start}.)" if start else "")
                + " If it is who signed in at one session, say so instead: --activity and --date.",
                "Cette liste n'a pas de dates d'entrée. Quel jour ces personnes sont-elles entrées dans le projet ?"
                + (f" (Il a commencé le {start}.)" if start else "")
                + " Si ce sont les signatures d'une séance, dites-le plutôt : --activity et --date.",
                (),
            ),
        )

    def take_review(self, review: ExitRow) -> None:
        """One row of an exit review: answers at the exit of the person's last spell."""
        row = review.person
        key = key_of(row)
        found = self.matcher.find(row, key)
        if found is None or (isinstance(found, PlannedPerson) and not found.spells):
            found = self.matcher.not_in_register(row, key)
        if isinstance(found, Fault):
            self.faults.append(found)
            return
        spell = found.last_spell()
        assert spell is not None
        answers = self.directory.moments(review.answers, "exit")
        fault = (
            (Fault("not_left", row.place) if spell.exit is None else None)
            or check_reviewed(review, spell)
            or check_person(found, row)
            or check_answers(spell, answers, review.place, self.directory.titles)
        )
        if fault:
            self.faults.append(fault)
            return
        learn(found, row, self.directory.project.organisation_id)
        take_answers(spell, answers.items(), review.place, review.date)


def sheet_of(place: Place) -> tuple[str | None, str | None]:
    return place.file, place.sheet


def check_row(row: PersonRow, key: str) -> Fault | None:
    """Whether the row names somebody, in texts that fit."""
    if not key and not row.reference:
        return Fault("row_without_name", row.place)
    texts = {"family": row.name.family, "given": row.name.given, "reference": row.reference or ""}
    for name in ("phone", "email", "address", "occupation"):
        texts[name] = getattr(row, name)
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            return Fault("cell_too_long", row.place, {"found": len(text), "limit": LONGEST[name]})
    return None


def check_has_left(row: PersonRow, exit: dt.date | None) -> Fault | None:
    """An answer at exit needs an exit; a blank one does not."""
    answered = any(answer != Answer() for answer in row.at_exit.values())
    return Fault("not_left", row.place) if answered and exit is None else None


def check_reviewed(review: ExitRow, spell: PlannedSpell) -> Fault | None:
    if review.date is not None and review.date < spell.entry:
        return Fault("answer_before_entry", review.place, {"date": review.date, "entry": spell.entry})
    return None


def name_without_birth(row: PersonRow, namesakes: Sequence[PlannedPerson]) -> Fault:
    return Fault("name_without_birth", row.place, {"found": shown_name(row), "others": who(namesakes)})


def spell_for(
    person: PlannedPerson, entry: dt.date, exit: dt.date | None, place: Place, entries: Collection[dt.date]
) -> PlannedSpell | Fault:
    """The spell that a row states by its entry: the same one, one whose entry it mends, or a new one.

    A spell of the records that the list no longer names, with the same exit, is the same spell with its
    entry corrected. One made by signing in becomes the registered one, unless it began earlier.
    """
    spell = next((spell for spell in person.spells if spell.entry == entry), None)
    if spell is None:
        meeting = [other for other in person.spells if other.meets(entry, exit)]
        if not meeting:
            spell = PlannedSpell(entry, exit, said=place)
            return check_exit(spell, exit, place, person.spells) or spell
        other = meeting[0]
        if len(meeting) == 1 and other.implicit:
            if entry > other.entry:
                return Fault("entry_after_session", place, {"entry": entry, "date": other.entry})
        elif len(meeting) > 1 or other.said or other.entry in entries or other.exit != exit:
            return overlap(entry, exit, other, place)
        spell = other
    return check_exit(spell, exit, place, person.spells, entry=entry) or spell


def check_exit(
    spell: PlannedSpell,
    exit: dt.date | None,
    place: Place,
    spells: Sequence[PlannedSpell],
    *,
    entry: dt.date | None = None,
) -> Fault | None:
    """Whether a spell may end on that day: after its entry, as other rows say, before the next one begins."""
    if exit is not None and spell.exit_said and spell.exit != exit:
        return contradiction(place, "exit", exit, spell.exit, spell.exit_said)
    entry = entry or spell.entry
    exit = exit or spell.exit
    if exit is not None and exit < entry:
        return Fault("exit_before_entry", place, {"found": exit, "entry": entry})
    for other in spells:
        if other is not spell and other.meets(entry, exit):
            return overlap(entry, exit, other, place)
    return None


def overlap(entry: dt.date, exit: dt.date | None, other: PlannedSpell, place: Place) -> Fault:
    details = {
        "entry": entry,
        "exit": exit or "…",
        "other_entry": other.entry,
        "other_exit": other.exit or "…",
    }
    return Fault("spell_overlaps", place, details)
