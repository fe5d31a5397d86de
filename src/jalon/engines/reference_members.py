"""The members of the reference engine: what the participations of one say together, in a plain loop over each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jalon.engines.reference_terms import Asked, Interval, Spell, evaluate_truth
from jalon.language.definition import Definition, Each, Over


@dataclass(frozen=True, slots=True)
class Participation:
    """A subject in a project, re-entries joined."""

    subject: int
    project_code: str
    spells: tuple[Spell, ...]
    asked: Asked
    anchoring: tuple[Fact, ...]
    """The facts that place it in cells."""

    @property
    def number(self) -> int:
        return self.spells[0].number

    @property
    def order(self) -> tuple[dt.date, str]:
        return (self.spells[0].entry, self.project_code)


@dataclass(frozen=True, slots=True)
class Fact:
    """What puts a participation in a cell: days from `first` to `last` in a project, perhaps somewhere."""

    project: int
    first: dt.date
    last: dt.date
    site: int | None
    country: str | None
    activity: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a universe: a subject, or a participation where that is the unit."""

    number: int
    participations: tuple[Participation, ...]
    """In scope and period, first to last."""
    answer: bool | None
    inside: tuple[Participation, ...]
    """Those that `among` does not put out."""


def ask_member(definition: Definition, number: int, group: tuple[Participation, ...]) -> Member | None:
    """One member's answer, or None where `among` leaves it out of the universe."""
    if definition.over is Over.TOGETHER:
        among, counts = _answers(definition, _pool(group))
        return None if among is False else Member(number, group, None if among is None else counts, group)
    answers = [(p, *_answers(definition, p.asked)) for p in group]
    inside = tuple(p for p, among, _ in answers if among is not False)
    if definition.over is Over.FIRST:
        answers = answers[:1]
    elif definition.over is Over.LAST:
        answers = answers[-1:]
    said = [None if among is None else counts for _, among, counts in answers if among is not False]
    if not said:
        return None
    decides = definition.over is not Over.ALL  # any: one yes decides; all: one no does
    if decides in said:
        return Member(number, group, decides, inside)
    return Member(number, group, None if None in said else not decides, inside)


def _answers(definition: Definition, asked: Asked) -> tuple[bool | None, bool | None]:
    return evaluate_truth(definition.among, asked), evaluate_truth(definition.counts, asked)


def join_numbers(each: Each, numbers: Sequence[Interval]) -> tuple[Fraction | None, Fraction | None]:
    """One number of those of several participations, first to last."""
    known = [number for number in numbers if number[0] == number[1]]
    match each:
        case Each.FIRST:
            least, most = (known or numbers)[0]
        case Each.LATEST:
            least, most = (known or numbers)[-1]
        case Each.TOTAL:
            least, most = sum(least for least, _ in numbers), sum(most for _, most in numbers)
    infinite = (float("-inf"), float("inf"))
    return None if least in infinite else Fraction(least), None if most in infinite else Fraction(most)


def asked_for_number(definition: Definition, member: Member) -> list[Asked]:
    match definition.over:
        case Over.TOGETHER:
            return [_pool(member.participations)]
        case Over.FIRST:
            return [member.participations[0].asked]
        case Over.LAST:
            return [member.participations[-1].asked]
        case _:
            return [p.asked for p in member.inside]


def _pool(group: Sequence[Participation]) -> Asked:
    """All participations as one: entry from the first, exit from the one that exits last, sessions of all."""
    first, asked = group[0].asked, [p.asked for p in group]
    is_open = any(a.exit is None for a in asked)
    last = max(asked, key=lambda a: (a.exit or dt.date.max, a.last.entry, a.last.number))
    return Asked(
        sex=first.sex,
        nationality=first.nationality,
        birth=first.birth,
        project=first.project,
        first=first.first,
        last=last.last,
        exit=None if is_open else last.exit,
        bearing=tuple(held for a in asked for held in a.bearing),
        observations=tuple(o for a in asked for o in a.observations),
        period=first.period,
    )
