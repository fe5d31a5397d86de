"""Registers as they came from the field: everyone who is in them goes in, every fault is found, nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jalon.exchange.mapping import Mapping
from jalon.home import Home

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")

TRAININGS = [
    ("dakar-mars.csv", "Dakar", dt.date(2021, 3, 15)),
    ("ouagadougou-juin.csv", "Ouagadougou", dt.date(2021, 6, 15)),
    ("tanger-octobre.csv", "Tanger", dt.date(2021, 10, 15)),
]


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture
def models(home: Home) -> Any:
    """The group of the samples: two projects of one association."""
    from jalon.records import models
    from jalon.records.actions.organisations import add_organisation
    from jalon.records.actions.projects import add_project

    owner = add_organisation(by="test", code="asso", name="Association", kind="ngo", country="FR")
    year = {"start": dt.date(2021, 1, 1), "end": dt.date(2021, 12, 31)}
    add_project(by="test", code="MANA", name="Quartier des Aubiers", organisation=owner, countries=["FR"], **year)
    add_project(by="test", code="SANTE", name="Formations", organisation=owner, **year)
    return models


Import = Callable[..., Any]


@pytest.fixture
def bring(models: Any, home: Home) -> Import:
    """Plan and apply files; returns the plan and the import."""
    from jalon.workflows.import_register import apply_import, plan_import

    def bring(*paths: Path, project: str, **asked: Any) -> tuple[Any, Any]:
        plan = plan_import(list(paths), project=project, home=home, **asked)
        return plan, apply_import(plan, by="Awa", home=home)

    return bring


@pytest.fixture
def mana_mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mana.yaml"
    path.write_text("constants: {sex: female}\nsheets:\n  - {sheet: Présences, ones: mark}\n", encoding="utf-8")
    return path


def mana(truth: dict[str, Any]) -> Path:
    return SAMPLES / truth["mana"]["file"]


def contents(models: Any) -> dict[str, int]:
    tables = ("Subject", "Person", "Enrolment", "Activity", "Session", "Attendance", "Observation", "Quantity")
    return {table: getattr(models, table).objects.count() for table in (*tables, "ReviewCandidate")}


def test_the_register_asks_what_a_bare_1_means_and_nothing_else(models: Any, home: Home, truth: dict[str, Any]) -> None:
    from jalon.workflows.import_register import plan_import

    plan = plan_import([mana(truth)], project="MANA", home=home)
    assert [(question.id.partition(":")[0], question.options) for question in plan.questions] == [
        ("ones", ("mark", "hour"))
    ]


@pytest.mark.parametrize("ones", ["mark", "hour"])
def test_the_register_to_the_digit(bring: Import, models: Any, truth: dict[str, Any], ones: str) -> None:
    expected = truth["mana"]
    mapping = Mapping.parse(f"constants: {{sex: female}}\nsheets: [{{sheet: Présences, ones: {ones}}}]")
    plan, _ = bring(mana(truth), project="MANA", mapping=mapping)
    assert [(fault.place.sheet, fault.place.row, fault.place.column) for fault in plan.faults] == [
        (bad["sheet"], bad["row"], bad["column"]) for bad in expected["bad_rows"]
    ]
    people = models.Person.objects.all()
    assert people.count() == expected["people_before_review"]
    assert set(people.values_list("sex", flat=True)) == {"female"}
    (candidate,) = models.ReviewCandidate.objects.all()
    assert candidate.why == "near_name"
    # Found to be one, as the review will say, the register has 27 people.
    twin = candidate.second_id
    assert people.exclude(pk=twin).count() == expected["people"]
    ages = [2021 - birth.year for birth in people.values_list("birth", flat=True)]
    assert (min(ages), max(ages)) == (expected["min_age"], expected["max_age"])
    spells = models.Enrolment.objects.exclude(subject=twin)
    assert spells.filter(exit__isnull=False).count() == expected["left"]
    employment = {"inactive": "inactive", "unemployed": "unemployed", "long_unemployed": "long_unemployed"}
    for moment in ("entry", "exit"):
        observed = models.Observation.objects.filter(moment=moment, measure__code="employment").exclude(subject=twin)
        counts = Counter(employment.get(code, code) for code in observed.values_list("value_code", flat=True))
        assert counts == expected[f"{moment}_status"]
    defined = models.Observation.objects.filter(measure__code="professional_project", value_code="yes")
    assert defined.exclude(subject=twin).count() == expected["professional_project_defined"]


def test_who_came_to_what(bring: Import, models: Any, truth: dict[str, Any], mana_mapping: Path) -> None:
    bring(mana(truth), project="MANA", mapping=mana_mapping)
    present: dict[str, set[int]] = {}
    marks = models.Attendance.objects.filter(mark="present")
    for activity, day, subject in marks.values_list("session__activity__name", "session__date", "subject"):
        spells = models.Enrolment.objects.filter(subject=subject, entry__lte=day)
        assert spells.exclude(exit__lt=day).exists()
        present.setdefault(activity, set()).add(subject)
    assert {activity: len(people) for activity, people in present.items()} == truth["mana"]["by_activity"]
    assert sum(map(len, present.values())) == truth["mana"]["sum_over_activities"]
    assert len(set().union(*present.values())) == truth["mana"]["attended_at_least_once"]
    assert not models.Session.objects.filter(register=False).exists()
    assert models.Session.objects.count() == 54


def test_the_register_twice_changes_nothing(
    bring: Import, models: Any, truth: dict[str, Any], mana_mapping: Path
) -> None:
    bring(mana(truth), project="MANA", mapping=mana_mapping)
    before = contents(models)
    plan, _ = bring(mana(truth), project="MANA", mapping=mana_mapping)
    assert plan.changes_nothing
    assert contents(models) == before
    assert not any(count.created or count.changed for count in plan.counts.values())


def test_a_confirmed_mapping_makes_the_import_run_by_itself(
    bring: Import, home: Home, truth: dict[str, Any], mana_mapping: Path, tmp_path: Path
) -> None:
    from jalon.workflows.import_register import plan_import

    saved = tmp_path / "saved.yaml"
    first = plan_import([mana(truth)], project="MANA", mapping=mana_mapping, home=home)
    first.mapping.save(saved)
    plan, _ = bring(mana(truth), project="MANA", mapping=saved)
    assert plan.summary() == first.summary()


def mend(sheet: Any, row: str, wrong: str, right: str) -> None:
    """Type over the one cell of a row of the correction workbook."""
    (cells,) = [cells for cells in sheet.iter_rows() if any(cell.value == row for cell in cells)]
    (cell,) = [cell for cell in cells if str(cell.value).removesuffix(" 00:00:00") == wrong]
    cell.value = right


def test_rows_that_waited_go_in_once_mended(
    bring: Import, models: Any, home: Home, truth: dict[str, Any], mana_mapping: Path, tmp_path: Path
) -> None:
    import openpyxl

    _, run = bring(mana(truth), project="MANA", mapping=mana_mapping)
    before = contents(models)
    book = openpyxl.load_workbook(home.corrections / run.correction)
    assert set(book.sheetnames) >= {"Participantes", "Présences"}
    mend(book["Participantes"], "Sans date", "31/02/1988", "28/02/1988")
    mend(book["Participantes"], "Avant", "2021-03-01", "2021-12-17")
    mend(book["Présences"], "Inconnue", "Zoé", "Fatima")
    mend(book["Présences"], "Inconnue", "Inconnue", "Zerhouni")
    mended = tmp_path / "mended.xlsx"
    book.save(mended)
    plan, _ = bring(mended, project="MANA")
    assert plan.faults == []
    after = contents(models)
    assert after["Person"] - before["Person"] == after["Enrolment"] - before["Enrolment"] == 2
    assert after["Attendance"] - before["Attendance"] == 1
    assert after["Session"] == before["Session"]
    plan, _ = bring(mended, project="MANA")
    assert plan.changes_nothing


def test_the_register_taken_back(bring: Import, models: Any, truth: dict[str, Any], mana_mapping: Path) -> None:
    from jalon.workflows.import_register import undo_import

    before = contents(models)
    _, run = bring(mana(truth), project="MANA", mapping=mana_mapping)
    undo_import(run.number, by="Awa")
    assert contents(models) == before
    _, run = bring(mana(truth), project="MANA", mapping=mana_mapping)
    assert models.Person.objects.count() == truth["mana"]["people_before_review"]


def test_three_trainings_one_after_the_other(bring: Import, models: Any, truth: dict[str, Any]) -> None:
    expected = truth["training"]
    assert [file for file, _, _ in TRAININGS] == expected["files"]
    lost = 0
    for file, activity, day in TRAININGS:
        plan, _ = bring(SAMPLES / file, project="SANTE", activity=activity, date=day)
        assert plan.faults == []
        lost += sum(int(notice.text_en.split()[0]) for notice in plan.notices if "lost letters" in notice.text_en)
    assert lost == expected["rows_with_lost_letters"]
    assert models.Person.objects.count() == expected["people_before_review"]
    came = Counter(models.Attendance.objects.values_list("subject", flat=True))
    assert sum(came.values()) <= expected["sum"]
    assert not models.Enrolment.objects.filter(implicit=False).exists()
    # Whoever is two people before the review is in the list of those to review.
    pairs = models.ReviewCandidate.objects.filter(why="lost_letters")
    assert pairs.count() >= expected["people_before_review"] - expected["people"]
    before = contents(models)
    for file, activity, day in TRAININGS:
        plan, _ = bring(SAMPLES / file, project="SANTE", activity=activity, date=day)
        assert plan.changes_nothing
    assert contents(models) == before


def test_trainings_in_any_order_are_the_same_people(bring: Import, models: Any, truth: dict[str, Any]) -> None:
    for file, activity, day in reversed(TRAININGS):
        bring(SAMPLES / file, project="SANTE", activity=activity, date=day)
    assert models.Person.objects.count() == truth["training"]["people_before_review"]
    first = {day: models.Attendance.objects.filter(session__date=day) for _, _, day in TRAININGS}
    for entry, subject in models.Enrolment.objects.values_list("entry", "subject"):
        assert entry == min(day for day, marks in first.items() if marks.filter(subject=subject).exists())


def test_declared_totals_to_the_digit(bring: Import, models: Any, truth: dict[str, Any]) -> None:
    from django.db.models import Sum

    mapping = Mapping.parse("constants: {indicator: participants, relation: disjoint}")
    file = SAMPLES / truth["declared"]["file"]
    for changes in (8, 0):
        plan, _ = bring(file, project="SANTE", mapping=mapping)
        assert len(plan.writes.quantities) == changes
    total = models.Quantity.objects.aggregate(total=Sum("value"))["total"]
    assert total == truth["declared"]["declared_total"]
    assert set(models.Quantity.objects.values_list("country", flat=True)) == {"SN", "MG", "CD", "LB"}
    assert set(models.Quantity.objects.values_list("status", "relation", "evidence")) == {
        ("declared", "disjoint", "rapport annuel signé")
    }


def decide_all(by: str = "Awa") -> list[tuple[str, float | None]]:
    """Match, then say of every pair that waits that it is one person; returns what waited."""
    from jalon.workflows.decide import decide_identity
    from jalon.workflows.match_people import match_people
    from jalon.workflows.waiting import list_waiting

    match_people(by=by)
    waiting = list_waiting()
    for pair in waiting:
        decide_identity(pair.first, pair.second, verdict="same", reason="one person", by=by)
    return [(pair.why, pair.score) for pair in waiting]


def people_counted(models: Any) -> int:
    from jalon.identity.components import build_components

    said = models.IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict")
    found = build_components(said)
    assert not found.set_aside
    return int(models.Person.objects.count()) - len(found.same_as)


def test_the_register_ends_at_27_after_review(
    bring: Import, models: Any, truth: dict[str, Any], mana_mapping: Path
) -> None:
    bring(mana(truth), project="MANA", mapping=mana_mapping)
    ((why, score),) = decide_all()
    # Two given names that only sound the same may be twins': somebody decides, and the probability leaves room for it.
    assert "given sounds the same" in why and score is not None and 0.9 < score < 0.99
    assert people_counted(models) == truth["mana"]["people"]


def test_the_trainings_end_at_521_after_review(bring: Import, models: Any, truth: dict[str, Any]) -> None:
    for file, activity, day in TRAININGS:
        bring(SAMPLES / file, project="SANTE", activity=activity, date=day)
    twice = truth["training"]["people_before_review"] - truth["training"]["people"]
    assert models.ReviewCandidate.objects.count() == twice
    assert decide_all() == []
    # Names with lost letters are strong candidates: one birth date and every other letter make them certain.
    assert models.IdentityAssertion.objects.filter(author__in=("rules", "model"), verdict="same").count() == twice
    assert people_counted(models) == truth["training"]["people"]
    from jalon.workflows.match_people import find_matches

    assert find_matches().proposals == ()


def test_the_trainings_are_taken_back_after_matching_too(bring: Import, models: Any, truth: dict[str, Any]) -> None:
    from jalon.workflows.import_register import undo_import
    from jalon.workflows.match_people import match_people

    before = contents(models)
    runs = [bring(SAMPLES / file, project="SANTE", activity=name, date=day)[1] for file, name, day in TRAININGS]
    assert match_people(by="Awa").joined
    for run in reversed(runs):
        undo_import(run.number, by="Awa")
    assert contents(models) == before
    assert not models.IdentityAssertion.objects.exists()
