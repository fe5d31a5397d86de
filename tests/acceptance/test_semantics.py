"""Twelve people whose answers were worked out by hand before any engine: every engine, to the digit."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import json
from collections.abc import Callable, Collection
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jalon.facts.store import MemoryFacts
from jalon.figures.compute import build_figure
from jalon.figures.engines import ENGINES
from jalon.figures.figure import Figure
from jalon.figures.scope import build_known_codes, build_scope
from jalon.figures.source import Source
from jalon.language.check import build_catalogue
from jalon.language.definition import Anchor, Definition, Kind, Over, Unit
from jalon.language.parse import parse_number, parse_truth

SEMANTICS = Path(__file__).resolve().parents[3] / "shared" / "semantics"

pytestmark = pytest.mark.skipif(not SEMANTICS.is_dir(), reason="the folder shared/semantics is not beside the project")

PROJECTS = {"M": 1, "F": 2}
ACTIVITIES = {"french": 1, "rights": 2, "training": 3}
OPTIONS = ["employed", "unemployed", "inactive"]
AGE_BANDS = (25, 55)
SECTIONS = ("as_recorded", "after_8_is_found_to_be_5")

Ask = Callable[..., Figure]
Sets = dict[str, list[int]]


def read_rows(name: str) -> list[dict[str, str]]:
    with (SEMANTICS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def births(text: str) -> tuple[dt.date, dt.date]:
    """The first and last possible day: a year alone is any day of it."""
    if len(text) == len("1996"):
        return dt.date(int(text), 1, 1), dt.date(int(text), 12, calendar.monthrange(int(text), 12)[1])
    return dt.date.fromisoformat(text), dt.date.fromisoformat(text)


def build_facts(same: dict[int, int], erased: Collection[int] = ()) -> MemoryFacts:
    enrolments = [row for row in read_rows("enrolments") if int(row["person"]) not in erased]
    sessions = {row["session"]: row for row in read_rows("sessions")}
    spells = [
        {
            "project": PROJECTS[row["project"]],
            "enrolment": number,
            "subject": int(row["person"]),
            "entry": day(row["entry"]),
            "exit": day(row["exit"]),
            "implicit": False,
        }
        for number, row in enumerate(enrolments, 1)
    ]
    people = {int(row["person"]): row for row in enrolments}
    observations: list[dict[str, Any]] = [
        {**observed(spell), "moment": "entry", "date": spell["entry"], "code": row["employment_at_entry"]}
        for spell, row in zip(spells, enrolments, strict=True)
        if row["employment_at_entry"]
    ]
    for row in read_rows("observations"):
        of_person = [
            s for s in spells if (s["subject"], s["project"]) == (int(row["person"]), PROJECTS[row["project"]])
        ]
        if of_person:
            last = max(of_person, key=lambda spell: str(spell["entry"]))
            observations.append(
                {**observed(last), "moment": row["moment"], "date": day(row["date"]), "code": row["value"]}
            )
    for number, observation in enumerate(observations, 1):
        observation["observation"] = number
    return MemoryFacts(
        {
            "organisations": [{"organisation": 1, "code": "NGO", "kind": "ngo"}],
            "projects": [
                {
                    "project": number,
                    "code": code,
                    "organisation": 1,
                    "countries": [],
                    "themes": [],
                    "sdg_targets": [],
                    "sensitive": False,
                }
                for code, number in PROJECTS.items()
            ],
            "activities": [
                {"activity": number, "project": PROJECTS["F" if code == "training" else "M"], "code": code, "kind": "x"}
                for code, number in ACTIVITIES.items()
            ],
            "measures": [{"measure": 1, "code": "employment", "kind": "category", "options": OPTIONS}],
            "subjects": [
                {
                    "subject": person,
                    "kind": "person",
                    "sex": row["sex"] or None,
                    "birth_earliest": births(row["birth"])[0],
                    "birth_latest": births(row["birth"])[1],
                    "permits": [],
                    "refuses": [],
                }
                for person, row in people.items()
            ],
            "same_subject": [{"subject": one, "same_as": other} for one, other in same.items()],
            "enrolments": spells,
            "sessions": [
                {
                    "project": PROJECTS[row["project"]],
                    "session": int(row["session"][1:]),
                    "activity": ACTIVITIES[row["activity"]],
                    "date": day(row["date"]),
                    "register": row["register"] == "yes",
                }
                for row in sessions.values()
            ],
            "attendances": [
                {
                    "project": PROJECTS[sessions[row["session"]]["project"]],
                    "session": int(row["session"][1:]),
                    "subject": int(row["person"]),
                    "date": day(sessions[row["session"]]["date"]),
                    "mark": row["mark"],
                    "hours": Decimal(row["hours"]) if row["hours"] else None,
                }
                for row in read_rows("attendances")
                if int(row["person"]) not in erased
            ],
            "observations": observations,
        }
    )


def observed(spell: dict[str, Any]) -> dict[str, Any]:
    return {
        "project": spell["project"],
        "subject": spell["subject"],
        "enrolment": spell["enrolment"],
        "measure": 1,
        "months_after": 0,
        "state": "known",
    }


def build_ask(engine: str, facts: MemoryFacts) -> Ask:
    """A function that computes a figure of 2021 from the parts of a definition."""
    known = build_known_codes(facts)
    catalogue = build_catalogue(facts.table("measures").to_pylist())
    source = Source(facts, ENGINES[engine](facts, AGE_BANDS), b"key", known, {"employment": tuple(OPTIONS)}, ())

    def ask(
        counts: str = "true",
        *,
        period_on: str = "active",
        over: str = "any",
        unit: str = "person",
        total: str | None = None,
        period: str = "2021",
    ) -> Figure:
        stated = (counts, period_on, over, unit, total)
        definition = Definition(
            id="asked",
            version=1,
            title={"en": "asked", "fr": "asked"},
            unit=Unit(unit),
            kind=Kind.SUM if total else Kind.COUNT,
            period_on=Anchor(period_on),
            among=parse_truth("enrolled()", catalogue),
            counts=parse_truth(counts, catalogue),
            over=Over(over),
            value=parse_number(total, catalogue) if total else None,
            digest=repr(stated),
        )
        return build_figure(source, definition, build_scope(known, period=period), "measurement")

    return ask


@pytest.fixture(params=SECTIONS)
def section(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def expected(section: str) -> dict[str, Any]:
    stated: dict[str, Any] = json.loads((SEMANTICS / "expected.json").read_text(encoding="utf-8"))[section]
    return stated


@pytest.fixture
def ask(engine: str, section: str) -> Ask:
    return build_ask(engine, build_facts({8: 5} if section != SECTIONS[0] else {}))


def answers(figure: Figure) -> Sets:
    return {"yes": sorted(figure.members), "no": sorted(figure.no), "unknown": sorted(figure.unknown)}


def cells(figure: Figure, dimension: str) -> Sets:
    return {cell.values[0] or "unknown": sorted(cell.members) for cell in figure.by(dimension).cells if cell.members}


def test_participants(ask: Ask, expected: dict[str, Any]) -> None:
    for anchor in ("active", "entry", "exit"):
        assert sorted(ask(period_on=anchor).members) == expected[f"participants_{anchor}_2021"]


def test_participations(ask: Ask, expected: dict[str, Any]) -> None:
    assert ask(unit="participation").value == expected["participations_active_2021"]


@pytest.mark.parametrize(
    ("name", "counts", "over"),
    [
        ("age_at_entry_under_25_any", "age(entry) < 25", "any"),
        ("age_at_entry_under_26_any", "age(entry) < 26", "any"),
        ("attended_at_least_1_any", "sessions_attended() >= 1", "any"),
        ("attended_at_least_3_any", "sessions_attended() >= 3", "any"),
        ("attended_at_least_3_together", "sessions_attended() >= 3", "together"),
        ("employed_at_exit", "exit(employment) = 'employed'", "any"),
        ("unemployed_at_entry_any", "entry(employment) = 'unemployed'", "any"),
        ("unemployed_at_entry_first", "entry(employment) = 'unemployed'", "first"),
    ],
)
def test_answers(ask: Ask, expected: dict[str, Any], name: str, counts: str, over: str) -> None:
    anchor = "exit" if name.endswith("_at_exit") else "active"
    assert answers(ask(counts, over=over, period_on=anchor)) == expected[name]


def test_hours(ask: Ask, expected: dict[str, Any]) -> None:
    assert ask(total="hours_attended()").value == Decimal(str(expected["hours_attended_sum"]))


@pytest.mark.parametrize(
    ("name", "counts"), [("active_by_project", "true"), ("attended_at_least_1_by_project", "sessions_attended() >= 1")]
)
def test_by_project(ask: Ask, expected: dict[str, Any], name: str, counts: str) -> None:
    figure = ask(counts)
    wanted = dict(expected[name])
    overlap = wanted.pop("overlap")
    assert cells(figure, "project") == wanted
    assert figure.by("project").overlap == overlap


def test_by_age_band_and_quarter(ask: Ask, expected: dict[str, Any]) -> None:
    figure = ask()
    assert cells(figure, "age_band") == expected["active_by_age_band"]
    assert figure.by("age_band").overlap == 0
    assert cells(figure, "quarter") == expected["active_by_quarter"]
    assert set(figure.by("quarter").total) == set(expected["participants_active_2021"])


def test_person_12_is_in_the_unknown_sex_of_2022(engine: str) -> None:
    figure = build_ask(engine, build_facts({}))(period="2022")
    assert cells(figure, "sex") == {"female": [3, 5, 8], "unknown": [12]}


def test_a_merge_moves_one_from_the_total_to_the_overlap(engine: str) -> None:
    before, after = (build_ask(engine, build_facts(same))() for same in ({}, {8: 5}))
    assert (before.value, before.by("project").overlap) == (11, 1)
    assert (after.value, after.by("project").overlap) == (10, 2)


def test_an_erased_person_leaves_live_figures(engine: str) -> None:
    figure = build_ask(engine, build_facts({}, erased={11}))()
    assert figure.value == 10
    assert 11 not in figure.universe


def test_engines_give_one_digest(section: str) -> None:
    facts = build_facts({8: 5} if section != SECTIONS[0] else {})
    digests = {build_ask(engine, facts)("sessions_attended() >= 1").digest for engine in ENGINES}
    assert len(digests) == 1
