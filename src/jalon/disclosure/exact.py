"""The fewest that can be withheld, searched exactly within a time limit (Fischetti and Salazar 2001).

A master programme chooses what to withhold; for each target a linear programme says whether that is enough, and if
not, its dual says of which numbers more have to be withheld: one more row of the master. When nothing is missing, the
choice is the best there is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from jalon.disclosure.protect import Protection, Search, protect
from jalon.disclosure.system import LATENT, NO_LIMIT, Flags, Reals, System, Targets

FAR_UP = 1e4
MISSING = 1e-6
MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Optimum:
    """A choice of groups, and the least cost that any choice has; equal costs: it is the best."""

    withheld: Flags | None
    cost_at_least: float


def find_optimum(system: System, targets: Targets, *, seconds: float) -> Optimum:
    """The cheapest choice, or None and a lower bound where time runs out first."""
    until = time.monotonic() + seconds
    master, reach = _Master(system, targets), _Reach(system)
    bound = 0.0
    while (left := until - time.monotonic()) > 0:
        chosen = master.choose(left)
        if chosen is None:
            break
        bound = max(bound, master.bound)
        reach.open(chosen)
        is_enough = True
        for number, width in zip(targets.numbers.tolist(), targets.widths.tolist(), strict=True):
            cut = reach.look(number, width)
            if cut is not None:
                is_enough = False
                master.add(*cut)
            if time.monotonic() > until:
                return Optimum(None, bound)
        if is_enough:
            return Optimum(chosen, bound)
    return Optimum(None, bound)


def improve(system: System, targets: Targets, found: Protection, *, seconds: float) -> Protection:
    """The protection found, or a cheaper one that is proven too."""
    until = time.monotonic() + seconds
    found = _try_others(system, targets, found, until - seconds / 2)
    left = max(until - time.monotonic(), 0.0)
    optimum = find_optimum(system, targets, seconds=left)
    if optimum.withheld is None or _cost(system, optimum.withheld) > _cost(system, found.withheld) - MISSING:
        return found
    search = Search(system, targets, seconds)
    search.withhold(np.flatnonzero(optimum.withheld).tolist())
    search.hold_the_told()
    search.protect_all()
    search.protect_from_insiders()
    better = search.result()
    return better if better.is_proven else found


def _try_others(system: System, targets: Targets, found: Protection, until: float) -> Protection:
    """The cheapest of the heuristic's results in other orders, while time lasts."""
    random = np.random.default_rng(len(targets))
    for _ in range(MOST_TRIES):
        left = until - time.monotonic()
        if left <= 0:
            break
        other = protect(system, targets, seconds=left, stops=True, random=random)
        if other.is_proven and _cost(system, other.withheld) < _cost(system, found.withheld) - MISSING:
            found = other
    return found


def _cost(system: System, withheld: Flags) -> float:
    return float(system.weights[withheld].sum())


class _Master:
    """Which groups to withhold, at least cost, so that every row so far holds."""

    def __init__(self, system: System, targets: Targets) -> None:
        own = system.groups[targets.numbers]
        self._count = system.group_count
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.silent()
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        lower = np.zeros(self._count)
        lower[own[own != LATENT]] = 1.0
        every = np.arange(self._count, dtype=np.int32)
        self._solver.addVars(self._count, lower, np.ones(self._count))
        self._solver.changeColsCost(self._count, every, system.weights)
        self._solver.changeColsIntegrality(self._count, every, np.ones(self._count, np.uint8))

    @property
    def bound(self) -> float:
        return float(self._solver.getInfo().mip_dual_bound)

    def choose(self, seconds: float) -> Flags | None:
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + seconds)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.asarray(self._solver.getSolution().col_value) > 0.5

    def add(self, coefficients: Reals, least: float) -> None:
        used = np.flatnonzero(coefficients > MISSING).astype(np.int32)
        self._solver.addRow(least, highspy.kHighsInf, len(used), used, coefficients[used])


class _Reach:
    """How far apart a target can be, with what is withheld."""

    def __init__(self, system: System) -> None:
        self._system = system
        free = ~system.told
        self._up = np.where(system.most >= NO_LIMIT, FAR_UP, system.most - system.values) * free
        self._down = np.maximum(system.values - system.least, 0) * free
        count, links = len(system), system.links
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.silent()
        for name, value in (("presolve", "off"), ("threads", 1)):
            self._solver.setOptionValue(name, value)
        self._solver.addVars(count, -self._down.astype(float), self._up.astype(float))
        for row in range(len(links)):
            entries = slice(links.starts[row], links.starts[row + 1])
            columns, signs = links.columns[entries].astype(np.int32), links.signs[entries].astype(float)
            self._solver.addRow(0.0, 0.0, len(columns), columns, signs)

    def open(self, withheld: Flags) -> None:
        opened = np.append(withheld, True)[self._system.groups]
        every = np.arange(len(self._system), dtype=np.int32)
        self._solver.changeColsBounds(len(every), every, -self._down * opened, self._up * opened)

    def look(self, number: int, width: int) -> tuple[Reals, float] | None:
        """What more would have to be withheld, as a row: by group a coefficient, and their least sum."""
        apart, coefficients, already = 0.0, np.zeros(self._system.group_count), 0.0
        for sign in (-1.0, 1.0):
            self._solver.changeColCost(number, sign)
            self._solver.run()
            apart += -float(self._solver.getObjectiveValue())
            duals = -np.asarray(self._solver.getSolution().col_dual)
            duals[np.abs(duals) < MISSING] = 0.0
            worth = np.where(duals > 0, duals * self._up, -duals * self._down)
            asked = self._system.groups != LATENT
            np.add.at(coefficients, self._system.groups[asked], worth[asked])
            already += float(worth[~asked].sum())
            self._solver.changeColCost(number, 0.0)
        if apart >= width - MISSING:
            return None
        least = width - already
        return np.minimum(coefficients, least), least
