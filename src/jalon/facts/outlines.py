"""Outlines of places: GeoJSON polygons in WGS 84, longitude first (RFC 7946), read and checked."""

from __future__ import annotations

import json
import math
from typing import Any

from shapely.geometry import MultiPolygon, Polygon
from shapely.validation import explain_validity

import jalon.facts.errors  # noqa: F401  # the catalogue's entries
from jalon.codelists.country_extents import country_extents
from jalon.errors import Bilingual, JalonError

Outline = Polygon | MultiPolygon

TYPES = ("Polygon", "MultiPolygon")
POLE = 90.0
HALF_TURN = 180.0
FEWEST_POINTS = 4
MOST_CHARACTERS = 2_000_000


def read_outline(text: str, country: str | None = None) -> Outline:
    """The outline as a polygon that can be measured.

    `country` (ISO 3166-1 alpha-2) is where the place is said to be. Raises `outline_unreadable`,
    `outline_open`, `outline_out_of_range`, `outline_swapped`, `outline_too_wide`, `outline_crosses`.
    """
    rings = _read_rings(text)
    _check_ranges(rings)
    polygons = [Polygon(rings_of_one[0], rings_of_one[1:]) for rings_of_one in rings]
    outline = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    _check_shape(outline)
    _check_country(outline, country)
    return outline


def plain_outline(text: str, country: str | None = None) -> str:
    """The outline without all that GeoJSON may carry beside it: facts hold no name. Raises as `read_outline`."""
    read_outline(text, country)
    geometry = _geometry_of(json.loads(text))
    return json.dumps({"type": geometry["type"], "coordinates": geometry["coordinates"]}, separators=(",", ":"))


def _geometry_of(content: Any) -> Any:
    return content.get("geometry") if isinstance(content, dict) and content.get("type") == "Feature" else content


def _read_rings(text: str) -> list[list[list[tuple[float, float]]]]:
    """Polygons of rings of points; every ring closed and of four points at least."""
    if len(text) > MOST_CHARACTERS:
        raise JalonError(
            "outline_unreadable",
            problem=Bilingual(
                f"it is longer than {MOST_CHARACTERS} characters", f"il dépasse {MOST_CHARACTERS} caractères"
            ),
        )
    try:
        content = json.loads(text)
    except ValueError:
        raise JalonError("outline_unreadable", problem=Bilingual("it is not JSON", "ce n'est pas du JSON")) from None
    except RecursionError:
        raise JalonError(
            "outline_unreadable", problem=Bilingual("it is nested too deep", "il est trop imbriqué")
        ) from None
    content = _geometry_of(content)
    kind = content.get("type") if isinstance(content, dict) else None
    if kind not in TYPES:
        raise JalonError(
            "outline_unreadable",
            problem=Bilingual(
                f"its type is {str(kind)[:40]}, not Polygon or MultiPolygon",
                f"son type est {str(kind)[:40]}, et non Polygon ou MultiPolygon",
            ),
        )
    coordinates = content.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons or not all(isinstance(p, list) and p for p in polygons):
        raise JalonError("outline_unreadable", problem=Bilingual("it has no coordinates", "il n'a pas de coordonnées"))
    return [[_read_ring(ring) for ring in polygon] for polygon in polygons]


def _read_ring(ring: Any) -> list[tuple[float, float]]:
    if not isinstance(ring, list):
        raise JalonError(
            "outline_unreadable",
            problem=Bilingual("a ring is not a list of points", "un anneau n'est pas une liste de points"),
        )
    points = [_read_point(point) for point in ring]
    if len(points) < FEWEST_POINTS or points[0] != points[-1]:
        raise JalonError("outline_open", count=len(points))
    return points


def _read_point(point: Any) -> tuple[float, float]:
    is_pair = isinstance(point, list) and len(point) in (2, 3)
    if not is_pair or not all(type(n) in (int, float) and math.isfinite(n) for n in point):
        raise JalonError(
            "outline_unreadable",
            problem=Bilingual(
                f"{str(point)[:40]} is not a longitude and a latitude",
                f"{str(point)[:40]} n'est pas une longitude et une latitude",
            ),
        )
    return float(point[0]), float(point[1])


def _check_ranges(rings: list[list[list[tuple[float, float]]]]) -> None:
    for longitude, latitude in (point for polygon in rings for ring in polygon for point in ring):
        if abs(latitude) < POLE and abs(longitude) <= HALF_TURN:
            continue
        is_swapped = abs(longitude) < POLE < abs(latitude) <= HALF_TURN
        id = "outline_swapped" if is_swapped else "outline_out_of_range"
        raise JalonError(id, longitude=longitude, latitude=latitude, where="WGS 84")


def _check_shape(outline: Outline) -> None:
    west, _, east, _ = outline.bounds
    if east - west > HALF_TURN:
        raise JalonError("outline_too_wide", west=west, east=east)
    reason = explain_validity(outline)
    if reason != "Valid Geometry":
        what, _, where = reason.partition("[")
        raise JalonError("outline_crosses", problem=what.strip(), where=where.rstrip("]").replace(" ", ", "))


def _check_country(outline: Outline, country: str | None) -> None:
    """An outline outside its country that would lie inside with its coordinates exchanged is said to be swapped.

    One that is outside either way is left as it is: extents are rough, and places do lie across borders.
    """
    if country is None:
        return
    centre = outline.representative_point()
    extent = country_extents().get(country)
    if extent and not extent.contains(centre.x, centre.y) and extent.contains(centre.y, centre.x):
        raise JalonError("outline_swapped", longitude=round(centre.x, 5), latitude=round(centre.y, 5), where=country)
