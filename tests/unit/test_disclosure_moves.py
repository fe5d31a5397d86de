"""How a small number is shown to be uncertain: people exchanged for others, and what is withheld so that they can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from jalon.disclosure import cheapest as cheapest_moves
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.beside import Trial, _find_standing, check_addition, decide_beside
from jalon.disclosure.cheapest import Cheapest
from jalon.disclosure.crowd import Crowd, build_crowd
from jalon.disclosure.decide import Extent
from jalon.disclosure.elimination import eliminate
from jalon.disclosure.exchanges import Exchanges
from jalon.disclosure.nearby import Moved
from jalon.disclosure.shifts import Members, Secret, Shift, is_uncertain
from jalon.disclosure.space import Addition, Known, Space, build_sampled, identify_set
from jalon.disclosure.swaps import Swaps
from jalon.disclosure.together import decide_together
from jalon.errors import JalonError

Sets = Sequence[Iterable[int]]


def build_space(told: Sets, withheld: Sets = ()) -> Space:
    """One in which these sets were told, and these withheld."""
    space = Space()
    for sets, is_told in ((told, True), (withheld, False)):
        for members in map(BitMap, sets):
            if (key := identify_set(members)) not in space.known:
                space.add(Addition({key: Known(build_sampled(members, 1), is_told)}))
    return space


def counted(
    name: str, members: Iterable[int], weight: float = 1.0, *, group: str | None = None, is_total: bool = False
) -> CountedSet:
    return CountedSet(name, BitMap(members), group or name, 5, weight, is_total=is_total)


# Elimination ---------------------------------------------------------------------------------------------------------


@st.composite
def matrices(draw: st.DrawFn) -> np.ndarray:
    """Rows of sets over classes; some empty, some twice."""
    columns = draw(st.integers(1, 8))
    row = st.lists(st.booleans(), min_size=columns, max_size=columns)
    rows = draw(st.lists(row, max_size=6))
    rows += draw(st.lists(st.sampled_from([*rows, [False] * columns]), max_size=2))
    return np.array(rows, bool).reshape(-1, columns)


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


def near(space: Space, sets: list[CountedSet], secret: Members, width: int, withheld: Collection[str] = ()) -> Moved:
    """What a trial that asks for these sets, of which some groups are withheld, finds for one secret."""
    return attempt(space, *sets)._move_nearby([(secret, width)], set(withheld), 400)


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


# A trial -------------------------------------------------------------------------------------------------------------


def attempt(space: Space, *sets: CountedSet) -> Trial:
    space.include(one.members for one in sets)
    return Trial(space, sets, ())


def proven_with(space: Space, sets: list[CountedSet], withheld: set[str]) -> tuple[Trial, set[str]]:
    """A trial that has proven everything, with these groups withheld as well; and what has to be."""
    trial = attempt(space, *sets)
    needed = set(trial.hidden)
    trial.hidden |= withheld
    assert trial._prove_without_withholding({}) == []
    return trial, needed


def test_what_turns_out_not_to_be_needed_is_told_again() -> None:
    sets = [counted("all", range(40), 100.0, is_total=True), counted("few", range(3)), counted("half", range(3, 20))]
    trial, needed = proven_with(Space(), sets, {"half"})
    assert needed == {"few"}
    trial._tell_again(needed)
    assert trial.hidden == {"few"}
    check_addition(trial.space, trial.build_addition())


@pytest.mark.parametrize(("one", "other", "kept"), [(2.0, 1.0, "other"), (1.0, 2.0, "one")])
def test_the_dearer_is_told_again_first(one: float, other: float, kept: str) -> None:
    """The three are all that is missing from one of two: either can be told, and not both."""
    sets = [
        counted("all", range(40), 100.0, is_total=True),
        counted("few", range(3)),
        counted("one", range(3, 20), one),
        counted("other", range(20, 40), other),
    ]
    trial, needed = proven_with(Space(), sets, {"one", "other"})
    trial._tell_again(needed)
    assert trial.hidden == {"few", kept}
    check_addition(trial.space, trial.build_addition())


def test_what_older_proofs_move_is_told_again_with_others_only() -> None:
    """The few could be others of the hundred; then of their half; told again, it leaves them others within it."""
    space = Space()
    _, addition = decide_beside(space, [counted("all", range(100)), counted("few", range(3))])
    space.add(addition)
    (proof,) = addition.secrets[0].shifts[:1]
    halves = [counted("these", [*range(3), *range(50, 97)]), counted("those", [*range(3, 50), *range(97, 100)])]
    if not proof.effect(halves[0].members):
        halves = [counted("these", range(0, 100, 2)), counted("those", range(1, 100, 2))]
    assert proof.effect(halves[0].members)
    trial, needed = proven_with(space, halves, {"these", "those"})
    trial._tell_again(needed)
    assert trial.hidden == set()
    check_addition(space, trial.build_addition())


def state_of(space: Space) -> tuple[object, ...]:
    return {key: one.is_told for key, one in space.known.items()}, dict(space.secrets), space.classes.tolist()


def test_a_trial_tells_again_what_it_withheld_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault: whoever withholds something withholds all that is asked for."""
    whole, sets = Trial._move, plan()

    def too_much(trial: Trial, secrets: list[tuple[Members, int]]) -> Moved:
        found = whole(trial, secrets)
        found.withheld |= {one.group for one in sets}
        return found

    space = Space()
    decision, _ = decide_beside(space, sets)
    monkeypatch.setattr(Trial, "_move", too_much)
    again, addition = decide_beside(Space(), sets)
    assert decision.told["all"] and again.told["all"] and sum(again.told.values()) > 3
    assert any(not known.is_told for known in addition.known.values())


