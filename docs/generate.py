"""Write the generated pages of docs/reference, and which shipped examples hold; with --check, say how what is there
differs and exit 1.

A page that nothing runs goes wrong, so these are functions over the code they describe. A generated page that no
chapter writes any more is removed.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pages import commands, counting, errors, expressions, facts, group_file, held, indicators, sheets

REFERENCE = Path(__file__).resolve().parent / "reference"
SHIPPED = REFERENCE.parents[1] / "src/jalon/web/counting"
"""Where the installed site reads “How we count”: the tests that say it are not installed."""
CHAPTERS = (commands, counting, errors, expressions, facts, group_file, indicators, sheets)
MARK = "<!-- Written by `make docs`"
"""Stands in every generated page and in no other."""


def build_pages() -> dict[str, str]:
    """Every generated page: its text by its path inside docs/reference."""
    pages: dict[str, str] = {}
    for chapter in CHAPTERS:
        pages.update(chapter.build_pages())
    return dict(sorted(pages.items()))


def build_shipped(pages: Mapping[str, str]) -> dict[str, str]:
    """Of all pages those that the site ships, by their file name: the chapters of how Jalon counts."""
    chapters = {Path(path): text for path, text in pages.items() if Path(path).parent.name == "counting"}
    return {path.name: text for path, text in chapters.items() if path.name != "README.md"}


def read_pages(folder: Path) -> dict[str, str]:
    """The generated pages as they stand in a folder."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))
    }
    return {path: text for path, text in texts.items() if MARK in text}


def render_difference(found: Mapping[str, str], wanted: Mapping[str, str], name: str = "docs/reference") -> str:
    """A unified diff from the pages found to the pages wanted; empty where they agree."""
    lines: list[str] = []
    for path in sorted({*found, *wanted}):
        before, after = (pages.get(path, "").splitlines(keepends=True) for pages in (found, wanted))
        lines += difflib.unified_diff(before, after, f"{name}/{path}", f"{name}/{path} (as generated)")
    return "".join(lines)


def write_pages(folder: Path, wanted: Mapping[str, str]) -> None:
    for path in read_pages(folder).keys() - wanted.keys():
        (folder / path).unlink()
    for path, text in wanted.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is not current")
    parser.add_argument("--folder", type=Path, default=REFERENCE, help="where the pages are (docs/reference)")
    asked = parser.parse_args(arguments)
    root = REFERENCE.parents[1]
    wanted = {asked.folder: build_pages()}
    files: dict[str, str] = {}
    if asked.folder == REFERENCE:
        wanted[SHIPPED] = build_shipped(wanted[REFERENCE])
        files[held.PATH] = held.build_held()
    if not asked.check:
        for folder, pages in wanted.items():
            write_pages(folder, pages)
        for path, text in files.items():
            (root / path).write_text(text, encoding="utf-8")
        return 0
    found = {path: (root / path).read_text(encoding="utf-8") for path in files if (root / path).exists()}
    difference = render_difference(found, files, ".")
    for folder, pages in wanted.items():
        name = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()
        difference += render_difference(read_pages(folder), pages, name)
    if difference:
        print(difference)
        print("The generated pages are not current. Run `make docs` and commit what it writes.", file=sys.stderr)
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
