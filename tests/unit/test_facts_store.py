"""Facts on disk: what the manifest pins is read, whatever else lies about."""

from __future__ import annotations

import datetime as dt
import json
import os
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from jalon.errors import JalonError
from jalon.facts import store
from jalon.facts.manifest import WHOLE, Manifest, TableState, read_manifest, write_manifest
from jalon.facts.schema import ATTENDANCES, BY_NAME, SITES, TABLES
from jalon.facts.store import MemoryFacts, open_facts
from jalon.facts.writer import FEW_ROWS, LOG_LENGTH, delete_unpinned, only_writer, undo_unpinned_commits, write_parts
from jalon.home import Home, make_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")


def attendances(project: int, *subjects: int, hours: str = "1.50") -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "project": project,
                "session": 1,
                "subject": subject,
                "date": dt.date(2021, 3, 1) + dt.timedelta(subject % 28),
                "mark": "present",
                "hours": Decimal(hours),
            }
            for subject in subjects
        ],
        schema=ATTENDANCES.arrow_schema,
    )


def sites(*codes: str) -> pa.Table:
    rows = [{"site": n, "code": code, "country": "FR"} for n, code in enumerate(codes, 1)]
    return pa.Table.from_pylist(rows, schema=SITES.arrow_schema)


def refresh(home: Home, made_at: str, **parts: dict[int, pa.Table]) -> Manifest:
    """Write these parts, and pin them, as a refresh does. A first refresh writes every table."""
    former = read_manifest(home.facts)
    tables: dict[str, TableState] = dict(former.tables) if former else {}
    for name in parts if former else BY_NAME:
        written = write_parts(home.facts, BY_NAME[name], tables.get(name), parts.get(name, {}).items())
        tables[name] = written.state
    manifest = Manifest(tables, {"ours": "id: ours"}, made_at)
    write_manifest(home.facts, manifest)
    delete_unpinned(home.facts, manifest)
    return manifest


def parquet_files(home: Home) -> set[Path]:
    return {file for file in home.facts.glob("*/**/*.parquet") if "_delta_log" not in file.parts}


def test_what_was_written_is_read_back_in_the_schemas_types_and_order(home: Home) -> None:
    refresh(home, "1", attendances={2: attendances(2, 5, 6), 1: attendances(1, 7)}, sites={WHOLE: sites("A", "B")})
    facts = open_facts(home)
    for table in TABLES:
        assert facts.table(table.name).schema == table.arrow_schema
    assert facts.table("attendances").equals(pa.concat_tables([attendances(1, 7), attendances(2, 5, 6)]))
    assert facts.table("attendances", [2]).equals(attendances(2, 5, 6))
    assert facts.table("attendances", [9]).num_rows == 0
    assert facts.table("attendances", []).num_rows == 0
    assert facts.table("sites", [9]).equals(sites("A", "B"))
    assert facts.definitions() == {"ours": "id: ours"}


def test_only_parts_of_many_rows_are_packed_and_all_are_read_back(home: Home) -> None:
    few, many = attendances(1, *range(FEW_ROWS)), attendances(2, *range(FEW_ROWS + 1))
    manifest = refresh(home, "1", attendances={1: few, 2: many})
    packed = {
        project: pq.ParquetFile(home.facts / part.file).metadata.row_group(0).column(0).compression
        for project, part in manifest.tables["attendances"].parts.items()
    }
    assert packed == {1: "UNCOMPRESSED", 2: "ZSTD"}
    assert open_facts(home).table("attendances").equals(pa.concat_tables([few, many]))


@pytest.mark.parametrize(("files", "rows", "threads"), [(2, 3, True), (3, 3, False), (2, 4, False)])
def test_threads_read_where_there_are_many_files_of_many_rows(
    home: Home, monkeypatch: pytest.MonkeyPatch, files: int, rows: int, threads: bool
) -> None:
    refresh(home, "1", attendances={2: attendances(2, 5, 6), 1: attendances(1, 7, 8)})
    monkeypatch.setattr("jalon.facts.store.FILES_FOR_THREADS", files)
    monkeypatch.setattr("jalon.facts.store.ROWS_FOR_THREADS", rows)
    started: list[int | None] = []

    class Watched(ThreadPoolExecutor):
        def __init__(self, most: int | None) -> None:
            started.append(most)
            super().__init__(most)

    monkeypatch.setattr("jalon.facts.store.ThreadPoolExecutor", Watched)
    found = open_facts(home).table("attendances")
    assert found.equals(pa.concat_tables([attendances(1, 7, 8), attendances(2, 5, 6)]))
    assert bool(started) == threads


