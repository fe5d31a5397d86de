"""Several publications decided in one trial, as a plan is settled."""

from __future__ import annotations

from pathlib import Path

import pytest
from published_tables import recovered
from pyroaring import BitMap

import jalon.disclosure.published as listed
from jalon.disclosure import Policy, Published, open_published
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.audit import check_published
from jalon.disclosure.decide import Decision, Extent
from jalon.disclosure.questions import AskedByGroup, Gathering, Offer, Questions, Undecided
from jalon.disclosure.space import Addition
from jalon.disclosure.together import Pending
from jalon.home import make_home

POLICY = Policy(seconds=20.0, search_seconds=0.0)
PEOPLE = range(1, 101)


def table(name: str, *cells: object, total: object = PEOPLE) -> Pending:
    """A total and its cells."""
    sets = [CountedSet(f"{name} total", BitMap(total), f"{name} total", 5, 1000.0, is_total=True)]  # type: ignore[arg-type]
    sets += [CountedSet(f"{name} {at}", BitMap(one), f"{name} {at}", 5) for at, one in enumerate(cells)]  # type: ignore[call-overload]
    return Pending(name, "subject", tuple(sets))


def told(published: Published, pending: Pending) -> dict[str, bool]:
    decision = published.find(pending.publication, pending.sets, POLICY)
    assert decision is not None
    return decision.told


def leaks(published: Published) -> list[object]:
    sets = published.sets()
    return list(recovered(sets, {one.name: bool(one.is_told) for one in sets}))


def plan() -> list[Pending]:
    """Tables of a hundred people by what they differ by, some with small cells, some that differ by few."""
    return [
        table("halves", range(1, 51), range(51, 101)),
        table("thirds", range(1, 31), range(31, 64), range(64, 101)),
        table("with few", range(1, 4), range(4, 50), range(50, 101)),
        table("differing", range(1, 48), range(48, 101)),
        table("tens", *(range(start, start + 10) for start in range(1, 100, 10))),
    ]


def test_publications_decided_together_give_nobody_away_and_are_found_afterwards(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group="G")
    published = open_published(home)
    published.decide_many(plan(), POLICY)
    assert leaks(published) == []
    audit = check_published(home)
    assert audit.holds and audit.publications == len(plan()) and audit.secrets > 0
    again = open_published(home)
    again.read()
    for pending in plan():
        assert told(again, pending) == told(published, pending)
        assert again.decide(pending.publication, "subject", pending.sets, POLICY).told == told(again, pending)
    assert told(again, plan()[0]) == {"halves total": True, "halves 0": True, "halves 1": True}
    assert not told(again, plan()[2])["with few 0"]
    assert sum(told(again, plan()[4]).values()) >= 8


def test_a_second_time_nothing_is_decided_and_what_was_told_alone_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    published = Published()
    first = published.decide("differing", "subject", plan()[3].sets, POLICY)
    published.decide_many(plan(), POLICY)
    assert told(published, plan()[3]) == first.told
    monkeypatch.setattr(listed, "decide_together", None)
    monkeypatch.setattr(listed, "decide_beside", None)
    published.decide_many(plan(), POLICY)


def test_what_comes_first_in_the_order_is_told_rather_than_what_comes_after() -> None:
    """Two tables of which one can be told: two divisions in two that differ by three people."""
    for names in (("first", "second"), ("second", "first")):
        cells = {"first": (range(1, 41), range(41, 101)), "second": (range(1, 44), range(44, 101))}
        pending = [table(name, *cells[name]) for name in names]
        published = Published()
        published.decide_many(pending, POLICY)
        assert all(told(published, pending[0]).values())
        assert not all(told(published, pending[1]).values())
        assert leaks(published) == []


def test_who_would_lose_a_total_beside_the_others_is_decided_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """38 people in all, and 35 of them as another table's total: the second is left to `decide`."""
    alone: list[int] = []
    beside = listed.decide_beside

    def noting(space: object, sets: list[CountedSet], **stated: object) -> tuple[Decision, Addition]:
        alone.append(len(sets))
        return beside(space, sets, **stated)  # type: ignore[arg-type]

    monkeypatch.setattr(listed, "decide_beside", noting)
    published = Published()
    whole = table("whole", range(1, 20), range(20, 39), total=range(1, 39))
    part = table("part", range(1, 18), range(18, 36), total=range(1, 36))
    published.decide_many([whole, part], POLICY)
    assert alone and told(published, whole)["whole total"] and not told(published, part)["part total"]
    assert leaks(published) == []


def test_what_is_not_proven_together_is_decided_in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    together = listed.decide_together

    def two_at_most(space: object, asked: list[object], **stated: object) -> object:
        sizes.append(len(asked))
        return None if len(asked) > 2 else together(space, asked, **stated)  # type: ignore[arg-type]

    monkeypatch.setattr(listed, "decide_together", two_at_most)
    published = Published()
    published.decide_many(plan(), POLICY)
    assert sizes[:3] == [5, 2, 3] and leaks(published) == []
    assert all(published.find(one.publication, one.sets, POLICY) for one in plan())


def test_what_has_to_be_decided_is_gathered_and_sums_are_not(tmp_path: Path) -> None:
    published = Published()
    asked = AskedByGroup(published, Questions(tmp_path / "questions.json"), Offer(frozenset(), {}))
    gathering, halves = Gathering(asked), plan()[0]
    figure = 'figure ["women", "", {"period": "2021"}, "measurement", "v", null]'
    with pytest.raises(Undecided):
        gathering.decide(figure, "subject", halves.sets, POLICY)
    assert list(gathering.pending) == [figure] and published.sets() == ()
    gathering.decide(f"values {figure}", "subject values 2021", halves.sets[:1], POLICY)
    assert len(published.sets("subject values 2021")) == 1
    asked.decide_many(list(gathering.pending.values()), POLICY)
    assert gathering.decide(figure, "subject", halves.sets, POLICY).extent is Extent.CELLS
    assert asked.questions.add(figure, "", most=0), "the group's own, kept as answered"
