"""Whatever a release holds and whoever is erased from it: what it says stays, and nothing of hers is left in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fresh_examples import EXAMPLES, check_examples
from generated_worlds import Rows, worlds
from hypothesis import strategies as st
from test_comparisons_add_up import check_adds_up, consent, correct, enrol, erase, merge, split
from test_facts_on_disk import write_facts

from jalon.definitions import shipped_texts
from jalon.errors import JalonError
from jalon.facts.manifest import write_manifest
from jalon.figures.compare import Reason
from jalon.figures.figure import Figure
from jalon.figures.group import Group, open_group
from jalon.figures.release import Release, open_release
from jalon.figures.release_answers import FIRST_MARK
from jalon.figures.release_erase import erase_from_releases
from jalon.figures.release_facts import OF_SUBJECTS
from jalon.figures.release_freeze import freeze_release, place_release
from jalon.home import Home, make_home
from jalon.language.definition import OF_TWO, Kind

FEWER = max(EXAMPLES // 40, 2)
"""Each freezes a hundred figures or more."""
ASKED = (
    "attended",
    "countries_reached",
    "entered",
    "hours_attended",
    "hours_attended_each",
    "nationalities",
    "participants",
    "participations",
    "sessions_held",
    "share_of_women",
    "women",
)
LEVEL = """
id: level_change
title: {en: Change of level, fr: Evolution}
unit: person
kind: change
period_on: exit
value: change(french_level)
each: latest
by: [sex, employment, project, quarter]
never_unknown: The last day of a spell is recorded.
examples:
  - {entry: {french_level: A1}, exit: {french_level: B1}, answer: met}
  - {entered: 2021-02-01, left: no, answer: not met}
"""
TEXTS = {id: text for id, text in shipped_texts().items() if id in ASKED} | {"level_change": LEVEL}
EXAMPLES_HELD: list[bytes] = []
"""What the first home found of the examples, so that they run once."""


@pytest.fixture(autouse=True)
def few_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough of every kind, without what asks measures that the generated worlds do not have."""
    for module in ("jalon.figures.group", "jalon.figures.release_freeze"):
        monkeypatch.setattr(f"{module}.shipped_texts", lambda: TEXTS)


@contextmanager
def home_of(world: Rows) -> Iterator[Home]:
    with TemporaryDirectory() as folder:
        home = make_home(Path(folder) / "home", group="generated")
        if EXAMPLES_HELD:
            (home.facts / "examples.json").write_bytes(EXAMPLES_HELD[0])
        refresh(home, world)
        yield home


def refresh(home: Home, world: Rows) -> Group:
    for table in OF_SUBJECTS:
        shutil.rmtree(home.facts / table, ignore_errors=True)
    shutil.rmtree(home.facts / "kept", ignore_errors=True)
    for folder in home.facts.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    write_manifest(home.facts, write_facts(home.facts, world).manifest)
    return open_group(home.path)


def freeze(home: Home, code: str = "R") -> Release:
    folder, _ = freeze_release(
        home, code=code, title="", period="2021", reason="closed", by="test", also=("2020..2021",)
    )
    place_release(home, folder, code)
    EXAMPLES_HELD[:] = [(home.facts / "examples.json").read_bytes()]
    return open_release(home, code)


def described(figure: Figure) -> dict[str, Any]:
    """All that is said of a figure and of its cells, without saying who."""
    said: dict[str, Any] = {
        "figure": (figure.size, len(figure.no), len(figure.unknown), figure.value, figure.bounds, figure.reason_key)
    }
    offered = [dimension for dimension in figure.offered if figure.unit != "session" or dimension == "project"]
    alone = [(one,) for one in offered if one in ("sex", "age_band", "employment", "project", "country", "quarter")]
    for dimensions in [*alone, tuple(offered[:3]), tuple(offered[-3:])]:
        if dimensions:
            said[" × ".join(dimensions)] = [
                (cell.values, cell.size, len(cell.no), len(cell.unknown), cell.statistic and cell.statistic.to_dict())
                for cell in figure.by(*dimensions).cells
            ]
    return said


def described_all(release: Release) -> dict[str, Any]:
    return {link: described(release.figure(one.indicator, **one.scope)) for link, one in release.stated.items()}


