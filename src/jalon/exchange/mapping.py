"""A mapping: what the sheets of one sender mean, written once and used for each of their files.

    complete_lists: true                # sign-in lists name everyone who came
    first_january: day                  # births on 1 January are meant (year: only the year is known)
    constants: {sex: female}            # holds for every row of every sheet
    activities: {Ateliers sociolinguistiques: ASL}
    sheets:
      - file: mana-2021-register.xlsx   # patterns: * and ? stand for any letters; "*" if left out
        sheet: Présences
        layout: matrix                  # people, matrix, sign_in, exits, totals, ignored
        header_row: 2
        columns: {Nom: family, Prénom: given}
        date_order: {sessions: day_first}
        ones: mark                      # what a bare 1 means: mark or hour

All of it may be left out: what a mapping does not say is recognised. A saved mapping says everything
that was recognised or answered, so that the same file, and its correction workbook, read the same
without a question. Scalars are text (`NO` is Norway).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from jalon.codelists.folding import fold
from jalon.errors import Bilingual, JalonError, JalonErrors, Place, nearest_name
from jalon.exchange.rows import Layout, Question

CONSTANTS = (
    "sex",
    "country",
    "nationality",
    "site",
    "activity",
    "date",
    "entry",
    "exit",
    "label",
    "period",
    "indicator",
    "unit",
    "source",
    "relation",
    "evidence",
)
"""What may hold for every row of a sheet: the values a column of that name would have."""

SESSIONS = "sessions"
"""Stands in `date_order` and `years` for the dated columns of a matrix."""


def _known_constants(constants: dict[str, str]) -> dict[str, str]:
    for name in constants:
        if name not in CONSTANTS:
            raise ValueError(
                f"unknown constant {name}; nearest: {nearest_name(name, CONSTANTS) or ', '.join(CONSTANTS)}"
            )
    return constants


Constants = Annotated[dict[str, str], AfterValidator(_known_constants)]
DateOrder = Literal["day_first", "month_first"]
Ones = Literal["mark", "hour"]
FirstJanuary = Literal["day", "year"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SheetMapping(Strict):
    """What one sheet means. `file` and `sheet` are patterns; the other fields are in `Mapping`'s example."""

    file: str = "*"
    sheet: str = "*"
    layout: Layout | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    columns: dict[str, str] = {}
    """Column by its heading -> field, `measure@entry`, `measure@exit`, `value[sex=female]` or `ignored`."""
    date_order: dict[str, DateOrder] = {}
    """By the heading of the column, or `sessions`."""
    years: dict[str, Annotated[int, Field(ge=1900, le=2200)]] = {}
    """The year of dates without one, where the project's dates fit several: by heading, or `sessions`."""
    numbers: Literal["decimals", "thousands"] | None = None
    """What the point or comma of 8.935 sets apart."""
    values: dict[str, dict[str, str]] = {}
    """Heading -> text as written -> what it means: {Sexe: {M: female}}."""
    ones: Ones | None = None
    first_january: FirstJanuary | None = None
    constants: Constants = {}


