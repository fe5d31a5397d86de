"""Figures and breakdowns as text for a terminal and as HTML for a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from jalon.figures.composition import COUNTED, Composition
from jalon.figures.grouping import render_grouped
from jalon.figures.period import render_short_period
from jalon.figures.words import colon, name_measured, name_unit, say
from jalon.language.definition import OF_TWO, Kind

if TYPE_CHECKING:
    from jalon.figures.breakdown import Breakdown
    from jalon.figures.figure import Figure, Value
    from jalon.figures.measured import Statistic
    from jalon.figures.targets import Progress, Target
    from jalon.figures.trend import Projection, Trend

SHOWN_PLACES = 2
"""Decimals of a number as it is shown; its exact value is in the data."""

REACHED_SHOWN = 20
"""How many codes a distinct figure spells out."""


def render_value(value: Value | None, language: str = "en") -> str:
    """`1,629`, `19.5`, `43.2 %`; in French `1 629`, `19,5`. None is left to the caller's words."""
    if value is None:
        return "—"
    if isinstance(value, Fraction):
        text = f"{float(value * 100):.1f} %"
        return text.replace(".", ",") if language == "fr" else text
    return render_grouped(round(value, SHOWN_PLACES).normalize() if isinstance(value, Decimal) else value, language)


def render_figure(figure: Figure, language: str = "en") -> str:
    """Three lines or so: title, value with its unit and what is unknown, scope."""
    return "\n".join((title_of(figure, language), *(f"  {line}" for line in _statements(figure, language))))


def render_figure_html(figure: Figure, language: str = "en") -> str:
    first, *others = _statements(figure, language)
    rest = "".join(f"<br><small>{escape(line)}</small>" for line in others)
    return f"<p><strong>{escape(title_of(figure, language))}</strong><br>{escape(first)}{rest}</p>"


