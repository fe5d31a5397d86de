"""MANA's 27 as visitors of the site ask for them: every pair of breakdowns in four quarterly releases, then attacked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from jalon.disclosure import Published, is_told, open_published
from jalon.disclosure.attack import Publication, build_attack, eliminate
from jalon.errors import JalonError
from jalon.home import Home, open_home
from records_at import records_at

pytestmark = pytest.mark.large
QUARTERS = ("2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4")
DIMENSIONS = ("sex", "age_band", "month", "site")
SECONDS = 120.0


@pytest.fixture(scope="module")
def home(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The demonstration with a hundredth of the young people; MANA is whole at any scale."""
    path: Path = tmp_path_factory.mktemp("site") / "home"
    command = [sys.executable, "-m", "jalon", "--home", str(path), "demo", "--scale", "0.01"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"JALON_AS": "test"})
    assert done.returncode == 0, done.stderr
    with records_at(open_home(path)):
        yield open_home(path)


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def published(home: Home, monkeypatch_module: pytest.MonkeyPatch) -> Published:
    """All that a visitor was told who asks for everything as each quarter is made public, after the group's own."""
    from jalon.web import asking as site
    from jalon.web.asking import VISITOR, Asking, current_site
    from jalon.workflows.release import make_release, withdraw

    told = withheld = 0
    for code in ("2021-12", "2021-06"):  # what they told stays told; visitors would go on seeing what tells further
        withdraw(home, code, by="officer", reason="The quarters are shown one after the other")
    # the whole group's figures play no part here; headlines are decided before anybody asks
    monkeypatch_module.setattr(site.Site, "settle", lambda *_, **__: None)
    for quarter in QUARTERS:
        make_release(home, by="officer", code=quarter, period=quarter, reason="Quarterly report", public=True)
        scope = {"period": quarter, "project": "MANA"}
        asking = Asking(current_site(), VISITOR, "en")
        assert asking.release is not None and asking.release.code == quarter
        asking.figure("participants", scope)
        for size in (1, 2):
            for dimensions in combinations(DIMENSIONS, size):
                shown = asking.breakdown("participants", scope, dimensions)
                told += sum(is_told(cell.size) for cell in shown.cells)
                withheld += shown.is_withheld or sum(not is_told(cell.size) for cell in shown.cells)
    assert withheld > 10 and told >= 0
    found = open_published(home)
    found.decide("nothing", "subject", [], asking.public_policy)  # reads what the site wrote
    return found


def of_mana(home: Home, published: Published) -> list[Publication]:
    import jalon

    group = jalon.open(home.path)
    mana = group.figure("participants", "all", project="MANA").universe.bitmap
    kept = {(frozenset(one.members), bool(one.is_told)): one for one in published.sets() if one.members <= mana}
    return [Publication(members, told, one.threshold) for (members, told), one in kept.items()]


def test_nothing_of_mana_is_recovered_from_what_visitors_were_told(home: Home, published: Published) -> None:
    everything = of_mana(home, published)
    assert len(everything) > 20 and {27} <= {len(one.members) for one in everything if one.is_told}
    attacker, secrets, seen = build_attack(everything)
    assert len(secrets) > 20
    found = attacker.bound([secret.atoms for secret in secrets], seconds=SECONDS, whole=True)
    assert len(found) == len(secrets) and not [one for one in found if one.is_recovered]
    small = [secret.atoms for secret in secrets if not secret.is_difference]
    inside = attacker.bound_as_insider(small, seconds=SECONDS)
    assert len(inside) >= len(small) and not [one for one in inside if one.is_recovered]
    atoms = len({atom for one in seen for atom in one.atoms})
    assert eliminate(atoms, seen, [secret.atoms for secret in secrets]) == []


def test_the_attack_finds_what_a_site_would_tell_that_forgets(home: Home, published: Published) -> None:
    """The test can fail: with every set of 10 or more told, as if each were published alone, people are recovered."""
    alone = [
        Publication(one.members, len(one.members) >= one.threshold, one.threshold) for one in of_mana(home, published)
    ]
    attacker, secrets, _ = build_attack(alone)
    found = attacker.bound([secret.atoms for secret in secrets], seconds=SECONDS, whole=True)
    assert [one for one in found if one.is_recovered]


def test_the_headline_is_told_and_odd_questions_end(home: Home, published: Published) -> None:
    """27 women, told before anybody could ask; after 200 questions that the group did not offer, no more are answered."""
    from jalon.disclosure.questions import open_questions
    from jalon.web.asking import VISITOR, Asking, current_site

    asking = Asking(current_site(), VISITOR, "en")
    for release in asking.releases:
        if release.code == "2021-12":
            assert asking.figure("mana_participants", {"period": "2021"}, of=release).value == 27
    questions = open_questions(home)
    assert 0 < questions.count("2021-Q4") <= home.withholding.questions
    for number in range(home.withholding.questions):
        questions.add(f"odd {number}", "2021-Q4", most=home.withholding.questions)
    with pytest.raises(JalonError) as refused:
        asking.breakdown("participants", {"period": "2021-Q1", "project": "MANA"}, ("sex", "quarter"))
    assert refused.value.id == "no_more_questions"
