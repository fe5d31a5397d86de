"""Charts of what may be shown, as SVG: bars, columns over time, the make-up of a figure, shares year by year.

Status is a texture: counted solid, declared hatched, estimated dotted; unknown is an empty outline, a withheld number
a word and no bar, zero a 0 and no bar. Each chart is named and described in words for whoever does not see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from html import escape

from jalon.disclosure import Shown, ShownBreakdown, ShownCell, ShownFigure, Suppressed
from jalon.disclosure.suppressed import render_shown
from jalon.language.definition import OF_TWO
from jalon.publishing.charts_columns import Column, build_columns, build_line
from jalon.publishing.charts_svg import COUNTED, DECLARED, ESTIMATED, LINE, Drawing
from jalon.publishing.charts_words import say

STATUSES = (COUNTED, DECLARED, ESTIMATED)
OVER_TIME = ("month", "quarter", "year")
WITHOUT_ORDER = ("project", "organisation", "country", "site", "funder", "grant", "theme", "activity", "nationality")
"""Dimensions whose rows are drawn by size, since their own order says nothing."""
ROWS = 24
"""How many rows a chart of bars has at most; the table has them all."""
ROW, LABEL, BAR, GROUP = 37, 13, 10, 26


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its parts by status, what is said at its end; `is_unknown` draws an outline instead."""

    label: str
    said: str
    parts: Mapping[str, float] = field(default_factory=dict)
    is_unknown: bool = False
    group: str = ""

    @property
    def least(self) -> float:
        return min(0.0, *self.parts.values()) if self.parts else 0.0

    @property
    def length(self) -> float:
        return sum(self.parts.values())


def build_chart(shown: ShownFigure | ShownBreakdown, language: str = "en", *, rows: int = ROWS) -> str:
    """The chart of a figure or of a table, as SVG text to stand in a page; the same text each time.

    A figure: its make-up, or for shares over years a line. A table: bars, in columns where it goes by time;
    a table that is withheld, or without a row to draw: its total alone. At most `rows` bars.
    """
    if isinstance(shown, ShownFigure):
        return build_line(shown, language) if shown.series else _build_composition(shown, language)
    if not has_bars(shown):
        return _build_composition(shown.figure, language)
    if len(shown.dimensions) == 1 and shown.dimensions[0] in OVER_TIME:
        return build_columns(_title(shown, language), [_column(shown, cell, language) for cell in _in_order(shown)])
    return _build_bars(shown, language, rows)


def has_bars(table: ShownBreakdown) -> bool:
    """Whether a row of the table would be drawn: one of which nothing is known, and nobody in it, is not."""
    return not table.is_withheld and bool(_in_order(table) or table.not_broken_down)


def build_history(points: Sequence[tuple[str, ShownFigure]], language: str = "en") -> str:
    """One figure as several releases state it, oldest first: a column for each, named by its label."""
    title = points[-1][1].title(language) if points else ""
    return build_columns(
        title,
        [_state(label, figure, language) for label, figure in points],
    )


def _state(label: str, figure: ShownFigure, language: str) -> Column:
    value = render_shown(figure.value, language)
    parts = {} if figure.value is None or isinstance(figure.value, Suppressed) else _told(figure.sums)
    return Column(label, figure.text(language), value, parts)


def _build_bars(table: ShownBreakdown, language: str, most: int) -> str:
    drawn = [_row(table, cell, language) for cell in _in_order(table)]
    rest = len(drawn) - most
    drawn = drawn[:most] if rest > 0 else drawn
    for status, total in table.not_broken_down.items():
        label = say(f"not broken down, {status}", language)
        drawn.append(Row(label, render_shown(total, language), _told({status: total})))
    least = min(row.least for row in drawn)
    most_long = 1.0 if table.figure.kind in OF_TWO else max([row.length for row in drawn] + [0.0])
    drawing = Drawing(_title(table, language), _describe(drawn, language))
    top, group = 0, ""
    for row in drawn:
        if row.group and row.group != group:
            group = row.group
            drawing.text(0, top + GROUP - 8, group, strong=True)
            top += GROUP
        _draw_row(drawing, row, top, least, (most_long - least) or 1.0)
        top += ROW
    if rest > 0:
        drawing.text(0, top + LABEL, say("more rows", language).format(rest), soft=True)
        top += GROUP
    drawing.height = top
    return drawing.render()


def _draw_row(drawing: Drawing, row: Row, top: int, least: float, span: float) -> None:
    """The label and what it comes to, and the bar below them, from where nought lies."""
    drawing.text(0, top + LABEL, row.label)
    drawing.text(100, top + LABEL, row.said, anchor="end")
    bar = top + LABEL + 5
    nought = -least / span * 100
    drawing.line(nought, bar, nought, bar + BAR)
    at = nought
    for status, number in row.parts.items():
        width = abs(number) / span * 100
        start = at if number >= 0 else at - width
        drawing.bar(start, bar, width, BAR, None if row.is_unknown else status)
        at += width if number >= 0 else 0


