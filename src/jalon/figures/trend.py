"""Trends of a share over the years: least squares on the share or on its logit, and when a level is reached.

The line is fitted by ordinary least squares, each year one observation of equal weight. Intervals are those
of the regression (Montgomery, Peck and Vining, Introduction to Linear Regression Analysis, 2.4): 95 %,
Student's t with n - 2 degrees of freedom; they say how well a line fits the past, not that the future follows it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Any

FEWEST_POINTS = 3
CONFIDENCE = 0.95
HORIZON = 500
"""Years past the last point beyond which a level counts as out of reach."""

ROUNDING = 1e-9
"""Sums of floats that should meet a level may miss it by so much."""


class Model(StrEnum):
    LINEAR = "linear"  # the share changes by as much each year
    LOGIT = "logit"  # its log-odds do: it slows down near 0 and 1


@dataclass(frozen=True, slots=True)
class Line:
    """A least squares line through points: y = mean_y + slope (x - mean_x)."""

    slope: float
    mean_x: float
    mean_y: float
    squares_x: float
    """Sum of squared distances of the x from their mean."""
    variance: float
    """Of the residuals: their squares over n - 2."""
    count: int

    def at(self, x: float) -> float:
        return self.mean_y + self.slope * (x - self.mean_x)

    @property
    def slope_margin(self) -> float:
        """Half the 95 % interval of the slope."""
        return student_t(self.count - 2) * math.sqrt(self.variance / self.squares_x)

    def margin_at(self, x: float) -> float:
        """Half the 95 % interval of the line at x."""
        spread = 1 / self.count + (x - self.mean_x) ** 2 / self.squares_x
        return student_t(self.count - 2) * math.sqrt(self.variance * spread)


@dataclass(frozen=True, slots=True)
class Projection:
    """The first year whose fitted share is at or above `level`; None where it is not reached at this rate.

    `earliest` and `latest` are the same of the upper and lower end of the line's 95 % interval, None where
    that end never reaches it. `reason_key` says why there is no year.
    """

    level: float
    year: int | None
    earliest: int | None = None
    latest: int | None = None
    reason_key: str | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend with all that a projection must state. `line` None: not computable, and `reason_key` says why."""

    model: Model
    points: tuple[tuple[int, float], ...]
    """Years and shares in the window, in order of years."""
    line: Line | None
    reason_key: str | None = None

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last year used."""
        return (self.points[0][0], self.points[-1][0]) if self.points else None

    @property
    def current(self) -> tuple[int, float] | None:
        """The last year used and its share."""
        return self.points[-1] if self.points else None

    @property
    def rate(self) -> float | None:
        """By how much the share changes in a year, 0.01 being one percentage point; of a logit, at the last year."""
        return None if self.line is None else self.line.slope * self._steepness()

    @property
    def rate_interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the rate."""
        if self.line is None:
            return None
        margin = self.line.slope_margin
        steepness = self._steepness()
        return ((self.line.slope - margin) * steepness, (self.line.slope + margin) * steepness)

    def at(self, year: int) -> float | None:
        """The fitted share of a year."""
        return None if self.line is None else self._share(self.line.at(year))

    def projection(self, level: float) -> Projection:
        """When the share reaches a level between 0 and 1."""
        if self.line is None or self.current is None:
            return Projection(level, None, reason_key=self.reason_key)
        last, share = self.current
        if share >= level:
            return Projection(level, last, last, last, "already_reached")
        scaled = self._scaled(level)
        if scaled is None:  # a logit line never comes to 0 or 1
            return Projection(level, None, reason_key="not_at_this_rate")
        line, wanted = self.line, scaled - ROUNDING
        years = range(last + 1, last + HORIZON + 1)
        year = next((year for year in years if line.at(year) >= wanted), None)
        earliest = next((year for year in years if line.at(year) + line.margin_at(year) >= wanted), None)
        latest = next((year for year in years if line.at(year) - line.margin_at(year) >= wanted), None)
        if year is None:
            return Projection(level, None, earliest, None, "not_at_this_rate")
        return Projection(level, year, earliest, latest)

    def to_dict(self, level: float | None = None) -> dict[str, Any]:
        """Plain values for JSON, with the projection of a level."""
        projection = None if level is None else self.projection(level)
        return {
            "model": str(self.model),
            "window": self.window,
            "points": len(self.points),
            "current": self.current,
            "rate": self.rate,
            "rate_interval": self.rate_interval,
            "confidence": CONFIDENCE,
            "reason": self.reason_key,
            **({} if projection is None else {"projection": asdict(projection)}),
        }

    def _steepness(self) -> float:
        """What one unit of the line is in shares, at the last year."""
        if self.model is Model.LINEAR:
            return 1.0
        assert self.current is not None
        assert self.line is not None
        share = self._share(self.line.at(self.current[0]))
        return share * (1 - share)

    def _share(self, fitted: float) -> float:
        return fitted if self.model is Model.LINEAR else 1 / (1 + math.exp(-fitted))

    def _scaled(self, share: float) -> float | None:
        if self.model is Model.LINEAR:
            return share
        return math.log(share / (1 - share)) if 0 < share < 1 else None


def build_trend(
    points: Sequence[tuple[int, float]], model: Model = Model.LINEAR, window: tuple[int, int] | None = None
) -> Trend:
    """The trend of shares by year; with a window, of the years from its first to its last."""
    first, last = window or (-math.inf, math.inf)
    used = tuple(sorted((year, share) for year, share in points if first <= year <= last))
    if len(used) < FEWEST_POINTS:
        return Trend(model, used, None, "too_few_points")
    if model is Model.LINEAR:
        return Trend(model, used, fit_line(used))
    if not all(0 < share < 1 for _, share in used):
        return Trend(model, used, None, "logit_of_all_or_none")
    return Trend(model, used, fit_line([(year, math.log(share / (1 - share))) for year, share in used]))


def fit_line(points: Sequence[tuple[float, float]]) -> Line:
    """Ordinary least squares through three points or more, of different x."""
    count = len(points)
    mean_x = math.fsum(x for x, _ in points) / count
    mean_y = math.fsum(y for _, y in points) / count
    squares_x = math.fsum((x - mean_x) ** 2 for x, _ in points)
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in points) / squares_x
    residuals = math.fsum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
    return Line(slope, mean_x, mean_y, squares_x, residuals / (count - 2), count)


@cache
def student_t(degrees: int) -> float:
    """The 97.5 % quantile of Student's t: half of what a 95 % interval leaves out lies beyond it."""
    low, high = 0.0, 1e3
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < CONFIDENCE else (low, middle)
    return (low + high) / 2


def _within(t: float, degrees: int) -> float:
    """How much of Student's t lies from -t to t (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(degrees))
    cosine, sine = math.cos(angle), math.sin(angle)
    if degrees % 2:
        term, total = cosine, cosine if degrees > 1 else 0.0
        for k in range(3, degrees - 1, 2):
            term *= cosine * cosine * (k - 1) / k
            total += term
        return 2 / math.pi * (angle + sine * total)
    term = total = 1.0
    for k in range(2, degrees - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return sine * total
