"""Records found by the codes people type."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db import models

from jalon.errors import Bilingual, JalonError, nearest_name
from jalon.records.integrity import words_of
from jalon.records.models import Activity, Lesson, Project
from jalon.workflows import group_errors as group_errors  # fills the catalogue

Record = TypeVar("Record", bound=models.Model)


def find_record(model: type[Record], code: str, *, also: Collection[str] = ()) -> Record:
    """The record of this code. Raises `unknown_record` with the nearest code, one of `also` perhaps."""
    record = model._default_manager.filter(code=code).first()
    if record is None:
        known = [*model._default_manager.values_list("code", flat=True), *also]
        raise JalonError("unknown_record", nearest=nearest_name(code, known), record=words_of(model), found=code)
    return record


def find_activity(project: Project, code: str) -> Activity:
    """The activity of this code in its project. Raises `unknown_record`."""
    activity = project.activities.filter(code=code).first()
    if activity is None:
        known = project.activities.values_list("code", flat=True)
        record = Bilingual(f"activity of {project.code}", f"activité de {project.code}")
        raise JalonError("unknown_record", nearest=nearest_name(code, known), record=record, found=code)
    return activity


def find_lesson(written: str) -> Lesson:
    """The lesson written as PROJECT/CODE. Raises `unknown_record` with the nearest."""
    project, _, code = written.rpartition("/")
    lesson = Lesson.objects.filter(project__code=project, code=code).first()
    if lesson is None:
        known = ["/".join(pair) for pair in Lesson.objects.values_list("project__code", "code")]
        raise JalonError("unknown_record", nearest=nearest_name(written, known), record=words_of(Lesson), found=written)
    return lesson
