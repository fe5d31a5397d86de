"""docs/reference/expressions.md from the language: its functions, names, signs and what each node means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc

from jalon.codelists.measures import shipped_measures
from jalon.language import nodes
from jalon.language.dimensions import ATTRIBUTE_DIMENSIONS, SCOPE_DIMENSIONS
from jalon.language.parse import FORMS, MOST_MONTHS, NAMES
from jalon.language.syntax import MOST_CHARACTERS, MOST_DEPTH
from pages.markdown import render_page, render_table

SHOWN: tuple[type[nodes.Node], ...] = tuple(kind for kind in nodes.NODE_KINDS if kind.__doc__ and "`" in kind.__doc__)
"""Nodes whose docstring says how they are written."""

CALL = re.compile(r"[a-z_]+\([^)]*\)")


def build_pages() -> dict[str, str]:
    return {"expressions.md": render_page("Expressions", "src/jalon/language", build_parts())}


def build_parts() -> Iterator[str]:
    yield (
        "An expression asks one *participation* (a subject in a project, re-entries joined) in a scope. It is a "
        "condition, a number or a code. A condition is **yes, no or unknown**. A number is an interval of what is "
        "possible; a comparison is yes where it holds for all of it, no where it holds nowhere in it, else unknown."
    )
    yield (
        "Signs: `= != < <= > >=`, `( ) ,`, `AND OR NOT IN BETWEEN … AND … IS NULL`, `true false`, numbers with a point, "
        "options in single quotes. There is no arithmetic, comment, cast or subquery. An expression has at most "
        f"{MOST_CHARACTERS:,} characters and brackets {MOST_DEPTH} deep."
    )
    yield "## What may be asked"
    yield "\n".join("- " + CALL.sub(r"`\g<0>`", form) for form in FORMS.values())
    yield (
        f"Names that need no function: {', '.join(f'`{name}`' for name in NAMES)}. Months after exit: 1 to "
        f"{MOST_MONTHS}. An exit observation counts up to {nodes.EXIT_WINDOW_DAYS} days after the last exit, one months "
        f"after up to {nodes.AFTER_WINDOW_DAYS} days past its month."
    )
    yield "## What each means"
    for kind in SHOWN:
        yield f"**{words_of(kind)}**: {' '.join(cleandoc(kind.__doc__ or '').split())}"
    yield "## Measures every group starts with"
    yield render_table(
        ["Measure", "Kind", "Title", "Titre", "Answers"],
        [
            [f"`{measure.code}`", measure.kind, measure.titles["en"], measure.titles["fr"], answers_of(measure.code)]
            for measure in shipped_measures().values()
        ],
    )
    yield "## Dimensions of a breakdown"
    yield (
        f"Subject dimensions partition: {', '.join(f'`{name}`' for name in ATTRIBUTE_DIMENSIONS)}, and the code of any "
        "category, level or yes/no measure (its value at entry)."
    )
    yield f"Scope dimensions may overlap: {', '.join(f'`{name}`' for name in SCOPE_DIMENSIONS)}."


def words_of(kind: type[nodes.Node]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower().capitalize()


def answers_of(code: str) -> str:
    measure = shipped_measures()[code]
    if measure.options:
        return ", ".join(f"`{option}`" for option in measure.options)
    bounds = f"{measure.lowest} to {measure.highest}" if measure.lowest is not None else "any number"
    return f"{bounds}, in {measure.unit}" if measure.unit else bounds
