"""“How we count” as the site ships it: the chapters that `make docs` writes from the spec tests, parsed for pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jalon.publishing.document import build_parser

MARK = re.compile(r"^<!--.*-->$", re.MULTILINE)
CAPTIONED = re.compile(r"<p><em>([^<]*)</em></p>\s*<table>")
UNCAPTIONED = re.compile(r"<table>(?P<head>\s*<thead>.*?</thead>)", re.DOTALL)
FENCE = "```"
FOLDER = resources.files("jalon.web").joinpath("counting")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One rule, its cases and their answers, as HTML."""

    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    about: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter. `about` is its introduction as plain text."""

    slug: str
    number: int
    title: str
    about: str
    sections: tuple[Section, ...]


@cache
def read_chapters() -> dict[str, Chapter]:
    """Every chapter by the name of its address, in order."""
    files = sorted((file for file in FOLDER.iterdir() if file.name.endswith(".md")), key=lambda file: file.name)
    chapters = [build_chapter(file.name.removesuffix(".md"), file.read_text(encoding="utf-8")) for file in files]
    return {chapter.slug: chapter for chapter in chapters}


def build_chapter(slug: str, text: str) -> Chapter:
    """The chapter of a page: `# 3. Title`, its introduction, `##` sections of `###` paragraphs."""
    head, *parts = _parted(MARK.sub("", text).splitlines(), "## ")
    number, _, title = head[0].removeprefix("# ").partition(". ")
    seen: dict[str, int] = {}
    sections = []
    for part in parts:
        about, *paragraphs = _parted(part[1:], "### ")
        heading = part[0].removeprefix("## ")
        sections.append(
            Section(
                _anchor(heading, seen),
                heading,
                _joined(about),
                tuple(
                    Paragraph(_anchor(one[0], seen), one[0].removeprefix("### "), _render(one[1:]))
                    for one in paragraphs
                ),
            )
        )
    return Chapter(slug, int(number), title, _joined(head[1:]), tuple(sections))


def _parted(lines: Sequence[str], mark: str) -> list[list[str]]:
    """The lines before the first that begins with `mark`, then one part for each; code is left whole."""
    parts: list[list[str]] = [[]]
    is_code = False
    for line in lines:
        is_code ^= line.startswith(FENCE)
        if line.startswith(mark) and not is_code:
            parts.append([])
        parts[-1].append(line)
    return parts


def _joined(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


def _render(lines: Sequence[str]) -> str:
    """Markdown as HTML: each table scrolls within itself, under the words that stood over it."""
    html = str(build_parser().render("\n".join(lines))).replace("<th>", '<th scope="col">')
    html = CAPTIONED.sub(lambda found: f"{_opened(found[1])}<caption>{found[1]}</caption>", html)
    return UNCAPTIONED.sub(_name_by_columns, html).replace("</table>", "</table></div>")


def _name_by_columns(found: re.Match[str]) -> str:
    """A table that nothing stood over is called by its columns, for those who hear it."""
    columns = ", ".join(re.findall(r"<th[^>]*>([^<]*)</th>", found["head"]))
    return f'{_opened(columns)}<caption class="hidden">{columns}</caption>{found["head"]}'


def _opened(label: str) -> str:
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table class="case">'


def render_inline(text: str) -> str:
    """A line of Markdown as HTML: code and emphasis."""
    return str(build_parser().renderInline(text))


def _anchor(title: str, seen: dict[str, int]) -> str:
    name = _NOT_WORD.sub("-", title.casefold()).strip("-")[:60].strip("-") or "part"
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


def every_title() -> Iterator[str]:
    """Each text that has its French: titles and introductions of chapters, titles of sections."""
    for chapter in read_chapters().values():
        yield from (chapter.title, chapter.about)
        for section in chapter.sections:
            yield from filter(None, (section.title, section.about))
