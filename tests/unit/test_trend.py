"""Trends against values computed by hand, and what a projection must say."""

from __future__ import annotations

import math

import pytest

from jalon.figures.trend import Model, build_trend, fit_line, student_t

BY_HAND = [(2018, 0.10), (2019, 0.14), (2020, 0.12), (2021, 0.18)]
"""Mean 2019.5 and 0.135; Sxx 5, Sxy 0.11: slope 0.022; residuals 0.002, 0.016, -0.026, 0.008 (times 1, exact below)."""


@pytest.mark.parametrize(
    ("degrees", "quantile"), [(1, 12.7062), (2, 4.30265), (3, 3.18245), (4, 2.77645), (10, 2.22814), (60, 2.0003)]
)
def test_students_t_is_that_of_the_tables(degrees: int, quantile: float) -> None:
    assert student_t(degrees) == pytest.approx(quantile, abs=1e-4)


def test_line_by_hand() -> None:
    line = fit_line(BY_HAND)
    assert (line.mean_x, line.mean_y, line.squares_x) == pytest.approx((2019.5, 0.135, 5))
    assert line.slope == pytest.approx(0.022)
    fitted = [0.102, 0.124, 0.146, 0.168]
    squares = sum((y - f) ** 2 for (_, y), f in zip(BY_HAND, fitted, strict=True))
    assert line.variance == pytest.approx(squares / 2)
    assert line.slope_margin == pytest.approx(4.30265 * math.sqrt(squares / 2 / 5), rel=1e-4)
    assert line.margin_at(2019.5) == pytest.approx(4.30265 * math.sqrt(squares / 2 / 4), rel=1e-4)


def test_trend_states_its_window_rate_and_interval() -> None:
    trend = build_trend(BY_HAND)
    assert trend.window == (2018, 2021)
    assert trend.current == (2021, 0.18)
    assert trend.rate == pytest.approx(0.022)
    low, high = trend.rate_interval or (0, 0)
    assert (low + high) / 2 == pytest.approx(0.022)
    assert low < 0 < high  # four years say little
    assert trend.at(2021) == pytest.approx(0.168)
    assert build_trend(BY_HAND, window=(2019, 2021)).window == (2019, 2021)


def test_level_reached() -> None:
    """A line through 20 % in 2021 that gains one point a year is at 50 % in 2051."""
    trend = build_trend([(year, 0.20 - (2021 - year) * 0.01) for year in range(2010, 2022)])
    projection = trend.projection(0.5)
    assert (projection.year, projection.earliest, projection.latest) == (2051, 2051, 2051)
    assert trend.projection(0.505).year == 2052
    assert trend.projection(0.2).reason_key == "already_reached"


def test_interval_of_the_year_holds_it() -> None:
    points = [(2010 + i, 0.05 + 0.01 * i + (0.004 if i % 2 else -0.004)) for i in range(12)]
    projection = build_trend(points).projection(0.5)
    assert projection.year is not None
    assert projection.earliest is not None
    assert projection.latest is not None
    assert projection.earliest < projection.year < projection.latest


@pytest.mark.parametrize("shares", [(0.3, 0.2, 0.1), (0.2, 0.2, 0.2), (0.2, 0.20001, 0.20002)])
def test_not_at_this_rate(shares: tuple[float, ...]) -> None:
    projection = build_trend(list(zip(range(2019, 2022), shares, strict=True))).projection(0.5)
    assert projection.year is None
    assert projection.reason_key == "not_at_this_rate"


@pytest.mark.parametrize("model", Model)
def test_two_points_are_no_trend(model: Model) -> None:
    for points in ([], BY_HAND[:1], BY_HAND[:2]):
        trend = build_trend(points, model)
        assert trend.rate is None
        assert trend.projection(0.5).reason_key == "too_few_points"


def test_logit() -> None:
    """Odds that double each year: 1/9, 2/9, 4/9; even in 2023 they pass one."""
    points = [(2019 + i, 2**i / (9 + 2**i)) for i in range(3)]
    trend = build_trend(points, Model.LOGIT)
    assert trend.line is not None
    assert trend.line.slope == pytest.approx(math.log(2))
    share = points[-1][1]
    assert trend.rate == pytest.approx(math.log(2) * share * (1 - share))
    assert trend.at(2022) == pytest.approx(8 / 17)
    assert trend.projection(0.5).year == 2023
    assert trend.projection(1.0).reason_key == "not_at_this_rate"
    assert build_trend([(2019, 0.0), *points[1:]], Model.LOGIT).reason_key == "logit_of_all_or_none"


def test_data_of_a_trend() -> None:
    data = build_trend(BY_HAND).to_dict(0.5)
    assert data["projection"]["level"] == 0.5
    assert (data["model"], data["points"], data["confidence"]) == ("linear", 4, 0.95)
    assert "projection" not in build_trend(BY_HAND).to_dict()
