"""MANA: 27 women of les Aubiers in 2021, from the need observed to the result. The same at every scale."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from jalon.demo.answers import add_answers
from jalon.demo.directory import Directory, ProjectThere
from jalon.demo.draws import Draws, Whole
from jalon.demo.groups import Spells
from jalon.demo.names import Texts, texts
from jalon.demo.people import AUTHOR, People, add_consents, add_people, born_before
from jalon.demo.registers import NO_DAY, Days, Registers

WOMEN = 27
FIRST_MONDAY = np.datetime64("2021-01-11")
LAST_DAY = np.datetime64("2021-12-17")
FROM = ("MA", "DZ", "TN", "SN", "ML", "GN", "CM", "CD", "TR", "SY", "AF", "UA", "HT", "BG", "ES")
WEEKLY: dict[str, tuple[int, str]] = {
    "sociolinguistique": (0, "2"),
    "droits": (1, "2"),
    "emploi": (2, "3"),
    "art": (3, "2.5"),
    "francais": (4, "3"),
}
"""Each activity's day of the week, from Monday, and how long it lasts."""
WEEKS = 46
HOLIDAYS = (7, 15, 28, 29, 30, 31, 42)
LEVELS = ("A0", "A1", "A2", "B1", "B2")
NEEDS = {
    "language": "Speaks with the school and the doctor through her children.",
    "employment": "Worked for years before she came; nothing of it is recognised here.",
    "rights": "Letters of the administration stay closed.",
    "children": "No childcare in the mornings.",
    "housing": "Hosted by relatives.",
}
STEPS = (
    "Interview on her way so far and on what she wants",
    "Assessment of her level of French",
    "A week of practice in a workplace",
    "Project written down, with the job and the training that leads there",
)


def add_mana(registers: Registers, directory: Directory) -> None:
    """The register of 2021: spells, five weekly activities, answers at entry and exit, needs, plans, notes, referrals."""
    draws, project = Draws("MANA"), directory.projects["MANA"]
    entry = FIRST_MONDAY + np.sort(draws.below(32, WOMEN) * draws.below(8, WOMEN)).astype("timedelta64[D]")
    exit = np.minimum(entry + draws.between(90, 330, WOMEN).astype("timedelta64[D]"), LAST_DAY)
    countries = texts(FROM)[draws.below(len(FROM), WOMEN)]
    birth = born_before(draws, entry, 20, 54)
    birth[:2] = born_before(draws, entry[:2], 20, 20)
    birth[2:4] = born_before(draws, entry[2:4], 54, 54)
    women = add_people(registers, draws, project, countries, birth, women_per_thousand=1000, all_known=True)
    enrolments = registers.add(
        "enrolment", WOMEN, subject_id=women.subjects, project_id=project.number,
        site_id=np.full(WOMEN, project.sites[0]), entry=entry, exit=exit, implicit=False,
    )  # fmt: skip
    spells = Spells(enrolments, entry, exit)
    add_week_after_week(registers, draws, project, women.subjects, entry, exit)
    add_situations(registers, draws, directory, project, women.subjects, spells)
    add_journeys(registers, draws, directory, women, spells)
    for purpose, yes in (("measurement", 1000), ("sharing", 700), ("publicity", 260)):
        add_consents(registers, draws, women, purpose, entry, asked=1000, yes=yes)


def add_week_after_week(
    registers: Registers, draws: Draws, project: ProjectThere, subjects: Whole, entry: Days, exit: Days
) -> None:
    """Each activity once a week outside holidays, with a signed register of those enrolled that day."""
    weeks = np.array([week for week in range(WEEKS) if week not in HOLIDAYS])
    for code, (weekday, hours) in WEEKLY.items():
        days = FIRST_MONDAY + (weeks * 7 + weekday).astype("timedelta64[D]")
        sessions = registers.add(
            "session", len(days), activity_id=np.full(len(days), project.activities[code]), date=days, label="",
            site_id=np.full(len(days), project.sites[0]), register=True,
        )  # fmt: skip
        enrolled = (entry[:, None] <= days[None, :]) & (days[None, :] <= exit[:, None])
        follows = ~draws.chance(180, len(subjects))[:, None] | (
            days[None, :] < entry[:, None] + np.timedelta64(15, "D")
        )
        who, when = np.nonzero(enrolled & follows)
        drawn = draws.below(1000, len(who))
        present = drawn < 780
        there = texts(Decimal(hours) for _ in who)
        there[~present] = None
        registers.add(
            "attendance", len(who), session_id=sessions[when], subject_id=subjects[who],
            mark=np.where(present, "present", np.where(drawn < 900, "absent", "excused")).astype(object), hours=there,
        )  # fmt: skip


