"""A group from Python: what can be asked, and what is refused before anything is counted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import jalon
from jalon.definitions import held_examples, shipped_texts
from jalon.errors import JalonError, JalonErrors
from jalon.facts.manifest import WHOLE, Manifest, write_manifest
from jalon.facts.schema import BY_NAME
from jalon.facts.store import MemoryFacts
from jalon.facts.writer import write_parts
from jalon.figures.examples import ExampleRecord, run_examples
from jalon.figures.group import Group
from jalon.figures.scope import PURPOSES
from jalon.home import Home, make_home
from jalon.language.check import shipped_catalogue
from jalon.language.examples import examples_digest
from jalon.language.load import load_definitions
from spec.world import build_facts

WORLD = {
    "organisations": "organisation | parent\nNGO | GROUP",
    "grants": "grant | funder | projects\nESF1 | EU | M",
    "projects": "project | organisation | countries | themes\nM | NGO | FR | language\nF | NGO | SN |",
    "sites": "site | country\nLYON | FR",
    "enrolments": "person | project | entry\n1 | M | 2021-02-01\n2 | F | 2021-03-01\n1 | F | 2021-04-01",
}

OWN = """
id: own_count
title: {en: Own, fr: Propre}
unit: person
period_on: active
among: enrolled()
counts: entry(employment) = 'employed'
by: [sex]
examples:
  - {entry: {employment: employed}, answer: met}
  - {entry: {employment: inactive}, answer: not met}
  - {answer: unknown}
