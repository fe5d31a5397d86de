"""Presence matrices (people × dated columns): one mark for each person and session, blanks included."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jalon.codelists.folding import fold
from jalon.errors import NOWHERE, Fault
from jalon.exchange.cells import WAITS, Waits, find_cell_fault
from jalon.exchange.dates import Day, NeedsYear, Order, Written, month_names, resolve, resolve_day
from jalon.exchange.headings import Headings, words
from jalon.exchange.marks import BLANK, PRESENT, Marked, read_mark
from jalon.exchange.people import PersonReader, Reader
from jalon.exchange.recognised import Recognised
from jalon.exchange.rows import MarkRow, SessionKey
from jalon.exchange.sessions import build_keys, read_titles
from jalon.exchange.sheets import Row, is_blank


def settle_ones(reader: Reader, rows: Sequence[Row], columns: Sequence[int]) -> str | None:
    """What a bare 1 means in a sheet: mark, hour, or None where it is asked (or where there is none).

    Only where every other presence is in hours is a 1 an hour like them; else it asks.
    """
    found = reader.found
    if found.told.ones:
        return found.told.ones
    ones = hours = plain = 0
    for row in rows:
        for index in columns:
            mark = read_mark(row[index], NOWHERE) if index < len(row) and not is_blank(row[index]) else BLANK
            if isinstance(mark, Marked) and mark.mark == PRESENT:
                ones += mark.is_one
                hours += mark.hours is not None
                plain += mark.hours is None and not mark.is_one
    if not ones:
        return None
    if hours and not plain:
        found.told = found.told.model_copy(update={"ones": "hour"})
        return "hour"
    found.ask(
        "ones",
        f"In the sheet “{found.sheet.name}”, is a bare 1 ({ones} cells) a mark of presence or one hour?",
        f"Dans la feuille « {found.sheet.name} », un 1 seul ({ones} cellules) est-il une marque de présence ou une heure ?",
        ("mark", "hour"),
    )
    return None


def give_meaning(mark: Marked, ones: str | None) -> Marked | Waits:
    """A mark, a bare 1 having become what the sheet means by it."""
    if not mark.is_one:
        return mark
    if ones is None:
        return WAITS
    return Marked(PRESENT, Decimal(1) if ones == "hour" else None)


def resolve_sessions(reader: Reader) -> dict[int, dt.date | Fault | Waits]:
    """The date of each session column of a matrix; asks where order or year are open."""
    found = reader.found
    assert found.table is not None
    rules = reader.rules(-1)
    resolved: dict[int, dt.date | Fault | Waits] = {}
    for session in found.sessions:
        index, heading, written = session.column.index, session.column.heading, session.date
        place = found.place(found.table.naming_row + 1, heading)
        if isinstance(written, Written) and rules.order is Order.OPEN and written.depends_on_order:
            resolved[index] = WAITS
            continue
        try:
            day = resolve(written, rules, place) if isinstance(written, Written) else written and Day(written)
        except NeedsYear as needs:
            reader.ask_year(needs, -1)
            resolved[index] = WAITS
            continue
        assert day is not None
        resolved[index] = resolve_day(day, rules, place, heading) if isinstance(day, Day) else day
    return resolved


def name_activity(found: Recognised) -> str | None:
    """The activity that the name of a workbook's sheet tells, where no heading names one.

    Words for the sheet itself, months and numbers name none; nor does the name of a csv file.
    """
    if found.sheet.is_delimited or all(session.activity for session in found.sessions):
        return None
    plain = [word for word in re.split(r"[\s\-–_:()]+", found.sheet.name) if word]
    said = [word for word in plain if not _says_nothing(fold(word))]
    name = " ".join(said).strip()
    if len(name) < 3:
        return None
    found.note(
        f"No heading names the activity; it is taken from the name of the sheet: {name}.",
        f"Aucun en-tête ne nomme l'activité ; elle est prise du nom de la feuille : {name}.",
    )
    return name


def _says_nothing(word: str) -> bool:
    is_known = word in words("attendance") or word in words("small") or word in month_names()
    return is_known or word.strip("0123456789") in ("", *words("attendance"))


class MatrixReader:
    """Reads the rows of one matrix."""

    def __init__(self, reader: Reader, headings: Headings, rows: Sequence[Row], *, session_is_given: bool) -> None:
        self.person = PersonReader(reader)
        self.found = reader.found
        assert self.found.table is not None
        constants = read_titles(self.found.table.titles, headings) | dict(reader.constants)
        keys = build_keys(
            self.found.sessions,
            resolve_sessions(reader),
            constants.get("activity") or (None if session_is_given else name_activity(self.found)),
            constants.get("site"),
            constants.get("label", ""),
        )
        self.keys: Mapping[int, SessionKey | Fault | Waits] = {
            index: replace(key, activity=reader.activity(key.activity)) if isinstance(key, SessionKey) else key
            for index, key in keys.items()
        }
        self.waits = any(key is WAITS for key in self.keys.values())
        self.headings = {index: reader.heading(index) for index in [*self.keys, *self.found.undated]}
        self.ones = settle_ones(reader, rows, list(self.keys))

    def read(self, at: int, row: Row) -> list[MarkRow] | list[Fault] | Waits:
        """The marks of row `at` (from 0), blank ones included; its faults; or WAITS."""
        person = self.person.read(at, row)
        faults = person if isinstance(person, list) else []
        marks: list[tuple[int, SessionKey, Marked]] = []
        waits = self.waits or isinstance(person, Waits)
        for index, key in self.keys.items():
            cell = row[index] if index < len(row) else None
            place = self.found.place(at + 1, self.headings[index])
            mark = find_cell_fault(cell, place) or read_mark(cell, place)
            if isinstance(mark, Fault):
                faults.append(mark)
            elif isinstance(key, Fault):
                if mark is not BLANK:
                    faults.append(replace(key, place=place))
            elif isinstance(key, SessionKey):
                known = give_meaning(mark, self.ones)
                if isinstance(known, Waits):
                    waits = True
                else:
                    marks.append((index, key, known))
        for index in self.found.undated:
            if index < len(row) and not is_blank(row[index]):
                heading = self.headings[index]
                faults.append(Fault("session_without_date", self.found.place(at + 1, heading), {"found": heading}))
        if faults:
            return faults
        if waits or isinstance(person, (Waits, list)):
            return WAITS
        return [
            MarkRow(self.found.place(at + 1, self.headings[index]), person, key, mark.mark, mark.hours)
            for index, key, mark in marks
        ]
