"""Outlines: what can be measured is read, everything else is a clear error that says what to do."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

import pytest
from shapely.geometry import box

from jalon.codelists.countries import is_country
from jalon.codelists.country_extents import country_extents
from jalon.errors import JalonError
from jalon.facts.outlines import plain_outline, read_outline
from jalon.facts.store import MemoryFacts
from jalon.figures.areas import build_plots, measure, measure_union
from jalon.figures.members import Members

SQUARE = [[-16.5, 14.1], [-16.4, 14.1], [-16.4, 14.2], [-16.5, 14.2], [-16.5, 14.1]]


def outline(*rings: Any, type: str = "Polygon") -> str:
    return json.dumps({"type": type, "coordinates": list(rings)})


def swapped(ring: list[list[float]]) -> list[list[float]]:
    return [[latitude, longitude] for longitude, latitude in ring]


def refused(text: str, country: str | None = None) -> JalonError:
    with pytest.raises(JalonError) as raised:
        read_outline(text, country)
    return raised.value


def test_what_is_read() -> None:
    assert read_outline(outline(SQUARE), "SN").area == pytest.approx(0.01)
    assert len(read_outline(outline([SQUARE], [[[2, 0], [3, 0], [3, 1], [2, 0]]], type="MultiPolygon")).geoms) == 2  # type: ignore[union-attr]
    hole = [[-16.48, 14.12], [-16.42, 14.12], [-16.42, 14.18], [-16.48, 14.12]]
    assert read_outline(outline(SQUARE, hole)).area < 0.01
    high = [[*point, 35.0] for point in SQUARE]
    assert read_outline(outline(high)).area == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is nested too deep"),
        ("[]", "its type is None"),
        ('{"type": "Point", "coordinates": [1, 2]}', "its type is Point"),
        ('{"type": "Polygon"}', "it has no coordinates"),
        ('{"type": "Polygon", "coordinates": []}', "it has no coordinates"),
        ('{"type": "Polygon", "coordinates": ["a"]}', "a ring is not a list"),
        (outline([["a", 1]]), "is not a longitude and a latitude"),
        (outline([[True, 1]]), "is not a longitude and a latitude"),
        (outline([[float("nan"), 1]]), "is not a longitude and a latitude"),
        (" " * 2_000_001, "it is longer"),
    ],
)
def test_what_cannot_be_read(text: str, problem: str) -> None:
    error = refused(text)
    assert error.id == "outline_unreadable"
    assert problem in error.text()
    assert '{"type": "Polygon"' in error.text()


def test_a_ring_closes() -> None:
    assert refused(outline(SQUARE[:-1])).id == "outline_open"
    assert refused(outline([SQUARE[0], SQUARE[1], SQUARE[0]])).details["count"] == 3


def test_sides_that_cross_are_named_where_they_do() -> None:
    error = refused(outline([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]))
    assert error.id == "outline_crosses"
    assert "-16.45, 14.15" in error.text()


def test_no_area_is_refused() -> None:
    assert refused(outline([[0, 0], [1, 1], [2, 2], [0, 0]])).id == "outline_crosses"
    assert refused(outline([[0, 0]] * 4)).id == "outline_crosses"


def test_coordinates_that_were_exchanged() -> None:
    """Where a latitude is out of range, and where the country says so; a place abroad is left as it is."""
    assert refused(outline([[10, 100], [11, 100], [11, 101], [10, 100]])).id == "outline_swapped"
    error = refused(outline(swapped(SQUARE)), "SN")
    assert error.id == "outline_swapped"
    assert "SN" in error.text()
    assert read_outline(outline(swapped(SQUARE)), None)
    assert read_outline(outline(swapped(SQUARE)), "FR")
    assert read_outline(outline(SQUARE), "FR")


def test_poles_and_the_antimeridian() -> None:
    assert refused(outline([[0, 90], [1, 89], [2, 89], [0, 90]])).id == "outline_out_of_range"
    assert refused(outline([[200, 1], [201, 1], [201, 2], [200, 1]])).id == "outline_out_of_range"
    assert refused(outline([[-179, 0], [179, 0], [179, 1], [-179, 0]])).id == "outline_too_wide"


def test_only_coordinates_are_kept() -> None:
    """A feature's properties may name an owner: facts hold no name."""
    feature = {"type": "Feature", "properties": {"owner": "Awa"}, "geometry": json.loads(outline(SQUARE))}
    kept = plain_outline(json.dumps(feature))
    assert "Awa" not in kept
    assert json.loads(kept) == json.loads(outline(SQUARE))


def test_extents_are_of_countries_and_hold_them() -> None:
    extents = country_extents()
    assert len(extents) > 230
    assert all(is_country(code) for code in extents)
    assert extents["FR"].contains(2.35, 48.85)
    assert extents["FJ"].contains(178.4, -18.1)  # across the antimeridian
    assert not extents["FJ"].contains(0, -18.1)
    assert extents["CD"].contains(15.3, -4.3)


def hectares(west: float, south: float, east: float, north: float) -> float:
    """Between two meridians and two parallels, in closed form (Snyder, Map Projections: A Working Manual, 3-12)."""
    a, f = 6378137.0, 1 / 298.257223563
    e = math.sqrt(f * (2 - f))

    def q(latitude: float) -> float:
        sine = math.sin(math.radians(latitude))
        return sine / (1 - (e * sine) ** 2) + math.log((1 + e * sine) / (1 - e * sine)) / (2 * e)

    b = a * (1 - f)
    return b * b * math.radians(east - west) * (q(north) - q(south)) / 2 / 10_000


@pytest.mark.parametrize(
    "sides", [(0, 0, 0.01, 0.01), (-16.5, 14.1, -16.4, 14.2), (10, 60, 11, 61), (179, -80, 180, -79.5)]
)
def test_areas_are_those_of_the_ellipsoid(sides: tuple[float, float, float, float]) -> None:
    assert float(measure(box(*sides))) == pytest.approx(hectares(*sides), rel=1e-8, abs=1e-4)


def test_the_union_counts_land_once() -> None:
    plots = [box(0, 0, 2, 1), box(1, 0, 3, 1), box(1, 0, 3, 1)]
    assert float(measure_union(plots)) == pytest.approx(hectares(0, 0, 3, 1), rel=1e-6)
    assert measure_union([]) == 0


def test_merged_places_are_one() -> None:
    """Two records of one place, each with an outline: what either states."""
    facts = MemoryFacts(
        {
            "outlines": [
                {"subject": 1, "outline": outline([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])},
                {"subject": 2, "outline": outline([[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]])},
                {"subject": 3, "outline": outline(SQUARE)},
            ],
            "same_subject": [{"subject": 2, "same_as": 1}],
        }
    )
    plots = build_plots(facts, Members([1]))
    assert set(plots.outlines) == {1}
    said = plots.of(Members([1]))
    assert said.value == said.beside["sum"] == measure(box(0, 0, 2, 1))
    assert said.beside["overlap"] == Decimal(0)
