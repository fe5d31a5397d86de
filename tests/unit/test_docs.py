"""Pages that say what is true: every error, command and word documented; links that lead somewhere."""

from __future__ import annotations

import doctest
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from jalon.engines.answer import Period, Scope
from jalon.engines.reference import ReferenceEngine
from jalon.errors import CATALOGUE, load_catalogue
from jalon.exchange.mapping import Mapping as SheetsMapping
from jalon.facts.store import MemoryFacts
from jalon.language.check import shipped_catalogue
from jalon.language.examples import PERIOD, build_rows
from jalon.language.load import load_definition

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE = PROJECT / "docs/reference"
PAGES = sorted(
    path
    for path in [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]
    if ".venv" not in path.parts and "build" not in path.relative_to(PROJECT).parts
)


GENERATED = "<!-- Written by `make docs`"
WRITTEN = [page for page in PAGES if GENERATED not in page.read_text(encoding="utf-8")]
"""Pages written by hand: those that `make docs` writes are checked with what they come from."""


def build(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, PROJECT / "docs/generate.py", *arguments], capture_output=True, text=True, cwd=PROJECT
    )


def catalogue() -> list[str]:
    load_catalogue()
    return sorted(CATALOGUE)


def commands() -> list[str]:
    """Every command that does something, as it is typed."""
    from typer.main import get_command

    from jalon.cli.app import app

    def walk(path: str, command: object) -> list[str]:
        children: Mapping[str, object] | None = getattr(command, "commands", None)
        if children is None:
            return [path]
        return [found for name, child in children.items() for found in walk(f"{path} {name}", child)]

    return walk("jalon", get_command(app))


@cache
def words() -> frozenset[str]:
    """The words that the glossary explains."""
    text = (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^\| \*\*([^*]+)\*\* \|", text, flags=re.M))


# Generated pages ------------------------------------------------------------------------------


def test_generated_pages_are_current() -> None:
    done = build("--check")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr


def test_a_page_that_is_not_current_is_shown_with_its_difference(tmp_path: Path) -> None:
    assert build("--folder", str(tmp_path)).returncode == 0
    assert build("--check", "--folder", str(tmp_path)).returncode == 0
    page = tmp_path / "facts.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Who was present", "Who was absent"), encoding="utf-8")
    done = build("--check", "--folder", str(tmp_path))
    assert done.returncode == 1
    assert "-Who was absent" in done.stdout
    assert "+Who was present" in done.stdout


