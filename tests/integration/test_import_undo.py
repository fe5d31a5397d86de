"""One import taken back: all it made goes, all it changed is as before, unless something stands on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from late import Late, models, register

from jalon.errors import JalonError, Place
from jalon.exchange.mapping import Mapping
from jalon.exchange.rows import Answer, Birth, MarkRow, Name, PersonRow, Reading, SessionKey, TotalRow
from jalon.home import Home

people = Late("jalon.workflows.plan_people")
organisations = Late("jalon.records.actions.organisations")
projects = Late("jalon.records.actions.projects")
identity = Late("jalon.records.actions.identity")
journey = Late("jalon.records.actions.journey")

DAY = dt.date(2021, 3, 1)


@pytest.fixture
def project(home: Home) -> Any:
    owner = organisations.add_organisation(by="test", code="asso", name="Association", kind="ngo")
    return projects.add_project(by="test", code="M", name="Ateliers", organisation=owner)


@pytest.fixture
def bring(project: Any, home: Home) -> Callable[..., int]:
    """Import rows; returns the number of the import."""

    def bring(into: Any = None, **rows: Any) -> int:
        made = register.plan_reading(
            Reading(**rows),
            Mapping(),
            directory=people.read_directory(into or project),
            seen=register.last_change(),
        )
        assert not made.faults
        return register.apply_import(made, by="Awa", home=home).number  # type: ignore[no-any-return]

    return bring


def person(row: int, family: str = "Mensah", **values: Any) -> PersonRow:
    place = Place("register.xlsx", "Liste", row)
    return PersonRow(place, Name(family, "Nour"), **({"birth": Birth(dt.date(1990, 1, 2)), "entry": DAY} | values))


def full_import() -> dict[str, Any]:
    """Rows that create something in every table an import writes to."""
    place = Place("register.xlsx", "Présences", 4, "01/03")
    total = TotalRow(
        Place("totals.csv", row=3),
        "Club",
        "participants",
        Decimal(120),
        DAY,
        DAY,
        "SN",
        {"sex": "female"},
        "signed report",
    )
    return {
        "people": [
            person(5, at_entry={"employment": Answer(code="employed")}, reference="R1"),
            person(6, "Mensahh"),
        ],
        "marks": [MarkRow(place, PersonRow(place, Name("Mensah", "Nour")), SessionKey("Atelier", DAY), "present")],
        "totals": [total],
    }


TABLES = (
    "Subject",
    "Person",
    "Enrolment",
    "Activity",
    "Session",
    "Attendance",
    "Observation",
    "Quantity",
    "ReviewCandidate",
)


def contents() -> dict[str, list[Any]]:
    return {table: list(getattr(models, table).objects.order_by("pk").values()) for table in TABLES}


def test_taking_back_leaves_no_trace_but_the_history(bring: Callable[..., int]) -> None:
    before = contents()
    number = bring(**full_import())
    assert all(contents().values())
    models.StaleMark.objects.all().delete()
    run = register.undo_import(number, by="Nina")
    assert contents() == before
    assert (run.undone_by, run.undone_at.date()) == ("Nina", dt.datetime.now(dt.UTC).date())
    entry = models.AuditEntry.objects.latest("number")
    assert (entry.action, entry.by, entry.import_run) == ("undo_import", "Nina", run)
    deleted = entry.records.filter(change="deleted", table="person")
    assert {record.before["family_name"] for record in deleted} == {"Mensah", "Mensahh"}
    assert set(models.StaleMark.objects.values_list("part", flat=True)) == {
        "directory",
        "subjects",
        "project",
        "quantities",
    }


def test_what_was_taken_back_can_come_again_under_new_numbers(bring: Callable[..., int]) -> None:
    number = bring(**full_import())
    former = set(models.Subject.objects.values_list("number", flat=True))
    register.undo_import(number, by="Nina")
    bring(**full_import())
    assert former.isdisjoint(models.Subject.objects.values_list("number", flat=True))


def test_what_was_changed_is_as_before(bring: Callable[..., int]) -> None:
    bring(**full_import())
    before = contents()
    changed = full_import()
    place = changed["marks"][0].place
    changed["people"][0] = person(
        5,
        sex="female",
        phone="06",
        reference="R1",
        exit=dt.date(2021, 6, 1),
        at_entry={"employment": Answer(code="inactive")},
    )
    changed["marks"] = [MarkRow(place, changed["marks"][0].person, SessionKey("Atelier", DAY), "excused")]
    number = bring(**changed)
    assert contents() != before
    register.undo_import(number, by="Nina")
    assert contents() == before


def refusal(number: int) -> JalonError:
    before = contents()
    with pytest.raises(JalonError) as caught:
        register.undo_import(number, by="Nina")
    assert contents() == before
    return caught.value


def test_twice_is_refused(bring: Callable[..., int]) -> None:
    number = bring(people=[person(5)])
    register.undo_import(number, by="Nina")
    error = refusal(number)
    assert error.id == "import_undone" and "Nina" in str(error)


def test_an_unknown_number_is_refused(home: Home) -> None:
    assert refusal(99).id == "no_such_import"


def test_records_of_a_later_import_stand_on_it(bring: Callable[..., int], project: Any) -> None:
    other = projects.add_project(by="test", code="F", name="Formation", organisation=project.organisation)
    first = bring(people=[person(5), person(6, "Ba")])
    later = bring(other, people=[person(5), person(6, "Ba")])
    error = refusal(first)
    assert error.id == "import_built_on"
    assert f"2 enrolment created by import {later}" in error.text()
    assert f"créés par l'import {later}" in error.text("fr")
    register.undo_import(later, by="Nina")
    register.undo_import(first, by="Nina")
    assert not models.Person.objects.exists()


def test_a_later_change_of_its_records_stands_on_it(bring: Callable[..., int]) -> None:
    first = bring(people=[person(5)])
    later = bring(people=[person(5, sex="female")])
    assert f"1 person changed by import {later}" in refusal(first).text()


def test_a_note_written_by_hand_stands_on_it(bring: Callable[..., int]) -> None:
    number = bring(people=[person(5)])
    journey.add_note(by="Awa", subject=models.Subject.objects.get(), date=DAY, text="She called.")
    assert "1 note created by hand" in refusal(number).text()


def say(author: str, verdict: str, *people: Any) -> None:
    first, second = sorted(people, key=lambda one: one.pk)
    if author in ("rules", "model"):
        proposals = [identity.Proposal(first.pk, second.pk, verdict, author, "same name and birth date")]
        identity.propose_identities(by="Awa", proposals=proposals)
    else:
        identity.assert_identity(by=author, one=first, other=second, verdict=verdict, reason="asked her")


def test_what_machines_said_of_its_people_goes_with_them(bring: Callable[..., int], project: Any) -> None:
    other = projects.add_project(by="test", code="F", name="Formation", organisation=project.organisation)
    stays = bring(people=[person(5), person(6, "Ba"), person(7, "Sy")])
    one, two, three = models.Subject.objects.order_by("number")
    say("rules", "same", one, two)
    goes = bring(other, people=[person(5, "Mensah", birth=Birth(dt.date(1990, 2, 1))), person(6, "Bah")])
    four, five = models.Subject.objects.order_by("number")[3:]
    say("model", "same", one, four)
    say("rules", "unsure", two, five)
    say("model", "unsure", four, five)
    models.StaleMark.objects.all().delete()
    register.undo_import(goes, by="Nina")
    left = [(said.first_id, said.second_id) for said in models.IdentityAssertion.objects.all()]
    assert left == [(one.pk, two.pk)]
    assert "identity" in models.StaleMark.objects.values_list("part", flat=True)
    deleted = models.AuditEntry.objects.latest("number").records.filter(table="identityassertion", change="deleted")
    assert {record.before["author"] for record in deleted} == {"rules", "model"} and deleted.count() == 3
    register.undo_import(stays, by="Nina")
    assert not models.IdentityAssertion.objects.exists() and three.pk


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_what_somebody_decided_of_its_people_stands_on_it(bring: Callable[..., int], verdict: str) -> None:
    number = bring(people=[person(5), person(6, "Ba")])
    one, two = models.Subject.objects.order_by("number")
    say("rules", "same", one, two)
    say("Nina", verdict, one, two)
    error = refusal(number)
    assert "1 decision about who is who created by hand" in error.text()
    assert "1 décision sur qui est qui" in error.text("fr")
    assert models.IdentityAssertion.objects.count() == 2


def test_an_import_that_found_everything_does_not_stand_on_it(bring: Callable[..., int]) -> None:
    number = bring(**full_import())
    bring(**full_import())
    register.undo_import(number, by="Nina")
    assert not models.Person.objects.exists()


def test_the_list_of_imports_says_what_each_did(bring: Callable[..., int]) -> None:
    number = bring(people=[person(5)])
    register.undo_import(number, by="Nina")
    (listed,) = register.imports_list("M")
    assert (listed["number"], listed["project"], listed["by"], listed["undone_by"]) == (number, "M", "Awa", "Nina")
    assert (listed["created"], listed["faults"]) == ({"person": 1, "enrolment": 1}, 0)
    with pytest.raises(JalonError) as caught:
        register.imports_list("N")
    assert caught.value.id == "unknown_record"
