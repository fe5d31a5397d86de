"""Two events: a workshop of practitioners who must not be exposed, and the three days of a forum."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from jalon.demo.directory import Directory
from jalon.demo.draws import Draws
from jalon.demo.names import texts
from jalon.demo.people import add_people, born_before, references
from jalon.demo.registers import NO_DAY, Registers

PRACTITIONERS = 34
WORKSHOP_DAYS = np.array(["2021-04-20", "2021-05-18"], dtype="datetime64[D]")
SPEAKERS = 72
FORUM_DAYS = np.array(["2021-11-11", "2021-11-12", "2021-11-13"], dtype="datetime64[D]")
CONFERENCES_A_DAY = 8
SPEAKERS_FROM = (
    "FR",
    "SN",
    "DE",
    "KE",
    "CO",
    "LB",
    "IN",
    "NO",
    "UA",
    "ML",
    "CA",
    "JO",
    "BR",
    "RW",
    "NZ",
    "KR",
    "TN",
    "MX",
)


def add_events(registers: Registers, directory: Directory) -> None:
    add_workshop(registers, directory)
    add_forum(registers, directory)


def add_workshop(registers: Registers, directory: Directory) -> None:
    """Two mornings online. No name is written down, and nobody permits more than measurement."""
    draws, project = Draws("workshop"), directory.projects["PRATICIENS"]
    subjects = registers.add(
        "subject", PRACTITIONERS, kind="person", organisation_id=project.organisation,
        reference=references(registers, project, PRACTITIONERS),
    )  # fmt: skip
    registers.add(
        "person", PRACTITIONERS, subject_id=subjects, family_name="", given_name="", name_key="",
        sex=texts(("female", "male", None))[draws.pick((16, 14, 4), PRACTITIONERS)],
        birth=np.full(PRACTITIONERS, NO_DAY), birth_precision=None, nationality=None, phone="", email="", address="",
        occupation="",
    )  # fmt: skip
    for purpose in ("matching", "sharing", "publicity"):
        registers.add(
            "consent", PRACTITIONERS, subject_id=subjects, purpose=purpose, given=False,
            date=np.full(PRACTITIONERS, WORKSHOP_DAYS[0]), evidence="Rules of the workshop",
        )  # fmt: skip
    registers.add(
        "enrolment", PRACTITIONERS, subject_id=subjects, project_id=project.number,
        site_id=np.full(PRACTITIONERS, project.sites[0]), entry=np.full(PRACTITIONERS, WORKSHOP_DAYS[0]),
        exit=np.full(PRACTITIONERS, WORKSHOP_DAYS[-1]), implicit=False,
    )  # fmt: skip
    days = len(WORKSHOP_DAYS)
    sessions = registers.add(
        "session", days, activity_id=np.full(days, project.activities["atelier"]), date=WORKSHOP_DAYS, label="",
        site_id=np.full(days, project.sites[0]), register=True,
    )  # fmt: skip
    present = draws.chance(880, PRACTITIONERS * days)
    hours = texts(Decimal("3.5") if one else None for one in present)
    registers.add(
        "attendance", PRACTITIONERS * days, session_id=np.tile(sessions, PRACTITIONERS),
        subject_id=np.repeat(subjects, days), mark=texts("present" if one else "absent" for one in present), hours=hours,
    )  # fmt: skip


def add_forum(registers: Registers, directory: Directory) -> None:
    """Twenty-four conferences of three speakers each; lists of speakers only, so no register of who was there."""
    draws, project = Draws("forum"), directory.projects["FORUM"]
    countries = texts(SPEAKERS_FROM)[draws.below(len(SPEAKERS_FROM), SPEAKERS)]
    first_day = np.full(SPEAKERS, FORUM_DAYS[0])
    people = add_people(
        registers, draws, project, countries, born_before(draws, first_day, 28, 70), women_per_thousand=490
    )
    registers.add(
        "enrolment", SPEAKERS, subject_id=people.subjects, project_id=project.number,
        site_id=np.full(SPEAKERS, project.sites[0]), entry=first_day, exit=np.full(SPEAKERS, FORUM_DAYS[-1]),
        implicit=False,
    )  # fmt: skip
    conferences = len(FORUM_DAYS) * CONFERENCES_A_DAY
    sessions = registers.add(
        "session", conferences, activity_id=np.full(conferences, project.activities["conferences"]),
        date=np.repeat(FORUM_DAYS, CONFERENCES_A_DAY),
        label=texts(f"{9 + place % CONFERENCES_A_DAY:02}:00" for place in range(conferences)),
        site_id=np.full(conferences, project.sites[0]), register=False,
    )  # fmt: skip
    registers.add(
        "attendance", SPEAKERS, session_id=sessions[np.arange(SPEAKERS) % conferences], subject_id=people.subjects,
        mark="present", hours=None,
    )  # fmt: skip