def test_a_proof_that_empties_what_is_withheld_meanwhile_is_dropped() -> None:
    empties = Secret((7,), 1, (Shift(gone=(1, 2), doubled=(7, 8)),))
    leaves_one = Secret((7,), 1, (Shift(gone=(1, 3), doubled=(7, 8)),))
    doubles_one = Secret((7,), 1, (Shift(gone=(1, 3), doubled=(7, 2)),))
    secrets = [empties, leaves_one, doubles_one]
    assert _find_standing(secrets, [BitMap([1, 2])]) == [leaves_one, doubles_one]
    assert _find_standing(secrets, [BitMap([1])]) == []
    assert _find_standing(secrets, [BitMap([1, 2, 3])]) == secrets


def test_small_sets_and_small_differences_are_looked_at_whichever_was_told_first() -> None:
    """Two tables must be as far apart as the threshold less two: of the three there may be none to three, or more."""
    few, many, more = counted("few", range(3)), counted("30", range(30)), counted("33", range(33))
    assert attempt(Space(), few).widths == {(0, 1, 2): 3}
    assert attempt(Space(), many, more).widths == {(30, 31, 32): 3}
    assert attempt(build_space([range(30)]), more).widths == {(30, 31, 32): 3}
    assert attempt(build_space([range(33)]), many).widths == {(30, 31, 32): 3}


def test_groups_that_share_a_set_are_told_together_or_not() -> None:
    shared = [counted("a", range(20), group="first"), counted("b", range(20), group="second")]
    further = [counted("c", range(30), group="second"), counted("d", range(30), group="third")]
    trial = attempt(Space(), counted("few", range(3), group="first"), *shared, *further, counted("e", range(40)))
    assert trial.hidden == {"first", "second", "third"}


def test_a_broken_proof_is_made_anew() -> None:
    space = Space()
    sets = [counted("all", range(40)), counted("few", range(3))]
    space.add(decide_beside(space, sets)[1])
    for halves in ([range(0, 40, 2), range(1, 40, 2)], [range(20), range(20, 40)], [range(10), range(10, 40)]):
        _, addition = decide_beside(space, [counted(f"{one}", one) for one in halves])
        space.add(addition)
    assert (0, 1, 2) in {secret.members for secret in addition.secrets} | set(space.secrets)


