"""Lists of people: who is one, which spells there are, what waits, and that a second import changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from late import Late, models, register

from jalon.errors import Place
from jalon.exchange.mapping import Mapping
from jalon.exchange.rows import Answer, Birth, ExitRow, MarkRow, Name, PersonRow, Precision, Reading, SessionKey
from jalon.home import Home

plans = Late("jalon.workflows.import_plan")
organisations = Late("jalon.records.actions.organisations")
projects = Late("jalon.records.actions.projects")
measures = Late("jalon.records.actions.measures")
sessions = Late("jalon.workflows.plan_sessions")
people = Late("jalon.workflows.plan_people")

BORN = dt.date(1982, 5, 21)
ENTRY, EXIT = dt.date(2021, 3, 1), dt.date(2021, 6, 30)


@pytest.fixture
def project(home: Home) -> Any:
    owner = organisations.add_organisation(by="test", code="asso", name="Association", kind="ngo")
    return projects.add_project(
        by="test",
        code="M",
        name="Ateliers",
        organisation=owner,
        start=dt.date(2021, 1, 1),
        end=dt.date(2021, 12, 31),
    )


def at(row: int, *, sheet: str = "Liste", column: str | None = None, file: str = "register.xlsx") -> Place:
    return Place(file=file, sheet=sheet, row=row, column=column)


def person(row: int, family: str = "Mensah", given: str = "Beatriz", **values: object) -> PersonRow:
    place = values.pop("place", None) or at(row)
    values = {"birth": Birth(BORN), "entry": ENTRY} | values
    return PersonRow(place, Name(family, given), **values)  # type: ignore[arg-type]


def plan(project: Any, given: Any = None, **rows: object) -> Any:
    return register.plan_reading(
        Reading(**rows),  # type: ignore[arg-type]
        Mapping(),
        directory=people.read_directory(project),
        given=given or sessions.GivenSession(),
        seen=register.last_change(),
    )


Import = Callable[..., Any]


@pytest.fixture
def bring(project: Any, home: Home) -> Import:
    """Plan and apply; returns the plan."""

    def bring(into: Any = None, **rows: object) -> Any:
        made = plan(into or project, **rows)
        register.apply_import(made, by="Awa", home=home)
        return made

    return bring


def faults(made: Any) -> list[tuple[str, int | None]]:
    return [(fault.id, fault.place.row) for fault in made.faults]


def test_planning_writes_nothing(project: Any) -> None:
    before = (models.AuditEntry.objects.count(), models.StaleMark.objects.count())
    made = plan(project, people=[person(5)])
    assert made.counts == {"person": plans.Counts(created=1), "enrolment": plans.Counts(created=1)}
    assert (models.AuditEntry.objects.count(), models.StaleMark.objects.count()) == before
    assert not models.Person.objects.exists()


def test_one_action_names_all_it_created_and_marks_the_facts(bring: Import, project: Any) -> None:
    models.StaleMark.objects.all().delete()
    bring(people=[person(5, at_entry={"employment": Answer(code="employed")}), person(6, "Ba", "Nour")])
    entry = models.AuditEntry.objects.get(action="import")
    named = {record.table: (record.first, record.last) for record in entry.records.all()}
    assert named.keys() == {"importrun", "subject", "person", "enrolment", "observation"}
    assert named["person"][1] - named["person"][0] == 1
    assert entry.by == "Awa" and entry.import_run is not None
    marks = set(models.StaleMark.objects.values_list("part", "project"))
    assert marks == {("subjects", None), ("project", project.number)}


@pytest.mark.parametrize(("family", "given"), [("mensah", "BEATRIZ"), ("Beatriz", "Mensah"), ("Mensáh Beatríz", "")])
def test_the_same_person_twice_in_a_list_is_one_with_one_spell(bring: Import, family: str, given: str) -> None:
    made = bring(people=[person(5), person(9, family, given)])
    assert made.faults == []
    assert models.Person.objects.count() == models.Enrolment.objects.count() == 1


def test_another_birth_date_is_another_person(bring: Import) -> None:
    bring(people=[person(5), person(6, birth=Birth(dt.date(1983, 7, 3)))])
    assert models.Person.objects.count() == 2


def test_references_tell_apart_people_of_one_name(bring: Import) -> None:
    rows = [person(5, reference="R1"), person(7, birth=None, reference="R2"), person(8, birth=None, reference="R3")]
    bring(people=rows)
    assert models.Person.objects.count() == 3
    assert bring(people=rows).changes_nothing


def test_a_birth_year_is_not_its_first_of_january(bring: Import) -> None:
    first = dt.date(1982, 1, 1)
    bring(people=[person(5, birth=Birth(first)), person(6, birth=Birth(first, Precision.YEAR))])
    assert models.Person.objects.count() == 2
    assert models.ReviewCandidate.objects.get().why == "near_birth"


def test_the_same_reference_is_the_same_person_and_mends_her_name(bring: Import) -> None:
    bring(people=[person(5, reference="R1")])
    made = bring(people=[person(5, "Mensah-Diallo", "Beatriz", reference="R1")])
    assert made.counts["person"] == plans.Counts(changed=1)
    assert models.Person.objects.get().family_name == "Mensah-Diallo"


def test_a_reference_of_somebody_else_waits(bring: Import) -> None:
    bring(people=[person(5, reference="R1")])
    made = bring(people=[person(5, "Ba", "Nour", birth=Birth(dt.date(1990, 1, 2)), reference="R1")])
    assert faults(made) == [("reference_of_another", 5)]


def test_another_entry_date_is_a_spell_of_its_own(bring: Import) -> None:
    bring(people=[person(5, exit=EXIT), person(6, entry=dt.date(2021, 9, 1))])
    assert models.Person.objects.count() == 1
    assert models.Enrolment.objects.count() == 2


def test_stays_that_overlap_wait(bring: Import) -> None:
    made = bring(people=[person(5), person(6, entry=dt.date(2021, 9, 1))])
    assert faults(made) == [("spell_overlaps", 6)]
    assert models.Enrolment.objects.get().entry == ENTRY


def test_rows_that_contradict_each_other_wait_from_the_second_on(bring: Import) -> None:
    made = bring(
        people=[
            person(5, sex="female", nationality="BR", at_entry={"employment": Answer(code="employed")}, exit=EXIT),
            person(6, sex="male"),
            person(7, nationality="FR"),
            person(8, at_entry={"employment": Answer(code="inactive")}),
            person(9, exit=dt.date(2021, 7, 1)),
        ]
    )
    assert faults(made) == [("contradicts_row", row) for row in (6, 7, 8, 9)]
    assert all("row 5" in fault.details["where"] for fault in made.faults)
    assert models.Person.objects.get().sex == "female"


def test_a_row_that_waits_brings_nobody(bring: Import) -> None:
    made = bring(people=[person(5, entry=EXIT, exit=ENTRY), person(6, "", "")])
    assert faults(made) == [("exit_before_entry", 5), ("row_without_name", 6)]
    assert not models.Person.objects.exists()


def test_a_name_too_long_for_the_records_waits(bring: Import) -> None:
    assert faults(bring(people=[person(5, "M" * 301)])) == [("cell_too_long", 5)]


def test_a_blank_entry_among_others_is_a_fault(bring: Import) -> None:
    assert faults(bring(people=[person(5), person(6, "Ba", "Nour", entry=None)])) == [("no_entry_date", 6)]


def test_a_list_without_entry_dates_asks(project: Any) -> None:
    made = plan(project, people=[person(5, entry=None), person(6, "Ba", "Nour", entry=None)])
    assert [(question.id, question.options) for question in made.questions] == [("entry:register.xlsx:Liste", ())]
    assert made.changes_nothing


def test_a_list_without_entry_dates_may_tell_of_those_who_are_in(bring: Import) -> None:
    bring(people=[person(5)])
    made = bring(people=[person(5, entry=None, exit=EXIT, phone="06 12")])
    assert made.counts == {"person": plans.Counts(changed=1), "enrolment": plans.Counts(changed=1)}
    assert models.Enrolment.objects.get().exit == EXIT


def test_the_same_list_twice_changes_nothing(bring: Import) -> None:
    rows = [
        person(5, sex="female", exit=EXIT, at_entry={"employment": Answer(code="employed"), "french_level": Answer()}),
        person(6, "Kon?", "Fatima", birth=Birth(dt.date(1990, 1, 1), Precision.YEAR)),
        person(7, "Ba", "Nour", birth=None),
        person(8, "Diallo", "Selam", reference="R7"),
    ]
    bring(people=rows)
    models.StaleMark.objects.all().delete()
    made = bring(people=rows)
    assert made.changes_nothing
    assert made.counts == {
        "person": plans.Counts(left=4),
        "enrolment": plans.Counts(left=4),
        "observation": plans.Counts(left=2),
    }
    assert not models.StaleMark.objects.exists()


def test_a_changed_value_is_a_change_and_its_former_one_is_kept(bring: Import) -> None:
    bring(people=[person(5, sex="female", at_entry={"employment": Answer(code="employed")})])
    made = bring(people=[person(5, sex="male", exit=EXIT, at_entry={"employment": Answer(code="inactive")})])
    assert {table: count.changed for table, count in made.counts.items()} == {
        "person": 1,
        "enrolment": 1,
        "observation": 1,
    }
    entry = models.AuditEntry.objects.filter(action="import").latest("number")
    before = {record.table: record.before for record in entry.records.filter(change="changed")}
    assert before == {
        "person": {"sex": "female"},
        "enrolment": {"exit": None},
        "observation": {"value_code": "employed"},
    }
    assert models.Observation.objects.get().value_code == "inactive"


def test_a_blank_never_erases(bring: Import) -> None:
    known = person(5, sex="female", exit=EXIT, phone="06", at_entry={"employment": Answer(code="employed")})
    bring(people=[known])
    made = bring(people=[person(5, at_entry={"employment": Answer()})])
    assert made.changes_nothing
    assert models.Person.objects.get().phone == "06"


def test_an_answer_that_is_known_outlives_a_refusal(bring: Import) -> None:
    bring(people=[person(5, at_entry={"employment": Answer(code="employed"), "housing": Answer(refused=True)})])
    assert set(models.Observation.objects.values_list("state", flat=True)) == {"known", "refused"}
    made = bring(people=[person(5, at_entry={"employment": Answer(refused=True), "housing": Answer()})])
    assert made.changes_nothing


def test_an_exit_cannot_move_into_the_next_stay(bring: Import) -> None:
    bring(people=[person(5, exit=EXIT), person(6, entry=dt.date(2021, 9, 1))])
    made = bring(people=[person(5, exit=dt.date(2021, 10, 1))])
    assert faults(made) == [("spell_overlaps", 5)]
    assert made.changes_nothing


def test_an_unknown_becomes_known(bring: Import) -> None:
    bring(people=[person(5, at_entry={"employment": Answer()})])
    assert models.Observation.objects.get().state == "unknown"
    bring(people=[person(5, at_entry={"employment": Answer(code="employed")})])
    assert (models.Observation.objects.get().state, models.Observation.objects.get().value_code) == (
        "known",
        "employed",
    )


def test_an_entry_date_mended_in_the_list_moves_the_spell_and_its_answers(bring: Import) -> None:
    bring(people=[person(5, exit=EXIT, at_entry={"employment": Answer(code="employed")})])
    moved = dt.date(2021, 3, 2)
    made = bring(people=[person(5, entry=moved, exit=EXIT, at_entry={"employment": Answer(code="employed")})])
    assert made.counts["enrolment"] == plans.Counts(changed=1)
    assert (models.Enrolment.objects.get().entry, models.Observation.objects.get().date) == (moved, moved)


def test_numbers_are_compared_as_numbers(bring: Import) -> None:
    measures.add_measure(by="test", code="children", kind="number", title_en="Children", title_fr="Enfants")
    bring(people=[person(5, at_entry={"children": Answer(number=Decimal(2))})])
    made = bring(people=[person(5, at_entry={"children": Answer(number=Decimal("2.0"))})])
    assert made.changes_nothing


def test_people_are_found_in_the_groups_other_projects(bring: Import, project: Any) -> None:
    other = projects.add_project(by="test", code="F", name="Formation", organisation=project.organisation)
    bring(people=[person(5)])
    made = bring(other, people=[person(5)])
    assert made.counts == {"person": plans.Counts(left=1), "enrolment": plans.Counts(created=1)}


def test_a_sensitive_project_meets_nobody_else(bring: Import, project: Any) -> None:
    hidden = projects.add_project(by="test", code="S", name="Refuge", organisation=project.organisation, sensitive=True)
    bring(hidden, people=[person(5)])
    bring(people=[person(5)])
    assert models.Person.objects.count() == 2
    assert bring(hidden, people=[person(5)]).changes_nothing
    assert bring(people=[person(5)]).changes_nothing
    assert not models.ReviewCandidate.objects.exists()


def test_erased_people_are_not_met(bring: Import) -> None:
    bring(people=[person(5)])
    models.Subject.objects.update(erased_at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC), erased_by="test")
    assert bring(people=[person(5)]).counts["person"] == plans.Counts(created=1)


def test_near_names_are_their_own_people_and_listed_once(bring: Import) -> None:
    bring(people=[person(5)])
    made = bring(people=[person(5), person(6, "Mensah", "Beatriza"), person(7, "Mens?h", "Beatriz")])
    assert models.Person.objects.count() == 3
    whys = sorted(models.ReviewCandidate.objects.values_list("why", flat=True))
    assert whys == ["lost_letters", "near_name"]
    assert [notice.place.sheet for notice in made.notices] == ["Liste"]
    bring(people=[person(5), person(6, "Mensah", "Beatriza")])
    assert models.ReviewCandidate.objects.count() == 2


# Names without birth dates


def test_two_of_one_name_without_birth_dates_wait(bring: Import) -> None:
    rows = [person(5, birth=None), person(6, birth=None)]
    for _ in range(2):
        assert faults(bring(people=rows)) == [("name_without_birth", 6)]
    assert models.Person.objects.count() == 1


def test_a_row_without_birth_is_not_taken_for_its_namesake_in_the_list(bring: Import) -> None:
    assert faults(bring(people=[person(5, birth=None), person(6)])) == [("name_without_birth", 5)]


def test_another_sheet_without_births_matches_the_list_by_name(bring: Import) -> None:
    made = bring(people=[person(5), person(2, birth=None, entry=None, phone="06", place=at(2, sheet="Contacts"))])
    assert made.faults == []
    assert models.Person.objects.get().phone == "06"


def review(row: int, family: str = "Mensah", given: str = "Beatriz", **values: object) -> ExitRow:
    place = at(row, sheet="Bilan", column="Nom")
    who = PersonRow(place, Name(family, given))
    return ExitRow(place, who, values.pop("date", None), values or {"employment": Answer(code="employed")})  # type: ignore[arg-type]


def test_an_exit_review_stands_at_the_exit_of_the_last_spell(bring: Import) -> None:
    again = dt.date(2021, 9, 1)
    bring(
        people=[person(5, exit=EXIT), person(6, entry=again, exit=dt.date(2021, 11, 5))],
        exits=[review(2)],
    )
    answer = models.Observation.objects.get()
    assert (answer.moment, answer.date, answer.enrolment.entry) == ("exit", dt.date(2021, 11, 5), again)  # type: ignore[union-attr]


def test_a_review_with_a_date_of_its_own_keeps_it(bring: Import) -> None:
    made = bring(people=[person(5, exit=EXIT)], exits=[review(2, date=dt.date(2021, 7, 15))])
    assert models.Observation.objects.get().date == dt.date(2021, 7, 15)
    assert made.faults == []
    assert bring(exits=[review(2, date=dt.date(2021, 7, 15))]).changes_nothing


def test_reviews_that_cannot_be_placed_wait(bring: Import) -> None:
    made = bring(
        people=[person(5), person(6, "Ba", "Nour", exit=EXIT)],
        exits=[review(2), review(3, "Inconnue", "Zoé"), review(4, "Ba", "Nour", date=dt.date(2021, 1, 1))],
    )
    assert faults(made) == [("not_left", 2), ("not_in_register", 3), ("answer_before_entry", 4)]


def test_homonyms_are_a_fault_where_only_names_are_given(bring: Import) -> None:
    made = bring(
        people=[person(5, exit=EXIT), person(6, birth=Birth(dt.date(1970, 2, 3)), exit=EXIT)], exits=[review(2)]
    )
    assert faults(made) == [("homonyms", 2)]
    assert "row 5" in made.faults[0].details["others"] and "row 6" in made.faults[0].details["others"]


def test_an_answer_at_exit_in_the_list_needs_an_exit(bring: Import) -> None:
    answered = {"employment": Answer(code="employed")}
    made = bring(people=[person(5, at_exit=answered), person(6, "Ba", "Nour", at_exit=answered, exit=EXIT)])
    assert faults(made) == [("not_left", 5)]
    assert models.Observation.objects.get().date == EXIT
    assert bring(people=[person(5, at_exit={"employment": Answer()})]).faults == []


def test_a_site_that_is_not_known_waits_with_the_nearest(bring: Import, project: Any) -> None:
    site = projects.add_site(by="test", code="BX", name="Les Aubiers", country="FR")
    made = bring(people=[person(5, site="Aubier"), person(6, "Ba", "Nour", site="les aubiers")])
    assert faults(made) == [("unknown_site", 5)]
    assert "Aubiers" in made.faults[0].as_error().text()
    assert models.Enrolment.objects.get().site == site


def test_a_site_given_places_whoever_no_sheet_places(bring: Import, project: Any) -> None:
    dakar, thies = (projects.add_site(by="test", code=code, name=code, country="SN") for code in ("Dakar", "Thiès"))
    rows = {
        "people": [person(5, site="Thiès"), person(6, "Ba", "Nour")],
        "signatures": [mark(2, "Diallo", "Selam", birth=Birth(BORN))],
    }
    made = plan(project, sessions.GivenSession(site=dakar.number), **rows)
    assert [spell.site for spell in made.writes.enrolments] == [thies.number, dakar.number, dakar.number]
    assert [session.site for session in made.writes.sessions] == [dakar.number]


def test_a_site_told_later_places_the_session_and_whoever_came_in_by_it(
    bring: Import, project: Any, home: Home
) -> None:
    rows = {"signatures": [mark(2, birth=Birth(BORN))]}
    bring(**rows)
    site = projects.add_site(by="test", code="Dakar", name="Dakar", country="SN")
    made = plan(project, sessions.GivenSession(site=site.number), **rows)
    assert {table: count.changed for table, count in made.counts.items() if count.changed} == {
        "enrolment": 1,
        "session": 1,
    }
    register.apply_import(made, by="Awa", home=home)
    assert models.Session.objects.get().site == models.Enrolment.objects.get().site == site
    assert bring(**rows).changes_nothing


def test_what_was_said_and_cannot_be_kept_is_noted(bring: Import) -> None:
    made = bring(people=[person(5, country="SN")])
    assert ["Country SN is not kept" in notice.text_en for notice in made.notices] == [True]


def test_a_session_named_for_a_register_is_noted_as_unused(project: Any) -> None:
    made = plan(project, sessions.GivenSession("Formation", ENTRY), people=[person(5)])
    assert ["were not used" in notice.text_en for notice in made.notices] == [True]


# Sessions


def mark(
    row: int,
    family: str = "Mensah",
    given: str = "Beatriz",
    *,
    day: dt.date = ENTRY,
    activity: str | None = "Ateliers sociolinguistiques",
    sign: str = "present",
    hours: Decimal | None = None,
    birth: Birth | None = None,
    **values: object,
) -> MarkRow:
    place = at(row, sheet="Présences", column=str(day))
    who = PersonRow(at(row, sheet="Présences", column="Nom"), Name(family, given), birth=birth, **values)  # type: ignore[arg-type]
    return MarkRow(place, who, SessionKey(activity, day), sign, hours)


def test_a_matrix_makes_activities_and_sessions_with_a_register(bring: Import) -> None:
    later = dt.date(2021, 3, 8)
    made = bring(
        people=[person(5), person(6, "Ba", "Nour")],
        marks=[
            mark(4, hours=Decimal("1.5")),
            mark(4, day=later, sign=""),
            mark(5, "Ba", "Nour", sign=""),
            mark(5, "Ba", "Nour", day=later, sign="excused"),
            mark(5, "Ba", "Nour", day=dt.date(2021, 3, 15), sign=""),
        ],
    )
    assert made.faults == []
    assert set(models.Session.objects.values_list("activity__code", "activity__kind", "date", "register")) == {
        ("ateliers-sociolinguistiques", "workshop", ENTRY, True),
        ("ateliers-sociolinguistiques", "workshop", later, True),
    }
    assert set(models.Attendance.objects.values_list("subject__person__family_name", "mark", "hours")) == {
        ("Mensah", "present", Decimal("1.5")),
        ("Ba", "excused", None),
    }
    # A column without any mark is no session.
    assert [notice.place.sheet for notice in made.notices] == ["Présences"]
    assert "2021-03-15" in made.notices[0].text_en


def test_a_matrix_names_people_of_earlier_imports_too(bring: Import) -> None:
    bring(people=[person(5)])
    made = bring(marks=[mark(4)])
    assert made.counts["attendance"] == plans.Counts(created=1)
    again = bring(marks=[mark(4)])
    assert again.changes_nothing
    assert again.counts["attendance"] == plans.Counts(left=1)


def test_a_row_of_a_matrix_goes_in_whole_or_waits_whole(bring: Import) -> None:
    made = bring(people=[person(5)], marks=[mark(4), mark(4, day=dt.date(2021, 2, 1)), mark(7, "Inconnue", "Zoé")])
    assert [(fault.id, fault.place.row, fault.place.column) for fault in made.faults] == [
        ("mark_outside_spell", 4, "2021-02-01"),
        ("not_in_register", 7, "Nom"),
    ]
    assert "2021-03-01" in made.faults[0].details["spells"]
    assert not models.Attendance.objects.exists()


def test_marks_that_contradict_each_other_wait(bring: Import) -> None:
    made = bring(people=[person(5)], marks=[mark(4), mark(6, sign="absent")])
    assert faults(made) == [("contradicts_row", 6)]
    assert models.Attendance.objects.get().mark == "present"


def test_a_mark_changed_is_a_change_and_hours_go_with_presence(bring: Import) -> None:
    bring(people=[person(5)], marks=[mark(4, hours=Decimal(2))])
    assert bring(marks=[mark(4)]).changes_nothing
    made = bring(marks=[mark(4, sign="absent")])
    assert made.counts["attendance"] == plans.Counts(changed=1)
    assert (models.Attendance.objects.get().mark, models.Attendance.objects.get().hours) == ("absent", None)
    assert bring(marks=[mark(4, sign="")]).changes_nothing


def test_signing_in_makes_a_person_and_an_implicit_spell_from_the_first_session_on(bring: Import) -> None:
    first, later = dt.date(2021, 4, 1), dt.date(2021, 5, 1)
    bring(signatures=[mark(2, day=later, birth=Birth(BORN)), mark(3, day=first, birth=Birth(BORN))])
    spell = models.Enrolment.objects.get()
    assert (spell.entry, spell.exit, spell.implicit) == (first, None, True)
    assert list(models.Session.objects.values_list("register", flat=True).distinct()) == [False]
    earlier = dt.date(2021, 2, 1)
    made = bring(signatures=[mark(2, day=earlier, birth=Birth(BORN))])
    assert made.counts["enrolment"] == plans.Counts(changed=1)
    assert models.Enrolment.objects.get().entry == earlier


def test_a_register_takes_over_whoever_had_signed_in(bring: Import) -> None:
    signed = dt.date(2021, 4, 1)
    bring(signatures=[mark(2, day=signed, birth=Birth(BORN)), mark(3, "Ba", "Nour", day=signed, birth=Birth(BORN))])
    made = bring(people=[person(5, exit=EXIT), person(6, "Ba", "Nour", entry=dt.date(2021, 4, 2))])
    assert faults(made) == [("entry_after_session", 6)]
    spell = models.Enrolment.objects.get(subject__person__given_name="Beatriz")
    assert (spell.entry, spell.exit, spell.implicit) == (ENTRY, EXIT, False)


def test_complete_lists_are_registers(bring: Import) -> None:
    bring(signatures=[mark(2, birth=Birth(BORN))], complete_lists=True)
    assert models.Session.objects.get().register
    assert bring(signatures=[mark(2, birth=Birth(BORN))]).changes_nothing


def test_names_alone_that_sign_in_are_met_again(bring: Import) -> None:
    rows = [mark(2), mark(3, "Ba", "Nour"), mark(4, "Ba", "Nour")]
    for _ in range(2):
        assert faults(bring(signatures=rows)) == [("name_without_birth", 4)]
    assert models.Person.objects.count() == 2
    assert bring(signatures=rows).changes_nothing


def test_absent_strangers_are_not_in_the_register(bring: Import) -> None:
    made = bring(signatures=[mark(2, sign="absent")])
    assert faults(made) == [("not_in_register", 2)]
    assert not models.Person.objects.exists()


def test_signing_in_after_leaving_waits(bring: Import) -> None:
    made = bring(people=[person(5, exit=EXIT)], signatures=[mark(2, day=dt.date(2021, 8, 1), birth=Birth(BORN))])
    assert faults(made) == [("mark_outside_spell", 2)]


def test_answers_when_signing_in_are_of_the_entry_once_then_of_their_day(bring: Import) -> None:
    def lists(day: dt.date, code: str) -> dict[str, object]:
        signed = mark(2, day=day, birth=Birth(BORN), at_entry={"employment": Answer(code=code)})
        return {"signatures": [signed]}

    first, later = lists(dt.date(2021, 4, 1), "inactive"), lists(dt.date(2021, 5, 1), "employed")
    for rows in (first, later):
        bring(**rows)
    assert set(models.Observation.objects.values_list("moment", "date", "value_code")) == {
        ("entry", dt.date(2021, 4, 1), "inactive"),
        ("any", dt.date(2021, 5, 1), "employed"),
    }
    assert bring(**first).changes_nothing
    assert bring(**later).changes_nothing


def test_a_sign_in_list_that_does_not_say_of_what_asks(project: Any) -> None:
    unsaid = mark(2, activity=None, birth=Birth(BORN))
    assert [question.id for question in plan(project, signatures=[unsaid]).questions] == [
        "activity:register.xlsx:Présences"
    ]
    given = sessions.GivenSession("Formation santé", ENTRY)
    made = plan(project, given, signatures=[unsaid])
    assert [(activity.name, activity.kind) for activity in made.writes.activities] == [("Formation santé", "training")]


def test_every_import_is_recorded_even_one_that_changes_nothing(bring: Import) -> None:
    bring(people=[person(5)])
    bring(people=[person(5)])
    first, second = models.ImportRun.objects.order_by("number")
    assert first.summary["created"] == {"person": 1, "enrolment": 1}
    assert second.summary == {
        "created": {},
        "changed": {},
        "left": {"person": 1, "enrolment": 1},
        "faults": 0,
        "review": 0,
    }
