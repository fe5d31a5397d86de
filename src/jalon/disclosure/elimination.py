"""What can move while some sums stay: Gaussian elimination.

Columns are classes of people, rows are told sets: 1 where the people of a class are in it. The reduced rows say the same
as those given, each in terms of one class that makes up for the others: its pivot.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from jalon.disclosure.system import Flags, Integers, Reals

NOTHING = 1e-7
"""Less than this is zero. What is found is added up again in whole numbers: at worst a proof is lost."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """Rows with one pivot each, which is 1 and stands alone in its column."""

    rows: Reals
    pivots: Integers
    """By row, its column."""

    def move_of(self, column: int) -> tuple[Integers, Reals]:
        """The columns that move when this one, which is no pivot, rises by one and every row's sum stays; and by how
        much. All moves are combinations of these."""
        moved = np.flatnonzero(self.rows[:, column])
        return np.append(self.pivots[moved], column), np.append(-self.rows[moved, column], 1.0)


def eliminate(rows: Flags, order: Iterable[int]) -> Reduced:
    """Reduce the rows, with pivots in this order of columns. Of several rows that have something in a column, the one in
    which most is zero is taken: so the others stay short."""
    left = rows.astype(float)
    is_open = np.ones(len(rows), bool)
    pivots: list[int] = []
    places: list[int] = []
    for column in order:
        if len(pivots) == len(rows):
            break
        here = np.flatnonzero(left[:, column])
        candidates = here[is_open[here]]
        if len(candidates):
            is_odd = np.abs(np.abs(left[candidates, column]) - 1.0) > NOTHING
            row = int(candidates[np.lexsort((np.count_nonzero(left[candidates], axis=1), is_odd))[0]])
            left[row] /= left[row, column]
            _clear(left, column, row, here[here != row])
            is_open[row] = False
            pivots.append(column)
            places.append(row)
    return Reduced(left[places], np.array(pivots, np.int64))


def _clear(left: Reals, column: int, row: int, others: Integers) -> None:
    """Take so much of the row from the others that they have nothing in the column."""
    used = np.flatnonzero(left[row])
    block = np.ix_(others, used)
    cleared = left[block] - np.outer(left[others, column], left[row, used])
    whole = np.rint(cleared)
    left[block] = np.where(np.abs(cleared - whole) < NOTHING, whole, cleared)
