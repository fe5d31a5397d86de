"""Periods as people write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import ALWAYS, Period
from jalon.errors import JalonError

_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?[QqTt]([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@lru_cache(maxsize=1024)
def parse_period(text: str) -> Period:
    """`2021`, `2021-Q3`, `2021-03`, `2021-05-04`, any two of these as `first..last`, or `all`.

    Either side of `..` may be left out: the period is then open on that side.
    Raises `bad_period`, `period_backwards`.
    """
    written = text.strip()
    if written.lower() == "all":
        return ALWAYS
    first, dots, last = (part.strip() for part in written.partition(".."))
    if not first and not last:
        raise JalonError("bad_period", found=text)
    if not dots:
        return _parse_span(first, text)
    start = _parse_span(first, text).start if first else None
    end = _parse_span(last, text).end if last else None
    if start is not None and end is not None and end < start:
        raise JalonError("period_backwards", found=text)
    return Period(start, end)


@lru_cache(maxsize=1024)
def render_period(period: Period) -> str:
    """The shortest text that `parse_period` reads as this period."""
    start, end = period.start, period.end
    if start is None and end is None:
        return "all"
    if start is None or end is None:
        return f"{start or ''}..{end or ''}"
    if start == end:
        return start.isoformat()
    for months, name in ((12, "{0.year:04}"), (3, "{0.year:04}-Q{1}"), (1, "{0.year:04}-{0.month:02}")):
        quarter = (start.month + 2) // 3
        if (start.month - 1) % months == 0 and period == _months(start.year, start.month, months):
            return name.format(start, quarter)
    return f"{start}..{end}"


def render_short_period(period: Period) -> str:
    """As `render_period`; whole years as `2018..2021` and whole months as `2021-01..2021-06`, which read as the same."""
    start, end = period.start, period.end
    written = render_period(period)
    if start is None or end is None or ".." not in written or start.day != 1:
        return written
    if end.day != calendar.monthrange(end.year, end.month)[1]:
        return written
    if start.month == 1 and end.month == 12:
        return f"{start.year:04}..{end.year:04}"
    return f"{start.year:04}-{start.month:02}..{end.year:04}-{end.month:02}"


def _parse_span(written: str, whole: str) -> Period:
    try:
        if match := _YEAR.fullmatch(written):
            return _months(int(match[1]), 1, 12)
        if match := _QUARTER.fullmatch(written):
            return _months(int(match[1]), int(match[2]) * 3 - 2, 3)
        if match := _MONTH.fullmatch(written):
            return _months(int(match[1]), int(match[2]), 1)
        if len(written) == len("2021-01-01"):  # fromisoformat also reads 2021-W01-1 and 20210101
            day = dt.datetime.strptime(written, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
            return Period(day, day)
    except ValueError:
        pass
    raise JalonError("bad_period", found=whole)


def _months(year: int, first: int, count: int) -> Period:
    last = first + count - 1
    return Period(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))
