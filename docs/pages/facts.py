"""docs/reference/facts.md from the schema of the facts."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.facts import schema
from pages.markdown import render_page, render_table

ABOUT = """\
Figures are computed from these tables alone. They lie in the folder's `facts/`, one Delta table each, and carry numbers
and codes, never a name or free text. Numbers are int32. A null is *unknown* unless the column says otherwise. Tables
marked *by project* are partitioned by `project`, a file each, which holds the number of its project too: DuckDB reads
`facts/attendances/*.parquet` as one table."""


def build_pages() -> dict[str, str]:
    return {"facts.md": render_page("Facts", "src/jalon/facts/schema.py", build_parts())}


def build_parts() -> Iterator[str]:
    yield ABOUT
    for table in schema.TABLES:
        yield f"## {table.name}"
        by_project = "By project; sorted" if table.per_project else "Sorted"
        yield f"{table.about} {by_project} by {', '.join(f'`{name}`' for name in table.sort)}."
        yield render_table(
            ["Column", "Type", "May be null", "What it is"],
            [[f"`{c.name}`", f"`{c.type}`", "yes" if c.nullable else "", c.about] for c in table.columns],
        )
