"""What of a publication is told: as much as can be proven safe, beside all that was published before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    sizes: Mapping[str, int] = field(default_factory=dict)
    """By set name, its size as it is told, where that is not the true one but rounded."""


def decide(sets: Sequence[CountedSet], *, seconds: float, search: float = 0.0) -> Decision:
    """Which of the sets not settled yet are told. `search` seconds are spent on withholding fewer.

    Cell by cell if that can be proven safe; else the totals only; else nothing.
    Raises `no_certificate` where what was found does not stand the check: a fault of Jalon's.
    """
    asked = [one for one in sets if one.is_told is None]
    return choose_extent(asked, lambda extent: _decide_of(sets, asked, extent, seconds, search))


def choose_extent(asked: Sequence[CountedSet], attempt: Callable[[Extent], tuple[Decision | None, bool]]) -> Decision:
    """The cells, unless that cannot be proven or costs a total. `attempt` gives a decision, None where it is not
    proven, and whether time ran out."""
    nothing = Decision({one.name: False for one in asked}, Extent.NOTHING, None)
    by_cells, is_late = attempt(Extent.CELLS)
    if all(one.is_total for one in asked):
        return by_cells or replace(nothing, is_late=is_late)
    if by_cells is not None and not any(one.is_total and not by_cells.told[one.name] for one in asked):
        return by_cells
    by_totals, is_totals_late = attempt(Extent.TOTALS)
    is_late = is_late or is_totals_late
    if by_totals is None or (by_cells is not None and _totals_told(by_cells, asked) >= _totals_told(by_totals, asked)):
        return replace(by_cells or nothing, is_late=is_late)
    return replace(by_totals, is_late=is_late)


def _totals_told(decision: Decision, asked: Sequence[CountedSet]) -> float:
    return sum(one.weight for one in asked if one.is_total and one.members and decision.told[one.name])


def _decide_of(
    sets: Sequence[CountedSet], asked: Sequence[CountedSet], extent: Extent, seconds: float, search: float
) -> tuple[Decision | None, bool]:
    """The decision where all cells, or only the totals, are asked for, None where it is not proven; and whether time
    ran out."""
    told_now = [one for one in asked if extent is Extent.CELLS or one.is_total]
    question = build_question([one for one in sets if one.is_told is not None] + told_now)
    proven = _protect(question, seconds, search)
    is_late = proven.protection.is_late
    if not proven.is_proven:
        return None, is_late
    certificate = None
    if len(question.targets):
        certificate = build_certificate(question.system, proven.targets, proven.protection)
        check_certificate(certificate)
    told = _told_by_name(asked, told_now, question, proven.protection)
    return Decision(told, extent, certificate, is_late), is_late


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
    found = protect(system, targets, seconds=seconds, stops=True)
    if found.failed is not None and system.told.any():
        failed = _still_secret(system, _only(targets, found.failed), seconds)
        if not len(failed) or failed.widths[0] < targets.widths[found.failed] or _lost_insiders(failed, targets, found):
            targets = _still_secret(system, targets, seconds)
            found = protect(system, targets, seconds=seconds, stops=True)
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


def _lost_insiders(failed: Targets, targets: Targets, found: Protection) -> bool:
    return len(failed.insiders) < sum(at == found.failed for at, _ in targets.insiders)


def _only(targets: Targets, position: int) -> Targets:
    insiders = tuple((0, atom) for at, atom in targets.insiders if at == position)
    return Targets(targets.numbers[[position]], targets.widths[[position]], insiders)


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
