"""Who may be whom among all people of the records: certain pairs joined, likely ones queued for somebody to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from jalon.identity.certain import find_certain
from jalon.identity.comparisons import WHOLE_LOST, WHOLE_SAME
from jalon.identity.components import build_components
from jalon.identity.fields import PERSON_FIELDS
from jalon.identity.learning import Weights
from jalon.identity.linkage import STEPS, Likeness, link
from jalon.records.actions.identity import MACHINES, MODEL, RULES, Proposal, propose_identities, take_apart
from jalon.records.components import read_assertions, read_erased
from jalon.records.models import IdentityAssertion, Verdict
from jalon.records.pools import OPEN, Bridges, find_barred, read_pools
from jalon.workflows.linkage_weights import keep_linkage_weights
from jalon.workflows.people_table import find_people, read_people_table

ALONE = 0.99
"""Probability from which the model joins two people by itself."""

LIKELY = 0.5
"""Probability from which a pair waits for somebody to decide."""

HELD = "held: it would join people of a sensitive project with others"

ONE_GIVEN_NAME = ("same", "lost letters", "names exchanged")
ONE_BIRTH = ("same", "day and month exchanged", "one slip")
WHOLE_NAME = (WHOLE_SAME, WHOLE_LOST)
SLIPS = ("one slip", "alike")
BORNE = 3
"""A family name that so many records bear is a name of its own, not a slip of another."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What matching finds: proposals not said before, and among how many people."""

    people: int
    compared: int
    """People compared with others: those of sensitive projects only among themselves."""
    learnt: bool
    """Whether weights were learnt from these records; with fewer than `ENOUGH` they are those written."""
    proposals: tuple[Proposal, ...]
    taken_apart: int = 0
    """Joinings of people who may not be compared any more."""
    weights: Weights | None = None
    """Those learnt from the people compared openly; None where there were too few."""

    @property
    def joined(self) -> int:
        return sum(said.verdict == Verdict.SAME for said in self.proposals)

    @property
    def queued(self) -> int:
        return sum(said.verdict == Verdict.UNSURE for said in self.proposals)


Progress = Callable[[int, int], None]
"""Told how many steps are done, and of how many."""


def no_progress(done: int, total: int) -> None:
    """Nobody watches."""


def find_matches(progress: Progress = no_progress) -> Matches:
    """Compare everybody who may be compared. Writes nothing.

    People of a sensitive project are compared inside it alone, as imports find them, unless they permit the
    purpose matching: then with everybody outside too. A pair that somebody decided is never proposed again, nor
    one that is joined already; what a rule or the model said before is said again only where it changed.
    """
    people = find_people()
    proposals: dict[tuple[int, int], Proposal] = {}
    compared, learnt, weights = 0, False, None
    pools = sorted((pool, numbers) for pool, numbers in build_pools(people).items() if len(numbers) >= 2)
    total = len(pools) * (1 + STEPS)  # exact rules are a step before those of the model
    for place, (pool, numbers) in enumerate(pools):
        done = place * (1 + STEPS)
        progress(done, total)
        compared += len(numbers)
        told = partial(_tell_step, progress, done + 1, total)
        said_here, used = propose_in(read_people_table(numbers), told)
        progress(done + 1 + STEPS, total)
        learnt = learnt or used.learnt
        if pool == OPEN and used.learnt:
            weights = used
        for said in said_here:
            proposals.setdefault((said.first, said.second), said)
    barred = find_barred(read_assertions(), read_erased())
    return Matches(len(people), compared, learnt, tuple(without_said(proposals, barred)), len(barred), weights)


def _tell_step(progress: Progress, before: int, total: int, step: int) -> None:
    progress(before + step, total)


def match_people(*, by: str, progress: Progress = no_progress) -> Matches:
    """Find matches and append them as assertions. Undo one by deciding the pair otherwise.

    What joins people who may not be compared any more is taken apart.
    """
    found = find_matches(progress)
    take_apart(by=by)
    propose_identities(by=by, proposals=found.proposals)
    if found.weights is not None:
        keep_linkage_weights(found.weights)
    return found


def build_pools(people: Iterable[int]) -> Mapping[int, set[int]]:
    """Who is compared with whom: the people of each pool, which is `OPEN` or a sensitive project's number."""
    pools: defaultdict[int, set[int]] = defaultdict(set)
    for person, theirs in read_pools(list(people)).items():
        for pool in theirs:
            pools[pool].add(person)
    return pools


