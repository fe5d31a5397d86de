"""Dates as registers write them. The order of day and month is a fact of a whole column, never of a cell.

A cell is first read into a `Written` date without deciding anything; `infer_order` then looks at all of
a column's; `resolve` makes the date, or says what is wrong with it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from babel import Locale

from jalon.codelists.folding import fold
from jalon.codelists.listing import read_listing
from jalon.errors import Fault, Place
from jalon.exchange.rows import Birth, Context, Precision
from jalon.exchange.sheets import Cell

LANGUAGES = ("fr", "en", "es", "pt")
EXAMPLE = "2021-03-25"
EARLIEST = 1900
YEARS_ASKED = 10
"""A date without a year, of a project that says no first day, may be of so many years up to the last."""


class Order(StrEnum):
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    MIXED = "mixed"
    OPEN = "open"
    """Both orders fit all of the column, and at least one cell would differ."""
    ANY = "any"
    """No cell depends on it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written. `pair`: two numbers of which one is the day and one the month.

    `year` None: not written. `is_short`: written with two digits. `day` None: month or year only.
    """

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    pair: tuple[int, int] | None = None
    is_short: bool = False

    @property
    def depends_on_order(self) -> bool:
        return self.pair is not None and self.pair[0] != self.pair[1] and max(self.pair) <= 12


@cache
def month_names() -> dict[str, int]:
    """Folded name or abbreviation of a month, in the four languages -> its number."""
    names = {row["text"]: int(row["month"]) for row in read_listing("sheet_months").rows}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[context][width].items():
                    assert names.setdefault(fold(name), number) == number, name
    return names


@cache
def day_names() -> frozenset[str]:
    """Folded names and abbreviations of the days of the week, in the four languages."""
    return frozenset(
        fold(name)
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in Locale(language).days[context][width].values()
    )


_TIME = re.compile(
    r"[T ,]+\(?\d{1,2}\s*[:hH]\s*\d{0,2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\)?\s*(?:Z|[+-]\d{2}:?\d{2})?$"
)
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.?,?\s+(?=\d+\s*[-/.])")
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*([-/.,\\ ])\s*(\d{1,2})(?:\s*\2\s*(\d{4}|\d{2}|['’]\d{2}))?[.]?")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_COMPACT_ISO = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_YEAR = re.compile(r"(\d{4})")
_SMALL = frozenset(
    [
        "de",
        "del",
        "do",
        "da",
        "du",
        "of",
        "the",
        "le",
        "la",
        "el",
        "o",
        "a",
        "au",
        "an",
        "en",
        "on",
        "ne",
        "nee",
        "nascido",
        "nascida",
        "nacido",
        "nacida",
        "born",
        "em",
    ]
)
_ORDINAL = re.compile(r"(\d{1,2})(?:er|ere|e|st|nd|rd|th|o|º|ª|°)?")


def read_date(cell: Cell) -> Written | dt.date | None:
    """A cell as a date: itself, as written, or None where it is not one."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        whole = int(cell) if float(cell).is_integer() else -1
        return Written(str(whole), year=whole) if EARLIEST <= whole <= 2100 else None
    return read_text(cell) if isinstance(cell, str) else None


