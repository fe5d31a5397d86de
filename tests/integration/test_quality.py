"""What a project's records lack, and by how much that could move its figures."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jalon.errors import JalonError
from jalon.home import Home

if TYPE_CHECKING:
    from jalon.workflows.quality import Quality

BY = "test"
TODAY = dt.date(2022, 6, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(scope="module")
def examples_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of indicators whose examples ran: they run once for all tests here, not once for each."""
    return tmp_path_factory.mktemp("examples") / "examples.json"


@pytest.fixture
def project(home: Home, examples_run: Path) -> Iterator[Any]:
    if examples_run.exists():
        shutil.copy(examples_run, home.facts)
    yield build_project()
    if (home.facts / examples_run.name).exists():
        shutil.copy(home.facts / examples_run.name, examples_run)


def build_project() -> Any:
    """Ended in 2021. Ada left, her work at exit known; Bea left, unknown; Cem and Dee never left."""
    from jalon.records.actions.activities import add_activity, add_session, mark_attendance
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.actions.observations import observe
    from jalon.records.actions.organisations import add_organisation
    from jalon.records.actions.projects import add_project
    from jalon.records.actions.subjects import add_person
    from jalon.records.models import Measure

    ngo = add_organisation(by=BY, code="NGO", name="NGO", kind="ngo")
    made = add_project(
        by=BY, code="MANA", name="Mana", organisation=ngo, start=day("2021-01-01"), end=day("2021-12-31")
    )
    other = add_project(by=BY, code="OTHER", name="Other", organisation=ngo)
    people = [
        add_person(by=BY, family_name="Ada", sex="female", birth=day("1990-01-01"), birth_precision="year"),
        add_person(by=BY, family_name="Bea", sex="female", nationality="FR"),
        add_person(by=BY, family_name="Cem"),
        add_person(by=BY, family_name="Dee"),
    ]
    employment = Measure.objects.get(code="employment")
    spells = [
        open_enrolment(
            by=BY,
            subject=person.subject,
            project=made,
            entry=day("2021-02-01"),
            exit=day("2021-10-01") if person in people[:2] else None,
        )
        for person in people
    ]
    for person, spell in zip(people[:3], spells[:3], strict=True):
        observe(
            by=BY,
            subject=person.subject,
            project=made,
            measure=employment,
            date=spell.entry,
            moment="entry",
            enrolment=spell,
            code="unemployed",
        )
    observe(
        by=BY,
        subject=people[0].subject,
        project=made,
        measure=employment,
        date=day("2021-10-01"),
        moment="exit",
        enrolment=spells[0],
        code="employed",
    )
    open_enrolment(by=BY, subject=people[3].subject, project=other, entry=day("2021-01-01"))
    activity = add_activity(by=BY, project=made, code="W", name="W", kind="workshop")
    with_register = add_session(by=BY, activity=activity, date=day("2021-03-01"), register=True)
    add_session(by=BY, activity=activity, date=day("2021-03-02"), register=False)
    mark_attendance(by=BY, session=with_register, subject=people[0].subject, mark="present")
    return made


def quality_of(home: Home, code: str = "MANA", today: dt.date = TODAY) -> Quality:
    from jalon.workflows.quality import project_quality
    from jalon.workflows.refresh_facts import refresh_facts

    refresh_facts(home)
    return project_quality(home, code, today=today)


def moves(quality: Quality) -> dict[tuple[str, str, str], tuple[Any, float, float]]:
    return {(m.field, m.moment, m.indicator): (m.value, m.least, m.most) for m in quality.moves}


def test_what_is_unknown_by_field(home: Home, project: Any) -> None:
    found = quality_of(home)
    gaps = {(gap.field, gap.moment): (gap.unknown, gap.asked) for gap in found.fields}
    assert found.participants == 4
    assert gaps == {
        ("sex", ""): (2, 4),
        ("birth", ""): (3, 4),
        ("nationality", ""): (3, 4),
        ("employment", "entry"): (1, 4),
        ("employment", "exit"): (1, 2),
    }
    assert [(gap.field, gap.moment, gap.share) for gap in found.fields[3:]] == [
        ("employment", "exit", 0.5),
        ("employment", "entry", 0.25),
    ]


