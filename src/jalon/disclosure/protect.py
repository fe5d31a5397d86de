"""What has to be withheld so that every target stays uncertain: the linear-programming heuristic, and what it proves.

For each target in turn, the cheapest move that shifts it far enough is found, where moving a number already withheld
costs nothing; what else it moves is withheld too (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001). Each move
found is another possible table: all are kept as witnesses, and most targets are shown uncertain by a move made for
another. Then whatever turned out redundant is told again, the most costly first, as long as witnesses remain.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from jalon.disclosure.moves import NEARLY_FREE, Moves
from jalon.disclosure.system import LATENT, Flags, Integers, System, Targets

CLEANING = 80
"""Programmes at most to tell again what turned out redundant: a count, since what is told must not hang on the clock. Small
tables are cleaned to the end with fewer; a large one keeps some of its numbers withheld that need not be."""
MET_LINKS, MET = 3, 0.1
"""For each of its links, of so many at most, that holds something withheld anyhow, a number is cheaper to withhold, by so
much of its weight: where nothing else is withheld, one more has to move with it."""
MENDED_WITH = 6
"""With so many others, the shortest, a witness that would tell too much is tried to be mended."""


@dataclass(frozen=True, slots=True)
class Protection:
    """What is withheld, and the witnesses: the first is the true table (no move)."""

    withheld: Flags
    """By group."""
    witnesses: Integers
    """A move in each row: added to the values, another possible table."""
    lowest: Integers
    highest: Integers
    """By target, the witness in which it is lowest, and in which it is highest."""
    insiders: Integers
    """Rows of three: a target's position, an atom of it, and a witness that keeps the atom and moves the target."""
    unproven: Integers
    """Positions of targets for which no two tables far enough apart were found."""
    unproven_insiders: int
    is_late: bool
    """Whether time ran out."""
    failed: int | None = None
    """Where it stopped early, the position of the target that cannot be kept uncertain."""

    @property
    def is_proven(self) -> bool:
        return self.failed is None and not len(self.unproven) and not self.unproven_insiders


@dataclass(frozen=True, slots=True)
class Saved:
    """How many witnesses there were, which of them stood, and between which each target was furthest apart."""

    count: int
    alive: Flags
    lowest: Integers
    highest: Integers


class Witnesses:
    """The moves found so far, and between which of them each target is furthest apart."""

    def __init__(self, system: System, targets: Targets) -> None:
        self._targets = targets
        self.moves = np.zeros((64, len(system)), np.int32)
        self.of_targets = np.zeros((64, len(targets)), np.int32)
        self.alive = np.zeros(64, bool)
        self.alive[0] = True
        self.count = 1
        self.lowest = np.zeros(len(targets), np.int64)
        self.highest = np.zeros(len(targets), np.int64)
        self.least = np.zeros(len(targets), np.int64)
        """By target, its move in the table in which it is lowest; `most`: in which it is highest."""
        self.most = np.zeros(len(targets), np.int64)

    def add(self, move: Integers) -> None:
        if self.count == len(self.moves):
            self.moves = np.concatenate([self.moves, np.zeros_like(self.moves)])
            self.of_targets = np.concatenate([self.of_targets, np.zeros_like(self.of_targets)])
            self.alive = np.concatenate([self.alive, np.zeros_like(self.alive)])
        self.moves[self.count] = move
        self.of_targets[self.count] = move[self._targets.numbers]
        self.alive[self.count] = True
        self._look_at(self.count)
        self.count += 1

    def _look_at(self, witness: int) -> None:
        moved = self.of_targets[witness]
        is_lower, is_higher = moved < self.least, moved > self.most
        self.lowest[is_lower], self.least[is_lower] = witness, moved[is_lower]
        self.highest[is_higher], self.most[is_higher] = witness, moved[is_higher]

    @property
    def missing(self) -> Integers:
        """By target, how much further apart its two tables have to be."""
        return np.maximum(self._targets.widths - (self.most - self.least), 0)

    def count_resting(self) -> Integers:
        """By number, how many of the two tables of each target are shown possible by moving it."""
        used, times = np.unique(np.concatenate([self.lowest, self.highest]), return_counts=True)
        return np.asarray(times @ (self.moves[used] != 0), np.int64)

    def drop(self, numbers: Integers) -> None:
        """Keep only the witnesses that move none of these."""
        self.alive[: self.count] &= ~self.moves[: self.count][:, numbers].any(axis=1)
        lost = np.flatnonzero(~(self.alive[self.lowest] & self.alive[self.highest]))
        kept = np.flatnonzero(self.alive)
        of_lost = self.of_targets[np.ix_(kept, lost)]
        self.lowest[lost], self.highest[lost] = kept[of_lost.argmin(axis=0)], kept[of_lost.argmax(axis=0)]
        self.least[lost], self.most[lost] = of_lost.min(axis=0), of_lost.max(axis=0)

    def save(self) -> Saved:
        return Saved(self.count, self.alive.copy(), self.lowest.copy(), self.highest.copy())

    def restore(self, saved: Saved) -> None:
        """As it was; what was found since is possible then too."""
        self.lowest, self.highest = saved.lowest, saved.highest
        at = np.arange(len(self._targets))
        self.least = self.of_targets[self.lowest, at].astype(np.int64)
        self.most = self.of_targets[self.highest, at].astype(np.int64)
        self.alive[: len(saved.alive)] = saved.alive
        self.alive[saved.count : self.count] = True
        for witness in range(saved.count, self.count):
            self._look_at(witness)


