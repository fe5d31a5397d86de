"""docs/reference/group-file.md from the shapes a group file is checked against."""

from __future__ import annotations

import os
import types
from collections.abc import Iterator, Sequence
from inspect import getclosurevars
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import django
from pydantic import AfterValidator, BaseModel, BeforeValidator

from pages.markdown import render_page, render_table

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.records.type_checking")
django.setup()

from jalon.workflows import group_shapes as shapes  # noqa: E402  (its choices are Django's)

ABOUT = """\
`jalon load FILE` reads a whole group from one YAML file: checked whole, every error with its line, and nothing written
where there is one. Loading the same file again changes nothing. What the file leaves out stays as it is in the records;
`~`, or nothing after the colon, says that a value is not known. Every value is text: `NO` is Norway. Sections are loaded
in the order below, and a record may name those of earlier sections by their code."""

FORMS = {
    shapes.read_text: "text",
    shapes.read_free_text: "text, may be empty",
    shapes.read_day: "date as 2021-03-31",
    shapes.read_number: "number as 1250 or 0.5",
    shapes.read_whole: "whole number",
    shapes.read_yes_no: "yes or no",
    shapes.read_birth: "1996, 1996-07 or 1996-07-07",
}


def build_pages() -> dict[str, str]:
    return {"group-file.md": render_page("The group file", "src/jalon/workflows/group_shapes.py", build_parts())}


def build_parts() -> Iterator[str]:
    yield ABOUT
    for section, field in shapes.GroupShape.model_fields.items():
        yield f"## {section}"
        records = shapes_in(field.annotation)
        if not records:
            yield words_of(field.annotation).capitalize() + "."
        for shape in records:
            if len(records) > 1:
                yield f"**{shape.__name__.removesuffix('Shape')}**:"
            yield from build_shape(shape)
            for inner in inner_shapes(shape):
                yield f"**{inner.__name__.removesuffix('Shape')}**:"
                yield from build_shape(inner)


def build_shape(shape: type[BaseModel]) -> Iterator[str]:
    rows = [
        [
            f"`{field.alias or name}`",
            "" if field.is_required() else "may be left out",
            words_of(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation),
        ]
        for name, field in shape.model_fields.items()
    ]
    yield render_table(["Key", "", "What it is"], rows)


def words_of(annotation: Any) -> str:
    """A type of a shape, as the writer of a file reads it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return words_of_checked(arguments[0], arguments[1:])
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(words_of(part) for part in arguments if part is not type(None)))
    if origin is list:
        return f"list of {words_of(arguments[0])}"
    if origin is dict:
        return f"mapping: {words_of(arguments[0])} → {words_of(arguments[1])}"
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__.removesuffix("Shape").lower()
    return str(getattr(annotation, "__name__", annotation))


def words_of_checked(annotation: Any, checks: Sequence[Any]) -> str:
    for check in reversed(checks):
        if isinstance(check, AfterValidator) and "choices" in (held := getclosurevars(check.func).nonlocals):
            return "one of " + ", ".join(f"`{value}`" for value in held["choices"].values)
        if isinstance(check, BeforeValidator) and check.func in FORMS:
            return FORMS[check.func]
    return words_of(annotation)


def shapes_in(annotation: Any) -> list[type[BaseModel]]:
    """The shapes of records inside a type, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [shape for part in get_args(annotation) for shape in shapes_in(part)]


def inner_shapes(shape: type[BaseModel]) -> list[type[BaseModel]]:
    return [inner for field in shape.model_fields.values() for inner in shapes_in(field.annotation)]