def render_breakdown(breakdown: Breakdown, language: str = "en") -> str:
    """An aligned table, the total, the overlap and the reconciliation line."""
    table = [_head(breakdown, language), *_body(breakdown, language), *_foot(breakdown, language)]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    labels = len(breakdown.dimensions)
    lines = [
        "  ".join(
            text.ljust(w) if i < labels else text.rjust(w) for i, (text, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
    return "\n".join(
        (title_of(breakdown.figure, language), *(line.rstrip() for line in lines), _last_line(breakdown, language))
    )


def render_breakdown_html(breakdown: Breakdown, language: str = "en") -> str:
    def row(cells: Sequence[str], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"

    return (
        f"<table><caption>{escape(title_of(breakdown.figure, language))}</caption>"
        f"<thead>{row(_head(breakdown, language), 'th')}</thead>"
        f"<tbody>{''.join(row(cells, 'td') for cells in _body(breakdown, language))}</tbody>"
        f"<tfoot>{''.join(row(cells, 'th') for cells in _foot(breakdown, language))}</tfoot></table>"
        f"<p><small>{escape(_last_line(breakdown, language))}</small></p>"
    )


def title_of(figure: Figure, language: str = "en") -> str:
    return figure.title.get(language) or figure.title.get("en") or figure.indicator


def _statements(figure: Figure, language: str) -> Iterator[str]:
    if figure.value is None:
        word = "not computable" if figure.collected else "not collected"
        yield f"{say(word, language)}{colon(language)}{figure.reason_in(language)}"
    else:
        yield _value_line(figure, language)
    if figure.composition is not None and figure.is_mixed:
        yield from _composition_lines(figure.composition, figure, language)
    if figure.part is not None and figure.of is not None:
        yield f"{title_of(figure.part, language)}{colon(language)}{render_grouped(figure.size, language)}"
        yield f"{title_of(figure.of, language)}{colon(language)}{render_grouped(len(figure.universe), language)}"
    if figure.statistic is not None:
        yield from _statistic_lines(figure.statistic, language)
    if figure.unknown or figure.not_exact or figure.not_placed:
        yield _unknown_line(figure, language)
    if figure.series:
        yield from _series_lines(figure, language)
    if progress := figure.progress:
        yield _progress_line(progress, language)
    if figure.labels and figure.unit != "session":  # sessions have numbers only
        codes = figure.codes_reached
        yield ", ".join(codes[:REACHED_SHOWN]) + (" …" if len(codes) > REACHED_SHOWN else "")
    yield scope_line(figure, language)


def _composition_lines(composition: Composition, figure: Figure, language: str) -> Iterator[str]:
    """How the parts make the value; without one, its bounds and the size of what is counted, which always stands."""
    if figure.value is not None:
        yield composition.text(language)
        return
    yield composition.text(language).partition(colon(language))[2]
    if not figure.unknown and not figure.not_exact and not figure.not_placed:
        yield _bounds_text(figure, language)


def _progress_line(progress: Progress, language: str) -> str:
    """`target 500, from a baseline of 100: 45.0 % of the way`."""
    text = say("target", language).format(render_target(progress.target, language))
    if progress.baseline is not None:
        text += f", {say('from baseline', language).format(render_target(progress.baseline, language))}"
    if progress.value is not None:
        return f"{text}{colon(language)}{say('of the way', language).format(render_value(progress.value, language))}"
    least, most = (render_value(bound, language) for bound in progress.bounds)
    bounds = "" if progress.bounds[1] is None else f" ({say('between', language).format(least, most)})"
    return f"{text}{colon(language)}{progress.reason_in(language)}{bounds}"


def render_target(target: Target, language: str = "en") -> str:
    """Its value as the figure's is shown: a share in percent."""
    return render_value(Fraction(target.value) if target.unit == "share" else target.value, language)


def render_value_and_unit(figure: Figure, language: str = "en") -> str:
    """`1700 hectares (53 places)`, `14 people`, `not collected`: the figure in so many words."""
    if figure.value is None:
        return say("not computable" if figure.collected else "not collected", language)
    return _value_line(figure, language)


def _value_line(figure: Figure, language: str) -> str:
    text = render_value(figure.value, language)
    if figure.kind in OF_TWO:
        return text
    if figure.measured is not None:
        text = f"{text} {name_measured(figure.measured.unit, language)}".strip()
        known = figure.size - (0 if figure.kind in (Kind.SUM, Kind.AREA) else len(figure.not_exact))
        return text if figure.is_mixed else f"{text} ({_of_unit(known, figure, language)})"
    return f"{text} {name_unit(figure.unit, int(figure.value or 0), language)}"


def _of_unit(count: int, figure: Figure, language: str) -> str:
    return f"{render_grouped(count, language)} {name_unit(figure.unit, count, language)}"


def _series_lines(figure: Figure, language: str) -> Iterator[str]:
    """The share of each year, of whom, and who is unknown."""
    for point in figure.series:
        share = point.share
        text = render_value(point.value, language) if point.value is not None else share.reason_in(language)
        size, of, unknown = (render_grouped(n, language) for n in (share.size, len(share.universe), len(share.unknown)))
        rest = f", {say('unknown', language)}{colon(language)}{unknown}" if share.unknown else ""
        yield f"{point.year}{colon(language)}{text} ({size} {say('of', language)} {of}{rest})"


def render_trend(figure: Figure, trend: Trend, level: float | None = None, language: str = "en") -> str:
    """What a projection must state: what is counted, window, model, current value, rate with its interval, the year."""
    return "\n".join(f"  {line}" for line in trend_lines(title_of(figure, language), trend, level, language))


def trend_lines(title: str, trend: Trend, level: float | None = None, language: str = "en") -> list[str]:
    """The same line by line, of a figure of this title; the reason alone where there is no trend."""
    if trend.line is None or trend.current is None or trend.rate is None or trend.rate_interval is None:
        return [
            f"{say('not computable', language)}{colon(language)}{say(trend.reason_key or 'too_few_points', language)}"
        ]
    first, last = trend.window or trend.current
    low, high = trend.rate_interval
    numbers = [_points_text(number, language) for number in (trend.rate, low, high)]
    lines = [
        say(f"trend {trend.model}", language).format(title, first, last, len(trend.points)),
        say("current", language).format(last, render_value(Fraction(trend.current[1]), language)),
        say("rate", language).format(*numbers),
    ]
    return lines if level is None else [*lines, _projection_text(trend.projection(level), language)]


def _projection_text(projection: Projection, language: str) -> str:
    level = render_value(Fraction(projection.level), language)
    if projection.reason_key is not None:
        text = say(projection.reason_key, language).format(level)
        earliest = projection.earliest if projection.year is None else None
        return text if earliest is None else f"{text} {say('upper end', language).format(earliest)}"
    latest = str(projection.latest) if projection.latest is not None else say("never", language)
    return say("reached in", language).format(level, projection.year, projection.earliest, latest)


def _points_text(number: float, language: str) -> str:
    """A rate in percentage points, with its sign."""
    text = f"{number * 100:+.2f}".replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text


def _statistic_lines(statistic: Statistic, language: str) -> Iterator[str]:
    """Who rose, stayed and fell; how the areas of plots make that of their union."""
    if statistic.sets:
        yield ", ".join(
            f"{say(name, language)}{colon(language)}{render_grouped(len(members), language)}"
            for name, members in statistic.sets.items()
        )
    if statistic.beside and statistic.value is not None:
        added, overlap = (render_value(statistic.beside[name], language) for name in ("sum", "overlap"))
        yield say("sum less overlap", language).format(added, overlap, render_value(statistic.value, language))


def _unknown_line(figure: Figure, language: str) -> str:
    count = max(len(figure.unknown), len(figure.not_exact), figure.not_placed)
    return f"{say('unknown', language)}{colon(language)}{render_grouped(count, language)} ({_bounds_text(figure, language)})"


def _bounds_text(figure: Figure, language: str) -> str:
    least, most = (None if bound is None else render_value(bound, language) for bound in figure.bounds)
    if least is None and most is None:
        return say("no bound", language)
    if most is None:
        return say("at least", language).format(least)
    return say("at most", language).format(most) if least is None else say("between", language).format(least, most)


def scope_line(figure: Figure, language: str) -> str:
    if figure.scope is None:
        return figure.indicator
    scope = figure.scope
    codes = [*scope.organisations, *scope.projects, *scope.countries, *scope.sites]
    codes += [*scope.themes, *scope.grants, *scope.funders]
    period = render_short_period(scope.period)
    when = say("all dates", language) if period == "all" else period
    purpose = "" if figure.purpose == "measurement" else f" · {figure.purpose}"
    return f"{when} · {', '.join(codes) or say('everywhere', language)}{purpose}"


def _head(breakdown: Breakdown, language: str) -> list[str]:
    share = [say("share", language), say("of", language)] if breakdown.figure.kind is Kind.SHARE else []
    unit = name_unit(breakdown.figure.unit, language=language)
    measured = breakdown.figure.measured
    if measured is not None:
        kind = say(str(breakdown.figure.kind), language)
        share = [
            f"{kind} ({name_measured(measured.unit, language)})" if measured.unit else kind,
            say("number unknown", language),
        ]
    of = f" ({name_measured(measured.unit, language)})" if measured is not None and measured.unit else ""
    apart = [f"{say(status, language)}{of}" for status in breakdown.placed.statuses]
    return [*breakdown.headings(language), unit, *apart, *share, say("answer unknown", language)]


def _body(breakdown: Breakdown, language: str) -> Iterator[list[str]]:
    for labels, cell in breakdown.rows(language):
        share = []
        if breakdown.figure.kind is Kind.SHARE:
            share = [render_value(cell.share, language), render_grouped(len(cell.universe), language)]
        elif breakdown.figure.measured is not None:
            share = _statistic_cells(cell.statistic, language)
        apart = [_number_or_blank(cell.without_members.get(status), language) for status in breakdown.placed.statuses]
        yield [
            *labels,
            render_grouped(cell.size, language),
            *apart,
            *share,
            render_grouped(len(cell.unknown), language),
        ]
    placed, blank = breakdown.placed, [""] * (len(breakdown.dimensions) - 1)
    for status, total in placed.not_broken_down.items():
        apart = [render_grouped(total, language) if status == column else "" for column in placed.statuses]
        yield [say(f"{status}, not broken down", language), *blank, "", *apart, ""]


def _foot(breakdown: Breakdown, language: str) -> Iterator[list[str]]:
    figure, blank = breakdown.figure, [""] * (len(breakdown.dimensions) - 1)
    is_share = figure.kind is Kind.SHARE
    share = [render_value(figure.value, language), render_grouped(len(figure.universe), language)] if is_share else []
    if figure.measured is not None:
        share = _statistic_cells(figure.statistic, language)
    sums = figure.composition.sums if figure.composition else {}
    apart = [_number_or_blank(sums.get(status), language) for status in breakdown.placed.statuses]
    size, unknown = (render_grouped(n, language) for n in (figure.size, len(figure.unknown)))
    yield [say("total", language), *blank, size, *apart, *share, unknown]
    if breakdown.overlap:
        overlap = render_grouped(breakdown.overlap, language)
        cells = ["", "", overlap] if is_share else [overlap, *("" for _ in apart)]
        if figure.measured is not None:
            more = breakdown.value_overlap
            cells += ["" if more is None else render_value(more, language), ""]
        yield [say("overlap", language), *blank, *cells, ""]


def _statistic_cells(statistic: Statistic | None, language: str) -> list[str]:
    """A value and how many members it says nothing of; blank in a row that has no members."""
    if statistic is None:
        return ["", ""]
    return [render_value(statistic.value, language), render_grouped(len(statistic.not_known), language)]


def _number_or_blank(value: Value | None, language: str) -> str:
    return "" if value is None or isinstance(value, Fraction) else render_grouped(value, language)


def _last_line(breakdown: Breakdown, language: str) -> str:
    figure = breakdown.figure
    if not figure.collected:
        return f"{say('not collected', language)}{colon(language)}{figure.reason_in(language)}"
    is_counted = figure.composition is None or COUNTED in figure.composition.sums
    lines = [breakdown.reconciliation.text(language)] if is_counted else []
    lines.append(breakdown.value_reconciliation(language) or "")
    if figure.composition is not None and figure.is_mixed:
        lines.append(breakdown.placed.text(figure.composition, language))
        if figure.value is None:
            lines.append(f"{say('not computable', language)}{colon(language)}{figure.reason_in(language)}")
    return "\n".join(line for line in lines if line)