"""
SHARE = """
id: a_share
title: {en: A share, fr: Une part}
unit: person
kind: share
period_on: active
of: participants
part: own_count
by: [sex]
"""


def with_definitions(**definitions: str) -> MemoryFacts:
    facts = build_facts(WORLD)
    rows = {name: facts.table(name).to_pylist() for name in BY_NAME}
    return MemoryFacts(rows, definitions=definitions)


def build_group(facts: MemoryFacts | None = None, engine: str = "reference") -> Group:
    return Group.from_facts(facts or build_facts(WORLD), key=b"key", engine=engine)


@pytest.fixture(scope="module")
def group() -> Group:
    return build_group()


def refused(group: Group, id: str = "participants", **asked: Any) -> JalonError:
    with pytest.raises(JalonError) as caught:
        group.figure(id, **asked)
    return caught.value


# Asking ---------------------------------------------------------------------------------------


def test_a_group_says_what_it_holds(group: Group) -> None:
    assert group.projects == ("F", "M")
    assert group.facts_version == "memory"
    assert list(group.indicators) == sorted(shipped_texts())
    assert not group.unavailable
    assert "2 projects" in repr(group)


@pytest.mark.parametrize(
    ("asked", "members"),
    [
        ({"project": "M"}, {1}),
        ({"project": ["M", "F"]}, {1, 2}),
        ({"organisation": "GROUP"}, {1, 2}),
        ({"country": "SN"}, {1, 2}),
        ({"theme": "language"}, {1}),
        ({"grant": "ESF1"}, {1}),
        ({"funder": "EU"}, {1}),
        ({"period": "2021-02"}, {1}),
        ({"period": 2021}, {1, 2}),
        ({}, {1, 2}),
    ],
)
def test_each_restriction_restricts(group: Group, asked: dict[str, Any], members: set[int]) -> None:
    assert group.figure("participants", **asked).members == members


def test_one_scope_is_written_one_way(group: Group) -> None:
    first, other = (group.figure("participants", project=codes) for codes in (["M", "F", "M"], ("F", "M")))
    assert first.scope == other.scope
    assert first.provenance == other.provenance


@pytest.mark.parametrize(
    ("dimension", "code", "nearest"),
    [
        ("project", "m", "M"),
        ("organisation", "NG0", "NGO"),
        ("country", "FRA", "FR"),
        ("site", "LYONS", "LYON"),
        ("theme", "langage", "language"),
        ("grant", "ESF2", "ESF1"),
        ("funder", "NGO", None),
    ],
)
def test_a_code_that_does_not_exist_is_refused(group: Group, dimension: str, code: str, nearest: str | None) -> None:
    error = refused(group, **{dimension: code})
    assert (error.id, error.nearest) == ("unknown_scope_code", nearest)
    assert code in error.text("fr")


def test_purposes(group: Group) -> None:
    error = refused(group, purpose="reserch")
    assert (error.id, error.nearest) == ("unknown_purpose", "research")
    assert group.figure("participants", purpose="research").members == set()


@pytest.mark.usefixtures("template_home")
def test_purposes_are_those_of_the_records() -> None:
    from jalon.records.models import Purpose

    assert set(PURPOSES) == set(Purpose.values)


def test_an_indicator_that_does_not_exist(group: Group) -> None:
    error = refused(group, "participant")
    assert (error.id, error.nearest) == ("no_such_indicator", "participants")


def test_an_engine_that_does_not_exist() -> None:
    with pytest.raises(JalonError) as caught:
        build_group(engine="referenz")
    assert (caught.value.id, caught.value.nearest) == ("unknown_engine", "reference")


# The group's own indicators -------------------------------------------------------------------


def test_own_indicators_stand_beside_the_shipped() -> None:
    group = build_group(with_definitions(a_share=SHARE, own_count=OWN))
    assert group.figure("own_count", 2021).unknown == {1, 2}
    share = group.figure("a_share", 2021)
    assert (share.value, share.reason) == (None, "no answer is known")
    assert len(group.figures(2021)) == len(shipped_texts()) + 2


def test_an_own_indicator_may_not_take_a_shipped_id() -> None:
    group = build_group(with_definitions(participants=OWN.replace("own_count", "participants")))
    with pytest.raises(JalonError) as caught:
        _ = group.indicators
    assert caught.value.id == "indicator_taken"


def test_an_indicator_of_a_measure_that_the_group_lacks_says_so() -> None:
    rows = {name: build_facts(WORLD).table(name).to_pylist() for name in BY_NAME}
    rows["measures"] = [row for row in rows["measures"] if row["code"] != "french_level"]
    group = build_group(MemoryFacts(rows))
    assert {"french_level_up", "share_french_level_up"} <= set(group.unavailable)
    assert "participants" in group.indicators
    with pytest.raises(JalonErrors) as caught:
        group.figure("french_level_up")
    assert {error.id for error in caught.value.errors} >= {"unknown_measure"}


def test_a_share_of_nothing_known_is_unavailable() -> None:
    group = build_group(with_definitions(a_share=SHARE))
    with pytest.raises(JalonErrors) as caught:
        group.figure("a_share")
    assert [error.id for error in caught.value.errors] == ["unknown_indicator"]


# Examples -------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["local", "reference"])
def test_an_example_that_fails_stops_its_indicator(engine: str) -> None:
    wrong = OWN.replace("employed}, answer: met", "employed}, answer: not met").replace(
        "inactive}, answer: not met", "inactive}, answer: met"
    )
    group = build_group(with_definitions(own_count=wrong), engine)
    error = refused(group, "own_count")
    assert error.id == "example_fails"
    assert error.details["number"] == 1
    assert (error.details["wanted"], error.details["found"]) == ("not met", "met")
    assert "employment: employed" in error.text("fr")


def test_an_example_that_fails_stops_all_that_are_checked_together() -> None:
    wrong = OWN.replace("own_count", "own_other").replace(": inactive", ": swapped")
    wrong = wrong.replace(": employed}", ": inactive}").replace(": swapped", ": employed")
    group = build_group(with_definitions(own_count=OWN, own_other=wrong), "local")
    with pytest.raises(JalonError) as caught:
        group.check_indicators()
    assert caught.value.id == "example_fails"
    assert (caught.value.details["indicator"], caught.value.details["number"]) == ("own_other", 1)


@pytest.fixture
def nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no indicator had been tried before it was shipped."""
    monkeypatch.setattr("jalon.figures.examples.held_examples", frozenset)


