"""Breakdowns: subsets that reconcile, whatever is asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from pyroaring import BitMap

from jalon.engines.answer import ATTRIBUTE_DIMENSIONS, SCOPE_DIMENSIONS, Answer
from jalon.errors import JalonError
from jalon.figures.breakdown import Breakdown, Reconciliation
from jalon.figures.figure import Figure
from jalon.figures.group import Group
from spec.world import build_facts

WORLD = {
    "grants": "grant | funder | projects\nESF1 | EU | M F\nCITY1 | CITY | M",
    "projects": "project | organisation | countries | themes\nM | NGO | FR | language art\nF | NGO | FR BE |",
    "sites": "site | country\nLYON | FR",
    "persons": """
        person | sex    | birth      | nationality
        1      | female | 1990-05-05 | FR
        2      | male   | 1996       |
        3      |        | 2004-01-01 | SN
        4      | female |            | SN
        5      | male   | 1950       | FR
    """,
    "enrolments": """
        person | project | site | entry      | exit
        1      | M       | LYON | 2021-01-15 | 2021-03-01
        1      | M       |      | 2021-09-01 | 2021-12-10
        1      | F       |      | 2021-02-15 |
        2      | F       |      | 2021-06-01 | 2021-06-30
        3      | M       | LYON | 2021-06-01 |
        4      | F       |      | 2020-06-01 |
        5      | M       |      | 2021-11-01 |
    """,
    "sessions": """
        session | project | activity | date       | register
        s1      | M       | french   | 2021-02-10 | yes
        s2      | M       | rights   | 2021-10-06 | no
        s3      | F       | training | 2021-06-15 | yes
    """,
    "attendances": "session | person\ns1 | 1\ns2 | 1\ns3 | 1\ns3 | 2\ns3 | 4",
    "observations": "person | project | measure | moment | value\n1 | M | french_level | entry | B1\n3 | M | french_level | entry | A0\n4 | F | french_level | entry | A2",
}
MEASURES = ("employment", "french_level")
DIMENSIONS = tuple(d for d in SCOPE_DIMENSIONS if d != "activity") + ATTRIBUTE_DIMENSIONS + MEASURES
ENGINES = ("local", "reference")


@pytest.fixture(scope="module", params=ENGINES)
def group(request: pytest.FixtureRequest) -> Group:
    return Group.from_facts(build_facts(WORLD), key=b"key", engine=request.param)


@pytest.fixture(scope="module")
def participants(group: Group) -> Figure:
    return group.figure("participants", "2021")


def check_whole(breakdown: Breakdown, figure: Figure) -> None:
    """Cells are subsets, their union is the figure, the sum less the overlap is the total, unknown is last."""
    union = BitMap().union(*(cell.members.bitmap for cell in breakdown.cells))
    assert set(union) == set(figure.members) == set(breakdown.total)
    assert all(cell.members <= figure.members and cell.unknown <= figure.unknown for cell in breakdown.cells)
    assert all(cell.universe for cell in breakdown.cells)
    reconciled = breakdown.reconciliation
    assert sum(reconciled.parts) - reconciled.overlap == reconciled.total == figure.size
    assert reconciled.overlap == breakdown.overlap >= 0
    if not set(breakdown.dimensions) & set(SCOPE_DIMENSIONS):
        assert reconciled.overlap == 0
    for dimension in breakdown.dimensions:
        is_unknown = [cell.values[0] is None for cell in breakdown.margin(dimension).cells]
        assert is_unknown == sorted(is_unknown)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_each_dimension_is_whole(participants: Figure, dimension: str) -> None:
    check_whole(participants.by(dimension), participants)


def test_by_activity_is_whole_where_sessions_place(group: Group) -> None:
    attended = group.figure("attended", "2021")
    check_whole(attended.by("activity"), attended)
    check_whole(attended.by("activity", "sex", "month"), attended)


def rows_of(breakdown: Breakdown) -> list[tuple[Any, ...]]:
    return [(cell.values, cell.members, cell.no, cell.unknown) for cell in breakdown.cells]


def test_margins_are_the_breakdowns_themselves(group: Group) -> None:
    figure = group.figure("women", "2021")
    alone = {dimension: rows_of(figure.by(dimension)) for dimension in DIMENSIONS}
    for pair in combinations(DIMENSIONS, 2):
        joint = figure.by(*pair)
        check_whole(joint, figure)
        for dimension in pair:
            assert rows_of(joint.margin(dimension)) == alone[dimension], pair


def test_three_dimensions_in_any_order(participants: Figure) -> None:
    one, other = participants.by("sex", "project", "quarter"), participants.by("quarter", "sex", "project")
    turned = {(cell.values[1], cell.values[2], cell.values[0]): cell.members for cell in other.cells}
    assert {cell.values: cell.members for cell in one.cells} == turned
    assert rows_of(one.margin("quarter", "sex")) == rows_of(participants.by("quarter", "sex"))


def values_of(breakdown: Breakdown) -> list[str | None]:
    return [cell.values[0] for cell in breakdown.cells]


def test_rows_stand_in_order(participants: Figure) -> None:
    assert values_of(participants.by("age_band")) == ["<25", "25-54", "55+", None]
    assert values_of(participants.by("french_level")) == ["A0", "A2", "B1", None]
    assert values_of(participants.by("quarter")) == ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4"]
    assert values_of(participants.by("sex")) == ["female", "male", None]


def test_bands_of_three_figures_stand_by_age(participants: Figure) -> None:
    cell = participants.by("age_band").cells[0]
    cells = tuple(replace(cell, values=(band,)) for band in ("100+", "<5", None, "18-99", "5-17"))
    unordered = Breakdown(participants, ("age_band",), cells)
    assert values_of(unordered.margin("age_band")) == ["<5", "5-17", "18-99", "100+", None]


def test_unknown_answers_stand_beside(group: Group) -> None:
    women = group.figure("women", "2021")
    assert women.unknown == {3}
    cell = women.by("nationality").cell("SN")
    assert (cell.members, cell.unknown) == ({4}, {3})
    assert women.by("nationality").cell("FR").no == set()  # only the members of a count are broken down


def test_a_row_of_unknown_answers_only_is_kept(group: Group) -> None:
    assert group.figure("women", "2021").by("sex").cell(None).unknown == {3}
    assert [cell.values for cell in group.figure("women", "2021").by("sex").cells] == [("female",), (None,)]


def test_a_cell_that_is_not_there_is_empty(participants: Figure) -> None:
    assert participants.by("sex").cell("other").size == 0


def test_a_share_by_row(group: Group) -> None:
    figure = group.figure("share_found_work", "2021")
    assert figure.value is None  # nobody's situation upon leaving is known
    breakdown = figure.by("project")
    assert breakdown.cells == ()  # nobody who left is known to have been out of work
    assert breakdown.reconciliation.text() == "0 = 0 people, once each"


# Codes reached --------------------------------------------------------------------------------


def codes_by(figure: Figure, *dimensions: str) -> dict[Any, list[str]]:
    cells = figure.by(*dimensions).cells
    return {cell.values: sorted(figure.labels[number] for number in cell.members) for cell in cells}


def test_countries_by_where_and_who(group: Group) -> None:
    figure = group.figure("countries_reached", "2021")
    assert sorted(figure.labels.values()) == ["FR"]
    assert codes_by(figure, "project") == {("M",): ["FR"]}  # F's spells have no known country
    assert codes_by(figure, "country") == {("FR",): ["FR"]}
    assert codes_by(figure, "sex") == {("female",): ["FR"], ("male",): ["FR"], (None,): ["FR"]}


def test_organisations_and_projects_by_quarter(group: Group) -> None:
    active = group.figure("projects_active", "2021")
    assert codes_by(active, "quarter") == {(f"2021-Q{quarter}",): ["F", "M"] for quarter in (1, 2, 3, 4)}
    breakdown = active.by("quarter")
    assert breakdown.reconciliation.text() == "2 + 2 + 2 + 2 − 6 counted more than once = 2 projects, once each"
    assert breakdown.to_dict()["overlap"] == 6


def test_sessions_held_by_where_and_when(group: Group) -> None:
    held = group.figure("sessions_held", "2021")
    assert codes_by(held, "activity") == {("french",): ["1"], ("rights",): ["2"], ("training",): ["3"]}
    assert codes_by(held, "project", "quarter") == {
        ("F", "2021-Q2"): ["3"],
        ("M", "2021-Q1"): ["1"],
        ("M", "2021-Q4"): ["2"],
    }
    assert codes_by(held, "theme") == {("art",): ["1", "2"], ("language",): ["1", "2"], (None,): ["3"]}
    assert codes_by(held, "funder", "grant") == {("CITY", "CITY1"): ["1", "2"], ("EU", "ESF1"): ["1", "2", "3"]}
    assert codes_by(held, "month") == {("2021-02",): ["1"], ("2021-06",): ["3"], ("2021-10",): ["2"]}
    assert codes_by(held, "organisation", "year") == {("NGO", "2021"): ["1", "2", "3"]}
    assert codes_by(held, "country") == {("FR",): ["1", "2"], (None,): ["3"]}
    assert codes_by(held, "site") == {(None,): ["1", "2", "3"]}
    assert held.by("activity").reconciliation.text() == "1 + 1 + 1 = 3 sessions, once each"


# Reconciliation -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reconciliation", "en", "fr"),
    [
        (
            Reconciliation((27, 14), 3, 38, "person", True),
            "27 + 14 − 3 counted twice = 38 people, once each",
            "27 + 14 − 3 en double = 38 personnes, sans doublon",
        ),
        (
            Reconciliation((9, 9, 9), 18, 9, "place", False),
            "9 + 9 + 9 − 18 counted more than once = 9 places, once each",
            "9 + 9 + 9 − 18 en plusieurs fois = 9 lieux, sans doublon",
        ),
        (Reconciliation((1,), 0, 1, "venture", True), "1 = 1 venture, once each", "1 = 1 entreprise, sans doublon"),
        (Reconciliation((), 0, 0, "person", True), "0 = 0 people, once each", "0 = 0 personne, sans doublon"),
        (
            Reconciliation((2,) * 13, 6, 20, "person", True),
            "26 (13 cells) − 6 counted twice = 20 people, once each",
            "26 (13 cellules) − 6 en double = 20 personnes, sans doublon",
        ),
    ],
)
def test_reconciliation_reads(reconciliation: Reconciliation, en: str, fr: str) -> None:
    assert (reconciliation.text(), reconciliation.text("fr")) == (en, fr)


def test_counted_thrice_is_not_said_to_be_twice(participants: Figure) -> None:
    assert not participants.by("quarter").reconciliation.is_twice
    assert participants.by("project").reconciliation.is_twice


# Shapes ---------------------------------------------------------------------------------------


def test_dataframe(participants: Figure) -> None:
    frame = participants.by("sex", "project").to_dataframe()
    assert list(frame.columns) == ["sex", "project", "size", "unknown"]
    assert frame["size"].sum() == sum(cell.size for cell in participants.by("sex", "project").cells)
    assert frame[frame["sex"].isna()]["size"].tolist() == [1]
    assert frame[frame["sex"] == "female"].set_index("project")["size"].to_dict() == {"F": 2, "M": 1}


def test_dataframe_of_a_share(group: Group) -> None:
    frame = group.figure("share_french_level_up", "2021").by("sex").to_dataframe()
    assert list(frame.columns) == ["sex", "size", "unknown", "share"]
    assert frame["share"].isna().all()


def test_dataframe_without_pandas(participants: Figure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(JalonError) as caught:
        participants.by("sex").to_dataframe()
    assert caught.value.id == "pandas_missing"


def test_dict(participants: Figure) -> None:
    plain = participants.by("sex").to_dict()
    assert plain["cells"] == [
        {"values": ["female"], "size": 2, "unknown": 0},
        {"values": ["male"], "size": 2, "unknown": 0},
        {"values": [None], "size": 1, "unknown": 0},
    ]
    assert (plain["total"], plain["overlap"], plain["dimensions"]) == (5, 0, ["sex"])
    assert plain["reconciliation"] == "2 + 2 + 1 = 5 people, once each"


def test_labels(group: Group) -> None:
    rows = [labels for labels, _ in group.figure("participants", "2021").by("sex", "country").rows("fr")]
    assert ("femmes", "France") in rows
    assert ("inconnu", "France") in rows
    assert group.figure("participants", "2021").by("age_band").headings("fr") == ("âge",)


# Refused --------------------------------------------------------------------------------------


def refused(figure: Figure, *dimensions: str) -> JalonError:
    with pytest.raises(JalonError) as caught:
        figure.by(*dimensions)
    return caught.value


def test_unknown_dimension(participants: Figure) -> None:
    error = refused(participants, "sexe")
    assert (error.id, error.nearest) == ("unknown_dimension", "sex")
    assert refused(participants, "satisfaction").id == "unknown_dimension"  # a number has no rows
    with pytest.raises(JalonError) as caught:
        participants.by("sex").margin("project")
    assert caught.value.id == "unknown_dimension"


def test_dimension_twice(participants: Figure) -> None:
    assert refused(participants, "sex", "project", "sex").id == "dimension_twice"


def test_activity_needs_sessions(participants: Figure) -> None:
    error = refused(participants, "activity")
    assert error.id == "activity_needs_sessions"
    assert "attended" in error.text()


def test_what_is_not_broken_down(group: Group, participants: Figure) -> None:
    refusal = refused(group.figure("sessions_held", "2021"), "sex")
    assert refusal.id == "not_broken_down"
    assert refusal.found("fr").startswith("« sessions_held » ne se ventile pas : les séances")
    assert refused(participants | participants, "sex").id == "not_broken_down"


class LosingEngine:
    """An engine that forgets a member in its cells."""

    def answer(self, *asked: Any) -> Answer:
        raise NotImplementedError

    def reached(self, *asked: Any) -> tuple[BitMap, int]:
        raise NotImplementedError

    def values(self, *asked: Any) -> Mapping[str | None, BitMap]:
        return {"female": BitMap([1, 2])}

    def cells(self, definition: Any, scope: Any, dimensions: Sequence[str], purpose: str = "") -> Any:
        raise NotImplementedError


def test_an_engine_that_loses_a_member_is_caught(participants: Figure) -> None:
    assert participants.source is not None
    broken = replace(participants, source=replace(participants.source, engine=LosingEngine()))
    with pytest.raises(AssertionError, match="3 members in no cell"):
        broken.by("sex")