def propose_in(table: pa.Table, progress: Callable[[int], None] = lambda step: None) -> tuple[list[Proposal], Weights]:
    """What rules and the model say of the people of a table of `build_table`, and by which weights. `progress` is told
    0 once the rules are done, then which of the model's `STEPS` is."""
    found = [
        Proposal(pair.first, pair.second, Verdict.SAME.value, RULES, pair.rule)
        for pair in find_certain(table, PERSON_FIELDS)
    ]
    ruled = build_components((said.first, said.second, said.verdict) for said in found).same_as
    progress(0)
    linked = link(table, PERSON_FIELDS, at_least=LIKELY, progress=progress)
    likely = linked.pairs
    partners = Counter(number for pair in likely for number in (pair.first, pair.second))
    borne = find_borne(table, [pair for pair in likely if pair.score >= ALONE and pair.level("family") in SLIPS])
    for pair in likely:
        if ruled.get(pair.first, pair.first) == ruled.get(pair.second, pair.second):
            continue
        alone = pair.score >= ALONE and is_plain(pair) and not is_ambiguous(pair, partners)
        alone = alone and not are_two_families(pair, borne)
        verdict = Verdict.SAME if alone else Verdict.UNSURE
        score = round(pair.score, 6)
        found.append(Proposal(pair.first, pair.second, verdict, MODEL, evidence_text(pair), score))
    return found, linked.weights


def is_plain(pair: Likeness) -> bool:
    """Whether given names and births are clearly one, which the model must see before it joins two people by itself.

    Hassan and Hussein, born one day, sound the same; father and son bear one name and answer one telephone. No
    probability tells them apart; somebody does.
    """
    one_name = pair.level("given") in ONE_GIVEN_NAME or pair.level("family") in WHOLE_NAME
    return one_name and pair.level("birth") in ONE_BIRTH


def is_ambiguous(pair: Likeness, partners: Mapping[int, int]) -> bool:
    """Whether a name with lost letters could be that of several: K?ne is Kane or Kone."""
    lost = "lost letters" in (pair.level("given"), pair.level("family")) or pair.level("family") == WHOLE_LOST
    return lost and (partners[pair.first] > 1 or partners[pair.second] > 1)


def find_borne(table: pa.Table, pairs: Iterable[Likeness]) -> set[int]:
    """Who of these pairs has a family name that several bear."""
    numbers = pa.array(
        {number for pair in pairs for number in (pair.first, pair.second)}, table.schema.field("unique_id").type
    )
    theirs = table.select(["unique_id", "family"]).filter(pc.is_in(table["unique_id"], value_set=numbers))
    counts = table.group_by("family").aggregate([([], "count_all")])
    several = counts.filter(pc.greater_equal(counts["count_all"], BORNE))["family"].drop_null()
    return set(theirs.filter(pc.is_in(theirs["family"], value_set=several.combine_chunks()))["unique_id"].to_pylist())


def are_two_families(pair: Likeness, borne: set[int]) -> bool:
    """Whether family names that are nearly one are two names, each of several people: Fall and Sall, Kaya and Kara; unless
    the two answer one telephone or one address of e-mail."""
    is_reached = "same" in (pair.level("phone"), pair.level("email"))
    return pair.level("family") in SLIPS and not is_reached and {pair.first, pair.second} <= borne


def evidence_text(pair: Likeness) -> str:
    """The evidence, strongest first, without what the fields hold: "birth same +11.6, given lost letters +7.6"."""
    strongest = sorted(pair.evidence, key=lambda item: -abs(item.weight))
    return ", ".join(f"{item.field} {item.level} {item.weight:+.1f}" for item in strongest)


def without_said(proposals: Mapping[tuple[int, int], Proposal], barred: Iterable[tuple[int, int]]) -> list[Proposal]:
    """Those that tell something new: about a pair nobody decided, not joined, not said before in the same sense.

    A joining that would bring together people who may not be compared, by way of somebody who is in both places, is
    held: the pair waits. `barred` are the joinings that are taken apart.
    """
    decided: set[tuple[int, int]] = set()
    machines: dict[tuple[int, int], str] = {}
    history = list(
        IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict", "author")
    )
    history += [(*pair, Verdict.UNSURE.value, RULES) for pair in barred]
    for first, second, verdict, author in history:
        if author in MACHINES:
            machines[first, second] = verdict
        else:
            decided.add((first, second))
    same_as = build_components([said[:3] for said in history], absent=read_erased()).same_as
    bridges = Bridges(same_as, {number for pair in proposals for number in pair})
    found = []
    for pair, said in proposals.items():
        if pair in decided or same_as.get(pair[0], pair[0]) == same_as.get(pair[1], pair[1]):
            continue
        if said.verdict == Verdict.SAME and not bridges.join(*pair):
            said = replace(said, verdict=Verdict.UNSURE.value, reason=f"{said.reason}; {HELD}")
        if machines.get(pair) != said.verdict:
            found.append(said)
    return found
