"""What is withheld of a table with its margins, proven by tables that add up, and attacked by other means."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from published_tables import attack, build_sets, random_cells, recovered
from pyroaring import BitMap

from jalon.disclosure import decide as deciding
from jalon.disclosure.atoms import CountedSet, build_atoms, build_question
from jalon.disclosure.attack import Attacker, Seen, eliminate
from jalon.disclosure.certificate import Certificate, build_certificate, check_certificate
from jalon.disclosure.decide import Decision, Extent, decide
from jalon.disclosure.exact import find_optimum
from jalon.disclosure.protect import Protection, Search, protect
from jalon.disclosure.rounded import decide_rounded, round_size
from jalon.errors import JalonError

SHAPES = [(4, 5), (3, 4, 5), (2, 3, 4)]


def counted(name: str, members: range, **stated: object) -> CountedSet:
    return CountedSet(name, BitMap(members), name, 5, **stated)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_nothing_small_is_recovered_from_a_table_with_all_its_margins(shape: tuple[int, ...], seed: int) -> None:
    sets = build_sets(random_cells(shape, seed))
    told = decide(sets, seconds=30).told
    assert not any(told[one.name] for one in sets if 0 < len(one.members) < 5)
    assert not recovered(sets, told)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_threshold_alone_gives_most_small_cells_away(shape: tuple[int, ...]) -> None:
    """The attack can find what is there: without the rest of the protection it recovers most of the small cells."""
    sets = build_sets(random_cells(shape, seed=1))
    small = [one for one in sets if 0 < len(one.members) < 5]
    told = {one.name: one not in small for one in sets}
    found = [secret for secret in recovered(sets, told) if not secret.is_difference]
    assert len(found) >= len(small) * 0.6


def test_little_more_is_withheld_than_the_least_there_is() -> None:
    """Over ten tables whose optimum is known, at most a tenth more."""
    heuristic = optimum = 0.0
    for seed in range(10):
        question = build_question(build_sets(random_cells((4, 5), seed)))
        found = protect(question.system, question.targets, seconds=30)
        best = find_optimum(question.system, question.targets, seconds=30)
        assert found.is_proven and best.withheld is not None
        assert best.cost_at_least <= found.withheld.sum() + 1e-6
        heuristic += float(found.withheld.sum())
        optimum += best.cost_at_least
    assert heuristic <= 1.1 * optimum


def test_the_exact_search_withholds_less_where_there_is_less_to_withhold() -> None:
    tables = [build_sets(random_cells((4, 5), seed)) for seed in range(6)]
    tables = [[dataclasses.replace(one, weight=100.0 if one.is_total else 1.0) for one in sets] for sets in tables]
    found = [decide(sets, seconds=30, search=search) for sets in tables for search in (0, 10)]
    withheld = [sum(not is_told for is_told in one.told.values()) for one in found]
    assert all(searched <= first for first, searched in zip(withheld[::2], withheld[1::2], strict=True))
    assert sum(withheld[1::2]) < sum(withheld[::2])


@pytest.mark.parametrize("seed", range(6))
def test_numbers_that_are_told_together_are_proven_together(seed: int) -> None:
    """Pairs of numbers, each told or withheld whole: a table that moves one of a pair that is told is none."""
    question = build_question(build_sets(random_cells((3, 4, 5), seed)))
    groups, count = question.system.groups, question.system.group_count
    pairs = np.where(groups < 0, groups, groups % ((count + 1) // 2))
    system = dataclasses.replace(
        question.system,
        groups=pairs,
        weights=np.bincount(pairs[pairs >= 0], question.system.weights[groups[groups >= 0]]),
    )
    found = protect(system, question.targets, seconds=30)
    assert found.is_proven and 0 < found.withheld.sum() < len(found.withheld)
    check_certificate(build_certificate(system, question.targets, found))


def certified(seed: int = 2) -> Certificate:
    question = build_question(build_sets(random_cells((3, 4, 5), seed)))
    found = protect(question.system, question.targets, seconds=30)
    certificate = build_certificate(question.system, question.targets, found)
    check_certificate(certificate)
    return certificate


def test_a_certificate_is_verified_by_addition_and_refused_once_anything_in_it_is_wrong() -> None:
    certificate = certified()
    assert certificate.size > 10
    other = certificate.tables.copy()
    other[1, 0] += 1
    untold = certificate.tables.copy()
    untold[1] = certificate.tables[1] * 2  # it adds up, and is not what is published
    same = np.zeros_like(certificate.highest)
    alone = certificate.insiders.copy()
    alone[:, 2] = 0  # the true table: nothing has moved
    for fault in (
        dataclasses.replace(certificate, tables=other),
        dataclasses.replace(certificate, tables=untold),
        dataclasses.replace(certificate, highest=same, lowest=same),
        dataclasses.replace(certificate, insiders=alone),
    ):
        with pytest.raises(JalonError, match="is not published") as refused:
            check_certificate(fault)
        assert refused.value.id == "no_certificate"


def forget_what_moved(search: Search, move: np.ndarray) -> None:
    search.witnesses.add(move)  # the fault: nothing is withheld for it


def tell_all_again(search: Search, seconds: float) -> None:
    own = search.system.groups[search.targets.numbers]
    search.withheld[:] = False
    search.withheld[own[own >= 0]] = True  # the fault: whatever is not small itself is taken for redundant


@pytest.mark.parametrize(("name", "fault"), [("take", forget_what_moved), ("clean", tell_all_again)])
def test_a_fault_in_the_protection_is_refused_by_the_certificate_and_found_by_the_attack(
    name: str, fault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = build_sets(random_cells((3, 4, 5), seed=2))
    monkeypatch.setattr(Search, name, fault)
    with pytest.raises(JalonError) as refused:
        decide(sets, seconds=30)
    assert refused.value.id == "no_certificate"
    monkeypatch.setattr(deciding, "check_certificate", lambda certificate: None)
    assert recovered(sets, decide(sets, seconds=30).told)


def test_the_attack_finds_a_table_in_which_one_number_too_many_is_told() -> None:
    sets = build_sets(random_cells((3, 4, 5), seed=2))
    told = decide(sets, seconds=30).told
    beside = [one.name for one in sets if len(one.members) >= 5 and not told[one.name]]
    given_away = [name for name in beside if recovered(sets, {**told, name: True})]
    assert len(given_away) > len(beside) / 2  # of the others, another pattern would have been as good


def test_people_who_come_later_are_not_told_by_the_difference() -> None:
    before = counted("30", range(30), is_told=True)
    after = counted("33", range(33), is_total=True)
    assert decide([before, after], seconds=5).told == {"33": False}
    assert [secret.size for secret in recovered([before, after], {"30": True, "33": True})] == [3]
    exchanged = counted("33 others", range(9, 42), is_total=True)
    assert decide([before, exchanged], seconds=5).told == {"33 others": True}


def test_what_was_given_away_before_keeps_nothing_back() -> None:
    """30 and 33 are out: the three are known. Another number that tells nothing more is told."""
    before = [counted("30", range(30), is_told=True), counted("33", range(33), is_told=True)]
    assert decide([*before, counted("17", range(40, 57), is_total=True)], seconds=5).told == {"17": True}


def test_cells_that_overlap_are_made_of_atoms() -> None:
    """Of 27, 20 came to A and 24 to B: all are told but B, since 27 - 24 would tell the three who never came."""
    sets = [
        counted("all", range(27), is_total=True, weight=100.0),
        counted("A", range(20)),
        counted("B", range(24)),
        counted("C", range(10, 27)),
    ]
    decision = decide(sets, seconds=5)
    assert decision.told["all"] and not decision.told["B"]
    assert not recovered(sets, decision.told)
    assert recovered(sets, {one.name: True for one in sets})


def test_a_table_in_which_every_cell_is_one_person_leaves_its_total() -> None:
    """Five cells with anybody in them and a total of 5: each is one. Not even the cells are shown."""
    sets = [counted("all", range(5), is_total=True, weight=100.0)] + [counted(str(at), range(at, at + 1)) for at in range(5)]  # fmt: skip
    decision = decide(sets, seconds=5)
    assert decision.extent is Extent.TOTALS
    assert [name for name, is_told in decision.told.items() if is_told] == ["all"]


def test_no_time_is_no_table() -> None:
    sets = build_sets(random_cells((4, 5), seed=0))
    decision = decide(sets, seconds=0.0)
    assert decision.is_late and decision.extent is Extent.TOTALS
    assert [name for name, is_told in decision.told.items() if is_told] == ["() = ()"]


def test_sets_that_are_equal_are_told_or_withheld_together() -> None:
    sets = [counted("all", range(20), is_total=True), counted("few", range(3)), counted("rest", range(3, 20))]
    again = [counted("rest again", range(3, 20))]
    told = decide([*sets, *again], seconds=5).told
    assert not told["rest"] and not told["rest again"]
    withheld_before = dataclasses.replace(sets[2], is_told=False)
    assert decide([sets[0], withheld_before, *again], seconds=5).told == {"all": True, "rest again": False}


def test_atoms_are_those_in_exactly_the_same_sets() -> None:
    atoms = build_atoms([BitMap(range(10)), BitMap(range(5, 15)), BitMap(range(10))])
    assert sorted(atoms.counts.tolist()) == [5, 5, 5]
    assert [int(atoms.counts[of_set].sum()) for of_set in atoms.of_sets] == [10, 10, 10]
    assert atoms.of_sets[0].tolist() == atoms.of_sets[2].tolist()


@pytest.mark.parametrize("seed", range(4))
def test_rounded_tables_give_no_small_count_away(seed: int) -> None:
    sets = build_sets(random_cells((3, 4), seed))
    decision = decide_rounded(sets, base=5, key=b"key", seconds=30)
    assert decision.sizes == decide_rounded(sets, base=5, key=b"key", seconds=30).sizes
    by_name = {one.name: one for one in sets}
    for name, size in decision.sizes.items():
        assert size % 5 == 0 and abs(size - len(by_name[name].members)) < 5
    seen, atoms = [], build_atoms([one.members for one in sets if one.members])
    counted_sets = [one for one in sets if one.members]
    for at, one in enumerate(counted_sets):
        if one.name in decision.sizes:
            size = decision.sizes[one.name]
            seen.append(Seen(tuple(atoms.of_sets[at].tolist()), max(size - 4, 1), size + 4))
    small = [tuple(atoms.of_sets[at].tolist()) for at, one in enumerate(counted_sets) if len(one.members) < 5]
    found = Attacker(len(atoms.counts), seen).bound(small, seconds=30, whole=True)
    assert small and not [one for one in found if one.is_recovered]


def test_extremes_are_not_told_rounded() -> None:
    """Four cells of 4, all drawn down to 0, beside 16 drawn up to 20: each would be 4."""
    sets = [counted("all", range(16), is_total=True)] + [counted(str(at), range(4 * at, 4 * at + 4)) for at in range(4)]
    keys = (str(at).encode() for at in range(100_000))
    key = next(
        key for key in keys if [round_size(one, 5, key) for one in sets] == [20, 0, 0, 0, 0]
    )  # one in three thousand
    decision = decide_rounded(sets, base=5, key=key, seconds=5)
    assert decision.extent is Extent.TOTALS
    assert decision.told == {"all": True, "0": False, "1": False, "2": False, "3": False}


def test_elimination_is_weaker_than_the_attack() -> None:
    """a + b = 5 with somebody in each, beside c = 4 hidden in a + c = 5: subtraction finds nothing, bounds do."""
    seen = [Seen((0, 1), 2, 2), Seen((0,), 1, None), Seen((1,), 1, None)]
    assert eliminate(2, seen, [(0,), (1,)]) == []
    assert all(one.is_recovered for one in Attacker(2, seen).bound([(0,), (1,)], seconds=5))


def test_a_decision_is_whole_only_where_everything_is_told() -> None:
    sets = build_sets({(0,): 9, (1,): 7})
    decision: Decision = decide(sets, seconds=5)
    assert all(decision.told.values()) and decision.certificate is None
    _, secrets, found = attack(sets, decision.told)
    assert not secrets and not found
    protection: Protection = protect(*_system_of(sets), seconds=5)
    assert protection.is_proven and not protection.withheld.any()


def _system_of(sets: list[CountedSet]) -> tuple:  # type: ignore[type-arg]
    question = build_question(sets)
    return question.system, question.targets
