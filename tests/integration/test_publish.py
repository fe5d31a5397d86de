"""`jalon publish`: checked first, quotes by consent and word for word, then written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jalon.cli import main
from jalon.errors import JalonError
from jalon.home import Home

GROUP = (
    """
organisations: [{code: G, name: Group, kind: group}]
projects:
  - {code: M, name: Workshops, organisation: G, start: 2021-01-01}
subjects:
"""
    + "".join(
        f"  - {{code: '{number}', organisation: G, family_name: Sy, given_name: R{number}, sex: female}}\n"
        for number in range(1, 8)
    )
    + "enrolments:\n"
    + "".join(f"  - {{subject: '{number}', project: M, entry: 2021-02-01}}\n" for number in range(1, 8))
    + """
consents:
  - {subject: "1", purpose: publicity, given: yes, date: 2021-11-11, evidence: Signed}
quotes:
  - {project: M, code: door, subject: "1", kind: testimonial, date: 2021-11-11, language: en, text: "I go in alone, now."}
  - {project: M, code: shy, subject: "2", kind: testimonial, date: 2021-11-11, language: en, text: Not for print.}
"""
)
TRUE = "# Year\n\nWe met [7 women](jalon:women?period=2021).\n"
WRONG = TRUE.replace("7", "9")


@pytest.fixture
def run(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in the group above: exit code, standard output, standard error."""
    file = tmp_path / "group.yaml"
    file.write_text(GROUP, encoding="utf-8")
    assert main(["--home", str(home.path), "load", str(file)]) == 0
    capsys.readouterr()

    def run_command(*arguments: str) -> tuple[int, str, str]:
        code = main(["--home", str(home.path), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_command


@pytest.fixture
def text(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    return folder / "letter.en.md"


Run = Callable[..., tuple[int, str, str]]


def test_a_true_text_is_written_in_every_form_beside_it(run: Run, text: Path) -> None:
    text.write_text(TRUE, encoding="utf-8")
    code, out, _ = run("publish", str(text))
    assert code == 0 and "1 proven" in out
    assert sorted(path.name for path in text.parent.iterdir()) == [
        "letter.en.eml", "letter.en.html", "letter.en.md", "letter.en.pdf",
    ]  # fmt: skip
    assert text.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_the_forms_asked_for_go_to_the_folder_asked_for(run: Run, text: Path, tmp_path: Path) -> None:
    text.write_text(TRUE, encoding="utf-8")
    out = tmp_path / "new" / "public"
    code, said, _ = run("publish", str(text), "--to", "pdf, html", "--out", str(out), "--json")
    assert code == 0
    assert sorted(path.name for path in out.iterdir()) == ["letter.en.html", "letter.en.pdf"]
    told = json.loads(said)
    assert told["files"] == [str(out / "letter.en.pdf"), str(out / "letter.en.html")]
    assert told["counts"] == {"proven": 1} and told["draft"] is False


def test_a_wrong_number_stops_it_and_says_what_to_write(run: Run, text: Path) -> None:
    text.write_text(WRONG, encoding="utf-8")
    code, out, err = run("publish", str(text))
    assert code == 1
    assert "We met 7 women." in out and "1 of its numbers must be mended" in err
    assert [path.name for path in text.parent.iterdir()] == ["letter.en.md"]
    code, _, err = run("publish", str(text), "--lang", "fr")
    assert code == 1 and "n'a pas été publié" in err
    _, _, err = run("publish", str(text), "--json")
    assert json.loads(err)["errors"][0]["id"] == "numbers_not_in_order"


def test_a_link_to_nothing_stops_it_though_it_states_no_number(run: Run, text: Path) -> None:
    text.write_text(TRUE.replace("We met", "[Some](jalon:nobody) came. We met"), encoding="utf-8")
    code, out, err = run("publish", str(text))
    assert code == 1
    assert "There is no indicator “nobody”" in out and "1 of its numbers" in err
    assert [path.name for path in text.parent.iterdir()] == ["letter.en.md"]
    text.write_text(TRUE.replace("We met", "[All](jalon:women?period=2021) came. We met"), encoding="utf-8")
    assert run("publish", str(text), "--to", "html")[0] == 0
    assert "No number in it" not in text.with_suffix(".html").read_text("utf-8")


def test_a_draft_is_written_all_the_same_and_says_so(run: Run, text: Path) -> None:
    text.write_text(WRONG, encoding="utf-8")
    code, out, _ = run("publish", str(text), "--draft", "--to", "html,email")
    assert code == 0 and "A draft" in out
    assert "Draft, not to be passed on" in text.with_suffix(".html").read_text("utf-8")
    assert b"[DRAFT] Year" in text.with_suffix(".eml").read_bytes()


def test_a_quote_needs_consent_and_stands_word_for_word(run: Run, text: Path, home: Home) -> None:
    """Marks are the typesetter's; words are hers. A draft is no way around it."""
    link = "[someone](jalon:quote/M/{})"
    text.write_text(f"{TRUE}\n> “I go in alone — now.” — {link.format('door')}\n", encoding="utf-8")
    assert run("publish", str(text), "--to", "html")[0] == 0
    for quote, id in (
        (f"I come in alone, now. — {link.format('door')}", "quote_altered"),
        (f"Not for print. — {link.format('shy')}", "quote_not_permitted"),
        (f"I go in alone, now. — {link.format('none')}", "quote_not_permitted"),
    ):
        text.write_text(f"{TRUE}\n> {quote}\n", encoding="utf-8")
        code, _, err = run("publish", str(text), "--draft", "--json")
        assert code == 1, quote
        (error,) = json.loads(err)["errors"]
        assert error["id"] == id and error["place"]["row"] == 5
    assert "Not for print" not in err


def test_all_quotes_in_fault_are_told_at_once(run: Run, text: Path) -> None:
    text.write_text("> a — [x](jalon:quote/M/none)\n\n> b — [y](jalon:quote/M/door)\n", encoding="utf-8")
    _, _, err = run("publish", str(text), "--json")
    assert [error["id"] for error in json.loads(err)["errors"]] == ["quote_not_permitted", "quote_altered"]


def test_an_unknown_form_is_named_with_those_there_are(run: Run, text: Path) -> None:
    text.write_text(TRUE, encoding="utf-8")
    code, _, err = run("publish", str(text), "--to", "html,pfd")
    assert code == 2 and "“pdf”" in err and "html, pdf, email" in err
    _, _, err = run("publish", str(text), "--to", "doc", "--json")
    assert json.loads(err)["errors"][0]["id"] == "unknown_publication"
    assert [path.name for path in text.parent.iterdir()] == ["letter.en.md"]


def test_where_nothing_can_be_written_it_says_so(run: Run, text: Path) -> None:
    text.write_text(TRUE, encoding="utf-8")
    code, _, err = run("publish", str(text), "--out", str(text / "inside"), "--to", "html", "--json")
    assert code != 0 and json.loads(err)["errors"][0]["id"] == "cannot_write"


def test_a_file_is_there_whole_or_as_it_was(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jalon.workflows import publish as publishing  # its models load only once Django is set up

    there = tmp_path / "letter.html"
    there.write_text("former", encoding="utf-8")

    def stop(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(JalonError) as caught:
        publishing._put(there, b"new")
    assert caught.value.id == "cannot_write"
    assert there.read_text("utf-8") == "former" and [path.name for path in tmp_path.glob("*letter*")] == ["letter.html"]


def test_a_chart_that_cannot_be_drawn_says_which(run: Run, text: Path) -> None:
    text.write_text(f"{TRUE}\n![Chart](jalon:womem?period=2021)\n", encoding="utf-8")
    code, _, err = run("publish", str(text), "--json")
    (error,) = json.loads(err)["errors"]
    assert code == 5 and error["id"] == "no_such_indicator" and error["nearest"] == "women"
    assert error["place"]["row"] == 5
