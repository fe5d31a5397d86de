"""What a sheet is: its layout, and what each of its columns means. What it cannot tell, it asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from jalon.codelists.folding import fold
from jalon.errors import NOWHERE, Bilingual, Fault, JalonError, nearest_name
from jalon.exchange.cells import cell_text, read_number
from jalon.exchange.dates import read_month_day
from jalon.exchange.headings import (
    DEFAULT_AT_EXIT,
    FIELDS,
    NAMES,
    Headings,
    is_target,
    read_hxl,
    read_value,
    read_value_heading,
    words,
)
from jalon.exchange.mapping import SheetMapping, heading_key
from jalon.exchange.marks import Marked, read_mark
from jalon.exchange.periods import find_period
from jalon.exchange.recognised import Recognised
from jalon.exchange.rows import Layout
from jalon.exchange.sessions import SessionColumn, is_day, read_session
from jalon.exchange.settle import settle_dates, settle_sex
from jalon.exchange.sheets import Cell, Sheet, is_blank
from jalon.exchange.tables import PERSON_FIELDS, Column, find_table
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
        settle_dates(found)
        settle_sex(found)
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
                    found=Bilingual(
                        f"“{target}” is no field or measure", f"« {target} » n'est ni un champ ni une mesure"
                    ),
                    nearest=nearest_name(target, (*FIELDS, *self.measures.shapes)),
                )
            overrides[column.index] = target
        return overrides

    def _candidates(self, found: Recognised, column: Column, overrides: dict[int, str]) -> tuple[str, ...]:
        if column.index in overrides:
            return (overrides[column.index],)
        tag = read_hxl(column.hxl) if column.hxl else None
        if tag:
            return (tag, *(self.headings.candidates(column.heading) if tag.startswith("period") else ()))
        if is_day(column.own) or read_month_day(column.own):
            # Whatever stands above a date is an activity, even one named "Emploi"; 10-12 may be an age.
            value = read_value_heading(column.heading)
            return (value,) if value and found.table and not found.table.names else ()
        fields = self.headings.candidates(column.heading)
        if not fields and isinstance(column.own, str) and column.heading != column.own:
            # The heading above may be a title ("Données personnelles") rather than half of the name.
            fields = self.headings.candidates(column.own)
        assert found.table is not None
        value = read_value_heading(column.heading, fold(" ".join(column.heading for column in found.table.columns)))
        if value is None and isinstance(column.own, str):
            value = read_value_heading(column.own)
        is_count = self._is_numeric(found, column.index)
        if is_count and not fields and not value and not found.table.names and find_period(column):
            # Columns headed 2020, 2021: the numbers of each year.
            return ("value",)
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
        sessions += self._find_month_days(found, candidates, overrides)
        # A blank column under "Situation au 1er mars" makes no matrix; beside sessions it is one more.
        is_matrix = any(
            not one.is_among_words or any(True for _ in self.sample(found, one.column.index)) for one in sessions
        )
        return sessions if is_matrix else []

    def _find_month_days(
        self, found: Recognised, candidates: dict[int, tuple[str, ...]], overrides: dict[int, str]
    ) -> list[SessionColumn]:
        """Headings such as "Jan 12": days, where one month comes with several numbers; else maybe years."""
        assert found.table is not None
        free = [c for c in found.table.columns if not candidates[c.index] and c.index not in overrides]
        dates = {column.index: date for column in free if (date := read_month_day(column.own))}
        if len({date.month for date in dates.values()}) == len({(d.month, d.day) for d in dates.values()}):
            return []
        return [
            SessionColumn(
                column,
                dates[column.index],
                next((cell_text(cell) for _, cell in column.above if not is_blank(cell)), None),
                "",
            )
            for column in free
            if column.index in dates
        ]

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
        if found.sessions or self._has_undated(found, candidates):
            return Layout.MATRIX
        titles = [fold(text) for text in (found.sheet.name, *(text for title in found.table.titles for text in title))]
        if _is_titled(titles, "exits") and "entry" not in fields and self._measured(candidates):
            return Layout.EXITS
        if "entry" in fields:
            return Layout.PEOPLE
        if self.session_is_given or _is_titled(titles, "sign_in") or fields & {"signature", "mark", "hours"}:
            return Layout.SIGN_IN
        if "date" in fields and "exit" not in fields and not self._measured(candidates):
            if "activity" not in fields:
                found.ask(
                    "layout",
                    "Are these signatures, dated by their session, or a list of people?",
                    "Est-ce une liste de présences, datées par leur séance, ou une liste de personnes ?",
                    (Layout.SIGN_IN, Layout.PEOPLE),
                )
            return Layout.SIGN_IN
        return self._people_or_exits(found, candidates, fields)

    def _has_undated(self, found: Recognised, candidates: dict[int, tuple[str, ...]]) -> bool:
        """Whether several columns hold marks under headings that name no day: a matrix to be dated."""
        assert found.table is not None
        undated = [c for c in found.table.columns if not candidates[c.index] and self._is_undated(found, c)]
        return len(undated) > 1

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
            if target in ("ignored", "signature") or len(same) == 1 or self._are_of_periods(found, same):
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

    def _are_of_periods(self, found: Recognised, same: Sequence[int]) -> bool:
        """Whether columns of one target are told apart by their periods."""
        assert found.table is not None
        periods = [find_period(column) for column in found.table.columns if column.index in same]
        return None not in periods and len(set(periods)) == len(same)

    def _check_layout(self, found: Recognised) -> None:
        targets = set(found.targets.values())
        missing = None
        if found.layout is Layout.TOTALS:
            if not any(read_value(target) is not None for target in targets) and "total" not in targets:
                missing = "no column holds numbers"
        elif found.layout is Layout.MATRIX and not found.sessions and not found.undated:
            missing = "no column is headed by a date"
        if found.layout not in (Layout.TOTALS, Layout.IGNORED) and not targets & set(PERSON_FIELDS):
            missing = "no column names people"
        if missing:
            raise JalonError("mapping_layout", place=found.place(), layout=found.layout.value, found=missing)

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
