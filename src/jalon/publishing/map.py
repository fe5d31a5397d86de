"""The map of presence: where a group works, by what kind of number stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape

from babel import Locale

from jalon.disclosure.suppressed import Shown, Suppressed, render_shown
from jalon.publishing.charts_svg import ACCENT, COUNTED, DECLARED, ESTIMATED, GROUND, LINE, Drawing
from jalon.publishing.charts_words import say
from jalon.publishing.map_shapes import HEIGHT, WIDTH, centre, country_shapes, render_path

STATUSES = (COUNTED, DECLARED, ESTIMATED)
DOT = 3
"""Radius of the mark of a country too small to be seen."""
SMALLEST_SEEN = 14
"""Units of the drawing, in area: below it a country gets a mark beside its outline."""


def build_world_map(countries: Mapping[str, str | Shown], language: str = "en", title: str = "") -> str:
    """An SVG of the world with these countries filled.

    `countries`: alpha-2 code -> its status (`counted` solid, `declared` hatched, `estimated` dotted), or a number
    that may be shown, then named in the country's own title and filled as counted; a withheld number fills too
    and is named by its word. A number that is 0 or None leaves the country empty. Borders are Natural Earth's
    and state no opinion. About 40 kB; the same text each time.
    """
    names = Locale.parse(language).territories
    filled = {code: value for code, value in sorted(countries.items()) if isinstance(value, Suppressed | str) or value}
    drawing = Drawing(
        title or say("presence", language),
        say("presence in", language).format(len(filled), ", ".join(sorted(names.get(code, code) for code in filled))),
    )
    elsewhere = tuple(code for code in country_shapes() if code not in filled)
    drawing.body.append(f'<path d="{_land(elsewhere)}" fill="{LINE}" stroke="{GROUND}" stroke-width=".4"/>')
    for code, value in filled.items():
        fill = drawing.texture(value if isinstance(value, str) else COUNTED)
        said = say(value, language) if isinstance(value, str) else render_shown(value, language)
        drawing.body.append(
            f"<g><title>{escape(names.get(code, code) + say('colon', language) + said)}</title>{_country(code, fill)}</g>"
        )
    return drawing.render(view=(WIDTH, HEIGHT))


@cache
def _land(codes: tuple[str, ...]) -> str:
    return "".join(render_path(country_shapes()[code]) for code in codes)


def _country(code: str, fill: str) -> str:
    rings = country_shapes().get(code, ())
    border = GROUND if fill == ACCENT else ACCENT
    shape = f'<path d="{render_path(rings)}" fill="{fill}" stroke="{border}" stroke-width=".5"/>' if rings else ""
    place = centre(code)
    if place is None or sum(map(_area, rings)) >= SMALLEST_SEEN:
        return shape
    style = f'fill="{fill}" stroke="{ACCENT}" stroke-width="1"'
    return f'{shape}<circle cx="{place[0]}" cy="{place[1]}" r="{DOT}" {style}/>'


def _area(ring: tuple[tuple[int, int], ...]) -> float:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
