"""What of a publication is told: as much as can be proven safe, beside all that was published before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

import jalon.disclosure.errors  # noqa: F401  (its catalogue)
from jalon.disclosure.atoms import CountedSet, Question, build_question
from jalon.disclosure.certificate import Certificate, build_certificate, check_certificate
from jalon.disclosure.exact import improve
from jalon.disclosure.protect import Protection, protect
from jalon.disclosure.system import LATENT, Integers, System, Targets


class Extent(StrEnum):
    """How much of a publication is told."""

    CELLS = "cells"  # cell by cell, some withheld
    TOTALS = "totals"  # only its totals: not even which cells there are
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Decision:
    """By set name, whether its size is told; and the proof that no small one can be worked out."""

    told: dict[str, bool]
    extent: Extent
    certificate: Certificate | None
    """None where nothing is small, here or between any two sets."""
    is_late: bool = False
    """Whether less is told than might be because time ran out."""

    @property
    def is_whole(self) -> bool:
        return self.extent is Extent.CELLS and all(self.told.values())


def decide(sets: Sequence[CountedSet], *, seconds: float, search: float = 0.0) -> Decision:
    """Which of the sets not settled yet are told. `search` seconds are spent on withholding fewer.

    Cell by cell if that can be proven safe; else the totals only; else nothing.
    Raises `no_certificate` where what was found does not stand the check: a fault of Jalon's.
    """
    asked = [one for one in sets if one.is_told is None]
    is_late = False
    for extent in (Extent.CELLS, Extent.TOTALS):
        told_now = [one for one in asked if extent is Extent.CELLS or (extent is Extent.TOTALS and one.is_total)]
        considered = [one for one in sets if one.is_told is not None] + told_now
        question = build_question(considered)
        proven = _protect(question, seconds, search if extent is Extent.CELLS else 0.0)
        is_late = is_late or proven.protection.is_late
        if not proven.is_proven:
            continue
        certificate = None
        if len(question.targets):
            certificate = build_certificate(question.system, proven.targets, proven.protection)
            check_certificate(certificate)
        return Decision(_told_by_name(asked, told_now, question, proven.protection), extent, certificate, is_late)
    return Decision({one.name: False for one in asked}, Extent.NOTHING, None, is_late)


@dataclass(frozen=True, slots=True)
class _Attempt:
    protection: Protection
    targets: Targets

    @property
    def is_proven(self) -> bool:
        return self.protection.is_proven


def _protect(question: Question, seconds: float, search: float) -> _Attempt:
    """The protection, of what is still secret: what was given away before is not ours to hide any more."""
    system, targets = question.system, question.targets
    found = protect(system, targets, seconds=seconds)
    if not found.is_proven and not found.is_late and system.told.any():
        targets = _still_secret(system, targets, seconds)
        found = protect(system, targets, seconds=seconds)
    if search and found.is_proven and found.withheld.any():
        found = improve(system, targets, found, seconds=search)
    return _Attempt(found, targets)


def _still_secret(system: System, targets: Targets, seconds: float) -> Targets:
    """The targets as uncertain as they are before anything new is told."""
    groups = np.full(len(system), LATENT, np.int64)
    asked = system.groups != LATENT
    before = replace(system, groups=groups, weights=np.zeros(0), least=np.where(asked, 0, system.least))
    found = protect(before, targets, seconds=seconds)
    widths = np.minimum(targets.widths, targets.widths - _missing(before, targets, found))
    kept = np.flatnonzero(widths > 0)
    place = {position: at for at, position in enumerate(kept.tolist())}
    shown = {(int(position), int(atom)) for position, atom, _ in found.insiders}
    insiders = tuple((place[one[0]], one[1]) for one in targets.insiders if one in shown and one[0] in place)
    return Targets(targets.numbers[kept], widths[kept], insiders)


def _missing(system: System, targets: Targets, found: Protection) -> Integers:
    at = np.arange(len(targets))
    of_targets = found.witnesses[:, targets.numbers]
    return np.maximum(targets.widths - (of_targets[found.highest, at] - of_targets[found.lowest, at]), 0)


def _told_by_name(
    asked: Sequence[CountedSet], told_now: Sequence[CountedSet], question: Question, protection: Protection
) -> dict[str, bool]:
    """Sets of one group are told together; an empty set is told as 0 unless another of its group is withheld."""
    withheld = np.append(protection.withheld, True)
    hidden: set[str] = set()
    for one in told_now:
        number = question.numbers.get(one.name)
        if number is not None and not question.system.told[number] and withheld[question.system.groups[number]]:
            hidden.add(one.group)
    names = {one.name for one in told_now}
    return {one.name: one.name in names and one.group not in hidden for one in asked}
