"""MANA's 27 by every pair of breakdowns in four quarterly releases: nothing is recovered, by outsider or insider."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations

import pytest

import jalon
from jalon.disclosure import Policy, Published, is_told, show_breakdown, show_figure
from jalon.disclosure.attack import Publication, build_attack, eliminate
from jalon.figures.group import Group

pytestmark = pytest.mark.large
QUARTERS = ("2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4")
DIMENSIONS = ("sex", "age_band", "nationality", "month", "site")
SECONDS = 120.0


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Group:
    """The demonstration with a hundredth of the young people; MANA is whole at any scale."""
    home = tmp_path_factory.mktemp("demonstration") / "home"
    command = [sys.executable, "-m", "jalon", "--home", str(home), "demo", "--scale", "0.01"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"JALON_AS": "test"})
    assert done.returncode == 0, done.stderr
    return jalon.open(home)


def publish(group: Group, policy: Policy) -> int:
    """The year, then every figure and table of each quarter; how many cells were told."""
    told = 0
    assert group.figure("mana_participants", "2021").size == 27
    show_figure(group.figure("mana_participants", "2021"), policy)
    for quarter in QUARTERS:
        figure = group.figure("participants", quarter, project="MANA")
        show_figure(figure, policy)
        for size in (1, 2):
            for dimensions in combinations(DIMENSIONS, size):
                shown = show_breakdown(figure.by(*dimensions), policy)
                told += sum(is_told(cell.size) for cell in shown.cells)
    return told


def published_by(published: Published) -> list[Publication]:
    found = {
        (frozenset(one.members), bool(one.is_told)): Publication(
            frozenset(one.members), bool(one.is_told), one.threshold
        )
        for one in published.sets()
    }
    return list(found.values())


@pytest.mark.parametrize("threshold", [5, 10])
def test_nothing_of_mana_is_recovered(group: Group, threshold: int) -> None:
    """With the threshold of any project, and with that of a sensitive one, which MANA is."""
    published = Published()
    policy = Policy(sensitive_threshold=threshold, published=published, search_seconds=0.0)
    assert publish(group, policy) > 0
    everything = published_by(published)
    attacker, secrets, seen = build_attack(everything)
    assert len(secrets) > 50
    found = attacker.bound([secret.atoms for secret in secrets], seconds=SECONDS, whole=True)
    assert len(found) == len(secrets) and not [one for one in found if one.is_recovered]
    small = [secret.atoms for secret in secrets if not secret.is_difference]
    inside = attacker.bound_as_insider(small, seconds=SECONDS)
    assert len(inside) >= len(small) and not [one for one in inside if one.is_recovered]
    atoms = len({atom for one in seen for atom in one.atoms})
    assert eliminate(atoms, seen, [secret.atoms for secret in secrets]) == []


def test_the_same_tables_with_a_threshold_alone_give_people_away(group: Group) -> None:
    """The attack finds them where nothing more than small cells is withheld."""
    everything: dict[frozenset[int], Publication] = {}
    for quarter in QUARTERS:
        figure = group.figure("participants", quarter, project="MANA")
        for dimensions in combinations(DIMENSIONS, 2):
            for cell in figure.by(*dimensions).cells:
                members = frozenset(cell.members)
                everything[members] = Publication(members, len(members) >= 5, 5)
        everything[frozenset(figure.members)] = Publication(frozenset(figure.members), True, 5)
    attacker, secrets, _ = build_attack(list(everything.values()))
    found = attacker.bound([secret.atoms for secret in secrets], seconds=SECONDS, whole=True)
    assert len([one for one in found if one.is_recovered]) > 10