def numbers_in(release: Release) -> set[int]:
    numbers: set[int] = set()
    for answer in release.answers.values():
        if answer.unit not in ("", "participation"):
            numbers |= set(answer.yes) | set(answer.no) | set(answer.unknown)
    return numbers


def test_what_is_frozen_stays_whoever_is_erased() -> None:
    def holds(world: Rows, number: int, second: int) -> None:
        with home_of(world) as home:
            release = freeze(home)
            said = described_all(release)
            everyone = [row["subject"] for row in world["subjects"]]
            for gone in ({everyone[number % len(everyone)]}, {everyone[second % len(everyone)]}):
                linked = (home.facts / "manifest.json").stat()
                files = {path: path.read_bytes() for path in home.facts.rglob("*.parquet")}
                erase_from_releases(home, gone, str)
                assert files == {path: path.read_bytes() for path in files}, "a file of the facts was written into"
                assert linked.st_mtime_ns == (home.facts / "manifest.json").stat().st_mtime_ns
                marked = open_release(home, "R")
                marked.check()
                assert described_all(marked) == said
                assert not gone & numbers_in(marked)
                for table in OF_SUBJECTS:
                    assert not gone & set(marked.facts.table(table).column("subject").to_pylist())
                assert all(mark >= FIRST_MARK for mark in marked.marks)
            assert release.made_with == marked.made_with

    check_examples(holds, worlds(), st.integers(0, 1000), st.integers(0, 1000), examples=FEWER)


def comparable(release: Release) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in release.stated.values():
        kind = release.indicator(one.indicator).kind
        if kind not in OF_TWO and kind is not Kind.DISTINCT:
            yield one.indicator, dict(one.scope)


def test_a_release_is_as_itself_and_as_its_facts() -> None:
    def holds(world: Rows) -> None:
        with home_of(world) as home:
            release, again = freeze(home, "R"), freeze(home, "S")
            group = open_group(home.path)
            for id, scope in comparable(release):
                for other in (release, again, group):
                    assert release.compare(other, id, **scope).is_empty, id

    check_examples(holds, worlds(), examples=FEWER)


def test_what_changed_since_adds_up_and_the_erased_are_said_to_be() -> None:
    def holds(world: Rows, number: int) -> None:
        with home_of(world) as home:
            freeze(home, "R")
            edited = deepcopy(world)
            for edit in (split if number % 2 else merge, consent, correct, enrol):
                edit(edited, number)
            refresh(home, edited)
            freeze(home, "S")
            erase(edited, number)
            left = {row["subject"] for row in edited["subjects"]}
            gone = {row["subject"] for row in world["subjects"]} - left
            assert set(erase_from_releases(home, gone, str)) == {"R", "S"}
            group = refresh(home, edited)
            first, second = open_release(home, "R"), open_release(home, "S")
            for id, scope in list(comparable(first))[number % 5 :: 5]:  # each asks up to four engines anew
                for one, other in ((first, second), (first, group), (second, group)):
                    comparison = one.compare(other, id, **scope)
                    check_adds_up(comparison)
                    before = comparison.before
                    marks = {number for number in before.members if number >= FIRST_MARK}
                    for mark in marks - set(comparison.after.members):
                        assert comparison.reason_of(mark) is Reason.ERASED, (id, scope, comparison.text())
                    if other is group:
                        assert not {number for number in comparison.after.members if number >= FIRST_MARK}

    check_examples(holds, worlds(), st.integers(0, 1000), examples=FEWER)


def test_a_byte_changed_is_found() -> None:
    def holds(world: Rows, place: int) -> None:
        with home_of(world) as home:
            release = freeze(home)
            names = [*sorted(release.manifest.files), "manifest.json"]
            path = release.folder / names[place % len(names)]
            content = bytearray(path.read_bytes())
            at = place % len(content)
            content[at] ^= 1
            path.unlink()  # it may be linked to a file of the facts
            path.write_bytes(content)
            with pytest.raises(JalonError) as refused:
                open_release(home, "R").check()
            assert refused.value.id in ("release_damaged", "release_of_another_format")

    check_examples(holds, worlds(), st.integers(0, 10**9), examples=FEWER)
