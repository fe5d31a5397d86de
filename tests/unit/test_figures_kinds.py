"""Figures of numbers, areas and representations as Python and the terminal show them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from jalon.errors import JalonError
from jalon.facts.store import MemoryFacts
from jalon.figures.engines import ENGINES
from jalon.figures.group import Group
from jalon.figures.render import render_trend
from jalon.language.check import shipped_catalogue

YEARS = range(2016, 2022)
RING = [[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]


def build_rows() -> dict[str, list[dict[str, Any]]]:
    """Ten mandates a year, one woman more each year; two ventures; one plot."""
    codes = sorted(shipped_catalogue().measures)
    mandates = [(year, seat) for year in YEARS for seat in range(10)]
    spells = [
        {"subject": 100 + n, "project": 1, "entry": f"{year}-01-01", "exit": f"{year}-12-31"}
        for n, (year, _) in enumerate(mandates)
    ]
    spells += [{"subject": n, "project": 2, "entry": "2021-01-01", "exit": None} for n in (1, 2, 3)]
    return {
        "organisations": [{"organisation": 1, "code": "NGO", "parent": None, "kind": "ngo"}],
        "projects": [
            {"project": n, "code": code, "organisation": 1, "countries": [], "themes": [], "sdg_targets": [], "sensitive": False}
            for n, code in ((1, "BODY"), (2, "GREEN"))
        ],
        "measures": [
            {"measure": n, "code": code, "kind": m.kind, "unit": m.unit, "lowest": m.lowest, "highest": m.highest, "options": list(m.options)}
            for n, (code, m) in enumerate(((code, shipped_catalogue().measures[code]) for code in codes), 1)
        ],
        "subjects": [
            {"subject": 100 + n, "kind": "person", "sex": "female" if seat < year - 2014 else "male", "permits": [], "refuses": []}
            for n, (year, seat) in enumerate(mandates)
        ]
        + [{"subject": n, "kind": kind, "permits": [], "refuses": []} for n, kind in ((1, "venture"), (2, "venture"), (3, "place"))],
        "enrolments": [
            spell | {"enrolment": n, "entry": day(spell["entry"]), "exit": day(spell["exit"]), "implicit": False}
            for n, spell in enumerate(spells, 1)
        ],
        "observations": [
            {"project": 1, "observation": 1000 + n, "subject": 100 + n, "enrolment": n + 1,
             "measure": codes.index("office") + 1, "moment": "entry", "months_after": 0, "date": day(f"{year}-01-01"),
             "state": "known", "code": "parliament"}
            for n, (year, _) in enumerate(mandates)
        ] + [
            {"project": 2, "observation": 1, "subject": 1, "enrolment": None, "measure": codes.index("turnover") + 1,
             "moment": "any", "months_after": 0, "date": day("2021-06-01"), "state": "known", "number": Decimal("1250.5")}
        ],
        "outlines": [{"subject": 3, "country": None, "outline": json.dumps({"type": "Polygon", "coordinates": [RING]})}],
    }  # fmt: skip


def day(text: str | None) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(text) if text else None


@pytest.fixture(params=sorted(ENGINES))
def group(request: pytest.FixtureRequest) -> Group:
    return Group.from_facts(MemoryFacts(build_rows()), key=b"key", engine=request.param)


def test_a_sum_says_its_unit_and_whose_number_is_missing(group: Group) -> None:
    figure = group.figure("turnover_of_ventures", "2021")
    assert (figure.value, figure.size, list(figure.not_exact)) == (Decimal("1250.5"), 2, [2])
    assert figure.bounds == (Decimal("1250.5"), None)
    assert "1,250.5 EUR (2 ventures)" in repr(figure)
    assert "unknown: 1 (at least 1,250.5)" in repr(figure)
    data = figure.to_dict()
    assert (data["measured_in"], data["value"], data["statistic"]["not_known"]) == ("EUR", "1250.5", 1)


def test_cells_have_values_of_their_own(group: Group) -> None:
    breakdown = group.figure("turnover_of_ventures", "2021").by("project")
    assert [cell.statistic.value for cell in breakdown.cells if cell.statistic] == [Decimal("1250.5")]
    assert breakdown.value_overlap == 0
    assert breakdown.to_dict()["cells"][0]["statistic"]["value"] == "1250.5"
    assert breakdown.to_dataframe()["value"].tolist() == [1250.5]
    assert breakdown.margin("project").cells[0].statistic == breakdown.cells[0].statistic


def test_an_area_says_what_it_is_made_of(group: Group) -> None:
    figure = group.figure("protected_area", "2021")
    assert figure.value == Decimal("123.0907")
    assert "123.09 hectares (1 place)" in repr(figure)
    assert "sum of the plots 123.09 − overlapping 0 = 123.09" in repr(figure)


def test_figures_of_different_units_are_not_combined(group: Group) -> None:
    with pytest.raises(JalonError) as raised:
        group.figure("turnover_of_ventures", "2021") | group.figure("protected_area", "2021")
    assert raised.value.id == "mixed_units"


def test_a_series_and_its_trend(group: Group) -> None:
    """Two in ten in 2016, one more each year: half in 2019, nine in ten in 2023."""
    figure = group.figure("women_in_decision", "2016..2021", project="BODY")
    assert [point.share.size for point in figure.series] == [2, 3, 4, 5, 6, 7]
    assert (figure.value, figure.size) == (Decimal(7) / 10, 7)
    trend = figure.trend()
    assert trend.rate == pytest.approx(0.1)
    assert trend.projection(0.9).year == 2023
    assert figure.trend("logit", window=(2019, 2021)).window == (2019, 2021)
    text = render_trend(figure, trend, 0.9)
    for said in (
        "2016 to 2021, 6 years",
        "least squares",
        "70.0 %",
        "+10.00 percentage points",
        "95 %",
        "90.0 % reached in 2023",
    ):
        assert said in text
    assert "déjà atteints" in render_trend(figure, trend, 0.5, "fr")
    assert "pas à ce rythme" in render_trend(figure, figure.trend("logit"), 1.0, "fr")
    assert figure.to_dict()["series"][0] == {
        "year": 2016,
        "period": "2016-09-01",
        "share": 0.2,
        "yes": 2,
        "of": 10,
        "unknown": 0,
    }


def test_one_year_is_no_trend(group: Group) -> None:
    figure = group.figure("women_in_decision", "2021", project="BODY")
    assert figure.trend().line is None
    assert "three years or more" in render_trend(figure, figure.trend(), 0.5)


def test_all_dates_are_those_of_the_facts(group: Group) -> None:
    figure = group.figure("women_in_decision", project="BODY")
    assert [point.year for point in figure.series] == list(YEARS)


def test_trends_are_of_series_and_known_models(group: Group) -> None:
    with pytest.raises(JalonError) as raised:
        group.figure("women", "2021").trend()
    assert raised.value.id == "no_series"
    with pytest.raises(JalonError) as raised:
        group.figure("women_in_decision", "2021").trend("linaer")
    assert (raised.value.id, raised.value.nearest) == ("unknown_model", "linear")
    with pytest.raises(JalonError) as raised:
        group.figure("women_in_decision", "2021").by("sex")
    assert raised.value.id == "not_broken_down"
    assert "break down women_in_office or office_holders" in raised.value.found("en")
    assert "ventilez women_in_office ou office_holders" in raised.value.found("fr")
