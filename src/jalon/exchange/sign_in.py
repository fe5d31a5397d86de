"""Sign-in lists: who came to a session, which the titles, the columns, the mapping or the command name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from jalon.errors import NOWHERE, Fault, Place
from jalon.exchange.cells import WAITS, Waits, cell_text, find_cell_fault, is_grouped, read_number
from jalon.exchange.dates import Day, NeedsYear, Order, Written, infer_order, read_date, resolve, resolve_day
from jalon.exchange.headings import Headings
from jalon.exchange.mapping import SESSIONS
from jalon.exchange.marks import ABSENT, EXCUSED, PRESENT, Marked, read_mark
from jalon.exchange.matrix import give_meaning, settle_ones
from jalon.exchange.people import PersonReader, Reader
from jalon.exchange.recognised import look_up
from jalon.exchange.rows import MarkRow, SessionKey
from jalon.exchange.sessions import find_date_inside, read_titles
from jalon.exchange.sheets import Cell, Row, is_blank


class SignInReader:
    """Reads the rows of one sign-in list."""

    def __init__(self, reader: Reader, headings: Headings, rows: Sequence[Row], *, session_is_given: bool) -> None:
        self.reader = reader
        self.found = reader.found
        self.person = PersonReader(reader)
        table = self.found.table
        assert table is not None
        said = {} if session_is_given else read_titles(table.titles, headings)
        constants = reader.constants
        self.activity = constants.get("activity") or said.get("activity")
        self.site = constants.get("site") or said.get("site")
        self.label = constants.get("label", "")
        self.date: dt.date | Waits | None = reader.constant("date") or self._title_date(said.get("date"))
        self.columns = {
            name: index for name in ("date", "activity", "mark", "hours") if (index := self._index(name)) is not None
        }
        self.read_day = reader.converter(self.columns["date"], "date") if "date" in self.columns else None
        mark = self.columns.get("mark")
        # Beside a column of hours, a 1 under "Present" is no hour.
        self.ones = "mark" if "hours" in self.columns else settle_ones(reader, rows, [mark] if mark is not None else [])
        self.signatures = [index for index, target in self.found.targets.items() if target == "signature"]
        self.is_signed = any(self._signatures(row) for row in rows)
        self.unsigned = 0

    def _index(self, name: str) -> int | None:
        return self.found.column(name)

    def _title_date(self, text: str | None) -> dt.date | Waits | None:
        """The date that a title gives; asks where day and month could change places."""
        written = read_date(text) if text else None
        if written is None and text and (inside := find_date_inside(text)):
            written = inside[0]
        if not isinstance(written, Written):
            return written
        told = look_up(self.found.told.date_order, SESSIONS)
        self.found.orders[-1] = order = Order(told) if told else infer_order([written])
        if order is Order.OPEN:
            self.found.ask(
                "dates",
                f"In the date of the session, {text}, is the day or the month written first?",
                f"Dans la date de la séance, {text}, le jour ou le mois est-il écrit en premier ?",
                (Order.DAY_FIRST, Order.MONTH_FIRST),
            )
            return WAITS
        place = self.found.place()
        try:
            day = resolve(written, self.reader.rules(-1), place)
        except NeedsYear as needs:
            self.reader.ask_year(needs, -1)
            return WAITS
        checked = resolve_day(day, self.reader.rules(-1), place, text or "") if isinstance(day, Day) else day
        if isinstance(checked, Fault):
            raise checked.as_error()
        return checked

    def read(self, at: int, row: Row) -> list[MarkRow] | list[Fault] | Waits:
        """The signature of row `at` (from 0) as one mark, or none where she did not sign."""
        person = self.person.read(at, row)
        faults = list(person) if isinstance(person, list) else []
        waits = isinstance(person, Waits)
        cells = {
            name: row[index] for name, index in self.columns.items() if index < len(row) and not is_blank(row[index])
        }
        for name, cell in cells.items():
            if odd := find_cell_fault(cell, self._place(at, name)):
                faults.append(odd)
        if faults:
            return faults
        date: Any = self.date
        if self.read_day and "date" in cells:
            date = self.read_day(cells["date"])
        mark = self._mark(at, row, cells)
        for name, value in (("date", date), ("mark", mark)):
            if isinstance(value, Fault):
                faults.append(value if value.place != NOWHERE else replace(value, place=self._place(at, name)))
            waits = waits or isinstance(value, Waits)
        if faults:
            return faults
        if waits or isinstance(person, (Waits, list)):
            return WAITS
        if mark is None:
            self.unsigned += 1
            return []
        assert isinstance(mark, Marked)
        activity = cell_text(cells.get("activity")) or self.activity
        site = person.site or self.site
        key = SessionKey(self.reader.activity(activity), date, self.label, site)
        return [MarkRow(person.place, person, key, mark.mark, mark.hours)]

    def _place(self, at: int, name: str) -> Place:
        index = self.columns.get(name)
        return self.found.place(at + 1, self.reader.heading(index) if index is not None else None)

    def _signatures(self, row: Row) -> list[Cell]:
        return [row[index] for index in self.signatures if index < len(row) and not is_blank(row[index])]

    def _mark(self, at: int, row: Row, cells: dict[str, Any]) -> Marked | Fault | Waits | None:
        """What the row says of her presence; None where she did not sign though others did."""
        mark: Marked | Fault | Waits = Marked(PRESENT)
        if "mark" in self.columns:
            if "mark" not in cells:
                return None
            mark = read_mark(cells["mark"], self._place(at, "mark"))
            if isinstance(mark, Marked):
                mark = give_meaning(mark, self.ones)
        elif self.is_signed:
            signatures = self._signatures(row)
            if not signatures:
                return None
            # "abs" may stand where she would have signed; whatever else stands there is her hand.
            known = [read_mark(cell, NOWHERE) for cell in signatures]
            if all(isinstance(one, Marked) and one.mark in (ABSENT, EXCUSED) for one in known):
                mark = known[0]
        if "hours" in cells and isinstance(mark, Marked) and mark.mark == PRESENT:
            return self._hours(at, cells["hours"])
        return mark

    def _hours(self, at: int, cell: Any) -> Marked | Fault:
        place = self._place(at, "hours")
        hours = read_number(cell)
        if hours is None or (isinstance(cell, str) and is_grouped(cell)):
            return _as_hours(read_mark(cell, place), place, cell_text(cell))
        return read_mark(f"{hours}h", place)


def _as_hours(mark: Marked | Fault, place: Place, text: str) -> Marked | Fault:
    if isinstance(mark, Marked) and mark.hours is not None:
        return mark
    return Fault("number_not_understood", place, {"found": text[:80]})
