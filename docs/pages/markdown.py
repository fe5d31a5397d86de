"""Shapes that the generated pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by `make docs` from {source}. Change that, not this page. -->"


def render_page(title: str, source: str, parts: Iterable[str]) -> str:
    """A page: title, where it comes from, and its parts with a blank line between them."""
    return "\n\n".join([f"# {title}", GENERATED.format(source=source), *(part.strip("\n") for part in parts)]) + "\n"


def render_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars and line ends inside cells are kept from breaking it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(render_cell(cell) for cell in line) + " |" for line in lines)


def render_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def render_code(text: str) -> str:
    """Inline code, or nothing where there is none."""
    return f"`{text}`" if text else ""