def test_a_move_in_fractions_that_no_whole_one_comes_from_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = np.zeros(0, np.int64)
    monkeypatch.setattr(Cheapest, "move", lambda *_, **__: (np.array([0.7, -0.7]), nothing))
    assert not near(build_space([range(9)]), [], (0, 1, 2), 3).proofs


def test_what_does_not_add_up_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault: of each proof only who is doubled is kept, alone and beside others."""
    whole = Trial.build_addition

    def half(trial: Trial) -> Addition:
        found = whole(trial)
        broken = [replace(one, shifts=tuple(Shift((), shift.doubled) for shift in one.shifts)) for one in found.secrets]
        return replace(found, secrets=tuple(broken))

    monkeypatch.setattr(Trial, "build_addition", half)
    for decide in (lambda: decide_beside(Space(), plan()), lambda: decide_together(Space(), [plan()])):
        with pytest.raises(JalonError) as refused:
            decide()
        assert refused.value.id == "no_certificate"


def test_what_is_given_away_whatever_is_withheld_is_stuck_and_nothing_is_kept() -> None:
    """Thirty were told and thirty-three: who asks for the three asks for what everybody knows."""
    space = build_space([range(30), range(33)])
    before = state_of(space)
    trial = Trial(space, [counted("three", range(30, 33))], ())
    assert not trial.prove() and trial.stuck == [(30, 31, 32)]
    sets = [counted("three", range(30, 33)), counted("rest", range(10))]
    decision, addition = decide_beside(space, sets)
    assert decision.extent is not Extent.CELLS and not any(decision.told.values())
    assert not addition.known and not addition.secrets and state_of(space) == before


def test_who_is_stuck_stands_in_nobody_elses_way() -> None:
    space = build_space([range(30), range(33)])
    found = decide_together(space, [[counted("three", range(30, 33))], [counted("ten", range(10))]])
    assert found is not None
    assert [one and one.told for one in found.decisions] == [None, {"ten": True}]
    assert set(found.addition.known) == {identify_set(BitMap(range(10)))}


def plan() -> list[CountedSet]:
    """Sixty people by sex and place, with cells of three and of one."""
    places = [range(21), range(21, 43), range(43, 60)]
    sexes = [[*range(18), *range(21, 30), *range(43, 44)], [*range(18, 21), *range(30, 43), *range(44, 60)]]
    cells = [
        (f"{at} {by}", BitMap(place) & BitMap(sex)) for at, place in enumerate(places) for by, sex in enumerate(sexes)
    ]
    margins = [(f"place {at}", BitMap(one)) for at, one in enumerate(places)]
    margins += [(f"sex {at}", BitMap(one)) for at, one in enumerate(sexes)]
    return [counted("all", range(60), 100.0, is_total=True), *(counted(*one) for one in [*margins, *cells])]


def test_the_same_beside_the_same_is_decided_the_same() -> None:
    found = []
    for _ in range(2):
        decision, addition = decide_beside(build_space([range(0, 60, 2)]), plan())
        found.append((decision, [(key, one.is_told) for key, one in addition.known.items()], addition.secrets))
    assert found[0] == found[1]
    assert found[0][0].told["all"] and not found[0][0].told["0 1"] and found[0][2]


@pytest.mark.parametrize("is_told_of_before", [True, False])
def test_a_move_taken_twice_to_be_whole_leaves_somebody_of_what_is_withheld(is_told_of_before: bool) -> None:
    """Whether the pair was withheld before or is asked for beside: the trial ends, and nothing is told."""
    space, pair = Space(), BitMap([1, 2])
    crowd = list(range(10, 20))
    for members in ([0, 1, 2, *crowd], crowd, [1, 3], [2, 3]):
        found = BitMap(members)
        space.add(Addition({identify_set(found): Known(build_sampled(found, 1), True)}))
    asked = [CountedSet("one", BitMap([0]), "one", 3)]
    if is_told_of_before:
        space.add(Addition({identify_set(pair): Known(build_sampled(pair, 1), False)}))
    else:
        asked.append(CountedSet("pair", pair, "pair", 1))
    assert not any(decide_beside(space, asked)[0].told.values())
