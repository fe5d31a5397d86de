"""Charts: status is a texture, unknown an outline, withheld a word, zero a 0; named and described, drawn the same."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from jalon.codelists import countries
from jalon.codelists.country_extents import country_extents
from jalon.disclosure import ShownFigure, Suppressed, show_breakdown, show_figure
from jalon.disclosure.suppressed import Shown
from jalon.figures.group import Group
from jalon.publishing.charts import build_chart, build_history, has_bars
from jalon.publishing.charts_columns import Column, build_columns, nice_above
from jalon.publishing.charts_svg import NAMESPACE, Drawing, find_description, number, render_alone
from jalon.publishing.map import build_world_map
from jalon.publishing.map_shapes import HEIGHT, WIDTH, centre, country_shapes, project
from spec.world import build_facts

QUANTITIES = """
    project | indicator    | status    | value | relation | source | period
    M       | participants | declared  | 80    | disjoint | club   | 2021
    M       | participants | estimated | 20    | disjoint | survey | 2021
"""


def world(men: int = 30, women: int = 12, unstated: int = 0, quantities: str = "") -> Group:
    sexes = ["male"] * men + ["female"] * women + [""] * unstated
    spells = "\n".join(f"{i} | M | 2021-02-0{1 + i % 3} | SN" for i in range(1, len(sexes) + 1))
    tables = {
        "persons": "person | sex\n" + "\n".join(f"{i} | {sex}" for i, sex in enumerate(sexes, 1)),
        "enrolments": f"person | project | entry | country\n{spells}",
    }
    if quantities:
        tables["quantities"] = quantities
    return Group.from_facts(build_facts(tables), key=b"key")


def parse(svg: str) -> ElementTree.Element:
    """The drawing, which must be well-formed and ask for nothing from elsewhere."""
    asked = re.findall(r"(?:href|src|url)\s*[=(]\s*[\"']?([^\"')]*)", svg)
    assert all(address.startswith("#") for address in asked), asked
    assert "<style" not in svg and "style=" not in svg and "<script" not in svg
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[str]:
    return [text.text or "" for text in parse(svg).iter(f"{{{NAMESPACE}}}text")]


def bars(svg: str) -> list[ElementTree.Element]:
    """The bars: every rectangle whose width is a percentage."""
    return [rect for rect in parse(svg).iter(f"{{{NAMESPACE}}}rect") if rect.get("width", "").endswith("%")]


def test_a_composition_is_one_bar_with_a_texture_for_each_status() -> None:
    mixed = world(quantities=QUANTITIES)
    svg = build_chart(show_figure(mixed.figure("participants", "2021")))
    drawn = bars(svg)
    assert [bar.get("width") for bar in drawn] == ["29.58%", "56.34%", "14.08%"]
    assert drawn[0].get("fill", "").startswith("var(--accent")
    assert drawn[1].get("fill", "").endswith("-declared)") and drawn[2].get("fill", "").endswith("-estimated)")
    assert {pattern.get("id", "")[-9:] for pattern in parse(svg).iter(f"{{{NAMESPACE}}}pattern")} == {
        "-declared",
        "estimated",
    }
    assert words(svg) == ["42 counted", "80 declared", "20 estimated"]
    assert words(build_chart(show_figure(mixed.figure("participants", "2021")), "fr"))[0] == "42 compté"


def test_what_is_withheld_has_a_word_and_no_bar() -> None:
    """Neither the bar's length nor the description may tell a number that is withheld."""
    svg = build_chart(show_figure(world(women=3).figure("women", "2021")))
    assert bars(svg) == []
    assert "withheld" in " ".join(words(svg)) and "3" not in "".join(words(svg)) + find_description(svg)
    table = show_breakdown(world(women=3).figure("participants", "2021").by("sex"))
    svg = build_chart(table)
    assert len(bars(svg)) == 1 and "33 counted" in words(svg)
    assert "women" not in find_description(svg)


def test_a_bar_of_parts_gives_away_no_part_that_is_withheld() -> None:
    """3 counted beside 80 declared: the parts' lengths would tell the 3."""
    declared = "project | indicator | value | relation | period\nM | women | 80 | disjoint | 2021"
    svg = build_chart(show_figure(world(women=3, quantities=declared).figure("women", "2021")))
    assert bars(svg) == [] and words(svg) == ["withheld counted", "80 declared"]