def test_what_nobody_was_asked_is_not_unknown(home: Home, project: Any) -> None:
    found = quality_of(home)
    assert ("french_level", "entry") in found.never_asked
    assert not {("employment", "entry"), ("employment", "exit")} & set(found.never_asked)


def test_sessions_without_register_leave_attendance_open(home: Home, project: Any) -> None:
    found = quality_of(home)
    assert (found.sessions, found.sessions_without_register, found.attendance_unknown) == (2, 1, 3)
    assert moves(found)["register", "", "attended"] == (1, 1, 4)


def test_work_unknown_at_exit_leaves_found_work_open(home: Home, project: Any) -> None:
    found = moves(quality_of(home))
    assert found["employment", "exit", "found_work"] == (1, 1, 2)
    assert found["employment", "exit", "share_found_work"] == (1.0, 0.5, 1.0)


def test_exits_missing_after_the_end_leave_who_left_open(home: Home, project: Any) -> None:
    found = quality_of(home)
    assert (found.spells, found.spells_without_exit) == (4, 2)
    open_to = moves(found)
    assert open_to["exit", "", "left"] == (2, 2, 4)
    # Cem was unemployed at entry and Dee unknown: with an exit, both may have found work. Bea may too, for another reason.
    assert open_to["exit", "", "found_work"] == (1, 1, 3)
    assert ("exit", "", "participants") not in open_to


def test_exits_are_not_missing_before_the_end(home: Home, project: Any) -> None:
    found = quality_of(home, today=day("2021-12-31"))
    assert found.spells_without_exit == 0
    assert not [move for move in found.moves if move.field == "exit"]


def test_a_project_without_end_misses_no_exit(home: Home, project: Any) -> None:
    assert quality_of(home, "OTHER").spells_without_exit == 0


def test_pairs_to_review_and_faults_that_wait(home: Home, project: Any) -> None:
    from django.utils import timezone

    from jalon.records.actions.identity import assert_identity
    from jalon.records.models import ImportRun, ReviewCandidate, Subject

    runs = [
        ImportRun.objects.create(
            project=project,
            mapping="",
            summary={"faults": faults},
            correction=correction,
            imported_at=timezone.now(),
            imported_by=BY,
        )
        for faults, correction in ((3, "import-1.xlsx"), (2, "mended-and-removed.xlsx"), (0, ""))
    ]
    Path(home.corrections / "import-1.xlsx").write_bytes(b"rows that wait")
    first, second, third, _ = Subject.objects.order_by("number")
    for one, other in ((first, second), (second, third)):
        ReviewCandidate.objects.create(first=one, second=other, why="near_name", import_run=runs[0])
    found = quality_of(home)
    assert (found.faults, found.corrections, found.pairs_to_review) == (3, ("import-1.xlsx",), 2)
    assert moves(found)["faults", "", "participants"] == (4, 4, 7)
    assert moves(found)["review", "", "participants"] == (4, 2, 4)
    assert moves(found)["review", "", "left"] == (2, 0, 2)  # Cem never left: the three as one did not
    assert quality_of(home, "OTHER").pairs_to_review == 0

    assert_identity(by=BY, one=first, other=second, verdict="different", reason="two sisters")
    found = quality_of(home)
    assert found.pairs_to_review == 1
    assert moves(found)["review", "", "participants"] == (4, 3, 4)


def test_it_is_plain_data(home: Home, project: Any) -> None:
    import json

    plainly = json.loads(json.dumps(quality_of(home).to_dict()))
    assert plainly["project"] == "MANA"
    assert plainly["fields"][0] == {"field": "sex", "moment": "", "unknown": 2, "asked": 4, "share": 0.5}
    assert "Ada" not in str(plainly)


def test_a_project_nobody_knows(home: Home, project: Any) -> None:
    with pytest.raises(JalonError) as refused:
        quality_of(home, "MAMA")
    assert (refused.value.id, refused.value.nearest) == ("unknown_record", "MANA")
