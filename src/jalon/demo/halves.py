"""The demonstration's year as it came to be known: half of it by 30 June 2021, the rest by 31 December.

Both are closed in releases, so that one can see what changed since: who joined and left, a mistyped year that was
corrected, registers found to hold the same people, and a woman who asked to be erased. All of it is done by the
actions that any group uses. What the records hold in the end is what was drawn.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jalon.codelists.folding import fold
from jalon.demo.directory import Directory
from jalon.demo.draws import Draws, Whole
from jalon.demo.names import draw_names, texts
from jalon.demo.registers import Registers
from jalon.figures.release import Release
from jalon.home import Home
from jalon.records.actions.bulk import take_numbers, write_rows
from jalon.records.actions.enrolments import change_enrolment, close_enrolment, open_enrolment
from jalon.records.actions.identity import assert_identity
from jalon.records.actions.subjects import add_person
from jalon.records.models import Enrolment, Organisation, Person, Project, Site, Subject
from jalon.workflows.erase import erase
from jalon.workflows.release import make_release

if TYPE_CHECKING:
    from jalon.demo.build import Progress

HALF = np.datetime64("2021-06-30")
YEAR = np.datetime64("2021-01-01")
WEEK = dt.timedelta(days=7)
FIRST, SECOND = "2021-06", "2021-12"
EARLIER = ("2018", "2019", "2020", "2021", "2018..2021")
IN_OFFICE = (
    "women_in_office?period=2021-09-01",
    "countries_led_by_women?period=2021-09-01",
    "women_in_decision?period=1999..2021&project=DIRECTION",
)
"""What the newsletter says of a day after the first half."""
MISTYPED, TWICE = 4, 8
"""Of the women of MANA in the order of their entry: whose year was mistyped, who was written down twice."""
TOLD_LATE_IN, TOLD_LATE = "EV-SECONDE", 3
"""Where and how often somebody left in 2020 and the register only said so after June."""


@dataclass(frozen=True, slots=True)
class Half:
    """Numbers of what stands otherwise in June than in December."""

    mistyped: int
    """A spell."""
    entry: dt.date
    """Its right first day."""
    second_record: int
    """A subject, and her spell, who is another one too."""
    second_spell: int
    same_as: int
    exit: dt.date
    """That of both."""
    erased: int
    """A subject who is to be erased."""


def write_first_half(*, by: str, registers: Registers, directory: Directory, progress: Progress) -> Half:
    """What was known on 30 June."""
    mana = directory.projects["MANA"]
    spells = np.flatnonzero(registers.column("enrolment", "project_id") == mana.number)
    subjects = registers.column("enrolment", "subject_id")[spells]
    entry, exit = (registers.column("enrolment", name) for name in ("entry", "exit"))
    days = [one[spells[place]].item() for one in (entry, exit) for place in (MISTYPED, TWICE)]
    typed = entry.copy()
    typed[spells[MISTYPED]] += np.timedelta64(365, "D")
    registers.replace("enrolment", "entry", typed)
    told_late = _told_late(registers, directory)
    # Her spell lies in the year to come, as typed: its exit is not known yet either.
    registers.hold_back(HALF, told_late, except_for=spells[MISTYPED])
    projects = sorted(project.number for project in directory.projects.values())
    write_rows(by=by, tables=registers.build_rows(take_numbers, projects), progress=progress)
    twice = Person.objects.get(pk=registers.number("subject", subjects[TWICE]))
    project, site = Project.objects.get(pk=mana.number), Site.objects.get(pk=mana.sites[0])
    organisation = Organisation.objects.get(pk=mana.organisation)
    again = add_person(
        by=by, organisation=organisation, reference="MANA-B", family_name=fold(twice.family_name).title(),
        given_name=fold(twice.given_name).title(), sex="female",
    )  # fmt: skip
    second = open_enrolment(by=by, subject=again.subject, project=project, entry=days[1] + WEEK, site=site)
    family, given = draw_names(Draws("who asks to be erased"), texts(["SN"]), np.ones(1, np.bool_))
    her = add_person(
        by=by, organisation=organisation, reference="MANA-C", family_name=family[0], given_name=given[0],
        sex="female", birth=dt.date(1992, 5, 4),
    )  # fmt: skip
    open_enrolment(by=by, subject=her.subject, project=project, entry=dt.date(2021, 3, 1), site=site)
    return Half(
        mistyped=registers.number("enrolment", spells[MISTYPED]),
        entry=days[0],
        second_record=again.subject.number,
        second_spell=second.number,
        same_as=twice.subject_id,
        exit=days[3],
        erased=her.subject.number,
    )


def _told_late(registers: Registers, directory: Directory) -> Whole:
    """Places of the last spells of the project that ended before 2021."""
    exit = registers.column("enrolment", "exit")
    is_there = registers.column("enrolment", "project_id") == directory.projects[TOLD_LATE_IN].number
    places = np.flatnonzero(is_there & (exit < YEAR))
    return places[np.argsort(exit[places], kind="stable")][-TOLD_LATE:]


def forget(home: Home, *, by: str, half: Half, progress: Progress) -> None:
    """The woman who asked to be erased: June's release keeps its sizes."""
    erase(home, by=by, number=half.erased, reason="She asked for it.", progress=progress)


def write_second_half(*, by: str, registers: Registers, directory: Directory, half: Half, progress: Progress) -> None:
    """What came to be known by 31 December: sessions and spells since, exits, corrections, who is who."""
    projects = sorted(project.number for project in directory.projects.values())
    write_rows(by=by, tables=registers.build_rows(take_numbers, projects, held=True), progress=progress)
    change_enrolment(
        by=by, enrolment=Enrolment.objects.get(pk=half.mistyped), reason="The year was mistyped.", entry=half.entry
    )
    exits = (*registers.later_exits(), (half.second_spell, half.exit))
    for number, exit in exits:
        close_enrolment(by=by, enrolment=Enrolment.objects.get(pk=number), exit=exit)
    assert_identity(
        by=by, one=Subject.objects.get(pk=half.same_as), other=Subject.objects.get(pk=half.second_record),
        verdict="same", reason="Written down twice: she said so at her interview.",
    )  # fmt: skip


def close_first_half(home: Home, *, by: str, progress: Progress) -> None:
    make_release(
        home, by=by, code=FIRST, period="2021-01..2021-06", also=EARLIER, figures=_links(), public=True,
        title="First half of 2021 / Premier semestre 2021",
        reason="Half-yearly report to the funders (demonstration)", progress=progress,
    )  # fmt: skip


def close_year(home: Home, *, by: str, progress: Progress) -> Release:
    return make_release(
        home, by=by, code=SECOND, period="2021", also=EARLIER, figures=(*_links(), *IN_OFFICE), public=True,
        title="The year 2021 / L'année 2021",
        reason="Annual report and newsletter (demonstration)", progress=progress,
    )  # fmt: skip


def _links() -> tuple[str, ...]:
    """What both releases hold beside their own period, so that they can be compared."""
    return tuple(f"{id}?period=2021&project=MANA" for id in ("mana_participants", "participants", "entered", "left"))
