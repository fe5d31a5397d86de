"""Records moved to PostgreSQL give the same facts, to the digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from jalon.facts.store import open_facts
from jalon.home import Home, make_home, open_home

IN_ANOTHER_PROCESS = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from jalon.workflows.start import start_group
home = start_group(Path(sys.argv[1]), "Group", "test")
from group_in_records import build_group_in_records
from jalon.records.actions.subjects import add_person
from jalon.records.export import read_snapshot
from jalon.workflows.refresh_facts import refresh_facts
build_group_in_records()
first = refresh_facts(home)
with read_snapshot(home) as records:
    before = len(records.read("subjects"))
    add_person(by="test", family_name="Later")
    after = len(records.read("subjects"))
second = refresh_facts(home)
print(json.dumps({"first": first.version, "second": second.version, "tables": sorted(second.tables),
                  "snapshot": [before, after]}))
"""


@pytest.fixture
def home_on_postgresql(postgresql: str, tmp_path: Path) -> Home:
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE facts")
    home = make_home(tmp_path / "on-postgresql")
    settings = (home.path / "jalon.toml").read_text(encoding="utf-8")
    (home.path / "jalon.toml").write_text(f'{settings}\nrecords = "{postgresql}/facts"\n', encoding="utf-8")
    return open_home(home.path)


def test_the_same_records_give_the_same_facts_on_both_databases(home: Home, home_on_postgresql: Home) -> None:
    from group_in_records import build_group_in_records

    from jalon.records.actions.subjects import add_person
    from jalon.workflows.refresh_facts import refresh_facts

    run = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, home_on_postgresql.path, Path(__file__).parent],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    on_postgresql = json.loads(run.stdout)

    build_group_in_records()
    assert on_postgresql["first"] == refresh_facts(home).version
    add_person(by="test", family_name="Later")
    assert on_postgresql["second"] == refresh_facts(home).version == open_facts(home_on_postgresql).version
    assert on_postgresql["tables"] == ["subjects"]
    before, after = on_postgresql["snapshot"]
    assert before == after
    assert not home_on_postgresql.records_file.exists()
