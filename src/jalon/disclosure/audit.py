"""Everything published, looked at again: each proof added up, and whether there is one for every secret.

It reads the list as it is on disk and compares every set with every other. No solver takes part, nor any of the ways in
which differences and proofs were found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from jalon.disclosure.listed import PublishedFile
from jalon.disclosure.published import FILE
from jalon.disclosure.shifts import Members, Secret, is_uncertain
from jalon.disclosure.space import Entries, Known, identify_set
from jalon.home import Home


@dataclass(frozen=True, slots=True)
class Audit:
    """What stands on the list, and what of it does not hold; nothing is said of who is in a secret."""

    publications: int
    sets: int
    told: int
    secrets: int
    is_torn: bool
    """Whether its last line was never written out: that was not published."""
    unproven: int
    """Secrets without a proof."""
    broken: int
    """Secrets whose proof does not add up."""
    misnamed: int
    """Sets that are not the ones they are said to be."""

    @property
    def holds(self) -> bool:
        return not (self.unproven or self.broken or self.misnamed)


def check_published(home: Home) -> Audit:
    """The whole list, read anew. Raises `bad_published`."""
    file = PublishedFile(home.releases / FILE)
    with file.held():
        lines = file.read_on()[1]
    known: dict[str, dict[bytes, Known]] = {}
    secrets: dict[str, dict[Members, Secret]] = {}
    for line in lines:
        known.setdefault(line.space, {}).update(line.addition.known)
        secrets.setdefault(line.space, {}).update({one.members: one for one in line.addition.secrets})
    sets = [one for of_space in known.values() for one in of_space.values()]
    return Audit(
        publications=len({line.key for line in lines}),
        sets=len(sets),
        told=sum(one.is_told for one in sets),
        secrets=sum(len(of_space) for of_space in secrets.values()),
        is_torn=file.is_torn,
        unproven=sum(count_unproven(known[space], secrets[space]) for space in known),
        broken=sum(len(find_broken(known[space], secrets[space])) for space in known),
        misnamed=sum(identify_set(one.sampled.members) != key for part in known.values() for key, one in part.items()),
    )


def find_broken(known: Mapping[bytes, Known], secrets: Mapping[Members, Secret]) -> set[Members]:
    """Secrets of which a proof changes a told size, empties a set that is withheld, or shows too little."""
    broken = {one.members for one in secrets.values() if not is_uncertain(one.members, one.width, one.shifts)}
    using: dict[object, list[Members]] = {}
    for one in secrets.values():
        for shift in one.shifts:
            using.setdefault(shift, []).append(one.members)
            if len(set(shift.gone)) < len(shift.gone):
                broken.add(one.members)
    shifts = list(dict.fromkeys(shift for one in secrets.values() for shift in one.shifts))
    if not shifts:
        return broken
    entries = Entries(shifts)
    failing = np.zeros(len(shifts), bool)
    for of_set in known.values():
        effects = entries.effects(of_set.sampled.members)
        failing |= effects != 0 if of_set.is_told else effects <= -of_set.sampled.size
    return broken.union(*(using[shifts[at]] for at in np.flatnonzero(failing).tolist()))


def count_unproven(known: Mapping[bytes, Known], secrets: Mapping[Members, Secret]) -> int:
    """Small sets, and small differences of any two, that were never told and have no proof, or one of too little."""
    told = {tuple(one.sampled.members) for one in known.values() if one.is_told and one.sampled.size < MOST_LISTED}
    wanted: dict[Members, int] = {}
    for members, threshold in _find_small(list(known.values())):
        wanted[members] = max(threshold, wanted.get(members, 0))
    return sum(
        members not in told and (members not in secrets or secrets[members].width < max(threshold - 2, 1))
        for members, threshold in wanted.items()
    )


MOST_LISTED = 10_000


def _find_small(known: list[Known]) -> Iterator[tuple[Members, int]]:
    """Members, and the threshold that they are under."""
    for one in known:
        if one.sampled.size < one.sampled.threshold:
            yield tuple(one.sampled.members), one.sampled.threshold
    ordered = sorted(known, key=lambda one: one.sampled.size)
    sizes = np.array([one.sampled.size for one in ordered])
    most = max((one.sampled.threshold for one in known), default=0)
    for one in ordered:
        size, members = one.sampled.size, one.sampled.members
        for other in ordered[int(np.searchsorted(sizes, size - most)) :]:
            limit = min(max(one.sampled.threshold, other.sampled.threshold), size)
            missing = size - members.intersection_cardinality(other.sampled.members)
            if 0 < missing < limit:
                rest: BitMap = members - other.sampled.members
                yield tuple(rest), max(one.sampled.threshold, other.sampled.threshold)
