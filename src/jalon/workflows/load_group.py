"""A whole group from one YAML file: checked whole, written at once, and safe to load again.

Everything is rehearsed inside one transaction, by the very actions that write: each record that cannot be
written gives its error, at its line, and any error undoes all. What the file leaves out stays as it is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jalon.errors import JalonErrors
from jalon.records.actions.audited import audited
from jalon.records.models import Activity, Grant, Measure, Organisation, Project, Site, Subject
from jalon.workflows import events
from jalon.workflows import group_directory as directory
from jalon.workflows import group_people as people
from jalon.workflows.group_loading import Loading, Outcome
from jalon.workflows.group_shapes import GroupShape
from jalon.workflows.read_group import read_group
from jalon.workflows.targets import load_target


@dataclass(frozen=True, slots=True)
class LoadResult:
    """How many records of each section of the file were made, changed and left as they are."""

    created: Mapping[str, int]
    changed: Mapping[str, int]
    unchanged: Mapping[str, int]


class Rehearsed(Exception):
    """Undoes a dry run."""


def load_group(path: Path, *, by: str, dry_run: bool = False) -> LoadResult:
    """Load a group file; with `dry_run`, say what loading it would do.

    Raises `no_group_file`, `no_text_file`, the errors of YAML, or JalonErrors with everything that is wrong.
    """
    group, tree = read_group(path)
    loading = Loading(by, tree)
    with contextlib.suppress(Rehearsed), audited("load_group", by=by, reason=path.name):
        load_sections(loading, group)
        if loading.errors:
            raise JalonErrors(loading.errors)
        if dry_run:
            raise Rehearsed
    return LoadResult(**{outcome.value: dict(counts) for outcome, counts in loading.outcomes.items()})


def load_sections(loading: Loading, group: GroupShape) -> None:
    """Each section after those that its records name."""
    organisations = directory.parents_first(group.organisations)
    section(loading, group, "organisations", directory.load_organisation, Organisation, organisations)
    section(loading, group, "partnerships", directory.load_partnership)
    section(loading, group, "sites", directory.load_site, Site)
    section(loading, group, "projects", directory.load_project, Project)
    section(loading, group, "grants", directory.load_grant, Grant)
    section(loading, group, "measures", directory.load_measure, Measure)
    section(loading, group, "activities", directory.load_activity, Activity)
    section(loading, group, "subjects", people.load_subject, Subject)
    section(loading, group, "enrolments", people.load_enrolment, nested=True)
    section(loading, group, "sessions", people.load_session, nested=True)
    section(loading, group, "observations", people.load_observation)
    section(loading, group, "consents", people.load_consent)
    section(loading, group, "quotes", events.load_quote)
    section(loading, group, "lessons", events.load_lesson)
    section(loading, group, "papers", events.load_paper)
    section(loading, group, "indicators", people.load_indicator)
    section(loading, group, "quantities", people.load_quantity)
    section(loading, group, "targets", load_target)


def section(
    loading: Loading,
    group: GroupShape,
    name: str,
    load: Callable[..., Outcome],
    model: Any = None,
    order: list[int] | None = None,
    *,
    nested: bool = False,
) -> None:
    """Write the records of one section. `model` names them to others; `nested` ones hold further records."""
    shapes = getattr(group, name)
    if model is not None:
        loading.codes[model] = [shape.code for shape in shapes]
    for index in order if order is not None else range(len(shapes)):
        shape, path = shapes[index], (name, index)
        within = (path,) if nested else ()
        loading.attempt(
            path,
            lambda shape=shape, within=within: load(loading, shape, *within),  # type: ignore[misc]
            failing=failing_key(model, shape),
        )


def failing_key(model: Any, shape: Any) -> Any:
    """What records that name this one would look for."""
    if model is None:
        return None
    return (model, shape.project, shape.code) if model is Activity else (model, shape.code)
