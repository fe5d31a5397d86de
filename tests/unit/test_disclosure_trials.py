"""What a trial withholds so that everything is proven, and what it tells again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from disclosure_spaces import attempt, build_space, counted, near
from pyroaring import BitMap

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.beside import Trial, _find_standing, check_addition, decide_beside
from jalon.disclosure.cheapest import Cheapest
from jalon.disclosure.decide import Extent
from jalon.disclosure.nearby import Moved
from jalon.disclosure.shifts import Members, Secret, Shift
from jalon.disclosure.space import Addition, Known, Space, build_sampled, identify_set
from jalon.disclosure.together import decide_together
from jalon.errors import JalonError


def proven_with(space: Space, sets: list[CountedSet], withheld: set[str]) -> Trial:
    """A trial that has proven everything, with these groups withheld as well."""
    trial = attempt(space, *sets)
    trial.hidden = trial.hidden | withheld
    assert trial._prove_without_withholding() == []
    return trial


def test_what_turns_out_not_to_be_needed_is_told_again() -> None:
    sets = [counted("all", range(40), 100.0, is_total=True), counted("few", range(3)), counted("half", range(3, 20))]
    trial = proven_with(Space(), sets, {"half"})
    assert trial.needed == {"few"}
    trial._tell_again()
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
    trial = proven_with(Space(), sets, {"one", "other"})
    trial._tell_again()
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
    trial = proven_with(space, halves, {"these", "those"})
    trial._tell_again()
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


def given_up(space: Space, *sets: CountedSet) -> Trial:
    """A trial of these and of three whom nothing can hide."""
    trial = attempt(space, *sets, counted("three", range(100, 103)))
    assert not trial.prove() and (100, 101, 102) in trial.stuck
    return trial


def test_a_trial_begins_where_the_one_given_up_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    space = build_space([range(100, 130), range(103, 130)])
    before = given_up(space, *plan())
    assert before.moved and before.hidden > {"three"}
    monkeypatch.setattr(Trial, "_move", lambda *_: pytest.fail("found before"))
    trial = Trial(space, plan(), (), before)
    assert trial.hidden == before.hidden - {"three"} and "three" not in trial.needed
    assert trial.prove() and set(before.moved) & set(trial.proofs)
    check_addition(space, trial.build_addition())


def test_what_the_one_given_up_withheld_for_others_is_told() -> None:
    """As if it had withheld everything: only what a proof moves is withheld from the start."""
    space = build_space([range(100, 130), range(103, 130)])
    before = given_up(space, *plan())
    before.hidden = {one.group for one in plan()} | before.hidden
    assert Trial(space, plan(), (), before).hidden < before.hidden - {"three"}
    before.moved.clear()
    trial = Trial(space, plan(), (), before)
    assert trial.hidden == trial.needed


def test_nothing_is_withheld_for_a_proof_of_what_is_no_secret_here() -> None:
    space = build_space([range(100, 130), range(103, 130)])
    before = given_up(space, *plan())
    before.moved = {(5, 6): replace(next(iter(before.moved.values())), members=(5, 6))}
    trial = Trial(space, plan(), (), before)
    assert not trial.moved and trial.hidden == trial.needed


def test_what_was_proven_with_others_is_not_looked_for_again_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    space = build_space([range(100, 130), range(103, 130)])
    whole = Trial._move
    looked_for: list[Members] = []

    def move(trial: Trial, secrets: list[tuple[Members, int]]) -> Moved:
        looked_for.extend(members for members, _ in secrets)
        return whole(trial, secrets)

    monkeypatch.setattr(Trial, "_move", move)
    found = decide_together(space, [plan(), [counted("three", range(100, 103))]])
    assert found is not None and [decision is None for decision in found.decisions] == [False, True]
    proven = [members for members in looked_for if members != (100, 101, 102)]
    assert proven and len(set(proven)) == len(proven)


def test_a_proof_found_before_is_looked_at_again() -> None:
    """Too narrow a proof, or one that empties what is withheld, is not taken over."""
    space = build_space([range(100, 130), range(103, 130)])
    before = given_up(space, *plan())
    members, proof = next(iter(before.moved.items()))
    before.moved = {members: replace(proof, width=attempt(space, *plan()).widths[members] - 1)}
    assert not Trial(space, plan(), (), before).moved
    before.moved = {members: replace(proof, shifts=(Shift(gone=tuple(range(60)), doubled=()),))}
    assert not Trial(space, plan(), (), before).moved


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
