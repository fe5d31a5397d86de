"""Sums and means: a value that one or two people make up tells their own number, however many stand beside them.

Rules of primary suppression as in Hundepool et al. (2012), chapter 4: the threshold on contributors, (n, k) dominance,
and p %. What is withheld beside a sensitive value is found as for counts, on the values themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from jalon.disclosure.certificate import build_certificate, check_certificate
from jalon.disclosure.protect import protect
from jalon.disclosure.system import LATENT, NO_LIMIT, System, Targets, build_links
from jalon.figures.measured import Measured, MeasuredNumbers
from jalon.figures.members import Members
from jalon.language.definition import Kind

STEPS = 100_000
"""Of how many steps a total is made when its cells are moved about: fine enough for a hundredth of a per cent."""


@dataclass(frozen=True, slots=True)
class Dominance:
    """When a value is too much one person's: the `top` largest make more than `share` of it, or all but the two
    largest less than `percent` per cent of the largest, so that the second could tell the first that closely."""

    top: int = 2
    share: float = 0.85
    percent: int = 10

    def is_dominated(self, contributions: Sequence[float]) -> bool:
        ordered = sorted((abs(one) for one in contributions), reverse=True)
        total = math.fsum(ordered)
        if total == 0:
            return False
        rest = math.fsum(ordered[2:])
        return math.fsum(ordered[: self.top]) > self.share * total or rest < self.percent / 100 * ordered[0]


DOMINANCE = Dominance()


def is_sensitive(measured: Measured | None, members: Members, threshold: int, rule: Dominance = DOMINANCE) -> bool:
    """Whether the value of these members tells too much of one: of few whose number is known, or of one or two large
    ones. Values that can be negative, medians and changes only have the threshold: nobody makes up a part of them."""
    if not isinstance(measured, MeasuredNumbers) or not members:
        return False
    contributions = _contributions(measured, members)
    if 0 < len(contributions) < threshold:
        return True
    adds_up = measured.kind in (Kind.SUM, Kind.MEAN) and measured.is_never_negative
    return adds_up and rule.is_dominated(contributions.tolist())


def find_contributors(measured: MeasuredNumbers, members: Members) -> BitMap:
    """Those of the members whose numbers make up the value, the least that is known of some among them."""
    numbers = measured.numbers.of(members.bitmap)
    counted = numbers.is_known | (np.asarray(numbers.least) != 0)
    return BitMap(numbers.members[np.flatnonzero(counted)].tolist())


def find_values_told(
    measured: Measured, cells: Sequence[Members], hidden: Sequence[bool], *, may_overlap: bool, is_total_told: bool,
    rule: Dominance = DOMINANCE, seconds: float = 1.0,
) -> list[bool]:  # fmt: skip
    """Of each cell, whether its value is told; `hidden` are those that must not be. All or none where cells overlap."""
    if not any(hidden):
        return [True] * len(cells)
    if may_overlap or not isinstance(measured, MeasuredNumbers) or not measured.is_never_negative:
        return [False] * len(cells)
    sums = np.array([math.fsum(_contributions(measured, members).tolist()) for members in cells])
    step = max(float(sums.sum()) / STEPS, 1e-9)
    values = np.concatenate([[0], np.floor(sums / step)]).astype(np.int64)
    values[0] = values.sum()
    count = len(values)
    system = System(
        values=values,
        links=build_links([(0, list(range(1, count)))]),
        groups=np.concatenate([[LATENT], np.arange(count - 1)]),
        weights=np.ones(count - 1),
        told=np.concatenate([[is_total_told], np.zeros(count - 1, bool)]),
        least=np.zeros(count, np.int64),
        most=np.full(count, NO_LIMIT, np.int64),
    )
    sensitive = 1 + np.flatnonzero(np.array(hidden))
    widths = np.maximum(np.ceil(values[sensitive] * rule.percent / 100), 1).astype(np.int64)
    targets = Targets(sensitive, widths)
    found = protect(system, targets, seconds=seconds)
    if not found.is_proven:
        return [False] * len(cells)
    check_certificate(build_certificate(system, targets, found))
    return [not is_withheld for is_withheld in found.withheld.tolist()]


def _contributions(measured: MeasuredNumbers, members: Members) -> npt.NDArray[Any]:
    known = measured.numbers.of(members.bitmap).known()
    contributions: npt.NDArray[Any] = np.asarray(known.least, float) / np.asarray(known.scale, float)
    return contributions
