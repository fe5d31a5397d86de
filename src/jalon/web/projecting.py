"""A share year after year on its page: its line, where it goes if it goes on so, and all that this supposes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from jalon.disclosure import ShownFigure, Suppressed
from jalon.disclosure.figures import ShownPoint, trend_points
from jalon.figures.render import trend_lines
from jalon.figures.trend import Model, Trend, build_trend
from jalon.publishing.charts_columns import build_line
from jalon.web.asking import Asking
from jalon.web.wording import name_day
from jalon.web.words import say

HALF = 0.5
"""The level whose year is told."""


@dataclass(frozen=True, slots=True)
class Projected:
    """One model: what it is called, and its lines: window, share now, rate with its interval, when the half is reached."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The shares of a representation, drawn and listed, and how they go on."""

    chart: SafeString
    points: tuple[ShownPoint, ...]
    counted: str
    """What is counted, of what, and as of when."""
    projected: tuple[Projected, ...]
    is_drawn: bool
    """Whether the chart goes beyond the last year."""
    has_withheld: bool


def build_series(asking: Asking, shown: ShownFigure) -> Series | None:
    """Of a representation: the share of each year, and its trend by both models, over the years that may be told."""
    if not shown.series:
        return None
    language = asking.language
    points = trend_points(shown)
    trends = [build_trend(points, model) for model in (Model.LINEAR, Model.LOGIT)]
    return Series(
        chart=mark_safe(build_line(shown, language, trends)),  # noqa: S308  (built by us, every text in it escaped)
        points=shown.series,
        counted=_name_counted(asking, shown),
        projected=tuple(_project(shown, trend, language) for trend in trends),
        is_drawn=any(trend.line is not None for trend in trends),
        has_withheld=any(isinstance(point.value, Suppressed) for point in shown.series),
    )


def _name_counted(asking: Asking, shown: ShownFigure) -> str:
    made = name_day(dt.date.fromisoformat(asking.source.facts_made_at[:10]), asking.language)
    part, of = (one.title(asking.language) if one else "—" for one in (shown.part, shown.of))
    return say("“{part}” out of “{of}”; records as of {day}.", asking.language, part=part, of=of, day=made)


def _project(shown: ShownFigure, trend: Trend, language: str) -> Projected:
    name = say("Linear trend" if trend.model is Model.LINEAR else "Logit trend", language)
    return Projected(name, tuple(trend_lines(shown.title(language), trend, HALF, language)))
