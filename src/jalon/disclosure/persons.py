"""Whose participations these are: 33 participations of 30 persons tell of three who came again."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from jalon.facts.store import Facts
from jalon.figures.figure import Figure
from jalon.figures.members import Members
from jalon.language.definition import Unit

Numbers = npt.NDArray[np.int64]
_READ: WeakKeyDictionary[Facts, tuple[Numbers, Numbers]] = WeakKeyDictionary()


def persons_of(figure: Figure, members: Members) -> BitMap | None:
    """The persons behind participations, each once; None where the figure does not count participations.

    A participation that the facts no longer hold, of somebody erased since, is somebody of her own.
    """
    if figure.unit != Unit.PARTICIPATION or (figure.of or figure).source is None:
        return None
    source = (figure.of or figure).source
    assert source is not None
    if source.facts not in _READ:
        _READ[source.facts] = _read(source.facts)
    participations, persons = _READ[source.facts]
    wanted = np.asarray(members.bitmap.to_array(), np.int64)
    if not len(participations):
        return BitMap(wanted.tolist())
    at = np.minimum(np.searchsorted(participations, wanted), len(participations) - 1)
    found = participations[at] == wanted
    return BitMap(np.where(found, persons[at], wanted).tolist())


def _read(facts: Facts) -> tuple[Numbers, Numbers]:
    """Spells by number, and of each the subject that it is counted as: a participation bears its first spell's number."""
    spells = facts.table("enrolments").select(["enrolment", "subject"])
    numbers = np.asarray(spells.column("enrolment").to_numpy(), np.int64)
    subjects = np.asarray(spells.column("subject").to_numpy(), np.int64)
    order = np.argsort(numbers)
    numbers, subjects = numbers[order], subjects[order]
    same = facts.table("same_subject")
    ones = np.asarray(same.column("subject").to_numpy(), np.int64)
    if len(ones):
        others = np.asarray(same.column("same_as").to_numpy(), np.int64)[np.argsort(ones)]
        ones = np.sort(ones)
        at = np.minimum(np.searchsorted(ones, subjects), len(ones) - 1)
        subjects = np.where(ones[at] == subjects, others[at], subjects)
    return numbers, subjects
