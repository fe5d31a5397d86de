"""Young people supported through education and through sport: the large registers.

Each project has its people; some come again, some are also in a project of another organisation, as the same
subject where the two share a register, or as a second record that was found to be the same person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from jalon.demo.answers import add_answers, weighted
from jalon.demo.directory import Directory, ProjectThere
from jalon.demo.draws import Draws, Flags, Whole, apportion
from jalon.demo.groups import GROWTH, LAST_TERM, TERMS, Rhythm, Spells, add_groups
from jalon.demo.people import AUTHOR, People, add_consents, add_people, add_second_records, born_before
from jalon.demo.registers import NO_DAY, Days, Registers
from jalon.demo.scale import scaled

COUNTED, DECLARED, SUPPORTED = 212_431, 80_000, 300_000
"""At scale 1; what is neither counted nor declared is estimated."""
LESSONS = Rhythm(size=26, sessions=4, spacing=18, hours=("1", "1.5", "2"))
PRACTICE = Rhythm(size=22, sessions=4, spacing=17, hours=("1.5", "2"), without_register=70)
ALSO_THERE, COMING_AGAIN, SECOND_RECORD = 190, 150, 120
BESIDES = 55
"""Per thousand of those counted: others in the same registers who are not, or whose answer is unknown."""


@dataclass(frozen=True, slots=True)
class Register:
    """A project, how many it has in proportion, who they are, and the project where some of them also go."""

    weight: int
    rhythm: Rhythm
    activities: tuple[str, ...]
    ages: tuple[int, int]
    women: int
    also: str


TAUGHT, PLAYED = ("cours", "soutien"), ("entrainement", "equipe", "tournoi")
REGISTERS: Mapping[str, Register] = {
    "EV-CLUBS": Register(150, LESSONS, TAUGHT, (8, 15), 500, "TS-SAHEL"),
    "EV-FILLES": Register(95, LESSONS, TAUGHT, (10, 17), 830, "TJ-AFRIQUE"),
    "EV-SECONDE": Register(24, LESSONS, (*TAUGHT, "stage"), (16, 24), 450, "TS-QUARTIERS"),
    "PJ-ECOLES": Register(130, LESSONS, TAUGHT, (8, 17), 510, "TJ-AFRIQUE"),
    "PJ-LECTURE": Register(90, LESSONS, TAUGHT, (8, 14), 520, "TJ-GOLFE"),
    "PJ-NUM": Register(60, LESSONS, (*TAUGHT, "numerique"), (12, 23), 480, "TJ-ORIENT"),
    "TS-QUARTIERS": Register(105, PRACTICE, PLAYED, (8, 19), 380, "EV-SECONDE"),
    "TS-SAHEL": Register(110, PRACTICE, PLAYED, (8, 19), 330, "EV-CLUBS"),
    "TS-ASIE": Register(50, PRACTICE, PLAYED, (8, 19), 570, ""),
    "TJ-AFRIQUE": Register(120, PRACTICE, PLAYED, (8, 19), 360, "PJ-ECOLES"),
    "TJ-GOLFE": Register(66, PRACTICE, PLAYED, (8, 19), 400, "PJ-LECTURE"),
    "TJ-ORIENT": Register(50, PRACTICE, PLAYED, (8, 19), 420, "PJ-NUM"),
}


def add_young_people(registers: Registers, directory: Directory, scale: float) -> None:
    """The registers of education and sport, and what partners declare and a survey estimates besides."""
    shares = apportion(scaled(COUNTED, scale), [register.weight for register in REGISTERS.values()])
    for (code, register), counted in zip(REGISTERS.items(), shares, strict=True):
        add_register(registers, directory, Draws(f"young people of {code}"), code, register, counted)
    add_totals(registers, directory, scale)


def add_register(
    registers: Registers, directory: Directory, draws: Draws, code: str, register: Register, counted: int
) -> None:
    """One project's people, `counted` of whom answer yes, with their spells there and in the project they also go to."""
    project = directory.projects[code]
    besides = counted * BESIDES // 1000
    size = counted + besides
    is_counted = np.zeros(size, dtype=bool)
    is_counted[draws.order(size)[:counted]] = True
    site = spread(draws, len(project.sites), size)
    term = draws.pick(GROWTH, size)
    first_day = TERMS[term] - 12
    birth = born_before(draws, first_day, *register.ages)
    why = np.where(is_counted, -1, draws.pick((22, 28, 45, 5), size))
    birth[why == 0] = NO_DAY
    birth[why == 1] = born_before(draws, first_day[why == 1], 34, 60)
    people = add_people(registers, draws, project, project.countries[site], birth, women_per_thousand=register.women)
    spells = add_groups(
        registers, draws, project, register.rhythm, register.activities, people.subjects, site, term, never=why == 2
    )
    ask(registers, draws, directory, project, people.subjects, spells)
    add_refusals(registers, people.some(why == 3), spells.entry[why == 3])
    add_consents(registers, draws, people, "publicity", spells.entry, asked=90, yes=720)
    add_consents(registers, draws, people, "research", spells.entry, asked=30, yes=850)

    again = is_counted & (term <= LAST_TERM - 2) & draws.chance(COMING_AGAIN, size)
    later = add_groups(
        registers, draws, project, register.rhythm, register.activities, people.subjects[again], site[again],
        term[again] + 2,
    )  # fmt: skip
    ask(registers, draws, directory, project, people.subjects[again], later)
    if register.also:
        add_also(registers, directory, draws, people, is_counted, term, register.also)


