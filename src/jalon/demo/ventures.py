"""Entrepreneurs and their ventures: AGreenLab in Senegal and Burkina Faso, and the nursery. The same at every scale."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from jalon.demo.answers import add_answers, weighted
from jalon.demo.directory import Directory, ProjectThere
from jalon.demo.draws import Draws, Flags, Whole
from jalon.demo.groups import TERMS, Rhythm, Spells, add_groups
from jalon.demo.names import Texts, texts
from jalon.demo.people import People, add_consents, add_people, add_second_records, born_before, references
from jalon.demo.registers import Registers

SUPPORTED: Mapping[str, int] = {"AGREENLAB": 310, "PEPINIERE": 240}
"""Together the 550 entrepreneurs."""
APPLIED_TWICE: Mapping[str, tuple[int, int]] = {"AGREENLAB": (26, 6), "PEPINIERE": (17, 4)}
"""Of these: who came back with a second venture, and whom the second call wrote down as somebody new."""
NOT_SELECTED: Mapping[str, int] = {"AGREENLAB": 210, "PEPINIERE": 130}
COHORT = Rhythm(
    size=14, sessions=5, spacing=20, hours=("2", "3", "7"), dropping_out=40, without_register=0, still_there=300
)
JURY = Rhythm(size=40, sessions=1, spacing=4, hours=("0.5",), dropping_out=0, without_register=0, still_there=0)
OFFERED = ("cohorte", "mentorat", "etapes")
SECTORS = (
    "solar drying",
    "shea processing",
    "market gardening",
    "poultry",
    "biogas",
    "solar pumps",
    "cashew",
    "dairy",
    "recycling",
    "fonio mill",
)
LAST_FIRST_TERM = 5
"""Who applies twice does it two terms later, before the end of 2021."""


def add_entrepreneurs(registers: Registers, directory: Directory) -> None:
    """Calls, juries, cohorts and ventures of the two accelerators."""
    for code, supported in SUPPORTED.items():
        add_accelerator(registers, directory, Draws(f"entrepreneurs of {code}"), directory.projects[code], supported)


def add_accelerator(
    registers: Registers, directory: Directory, draws: Draws, project: ProjectThere, supported: int
) -> None:
    """Those supported, those who applied a second time, and those whom the jury did not select."""
    refused = NOT_SELECTED[project.code]
    size = supported + refused
    selected = np.zeros(size, dtype=bool)
    selected[draws.order(size)[:supported]] = True
    site, term = draws.below(len(project.sites), size), draws.below(len(TERMS), size)
    again, as_new = APPLIED_TWICE[project.code]
    returning = np.flatnonzero(selected)[: again + as_new]
    term[returning] = draws.below(LAST_FIRST_TERM + 1, len(returning))
    people = add_people(
        registers, draws, project, project.countries[site], born_before(draws, TERMS[term], 21, 54),
        women_per_thousand=470,
    )  # fmt: skip
    jury = add_groups(
        registers, draws, project, JURY, ("jury",), people.subjects[~selected], site[~selected], term[~selected]
    )
    score(registers, draws, directory, project, people.subjects[~selected], jury, 20, 58)
    first = people.some(selected)
    cohort = support(registers, draws, directory, project, first.subjects, first, site[selected], term[selected])
    add_consents(registers, draws, first, "publicity", cohort.entry, asked=700, yes=900)

    back = people.some(returning)
    subjects = back.subjects.copy()
    is_new = np.arange(len(back)) >= again
    subjects[is_new] = add_second_records(registers, draws, back.some(is_new), project)
    support(registers, draws, directory, project, subjects, back, site[returning], term[returning] + 2)


def support(
    registers: Registers,
    draws: Draws,
    directory: Directory,
    project: ProjectThere,
    subjects: Whole,
    people: People,
    site: Whole,
    term: Whole,
) -> Spells:
    """A cohort: its people's spells, sessions and scores, and the ventures that they lead."""
    spells = add_groups(registers, draws, project, COHORT, OFFERED, subjects, site, term)
    score(registers, draws, directory, project, subjects, spells, 55, 98)
    # One in twelve joined a venture that another of the cohort leads.
    leading: Flags = ~draws.chance(80, len(subjects))
    add_ventures(
        registers, draws, directory, project, subjects[leading], people.some(leading), site[leading],
        Spells(spells.enrolments[leading], spells.entry[leading], spells.exit[leading]),
    )  # fmt: skip
    return spells


def score(
    registers: Registers,
    draws: Draws,
    directory: Directory,
    project: ProjectThere,
    subjects: Whole,
    spells: Spells,
    lowest: int,
    highest: int,
) -> None:
    """The score of each application, at entry."""
    scores = decimals(draws.between(lowest, highest, len(subjects)))
    add_answers(
        registers, draws, project, directory.measures["application_score"], "entry", subjects, spells, scores,
        answered=1000,
    )  # fmt: skip


def add_ventures(
    registers: Registers,
    draws: Draws,
    directory: Directory,
    project: ProjectThere,
    leaders: Whole,
    people: People,
    site: Whole,
    spells: Spells,
) -> None:
    """A venture for each leader, in the project for as long as she is, with its jobs and turnover before and after."""
    size = len(leaders)
    subjects = registers.add(
        "subject", size, kind="venture", organisation_id=project.organisation,
        reference=references(registers, project, size),
    )  # fmt: skip
    sector = texts(SECTORS)[draws.below(len(SECTORS), size)]
    founded = spells.entry - draws.between(60, 1500, size).astype("timedelta64[D]")
    registers.add(
        "venture", size, subject_id=subjects, name=texts(f"{what} {name}" for what, name in zip(sector, people.family, strict=True)),
        sector=sector, country=project.countries[site], founded=founded, leader_id=leaders,
    )  # fmt: skip
    enrolments = registers.add(
        "enrolment", size, subject_id=subjects, project_id=project.number,
        site_id=np.asarray(project.sites)[site], entry=spells.entry, exit=spells.exit, implicit=False,
    )  # fmt: skip
    own = Spells(enrolments, spells.entry, spells.exit)
    jobs = draws.below(4, size)
    turnover = draws.between(0, 90, size) * 100
    grown = turnover + turnover * draws.between(-55, 140, size) // 100 + draws.between(0, 9, size) * 100
    stages = weighted(draws, size, {"idea": 34, "prototype": 40, "first_sales": 22, "growth": 4})
    later = weighted(draws, size, {"prototype": 12, "first_sales": 56, "growth": 32})
    for code, moment, values in (
        ("jobs", "entry", decimals(jobs)),
        ("jobs", "exit", decimals(np.maximum(jobs + draws.between(-1, 4, size), 0))),
        ("turnover", "entry", decimals(turnover)),
        ("turnover", "exit", decimals(grown)),
        ("venture_stage", "entry", stages),
        ("venture_stage", "exit", later),
    ):
        add_answers(registers, draws, project, directory.measures[code], moment, subjects, own, values, answered=930)


def decimals(values: Whole) -> Texts:
    """Whole numbers as answers to a measure."""
    return texts(Decimal(value) for value in values.tolist())
