"""How a small number is shown to be uncertain: people exchanged for others, and what is withheld so that they can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations_with_replacement

import numpy as np
import pytest
from disclosure_spaces import Sets, build_space, counted, near
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from jalon.disclosure import cheapest as cheapest_moves
from jalon.disclosure.cheapest import Cheapest
from jalon.disclosure.crowd import Crowd, build_crowd, drop_equal
from jalon.disclosure.elimination import eliminate
from jalon.disclosure.exchanges import Exchanges
from jalon.disclosure.shifts import Members, Shift, is_uncertain
from jalon.disclosure.space import Space
from jalon.disclosure.swaps import Swaps

# Elimination ---------------------------------------------------------------------------------------------------------


@st.composite
def matrices(draw: st.DrawFn) -> np.ndarray:
    """Rows of sets over classes; some empty, some twice."""
    columns = draw(st.integers(1, 8))
    row = st.lists(st.booleans(), min_size=columns, max_size=columns)
    rows = draw(st.lists(row, max_size=6))
    rows += draw(st.lists(st.sampled_from([*rows, [False] * columns]), max_size=2))
    return np.array(rows, bool).reshape(-1, columns)


@given(matrices())
@settings(max_examples=150, deadline=None)
def test_equal_rows_stand_once_in_rising_order(rows: np.ndarray) -> None:
    wide = np.repeat(rows, 3, axis=1)  # more than a byte
    assert np.array_equal(
        drop_equal(wide), np.array(sorted(set(map(tuple, wide.tolist()))), bool).reshape(-1, wide.shape[1])
    )


@given(matrices(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_reduced_rows_say_the_same(rows: np.ndarray, random: object) -> None:
    order = list(range(rows.shape[1]))
    random.shuffle(order)  # type: ignore[attr-defined]
    reduced = eliminate(rows, order)
    rank = np.linalg.matrix_rank(rows.astype(float)) if rows.size else 0
    assert len(reduced.pivots) == len(reduced.rows) == rank
    assert np.linalg.matrix_rank(np.concatenate([rows, reduced.rows])) == rank if rank else not rows.any()
    assert np.allclose(reduced.rows[:, reduced.pivots], np.eye(rank))
    for column in sorted(set(order) - set(reduced.pivots.tolist())):
        columns, by = reduced.move_of(column)
        assert by[columns == column].tolist() == [1.0]
        assert np.allclose(rows[:, columns] @ by, 0.0)


# Exchanges -----------------------------------------------------------------------------------------------------------


def prove_by_exchanges(space: Space, members: Members, width: int) -> tuple[Crowd, tuple[Shift, ...] | None]:
    staying = space.staying_flags(BitMap())
    crowd = build_crowd(np.arange(len(space.people)), space, space.classes, staying)
    told = [one.sampled.members for one in space.known.values() if one.is_told]
    exchanges = Exchanges(crowd, crowd.rows_of(told), crowd.places_of(members))
    return crowd, exchanges.prove(members, width)


@st.composite
def groups(draw: st.DrawFn, most: int) -> tuple[list[list[int]], list[list[int]], Members, int]:
    """People by two to four things told of them; small sets withheld; a secret, and how far it should move."""
    people = range(draw(st.integers(4, most)))
    told = [list(people)]
    for _ in range(draw(st.integers(2, 4))):
        values = draw(st.lists(st.integers(0, 2), min_size=len(people), max_size=len(people)))
        told += [cell for value in range(3) if (cell := [one for one in people if values[one] == value])]
    few = st.sets(st.sampled_from(people), min_size=1, max_size=3).map(sorted)
    return told, draw(st.lists(few, max_size=2)), tuple(draw(few)), draw(st.sampled_from([1, 1, 2, 3]))


def check_proof(
    told: Sets, withheld: Sets, crowd: Crowd, members: Members, width: int, shifts: Sequence[Shift]
) -> None:
    standing = {int(one) for one, can in zip(crowd.people, crowd.can_go, strict=True) if can}
    for shift in shifts:
        assert not any(shift.effect(set(one)) for one in told)
        assert len(set(shift.gone)) == len(shift.gone) and set(shift.gone) <= standing
        assert all(shift.effect(set(one)) > -len(set(one)) for one in withheld)
    assert is_uncertain(members, width, shifts)


@given(groups(most=24))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_proof_by_exchanges_stands(drawn: tuple[list[list[int]], list[list[int]], Members, int]) -> None:
    told, withheld, members, width = drawn
    crowd, shifts = prove_by_exchanges(build_space(told, withheld), members, width)
    if shifts is not None:
        check_proof(told, withheld, crowd, members, width, shifts)


@given(groups(most=6))
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_proven_that_no_table_allows(drawn: tuple[list[list[int]], list[list[int]], Members, int]) -> None:
    """Beside every group of as many people that gives the same numbers."""
    told, withheld, members, width = drawn
    _, shifts = prove_by_exchanges(build_space(told, withheld), members, width)
    if shifts is None:
        return

    def size(table: Sequence[int], among: Iterable[int]) -> int:
        return sum(table.count(one) for one in among)

    possible = [
        table
        for table in combinations_with_replacement(range(len(told[0])), len(told[0]))
        if all(size(table, one) == len(one) for one in told) and all(size(table, one) for one in withheld)
    ]
    sizes = [size(table, members) for table in possible]
    assert max(sizes) - min(sizes) >= width
    for member in members:
        assert any(member in table and many != len(members) for table, many in zip(possible, sizes, strict=True))


BY_SEX_AND_AGE = [range(8), [0, 1, 2, 3], [4, 5, 6, 7], [0, 1, 4, 5], [2, 3, 6, 7]]
"""Two young women, two old ones, two young men, two old ones: by sex, and by age."""


def test_two_stand_for_two_where_nobody_stands_for_one_alone() -> None:
    """One young woman and one old man more; one old woman and one young man fewer."""
    space = build_space(BY_SEX_AND_AGE)
    swaps = Swaps(space.people, space.classes, space.staying_flags(BitMap()))
    assert list(swaps.prove_all([space.places_of([0, 1])], [2])) == [None]
    crowd, shifts = prove_by_exchanges(space, (0, 1), 2)
    assert shifts == (Shift(gone=(2, 3, 4, 5), doubled=(0, 0, 6, 6)),)
    check_proof(BY_SEX_AND_AGE, [], crowd, (0, 1), 2, shifts)


def test_who_may_not_go_does_not() -> None:
    """Somebody of each withheld set stays: of the old women and the young men only one each can go."""
    space = build_space(BY_SEX_AND_AGE, [[2], [4]])
    crowd, shifts = prove_by_exchanges(space, (0, 1), 2)
    assert shifts is not None
    assert {one for shift in shifts for one in shift.gone} <= {0, 1, 3, 5, 6, 7}
    check_proof(BY_SEX_AND_AGE, [[2], [4]], crowd, (0, 1), 2, shifts)


def test_swaps_within_a_class_count_once() -> None:
    """Of two young women one is in the secret: one swap, up or down, and an exchange for what is missing."""
    for width, is_proven in ((1, True), (4, True), (5, False)):
        crowd, shifts = prove_by_exchanges(build_space(BY_SEX_AND_AGE), (0,), width)
        assert (shifts is not None) is is_proven, "of four women, none or four are young"
        if shifts is not None:
            check_proof(BY_SEX_AND_AGE, [], crowd, (0,), width, shifts)
            assert shifts[0].effect((0,)) == min(width, 3), "up first: as far as it goes"


def test_where_more_would_go_than_there_are_others_go_in_their_place() -> None:
    """By sex, age and place: of whoever would go twice there is one, and somebody elsewhere makes up for it."""
    cells = [(sex, age, place) for sex in range(2) for age in range(2) for place in range(3)]
    told = [
        range(12),
        *([at for at, one in enumerate(cells) if one[by] == value] for by in range(3) for value in range(3)),
    ]
    told = [list(one) for one in told if one]
    crowd, shifts = prove_by_exchanges(build_space(told), (0, 1), 3)
    assert shifts is not None
    check_proof(told, [], crowd, (0, 1), 3, shifts)


# The cheapest moves --------------------------------------------------------------------------------------------------


def cheapest(
    told: Sequence[Sequence[int]],
    asked: Sequence[Sequence[int]] = (),
    weights: Sequence[float] = (),
    held: Sequence[Sequence[int]] = (),
    sizes: Sequence[int] = (2, 2, 2, 2),
) -> Cheapest:
    count = len(sizes)
    rows = [np.array(one, bool).reshape(-1, count) for one in (told, asked, held)]
    return Cheapest(rows[0], rows[1], np.array(weights, float), rows[2], np.array(sizes))


EVERYBODY = [[1, 1, 1, 1]]
FIRST = np.array([0])


def test_nothing_is_withheld_where_nothing_has_to_be() -> None:
    moved, changed = cheapest(EVERYBODY, [[1, 1, 0, 0]], [1.0]).move(FIRST, 2, up=True)
    assert moved.tolist() == [2, -2, 0, 0] and not len(changed)


@pytest.mark.parametrize(("weights", "cheaper"), [((1.0, 3.0), 0), ((3.0, 1.0), 1)])
def test_of_two_sets_the_cheaper_is_withheld(weights: tuple[float, float], cheaper: int) -> None:
    """Who is in both, and moves against others, changes one of them."""
    of_asked = [[1, 1, 0], [1, 0, 1]]
    for up in (True, False):
        moved, changed = cheapest([[1, 1, 1]], of_asked, weights, sizes=[2, 2, 2]).move(FIRST, 2, up=up)
        assert moved[0] == (2 if up else -2) and changed.tolist() == [cheaper]


def test_what_is_withheld_already_moves_for_nothing() -> None:
    moves = cheapest([[1, 1, 1]], [[1, 1, 0], [1, 0, 1]], [1.0, 3.0], sizes=[2, 2, 2])
    moves.free([1])
    moved, changed = moves.move(FIRST, 1, up=True)
    assert moved.tolist() == [1, -1, 0] and not len(changed)


def test_of_what_is_withheld_somebody_is_left() -> None:
    moved, _ = cheapest([[1, 1]], held=[[0, 1]], sizes=[3, 1]).move(FIRST, 1, up=True)
    assert moved.tolist() == [0, 0], "the only one of a withheld set"
    moved, _ = cheapest([[1, 1, 1]], held=[[0, 1, 1]], sizes=[3, 1, 1]).move(FIRST, 2, up=True)
    assert moved[0] == 1 and sorted(moved[1:]) == [-1, 0]


def test_nobody_goes_twice_and_whoever_is_kept_does_not_go() -> None:
    moves = cheapest([[1, 1]], sizes=[2, 3])
    assert moves.move(FIRST, 9, up=True)[0].tolist() == [3, -3]
    assert moves.move(FIRST, 9, up=False)[0].tolist() == [-2, 2]
    assert moves.move(FIRST, 9, up=False, keeps=0)[0].tolist() == [-1, 1]
    assert moves.move(FIRST, 9, up=False)[0].tolist() == [-2, 2], "kept for one move only"


BY_TWO = [[1, 1, 1, 0], [0, 1, 0, 1], [0, 0, 1, 1]]
"""The first can move by two and no fewer: one of the second and one of the third for each of the fourth."""


def test_a_move_in_fractions_goes_a_little_further() -> None:
    moved, _ = cheapest(BY_TWO).move(FIRST, 1, up=True)
    assert np.allclose(moved, [2, -1, -1, 1])


@given(matrices(), matrices(), matrices(), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_cheapest_move_moves_nothing_told(
    told: np.ndarray, asked: np.ndarray, held: np.ndarray, data: st.DataObject
) -> None:
    count = told.shape[1]
    asked, held = (np.resize(one, (min(len(one), 3), count)) for one in (asked, held))
    sizes = np.array(data.draw(st.lists(st.integers(1, 3), min_size=count, max_size=count)))
    held = held[held.any(axis=1)]
    weights = np.array([1.0, 2.0, 5.0][: len(asked)])
    moves = Cheapest(told, asked, weights, held, sizes)
    for up in (True, False):
        moved, changed = moves.move(FIRST, 2, up=up)
        assert np.allclose(told @ moved, 0.0, atol=1e-5)
        assert (moved >= -sizes - 1e-6).all() and (held @ (sizes + moved) >= 1 - 1e-6).all()
        assert set(np.flatnonzero(np.abs(asked @ moved) > 1e-5)) <= set(changed.tolist())
        assert moved[0] * (1 if up else -1) >= -1e-6
        again, changed_again = Cheapest(told, asked, weights, held, sizes).move(FIRST, 2, up=True)
        if up:
            assert np.array_equal(again, moved) and np.array_equal(changed_again, changed)


@given(matrices(), matrices(), st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_classes_taken_in_one_by_one_lead_as_far_at_the_same_cost(
    told: np.ndarray, asked: np.ndarray, data: st.DataObject
) -> None:
    count = told.shape[1]
    asked = np.resize(asked, (min(len(asked), 3), count))
    sizes = np.array(data.draw(st.lists(st.integers(1, 3), min_size=count, max_size=count)))
    weights = np.array([1.0, 2.0, 5.0][: len(asked)])

    def ask(*, up: bool) -> tuple[float, float]:
        """How far the best goes before it is made whole, and what is withheld for it."""
        found: list[tuple[float, float]] = []
        with pytest.MonkeyPatch.context() as patch:
            run = Cheapest._run_among_all

            def note(self: Cheapest, columns: np.ndarray, width: int, most: int) -> tuple[np.ndarray, np.ndarray]:
                moved, changed = run(self, columns, width, most)
                found.append((self._reached(columns, moved), float(weights @ changed)))
                return moved, changed

            patch.setattr(Cheapest, "_run_among_all", note)
            Cheapest(told, asked, weights, np.zeros((0, count), bool), sizes).move(FIRST, 2, up=up)
        return found[0]

    for up in (True, False):
        among_all = ask(up=up)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cheapest_moves, "FEW", 0)
            patch.setattr(cheapest_moves, "TAKEN_IN", 1)
            assert ask(up=up) == pytest.approx(among_all, abs=1e-4)


# Among the people around a secret ----------------------------------------------------------------------------------


def test_what_is_told_together_is_withheld_together() -> None:
    """One set under two names, in two groups; whatever else is of these is withheld with it."""
    sets = [
        counted("one", range(7), group="a"),
        counted("same", range(7), group="b"),
        counted("other", [*range(3), *range(7, 10)], 9.0),
    ]
    found = near(build_space([range(10)]), sets, (0, 1, 2), 3)
    assert found.withheld == {"a", "b"}
    assert is_uncertain((0, 1, 2), 3, found.proofs[0, 1, 2].shifts)


def test_a_proof_nearby_moves_what_is_withheld_and_nothing_else() -> None:
    dear, cheap = counted("dear", range(6), 5.0), counted("cheap", [0, 1, 2, *range(6, 9)])
    found = near(build_space([range(9)]), [dear, cheap], (0, 1, 2), 3)
    assert found.withheld == {"cheap"}
    shifts = found.proofs[0, 1, 2].shifts
    assert not any(shift.effect(dear.members) or shift.effect(range(9)) for shift in shifts)
    assert any(shift.effect(cheap.members) for shift in shifts)


@pytest.mark.parametrize("before", [True, False])
def test_nobody_is_proven_by_emptying_what_is_withheld(before: bool) -> None:
    """Two others, each of whom is all of a withheld set: nobody can go for her. She can, for one of them."""
    held = [[1], [2]]
    space = build_space([range(3)], held if before else [])
    sets = [] if before else [counted(f"{one}", one) for one in held]
    found = near(space, sets, (0,), 1, ["[1]", "[2]"])
    assert not found.withheld
    assert not any(shift.gone != (0,) for proof in found.proofs.values() for shift in proof.shifts)


def test_one_who_knows_that_she_is_there_must_reckon_with_another_number() -> None:
    """Nobody else may go, so that there can be no more than one: that she is the only one is no secret to her."""
    found = near(build_space([range(3)], [[1], [2]]), [], (0,), 1)
    assert not found.proofs
    found = near(build_space([range(4)], [[1], [2]]), [], (0,), 1)
    assert found.proofs[0,].shifts == (Shift((3,), (0,)),)
