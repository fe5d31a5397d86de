"""Who is counted as whom, from the decisions people took about pairs of subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Components:
    """Subjects found to be one.

    `same_as` maps a subject to the smallest number of its component; a subject counted as itself is not in it.
    `set_aside` holds the pairs (first, second) said to be the same that could not be joined, because somebody
    said that two members of the resulting component are different.
    """

    same_as: dict[int, int]
    set_aside: tuple[tuple[int, int], ...]


def find_holding(assertions: Iterable[tuple[int, int, str]]) -> dict[tuple[int, int], str]:
    """The latest verdict about each pair, at its own place in the order in which they were made."""
    holding: dict[tuple[int, int], str] = {}
    for first, second, verdict in assertions:
        holding.pop((first, second), None)
        holding[first, second] = verdict
    return holding


def build_components(assertions: Iterable[tuple[int, int, str]], *, absent: Container[int] = frozenset()) -> Components:
    """Join the pairs said to be `same`, oldest first.

    `assertions` are (first, second, verdict) in the order in which they were made, with first < second and a
    verdict of same, different or unsure. The latest about a pair holds, at its own place in the order; `unsure`
    takes back what was said before. `different` binds against any chain, whenever it was said: a `same` that
    would bring two different subjects into one component is set aside.

    Subjects in `absent` (the erased) still link others, because the decisions that went through them stand,
    but they are in no result.
    """
    holding = find_holding(assertions)
    root_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    apart: defaultdict[int, set[int]] = defaultdict(set)
    for pair in holding:
        for subject in pair:
            root_of.setdefault(subject, subject)
            members.setdefault(subject, [subject])
    for (first, second), verdict in holding.items():
        if verdict == "different":
            apart[first].add(second)
            apart[second].add(first)

    set_aside = []
    for (first, second), verdict in holding.items():
        if verdict != "same":
            continue
        kept, joined = sorted((root_of[first], root_of[second]), key=lambda root: -len(members[root]))
        if kept == joined:
            continue
        if any(root_of[other] == kept for other in apart[joined]):
            set_aside.append((first, second))
            continue
        for subject in members[joined]:
            root_of[subject] = kept
        members[kept] += members.pop(joined)
        apart[kept] |= apart.pop(joined, set())

    same_as = {}
    for component in members.values():
        present = sorted(subject for subject in component if subject not in absent)
        same_as.update(dict.fromkeys(present[1:], present[0]) if present else {})
    return Components(same_as, tuple(set_aside))
