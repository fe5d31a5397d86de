"""A group file read into its shapes, with every error of form at its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from jalon.errors import JalonError, JalonErrors, Place, nearest_name
from jalon.language.document import Branch, Entries, Items, Scalar, find_place, read_document
from jalon.workflows import group_errors as group_errors  # fills the catalogue
from jalon.workflows.group_shapes import GroupShape, PersonShape, PlaceShape, VentureShape

MOST_CHARACTERS = 5_000_000
NOT_KNOWN = ("", "~", "null")
SUBJECTS: Mapping[int | str, type[BaseModel]] = {"person": PersonShape, "venture": VentureShape, "place": PlaceShape}
"""The kinds of subject as pydantic names them in the path of an error."""


def read_group(path: Path) -> tuple[GroupShape, Branch]:
    """The shapes of a group file, and its tree, which knows the line of each part.

    Raises `no_group_file`, `no_text_file`, the errors of YAML, or JalonErrors with all that is wrong in its form.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise JalonError("no_group_file", found=path) from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise JalonError("no_text_file", found=path) from None
    tree = read_document(text, path.name, most=MOST_CHARACTERS)
    plain = build_values(tree)
    try:
        return GroupShape.model_validate(plain), tree
    except ValidationError as wrong:
        raise JalonErrors(build_error(error, tree) for error in wrong.errors(include_url=False)) from None


def build_values(branch: Branch) -> Any:
    """The tree as dicts, lists and texts; None where the file says that a value is not known."""
    match branch:
        case Entries(parts):
            return {key: build_values(part) for key, part in parts.items()}
        case Items(parts):
            return [build_values(part) for part in parts]
        case Scalar(text, _, raw):
            return None if raw.strip() in NOT_KNOWN else text


def build_error(error: ErrorDetails, tree: Branch) -> JalonError:
    """One error of form in the words of the catalogue, at its line."""
    steps = [step for step in error["loc"] if step not in SUBJECTS and step != "[key]"]
    place = place_of(tree, steps)
    field = str(steps[-1]) if steps else ""
    found = error["input"] if isinstance(error["input"], str) else ""
    if error["type"] == "extra_forbidden":
        known = fields_at(error["loc"])
        return JalonError(
            "unknown_field", place=place, nearest=nearest_name(field, known), found=field, known=", ".join(known)
        )
    if error["type"] == "missing":
        return JalonError("field_missing", place=place, field=field)
    if error["type"] == "not_in_choices":
        known = error["ctx"]["known"]
        return JalonError(
            "bad_field",
            place=place,
            nearest=nearest_name(found, known),
            field=field,
            found=found,
            form=f"Write one of {', '.join(known)}.",
        )
    form = {
        "list_type": "Write a list: one item a line, each after “- ”.",
        "dict_type": "Write `name: value` lines, indented under it.",
        "model_type": "Write `name: value` lines, indented under it.",
        "union_tag_invalid": "Write kind: person, venture or place.",
    }.get(error["type"], error["msg"])
    return JalonError("bad_field", place=place, field=field or "group", found=found, form=form)


def place_of(tree: Branch, steps: Sequence[int | str]) -> Place:
    """File, row and field of a part, such as projects.2.countries."""
    path = ".".join(str(step) for step in steps)
    found = find_place(tree, path)
    return Place(file=found.file, row=found.row, field=path or None)


def fields_at(steps: Sequence[int | str]) -> list[str]:
    """The fields that may stand where an unknown one was found."""
    shape: Any = GroupShape
    for step in steps[:-1]:
        if step in SUBJECTS:
            shape = SUBJECTS[step]
        elif isinstance(step, str):
            shape = shape_within(shape.model_fields[step].annotation)
    return [field.alias or name for name, field in shape.model_fields.items()]


def shape_within(annotation: Any) -> Any:
    """The shape that a field's list or mapping holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := shape_within(part)) is not None:
            return found
    return None
