"""Targets and baselines, from the command line and group files to figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import jalon
from jalon.cli import main
from jalon.home import Home

Run = Callable[..., Any]
GROUP = """
organisations:
  - {code: NGO, name: An NGO, kind: ngo}
projects:
  - {code: M, name: M, organisation: NGO}
subjects:
  - {code: "1", organisation: NGO}
enrolments:
  - {subject: "1", project: M, entry: 2021-02-01}
targets:
  - {indicator: participants, value: 4, unit: person, start: 2021-01-01, end: 2021-12-31, project: M}
"""


@pytest.fixture
def run(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str, code: int = 0) -> Any:
        found = main(["--home", str(home.path), "--as", "Awa", "--json", *arguments])
        said = capsys.readouterr()
        assert found == code, said.err
        return json.loads(said.out) if code == 0 else json.loads(said.err)["errors"][0]["id"]

    (tmp_path / "group.yaml").write_text(GROUP, encoding="utf-8")
    assert run("load", str(tmp_path / "group.yaml"))["created"]["targets"] == 1
    return run


def test_a_target_and_its_baseline_show_beside_the_figure(run: Run, home: Home, capsys: Any) -> None:
    run("add", "target", "participants", "2", "--period", "2020", "--project", "M", "--baseline")
    figure = run("figure", "participants", "--period", "2021", "--project", "M")
    progress = figure["progress"]
    assert (progress["target"]["value"], progress["baseline"]["value"], progress["value"]) == (4, 2, -0.5)
    main(["--home", str(home.path), "figures", "--period", "2021", "--project", "M"])
    shown = capsys.readouterr().out
    line = next(line for line in shown.splitlines() if line.startswith("participants "))
    assert line.split()[-3:] == ["4", "-50.0", "%"]
    main(["--home", str(home.path), "--lang", "fr", "figure", "participants", "--period", "2021", "--project", "M"])
    assert "cible 4, depuis une valeur de départ de 2 : -50,0 % du chemin" in capsys.readouterr().out
    main(["--home", str(home.path), "figures", "--period", "2019"])
    assert "progress" not in capsys.readouterr().out


def test_a_share_has_a_target_from_0_to_1(run: Run) -> None:
    run("add", "target", "share_found_work", "0.6", "--period", "2021")
    assert run("figure", "share_found_work", "--period", "2021")["progress"]["target"]["unit"] == "share"
    assert run("add", "target", "share_found_work", "60", "--period", "2022", "--unit", "percent", code=3)


@pytest.mark.parametrize(
    ("indicator", "value", "unit"),
    [
        ("protected_area", "1500", "hectare"),
        ("satisfaction", "4", "points"),
        ("turnover_change", "1000", "EUR"),
        ("french_level_change", "1", "level"),
        ("women_in_decision", "0.5", "share"),
        ("hours_attended", "100", "hour"),
    ],
)
def test_a_target_is_in_the_unit_of_what_is_stated(run: Run, indicator: str, value: str, unit: str) -> None:
    run("add", "target", indicator, value, "--period", "2021")
    stated = run("figure", indicator, "--period", "2021")["progress"]["target"]
    assert (str(stated["value"]), stated["unit"]) == (value, unit)
    assert run("add", "target", indicator, value, "--period", "2022", "--unit", "person", code=3) == "wrong_unit"


def test_from_python(run: Run, home: Home) -> None:
    run("facts", "refresh")
    group = jalon.open(home.path)
    (target,) = group.targets("participants")
    figure = group.figure("participants", **target.scope)
    assert (figure.target, figure.baseline) == (target, None)
    assert figure.progress is not None
    assert figure.progress.value == Fraction(1, 4)
    assert group.targets(kind="baseline") == ()


def test_loading_again_changes_what_differs(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "group.yaml"
    assert run("load", str(file))["left"]["targets"] == 1
    file.write_text(GROUP.replace("value: 4", "value: 5"), encoding="utf-8")
    assert run("load", str(file))["changed"] == {"targets": 1}
    assert run("figure", "participants", "--period", "2021", "--project", "M")["progress"]["value"] == 0.2


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("participants", "4", "--period", "2021", "--project", "M"), 4, "already_there"),
        (("participants", "4", "--period", "all"), 2, "bad_period"),
        (("participants", "4", "--period", "2021", "--unit", "hour"), 3, "wrong_unit"),
        (("participant", "4", "--period", "2021"), 5, "no_such_indicator"),
    ],
)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], code: int, error: str) -> None:
    assert run("add", "target", *arguments, code=code) == error
