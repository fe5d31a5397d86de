"""Who is counted as whom: the latest decision holds, `different` binds against any chain."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from jalon.identity.components import build_components


def test_chains_are_joined_under_their_smallest_number() -> None:
    found = build_components([(5, 9, "same"), (2, 9, "same"), (3, 4, "same")])
    assert found.same_as == {5: 2, 9: 2, 4: 3}
    assert found.set_aside == ()


def test_the_latest_decision_about_a_pair_holds() -> None:
    assert build_components([(1, 2, "same"), (1, 2, "different")]).same_as == {}
    assert build_components([(1, 2, "same"), (1, 2, "unsure")]).same_as == {}
    assert build_components([(1, 2, "different"), (1, 2, "same")]).same_as == {2: 1}


def test_different_binds_against_a_chain_and_the_later_link_is_set_aside() -> None:
    found = build_components([(1, 2, "same"), (2, 3, "same"), (1, 3, "different")])
    assert found.same_as == {2: 1}
    assert found.set_aside == ((2, 3),)


def test_different_binds_whenever_it_was_said() -> None:
    found = build_components([(1, 4, "different"), (1, 2, "same"), (3, 4, "same"), (2, 3, "same")])
    assert found.same_as == {2: 1, 4: 3}
    assert found.set_aside == ((2, 3),)


def test_a_decision_said_again_takes_its_new_place_in_the_order() -> None:
    found = build_components([(1, 2, "same"), (2, 3, "same"), (1, 3, "different"), (1, 2, "same")])
    assert found.same_as == {3: 2}
    assert found.set_aside == ((1, 2),)


def test_an_erased_subject_links_others_but_is_in_no_result() -> None:
    found = build_components([(1, 2, "same"), (1, 3, "same"), (4, 5, "same")], absent={1, 5})
    assert found.same_as == {3: 2}


pairs = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1])
assertions = st.lists(
    st.tuples(pairs, st.sampled_from(["same", "same", "different", "unsure"])).map(lambda a: (*a[0], a[1])), max_size=25
)


@given(assertions)
def test_components_keep_different_apart_and_join_all_that_can_be(said: list[tuple[int, int, str]]) -> None:
    found = build_components(said)
    holding = {(first, second): verdict for first, second, verdict in said}

    def counted_as(subject: int) -> int:
        return found.same_as.get(subject, subject)

    for (first, second), verdict in holding.items():
        if verdict == "different":
            assert counted_as(first) != counted_as(second)
        if verdict == "same":
            assert (counted_as(first) == counted_as(second)) != ((first, second) in found.set_aside)
    for subject, same_as in found.same_as.items():
        component = {subject, same_as}
        for _ in range(9):
            component |= set(
                itertools.chain.from_iterable(
                    pair for pair, verdict in holding.items() if verdict == "same" and component & set(pair)
                )
            )
        assert same_as == min(s for s in component if counted_as(s) == same_as)
        assert same_as < subject
