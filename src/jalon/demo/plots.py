"""Forests kept standing: plots that overlap, and whose union is 1,700 hectares. The same at every scale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from jalon.demo.directory import Directory
from jalon.demo.draws import Draws
from jalon.demo.names import texts
from jalon.demo.registers import NO_DAY, Registers
from jalon.figures.areas import LONGEST_SIDE, ellipsoid
from jalon.records.policies import checked_outline

HECTARES = 1_700
SQUARE_METRES = 10_000
DEGREE = 1_000_000_000
"""Corners are whole numbers of a milliardth of a degree: the same text on every machine, and hectares to the
square metre."""
SIDE = 5_500_000
"""About 600 m."""
STEP = 5_000_000
"""From one plot to the next: less than a side, so that neighbours overlap."""
UNEVEN = 300_000

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
    Forest("CANOPEE-MG", "MG", 48_450_000_000, -18_750_000_000, 25),
    Forest("CANOPEE-SN", "SN", -16_680_000_000, 13_640_000_000, 14),
    Forest("CANOPEE-PE", "PE", -73_250_000_000, -3_750_000_000, 13),
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
            outline=texts(checked_outline(geojson(plot), forest.country) for plot in corners),
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
    drawn = [polygon(corners) for plots in outlines.values() for corners in plots]
    outlines[FORESTS[0].project].append(filling_plot(FORESTS[0], shapely.union_all(drawn)))
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


def filling_plot(forest: Forest, others: BaseGeometry) -> Corners:
    """A plot west of the others, as wide as it takes: found by halving, to the last whole number."""
    east = forest.longitude - 2 * STEP
    narrow, wide = 1, 4 * SIDE
    while wide - narrow > 1:
        middle = (narrow + wide) // 2
        if square_metres(others.union(polygon(strip(forest, east, middle)))) <= HECTARES * SQUARE_METRES:
            narrow = middle
        else:
            wide = middle
    return strip(forest, east, narrow)


def strip(forest: Forest, east: int, width: int) -> Corners:
    south, north = forest.latitude, forest.latitude + SIDE
    return [(east - width, south), (east, south), (east, north), (east - width, north)]


def polygon(corners: Corners) -> BaseGeometry:
    return shapely.Polygon([(x / DEGREE, y / DEGREE) for x, y in corners])


def square_metres(outline: BaseGeometry) -> float:
    """On the ellipsoid, as figures of areas measure."""
    area, _ = ellipsoid().geometry_area_perimeter(shapely.orient_polygons(shapely.segmentize(outline, LONGEST_SIDE)))
    return float(area)


def geojson(corners: Corners) -> str:
    """The outline as text; longitude first."""
    ring = [*corners, corners[0]]
    return json.dumps({"type": "Polygon", "coordinates": [[[x / DEGREE, y / DEGREE] for x, y in ring]]})