def spread(draws: Draws, sites: int, size: int) -> Whole:
    """A site for each: one for every site first, then the first sites more often."""
    drawn = draws.pick([3 + sites - place for place in range(sites)], size)
    return np.where(np.arange(size) < sites, np.arange(size) % sites, drawn)


def add_also(
    registers: Registers,
    directory: Directory,
    draws: Draws,
    people: People,
    counted: Flags,
    term: Whole,
    code: str,
) -> None:
    """Some of them go to a project of another organisation in the same country, then or later."""
    project, register = directory.projects[code], REGISTERS[code]
    offered = np.isin(people.countries.astype(str), project.countries.astype(str))
    which = counted & offered & draws.chance(ALSO_THERE, len(people))
    these = people.some(which)
    site = np.array(
        [int(np.flatnonzero(project.countries == country)[0]) for country in these.countries], dtype=np.int64
    )
    subjects = these.subjects.copy()
    twice = draws.chance(SECOND_RECORD, len(these))
    subjects[twice] = add_second_records(registers, draws, these.some(twice), project)
    later = np.minimum(term[which] + draws.below(3, len(these)), LAST_TERM)
    spells = add_groups(registers, draws, project, register.rhythm, register.activities, subjects, site, later)
    ask(registers, draws, directory, project, subjects, spells)


def ask(
    registers: Registers,
    draws: Draws,
    directory: Directory,
    project: ProjectThere,
    subjects: Whole,
    spells: Spells,
) -> None:
    """Satisfaction, of some; the second-chance school asks what funders of employment ask."""
    size = len(subjects)
    liked = weighted(draws, size, {Decimal(5): 40, Decimal(4): 36, Decimal(3): 15, Decimal(2): 6, Decimal(1): 3})
    add_answers(
        registers, draws, project, directory.measures["satisfaction"], "exit", subjects, spells, liked, asked=110
    )
    if project.code != "EV-SECONDE":
        return
    # What was found depends on the year: the spring of 2020 shows.
    hard = (spells.exit >= np.datetime64("2020-03-01")) & (spells.exit < np.datetime64("2021-01-01"))
    found = {"employed": 40, "in_education": 22, "unemployed": 30, "inactive": 8}
    missed = {"employed": 24, "in_education": 20, "unemployed": 42, "inactive": 14}
    left = np.where(hard, weighted(draws, size, missed), weighted(draws, size, found))
    for code, moment, values in (
        ("employment", "entry", weighted(draws, size, {"unemployed": 46, "long_unemployed": 22, "inactive": 32})),
        ("education", "entry", weighted(draws, size, {"none": 8, "primary": 26, "lower_secondary": 48, "upper_secondary": 18})),
        ("employment", "exit", left),
        ("qualification", "exit", weighted(draws, size, {"yes": 58, "no": 42})),
        ("exit_reason", "exit", weighted(draws, size, {"completed": 55, "found_work": 20, "found_training": 12, "dropped_out": 9, "moved": 4})),
    ):  # fmt: skip
        add_answers(registers, draws, project, directory.measures[code], moment, subjects, spells, values, answered=930)


def add_refusals(registers: Registers, people: People, days: Days) -> None:
    """Those who refuse that figures be made of them: they are in no figure."""
    registers.add(
        "consent", len(people), subject_id=people.subjects, purpose="measurement", given=False, date=days,
        evidence="Refused in writing",
    )  # fmt: skip


def add_totals(registers: Registers, directory: Directory, scale: float) -> None:
    """What partners declare, year by year, and one survey's estimate; none of them in the registers."""
    total, counted, declared = (scaled(number, scale) for number in (SUPPORTED, COUNTED, DECLARED))
    partners = {
        ("FEDESPORT", "TS-QUARTIERS", "FR"): 30,
        ("ALPHA", "PJ-LECTURE", "HT"): 22,
        ("OLYMPIQUE", "TJ-AFRIQUE", "KE"): 26,
        ("RADIOECOLE", "EV-CLUBS", "ML"): 22,
    }
    years = (2018, 2019, 2020, 2021)
    rows = [(partner, year) for partner in partners for year in years]
    values = apportion(declared, [partners[partner] * (year - 2010) for partner, year in rows])
    for ((organisation, project, country), year), value in zip(rows, values, strict=True):
        add_total(
            registers, directory, project, organisation, country, year, year, value, status="declared",
            evidence=f"Signed list of {year}, kept by the partner; nobody on it is in a register of the group.",
        )  # fmt: skip
    add_total(
        registers, directory, "EV-CLUBS", "RADIOECOLE", "NE", 2020, 2020, total - counted - declared, status="estimated",
        method="Lessons by radio in the spring of 2020: households with a receiver in the area of reception, times the "
        "share of children of 8 to 15 who followed three lessons or more in a survey of 640 households, less those in "
        "the registers.",
    )  # fmt: skip


def add_total(
    registers: Registers,
    directory: Directory,
    project: str,
    organisation: str,
    country: str,
    first: int,
    last: int,
    value: int,
    *,
    status: str,
    evidence: str = "",
    method: str = "",
) -> None:
    """One total without members, disjoint from what is counted."""
    registers.add(
        "quantity", 1, project_id=directory.projects[project].number,
        organisation_id=directory.organisations[organisation], source_name="", indicator="young_people_supported",
        status=status, value=Decimal(value), unit="person", start=np.array([dt.date(first, 1, 1)], "datetime64[D]"),
        end=np.array([dt.date(last, 12, 31)], "datetime64[D]"), country=country, breakdown="{}", relation="disjoint",
        evidence=evidence, method=method, author=AUTHOR,
    )  # fmt: skip
