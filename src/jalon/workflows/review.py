"""Two records that may be one person, side by side, with what was said of them and what a decision moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from jalon.errors import JalonError
from jalon.facts.store import open_facts
from jalon.home import Home
from jalon.identity.components import build_components
from jalon.identity.fields import birth_text
from jalon.identity.names import fold
from jalon.records.actions.reads import PersonFile, read_person_file
from jalon.records.models import IdentityAssertion, Person, Project
from jalon.workflows.decide import find_subject
from jalon.workflows.quality import REVIEW, Move, Questions, suppose_same


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two records; `agree` is None where one of them does not know it."""

    field: str
    first: str
    second: str
    agree: bool | None


@dataclass(frozen=True, slots=True)
class Said:
    """One assertion about the pair: who decided what, and why."""

    number: int
    verdict: str
    author: str
    reason: str
    score: float | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records side by side. It holds names: for who decides, never for a figure."""

    first: int
    second: int
    fields: tuple[Compared, ...]
    said: tuple[Said, ...]
    """Every assertion about this pair, oldest first; the last one holds."""
    are_one: bool
    """Whether they count as one now, by this pair's assertions or by others'."""
    effects: tuple[tuple[str, Move], ...] = ()
    """By project, the figures that move if the two are one."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        plainly = asdict(self)
        plainly["effects"] = [{"project": project, **asdict(move)} for project, move in self.effects]
        return plainly


def show_pair(one: int, other: int, *, by: str, home: Home | None = None) -> Pair:
    """Two people side by side; that `by` read their files is kept. With `home`, what it moves to count them as one.

    Raises `unknown_record`, `same_number`, `erased`, `no_facts`.
    """
    if one == other:
        raise JalonError("same_number", subject=one)
    first, second = (find_person(number) for number in sorted((one, other)))
    files = [read_person_file(by=by, person=person, reason="review") for person in (first, second)]
    numbers = (first.subject_id, second.subject_id)
    said = IdentityAssertion.objects.filter(first=numbers[0], second=numbers[1]).order_by("number")
    history = IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict")
    same_as = build_components(history).same_as
    return Pair(
        *numbers,
        fields=tuple(compare_fields(*files)),
        said=tuple(
            Said(item.number, item.verdict, item.author, item.reason, item.score, item.asserted_at) for item in said
        ),
        are_one=same_as.get(numbers[0], numbers[0]) == same_as.get(numbers[1], numbers[1]),
        effects=tuple(find_effects(home, numbers)) if home else (),
    )


def find_person(number: int) -> Person:
    """The person of this number. Raises `unknown_record`: a venture or a place is none."""
    subject = find_subject(number)
    person = Person.objects.filter(subject=subject).select_related("subject").first()
    if person is None:
        raise JalonError("unknown_record", record="person", found=number)
    return person


def compare_fields(first: PersonFile, second: PersonFile) -> Iterator[Compared]:
    """The two records field by field, then where each was enrolled."""
    for name, left, right in zip(FIELDS, field_values(first.person), field_values(second.person), strict=True):
        agree = None if not left or not right else fold(left) == fold(right)
        yield Compared(name, left, right, agree)
    places = [sorted({spell.project.code for spell in file.enrolments}) for file in (first, second)]
    yield Compared("projects", ", ".join(places[0]), ", ".join(places[1]), None)


FIELDS = ("family_name", "given_name", "birth", "sex", "nationality", "phone", "email", "address", "occupation")


def field_values(person: Person) -> tuple[str, ...]:
    return (
        person.family_name,
        person.given_name,
        birth_text(person.birth, person.birth_precision) or "",
        person.sex or "",
        person.nationality or "",
        person.phone,
        person.email,
        person.address,
        person.occupation,
    )


def find_effects(home: Home, pair: tuple[int, int]) -> Iterator[tuple[str, Move]]:
    """The counts of each of their projects that differ where the two are one; a comparison calls it *merged*."""
    facts = open_facts(home)
    supposed = suppose_same(facts, [pair])
    projects = Project.objects.filter(enrolments__subject__in=pair).distinct().order_by("code")
    for code in projects.values_list("code", flat=True):
        for move in Questions(home, facts, code).moved_by(REVIEW, supposed):
            yield code, move
