"""What was told, and sets asked for beside it, as trials take them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pyroaring import BitMap

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.beside import Trial
from jalon.disclosure.nearby import Moved
from jalon.disclosure.shifts import Members
from jalon.disclosure.space import Addition, Known, Space, build_sampled, identify_set

Sets = Sequence[Iterable[int]]


def build_space(told: Sets, withheld: Sets = ()) -> Space:
    """One in which these sets were told, and these withheld."""
    space = Space()
    for sets, is_told in ((told, True), (withheld, False)):
        for members in map(BitMap, sets):
            if (key := identify_set(members)) not in space.known:
                space.add(Addition({key: Known(build_sampled(members, 1), is_told)}))
    return space


def counted(
    name: str, members: Iterable[int], weight: float = 1.0, *, group: str | None = None, is_total: bool = False
) -> CountedSet:
    return CountedSet(name, BitMap(members), group or name, 5, weight, is_total=is_total)


def attempt(space: Space, *sets: CountedSet) -> Trial:
    space.include(one.members for one in sets)
    return Trial(space, sets, ())


def near(space: Space, sets: list[CountedSet], secret: Members, width: int, withheld: Collection[str] = ()) -> Moved:
    """What a trial that asks for these sets, of which some groups are withheld, finds for one secret."""
    return attempt(space, *sets)._move_nearby([(secret, width)], set(withheld), 400)
