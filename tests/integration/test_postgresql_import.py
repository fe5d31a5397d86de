"""Importing into records on a real PostgreSQL server: the same tests as on SQLite, with `home` on the server.

The tests themselves stand in the modules they are imported from.
"""

from __future__ import annotations

import pytest
import test_import_files
import test_import_people
import test_import_undo

from jalon.home import Home

ON_EITHER_DATABASE = {
    test_import_files: [
        "test_a_list_with_activity_and_date_is_who_came",
        "test_a_plan_of_older_records_is_refused",
        "test_nothing_remains_where_the_commit_fails",
        "test_rows_with_faults_come_out_and_go_in_once_mended",
    ],
    test_import_people: [
        "bring",
        "test_a_changed_value_is_a_change_and_its_former_one_is_kept",
        "test_a_matrix_makes_activities_and_sessions_with_a_register",
        "test_a_sensitive_project_meets_nobody_else",
        "test_near_names_are_their_own_people_and_listed_once",
        "test_one_action_names_all_it_created_and_marks_the_facts",
        "test_the_same_list_twice_changes_nothing",
    ],
}
globals().update({name: getattr(module, name) for module, names in ON_EITHER_DATABASE.items() for name in names})
project = test_import_people.project


@pytest.fixture
def home(home_on_postgresql: Home) -> Home:
    return home_on_postgresql


@pytest.fixture
def bring_rows(project: object, home: Home) -> object:
    return test_import_undo.bring.__wrapped__(project, home)  # type: ignore[attr-defined]


def test_an_import_is_taken_back(bring_rows: object) -> None:
    test_import_undo.test_taking_back_leaves_no_trace_but_the_history(bring_rows)  # type: ignore[arg-type]


def test_what_was_changed_comes_back(bring_rows: object) -> None:
    test_import_undo.test_what_was_changed_is_as_before(bring_rows)  # type: ignore[arg-type]
