"""What a download holds: the rows that a page shows, and above them what the figure is, how sure, and where from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from jalon.disclosure import Shown, ShownFigure, Suppressed, plain_shown, render_shown
from jalon.figures.period import render_period
from jalon.figures.release import Release
from jalon.language.definition import OF_TWO
from jalon.web.asking import Asking
from jalon.web.question import Question
from jalon.web.wording import name_code, name_scope, note_of_table
from jalon.web.words import say

NUMBERS = ("size", "unknown", "declared", "estimated", "value", "share", "of")
"""Columns of numbers; those before them are dimensions. An empty field: nothing to say there."""
NOTE = "withheld"
"""The column that says, row by row, which numbers are withheld: a typed column holds no words."""

Cell = int | float | str | Suppressed | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Lines of (what, said), then the table: column names and rows."""

    about: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    withheld: str = "withheld"
    """What stands for a withheld number where a reader sees it: never a blank, which may be taken for zero."""


def build_statement(asking: Asking, question: Question, dimensions: Sequence[str], address: str) -> Statement:
    """The table by these dimensions and its total, or the figure alone where there are none or they are withheld."""
    figure = asking.figure(question.id, question.scope)
    rows: list[tuple[Cell, ...]] = []
    notes = []
    if dimensions:
        shown = asking.breakdown(question.id, question.scope, dimensions)
        notes = [note] if (note := note_of_table(shown, asking.language)) else []
        for cell in shown.cells:
            names = [
                name_code(asking.directory, dim, value, asking.language)
                for dim, value in zip(dimensions, cell.values, strict=True)
            ]
            codes = ["" if value is None else value for value in cell.values]
            apart = cell.without_members or {}
            numbers: list[Shown] = [cell.size, cell.unknown, apart.get("declared"), apart.get("estimated")]
            numbers += [cell.value, cell.share, cell.of]
            rows.append((*codes, *names, *_plain(numbers), _withheld(numbers)))
        for status, total in shown.not_broken_down.items():
            label = say(f"{status}, not broken down", asking.language)
            numbers = [None, None, total if status == "declared" else None, total if status == "estimated" else None]
            rows.append((*_head(label, dimensions), *_plain([*numbers, None, None, None]), ""))
    rows.append((*_head(say("Total", asking.language), dimensions), *_total(figure)))
    columns = (*dimensions, *(f"{dimension}_name" for dimension in dimensions), *NUMBERS, NOTE)
    if not dimensions:
        columns = ("row", *NUMBERS, NOTE)
    word = render_shown(Suppressed(), asking.language)
    return Statement(tuple(_about(asking, question, figure, notes, address)), columns, tuple(rows), word)


def _head(label: str, dimensions: Sequence[str]) -> tuple[str, ...]:
    """The label of a row that is of no value: under the first name, codes left empty."""
    return (*("" for _ in dimensions), label, *("" for _ in dimensions[1:]))


def _total(figure: ShownFigure) -> tuple[Cell, ...]:
    is_share = figure.kind in OF_TWO
    is_count = not is_share and figure.measured_unit is None
    numbers: list[Shown] = [
        figure.size,
        figure.unknown,
        figure.sums.get("declared"),
        figure.sums.get("estimated"),
        None if is_share or (is_count and not figure.is_mixed) else figure.value,
        figure.value if is_share else None,
        figure.universe if is_share else None,
    ]
    return (*_plain(numbers), _withheld(numbers))


def _plain(numbers: Sequence[Shown]) -> tuple[Cell, ...]:
    """Numbers as numbers; a withheld one as what it is, and the last column names it."""
    return tuple(_number(number) for number in numbers)


def _number(number: Shown) -> Cell:
    if isinstance(number, Suppressed) or number is None:
        return number
    plain = plain_shown(number)
    return float(plain) if isinstance(plain, str) else plain  # type: ignore[return-value]  # a told number is no dict


def _withheld(numbers: Sequence[Shown]) -> str:
    names = [name for name, number in zip(NUMBERS, numbers, strict=True) if isinstance(number, Suppressed)]
    return " ".join(names)


