"""Rows that name a person: lists of people, sign-in lists, exit reviews, and the left of a matrix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jalon.codelists.folding import fold
from jalon.errors import NOWHERE, Bilingual, Fault, JalonError, Place
from jalon.exchange.cells import WAITS, Waits, answer_key, cell_text, check_length, find_cell_fault, is_name, read_name
from jalon.exchange.dates import (
    EXAMPLE,
    DateRules,
    Day,
    NeedsYear,
    Order,
    Written,
    read_date,
    resolve,
    resolve_birth,
    resolve_day,
)
from jalon.exchange.headings import DATE_FIELDS, words
from jalon.exchange.mapping import SESSIONS, heading_key
from jalon.exchange.recognised import Recognised, look_up
from jalon.exchange.rows import Answer, Birth, Context, Name, PersonRow, Precision
from jalon.exchange.sheets import Cell, Row, is_blank
from jalon.exchange.values import Measures, is_unknown, read_country, read_sex

Convert = Callable[[Cell], Any]
_NAMES = ("family", "second_family", "given", "second_given", "name")
_TEXTS = {"reference": 80, "phone": 60, "email": 254, "address": 500, "occupation": 200, "site": 300, "activity": 300}
_CONSTANT = ("sex", "country", "nationality", "site", "entry", "exit")


@dataclass(slots=True)
class Reader:
    """What every row of one sheet is read with."""

    found: Recognised
    context: Context
    measures: Measures
    constants: Mapping[str, str]
    activities: Mapping[str, str]
    """Key of an activity as written -> its code."""
    only_year: bool
    """Births on 1 January mean that only the year is known."""

    def heading(self, index: int) -> str:
        assert self.found.table is not None
        return next((column.heading for column in self.found.table.columns if column.index == index), "")

    def activity(self, text: str | None) -> str | None:
        """The code that the mapping gives to an activity, else the text as written."""
        return self.activities.get(heading_key(text), text) if text else None

    def rules(self, index: int, *, is_birth: bool = False) -> DateRules:
        """The rules of a date column; -1 stands for the dated headings of a matrix."""
        name = SESSIONS if index < 0 else self.heading(index)
        year = look_up(self.found.told.years, name)
        return DateRules(self.found.orders.get(index, Order.ANY), self.context, year, is_birth)

    def ask_year(self, needs: NeedsYear, index: int) -> None:
        """Ask once for a column which year its dates without one are of."""
        column = None if index < 0 else self.heading(index)
        if any(q.id.startswith("year:") and q.place.column == column for q in self.found.questions):
            return
        en, fr = (f" (column “{column}”)", f" (colonne « {column} »)") if column else ("", "")
        if self.context.start is None:
            text_en = f"Dates have no year{en}, and the project no first day that would tell it. Which year is it?"
            text_fr = f"Des dates sont sans année{fr}, et le projet n'a pas de premier jour qui l'indique. Laquelle ?"
        else:
            text_en = f"Dates without a year fit several years of the project{en}. Which?"
            text_fr = f"Des dates sans année conviennent à plusieurs années du projet{fr}. Laquelle ?"
        years = sorted(needs.years, reverse=self.context.start is None)
        self.found.ask("year", text_en, text_fr, map(str, years), column=column)

    def converter(self, index: int, target: str) -> Convert | None:
        """What reads the cells of a column; None where the column says nothing of a person."""
        if target in DATE_FIELDS:
            return self._date_converter(index, target)
        if target in _NAMES:
            return _remembering(_to_name)
        if target in _TEXTS:
            return lambda cell: _to_text(cell, _TEXTS[target])
        code = target.partition("@")[0]
        if target in ("country", "nationality"):
            convert: Convert = lambda cell: read_country(cell, NOWHERE)  # noqa: E731
        elif target == "sex":
            convert = lambda cell: read_sex(cell, NOWHERE)  # noqa: E731
        elif code in self.measures.shapes:
            convert = lambda cell: self.measures.read(code, cell, NOWHERE)  # noqa: E731
        else:
            return None
        return _remembering(self._with_values(index, target, convert))

    def _with_values(self, index: int, target: str, convert: Convert) -> Convert:
        """`convert`, after what the mapping tells of texts as written in this column."""
        told = look_up(self.found.told.values, self.heading(index)) or {}
        meanings = {answer_key(text): meaning for text, meaning in told.items()}
        if not meanings:
            return convert
        return lambda cell: convert(meanings.get(answer_key(cell_text(cell)), cell))

    def _date_converter(self, index: int, target: str) -> Convert:
        rules = self.rules(index, is_birth=target == "birth")
        only_year = self.only_year and target == "birth"

        def convert(cell: Cell) -> Any:
            date = read_date(cell)
            if date is None:
                return _no_date(cell, target)
            if isinstance(date, Written):
                if rules.order is Order.OPEN and date.depends_on_order:
                    return WAITS
                try:
                    day = resolve(date, rules, NOWHERE)
                except NeedsYear as needs:
                    self.ask_year(needs, index)
                    return WAITS
                if isinstance(day, Fault):
                    return day
            else:
                day = Day(date)
            if target == "birth":
                return resolve_birth(day, rules, NOWHERE, only_year=only_year)
            return resolve_day(day, rules, NOWHERE, cell_text(cell))

        return _remembering(convert)

    def constant(self, name: str) -> Any:
        """A constant of the mapping as a value. Raises JalonError if it is none."""
        text = self.constants.get(name)
        if text is None:
            return None
        value: Any = text
        if name in ("country", "nationality"):
            value = read_country(text, NOWHERE)
        elif name == "sex":
            value = read_sex(text, NOWHERE)
        elif name in ("entry", "exit", "date"):
            written = read_date(text)
            day = resolve(written, self.rules(-2), NOWHERE) if isinstance(written, Written) else None
            is_told = isinstance(written, Written) and not written.depends_on_order
            value = day.date if isinstance(day, Day) and day.precision is Precision.DAY and is_told else None
        if value is None or isinstance(value, Fault):
            place = self.found.place(column=None)
            raise JalonError("mapping_invalid", place=place, found=build_not_understood(name, text))
        return value


def build_not_understood(constant: str, text: str) -> Bilingual:
    """What to say of a constant of the mapping that cannot be read."""
    return Bilingual(
        f"the constant {constant}: {text} is not understood", f"la constante {constant} : {text} n'est pas comprise"
    )


def _remembering(convert: Convert) -> Convert:
    """`convert`, each text read once: columns repeat themselves."""
    known: dict[str, Any] = {}

    def remembered(cell: Cell) -> Any:
        if type(cell) is not str:
            return convert(cell)
        if cell in known:
            return known[cell]
        value = convert(cell)
        if len(known) < 50_000:
            known[cell] = value
        return value

    return remembered


def _no_date(cell: Cell, target: str) -> Fault | None:
    text = cell_text(cell)
    if is_unknown(text) or (target == "exit" and fold(text) in words("ongoing")):
        return None
    is_number = isinstance(cell, (int, float)) or text.replace(".", "", 1).replace(",", "", 1).isdecimal()
    return Fault(
        "date_is_a_number" if is_number else "date_not_understood", NOWHERE, {"found": text[:80], "example": EXAMPLE}
    )


def _to_name(cell: Cell) -> str | Fault:
    text = read_name(cell)
    return check_length(text, NOWHERE) or (text if is_name(text) else "")


def _to_text(cell: Cell, limit: int) -> str | Fault:
    text = cell_text(cell)
    return check_length(text, NOWHERE, limit) or text


class PersonReader:
    """Reads the columns of a row that say who a person is and what is known of her."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        found = reader.found
        self.columns = [
            (index, target, convert)
            for index, target in sorted(found.targets.items())
            if (convert := reader.converter(index, target)) is not None and target not in ("date", "activity")
        ]
        self.names = [index for index, target, _ in self.columns if target in (*_NAMES, "reference")]
        self.name_heading = reader.heading(self.names[0]) if self.names else None
        self.defaults = {name: reader.constant(name) for name in _CONSTANT if name in reader.constants}
        self.headings = {index: reader.heading(index) for index, _, _ in self.columns}
        self.has_january = 0

    def read(self, at: int, row: Row) -> PersonRow | list[Fault] | Waits:
        """The person of row `at` (from 0); its faults; or WAITS."""
        file, sheet = self.reader.found.file, self.reader.found.sheet.name
        values: dict[str, Any] = {}
        answers: tuple[dict[str, Answer], dict[str, Answer]] = ({}, {})
        faults: list[Fault] = []
        waits = False
        width = len(row)
        for index, target, convert in self.columns:
            cell = row[index] if index < width else None
            if cell is None or cell == "" or is_blank(cell):
                continue
            value = find_cell_fault(cell, NOWHERE) or convert(cell)
            if value is None:
                continue
            if isinstance(value, Fault):
                faults.append(replace(value, place=Place(file, sheet, at + 1, self.headings[index])))
            elif value is WAITS:
                waits = True
            elif isinstance(value, Answer):
                code, _, moment = target.partition("@")
                answers[moment == "exit"][code] = value
            else:
                values[target] = value
        place = Place(file, sheet, at + 1, self.name_heading)
        name = build_name(values)
        if not faults and not (name.family or name.given) and "reference" not in values:
            faults.append(Fault("row_without_name", place))
        faults += self._contradictions(values, at)
        if faults:
            return faults
        if waits:
            return WAITS
        for field, value in self.defaults.items():
            values.setdefault(field, value)
        birth: Birth | None = values.get("birth")
        if birth and birth.first_day.month == birth.first_day.day == 1 and birth.precision is Precision.DAY:
            self.has_january += 1
        return PersonRow(place=place, name=name, at_entry=answers[0], at_exit=answers[1], **values)

    def _contradictions(self, values: Mapping[str, Any], at: int) -> list[Fault]:
        """Dates that cannot both be right."""
        found = self.reader.found
        entry, exit, birth = (values.get(name) for name in ("entry", "exit", "birth"))
        entry = entry or (self.defaults.get("entry") if "entry" not in values else None)
        faults = []
        if isinstance(entry, dt.date) and isinstance(exit, dt.date) and exit < entry:
            index = found.column("exit")
            place = found.place(at + 1, self.headings.get(index) if index is not None else None)
            faults.append(Fault("exit_before_entry", place, {"found": exit, "entry": entry}))
        if isinstance(entry, dt.date) and isinstance(birth, Birth) and entry < birth.first_day:
            index = found.column("entry") if found.column("entry") is not None else found.column("birth")
            place = found.place(at + 1, self.headings.get(index) if index is not None else None)
            faults.append(Fault("entry_before_birth", place, {"found": entry, "birth": birth.first_day}))
        return faults


def build_name(values: dict[str, Any]) -> Name:
    """The name from its columns, which are taken out of `values`."""
    family = " ".join(filter(None, (values.pop(part, "") for part in ("name", "family", "second_family"))))
    given = " ".join(filter(None, (values.pop(part, "") for part in ("given", "second_given"))))
    return Name(family, given)


def note_january(reader: Reader, count: int) -> None:
    """Say that births on 1 January may be a convention, unless the mapping decided."""
    if count and not reader.only_year:
        index = reader.found.column("birth")
        reader.found.note(
            f"{count} births on 1 January are taken as given; `first_january: year` in the mapping takes only their year.",
            f"{count} naissances au 1er janvier sont prises telles quelles ; `first_january: year` dans la correspondance "
            "n'en prend que l'année.",
            column=reader.heading(index) if index is not None else None,
        )
