"""What the state of the records does not allow is refused, in words, with what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from action_world import BY, DAY, LATER, World, build_world

from jalon.errors import JalonError
from jalon.home import Home


@pytest.fixture
def w(home: Home) -> World:
    return build_world()


def refused(id: str, action: Callable[[], Any]) -> JalonError:
    from jalon.records.models import AuditEntry

    before = AuditEntry.objects.count()
    with pytest.raises(JalonError) as error:
        action()
    assert error.value.id == id
    assert error.value.text("en")
    assert error.value.text("fr")
    assert AuditEntry.objects.count() == before
    return error.value


def test_spells_of_one_subject_in_one_project_share_no_day(w: World) -> None:
    from jalon.records.actions.enrolments import change_enrolment, close_enrolment, open_enrolment

    def again(entry: dt.date, exit: dt.date | None = None) -> Any:
        return open_enrolment(by=BY, subject=w.person.subject, project=w.project, entry=entry, exit=exit)

    refused("spells_overlap", lambda: again(LATER))
    refused("spells_overlap", lambda: again(dt.date(2021, 2, 1), DAY))
    refused("spells_overlap", lambda: again(dt.date(2021, 2, 1)))
    earlier = again(dt.date(2021, 2, 1), DAY - dt.timedelta(1))
    refused("spells_overlap", lambda: change_enrolment(by=BY, enrolment=earlier, exit=DAY))
    refused("dates_out_of_order", lambda: close_enrolment(by=BY, enrolment=w.spell, exit=DAY - dt.timedelta(1)))
    close_enrolment(by=BY, enrolment=w.spell, exit=DAY)
    refused("already_closed", lambda: close_enrolment(by=BY, enrolment=w.spell, exit=LATER))
    # A re-entry the day after the exit is one more spell; on the day itself, it is not.
    refused("spells_overlap", lambda: again(DAY))
    again(DAY + dt.timedelta(1))
    # Another subject, or another project, is nobody's concern.
    open_enrolment(by=BY, subject=w.second.subject, project=w.project, entry=DAY)


def test_codes_of_lists_are_known_and_the_nearest_is_named(w: World) -> None:
    from jalon.records.actions.activities import add_activity
    from jalon.records.actions.organisations import add_organisation
    from jalon.records.actions.projects import add_grant, add_site, change_project

    error = refused("not_in_list", lambda: add_site(by=BY, code="X", name="X", country="Norway"))
    assert error.nearest == "NO"
    refused("not_in_list", lambda: add_organisation(by=BY, code="X", name="X", kind="ngo", country="XX"))
    refused("not_in_list", lambda: add_grant(by=BY, code="X", funder=w.org, amount=Decimal(1), currency="EURO"))
    error = refused("not_in_list", lambda: change_project(by=BY, project=w.project, themes=["helth"]))
    assert error.nearest == "health"
    refused("not_in_list", lambda: change_project(by=BY, project=w.project, sdg_targets=["4.99"]))
    refused("not_in_list", lambda: change_project(by=BY, project=w.project, policy_markers={13: 0}))
    refused("not_in_list", lambda: add_activity(by=BY, project=w.project, code="x", name="X", kind="cours"))


def test_a_marker_has_the_scores_of_the_list(w: World) -> None:
    from jalon.records.actions.projects import change_project
    from jalon.records.models import PolicyMarkerScore

    error = refused("marker_score", lambda: change_project(by=BY, project=w.project, policy_markers={1: 3}))
    assert "Gender" in error.text("en")
    refused("marker_score", lambda: change_project(by=BY, project=w.project, policy_markers={8: 4}))
    change_project(by=BY, project=w.project, policy_markers={8: 3, 9: 4})
    # A marker no longer given is no longer screened: no row, not a 0.
    assert set(PolicyMarkerScore.objects.values_list("marker", "score")) == {(8, 3), (9, 4)}


def test_sessions_lie_within_their_project(w: World) -> None:
    from jalon.records.actions.activities import add_session, change_session
    from jalon.records.actions.projects import change_project

    change_project(by=BY, project=w.project, start=dt.date(2021, 1, 1), end=dt.date(2021, 12, 31))
    w.activity.project.refresh_from_db()
    w.session.refresh_from_db()
    day = dt.date(2022, 1, 1)
    refused("outside_project", lambda: add_session(by=BY, activity=w.activity, date=day, register=True))
    refused("outside_project", lambda: change_session(by=BY, session=w.session, date=dt.date(2020, 12, 31)))
    add_session(by=BY, activity=w.activity, date=dt.date(2021, 12, 31), register=True)
    refused("dates_out_of_order", lambda: change_project(by=BY, project=w.project, end=dt.date(2020, 1, 1)))


def test_answers_suit_their_measure(w: World) -> None:
    from jalon.records.actions.observations import change_observation, observe
    from jalon.records.models import Measure

    def answer(measure: str, **value: Any) -> Any:
        asked = Measure.objects.get(code=measure)
        return observe(by=BY, subject=w.person.subject, project=w.project, measure=asked, date=LATER, **value)

    error = refused("not_in_list", lambda: answer("employment", code="employd"))
    assert error.nearest == "employed"
    refused("bad_answer", lambda: answer("employment", number=Decimal(1)))
    refused("bad_answer", lambda: answer("satisfaction", number=Decimal(6)))
    refused("bad_answer", lambda: answer("satisfaction", number=Decimal("0.5")))
    refused("bad_answer", lambda: answer("satisfaction", code="3"))
    refused("bad_answer", lambda: answer("satisfaction"))
    refused("bad_answer", lambda: answer("satisfaction", state="refused", number=Decimal(3)))
    seen = answer("satisfaction", number=Decimal(3))
    assert change_observation(by=BY, observation=seen, state="unknown")
    assert (seen.value_number, seen.value_code) == (None, None)


def test_an_answer_at_entry_belongs_to_her_own_spell(w: World) -> None:
    from jalon.records.actions.journey import add_note
    from jalon.records.actions.observations import observe

    at = {"by": BY, "project": w.project, "measure": w.employment, "date": DAY, "moment": "entry", "code": "inactive"}
    refused("not_their_spell", lambda: observe(subject=w.second.subject, enrolment=w.spell, **at))
    refused("breaks_rule", lambda: observe(subject=w.second.subject, **at))
    refused(
        "not_their_spell",
        lambda: add_note(by=BY, subject=w.second.subject, enrolment=w.spell, date=DAY, text="x"),
    )


def test_organisations_form_a_tree(w: World) -> None:
    from jalon.records.actions.organisations import add_organisation, add_partnership, change_organisation

    below = add_organisation(by=BY, code="B", name="B", kind="ngo", parent=w.other_org)
    refused("organisation_circle", lambda: change_organisation(by=BY, organisation=w.org, parent=below))
    refused("organisation_circle", lambda: change_organisation(by=BY, organisation=w.org, parent=w.org))
    refused("breaks_rule", lambda: add_partnership(by=BY, organisation=w.org, partner=w.org, kind="public"))


def test_what_the_database_refuses_is_said_in_words(w: World) -> None:
    from jalon.records.actions.activities import mark_attendance
    from jalon.records.actions.projects import add_grant, add_site
    from jalon.records.actions.subjects import add_person

    refused("already_there", lambda: add_site(by=BY, code="S", name="Other", country="FR"))
    error = refused("breaks_rule", lambda: add_grant(by=BY, code="X", funder=w.org, amount=Decimal(1)))
    assert "currency" in error.text("en")
    refused("breaks_rule", lambda: add_grant(by=BY, code="X", funder=w.org, cofinancing_share=Decimal("1.2")))
    refused("breaks_rule", lambda: add_person(by=BY, birth=dt.date(1996, 7, 7), birth_precision="year"))
    refused("breaks_rule", lambda: add_person(by=BY, reference="7"))
    absent = {"session": w.session, "subject": w.second.subject, "mark": "absent"}
    refused("breaks_rule", lambda: mark_attendance(by=BY, hours=Decimal(2), **absent))
    mark_attendance(by=BY, **absent)
    refused("already_there", lambda: mark_attendance(by=BY, **absent))


def test_values_suit_their_field_on_every_database(w: World) -> None:
    from jalon.records.actions.organisations import add_organisation
    from jalon.records.actions.subjects import add_person, add_venture

    add_person(by=BY, family_name="N" * 300)
    refused("bad_value", lambda: add_person(by=BY, family_name="N" * 301))
    refused("bad_value", lambda: add_person(by=BY, given_name="a\0b"))
    refused("bad_value", lambda: add_person(by=BY, given_name="\ud800"))
    refused("bad_value", lambda: add_person(by=BY, sex="f"))
    refused("bad_value", lambda: add_venture(by=BY, name=""))
    refused("bad_value", lambda: add_organisation(by="w" * 151, code="X", name="X", kind="ngo"))
    refused("bad_code", lambda: add_organisation(by=BY, code="a b", name="X", kind="ngo"))
    refused("birth_to_come", lambda: add_person(by=BY, birth=dt.date(2999, 1, 1)))


def test_names_of_any_writing_are_kept(w: World) -> None:
    from jalon.records.actions.subjects import add_person, change_person
    from jalon.records.models import Person

    for family, given in (("D'Almeida", "Łucja-Zoë"), ("الأمين", "سميرة"), ("👩🏽", ""), ("", "")):
        person = Person.objects.get(pk=add_person(by=BY, family_name=family, given_name=given).pk)
        assert (person.family_name, person.given_name) == (family, given)
    one = add_person(by=BY, family_name="D’ALMEIDA", given_name="Lucja Zoe")
    assert Person.objects.filter(name_key=one.name_key).count() == 2
    change_person(by=BY, person=one, given_name="Ana")
    assert Person.objects.filter(name_key=one.name_key).count() == 1


def test_a_measure_can_be_asked_and_named(w: World) -> None:
    from jalon.records.actions.measures import add_measure, change_measure

    titled = {"by": BY, "title_en": "T", "title_fr": "T"}
    two = {"a": {"en": "A", "fr": "A"}, "b": {"en": "B", "fr": "B"}}
    refused("bad_measure", lambda: add_measure(code="niveau_été", kind="category", options=two, **titled))
    refused("bad_measure", lambda: add_measure(code="x", kind="number", options=two, **titled))
    refused("bad_measure", lambda: add_measure(code="x", kind="yes_no", options=two, **titled))
    refused("bad_measure", lambda: add_measure(code="x", kind="level", options={}, **titled))
    refused("bad_measure", lambda: add_measure(code="x", kind="level", options={**two, "c": {"en": "C"}}, **titled))
    refused("breaks_rule", lambda: add_measure(code="x", kind="level", unit="kg", options=two, **titled))
    level = add_measure(code="x", kind="level", options=two, **titled)
    # Two options may change places, and one no answer names may go.
    assert change_measure(by=BY, measure=level, options={"b": two["b"], "c": two["a"], "a": two["a"]})
    assert [o.code for o in level.options.order_by("rank")] == ["b", "c", "a"]
    options = dict.fromkeys(("employed", "unemployed"), two["a"])
    refused("option_in_use", lambda: change_measure(by=BY, measure=w.employment, options=options))


def test_identity_is_said_of_two_subjects_of_one_kind(w: World) -> None:
    from jalon.records.actions.identity import assert_identity

    same = {"by": BY, "verdict": "same", "reason": "card"}
    refused("same_number", lambda: assert_identity(one=w.person.subject, other=w.person.subject, **same))
    refused("wrong_kind", lambda: assert_identity(one=w.person.subject, other=w.venture.subject, **same))
    said = assert_identity(one=w.second.subject, other=w.person.subject, **same)
    assert (said.first_id, said.second_id) == (w.person.pk, w.second.pk)
    # An undo is one more decision.
    assert (
        assert_identity(one=w.person.subject, other=w.second.subject, by=BY, verdict="unsure", reason="x").pk > said.pk
    )


def test_signing_in_without_an_enrolment_makes_an_implicit_one(w: World) -> None:
    from jalon.records.actions.activities import add_session, mark_attendance
    from jalon.records.models import Enrolment

    subject = w.second.subject
    mark_attendance(by=BY, session=w.session, subject=subject, mark="absent")
    assert not Enrolment.objects.filter(subject=subject).exists()
    for date, entry in ((LATER, LATER), (dt.date(2021, 2, 1), dt.date(2021, 2, 1)), (dt.date(2021, 5, 1), None)):
        session = add_session(by=BY, activity=w.activity, date=date, register=False)
        mark_attendance(by=BY, session=session, subject=subject, mark="present")
        spell = Enrolment.objects.get(subject=subject)
        assert spell.implicit
        assert entry is None or spell.entry == entry
    assert spell.entry == dt.date(2021, 2, 1)


def test_nothing_that_stays_the_same_is_written(w: World) -> None:
    from jalon.records.actions.enrolments import change_enrolment
    from jalon.records.actions.projects import change_project
    from jalon.records.actions.subjects import change_person
    from jalon.records.models import AuditedRecords, AuditEntry, StaleMark

    before = AuditEntry.objects.count(), StaleMark.objects.count()
    assert not change_person(by=BY, person=w.person, family_name="Ndiaye", reference="1")
    assert not change_enrolment(by=BY, enrolment=w.spell, entry=DAY, site=w.site)
    assert not change_project(by=BY, project=w.project, countries=["FR"], sites=[w.site], policy_markers={1: 1})
    assert (AuditEntry.objects.count(), StaleMark.objects.count()) == before
    # What differs, and only that, is kept as it was.
    assert change_person(by=BY, person=w.person, family_name="Ndiaye", given_name="Awa Marie", reason="her card")
    row = AuditedRecords.objects.order_by("-id")[0]
    assert row.before == {"given_name": "Awa", "name_key": "awa ndiaye"}
    assert row.entry.reason == "her card"


def test_reading_a_file_is_kept(w: World) -> None:
    from jalon.records.actions.reads import read_person_file
    from jalon.records.models import AuditEntry

    file = read_person_file(by="officer", person=w.person, reason="interview")
    assert [note.text for note in file.notes] == ["Came"]
    assert len(file.enrolments) == len(file.attendances) == len(file.observations) == 1
    entry = AuditEntry.objects.order_by("-number")[0]
    assert (entry.by, entry.action, entry.reason) == ("officer", "read_person_file", "interview")
    assert set(entry.records.values_list("table", "change")) == {("person", "read"), ("note", "read")}


def test_an_action_inside_another_joins_it(w: World) -> None:
    from jalon.records.actions.audited import audited
    from jalon.records.actions.projects import add_site
    from jalon.records.models import AuditEntry, Site

    before = AuditEntry.objects.count()
    with audited("two_sites", by=BY) as audit:
        add_site(by=BY, code="S2", name="X", country="FR")
        with pytest.raises(JalonError):
            add_site(by=BY, code="S2", name="X", country="FR")
        assert not audit.is_empty
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.order_by("-number")[0].action == "two_sites"
    assert Site.objects.count() == 2
    with pytest.raises(RuntimeError), audited("fails", by=BY):
        add_site(by=BY, code="S3", name="X", country="FR")
        raise RuntimeError
    assert Site.objects.count() == 2


def test_numbers_are_never_given_twice(w: World) -> None:
    from jalon.records.actions.subjects import add_person
    from jalon.records.models import Person, Subject

    last = add_person(by=BY)
    number = last.pk
    Person.objects.filter(pk=number).delete()
    Subject.objects.filter(pk=number).delete()
    assert add_person(by=BY).pk == number + 1


def test_a_site_that_moves_makes_the_facts_of_its_projects_stale(w: World) -> None:
    from jalon.records.actions.projects import change_site
    from jalon.records.models import StaleMark

    last = StaleMark.objects.order_by("-number")[0].number
    change_site(by=BY, site=w.site, name="Other name")
    change_site(by=BY, site=w.site, country="SN")
    marks = list(StaleMark.objects.filter(number__gt=last).values_list("part", "project_id"))
    assert marks.count(("project", w.project.pk)) == 1
    assert marks.count(("directory", None)) == 2


def test_of_several_records_the_one_refused_is_named_and_none_is_written(w: World) -> None:
    from jalon.records.actions.audited import audited
    from jalon.records.models import AuditedRecords, ProjectCountry, ProjectTheme

    def write_themes(*themes: str) -> list[ProjectTheme]:
        with audited("change_project", by=BY) as audit:
            return audit.create_each(ProjectTheme, [{"project": w.project, "theme": one} for one in themes])

    def write(*countries: str) -> list[ProjectCountry]:
        with audited("change_project", by=BY) as audit:
            return audit.create_each(ProjectCountry, [{"project": w.project, "country": one} for one in countries])

    assert refused("breaks_rule", lambda: write("SN", "m1", "MA")).details["found"] == "country m1"
    assert refused("already_there", lambda: write("SN", "FR", "MA")).details["found"] == "country FR"
    refused("bad_value", lambda: write_themes("art", "a" * 300))  # which SQLite would take
    assert not w.project.themes.exists()
    assert [one.country for one in w.project.countries.all()] == ["FR"]
    made = write("SN", "MA")
    assert [one.country for one in made] == ["SN", "MA"]
    entry = AuditedRecords.objects.order_by("-pk").first()
    assert entry is not None
    assert (entry.table, entry.change, entry.first, entry.last) == ("projectcountry", "created", made[0].pk, made[1].pk)
    assert write() == []


def test_of_many_rows_none_stays_where_one_is_refused(w: World) -> None:
    """SQLite leaves the rows before it, which their action takes back, though another goes on around it."""
    from django.db import IntegrityError

    from jalon.records.actions.audited import audited
    from jalon.records.actions.bulk import Rows, write_rows
    from jalon.records.actions.projects import add_site
    from jalon.records.models import Site

    codes = [f"S{number}" for number in range(250)]
    codes[130] = codes[7]
    rows = Rows(Site, {"number": range(1000, 1250), "code": codes, "name": codes, "country": ["FR"] * 250})
    with audited("add_sites", by=BY):
        with pytest.raises(IntegrityError):
            write_rows(by=BY, tables=[rows])
        assert not Site.objects.filter(number__gte=1000).exists()
        add_site(by=BY, code="S7", name="Site", country="FR")
    assert Site.objects.get(code="S7").name == "Site"
