"""docs/reference/sheets.md from the lists that sheets are recognised by."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.codelists.listing import read_listing
from jalon.exchange.mapping import CONSTANTS
from pages.markdown import render_page, render_table

LANGUAGES = {"fr": "French", "en": "English", "es": "Spanish", "pt": "Portuguese"}

ABOUT = """\
Headings, values and names are compared once case, accents, hyphens, apostrophes and spacing are set aside, so that each
line below stands for all its spellings. Something missing? A mapping can say it for one sender
([how](../how-to/import-a-register.md)); what every group meets belongs in the lists themselves
([how](../../CONTRIBUTING.md)). The answers to measures are recognised by the titles and codes of
[the measures](expressions.md), those a group added included."""


def build_pages() -> dict[str, str]:
    return {"sheets.md": render_page("Sheets", "src/jalon/codelists/data/sheet_*.csv and fold.csv", build_parts())}


def build_parts() -> Iterator[str]:
    yield ABOUT
    yield "## Headings"
    yield "What a column holds, and the headings it is known by."
    rows: dict[str, dict[str, str]] = {}
    for row in read_listing("sheet_columns").rows:
        rows.setdefault(row["field"], {})[row["language"]] = words_of(row["texts"])
    yield render_table(
        ["Column", *LANGUAGES.values()],
        [[f"`{name}`", *(texts.get(language, "") for language in LANGUAGES)] for name, texts in rows.items()],
    )
    yield "## Marks"
    yield "In a matrix or a sign-in list. A bare `1` is none of these: it may be a mark or an hour, and is asked about."
    yield render_table(
        ["Mark", "Written"], [[row["mark"], words_of(row["texts"])] for row in read_listing("sheet_marks").rows]
    )
    yield "## Words that tell parts of a sheet"
    about = {
        "small": "words that a heading may drop",
        "person": "people, in a heading",
        "project": "the project, in a heading",
        "entry": "an answer at entry",
        "exit": "an answer at exit",
        "total": "a row of totals",
        "note": "a row that is a note",
        "sign_in": "the title of a sign-in list",
        "exits": "the title of an exit review",
        "attendance": "a sheet itself, in its name",
        "group": "a row that is the title of a group",
        "ongoing": "an exit that has not come",
        "family_name": "family names, in a heading for whole names",
        "given_name": "given names, in a heading for whole names",
        "whole_name": "names, in a heading for whole names",
        "status": "a situation, where a moment is named too",
    }
    yield render_table(
        ["They say", "Words"],
        [[about.get(row["role"], row["role"]), words_of(row["texts"])] for row in read_listing("sheet_words").rows],
    )
    yield "## Months"
    yield "Beside the names and abbreviations of Unicode CLDR in the four languages."
    months: dict[str, list[str]] = {}
    for row in read_listing("sheet_months").rows:
        months.setdefault(row["month"], []).append(row["text"])
    yield render_table(["Month", "Written"], [[month, ", ".join(texts)] for month, texts in months.items()])
    yield "## Letters"
    yield (
        "Accents fall off by Unicode decomposition. These letters do not decompose; each is compared as what people "
        "write instead of it. A letter lost to `?` stands for none: such names are listed for review."
    )
    yield render_table(["Letter", "Compared as"], [[row["letter"], row["folded"]] for row in read_listing("fold").rows])
    yield "## What a mapping may hold constant"
    yield ", ".join(f"`{name}`" for name in CONSTANTS) + "."


def words_of(texts: str) -> str:
    return " · ".join(texts.split("|"))
