"""Pairs that may be one person and wait for somebody to decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jalon.identity.components import build_components
from jalon.records.actions.identity import MACHINES, waits
from jalon.records.components import read_erased
from jalon.records.models import IdentityAssertion, Project, ReviewCandidate
from jalon.records.pools import read_pools
from jalon.workflows.lookup import find_record


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair nobody decided: what found it, and how probable it is that they are one."""

    first: int
    second: int
    why: str
    """How they resemble each other, as an import found it; or the model's evidence. Never what a field holds."""
    score: float | None
    """None where an import found them, which weighs nothing."""


def list_waiting(project: str | None = None) -> list[Waiting]:
    """The pairs that wait, the surest first; of one project only, those with somebody enrolled in it.

    Raises `unknown_record`.
    """
    waiting = list(find_waiting())
    if project is not None:
        enrolled = set(find_record(Project, project).enrolments.values_list("subject_id", flat=True))
        waiting = [pair for pair in waiting if {pair.first, pair.second} & enrolled]
    return sorted(waiting, key=lambda pair: (-(pair.score or 0.0), pair.first, pair.second))


def read_decided() -> dict[tuple[int, int], str]:
    """What somebody decided of each pair, where that is the latest word on it."""
    said = IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict", "author")
    latest = {(first, second): (verdict, author) for first, second, verdict, author in said}
    return {pair: verdict for pair, (verdict, author) in latest.items() if author not in MACHINES}


def find_waiting() -> Iterator[Waiting]:
    """What imports and the model found, without what somebody decided, what is one already, the erased, and those who
    may no longer be compared."""
    history = list(IdentityAssertion.objects.order_by("number"))
    latest = {(said.first_id, said.second_id): said for said in history}
    erased = read_erased()
    same_as = build_components(
        [(said.first_id, said.second_id, said.verdict) for said in history], absent=erased
    ).same_as

    def is_open(pair: tuple[int, int]) -> bool:
        said = latest.get(pair)
        undecided = said is None or waits(said)
        return undecided and not set(pair) & erased and same_as.get(pair[0], pair[0]) != same_as.get(pair[1], pair[1])

    by_machines = {(said.first_id, said.second_id): said for said in history if said.author in MACHINES}
    proposed = {pair for pair in by_machines if is_open(pair)}
    found = [Waiting(*pair, by_machines[pair].reason, by_machines[pair].score) for pair in sorted(proposed)]
    imported = ReviewCandidate.objects.order_by("number").values_list("first_id", "second_id", "why")
    found += [
        Waiting(first, second, why, None)
        for first, second, why in imported
        if (first, second) not in proposed and is_open((first, second))
    ]
    pools = read_pools({number for pair in found for number in (pair.first, pair.second)})
    yield from (pair for pair in found if pools[pair.first] & pools[pair.second])
