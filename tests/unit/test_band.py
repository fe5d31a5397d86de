"""Who would be who if all that waits were one, and on certain decisions alone."""

from __future__ import annotations

from jalon.figures.band import Band, Doubts, find_doubtful, merge, split


def test_what_is_certain_is_never_more_than_what_is_stated() -> None:
    """The model joined 1 and 2, somebody said that 1 and 3 differ and then that 2 and 3 are the same: set aside as
    things stand, it would hold without the model. The upper end would else lie below what is stated."""
    stated, certain = {2: 1}, {3: 2}
    assert split(stated, certain) == {}
    assert split({2: 1, 3: 1, 4: 1}, {3: 1, 4: 2}) == {3: 1, 4: 2}
    assert split({5: 4, 6: 4}, {5: 4, 6: 4}) == {5: 4, 6: 4}


def test_what_waits_is_merged_on_top_but_never_two_who_are_apart() -> None:
    stated = {2: 1}
    assert merge(stated, Doubts({}, waiting=((2, 3), (3, 4)))) == {2: 1, 3: 1, 4: 1}
    assert merge(stated, Doubts({}, waiting=((2, 3), (3, 4)), apart=((1, 4),))) == {2: 1, 3: 1}


def test_the_few_in_doubt_are_whole_groups() -> None:
    assert set(find_doubtful({2: 1, 6: 5}, {2: 1, 3: 1, 6: 5}, {2: 1, 6: 5})) == {1, 2, 3}
    assert set(find_doubtful({2: 1, 6: 5}, {2: 1, 6: 5}, {2: 1})) == {5, 6}
    assert not find_doubtful({2: 1}, {2: 1}, {2: 1})


def test_a_band_in_words() -> None:
    band = Band(512, 521, 524, tuple((one, one + 1) for one in range(9)), 3)
    assert band.text() == "between 512 and 524, stated 521: 9 pairs wait for review, 3 joined by the model alone"
    assert band.text("fr") == (
        "entre 512 et 524, énoncé 521 : 9 paires attendent une décision, 3 réunies par le modèle seul"
    )
    assert Band(3, 3, 3, (), 0).text() == "between 3 and 3, stated 3: no pair waits for review"
    assert "aucune paire" in Band(3, 3, 3, (), 0).text("fr")