def _about(
    asking: Asking, question: Question, figure: ShownFigure, notes: Sequence[str], address: str
) -> list[tuple[str, str]]:
    language, source = asking.language, asking.source
    lines = [
        ("title", figure.title(language)),
        ("group", asking.home.group),
        ("figure", figure.text(language)),
        ("scope", name_scope(asking.directory, {"period": asking.period, **question.scope}, language)),
        ("status", figure.status),
        ("indicator", figure.indicator),
        ("version", str(figure.version or "")),
        ("purpose", figure.purpose),
        ("facts", source.facts_version),
        ("facts made at", source.facts_made_at),
        ("link", f"jalon:{question.link}"),
        ("page", address),
    ]
    if isinstance(source, Release):
        lines += [("release", source.code), ("release period", render_period(source.period))]
        lines += [("released at", source.made_at.isoformat())]
    if asking.reader.is_staff:
        lines.append(
            ("note", say("You see live figures and their true numbers. Do not pass them on as they stand.", language))
        )
    else:
        lines.append(("note", say("Small numbers are withheld to protect people: withheld is not zero.", language)))
    lines += [("note", note) for note in notes]
    if asking.home.synthetic:
        lines.append(("synthetic", say("Synthetic data: nobody in it is real.", language)))
    return lines


def render_csv(statement: Statement) -> bytes:
    """Lines that begin with # say what it is; then headings and rows. UTF-8 with its mark, as spreadsheets want it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for what, said in statement.about:
        writer.writerow([f"# {what}", _harmless(said)])
    writer.writerow(statement.columns)
    for row in statement.rows:
        writer.writerow([_in_csv(one, statement.withheld) for one in row])
    return text.getvalue().encode("utf-8-sig")


def _in_csv(one: Cell, withheld: str) -> Cell:
    return withheld if isinstance(one, Suppressed) else "" if one is None else _harmless(one)


def render_xlsx(statement: Statement) -> bytes:
    """Two sheets: the table, and what it is."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    strong = book.add_format({"bold": True, "bottom": 1})
    soft = book.add_format({"italic": True, "align": "right"})
    table, about = book.add_worksheet("figure"), book.add_worksheet("about")
    for column, name in enumerate(statement.columns):
        table.write_string(0, column, name, strong)
    for place, row in enumerate(statement.rows, 1):
        for column, one in enumerate(row):
            if isinstance(one, str):
                table.write_string(place, column, one)
            elif isinstance(one, Suppressed):
                table.write_string(place, column, statement.withheld, soft)
            elif one is not None:
                table.write_number(place, column, one)
    table.freeze_panes(1, 0)
    table.autofit()
    for place, (what, said) in enumerate(statement.about):
        about.write_string(place, 0, what, book.add_format({"bold": True}))
        about.write_string(place, 1, said)
    about.autofit()
    book.close()
    return content.getvalue()


def render_parquet(statement: Statement) -> bytes:
    """Typed columns; what it is stands in the file's metadata, under `jalon`, as JSON. A withheld number is null there,
    named in the last column."""
    texts = len(statement.columns) - len(NUMBERS) - 1
    kinds = {"size": pa.int64(), "unknown": pa.int64(), "of": pa.int64()}
    fields = [
        pa.field(name, pa.string() if place < texts or name == NOTE else kinds.get(name, pa.float64()))
        for place, name in enumerate(statement.columns)
    ]
    rows = [[None if isinstance(one, Suppressed) else one for one in row] for row in statement.rows]
    arrays = [pa.array([row[place] for row in rows], type=field.type) for place, field in enumerate(fields)]
    about: dict[str, str] = {}
    for what, said in statement.about:
        about[what] = f"{about[what]} {said}" if what in about else said
    schema = pa.schema(fields, metadata={"jalon": json.dumps(about, ensure_ascii=False)})
    content = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), content)
    return content.getvalue()


def _harmless(one: Cell) -> Cell:
    """No text begins as a formula does: a spreadsheet would run it."""
    return f"'{one}" if isinstance(one, str) and one[:1] in ("=", "+", "-", "@", "\t", "\r") else one
