"""*Different* binds: whatever rules, the model and people say, in whatever order, no two of whom somebody said so are one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jalon.identity.components import build_components

PAIRS = st.tuples(st.integers(1, 7), st.integers(1, 7)).filter(lambda pair: pair[0] < pair[1])
SAID = st.lists(st.tuples(PAIRS, st.sampled_from(["same", "same", "different", "unsure"])), max_size=30)


def as_one(same_as: dict[int, int], first: int, second: int) -> bool:
    return same_as.get(first, first) == same_as.get(second, second)


@given(SAID)
def test_no_chain_joins_two_different(said: list[tuple[tuple[int, int], str]]) -> None:
    found = build_components((*pair, verdict) for pair, verdict in said)
    holding = dict(said)
    for pair, verdict in holding.items():
        joined = as_one(found.same_as, *pair)
        if verdict == "different":
            assert not joined
        if verdict == "same":
            # Joined, or held out and shown: never lost without a word.
            assert joined != (pair in found.set_aside)
    # Who is joined is joined by what was said: without it, everybody is counted alone.
    assert not found.same_as or "same" in holding.values()


@given(SAID, st.permutations(range(1, 8)))
def test_a_conflict_is_held_out_whoever_closes_the_chain(
    said: list[tuple[tuple[int, int], str]], order: list[int]
) -> None:
    one, two, three = sorted(order[:3])
    before = [(*pair, verdict) for pair, verdict in said if set(pair).isdisjoint({one, two, three})]
    conflict = [(one, two, "same"), (two, three, "same"), (one, three, "different")]
    for turn in range(3):
        found = build_components([*before, *conflict[turn:], *conflict[:turn]])
        assert not as_one(found.same_as, one, three)
        assert len({(one, two), (two, three)} & set(found.set_aside)) == 1


@given(SAID)
def test_saying_it_again_changes_nothing(said: list[tuple[tuple[int, int], str]]) -> None:
    once = [(*pair, verdict) for pair, verdict in said]
    again = build_components([*once, *((*pair, verdict) for pair, verdict in dict(said).items())])
    different = [pair for pair, verdict in dict(said).items() if verdict == "different"]
    assert not any(as_one(again.same_as, *pair) for pair in different)
