"""Tables and equations of pages: what is shown, arranged in rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jalon.disclosure import Shown, ShownBreakdown, ShownCell, Suppressed, render_shown
from jalon.engines.answer import SCOPE_DIMENSIONS
from jalon.figures.words import name_measured, name_unit
from jalon.language.definition import OF_TWO
from jalon.publishing.charts import WITHOUT_ORDER
from jalon.web.asking import Asking
from jalon.web.question import Question
from jalon.web.wording import name_code
from jalon.web.words import say

MOST_COLUMNS = 8
"""A table crossed by two dimensions has at most so many columns of numbers; else each pair is a row."""
NARROWING = ("project", "organisation", "country", "site", "theme", "grant", "funder")
DATES = ("year", "quarter", "month")
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of an equation, with the sign before it."""

    sign: str
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Equation:
    """`218,904 sum of countries − 6,473 counted more than once = 212,431 people, once each`."""

    terms: tuple[Term, ...]
    result: Term


def build_equation(terms: Sequence[tuple[str, Shown, str]], result: tuple[Shown, str], language: str) -> Equation:
    """Terms of sign, number and label, and what they make."""
    return Equation(
        tuple(Term(sign, render_shown(number, language), label) for sign, number, label in terms),
        Term("=", render_shown(result[0], language), result[1]),
    )


@dataclass(frozen=True, slots=True)
class Label:
    """The head of a row; with the address of the figure that is of this row alone, where there is one."""

    text: str
    address: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `is_named` where a link pointed it out."""

    labels: tuple[Label, ...]
    numbers: tuple[Shown | str, ...]
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown, arranged. `total` is the last row; `cell` what a link pointed out, in words, if anything."""

    headings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row
    may_overlap: bool
    cell: str = ""

    @property
    def total_span(self) -> int:
        """How many columns the total's name takes: those of the headings, and those that the total says nothing of."""
        return len(self.headings) + len(self.columns) - len(self.total.numbers)


def build_table(asking: Asking, question: Question, shown: ShownBreakdown) -> Table:
    """A row for each value, or, of two dimensions of which one parts the members, crossed."""
    may_overlap = any(dimension in SCOPE_DIMENSIONS for dimension in shown.dimensions)
    if len(shown.dimensions) == 2 and shown.figure.measured_unit is None and shown.figure.kind not in OF_TWO:
        for across in (1, 0):
            values = list(dict.fromkeys(cell.values[across] for cell in shown.cells))
            parts = shown.dimensions[across] not in SCOPE_DIMENSIONS
            if parts and len(values) <= MOST_COLUMNS and not any(cell.without_members for cell in shown.cells):
                return _build_crossed(asking, question, shown, across, may_overlap)
    return _build_listed(asking, question, shown, may_overlap)


def _build_listed(asking: Asking, question: Question, shown: ShownBreakdown, may_overlap: bool) -> Table:
    language, figure = asking.language, shown.figure
    statuses = [
        status
        for status in ("declared", "estimated")
        if status in shown.not_broken_down or any(status in (cell.without_members or {}) for cell in shown.cells)
    ]
    columns = [name_unit(figure.unit, 2, language), *(say(status, language) for status in statuses)]
    has_share, has_value = figure.kind in OF_TWO, figure.measured_unit is not None
    columns += [say("of", language), say("share", language)] if has_share else []
    columns += [name_measured(figure.measured_unit, language)] if has_value else []
    columns.append(say("answer unknown", language))

    def numbers(cell: ShownCell) -> tuple[Shown | str, ...]:
        apart = [(cell.without_members or {}).get(status, "") for status in statuses]
        share = [cell.of, cell.share] if has_share else []
        return (cell.size, *apart, *share, *([cell.value] if has_value else []), cell.unknown)

    rows = [
        Row(_labels(asking, question, shown, cell.values), numbers(cell), _is_named(question, shown, cell))
        for cell in _in_order(shown)
    ]
    for status, total in shown.not_broken_down.items():
        apart = tuple(total if status == one else "" for one in statuses)
        blank = ("",) * (len(columns) - 1 - len(statuses))
        label = Label(say(f"{status}, not broken down", language))
        rows.append(Row((label, *(Label("") for _ in shown.dimensions[1:])), ("", *apart, *blank)))
    share_total: list[Shown | str] = [figure.universe, figure.value] if has_share else []
    sums = [figure.sums.get(status, "") for status in statuses]
    value_total = [figure.sums.get("counted", figure.value)] if has_value else []
    last = Row(
        (Label(say("{unit}, once each", language, unit=name_unit(figure.unit, 2, language))),),
        (figure.size, *sums, *share_total, *value_total, figure.unknown),
    )
    named = [row for row in rows if row.is_named]
    colon = say(": ", language)
    cell = say("; ", language).join(
        f"{', '.join(label.text for label in row.labels)}{colon}{_text(row.numbers[0], language)}" for row in named
    )
    return Table(shown.headings(language), tuple(columns), tuple(rows), last, may_overlap, cell)


