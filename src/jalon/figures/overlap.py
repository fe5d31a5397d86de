"""Overlap: who is in which of several figures, two by two and in every combination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from html import escape
from itertools import combinations
from typing import TYPE_CHECKING, Any

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.errors import JalonError
from jalon.figures.grouping import render_grouped
from jalon.figures.members import Members
from jalon.figures.words import colon, name_unit, say

if TYPE_CHECKING:
    from jalon.figures.figure import Figure

AT_MOST = 6
"""Figures in a table of all intersections: two to the sixth less one are 63 rows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures: who is in both, and who may be."""

    first: int
    second: int
    """Positions among the figures, from 0."""
    members: Members
    unknown: Members
    """Who may be in both and is not in both for sure."""
    share_of_first: Fraction | None
    share_of_second: Fraction | None
    """Of the members of each; None where it has none."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        shares = (self.share_of_first, self.share_of_second)
        return {
            "first": self.first,
            "second": self.second,
            "size": len(self.members),
            "unknown": len(self.unknown),
            "shares": [None if share is None else float(share) for share in shares],
        }


@dataclass(frozen=True, slots=True)
class Region:
    """Those who are in these figures and in no other of them."""

    figures: tuple[int, ...]
    members: Members
    unknown: int
    """Of these, how many may also be in a figure in which they are not counted."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"figures": list(self.figures), "size": len(self.members), "unknown": self.unknown}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Overlap:
    """The pairs, and the regions with anybody in them: by how many figures they are in, then in their order.

    Regions are apart from each other and their sum is the union.
    """

    figures: tuple[Figure, ...]
    pairs: tuple[Pair, ...]
    regions: tuple[Region, ...]
    union: Members
    unknown: Members
    """Who may be in one of the figures and is in none for sure."""

    def region(self, *figures: int) -> Members:
        """Who is in these figures (positions from 0) and in no other."""
        found = (region.members for region in self.regions if region.figures == tuple(sorted(figures)))
        return next(found, Members())

    def text(self, language: str = "en") -> str:
        """`3 + 2 + 1 = 6 people, once each`."""
        added = " + ".join(render_grouped(len(region.members), language) for region in self.regions) or "0"
        size, unit = len(self.union), self.figures[0].unit
        return f"{added} = {render_grouped(size, language)} {name_unit(unit, size, language)}, {say('once each', language)}"

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; no member."""
        return {
            "figures": [figure.to_dict() for figure in self.figures],
            "pairs": [pair.to_dict() for pair in self.pairs],
            "regions": [region.to_dict() for region in self.regions],
            "union": len(self.union),
            "unknown": len(self.unknown),
            "reconciliation": self.text(),
        }

    def __repr__(self) -> str:
        return render_overlap(self)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(render_overlap(self))}</pre>"


def build_overlap(figures: Sequence[Figure]) -> Overlap:
    """Who is in which of two to six figures of one unit, facts version and purpose.

    Raises `overlap_of_how_many`, `not_combinable`, `mixed_units`, `mixed_facts`, `mixed_purposes`.
    """
    from jalon.figures.figure import check_comparable

    if not 2 <= len(figures) <= AT_MOST:
        raise JalonError("overlap_of_how_many", found=len(figures), most=AT_MOST)
    for one, other in combinations(figures, 2):
        check_comparable(one, other)
    union = _united([figure.members for figure in figures])
    return Overlap(
        figures=tuple(figures),
        pairs=tuple(_build_pair(figures, *places) for places in combinations(range(len(figures)), 2)),
        regions=_build_regions(figures, union),
        union=union,
        unknown=_united([figure.unknown for figure in figures]) - union,
    )


def render_overlap(overlap: Overlap, language: str = "en") -> str:
    """The figures by number, the pairs, the regions, and how these add up."""
    from jalon.figures.render import render_value, scope_line, title_of

    count = partial(render_grouped, language=language)
    lines = [
        f"{place}. {title_of(figure, language)} · {scope_line(figure, language)}{colon(language)}{count(figure.size)}"
        + (f" ({say('unknown', language)}{colon(language)}{count(len(figure.unknown))})" if figure.unknown else "")
        for place, figure in enumerate(overlap.figures, 1)
    ]
    lines.append("")
    for pair in overlap.pairs:
        shares = ", ".join(
            f"{render_value(share, language)} {say('share of', language)} {place + 1}"
            for share, place in ((pair.share_of_first, pair.first), (pair.share_of_second, pair.second))
        )
        may = f" ({say('unknown', language)}{colon(language)}{count(len(pair.unknown))})" if pair.unknown else ""
        lines.append(f"{pair.first + 1} ∩ {pair.second + 1}{colon(language)}{count(len(pair.members))}{may} · {shares}")
    lines.append("")
    for region in overlap.regions:
        *before, last = (str(place + 1) for place in region.figures)
        places = f"{', '.join(before)} {say('and', language)} {last}" if before else last
        may = f" ({say('may be in more', language).format(count(region.unknown))})" if region.unknown else ""
        lines.append(f"{say('only in', language)} {places}{colon(language)}{count(len(region.members))}{may}")
    lines.append(overlap.text(language))
    if overlap.unknown:
        lines.append(f"{say('unknown', language)}{colon(language)}{count(len(overlap.unknown))}")
    return "\n".join(lines)


def _build_pair(figures: Sequence[Figure], first: int, second: int) -> Pair:
    both = figures[first] & figures[second]
    size = both.size

    def share(figure: Figure) -> Fraction | None:
        return Fraction(size, figure.size) if figure.size else None

    return Pair(first, second, both.members, both.unknown, share(figures[first]), share(figures[second]))


def _build_regions(figures: Sequence[Figure], union: Members) -> tuple[Region, ...]:
    places = range(len(figures))
    regions = []
    for size in range(1, len(figures) + 1):
        for inside in combinations(places, size):
            outside = [place for place in places if place not in inside]
            members = union
            for place in inside:
                members = members & figures[place].members
            members = members - _united([figures[place].members for place in outside])
            if members:
                unknown = len(members & _united([figures[place].unknown for place in outside]))
                regions.append(Region(inside, members, unknown))
    return tuple(regions)


def _united(sets: Sequence[Members]) -> Members:
    found = Members()
    for members in sets:
        found = found | members
    return found
