"""Totals without members, from the command line to the figure: added, refused, shown with what they rest on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jalon.cli import main
from jalon.home import Home

Run = Callable[..., Any]
GROUP = """
organisations:
  - {code: NGO, name: An NGO, kind: ngo}
  - {code: CLUB, name: The club, kind: partner}
projects:
  - {code: M, name: M, organisation: NGO, countries: [SN]}
subjects:
  - {code: "1", organisation: NGO, sex: female}
  - {code: "2", organisation: NGO, sex: male}
enrolments:
  - {subject: "1", project: M, entry: 2021-02-01}
  - {subject: "2", project: M, entry: 2021-02-01}
"""
ADD = ("add", "quantity", "participants", "80000", "--project", "M", "--period", "2021", "--status", "declared")


@pytest.fixture
def run(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must end with this code; its JSON, or where it failed the id of its first error."""

    def run(*arguments: str, code: int = 0) -> Any:
        found = main(["--home", str(home.path), "--as", "Awa", "--json", *arguments])
        said = capsys.readouterr()
        assert found == code, said.err
        return json.loads(said.out) if code == 0 else json.loads(said.err)["errors"][0]["id"]

    (tmp_path / "group.yaml").write_text(GROUP, encoding="utf-8")
    run("load", str(tmp_path / "group.yaml"))
    return run


def test_a_declared_total_is_added_and_says_what_it_rests_on(run: Run, home: Home, capsys: Any) -> None:
    run(*ADD, "--relation", "disjoint", "--evidence", "Signed report", "--organisation", "CLUB", "--with", "sex=female")
    figure = run("figure", "participants", "--period", "2021")
    assert (figure["value"], figure["size"], figure["status"]) == (80002, 2, "counted+declared")
    assert figure["composition"]["text"] == "80,002 = 2 counted + 80,000 declared"
    counted, declared = figure["composition"]["parts"]
    assert counted == {"status": "counted", "value": 2}
    assert {name: declared[name] for name in ("relation", "source", "evidence", "author", "project", "country")} == {
        "relation": "disjoint",
        "source": "The club",
        "evidence": "Signed report",
        "author": "Awa",
        "project": "M",
        "country": "SN",
    }
    by_sex = run("figure", "participants", "--period", "2021", "--by", "sex")
    assert [(cell["values"], cell["size"], cell.get("declared")) for cell in by_sex["cells"]] == [
        (["female"], 1, 80000),
        (["male"], 1, None),
    ]
    assert by_sex["composition"] == "2 counted + 80,000 declared = 80,002"
    main(["--home", str(home.path), "--lang", "fr", "figure", "participants", "--period", "2021"])
    shown = capsys.readouterr().out
    assert "80\u202f002 = 2 comptés + 80\u202f000 déclarés" in shown
    assert "1: The club · Signed report · Awa" in shown


def test_an_unknown_relation_gives_bounds_and_leaves_the_counted(run: Run) -> None:
    run(*ADD, "--evidence", "Signed report")
    figure = run("figure", "participants", "--period", "2021")
    assert (figure["value"], figure["bounds"], figure["size"]) == (None, [80000, 80002], 2)
    assert "not known" in figure["reason"]


def test_facts_hold_no_free_text_of_a_quantity(run: Run, home: Home) -> None:
    run(*ADD, "--evidence", "Evidence of Madame Secret", "--source", "Monsieur Secret")
    run("facts", "refresh")
    for file in home.facts.rglob("*"):
        assert not file.is_file() or b"Secret" not in file.read_bytes()


@pytest.mark.parametrize(
    ("more", "code", "error"),
    [
        (("--relation", "disjoint"), 3, "breaks_rule"),  # declared without evidence
        (("--evidence", "x", "--unit", "hour"), 3, "wrong_unit"),
        (("--evidence", "x", "--with", "sexe=female"), 7, "unknown_dimension"),
        (("--evidence", "x", "--with", "sex=femme"), 3, "not_in_list"),
        (("--evidence", "x", "--with", "sex"), 2, "usage"),
        (("--evidence", "x", "--relation", "near"), 3, "bad_value"),
    ],
)
def test_what_is_refused(run: Run, more: tuple[str, ...], code: int, error: str) -> None:
    assert run(*ADD, *more, code=code) == error
    assert run("figure", "participants", "--period", "2021")["status"] == "counted"


def test_an_estimate_needs_its_method_and_a_share_takes_none(run: Run) -> None:
    estimated = ("5", "--project", "M", "--period", "2021", "--status", "estimated")
    assert run("add", "quantity", "participants", *estimated, code=3) == "breaks_rule"
    assert run("add", "quantity", "share_found_work", *estimated, "--method", "m", code=3) == "takes_no_total"
    assert run("add", "quantity", "participant", *estimated, "--method", "m", code=5) == "no_such_indicator"
    assert run("add", "quantity", "participants", *estimated[:-4], "--period", "all", "--status", "estimated", code=2)
    run("add", "quantity", "hours_attended", *estimated, "--method", "survey", "--relation", "disjoint")
    figure = run("figure", "hours_attended", "--period", "2021")
    assert figure["composition"]["parts"][-1]["method"] == "survey"
    assert (figure["value"], figure["status"]) == ("5", "estimated")


def test_a_group_file_states_totals_of_its_own_indicators(run: Run, tmp_path: Path) -> None:
    wrong = GROUP + (
        "quantities:\n"
        "  - {project: M, indicator: participants, status: declared, value: 5, unit: hour, start: 2021-01-01,"
        " end: 2021-12-31, evidence: x}\n"
    )
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
    assert run("load", str(tmp_path / "wrong.yaml"), code=3) == "wrong_unit"


def test_one_total_is_stated_once(run: Run) -> None:
    run(*ADD, "--evidence", "Signed report")
    assert run(*ADD, "--evidence", "Signed report", code=4) == "already_there"