def test_a_generated_page_of_nothing_goes_and_a_written_one_stays(tmp_path: Path) -> None:
    (tmp_path / "former.md").write_text("# Former\n\n<!-- Written by `make docs` from it. -->\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("# Written by hand\n", encoding="utf-8")
    assert build("--check", "--folder", str(tmp_path)).returncode == 1
    assert build("--folder", str(tmp_path)).returncode == 0
    assert not (tmp_path / "former.md").exists()
    assert (tmp_path / "README.md").exists()


# Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", catalogue())
def test_error_is_documented(id: str) -> None:
    assert f"### `{id}`\n" in (REFERENCE / "errors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("id", catalogue())
def test_error_has_all_its_texts_and_they_ask_for_the_same(id: str) -> None:
    entry = CATALOGUE[id]
    for en, fr in ((entry.en, entry.fr), (entry.todo_en, entry.todo_fr)):
        assert en.strip()
        assert fr.strip()
        names_en = {name.removesuffix("_en") for name in re.findall(r"\{(\w+)", en)}
        names_fr = {name.removesuffix("_fr") for name in re.findall(r"\{(\w+)", fr)}
        assert names_en == names_fr


@cache
def texts_of_tests() -> str:
    own = Path(__file__).resolve()
    return "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "tests").rglob("*.py") if path != own)


@pytest.mark.parametrize("id", catalogue())
def test_error_is_raised_by_some_test(id: str) -> None:
    assert re.search(rf"""["']{id}["']""", texts_of_tests()), f"no test names the error {id}"


# Commands -------------------------------------------------------------------------------------


def test_every_command_is_documented_and_has_help() -> None:
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    for path in commands():
        assert f"## `{path}`\n" in page, path
        after = page.split(f"## `{path}`\n")[1].lstrip()
        assert len(after.split("```")[0].strip()) > 20, f"{path} has no help worth reading"


def test_every_command_named_in_a_page_exists() -> None:
    known = {tuple(path.split()) for path in commands()}
    prefixes = {path[:length] for path in known for length in range(1, len(path) + 1)}
    for page in PAGES:
        for typed in re.findall(r"(?:^\$ |`)(jalon [a-z][^`\n]*)", page.read_text(encoding="utf-8"), flags=re.M):
            sentence = tuple(typed.split())
            options = next((i for i, word in enumerate(sentence) if not re.fullmatch(r"[a-z-]+", word)), len(sentence))
            head = sentence[: max(2, options)][:3]
            assert head[:2] in prefixes, f"{page.relative_to(PROJECT)}: there is no `{typed}`"


# Sessions -------------------------------------------------------------------------------------

ANYTHING = "…"
"""In a session shown: any text within a line, any lines where it stands alone."""


def matches(shown: str, found: str) -> bool:
    """Whether output is as a page shows it; blanks at the ends of lines and of the whole do not count."""
    lines = [line.rstrip() for line in found.strip().splitlines()]
    pattern = ""
    for line in shown.strip().splitlines():
        text = line.rstrip()
        pattern += "(?:.*\n)*" if text == ANYTHING else ".*".join(map(re.escape, text.split(ANYTHING))) + "\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def test_output_is_compared_as_pages_show_it() -> None:
    assert matches("Import … done.", "Import 3 done.  ")
    assert matches("a\n…\nz", "a\nb\nc\nz")
    assert matches("a\n…\nz", "a\nz")
    assert not matches("a\nz", "a\nb\nz")
    assert not matches("a 5", "a 50")


@pytest.mark.parametrize("name", ["README.md", "docs/tutorials/first-figures.md"])
def test_session_shown_is_real(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands and Python of a page, in its order, in an empty folder beside the sources."""
    (tmp_path / "src").symlink_to(PROJECT / "src")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    settings = {"PATH": path, "JALON_AS": "reader", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    monkeypatch.setenv("JALON_HOME", str(tmp_path / "jalon-data"))
    text = (PROJECT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(console|pycon)\n(.*?)^```", text, flags=re.M | re.S)
    assert {kind for kind, _ in blocks} == {"console", "pycon"}
    for kind, block in blocks:
        if kind == "pycon":
            outcome = io.StringIO()
            run = doctest.DocTestRunner()
            run.run(doctest.DocTestParser().get_doctest(block, {}, name, name, 0), out=outcome.write)
            assert not outcome.getvalue(), outcome.getvalue()
            continue
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, flags=re.M):
            done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=settings, capture_output=True, text=True)
            found = done.stdout + done.stderr
            assert done.returncode == 0, f"{command}\n{found}"
            assert matches(shown, found), f"{command}\n--- shown\n{shown}\n--- found\n{found}"


# Indicators -----------------------------------------------------------------------------------


def written_indicators() -> list[tuple[str, str]]:
    """Every indicator that a page shows, with the page."""
    found = []
    for page in WRITTEN:
        for block in re.findall(r"^ *```yaml\n(.*?)^ *```", page.read_text(encoding="utf-8"), flags=re.M | re.S):
            text = dedent(block)
            if text.startswith("id:"):
                found.append((f"{page.relative_to(PROJECT)} {text.split()[1]}", text))
    return found


def test_pages_show_indicators() -> None:
    assert len(written_indicators()) >= 2


@pytest.mark.parametrize(("where", "text"), written_indicators(), ids=lambda item: str(item).split("\n")[0])
def test_indicator_shown_in_a_page_loads_and_its_examples_hold(where: str, text: str) -> None:
    catalogue = shipped_catalogue()
    definition = load_definition(text, catalogue, file=where)
    for example in definition.examples:
        facts = MemoryFacts(build_rows(example.given, catalogue, definition.unit))
        answer = ReferenceEngine(facts, (25, 55)).answer(definition, Scope(period=Period(*PERIOD)))
        words = {"met": answer.yes, "not met": answer.no, "unknown": answer.unknown}
        assert [word for word, members in words.items() if members] == [example.answer], example


def test_mapping_shown_in_a_page_is_one() -> None:
    page = (PROJECT / "docs/how-to/import-a-register.md").read_text(encoding="utf-8")
    text = re.findall(r"^```yaml\n(.*?)^```", page, flags=re.M | re.S)[0]
    mapping = SheetsMapping.parse(text)
    assert mapping.constants == {"sex": "female", "country": "SN"}
    assert mapping.sheets[0].layout == "matrix"


# Words ----------------------------------------------------------------------------------------


def models() -> list[str]:
    """Every model of the records, read from their source: no database is needed to know their names."""
    sources = (PROJECT / "src/jalon/records/models").glob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return sorted(re.findall(r"^class (\w+)\(models\.Model\)", text, flags=re.M))


def test_models_are_found() -> None:
    assert {"Subject", "Enrolment", "StaleMark"} < set(models())


@pytest.mark.parametrize("model", models())
def test_glossary_explains_every_model(model: str) -> None:
    word = re.sub(r"(?<!^)(?=[A-Z])", " ", model).lower()
    assert word in words(), f"GLOSSARY.md does not explain {word!r}"


def test_glossary_explains_a_word_once_and_gives_its_french() -> None:
    text = (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*([^*]+)\*\* \| ([^|]*) \| ([^|]*) \|$", text, flags=re.M)
    assert len(rows) == len(words()) > 60
    assert all(french.strip() and meaning.strip().endswith(".") for _, french, meaning in rows)


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(PROJECT)))
def test_pages_use_the_glossary_s_words(page: Path) -> None:
    """Words that mean what a glossary word means, and would make two of one."""
    instead = {
        "beneficiary": "participant",
        "beneficiaries": "participants",
        "dataset": "facts",
        "disaggregation": "breakdown",
        "disaggregated": "broken down",
        "workshop session": "session",
        "attendee": "participant",
        "metric": "indicator",
        "KPI": "indicator",
    }
    text = page.read_text(encoding="utf-8")
    found = [f"{word}: say {better}" for word, better in instead.items() if re.search(rf"\b{word}\b", text, flags=re.I)]
    assert not found


# Links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        assert (page.parent / target.split("#")[0]).exists(), f"{page.relative_to(PROJECT)}: {target}"


def test_every_decision_says_when_why_what_and_what_follows() -> None:
    index = (PROJECT / "docs/decisions/README.md").read_text(encoding="utf-8")
    numbers = []
    for page in sorted((PROJECT / "docs/decisions").glob("[0-9]*.md")):
        text = page.read_text(encoding="utf-8")
        number = int(page.name[:4])
        numbers.append(number)
        assert text.startswith(f"# {number}. "), page.name
        assert re.search(r"^Date: \d{4}-\d\d-\d\d$", text, flags=re.M), page.name
        assert re.search(r"^Status: (accepted|replaced by)", text, flags=re.M), page.name
        for part in ("Context", "Decision", "Consequences"):
            assert f"\n## {part}\n" in text, f"{page.name}: {part}"
        assert f"]({page.name})" in index, page.name
    assert numbers == list(range(1, len(numbers) + 1))
