"""Health professionals trained: courses of three days, to which many come again, here or elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from jalon.demo.answers import add_answers, weighted
from jalon.demo.directory import Directory
from jalon.demo.draws import Draws, apportion
from jalon.demo.groups import GROWTH, LAST_TERM, TERMS, Rhythm, add_groups
from jalon.demo.people import People, add_consents, add_people, add_second_records, born_before
from jalon.demo.registers import Registers
from jalon.demo.scale import scaled
from jalon.demo.young import add_refusals, spread

TRAINED = 6_000
"""At scale 1."""
COURSE = Rhythm(size=18, sessions=3, spacing=1, hours=("6", "7"), dropping_out=30, still_there=150)
WEIGHTS: Mapping[str, int] = {"SP-OUEST": 32, "SP-CENTRE": 17, "SM-EST": 24, "SM-ORIENT": 13, "SM-ASIE": 14}
ELSEWHERE: Mapping[str, str] = {"SP-CENTRE": "SM-EST", "SM-EST": "SP-CENTRE"}
"""Where some also train: the same country, another organisation."""
BESIDES = 45
"""Per thousand of those trained: others on the lists."""
OCCUPATIONS = (
    "nurse",
    "nurse",
    "nurse",
    "midwife",
    "midwife",
    "doctor",
    "laboratory technician",
    "health worker",
    "pharmacist",
)


def add_health_professionals(registers: Registers, directory: Directory, scale: float) -> None:
    """The registers of the trainings on health."""
    shares = apportion(scaled(TRAINED, scale), list(WEIGHTS.values()))
    for code, trained in zip(WEIGHTS, shares, strict=True):
        add_register(registers, directory, Draws(f"health professionals of {code}"), code, trained)


def add_register(registers: Registers, directory: Directory, draws: Draws, code: str, trained: int) -> None:
    """One project's professionals, `trained` of whom came; the others registered and never did, or refuse figures."""
    project = directory.projects[code]
    size = trained + trained * BESIDES // 1000
    came = np.zeros(size, dtype=bool)
    came[draws.order(size)[:trained]] = True
    refuses = ~came & draws.chance(80, size)
    site, term = spread(draws, len(project.sites), size), draws.pick(GROWTH, size)
    people = add_people(
        registers, draws, project, project.countries[site], born_before(draws, TERMS[term], 22, 58),
        women_per_thousand=630, occupations=OCCUPATIONS,
    )  # fmt: skip
    activities = tuple(project.activities)
    spells = add_groups(
        registers, draws, project, COURSE, activities, people.subjects, site, term, never=~came & ~refuses
    )
    liked = weighted(draws, size, {Decimal(5): 45, Decimal(4): 38, Decimal(3): 12, Decimal(2): 5})
    add_answers(
        registers, draws, project, directory.measures["satisfaction"], "exit", people.subjects, spells, liked, asked=700
    )
    add_refusals(registers, people.some(refuses), spells.entry[refuses])
    add_consents(registers, draws, people, "sharing", spells.entry, asked=300, yes=800)
    again = came & (term < LAST_TERM)
    for per_thousand in (460, 250):
        again &= draws.chance(per_thousand, size) & (term < LAST_TERM)
        term = np.where(again, term + 1 + draws.below(2, size), term)
        again &= term <= LAST_TERM
        add_groups(
            registers, draws, project, COURSE, activities[1:] + activities[:1], people.subjects[again], site[again],
            term[again],
        )  # fmt: skip
    if code in ELSEWHERE:
        train_elsewhere(registers, directory, draws, people.some(came), ELSEWHERE[code])


def train_elsewhere(registers: Registers, directory: Directory, draws: Draws, people: People, code: str) -> None:
    """Some also train with another organisation, whose register holds a third of them as somebody new."""
    project = directory.projects[code]
    size = len(people)
    these = people.some(draws.chance(90, size))
    subjects = these.subjects.copy()
    twice = draws.chance(330, len(these))
    subjects[twice] = add_second_records(registers, draws, these.some(twice), project)
    site = draws.below(len(project.sites), len(these))
    term = draws.below(LAST_TERM + 1, len(these))
    add_groups(registers, draws, project, COURSE, tuple(project.activities), subjects, site, term)
