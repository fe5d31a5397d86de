"""Values of xlsx and xls files, read by python-calamine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from jalon.errors import JalonError, Place
from jalon.exchange.sheets import CELL_LIMIT, Merge, Oddities, Sheet, column_letters, put_oddities


def read_values(path: Path, format: str, oddities: Mapping[str, Oddities]) -> tuple[Sheet, ...]:
    """Every worksheet of the file, with its `oddities` put in. Raises JalonError if it cannot be read."""
    place = Place(file=path.name)
    for name, odd in oddities.items():
        if odd.rows * odd.columns > CELL_LIMIT:
            raise JalonError(
                "sheet_too_wide",
                place=Place(file=path.name, sheet=name),
                rows=odd.rows,
                columns=column_letters(odd.columns - 1),
            )
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            return tuple(
                _read_sheet(workbook, meta.name, meta.visible != SheetVisibleEnum.Visible, oddities)
                for meta in workbook.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            )
    except PasswordError:
        raise JalonError("file_protected", place=place) from None
    except CalamineError as error:
        raise JalonError("file_corrupted", place=place, format=format, found=error) from None
    except BaseException as error:
        # The reader is written in Rust: what it did not foresee arrives as a panic, outside Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise JalonError("file_corrupted", place=place, format=format, found=error) from None


def _read_sheet(workbook: CalamineWorkbook, name: str, is_hidden: bool, oddities: Mapping[str, Oddities]) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    if name in oddities:
        put_oddities(rows, oddities[name])  # type: ignore[arg-type]  # lists of cells, as we only add cells
    merges = tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return Sheet(name, rows, merges, is_hidden)  # type: ignore[arg-type]
