"""Near names, lost letters and near births: listed, and no slower for being many."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from jalon.identity import resemblance
from jalon.identity.names import name_key
from jalon.identity.resemblance import (
    Bearer,
    Resembling,
    build_name_resemblances,
    build_resemblances,
    name_resemblance,
    pairs_in_block,
)

DAY = dt.date(1982, 5, 21)


def bearer(ref: int, name: str, birth: dt.date | None = DAY, precision: str | None = "day") -> Bearer:
    return Bearer(ref, name_key(name), birth, precision if birth else None)


@pytest.mark.parametrize(
    ("name", "other", "why"),
    [
        ("Beatriz Mensah", "Beatriza Mensah", "near_name"),
        ("Beatriz Mensah", "Mensah Beatriz", None),
        ("Kon? Fatima", "Fatima Koné", "lost_letters"),
        ("Koné Fatima", "Fatima Kon\ufffd", "lost_letters"),
        ("Kon? Fatima", "Fatima Konaté", None),
        ("Ana María Adeyemi", "Anamaría Adeyemi", "near_name"),
        ("Fatima Mensah", "Rahel Mensah", None),
    ],
)
def test_names_of_one_birth_date(name: str, other: str, why: str | None) -> None:
    expected = [Resembling(-1, 7, why)] if why else []
    assert build_resemblances([bearer(-1, name)], [bearer(7, other)]) == expected


def test_another_birth_date_makes_near_names_two_people() -> None:
    others = [bearer(7, "Beatriza Mensah", dt.date(1983, 7, 2))]
    assert build_resemblances([bearer(-1, "Beatriz Mensah")], others) == []


@pytest.mark.parametrize(
    ("birth", "precision", "near"),
    [
        (dt.date(1982, 5, 22), "day", True),
        (dt.date(1992, 5, 21), "day", True),
        (dt.date(1982, 5, 30), "day", False),
        (dt.date(1982, 8, 30), "day", False),
        (dt.date(1982, 1, 1), "year", True),
        (dt.date(1983, 1, 1), "year", False),
        (dt.date(1982, 5, 1), "month", True),
        (dt.date(1982, 6, 1), "month", False),
        (None, None, True),
    ],
)
def test_births_of_one_name(birth: dt.date | None, precision: str | None, near: bool) -> None:
    found = build_resemblances([bearer(-1, "Fatima Mensah")], [bearer(7, "Mensah Fatima", birth, precision)])
    assert found == ([Resembling(-1, 7, "near_birth")] if near else [])


def test_day_and_month_swapped_are_one_slip() -> None:
    found = build_resemblances(
        [bearer(-1, "Fatima Mensah", dt.date(1982, 5, 3))], [bearer(7, "Fatima Mensah", dt.date(1982, 3, 5))]
    )
    assert found == [Resembling(-1, 7, "near_birth")]


def test_two_known_people_are_no_pair_of_this_import() -> None:
    known = [bearer(7, "Beatriz Mensah"), bearer(8, "Beatriza Mensah")]
    assert build_resemblances([bearer(-1, "Shirin Kaboré")], known) == []


def test_without_births_names_alone_are_compared() -> None:
    found = build_name_resemblances([bearer(-1, "Kon? Fatima", None)], [bearer(7, "Koné Fatima"), bearer(8, "Ba Nour")])
    assert found == [Resembling(-1, 7, "lost_letters")]


@pytest.mark.parametrize("small", [1, 1000])
def test_a_crowd_born_on_one_day_gives_the_pairs_that_comparing_all_would(
    monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    words = ["ba", "bah", "abe", "bae", "aeb", "kone", "kon?", "ko ne", "konee", "k?ne"]
    everyone = [bearer(-1 - i, f"{one} {two}") for i, (one, two) in enumerate(itertools.product(words, words))]
    everyone = list({person.key: person for person in everyone}.values())
    all_pairs = {
        (one, other)
        for one, other in itertools.combinations(range(len(everyone)), 2)
        if name_resemblance(everyone[one].key, everyone[other].key)
    }
    monkeypatch.setattr(resemblance, "SMALL", small)
    compared = set(pairs_in_block(range(len(everyone)), everyone, len(everyone)))
    assert len(all_pairs) > 50
    assert all_pairs <= compared
