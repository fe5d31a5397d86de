"""What is kept beside the facts answers as the facts do, and what is kept wrongly is not read."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fresh_examples import EXAMPLES, check_examples
from generated_questions import Question, questions
from generated_worlds import Rows, worlds
from hypothesis import strategies as st
from test_facts_on_disk import write_facts

from jalon.engines.local import LocalEngine
from jalon.engines.local_columns import Columns
from jalon.engines.local_keeping import keep_sets
from jalon.engines.reference import ReferenceEngine
from jalon.facts.manifest import write_manifest
from jalon.facts.store import DeltaFacts, MemoryFacts
from jalon.figures.group import Group


def kept_files(facts: DeltaFacts) -> list[Path]:
    return sorted((facts.folder / "kept").iterdir())


def take_facts_away(facts: DeltaFacts, *names: str) -> None:
    for name in names:
        for file in facts.parquet_files(name):
            Path(file).unlink()


def test_what_is_kept_answers_as_the_reference_does_over_rows() -> None:
    def holds(world: Rows, asked: list[Question]) -> None:
        with TemporaryDirectory() as folder:
            facts = write_facts(Path(folder), world)
            keep_sets(facts)
            take_facts_away(facts, "subjects", "same_subject", "attendances")  # so that nothing else can be read
            reference, kept = ReferenceEngine(MemoryFacts(world)), LocalEngine(facts)
            for question in asked:
                assert question.ask(kept) == question.ask(reference), question

    check_examples(holds, worlds(), st.lists(questions(), min_size=3, max_size=5), examples=EXAMPLES // 4)


def test_a_damaged_file_is_built_again() -> None:
    def holds(world: Rows, question: Question, at: float, cut: bool) -> None:
        with TemporaryDirectory() as folder:
            facts = write_facts(Path(folder), world)
            keep_sets(facts)
            for file in kept_files(facts):
                content = bytearray(file.read_bytes())
                place = int(at * len(content))
                content[place] ^= 0x55
                file.write_bytes(content[:place] if cut else content)
            assert question.ask(LocalEngine(facts)) == question.ask(LocalEngine(MemoryFacts(world)))

    places = st.floats(0, 1, exclude_max=True)
    check_examples(holds, worlds(), questions(), places, st.booleans(), examples=EXAMPLES // 4)


WORLD: dict[str, Any] = {
    "organisations": [{"organisation": 1, "code": "O", "kind": "group"}],
    "projects": [
        {"project": number, "code": f"P{number}", "organisation": 1, "sensitive": False}
        | {"countries": [], "themes": [], "sdg_targets": []}
        for number in (1, 2)
    ],
    "activities": [{"activity": 1, "project": 1, "code": "A", "kind": "workshop"}],
    "subjects": [
        {"subject": number, "kind": "person", "sex": "female", "permits": [], "refuses": []} for number in (1, 2, 3)
    ],
    "enrolments": [
        {"project": project, "enrolment": 10 * project + subject, "subject": subject, "entry": dt.date(2021, 1, 1)}
        | {"implicit": False}
        for project in (1, 2)
        for subject in (1, 2, 3)
    ],
    "sessions": [
        {"project": project, "session": project, "activity": 1, "date": dt.date(2021, 2, 1), "register": True}
        for project in (1, 2)
    ],
    "attendances": [
        {"project": 1, "session": 1, "subject": 1, "date": dt.date(2021, 2, 1), "mark": "present"},
        {"project": 2, "session": 2, "subject": 2, "date": dt.date(2021, 2, 1), "mark": "present"},
    ],
}


def with_mark(mark: str) -> dict[str, Any]:
    first, second = WORLD["attendances"]
    return WORLD | {"attendances": [first, second | {"mark": mark}]}


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    facts = write_facts(tmp_path, WORLD)
    assert keep_sets(facts).written == 5  # people, spells, sessions and the attendances of two projects
    before = {file: file.stat().st_ino for file in kept_files(facts)}
    later = write_facts(tmp_path, with_mark("absent"))
    kept = keep_sets(later)
    assert (kept.files, kept.written) == (5, 1)
    after = {file: file.stat().st_ino for file in kept_files(later)}
    (gone,), (new,) = before.keys() - after.keys(), after.keys() - before.keys()
    assert gone.name.startswith("attendances-2-")
    assert new.name.startswith("attendances-2-")
    assert before.items() - after.items() == {(gone, before[gone])}
    assert keep_sets(later).written == 0


def test_former_facts_are_not_read_from_what_is_kept_of_later_ones(tmp_path: Path) -> None:
    facts = write_facts(tmp_path, WORLD)
    keep_sets(facts)
    later = write_facts(tmp_path, with_mark("absent"))
    assert Columns(later).attendances(2).mark.tolist() == [0]  # not kept yet
    keep_sets(later)
    assert Columns(later).attendances(2).mark.tolist() == [0]
    assert Columns(facts).attendances(1).mark.tolist() == [2]  # did not change: from the same file


def test_another_format_is_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = write_facts(tmp_path, WORLD)
    keep_sets(facts)
    former = kept_files(facts)
    monkeypatch.setattr("jalon.engines.local_columns.FORMAT", "another")
    assert keep_sets(facts).written == len(former)
    assert not set(former) & set(kept_files(facts))


def test_what_a_process_that_died_left_is_swept(tmp_path: Path) -> None:
    facts = write_facts(tmp_path, WORLD)
    keep_sets(facts)
    (tmp_path / "kept" / "people-0.unfinished").write_bytes(b"half")
    keep_sets(facts)
    assert not list((tmp_path / "kept").glob("*.unfinished"))


ONE_FIGURE = """
import sys
from pathlib import Path
from jalon.facts.manifest import read_manifest
from jalon.facts.store import DeltaFacts
from jalon.figures.group import Group
folder = Path(sys.argv[1])
group = Group(DeltaFacts(folder, read_manifest(folder)), key=b"key", examples_file=folder / "examples.json")
assert group.figure("attended", 2021).by("country").total == {1, 2}
print(*sorted({"pandas", "duckdb", "pyproj"} & sys.modules.keys()))
"""


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_figure_imports_nothing_slow_that_it_does_not_use(tmp_path: Path, is_kept: bool) -> None:
    """To import any of these takes about as long as the figure; `pyarrow` imports pandas to make a value a scalar, and
    numbers NumPy's."""
    facts = write_facts(tmp_path, WORLD)
    write_manifest(facts.folder, facts.manifest)
    if is_kept:
        keep_sets(facts)
    Group(facts, key=b"key", examples_file=tmp_path / "examples.json").indicator("attended")  # its examples hold
    asked = subprocess.run(
        [sys.executable, "-c", ONE_FIGURE, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (asked.stderr, asked.stdout.strip()) == ("", "")
