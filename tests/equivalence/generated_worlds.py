"""Small worlds of facts, drawn so that what counting rules turn on happens often.

Few days, so that spells touch, sessions fall on the first and last day and two observations share a
date; numbers that are in another order than codes and dates; merges, re-entries, open spells, places
without country, people of unknown age.
"""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]
Rows = dict[str, list[Row]]

DAYS = (
    dt.date(2020, 12, 31),
    dt.date(2021, 1, 1),
    dt.date(2021, 1, 31),
    dt.date(2021, 2, 10),
    dt.date(2021, 2, 28),
    dt.date(2021, 3, 1),
    dt.date(2021, 3, 31),
    dt.date(2021, 4, 1),
    dt.date(2021, 6, 30),
    dt.date(2021, 7, 1),
    dt.date(2021, 7, 28),
    dt.date(2021, 7, 29),
    dt.date(2021, 10, 6),
    dt.date(2021, 12, 31),
    dt.date(2022, 1, 1),
    dt.date(2022, 2, 28),
    dt.date(2022, 3, 1),
)
BIRTHS = tuple(
    (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    for first, last in (
        ("1996-02-29", "1996-02-29"),
        ("1996-03-01", "1996-03-01"),
        ("1996-01-01", "1996-12-31"),
        ("1996-07-01", "1996-07-31"),
        ("1966-01-01", "1966-12-31"),
        ("1995-06-30", "1995-06-30"),
        ("2004-02-29", "2004-02-29"),
        ("2021-03-01", "2021-03-01"),
    )
)
PURPOSES = ("measurement", "research")
LEVELS = ("A0", "A1", "A2", "B1")
SITUATIONS = ("employed", "unemployed", "inactive", "l'œuvre", "عمل")
MEASURES = {"employment": SITUATIONS, "french_level": LEVELS, "retired": ("yes", "no"), "income": ()}
KINDS = {"employment": "category", "french_level": "level", "retired": "yes_no", "income": "number"}
MEASURE_NUMBERS = {code: number for number, code in enumerate(MEASURES, start=3)}
NUMBERS = tuple(place * 37 % 61 for place in range(1, 61))
"""Given out in this order: numbers say nothing about dates."""

days = st.sampled_from(DAYS)
maybe_site = st.sampled_from((None, 1, 2, 3))
SITES = {1: ("paris", "FR"), 2: ("roma", "IT"), 3: ("prishtina", "XK")}


def _subset(values: tuple[Any, ...]) -> st.SearchStrategy[list[Any]]:
    return st.sets(st.sampled_from(values)).map(sorted)


def _country(site: int | None, otherwise: str | None) -> str | None:
    return SITES[site][1] if site is not None else otherwise


@st.composite
def worlds(draw: st.DrawFn, *, merges: bool = True) -> Rows:
    """Rows of every fact table that engines read."""
    projects = draw(_projects())
    activities = draw(_activities([row["project"] for row in projects]))
    subjects = draw(_subjects())
    people = [row["subject"] for row in subjects]
    enrolments = draw(_enrolments(people, [row["project"] for row in projects]))
    sessions = draw(_sessions(activities, enrolments))
    return {
        "organisations": [
            {"organisation": 4, "code": "group", "parent": None, "kind": "group"},
            {"organisation": 2, "code": "branch", "parent": 4, "kind": "enterprise"},
            {"organisation": 7, "code": "leaf", "parent": 2, "kind": "ngo"},
            {"organisation": 8, "code": "fund", "parent": None, "kind": "funder"},
            {"organisation": 9, "code": "bank", "parent": None, "kind": "funder"},
        ],
        "projects": projects,
        "grants": draw(_grants([row["project"] for row in projects])),
        "sites": [{"site": number, "code": code, "country": country} for number, (code, country) in SITES.items()],
        "activities": activities,
        "measures": [
            {"measure": MEASURE_NUMBERS[code], "code": code, "kind": KINDS[code], "options": list(options)}
            for code, options in MEASURES.items()
        ],
        "subjects": subjects,
        "same_subject": draw(_same_subject(people)) if merges else [],
        "enrolments": enrolments,
        "sessions": sessions,
        "attendances": draw(_attendances(people, enrolments, sessions)),
        "observations": draw(_observations(enrolments)),
    }


@st.composite
def _projects(draw: st.DrawFn) -> list[Row]:
    codes = ("M", "Été", "A", "F")[: draw(st.sampled_from((2, 2, 3, 4)))]
    return [
        {
            "project": 10 + place,
            "code": code,
            "organisation": draw(st.sampled_from((4, 2, 7))),
            "countries": [],
            "themes": draw(_subset(("work", "health"))),
            "sdg_targets": draw(_subset(("4.4", "4.6", "8.5", "13.3"))),
            "sensitive": False,
        }
        for place, code in enumerate(codes)
    ]


@st.composite
def _grants(draw: st.DrawFn, projects: list[int]) -> list[Row]:
    return [
        {
            "grant": number,
            "code": f"g{number}",
            "funder": draw(st.sampled_from((8, 9))),
            "rule_set": "none",
            "projects": draw(_subset(tuple(projects))),
        }
        for number in range(1, draw(st.integers(1, 4)))
    ]


@st.composite
def _activities(draw: st.DrawFn, projects: list[int]) -> list[Row]:
    rows = []
    for project in projects:
        for code in ("french", "rights"):
            kind, theme = draw(st.tuples(st.sampled_from(("workshop", "training")), st.sampled_from((None, "work"))))
            number = 30 - len(rows)
            rows.append({"activity": number, "project": project, "code": code, "kind": kind, "theme": theme})
    return rows


@st.composite
def _subjects(draw: st.DrawFn) -> list[Row]:
    rows = []
    for number in range(1, draw(st.sampled_from((2, 3, 4, 4, 5, 8))) + 1):
        birth = draw(st.sampled_from((None, *BIRTHS)))
        rows.append(
            {
                "subject": number * 3,
                "kind": draw(st.sampled_from(("person",) * 4 + ("venture", "place"))),
                "sex": draw(st.sampled_from((None, "female", "male", "other"))),
                "birth_earliest": birth and birth[0],
                "birth_latest": birth and birth[1],
                "nationality": draw(st.sampled_from((None, "FR", "AF"))),
                "permits": draw(st.sampled_from((["research"], ["research"], ["measurement"], []))),
                "refuses": draw(st.sampled_from(([], [], [], [], ["research"], ["measurement"]))),
            }
        )
    return rows


@st.composite
def _same_subject(draw: st.DrawFn, people: list[int]) -> list[Row]:
    """Each subject is counted as the smallest of its component."""
    same = {number: number for number in people}
    for one, other in draw(st.lists(st.tuples(st.sampled_from(people), st.sampled_from(people)), max_size=3)):
        joined = {same[one], same[other]}
        same = {number: min(joined) if counted in joined else counted for number, counted in same.items()}
    return [{"subject": number, "same_as": counted} for number, counted in same.items() if number != counted]


@st.composite
def _enrolments(draw: st.DrawFn, people: list[int], projects: list[int]) -> list[Row]:
    """Spells; one in two that ended is followed by another, from the same day, the next or later, here or there."""
    spell = st.tuples(
        st.sampled_from(people),
        st.sampled_from(projects),
        maybe_site,
        st.sampled_from((None, "FR")),
        days,
        st.sampled_from((None, None, None, None, *DAYS)),
        st.sampled_from((None, None, None, 0, 1, 40)),
        st.sampled_from((None, 0, 60)),
        st.sampled_from((None, *projects)),
    )
    spells = []
    for subject, project, site, country, entry, exit, gap, length, there in draw(
        st.lists(spell, min_size=3, max_size=9)
    ):
        first, last = (entry, exit) if exit is None or entry <= exit else (exit, entry)
        spells.append((subject, project, site, country, first, last))
        if last is not None and gap is not None:
            again = last + dt.timedelta(days=gap)
            left = None if length is None else again + dt.timedelta(days=length)
            spells.append((subject, there or project, None, country, again, left))
    return [
        {
            "project": project,
            "enrolment": number,
            "subject": subject,
            "site": site,
            "country": _country(site, country),
            "entry": entry,
            "exit": exit,
            "implicit": False,
        }
        for number, (subject, project, site, country, entry, exit) in zip(NUMBERS, spells, strict=False)
    ]


@st.composite
def _sessions(draw: st.DrawFn, activities: list[Row], enrolments: list[Row]) -> list[Row]:
    """Mostly on the first or last day of a spell, in its project."""
    held = st.tuples(
        st.sampled_from(enrolments), st.sampled_from((0, 1)), st.one_of(st.none(), days), maybe_site, st.booleans()
    )
    sessions = []
    for number, (enrolment, which, day, site, register) in enumerate(draw(st.lists(held, min_size=4, max_size=12))):
        theirs = [row for row in activities if row["project"] == enrolment["project"]]
        edge = enrolment["exit"] if which and enrolment["exit"] else enrolment["entry"]
        sessions.append(
            {
                "project": enrolment["project"],
                "session": 100 - number,
                "activity": theirs[which]["activity"],
                "date": day or edge,
                "site": site,
                "country": _country(site, None),
                "register": register,
            }
        )
    return sessions


@st.composite
def _attendances(draw: st.DrawFn, people: list[int], enrolments: list[Row], sessions: list[Row]) -> list[Row]:
    """Mostly of the enrolled, at sessions of their project, in a spell or not; a few of anybody anywhere."""
    mark = st.sampled_from(("present",) * 4 + ("absent", "excused"))
    hours = st.sampled_from((None, "0.25", "1", "1.50", "2", "24"))
    listed = st.tuples(st.sampled_from(enrolments), st.integers(0, 20), mark, hours, st.sampled_from((None, *people)))
    rows: dict[tuple[int, int], Row] = {}
    for enrolment, place, said, worked, anybody in draw(st.lists(listed, min_size=6, max_size=24)):
        theirs = [row for row in sessions if row["project"] == enrolment["project"]]
        session = (theirs or sessions)[place % len(theirs or sessions)]
        subject = anybody if anybody is not None and place > 14 else enrolment["subject"]
        rows[subject, session["session"]] = {
            "project": session["project"],
            "session": session["session"],
            "subject": subject,
            "date": session["date"],
            "mark": said,
            "hours": Decimal(worked) if worked is not None and said == "present" else None,
        }
    return list(rows.values())


MOMENTS = (("entry", 0), ("exit", 0), ("exit", 0), ("after", 1), ("after", 6), ("any", 0))
WINDOW_DAYS = 28


@st.composite
def _observations(draw: st.DrawFn, enrolments: list[Row]) -> list[Row]:
    """Some on the last day that counts, the day before or after; one in two asked again, perhaps the same day."""
    asked = st.tuples(
        st.sampled_from(enrolments),
        st.sampled_from(MOMENTS),
        st.sampled_from((*MEASURES, "income", "employment")),
        st.one_of(days, st.sampled_from((-1, 0, 1, -20))),
        st.integers(0, 11),
        st.sampled_from(("known", "known", "known", "unknown", "refused")),
        st.sampled_from((None, None, 0, 1, -3)),
    )
    drawn = []
    for enrolment, moment, measure, when, answer, state, again in draw(st.lists(asked, min_size=4, max_size=16)):
        day = when if isinstance(when, dt.date) else _last_day_that_counts(enrolment, moment[1], when)
        drawn.append((enrolment, moment, measure, day, answer, state))
        if again is not None:
            drawn.append((enrolment, moment, measure, day + dt.timedelta(days=again), answer + 1, "known"))
    return [_observation(number, *one, loose=number % 2 == 0) for number, one in zip(NUMBERS, drawn, strict=False)]


def _last_day_that_counts(enrolment: Row, months: int, slack: int) -> dt.date:
    exit: dt.date = enrolment["exit"] or enrolment["entry"]
    year, month = exit.year + (exit.month - 1 + months) // 12, (exit.month - 1 + months) % 12 + 1
    day = min(exit.day, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day) + dt.timedelta(days=WINDOW_DAYS + slack)


def _observation(
    number: int,
    enrolment: Row,
    moment: tuple[str, int],
    measure: str,
    day: dt.date,
    answer: int,
    state: str,
    loose: bool,
) -> Row:
    options = MEASURES[measure]
    known = state == "known"
    return {
        "project": enrolment["project"],
        "observation": number,
        "subject": enrolment["subject"],
        "enrolment": None if moment[0] == "any" and loose else enrolment["enrolment"],
        "measure": MEASURE_NUMBERS[measure],
        "moment": moment[0],
        "months_after": moment[1],
        "date": day,
        "state": state,
        "number": Decimal(answer) / 4 if known and not options else None,
        "code": options[answer % len(options)] if known and options else None,
    }
