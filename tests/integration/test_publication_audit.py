"""`jalon release audit`: the proofs of all that was published, added up again."""

from __future__ import annotations

import json

import pytest
from pyroaring import BitMap

from jalon.cli import main
from jalon.disclosure import Policy, open_published
from jalon.disclosure.atoms import CountedSet
from jalon.errors import ExitCode
from jalon.home import Home


def audit(home: Home, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main(["--home", str(home.path), "--as", "test", "--json", "release", "audit"])
    return code, json.loads(capsys.readouterr().out)


def test_proofs_that_hold_and_one_that_was_altered(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(home, capsys)[0] == ExitCode.OK
    sizes = {"all": range(40), "a": range(3), "b": range(3, 12), "c": range(12, 40)}
    sets = [
        CountedSet(name, BitMap(members), name, 5, 1000.0 if name == "all" else 1.0, is_total=name == "all")
        for name, members in sizes.items()
    ]
    told = open_published(home).decide("table", "subject", sets, Policy(search_seconds=0.0)).told
    assert told["all"] and not told["a"]
    code, said = audit(home, capsys)
    assert (code, said["holds"], said["publications"], said["unproven"]) == (ExitCode.OK, True, 1, 0)
    assert int(str(said["secrets"])) > 0
    file = home.releases / "published.jsonl"
    head, line = (json.loads(one) for one in file.read_text().splitlines())
    line["shifts"] = [[gone, []] for gone, _ in line["shifts"]]
    file.write_text("".join(json.dumps(one) + "\n" for one in (head, line)))
    code, said = audit(home, capsys)
    assert code == ExitCode.CHECK_FAILED and not said["holds"]
