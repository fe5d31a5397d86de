"""Publications drawn at random, one after the other: zeros, ones, cells nobody can be in, hierarchies, overlaps.

Whatever is asked for, in whatever order, nothing small comes out of all that was told.
"""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published_tables import recovered
from pyroaring import BitMap

from jalon.disclosure import Policy, Published
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.attack import Attacker, Publication, build_attack
from jalon.disclosure.together import Pending

POLICY = Policy(seconds=20.0, search_seconds=0.0)
DIMENSIONS = ("sex", "age", "place", "area", "came")
"""`area` is a coarser `place`; `came` overlaps: to nothing, to one or to several activities."""


@st.composite
def worlds(draw: st.DrawFn) -> list[dict[str, tuple[str, ...]]]:
    """People by what they are; nobody old in place c, so that this cell can never hold anybody."""
    people = []
    for place in ("a", "b", "c"):
        for sex in ("f", "m"):
            for age in ("young", "old"):
                count = 0 if (place, age) == ("c", "old") else draw(st.sampled_from([0, 1, 1, 2, 4, 5, 6, 9]))
                for _ in range(count):
                    came = draw(st.sampled_from([(), ("x",), ("y",), ("x", "y"), ("x", "y", "z")]))
                    area = "north" if place in "ab" else "south"
                    people.append({"sex": (sex,), "age": (age,), "place": (place,), "area": (area,), "came": came})
    return people


def build_table(name: str, people: dict[int, dict[str, tuple[str, ...]]], by: tuple[str, ...]) -> list[CountedSet]:
    """The total and the cells; somebody stands in several where she came to several."""
    cells: dict[tuple[str, ...], BitMap] = {}
    for number, person in people.items():
        joint: list[tuple[str, ...]] = [()]
        for dimension in by:
            joint = [(*values, value) for values in joint for value in person[dimension] or ("none",)]
        for values in joint:
            cells.setdefault(values, BitMap()).add(number)
    total = CountedSet(f"{name}", BitMap(people), f"{name}", 5, 100.0, is_total=True)
    named = {f"{name} {by} {values}": members for values, members in cells.items()}
    return [total, *(CountedSet(one, members, one, 5) for one, members in named.items())]


@given(worlds(), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_comes_out_of_several_publications(
    people: list[dict[str, tuple[str, ...]]], data: st.DataObject
) -> None:
    published = Published()
    everybody = dict(enumerate(people, 1))
    asked: list[tuple[str, tuple[str, ...]]] = []
    choices = [by for size in (1, 2, 3) for by in combinations(DIMENSIONS, size)]
    for release in range(data.draw(st.integers(1, 3), label="releases")):
        gone = data.draw(st.sets(st.sampled_from(sorted(everybody) or [0]), max_size=4), label="gone")
        there = {number: person for number, person in everybody.items() if number not in gone}
        for by in data.draw(st.lists(st.sampled_from(choices), min_size=1, max_size=3), label="tables"):
            sets = build_table(f"release {release}", there, by)
            told = policy_with(published).decide(f"{release} {by}", "subject", sets, b"").told
            small = [one for one in sets if 0 < len(one.members) < one.threshold]
            assert not any(told[one.name] for one in small), "a small number is told"
            asked.append((f"{release}", by))
    sets_told = published.sets()
    assert not recovered(sets_told, {one.name: bool(one.is_told) for one in sets_told}), asked


def policy_with(published: Published) -> Policy:
    return Policy(seconds=POLICY.seconds, search_seconds=0.0, published=published)


def test_the_attack_on_publications_finds_what_each_by_itself_does_not_tell() -> None:
    """Two tables, each safe alone: 30 people, and these with three more."""
    told = [Publication(frozenset(range(30)), True, 5), Publication(frozenset(range(33)), True, 5)]
    attacker, secrets, _ = build_attack(told)
    assert isinstance(attacker, Attacker)
    assert [(secret.size, secret.is_difference) for secret in secrets] == [(3, True)]
    assert [one.is_recovered for one in attacker.bound([secret.atoms for secret in secrets], seconds=5)] == [True]


@given(worlds(), st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_comes_out_of_publications_decided_together_beside_others(
    people: list[dict[str, tuple[str, ...]]], data: st.DataObject
) -> None:
    """Several at once, one beside them, and the same again with some gone: whichever is decided how."""
    published = Published()
    everybody = dict(enumerate(people, 1))
    choices = st.lists(st.sampled_from([(one,) for one in DIMENSIONS]), min_size=1, max_size=3, unique=True)
    for release in range(data.draw(st.integers(1, 2), label="releases")):
        gone = data.draw(st.sets(st.sampled_from(sorted(everybody) or [0]), max_size=4), label="gone")
        there = {number: person for number, person in everybody.items() if number not in gone}
        asked = [
            Pending(f"{release} {by}", "subject", tuple(build_table(f"release {release}", there, by)))
            for by in data.draw(choices, label="together")
        ]
        published.decide_many(asked, POLICY)
        by = data.draw(st.sampled_from(list(combinations(DIMENSIONS, 2))), label="alone")
        asked.append(Pending(f"{release} {by}", "subject", tuple(build_table(f"release {release}", there, by))))
        for one in asked:
            told = published.decide(one.publication, one.space, one.sets, POLICY).told
            assert not any(told[each.name] for each in one.sets if 0 < len(each.members) < each.threshold)
    sets_told = published.sets()
    assert not recovered(sets_told, {one.name: bool(one.is_told) for one in sets_told})
