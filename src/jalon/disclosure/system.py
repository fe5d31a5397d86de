"""One sparse linear system: every number published or asked for, and how they make each other up.

A number is the size of a set of members. Its *links* say which others add up to it: a total its cells, a margin its
line, any set its *atoms* (those who are in exactly the same sets). Whoever adds and subtracts what is published solves
this system; so protection and certificate are stated on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

NO_LIMIT = int(np.iinfo(np.int32).max)
LATENT = -1
"""The group of numbers that nobody asked for: atoms, and differences."""


@dataclass(frozen=True)
class Links:
    """Rows of +1 and −1 over the numbers; each adds up to zero. Compressed: row r is `columns[starts[r]:starts[r+1]]`."""

    starts: Integers
    columns: Integers
    signs: Integers

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def rows(self) -> Integers:
        """For each entry, its row."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def add_up(self, numbers: Integers) -> bool:
        """Whether every row comes to zero: addition, nothing else."""
        sums = np.zeros(len(self), np.int64)
        np.add.at(sums, self.rows, self.signs * numbers[self.columns])
        return not sums.any()


def build_links(rows: list[tuple[int, list[int]]]) -> Links:
    """Each row: a number, and those that add up to it."""
    columns = [column for whole, parts in rows for column in (whole, *parts)]
    signs = [sign for _, parts in rows for sign in (1, *([-1] * len(parts)))]
    lengths = [len(parts) + 1 for _, parts in rows]
    starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]) if rows else np.zeros(1)
    return Links(starts.astype(np.int64), np.array(columns, np.int64), np.array(signs, np.int64))


@dataclass(frozen=True, slots=True)
class System:
    """The numbers, their links, and what of each may be told.

    `groups` are withheld whole: numbers that are told or not told together. A number of group LATENT is never told,
    one `settled` is not ours to decide any more: it was told or withheld before. `least` is what anybody knows of a
    number not told: 1 where a cell is shown (a cell of nobody is told as 0), else 0.
    """

    values: Integers
    links: Links
    groups: Integers
    weights: Reals
    """What withholding each group costs."""
    told: Flags
    """Settled and told."""
    least: Integers
    most: Integers
    """The same from above: without limit, unless a rounded number is told."""

    def __len__(self) -> int:
        return len(self.values)

    @property
    def group_count(self) -> int:
        return len(self.weights)


@dataclass(frozen=True, slots=True)
class Targets:
    """Numbers that must stay uncertain, and by how much: the least distance between two tables that are possible.

    `insiders` are pairs of a target's position and the number of an atom of it: whoever is that atom, and knows that
    there is somebody in it, must not learn the target's size either.
    """

    numbers: Integers
    widths: Integers
    insiders: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)
