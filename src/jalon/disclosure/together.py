"""Several publications decided in one trial: each secret is proven once, beside everything that they tell.

Decided one after the other, each table breaks proofs of the one before, which are then made anew, table after table. In
one trial they are broken once. Whoever comes first in the stated order still has the better of it: where something has
to be withheld, what comes later is cheaper.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.beside import Trial, check_addition
from jalon.disclosure.decide import Decision, Extent
from jalon.disclosure.differing import find_differing
from jalon.disclosure.space import Addition, Space, identify_set

FIRST = 2.0
"""By how much dearer it is to withhold of the first than of the last."""

ATTEMPTS = 8
"""How often it is tried without those that stood in the way."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A publication that waits to be decided: its name, what its members number, and its sets."""

    publication: str
    space: str
    sets: tuple[CountedSet, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """By publication, in their order, what of its sets is told, cell by cell; None where it is to be decided by itself.
    And what the space has to keep of it all."""

    decisions: tuple[Decision | None, ...]
    addition: Addition = field(default_factory=Addition)


def decide_together(
    space: Space,
    asked: Sequence[Sequence[CountedSet]],
    *,
    closed: Collection[bytes] = (),
) -> Together | None:
    """Decide these publications in one trial; where that is not proven, without those that stand in
    the way; None where that does not help.

    Without a decision is who asks for something that gives a small number away whatever is withheld, and who would lose
    a total that by itself can be told: its cells cost too much beside the others', and `decide_beside` says what is
    told of it. Raises `no_certificate` where what was found does not stand the check: a fault of Jalon's.
    """
    space.include(one.members for sets in asked for one in sets)
    named = [_apart(at, sets, FIRST ** (1 - at / len(asked))) for at, sets in enumerate(asked)]
    left, trial = set(range(len(asked))), None
    for _ in range(ATTEMPTS):
        trial = Trial(space, [one for at in sorted(left) for one in named[at]], closed, trial)
        if trial.prove():
            return _decide(space, asked, named, left, trial)
        in_the_way = _find_in_the_way(space, trial)
        left -= in_the_way
        if not in_the_way or not left:
            break
    return None


def _decide(
    space: Space,
    asked: Sequence[Sequence[CountedSet]],
    named: Sequence[Sequence[CountedSet]],
    left: set[int],
    trial: Trial,
) -> Together:
    totals = [one for at in sorted(left) for one in named[at] if one.is_total]
    hidden = Trial(space, totals, trial.closed).hidden  # whatever else is told
    lost = trial.hidden - hidden
    decisions: list[Decision | None] = [None] * len(asked)
    kept: set[bytes] = set()
    for at in left:
        if not any(one.is_total and one.members and one.group in lost for one in named[at]):
            told = {by.name: one.group not in trial.hidden for by, one in zip(asked[at], named[at], strict=True)}
            decisions[at] = Decision(told, Extent.CELLS, None)
            kept |= {identify_set(one.members) for one in asked[at]}
    whole = trial.build_addition()
    addition = replace(whole, known={key: known for key, known in whole.known.items() if key in kept})
    check_addition(space, addition)
    return Together(tuple(decisions), addition)


def _find_in_the_way(space: Space, trial: Trial) -> set[int]:
    """Which publications ask for what left a new secret unproven: a small set of theirs, or one that differs by a few
    from another. Of two that differ, the later."""
    unproven = set(trial.stuck)
    new = trial.fresh
    found = {_first_of(one.names) for one in new if tuple(one.sampled.members) in unproven}
    sampled = [one.sampled for one in new]
    before = [one.sampled for one in space.known.values()]
    for first, second in ((sampled, sampled), (sampled, before), (before, sampled)):
        for at, other in find_differing(first, second):
            if tuple(first[at].members - second[other].members) in unproven:
                found.add(
                    max(
                        _first_of(new[place].names) if of is sampled else -1
                        for of, place in ((first, at), (second, other))
                    )
                )
    return found


def _first_of(names: Sequence[CountedSet]) -> int:
    """Which of the publications names this set first."""
    return min(int(name.name.partition(" ")[0]) for name in names)


def _apart(at: int, sets: Sequence[CountedSet], factor: float) -> list[CountedSet]:
    """Under names of this publication's own."""
    return [
        replace(one, name=f"{at} {one.name}", group=f"{at} {one.group}", weight=one.weight * factor) for one in sets
    ]