def test_duckdb_and_delta_read_the_same_rows(home: Home) -> None:
    refresh(home, "1", attendances={2: attendances(2, 5, 6), 1: attendances(1, 7)})
    facts = open_facts(home)
    columns = ", ".join(ATTENDANCES.arrow_schema.names)
    with duckdb.connect() as database:
        by_duckdb = database.sql(
            f"SELECT {columns} FROM read_parquet($files) ORDER BY project, subject",
            params={"files": facts.parquet_files("attendances")},
        ).to_arrow_table()
    assert by_duckdb.cast(ATTENDANCES.arrow_schema).equals(facts.table("attendances"))
    version = facts.manifest.tables["attendances"].delta_version
    delta = DeltaTable(home.facts / "attendances", version=version)
    assert sorted(delta.file_uris()) == sorted(facts.parquet_files("attendances"))
    assert delta.to_pyarrow_table().num_rows == 3


def test_only_a_part_whose_rows_changed_is_rewritten(home: Home) -> None:
    first = refresh(home, "1", attendances={1: attendances(1, 7), 2: attendances(2, 5)})
    second = refresh(home, "2", attendances={1: attendances(1, 7), 2: attendances(2, 5, 6)})
    assert second.tables["attendances"].parts[1] == first.tables["attendances"].parts[1]
    assert second.tables["attendances"].parts[2] != first.tables["attendances"].parts[2]
    assert second.tables["sites"] == first.tables["sites"]
    third = refresh(home, "3", attendances={2: attendances(2, 5, 6)})
    assert third.tables == second.tables


def test_a_part_left_without_rows_is_taken_away(home: Home) -> None:
    refresh(home, "1", attendances={1: attendances(1, 7), 2: attendances(2, 5)})
    manifest = refresh(home, "2", attendances={1: attendances(1)})
    assert set(manifest.tables["attendances"].parts) == {2}
    assert open_facts(home).table("attendances").equals(attendances(2, 5))
    assert DeltaTable(home.facts / "attendances").to_pyarrow_table().num_rows == 1


def test_the_version_names_the_content_whatever_the_history(home: Home, tmp_path: Path) -> None:
    refresh(home, "1", attendances={1: attendances(1, 7)})
    changed = refresh(home, "2", attendances={1: attendances(1, 8)})
    back = refresh(home, "3", attendances={1: attendances(1, 7)})
    elsewhere = refresh(make_home(tmp_path / "other"), "4", attendances={1: attendances(1, 7)})
    assert back.version == elsewhere.version
    assert changed.version != back.version
    assert Manifest(back.tables, {}, "3").version != back.version


def test_nothing_of_a_former_version_stays_on_disk(home: Home) -> None:
    refresh(home, "1", attendances={1: attendances(1, 7)})
    manifest = refresh(home, "2", attendances={1: attendances(1, 8)})
    assert parquet_files(home) == {home.facts / manifest.tables["attendances"].parts[1].file}


def test_deltas_log_holds_no_subject_numbers_and_does_not_grow_for_ever(home: Home) -> None:
    for turn in range(2 * LOG_LENGTH):
        refresh(home, str(turn), attendances={1: attendances(1, 5_000_000 + turn)})
    log = home.facts / "attendances" / "_delta_log"
    assert len(list(log.glob("*.json"))) <= LOG_LENGTH + 1
    assert not any(b"50000" in file.read_bytes() for file in log.glob("*.json"))
    assert DeltaTable(home.facts / "attendances").to_pyarrow_table()["subject"].to_pylist() == [5_000_000 + turn]


