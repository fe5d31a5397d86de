"""HTML as Markdown: cleaned of all that runs, then written with the marks that Markdown has."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

TAGS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tfoot",
    "tr", "td", "th", "caption", "a", "em", "i", "strong", "b", "code", "pre", "sup", "sub", "div", "section", "article",
    "header", "footer", "main", "aside", "figure", "figcaption", "dl", "dt", "dd",
}  # fmt: skip
GONE = {
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "head",
    "form",
    "select",
}
"""Taken out with all that is in them."""
SCHEMES = {"http", "https", "mailto", "jalon"}
PARAGRAPHS = {"p", "div", "section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "caption",
              "dl", "dt", "dd"}  # fmt: skip
STYLES = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_LANGUAGE = re.compile(r"<html\b[^>]*\blang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_\[\]<>|~])")
_AT_START = re.compile(r"^(\s*)([#>+-]|\d{1,9}[.)])(?=\s|$)")


def find_html_language(html: str) -> str | None:
    """What `<html lang=…>` says."""
    match = _LANGUAGE.search(html[:5000])
    return match[1].lower() if match and match[1].lower() in ("en", "fr") else None


def clean_html(html: str) -> str:
    """The HTML with text, links and structure only: no script, style, form, picture, handler or odd address."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=GONE,
        attributes={"a": {"href", "title"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )


def render_markdown(html: str) -> str:
    """The text of the HTML as Markdown, one block apart from the next; `jalon:` links are kept."""
    writer = _Writer()
    writer.feed(clean_html(html))
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.line = ""
        self.prefix = ""
        self.lists: list[tuple[str, int]] = []
        self.quotes = 0
        self.links: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self.tables = 0
        self.pre = 0

    def text(self) -> str:
        self.end_block()
        return "\n\n".join(self.blocks) + ("\n" if self.blocks else "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.tables and tag in PARAGRAPHS:
            self.line += " "
        elif tag in PARAGRAPHS:
            self.end_block()
        elif re.fullmatch(r"h[1-6]", tag) and not self.tables:
            self.end_block()
            self.prefix = "#" * int(tag[1]) + " "
        elif tag in ("ul", "ol"):
            self.end_block()
            self.lists.append((tag, 0))
        elif tag == "li":
            self.start_item()
        elif tag == "blockquote":
            self.end_block()
            self.quotes += 1
        elif tag == "table":
            self.end_block()
            self.tables += 1
            self.rows = []
        elif tag == "tr" and self.tables:
            self.rows.append([])
        elif tag in ("td", "th") and self.tables:
            self.line = ""
        elif tag == "a":
            self.links.append((given.get("href") or "", given.get("title") or ""))
            self.line += "["
        elif tag == "br":
            self.line += " " if self.tables else "\n"
        elif tag == "pre":
            self.end_block()
            self.pre += 1
        elif tag == "code" and not self.pre:
            self.line += "`"
        elif tag in STYLES:
            self.line += STYLES[tag]

    def handle_endtag(self, tag: str) -> None:
        if tag in STYLES:
            self.end_style(STYLES[tag])
        elif tag == "a" and self.links:
            self.end_link()
        elif tag == "code" and not self.pre:
            self.line += "`"
        elif tag in ("td", "th") and self.tables:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(" ".join(self.line.split()))
            self.line = ""
        elif tag == "table" and self.tables:
            self.tables -= 1
            self.end_table()
        elif tag == "pre" and self.pre:
            self.pre -= 1
            self.blocks.append("\n".join(f"    {row}" for row in self.line.strip("\n").split("\n")))
            self.line = ""
        elif not self.tables:
            self.end_structure(tag)

    def end_structure(self, tag: str) -> None:
        if tag in PARAGRAPHS or tag == "li" or re.fullmatch(r"h[1-6]", tag):
            self.end_block()
        elif tag in ("ul", "ol") and self.lists:
            self.end_block()
            self.lists.pop()
        elif tag == "blockquote" and self.quotes:
            self.end_block()
            self.quotes -= 1

    def handle_data(self, data: str) -> None:
        if self.pre:
            self.line += data
            return
        # A no-break space stays one: it may stand inside a number.
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        self.line += text if self.line.count("`") % 2 else _MARKS.sub(r"\\\1", text)

    def start_item(self) -> None:
        self.end_block()
        if not self.lists:
            self.lists.append(("ul", 0))
        kind, number = self.lists[-1]
        self.lists[-1] = (kind, number + 1)
        mark = "- " if kind == "ul" else f"{number + 1}. "
        self.prefix = "    " * (len(self.lists) - 1) + mark

    def end_style(self, mark: str) -> None:
        """Spaces before the closing mark go behind it: `**300 **` would be no emphasis. An empty one is dropped."""
        stripped = self.line.rstrip(" ")
        if stripped.endswith(mark):
            self.line = stripped[: -len(mark)] + self.line[len(stripped) :]
        else:
            self.line = stripped + mark + self.line[len(stripped) :]

    def end_link(self) -> None:
        target, title = self.links.pop()
        if not target:
            opening = self.line.rindex("[")
            self.line = self.line[:opening] + self.line[opening + 1 :]
            return
        address = (
            target.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace("\n", "").replace(" ", "%20")
        )
        said = ' "' + title.replace("\\", "").replace('"', "'").replace("\n", " ") + '"' if title else ""
        self.line += f"](<{address}>{said})"

    def end_table(self) -> None:
        width = max((len(row) for row in self.rows), default=0)
        if width:
            rows = [[*row, *[""] * (width - len(row))] for row in self.rows]
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            lines.insert(1, "|" + " --- |" * width)
            self.blocks.append("\n".join(lines))
        self.rows = []

    def end_block(self) -> None:
        text = "\n".join(" ".join(row.split(" ")).strip(" ") for row in self.line.split("\n")).strip("\n ")
        prefix, self.line, self.prefix = self.prefix, "", ""
        if not text:
            self.prefix = prefix if self.lists and prefix.strip()[:1] in "-0123456789" else ""
            return
        if not prefix:
            text = "\n".join(_AT_START.sub(_escape_start, row) for row in text.split("\n"))
        indent = " " * len(prefix) if not prefix.startswith("#") else ""
        if prefix.startswith("#"):
            text = text.replace("\n", " ")
        quote = "> " * self.quotes
        lines = [f"{quote}{prefix if not place else indent}{row}" for place, row in enumerate(text.split("\n"))]
        self.blocks.append("\\\n".join(lines))


def _escape_start(match: re.Match[str]) -> str:
    """`1.` or `-` at the start of a line of a paragraph is no list."""
    return f"{match[1]}{match[2][:-1]}\\{match[2][-1]}"
