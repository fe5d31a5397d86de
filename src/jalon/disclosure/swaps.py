"""The cheapest proofs: people who are in the same told sets can stand for one another.

If one of them is in a secret and another is not, the secret could hold one more, or one less, and nobody would see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from jalon.disclosure.shifts import Shift, build_shift
from jalon.disclosure.system import Flags, Integers

Marks = npt.NDArray[np.uint64]


class Swaps:
    """People in classes: those of one class are in the same told sets.

    `staying` may not go: of every small set that is withheld somebody stays, so that it does not become empty.
    """

    def __init__(self, people: Integers, classes: Marks, staying: Flags) -> None:
        self._people = people
        self._classes = classes
        self._staying = staying
        self._order = np.argsort(classes, kind="stable")
        self._sorted = classes[self._order]

    def prove_all(self, secrets: Sequence[Integers], widths: Sequence[int]) -> Iterator[tuple[Shift, ...] | None]:
        """For each secret, by the places of its members, shifts that show it uncertain; None where swaps do not."""
        if not secrets:
            return
        places = np.concatenate(secrets)
        of_places = self._classes[places]
        first = np.searchsorted(self._sorted, of_places, "left").tolist()
        last = np.searchsorted(self._sorted, of_places, "right").tolist()
        at = 0
        for members, width in zip(secrets, widths, strict=True):
            bounds = list(zip(first[at : at + len(members)], last[at : at + len(members)], strict=True))
            at += len(members)
            yield self._prove(members.tolist(), bounds, width)

    def _prove(self, members: list[int], bounds: list[tuple[int, int]], width: int) -> tuple[Shift, ...] | None:
        inside: dict[tuple[int, int], list[int]] = {}
        for member, bound in zip(members, bounds, strict=True):
            inside.setdefault(bound, []).append(member)
        held = set(members)
        more: list[tuple[int, int]] = []
        fewer: list[tuple[int, int]] = []
        for (first, last), within in inside.items():
            if last - first == len(within):
                continue
            others = [one for one in self._some(first, last, width + len(within)) if one not in held]
            more += [(one, within[0]) for one in others if not self._staying[one]]
            fewer += [(one, others[0]) for one in within if not self._staying[one]]
        if len(more) >= width:
            return (self._shift(more[:width]),)
        missing = width - len(more)
        if len(fewer) < missing:
            return None
        shifts = [self._shift(fewer[:missing])]
        if more:
            return (self._shift(more), *shifts)
        gone = {one for one, _ in fewer[:missing]}
        for member in gone:  # she knows that she is there
            other = next((pair for pair in fewer if pair[0] != member), None)
            if other is None:
                return None
            shifts.append(self._shift([other]))
        return tuple(dict.fromkeys(shifts))

    def _some(self, first: int, last: int, count: int) -> list[int]:
        """So many of a class who may go, if there are; at least one in any case."""
        found = self._order[first : min(last, first + 4 * count + 16)]
        going: list[int] = found[~self._staying[found]][: count + 1].tolist()
        return going + [one for one in found[: count + 1].tolist() if one not in going]

    def _shift(self, pairs: Sequence[tuple[int, int]]) -> Shift:
        """The first of each pair is gone, the second doubled."""
        gone, doubled = self._people[[one for one, _ in pairs]], self._people[[other for _, other in pairs]]
        return build_shift(gone.tolist(), doubled.tolist())
