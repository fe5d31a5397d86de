"""What else has to be withheld so that a secret can move: the cheapest way, by linear programming.

What was told before does not move. A set asked for may, at what it costs to withhold it; one that is withheld already
moves for nothing (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001). The simplex method starts from the true
numbers, with the pivots of an elimination: the cheapest move is a few steps away. Of thousands of classes a programme holds
only those that can help: the others are priced by its duals, and the best of them are taken in (Dantzig and Wolfe 1960). It is
counted in steps, never in seconds, so that what is told does not hang on how busy a machine is.
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
FEW, TAKEN_IN, MOST_ROUNDS = 400, 20, 100
"""Up to so many classes all are in the programme from the start; of more, so many at a time, so many times for one move."""
MOST_BRANCHES = 50
"""Of a search among whole numbers."""
NOTHING = 1e-6
PRIMAL_SIMPLEX = 4


class Cheapest:
    """Moves between classes of people, of each of which there are so many. Rows of `told`, `asked` and `held` are sets,
    with their classes as columns. `weights` is what it costs to withhold each of those asked for; of those held somebody
    is left."""

    def __init__(self, told: Flags, asked: Flags, weights: Reals, held: Flags, sizes: Integers) -> None:
        self._weights, self._most_gone = weights.copy(), sizes
        self._random = np.random.default_rng(len(sizes))
        reduced = eliminate(told, np.argsort(-sizes, kind="stable").tolist())
        self._rows = np.concatenate([reduced.rows, asked, held])
        self._reach = len(self._rows)
        self._inside = np.zeros(0, np.int64)
        """The classes in the programme, in the order of their columns: how many more, then how many fewer."""
        self._pair = np.full(len(sizes), -1)
        """By class, its place among them."""
        self._upper = np.zeros(0)
        """By column of a class, how far it may move."""
        self._solver = self._build_solver(len(reduced.pivots), 1 - held @ sizes)
        self._first = self._solver.getNumCol()
        self._take_in(reduced.pivots if len(sizes) > FEW else np.arange(len(sizes)))
        self._start = self._build_start(reduced.pivots, len(reduced.pivots) + len(asked))

    def _build_solver(self, before: int, least: Integers) -> highspy.Highs:
        """Rows: sets told before, sets asked for, those held, and the secret's own. Columns: by set asked for, how much
        larger it is and how much smaller; those of classes come after."""
        now = len(self._weights)
        still = np.zeros(before + now)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = self._reach + 1, 2 * now
        model.col_cost_ = np.concatenate([self._weights, self._weights])
        model.col_lower_, model.col_upper_ = np.zeros(2 * now), np.full(2 * now, highspy.kHighsInf)
        model.row_lower_ = np.concatenate([still, least, [-highspy.kHighsInf]])
        model.row_upper_ = np.concatenate([still, np.full(len(least) + 1, highspy.kHighsInf)])
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.arange(2 * now + 1, dtype=np.int32)
        model.a_matrix_.index_ = np.tile(np.arange(before, before + now, dtype=np.int32), 2)
        model.a_matrix_.value_ = np.repeat([-1.0, 1.0], now)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1),
            ("simplex_strategy", PRIMAL_SIMPLEX), ("simplex_iteration_limit", MOST_STEPS),
            ("mip_max_nodes", MOST_BRANCHES), ("mip_max_improving_sols", 1),
        ):  # fmt: skip
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver

    def _take_in(self, classes: Integers) -> None:
        """Columns for these classes, which have none yet."""
        of_class, rows = np.nonzero(self._rows[:, classes].T)
        values = self._rows[rows, classes[of_class]]
        bounds = np.searchsorted(of_class, np.arange(len(classes) + 1)).tolist()
        twice = [slice(*bounds[at : at + 2]) for at in range(len(classes)) for _ in range(2)]
        lengths = np.array([one.stop - one.start for one in twice], np.int64)
        signs = np.repeat(np.tile([1.0, -1.0], len(classes)), lengths)
        entries = np.concatenate([np.arange(one.start, one.stop) for one in twice] or [rows])
        upper = np.stack([np.full(len(classes), MOST_DOUBLED), self._most_gone[classes].astype(float)], 1).ravel()
        self._solver.addCols(
            len(twice), np.full(len(twice), SHORT), np.zeros(len(twice)), upper, len(entries),
            (np.cumsum(lengths) - lengths).astype(np.int32), rows[entries].astype(np.int32), signs * values[entries],
        )  # fmt: skip
        self._upper = np.concatenate([self._upper, upper])
        self._pair[classes] = len(self._inside) + np.arange(len(classes))
        self._inside = np.concatenate([self._inside, classes])

    def _columns(self, classes: Integers) -> Integers:
        """Of these classes, how many more; then, in the same order, how many fewer."""
        more = self._first + 2 * self._pair[classes]
        return np.concatenate([more, more + 1]).astype(np.int32)

    def _build_start(self, pivots: Integers, fixed: int) -> highspy.HighsBasis:
        """Nothing has moved: pivots, sizes asked for, those held and the secret's own row are ready to."""
        lower, basic = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic
        columns = [lower] * self._solver.getNumCol()
        for column in (*self._columns(pivots)[: len(pivots)].tolist(), *range(len(self._weights))):
            columns[column] = basic
        start = highspy.HighsBasis()
        start.col_status, start.row_status = columns, [lower] * fixed + [basic] * (self._reach + 1 - fixed)
        start.valid = True
        return start

    def free(self, asked: Iterable[int]) -> None:
        """These are withheld, and move for nothing from now on."""
        for one in asked:
            self._weights[one] = 0.0
            for column in (one, len(self._weights) + one):
                self._solver.changeColCost(column, 0.0)

    def move(self, classes: Integers, width: int, *, up: bool, keeps: int | None = None) -> tuple[Reals, Integers]:
        """How many more there are of each class, when of these together there are as many more, or fewer, as can be, up
        to this width; and which of the sets asked for change by it. Of the class that it `keeps` somebody stays."""
        needed = np.union1d(classes, [] if keeps is None else [keeps]).astype(np.int64)
        self._take_in(needed[self._pair[needed] < 0])
        columns = self._columns(classes)
        signs = np.repeat([1.0, -1.0] if up else [-1.0, 1.0], len(classes))
        for column, sign in zip(columns.tolist(), signs.tolist(), strict=True):
            self._solver.changeCoeff(self._reach, column, sign)
        self._solver.changeColsCost(len(columns), columns, SHORT - REACHED * signs)
        if keeps is not None:
            self._let_go(keeps, max(float(self._most_gone[keeps]) - 1.0, 0.0))
        moved, changed = self._solve(columns, width)
        if keeps is not None:
            self._let_go(keeps, float(self._most_gone[keeps]))
        self._solver.changeColsCost(len(columns), columns, np.full(len(columns), SHORT))
        for column in columns.tolist():
            self._solver.changeCoeff(self._reach, column, 0.0)
        by_class = np.zeros(len(self._pair))
        by_class[self._inside] = moved
        return by_class, np.flatnonzero((changed > NOTHING) & (self._weights > 0))

    def _let_go(self, one: int, most: float) -> None:
        """Of this class so many may go."""
        column = int(self._columns(np.array([one]))[1])
        self._upper[column - self._first] = most
        self._solver.changeColBounds(column, 0.0, most)

    def _solve(self, columns: Integers, width: int) -> tuple[Reals, Reals]:
        """In whole numbers where that is found: at other costs, which lead to other corners, then by branching."""
        lower = highspy.HighsBasisStatus.kLower
        before = list(self._start.col_status)
        self._start.col_status = before + [lower] * (self._solver.getNumCol() - len(before))
        self._solver.setBasis(self._start)
        moved, changed = self._run_among_all(columns, width, width)
        dearer: set[int] = set()
        is_moving = np.zeros(len(self._pair), bool)
        for further in range(1, ATTEMPTS + 1):
            is_moving[self._inside[np.abs(moved) > NOTHING]] = True
            partly = self._inside[np.abs(moved - np.rint(moved)) > NOTHING]
            if not len(partly):
                break
            if further == ATTEMPTS:
                reached = int(abs(self._reached(columns, moved)) + NOTHING)
                moved, changed = self._branch(min(width, reached), is_moving) or (moved, changed)
                break
            other = np.setdiff1d(self._columns(partly), columns).astype(np.int32)
            self._solver.changeColsCost(len(other), other, SHORT * self._random.uniform(2.0, 20.0, len(other)))
            dearer |= set(other.tolist())
            moved, changed = self._run_among_all(columns, width, width + further)
        listed = np.array(sorted(dearer), np.int32)
        self._solver.changeColsCost(len(listed), listed, np.full(len(listed), SHORT))
        return moved, changed

    def _run_among_all(self, columns: Integers, width: int, most: int) -> tuple[Reals, Reals]:
        """The best among all classes, in which the secret moves by so much at most: those outside are taken in, the most
        promising first, until none would help; or until it moves by this width and nothing is withheld for it."""
        moved, changed = self._run(-highspy.kHighsInf, float(most))
        for _ in range(MOST_ROUNDS):
            if len(self._inside) == len(self._pair):
                break
            if abs(self._reached(columns, moved)) > width - NOTHING and not self._weights @ changed:
                break
            worth = np.asarray(self._solver.getSolution().row_dual)[:-1] @ self._rows
            gain = np.where((worth > 0) | (self._most_gone > 0), np.abs(worth) - SHORT, 0.0)
            gain[self._inside] = 0.0
            helping = np.flatnonzero(gain > NOTHING)
            if not len(helping):
                break
            self._take_in(helping[np.argsort(-gain[helping], kind="stable")[:TAKEN_IN]])
            moved, changed = self._run(-highspy.kHighsInf, float(most))
        return moved, changed

    def _reached(self, columns: Integers, moved: Reals) -> float:
        return float(moved[(columns[: len(columns) // 2] - self._first) // 2].sum())

    def _run(self, least: float, most: float) -> tuple[Reals, Reals]:
        """How many more there are of each class inside, and by how much each set asked for changes."""
        self._solver.changeRowBounds(self._reach, least, most)
        self._solver.run()
        found = np.asarray(self._solver.getSolution().col_value)
        of_classes = found[self._first :].reshape(-1, 2)
        return of_classes[:, 0] - of_classes[:, 1], found[: self._first].reshape(2, -1).sum(axis=0)

    def _branch(self, width: int, is_moving: Flags) -> tuple[Reals, Reals] | None:
        """Any move in whole numbers that goes so far, if one is found in so many steps: of the classes that moved in
        fractions, else of all inside."""
        every = np.arange(self._first, self._solver.getNumCol(), dtype=np.int32)
        upper = np.where(np.repeat(is_moving[self._inside], 2), self._upper, 0.0)
        self._solver.changeColsIntegrality(len(every), every, np.full(len(every), 1, np.uint8))
        self._solver.setOptionValue("presolve", "on")
        found = None
        for bounds in (upper, self._upper):
            self._solver.changeColsBounds(len(every), every, np.zeros(len(every)), bounds)
            found = found or self._run_whole(width)
        self._solver.setOptionValue("presolve", "off")
        self._solver.changeColsIntegrality(len(every), every, np.zeros(len(every), np.uint8))
        return found

    def _run_whole(self, width: int) -> tuple[Reals, Reals] | None:
        found = self._run(float(width), float(width + 1))
        status = self._solver.getInfo().primal_solution_status
        return found if status == int(highspy.SolutionStatus.kSolutionStatusFeasible) else None
