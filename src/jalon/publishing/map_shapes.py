"""The world's countries as outlines on paper: Natural Earth 1:110m, in the Equal Earth projection.

Source: Natural Earth 4.1.0, Admin 0 countries, 1:110 million (public domain), as TopoJSON in world-atlas 2.0.2 (ISC
licence, Copyright 2013-2019 Michael Bostock); the file is kept as it came. Areas compare truly: Equal Earth (B. Šavrič,
T. Patterson, B. Jenny, 2018) keeps them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from typing import Any

from jalon.codelists import countries
from jalon.codelists.country_extents import country_extents

Degrees = tuple[float, float]
Ring = tuple[tuple[int, int], ...]

WIDTH = 720
HEIGHT = 322
"""The drawing's units; Antarctica, which has no people to count, is cut off."""
MIDDLE = 184
"""Where the equator lies."""
ANTARCTICA = "AQ"
WITHOUT_CODE = {"N. Cyprus": "CY", "Somaliland": "SO", "Kosovo": "XK"}
"""Shapes that the source gives no code: drawn with the country that ISO 3166 lists them under; Kosovo by its own."""

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_HALF = sqrt(3) / 2
_SCALE = WIDTH / 5.414


@cache
def country_shapes() -> dict[str, tuple[Ring, ...]]:
    """By alpha-2 code, the rings of a country's outline in the drawing's units. About 175 countries; see `centre`."""
    atlas = json.loads(files("jalon.publishing").joinpath("assets/world-110m.json").read_text("utf-8"))
    arcs = _read_arcs(atlas)
    shapes: dict[str, list[Ring]] = {}
    for geometry in atlas["objects"]["countries"]["geometries"]:
        code = _code(geometry)
        if code == ANTARCTICA:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
        shapes.setdefault(code, []).extend(ring for ring in rings if len(ring) > 2)
    return {code: tuple(rings) for code, rings in sorted(shapes.items())}


def centre(code: str) -> tuple[int, int] | None:
    """Where a country too small for an outline is marked; None for the few of unknown extent."""
    extent = country_extents().get(code)
    if (rings := country_shapes().get(code)) is not None:
        xs, ys = zip(*max(rings, key=len), strict=True)
        return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2
    if extent is None:
        return None
    east = extent.east + (360 if extent.west > extent.east else 0)
    longitude = (extent.west + east) / 2
    return project(longitude - (360 if longitude > 180 else 0), (extent.south + extent.north) / 2)


def project(longitude: float, latitude: float) -> tuple[int, int]:
    """Degrees to whole units of the drawing."""
    theta = asin(_HALF * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = radians(longitude) * cos(theta) / (_HALF * slope)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return round(WIDTH / 2 + x * _SCALE), round(MIDDLE - y * _SCALE)


def render_path(rings: Iterable[Ring]) -> str:
    """Outlines as the data of an SVG path: each point by its way from the one before."""
    drawn: list[str] = []
    for ring in rings:
        (x, y), *rest = ring
        drawn.append(f"M{x} {y}l")
        steps: list[str] = []
        for to_x, to_y in rest:
            steps.append(f"{to_x - x} {to_y - y}")
            x, y = to_x, to_y
        drawn.append(" ".join(steps).replace(" -", "-") + "z")
    return "".join(drawn)


def _code(geometry: Mapping[str, Any]) -> str:
    return countries.codes()[int(geometry["id"])] if "id" in geometry else WITHOUT_CODE[geometry["properties"]["name"]]


def _read_arcs(atlas: Mapping[str, Any]) -> list[list[Degrees]]:
    """TopoJSON's arcs in degrees: whole steps from point to point, on a grid that `transform` lays over them."""
    (wide, high), (west, south) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    read: list[list[Degrees]] = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((west + x * wide, south + y * high))
        read.append(points)
    return read


def _ring(indices: Sequence[int], arcs: Sequence[Sequence[Degrees]]) -> Ring:
    """The arcs of a ring joined, those with a negative index backwards; points that fall together are one.

    A ring that crosses the antimeridian goes on beyond it, so that no line runs across the world.
    """
    joined = [point for index in indices for point in (arcs[index] if index >= 0 else reversed(arcs[~index]))]
    turn, last = 0, joined[0][0]
    ring: list[tuple[int, int]] = []
    for longitude, latitude in joined:
        turn += 360 if longitude - last < -180 else -360 if longitude - last > 180 else 0
        last = longitude
        point = project(longitude + turn, latitude)
        if not ring or point != ring[-1]:
            ring.append(point)
    return tuple(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)
