"""A sheet understood: what its columns mean, what was asked, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from jalon.errors import Place
from jalon.exchange.dates import Order
from jalon.exchange.mapping import SheetMapping, heading_key
from jalon.exchange.rows import Layout, Notice, Question
from jalon.exchange.sessions import SessionColumn
from jalon.exchange.sheets import Sheet
from jalon.exchange.tables import Table

T = TypeVar("T")


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


def look_up(told: Mapping[str, T], heading: str) -> T | None:
    """What a mapping tells of a column, its heading compared as headings are."""
    return next((value for name, value in told.items() if heading_key(name) == heading_key(heading)), None)
