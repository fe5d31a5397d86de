"""Units and days in words, in both languages."""

from __future__ import annotations

import pytest

from jalon.figures.words import CHANGE_IN, LEVELS_OF, name_measured
from jalon.language.check import Catalogue, MeasureInfo, unit_of
from jalon.language.parse import parse_number
from jalon.language.render import render_day_of_year


@pytest.mark.parametrize(
    ("unit", "en", "fr"),
    [
        ("levels of french_level", "levels of French", "niveaux de français"),
        ("change in levels of french_level", "levels of French", "niveaux de français"),
        (
            "levels of education",
            "levels (highest level of education completed)",
            "niveaux (plus haut niveau d'études achevé)",
        ),
        ("levels of our_scale", "levels (our scale)", "niveaux (our scale)"),
        ("hours", "hours", "heures"),
        ("EUR", "EUR", "EUR"),
        (None, "", ""),
    ],
)
def test_units_of_values(unit: str | None, en: str, fr: str) -> None:
    assert (name_measured(unit, "en"), name_measured(unit, "fr")) == (en, fr)


def test_the_unit_of_a_change_of_levels_begins_as_words_expect() -> None:
    catalogue = Catalogue({"our_scale": MeasureInfo("level", ("a", "b"))})
    assert unit_of(parse_number("change(our_scale)", catalogue), catalogue) == f"{CHANGE_IN}{LEVELS_OF}our_scale"


def test_days_in_words() -> None:
    assert (render_day_of_year(9, 1), render_day_of_year(9, 1, "fr")) == ("1 September", "1er septembre")
    assert (render_day_of_year(2, 28), render_day_of_year(12, 11, "fr")) == ("28 February", "11 décembre")