def test_a_word_wider_than_its_column_goes_upwards() -> None:
    """Else it would be cut at the edge, and lie on its neighbours."""
    years = [Column(str(year), "5", "5", {"counted": 5.0}) for year in (2019, 2020, 2021)]
    svg = build_columns("Some", [Column("2018", "non communiqué", "non communiqué"), *years])
    assert re.findall(r"rotate[^>]*>([^<]*)<", svg) == ["non communiqué"]
    (place,) = re.findall(r'<svg x="12.5%" y="([0-9.]+)"', svg)
    assert 100 < float(place) < 170
    assert "rotate" not in build_columns("Two", [Column("2020", "withheld", "withheld"), years[-1]])
    parse(svg)


def test_over_time_a_number_that_is_withheld_is_one_word_above_what_is_declared() -> None:
    table = show_breakdown(world().figure("participants", "2021").by("year"))
    cell = replace(table.cells[0], size=Suppressed(), without_members={"declared": 80})
    svg = build_chart(replace(table, cells=(cell,)))
    assert words(svg) == ["withheld", "2021"] and len(bars(svg)) == 1
    assert "withheld + 80 declared" in find_description(svg)


def test_unknown_is_an_empty_outline_and_zero_has_no_bar() -> None:
    table = show_breakdown(world(unstated=9).figure("participants", "2021").by("sex"))
    svg = build_chart(table)
    assert words(svg) == ["women", "12", "men", "30", "unknown", "9"]
    assert [bar.get("fill") == "none" for bar in bars(svg)] == [False, False, True]
    zero = build_columns("None", [Column("2020", "0", "0"), Column("2021", "5", "5", {"counted": 5.0})])
    assert "0" in words(zero) and len(bars(zero)) == 1


@pytest.mark.parametrize("by", [("sex",), ("sex", "age_band"), ("quarter",)])
def test_a_table_of_nobody_is_its_total(by: tuple[str, ...]) -> None:
    """Nobody entered in that year: what is unknown of nobody is no bar, and there is no other."""
    table = show_breakdown(world().figure("participants", "2020").by(*by))
    assert not has_bars(table)
    assert words(build_chart(table)) == words(build_chart(table.figure))


def test_bars_are_as_long_as_their_numbers_and_most_have_the_longest_first() -> None:
    group = world()
    svg = build_chart(show_breakdown(group.figure("participants", "2021").by("project")))
    assert [bar.get("width") for bar in bars(svg)] == ["100%"]
    svg = build_chart(show_breakdown(group.figure("participants", "2021").by("sex")))
    assert [bar.get("width") for bar in bars(svg)] == ["40%", "100%"]


def test_over_time_columns_stand_from_left_to_right() -> None:
    svg = build_chart(show_breakdown(world().figure("participants", "2021").by("quarter")))
    drawn = bars(svg)
    assert [label for label in words(svg) if label.startswith("2021")] == ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4"]
    places = [float(bar.get("x", "").rstrip("%")) for bar in drawn]
    assert len(drawn) == 4 and places == sorted(places)


def test_a_long_table_is_cut_and_says_so() -> None:
    table = show_breakdown(world(unstated=9).figure("participants", "2021").by("sex"))
    svg = build_chart(table, rows=2)
    assert words(svg)[-1] == "and 1 more, in the table"
    assert words(build_chart(table, "fr", rows=2))[-1] == "et encore 1, dans le tableau"


def test_history_shows_what_each_release_stated() -> None:
    told, hidden = (show_figure(world(women=count).figure("women", "2021")) for count in (12, 3))
    svg = build_history([("2020-12", told), ("2021-06", hidden), ("2021-12", told)])
    assert [word for word in words(svg) if not word.startswith("20")] == ["12", "withheld", "12"]
    assert len(bars(svg)) == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_chart_is_named_and_described_and_drawn_the_same(language: str) -> None:
    group = world(unstated=9)
    for shown in (
        show_figure(group.figure("participants", "2021")),
        show_breakdown(group.figure("participants", "2021").by("sex")),
        show_breakdown(group.figure("participants", "2021").by("sex", "quarter")),
        show_breakdown(group.figure("participants", "2021").by("month")),
        show_figure(group.figure("share_of_women", "2021")),
    ):
        svg = build_chart(shown, language)
        root = parse(svg)
        title, description = root[0], root[1]
        assert title.text and description.text
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}" and root.get("role") == "img"
        assert svg == build_chart(shown, language)