def _in_order(shown: ShownBreakdown) -> list[ShownCell]:
    """The largest first where the rows have no order of their own, as in the chart; withheld and unknown last."""
    if len(shown.dimensions) > 1 or shown.dimensions[0] not in WITHOUT_ORDER:
        return list(shown.cells)

    def place(cell: ShownCell) -> tuple[bool, int]:
        return (None in cell.values, -cell.size if isinstance(cell.size, int) else 0)

    return sorted(shown.cells, key=place)


def _build_crossed(asking: Asking, question: Question, shown: ShownBreakdown, across: int, may_overlap: bool) -> Table:
    """One dimension down, the other across: it parts the members, so each row's sum is its own union."""
    language, figure = asking.language, shown.figure
    down = 1 - across
    by_row: dict[str | None, dict[str | None, ShownCell]] = {}
    for cell in shown.cells:
        by_row.setdefault(cell.values[down], {})[cell.values[across]] = cell
    columns = list(dict.fromkeys(cell.values[across] for cell in shown.cells))
    columns.sort(key=lambda value: value is None)
    headings = [name_code(asking.directory, shown.dimensions[across], value, language) for value in columns]
    rows = []
    for value, cells in sorted(by_row.items(), key=lambda one: one[0] is None):
        sizes: list[Shown | str] = [cells[one].size if one in cells else 0 for one in columns]
        told = [size for size in sizes if isinstance(size, int)]
        whole: Shown = sum(told) if len(told) == len(sizes) else Suppressed()
        label = _label(asking, question, shown.dimensions[down], value)
        is_named = any(_is_named(question, shown, cell) for cell in cells.values())
        rows.append(Row((label,), (*sizes, whole), is_named))
    named = [cell for cell in shown.cells if _is_named(question, shown, cell)]
    colon = say(": ", language)
    pointed = say("; ", language).join(
        f"{', '.join(cell.labels(language))}{colon}{_text(cell.size, language)}" for cell in named
    )
    label = Label(say("{unit}, once each", language, unit=name_unit(figure.unit, 2, language)))
    unions: dict[str | None, Shown] = {}
    if not shown.has_withheld:  # else what a column comes to could give away what is withheld in it
        margin = asking.breakdown(question.id, question.scope, (shown.dimensions[across],))
        unions = {cell.values[0]: cell.size for cell in margin.cells}
    total = Row((label,), (*(unions[one] for one in columns if one in unions), figure.size))
    return Table(
        (shown.headings(language)[down],), (*headings, say("All", language)), tuple(rows), total, may_overlap, pointed
    )


def _labels(
    asking: Asking, question: Question, shown: ShownBreakdown, values: Sequence[str | None]
) -> tuple[Label, ...]:
    return tuple(
        _label(asking, question, dimension, value) for dimension, value in zip(shown.dimensions, values, strict=True)
    )


def _label(asking: Asking, question: Question, dimension: str, value: str | None) -> Label:
    text = name_code(asking.directory, dimension, value, asking.language)
    if value is None:
        return Label(text, is_unknown=True)
    if dimension in DATES:
        return Label(text, question.within(period=value).address(asking.language))
    if dimension in NARROWING:
        return Label(text, question.within(**{dimension: value}).address(asking.language))
    return Label(text)


def _is_named(question: Question, shown: ShownBreakdown, cell: ShownCell) -> bool:
    """Whether a link pointed this cell out."""
    if not question.cell:
        return False
    values = dict(zip(shown.dimensions, cell.values, strict=True))
    return all((values.get(name) or UNKNOWN) in wanted for name, wanted in question.cell.items())


def _text(number: Shown | str, language: str) -> str:
    return number if isinstance(number, str) else render_shown(number, language)
