"""Figures: what they carry, how they combine, how they show."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from jalon.engines.answer import Scope
from jalon.errors import JalonError
from jalon.figures.figure import Figure
from jalon.figures.group import Group
from jalon.figures.members import Members
from jalon.figures.period import parse_period
from jalon.figures.render import render_breakdown, render_figure
from jalon.language.definition import Kind
from spec.world import build_facts

WORLD = {
    "projects": "project | organisation | countries\nMANA | NGO | FR\nF | ENT | FR BE",
    "persons": "person | sex | birth\n1 | female | 1990\n2 | male | 2001-01-01\n3 | | ",
    "enrolments": """
        person | project | entry      | exit
        1      | MANA    | 2021-01-01 | 2021-05-31
        2      | F       | 2021-02-01 |
        3      | MANA    | 2021-02-01 | 2021-08-01
        1      | F       | 2021-06-01 |
    """,
    "sessions": "session | project | date\ns1 | MANA | 2021-03-01\ns2 | F | 2021-06-02",
    "attendances": "session | person | hours\ns1 | 1 | 2\ns2 | 1 | 1",
    "observations": """
        person | project | measure    | moment | value
        1      | MANA    | employment | entry  | inactive
        1      | MANA    | employment | exit   | employed
        3      | MANA    | employment | entry  | unemployed
    """,
}


@pytest.fixture(scope="module")
def group() -> Group:
    return Group.from_facts(build_facts(WORLD), key=b"key", engine="reference")


def build_set(yes: set[int], no: set[int], unknown: set[int], **other: Any) -> Figure:
    """A figure of three given sets."""
    stated: dict[str, Any] = {
        "indicator": "given",
        "version": 1,
        "definition_digest": "d",
        "title": {"en": "Given", "fr": "Donné"},
        "kind": Kind.COUNT,
        "unit": "person",
        "scope": Scope(),
        "purpose": "measurement",
        "facts_version": "v1",
        "value": len(yes),
        "bounds": (len(yes), len(yes) + len(unknown)),
        "key": b"key",
    }
    return Figure(members=Members(yes), no=Members(no), unknown=Members(unknown), **stated | other)


# Combining ------------------------------------------------------------------------------------

# Each of the nine pairs of answers, and the three of a subject whom only one figure asked.
LEFT = build_set({1, 2, 3, 10}, {4, 5, 6}, {7, 8, 9, 11})
RIGHT = build_set({1, 4, 7, 12}, {2, 5, 8}, {3, 6, 9, 13})


def sets_of(figure: Figure) -> tuple[set[int], set[int], set[int]]:
    return set(figure.members), set(figure.no), set(figure.unknown)


def test_or_knows_three_answers() -> None:
    assert sets_of(LEFT | RIGHT) == ({1, 2, 3, 4, 7, 10, 12}, {5}, {6, 8, 9, 11, 13})


def test_and_knows_three_answers_and_not_asked_is_no() -> None:
    assert sets_of(LEFT & RIGHT) == ({1}, {2, 4, 5, 6, 8, 10, 11, 12, 13}, {3, 7, 9})


def test_minus_knows_three_answers_and_not_asked_is_no() -> None:
    assert sets_of(LEFT - RIGHT) == ({2, 10}, {1, 4, 5, 6, 7, 12, 13}, {3, 8, 9, 11})


def test_a_combination_says_what_it_is() -> None:
    both = LEFT & RIGHT
    assert (both.value, both.bounds, both.unit, both.version) == (1, (1, 4), "person", None)
    assert both.indicator == "(given & given)"
    assert both.title == {"en": "Given ∩ Given", "fr": "Donné ∩ Donné"}
    assert both.provenance["operator"] == "&"
    assert [term["digest"] for term in both.provenance["terms"]] == [LEFT.digest, RIGHT.digest]
    assert both.scope == Scope()
    other = build_set({1}, set(), set(), scope=Scope(projects=("M",)))
    assert (LEFT | other).scope is None


def test_a_combination_with_what_was_not_collected_has_no_value() -> None:
    empty = build_set(set(), set(), set(), value=None, bounds=(0, None), collected=False, reason_key="no_enrolment")
    union = LEFT | empty
    assert union.value is None
    assert not union.collected
    assert union.bounds == (4, None)
    assert union.reason
    assert "not collected" in union.reason


@pytest.mark.parametrize(
    ("other", "id", "named"),
    [
        ({"unit": "place"}, "mixed_units", ("person", "place")),
        ({"facts_version": "v2"}, "mixed_facts", ("v1", "v2")),
        ({"purpose": "research"}, "mixed_purposes", ("measurement", "research")),
        ({"kind": Kind.SHARE}, "not_combinable", ("share",)),
        ({"kind": Kind.DISTINCT}, "not_combinable", ("distinct",)),
    ],
)
def test_what_is_not_comparable_is_not_combined(other: dict[str, Any], id: str, named: tuple[str, ...]) -> None:
    figure = build_set({1}, set(), set(), **other)
    for combine in (Figure.__or__, Figure.__and__, Figure.__sub__):
        for pair in ((LEFT, figure), (figure, LEFT)):
            with pytest.raises(JalonError) as caught:
                combine(*pair)
            assert caught.value.id == id
            for language in ("en", "fr"):
                assert all(name in caught.value.text(language) for name in named)


# What a figure carries ------------------------------------------------------------------------


def test_provenance_carries_everything(group: Group) -> None:
    figure = group.figure("participants", "2021", project="MANA")
    definition = group.indicator("participants")
    assert figure.provenance == {
        "indicator": "participants",
        "version": definition.version,
        "definition": definition.digest,
        "kind": "count",
        "unit": "person",
        "scope": {"period": "2021", "projects": ["MANA"]},
        "purpose": "measurement",
        "facts_version": "memory",
        "status": "counted",
        "collected": True,
        "size": 2,
        "unknown": 0,
        "digest": Members([1, 3]).digest(b"key", "person"),
    }


def test_json_holds_no_member_and_no_digest(group: Group) -> None:
    for figure in (*group.figures("2021"), group.figure("participants") | group.figure("left")):
        text = json.dumps(figure.to_dict())
        assert "digest" not in text
        assert "members" not in text
        assert figure.digest not in text


def test_values_by_kind(group: Group) -> None:
    assert group.figure("participants", 2021).value == 3
    hours = group.figure("hours_attended", "2021")
    assert (hours.value, hours.to_dict()["value"]) == (Decimal(3), "3")
    share = group.figure("share_found_work", "2021")
    assert (share.value, share.bounds, share.to_dict()["value"]) == (Fraction(1), (Fraction(1, 2), Fraction(1)), 1.0)
    assert share.part is not None
    assert share.of is not None
    assert (share.part.members, share.of.members) == ({1}, {1, 3})
    assert share.to_dict()["of"]["size"] == 2
    reached = group.figure("organisations_reached", "2021")
    assert (reached.value, sorted(reached.labels.values()), reached.unit) == (2, ["ENT", "NGO"], "organisation")
    assert reached.to_dict()["labels"] == ["ENT", "NGO"]


def test_one_digest_whatever_the_engine(group: Group) -> None:
    other = Group.from_facts(build_facts(WORLD), key=b"key", engine="local")
    for mine, theirs in zip(group.figures("2021"), other.figures("2021"), strict=True):
        assert mine.provenance == theirs.provenance
        assert mine.to_dict() == theirs.to_dict()


# Showing --------------------------------------------------------------------------------------


def test_a_figure_shows_itself(group: Group) -> None:
    assert repr(group.figure("women", "2021", project="MANA")) == (
        "Women\n  1 person\n  unknown: 1 (between 1 and 2)\n  2021 · MANA"
    )
    french = render_figure(group.figure("share_found_work", "2021"), "fr")
    assert "inconnu : 1 (entre 50,0 % et 100,0 %)" in french
    assert french.endswith("2021 · partout")


def test_what_was_not_collected_is_words(group: Group) -> None:
    figure = group.figure("participants", "2019")
    assert (figure.value, figure.collected, figure.bounds) == (None, False, (0, None))
    assert "not collected: no enrolment is recorded in this scope" in repr(figure)
    assert "non collecté : aucune inscription" in render_figure(figure, "fr")
    assert "not collected" in repr(figure.by("project"))
    assert figure.to_dict()["value"] is None


def test_html_is_escaped(group: Group) -> None:
    figure = build_set({1}, set(), set(), title={"en": "<b>Bold</b>", "fr": "x"})
    assert "&lt;b&gt;Bold&lt;/b&gt;" in figure._repr_html_()
    html = group.figure("participants", "2021").by("age_band")._repr_html_()
    assert "<td>&lt;25</td>" in html
    assert html.count("<tr>") == 5


def test_a_breakdown_shows_its_reconciliation_in_french(group: Group) -> None:
    text = render_breakdown(group.figure("participants", "2021").by("project"), "fr")
    assert text.splitlines()[-1] == "2 + 2 − 1 en double = 3 personnes, sans doublon"
    assert "En plusieurs fois" in text


def test_period_objects_are_scopes_too(group: Group) -> None:
    by_text = group.figure("participants", "2021-Q1")
    assert group.figure("participants", parse_period("2021-Q1")).members == by_text.members


def test_figures_are_not_added(group: Group) -> None:
    """Whoever is in two of them would count twice: that is said, and what to do instead."""
    figure = group.figure("participants", period="2021")
    for added in (lambda: figure + figure, lambda: sum([figure, figure])):
        with pytest.raises(JalonError) as caught:
            added()
        assert caught.value.id == "not_added"


def test_whatever_is_no_dimension_is_refused_as_one(group: Group) -> None:
    with pytest.raises(JalonError) as caught:
        group.figure("participants", period="2021").by(["sex"])  # type: ignore[arg-type]
    assert caught.value.id == "unknown_dimension"
