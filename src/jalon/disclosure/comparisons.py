"""Comparisons and overlaps as they may be shown: whole, or only the totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jalon.disclosure.asked import identify, sets_of_figure, space_of
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.decide import Decision
from jalon.disclosure.figures import ShownFigure, build_shown
from jalon.disclosure.policy import DEFAULT_POLICY, PROTECTED, Policy
from jalon.disclosure.suppressed import Shown, Suppressed, is_told, plain_shown, render_shown
from jalon.figures.compare import Comparison, Reason
from jalon.figures.members import Members
from jalon.figures.overlap import Overlap
from jalon.figures.words import name_unit, say


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """How many one reason, or several taken together (`reason` None), brought in or took out."""

    reason: Reason | None
    way: str
    """`gained` or `lost`."""
    size: int
    words: Mapping[str, str]

    def word(self, language: str = "en") -> str:
        return self.words[language]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """Why two figures differ, few taken together with others; no rows where even that would tell of few."""

    before: ShownFigure
    after: ShownFigure
    rows: tuple[ShownDifference, ...]
    kept: Shown
    is_withheld: bool
    threshold: int | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody came or went."""
        return not self.rows and not self.is_withheld

    def equation(self, language: str = "en") -> str | None:
        """`205,118 + 8,902 joined − 198 merged = 213,822 people`; None where it is withheld."""
        if self.is_withheld or not is_told(self.before.size) or not is_told(self.after.size):
            return None
        terms = [render_shown(self.before.size, language)]
        for row in self.rows:
            sign = "+" if row.way == "gained" else "−"
            terms.append(f"{sign} {render_shown(row.size, language)} {row.word(language)}")
        size = self.after.size if isinstance(self.after.size, int) else 2
        unit = name_unit(self.after.unit, size, language)
        return f"{' '.join(terms)} = {render_shown(self.after.size, language)} {unit}"

    def note(self, language: str = "en") -> str | None:
        return say("comparison withheld", language).format(self.threshold) if self.is_withheld else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        rows = [
            {"reason": None if row.reason is None else str(row.reason), "way": row.way, "size": row.size}
            for row in self.rows
        ]
        return {
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "kept": plain_shown(self.kept),
            "differences": rows,
            "equation": self.equation(),
            "note": self.note(),
        }


def show_comparison(comparison: Comparison, policy: Policy | None = DEFAULT_POLICY) -> ShownComparison:
    """The comparison as `policy` allows it; without a policy, all its rows."""
    sides = (comparison.before, comparison.after)
    protected = policy if comparison.after.unit in PROTECTED else None
    rows: list[ShownDifference] = []
    withheld = False
    for way in ("gained", "lost"):
        of_way = _rows_of(comparison, way)
        pooled = of_way if protected is None else _pool_small(of_way, way, protected)
        withheld = withheld or pooled is None
        rows += pooled or []
    sets = [] if policy is None else [one for side in sides for one in sets_of_figure(side, policy)]
    decision: Decision | None = None
    if policy is not None:
        named = f"comparison {identify(sides[0])} with {identify(sides[1])}"
        moved = [] if withheld else _sets_moved(comparison, rows, policy, named)
        decision = policy.decide(named, space_of(sides[1]), [*sets, *moved], sides[1].key)
        withheld = withheld or bool(decision.sizes) or not all(decision.told[one.name] for one in moved)
    before, after = (build_shown(side, decision, policy) for side in sides)
    withheld = withheld or before.is_withheld or after.is_withheld
    kept: Shown = Suppressed() if withheld else len(comparison.kept)
    threshold = protected.threshold if protected else None
    return ShownComparison(before, after, () if withheld else tuple(rows), kept, withheld, threshold)


def _rows_of(comparison: Comparison, way: str) -> list[ShownDifference]:
    return [
        ShownDifference(reason, way, len(members), {lang: comparison.word(reason, way, lang) for lang in ("en", "fr")})
        for reason, its_way, members in comparison.rows()
        if its_way == way
    ]


