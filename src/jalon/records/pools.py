"""Who may be compared with whom: people of a sensitive project inside it alone, unless they permit more.

Two records may be matched, proposed or shown beside each other where they share a pool; a joining may not bring two
into one person that share none, by whatever chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from jalon.records.models import Consent, Enrolment, Purpose

OPEN = 0
"""Everybody outside sensitive projects, and those of them who permit matching: compared with one another."""

QUERY = 10_000
FEW = 50_000
"""People up to which only their own rows are read."""

Pools = frozenset[int]


def read_pools(people: Collection[int]) -> dict[int, Pools]:
    """The pools of each person: `OPEN`, and the numbers of her sensitive projects.

    Whoever is enrolled outside under the same record is known there already, and is in both.
    """
    projects: defaultdict[int, set[int]] = defaultdict(set)
    outside: set[int] = set()
    for subject, project, sensitive in read_spells(people):
        if sensitive:
            projects[subject].add(project)
        else:
            outside.add(subject)
    permits = read_permits()
    is_open = frozenset([OPEN])
    return {
        person: frozenset(inside) | (is_open if person in outside or person in permits else frozenset())
        if (inside := projects.get(person))
        else is_open
        for person in people
    }


def read_spells(people: Collection[int]) -> Iterable[tuple[int, int, bool]]:
    """Who is enrolled where, and whether it is sensitive there."""
    spells = Enrolment.objects.values_list("subject_id", "project_id", "project__sensitive")
    if len(people) > FEW:
        yield from spells.iterator(chunk_size=QUERY)
        return
    wanted = sorted(people)
    for start in range(0, len(wanted), QUERY):
        yield from spells.filter(subject__in=wanted[start : start + QUERY]).iterator(chunk_size=QUERY)


def read_permits() -> set[int]:
    """Subjects whose latest word on matching is that they permit it."""
    latest: dict[int, bool] = {}
    said = Consent.objects.filter(purpose=Purpose.MATCHING).order_by("date", "number")
    for subject, given in said.values_list("subject_id", "given").iterator(chunk_size=QUERY):
        latest[subject] = given
    return {subject for subject, given in latest.items() if given}


def may_meet(one: Iterable[Pools], other: Iterable[Pools]) -> bool:
    """Whether each of these may be compared with each of those."""
    others = list(other)
    return all(left & right for left in one for right in others)


class Bridges:
    """Which joinings would bring together two records that may not be compared, the components as they now are."""

    def __init__(self, same_as: Mapping[int, int], people: Collection[int]) -> None:
        """`same_as` as build_components gives it; `people` are those of whom something is to be said."""
        self._root = dict(same_as)
        members: defaultdict[int, list[int]] = defaultdict(list)
        for subject, kept in same_as.items():
            members[kept].append(subject)
        wanted = {self._root.get(person, person) for person in people}
        everyone = {subject for kept in wanted for subject in (kept, *members.get(kept, ()))}
        pools = read_pools(everyone)
        self._pools: dict[int, set[Pools]] = {
            kept: {pools[subject] for subject in (kept, *members.get(kept, ()))} for kept in wanted
        }

    def join(self, one: int, other: int) -> bool:
        """Take the two as one from now on and say True; False, and nothing, where they may not be."""
        left, right = self._find(one), self._find(other)
        if left == right:
            return True
        if not may_meet(self._pools[left], self._pools[right]):
            return False
        self._root[right] = left
        self._pools[left] |= self._pools.pop(right)
        return True

    def _find(self, person: int) -> int:
        while (above := self._root.get(person, person)) != person:
            person = above
        return person
