"""The people of an import and of the records together: what is known of each, and what rows add to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import jalon.workflows.import_errors  # noqa: F401  (fills the catalogue)
from jalon.errors import Fault, Place
from jalon.exchange.rows import Answer, PersonRow
from jalon.identity.names import name_key
from jalon.records.imported import NewPerson, Ref
from jalon.workflows.known_people import KnownObservation, KnownPerson, KnownSpell

LEARNT = ("sex", "nationality", "phone", "email", "address", "occupation")
"""What a row may tell of a person besides name, birth and reference."""
FIXED = ("sex", "nationality")
"""What cannot differ between two rows of one import."""

Moment = tuple[int, str, dt.date | None]
"""Measure, moment, and the date where the moment is any day."""


class Value(NamedTuple):
    """An answer as the records keep it."""

    state: str
    code: str | None
    number: Decimal | None

    @property
    def is_known(self) -> bool:
        return self.state == "known"

    def __str__(self) -> str:
        return str(self.code if self.code is not None else self.number if self.number is not None else self.state)


def value_of(answer: Answer) -> Value:
    if answer.code is not None or answer.number is not None:
        return Value("known", answer.code, answer.number)
    return Value("refused" if answer.refused else "unknown", None, None)


@dataclass(slots=True)
class PlannedAnswer:
    """An answer at a moment of a spell; `date` only where the sheet states one."""

    value: Value
    date: dt.date | None
    place: Place | None = None
    """The row of this import that gives it; None where only the records do."""
    known: KnownObservation | None = None


@dataclass(slots=True)
class PlannedSpell:
    """A spell as it will be. `said` is the row of this import that states its entry."""

    entry: dt.date
    exit: dt.date | None = None
    implicit: bool = False
    site: int | None = None
    said: Place | None = None
    exit_said: Place | None = None
    known: KnownSpell | None = None
    answers: dict[Moment, PlannedAnswer] = field(default_factory=dict)
    ref: Ref = 0

    def holds(self, day: dt.date) -> bool:
        return self.entry <= day and (self.exit is None or day <= self.exit)

    def meets(self, entry: dt.date, exit: dt.date | None) -> bool:
        return (exit is None or self.entry <= exit) and (self.exit is None or entry <= self.exit)


@dataclass(slots=True)
class PlannedPerson:
    """A person as she will be: `now` is what will be known of her, `known` what the records say today."""

    now: NewPerson
    known: KnownPerson | None = None
    spells: list[PlannedSpell] = field(default_factory=list)
    said: dict[str, Place] = field(default_factory=dict)
    """The row of this import that told each of FIXED."""
    named: Place | None = None
    """The first row of this import that names her."""
    ref: Ref = 0

    def last_spell(self) -> PlannedSpell | None:
        return max(self.spells, key=lambda spell: spell.entry, default=None)


def spell_known(known: KnownSpell) -> PlannedSpell:
    spell = PlannedSpell(known.entry, known.exit, known.implicit, known.site, known=known, ref=known.number)
    for observed in known.observations:
        code, number = (None, observed.value) if isinstance(observed.value, Decimal) else (observed.value, None)
        moment = (observed.measure, observed.moment, observed.date if observed.moment == "any" else None)
        before = spell.answers.get(moment)
        # The answer that holds is the latest, then the one with the largest number.
        if before is None or before.known is None or before.known.date <= observed.date:
            value = Value(observed.state, code, number)  # type: ignore[arg-type]
            spell.answers[moment] = PlannedAnswer(value, None, known=observed)
    return spell


def person_known(known: KnownPerson) -> PlannedPerson:
    now = NewPerson(
        known.family_name,
        known.given_name,
        known.name_key,
        known.sex,
        known.birth,
        known.birth_precision,
        known.nationality,
        known.phone,
        known.email,
        known.address,
        known.occupation,
        known.organisation,
        known.reference,
    )
    return PlannedPerson(now, known, [spell_known(spell) for spell in known.spells], ref=known.number)


def person_new(row: PersonRow, key: str) -> PlannedPerson:
    birth = row.birth
    return PlannedPerson(
        NewPerson(
            row.name.family,
            row.name.given,
            key,
            None,
            birth.first_day if birth else None,
            birth.precision.value if birth else None,
            None,
            "",
            "",
            "",
            "",
            None,
            None,
        )
    )


def question_id(kind: str, place: Place) -> str:
    """What a question is answered under, as the reader of sheets names its own."""
    return ":".join(part for part in (kind, place.file, place.sheet) if part)


def told_by(row: PersonRow) -> Iterator[tuple[str, Any]]:
    """What a row says of the person, leaving out what is blank: a blank never erases."""
    for name in LEARNT:
        value = getattr(row, name)
        if value is not None and value != "":
            yield name, value


def check_person(person: PlannedPerson, row: PersonRow) -> Fault | None:
    """Whether the row contradicts another row of this import in what cannot differ."""
    for name in FIXED:
        value, before = getattr(row, name), getattr(person.now, name)
        if value is not None and before is not None and value != before and name in person.said:
            return contradiction(row.place, name, value, before, person.said[name])
    return None


def contradiction(place: Place, what: str, found: object, other: object, where: Place) -> Fault:
    details = {"field": what, "found": str(found), "other": str(other), "where": str(where)}
    return Fault("contradicts_row", place, details)


def learn(person: PlannedPerson, row: PersonRow, organisation: int) -> None:
    """Take over what a row says of the person."""
    now = person.now
    person.named = person.named or row.place
    for name, value in told_by(row):
        setattr(now, name, value)
        if name in FIXED:
            person.said.setdefault(name, row.place)
    if row.reference and now.reference is None and now.organisation in (None, organisation):
        now.organisation, now.reference = organisation, row.reference
    if person.known is not None and row.reference and row.reference == now.reference:
        # Found by her reference: a corrected name or birth date is a change.
        key = name_key(row.name.family, row.name.given)
        if key and key != now.name_key:
            now.family_name, now.given_name, now.name_key = row.name.family, row.name.given, key
        if row.birth is not None:
            now.birth, now.birth_precision = row.birth.first_day, row.birth.precision.value


def check_answers(
    spell: PlannedSpell | None, answers: Mapping[Moment, Answer], place: Place, titles: Mapping[int, str]
) -> Fault | None:
    """Whether the answers contradict those of another row of this import about the same spell."""
    for moment, answer in answers.items():
        before = spell.answers.get(moment) if spell else None
        value = value_of(answer)
        if before and before.place and value.is_known and before.value.is_known and before.value != value:
            return contradiction(place, titles[moment[0]], value, before.value, before.place)
    return None


def take_answers(
    spell: PlannedSpell, answers: Iterable[tuple[Moment, Answer]], place: Place, date: dt.date | None = None
) -> None:
    """Take over answers; one not known never replaces one that is."""
    for moment, answer in answers:
        value = value_of(answer)
        before = spell.answers.get(moment)
        if before is None:
            spell.answers[moment] = PlannedAnswer(value, date, place)
            continue
        before.place = before.place or place
        if value.is_known or not before.value.is_known:
            before.value = value if value.state != "unknown" else before.value
            before.date = date or before.date
