"""Charts over time: columns for numbers, a line for shares year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, log10

from jalon.disclosure import ShownFigure
from jalon.disclosure.suppressed import render_shown
from jalon.figures.trend import Trend
from jalon.publishing.charts_svg import ACCENT, SOFT, Drawing

PLOT, TOP, FOOT = 150, 20, 24
"""Pixels: of the plot, above it for the highest number, below it for the labels."""
NUMBERED = 8
"""Up to so many columns each carries its number; more have a scale at the side."""
LABELS = 6
"""About how many labels stand below."""
NARROWEST, LETTER = 240, 7.2
"""Pixels: of a chart where there is least room, and of a letter of what stands in it."""
DASHES = ("7 4", "1.5 4")
"""Of trends, in the order in which they are given."""
STEPS = (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
"""Where scales end; their half is as short a number."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its parts by status from below; what it comes to, in words and, short, above it."""

    label: str
    said: str
    above: str
    parts: Mapping[str, float] = field(default_factory=dict)
    is_unknown: bool = False


def build_columns(title: str, columns: Sequence[Column]) -> str:
    """Columns from left to right, from nought; those without a number say why instead, upwards where it is long."""
    drawing = Drawing(title, "; ".join(f"{column.label}: {column.said}" for column in columns), TOP + PLOT + FOOT)
    highest = max([sum(column.parts.values()) for column in columns] + [0.0])
    few = len(columns) <= NUMBERED
    top = (highest or 1.0) if few else nice_above(highest)
    left = 0.0 if few else _draw_scale(drawing, top)
    step = (100 - left) / max(len(columns), 1)
    room = NARROWEST * step / 100
    for index, column in enumerate(columns):
        start = left + index * step
        y = float(TOP + PLOT)
        for status, number in column.parts.items():
            high = number / top * PLOT
            y -= high
            drawing.bar(start + step * 0.14, y, step * 0.72, high, None if column.is_unknown else status)
        if few and (column.above[:1].isdigit() or len(column.above) * LETTER <= room):
            drawing.text(start + step / 2, y - 6, column.above, anchor="middle", soft=not column.parts)
        elif few:
            drawing.text_upwards(start + step / 2, max(y - 6, len(column.above) * LETTER), column.above)
    drawing.line(left, TOP + PLOT, 100, TOP + PLOT, colour="currentColor")
    middles = [left + (index + 0.5) * step for index in range(len(columns))]
    _draw_labels(drawing, list(zip(middles, (column.label for column in columns), strict=True)))
    return drawing.render()


def build_line(figure: ShownFigure, language: str = "en", trends: Sequence[Trend] = ()) -> str:
    """The share of each year as a line; a year without a share is a gap, a withheld one its word.

    Each trend is drawn over its window and on, broken, for half as long again: the first with long strokes, the
    second with short ones.
    """
    points = figure.series
    said = [f"{point.year}: {render_shown(point.value, language)}" for point in points]
    drawing = Drawing(figure.title(language), "; ".join(said), TOP + PLOT + FOOT)
    shares = [float(point.value) if isinstance(point.value, Fraction) else None for point in points]
    known = [share for share in shares if share is not None]
    first, last = points[0].year, points[-1].year
    drawn = [trend for trend in trends if trend.line is not None]
    end = last + (last - first) // 2 if drawn else last
    fitted = [[(year, trend.at(year) or 0.0) for year in range(first, end + 1)] for trend in drawn]
    highest = max([*known, *(min(share, 1.0) for line in fitted for _, share in line)], default=0.0)
    top = min(nice_above(highest * 100) / 100, 1.0)
    left = _draw_scale(drawing, top, percent=True, language=language)

    def x_of(year: int) -> float:
        return left + 2 + (year - first) / max(end - first, 1) * (94 - left)

    def y_of(share: float) -> float:
        return TOP + PLOT - min(max(share, 0.0), top) / top * PLOT

    for line, dashes in zip(fitted, DASHES, strict=False):
        for (year, share), (next_year, next_share) in pairwise(line):
            drawing.line(x_of(year), y_of(share), x_of(next_year), y_of(next_share), colour=SOFT, dashes=dashes)
    xs = [x_of(point.year) for point in points]
    ys = [None if share is None else y_of(share) for share in shares]
    for before in range(len(points) - 1):
        y1, y2 = ys[before], ys[before + 1]
        if y1 is not None and y2 is not None:
            drawing.line(xs[before], y1, xs[before + 1], y2, colour=ACCENT, width=2)
    for x, y, point in zip(xs, ys, points, strict=True):
        if y is not None:
            drawing.dot(x, y, 2.4)
        elif point.value is not None:
            drawing.text(x, TOP + PLOT - 4, render_shown(point.value, language), anchor="middle", soft=True)
    if ys[-1] is not None:
        drawing.dot(xs[-1], ys[-1], 4)
        drawing.text(xs[-1], ys[-1] - 10, render_shown(points[-1].value, language), anchor="middle", strong=True)
    drawing.line(left, TOP + PLOT, 100, TOP + PLOT, colour="currentColor")
    _draw_labels(drawing, [(x_of(year), str(year)) for year in range(first, end + 1)])
    return drawing.render()


def nice_above(number: float) -> float:
    """The first of STEPS, times a power of ten, at or above it: where a scale ends."""
    if number <= 0:
        return 1.0
    size = 10.0 ** floor(log10(number))
    return next(size * step for step in STEPS if size * step >= number * 0.999999)


def _draw_scale(drawing: Drawing, top: float, *, percent: bool = False, language: str = "en") -> float:
    """Nought, the half and the top as thin lines; gives how much of the width the numbers take, in percent."""
    left = 9.0
    for part in (0.0, 0.5, 1.0):
        y = TOP + PLOT * (1 - part)
        number = top * part
        value = Fraction(number).limit_denominator(1000) if percent else round(number)
        drawing.line(left, y, 100, y)
        drawing.text(
            left - 1.2,
            y + 4,
            render_shown(value, language).replace(".0 %", " %").replace(",0 %", " %"),
            anchor="end",
            soft=True,
        )
    return left


def _draw_labels(drawing: Drawing, places: Sequence[tuple[float, str]]) -> None:
    """As many labels as fit, evenly, the last one always."""
    step = max(1, ceil(len(places) / LABELS))
    for index, (x, label) in enumerate(places):
        if (len(places) - 1 - index) % step == 0:
            drawing.text(x, TOP + PLOT + 17, label, anchor="middle", soft=True)
