"""Matching everybody: what is joined, what waits, who is never compared, and that what somebody said stands."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from jalon.cli import main
from jalon.home import Home

BY = "Awa"
DAY = dt.date(1982, 5, 21)

Add = Callable[..., int]


@pytest.fixture
def projects(home: Home) -> dict[str, Any]:
    from jalon.records.actions.organisations import add_organisation
    from jalon.records.actions.projects import add_project

    owner = add_organisation(by=BY, code="asso", name="Association", kind="ngo", country="FR")
    start = dt.date(2021, 1, 1)
    return {
        code: add_project(by=BY, code=code, name=code, organisation=owner, start=start, sensitive=sensitive)
        for code, sensitive in (("OPEN", False), ("AIDE", False), ("SAFE", True), ("OTHER_SAFE", True))
    }


@pytest.fixture
def add(projects: dict[str, Any]) -> Add:
    """A person enrolled in projects; returns her number."""
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.actions.subjects import add_person

    def add(given: str, family: str, *enrolled: str, birth: dt.date = DAY, **more: Any) -> int:
        person = add_person(
            by=BY, given_name=given, family_name=family, birth=birth, birth_precision="day", sex="female", **more
        )
        for code in enrolled:
            open_enrolment(by=BY, subject=person.subject, project=projects[code], entry=dt.date(2021, 2, 1))
        return int(person.pk)

    return add


@pytest.fixture
def jalon(home: Home, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def run(*arguments: str | int) -> Any:
        capsys.readouterr()
        code = main(["--home", str(home.path), "--as", BY, *map(str, arguments)])
        said = capsys.readouterr()
        assert code == 0, said.err
        return json.loads(said.out) if "--json" in arguments else said.out

    return run


def proposed() -> dict[tuple[int, int], tuple[str, str]]:
    from jalon.workflows.match_people import find_matches

    return {(said.first, said.second): (said.verdict, said.author) for said in find_matches().proposals}


def waiting() -> list[tuple[int, int]]:
    from jalon.workflows.waiting import list_waiting

    return [(pair.first, pair.second) for pair in list_waiting()]


def decide(one: int, other: int, verdict: str) -> None:
    from jalon.workflows.decide import decide_identity

    decide_identity(one, other, verdict=verdict, reason="asked her", by=BY)


def merged() -> dict[int, int]:
    from jalon.identity.components import build_components
    from jalon.records.models import IdentityAssertion

    said = IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict")
    return build_components(said).same_as


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


def test_people_of_sensitive_projects_are_compared_inside_them_alone(add: Add) -> None:
    outside, safe, other_safe = (add("Fatoumata", "Diallo", code) for code in ("OPEN", "SAFE", "OTHER_SAFE"))
    assert proposed() == {}
    inside = add("Fatoumata", "Diallo", "SAFE")
    assert proposed() == {(safe, inside): ("same", "rules")}
    both = add("Fatoumata", "Diallo", "OPEN", "SAFE")
    assert set(proposed()) == {(safe, inside), (outside, both), (safe, both)}
    assert other_safe not in {number for pair in proposed() for number in pair}


def test_who_permits_matching_is_compared_outside_too_until_she_refuses(add: Add) -> None:
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import Subject

    outside, safe = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "SAFE")

    def say(purpose: str, given: bool, day: int) -> None:
        subject = Subject.objects.get(pk=safe)
        record_consent(by=BY, subject=subject, purpose=purpose, given=given, date=dt.date(2021, 3, day))

    say("research", True, 1)
    assert proposed() == {}
    say("matching", True, 2)
    assert set(proposed()) == {(outside, safe)}
    say("matching", False, 3)
    assert proposed() == {}


def test_a_lost_letter_that_could_be_two_people_waits(add: Add) -> None:
    lost, kane, kone = add("Awa", "K?ne", "OPEN"), add("Awa", "Kane", "OPEN"), add("Awa", "Kone", "OPEN")
    found = proposed()
    assert found[lost, kane] == found[lost, kone] == ("unsure", "model")


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


def test_a_pair_is_shown_decided_and_taken_back(add: Add, jalon: Callable[..., Any]) -> None:
    from jalon.records.models import AuditEntry

    hassan, hussein = add("Hassan", "Saleh", "OPEN"), add("Hussein", "SALEH", "OPEN", phone="77 123")
    add("Rokia", "Ba", "AIDE")
    jalon("people", "match")
    (listed,) = jalon("review", "list", "--json")
    assert (listed["first"], listed["second"]) == (hassan, hussein) and 0.5 <= listed["score"] <= 1
    assert jalon("review", "list", "--project", "AIDE", "--json") == []
    assert "Hassan" not in jalon("review", "list")

    pair = jalon("review", "show", hussein, hassan, "--effect", "--json")
    agree = {field["field"]: field["agree"] for field in pair["fields"]}
    assert (agree["given_name"], agree["family_name"], agree["birth"], agree["phone"]) == (False, True, True, None)
    moved = [move for move in pair["effects"]["moved"] if move["indicator"] == "participants"]
    assert {(one["project"], one["before"], one["after"], one["reason"]) for one in moved} == {("OPEN", 2, 1, "merged")}
    assert {one["period"] for one in moved} >= {None}
    assert next(field["level"] for field in pair["fields"] if field["field"] == "given_name") == "sounds the same"
    assert [said["author"] for said in pair["said"]] == ["model"] and not pair["are_one"]
    assert AuditEntry.objects.filter(action="read_person_file", by=BY).count() == 2

    jalon("decide", hassan, hussein, "same", "--reason", "one card")
    shown = jalon("review", "show", hassan, hussein)
    assert "≠" in shown and "one card" in shown and "count as one" in shown
    assert jalon("review", "list", "--json") == []
    jalon("decide", hassan, hussein, "different", "--reason", "twins: both came")
    assert "count as two" in jalon("review", "show", hassan, hussein)
    assert jalon("review", "list", "--json") == [] and merged() == {}


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


def test_a_venture_or_oneself_is_no_pair(add: Add) -> None:
    from jalon.errors import JalonError
    from jalon.records.actions.subjects import add_venture
    from jalon.workflows.review import show_pair

    one = add("Awa", "Ba")
    venture = add_venture(by=BY, name="Bakery").pk
    for other, id in ((one, "same_number"), (venture, "unknown_record"), (999, "unknown_record")):
        with pytest.raises(JalonError) as refused:
            show_pair(one, other, by=BY)
        assert refused.value.id == id


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


def test_nobody_bridges_a_sensitive_project_and_the_rest(add: Add) -> None:
    """She is in both places under one record; two others are not, and do not become one person by way of her."""
    from jalon.errors import JalonError
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import IdentityAssertion, Subject
    from jalon.workflows.match_people import HELD, find_matches, match_people

    outside, safe = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "SAFE")
    both = add("Fatoumata", "Diallo", "OPEN", "SAFE")
    match_people(by=BY)
    assert merged() == {both: outside} and waiting() == [(safe, both)]
    assert IdentityAssertion.objects.get(first=safe, second=both).reason.endswith(HELD)
    assert find_matches().proposals == ()
    for one in (both, outside):
        with pytest.raises(JalonError) as refused:
            decide(safe, one, "same")
        assert refused.value.id == "not_to_be_joined"
    assert merged() == {both: outside}
    decide(safe, outside, "different")
    decide(safe, outside, "unsure")
    subject = Subject.objects.get(pk=safe)
    record_consent(by=BY, subject=subject, purpose="matching", given=True, date=dt.date(2021, 3, 1))
    decide(safe, both, "same")
    assert merged() == {both: outside, safe: outside}


def test_a_pair_waits_no_longer_once_they_may_not_be_compared(add: Add) -> None:
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import Subject
    from jalon.workflows.match_people import match_people

    outside, safe = add("Hassan", "Saleh", "OPEN"), add("Hussein", "Saleh", "SAFE")
    subject = Subject.objects.get(pk=safe)
    record_consent(by=BY, subject=subject, purpose="matching", given=True, date=dt.date(2021, 3, 1))
    match_people(by=BY)
    assert waiting() == [(outside, safe)]
    record_consent(by=BY, subject=subject, purpose="matching", given=False, date=dt.date(2021, 3, 2))
    assert waiting() == []


@pytest.fixture
def in_doubt(add: Add) -> dict[str, int]:
    """Four certain people in five records, one joined by the model, one pair that waits: 6 stated, 5 to 7."""
    from jalon.workflows.match_people import match_people

    known = {"one": add("Fatoumata", "Diallo", "OPEN"), "exact": add("Diallo", "Fatoumata", "AIDE")}
    known |= {"lost": add("Rokia", "Ouédr?ogo", "OPEN"), "whole": add("Rokia", "Ouédraogo", "OPEN")}
    known |= {"hassan": add("Hassan", "Saleh", "OPEN"), "hussein": add("Hussein", "Saleh", "OPEN")}
    known |= {"yilmaz": add("Leïla", "Yılmaz", "OPEN", birth=dt.date(1990, 3, 2))}
    known |= {"ba": add("Awa", "Ba", "OPEN", birth=dt.date(1971, 8, 9))}
    match_people(by=BY)
    return known


def test_a_count_of_people_has_a_band(in_doubt: dict[str, int], jalon: Callable[..., Any]) -> None:
    told = jalon("figure", "participants", "--project", "OPEN", "--band", "--json")
    assert told["value"] == 6
    assert told["band"] == {"least": 5, "stated": 6, "most": 7, "pairs_waiting": 1, "joined_by_model": 1}
    assert "between 5 and 7, stated 6: 1 pair waits for review, 1 joined by the model alone" in jalon(
        "figure", "participants", "--project", "OPEN", "--band"
    )
    assert "entre 5 et 7, énoncé 6" in jalon("figure", "participants", "--project", "OPEN", "--band", "--lang", "fr")
    # Elsewhere only one record of each pair counts, so that nothing is in doubt there.
    alone = jalon("figure", "participants", "--project", "AIDE", "--band", "--json")["band"]
    assert (alone["least"], alone["most"], alone["pairs_waiting"]) == (1, 1, 0)
    decide(in_doubt["hassan"], in_doubt["hussein"], "different")
    decide(in_doubt["lost"], in_doubt["whole"], "same")
    settled = jalon("figure", "participants", "--project", "OPEN", "--band", "--json")["band"]
    assert settled == {"least": 6, "stated": 6, "most": 6, "pairs_waiting": 0, "joined_by_model": 0}


def test_the_lower_end_is_the_number_of_groups_among_the_members(home: Home, in_doubt: dict[str, int]) -> None:
    import jalon
    from jalon.workflows.doubts import read_doubts
    from jalon.workflows.refresh_facts import refresh_facts

    refresh_facts(home)
    figure = jalon.open(home.path).figure("participants")
    doubts = read_doubts()
    band = figure.band(doubts)
    pairs = dict(doubts.waiting)
    assert band.least == len({pairs.get(member, member) for member in figure.members}) == 5
    assert band.waiting == ((in_doubt["hassan"], in_doubt["hussein"]),)


def test_only_a_live_count_of_people_has_a_band(home: Home, in_doubt: dict[str, int]) -> None:
    import jalon
    from jalon.errors import JalonError
    from jalon.workflows.doubts import read_doubts
    from jalon.workflows.refresh_facts import refresh_facts
    from jalon.workflows.release import make_release

    refresh_facts(home)
    group = jalon.open(home.path)
    make_release(home, by=BY, code="first", period="2021", title="First", reason="June", public=False)
    frozen = jalon.open(home.path).releases[0].figure("participants", period="2021")
    figures = [group.figure("countries_reached"), group.figure("ventures_supported"), frozen]
    one = group.figure("participants")
    for figure in (*figures, one | group.figure("participants", period="2021")):
        with pytest.raises(JalonError) as refused:
            figure.band(read_doubts())
        assert refused.value.id == "no_band", figure.indicator
    assert main(["--home", str(home.path), "figure", "participants", "--band", "--by", "sex"]) == 2


def test_decisions_are_listed_and_taken_back(in_doubt: dict[str, int], jalon: Callable[..., Any]) -> None:
    from jalon.errors import JalonError
    from jalon.workflows.review import undo_decision

    pair = in_doubt["hassan"], in_doubt["hussein"]
    said = "Nobody decided" in jalon("review", "history")
    assert said and waiting() == [pair]
    jalon("review", "decide", *pair, "same", "--reason", "one card")
    assert waiting() == [] and pair[1] in merged()
    (told,) = jalon("review", "history", "--json")
    assert (told["verdict"], told["author"], told["is_last"]) == ("same", BY, True)
    undone = jalon("review", "undo", "--json")
    assert undone["verdict"] == "unsure" and waiting() == [pair] and pair[1] not in merged()
    assert [one["is_last"] for one in jalon("review", "history", "--json")] == [True, False]
    assert "stands" in jalon("review", "history")
    # To undo the undoing is to say again what was said; and what a machine said is no decision.
    assert jalon("review", "undo", "--json")["verdict"] == "same" and waiting() == []
    for number in (told["decision"] if "decision" in told else told["number"], 1, 10_000):
        with pytest.raises(JalonError) as refused:
            undo_decision(number, by=BY)
        assert refused.value.id == "no_such_decision"
    # Somebody who took back what the model joined by itself gets it back joined.
    decide(in_doubt["lost"], in_doubt["whole"], "different")
    assert undo_decision(by=BY).verdict == "same" and merged()[in_doubt["whole"]] == in_doubt["lost"]


def test_what_nobody_can_tell_waits_no_longer_but_what_was_taken_back_does(in_doubt: dict[str, int]) -> None:
    from jalon.workflows.match_people import match_people
    from jalon.workflows.review import undo_decision

    pair = in_doubt["hassan"], in_doubt["hussein"]
    decide(*pair, "unsure")
    assert waiting() == []
    decide(*pair, "same")
    undo_decision(by=BY)
    assert waiting() == []  # as it was before: nobody can tell
    decide(*pair, "different")
    match_people(by=BY)
    assert waiting() == []


def test_the_effect_is_what_the_figure_then_is(home: Home, in_doubt: dict[str, int], jalon: Callable[..., Any]) -> None:
    pair = in_doubt["hassan"], in_doubt["hussein"]

    def told() -> tuple[str, dict[tuple[Any, ...], tuple[int, int]]]:
        effects = jalon("review", "show", *pair, "--effect", "--json")["effects"]
        assert effects["more"] >= 0 and effects["moved"]
        return effects["verdict"], {
            (one["indicator"], one["project"], one["period"]): (one["before"], one["after"]) for one in effects["moved"]
        }

    def value(id: str, project: str | None, period: str | None) -> int:
        scope = [*(["--project", project] if project else []), *(["--period", period] if period else [])]
        return int(jalon("figure", id, *scope, "--json")["size"])

    verdict, moved = told()
    assert verdict == "same" and ("participants", "OPEN", None) in moved
    decide(*pair, "same")
    for asked, (_, after) in moved.items():
        assert value(*asked) == after
    verdict, back = told()
    assert verdict == "different" and back == {asked: (after, before) for asked, (before, after) in moved.items()}
    assert "split" in jalon("review", "show", *pair, "--effect")


def test_people_who_may_not_be_compared_are_not_shown_beside_each_other(add: Add, jalon: Callable[..., Any]) -> None:
    from jalon.errors import JalonError
    from jalon.records.models import AuditEntry
    from jalon.workflows.review import show_pair

    outside, safe = add("Fatoumata", "Diallo", "OPEN"), add("Fatoumata", "Diallo", "SAFE")
    with pytest.raises(JalonError) as refused:
        show_pair(outside, safe, by=BY)
    assert refused.value.id == "not_to_be_compared"
    assert not AuditEntry.objects.filter(action="read_person_file").exists()


def test_adding_a_person_says_first_whom_she_resembles(
    add: Add, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    from jalon.records.models import Person

    known = add("Fatoumata", "Diallo", "OPEN")
    safe = add("Rokia", "Ouédraogo", "SAFE")
    others = Person.objects.count()

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--home", str(home.path), "--as", BY, "add", "subject", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    again = ("Jallow", "--given-name", "Fatumata", "--birth", "1982-05-21", "--sex", "female")
    code, out, err = run(*again)
    assert code == 6 and "likely known already" in err and f"--same {known}" in err
    assert "sounds the same" in err and "Diallo" not in err
    code, out, err = run(*again, "--lang", "fr", "--json")
    assert code == 6 and json.loads(err)["errors"][0]["id"] == "likely_known"
    assert Person.objects.count() == others
    code, out, err = run(*again, "--same", str(known), "--json")
    assert code == 0 and json.loads(out) == {"added": None, "known": known}
    assert run(*again, "--same", "9999")[0] == 5
    assert run(*again, "--same", str(known), "--new")[0] == 2
    assert Person.objects.count() == others
    assert run(*again, "--new")[0] == 0 and Person.objects.count() == others + 1
    # Somebody of a sensitive project is no candidate outside it, nor is anybody for who resembles nobody.
    code, out, err = run("Ouédraogo", "--given-name", "Rokia", "--birth", "1982-05-21", "--sex", "female")
    assert code == 0 and str(safe) not in err
    assert run("Okafor", "--given-name", "Beatriz", "--birth", "1964-12-30")[0] == 0
    assert run("Aubiers", "--kind", "place")[0] == 0


def test_candidates_follow_the_records(add: Add) -> None:
    from jalon.records.actions.erasing import erase_subject
    from jalon.records.actions.subjects import change_person
    from jalon.records.models import Person, Subject
    from jalon.records.permissions import Reach
    from jalon.workflows.candidates import find_candidates

    asked = {"given": "Fatumata", "family": "Jallow", "birth": "1982-05-21"}
    assert find_candidates(asked) == []
    one = add("Fatoumata", "Diallo", "OPEN")
    other = add("Fatoumata", "Diallo", "AIDE")
    assert {found.number for found in find_candidates(asked)} == {one, other}
    assert [found.number for found in find_candidates(asked, people=Reach(projects=frozenset(["AIDE"])))] == [other]
    assert len(find_candidates(asked, most=1)) == 1
    change_person(by=BY, person=Person.objects.get(pk=other), family_name="Okafor", given_name="Beatriz")
    assert [found.number for found in find_candidates(asked)] == [one]
    erase_subject(by=BY, subject=Subject.objects.get(pk=one))
    assert find_candidates(asked) == []


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