def _build_composition(figure: ShownFigure, language: str) -> str:
    """One bar of the parts that are added, and each part named below it."""
    if figure.kind in OF_TWO:
        return _build_share(figure, language)
    told = _told(figure.sums)
    parts = {status: figure.sums[status] for status in STATUSES if status in figure.sums}
    said = [f"{render_shown(number, language)} {say(status, language)}" for status, number in parts.items()]
    drawing = Drawing(figure.title(language), "; ".join([figure.text(language), *said]))
    top = 0
    if len(told) == len(parts) and (whole := sum(told.values())) > 0 and figure.value is not None:
        at = 0.0
        for status in (status for status in STATUSES if told.get(status)):
            width = told[status] / whole * 100
            drawing.bar(at, 1, width, 12, status)
            at += width
        top = 20
    for status, words in zip(parts, said, strict=True):
        drawing.body.append(_swatch(drawing, status, top + 4))
        drawing.body.append(f'<text x="18" y="{top + 14}" fill="currentColor">{escape(words)}</text>')
        top += 20
    drawing.height = max(top, 20)
    if not parts:
        drawing.text(0, 14, figure.text(language))
    return drawing.render()


def _build_share(figure: ShownFigure, language: str) -> str:
    """How much of the whole, as a filled part of an outline."""
    drawing = Drawing(figure.title(language), figure.text(language), height=20)
    if isinstance(figure.value, Fraction):
        drawing.body.append(f'<rect x="0" y="1" width="100%" height="12" fill="none" stroke="{LINE}"/>')
        drawing.bar(0, 1, float(figure.value) * 100, 12, COUNTED)
    else:
        drawing.text(0, 14, figure.text(language))
    return drawing.render()


def _swatch(drawing: Drawing, status: str, top: int) -> str:
    fill = drawing.texture(status)
    return f'<rect x=".5" y="{top}" width="11" height="11" fill="{fill}" stroke="var(--accent,#0b5d57)"/>'


def _row(table: ShownBreakdown, cell: ShownCell, language: str) -> Row:
    labels = cell.labels(language)
    parts, said = _parts_of(table, cell, language)
    return Row(
        label=" · ".join(labels[1:]) if len(labels) > 1 else labels[0],
        said=said,
        parts=parts,
        is_unknown=None in cell.values,
        group=labels[0] if len(labels) > 1 else "",
    )


def _column(table: ShownBreakdown, cell: ShownCell, language: str) -> Column:
    parts, said = _parts_of(table, cell, language)
    own = _number_of(table, cell)
    whole = render_shown(own, language) if isinstance(own, Suppressed) else said
    if len(parts) > 1:  # parts of one cell are disjoint: only those are added
        numbers = [_number_of(table, cell), *(cell.without_members or {}).values()]
        whole = render_shown(sum(one for one in numbers if isinstance(one, int | Decimal)), language)
    return Column(cell.labels(language)[0], said, whole, parts, is_unknown=None in cell.values)


def _parts_of(table: ShownBreakdown, cell: ShownCell, language: str) -> tuple[dict[str, float], str]:
    """The lengths of a cell's bar by status, and what is said at its end."""
    own = _number_of(table, cell)
    apart = {status: total for status, total in (cell.without_members or {}).items() if total}
    numbers: dict[str, Shown] = {COUNTED: own} if not apart or isinstance(own, Suppressed) or own else {}
    numbers.update(apart)
    said = " + ".join(
        render_shown(number, language) + ("" if status == COUNTED else f" {say(status, language)}")
        for status, number in numbers.items()
    )
    return _told(numbers), said


def _number_of(table: ShownBreakdown, cell: ShownCell) -> Shown:
    if table.figure.kind in OF_TWO:
        return cell.share
    return cell.value if table.figure.measured_unit is not None else cell.size


def _told(numbers: Mapping[str, Shown]) -> dict[str, float]:
    """Those that may be drawn."""
    return {
        status: float(number)
        for status, number in numbers.items()
        if isinstance(number, int | Decimal | Fraction) and number
    }


def _in_order(table: ShownBreakdown) -> list[ShownCell]:
    """As the table has them, or by size where their order says nothing; what is unknown last, if it is anybody."""
    cells = [cell for cell in table.cells if None not in cell.values or cell.size != 0 or cell.without_members]
    if table.dimensions[0] not in WITHOUT_ORDER or len(table.dimensions) > 1:
        return cells

    def key(cell: ShownCell) -> tuple[bool, float]:
        number = _number_of(table, cell)
        size = 0.0 if number is None or isinstance(number, Suppressed) else float(number)
        return (None in cell.values, -size - sum(_told(cell.without_members or {}).values()))

    return sorted(cells, key=key)


def _title(table: ShownBreakdown, language: str) -> str:
    by = say("and", language).join(table.headings(language))
    return say("by", language).format(table.figure.title(language), by)


def _describe(rows: Sequence[Row], language: str) -> str:
    colon = say("colon", language)
    return say("semicolon", language).join(
        f"{f'{row.group}, ' if row.group else ''}{row.label}{colon}{row.said}" for row in rows
    )
