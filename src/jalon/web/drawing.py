"""The small drawings of pages: what a figure is made of, in one bar."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from jalon.disclosure import ShownFigure, render_shown
from jalon.figures.words import say as name_status
from jalon.language.definition import OF_TWO
from jalon.publishing.charts_svg import ACCENT, Drawing

STATUSES = ("counted", "declared", "estimated")
TALL = 14


def build_mix(shown: ShownFigure, language: str) -> str:
    """A bar of the parts that make the value, each in its texture; of a share, the part of the whole.

    Nothing where they may not be told.
    """
    if shown.kind in OF_TWO:
        return _build_share(shown, language)
    numbers = {status: shown.sums[status] for status in STATUSES if status in shown.sums}
    told = {status: float(number) for status, number in numbers.items() if isinstance(number, int | Decimal) and number}
    whole = sum(told.values())
    if shown.value is None or len(told) < len(numbers) or whole <= 0:
        return ""
    said = ", ".join(
        f"{render_shown(number, language)} {name_status(status, language)}" for status, number in numbers.items()
    )
    drawing = Drawing(shown.title(language), said, height=TALL)
    start = 0.0
    for status, number in told.items():
        width = number / whole * 100
        drawing.bar(start, 1, width, TALL - 2, status)
        start += width
    return drawing.render()


def _build_share(shown: ShownFigure, language: str) -> str:
    """How much of the whole: a filled part of an outline."""
    if not isinstance(shown.value, Fraction):
        return ""
    drawing = Drawing(shown.title(language), render_shown(shown.value, language), height=TALL)
    drawing.body.append(f'<rect x="0" y="1" width="100%" height="{TALL - 2}" fill="none" stroke="{ACCENT}"/>')
    drawing.bar(0, 1, float(shown.value) * 100, TALL - 2, "counted")
    return drawing.render()
