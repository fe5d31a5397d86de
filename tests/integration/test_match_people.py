"""Matching everybody: what is joined, what waits, and that what somebody said stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from matched_people import (  # noqa: F401  (fixtures)
    BY,
    DAY,
    Add,
    add_of_group,
    decide,
    jalon_of_group,
    merged,
    projects_of_group,
    proposed,
    waiting,
)

from jalon.cli import main
from jalon.home import Home


def test_certain_pairs_are_joined_and_likely_ones_wait(add: Add) -> None:
    from jalon.records.models import IdentityAssertion
    from jalon.workflows.match_people import match_people

    one, exact = add("Fatoumata", "Diallo", "OPEN"), add("Diallo", "Fatoumata", "AIDE")
    lost, whole = add("Rokia", "Ouédr?ogo", "OPEN"), add("Rokia", "Ouédraogo", "AIDE")
    hassan, hussein = add("Hassan", "Saleh", "OPEN"), add("Hussein", "Saleh", "AIDE")
    add("Leïla", "Yılmaz", "OPEN", birth=dt.date(1990, 3, 2))
    found = match_people(by=BY)
    assert (found.people, found.joined, found.queued, found.learnt) == (7, 2, 1, False)
    assert merged() == {exact: one, whole: lost}
    assert waiting() == [(hassan, hussein)]
    authors = {(said.first_id, said.second_id): said for said in IdentityAssertion.objects.all()}
    assert authors[one, exact].author == "rules" and authors[one, exact].score is None
    assert authors[lost, whole].author == "model" and (authors[lost, whole].score or 0) >= 0.99
    assert "family lost letters" in authors[lost, whole].reason
    assert not any("edraogo" in said.reason.lower() for said in authors.values())


def test_matching_again_says_nothing_new(add: Add) -> None:
    from jalon.records.models import IdentityAssertion
    from jalon.workflows.match_people import match_people

    add("Rokia", "Ouédr?ogo", "OPEN"), add("Rokia", "Ouédraogo", "AIDE")
    add("Hassan", "Saleh"), add("Hussein", "Saleh")
    match_people(by=BY)
    before = IdentityAssertion.objects.count()
    assert match_people(by=BY).proposals == ()
    assert IdentityAssertion.objects.count() == before


def test_people_are_read_in_parts_each_once_and_by_number(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    from jalon.workflows import people_table

    numbers = [add("Awa", "Sarr", birth=dt.date(1990, 3, day)) for day in range(2, 9)]
    asked = [numbers[at] for at in (6, 0, 3, 1, 5)]
    monkeypatch.setattr(people_table, "QUERY", 2)
    read = people_table.read_people_table(asked)
    assert read["unique_id"].to_pylist() == sorted(asked)
    assert read["birth"].to_pylist() == [f"1990-03-{at + 2:02}" for at in (0, 1, 3, 5, 6)]
    assert len(people_table.read_people_table([])) == 0


@pytest.mark.parametrize("verdict", ["different", "unsure", "same"])
def test_what_somebody_decided_stands_against_any_score(add: Add, verdict: str) -> None:
    from jalon.records.actions.identity import MODEL, Proposal, propose_identities

    one, other = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "AIDE")
    assert proposed() == {(one, other): ("same", "rules")}
    decide(one, other, verdict)
    assert proposed() == {} and waiting() == []
    # Nor where it was decided between finding and writing.
    assert propose_identities(by=BY, proposals=[Proposal(one, other, "unsure", MODEL, "x", 0.9)]) == 0
    assert merged() == ({other: one} if verdict == "same" else {})


def test_different_binds_against_a_chain(add: Add) -> None:
    from jalon.workflows.match_people import match_people

    one, two, three = (add("Fatoumata", "Diallo", "OPEN") for _ in range(3))
    decide(two, three, "different")
    match_people(by=BY)
    assert merged() in ({two: one}, {three: one})


def test_a_joining_is_undone_by_one_more_assertion(add: Add) -> None:
    from jalon.records.models import IdentityAssertion
    from jalon.workflows.match_people import match_people

    one, other = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "AIDE")
    match_people(by=BY)
    assert merged() == {other: one}
    decide(one, other, "unsure")
    assert merged() == {} and proposed() == {}
    assert IdentityAssertion.objects.count() == 2


def test_a_lost_letter_that_could_be_two_people_waits(add: Add) -> None:
    lost, kane, kone = add("Awa", "K?ne", "OPEN"), add("Awa", "Kane", "OPEN"), add("Awa", "Kone", "OPEN")
    found = proposed()
    assert found[lost, kane] == found[lost, kone] == ("unsure", "model")


@pytest.mark.parametrize(("birth", "plain"), [("same", True), ("one slip", True), ("one holds the other", False)])
def test_however_probable_a_birth_of_which_only_the_year_is_known_waits(home: Home, birth: str, plain: bool) -> None:
    from jalon.identity.evidence import Evidence
    from jalon.identity.linkage import Likeness
    from jalon.workflows.match_people import is_plain

    evidence = (Evidence("given", "same", 8.0), Evidence("family", "same", 9.0), Evidence("birth", birth, 12.0))
    assert is_plain(Likeness(1, 2, 0.9999, evidence)) is plain


def test_two_family_names_of_several_people_are_no_slip_of_one_another(add: Add) -> None:
    """Fall and Sall, born one day under one given name: a slip, unless each is the name of several."""
    sall, fall = add("Penda", "Sall", "OPEN"), add("Penda", "Fall", "OPEN")
    assert proposed() == {(sall, fall): ("same", "model")}
    others = (("Modou", "Fall", 1961), ("Aida", "Fall", 1975), ("Ibra", "Sall", 1983), ("Coumba", "Sall", 1998))
    for given, family, year in others:
        add(given, family, "OPEN", birth=dt.date(year, year % 11 + 1, year % 27 + 1))
    assert proposed() == {(sall, fall): ("unsure", "model")}
    lost = add("Modou", "Falll", "OPEN", birth=dt.date(1961, 1961 % 11 + 1, 1961 % 27 + 1))
    assert [verdict for pair, verdict in proposed().items() if lost in pair] == [("same", "model")]


def test_the_erased_are_neither_compared_nor_listed(home: Home, add: Add) -> None:
    from jalon.records.actions.erasing import erase_subject
    from jalon.records.models import Subject
    from jalon.workflows.match_people import match_people

    hassan, hussein = add("Hassan", "Saleh"), add("Hussein", "Saleh")
    match_people(by=BY)
    assert waiting() == [(hassan, hussein)]
    erase_subject(by=BY, subject=Subject.objects.get(pk=hussein))
    assert waiting() == [] and proposed() == {}


def test_the_command_plans_then_writes(add: Add, jalon: Callable[..., Any]) -> None:
    one, other = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "AIDE")
    planned = jalon("people", "match", "--plan", "--json")
    assert (planned["joined"], planned["queued"], planned["written"]) == (1, 0, False)
    assert (planned["pairs"][0]["first"], planned["pairs"][0]["second"]) == (one, other)
    assert merged() == {}
    assert "1 pairs would be joined" in jalon("people", "match", "--plan")
    assert "1 pairs joined" in jalon("people", "match")
    assert merged() == {other: one}


def test_the_pairs_of_imports_wait_beside_those_of_the_model(add: Add, home: Home, projects: dict[str, Any]) -> None:
    from django.utils import timezone

    from jalon.records.models import ImportRun, ReviewCandidate
    from jalon.workflows.match_people import match_people

    run = ImportRun.objects.create(
        project=projects["OPEN"], mapping="", summary={}, imported_at=timezone.now(), imported_by=BY
    )
    one, other = add("Awa", "Ba", birth=DAY), add("Awa", "Ba", birth=dt.date(1962, 11, 2))
    hassan, hussein = add("Hassan", "Saleh"), add("Hussein", "Saleh")
    for pair in ((one, other), (hassan, hussein)):
        ReviewCandidate.objects.create(first_id=pair[0], second_id=pair[1], why="near_name", import_run=run)
    assert waiting() == [(one, other), (hassan, hussein)]
    match_people(by=BY)
    assert waiting() == [(hassan, hussein), (one, other)]  # the one that was weighed first


@pytest.mark.parametrize("name", ["model", "rules", "Model", " rules "])
def test_nobody_decides_under_the_name_of_a_machine(add: Add, home: Home, name: str) -> None:
    from jalon.errors import JalonError
    from jalon.records.models import IdentityAssertion
    from jalon.workflows.decide import decide_identity

    one, other = add("Hassan", "Saleh"), add("Hussein", "Saleh")
    for verdict in ("same", "different", "unsure"):
        with pytest.raises(JalonError) as refused:
            decide_identity(one, other, verdict=verdict, reason="x", by=name)
        assert refused.value.id == "name_of_a_machine" and name in refused.value.text("fr")
    code = main(["--home", str(home.path), "--as", name, "decide", str(one), str(other), "same", "--reason", "x"])
    assert code == 4 and not IdentityAssertion.objects.exists()


def test_matching_never_joins_through_a_third_whom_somebody_kept_apart(add: Add) -> None:
    from jalon.identity.components import build_components
    from jalon.records.models import IdentityAssertion
    from jalon.workflows.match_people import match_people

    one, _two, three = (add("Fatoumata", "Diallo", "OPEN") for _ in range(3))
    decide(one, three, "different")
    for _ in range(3):
        match_people(by=BY)
        said = list(IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict"))
        found = build_components(said)
        assert found.same_as.get(three, three) != found.same_as.get(one, one)
        assert len(found.same_as) == 1 and len(said) <= 3
    add("Fatoumata", "Diallo", "AIDE")
    match_people(by=BY)
    assert merged().get(three, three) != merged().get(one, one)
