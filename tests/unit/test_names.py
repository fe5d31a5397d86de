"""Names compared: the fold table, near names, and names whose letters were lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.codelists.listing import read_listing
from jalon.identity.names import fold, is_near, may_be, name_key

LETTERS = st.text(alphabet="aeioué'ïłß-Żn ŞÇ", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("YILMAZ", "Leïla"), ("Yılmaz", "Leila")),
        (("D'Almeida", "Awa"), ("DALMEIDA", "awa")),
        (("D’Almeida", "Awa"), ("D`Almeida", "Awa")),
        (("Ben-Youssef", "Fanta"), ("BEN  YOUSSEF", "Fanta")),
        (("Ba", "Ndeye"), ("  Ndeye", "Ba")),
        (("Mensah Rahel", ""), ("Mensah", "Rahel")),
        (("Łukasz", "Øster"), ("Lukasz", "Oster")),
        (("Đorđe", "Weiß"), ("Dorde", "Weiss")),
        (("Œuvrard", "Æsa"), ("OEUVRARD", "AESA")),
        (("Trần", "Thị-Mai"), ("TRAN", "Thi Mai")),
        (("Şahin", "İpek"), ("SAHIN", "Ipek")),
        (("أحمد", "فاطمة"), ("احمد", "فاطمة")),
    ],
)
def test_one_name_written_two_ways(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert name_key(*one) == name_key(*other)


@pytest.mark.parametrize(("one", "other"), [("Ba", "Bah"), ("Ana María", "Ana"), ("राम", "रमा"), ("李", "王")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_the_fold_table_is_stated_and_holds() -> None:
    for row in read_listing("fold").rows:
        assert fold(row["letter"]) == row["folded"]


@given(LETTERS, LETTERS)
def test_folding_twice_changes_nothing(family: str, given_name: str) -> None:
    key = name_key(family, given_name)
    assert name_key(key) == key == name_key(given_name, family)
    assert not is_near(key, key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("beatriz mensah", "beatriza mensah"),
        ("beatriz mensah", "beatris mensah"),
        ("beatriz mensah", "beatirz mensah"),
        ("awa kone", "awa okne"),
        ("ben fanta youssef", "benyoussef fanta"),
    ],
)
def test_near_names(one: str, other: str) -> None:
    assert is_near(one, other) and is_near(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("awa ba", "ali sy"), ("awa ba", "awo bo"), ("awa ba", "awa ba diop"), ("awa", "awaxy")]
)
def test_names_that_are_not_near(one: str, other: str) -> None:
    assert not is_near(one, other) and not is_near(other, one)


@pytest.mark.parametrize(
    ("lost", "whole"),
    [
        (("Kova?", "Rahel"), ("Kovač", "Rahel")),
        (("?ahin", "João"), ("Şahin", "João")),
        (("Tr?n", "Th?-Mai"), ("Trần", "Thị-Mai")),
        (("Wei\ufffd", "Anna"), ("Weiß", "Anna")),
        (("?ilmaz", "?eila"), ("Leila", "Yilmaz")),
    ],
)
def test_lost_letters_may_be_the_name(lost: tuple[str, str], whole: tuple[str, str]) -> None:
    assert may_be(name_key(*lost), name_key(*whole))


@pytest.mark.parametrize(
    ("lost", "whole"),
    [("kova? rahel", "kovacs rahel"), ("kova? rahel", "kova rahel"), ("?a ?a", "ba"), ("a? a?", "ab cd")],
)
def test_lost_letters_are_one_letter_each(lost: str, whole: str) -> None:
    assert not may_be(lost, whole)
