"""One group file on its way into the records: what was found of each record, and the errors met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from django.db import models

from jalon.errors import JalonError, JalonErrors, Place
from jalon.language.document import Branch, Entries, Items, Scalar
from jalon.records.models import Activity, Organisation, Project, Subject
from jalon.workflows.lookup import find_activity, find_record
from jalon.workflows.read_group import place_of

Record = TypeVar("Record", bound=models.Model)
Path = tuple[str | int, ...]


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def outcome_of(differs: bool) -> Outcome:
    return Outcome.CHANGED if differs else Outcome.UNCHANGED


class Skipped(Exception):
    """The record names one that failed, whose error says enough."""


@dataclass(slots=True)
class Loading:
    """Finds the records that others name, keeps what failed, and tells each error at its line."""

    by: str
    tree: Branch
    outcomes: dict[Outcome, Counter[str]] = field(default_factory=lambda: {o: Counter() for o in Outcome})
    errors: list[JalonError] = field(default_factory=list)
    codes: dict[type[models.Model], list[str]] = field(default_factory=dict)
    """Codes that the file states, of each model: one of them may have been meant."""
    _found: dict[Hashable, models.Model] = field(default_factory=dict)
    _former: dict[type[models.Model], set[Hashable]] = field(default_factory=dict)
    """Codes of the records that were there before, read once for each model: most that a file states are new."""
    _failed: set[Hashable] = field(default_factory=set)
    _stated: set[Hashable] = field(default_factory=set)

    def attempt(self, path: Path, step: Callable[[], Outcome], *, failing: Hashable = None) -> None:
        """Write one record, counted under its section (the last name in the path).

        Its error is kept, so that all are told at once; records that name `failing` are then skipped.
        """
        try:
            outcome = step()
        except Skipped:
            self._failed.add(failing)
        except JalonError as error:
            self._failed.add(failing)
            self.errors.append(self._at_its_line(error, path))
        except JalonErrors as several:
            self.errors += [self._within_text(error, path) for error in several.errors]
        else:
            section = next(part for part in reversed(path) if isinstance(part, str))
            self.outcomes[outcome][section] += 1

    def state_once(self, record: str, *key: Hashable) -> None:
        """Raises `stated_twice` where the file has already stated this record."""
        if (record, key) in self._stated:
            raise JalonError("stated_twice", record=record, found=", ".join(str(part) for part in key if part))
        self._stated.add((record, key))

    def keep(self, key: Hashable, record: models.Model) -> None:
        self._found[key] = record

    def seek(self, model: type[Record], code: str) -> Record | None:
        """The record of this code, or None; raises Skipped where it failed."""
        key = (model, code)
        if key in self._failed:
            raise Skipped
        if key not in self._found:
            if model not in self._former:
                self._former[model] = set(model._default_manager.values_list("code", flat=True))
            if code not in self._former[model]:
                return None
            self._found[key] = model._default_manager.get(code=code)
        return self._found[key]  # type: ignore[return-value]  # the key names the model

    def find(self, model: type[Record], code: str) -> Record:
        """The record of this code. Raises `unknown_record` with the nearest code."""
        return self.seek(model, code) or find_record(model, code, also=self.codes.get(model, ()))

    def seek_activity(self, project: Project, code: str) -> Activity | None:
        key = (Activity, project.code, code)
        if key in self._failed:
            raise Skipped
        if key not in self._found:
            if Activity not in self._former:
                self._former[Activity] = set(Activity.objects.values_list("project", "code"))
            if (project.number, code) not in self._former[Activity]:
                return None
            self._found[key] = project.activities.get(code=code)
        return self._found[key]  # type: ignore[return-value]  # the key names the model

    def find_activity(self, project: Project, code: str) -> Activity:
        return self.seek_activity(project, code) or find_activity(project, code)

    def find_subject(self, written: str) -> Subject:
        """A subject by its code, or ORGANISATION/code where several organisations use that code."""
        owner, _, code = written.rpartition("/")
        if (Subject, code) in self._failed:
            raise Skipped
        if (Subject, written) not in self._found:
            subjects = Subject.objects.filter(reference=code)
            if owner:
                subjects = subjects.filter(organisation=self.find(Organisation, owner))
            found = list(subjects[:20])
            if len(found) > 1:
                raise JalonError("ambiguous_subject", found=code, count=len(found))
            if not found:
                raise JalonError("unknown_record", record="subject", found=written)
            self._found[Subject, written] = found[0]
        return self._found[Subject, written]  # type: ignore[return-value]  # the key names the model

    def _at_its_line(self, error: JalonError, path: Path) -> JalonError:
        """The error at the line of its record, or of the very value found where that stands in it."""
        place = place_of(self.tree, path)
        found = error.details.get("found")
        branch = branch_at(self.tree, path)
        inner = next((step for step, text in scalars(branch) if text == str(found)), None) if found else None
        if inner is not None:
            place = place_of(self.tree, path + inner)
        return JalonError(error.id, place=place, nearest=error.nearest, **error.details)

    def _within_text(self, error: JalonError, path: Path) -> JalonError:
        """An error within a text that the file quotes: a text after `|` begins one line further down."""
        outer, branch = place_of(self.tree, path), branch_at(self.tree, path)
        below = error.place.row or 0 if isinstance(branch, Scalar) and branch.raw.startswith(("|", ">")) else 0
        place = Place(file=outer.file, row=(outer.row or 1) + below, field=outer.field)
        return JalonError(error.id, place=place, nearest=error.nearest, **error.details)


def branch_at(branch: Branch, path: Path) -> Branch:
    for step in path:
        if isinstance(branch, Entries) and str(step) in branch.parts:
            branch = branch.parts[str(step)]
        elif isinstance(branch, Items) and isinstance(step, int):
            branch = branch.parts[step]
    return branch


def scalars(branch: Branch) -> Iterator[tuple[Path, str]]:
    """Every text under a branch, with the path that leads to it. Parts of parts are records of their own."""
    match branch:
        case Scalar(text):
            yield (), text
        case Entries(parts):
            for key, part in parts.items():
                for path, text in scalars(part):
                    yield (key, *path), text
        case Items(parts):
            for index, part in enumerate(parts):
                for path, text in scalars(part):
                    yield (index, *path), text