class Search:
    """One protection in the making."""

    def __init__(
        self, system: System, targets: Targets, seconds: float, random: np.random.Generator | None = None
    ) -> None:
        self.system, self.targets = system, targets
        self.deadline = time.thread_time() + seconds
        self.withheld = np.zeros(system.group_count, bool)
        self.witnesses = Witnesses(system, targets)
        self.moves = Moves(system, self.deadline)
        self._insiders: list[tuple[int, int]] = []
        self.random = random
        self.stops = False
        self.failed: int | None = None
        order = np.argsort(system.groups, kind="stable")
        bounds = np.searchsorted(system.groups[order], np.arange(system.group_count + 1))
        self._members = [order[bounds[g] : bounds[g + 1]] for g in range(system.group_count)]

    def numbers_of(self, group: int) -> Integers:
        return self._members[group]

    def withhold(self, groups: Iterable[int]) -> None:
        for group in groups:
            if not self.withheld[group]:
                self.withheld[group] = True
                self.moves.set_costs(self.numbers_of(group), NEARLY_FREE)

    def price(self) -> None:
        """Withhold rather where something is withheld anyhow: `MET` says why."""
        links, asked = self.system.links, np.flatnonzero((self.system.groups != LATENT) & ~self.system.told)
        withheld = np.append(self.withheld, False)[self.system.groups]
        is_met = np.bincount(links.rows, withheld[links.columns], len(links)) > 0
        met = np.bincount(links.columns, is_met[links.rows], len(self.system))
        asked = asked[~withheld[asked]]
        weights = self.system.weights[self.system.groups[asked]]
        self.moves.set_costs(asked, weights * (1.0 - MET * np.minimum(met[asked], MET_LINKS)))

    def protect(self, position: int) -> None:
        """Withhold what keeps this target uncertain enough, if anything does."""
        number = int(self.targets.numbers[position])
        if not self.moves.can_move(number):
            return
        missing = int(self.witnesses.missing[position])
        if missing and (move := self.moves.move_up(number, int(self.witnesses.most[position]) + missing)) is not None:
            self.take(move)
            return
        for up in (True, False):
            missing = int(self.witnesses.missing[position])
            if not missing or self.moves.is_late:
                return
            reached = int(self.witnesses.most[position] if up else -self.witnesses.least[position])
            move = self.moves.reach(number, reached + missing, up=up)
            if move is not None and (move[number] if up else -move[number]) > reached:
                self.take(move)

    def take(self, move: Integers) -> None:
        """Keep the move as a witness; whatever it moves is withheld."""
        touched = self.system.groups[np.flatnonzero(move)]
        self.withhold(np.unique(touched[touched != LATENT]).tolist())
        self.witnesses.add(move)

    def protect_all(self) -> None:
        sizes = self.system.values[self.targets.numbers]
        order = np.lexsort((sizes, -self.targets.widths)).tolist()
        if self.random is not None:
            self.random.shuffle(order)
        for may_branch in (False, True):
            self.moves.may_branch = may_branch
            for position in order:
                if self.witnesses.missing[position] and not self.moves.is_late:
                    self.moves.was_fractional = False
                    self.protect(position)
                    is_hopeless = may_branch or not self.moves.was_fractional
                    if self.stops and is_hopeless and self.witnesses.missing[position]:
                        self.failed = position
                        return

    def find_for_insider(self, position: int, atom: int) -> int | None:
        """A witness in which the atom has somebody and the target another size."""
        kept = self.system.values[atom] + self.witnesses.moves[: self.witnesses.count, atom] >= 1
        moved = self.witnesses.of_targets[: self.witnesses.count, position] != 0
        found = np.flatnonzero(kept & moved & self.witnesses.alive[: self.witnesses.count])
        return int(found[0]) if len(found) else None

    def protect_from_insiders(self) -> None:
        """Whoever is in a cell knows that it is not empty: she must not learn the rest."""
        for position, atom in self.targets.insiders:
            if self.moves.is_late or self.find_for_insider(position, atom) is not None:
                continue
            number = int(self.targets.numbers[position])
            if not self.moves.can_move(number):
                continue
            self.moves.keep_one(atom)
            for move in (self.moves.move_up(number, 1), self.moves.move_down(number, 1)):
                if move is not None:
                    self.take(move)
                    break
            self.moves.hold(np.array([atom]), False)
            if self.stops and self.find_for_insider(position, atom) is None:
                self.failed = position
                return

    def hold_the_told(self) -> None:
        """From now on nothing moves but what is withheld: smaller programmes."""
        told = self.system.told | np.append(~self.withheld, False)[self.system.groups]
        self.moves = Moves(replace(self.system, told=told), self.deadline)
        self.moves.set_costs(np.flatnonzero(~told), NEARLY_FREE)

    def clean(self, programmes: int) -> None:
        """Tell again what need not be withheld, with about so many programmes: the most costly first, and of these what the fewest
        targets rest on, since that is told for the fewest new witnesses."""
        self.hold_the_told()
        needed = np.zeros(self.system.group_count, bool)
        own = self.system.groups[self.targets.numbers]
        needed[own[own != LATENT]] = True
        sizes = [int(self.system.values[numbers].max(initial=0)) for numbers in self._members]
        spare = np.flatnonzero(self.withheld & ~needed).tolist()
        rests = self.witnesses.count_resting()
        resting = [int(rests[numbers].max(initial=0)) for numbers in self._members]
        self._insiders = [one for one in self.targets.insiders if self.find_for_insider(*one) is not None]
        for group in sorted(spare, key=lambda group: (-self.system.weights[group], resting[group], -sizes[group])):
            if self.moves.programmes >= programmes or self.moves.is_late:
                return
            self._try_to_tell(group)

    def _try_to_tell(self, group: int) -> None:
        numbers = self.numbers_of(group)
        if self._gives_away(numbers):
            return
        saved, allowed = self.witnesses.save(), self.witnesses.missing
        self.witnesses.drop(numbers)
        self.moves.hold(numbers, True)
        self._mend_witnesses(numbers, np.flatnonzero(self.witnesses.missing > allowed), saved)
        again = np.flatnonzero(self.witnesses.missing > allowed).tolist()
        is_safe = all(self._find_again(position, int(allowed[position])) for position in again)
        if not is_safe or any(self.find_for_insider(*insider) is None for insider in self._insiders):
            self.moves.hold(numbers, False)
            self.witnesses.restore(saved)
            return
        self.withheld[group] = False

    def _gives_away(self, numbers: Integers) -> bool:
        """Whether adding and subtracting would find a target once these are told: it is all that a link leaves open."""
        links = self.system.links
        is_open = np.append(self.withheld, True)[self.system.groups] & ~self.system.told
        is_open[numbers] = False
        is_target = np.zeros(len(self.system), bool)
        is_target[self.targets.numbers] = True
        while True:
            entries = np.flatnonzero(is_open[links.columns])
            rows, columns = links.rows[entries], links.columns[entries]
            found = columns[np.bincount(rows, minlength=len(links))[rows] == 1]
            if not len(found) or is_target[found].any():
                return bool(len(found))
            is_open[found] = False

    def _mend_witnesses(self, numbers: Integers, again: Integers, saved: Saved) -> None:
        """Of each witness that was needed and moves what is to be told, less so much of another that it does not."""
        alive, moves, at = saved.alive, self.witnesses.moves, int(numbers[0])
        needed = np.unique(np.concatenate([saved.lowest[again], saved.highest[again]]))
        lost = moves[needed[moves[np.ix_(needed, numbers)].any(axis=1)]].astype(np.int64)
        others = np.flatnonzero(alive & (moves[: len(alive), at] != 0))
        lengths = np.count_nonzero(moves[others], axis=1)
        least, most = np.minimum(self.system.least - self.system.values, 0), self.system.most - self.system.values
        for other in others[np.lexsort((lengths, np.abs(moves[others, at])))[:MENDED_WITH]].tolist():
            away = moves[other].astype(np.int64)
            mended = lost * abs(away[at]) - np.sign(away[at]) * np.outer(lost[:, at], away)
            is_possible = ((mended >= least) & (mended <= most)).all(axis=1) & ~mended[:, numbers].any(axis=1)
            for move in mended[is_possible]:
                moved = move[self.targets.numbers[again]]
                if ((moved < self.witnesses.least[again]) | (moved > self.witnesses.most[again])).any():
                    self.witnesses.add(move)

    def _find_again(self, position: int, allowed: int) -> bool:
        """Look for two tables as far apart as before, with what is withheld now."""
        number = int(self.targets.numbers[position])
        for up in (True, False):
            missing = int(self.witnesses.missing[position])
            if missing <= allowed:
                return True
            reached = int(self.witnesses.most[position] if up else -self.witnesses.least[position])
            move = self.moves.reach(number, reached + missing, up=up)
            if move is not None:
                self.witnesses.add(move)
        return int(self.witnesses.missing[position]) <= allowed

    def result(self) -> Protection:
        witnesses = self.witnesses
        found = [(*one, self.find_for_insider(*one)) for one in self.targets.insiders]
        proven = [one for one in found if one[2] is not None]
        return Protection(
            withheld=self.withheld,
            witnesses=witnesses.moves[: witnesses.count].astype(np.int64),
            lowest=witnesses.lowest,
            highest=witnesses.highest,
            insiders=np.array(proven, np.int64).reshape(-1, 3),
            unproven=np.flatnonzero(witnesses.missing),
            unproven_insiders=len(found) - len(proven),
            is_late=self.moves.is_late,
            failed=self.failed,
        )


def protect(
    system: System,
    targets: Targets,
    *,
    seconds: float,
    cleaning: int = CLEANING,
    stops: bool = False,
    random: np.random.Generator | None = None,
) -> Protection:
    """What to withhold, within so many seconds; `cleaning` programmes at most to tell again what can be.

    `stops`: not to look further once one target cannot be kept uncertain. `random`: targets in random order, at other
    costs, for another protection of the same.
    """
    if random is not None:
        system = replace(system, weights=system.weights * random.uniform(1.0, 2.0, len(system.weights)))
    search = Search(system, targets, seconds, random)
    search.stops = stops
    own = system.groups[targets.numbers]
    sensitive = own[(own != LATENT)]
    search.withhold(np.unique(sensitive).tolist())
    search.price()
    search.protect_all()
    if search.failed is None:
        search.protect_from_insiders()
    if search.failed is None and not search.moves.is_late:
        search.clean(cleaning)
    return search.result()
