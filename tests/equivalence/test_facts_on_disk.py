"""The local engine reads files by itself: it must answer as it does from rows in memory."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from fresh_examples import EXAMPLES, check_examples
from generated_questions import Question, questions
from generated_worlds import Rows, worlds
from hypothesis import strategies as st

from jalon.engines.local import LocalEngine
from jalon.errors import JalonError
from jalon.facts.manifest import WHOLE, Manifest
from jalon.facts.schema import TABLES
from jalon.facts.store import DeltaFacts, MemoryFacts
from jalon.facts.writer import write_parts


def write_facts(folder: Path, world: Rows) -> DeltaFacts:
    """The rows as a refresh leaves them: a file for each project, sorted."""
    facts = MemoryFacts(world)
    tables = {}
    for table in TABLES:
        rows: pa.Table = facts.table(table.name).sort_by([(column, "ascending") for column in table.sort])
        if table.per_project:
            projects = [row["project"] for row in world["projects"]]
            parts = [(number, rows.filter(pa.compute.field("project") == number)) for number in projects]
        else:
            parts = [(WHOLE, rows)]
        tables[table.name] = write_parts(folder, table, None, parts).state
    return DeltaFacts(folder, Manifest(tables, {}, "2022-03-02T00:00:00+00:00"))


@pytest.mark.parametrize("few_rows", [-1, 20_000])
def test_files_answer_as_rows_in_memory(monkeypatch: pytest.MonkeyPatch, few_rows: int) -> None:
    """One file alone, or several side by side, as where there are many; with the columns asked for, or all at once."""
    monkeypatch.setattr("jalon.engines.local_reading.FEW_ROWS", few_rows)
    monkeypatch.setattr("jalon.facts.store.FILES_FOR_THREADS", 2)
    monkeypatch.setattr("jalon.facts.store.ROWS_FOR_THREADS", 0)
    monkeypatch.setattr("jalon.engines.local_columns.SIDE_BY_SIDE", 2)

    def holds(world: Rows, asked: list[Question]) -> None:
        with TemporaryDirectory() as folder:
            on_disk, in_memory = LocalEngine(write_facts(Path(folder), world)), LocalEngine(MemoryFacts(world))
            for question in asked:
                assert question.ask(on_disk) == question.ask(in_memory), question

    check_examples(holds, worlds(), st.lists(questions(), min_size=3, max_size=5), examples=EXAMPLES // 10)


def test_a_path_with_signs_of_a_pattern_is_read_as_any_other() -> None:
    def holds(world: Rows, question: Question) -> None:
        with TemporaryDirectory(suffix=" [2021] year=2021") as folder:
            on_disk = LocalEngine(write_facts(Path(folder), world))
            assert question.ask(on_disk) == question.ask(LocalEngine(MemoryFacts(world)))

    check_examples(holds, worlds(), questions(), examples=1)


def test_files_taken_away_are_said_to_have_moved() -> None:
    def holds(world: Rows, question: Question) -> None:
        with TemporaryDirectory() as folder:
            facts = write_facts(Path(folder), world)
            Path(facts.parquet_files("subjects")[0]).unlink()
            with pytest.raises(JalonError, match="facts"):
                question.ask(LocalEngine(facts))

    check_examples(holds, worlds(), questions(), examples=1)
