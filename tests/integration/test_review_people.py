"""Deciding pairs: what is shown of them, what a decision moves, its undo, and the band of a count in doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from matched_people import BY, Add, add_of_group, decide, jalon_of_group, merged, projects_of_group, waiting  # noqa: F401  (fixtures)

from jalon.cli import main
from jalon.home import Home


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
    with pytest.raises(JalonError) as refused:
        undo_decision(by="somebody else")
    assert refused.value.id == "no_own_decision" and "somebody else" in str(refused.value)
    # Somebody who took back what the model joined by itself gets it back joined.
    decide(in_doubt["lost"], in_doubt["whole"], "different")
    assert undo_decision(by=BY).verdict == "same" and merged()[in_doubt["whole"]] == in_doubt["lost"]


def test_review_speaks_french_in_words(in_doubt: dict[str, int], jalon: Callable[..., Any]) -> None:
    from jalon.errors import JalonError

    pair = in_doubt["hassan"], in_doubt["hussein"]
    assert "Prénom se prononce de même +3,3" in jalon("review", "list", "--lang", "fr")
    shown = jalon("review", "show", *pair, "--effect", "--lang", "fr")
    assert "Naissance" in shown and "identique" in shown and "fusion" in shown
    assert "à examiner" in shown and "on ne peut pas dire" not in shown
    assert "family" not in shown and "same" not in shown and "merged" not in shown
    assert ": la même personne." in jalon("review", "decide", *pair, "same", "--reason", "une carte", "--lang", "fr")
    assert ": en attente d'une décision." in jalon("review", "undo", "--lang", "fr")
    assert ": la même personne." in jalon("review", "undo", "--lang", "fr")
    kept = jalon("review", "history", "--lang", "fr")
    assert "une carte" in kept and "la même personne" in kept
    with pytest.raises(JalonError, match=r"verdict \(same, different, unsure\)"):
        decide(*pair, "mayb")


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
