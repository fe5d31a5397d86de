"""Invented people, and those whom two registers both hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from jalon.codelists.folding import fold
from jalon.demo.directory import ProjectThere
from jalon.demo.draws import Draws, Flags, Whole
from jalon.demo.names import Texts, draw_names, name_keys, texts
from jalon.demo.registers import NO_DAY, Days, Registers

DECIDED = dt.datetime(2021, 12, 20, 9, 0, tzinfo=dt.UTC)
AUTHOR = "demonstration"


@dataclass(frozen=True, slots=True)
class People:
    """People as their first register holds them; arrays of one length."""

    subjects: Whole
    family: Texts
    given: Texts
    women: Flags
    birth: Days
    countries: Texts
    """Where each lives."""

    def __len__(self) -> int:
        return len(self.subjects)

    def some(self, which: Flags | Whole) -> People:
        return People(*(getattr(self, name)[which] for name in People.__slots__))


def born_before(draws: Draws, day: Days, youngest: int, oldest: int) -> Days:
    """Births of people who are of these ages, in completed years, on that day."""
    size = len(day)
    years = draws.between(youngest, oldest, size)
    # 1461 days in four years: a day to spare on either side keeps the age inside its bounds.
    back = (years * 1461 + 3) // 4 + 1 + draws.below(363, size)
    born: Days = day - back.astype("timedelta64[D]")
    return born


def add_people(
    registers: Registers,
    draws: Draws,
    project: ProjectThere,
    countries: Texts,
    birth: Days,
    *,
    women_per_thousand: int,
    occupations: tuple[str, ...] = ("",),
    all_known: bool = False,
) -> People:
    """People of one register. Unless `all_known`, some births are known by year, some sexes and nationalities not."""
    size = len(countries)
    women = draws.chance(women_per_thousand, size)
    family, given = draw_names(draws, countries, women)
    subjects = registers.add(
        "subject",
        size,
        kind="person",
        organisation_id=project.organisation,
        reference=references(registers, project, size),
    )
    sex = texts(np.where(women, "female", "male"))
    nationality = texts(countries)
    precision = texts(["day"] * size)
    written = birth.copy()
    if not all_known:
        sex[draws.chance(9, size)] = None
        nationality[draws.chance(35, size)] = None
        by_year, by_month = draws.chance(120, size), draws.chance(15, size)
        written[by_month] = birth[by_month].astype("datetime64[M]").astype("datetime64[D]")
        written[by_year] = birth[by_year].astype("datetime64[Y]").astype("datetime64[D]")
        precision[by_month], precision[by_year] = "month", "year"
    precision[np.isnat(written)] = None
    registers.add(
        "person", size, subject_id=subjects, family_name=family, given_name=given, name_key=name_keys(family, given),
        sex=sex, birth=written, birth_precision=precision, nationality=nationality, phone="", email="", address="",
        occupation=texts(occupations)[draws.below(len(occupations), size)],
    )  # fmt: skip
    return People(subjects, family, given, women, birth, countries)


def references(registers: Registers, project: ProjectThere, size: int) -> Texts:
    """What the register of a project calls its next people: its code and a running number."""
    first = registers.counts()["subject"] + 1
    return texts(f"{project.code}-{place:06}" for place in range(first, first + size))


def add_second_records(registers: Registers, draws: Draws, people: People, project: ProjectThere) -> Whole:
    """The same people as another organisation's register holds them, and the decisions that they are the same.

    That register has lost accents, and knows a birth by its year, or not at all. Returns their subjects there.
    """
    size = len(people)
    subjects = registers.add(
        "subject", size, kind="person", organisation_id=project.organisation,
        reference=references(registers, project, size),
    )  # fmt: skip
    family = texts(fold(name).title() for name in people.family)
    given = texts(fold(name).title() for name in people.given)
    birth = people.birth.astype("datetime64[Y]").astype("datetime64[D]")
    birth[draws.chance(200, size)] = NO_DAY
    sex = texts(np.where(people.women, "female", "male"))
    sex[draws.chance(150, size)] = None
    registers.add(
        "person", size, subject_id=subjects, family_name=family, given_name=given, name_key=name_keys(family, given),
        sex=sex, birth=birth, birth_precision=texts(None if unknown else "year" for unknown in np.isnat(birth)),
        nationality=texts(people.countries), phone="", email="", address="", occupation="",
    )  # fmt: skip
    registers.add(
        "assertion", size, first_id=people.subjects, second_id=subjects, verdict="same",
        reason="The same name and year of birth; both organisations asked the family.", author=AUTHOR,
        asserted_at=DECIDED, score=None,
    )  # fmt: skip
    return subjects


def add_consents(
    registers: Registers, draws: Draws, people: People, purpose: str, days: Days, *, asked: int, yes: int
) -> None:
    """Ask some of them (per thousand), of whom some say yes."""
    which = draws.chance(asked, len(people))
    given = draws.chance(yes, len(people))[which]
    registers.add(
        "consent", int(which.sum()), subject_id=people.subjects[which], purpose=purpose, given=texts(given.tolist()),
        date=days[which], evidence="Form signed at entry",
    )  # fmt: skip
