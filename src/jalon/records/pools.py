"""Who may be compared with whom: people of a sensitive project inside it alone, unless they permit more.

Two records may be matched, proposed or shown beside each other where they share a pool; a joining may not bring two
into one person that share none, by whatever chain. What was joined before they were kept apart is found here too: a project
was marked sensitive, or a permission taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping

from jalon.identity.components import build_components, find_holding
from jalon.records.components import Assertion
from jalon.records.models import Consent, Enrolment, Project, Purpose, Verdict

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

    def __init__(
        self, same_as: Mapping[int, int], people: Collection[int], *, erased: Container[int] = frozenset()
    ) -> None:
        """`same_as` as build_components gives it; `people` are those of whom something is to be said. The erased are
        kept from nobody."""
        self._root = dict(same_as)
        members: defaultdict[int, list[int]] = defaultdict(list)
        for subject, kept in same_as.items():
            members[kept].append(subject)
        wanted = {self._root.get(person, person) for person in people}
        everyone = {subject for kept in wanted for subject in (kept, *members.get(kept, ()))}
        pools = read_pools(everyone)
        self._pools: dict[int, set[Pools]] = {
            kept: {pools[subject] for subject in (kept, *members.get(kept, ())) if subject not in erased}
            for kept in wanted
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


def find_barred(
    assertions: Iterable[Assertion], erased: Container[int], people: Collection[int] | None = None
) -> list[tuple[int, int]]:
    """The pairs said to be the same that make people one who may not be compared, by whatever chain.

    Of a chain those said later, as it would have been had they been kept apart from the beginning. With `people` only
    what makes one of them one with somebody.
    """
    barred: list[tuple[int, int]] = []
    if not Project.objects.filter(sensitive=True).exists():
        return barred
    said = list(assertions)
    while found := find_bridging(said, erased, people):
        barred += found
        # What *different* had set aside because of one of these may join now.
        said += [(*pair, Verdict.UNSURE.value) for pair in found]
    return barred


def find_bridging(
    said: list[Assertion], erased: Container[int], people: Collection[int] | None
) -> list[tuple[int, int]]:
    """Those of them that the components as they are show."""
    joined = build_components(said)
    components: defaultdict[int, set[int]] = defaultdict(set)
    for subject, kept in joined.same_as.items():
        components[kept] |= {kept, subject}
    asked = [component for component in components.values() if people is None or not component.isdisjoint(people)]
    pools = read_pools({subject for component in asked for subject in component if subject not in erased})
    mixed: set[int] = set()
    for component in asked:
        kinds = {pools[subject] for subject in component if subject not in erased}
        if not may_meet(kinds, kinds):
            mixed |= component
    bridges, set_aside = Bridges({}, mixed, erased=erased), set(joined.set_aside)
    return [
        pair
        for pair, verdict in find_holding(said).items()
        if verdict == Verdict.SAME and pair[0] in mixed and pair not in set_aside and not bridges.join(*pair)
    ]
