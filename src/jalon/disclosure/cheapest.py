"""What else has to be withheld so that a secret can move: the cheapest way, by linear programming.

What was told before does not move. A set asked for may, at what it costs to withhold it; one that is withheld already
moves for nothing (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001). The simplex method starts from the true
numbers, with the pivots of an elimination: the cheapest move is a few steps away. It is counted in steps, never in
seconds, so that what is told does not hang on how busy a machine is.
"""

from __future__ import annotations

from collections.abc import Iterable

import highspy
import numpy as np

from jalon.disclosure.elimination import eliminate
from jalon.disclosure.system import Flags, Integers, Reals

SHORT = 1e-3
"""What it costs that one person more goes or is doubled."""
REACHED = 1e5
"""What it is worth that the secret moves by one: more than all that may have to be withheld for it."""
MOST_DOUBLED = 50.0
MOST_STEPS = 2000
"""Of the simplex method, for one move."""
ATTEMPTS = 4
"""How often a move that came in fractions is tried again, a little further and with other costs."""
MOST_BRANCHES = 50
"""Of a search among whole numbers."""
NOTHING = 1e-6
PRIMAL_SIMPLEX = 4


class Cheapest:
    """Moves between classes of people, of each of which there are so many. Rows of `told`, `asked` and `held` are sets,
    with their classes as columns. `weights` is what it costs to withhold each of those asked for; of those held somebody
    is left."""

    def __init__(self, told: Flags, asked: Flags, weights: Reals, held: Flags, sizes: Integers) -> None:
        self._count, self._weights, self._most_gone = told.shape[1], weights.copy(), sizes
        self._random = np.random.default_rng(self._count)
        reduced = eliminate(told, np.argsort(-sizes, kind="stable").tolist())
        before, now, most = len(reduced.pivots), len(asked), len(reduced.pivots) + len(asked) + len(held)
        self._first_asked, self._reach = 2 * self._count, most
        rows = np.concatenate([reduced.rows, asked, held])
        matrix = np.zeros((most + 1, 2 * self._count + 2 * now))
        matrix[:-1, : 2 * self._count] = np.concatenate([rows, -rows], axis=1)
        matrix[before : before + now, 2 * self._count :] = np.concatenate([-np.eye(now), np.eye(now)], axis=1)
        self._solver = self._build_solver(matrix, 1 - held @ sizes)
        self._start = self._build_start(reduced.pivots, matrix.shape, before + now)

    def _build_solver(self, matrix: Reals, least: Integers) -> highspy.Highs:
        """Columns: by class how many more, by class how many fewer, and by set asked for the same of its size."""
        rows, columns = np.nonzero(matrix)
        unlimited = np.full(2 * len(self._weights), highspy.kHighsInf)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.concatenate([np.full(2 * self._count, SHORT), self._weights, self._weights])
        model.col_lower_ = np.zeros(matrix.shape[1])
        model.col_upper_ = np.concatenate(
            [np.full(self._count, MOST_DOUBLED), self._most_gone.astype(float), unlimited]
        )
        still = np.zeros(len(matrix) - len(least) - 1)
        model.row_lower_ = np.concatenate([still, least, [-highspy.kHighsInf]])
        model.row_upper_ = np.concatenate([still, np.full(len(least) + 1, highspy.kHighsInf)])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.searchsorted(rows, np.arange(len(matrix) + 1)).astype(np.int32)
        model.a_matrix_.index_ = columns.astype(np.int32)
        model.a_matrix_.value_ = matrix[rows, columns]
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1),
            ("simplex_strategy", PRIMAL_SIMPLEX), ("simplex_iteration_limit", MOST_STEPS),
            ("mip_max_nodes", MOST_BRANCHES), ("mip_max_improving_sols", 1),
        ):  # fmt: skip
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver

    def _build_start(self, pivots: Integers, shape: tuple[int, int], fixed: int) -> highspy.HighsBasis:
        """Nothing has moved: pivots, sizes asked for, those held and the secret's own row are ready to."""
        lower, basic = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic
        columns = [lower] * shape[1]
        for column in (*pivots.tolist(), *range(self._first_asked, self._first_asked + len(self._weights))):
            columns[column] = basic
        start = highspy.HighsBasis()
        start.col_status, start.row_status = columns, [lower] * fixed + [basic] * (shape[0] - fixed)
        start.valid = True
        return start

    def free(self, asked: Iterable[int]) -> None:
        """These are withheld, and move for nothing from now on."""
        for one in asked:
            self._weights[one] = 0.0
            for column in (self._first_asked + one, self._first_asked + len(self._weights) + one):
                self._solver.changeColCost(column, 0.0)

    def move(self, classes: Integers, width: int, *, up: bool, keeps: int | None = None) -> tuple[Reals, Integers]:
        """How many more there are of each class, when of these together there are as many more, or fewer, as can be, up
        to this width; and which of the sets asked for change by it. Of the class that it `keeps` somebody stays."""
        columns = np.concatenate([classes, classes + self._count])
        signs = np.repeat([1.0, -1.0] if up else [-1.0, 1.0], len(classes))
        for column, sign in zip(columns.tolist(), signs.tolist(), strict=True):
            self._solver.changeCoeff(self._reach, column, sign)
        self._solver.changeColsCost(len(columns), columns, SHORT - REACHED * signs)
        if keeps is not None:
            self._solver.changeColBounds(self._count + keeps, 0.0, max(float(self._most_gone[keeps]) - 1.0, 0.0))
        moved, changed = self._solve(columns, width)
        if keeps is not None:
            self._solver.changeColBounds(self._count + keeps, 0.0, float(self._most_gone[keeps]))
        self._solver.changeColsCost(len(columns), columns, np.full(len(columns), SHORT))
        for column in columns.tolist():
            self._solver.changeCoeff(self._reach, column, 0.0)
        return moved, np.flatnonzero((changed > NOTHING) & (self._weights > 0))

    def _solve(self, columns: Integers, width: int) -> tuple[Reals, Reals]:
        """In whole numbers where that is found: at other costs, which lead to other corners, then by branching."""
        self._solver.setBasis(self._start)
        dearer: set[int] = set()
        for further in range(ATTEMPTS):
            moved, changed = self._run(-highspy.kHighsInf, float(width + further))
            partly = np.flatnonzero(np.abs(moved - np.rint(moved)) > NOTHING)
            if not len(partly):
                break
            partly = np.setdiff1d(np.concatenate([partly, partly + self._count]), columns).astype(np.int32)
            self._solver.changeColsCost(len(partly), partly, SHORT * self._random.uniform(2.0, 20.0, len(partly)))
            dearer |= set(partly.tolist())
        else:
            moved, changed = self._branch(min(width, int(abs(self._reached(columns, moved)) + NOTHING))) or (
                moved,
                changed,
            )
        listed = np.array(sorted(dearer), np.int32)
        self._solver.changeColsCost(len(listed), listed, np.full(len(listed), SHORT))
        return moved, changed

    def _reached(self, columns: Integers, moved: Reals) -> float:
        return float(moved[columns[: len(columns) // 2]].sum())

    def _run(self, least: float, most: float) -> tuple[Reals, Reals]:
        self._solver.changeRowBounds(self._reach, least, most)
        self._solver.run()
        found = np.asarray(self._solver.getSolution().col_value)
        return found[: self._count] - found[self._count : self._first_asked], found[self._first_asked :].reshape(
            2, -1
        ).sum(axis=0)

    def _branch(self, width: int) -> tuple[Reals, Reals] | None:
        """Any move in whole numbers that goes so far, if one is found in so many steps."""
        every = np.arange(self._first_asked, dtype=np.int32)
        self._solver.changeColsIntegrality(len(every), every, np.full(len(every), 1, np.uint8))
        self._solver.setOptionValue("presolve", "on")
        found = self._run(float(width), float(width + 1))
        is_found = self._solver.getInfo().primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
        self._solver.setOptionValue("presolve", "off")
        self._solver.changeColsIntegrality(len(every), every, np.zeros(len(every), np.uint8))
        return found if is_found else None
