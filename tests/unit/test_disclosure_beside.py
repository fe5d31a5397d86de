"""Beside everything published: proofs that addition verifies, kept in the list; and what faults in them come to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published_tables import build_sets, random_cells, recovered
from pyroaring import BitMap

import jalon.disclosure.beside as beside
import jalon.disclosure.space as spaces
from jalon.disclosure import Policy, Published, open_published
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.audit import check_published
from jalon.disclosure.beside import decide_beside
from jalon.disclosure.differing import find_differing
from jalon.disclosure.shifts import Shift, is_uncertain
from jalon.disclosure.space import Addition, Space, build_sampled
from jalon.errors import JalonError
from jalon.home import Home, make_home

POLICY = Policy(seconds=20.0, search_seconds=0.0)


def counted(name: str, members: object, **stated: object) -> CountedSet:
    return CountedSet(name, BitMap(members), name, 5, **stated)  # type: ignore[arg-type]


def publish(published: Published, sets: list[CountedSet], name: str = "", space: str = "subject") -> dict[str, bool]:
    return published.decide(name or sets[0].name, space, sets, POLICY).told


def leaks(published: Published) -> list[object]:
    sets = published.sets()
    return list(recovered(sets, {one.name: bool(one.is_told) for one in sets}))


# Shifts ---------------------------------------------------------------------------------------------------


def test_a_shift_says_by_how_much_a_set_changes() -> None:
    shift = Shift(gone=(1, 2), doubled=(5, 5))
    assert [shift.effect(members) for members in ({1, 2, 3}, {5}, {1, 5}, {7})] == [-2, 2, 1, 0]


def test_whoever_is_in_a_secret_must_reckon_with_another_number_too() -> None:
    """One of two goes: whoever stays knows of nothing; whoever went knows that she is there."""
    apart = (Shift((1,), (9,)), Shift((7, 8), (2, 2)))
    assert is_uncertain((1, 2), 3, apart)
    assert not is_uncertain((1, 2), 3, apart[:1])
    assert not is_uncertain((1,), 1, (Shift((1,), (9,)),))
    assert is_uncertain((1,), 1, (Shift((8,), (1,)),))


@given(st.lists(st.tuples(st.sets(st.integers(0, 60), max_size=40), st.sampled_from([5, 10])), max_size=8), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_differences_are_found_as_by_comparing_all(held: list[tuple[set[int], int]], data: st.DataObject) -> None:
    sets = [build_sampled(BitMap(members), threshold) for members, threshold in held if members]
    cut = data.draw(st.integers(0, len(sets)))
    first, second = sets[:cut], sets[cut:]
    expected = {
        (at, other)
        for at, one in enumerate(first)
        for other, two in enumerate(second)
        if 0 < len(one.members - two.members) < min(max(one.threshold, two.threshold), one.size)
    }
    assert set(find_differing(first, second)) == expected


# Sequences of publications -------------------------------------------------------------------------------------


@st.composite
def sequences(draw: st.DrawFn) -> list[list[CountedSet]]:
    """Tables of overlapping projects, of sub-scopes and of releases with newcomers, over some hundred people."""
    people = draw(st.integers(20, 120))
    attributes = {
        name: [
            draw(st.integers(0, count - 1)) if people < 40 else (7 * one * (at + 3) + one // 5) % count
            for one in range(people)
        ]
        for at, (name, count) in enumerate((("sex", 2), ("age", 3), ("place", 5)))
    }
    projects = [
        BitMap(draw(st.sets(st.integers(0, people - 1), min_size=3, max_size=people)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    found = []
    for release in range(draw(st.integers(1, 3))):
        there = BitMap(range(people - draw(st.integers(0, 8))))
        for number, project in enumerate([there, *projects]):
            scope = project & there
            for by in draw(st.lists(st.sampled_from(sorted(attributes)), max_size=2, unique=True)):
                name = f"{release} {number} {by}"
                total = CountedSet(f"{release} {number}", scope, f"{release} {number}", 5, 100.0, is_total=True)
                cells = [
                    counted(f"{name} {value}", (one for one in scope if attributes[by][one] == value))
                    for value in sorted(set(attributes[by]))
                ]
                found.append([total, *cells])
    return found


@given(sequences())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_comes_out_of_a_growing_list(publications: list[list[CountedSet]]) -> None:
    published = Published()
    for at, sets in enumerate(publications):
        told = publish(published, sets, f"{at}")
        assert not any(told[one.name] for one in sets if 0 < len(one.members) < 5)
    assert not leaks(published)


def two_tables() -> list[list[CountedSet]]:
    """By place, then by sex and place: eighty people; then a release with three newcomers."""
    people = range(80)
    by_place = [counted(f"place {at}", (one for one in people if one % 7 == at)) for at in range(7)]
    crossed = [
        counted(f"{sex} {at}", (one for one in people if one % 7 == at and one % 3 % 2 == sex))
        for at in range(7)
        for sex in range(2)
    ]
    later = [counted("later", range(83), is_total=True)]
    return [[counted("all", people, is_total=True, weight=100.0), *by_place], crossed, later]


def publish_all(published: Published) -> None:
    for at, sets in enumerate(two_tables()):
        publish(published, sets, f"{at}")


def test_tables_in_turn_give_nothing_away_and_something_is_told() -> None:
    published = Published()
    publish_all(published)
    assert not leaks(published)
    assert sum(bool(one.is_told) for one in published.sets()) > 5


# Faults ------------------------------------------------------------------------------------------------------


def test_a_skipped_difference_is_found_by_the_attack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "find_differing", lambda first, second: iter(()))
    published = Published()
    publish(published, [counted("30", range(30), is_total=True)])
    assert publish(published, [counted("33", range(33), is_total=True)]) == {"33": True}
    assert leaks(published)


def crowd(published: Published) -> None:
    """Two small places that stand for one another, until the sexes in them are asked for."""
    publish(
        published, [counted("all", range(40), is_total=True), *(counted(f"{at}", range(at, 40, 2)) for at in (0, 1))]
    )
    publish(published, [counted("few", (0, 2, 4)), counted("others", range(6, 40, 2))], "halves")


def test_a_broken_proof_that_is_kept_is_refused_or_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Space, "find_broken", lambda self, told, withheld: set())
    with pytest.raises(JalonError) as refused:
        crowd(published := Published())
        publish(published, [counted("women", range(20)), counted("men", range(20, 40))], "sexes")
        publish(published, [counted("x", range(10)), counted("y", range(10, 40))], "ages")
    assert refused.value.id == "no_certificate"


def test_people_who_were_not_divided_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault: a set told does not divide the classes, so that people in it stand for people who are not."""
    whole = Space.add

    def add(self: Space, addition: Addition) -> None:
        before = self.classes.copy()
        whole(self, addition)
        if len(before) == len(self.classes):
            self.classes = before

    monkeypatch.setattr(Space, "add", add)
    with pytest.raises(JalonError) as refused:
        publish_all(Published())
    assert refused.value.id == "no_certificate"


