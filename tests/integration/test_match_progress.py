"""Matching people says how far it is: with many it takes minutes, and nobody watches a script."""

from __future__ import annotations

import subprocess
import sys

import pytest
from matched_people import Add, add_of_group, projects_of_group  # noqa: F401  (fixtures)

from jalon.cli import call, main
from jalon.home import Home

BY = "Awa"


@pytest.fixture
def people(add: Add) -> None:
    for place in range(30):
        add(f"Given{place % 7}", f"Family{place % 11}", "OPEN", "SAFE" if place % 3 else "AIDE")


def test_each_step_of_each_pool_is_told_in_order(people: None) -> None:
    from jalon.identity.linkage import STEPS
    from jalon.workflows.match_people import find_matches

    told: list[tuple[int, int]] = []
    found = find_matches(lambda done, total: told.append((done, total)))
    assert found.compared >= 30
    pools, rest = divmod(told[0][1], STEPS + 1)
    assert (pools, rest) == (2, 0)
    assert {total for _, total in told} == {told[0][1]}
    done = [one for one, _ in told]
    assert done[0] == 0
    assert done[-1] == told[0][1]
    assert sorted(done) == done
    assert len(set(done)) > STEPS


@pytest.mark.parametrize(("language", "wanted"), [("en", "comparing"), ("fr", "comparaison")])
def test_a_script_reads_lines_and_json_reads_none(
    people: None,
    home: Home,
    language: str,
    wanted: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(call, "PATIENCE", 0.0)
    command = ["--home", str(home.path), "--as", BY, "--lang", language, "people", "match", "--plan"]
    assert main(command) == 0
    told = capsys.readouterr().err.splitlines()
    assert next(line for line in told if line.startswith(wanted)) == f"{wanted} 0/14 …"
    assert f"{wanted} 14/14" in told
    assert main([*command, "--json"]) == 0
    assert capsys.readouterr().err == ""


def test_a_process_that_matched_ends_without_complaint(people: None, home: Home) -> None:
    """Splink leaves circles of what is DuckDB's, which complains on standard error where they are not freed."""
    for part in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "jalon", "--home", str(home.path), "people", "match", *(["--plan"] if part else [])],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "nanobind" not in done.stderr
