"""What a sheet is: its layout, and what each of its columns means. What it cannot tell, it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from jalon.codelists.folding import fold
from jalon.errors import NOWHERE, Fault, JalonError, Place, nearest_name
from jalon.exchange.cells import answer_key, cell_text, read_number
from jalon.exchange.dates import Order, infer_order, read_date
from jalon.exchange.headings import (
    DATE_FIELDS,
    DEFAULT_AT_EXIT,
    FIELDS,
    NAMES,
    Headings,
    find_order_hint,
    is_target,
    read_hxl,
    read_value,
    read_value_heading,
    words,
)
from jalon.exchange.mapping import SESSIONS, SheetMapping, heading_key
from jalon.exchange.marks import Marked, read_mark
from jalon.exchange.rows import Layout, Notice, Question
from jalon.exchange.sessions import SessionColumn, is_day, read_session
from jalon.exchange.sheets import Cell, Sheet, is_blank
from jalon.exchange.tables import PERSON_FIELDS, Column, Table, find_table
from jalon.exchange.values import Measures, read_country, read_sex

T = TypeVar("T")

_PERSON = frozenset(
    [
        "family",
        "given",
        "name",
        "second_family",
        "second_given",
        "reference",
        "birth",
        "sex",
        "nationality",
        "country",
        "site",
        "phone",
        "email",
        "address",
        "occupation",
    ]
)
_ALLOWED: dict[Layout, frozenset[str]] = {
    Layout.PEOPLE: _PERSON | {"entry", "exit"},
    Layout.EXITS: _PERSON | {"exit"},
    Layout.SIGN_IN: _PERSON | {"date", "activity", "mark", "hours", "signature"},
    Layout.MATRIX: _PERSON,
    Layout.TOTALS: frozenset(
        [
            "source",
            "indicator",
            "period",
            "period_start",
            "period_end",
            "evidence",
            "unit",
            "relation",
            "country",
            "site",
            "sex",
            "age",
            "total",
        ]
    ),
}
_WITH_MEASURES = frozenset({Layout.PEOPLE, Layout.EXITS, Layout.SIGN_IN})
_MANY = frozenset({"ignored", "phone", "email", "address", "occupation", "age", "total"})
"""Fields of which the first column counts and others are left out; of the rest, two ask."""
_SAMPLE = 300


@dataclass(slots=True)
class Recognised:
    """A sheet understood: its table, what its columns mean, what was asked and what is worth knowing.

    `targets`: column index -> field, `measure@moment` or `value[…]`. `told` is complete: reading with
    it recognises nothing anew.
    """

    file: str
    sheet: Sheet
    told: SheetMapping
    table: Table | None = None
    targets: dict[int, str] = field(default_factory=dict)
    sessions: list[SessionColumn] = field(default_factory=list)
    orders: dict[int, Order] = field(default_factory=dict)
    undated: list[int] = field(default_factory=list)
    """Columns of a matrix that hold marks under a heading without a date."""
    questions: list[Question] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        assert self.told.layout is not None
        return self.told.layout

    def place(self, row: int | None = None, column: str | None = None) -> Place:
        return Place(self.file, self.sheet.name, row, column)

    def column(self, target: str) -> int | None:
        return next((index for index, named in self.targets.items() if named == target), None)

    def note(self, text_en: str, text_fr: str, row: int | None = None, column: str | None = None) -> None:
        self.notices.append(Notice(self.place(row, column), text_en, text_fr))

    def ask(
        self, kind: str, en: str, fr: str, options: Iterable[str], column: str | None = None, field: str | None = None
    ) -> None:
        place = Place(self.file, self.sheet.name, None, column, field)
        id = ":".join(part for part in (kind, self.file, self.sheet.name, column, field) if part)
        self.questions.append(Question(id, place, en, fr, tuple(str(option) for option in options)))


class Recogniser:
    """Recognises the sheets of one import."""

    def __init__(self, measures: Measures, *, session_is_given: bool = False) -> None:
        self.measures = measures
        self.headings = Headings({code: shape.titles for code, shape in measures.shapes.items()})
        self.session_is_given = session_is_given

    def recognise(self, file: str, sheet: Sheet, told: SheetMapping | None) -> Recognised:
        """One sheet, with what the mapping tells of it. Raises JalonError where the mapping cannot hold."""
        known = told or SheetMapping()
        found = Recognised(file, sheet, known.model_copy(update={"file": file, "sheet": sheet.name}))
        if sheet.is_hidden:
            found.note(
                "The sheet is hidden; it is read all the same.", "La feuille est masquée ; elle est lue quand même."
            )
        is_empty = all(is_blank(cell) for row in sheet.rows for cell in row)
        if known.layout is Layout.IGNORED or is_empty:
            found.told = found.told.model_copy(update={"layout": Layout.IGNORED})
            return found
        self._check_header_row(found)
        found.table = find_table(sheet, self.headings, known.header_row)
        if found.table is None:
            found.note(
                "No row names the columns; the sheet is left out.",
                "Aucune ligne ne nomme les colonnes ; la feuille est laissée de côté.",
            )
            found.told = found.told.model_copy(update={"layout": Layout.IGNORED})
            return found
        overrides = self._overrides(found)
        candidates = {column.index: self._candidates(found, column, overrides) for column in found.table.columns}
        found.sessions = self._find_sessions(found, candidates, overrides)
        layout = known.layout or self._choose_layout(found, candidates)
        found.told = found.told.model_copy(update={"layout": layout})
        if layout is not Layout.MATRIX:
            found.sessions = []
        self._assign(found, candidates, overrides)
        self._check_layout(found)
        self._settle_dates(found)
        self._settle_sex(found)
        self._complete(found)
        return found

    def _check_header_row(self, found: Recognised) -> None:
        row = found.told.header_row
        rows = found.sheet.rows
        if row is not None and (row > len(rows) or all(is_blank(cell) for cell in rows[row - 1])):
            raise JalonError("mapping_header_row", place=found.place(), found=row)

    def _overrides(self, found: Recognised) -> dict[int, str]:
        """Column index -> what the mapping says it means."""
        assert found.table is not None
        by_key = {heading_key(column.heading): column for column in found.table.columns}
        overrides = {}
        for name, target in found.told.columns.items():
            column = by_key.get(heading_key(name))
            if column is None:
                headings = [column.heading for column in found.table.columns]
                raise JalonError(
                    "mapping_column_missing",
                    place=found.place(found.table.naming_row + 1),
                    found=name,
                    known=", ".join(headings),
                    nearest=nearest_name(name, headings),
                )
            if not is_target(target, self.measures.shapes):
                raise JalonError(
                    "mapping_invalid",
                    place=found.place(column=name),
                    found=f"{target!r} is no field or measure",
                    nearest=nearest_name(target, (*FIELDS, *self.measures.shapes)),
                )
            overrides[column.index] = target
        return overrides

    def _candidates(self, found: Recognised, column: Column, overrides: dict[int, str]) -> tuple[str, ...]:
        if column.index in overrides:
            return (overrides[column.index],)
        if column.hxl:
            return (read_hxl(column.hxl),)
        if is_day(column.own):
            # Whatever stands above a date is an activity, even one named "Emploi"; 10-12 may be an age.
            value = read_value_heading(column.heading)
            return (value,) if value and found.table and not found.table.names else ()
        fields = self.headings.candidates(column.heading)
        if not fields and isinstance(column.own, str) and column.heading != column.own:
            # The heading above may be a title ("Données personnelles") rather than half of the name.
            fields = self.headings.candidates(column.own)
        assert found.table is not None
        value = read_value_heading(column.heading, fold(" ".join(column.heading for column in found.table.columns)))
        is_count = self._is_numeric(found, column.index)
        if is_count and value:
            return (value, *fields)
        if is_count and (set(fields) & set(NAMES)):
            return tuple(field for field in fields if field not in NAMES) or ("value",)
        return (*fields, *([value] if value else []))

    def _find_sessions(
        self, found: Recognised, candidates: dict[int, tuple[str, ...]], overrides: dict[int, str]
    ) -> list[SessionColumn]:
        assert found.table is not None
        sessions = [
            session
            for column in found.table.columns
            if not candidates[column.index] and column.index not in overrides
            if (session := read_session(column, self.headings)) is not None
            if not session.is_among_words or self._may_hold_marks(found, column.index)
        ]
        # A blank column under "Situation au 1er mars" makes no matrix; beside sessions it is one more.
        is_matrix = any(
            not one.is_among_words or any(True for _ in self.sample(found, one.column.index)) for one in sessions
        )
        return sessions if is_matrix else []

    def sample(self, found: Recognised, index: int) -> Iterator[Cell]:
        """The cells of a column that hold something, in the first rows."""
        assert found.table is not None
        for row in found.sheet.rows[found.table.first_row : found.table.first_row + _SAMPLE]:
            if index < len(row) and not is_blank(row[index]):
                yield row[index]

    def _is_numeric(self, found: Recognised, index: int) -> bool:
        cells = list(self.sample(found, index))
        numbers = sum(1 for cell in cells if read_number(cell, groups=True) is not None)
        return bool(cells) and numbers * 2 > len(cells)

    def _may_hold_marks(self, found: Recognised, index: int) -> bool:
        return self._holds_marks(found, index) or not any(True for _ in self.sample(found, index))

    def _holds_marks(self, found: Recognised, index: int) -> bool:
        marks = [read_mark(cell, NOWHERE) for cell in self.sample(found, index)]
        return bool(marks) and sum(1 for mark in marks if isinstance(mark, Marked)) * 2 > len(marks)

    def _choose_layout(self, found: Recognised, candidates: dict[int, tuple[str, ...]]) -> Layout:
        assert found.table is not None
        fields = {field for known in candidates.values() for field in known}
        values = [known[0] for known in candidates.values() if known and read_value(known[0]) is not None]
        has_person = bool(fields & set(PERSON_FIELDS))
        is_hxl = any(column.hxl for column in found.table.columns)
        if values and (is_hxl or not has_person or (fields & {"period", "indicator"} and "given" not in fields)):
            return Layout.TOTALS
        if not has_person:
            return self._leave_out(found)
        if found.sessions:
            return Layout.MATRIX
        titles = [fold(text) for text in (found.sheet.name, *(text for title in found.table.titles for text in title))]
        if _is_titled(titles, "exits") and "entry" not in fields and self._measured(candidates):
            return Layout.EXITS
        if "entry" in fields:
            return Layout.PEOPLE
        if self.session_is_given or _is_titled(titles, "sign_in") or fields & {"signature", "mark", "hours"}:
            return Layout.SIGN_IN
        return self._people_or_exits(found, candidates, fields)

    def _people_or_exits(self, found: Recognised, candidates: dict[int, tuple[str, ...]], fields: set[str]) -> Layout:
        measured = self._measured(candidates)
        at_exit = [name for name in measured if name.endswith("@exit") or name.partition("@")[0] in DEFAULT_AT_EXIT]
        is_told_person = bool(fields & {"birth", "sex", "nationality", "phone", "email", "address"})
        if at_exit and len(at_exit) == len(measured) and not is_told_person:
            return Layout.EXITS
        if measured and not is_told_person and not any(name.endswith("@entry") for name in measured):
            found.ask(
                "layout",
                "Is this sheet a list of people as they came, or an exit review?",
                "Cette feuille est-elle une liste de personnes à l'entrée, ou un bilan de sortie ?",
                (Layout.PEOPLE, Layout.EXITS),
            )
        return Layout.PEOPLE

    def _measured(self, candidates: dict[int, tuple[str, ...]]) -> list[str]:
        return [known[0] for known in candidates.values() if known and self.headings.is_measure(known[0])]

    def _leave_out(self, found: Recognised) -> Layout:
        found.note(
            "No column names people and none holds totals; the sheet is left out.",
            "Aucune colonne ne nomme des personnes ni ne contient de totaux ; la feuille est laissée de côté.",
        )
        return Layout.IGNORED

    def _assign(self, found: Recognised, candidates: dict[int, tuple[str, ...]], overrides: dict[int, str]) -> None:
        """One target for each column; two columns for one target ask."""
        if found.table is None or found.layout is Layout.IGNORED:
            return
        dated = {session.column.index for session in found.sessions}
        for column in found.table.columns:
            if column.index in dated:
                continue
            target = overrides.get(column.index) or self._target(found, candidates[column.index])
            if target and target != "ignored" and column.index not in overrides:
                target = self._checked(found, column, target)
            if target is None and found.layout is Layout.MATRIX and self._is_undated(found, column):
                found.undated.append(column.index)
                continue
            if target is None:
                self._leave_column(found, column)
            found.targets[column.index] = target or "ignored"
        self._settle_names(found, overrides)
        self._settle_doubles(found, overrides)

    def _target(self, found: Recognised, fields: Sequence[str]) -> str | None:
        allowed = _ALLOWED[found.layout]
        for name in fields:
            if name == "ignored" or name in allowed:
                return name
            if name == "date" and found.layout in (Layout.EXITS, Layout.TOTALS):
                return "exit" if found.layout is Layout.EXITS else "period"
            if read_value(name) is not None and found.layout is Layout.TOTALS:
                return name
            if self.headings.is_measure(name) and found.layout in _WITH_MEASURES:
                code, _, moment = name.partition("@")
                usual = "exit" if found.layout is Layout.EXITS or code in DEFAULT_AT_EXIT else "entry"
                return f"{code}@{moment or usual}"
        return "ignored" if set(fields) & {"age", "signature", "total"} else None

    def _checked(self, found: Recognised, column: Column, target: str) -> str | None:
        """`target`, unless the column has three different values or more and none of them fits."""
        code = target.partition("@")[0]
        cells = {cell_text(cell): cell for cell in self.sample(found, column.index)}
        if len(cells) < 3:
            return target
        if target == "sex":
            fits = any(isinstance(read_sex(cell, NOWHERE), str) for cell in cells.values())
        elif target in ("nationality", "country"):
            fits = any(isinstance(read_country(cell, NOWHERE), str) for cell in cells.values())
        elif code in self.measures.shapes and self.measures.shapes[code].kind != "number":
            fits = any(not isinstance(self.measures.read(code, cell, NOWHERE), Fault) for cell in cells.values())
            if not fits and code == "employment":
                return "occupation"
        else:
            fits = True
        return target if fits else None

    def _is_undated(self, found: Recognised, column: Column) -> bool:
        return self._holds_marks(found, column.index) and not self._is_numeric(found, column.index)

    def _leave_column(self, found: Recognised, column: Column) -> None:
        if any(True for _ in self.sample(found, column.index)):
            found.note(
                f"The column “{column.heading}” is not understood; it is left out. A mapping can say what it means.",
                f"La colonne « {column.heading} » n'est pas comprise ; elle est laissée de côté. Une correspondance "
                "peut dire ce qu'elle signifie.",
                column=column.heading,
            )

    def _settle_names(self, found: Recognised, overrides: dict[int, str]) -> None:
        """`Nom` beside `Prénom` is the family name; `Nombre` beside `Apellidos` the given one."""
        said = set(found.targets.values())
        for index, target in list(found.targets.items()):
            if target != "name" or index in overrides:
                continue
            if "given" in said and "family" in said:
                found.targets[index] = "ignored"
            elif "given" in said:
                found.targets[index] = "family"
            elif "family" in said:
                found.targets[index] = "given"

    def _settle_doubles(self, found: Recognised, overrides: dict[int, str]) -> None:
        assert found.table is not None
        headings = {column.index: column.heading for column in found.table.columns}
        for target in dict.fromkeys(found.targets.values()):
            same = [index for index, named in found.targets.items() if named == target]
            told = [index for index in same if index in overrides]
            if target in ("ignored", "signature") or len(same) == 1:
                continue
            if len(told) == 1 or target in _MANY:
                keep = (told or same)[0]
            else:
                filled = [index for index in same if any(True for _ in self.sample(found, index))]
                if len(filled) > 1:
                    names = [headings[index] for index in filled]
                    found.ask(
                        "column",
                        f"Which column is the {target}: {', '.join(names)}?",
                        f"Quelle colonne est « {target} » : {', '.join(names)} ?",
                        names,
                        field=target,
                    )
                keep = (filled or same)[0]
            for index in same:
                if index != keep:
                    found.targets[index] = "ignored"

    def _check_layout(self, found: Recognised) -> None:
        targets = set(found.targets.values())
        missing = None
        if found.layout is Layout.TOTALS:
            if not any(read_value(target) is not None for target in targets) and "total" not in targets:
                missing = "no column holds numbers"
        elif found.layout is Layout.MATRIX and not found.sessions:
            missing = "no column is headed by a date"
        if found.layout not in (Layout.TOTALS, Layout.IGNORED) and not targets & set(PERSON_FIELDS):
            missing = "no column names people"
        if missing:
            raise JalonError("mapping_layout", place=found.place(), layout=found.layout.value, found=missing)

    def _settle_dates(self, found: Recognised) -> None:
        if found.table is None or found.layout is Layout.IGNORED:
            return
        rows = found.sheet.rows[found.table.first_row :]
        for column in found.table.columns:
            if found.targets.get(column.index) in DATE_FIELDS:
                index = column.index
                cells = (read_date(row[index]) for row in rows if index < len(row) and isinstance(row[index], str))
                found.orders[index] = self._order(found, column.heading, column.heading, cells)
        if found.sessions:
            dates = (session.date for session in found.sessions)
            found.orders[-1] = self._order(found, SESSIONS, "", dates)

    def _order(self, found: Recognised, name: str, heading: str, dates: Iterable[object]) -> Order:
        told = look_up(found.told.date_order, name)
        if told:
            return Order(told)
        hint = find_order_hint(heading)
        order = hint or infer_order(dates)  # type: ignore[arg-type]
        if order is Order.OPEN:
            column = None if name == SESSIONS else name
            where_en = f"the column “{name}”" if column else "the dated headings"
            where_fr = f"la colonne « {name} »" if column else "les en-têtes datés"
            found.ask(
                "dates",
                f"In {where_en}, is the day or the month written first? Both fit every date.",
                f"Dans {where_fr}, le jour ou le mois est-il écrit en premier ? Les deux conviennent à toutes les dates.",
                (Order.DAY_FIRST, Order.MONTH_FIRST),
                column=column,
            )
        elif order in (Order.DAY_FIRST, Order.MONTH_FIRST):
            found.told = found.told.model_copy(update={"date_order": found.told.date_order | {name: order.value}})
        return order

    def _settle_sex(self, found: Recognised) -> None:
        """M beside H is mujer or mulher; M alone under a Spanish or Portuguese heading asks."""
        index = found.column("sex")
        if index is None or found.table is None:
            return
        heading = next(column.heading for column in found.table.columns if column.index == index)
        told = look_up(found.told.values, heading) or {}
        texts = {
            answer_key(cell_text(row[index]))
            for row in found.sheet.rows[found.table.first_row :]
            if index < len(row) and not is_blank(row[index])
        }
        if "m" not in texts or any(answer_key(text) == "m" for text in told):
            return
        has_f = any(text.startswith("f") for text in texts)
        has_h = any(text.startswith(("h", "varon")) for text in texts)
        is_iberian = fold(heading).startswith(("sexo", "genero", "h m", "m h"))
        if has_h and not has_f:
            values = {**found.told.values, heading: {**told, "M": "female"}}
            found.told = found.told.model_copy(update={"values": values})
        elif (has_h and has_f) or (is_iberian and not has_f):
            found.ask(
                "values",
                f"In the column “{heading}”, what does M mean?",
                f"Dans la colonne « {heading} », que signifie M ?",
                ("female", "male"),
                column=heading,
                field="M",
            )

    def _complete(self, found: Recognised) -> None:
        """Say in `told` all that was recognised, so that the same sheet reads the same again."""
        if found.table is None or found.layout is Layout.IGNORED:
            return
        columns = {
            column.heading: found.targets[column.index]
            for column in found.table.columns
            if column.index in found.targets and not is_blank(column.heading)
        }
        asked = {
            option for question in found.questions if question.id.startswith("column:") for option in question.options
        }
        columns = {heading: target for heading, target in columns.items() if heading not in asked}
        if any(question.id.startswith("layout:") for question in found.questions):
            found.told = found.told.model_copy(update={"layout": None, "header_row": found.table.naming_row + 1})
            return
        found.told = found.told.model_copy(update={"header_row": found.table.naming_row + 1, "columns": columns})


def _is_titled(titles: Sequence[str], role: str) -> bool:
    """Whether a title or the sheet's name begins or ends with a word of the role."""
    return any(
        f" {word} " in f" {title} "
        if " " in word
        else title == word or title.startswith(f"{word} ") or title.endswith(f" {word}")
        for title in titles
        for word in words(role)
    )


def look_up(told: Mapping[str, T], heading: str) -> T | None:
    """What a mapping tells of a column, its heading compared as headings are."""
    return next((value for name, value in told.items() if heading_key(name) == heading_key(heading)), None)
