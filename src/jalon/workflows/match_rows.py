"""Whose row is it? People matched by name and birth, by reference, or by name alone inside one workbook."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from jalon.errors import Fault, Place, nearest_name
from jalon.exchange.rows import PersonRow
from jalon.identity.names import name_key
from jalon.workflows.import_people import PlannedPerson, person_known
from jalon.workflows.known_people import KnownPerson

LARGEST_SEARCH = 5_000
"""Names among which the nearest one is looked for, when a name is not in the register."""

Identity = tuple[str, dt.date, str]


class Matcher:
    """Everyone a row may be about: the people of the records in reach, and those the import brings."""

    def __init__(self, known: Iterable[KnownPerson], organisation: int) -> None:
        self.people: list[PlannedPerson] = []
        self.new_people: list[PlannedPerson] = []
        self.by_identity: dict[Identity, PlannedPerson] = {}
        self.by_reference: dict[str, PlannedPerson] = {}
        self.in_project: defaultdict[str, list[PlannedPerson]] = defaultdict(list)
        self.in_import: defaultdict[str, list[PlannedPerson]] = defaultdict(list)
        self.in_file: defaultdict[tuple[str | None, str], list[PlannedPerson]] = defaultdict(list)
        for record in known:
            person = person_known(record)
            now = person.now
            if now.birth is not None and now.birth_precision is not None:
                identity = (now.name_key, now.birth, now.birth_precision)
                # Two records of one name and birth: the one of this project first, then the older.
                if identity not in self.by_identity or (person.spells and not self.by_identity[identity].spells):
                    self.by_identity[identity] = person
            if now.reference is not None and now.organisation == organisation:
                self.by_reference[now.reference] = person
            if person.spells:
                self.in_project[now.name_key].append(person)
            self.people.append(person)

    def add(self, person: PlannedPerson, row: PersonRow) -> None:
        """A row of this import names the person: later rows can find her by it."""
        now = person.now
        if person.ref == 0:
            self.people.append(person)
            self.new_people.append(person)
            person.ref = -len(self.new_people)
        if now.birth is not None and now.birth_precision is not None:
            self.by_identity.setdefault((now.name_key, now.birth, now.birth_precision), person)
        if now.reference is not None:
            self.by_reference.setdefault(now.reference, person)
        for listed in (self.in_import[now.name_key], self.in_file[row.place.file, now.name_key]):
            if not any(person is other for other in listed):
                listed.append(person)

    def find(self, row: PersonRow, key: str) -> PlannedPerson | Fault | None:
        """The person of a row, nobody, or why it cannot be told."""
        by_reference = self.by_reference.get(row.reference) if row.reference else None
        if row.birth is not None:
            person = self.by_identity.get((key, row.birth.first_day, row.birth.precision.value))
            if by_reference is None or by_reference is person:
                return person
            if person is not None or not self._may_bear(by_reference, row, key):
                return Fault("reference_of_another", row.place, {"found": row.reference})
            return by_reference
        if by_reference is not None:
            if key and key != by_reference.now.name_key:
                return Fault("reference_of_another", row.place, {"found": row.reference})
            return by_reference
        return self.find_by_name(row, key) if key else None

    @staticmethod
    def _may_bear(person: PlannedPerson, row: PersonRow, key: str) -> bool:
        """Whether name or birth agree, so that a reference can stand for the other."""
        now = person.now
        same_birth = row.birth is not None and (now.birth, now.birth_precision) == (
            row.birth.first_day,
            row.birth.precision.value,
        )
        return not key or key == now.name_key or same_birth

    def find_by_name(self, row: PersonRow, key: str) -> PlannedPerson | Fault | None:
        """By name alone: in the same file, else in the same import, else among the project's people."""
        for namesakes in (
            self.in_file.get((row.place.file, key)),
            self.in_import.get(key),
            self.in_project.get(key),
        ):
            people = self.may_be_of(row, namesakes or ())
            if len(people) > 1:
                details = {"found": shown_name(row), "count": len(people), "others": who(people)}
                return Fault("homonyms", row.place, details)
            if people:
                return people[0]
        return None

    @staticmethod
    def may_be_of(row: PersonRow, namesakes: Iterable[PlannedPerson]) -> list[PlannedPerson]:
        """Those of a name whom another reference does not tell apart from the row."""
        return [person for person in namesakes if not row.reference or person.now.reference in (None, row.reference)]

    def not_in_register(self, row: PersonRow, key: str) -> Fault:
        """The fault of a row about nobody, with the nearest name that there is."""
        names = self.in_import.keys() | self.in_project.keys()
        nearest = nearest_name(key, names) if len(names) <= LARGEST_SEARCH else None
        bearer = (self.in_import.get(nearest) or self.in_project[nearest])[0] if nearest else None
        hint = f"{bearer.now.family_name} {bearer.now.given_name}".strip() if bearer else ""
        details = {
            "found": shown_name(row),
            "hint_en": f" The nearest name is “{hint}”." if hint else "",
            "hint_fr": f" Le nom le plus proche est « {hint} »." if hint else "",
        }
        return Fault("not_in_register", row.place, details)


def key_of(row: PersonRow) -> str:
    return name_key(row.name.family, row.name.given)


def shown_name(row: PersonRow) -> str:
    return f"{row.name.family} {row.name.given}".strip() or (row.reference or "")


def who(people: Iterable[PlannedPerson]) -> str:
    """People named by the rows that bring them, or by their number in the records; never by name."""
    return ", ".join(
        str(Place(row=person.named.row, sheet=person.named.sheet)) if person.named else f"person {person.ref}"
        for person in people
    )
