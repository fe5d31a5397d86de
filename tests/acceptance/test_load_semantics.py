"""The twelve people go in as one group file, with their numbers, and a second time without a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from semantics_group import build_group_text

from jalon.home import Home

SEMANTICS = Path(__file__).resolve().parents[3] / "shared" / "semantics"
pytestmark = pytest.mark.skipif(not SEMANTICS.is_dir(), reason="the folder shared/semantics is not beside the project")


@pytest.fixture
def group_file(tmp_path: Path) -> Path:
    file = tmp_path / "group.yaml"
    file.write_text(build_group_text(SEMANTICS), encoding="utf-8")
    return file


def test_twelve_people_keep_their_numbers(home: Home, group_file: Path) -> None:
    from jalon.records.models import Attendance, AuditEntry, Enrolment, Observation, Person, Session, Subject
    from jalon.workflows.load_group import load_group

    result = load_group(group_file, by="test")

    assert list(Subject.objects.order_by("number").values_list("number", "reference")) == [
        (number, str(number)) for number in range(1, 13)
    ]
    assert Enrolment.objects.count() == 14
    assert Session.objects.filter(register=False).count() == 2
    assert Attendance.objects.count() == 14
    assert Observation.objects.filter(moment="entry").count() == 13
    assert Observation.objects.filter(moment="exit").count() == 7
    assert not Enrolment.objects.filter(implicit=True).exists()
    # Person 2's exit answer belongs to her second spell; person 6's falls after her exit.
    assert Observation.objects.get(subject=2, moment="exit").enrolment.entry.isoformat() == "2021-09-01"
    assert Observation.objects.get(subject=6, moment="exit").date.isoformat() == "2022-01-10"
    nine = Person.objects.get(subject=9)
    assert (nine.birth.isoformat(), nine.birth_precision) == ("1996-01-01", "year")
    assert Person.objects.get(subject=12).sex is None
    assert result.created["subjects"] == 12
    assert AuditEntry.objects.filter(action="load_group").count() == 1
    assert AuditEntry.objects.count() == 2


def test_loading_twice_changes_nothing(home: Home, group_file: Path) -> None:
    from jalon.records.models import AuditEntry, StaleMark
    from jalon.workflows.load_group import load_group

    first = load_group(group_file, by="test")
    before = AuditEntry.objects.count(), StaleMark.objects.count()
    second = load_group(group_file, by="test")
    assert not second.created
    assert not second.changed
    assert second.unchanged == first.created
    assert (AuditEntry.objects.count(), StaleMark.objects.count()) == before
