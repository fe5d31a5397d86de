"""Small SVG drawings that follow the page they stand in, and what makes of them pictures that stand alone.

Widths are percentages: in a page a drawing is as wide as its column, and its words keep their size on a telephone.
Colours are the page's own (`var(--accent)` and so on, `currentColor`), so that light and dark need nothing. There is
no style sheet, no script, no reference to elsewhere. `render_alone` fixes width and colours for paper and e-mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape, unescape
from types import MappingProxyType

NAMESPACE = "http://www.w3.org/2000/svg"
PIXELS_WIDE = 560
"""How wide a drawing is where nothing says so."""

PAPER: Mapping[str, str] = MappingProxyType(
    {
        "--paper": "#fbfaf6",
        "--ink": "#1d1c1a",
        "--soft": "#5d5a54",
        "--line": "#dedacf",
        "--accent": "#0b5d57",
        "--warn": "#9a3412",
    }
)
"""What the page's colours are where there is no page: ink on paper."""

INK, SOFT, LINE, ACCENT, GROUND = (
    "currentColor",
    *(f"var({name},{PAPER[name]})" for name in ("--soft", "--line", "--accent", "--paper")),
)

COUNTED, DECLARED, ESTIMATED = "counted", "declared", "estimated"
TEXTURES = {
    DECLARED: '<path d="M-1.5,1.5 l3,-3 M0,6 l6,-6 M4.5,7.5 l3,-3" stroke="{colour}" stroke-width="1.6" fill="none"/>',
    ESTIMATED: '<circle cx="2" cy="2" r="1.1" fill="{colour}"/>',
}
"""What is not counted is not solid: hatched where a partner declares it, dotted where it is estimated."""
TEXTURE_SIDE = {DECLARED: 6, ESTIMATED: 4}

_COLOUR = re.compile(r"var\((--[a-z]+),[^()]*\)")
_SAID = re.compile(r"<(?:title|desc) id=[^>]*>([^<]*)<")
_OPENING = re.compile(r'<svg [^>]*?width="100%" height="(\d+)"([^>]*)>')


@dataclass(slots=True)
class Drawing:
    """A picture under construction. `title` is its name, `description` says in words what it shows."""

    title: str
    description: str
    height: int = 0
    body: list[str] = field(default_factory=list)
    textures: set[str] = field(default_factory=set)

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", soft: bool = False, strong: bool = False
    ) -> None:
        """Words at a percentage from the left and pixels from the top."""
        style = f' fill="{SOFT if soft else INK}"'
        style += "" if anchor == "start" else f' text-anchor="{anchor}"'
        style += ' font-weight="600"' if strong else ""
        self.body.append(f'<text x="{number(x)}%" y="{number(y)}"{style}>{escape(words)}</text>')

    def text_upwards(self, x: float, y: float, words: str) -> None:
        """Words that begin at a percentage from the left and pixels from the top, and go up from there."""
        self.body.append(
            f'<svg x="{number(x)}%" y="{number(y)}" overflow="visible"><text y="4" transform="rotate(-90)" fill="{SOFT}"'
            f">{escape(words)}</text></svg>"
        )

    def bar(self, x: float, y: float, width: float, height: float, status: str | None) -> None:
        """A filled bar: solid, hatched or dotted by its status; an empty outline where status is None."""
        place = f'x="{number(x)}%" y="{number(y)}" width="{number(width)}%" height="{number(height)}"'
        if status is None:
            self.body.append(f'<rect {place} fill="none" stroke="{SOFT}" stroke-dasharray="3 2"/>')
        elif status == COUNTED:
            self.body.append(f'<rect {place} fill="{ACCENT}"/>')
        else:
            self.body.append(f'<rect {place} fill="{self.texture(status)}" stroke="{ACCENT}" stroke-width=".8"/>')

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, colour: str = LINE, width: float = 1, dashes: str = ""
    ) -> None:
        ends = f'x1="{number(x1)}%" y1="{number(y1)}" x2="{number(x2)}%" y2="{number(y2)}"'
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.body.append(
            f'<line {ends} stroke="{colour}" stroke-width="{number(width)}" stroke-linecap="round"{dashed}/>'
        )

    def dot(self, x: float, y: float, radius: float = 3.5, *, hollow: bool = False) -> None:
        style = f'fill="{GROUND}" stroke="{ACCENT}" stroke-width="1.6"' if hollow else f'fill="{ACCENT}"'
        self.body.append(f'<circle cx="{number(x)}%" cy="{number(y)}" r="{number(radius)}" {style}/>')

    def texture(self, status: str) -> str:
        """What fills a shape of this status."""
        if status == COUNTED:
            return ACCENT
        self.textures.add(status)
        return f"url(#{self.id}-{status})"

    @property
    def id(self) -> str:
        """Apart from those of other drawings in one page, the same each time."""
        return "c" + sha256(f"{self.title}\n{self.description}".encode()).hexdigest()[:10]

    def render(self, view: tuple[int, int] | None = None) -> str:
        """The SVG. With a `view`, coordinates are in its units and scale with the width."""
        patterns = "".join(
            f'<pattern id="{self.id}-{status}" width="{side}" height="{side}" patternUnits="userSpaceOnUse">'
            f"{TEXTURES[status].format(colour=ACCENT)}</pattern>"
            for status in sorted(self.textures)
            for side in (TEXTURE_SIDE[status],)
        )
        size = f'viewBox="0 0 {view[0]} {view[1]}"' if view else f'width="100%" height="{self.height}"'
        return (
            f'<svg xmlns="{NAMESPACE}" {size} role="img" aria-labelledby="{self.id}-t {self.id}-d" '
            f'font-size="13" color="inherit"><title id="{self.id}-t">{escape(self.title)}</title>'
            f'<desc id="{self.id}-d">{escape(self.description)}</desc>'
            f"{f'<defs>{patterns}</defs>' if patterns else ''}{''.join(self.body)}</svg>"
        )


def number(value: float) -> str:
    """Two decimals at most, none that are nought: the same text on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def render_alone(svg: str, width: int = PIXELS_WIDE, fonts: str = "Source Sans Pro, sans-serif") -> str:
    """The drawing with its own width, colours and font, for where no page gives them: PDF, e-mail, a file."""
    svg = _COLOUR.sub(lambda found: PAPER[found[1]], svg).replace("currentColor", PAPER["--ink"])
    svg = svg.replace('color="inherit"', f'font-family="{escape(fonts)}" color="{PAPER["--ink"]}"', 1)
    return _OPENING.sub(
        lambda found: (
            f'<svg xmlns="{NAMESPACE}" width="{width}" height="{found[1]}" viewBox="0 0 {width} {found[1]}"{found[2]}>'
        ),
        svg,
        count=1,
    )


def find_description(svg: str) -> str:
    """What a drawing says of itself in words: its title and its description."""
    return unescape(". ".join(_SAID.findall(svg)[:2]))
