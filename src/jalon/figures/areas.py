"""Areas: the union of the outlines of places, on the ellipsoid, in hectares.

Sides are straight lines in longitude and latitude, as GeoJSON says (RFC 7946, 3.1.1): long ones are cut
into pieces of LONGEST_SIDE before they are measured along geodesics of WGS 84 (Karney 2013, as pyproj has it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import shapely
from shapely.geometry.base import BaseGeometry

from jalon.facts.outlines import read_outline
from jalon.facts.store import Facts
from jalon.figures.measured import Statistic
from jalon.figures.members import Members

if TYPE_CHECKING:
    from pyproj import Geod

SQUARE_METRES = 10_000
"""In a hectare."""
AREA_PLACES = Decimal("0.0001")
"""Areas are stated to the square metre."""
LONGEST_SIDE = 0.01
"""In degrees, about a kilometre: a straight line in degrees leaves the geodesic by less than 10 cm over it."""

Plot = tuple[BaseGeometry, Decimal]
"""An outline, and its hectares."""


@cache
def ellipsoid() -> Geod:
    """WGS 84. Imported when an area is first measured: that takes as long as a figure, and most figures have none."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Plots:
    """The outlines of a figure's members: what can be said of the area of any of them."""

    outlines: Mapping[int, BaseGeometry]
    hectares: Mapping[int, Decimal]
    """The area of each by itself."""
    unit: str = "hectares"
    is_never_negative: bool = True

    def of(self, members: Members) -> Statistic:
        """The area of the union; the sum of the plots and their overlap beside it."""
        known = [number for number in members if number in self.outlines]
        missing = members - Members(known)
        if members and not known:
            return Statistic(None, (Decimal(0), None), missing, "no_outline_known")
        added = sum((self.hectares[number] for number in known), Decimal(0))
        union = min(measure_union([self.outlines[number] for number in known]), added)
        beside = {"sum": added, "overlap": added - union}
        return Statistic(union, (union, None if missing else union), missing, beside=beside)


def build_plots(facts: Facts, members: Members) -> Plots:
    """The outlines of places, merged ones under their smallest number: what either record states."""
    if not members:
        return Plots({}, {})
    # Read and measured once for each facts version: a plot is asked for in several scopes, by a release in dozens.
    if facts not in _stated:
        _stated[facts] = _read_stated(facts)
    plots = {number: _join([one() for one in stated]) for number, stated in _stated[facts].items() if number in members}
    return Plots(
        {number: outline for number, (outline, _) in plots.items()},
        {number: size for number, (_, size) in plots.items()},
    )


def _read_stated(facts: Facts) -> Mapping[int, Sequence[Callable[[], Plot]]]:
    """By number the plots that its records state, each read when it is first asked for."""
    same = facts.table("same_subject").to_pydict()
    counted_as = dict(zip(same["subject"], same["same_as"], strict=True))
    stated: dict[int, list[Callable[[], Plot]]] = {}
    for row in facts.table("outlines").to_pylist():
        plot = cache(partial(_read_plot, row["outline"], row["country"]))
        stated.setdefault(counted_as.get(row["subject"], row["subject"]), []).append(plot)
    return stated


def _read_plot(text: str, country: str | None) -> Plot:
    outline = read_outline(text, country)
    return outline, measure(outline)


_stated: WeakKeyDictionary[Facts, Mapping[int, Sequence[Callable[[], Plot]]]] = WeakKeyDictionary()


def _join(plots: Sequence[Plot]) -> Plot:
    if len(plots) == 1:
        return plots[0]
    union = shapely.union_all([outline for outline, _ in plots])
    return union, measure(union)


def measure_union(outlines: Sequence[BaseGeometry]) -> Decimal:
    """Hectares of the union of some outlines."""
    return measure(shapely.union_all(list(outlines))) if outlines else Decimal(0)


def measure(outline: BaseGeometry) -> Decimal:
    """Hectares on the ellipsoid."""
    area, _ = ellipsoid().geometry_area_perimeter(shapely.orient_polygons(shapely.segmentize(outline, LONGEST_SIDE)))
    return (Decimal(area) / SQUARE_METRES).quantize(AREA_PLACES)
