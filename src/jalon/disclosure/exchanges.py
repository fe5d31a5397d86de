"""Several people stand for several others, where nobody can stand for one alone: moves put together one after the other.

Elimination gives short moves between classes of people that leave every told size as it is. Those that move a secret
are added up until it has moved far enough; where more would have to go than there are, other moves make up for it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jalon.disclosure.crowd import Crowd
from jalon.disclosure.elimination import eliminate
from jalon.disclosure.shifts import Members, Shift, build_shift, is_uncertain
from jalon.disclosure.system import Flags, Integers

NOTHING = 1e-6
MOST_TRIED = 80
"""So many moves are tried for one secret in one direction, the shortest first."""
MOST_MENDED = 12
"""So many further moves at most make one possible."""


class Exchanges:
    """The moves of a crowd whose classes are in the same told sets. `told`: by set and class, whether they are in it."""

    def __init__(self, crowd: Crowd, told: Flags, secrets: Integers) -> None:
        """`secrets`: places of people who are to move rather than to make up for others."""
        self._crowd = crowd
        count = len(crowd.people_of)
        is_secret = np.zeros(count, bool)
        is_secret[crowd.class_of[secrets]] = True
        self._reduced = reduced = eliminate(told, np.lexsort((-crowd.most_gone, is_secret)).tolist())
        self._row_of = np.full(count, -1)
        self._row_of[reduced.pivots] = np.arange(len(reduced.pivots))
        self._lengths = np.count_nonzero(reduced.rows, axis=0)
        is_whole = np.abs(reduced.rows - np.rint(reduced.rows)).max(axis=0, initial=0.0) < NOTHING
        self._is_free = is_whole & (self._row_of < 0)

    def prove(self, members: Members, width: int) -> tuple[Shift, ...] | None:
        """Shifts that show the secret uncertain; None where none were found."""
        secret = _Secret(self._crowd, self._crowd.places_of(members))
        shifts = [secret.build_shift(self._gather(secret, width, up=True), width, up=True)]
        missing = width - shifts[0].effect(members)
        if missing > 0:
            down = self._gather(secret, missing, up=False)
            shifts.append(secret.build_shift(down, missing, up=False))
            if missing == width:  # whoever is in it, and knows that, must reckon with the others being gone
                shifts += [secret.build_shift(down, 1, up=False, staying=one) for one in secret.places]
        shifts = [shift for shift in dict.fromkeys(shifts) if shift.effect(members)]
        return tuple(shifts) if is_uncertain(members, width, shifts) else None

    def _gather(self, secret: _Secret, width: int, *, up: bool) -> Integers:
        """Moves put together until the secret has moved so far, or there are no more; by class, how many more."""
        moved = np.zeros(len(self._row_of), np.int64)
        reached = secret.by_swaps(up=up)
        for step in self._steps(secret.classes):
            if secret.effect(step, up=up) <= 0:
                continue
            while reached < width and (further := self._mend(moved + step, secret.classes)) is not None:
                effect = secret.effect(further, up=up) + secret.by_swaps(up=up)
                if effect <= reached:
                    break
                moved, reached = further, effect
        return moved

    def _steps(self, classes: Integers) -> Iterator[Integers]:
        """Moves of these classes, there and back, the shortest first."""
        rows = self._row_of[classes]
        is_touched = self._reduced.rows[rows[rows >= 0]].any(axis=0)
        is_touched[classes] = True
        touched = np.flatnonzero(is_touched & self._is_free)
        for column in touched[np.argsort(self._lengths[touched], kind="stable")][:MOST_TRIED].tolist():
            columns, by = self._reduced.move_of(column)
            step = np.zeros(len(self._row_of), np.int64)
            step[columns] = np.rint(by)
            yield step
            yield -step

    def _mend(self, moved: Integers, still: Integers) -> Integers | None:
        """Where more would have to go than can, others in their place, by moves of other classes than those `still`;
        None where that is not found soon."""
        most_gone, pivots, rows = self._crowd.most_gone, self._reduced.pivots, self._reduced.rows
        missing = int(np.maximum(-most_gone - moved, 0).sum())
        for _ in range(MOST_MENDED):
            at = int(np.argmax(-most_gone - moved))
            if not missing or self._row_of[at] < 0:
                break
            columns = np.flatnonzero(rows[self._row_of[at]] * self._is_free)
            columns = columns[~np.isin(columns, still)]
            signs = -np.sign(rows[self._row_of[at], columns]).astype(np.int64)
            is_possible = moved[columns] + signs >= -most_gone[columns]
            columns, signs = columns[is_possible], signs[is_possible]
            after = moved[pivots][:, None] - rows[:, columns] * signs
            left = np.maximum(-most_gone[pivots][:, None] - after, 0.0).sum(axis=0)
            if left.min(initial=missing) >= missing:
                break
            best = int(np.lexsort((self._lengths[columns], left))[0])
            moved = moved.copy()
            moved[pivots] = np.rint(after[:, best]).astype(np.int64)
            moved[columns[best]] += signs[best]
            missing = int(np.maximum(-most_gone - moved, 0).sum())
        return None if missing else moved


class _Secret:
    """A secret among the classes: who of each is in it, and who is not."""

    def __init__(self, crowd: Crowd, places: Integers) -> None:
        self._crowd = crowd
        self.places: list[int] = places.tolist()
        self.classes = np.unique(crowd.class_of[places])
        self._inside = set(self.places)
        of_classes = [crowd.people_of[one].tolist() for one in self.classes.tolist()]
        self._has_others = np.array([any(one not in self._inside for one in people) for people in of_classes])
        going = [[one for one in people if crowd.can_go[one]] for people in of_classes]
        inside = np.array([sum(one in self._inside for one in people) for people in going])
        self._swaps_up = sum(map(len, going)) - int(inside.sum())
        self._swaps_down = int(inside[self._has_others].sum())

    def by_swaps(self, *, up: bool) -> int:
        """How far swaps within its classes take it, beside any move."""
        return self._swaps_up if up else self._swaps_down

    def effect(self, move: Integers, *, up: bool) -> int:
        """How far a move takes it beside these swaps. Where somebody of a class stands outside, all in it can go anyhow."""
        return int(move[self.classes].sum() if up else -move[self.classes[~self._has_others]].sum())

    def build_shift(self, moved: Integers, width: int, *, up: bool, staying: int | None = None) -> Shift:
        """The people of a move, and as many swaps as it takes for this width. Empty where it cannot be without her who
        is `staying`."""
        gone: list[int] = []
        doubled: list[int] = []
        for at in np.flatnonzero(moved).tolist():
            by, going = int(moved[at]), self._going(at, up, staying)
            if -by > len(going):
                return Shift((), ())
            gone += going[: max(-by, 0)]
            doubled += [self._coming(at, up)] * max(by, 0)
        effect = sum(one in self._inside for one in doubled) - sum(one in self._inside for one in gone)
        left = width - (effect if up else -effect)
        for at in self.classes[self._has_others].tolist():
            swapped = [one for one in self._going(at, up, staying) if (one in self._inside) != up and one not in gone]
            swapped = swapped[: max(left, 0)]
            gone += swapped
            doubled += [self._coming(at, up)] * len(swapped)
            left -= len(swapped)
        people = self._crowd.people
        return build_shift(people[gone].tolist(), people[doubled].tolist())

    def _going(self, at: int, up: bool, staying: int | None) -> list[int]:
        """Who of a class can go, first those who serve."""
        people = [one for one in self._crowd.people_of[at].tolist() if self._crowd.can_go[one] and one != staying]
        return sorted(people, key=lambda one: (one in self._inside) == up)

    def _coming(self, at: int, up: bool) -> int:
        """Who of a class is doubled: somebody in it to go up, somebody outside to go down, where there is one."""
        people: list[int] = self._crowd.people_of[at].tolist()
        return next((one for one in people if (one in self._inside) == up), people[0])
