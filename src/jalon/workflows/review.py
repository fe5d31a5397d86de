"""Pairs that may be one person: two records side by side, what was said of them, what a decision moves, its undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from jalon.errors import JalonError
from jalon.facts.store import open_facts
from jalon.figures.group import Group, open_group
from jalon.home import Home
from jalon.identity.fields import PERSON_FIELDS, birth_text, build_table
from jalon.identity.names import fold
from jalon.identity.standing import standing
from jalon.records.actions.identity import MACHINES, take_back
from jalon.records.actions.reads import PersonFile, read_person_file
from jalon.records.components import read_components
from jalon.records.models import IdentityAssertion, Person
from jalon.records.permissions import Reach, find_openable
from jalon.records.pools import read_pools
from jalon.workflows.decide import find_subject
from jalon.workflows.review_effects import Effects, FigureOf, find_effects
from jalon.workflows.waiting import Waiting, list_waiting

EVERYBODY = Reach(everything=True)


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two records; `agree` is None where one of them does not know it."""

    field: str
    first: str
    second: str
    agree: bool | None
    level: str
    """How the two stand in it, as a linkage sees it: `sounds the same`; empty where it is not weighed."""


@dataclass(frozen=True, slots=True)
class Spell:
    """From when to when somebody was in a project."""

    project: str
    entry: dt.date
    exit: dt.date | None


@dataclass(frozen=True, slots=True)
class Said:
    """One assertion about the pair: who decided what, and why."""

    number: int
    verdict: str
    author: str
    reason: str
    score: float | None
    at: dt.datetime
    by_machine: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records side by side. It holds names: for who decides, never for a figure."""

    first: int
    second: int
    fields: tuple[Compared, ...]
    spells: tuple[tuple[Spell, ...], tuple[Spell, ...]]
    """Where each was enrolled, oldest first."""
    said: tuple[Said, ...]
    """Every assertion about this pair, oldest first; the last one holds."""
    are_one: bool
    """Whether they count as one now, by this pair's assertions or by others'."""
    effects: Effects | None = None
    """The figures that move if the two are one, or where they are, if they are two."""

    @property
    def score(self) -> float | None:
        """The probability last told of the pair."""
        return next((item.score for item in reversed(self.said) if item.score is not None), None)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said of a pair, and whether it still is the last word."""

    number: int
    first: int
    second: int
    verdict: str
    author: str
    reason: str
    at: dt.datetime
    is_last: bool


def list_reviewable(people: Reach = EVERYBODY, project: str | None = None) -> list[Waiting]:
    """The pairs that wait, the surest first, of which whoever sees the people of this reach may open both records.

    Raises `unknown_record`.
    """
    waiting = list_waiting(project)
    openable = find_openable(people, {number for pair in waiting for number in (pair.first, pair.second)})
    return [pair for pair in waiting if {pair.first, pair.second} <= openable]


def list_decisions(people: Reach = EVERYBODY, most: int | None = None) -> list[Decision]:
    """What people decided, the latest first, of pairs of which both records may be opened."""
    said = list(IdentityAssertion.objects.exclude(author__in=MACHINES).order_by("-number"))
    openable = find_openable(people, {number for one in said for number in (one.first_id, one.second_id)})
    numbers = IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "number")
    last = {(first, second): number for first, second, number in numbers}
    found = [
        Decision(
            one.number, one.first_id, one.second_id, one.verdict, one.author, one.reason, one.asserted_at,
            last[one.first_id, one.second_id] == one.number,
        )
        for one in said
        if {one.first_id, one.second_id} <= openable
    ]  # fmt: skip
    return found[:most]


def undo_decision(number: int | None = None, *, by: str) -> IdentityAssertion:
    """Take back a decision, or the last that `by` made. Raises `no_such_decision`, `no_own_decision`."""
    if number is None:
        own = (one.number for one in list_decisions() if one.author == by and one.is_last)
        number = next(own, None)
    if number is None:
        raise JalonError("no_own_decision", by=by)
    return take_back(by=by, number=number)


def show_pair(one: int, other: int, *, by: str, effects: Callable[[int, int], Effects] | None = None) -> Pair:
    """Two people side by side; that `by` read their files is kept. With `effects`, what a decision would move.

    Raises `unknown_record`, `same_number`, `erased`, `not_to_be_compared`, `no_facts`.
    """
    if one == other:
        raise JalonError("same_number", subject=one)
    first, second = (find_person(number) for number in sorted((one, other)))
    numbers = (first.subject_id, second.subject_id)
    pools = read_pools(numbers)
    if not pools[numbers[0]] & pools[numbers[1]]:
        raise JalonError("not_to_be_compared", first=numbers[0], second=numbers[1])
    files = [read_person_file(by=by, person=person, reason="review") for person in (first, second)]
    said = IdentityAssertion.objects.filter(first=numbers[0], second=numbers[1]).order_by("number")
    same_as = read_components().same_as
    return Pair(
        *numbers,
        fields=tuple(compare_fields(first, second)),
        spells=(build_spells(files[0]), build_spells(files[1])),
        said=tuple(
            Said(
                item.number, item.verdict, item.author, item.reason, item.score, item.asserted_at,
                item.author in MACHINES,
            )
            for item in said
        ),
        are_one=same_as.get(numbers[0], numbers[0]) == same_as.get(numbers[1], numbers[1]),
        effects=effects(*numbers) if effects else None,
    )  # fmt: skip


def effects_in(
    home: Home, figure_of: FigureOf | None = None, projects: Collection[str] | None = None
) -> Callable[[int, int], Effects]:
    """What a decision about a pair moves in the group's figures: of every project, or of these alone.

    Raises `no_facts`.
    """
    asked = figure_of or figures_of(open_group(home.path))
    return lambda first, second: find_effects(home, asked, open_facts(home), (first, second), projects)


def figures_of(group: Group) -> FigureOf:
    return lambda indicator, scope: group.figure(indicator, **scope)


def build_spells(file: PersonFile) -> tuple[Spell, ...]:
    return tuple(Spell(spell.project.code, spell.entry, spell.exit) for spell in file.enrolments)


def find_person(number: int) -> Person:
    """The person of this number. Raises `unknown_record`: a venture or a place is none."""
    subject = find_subject(number)
    person = Person.objects.filter(subject=subject).select_related("subject").first()
    if person is None:
        raise JalonError("unknown_record", record="person", found=number)
    return person


WEIGHED = {
    "given_name": "given",
    "family_name": "family",
    **{name: name for name in ("birth", "sex", "nationality", "phone", "email", "address")},
}
"""What a linkage calls the fields that it weighs."""
FIELDS = ("family_name", "given_name", "birth", "sex", "nationality", "phone", "email", "address", "occupation")


def compare_fields(first: Person, second: Person) -> Iterator[Compared]:
    """The two records field by field."""
    values = dict(zip(FIELDS, zip(field_values(first), field_values(second), strict=True), strict=True))
    rows = build_table([0, 1], {WEIGHED[name]: values[name] for name in WEIGHED}, PERSON_FIELDS).to_pylist()
    levels = {field.name: standing(field, *rows) for field in PERSON_FIELDS}
    for name, (left, right) in values.items():
        agree = None if not left or not right else fold(left) == fold(right)
        level = levels.get(WEIGHED.get(name, ""), "")
        yield Compared(name, left, right, agree, "" if level == "unknown" else level)


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
