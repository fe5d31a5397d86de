"""Every text of the site has its French, and no French is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jalon import web
from jalon.web.words import french, say

FOLDER = Path(web.__file__).parent
IN_TEMPLATE = re.compile(r'\{%-?\s*say\s+"([^"]+)"')
FIELDS = re.compile(r"\{(\w+)\}")


def texts_of_templates() -> Iterator[str]:
    for file in FOLDER.rglob("*.html"):
        yield from IN_TEMPLATE.findall(file.read_text(encoding="utf-8"))


def texts_of_views() -> Iterator[str]:
    """What stands as a text in a call of `say`."""
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say":
                yield from _literals(node.args[:1])


def _literals(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _literals([node.body, node.orelse])


def all_source() -> str:
    """Every module and template, but for the tables of words; a text may be chosen by a table or made of a code."""
    files = [*FOLDER.rglob("*.html"), *(file for file in FOLDER.rglob("*.py") if file.parent.name != "words")]
    parts = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        parts.append(text)
        if file.suffix == ".py":  # texts that are written over several lines
            constants = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
            parts += [node.value for node in constants if isinstance(node.value, str)]
    return "\n".join(parts)


def test_every_text_has_its_french() -> None:
    missing = sorted({*texts_of_templates(), *texts_of_views()} - french().keys())
    assert missing == []


def test_no_french_is_left_over() -> None:
    source = all_source()
    made_of_codes = ("declared, ", "estimated, ")
    left = [text for text in french() if text not in source and not text.startswith(made_of_codes)]
    codes = {"matching", "sharing", "publicity", "research"}  # purposes, as the records name them
    assert set(left) - codes == set()


@pytest.mark.parametrize("text", sorted(french()))
def test_both_languages_name_the_same_details(text: str) -> None:
    assert sorted(FIELDS.findall(text)) == sorted(FIELDS.findall(french()[text]))


def test_say() -> None:
    assert say("version {number}", "en", number=3) == "version 3"
    assert say("{first} to {last}", "fr", first=2018, last=2021) == "2018 à 2021"
