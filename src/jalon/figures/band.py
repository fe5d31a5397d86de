"""The band of a count of people: linkage is never perfect, so what is stated lies between two other counts.

The lower one takes every pair that waits for review as one person; the upper one holds only what a rule or somebody
decided, and takes apart what the model joined by itself. Both are the indicator itself, asked again of the few whose
identity is in doubt. Where a figure adds up what one person did across her records, a merge can also bring somebody
in: so each group of records that may be one person is asked in all three ways, and the least and the most of its
answers are taken. What is stated is one of the three, and lies between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import Engine
from jalon.errors import JalonError
from jalon.facts.store import Facts
from jalon.figures.grouping import render_grouped
from jalon.figures.members import Members
from jalon.figures.supposing import read_identity, suppose_few
from jalon.home import DEFAULT_AGE_BANDS
from jalon.identity.components import build_components
from jalon.language.definition import Kind, Unit

if TYPE_CHECKING:
    from jalon.figures.figure import Figure

Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Doubts:
    """What is not settled about who is who, in numbers: `jalon.workflows.doubts.read_doubts` makes it."""

    certain: Mapping[int, int]
    """Who would be counted as whom if only rules and people had spoken, not the model."""
    waiting: tuple[Pair, ...] = ()
    """Pairs that may be one person and wait for somebody to decide."""
    apart: tuple[Pair, ...] = ()
    """Pairs that somebody said are different, which no chain joins."""


@dataclass(frozen=True, slots=True)
class Band:
    """Between what and what a count of people lies, were all that is in doubt about who is who settled."""

    least: int
    stated: int
    """The figure's size: those counted. Totals without members are not in it."""
    most: int
    waiting: tuple[Pair, ...]
    """Pairs that wait for review and bear on the figure."""
    by_model: int
    """Joinings of the model alone that bear on it."""

    def text(self, language: str = "en") -> str:
        """`between 512 and 524, stated 521: 9 pairs wait for review, 3 joined by the model alone`"""
        waiting, joined = len(self.waiting), self.by_model
        least, most, stated, of_waiting, of_joined = (
            render_grouped(count, language) for count in (self.least, self.most, self.stated, waiting, joined)
        )
        if language == "fr":
            parts = [
                f"{of_waiting} {'paires attendent' if waiting > 1 else 'paire attend'} une décision" if waiting else "",
                f"{of_joined} {'réunies' if joined > 1 else 'réunie'} par le modèle seul" if joined else "",
            ]
            head = f"entre {least} et {most}, énoncé {stated}"
            return f"{head} : {', '.join(filter(None, parts)) or 'aucune paire ne reste à départager'}"
        parts = [
            f"{of_waiting} {'pairs wait' if waiting > 1 else 'pair waits'} for review" if waiting else "",
            f"{of_joined} joined by the model alone" if joined else "",
        ]
        head = f"between {least} and {most}, stated {stated}"
        return f"{head}: {', '.join(filter(None, parts)) or 'no pair waits for review'}"

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; no member."""
        return {
            "least": self.least,
            "stated": self.stated,
            "most": self.most,
            "pairs_waiting": len(self.waiting),
            "joined_by_model": self.by_model,
        }


def build_band(figure: Figure, doubts: Doubts) -> Band:
    """Between what and what a count of people lies. Raises `no_band`."""
    source, definition, scope = figure.source, figure.definition, figure.scope
    if source is None or definition is None or scope is None or source.inner is not None:
        raise JalonError("no_band", indicator=figure.indicator, kind=str(figure.kind), unit=str(figure.unit))
    if figure.kind is not Kind.COUNT or figure.unit != Unit.PERSON:
        raise JalonError("no_band", indicator=figure.indicator, kind=str(figure.kind), unit=str(figure.unit))
    asked = suppose_doubts(source.facts, type(source.engine), doubts)  # type: ignore[arg-type]  # facts are hashed by id
    stated, merged, certain = asked.identities
    answers = [engine.answer(definition, scope, figure.purpose).yes for engine in asked.engines]
    found = [count_by(yes, merged) for yes in answers]
    concerned: set[int] = set()
    least = most = figure.size - sum(found[0].values()) if found else figure.size
    for whole in {*chain.from_iterable(found)}:
        sizes = [sizes.get(whole, 0) for sizes in found]
        least, most = least + min(sizes), most + max(sizes)
        if min(sizes) < max(sizes):
            concerned.add(whole)
    theirs = [one for one in asked.few if merged.get(one, one) in concerned]
    parts, wholes = {certain.get(one, one) for one in theirs}, {stated.get(one, one) for one in theirs}
    waiting = tuple(pair for pair in doubts.waiting if merged.get(pair[0], pair[0]) in concerned)
    return Band(least, figure.size, most, waiting, len(parts) - len(wholes))


@dataclass(frozen=True, slots=True)
class Asked:
    """The few whose identity is in doubt, counted as stated, all that waits merged, and on certain decisions only."""

    few: Members
    identities: tuple[Mapping[int, int], ...]
    engines: tuple[Engine, ...]
    """One for each identity, on the facts of the few; none where nobody is in doubt."""


@lru_cache(maxsize=2)
def suppose_doubts(facts: Facts, engine: Callable[..., Engine], doubts: Doubts) -> Asked:
    """Made once for all figures of one facts version: reading the facts takes longer than asking the few."""
    stated = read_identity(facts)
    identities = (stated, merge(stated, doubts), split(stated, doubts.certain))
    few = find_doubtful(*identities)
    names = ("stated", "merged", "certain") if few else ()
    supposed = [
        suppose_few(facts, few, identity, f"the few in doubt, {name}")
        for name, identity in zip(names, identities, strict=False)
    ]
    return Asked(few, identities, tuple(engine(few_facts, DEFAULT_AGE_BANDS) for few_facts in supposed))


def merge(stated: Mapping[int, int], doubts: Doubts) -> dict[int, int]:
    """As if every pair that waits were one, as far as what was said to be different allows."""
    said = [(kept, one, "same") for one, kept in stated.items()]
    said += [(min(pair), max(pair), "different") for pair in doubts.apart]
    said += [(min(pair), max(pair), "same") for pair in doubts.waiting]
    return build_components(said).same_as


def split(stated: Mapping[int, int], certain: Mapping[int, int]) -> dict[int, int]:
    """Of those who are one, those who are so without the model: never more than are stated to be."""
    parts: defaultdict[Pair, list[int]] = defaultdict(list)
    for one in {*stated, *stated.values()}:
        parts[stated.get(one, one), certain.get(one, one)].append(one)
    return {one: min(part) for part in parts.values() for one in part if one != min(part)}


def find_doubtful(stated: Mapping[int, int], merged: Mapping[int, int], certain: Mapping[int, int]) -> Members:
    """All records of whom it is not settled with whom they are one."""
    everyone = {*merged, *merged.values()}
    wholes = {
        merged.get(one, one)
        for one in everyone
        if len({identity.get(one, one) for identity in (stated, merged, certain)}) > 1
    }
    return Members(one for one in everyone if merged.get(one, one) in wholes)


def count_by(members: Iterable[int], merged: Mapping[int, int]) -> dict[int, int]:
    """How many of these are of each group of records that may be one person."""
    sizes: defaultdict[int, int] = defaultdict(int)
    for member in members:
        sizes[merged.get(member, member)] += 1
    return sizes
