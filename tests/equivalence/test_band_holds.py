"""The band of a count of people holds what is stated, and is what the whole group would count, whoever is in doubt."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fresh_examples import check_examples
from generated_questions import Question, questions
from generated_worlds import Rows, worlds
from hypothesis import strategies as st
from test_comparisons_add_up import FEWER, figure_of

from jalon.figures.band import Band, Doubts, build_band
from jalon.identity.components import build_components
from jalon.language.definition import Unit

Said = tuple[int, int, str]
PLACES = st.integers(0, 7)
SAID = st.lists(st.tuples(PLACES, PLACES, st.sampled_from(["somebody", "model", "waits", "apart"])), max_size=8)


def of_people(question: Question) -> Question:
    from dataclasses import replace

    return replace(question, definition=replace(question.definition, unit=Unit.PERSON))


def doubts_in(world: Rows, said: list[tuple[int, int, str]]) -> Doubts:
    """Who is who in the world from now on, as said of pairs; what of it is in doubt."""
    people = sorted(row["subject"] for row in world["subjects"])
    pairs = [(people[one % len(people)], people[two % len(people)], how) for one, two, how in said]
    pairs = [(min(pair[:2]), max(pair[:2]), pair[2]) for pair in pairs if pair[0] != pair[1]]
    verdicts = {"somebody": "same", "model": "same", "apart": "different"}
    decided = {(one, two): how for one, two, how in pairs if how != "waits"}
    spoken = [(one, two, verdicts[how]) for (one, two), how in decided.items()]
    stated = build_components(spoken).same_as
    world["same_subject"] = [{"subject": one, "same_as": kept} for one, kept in stated.items()]
    by_people = [(one, two, verdicts[how]) for (one, two), how in decided.items() if how != "model"]
    waiting = {(one, two) for one, two, how in pairs if how == "waits" and (one, two) not in decided}
    return Doubts(
        certain=build_components(by_people).same_as,
        waiting=tuple(sorted(pair for pair in waiting if stated.get(pair[0], pair[0]) != stated.get(pair[1], pair[1]))),
        apart=tuple(pair for pair, how in decided.items() if how == "apart"),
    )


def counted_in(world: Rows, question: Question, identity: dict[int, int], merged: dict[int, int]) -> Counter[int]:
    """How many of each group that may be one are in the figure of everybody, who is who as given."""
    other = {**world, "same_subject": [{"subject": one, "same_as": kept} for one, kept in identity.items()]}
    members = figure_of(other, question, version=f"other {identity}").members
    return Counter(merged.get(one, one) for one in members)


def test_what_is_stated_lies_in_its_band_and_the_band_is_what_everybody_counted_anew_would_give() -> None:
    from jalon.figures.band import merge, split

    seen: Counter[str] = Counter()

    def holds(world: Rows, question: Question, said: Any) -> None:
        question = of_people(question)
        doubts = doubts_in(world, said)
        figure = figure_of(world, question, version=f"stated {said}")
        band: Band = build_band(figure, doubts)
        assert band.least <= band.stated == figure.size <= band.most
        stated = {row["subject"]: row["same_as"] for row in world["same_subject"]}
        merged, certain = merge(stated, doubts), split(stated, doubts.certain)
        assert all(stated.get(one, one) == stated.get(kept, kept) for one, kept in certain.items())
        assert all(merged.get(one, one) == merged.get(kept, kept) for one, kept in stated.items())
        assert all(merged.get(one, one) != merged.get(two, two) for one, two in doubts.apart)
        ways = [counted_in(world, question, identity, merged) for identity in (stated, merged, certain)]
        everyone = set().union(*ways)
        assert band.least == sum(min(way[one] for way in ways) for one in everyone)
        assert band.most == sum(max(way[one] for way in ways) for one in everyone)
        if merged == stated == certain:
            assert (band.least, band.most, band.waiting, band.by_model) == (figure.size, figure.size, (), 0)
        seen.update(low=band.least < band.stated, high=band.most > band.stated)

    check_examples(holds, worlds(merges=False), questions(), SAID, examples=FEWER * 2)
    assert seen["low"] and seen["high"], "the drawn worlds leave nothing in doubt"