@lru_cache(maxsize=65536)
def read_text(text: str) -> Written | None:
    """A text as a date, or None. `25.07.01`, `1er janv. 1979`, `June 24, 2021`, `mars 1990`, `11/01` …"""
    plain = unicodedata.normalize("NFKC", text).strip().strip("\"'")
    if not any(letter.isdecimal() for letter in plain):
        return None
    plain = _TIME.sub("", plain).strip()
    if (named := _NAMED_DAY.match(plain)) and fold(named[1]) in day_names():
        plain = plain[named.end() :]
    if found := _ISO.fullmatch(plain):
        year, month, day = map(int, found.groups())
        return Written(text, year, month, day)
    if found := _NUMBERS.fullmatch(plain):
        written = _from_numbers(text, found[1], found[3], found[4])
        # Without a year, 15-24 is no date at all: an age, a score.
        return written if written.year is not None or min(int(found[1]), int(found[3])) <= 12 else None
    if found := _COMPACT_ISO.fullmatch(plain):
        year, month, day = map(int, found.groups())
        return Written(text, year, month, day)
    if found := _COMPACT.fullmatch(plain):
        return _from_numbers(text, found[1], found[2], found[3])
    if found := _YEAR_MONTH.fullmatch(plain):
        return Written(text, int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(plain):
        return Written(text, int(found[2]), int(found[1]))
    if found := _YEAR.fullmatch(plain):
        return Written(text, int(found[1])) if EARLIEST <= int(found[1]) <= 2100 else None
    return _from_words(text, plain)


def _from_numbers(text: str, first: str, second: str, year: str | None) -> Written:
    short = (year or "").lstrip("'’")
    return Written(text, int(short) if short else None, pair=(int(first), int(second)), is_short=len(short) == 2)


def _from_words(text: str, plain: str) -> Written | None:
    """Dates with the month as a word; the day of the week and small words are passed over."""
    words = fold(re.sub(r"(?<=\d)(?=[^\W\d_]{3})|(?<=[^\W\d_])(?=\d)", " ", plain)).split()
    names = month_names()
    words = [word for word in words if word not in _SMALL]
    months = [place for place, word in enumerate(words) if word in names]
    if len(months) > 1 or (months and len(words) > 3):
        # `mar` is March and Tuesday, `sep` … : a day of the week comes before the number.
        months = [place for place in months if not (words[place] in day_names() and place == 0)]
    words_left = [word for place, word in enumerate(words) if place in months or word not in day_names()]
    months = [place for place, word in enumerate(words_left) if word in names]
    if not months and len(words_left) in (2, 3) and len(words_left) < len(words):
        numbers = [
            found[1] for word in words_left if (found := _ORDINAL.fullmatch(word)) or (found := _YEAR.fullmatch(word))
        ]
        if len(numbers) == len(words_left):
            return _from_numbers(text, numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else None)
    if len(months) != 1:
        return None
    month = names[words_left[months[0]]]
    before, after = words_left[: months[0]], words_left[months[0] + 1 :]
    return _from_month(text, month, before, after)


def _from_month(text: str, month: int, before: list[str], after: list[str]) -> Written | None:
    if len(before) == 1 and len(after) <= 1:
        if _YEAR.fullmatch(before[0]) and len(after) == 1 and (found := _ORDINAL.fullmatch(after[0])):
            return Written(text, int(before[0]), month, int(found[1]))
        day = _ORDINAL.fullmatch(before[0])
        if not day:
            return Written(text, int(before[0]), month) if _YEAR.fullmatch(before[0]) and not after else None
        if not after:
            return Written(text, None, month, int(day[1]))
        return _with_year(text, month, int(day[1]), after[0])
    if not before and len(after) == 2 and (day := _ORDINAL.fullmatch(after[0])):
        return _with_year(text, month, int(day[1]), after[1])
    if not before and len(after) == 1 and after[0].isdecimal():
        number = int(after[0])
        if len(after[0]) == 4:
            return Written(text, number, month)
        if len(after[0]) == 2 and number > 31:
            return Written(text, number, month, is_short=True)
    return None


def _with_year(text: str, month: int, day: int, year: str) -> Written | None:
    if not year.isdecimal() or len(year) not in (2, 4):
        return None
    return Written(text, int(year), month, day, is_short=len(year) == 2)


_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?")


def read_month_day(cell: Cell) -> Written | None:
    """ "Jan 12" as a day without year; alone it could be January 2012."""
    found = _MONTH_DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    month = month_names().get(fold(found[1])) if found else None
    return Written(str(cell), None, month, int(found[2])) if found and month else None


def infer_order(dates: Iterable[Written | dt.date | None]) -> Order:
    """The order of day and month that a column shows: any number above 12 decides."""
    day_first = month_first = is_open = False
    for date in dates:
        if isinstance(date, Written) and date.pair is not None:
            first, second = date.pair
            if first > 12 >= second:
                # 31/02 is a slip in either order, and shows none.
                day_first |= _may_be_day(first, second)
            elif second > 12 >= first:
                month_first |= _may_be_day(second, first)
            elif first != second and first <= 12:
                is_open = True
    if day_first and month_first:
        return Order.MIXED if is_open else Order.ANY
    if day_first:
        return Order.DAY_FIRST
    if month_first:
        return Order.MONTH_FIRST
    return Order.OPEN if is_open else Order.ANY


def _may_be_day(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000, month)[1]


@dataclass(frozen=True, slots=True)
class DateRules:
    """How the dates of one column become days: its order, the year of dates without one, the project."""

    order: Order
    context: Context
    year: int | None = None
    is_birth: bool = False

    @property
    def latest_birth(self) -> dt.date:
        """Nobody of the project is born after it ends."""
        return min(self.context.today, self.context.end or self.context.today)


class NeedsYear(Exception):
    """A date without year fits several years: of the project, or the last ones where it says no first day."""

    def __init__(self, years: tuple[int, ...]) -> None:
        self.years = years


@dataclass(frozen=True, slots=True)
class Day:
    """A resolved date: the first day it may be, and how precise it is."""

    date: dt.date
    precision: Precision = Precision.DAY


def resolve(written: Written, rules: DateRules, place: Place) -> Day | Fault:
    """The day that was written. Raises NeedsYear where several years of the project fit.

    A pair whose order is OPEN must not come here: the column asks first.
    """
    month, day = written.month, written.day
    if written.pair is not None:
        first, second = written.pair
        if written.depends_on_order and rules.order is Order.MIXED:
            return Fault("date_order_mixed", place, {"found": written.text, "example": EXAMPLE})
        is_month_first = rules.order is Order.MONTH_FIRST or (
            rules.order is not Order.DAY_FIRST and second > 12 >= first
        )
        day, month = (second, first) if is_month_first else (first, second)
    if written.year is None:
        return _without_year(written, month or 0, day or 0, rules, place)
    year = _full_year(written.year, month or 1, day or 1, rules) if written.is_short else written.year
    precision = Precision.YEAR if month is None else Precision.MONTH if day is None else Precision.DAY
    try:
        return Day(dt.date(year, 1 if month is None else month, 1 if day is None else day), precision)
    except ValueError:
        return _no_such_day(written, place)


def _no_such_day(written: Written, place: Place) -> Fault:
    return Fault("date_no_such_day", place, {"found": written.text, "example": EXAMPLE})


def _full_year(short: int, month: int, day: int, rules: DateRules) -> int:
    """Two digits of a birth: the latest year in the past. Of anything else: the one nearest to the project."""
    candidates = [century + short for century in (1900, 2000)]
    if rules.is_birth:
        latest = rules.latest_birth
        past = [year for year in candidates if (year, month, day) <= (latest.year, latest.month, latest.day)]
        return max(past, default=candidates[0])
    middle = rules.context.start or rules.context.end or rules.context.today
    return min(candidates, key=lambda year: abs(year - middle.year))


def _without_year(written: Written, month: int, day: int, rules: DateRules, place: Place) -> Day | Fault:
    start, end = rules.context.start, rules.context.end or rules.context.today
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000, month)[1]):
        return _no_such_day(written, place)
    if rules.is_birth:
        return Fault("birth_without_year", place, {"found": written.text, "example": EXAMPLE})
    if start is None:
        start = dt.date(min(rules.year or end.year, end.year - YEARS_ASKED + 1), 1, 1)
    years = [
        year
        for year in range(start.year, end.year + 1)
        if (month, day) != (2, 29) or calendar.isleap(year)
        if start <= dt.date(year, month, day) <= end
    ]
    if rules.year is not None and rules.year in years:
        years = [rules.year]
    if len(years) > 1 and rules.year is None:
        raise NeedsYear(tuple(years))
    if len(years) != 1:
        details = {"found": written.text, "start": start, "end": end, "example": EXAMPLE}
        return Fault("date_without_year", place, details)
    return Day(dt.date(years[0], month, day))


