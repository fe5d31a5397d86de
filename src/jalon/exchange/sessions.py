"""The dated columns of a presence matrix: which session each one is.

A date may stand in the heading, under an activity, under a month (5 12 19 under "mars 2021"), or in one
cell with words ("Atelier CV 12/03").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jalon.codelists.folding import fold
from jalon.errors import Fault
from jalon.exchange.cells import Waits, cell_text
from jalon.exchange.dates import Written, month_names, read_date
from jalon.exchange.headings import Headings
from jalon.exchange.rows import SessionKey
from jalon.exchange.sheets import Cell, is_blank
from jalon.exchange.tables import Column

DATE_INSIDE = re.compile(
    r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([/.-])\d{1,2}\1\d{2,4}|\d{1,2}/\d{1,2}"
    r"|\d{1,2}(?:er)?\s+(?:de\s+)?[^\W\d_]{3,}\.?(?:\s+(?:de\s+)?\d{4})?)(?!\d)"
)
_NUMBERED = re.compile(
    r"(?:seance|session|sesion|sessao|s|cours|atelier|class|clase|aula|jour|day|dia|semaine|week|semana|groupe|group|grupo|n|no)\s?\d+|\d+"
)
_ROLES = {
    "activity": ("activity",),
    "site": ("site",),
    "date": ("date", "period"),
    "hours": ("hours",),
}


_TOLD = ("activity", "date", "site")


@dataclass(frozen=True, slots=True)
class SessionColumn:
    """One dated column: its date as written, and what its headings say besides."""

    column: Column
    date: Written | dt.date | None
    activity: str | None
    label: str
    site: str | None = None
    is_among_words: bool = False
    """The date stands in one cell with words; only marks below show that it heads a session."""


def read_session(column: Column, headings: Headings) -> SessionColumn | None:
    """The session that a column's headings name, or None where no date stands in them."""
    cells: list[tuple[str, Cell]] = [*column.above, ("", column.own)]
    date: Written | dt.date | None = None
    texts: list[str] = []
    site = None
    time = ""
    month: tuple[int, int | None] | None = None
    day: int | None = None
    is_among_words = False
    seen: list[str] = []
    for label, cell in cells:
        role = _role(label, headings)
        text = cell_text(cell)
        if is_blank(cell) or text in seen or role == "hours":
            continue
        seen.append(text)
        found = _as_date(cell)
        if found is not None and role not in ("activity", "site"):
            date = found
            if isinstance(cell, dt.datetime) and cell.time() != dt.time():
                time = cell.strftime("%H:%M")
        elif (named := _month(cell)) is not None:
            month = named
        elif month is not None and text.isdecimal() and 1 <= int(text) <= 31:
            day = int(text)
        elif role == "site":
            site = text
        elif role is None and date is None and (inside := find_date_inside(text)) is not None:
            date, rest = inside
            texts += [rest] if rest else []
            is_among_words = True
        else:
            texts.append(text)
    if date is None and month is not None and day is not None:
        date = Written(f"{day}/{month[0]}", month[1], month[0], day)
    if date is None:
        return None
    activities = [text for text in texts if not _NUMBERED.fullmatch(fold(text))]
    activity = activities[0] if activities else None
    label = " ".join([*(text for text in texts if text != activity), *([time] if time else [])])
    return SessionColumn(column, date, activity, label[:80], site, is_among_words)


def _role(label: str, headings: Headings) -> str | None:
    named = headings.candidates(label.rstrip(": ")) if label else ()
    return next((role for role, fields in _ROLES.items() if set(fields) & set(named)), None)


def is_day(cell: Cell) -> bool:
    """Whether a heading is a date that says its day."""
    return _as_date(cell) is not None


def _as_date(cell: Cell) -> Written | dt.date | None:
    """A heading that is a date and says its day; a bare number is none."""
    if isinstance(cell, (int, float)):
        return None
    date = read_date(cell)
    if isinstance(date, Written) and date.pair is None and date.day is None:
        return None
    return date


def _month(cell: Cell) -> tuple[int, int | None] | None:
    """A heading that is a month, and its year where it says so."""
    if not isinstance(cell, str):
        return None
    if month := month_names().get(fold(cell)):
        return month, None
    date = read_date(cell)
    if isinstance(date, Written) and date.month is not None and date.day is None and not date.is_short:
        return date.month, date.year
    return None


def find_date_inside(text: str) -> tuple[Written | dt.date, str] | None:
    """A date within words, and the words."""
    for found in DATE_INSIDE.finditer(text):
        date = read_date(found[0])
        if isinstance(date, Written) and (date.pair is not None or date.day is not None):
            rest = (text[: found.start()] + " " + text[found.end() :]).strip(" -–—:;,()[]\n")
            return date, cell_text(re.sub(r"\b(?:du|le|of|on|del?|do|em)\s*$", "", rest, flags=re.I))
    return None


def read_titles(titles: Sequence[tuple[str, ...]], headings: Headings) -> dict[str, str]:
    """What the rows above a list say of its session: activity, date, site, as text."""
    told: dict[str, str] = {}
    for texts in titles:
        for place, text in enumerate(texts):
            key, colon, value = text.partition(":")
            value = value.strip() or (texts[place + 1] if place + 1 < len(texts) else "")
            named = headings.candidates(key.strip())
            name = next((name for name in _TOLD if name in named), None)
            if name and value and (colon or place == 0):
                told.setdefault(name, value)
            elif not name and (inside := find_date_inside(text)):
                told.setdefault("_date", inside[0].text if isinstance(inside[0], Written) else text)
    if "date" not in told and "_date" in told:
        told["date"] = told["_date"]
    told.pop("_date", None)
    return told


def build_keys(
    sessions: Sequence[SessionColumn],
    resolved: Mapping[int, dt.date | Fault | Waits],
    activity: str | None,
    site: str | None,
    label: str,
) -> dict[int, SessionKey | Fault | Waits]:
    """Column index -> its session, given the date of each; or its fault; or that it waits.

    `activity`, `site` and `label` stand for the columns that name none. Two columns of one session are
    told apart by their labels, or by "2", "3" … where they have none.
    """
    keys: dict[int, SessionKey | Fault | Waits] = {}
    taken: set[SessionKey] = set()
    for session in sessions:
        date = resolved[session.column.index]
        if not isinstance(date, dt.date):
            keys[session.column.index] = date
            continue
        own = session.label or label
        key = SessionKey(session.activity or activity, date, own, session.site or site)
        number = 2
        while key in taken:
            key = SessionKey(key.activity, date, f"{own} {number}".strip(), key.site)
            number += 1
        taken.add(key)
        keys[session.column.index] = key
    return keys
