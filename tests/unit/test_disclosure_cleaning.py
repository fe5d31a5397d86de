"""What is withheld beside the targets: rather where something is withheld anyhow. What turned out redundant is told again:
the most costly first, then what the fewest targets rest on."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.disclosure.protect import Search, Witnesses, protect
from jalon.disclosure.system import NO_LIMIT, System, Targets, build_links

BIG = 50


def table(*rows: tuple[int, ...], weights: dict[int, float] | None = None) -> tuple[System, Targets]:
    """Cells by row, then the sum of each row and of each column, then the total; cells below 5 are the targets."""
    height, width = len(rows), len(rows[0])
    cells = np.arange(height * width).reshape(height, width)
    sums = height * width + np.arange(height + width)
    total = height * width + height + width
    made = [(int(sums[row]), cells[row].tolist()) for row in range(height)]
    made += [(int(sums[height + column]), cells[:, column].tolist()) for column in range(width)]
    made.append((total, sums[:height].tolist()))
    counts = np.array(rows)
    values = np.concatenate([counts.ravel(), counts.sum(1), counts.sum(0), [counts.sum()]])
    each = np.ones(len(values))
    for number, weight in (weights or {}).items():
        each[number] = weight
    told = np.zeros(len(values), bool)
    system = System(
        values, build_links(made), np.arange(len(values)), each, told, np.ones(len(values), int),
        np.full(len(values), NO_LIMIT),
    )  # fmt: skip
    small = np.flatnonzero(counts.ravel() < 5)
    return system, Targets(small, np.full(len(small), 3))


def order_of_cleaning(system: System, targets: Targets, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    tried: list[int] = []
    monkeypatch.setattr(Search, "_try_to_tell", lambda self, group: tried.append(group))
    protect(system, targets, seconds=60)
    return tried


def test_a_number_that_more_rest_on_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    system, targets = table((1, BIG, 30), (2, 40, 60), (3, 70, 20))
    search = Search(system, targets, 60)
    search.withhold(targets.numbers.tolist())
    search.protect_all()
    rests = search.witnesses.count_resting()
    tables = [search.witnesses.moves[one] for one in (*search.witnesses.lowest, *search.witnesses.highest)]
    assert rests.tolist() == [sum(int(move[number] != 0) for move in tables) for number in range(len(system))]
    tried = order_of_cleaning(system, targets, monkeypatch)
    assert tried == sorted(tried, key=lambda number: (rests[number], -system.values[number]))
    assert len({int(rests[number]) for number in tried}) > 1


def test_a_costly_number_is_tried_first(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {number: 1 + (number * 7 % 16) / 100 for number in range(16)}
    tried = order_of_cleaning(*table((1, BIG, 30), (2, 40, 60), (3, 70, 20), weights=weights), monkeypatch)
    assert len(tried) > 2
    assert tried == sorted(tried, key=lambda number: -weights[number])


def test_cleaning_tells_no_number_that_gives_a_target_away() -> None:
    system, targets = table((1, BIG, 30, 20, 3), (9, 2, 60, 80, 30), (3, 70, 20, 4, 60), (BIG, 3, 90, 60, 70))
    by_programmes = [protect(system, targets, seconds=60, cleaning=cleaning) for cleaning in (0, 1, 10, 100)]
    assert all(found.is_proven for found in by_programmes)
    told = [set(np.flatnonzero(~found.withheld)) for found in by_programmes]
    assert told[0] <= told[1] <= told[2] <= told[3]
    assert len(told[0]) < len(told[3])


def test_a_number_is_withheld_rather_where_something_is_anyhow() -> None:
    """A target and two numbers that could move against it, each with another that makes up for it. Beside one of them
    something is withheld already, which itself cannot move: that one is a little dearer, and taken."""
    target, free, met, of_free, of_met, still, *told = range(9)
    made = [(told[0], [target, free, met]), (told[1], [free, of_free]), (told[2], [met, of_met, still])]
    values = np.array([1, 50, 50, 40, 40, 7, 101, 90, 97])
    weights = np.array([1.0, 1.0, 1.05, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    is_told = np.isin(np.arange(9), told)
    least, most = np.ones(9, int), np.full(9, NO_LIMIT)
    least[still] = most[still] = 7
    system = System(values, build_links(made), np.arange(9), weights, is_told, least, most)
    targets = Targets(np.array([target, still]), np.array([3, 0]))
    found = protect(system, targets, seconds=60)
    assert set(np.flatnonzero(found.withheld)) == {target, still, met, of_met}


def test_of_the_tables_left_the_furthest_apart_are_known() -> None:
    system, targets = table((1, BIG, 30, 2), (2, 40, 60, 80), (3, 70, 20, 4))
    random = np.random.default_rng(1)
    witnesses = Witnesses(system, targets)

    def check() -> None:
        left = witnesses.of_targets[witnesses.alive]
        at = np.arange(len(targets))
        assert witnesses.least.tolist() == left.min(axis=0).tolist() == left.T[at, np.searchsorted(np.flatnonzero(witnesses.alive), witnesses.lowest)].tolist()  # fmt: skip
        assert witnesses.most.tolist() == left.max(axis=0).tolist() == left.T[at, np.searchsorted(np.flatnonzero(witnesses.alive), witnesses.highest)].tolist()  # fmt: skip

    for _ in range(20):
        for _ in range(5):
            witnesses.add(random.integers(-3, 4, len(system)) * (random.random(len(system)) < 0.4))
            check()
        saved = witnesses.save()
        witnesses.drop(random.choice(len(system), 2, replace=False))
        check()
        witnesses.add(random.integers(-3, 4, len(system)))
        check()
        if random.random() < 0.7:
            witnesses.restore(saved)
            check()
