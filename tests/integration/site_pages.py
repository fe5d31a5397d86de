"""What a page of the site must be, whatever it shows: read as a browser and a screen reader would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

SECRET = "Zzyzx"
"""Stands in every person's name in `site_group`, and on no page."""
VOID = {"meta", "link", "input", "br", "img", "hr", "option"}
SELF_CLOSED_IN_SVG = {"path", "rect", "circle", "line", "polyline"}
FIELDS = {"input", "select", "textarea"}


@dataclass
class Page(HTMLParser):
    """The page's elements, and what is wrong with them, as `faults`."""

    text: str
    faults: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    refers: list[str] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=dict)
    language: str = ""
    headings: list[int] = field(default_factory=list)
    captions: int = 0

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)
        self.close()
        self._check_whole()

    def handle_starttag(self, tag: str, listed: list[tuple[str, str | None]]) -> None:
        attributes = dict(listed)
        if len(attributes) < len(listed):
            self.faults.append(f"<{tag}> says something twice")
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag == "html":
            self.language = attributes.get("lang") or ""
        if tag in ("script", "style", "iframe", "object", "base"):
            self.faults.append(f"<{tag}> is not allowed")
        self.faults += [f"<{tag} {name}>" for name in attributes if name == "style" or name.startswith("on")]
        if (id := attributes.get("id")) is not None:
            self.ids.append(id)
        for name in ("aria-labelledby", "list", "for"):
            self.refers += (attributes.get(name) or "").split()
        if tag == "a":
            self.links.append(attributes.get("href") or "")
        if tag == "th" and "scope" not in attributes:
            self.faults.append("<th> without scope")
        if tag == "img" and "alt" not in attributes:
            self.faults.append("<img> without alt")
        if tag == "svg" and attributes.get("role") != "img":
            self.faults.append("<svg> without role")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        is_field = tag in FIELDS and attributes.get("type") != "hidden"
        if is_field and "label" not in self.open and "aria-label" not in attributes:
            self.faults.append(f"<{tag} name={attributes.get('name')}> without label")
        self._check_place(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, listed: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, listed)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}, line {self.getpos()[0]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def _check_place(self, tag: str) -> None:
        within = self.open[-1] if self.open else ""
        if tag in ("section", "ul", "ol", "table", "form", "div", "p", "h2", "h3", "figure") and within in (
            "p",
            "h1",
            "h2",
        ):
            self.faults.append(f"<{tag}> in <{within}>")
        if within in ("ul", "ol") and tag != "li":
            self.faults.append(f"<{tag}> in <{within}>")
        if tag == "caption":
            self.captions += 1

    def _check_whole(self) -> None:
        if self.open:
            self.faults.append(f"left open: {self.open}")
        if len(set(self.ids)) < len(self.ids):
            self.faults.append(f"ids twice: {sorted({id for id in self.ids if self.ids.count(id) > 1})}")
        self.faults += [f"no id {name}" for name in self.refers if name not in self.ids]
        for tag, count in (("h1", 1), ("main", 1), ("header", None), ("title", None)):
            found = self.count.get(tag, 0)
            if found == 0 or (count is not None and found != count):
                self.faults.append(f"{found} <{tag}>")
        if self.captions < self.count.get("table", 0):
            self.faults.append("<table> without caption")
        steps = zip(self.headings, self.headings[1:], strict=False)
        self.faults += [f"h{below} after h{above}" for above, below in steps if below > above + 1]
        self.faults += [f"link {link!r}" for link in self.links if not link.startswith(("/", "#"))]