def test_a_withheld_set_that_a_proof_empties_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Space, "find_staying", lambda self, withheld: BitMap())
    monkeypatch.setattr(spaces.Entries, "most_gone", 0, raising=False)
    space = Space()
    sets = [counted("all", range(6), is_total=True), counted("one", (0,)), counted("rest", range(1, 6))]
    with pytest.raises(JalonError) as refused:
        beside.check_shifts([Shift((0,), (1,))], [spaces.Known(build_sampled(BitMap([0]), 5), False)])
    assert refused.value.id == "no_certificate"
    assert decide_beside(space, sets)[0].told["one"] is False


# The list on disk -------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home", group="G")


def lines_of(home: Home) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home.releases / "published.jsonl").read_text().splitlines()]


def write_lines(home: Home, lines: list[dict[str, Any]]) -> None:
    (home.releases / "published.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_each_publication_is_a_line_and_each_set_stands_once(home: Home) -> None:
    publish_all(open_published(home))
    lines = lines_of(home)
    assert len(lines) == 4
    keys = [key for line in lines[1:] for key, *_ in line["sets"]]
    assert len(keys) == len(set(keys)) > 15
    first = (home.releases / "published.jsonl").read_bytes()
    publish(open_published(home), [counted("more", range(100, 140), is_total=True)])
    assert (home.releases / "published.jsonl").read_bytes().startswith(first)


def test_what_another_process_published_is_read_on(home: Home) -> None:
    one, other = open_published(home), open_published(home)
    assert publish(one, [counted("30", range(30), is_total=True)]) == {"30": True}
    assert publish(other, [counted("33", range(33), is_total=True)]) == {"33": False}
    assert publish(one, [counted("34", range(34), is_total=True)]) == {"34": False}
    assert publish(other, [counted("30", range(30), is_total=True)]) == {"30": True}


def test_a_line_torn_off_at_the_end_was_not_published(home: Home) -> None:
    publish(open_published(home), [counted("30", range(30), is_total=True)])
    file = home.releases / "published.jsonl"
    whole = file.read_bytes()
    publish(open_published(home), [counted("90", range(100, 190), is_total=True)])
    file.write_bytes(file.read_bytes()[:-20])
    audit = check_published(home)
    assert audit.is_torn and audit.publications == 1 and audit.holds
    again = open_published(home)
    publish(again, [counted("70", range(200, 270), is_total=True)])
    assert {len(one.members) for one in again.sets()} == {30, 70}
    assert file.read_bytes().startswith(whole) and not check_published(home).is_torn


def test_a_bad_line_in_the_middle_is_refused(home: Home) -> None:
    publish_all(open_published(home))
    file = home.releases / "published.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], b"{}\n", *lines[2:]]))
    with pytest.raises(JalonError) as refused:
        publish(open_published(home), [counted("30", range(30), is_total=True)])
    assert refused.value.id == "bad_published"


def test_every_proof_on_the_list_adds_up_and_an_altered_one_does_not(home: Home) -> None:
    publish_all(open_published(home))
    audit = check_published(home)
    assert audit.holds and audit.secrets > 5 and audit.publications == 3
    lines = lines_of(home)
    with_proofs = next(line for line in lines if line.get("shifts"))
    kept = json.dumps(with_proofs)
    with_proofs["shifts"][0][0] = []  # nobody goes for those who are doubled
    write_lines(home, lines)
    assert check_published(home).broken > 0
    with_proofs.update(json.loads(kept))
    with_proofs["secrets"] = with_proofs["secrets"][1:]
    write_lines(home, lines)
    assert check_published(home).unproven > 0
    with_proofs.update(json.loads(kept))
    with_proofs["sets"][0][1] = [1, 2, 3]
    write_lines(home, lines)
    assert check_published(home).misnamed == 1


def test_proofs_stand_after_somebody_is_erased(home: Home) -> None:
    published = open_published(home)
    publish_all(published)
    published.forget("subject", [0, 1, 2, 3, 4, 33])
    assert check_published(home).holds
    assert publish(published, [counted("later again", range(40, 83), is_total=True)]) is not None
    assert check_published(home).holds
    everybody = BitMap().union(*(one.members for one in published.sets()))
    assert not everybody & BitMap([0, 1, 2, 3, 4, 33]) and len([one for one in everybody if one >= 2**31]) == 6


# Persons and participations -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("again", "is_told"), [(0, True), (3, False), (9, True)])
def test_a_few_more_participations_than_persons_are_withheld(again: int, is_told: bool) -> None:
    """33 participations of 30 persons tell of three who came again: whichever is asked for later is withheld."""
    persons = counted("persons", range(30), is_total=True)
    several = [counted("participations", range(30 + again), is_total=True, persons=BitMap(range(30)))]
    beside_them = counted("others", range(500, 540), is_total=True)
    for first in ("subject", "participation"):
        published = Published()
        for space in (first, "participation" if first == "subject" else "subject"):
            told = publish(published, [persons] if space == "subject" else [*several, beside_them], space, space)
        assert told.get("persons", told.get("participations")) is is_told


def test_the_same_question_takes_no_lock(home: Home) -> None:
    published = open_published(home)
    sets = build_sets(random_cells((3, 4), 1))
    first = publish(published, sets)
    with published.file.held():  # type: ignore[union-attr]
        assert publish(published, sets) == first
    assert replace(sets[0]).name in first


def test_the_same_questions_in_the_same_order_are_told_the_same_by_the_same_proofs(tmp_path: Path) -> None:
    """Nothing hangs on the clock, on how busy a machine is, or on an order that differs from run to run."""
    lines = []
    for name in ("one", "other"):
        home = make_home(tmp_path / name, group="G")
        publish_all(open_published(home))
        lines.append(lines_of(home)[1:])
    assert lines[0] == lines[1]
    assert any(line["secrets"] for line in lines[0])
