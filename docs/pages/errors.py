"""docs/reference/errors.md from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.errors import CATALOGUE, ExitCode, load_catalogue
from pages.markdown import render_page, render_table

MEANING = {
    ExitCode.OK: "Done.",
    ExitCode.CHECK_FAILED: "A check was made and failed.",
    ExitCode.USAGE: "The command was not understood.",
    ExitCode.BAD_INPUT: "A file or a value cannot be read.",
    ExitCode.REFUSED: "Understood, and not allowed as things stand.",
    ExitCode.NOT_FOUND: "Nothing of that name is known.",
    ExitCode.NEEDS_ANSWER: "Jalon does not guess; it needs an answer first.",
    ExitCode.BAD_DEFINITION: "An indicator's text is wrong.",
    ExitCode.CANNOT_COMPUTE: "The figure cannot be computed from what is known.",
}

ABOUT = """\
Every error has an id, a place where there is one (file, sheet, row, column, field), what was found, and what to do. The
command line shows it in one paragraph, in English or in French (`--lang fr`), and returns the exit code of its kind;
with `--json` the parts come apart. Words in braces are filled with what was found."""


def build_pages() -> dict[str, str]:
    load_catalogue()
    return {"errors.md": render_page("Errors", "the catalogue", build_parts())}


def build_parts() -> Iterator[str]:
    yield ABOUT
    yield render_table(
        ["Exit code", "Kind", "Meaning"],
        [[str(int(code)), code.name.lower().replace("_", " "), MEANING[code]] for code in ExitCode],
    )
    for code in ExitCode:
        entries = sorted((id, entry) for id, entry in CATALOGUE.items() if entry.exit_code is code)
        if not entries:
            continue
        yield f"## {int(code)}: {code.name.lower().replace('_', ' ')}"
        for id, entry in entries:
            yield f"### `{id}`"
            yield f"{entry.en} *{entry.todo_en}*"
            yield f"{entry.fr} *{entry.todo_fr}*"