def resolve_birth(day: Day, rules: DateRules, place: Place, *, only_year: bool) -> Birth | Fault:
    """A birth from a resolved date. `only_year`: the mapping says that 1 January is a convention."""
    if day.date > rules.latest_birth:
        return _implausible(
            day.date,
            place,
            "nobody is born after the project or today",
            "personne ne naît après le projet ou aujourd'hui",
        )
    if day.date.year < EARLIEST:
        return _implausible(day.date, place, f"before {EARLIEST}", f"avant {EARLIEST}")
    if only_year and day.precision is Precision.DAY and (day.date.month, day.date.day) == (1, 1):
        return Birth(day.date, Precision.YEAR)
    return Birth(day.date, day.precision)


def resolve_day(day: Day, rules: DateRules, place: Place, text: str) -> dt.date | Fault:
    """An entry, exit or session from a resolved date: it must say the day, and be near the present."""
    if day.precision is not Precision.DAY:
        return Fault("date_without_day", place, {"found": text, "example": EXAMPLE})
    latest = max(rules.context.today, rules.context.end or rules.context.today).year + 5
    if not 1950 <= day.date.year <= latest:
        return _implausible(day.date, place, f"not between 1950 and {latest}", f"pas entre 1950 et {latest}")
    return day.date


def _implausible(date: dt.date, place: Place, why_en: str, why_fr: str) -> Fault:
    return Fault("date_implausible", place, {"found": date.isoformat(), "why_en": why_en, "why_fr": why_fr})
