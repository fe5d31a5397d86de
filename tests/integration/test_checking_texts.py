"""`jalon check` and `jalon suggest` as they are typed: what is told, what is written, how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jalon.cli import main
from jalon.home import Home

Run = Callable[..., Any]


def build_group(people: int) -> str:
    numbers = range(1, people + 1)
    return "\n".join(
        [
            "organisations:",
            "  - {code: NGO, name: An NGO, kind: ngo}",
            "projects:",
            "  - {code: LANGUES, name: Langues, organisation: NGO}",
            "subjects:",
            *(f'  - {{code: "{n}", organisation: NGO, sex: female, family_name: Secret}}' for n in numbers),
            "enrolments:",
            *(f'  - {{subject: "{n}", project: LANGUES, entry: 2021-02-01, exit: 2021-11-30}}' for n in numbers),
        ]
    )


LINK = "jalon:participants?period=2021&project=LANGUES"


@pytest.fixture
def run(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str, code: int = 0, text: bool = False) -> Any:
        found = main(["--home", str(home.path), "--as", "Awa", *([] if text else ["--json"]), *arguments])
        said = capsys.readouterr()
        assert found == code, said.out + said.err
        if text:
            return said.out + said.err
        return json.loads(said.out) if said.out else json.loads(said.err)["errors"][0]["id"]

    (tmp_path / "group.yaml").write_text(build_group(12), encoding="utf-8")
    run("load", str(tmp_path / "group.yaml"))
    return run


def write(folder: Path, text: str, name: str = "letter.md") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_a_text_in_order(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, f"In 2021 we met [12 women]({LINK}), and 45 nurses.")
    (report,) = run("check", file)
    assert [finding["verdict"] for finding in report["findings"]] == ["proven", "unbacked"]
    assert report["failed"] is False
    assert "2 numbers: 1 proven, 1 unbacked" in run("check", file, text=True)
    assert "2 nombres : 1 prouvé, 1 sans preuve" in run("check", file, "--lang", "fr", text=True)


def test_a_wrong_number_ends_with_status_1(run: Run, tmp_path: Path) -> None:
    good = write(tmp_path, f"[12 women]({LINK})", "good.md")
    bad = write(tmp_path, f"[13 women]({LINK})", "bad.md")
    told = run("check", good, bad, code=1, text=True)
    assert "Write: 12 women" in told
    assert "good.md" in told
    shown = run("check", good, bad, "--only-to-mend", code=1, text=True)
    assert "12 people (Participants), by today's facts.\n1 number: 1 proven" not in shown
    assert [report["failed"] for report in run("check", good, bad, code=1)] == [False, True]


def test_a_link_to_nothing_ends_with_status_1_whatever_its_words(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    file = write(tmp_path, "[some](jalon:nope) came.")
    (report,) = run("check", file, "--html", str(page), code=1)
    assert [(one["verdict"], one["mismatch"], one["number"]) for one in report["findings"]] == [("wrong", "link", None)]
    assert "some: wrong" in page.read_text(encoding="utf-8")
    hint = write(tmp_path, f"[every woman]({LINK}) came.")
    assert "no number: “every woman”" in run("check", hint, "--only-to-mend", text=True)


def test_a_figure_of_today_is_asked(run: Run, tmp_path: Path) -> None:
    """The facts are brought in step first; unless asked for as they last were."""
    file = write(tmp_path, f"[13 women]({LINK})")
    run("check", file, code=1)
    run("load", write(tmp_path, build_group(13), "more.yaml"))
    run("check", file, "--as-of-last-refresh", code=1)
    run("check", file)


def test_a_release_is_asked_before_today(run: Run, tmp_path: Path) -> None:
    old = write(tmp_path, f"[12 women]({LINK})")
    new = write(tmp_path, f"[18 women]({LINK})", "new.md")
    run("release", "make", "2021-12", "--period", "2021", "--reason", "annual report", "--figure", LINK, "--public")
    run("load", write(tmp_path, build_group(18), "more.yaml"))
    (report,) = run("check", old)
    assert report["findings"][0]["against"]["release"] == "2021-12"
    run("check", new, code=1)
    run("release", "make", "2021-12b", "--period", "2021", "--reason", "six more", "--figure", LINK, "--public")
    (report,) = run("check", old, code=1)
    assert [finding["verdict"] for finding in report["findings"]] == ["stale"]
    assert "release 2021-12 of" in report["findings"][0]["says"]
    run("check", new)


def test_a_release_with_one_more_does_not_tell_of_her(run: Run, tmp_path: Path) -> None:
    """12 women are public; 13 would say that one came, and what stands in the text is no reason to say so."""
    run("release", "make", "2021-12", "--period", "2021", "--reason", "annual report", "--figure", LINK, "--public")
    run("load", write(tmp_path, build_group(13), "more.yaml"))
    run("release", "make", "2021-12b", "--period", "2021", "--reason", "one more", "--figure", LINK, "--public")
    for number in (12, 13):
        (report,) = run("check", write(tmp_path, f"[{number} women]({LINK})"), code=1)
        assert [finding["verdict"] for finding in report["findings"]] == ["unsafe"]
        assert "13" not in report["findings"][0]["says"].replace(f"{number} women", "")


def test_the_report_as_a_page(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, f"<script>alert(1)</script> [13 women]({LINK})")
    page = tmp_path / "report.html"
    run("check", file, "--html", str(page), code=1)
    assert "12 women" in page.read_text(encoding="utf-8")
    assert "<script" not in page.read_text(encoding="utf-8")
    assert run("check", file, "--html", str(tmp_path / "none/report.html"), code=4) == "cannot_write"


def test_what_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert run("check", str(tmp_path / "none.md"), code=5) == "no_document"
    assert run("check", write(tmp_path, "x", "a.pdf"), code=3) == "unknown_text_format"
    assert run("check", write(tmp_path, "x", "a.docx"), code=3) == "docx_broken"
    assert run("check", write(tmp_path, "x"), "--text-language", "de", code=2) == "usage"


def test_suggestions_and_a_copy_with_links(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, "In 2021, LANGUES had 12 participants and 45 sessions.")
    first, second = run("suggest", file)
    assert first["suggestions"][0]["link"] == LINK
    assert not any(one["proves"] for one in second["suggestions"])
    assert "links written: 1, left to you: 1" in run("suggest", file, "--write", text=True)
    copy = tmp_path / "letter.linked.md"
    assert copy.read_text(encoding="utf-8") == f"In 2021, LANGUES had [12]({LINK}) participants and 45 sessions."
    run("check", str(copy))
    assert run("suggest", file, "--write", code=4) == "copy_exists"
    assert "letter.linked.md" in run("suggest", file, "--write", code=4, text=True)
