"""Rough extents of countries: boxes of longitude and latitude, to notice coordinates that were exchanged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jalon.codelists.listing import read_listing


@dataclass(frozen=True, slots=True)
class Extent:
    """Degrees in WGS 84, land and sea. `west` above `east`: the box crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, longitude: float, latitude: float) -> bool:
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


@cache
def country_extents() -> dict[str, Extent]:
    """By ISO 3166-1 alpha-2 code; a few territories have none."""
    return {
        row["code"]: Extent(*(float(row[side]) for side in ("west", "south", "east", "north")))
        for row in read_listing("country_extents").rows
    }
