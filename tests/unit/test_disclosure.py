"""What may be shown: small counts are withheld, with all that would give them away."""

from __future__ import annotations

import json

import pytest

from jalon.disclosure import (
    DEFAULT_POLICY,
    Policy,
    Suppressed,
    is_told,
    plain_shown,
    render_shown,
    show_breakdown,
    show_comparison,
    show_figure,
    show_overlap,
)
from jalon.figures.group import Group
from spec.world import build_facts


def world(men: int, women: int, unstated: int = 0, declared: str = "") -> Group:
    """A project entered by so many, all in 2021."""
    sexes = ["male"] * men + ["female"] * women + [""] * unstated
    persons = "person | sex\n" + "\n".join(f"{i} | {sex}" for i, sex in enumerate(sexes, 1))
    spells = "person | project | entry | exit\n" + "\n".join(
        f"{i} | M | 2021-02-01 |" for i in range(1, len(sexes) + 1)
    )
    tables = {"persons": persons, "enrolments": spells}
    if declared:
        tables["quantities"] = declared
    return Group.from_facts(build_facts(tables), key=b"key")


def test_withheld_is_neither_zero_nor_nothing() -> None:
    withheld = Suppressed()
    for use in (bool, lambda it: it + 1, lambda it: it < 5, int, lambda it: sum([it])):
        with pytest.raises(TypeError):
            use(withheld)  # type: ignore[operator]
    assert withheld != 0
    assert not is_told(withheld)
    assert not is_told(None)
    assert is_told(0)
    assert (render_shown(withheld), render_shown(withheld, "fr")) == ("withheld", "non communiqué")
    assert plain_shown(withheld) == {"withheld": True}


@pytest.mark.parametrize(("count", "text"), [(0, "0 people"), (1, "withheld"), (4, "withheld"), (5, "5 people")])
def test_a_small_count_is_withheld_and_zero_is_told(count: int, text: str) -> None:
    """Nobody stands behind a zero, as long as it was collected."""
    group = world(men=9, women=count)
    shown = show_figure(group.figure("women", "2021"))
    assert shown.text() == text
    assert show_figure(group.figure("women", "2021"), None).value == count
    assert shown.is_withheld == (text == "withheld")
    if shown.is_withheld:
        assert not any(is_told(number) for number in (shown.size, *shown.bounds, shown.universe, *shown.sums.values()))
        assert str(count) not in json.dumps([shown.to_dict()[name] for name in ("value", "bounds", "size", "sums")])


def test_the_unknown_are_protected_too() -> None:
    """Two whose sex is not stated: neither how many, nor the bounds that would tell."""
    shown = show_figure(world(men=9, women=9, unstated=2).figure("women", "2021"))
    assert shown.value == 9
    assert not is_told(shown.unknown)
    assert not any(is_told(bound) for bound in shown.bounds)


def test_a_small_count_beside_a_declared_total_is_not_worked_out() -> None:
    """3 counted + 80 declared: neither the 3 nor the 83 is told."""
    quantities = "project | indicator | status | value | relation | period\nM | women | declared | 80 | disjoint | 2021"
    figure = world(men=9, women=3, declared=quantities).figure("women", "2021")
    assert figure.value == 83
    shown = show_figure(figure)
    assert shown.is_withheld
    assert {part.status: is_told(part.value) for part in shown.composition} == {"counted": False, "declared": True}
    assert not is_told(shown.sums["counted"])


def test_one_small_cell_leaves_only_the_total() -> None:
    breakdown = world(men=30, women=4).figure("participants", "2021").by("sex")
    shown = show_breakdown(breakdown)
    assert shown.is_withheld
    assert shown.cells == () and shown.parts == () and shown.reconciliation() == ()
    assert shown.total == 34
    assert "fewer than 5" in (shown.note() or "") and "moins de 5" in (shown.note("fr") or "")
    told = show_breakdown(breakdown, None)
    assert [(cell.values, cell.size) for cell in told.cells] == [(("female",), 4), (("male",), 30)]
    assert told.note() is None


def test_a_table_of_large_cells_is_told_whole() -> None:
    shown = show_breakdown(world(men=30, women=5).figure("participants", "2021").by("sex"))
    assert [(cell.labels(), cell.size) for cell in shown.cells] == [(("women",), 5), (("men",), 30)]
    assert shown.reconciliation() == ("5 + 30 = 35 people, once each",)


def test_a_share_hides_the_few_it_counts_and_the_few_it_leaves() -> None:
    for men, women in ((30, 2), (2, 30)):
        shown = show_figure(world(men=men, women=women).figure("share_of_women", "2021"))
        assert shown.is_withheld, (men, women)
    assert render_shown(show_figure(world(men=10, women=30).figure("share_of_women", "2021")).value) == "75.0 %"


def test_codes_reached_are_nobody() -> None:
    assert show_figure(world(men=2, women=0).figure("projects_active", "2021")).value == 1


def test_a_higher_threshold_withholds_more() -> None:
    figure = world(men=9, women=0).figure("participants", "2021")
    assert show_figure(figure, DEFAULT_POLICY).value == 9
    assert show_figure(figure, Policy(threshold=10)).is_withheld


def test_few_who_come_or_go_are_told_with_others_or_not_at_all() -> None:
    few = world(men=30, women=3)
    shown = show_comparison(few.figure("women", "2021").compare(few.figure("participants", "2021")))
    assert shown.is_withheld and shown.rows == () and shown.equation() is None and shown.note()
    many = world(men=30, women=30)
    same = show_comparison(many.figure("women", "2021").compare(many.figure("women", "2021")))
    assert same.is_empty
    more = show_comparison(many.figure("women", "2021").compare(many.figure("participants", "2021")))
    assert more.equation() == "30 + 30 by definition = 60 people"
    assert more.kept == 30


def test_an_overlap_with_a_small_region_tells_its_union_only() -> None:
    group = world(men=30, women=3)
    overlap = group.figure("women", "2021").overlap(group.figure("participants", "2021"))
    shown = show_overlap(overlap)
    assert shown.is_withheld and shown.pairs == () and shown.regions == () and shown.union == 33
    assert show_overlap(overlap, None).pairs == ((0, 1, 3),)
