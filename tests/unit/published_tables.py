"""Tables with their margins, as sets of made-up members; and what an attack says of what was told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

import numpy as np
from pyroaring import BitMap

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.attack import Attacker, Found, Publication, Secret, build_attack

Cells = Mapping[tuple[int, ...], int]
SECONDS = 60.0


def random_cells(shape: Sequence[int], seed: int, mean: float = 9.0) -> dict[tuple[int, ...], int]:
    """Skewed counts with zeros: rows, columns and layers of very different size."""
    random = np.random.default_rng(seed)
    sizes = np.ones(())
    for length in shape:
        sizes = np.multiply.outer(sizes, random.lognormal(0.0, 0.6, length))
    counts = random.poisson(random.gamma(1.0, sizes * mean / sizes.mean()))
    return {index: int(counts[index]) for index in np.ndindex(*shape)}


def build_sets(cells: Cells, *, margins: bool = True, threshold: int = 5, first: int = 1) -> list[CountedSet]:
    """The cells, and with them every margin and the total."""
    members: dict[tuple[int, ...], BitMap] = {}
    for index, count in cells.items():
        members[index] = BitMap(range(first, first + count))
        first += count
    dimensions = len(next(iter(cells)))
    kept = [chosen for size in range(dimensions + 1) for chosen in combinations(range(dimensions), size)]
    sets = []
    for chosen in kept if margins else [(), tuple(range(dimensions))]:
        values = [sorted({index[at] for index in cells}) for at in chosen]
        for value in product(*values):
            united = BitMap().union(
                *(found for index, found in members.items() if tuple(index[at] for at in chosen) == value)
            )
            name = f"{chosen} = {value}"
            sets.append(CountedSet(name, united, name, threshold, is_total=not chosen))
    return sets


def attack(sets: Iterable[CountedSet], told: Mapping[str, bool]) -> tuple[Attacker, tuple[Secret, ...], list[Found]]:
    """What an outsider recovers of these sets, told or withheld as said: bounds, of whole tables where they are close."""
    published = [Publication(frozenset(one.members), told[one.name], one.threshold) for one in sets]
    attacker, secrets, _ = build_attack(published)
    found = attacker.bound([secret.atoms for secret in secrets], seconds=SECONDS, whole=True)
    assert len(found) == len(secrets)
    return attacker, secrets, found


def recovered(sets: Iterable[CountedSet], told: Mapping[str, bool]) -> list[Secret]:
    """The small numbers that come out exactly, for outsiders or for somebody who is among them."""
    attacker, secrets, found = attack(sets, told)
    small = [secret for secret in secrets if not secret.is_difference]
    inside = attacker.bound_as_insider([secret.atoms for secret in small], seconds=SECONDS)
    outside = [secrets[one.secret] for one in found if one.is_recovered]
    return outside + [small[one.secret] for one in inside if one.is_recovered]
