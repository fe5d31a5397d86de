"""`jalon compare` and `jalon overlap`: years, a copy of the folder made before, and several figures at once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
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
  - {code: F, name: F, organisation: NGO}
subjects:
  - {code: "1", organisation: NGO, sex: female, family_name: Secret}
  - {code: "2", organisation: NGO, sex: male}
  - {code: "3", organisation: NGO}
  - {code: "4", organisation: NGO, sex: female}
enrolments:
  - {subject: "1", project: M, entry: 2020-02-01, exit: 2020-12-31}
  - {subject: "2", project: M, entry: 2020-02-01}
  - {subject: "2", project: F, entry: 2021-02-01}
  - {subject: "3", project: F, entry: 2021-02-01}
  - {subject: "4", project: F, entry: 2021-02-01}
"""


@pytest.fixture
def run(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str, code: int = 0, text: bool = False) -> Any:
        found = main(["--home", str(home.path), "--as", "Awa", *([] if text else ["--json"]), *arguments])
        said = capsys.readouterr()
        assert found == code, said.err
        if text:
            return said.out
        return json.loads(said.out) if code == 0 else json.loads(said.err)["errors"][0]["id"]

    (tmp_path / "group.yaml").write_text(GROUP, encoding="utf-8")
    run("load", str(tmp_path / "group.yaml"))
    return run


def copy_folder(folder: Path, copy: Path) -> None:
    """By another process: a file that this one closes would lose SQLite's locks on it."""
    subprocess.run(["cp", "-r", folder, copy], check=True)


def test_two_years(run: Run) -> None:
    found = run("compare", "participants", "--period", "2020", "--with-period", "2021", "--members")
    assert found["equation"] == "2 + 2 joined − 1 left = 3 people"
    joined, left = found["differences"]
    assert [one["member"] for one in joined["members"]] == [3, 4]
    (moved,) = left["members"][0]["moved"]
    assert (moved["table"], moved["number"], moved["after"]) == ("enrolments", [1], None)
    shown = run("compare", "participants", "--period", "2020", "--with-period", "2021", "--members", text=True)
    assert "− enrolments 1: project 1, enrolment 1, subject 1, entry 2020-02-01, exit 2020-12-31" in shown
    french = run("--lang", "fr", "compare", "participants", "--period", "2020", "--with-period", "2021", text=True)
    assert "2 + 2 arrivés − 1 parti = 3 personnes" in french


def test_two_indicators_are_both_named_and_shares_are_said_in_french(run: Run) -> None:
    said = run("compare", "participants", "--period", "2021", "--with-indicator", "women", text=True)
    assert said.startswith("Participants → Women\n")
    of_two = ("--lang", "fr", "overlap", "participants?period=2020", "participants?period=2021")
    assert "% de 1, " in run(*of_two, text=True)


def test_a_copy_of_the_folder_made_before(run: Run, home: Home, tmp_path: Path) -> None:
    run("facts", "refresh")
    copy_folder(home.path, tmp_path / "copy")
    run("erase", "1", "--reason", "she asked", "--yes")
    run("decide", "3", "4", "same", "--reason", "the same card")
    here = ("compare", "participants", "--period", "all", "--with-home", str(tmp_path / "copy"), "--members")
    found = run(*here)
    assert found["equation"] == "4 − 1 erased − 1 merged = 2 people"
    assert [(one["reason"], [m["member"] for m in one["members"]]) for one in found["differences"]] == [
        ("erased", [1]),
        ("identity", [4]),
    ]
    merged = found["differences"][1]["members"][0]["moved"]
    assert [(one["table"], one["number"], one["before"]) for one in merged] == [("same_subject", [4], None)]
    assert "Secret" not in json.dumps(found)
    women = run("compare", "women", *here[2:])
    assert women["equation"] == "2 − 1 erased = 1 person", "4 is counted as 3 now, and is not another woman"


def test_two_definitions_and_from_python(run: Run, home: Home) -> None:
    found = run("compare", "participants", "--period", "2021", "--with-indicator", "women")
    assert found["equation"] == "3 − 2 by definition = 1 person"
    group = jalon.open(home.path)
    comparison = group.figure("participants", 2021).compare(group.figure("women", 2021))
    assert (comparison.reason_of(2), comparison.reason_of(4), comparison.kept) == ("definition", None, {4})
    assert comparison.moved(2) == ()
    assert repr(comparison).splitlines()[-1].strip() == found["equation"]
    assert "by definition" in comparison._repr_html_()


def test_what_is_refused(run: Run) -> None:
    assert run("compare", "participants", "--period", "2021", code=2) == "usage"
    assert run("compare", "participants", "--with-indicator", "participations", code=2) == "mixed_units"
    assert run("compare", "share_found_work", "--with-period", "2021", code=2) == "not_combinable"


def test_another_group_is_not_compared(home: Home, run: Run, tmp_path: Path) -> None:
    run("facts", "refresh")
    copy_folder(home.path, tmp_path / "other")
    (tmp_path / "other" / "group.key").write_bytes((tmp_path / "other" / "group.key").read_bytes()[::-1])
    assert run("compare", "participants", "--with-home", str(tmp_path / "other"), code=2) == "other_group"


def test_overlap(run: Run) -> None:
    links = [f"participants?period=2021&project={code}" for code in ("M", "F")]
    found = run("overlap", *links, "jalon:women?period=2021")
    assert [(region["figures"], region["size"]) for region in found["regions"]] == [([1], 1), ([0, 1], 1), ([1, 2], 1)]
    assert found["pairs"][0] == {"first": 0, "second": 1, "size": 1, "unknown": 0, "shares": [1.0, 1 / 3]}
    assert (found["union"], found["reconciliation"]) == (3, "1 + 1 + 1 = 3 people, once each")
    assert "only in 1 and 2: 1" in run("overlap", *links, text=True)
    assert "seulement dans 1 et 2 : 1" in run("--lang", "fr", "overlap", *links, text=True)


@pytest.mark.parametrize(
    ("links", "code", "error"),
    [
        (["participants"], 2, "overlap_of_how_many"),
        (["participants"] * 7, 2, "overlap_of_how_many"),
        (["participants?perod=2021", "women"], 2, "bad_link"),
        (["participants?period=", "women"], 2, "bad_link"),
        (["participants?period=2020&period=2021", "women"], 2, "bad_link"),
        (["?period=2020", "women"], 2, "bad_link"),
        (["participant", "women"], 5, "no_such_indicator"),
        (["participants", "participations"], 2, "mixed_units"),
    ],
)
def test_overlaps_refused(run: Run, links: list[str], code: int, error: str) -> None:
    assert run("overlap", *links, code=code) == error
