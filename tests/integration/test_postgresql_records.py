"""The records on a real PostgreSQL server: the same tests as on SQLite, with `home` on the server.

The tests themselves stand in the modules they are imported from.
"""

from __future__ import annotations

import pytest
import test_load_group
import test_only_actions_write
import test_records_erase
import test_records_policies
import test_records_start
from action_world import BY, DAY, World, build_world
from django.db import IntegrityError, connection, transaction

from jalon.home import Home

ON_EITHER_DATABASE = {
    test_load_group: [
        "load",
        "test_a_dry_run_says_the_same_and_writes_nothing",
        "test_a_whole_group_goes_in",
        "test_every_error_of_state_is_told_at_once_and_nothing_is_written",
        "test_loading_again_changes_nothing",
        "test_one_record_is_added_by_codes",
        "test_what_differs_is_changed_and_what_is_left_out_stays",
    ],
    test_only_actions_write: [
        "world",
        "test_a_whole_life_writes_through_actions_alone",
        "test_an_action_that_fails_leaves_nothing",
        "test_every_action_leaves_one_audit_entry_and_its_stale_marks",
    ],
    test_records_erase: [
        "group",
        "test_erasing_one_erases_all_who_were_found_to_be_her",
        "test_everybody_else_stays",
        "test_nothing_more_is_written_about_the_erased",
        "test_she_is_in_no_fact",
    ],
    test_records_policies: [
        "w",
        "test_a_measure_can_be_asked_and_named",
        "test_an_action_inside_another_joins_it",
        "test_names_of_any_writing_are_kept",
        "test_nothing_that_stays_the_same_is_written",
        "test_numbers_are_never_given_twice",
        "test_signing_in_without_an_enrolment_makes_an_implicit_one",
        "test_spells_of_one_subject_in_one_project_share_no_day",
        "test_values_suit_their_field_on_every_database",
        "test_what_the_database_refuses_is_said_in_words",
    ],
    test_records_start: [
        "test_a_new_group_has_the_shipped_measures",
        "test_records_behind_are_refused_with_what_to_do",
        "test_records_of_a_newer_jalon_are_refused",
        "test_starting_twice_changes_nothing",
    ],
}
globals().update({name: getattr(module, name) for module, names in ON_EITHER_DATABASE.items() for name in names})


@pytest.fixture
def home(home_on_postgresql: Home) -> Home:
    return home_on_postgresql


def test_the_records_are_on_the_server(home: Home) -> None:
    from jalon.records.models import Measure

    assert connection.vendor == "postgresql"
    assert Measure.objects.exists()
    assert not home.records_file.exists()


def test_the_database_itself_refuses_what_breaks_a_rule(home: Home) -> None:
    """Whoever writes past the actions meets the constraints."""
    from jalon.records.models import Attendance, Enrolment, Grant, PolicyMarkerScore, Site

    w: World = build_world()
    wrong = [
        lambda: Enrolment.objects.filter(pk=w.spell.pk).update(exit="2020-01-01"),
        lambda: Grant.objects.filter(pk=w.grant.pk).update(amount=5),
        lambda: Grant.objects.filter(pk=w.grant.pk).update(currency="eur", amount=5),
        lambda: Site.objects.filter(pk=w.site.pk).update(country="Fr"),
        lambda: Site.objects.filter(pk=w.site.pk).update(latitude=91, longitude=0),
        lambda: PolicyMarkerScore.objects.update(score=3),
        lambda: Attendance.objects.update(mark="absent", hours=1),
        lambda: Attendance.objects.create(session=w.session, subject=w.person.subject, mark="absent"),
        lambda: Enrolment.objects.create(subject_id=999, project=w.project, entry=DAY),
    ]
    for write in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
            connection.check_constraints()


def test_two_at_once_cannot_both_open_a_spell(home: Home) -> None:
    """The second waits for the first to end, and then sees its spell."""
    import threading

    from django.db import connections

    from jalon.errors import JalonError
    from jalon.records.actions.audited import audited
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.models import Enrolment

    w: World = build_world()
    told: list[str] = []
    first_has_written, first_may_end = threading.Event(), threading.Event()

    def first() -> None:
        with audited("first", by=BY):
            open_enrolment(by=BY, subject=w.second.subject, project=w.project, entry=DAY)
            first_has_written.set()
            first_may_end.wait(20)
        connections.close_all()

    def second() -> None:
        first_has_written.wait(20)
        try:
            open_enrolment(by=BY, subject=w.second.subject, project=w.project, entry=DAY.replace(day=5))
        except JalonError as error:
            told.append(error.id)
        connections.close_all()

    threads = [threading.Thread(target=target) for target in (first, second)]
    for thread in threads:
        thread.start()
    first_has_written.wait(20)
    threads[1].join(0.5)
    first_may_end.set()
    for thread in threads:
        thread.join(20)
    assert told == ["spells_overlap"]
    assert Enrolment.objects.filter(subject=w.second.subject).count() == 1
