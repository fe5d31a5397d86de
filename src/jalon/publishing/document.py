"""A text to check or publish: Markdown, docx or HTML in, one Document out, with its blocks, links and lines.

Whatever came in, `Document.markdown` is what is rendered and `blocks` is what is read: plain text, with the places of
links and of notes in it. Nothing that could run is kept.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

import jalon.publishing.document_errors  # noqa: F401  (its catalogue)
from jalon.errors import JalonError, Place, build_reason
from jalon.publishing.document_language import find_language
from jalon.publishing.document_places import find_places
from jalon.publishing.document_unread import blank_unread

MOST_LETTERS = 2_000_000
"""A text of about 600 pages; what is longer is no publication."""
MOST_BYTES = 30_000_000
"""A docx with its pictures."""
FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "markdown",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
}

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---[ \t]*\n", re.DOTALL)
NOTE = re.compile(r"\[\^([\w-]+)\]")
SOURCE_OF_NOTE = re.compile(r"\A\[\^([\w-]+)\]:\s*")
QUOTE = "jalon:quote/"
"""Where the attribution of a quotation leads; it is no figure."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a block: letters `start` to `end` of its text, and where it leads."""

    start: int
    end: int
    target: str
    title: str = ""

    @property
    def is_figure(self) -> bool:
        return self.target.startswith("jalon:") and not self.target.startswith(QUOTE)

    @property
    def is_source(self) -> bool:
        return self.target.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item, cell of a table, quote or note, as a reader sees it: without marks.

    `text` holds `\\n` where the source has a line break. `line` is the line of the source (from 1) it starts at,
    `paragraph` its number among the blocks (from 1).
    """

    kind: str
    text: str
    line: int
    paragraph: int
    links: tuple[Link, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    """Where a note is called (letter of the text), and its name."""
    places: array[int] = field(default_factory=lambda: array("i"), compare=False, repr=False)
    """For each letter, its place in the document's Markdown (`document_places`)."""
    code: tuple[tuple[int, int], ...] = ()
    """Spans of code, which are not read."""
    language: str = "en"


@dataclass(frozen=True)
class Document:
    """A text, read. Make with `read_document`."""

    name: str
    format: str
    title: str
    language: str
    markdown: str
    blocks: tuple[Block, ...]

    @cached_property
    def notes(self) -> dict[str, Block]:
        """Footnotes by their name."""
        return {match[1]: block for block in self.blocks if (match := SOURCE_OF_NOTE.match(block.text))}

    def text_below(self, block: Block) -> str:
        """The text of the block that follows; of a cell, what follows its table."""
        return self._below[block.paragraph - 1]

    @cached_property
    def _below(self) -> list[str]:
        below, following, after_table = [], "", ""
        for block in reversed(self.blocks):
            below.append(after_table if block.kind == "cell" else following)
            following = block.text
            after_table = after_table if block.kind == "cell" else block.text
        return below[::-1]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.markdown))]

    def find_line(self, place: int) -> tuple[int, int]:
        """Line and column (from 1) of a place in the Markdown."""
        line = bisect_right(self._starts, place)
        return line, place - self._starts[line - 1] + 1


def find_links(block: Block, start: int, end: int) -> tuple[Link, ...]:
    """The links of a block that share a letter with `start` to `end`, or begin at `end`; links stand in order."""
    first = max(bisect_right(block.links, start, key=lambda link: link.start) - 1, 0)
    last = bisect_right(block.links, end, key=lambda link: link.start)
    return block.links[first:last]


def build_parser() -> MarkdownIt:
    """The one reading of Markdown: CommonMark and tables; raw HTML is text, `jalon:` links are links.

    Renderers must use it too, so that what is published is what was checked.
    """
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    allowed = parser.validateLink
    parser.validateLink = lambda url: url.startswith("jalon:") or allowed(url)  # type: ignore[method-assign]
    parser.block.ruler.before("paragraph", "note", ends_at_note, {"alt": ["paragraph"]})
    parser.block.ruler.at("reference", read_reference)
    return parser


