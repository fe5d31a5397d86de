"""The linear programmes of the protection: how the numbers could be other than they are, at least cost.

A *move* is a displacement of all numbers that keeps every link: the true table plus a move is another table. Numbers
told do not move; telling one less lets it move, at the cost of its group. Simplex without presolve, warm: one question
differs from the last by two bounds.
"""

from __future__ import annotations

import time

import highspy
import numpy as np

from jalon.disclosure.system import LATENT, NO_LIMIT, Integers, Reals, System

NEARLY_FREE = 1e-3
"""What moving a withheld number costs: enough to keep moves short."""
FAR = 1e4
ROUND = 1e-6
WHOLE_SECONDS = 1.0
ATTEMPTS = 4
DUAL_SIMPLEX = 1


class Moves:
    """One solver over one system, kept warm."""

    def __init__(self, system: System, deadline: float) -> None:
        self.system = system
        self.deadline = deadline
        self.is_late = False
        self.programmes = 0
        """How many were solved."""
        self.was_fractional = False
        """Whether a move was given up because it came in no whole numbers."""
        self.may_branch = False
        """Whether to go on to whole numbers by branching where no vertex is whole: dear, so for the last ones only."""
        self._random = np.random.default_rng(len(system))
        self._free = np.flatnonzero(~system.told)
        self._place = np.full(len(system), -1)
        self._place[self._free] = np.arange(len(self._free))
        self._count = len(self._free)
        self._down = (system.values - system.least)[self._free].astype(float)
        np.maximum(self._down, 0, out=self._down)
        most = system.most[self._free]
        self._up = np.where(most >= NO_LIMIT, highspy.kHighsInf, (most - system.values[self._free]).astype(float))
        self._costs = np.full(self._count, NEARLY_FREE)
        asked = system.groups[self._free] != LATENT
        self._costs[asked] = system.weights[system.groups[self._free][asked]]
        self._solver = self._build_solver()

    def _build_solver(self) -> highspy.Highs:
        links, count = self.system.links, self._count
        places = self._place[links.columns]
        kept = places >= 0
        rows, places, signs = links.rows[kept], places[kept], links.signs[kept].astype(float)
        used, rows = np.unique(rows, return_inverse=True)
        lengths = np.bincount(rows, minlength=len(used)) if len(used) else np.zeros(0, np.int64)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * count, len(used)
        model.col_cost_ = np.concatenate([self._costs, self._costs])
        model.col_lower_ = np.zeros(2 * count)
        model.col_upper_ = np.concatenate([self._up, self._down])
        model.row_lower_ = model.row_upper_ = np.zeros(len(used))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(2 * lengths)]).astype(np.int32)
        index = np.stack([places, places + count], 1).ravel()
        model.a_matrix_.index_ = index.astype(np.int32)
        model.a_matrix_.value_ = np.stack([signs, -signs], 1).ravel()
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("solver", "simplex")
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("simplex_strategy", DUAL_SIMPLEX)
        solver.setOptionValue("mip_max_improving_sols", 1)
        solver.passModel(model)
        return solver

    def can_move(self, number: int) -> bool:
        return bool(self._place[number] >= 0)

    def move_up(self, number: int, by: int) -> Integers | None:
        """A cheapest move in which the number rises by this; None where there is none."""
        return self._move(number, float(by), up=True)

    def move_down(self, number: int, by: int) -> Integers | None:
        return self._move(number, float(by), up=False)

    def _move(self, number: int, by: float, *, up: bool) -> Integers | None:
        place = int(self._place[number])
        if by > (self._up if up else self._down)[place]:
            return None
        column, other = (place, place + self._count) if up else (place + self._count, place)
        self._solver.changeColBounds(column, by, by)
        self._solver.changeColBounds(other, 0.0, 0.0)
        found = self._solve()
        self.let_go(number)
        return found

    def reach(self, number: int, by: int, *, up: bool) -> Integers | None:
        """The move that takes the number as far as it can go this way, `by` at most, at least cost beside that."""
        place = int(self._place[number])
        column, other = (place, place + self._count) if up else (place + self._count, place)
        cost = float(self._costs[place])
        self._solver.changeColCost(column, -FAR * max(1.0, float(self._costs.max())))
        self._solver.changeColBounds(column, 0.0, min(float(by), float((self._up if up else self._down)[place])))
        self._solver.changeColBounds(other, 0.0, 0.0)
        found = self._solve(pulled=column)
        self._solver.changeColCost(column, cost)
        self.let_go(number)
        return found

    def let_go(self, number: int) -> None:
        """The number may move again as the system says."""
        self.hold(np.array([number]), False)

    def set_costs(self, numbers: Integers, cost: float | Reals) -> None:
        """From now on moving these costs so much: next to nothing once they are withheld."""
        places = self._place[numbers]
        places = places[places >= 0]
        self._costs[places] = cost
        both = np.concatenate([places, places + self._count]).astype(np.int32)
        self._solver.changeColsCost(len(both), both, self._costs[both % self._count])

    def keep_one(self, number: int) -> None:
        """The number does not fall below one, until it is let go again."""
        place = int(self._place[number])
        if place >= 0:
            most = max(float(self.system.values[number]) - 1.0, 0.0)
            self._solver.changeColBounds(place + self._count, 0.0, min(most, float(self._down[place])))

    def hold(self, numbers: Integers, held: bool) -> None:
        """Told after all: these do not move; or let go again."""
        places = self._place[numbers]
        places = places[places >= 0]
        both = np.concatenate([places, places + self._count]).astype(np.int32)
        upper = np.zeros(len(both))
        if not held:
            upper = np.concatenate([self._up[places], self._down[places]])
        self._solver.changeColsBounds(len(both), both, np.zeros(len(both)), upper)

    def _solve(self, pulled: int | None = None) -> Integers | None:
        """The cheapest move in whole numbers; where the cheapest is not whole, one a little dearer that is.

        `pulled` is the column whose cost is not its own, since it is to go far.
        """
        costs = np.concatenate([self._costs, self._costs])
        moved, whole, is_dearer = self._run(), None, False
        for attempt in range(ATTEMPTS):
            whole = None if moved is None else self._in_whole_numbers(moved)
            if moved is None or whole is not None or attempt == ATTEMPTS - 1:
                break
            partly = np.flatnonzero(np.abs(moved - np.rint(moved)) > ROUND)
            both = np.concatenate([partly, partly + self._count])
            costs[both] *= self._random.uniform(1.5, 6.0, len(both))
            both = both[both != pulled].astype(np.int32)
            self._solver.changeColsCost(len(both), both, costs[both])
            moved, is_dearer = self._run(), True
        if is_dearer:
            every = np.delete(np.arange(2 * self._count, dtype=np.int32), [] if pulled is None else [pulled])
            self._solver.changeColsCost(len(every), every, self._costs[every % self._count])
        self.was_fractional |= whole is None and moved is not None
        if whole is None and moved is not None and self.may_branch:
            return self._solve_whole(moved)
        return whole

    def _run(self) -> Reals | None:
        left = self.deadline - time.thread_time()
        if left <= 0:
            self.is_late = True
            return None
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        self.programmes += 1
        self._solver.setBasis()  # from no move at all, a move is a few pivots away; from the last move, hundreds
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            self.is_late = True
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        columns: Reals = np.asarray(self._solver.getSolution().col_value)
        return columns[: self._count] - columns[self._count :]

    def _in_whole_numbers(self, moved: Reals) -> Integers | None:
        """The move, or twice or three times of it, where that is whole and leaves nothing below its least."""
        for times in (1, 2, 3):
            rounded = np.rint(times * moved)
            is_allowed = bool(((rounded >= -self._down) & (rounded <= self._up)).all())
            if is_allowed and np.abs(times * moved - rounded).max(initial=0) < ROUND:
                displaced = np.zeros(len(self.system), np.int64)
                displaced[self._free] = rounded.astype(np.int64)
                return displaced if self.system.links.add_up(displaced) else None
        return None

    def _solve_whole(self, moved: Reals) -> Integers | None:
        """Whole numbers by branching, among what the programme moved and what is withheld: nothing else moves."""
        every = np.arange(2 * self._count, dtype=np.int32)
        still = np.flatnonzero((self._costs > NEARLY_FREE) & (np.abs(moved) < ROUND))
        left = min(self.deadline - time.thread_time(), WHOLE_SECONDS)
        if left <= 0:
            return None
        lower, upper = (
            np.asarray(bounds) for bounds in (self._solver.getLp().col_lower_, self._solver.getLp().col_upper_)
        )
        held = upper.copy()
        held[still] = held[still + self._count] = 0.0
        self._solver.changeColsBounds(len(every), every, lower, held)
        self._solver.changeColsIntegrality(len(every), every, np.full(len(every), 1, np.uint8))
        self._solver.setOptionValue("presolve", "on")
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        self._solver.run()
        columns = np.asarray(self._solver.getSolution().col_value)
        is_found = self._solver.getInfo().primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
        self._solver.setOptionValue("presolve", "off")
        self._solver.changeColsIntegrality(len(every), every, np.zeros(len(every), np.uint8))
        self._solver.changeColsBounds(len(every), every, lower, upper)
        return self._in_whole_numbers(columns[: self._count] - columns[self._count :]) if is_found else None