def _sets_moved(comparison: Comparison, rows: list[ShownDifference], policy: Policy, named: str) -> list[CountedSet]:
    """Who stayed, and who came or went for which reason, several small ones together: all told or none."""
    if comparison.after.unit not in PROTECTED:
        return []
    threshold = policy.threshold_of(comparison.after)
    told = {(row.way, row.reason) for row in rows}
    found: dict[str, Members] = {"kept": comparison.kept}
    for reason, way, members in comparison.rows():
        key = f"{way} {reason if (way, reason) in told else 'pooled'}"
        found[key] = found.get(key, Members()) | members
    return [
        CountedSet(f"{named}/{what}", members.bitmap, f"{named}/rows", threshold) for what, members in found.items()
    ]


def _pool_small(rows: list[ShownDifference], way: str, policy: Policy) -> list[ShownDifference] | None:
    """The small ones together, with the next smallest until they are no longer few; None where all are few."""
    rows = sorted(rows, key=lambda row: row.size)
    taken = [row for row in rows if policy.is_small(row.size)]
    if not taken:
        return sorted(rows, key=lambda row: list(Reason).index(row.reason) if row.reason else len(Reason))
    while policy.is_small(sum(row.size for row in taken)) or len(taken) == 1:
        if len(taken) == len(rows):
            return None
        taken.append(rows[len(taken)])
    words = {language: say("for other reasons", language) for language in ("en", "fr")}
    pool = ShownDifference(None, way, sum(row.size for row in taken), words)
    return [row for row in rows if row not in taken] + [pool]


@dataclass(frozen=True, slots=True)
class ShownOverlap:
    """Who is in several figures: every pair and every region, or, where any is small, only the union."""

    figures: tuple[ShownFigure, ...]
    pairs: tuple[tuple[int, int, int], ...]
    """First figure, second figure, how many are in both."""
    regions: tuple[tuple[tuple[int, ...], int], ...]
    """Figures, how many are in these and in no other."""
    union: Shown
    is_withheld: bool
    threshold: int | None

    def note(self, language: str = "en") -> str | None:
        return say("table withheld", language).format(self.threshold) if self.is_withheld else None


def show_overlap(overlap: Overlap, policy: Policy | None = DEFAULT_POLICY) -> ShownOverlap:
    """The overlap as `policy` allows it: every pair and region, or none. Without a policy, all of it."""
    decision: Decision | None = None
    parts: list[CountedSet] = []
    named = " beside ".join(identify(figure) for figure in overlap.figures)
    is_protected = any(figure.unit in PROTECTED for figure in overlap.figures)
    if policy is not None:
        figures = [one for figure in overlap.figures for one in sets_of_figure(figure, policy)]
        if is_protected:
            threshold = max(policy.threshold_of(figure) for figure in overlap.figures)
            sets = {f"pair {pair.first} {pair.second}": pair.members for pair in overlap.pairs}
            sets |= {f"region {region.figures}": region.members for region in overlap.regions}
            parts = [CountedSet(f"{named}/{n}", m.bitmap, f"{named}/parts", threshold) for n, m in sets.items()]
            union = CountedSet(f"{named}/union", overlap.union.bitmap, f"{named}/union", threshold, is_total=True)
            figures.append(union)
        first = overlap.figures[0]
        decision = policy.decide(f"overlap {named}", space_of(first), [*figures, *parts], first.key)
    told = {} if decision is None else decision.told
    is_rounded = decision is not None and bool(decision.sizes)
    withheld = is_rounded or not all(told[one.name] for one in parts)
    is_union_told = told.get(f"{named}/union", True) and not is_rounded
    return ShownOverlap(
        figures=tuple(build_shown(figure, decision, policy) for figure in overlap.figures),
        pairs=() if withheld else tuple((pair.first, pair.second, len(pair.members)) for pair in overlap.pairs),
        regions=() if withheld else tuple((region.figures, len(region.members)) for region in overlap.regions),
        union=len(overlap.union) if is_union_told else Suppressed(),
        is_withheld=withheld,
        threshold=policy.threshold if policy is not None and is_protected else None,
    )
