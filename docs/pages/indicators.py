"""docs/reference/indicators.md from the shipped definitions."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.definitions import shipped_texts
from jalon.language.check import shipped_catalogue
from jalon.language.definition import Definition
from jalon.language.load import load_definitions
from jalon.language.render import render_words
from pages.markdown import render_page, render_table

ABOUT = """\
The indicators that every group has from the start. A group adds [its own](../how-to/write-an-indicator.md) in the same
form. The examples run on every engine, in the tests and when an indicator is saved."""


def build_pages() -> dict[str, str]:
    return {"indicators.md": render_page("Indicators", "src/jalon/definitions", build_parts())}


def build_parts() -> Iterator[str]:
    shipped = load_definitions(shipped_texts(), shipped_catalogue())
    yield ABOUT
    rows = [
        [f"[`{item.id}`](#{item.id})", item.title["en"], item.title["fr"], item.unit, item.kind]
        for item in shipped.values()
    ]
    yield render_table(["Id", "Title", "Titre", "Unit", "Kind"], rows)
    for definition in shipped.values():
        yield from build_indicator(definition)


def build_indicator(definition: Definition) -> Iterator[str]:
    yield f"## `{definition.id}`"
    yield f"**{definition.title['en']}** · {definition.title['fr']}"
    if definition.about:
        yield definition.about["en"]
        yield f"*{definition.about['fr']}*"
    said = {*definition.title.values(), *(definition.about or {}).values()}
    yield "\n".join(f"- {line}" for line in render_words(definition, "en").splitlines() if line not in said)
    yield f"```yaml\n{definition.text.rstrip()}\n```"