class Mapping(Strict):
    """What the files of an import mean. `read_files` returns the one it used, complete."""

    constants: Constants = {}
    activities: dict[str, str] = {}
    """Activity as the sheets write it -> its code."""
    first_january: FirstJanuary = "day"
    complete_lists: bool = False
    sheets: tuple[SheetMapping, ...] = ()
    corrects: Annotated[int, Field(ge=1)] | None = None
    """In a correction workbook: the import whose rows wait in it."""

    @classmethod
    def load(cls, path: Path) -> Mapping:
        """The mapping in a YAML file. Raises JalonErrors naming each line that is wrong."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise JalonError("no_such_file", found=path) from None
        except UnicodeDecodeError as error:
            raise JalonError("mapping_unreadable", place=Place(file=path.name), found=str(error)) from None
        return cls.parse(text, file=path.name)

    @classmethod
    def parse(cls, text: str, *, file: str = "mapping") -> Mapping:
        """The mapping that `text` (YAML) writes."""
        try:
            if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
                # Aliases of aliases grow without bound, and no mapping needs one.
                raise JalonError(
                    "mapping_unreadable",
                    place=Place(file=file),
                    found=Bilingual("it uses YAML aliases (*name)", "elle emploie des alias YAML (*nom)"),
                )
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except RecursionError:
            raise JalonError(
                "mapping_unreadable",
                place=Place(file=file),
                found=Bilingual("it has too many brackets", "elle a trop de crochets"),
            ) from None
        except yaml.YAMLError as error:
            line = getattr(getattr(error, "problem_mark", None), "line", None)
            place = Place(file=file, row=None if line is None else line + 1)
            raise JalonError(
                "mapping_unreadable", place=place, found=getattr(error, "problem", None) or str(error)
            ) from None
        lines: dict[tuple[str | int, ...], int] = {}
        repeated: list[JalonError] = []
        value = {} if node is None else _plain(node, (), lines, repeated, file)
        if repeated:
            raise JalonErrors(repeated)
        try:
            return cls.model_validate(value)
        except ValidationError as invalid:
            raise JalonErrors(_build_errors(invalid, lines, file)) from None

    def save(self, path: Path) -> None:
        """Write the mapping as YAML; `load` gives it back."""
        path.write_text(self.text(), encoding="utf-8")

    def text(self) -> str:
        """The mapping as YAML, without what it leaves out."""
        plain = self.model_dump(mode="json", exclude_defaults=True)
        return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120) if plain else "{}\n"

    def for_sheet(self, file: str, sheet: str, *, headings: frozenset[str] | None = None) -> SheetMapping | None:
        """What the mapping says of one sheet, or None.

        First by the patterns of file and sheet; else, so that next month's file and correction
        workbooks read alike, by the sheet's name, then by the headings, where the sheet has all the
        columns that the mapping names. `headings` are keys (`heading_key`); None: by the patterns only.
        """
        for told in self.sheets:
            if _fits(told.file, file) and _fits(told.sheet, sheet):
                return told
        if headings is None:
            return None
        fitting = [
            told for told in self.sheets if told.columns and headings >= {heading_key(name) for name in told.columns}
        ]
        named = [told for told in fitting if _fits(told.sheet, sheet)]
        return next(iter(named or fitting), None)

    def told(self, file: str, sheet: str, **answers: Any) -> Mapping:
        """This mapping with `answers` (fields of SheetMapping; mappings are merged) for one sheet."""
        sheets = list(self.sheets)
        exact = [place for place, told in enumerate(sheets) if (told.file, told.sheet) == (file, sheet)]
        if not exact:
            general = self.for_sheet(file, sheet)
            base = general.model_copy(update={"file": file, "sheet": sheet}) if general else None
            sheets.insert(0, base or SheetMapping(file=file, sheet=sheet))
            exact = [0]
        before = sheets[exact[0]]
        update = {
            name: getattr(before, name) | value if isinstance(value, dict) else value for name, value in answers.items()
        }
        sheets[exact[0]] = SheetMapping.model_validate(before.model_copy(update=update).model_dump())
        return self.model_copy(update={"sheets": tuple(sheets)})

    def answered(self, question: Question, answer: str) -> Mapping:
        """This mapping with the answer to a question; read the files again with it.

        Raises JalonError("answer_unknown") if `answer` is not among the question's options.
        """
        if answer not in question.options:
            raise JalonError(
                "answer_unknown",
                place=question.place,
                found=answer,
                question=question.id,
                options=", ".join(question.options),
                nearest=nearest_name(answer, question.options),
            )
        file, sheet = question.place.file or "*", question.place.sheet or "*"
        column = question.place.column or SESSIONS
        match question.id.partition(":")[0]:
            case "dates":
                return self.told(file, sheet, date_order={column: answer})
            case "year":
                return self.told(file, sheet, years={column: int(answer)})
            case "ones":
                return self.told(file, sheet, ones=answer)
            case "numbers":
                return self.told(file, sheet, numbers=answer)
            case "layout":
                return self.told(file, sheet, layout=Layout(answer))
            case "values":
                return self.told(file, sheet, values={column: {question.place.field: answer}})
            case "column":
                others = {heading: "ignored" for heading in question.options if heading != answer}
                return self.told(file, sheet, columns=others | {answer: question.place.field})
        raise AssertionError(question.id)


def heading_key(heading: str) -> str:
    """A heading for comparison; one without any letter (`#`, `✓`) stands for itself."""
    return fold(heading) or heading.strip()


def _fits(pattern: str, name: str) -> bool:
    """Whether `name` fits `pattern`, where only * and ? are special: file names hold brackets."""
    if pattern == name:
        return True
    parts = (".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in pattern)
    return re.fullmatch("".join(parts), name, re.DOTALL) is not None


def _plain(
    node: yaml.Node,
    path: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    repeated: list[JalonError],
    file: str,
) -> Any:
    """A YAML node as dicts, lists and text, its line noted for each path."""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        plain: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in plain:
                place = Place(file=file, row=key_node.start_mark.line + 1, field=key)
                repeated.append(
                    JalonError(
                        "mapping_invalid",
                        place=place,
                        found=Bilingual(f"{key} is written twice", f"{key} est écrit deux fois"),
                    )
                )
            plain[key] = _plain(value_node, (*path, key), lines, repeated, file)
            lines[(*path, key)] = key_node.start_mark.line + 1
        return plain
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, place), lines, repeated, file) for place, child in enumerate(node.value)]
    return str(node.value)


def _build_errors(invalid: ValidationError, lines: dict[tuple[str | int, ...], int], file: str) -> Iterator[JalonError]:
    for problem in invalid.errors(include_url=False):
        path = tuple(problem["loc"])
        known = path
        while known and known not in lines:
            known = known[:-1]
        place = Place(file=file, row=lines.get(known), field=".".join(str(step) for step in path))
        nearest = None
        if problem["type"] == "extra_forbidden":
            fields = SheetMapping.model_fields if path[0] == "sheets" else Mapping.model_fields
            nearest = nearest_name(str(path[-1]), fields)
        found = f"{problem['loc'][-1] if path else 'the file'}: {problem['msg']} ({problem['input']!r})"
        yield JalonError("mapping_invalid", place=place, found=found, nearest=nearest)
