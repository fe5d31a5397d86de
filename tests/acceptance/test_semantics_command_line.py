"""The twelve people of shared/semantics through the command line, on every engine, to the digit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from semantics_group import build_group_text

from jalon.cli import main
from jalon.home import Home

SEMANTICS = Path(__file__).resolve().parents[3] / "shared" / "semantics"
pytestmark = pytest.mark.skipif(not SEMANTICS.is_dir(), reason="the folder shared/semantics is not beside the project")

OWN = {
    "age_at_entry_under_25_any": ("active", "age(entry) < 25", "any"),
    "age_at_entry_under_26_any": ("active", "age(entry) < 26", "any"),
    "attended_at_least_1_any": ("active", "sessions_attended() >= 1", "any"),
    "attended_at_least_3_any": ("active", "sessions_attended() >= 3", "any"),
    "attended_at_least_3_together": ("active", "sessions_attended() >= 3", "together"),
    "employed_at_exit": ("exit", "exit(employment) = 'employed'", "any"),
    "unemployed_at_entry_any": ("active", "entry(employment) = 'unemployed'", "any"),
    "unemployed_at_entry_first": ("active", "entry(employment) = 'unemployed'", "first"),
}
MAYBE = "{mark: not listed, register: no}"
EXAMPLES = {
    "age": [("{birth: 2010-01-01}", "met"), ("{birth: 1950-01-01}", "not met"), ("{}", "unknown")],
    "sessions_attended": [
        ("{sessions: [{mark: present}, {mark: present}, {mark: present}]}", "met"),
        ("{sessions: [{mark: absent}]}", "not met"),
        (f"{{sessions: [{MAYBE}, {MAYBE}, {MAYBE}]}}", "unknown"),
    ],
    "exit": [
        ("{exit: {employment: employed}}", "met"),
        ("{exit: {employment: inactive}}", "not met"),
        ("{exit: {}}", "unknown"),
    ],
    "entry": [
        ("{entry: {employment: unemployed}}", "met"),
        ("{entry: {employment: inactive}}", "not met"),
        ("{entry: {}}", "unknown"),
    ],
}

Run = Callable[..., Any]


def definition(id: str) -> str:
    period_on, counts, over = OWN[id]
    examples = EXAMPLES[counts.partition("(")[0]]
    listed = "\n".join(
        f"  - {given[:-1]}{', ' if len(given) > 2 else ''}answer: {answer}}}" for given, answer in examples
    )
    return (
        f"id: own_{id}\ntitle: {{en: '{id}', fr: '{id}'}}\nunit: person\nperiod_on: {period_on}\n"
        f'counts: "{counts}"\nover: {over}\nexamples:\n{listed}\n'
    )


@pytest.fixture
def run(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the twelve people, with the definitions of OWN added, and reads its JSON."""

    def run(*arguments: str) -> Any:
        code = main(["--home", str(home.path), "--as", "test", "--json", *arguments])
        said = capsys.readouterr()
        assert code == 0, said.err
        return json.loads(said.out)

    group = tmp_path / "group.yaml"
    group.write_text(build_group_text(SEMANTICS), encoding="utf-8")
    run("load", str(group))
    for id in OWN:
        file = tmp_path / f"{id}.yaml"
        file.write_text(definition(id), encoding="utf-8")
        assert run("indicators", "add", str(file)) == [{"id": f"own_{id}", "version": 1, "changed": True}]
    return run


@pytest.mark.parametrize("engine", ["local", "reference"])
def test_every_answer_of_the_twelve_people(run: Run, engine: str) -> None:
    expected = json.loads((SEMANTICS / "expected.json").read_text(encoding="utf-8"))
    check_answers(run, engine, expected["as_recorded"])
    run("decide", "5", "8", "same", "--reason", "the same card")
    check_answers(run, engine, expected["after_8_is_found_to_be_5"])
    run("decide", "5", "8", "unsure", "--reason", "two cards after all")
    after = run("members", "participants", "--period", "2021", "--engine", engine)["members"]
    assert after == expected["as_recorded"]["participants_active_2021"]


def check_answers(run: Run, engine: str, expected: dict[str, Any]) -> None:
    scope = ("--period", "2021", "--engine", engine)

    def numbers(indicator: str, answer: str = "yes", *more: str) -> list[int]:
        found: list[int] = run("members", indicator, "--answer", answer, *scope, *more)["members"]
        return found

    assert numbers("participants") == expected["participants_active_2021"]
    assert numbers("entered") == expected["participants_entry_2021"]
    assert numbers("left") == expected["participants_exit_2021"]
    assert run("figure", "participations", *scope)["value"] == expected["participations_active_2021"]
    assert float(run("figure", "hours_attended", *scope)["value"]) == expected["hours_attended_sum"]
    for id in OWN:
        found = {answer: numbers(f"own_{id}", answer) for answer in ("yes", "no", "unknown")}
        assert found == expected[id], id
    sized = {"active_by_project": ("participants", "project"), "active_by_age_band": ("participants", "age_band")}
    sized |= {"active_by_quarter": ("participants", "quarter")}
    sized |= {"attended_at_least_1_by_project": ("own_attended_at_least_1_any", "project")}
    for name, (indicator, dimension) in sized.items():
        broken_down = run("figure", indicator, "--by", dimension, *scope)
        cells = {cell["values"][0] or "unknown": cell["size"] for cell in broken_down["cells"] if cell["size"]}
        wanted = dict(expected[name])
        if "overlap" in wanted:
            assert broken_down["overlap"] == wanted.pop("overlap"), name
        assert cells == {value: len(members) for value, members in wanted.items()}, name
    for project in ("M", "F"):
        assert numbers("participants", "yes", "--project", project) == expected["active_by_project"][project]


def test_who_came_in_2022_and_who_asked_to_be_forgotten(run: Run) -> None:
    by_sex = run("figure", "participants", "--period", "2022", "--by", "sex")
    assert {tuple(cell["values"]): cell["size"] for cell in by_sex["cells"]} == {("female",): 3, (None,): 1}
    assert run("erase", "11", "--reason", "she asked", "--yes")["erased"] == [11]
    assert run("members", "participants", "--period", "2021")["members"] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
