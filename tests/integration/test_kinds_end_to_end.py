"""Land, ventures and offices from a group file to figures: what is written, refused, exported and stated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jalon.cli import main
from jalon.errors import JalonError
from jalon.home import Home

GROUP = """
organisations: [{code: G, name: Group, kind: group, country: SN}]
projects:
  - {code: BOIS, name: Bois, organisation: G, countries: [SN]}
  - {code: SIEGES, name: Offices, organisation: G}
subjects:
  - {code: P1, organisation: G, kind: place, name: Plot 1, country: SN, outline: 'OUTLINE'}
  - {code: P2, organisation: G, kind: place, name: Plot 2, country: SN}
  - {code: V1, organisation: G, kind: venture, name: Venture}
  - {code: W, organisation: G, sex: female}
  - {code: M, organisation: G, sex: male}
  - {code: N, organisation: G, sex: male}
enrolments:
  - {subject: P1, project: BOIS, entry: 2021-01-01}
  - {subject: P2, project: BOIS, entry: 2021-01-01}
  - {subject: V1, project: BOIS, entry: 2021-01-01, exit: 2021-12-31, at_entry: {turnover: 1000}, at_exit: {turnover: 2500.5}}
  - {subject: M, project: SIEGES, entry: 2018-01-01, at_entry: {office: council}}
  - {subject: N, project: SIEGES, entry: 2018-01-01, at_entry: {office: council}}
  - {subject: W, project: SIEGES, entry: 2020-01-01, at_entry: {office: mayor}}
"""
SQUARE = "[[[-16.5, 14.1], [-16.49, 14.1], [-16.49, 14.11], [-16.5, 14.11], [-16.5, 14.1]]]"
EXCHANGED = "[[[14.1, -16.5], [14.1, -16.49], [14.11, -16.49], [14.11, -16.5], [14.1, -16.5]]]"


def polygon(coordinates: str) -> str:
    return '{"type": "Polygon", "coordinates": ' + coordinates + "}"


@pytest.fixture
def jalon(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def run(*arguments: str, outline: str = polygon(SQUARE)) -> Any:
        if arguments == ("load",):
            file = tmp_path / "group.yaml"
            file.write_text(GROUP.replace("OUTLINE", outline), encoding="utf-8")
            arguments = ("load", str(file))
        capsys.readouterr()
        code = main(["--home", str(home.path), "--as", "test", "--json", *arguments])
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else json.loads(said.err)["errors"]

    return run


def test_from_a_group_file_to_figures(jalon: Callable[..., Any]) -> None:
    jalon("load")
    area = jalon("figure", "protected_area", "--period", "2021")
    assert (area["size"], area["not_exact"], area["measured_in"]) == (2, 1, "hectares")
    assert 119 < float(area["value"]) < 120
    assert area["bounds"] == [area["value"], None]
    rose = jalon("members", "turnover_change", "--period", "2021", "--answer", "rose")["members"]
    assert rose == jalon("members", "turnover_change", "--period", "2021")["members"]
    assert jalon("members", "turnover_change", "--period", "2021", "--answer", "fell")["members"] == []
    assert jalon("figure", "turnover_change", "--period", "2021")["value"] == "1500.5"


def test_a_trend_and_when_half_is_reached(jalon: Callable[..., Any]) -> None:
    jalon("load")
    asked = ("figure", "women_in_decision", "--period", "2018..2021")
    stated = jalon(*asked, "--trend", "linear", "--reach", "0.5")
    assert [point["yes"] for point in stated["series"]] == [0, 0, 1, 1]
    assert stated["trend"]["window"] == [2018, 2021]
    assert stated["trend"]["projection"]["year"] == 2022
    assert jalon(*asked, "--trend", "logit")["trend"]["reason"] == "logit_of_all_or_none"
    assert jalon(*asked, "--trend", "cubic")[0]["id"] == "unknown_model"
    assert jalon(*asked, "--reach", "0.5")[0]["id"] == "usage"
    assert jalon("figure", "women", "--trend", "linear")[0]["id"] == "no_series"


def test_an_outline_that_cannot_be_measured_is_refused_at_its_line(jalon: Callable[..., Any]) -> None:
    (error,) = jalon("load", outline=polygon(EXCHANGED))
    assert error["id"] == "outline_swapped"
    assert error["place"]["row"] == 7
    assert jalon("figures", "--period", "2021") != []


def test_only_coordinates_reach_records_and_facts(home: Home) -> None:
    from jalon.records.actions.subjects import add_place, change_place
    from jalon.records.export import read_snapshot

    feature = '{"type": "Feature", "properties": {"owner": "Awa"}, "geometry": ' + polygon(SQUARE) + "}"
    place = add_place(by="test", name="Plot", country="SN", outline=feature)
    assert "Awa" not in place.outline
    with read_snapshot(home) as records:
        (row,) = records.read("outlines").to_pylist()
    assert (row["subject"], row["country"], row["outline"]) == (place.pk, "SN", place.outline)
    with pytest.raises(JalonError) as raised:
        change_place(by="test", place=place, outline=polygon(EXCHANGED))
    assert raised.value.id == "outline_swapped"
    assert change_place(by="test", place=place, outline="")
    with read_snapshot(home) as records:
        assert records.read("outlines").to_pylist() == []
