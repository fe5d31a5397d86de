"""The demonstration's newsletter: every number in it is proven or quoted, in both languages; a faulty copy is caught.

At a hundredth of the demonstration; tests/acceptance/test_demonstration.py holds the whole of it to the text as shipped.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

SCALE = "0.01"
YEARS = "2018..2021"
FAULTS = {
    "wrong": ("[27 migrant women](jalon:mana", "[31 migrant women](jalon:mana"),
    "stale": ("[550 entrepreneurs]", "[481 entrepreneurs]"),
    "unbacked": ("Nobody's name was written down,", "They came from 15 countries. Nobody's name was written down,"),
    "unsafe": (
        "Some outcomes we do not print.",
        "[4](jalon:gained_qualification?period=2021&project=MANA) gained a qualification.",
    ),
}


def jalon(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jalon", "--home", str(home), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | {"JALON_AS": "test"})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("newsletter") / "home"
    done = jalon(made, "demo", "--scale", SCALE)
    assert done.returncode == 0, done.stderr
    return made


def check(home: Path, text: Path) -> dict[str, Any]:
    done = jalon(home, "check", str(text), "--as-of-last-refresh", "--json")
    (report,) = json.loads(done.stdout)["list"]
    assert (done.returncode == 1) == report["failed"], done.stderr
    return dict(report)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_number_is_proven_or_quoted(home: Path, language: str) -> None:
    report = check(home, home / "publications" / f"newsletter.{language}.md")
    assert report["counts"] == {"proven": 23, "quoted": 5}, [
        finding for finding in report["findings"] if finding["verdict"] not in ("proven", "quoted")
    ]
    assert report["document"]["language"] == language


def test_both_languages_say_the_same() -> None:
    """The same figures, charts and sources in the same order, 900 to 1,400 words each."""
    texts = {
        language: files("jalon.demo").joinpath(f"newsletter.{language}.md").read_text("utf-8")
        for language in ("en", "fr")
    }
    links = {
        language: [re.sub(r"-(en|fr)$", "", link) for link in re.findall(r"\]\((\S+?)(?: \"[^\"]*\")?\)", text)]
        for language, text in texts.items()
    }
    assert links["en"] == links["fr"] and len(links["en"]) > 30
    for text in texts.values():
        assert 900 <= len(re.sub(r"\]\([^)]*\)", "", text).split()) <= 1400


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_published_with_its_quotes_in_every_form(home: Path, language: str, tmp_path: Path) -> None:
    text = home / "publications" / f"newsletter.{language}.md"
    done = jalon(home, "publish", str(text), "--out", str(tmp_path), "--as-of-last-refresh")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / f"newsletter.{language}.html").read_text("utf-8")
    assert page.count('class="claim"') == 28 and page.count("<svg") == 5 and 'class="claim bad"' not in page
    assert (tmp_path / f"newsletter.{language}.pdf").stat().st_size > 50_000
    assert b"Content-ID: <chart5@jalon.invalid>" in (tmp_path / f"newsletter.{language}.eml").read_bytes()


def test_the_four_faults_of_a_faulty_copy_are_told_apart(home: Path, tmp_path: Path) -> None:
    """481 entrepreneurs were supported as the release of June had it; that of December says 550."""
    text = (home / "publications" / "newsletter.en.md").read_text("utf-8")
    for true, false in FAULTS.values():
        assert text.count(true) == 1, true
        text = text.replace(true, false)
    faulty = tmp_path / "faulty.en.md"
    faulty.write_text(text, encoding="utf-8")
    report = check(home, faulty)
    found = {
        finding["verdict"]: finding for finding in report["findings"] if finding["verdict"] not in ("proven", "quoted")
    }
    assert report["counts"] == {"proven": 21, "wrong": 1, "stale": 1, "unbacked": 1, "quoted": 5, "unsafe": 1}
    assert found["wrong"]["number"]["text"] == "31" and "27 migrant women" in found["wrong"]["write_instead"]
    assert found["stale"]["number"]["text"] == "481" and "2021-06" in found["stale"]["says"]
    assert found["unbacked"]["number"]["text"] == "15"
    assert found["unsafe"]["number"]["text"] == "4" and "4" not in found["unsafe"]["says"]
    done = jalon(home, "publish", str(faulty), "--as-of-last-refresh")
    assert done.returncode == 1 and "3 of its numbers must be mended" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["faulty.en.md"]