def test_a_commit_without_manifest_does_not_count_and_is_taken_back(home: Home) -> None:
    manifest = refresh(home, "1", attendances={1: attendances(1, 7)})
    write_parts(home.facts, ATTENDANCES, manifest.tables["attendances"], [(1, attendances(1, 8))])
    assert open_facts(home).table("attendances").equals(attendances(1, 7))
    aligned = undo_unpinned_commits(home.facts, manifest)
    assert aligned.tables["attendances"].delta_version > manifest.tables["attendances"].delta_version
    assert aligned.version == manifest.version
    delete_unpinned(home.facts, aligned)
    assert DeltaTable(home.facts / "attendances").to_pyarrow_table()["subject"].to_pylist() == [7]


def test_a_damaged_log_is_made_anew(home: Home) -> None:
    refresh(home, "1", attendances={1: attendances(1, 7)})
    for file in (home.facts / "attendances" / "_delta_log").iterdir():
        file.write_text("not a log")
    written = write_parts(home.facts, ATTENDANCES, None, [(1, attendances(1, 7))])
    assert written.changed == {1}
    assert DeltaTable(home.facts / "attendances").to_pyarrow_table().num_rows == 1


def test_no_facts_yet_says_how_to_make_them(home: Home) -> None:
    with pytest.raises(JalonError) as refused:
        open_facts(home)
    assert refused.value.id == "no_facts"
    assert "jalon facts refresh" in refused.value.text("fr")


def test_facts_of_another_schema_are_not_read(home: Home) -> None:
    manifest = refresh(home, "1")
    write_manifest(home.facts, Manifest(manifest.tables, {}, "1", schema_version="older"))
    with pytest.raises(JalonError) as refused:
        open_facts(home)
    assert refused.value.id == "facts_of_another_schema"


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: os.truncate(file, 10)])
def test_a_file_missing_or_cut_short_is_told(home: Home, harm: Any) -> None:
    refresh(home, "1", attendances={1: attendances(1, 7)})
    harm(*parquet_files(home))
    with pytest.raises(JalonError) as refused:
        open_facts(home)
    assert refused.value.id == "facts_damaged"


def test_facts_refreshed_between_manifest_and_files_are_opened_once_more(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = refresh(home, "1", attendances={1: attendances(1, 7)})
    refresh(home, "2", attendances={1: attendances(1, 8)})
    manifests = iter([former])
    monkeypatch.setattr(store, "read_manifest", lambda folder: next(manifests, None) or read_manifest(folder))
    assert open_facts(home).table("attendances").equals(attendances(1, 8))


def test_facts_refreshed_under_a_reader_are_told(home: Home) -> None:
    refresh(home, "1", attendances={1: attendances(1, 7)})
    facts = open_facts(home)
    refresh(home, "2", attendances={1: attendances(1, 8)})
    with pytest.raises(JalonError) as refused:
        facts.table("attendances")
    assert refused.value.id == "facts_moved"


def test_two_writers_do_not_meet(home: Home) -> None:
    with only_writer(home, patience=0):
        with pytest.raises(JalonError) as refused, only_writer(home, patience=0.1):
            pass
        assert refused.value.id == "refresh_under_way"
    with only_writer(home, patience=0):
        pass


def test_the_manifest_is_never_seen_half_written(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = refresh(home, "1", attendances={1: attendances(1, 7)})

    def die(*args: Any, **options: Any) -> None:
        args[1].write('{"tables"')
        raise OSError("disk full")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="disk full"):
        broken.setattr(json, "dump", die)
        write_manifest(home.facts, Manifest({}, {}, "2"))
    assert read_manifest(home.facts) == manifest


def test_facts_in_memory_and_on_disk_answer_alike(home: Home) -> None:
    refresh(home, "1", attendances={1: attendances(1, 7), 2: attendances(2, 5)})
    in_memory = MemoryFacts({"attendances": [*attendances(1, 7).to_pylist(), *attendances(2, 5).to_pylist()]})
    on_disk = open_facts(home)
    for projects in (None, [], [1], [2, 1], [3]):
        assert on_disk.table("attendances", projects).equals(in_memory.table("attendances", projects))
