"""Periods as tables of totals write them: 2021, T1 2021, mars 2021, 2021-03, two dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from jalon.codelists.folding import fold
from jalon.errors import NOWHERE
from jalon.exchange.cells import cell_text
from jalon.exchange.dates import DateRules, Day, Order, Written, infer_order, month_names, read_date, resolve
from jalon.exchange.rows import Context, Precision
from jalon.exchange.sheets import Cell
from jalon.exchange.tables import Column

Period = tuple[dt.date, dt.date]
_NO_PROJECT = Context(None, None, dt.date(2000, 1, 1), {})
"""A heading that names a period names its year."""
_PARTS = {"quarter": 3, "half": 6}
_WORDS = {
    "quarter": "t|q|trim|trimestre|quarter|qtr|trimester",
    "half": "s|h|sem|semestre|semester|half|half year",
}
_NUMBERED = [
    (months, re.compile(pattern))
    for kind, months in _PARTS.items()
    for pattern in (
        rf"(?:{_WORDS[kind]})\s?(?P<part>[1-4])(?:er|e|eme|o|st|nd|rd|th)?\s(?P<year>\d{{4}})",
        rf"(?P<part>[1-4])(?:er|ere|e|eme|o|st|nd|rd|th)?\s?(?:{_WORDS[kind]})\s(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})\s(?:{_WORDS[kind]})\s?(?P<part>[1-4])",
    )
]
_TWO = re.compile(
    r"\s*(?:→|–|—|\s-\s|/\s|\bau\b|\ba\b|\bà\b|\bto\b|\buntil\b|\bhasta\b|\bal\b|\baté\b|\bao\b|\bjusqu'au\b)\s*"
)
_TWO_MONTHS = re.compile(r"([^\W\d]+)\.?\s*(?:[-–/]|à|a|au|to)\s*([^\W\d]+)\.?\s+(\d{4})")
_JOINED = re.compile(r"(\S{8,10})\s*[-/]\s*(\S{8,10})")
_SMALL = re.compile(r"^(?:du|de|from|del|desde|annee|year|ano|exercice|entre|le)\s+|\b(?:de|of|do|del)\s+", re.I)


def read_period(cell: Cell, context: Context, order: Order = Order.ANY) -> Period | None:
    """First and last day of a period, or None. A single day is a period of one day."""
    if isinstance(cell, (dt.date, dt.datetime)) or (isinstance(cell, (int, float)) and not isinstance(cell, bool)):
        written = read_date(cell)
        return _whole(written, context, order)
    text = cell_text(cell)
    plain = _SMALL.sub("", fold(text)).strip()
    for months, pattern in _NUMBERED:
        if (found := pattern.fullmatch(plain)) and int(found["part"]) * months <= 12:
            last = int(found["part"]) * months
            return _months(int(found["year"]), last - months + 1, last)
    if found := _TWO_MONTHS.fullmatch(text):
        first, final = (month_names().get(fold(found[place])) for place in (1, 2))
        if first and final and first <= final:
            return _months(int(found[3]), first, final)
    if whole := _whole(read_date(_SMALL.sub("", text).strip()), context, order):
        return whole
    ends = [part for part in _TWO.split(_SMALL.sub("", text, count=1)) if part]
    if len(ends) != 2 and (joined := _JOINED.fullmatch(text)):
        ends = [joined[1], joined[2]]
    if len(ends) != 2:
        return None
    dates = [read_date(end.strip()) for end in ends]
    seen = infer_order(dates) if order is Order.ANY else order
    periods = [_whole(date, context, seen) for date in dates]
    if periods[0] is None or periods[1] is None or periods[0][0] > periods[1][1]:
        return None
    return periods[0][0], periods[1][1]


def find_period(column: Column) -> Period | None:
    """The period that a heading names (2021, T1 2021), or a heading above it."""
    for cell in (column.own, *(cell for _, cell in column.above)):
        if (
            not isinstance(cell, (dt.date, dt.datetime))
            and (period := read_period(cell, _NO_PROJECT))
            and period[0] < period[1]
        ):
            return period
    return None


def _whole(date: Written | dt.date | None, context: Context, order: Order) -> Period | None:
    if date is None or (isinstance(date, Written) and date.year is None):
        return None
    if isinstance(date, dt.date):
        return date, date
    if date.depends_on_order and order in (Order.OPEN, Order.ANY, Order.MIXED):
        return None
    day = resolve(date, DateRules(order, context), NOWHERE)
    if not isinstance(day, Day):
        return None
    if day.precision is Precision.YEAR:
        return _months(day.date.year, 1, 12)
    if day.precision is Precision.MONTH:
        return _months(day.date.year, day.date.month, day.date.month)
    return day.date, day.date


def _months(year: int, first: int, last: int) -> Period:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