def ends_at_note(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """A paragraph ends where the next line is a footnote, as people write them: one below the other, no blank between."""
    return silent and _begins_note(state, line)


def read_reference(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """The address of a link that stands elsewhere; a footnote that is nothing but an address is a footnote."""
    return not _begins_note(state, line) and reference(state, line, last, silent)


def _begins_note(state: StateBlock, line: int) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    return SOURCE_OF_NOTE.match(state.src[start : state.eMarks[line]]) is not None


def read_document(source: Path | str | bytes, format: str | None = None, *, language: str | None = None) -> Document:
    """The document in a file (or in bytes, or in a text given with its `format`: markdown, html, docx).

    A `str` with a format is the text itself; without one it is a path. `language` (en, fr) is found where it is not
    given. Raises `no_document`, `unknown_text_format`, `text_too_long`, `text_not_utf8`, `text_empty` (of a
    file), `docx_broken`, `docx_encrypted`, `docx_too_large`.
    """
    name, data, format = _read_source(source, format)
    stated = None
    if format == "docx":
        from jalon.publishing.document_docx import read_docx

        markdown = read_docx(data, name)
    else:
        markdown = _decode(data, name)
        if format == "html":
            from jalon.publishing.document_html import find_html_language, render_markdown

            stated = find_html_language(markdown)
            markdown = render_markdown(markdown)
    if len(markdown) > MOST_LETTERS:
        raise JalonError("text_too_long", place=Place(file=name), found=len(markdown), most=MOST_LETTERS)
    document = build_document(markdown, name=name, format=format, language=language or stated)
    if name and not document.blocks:
        raise JalonError("text_empty", place=Place(file=name))
    return document


def _read_source(source: Path | str | bytes, format: str | None) -> tuple[str, bytes, str]:
    if isinstance(source, bytes) or (isinstance(source, str) and format is not None):
        data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
        if len(data) > MOST_BYTES or (format != "docx" and len(data) > 4 * MOST_LETTERS):
            raise JalonError("text_too_long", found=len(data), most=MOST_LETTERS)
        if format is None:
            format = "docx" if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0" else "markdown"
        return "", data, _check_format(format, "")
    path = Path(source)
    format = _check_format(format or FORMATS.get(path.suffix.lower(), path.suffix), str(path))
    try:
        size = path.stat().st_size
        if size > (MOST_BYTES if format == "docx" else 4 * MOST_LETTERS):
            raise JalonError("text_too_long", place=Place(file=str(path)), found=size, most=MOST_LETTERS)
        return str(path), path.read_bytes(), format
    except OSError as error:
        raise JalonError("no_document", found=str(path), reason=build_reason(error)) from None


def _check_format(format: str, name: str) -> str:
    if format not in FORMATS.values():
        raise JalonError("unknown_text_format", place=Place(file=name or None), found=format, known="md, docx, html")
    return format


def _decode(data: bytes, name: str) -> str:
    """UTF-8, with or without its mark; UTF-16 where its mark says so."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise JalonError("text_not_utf8", place=Place(file=name or None)) from None
    if "\x00" in text:
        raise JalonError("text_not_utf8", place=Place(file=name or None))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def build_document(markdown: str, *, name: str = "", format: str = "markdown", language: str | None = None) -> Document:
    """The document of a Markdown text."""
    front = FRONT_MATTER.match(markdown)
    stated = dict(re.findall(r"^(\w+)[ \t]*:[ \t]*(.*?)[ \t]*$", front[1], re.MULTILINE)) if front else {}
    body = "\n" * front[0].count("\n") + markdown[front.end() :] if front else markdown
    body = blank_unread(body)
    blocks = tuple(_build_blocks(body))
    asked = language or stated.get("lang") or stated.get("language")
    if asked not in ("en", "fr"):
        asked = find_language(" ".join(block.text for block in blocks[:200])) or "en"
    title = stated.get("title") or next((block.text for block in blocks if block.kind == "heading"), "")
    spoken = tuple(replace(block, language=find_language(block.text) or asked) for block in blocks)
    return Document(name, format, title.strip("\"'"), asked, body, spoken)


CONTAINERS = {"blockquote_open": "quote", "list_item_open": "item"}


def _build_blocks(markdown: str) -> Iterator[Block]:
    starts = [0, *(match.end() for match in re.finditer("\n", markdown)), len(markdown) + 1]
    around: list[str] = []
    kind = "paragraph"
    number = cursor = 0
    for token in build_parser().parse(markdown):
        if token.type in CONTAINERS:
            around.append(CONTAINERS[token.type])
        elif token.type in ("blockquote_close", "list_item_close"):
            around.pop()
        elif token.type == "heading_open":
            kind = "heading"
        elif token.type in ("td_open", "th_open"):
            kind = "cell"
        elif token.type == "paragraph_open":
            kind = around[-1] if around else "paragraph"
        elif token.type == "inline" and token.children:
            number += 1
            first, last = token.map or [0, 1]
            block = _build_block(token.children, kind, first + 1, number)
            places = find_places(markdown, max(cursor, starts[first]), starts[min(last, len(starts) - 1)], block.text)
            cursor = max((place + 1 for place in places[-1:]), default=cursor)  # cells of one row follow each other
            yield replace(block, places=places)


def _build_block(children: Sequence[Token], kind: str, line: int, number: int) -> Block:
    text, links, code = "", [], []
    opened: list[tuple[int, str, str]] = []
    for token in children:
        if token.type == "link_open":
            opened.append(
                (len(text), _plain_target(str(token.attrGet("href") or "")), str(token.attrGet("title") or ""))
            )
        elif token.type == "link_close":
            start, target, title = opened.pop()
            links.append(Link(start, len(text), target, title))
        elif token.type == "code_inline":
            code.append((len(text), len(text) + len(token.content)))
            text += token.content
        elif token.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif token.type in ("text", "text_special"):
            text += token.content
    notes = tuple((match.start(), match[1]) for match in NOTE.finditer(text))
    if SOURCE_OF_NOTE.match(text):
        kind, notes = "note", ()
    return Block(kind, text, line, number, tuple(links), notes, code=tuple(code))


def _plain_target(href: str) -> str:
    """The scheme of an address is the same in capitals."""
    scheme, colon, rest = href.partition(":")
    return f"{scheme.lower()}{colon}{rest}"
