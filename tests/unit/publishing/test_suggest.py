"""Suggestions: the right link for an unbound number, best first, with reasons, nothing withheld told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from published_group import GROUP, check

from jalon.disclosure import DEFAULT_POLICY, Policy
from jalon.disclosure.decide import decide
from jalon.disclosure.policy import CountedSet, Decision
from jalon.publishing.check import check_document
from jalon.publishing.claims import Finding, Suggestion
from jalon.publishing.document import build_document
from jalon.publishing.suggest import suggest_links, write_links

MANA = "jalon:mana_participants?period=2021"


def suggested(text: str, language: str = "en") -> list[Finding]:
    return list(suggest_links(build_document(text, language=language), GROUP))


@pytest.mark.parametrize(
    ("text", "language", "best"),
    [
        ("In 2021, MANA welcomed 27 women.", "en", "jalon:mana_participants?period=2021&project=MANA&sex=female"),
        (
            "En 2021, MANA a accueilli vingt-sept participantes.",
            "fr",
            "jalon:mana_participants?period=2021&project=MANA&sex=female",
        ),
        ("MANA offered 648 hours attended in 2021.", "en", "jalon:hours_attended?period=2021&project=MANA"),
        ("En 2021, 648 heures de présence à MANA.", "fr", "jalon:hours_attended?period=2021&project=MANA"),
        ("In 2021, 12 sessions were held by MANA.", "en", "jalon:sessions_held?period=2021&project=MANA"),
        ("In 2021, the share of women at CLUB was 40 %.", "en", "jalon:share_of_women?period=2021&project=CLUB"),
        ("En 2021, 200 participants du CLUB.", "fr", "jalon:participants?period=2021&project=CLUB"),
    ],
)
def test_the_best_link(text: str, language: str, best: str) -> None:
    (finding,) = suggested(text, language)
    assert [one.link for one in finding.suggestions][:1] == [best]
    assert finding.suggestions[0].proves
    assert 1 <= len(finding.suggestions) <= 3
    assert all(one.reasons and one.text("fr") for one in finding.suggestions)
    # What is suggested as proof is proven once written.
    number = finding.number
    bound = f"{text[: number.start]}[{number.text}]({best}){text[number.end :]}"
    assert [str(one.verdict) for one in check(bound, language=language).findings] == ["proven"]


def test_units_decide() -> None:
    """Hours are never suggested a figure of people, nor a share a number."""
    (finding,) = suggested("MANA: 27 hours in 2021.")
    assert all("hours" in one.link for one in finding.suggestions)
    (finding,) = suggested("MANA: 27 % of participants in 2021.")
    assert all("share" in one.link or "women_in" in one.link for one in finding.suggestions)


def test_ages_and_numbers_that_no_words_speak_for_have_none() -> None:
    assert [one.suggestions for one in suggested("Children aged 12.\n\nQwerty 12 zxcvb.")] == [(), ()]


def test_what_is_withheld_is_not_suggested_with_its_value() -> None:
    for finding in suggested("In 2021, SMALL had 3 participants. In 2021, MIXED had 2 participating men."):
        for one in finding.suggestions:
            assert not (one.proves and "SMALL" in one.link), one
            assert "sex=" not in one.link


def test_bound_and_quoted_numbers_are_left_alone() -> None:
    assert suggested(f"[27 women]({MANA}); [2 %](https://www.ifad.org/) of finance.") == []


def test_a_check_carries_the_suggestions() -> None:
    (finding,) = check("In 2021, MANA welcomed 27 women.", suggest=True).findings
    assert finding.verdict == "unbacked"
    assert finding.suggestions[0].link.startswith("jalon:mana_participants")
    assert "mana_participants" in finding.text("en")


def test_links_are_written_where_their_figure_proves_the_number() -> None:
    text = (
        "# Year\n\nIn 2021, MANA welcomed **27** women; see `27`. In 2021, MANA had 28 participants.\n\n"
        f"In 2021, MANA: [27 women]({MANA}).\n\n| In 2021 MANA held | 12 sessions of MANA in 2021 |\n|---|---|\n"
    )
    document = build_document(text, language="en")
    written, links, left = write_links(document, suggest_links(document, GROUP))
    assert (links, left) == (2, 1)
    assert "**[27](jalon:mana_participants?period=2021&project=MANA" in written
    assert "| [12](jalon:sessions_held?period=2021&project=MANA) sessions" in written
    assert "see `27`" in written
    again = check_document(build_document(written, language="en"), GROUP, suggest=False)
    assert [str(one.verdict) for one in again.findings] == ["proven", "unbacked", "proven", "proven"]


def test_numbers_across_marks_are_left() -> None:
    document = build_document("In 2021, MANA welcomed 2**7** women.", language="en")
    assert write_links(document, suggest_links(document, GROUP))[1:] == (0, 1)


class Counting:
    """Decides each alone, notes what it is asked, and knows nothing beforehand but `known`."""

    def __init__(self, known: str = "nothing") -> None:
        self.asked: list[str] = []
        self.known = known

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        if self.known not in publication:
            self.asked.append(publication)
        return decide(sets, seconds=policy.seconds)

    def find(self, publication: str, sets: Sequence[CountedSet], policy: Policy) -> Decision | None:
        return decide(sets, seconds=policy.seconds) if self.known in publication else None

    def sets(self, space: str = "subject") -> tuple[CountedSet, ...]:
        return ()


def asked_anew(number: int, counting: Counting, **policy_with: int) -> tuple[Suggestion, ...]:
    text = f"In 2021, {number} participants attended at MANA."
    policy = replace(DEFAULT_POLICY, published=counting, **policy_with)
    (found,) = suggest_links(build_document(text, language="en"), GROUP, policy)
    return found.suggestions


def test_what_may_be_told_is_decided_of_two_figures_at_most() -> None:
    """Beside all that was published that takes seconds for each figure."""
    (cheap,) = suggested("In 2021, 31 participants attended at MANA.")
    assert len(cheap.suggestions) == 3  # where it costs nothing
    counting = Counting()
    assert len(asked_anew(31, counting)) == len(counting.asked) == 2


def test_which_figures_are_asked_does_not_hang_on_numbers_that_are_not_told() -> None:
    """Else what is asked, or how long that takes, would say whether a withheld number was guessed."""
    right, wrong = Counting(), Counting()
    assert asked_anew(27, right, threshold=1000) == asked_anew(31, wrong, threshold=1000) == ()
    assert right.asked == wrong.asked != []


def test_a_decided_figure_that_proves_the_number_is_enough() -> None:
    counting = Counting(known="participants")
    (found, *_) = asked_anew(27, counting)
    assert (found.proves, counting.asked) == (True, [])


def test_the_words_of_an_indicator_are_told_as_it_writes_them() -> None:
    (finding,) = suggested("En 2021, 648 heures de présence à MANA.", "fr")
    assert "« heures, présence »" in finding.suggestions[0].text("fr")
