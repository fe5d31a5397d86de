"""Erasing somebody everywhere at once: records, audit values, received files, correction workbooks, facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from jalon.disclosure import erase_from_published
from jalon.errors import JalonError
from jalon.figures.release_erase import Marks, erase_from_releases
from jalon.figures.release_folder import only_release_writer
from jalon.home import Home
from jalon.language.definition import Unit
from jalon.records.actions.audited import audited
from jalon.records.actions.erasing import (
    build_known_as,
    erase_subject,
    forget_free_pages,
    without_names,
)
from jalon.records.components import read_components
from jalon.records.models import Enrolment, Subject
from jalon.records.policies import check_not_erased
from jalon.workflows.erase_files import ErasedFiles, erase_from_files
from jalon.workflows.refresh_facts import refresh_facts

Progress = Callable[[str, int, int], None]
"""Told the stage (`facts`), how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: subjects erased, rows wiped by table, files written again or deleted."""

    subjects: tuple[int, ...]
    wiped: Mapping[str, int]
    files: ErasedFiles
    releases: tuple[str, ...] = ()
    """Codes of the releases in which a random mark now stands for each."""


def erase(home: Home, *, by: str, number: int, reason: str = "", progress: Progress | None = None) -> Erased:
    """Erase a subject, with every subject found to be the same one.

    Files are rewritten before the records are committed: if that fails, the records still know what to look
    for. Releases keep their sizes. The facts are refreshed at the end, so that they hold no trace of it.
    Raises `unknown_record`, `erased`, `release_damaged`, `bad_published`.
    """
    subject = Subject.objects.filter(pk=number).first()
    if subject is None:
        raise JalonError("unknown_record", record="subject", found=number)
    check_not_erased(subject)
    subjects = same_subjects(subject)
    known = build_known_as(subjects)
    spells = list(
        Enrolment.objects.filter(subject__in=subjects).order_by("entry", "pk").values_list("pk", "subject_id")
    )
    wiped: dict[str, int] = {}
    # No release is made meanwhile: it could freeze facts that still hold her.
    with only_release_writer(home):
        with audited("erase", by=by, reason=without_names(reason, known)):
            for one in subjects:
                for table, count in erase_subject(by=by, subject=one).wiped.items():
                    wiped[table] = wiped.get(table, 0) + count
            files = erase_from_files(home, known)
            numbers = [one.number for one in subjects]
            marks = build_marks(spells)
            releases = erase_from_releases(home, numbers, lambda text: without_names(text, known), marks)
            erase_from_published(home, numbers, [spell for spell, _ in spells], marks.mark)
        forget_free_pages()
        refresh_facts(home, progress=progress and partial(progress, "facts"))
    return Erased(tuple(numbers), wiped, files, releases)


def build_marks(spells: Iterable[tuple[int, int]]) -> Marks:
    """Marks of which a subject's first participation bears her own: so the persons behind participations of a release
    are still the set of persons that was told. `spells` with their subjects, the earliest first."""
    marks = Marks()
    for spell, subject in spells:
        if subject not in marks.of_subjects:
            marks.of_participations[spell] = marks.mark(Unit.PERSON, subject)
    return marks


def same_subjects(subject: Subject) -> list[Subject]:
    """The subject and all that are found to be the same, save those already erased."""
    same_as = read_components().same_as
    root = same_as.get(subject.number, subject.number)
    numbers = {subject.number, root, *(one for one, other in same_as.items() if other == root)}
    return list(Subject.objects.filter(pk__in=numbers, erased_at__isnull=True).order_by("number"))
