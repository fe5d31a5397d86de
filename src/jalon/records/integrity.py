"""What the database refuses, said before or instead of its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from jalon.errors import JalonError
from jalon.records import errors as errors  # fills the catalogue

CHECK_FAILED = re.compile(r'(?:CHECK constraint failed: |violates check constraint ")(\w+)')
UNIQUE_FAILED = re.compile(r"UNIQUE constraint failed|violates unique constraint|duplicate key")


def words_of(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name)


def check_values(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Each value suits its field: type, length, range, one of its choices, writable as text.

    SQLite would take a name too long and PostgreSQL refuse it; both refuse here. Raises `bad_value`.
    """
    for name, value in values.items():
        field = model._meta.get_field(name)
        if not isinstance(field, models.Field) or field.is_relation or isinstance(field, models.JSONField):
            continue
        if value is None and field.null:
            continue
        problem = problem_with(field, value)
        if problem:
            raise JalonError("bad_value", record=words_of(model), field=name, found=shown(value), problem=problem)


def problem_with(field: models.Field[Any, Any], value: Any) -> str | None:
    """Why the value does not suit its field, or None."""
    if value is None:
        return "It may not be left out."
    if value == "" and not field.blank:
        return "It may not be empty."
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value)):
        return "It holds a sign that is no letter."
    if field.choices and value not in dict(field.flatchoices):
        return f"Use one of {', '.join(str(code) for code, _ in field.flatchoices)}."
    try:
        field.run_validators(field.to_python(value))
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def shown(value: Any) -> str:
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= 80 else f"{text[:77]}…"


@contextmanager
def constraints_explained(model: type[models.Model], values: Mapping[str, Any]) -> Iterator[None]:
    """Turn a refusal of the database into `already_there` or `breaks_rule`, leaving the transaction usable."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        given = ", ".join(f"{name} {shown(value)}" for name, value in values.items() if isinstance(value, str | int))
        if rule := CHECK_FAILED.search(str(error)):
            raise JalonError(
                "breaks_rule", record=words_of(model), rule=rule[1].replace("_", " "), found=given
            ) from error
        if UNIQUE_FAILED.search(str(error)):
            raise JalonError("already_there", record=words_of(model), found=given) from error
        raise


def check_not_there(model: type[models.Model], **key: Any) -> None:
    """Raises `already_there`. SQLite takes two rows that are equal but for being both null somewhere."""
    if model._default_manager.filter(**key).exists():
        given = ", ".join(f"{name} {shown(value)}" for name, value in key.items() if isinstance(value, str | int))
        raise JalonError("already_there", record=words_of(model), found=given)
