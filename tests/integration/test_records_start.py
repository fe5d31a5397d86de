"""A group's folder: made once, private, refused where its records do not suit this Jalon."""

from __future__ import annotations

import dataclasses
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from jalon.errors import JalonError
from jalon.home import Home, make_home
from jalon.records.creation import are_new, create_tables
from jalon.records.settings import configure, database_settings
from jalon.workflows.start import connect, start_group
from records_at import records_at


def test_a_new_group_has_the_shipped_measures(home: Home) -> None:
    from jalon.records.models import AuditEntry, Measure

    assert set(Measure.objects.values_list("code", flat=True)) >= {"employment", "french_level", "satisfaction"}
    level = Measure.objects.get(code="french_level")
    assert [o.code for o in level.options.order_by("rank")] == ["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
    assert AuditEntry.objects.count() == 1


def test_new_tables_are_those_that_the_migrations_make(tmp_path: Path, template_home: Home) -> None:
    made, migrated = make_home(tmp_path / "made"), make_home(tmp_path / "migrated")
    with records_at(made):
        assert are_new()
        create_tables()
        assert not are_new()
        at_once = _tables(), _filled_in(), _applied()
        call_command("migrate", check_unapplied=True, verbosity=0)
    with records_at(migrated):
        call_command("migrate", verbosity=0, interactive=False)
        assert not are_new()
        assert (_tables(), _filled_in(), _applied()) == at_once
    # What a migration writes into the tables would be missing from new ones.
    steps = [step for one in MigrationLoader(None).disk_migrations.values() for step in one.operations]
    assert not [step for step in steps if isinstance(step, RunSQL)]
    assert {step.code.__module__.split(".")[0] for step in steps if isinstance(step, RunPython)} <= {
        "django",
        "allauth",
    }


SPILLING = """
import os, sys
from pathlib import Path
from jalon.workflows.start import start_group
start_group(Path(sys.argv[1]), "Group", by="test")
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA temp_store=FILE")
    cursor.execute("PRAGMA cache_size=1")
    cursor.execute("CREATE TEMP TABLE aside (name)")
    for _ in range(100):
        cursor.execute("INSERT INTO aside VALUES (randomblob(20000))")
    for number in os.listdir("/proc/self/fd"):
        link = f"/proc/self/fd/{number}"
        if os.path.islink(link) and "etilqs" in os.readlink(link):
            print(os.readlink(link))
"""
"""SQLite looks once in a process where to lay things aside, so it takes a process of its own."""


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list a process's open files")
def test_what_sqlite_lays_aside_stays_in_the_groups_folder(tmp_path: Path) -> None:
    """It holds names, in files that are nobody's to erase."""
    folder = tmp_path / "home"
    ran = subprocess.run([sys.executable, "-c", SPILLING, folder], capture_output=True, text=True, check=True)
    files = ran.stdout.splitlines()
    assert files
    assert all(Path(file).parent == folder for file in files)


def test_records_half_made_are_no_records(tmp_path: Path, template_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with records_at(make_home(tmp_path / "died")):
        with monkeypatch.context() as dying:
            dying.setattr("django.db.migrations.recorder.MigrationRecorder.record_applied", die)
            with pytest.raises(KeyboardInterrupt):
                create_tables()
        assert are_new()
        create_tables()
        assert not are_new()


def _tables() -> dict[tuple[str, str], list[str]]:
    """What each table and index is made of; the order of columns, which migrations leave to history, aside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL")
        found = cursor.fetchall()
    return {(kind, name): sorted(_parts(sql)) if kind == "table" else [sql] for kind, name, sql in found}


def _parts(sql: str) -> list[str]:
    """The parts of a CREATE TABLE between the commas outside inner brackets."""
    parts, depth = [""], 0
    for sign in re.sub(r"^[^(]*\(|\)[^)]*$", "", sql):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _filled_in() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_label, model, '' FROM django_content_type")
        models = cursor.fetchall()
        cursor.execute(
            "SELECT codename, name, model FROM auth_permission JOIN django_content_type AS t ON t.id = content_type_id"
        )
        return sorted(models + cursor.fetchall())


def _applied() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return sorted(cursor.fetchall())


def test_starting_twice_changes_nothing(home: Home) -> None:
    from jalon.records.models import AuditEntry, Measure

    Measure.objects.filter(code="housing").update(title_en="Where they live")
    start_group(home.path, "Another name", by="test")
    assert AuditEntry.objects.count() == 1
    assert Measure.objects.get(code="housing").title_en == "Where they live"


def test_only_the_owner_reads_the_records(home: Home) -> None:
    home.records_file.chmod(0o644)
    connect(home)
    assert stat.S_IMODE(home.records_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700


def test_one_process_works_on_one_folder(home: Home, tmp_path: Path) -> None:
    with pytest.raises(JalonError) as refused:
        configure(dataclasses.replace(home, path=tmp_path / "other"))
    assert refused.value.id == "second_home"


def test_records_behind_are_refused_with_what_to_do(home: Home) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'records'")
    with pytest.raises(JalonError) as refused:
        connect(home)
    assert refused.value.id == "records_behind"
    assert "jalon init" in refused.value.text("en")


def test_records_of_a_newer_jalon_are_refused(home: Home) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_later', '2030-01-01')"
        )
    for opening in (lambda: connect(home), lambda: start_group(home.path, "", by="test")):
        with pytest.raises(JalonError) as refused:
            opening()
        assert refused.value.id == "records_ahead"


def test_an_address_that_is_not_postgresql_is_refused(home: Home) -> None:
    with pytest.raises(JalonError) as refused:
        database_settings(dataclasses.replace(home, records_url="mysql://me:secret@host/base"))
    assert refused.value.id == "bad_records_address"
    assert "secret" not in refused.value.text("en")


def test_a_file_that_is_no_database_is_refused(home: Home) -> None:
    connection.close()
    home.records_file.write_bytes(b"This was a database. " * 100)
    with pytest.raises(JalonError) as refused:
        connect(home)
    assert refused.value.id == "records_damaged"


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path, template_home: Home) -> None:
    away = dataclasses.replace(
        make_home(tmp_path / "away"), records_url="postgresql://me:secret@127.0.0.1:1/nowhere?connect_timeout=2"
    )
    with records_at(away), pytest.raises(JalonError) as refused:
        connect(away)
    assert refused.value.id == "records_unreachable"
    assert "secret" not in refused.value.text("en")
