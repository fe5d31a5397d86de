"""Files in, plain rows out: `read_files`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from jalon.errors import Fault, JalonError, JalonErrors, Place
from jalon.exchange.cells import Waits, cell_text, find_cell_fault
from jalon.exchange.files import read_book
from jalon.exchange.mapping import Mapping, SheetMapping, heading_key
from jalon.exchange.matrix import MatrixReader
from jalon.exchange.people import PersonReader, Reader, note_january
from jalon.exchange.recognise import Recogniser
from jalon.exchange.recognised import Recognised
from jalon.exchange.rows import Context, ExitRow, Layout, MarkRow, Notice, PersonRow, Reading, TotalRow
from jalon.exchange.sheets import Book, Row, Sheet, is_blank
from jalon.exchange.sign_in import SignInReader
from jalon.exchange.tables import PERSON_FIELDS, RowKind, data_rows, find_table
from jalon.exchange.totals import TotalsReader
from jalon.exchange.values import Measures

Progress = Callable[[str, int, int], None]
"""Told what is being read, how much of it is done, and of how much."""

MAPPING_SHEET = "jalon mapping"
"""The sheet of a correction workbook that holds the mapping it was read with, a line in each row."""
_STEP = 2000
_Result = Iterable[PersonRow | MarkRow | ExitRow | TotalRow] | list[Fault] | Waits
_RowReader = Callable[[int, Row], _Result]


def read_files(
    paths: Sequence[Path],
    context: Context,
    mapping: Mapping | None = None,
    *,
    session_is_given: bool = False,
    progress: Progress | None = None,
) -> tuple[Reading, Mapping]:
    """Read registers (xlsx, ods, xls, csv) into rows, and the complete mapping that was used.

    `session_is_given`: the command names activity and date, so a list of people without an entry date
    is a sign-in list. A correction workbook brings its mapping with it; `mapping` comes before it.

    The mapping returned reads the same files again without recognising anything anew. While
    `reading.questions` is not empty, the values that wait for an answer are left out: answer each
    with `mapping.answered(question, option)` and read again; apply nothing before.
    Raises JalonErrors for files that cannot be read at all; what is wrong in a row is a fault.
    """
    books = list(zip(label_files(paths), _read_books(paths), strict=True))
    base = mapping or next((carried for _, book in books if (carried := find_mapping(book))), Mapping())
    measures = Measures(context.measures)
    recogniser = Recogniser(measures, session_is_given=session_is_given)
    reading = Reading(complete_lists=base.complete_lists)
    told: list[SheetMapping] = []
    for file, book in books:
        if book.encoding not in (None, "utf-8"):
            reading.notices.append(_encoding_notice(file, book))
        recognised = [_recognise(recogniser, base, file, sheet) for sheet in book.sheets if sheet.name != MAPPING_SHEET]
        if all(found.told.layout is Layout.IGNORED and not _is_told_ignored(base, found) for found in recognised):
            sheets = ", ".join(found.sheet.name for found in recognised)
            raise JalonError("nothing_recognised", place=Place(file=file), sheets=sheets)
        for found in recognised:
            _read_sheet(found, context, base, recogniser, reading, session_is_given, progress)
            told.append(found.told)
    used = {(sheet.file, sheet.sheet) for sheet in told}
    others = [sheet for sheet in base.sheets if (sheet.file, sheet.sheet) not in used]
    return reading, base.model_copy(update={"sheets": (*told, *others)})


def label_files(paths: Sequence[Path]) -> list[str]:
    """The name of each file, or its whole path where two files have the same name."""
    names = Counter(path.name for path in paths)
    return [path.name if names[path.name] == 1 else str(path) for path in paths]


def _read_books(paths: Sequence[Path]) -> list[Book]:
    books, errors = [], []
    for path in paths:
        try:
            books.append(read_book(path))
        except JalonError as error:
            errors.append(error)
    if errors:
        raise JalonErrors(errors)
    return books


def find_mapping(book: Book) -> Mapping | None:
    """The mapping that a correction workbook carries, or None."""
    for sheet in book.sheets:
        if sheet.name == MAPPING_SHEET:
            text = "\n".join(str(row[0]) if row and row[0] is not None else "" for row in sheet.rows)
            return Mapping.parse(text, file=book.file)
    return None


def _recognise(recogniser: Recogniser, base: Mapping, file: str, sheet: Sheet) -> Recognised:
    told = base.for_sheet(file, sheet.name)
    if told is None and base.sheets and (table := find_table(sheet, recogniser.headings)):
        keys = frozenset(heading_key(column.heading) for column in table.columns)
        told = base.for_sheet(file, sheet.name, headings=keys)
        # Another file of the same kind: its titles may take more rows or fewer.
        told = told.model_copy(update={"header_row": None}) if told else None
    return recogniser.recognise(file, sheet, told)


def _is_told_ignored(base: Mapping, found: Recognised) -> bool:
    told = base.for_sheet(found.file, found.sheet.name)
    return told is not None and told.layout is Layout.IGNORED


def _read_sheet(
    found: Recognised,
    context: Context,
    base: Mapping,
    recogniser: Recogniser,
    reading: Reading,
    session_is_given: bool,
    progress: Progress | None,
) -> None:
    is_open = any(question.id.startswith(("layout:", "column:")) for question in found.questions)
    if found.table is not None and not is_open and found.told.layout is not Layout.IGNORED:
        reader = Reader(
            found,
            context,
            recogniser.measures,
            {**base.constants, **found.told.constants},
            {heading_key(text): code for text, code in base.activities.items()},
            (found.told.first_january or base.first_january) == "year",
        )
        _read_rows(reader, recogniser, reading, session_is_given, progress)
    reading.questions += found.questions
    reading.notices += found.notices


def _read_rows(
    reader: Reader, recogniser: Recogniser, reading: Reading, session_is_given: bool, progress: Progress | None
) -> None:
    found = reader.found
    assert found.table is not None
    names = [index for index, target in found.targets.items() if target in PERSON_FIELDS]
    told = [index for index, target in found.targets.items() if target != "ignored"]
    told += [session.column.index for session in found.sessions]
    is_alone = found.layout in (Layout.MATRIX, Layout.SIGN_IN)
    rows = [(at, row, kind) for at, row, kind in data_rows(found.table, names, told, is_alone)]
    data = [row for _, row, kind in rows if kind == RowKind.DATA]
    read, person, sign_in, into = _build_reader(reader, recogniser, data, reading, session_is_given)
    width = max((column.index for column in found.table.columns), default=0) + 1
    left: Counter[str] = Counter()
    for done, (at, row, kind) in enumerate(rows):
        if progress and done % _STEP == 0:
            progress(f"{found.file} · {found.sheet.name}", done, len(rows))
        if kind == RowKind.DATA:
            result = _find_row_faults(found, at, row, width) or read(at, row)
            if isinstance(result, Waits):
                continue
            for item in result:
                if isinstance(item, Fault):
                    reading.faults.append(item)
                else:
                    into.append(item)
        elif kind == RowKind.UNCLEAR:
            text = next(cell_text(cell) for cell in row if not is_blank(cell))
            reading.faults.append(
                Fault("row_unclear", found.place(at + 1, _first_heading(reader, names)), {"found": text[:80]})
            )
        else:
            left[kind] += 1
            if left[kind] <= 3:
                _note_row(found, at, row, kind)
    if not data:
        found.note("No row below the headings.", "Aucune ligne sous les en-têtes.")
    if progress:
        progress(f"{found.file} · {found.sheet.name}", len(rows), len(rows))
    if person:
        note_january(reader, person.has_january)
    if sign_in and sign_in.unsigned:
        found.note(
            f"{sign_in.unsigned} people of the list did not sign; they are left out.",
            f"{sign_in.unsigned} personnes de la liste n'ont pas signé ; elles sont laissées de côté.",
        )


def _first_heading(reader: Reader, names: Sequence[int]) -> str | None:
    return reader.heading(names[0]) if names else None


def _build_reader(
    reader: Reader, recogniser: Recogniser, rows: list[Row], reading: Reading, session_is_given: bool
) -> tuple[_RowReader, PersonReader | None, SignInReader | None, list]:  # type: ignore[type-arg]
    """What reads a row of this layout, and where its rows go."""
    match reader.found.layout:
        case Layout.MATRIX:
            matrix = MatrixReader(reader, recogniser.headings, rows, session_is_given=session_is_given)
            return matrix.read, matrix.person, None, reading.marks
        case Layout.SIGN_IN:
            sign_in = SignInReader(reader, recogniser.headings, rows, session_is_given=session_is_given)
            return sign_in.read, sign_in.person, sign_in, reading.signatures
        case Layout.TOTALS:
            return TotalsReader(reader).read, None, None, reading.totals
    person = PersonReader(reader)
    is_exits = reader.found.layout is Layout.EXITS

    def read(at: int, row: Row) -> _Result:
        result = person.read(at, row)
        if isinstance(result, (list, Waits)):
            return result
        return [ExitRow(result.place, result, result.exit, result.at_exit)] if is_exits else [result]

    return read, person, None, reading.exits if is_exits else reading.people


def _find_row_faults(found: Recognised, at: int, row: Row, width: int) -> list[Fault]:
    """What is wrong with a row as a whole: more cells than headings, commands in columns nobody reads."""
    faults = []
    if found.sheet.is_delimited and len(row) > width and any(not is_blank(cell) for cell in row[width:]):
        faults.append(Fault("row_ragged", found.place(at + 1), {"found": len(row), "known": width}))
    for index, target in found.targets.items():
        if target == "ignored" and index < len(row) and isinstance(row[index], str):
            place = (
                found.place(at + 1, next((c.heading for c in found.table.columns if c.index == index), None))
                if found.table
                else found.place(at + 1)
            )
            if fault := find_cell_fault(row[index], place):
                faults.append(fault)
    return faults


def _note_row(found: Recognised, at: int, row: Row, kind: str) -> None:
    text = " · ".join(filter(None, map(cell_text, row)))[:120]
    what_en = {
        RowKind.TOTAL: "a total",
        RowKind.NOTE: "a note",
        RowKind.SECTION: "the title of a group",
        RowKind.HEADING: "a repeated heading",
    }
    what_fr = {
        RowKind.TOTAL: "un total",
        RowKind.NOTE: "une note",
        RowKind.SECTION: "le titre d'un groupe",
        RowKind.HEADING: "un en-tête répété",
    }
    found.note(
        f"Taken for {what_en[kind]} and left out: “{text}”.",
        f"Pris pour {what_fr[kind]} et laissé de côté : « {text} ».",
        row=at + 1,
    )


def _encoding_notice(file: str, book: Book) -> Notice:
    return Notice(
        Place(file=file),
        f"The text is not UTF-8; it is read as {book.encoding}.",
        f"Le texte n'est pas en UTF-8 ; il est lu comme {book.encoding}.",
    )