def add_situations(
    registers: Registers, draws: Draws, directory: Directory, project: ProjectThere, subjects: Whole, spells: Spells
) -> None:
    """What the European Social Fund asks at entry and exit, levels of French, and the professional project."""
    came_with = draws.pick((7, 9, 7, 3, 1), WOMEN)
    gained = draws.pick((8, 14, 5), WOMEN)
    found = texts(("employed", "employed", "in_education", "unemployed", "unemployed", "inactive"))
    reasons = {"employed": "found_work", "in_education": "found_training"}
    left = found[draws.below(len(found), WOMEN)]
    defined = texts("yes" if one else "no" for one in draws.chance(740, WOMEN))
    asked: list[tuple[str, str, Texts]] = [
        ("employment", "entry", texts(("inactive", "unemployed", "long_unemployed"))[draws.pick((11, 9, 7), WOMEN)]),
        ("education", "entry", texts(("none", "primary", "lower_secondary", "upper_secondary", "tertiary"))[draws.pick((3, 6, 8, 6, 4), WOMEN)]),
        ("housing", "entry", texts(("stable", "precarious"))[draws.pick((18, 9), WOMEN)]),
        ("french_level", "entry", texts(LEVELS)[came_with]),
        ("employment", "exit", left),
        ("french_level", "exit", texts((*LEVELS, "C1", "C2"))[came_with + gained]),
        ("professional_project", "exit", defined),
        ("qualification", "exit", texts("yes" if one else "no" for one in draws.chance(300, WOMEN))),
        ("exit_reason", "exit", texts(reasons.get(one, "completed") for one in left)),
        ("satisfaction", "exit", texts(Decimal(points) for points in draws.between(3, 5, WOMEN).tolist())),
    ]  # fmt: skip
    for code, moment, values in asked:
        add_answers(registers, draws, project, directory.measures[code], moment, subjects, spells, values, answered=950)


def add_journeys(registers: Registers, draws: Draws, directory: Directory, women: People, spells: Spells) -> None:
    """Needs, steps of the personal plan, notes and referrals."""
    for theme, text in NEEDS.items():
        has = np.flatnonzero(draws.chance(560, WOMEN))
        met = spells.entry[has] + draws.between(20, 85, len(has)).astype("timedelta64[D]")
        met[draws.chance(350, len(has))] = NO_DAY
        registers.add(
            "need", len(has), enrolment_id=spells.enrolments[has], theme=theme, text=text,
            observed_on=spells.entry[has], met_on=met,
        )  # fmt: skip
    done_steps = draws.below(len(STEPS) + 1, WOMEN)
    for position, text in enumerate(STEPS, start=1):
        done = done_steps >= position
        due = spells.entry + np.timedelta64(20 * position, "D")
        registers.add(
            "plan_step", WOMEN, enrolment_id=spells.enrolments, position=position, text=text,
            state=texts("done" if one else "under_way" if position == 1 else "planned" for one in done),
            due_on=due, done_on=np.where(done, due, NO_DAY),
        )  # fmt: skip
    registers.add(
        "note", WOMEN, subject_id=women.subjects, enrolment_id=spells.enrolments, date=spells.entry,
        text="First interview held. An invented note: nobody wrote it, and it is about nobody.", written_by=AUTHOR,
    )  # fmt: skip
    sent = np.flatnonzero(draws.chance(400, WOMEN))
    registers.add(
        "referral", len(sent), enrolment_id=spells.enrolments[sent],
        to_id=np.full(len(sent), directory.organisations["MISSION"]),
        date=spells.entry[sent] + np.timedelta64(45, "D"), reason="Search for a training place",
        outcome=texts(("pending", "received", "received", "lost"))[draws.below(4, len(sent))],
    )  # fmt: skip