def test_words_of_users_are_escaped() -> None:
    drawing = Drawing('<b> & "quotes"', "<script>", height=20)
    drawing.text(0, 10, "<script>alert(1)</script>")
    svg = drawing.render()
    assert "<script>" not in svg
    assert words(svg) == ["<script>alert(1)</script>"]
    assert find_description(svg) == '<b> & "quotes". <script>'


def test_alone_a_drawing_has_its_own_width_and_colours() -> None:
    svg = build_chart(show_breakdown(world(unstated=9).figure("participants", "2021").by("sex")))
    assert "var(--" in svg and 'width="100%"' in svg
    alone = render_alone(svg, 400)
    assert "var(" not in alone and "currentColor" not in alone
    assert parse(alone).get("width") == "400" and (parse(alone).get("viewBox") or "").startswith("0 0 400 ")


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (10, "10"), (100, "100"), (2.5, "2.5"), (1 / 3, "0.33")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(("value", "top"), [(0, 1), (7, 8), (99, 100), (101, 120), (0.075, 0.08), (1234, 1600)])
def test_scales_end_a_little_above(value: float, top: float) -> None:
    assert nice_above(value) == pytest.approx(top)


def test_a_loss_is_drawn_to_the_left_of_nought() -> None:
    from jalon.publishing.charts import Row, _draw_row

    drawing = Drawing("Change", "a loss")
    _draw_row(drawing, Row("x", "-2", {"counted": -2.0}), 0, -2.0, 8.0)
    (bar,) = bars(drawing.render())
    assert (bar.get("x"), bar.get("width")) == ("0%", "25%")


def test_the_map_fills_where_a_group_works() -> None:
    given: dict[str, str | Shown] = {"SN": "counted", "ML": "declared", "MV": "estimated", "FR": 0, "LB": None}
    svg = build_world_map(given)
    titles = [title.text for title in parse(svg).iter(f"{{{NAMESPACE}}}title")]
    assert titles == ["Countries reached", "Mali: declared", "Maldives: estimated", "Senegal: counted"]
    assert "3 countries: Maldives, Mali, Senegal." in find_description(svg)
    assert "<circle" in svg  # the Maldives cannot be seen otherwise
    numbers = build_world_map({"SN": 1200, "ML": Suppressed(), "FR": Decimal("2.5"), "IT": Fraction(1, 4)}, "fr")
    said = [title.text for title in parse(numbers).iter(f"{{{NAMESPACE}}}title")][1:]
    assert said == ["France : 2,5", "Italie : 25,0 %", "Mali : non communiqué", "Sénégal : 1\u202f200"]
    assert build_world_map(given) == svg and len(svg) < 60_000


def test_every_country_can_be_marked_and_lies_on_the_sheet() -> None:
    """With an outline or a mark; those of unknown extent are a few territories that nobody lives in."""
    shapes = country_shapes()
    assert 170 < len(shapes) < 180 and {"XK", "CY", "SO", "RU", "FJ"} <= set(shapes) and "AQ" not in shapes
    without = {code for code in countries.numbers() if code not in shapes and centre(code) is None}
    assert without <= set(countries.numbers()) - set(country_extents())
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    assert all(-12 <= x <= WIDTH + 12 and 0 <= y <= HEIGHT for x, y in points)
    assert max(max(x for x, _ in ring) - min(x for x, _ in ring) for ring in shapes["RU"]) < WIDTH / 2
    assert project(0, 0) == (WIDTH // 2, 184)


def test_a_figure_without_a_number_says_why() -> None:
    figure: ShownFigure = show_figure(world().figure("women", "2019"))
    svg = build_chart(figure)
    assert bars(svg) == [] and "not collected" in " ".join(words(svg))
