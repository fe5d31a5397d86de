"""Marks of attendance: present, absent, excused, hours. A bare 1 is a mark or an hour, and asks."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jalon.codelists.folding import fold
from jalon.codelists.listing import read_listing
from jalon.errors import Fault, Place
from jalon.exchange.cells import cell_text
from jalon.exchange.sheets import Cell

PRESENT, ABSENT, EXCUSED = "present", "absent", "excused"
_DAY = Decimal(24)
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|hr|hrs|heure|heures|hour|hours|hora|horas)\.?")
_HOURS_MINUTES = re.compile(r"(\d{1,2})\s*(?:h|:|hr|hrs)\s*(\d{2})\s*(?:m|mn|min|mins)?\.?")
_MINUTES = re.compile(r"(\d{1,3})\s*(?:m|mn|min|mins|minutes|minutos|')\.?")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Marked:
    """What a cell says. `is_one`: a bare 1, whose meaning the sheet or the mapping must tell."""

    mark: str
    hours: Decimal | None = None
    is_one: bool = False


BLANK = Marked("")


@cache
def known_marks() -> dict[str, str]:
    """Mark as written (lower case), and folded where anything is left of it -> present, absent, excused."""
    marks: dict[str, str] = {}
    for row in read_listing("sheet_marks").rows:
        for text in row["texts"].split("|"):
            marks[text.lower()] = row["mark"]
            if key := fold(text):
                assert marks.setdefault(key, row["mark"]) == row["mark"], text
    return marks


def read_mark(cell: Cell, place: Place) -> Marked | Fault:
    """The mark of one cell. Hours: numbers, `2h`, `1h30`, `90 min`, times. 0 is absent."""
    if isinstance(cell, bool):
        return Marked(PRESENT if cell else ABSENT)
    if isinstance(cell, dt.timedelta):
        return _hours(Decimal(int(cell.total_seconds())) / 3600, place)
    if isinstance(cell, dt.time):
        return _hours(Decimal(cell.hour) + Decimal(cell.minute) / 60, place)
    if isinstance(cell, (int, float)):
        return _number(Decimal(repr(cell)), place)
    text = cell_text(cell)
    if not text:
        return BLANK
    lower = text.lower().strip("()[] ")
    if mark := known_marks().get(lower) or known_marks().get(fold(lower) or lower):
        return Marked(mark)
    if _NUMBER.fullmatch(lower):
        return _number(Decimal(lower.replace(",", ".")), place)
    if found := _HOURS_MINUTES.fullmatch(lower):
        return _hours(Decimal(found[1]) + Decimal(found[2]) / 60, place)
    if found := _HOURS.fullmatch(lower):
        return _hours(Decimal(found[1].replace(",", ".")), place)
    if found := _MINUTES.fullmatch(lower):
        return _hours(Decimal(found[1]) / 60, place)
    return Fault("mark_not_understood", place, {"found": text[:80]})


def _number(number: Decimal, place: Place) -> Marked | Fault:
    if number == 0:
        return Marked(ABSENT)
    if number == 1:
        return Marked(PRESENT, is_one=True)
    return _hours(number, place)


def _hours(hours: Decimal, place: Place) -> Marked | Fault:
    if hours == 0:
        return Marked(ABSENT)
    if not 0 < hours <= _DAY:
        return Fault("hours_impossible", place, {"found": hours.normalize()})
    return Marked(PRESENT, hours.quantize(Decimal("0.01")).normalize() + 0)