@pytest.mark.usefixtures("nothing_held")
def test_what_was_checked_together_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    group = Group(build_facts(WORLD), key=b"key", engine="local", examples_file=tmp_path / "examples.json")
    group.check_indicators()
    monkeypatch.setattr("jalon.figures.examples.build_example_facts", None)
    again = Group(build_facts(WORLD), key=b"key", engine="local", examples_file=tmp_path / "examples.json")
    assert len([again.indicator(id) for id in again.indicators]) > 30


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of which indicators the examples run, and on which engine."""
    runs: list[str] = []
    monkeypatch.setattr(
        "jalon.figures.examples.run_together",
        lambda definitions, _, engine: runs.extend(f"{definition.id} on {engine}" for definition in definitions),
    )
    return runs


@pytest.mark.usefixtures("nothing_held")
def test_examples_are_run_once_and_remembered(tmp_path: Path, runs: list[str]) -> None:
    file, both = tmp_path / "examples.json", ["participants on reference", "participants on local"]
    for _ in range(2):
        group = Group(build_facts(WORLD), key=b"key", engine="local", examples_file=file)
        group.figure("participants")
    assert runs == both
    file.write_text("not JSON", encoding="utf-8")
    Group(build_facts(WORLD), key=b"key", engine="local", examples_file=file).figure("participants")
    assert runs == both * 2


def test_examples_that_held_before_they_were_shipped_are_not_run_again(runs: list[str]) -> None:
    build_group(with_definitions(own_count=OWN), "local").check_indicators()
    assert runs == ["own_count on reference", "own_count on local"]


def test_shipped_examples_are_run_where_a_measure_that_they_name_is_another(runs: list[str]) -> None:
    rows = {name: build_facts(WORLD).table(name).to_pylist() for name in BY_NAME}
    for row in rows["measures"]:
        row["options"] += ["sabbatical"] if row["code"] == "employment" else []
    rows["measures"].append({**rows["measures"][0], "measure": 99, "code": "own_measure"})
    build_group(MemoryFacts(rows), "local").check_indicators()
    assert "unemployed_at_entry on reference" in runs
    assert "participants on reference" not in runs


def test_what_held_in_another_version_is_run_again(tmp_path: Path) -> None:
    file = tmp_path / "examples.json"
    ExampleRecord(file).add("a")
    assert "a" in ExampleRecord(file)
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(kept | {"jalon": "0.0.0"}), encoding="utf-8")
    assert "a" not in ExampleRecord(file)


def test_a_folder_that_cannot_be_written_remembers_in_memory(tmp_path: Path) -> None:
    record = ExampleRecord(tmp_path / "absent" / "examples.json")
    record.add("a")
    assert "a" in record


@pytest.mark.parametrize("engine", ["local", "reference"])
def test_every_shipped_example_holds(engine: str) -> None:
    group, catalogue = build_group(engine=engine), shipped_catalogue()
    definitions = load_definitions(shipped_texts(), catalogue)
    assert definitions.keys() == group.indicators.keys()
    for definition in definitions.values():
        run_examples(definition, catalogue, engine)
    assert {examples_digest(definition, catalogue) for definition in definitions.values()} == held_examples()


# From a folder --------------------------------------------------------------------------------


def parts_of(facts: MemoryFacts, name: str) -> Iterator[tuple[int, pa.Table]]:
    if not BY_NAME[name].per_project:
        yield WHOLE, facts.table(name)
        return
    for project in sorted(set(facts.table(name).column("project").to_pylist())):
        yield project, facts.table(name, [project])


@pytest.fixture
def home_with_facts(tmp_path: Path) -> Home:
    home, facts = make_home(tmp_path / "home", group="The group"), build_facts(WORLD)
    tables = {name: write_parts(home.facts, BY_NAME[name], None, parts_of(facts, name)).state for name in BY_NAME}
    write_manifest(home.facts, Manifest(tables, {"own_count": OWN}, "2026-01-01T00:00:00"))
    return home


def test_open_a_folder(home_with_facts: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for group in (jalon.open(home_with_facts.path), jalon.open(home_with_facts.path, engine="reference")):
        assert (group.name, group.projects) == ("The group", ("F", "M"))
        figure = group.figure("participants", "2021")
        assert figure.value == 2
        assert figure.digest == figure.members.digest(home_with_facts.key, "person")
        assert figure.by("project").overlap == 1
        assert group.indicator("own_count").version == 1
    assert (home_with_facts.facts / "examples.json").is_file()
    monkeypatch.setenv("JALON_HOME", str(home_with_facts.path))
    assert jalon.open().facts_version == group.facts_version


def test_open_nothing(tmp_path: Path) -> None:
    with pytest.raises(JalonError) as caught:
        jalon.open(tmp_path)
    assert caught.value.id == "no_home"
    make_home(tmp_path / "home")
    with pytest.raises(JalonError) as caught:
        jalon.open(tmp_path / "home")
    assert caught.value.id == "no_facts"


def test_no_django_is_needed(home_with_facts: Home) -> None:
    script = (
        "import sys, jalon\n"
        "assert 'duckdb' not in sys.modules  # `import jalon` is light\n"
        f"figure = jalon.open({str(home_with_facts.path)!r}).figure('participants', '2021')\n"
        "print(figure.by('project').reconciliation.text())\n"
        "assert not [name for name in sys.modules if name.partition('.')[0] == 'django']\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "2 + 1 − 1 counted twice = 2 people, once each\n"


def test_indicators_cannot_be_changed(group: Group) -> None:
    assert isinstance(group.indicators, Mapping)
    with pytest.raises(TypeError):
        group.indicators["new"] = group.indicators["participants"]  # type: ignore[index]
