"""Forests kept standing: plots that overlap, and whose union is 1,700 hectares. The same at every scale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pyproj import Geod
from shapely import Polygon, union_all

from jalon.demo.directory import Directory
from jalon.demo.draws import Draws
from jalon.demo.names import texts
from jalon.demo.registers import NO_DAY, Registers

HECTARES = 1_700
SQUARE_METRES = 10_000
DEGREE = 10_000_000
"""Corners are whole numbers of a ten-millionth of a degree, about a centimetre: the same text on every machine."""
SIDE = 55_000
"""About 600 m. Sides this short are as good as straight, on the map and on the ellipsoid."""
STEP = 50_000
"""From one plot to the next: less than a side, so that neighbours overlap."""
UNEVEN = 3_000
WGS84 = Geod(ellps="WGS84")

Corners = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Forest:
    """A project, its country, the south-western corner of its plots, and how many there are."""

    project: str
    country: str
    longitude: int
    latitude: int
    plots: int


FORESTS = (
    Forest("CANOPEE-MG", "MG", 484_500_000, -187_500_000, 25),
    Forest("CANOPEE-SN", "SN", -166_800_000, 136_400_000, 14),
    Forest("CANOPEE-PE", "PE", -732_500_000, -37_500_000, 13),
)
COLUMNS = 5


def add_plots(registers: Registers, directory: Directory) -> None:
    """Plots, and since when each is under agreement."""
    draws = Draws("plots")
    outlines = build_outlines()
    for forest in FORESTS:
        project = directory.projects[forest.project]
        corners = outlines[forest.project]
        size = len(corners)
        names = [f"Plot {forest.country}-{place + 1:02}" for place in range(size)]
        subjects = registers.add(
            "subject",
            size,
            kind="place",
            organisation_id=project.organisation,
            reference=texts(name[5:] for name in names),
        )
        registers.add(
            "place", size, subject_id=subjects, name=texts(names), country=forest.country,
            outline=texts(geojson(plot) for plot in corners),
        )  # fmt: skip
        entry = np.datetime64("2019-02-01") + draws.below(1000, size).astype("timedelta64[D]")
        registers.add(
            "enrolment", size, subject_id=subjects, project_id=project.number,
            site_id=np.full(size, project.sites[0]), entry=entry, exit=np.full(size, NO_DAY), implicit=False,
        )  # fmt: skip


def build_outlines() -> dict[str, list[Corners]]:
    """The corners of every plot, by project. One more plot, apart from the others, fills up to the hectares."""
    draws = Draws("outlines")
    outlines = {forest.project: list(draw_plots(draws, forest)) for forest in FORESTS}
    drawn = sum(area_of_union(plots) for plots in outlines.values())
    first = FORESTS[0]
    outlines[first.project].append(filling_plot(first, HECTARES * SQUARE_METRES - drawn))
    return outlines


def draw_plots(draws: Draws, forest: Forest) -> Iterator[Corners]:
    """Four uneven corners each, in rows."""
    for place in range(forest.plots):
        row, column = divmod(place, COLUMNS)
        west, south = forest.longitude + column * STEP, forest.latitude + row * STEP
        moved = draws.between(-UNEVEN, UNEVEN, 8).tolist()
        square = ((0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE))
        yield [
            (west + x + moved[corner * 2], south + y + moved[corner * 2 + 1]) for corner, (x, y) in enumerate(square)
        ]


def filling_plot(forest: Forest, square_metres: float) -> Corners:
    """A plot west of the others, as wide as it takes: found by halving, to the last whole number."""
    assert square_metres > 0, square_metres
    east = forest.longitude - 2 * STEP
    narrow, wide = 1, 20 * SIDE
    while wide - narrow > 1:
        middle = (narrow + wide) // 2
        if area_of_union([strip(forest, east, middle)]) <= square_metres:
            narrow = middle
        else:
            wide = middle
    return strip(forest, east, narrow)


def strip(forest: Forest, east: int, width: int) -> Corners:
    south, north = forest.latitude, forest.latitude + SIDE
    return [(east - width, south), (east, south), (east, north), (east - width, north)]


def area_of_union(plots: list[Corners]) -> float:
    """Square metres on the ellipsoid, each counted once."""
    union = union_all([Polygon([(x / DEGREE, y / DEGREE) for x, y in corners]) for corners in plots])
    area, _ = WGS84.geometry_area_perimeter(union)
    return abs(float(area))


def geojson(corners: Corners) -> str:
    """The outline as text; longitude first."""
    ring = [*corners, corners[0]]
    return json.dumps({"type": "Polygon", "coordinates": [[[x / DEGREE, y / DEGREE] for x, y in ring]]})
