"""Speakers, quotes, lessons and papers: from a group file and the command line to what may be published."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jalon.cli import main
from jalon.home import Home

GROUP = """
organisations: [{code: G, name: Group, kind: group}]
projects:
  - {code: FORUM, name: Forum, organisation: G, start: 2021-11-01, end: 2021-11-30}
  - {code: EXIT, name: Ways out, organisation: G, sensitive: yes}
activities:
  - {project: FORUM, code: talks, name: Talks, kind: conference}
subjects:
  - {code: "1", organisation: G, family_name: Sy, given_name: Rokia}
  - {code: "2", organisation: G, family_name: Vidal, given_name: Jean}
  - {code: "3", organisation: G, family_name: Sy, given_name: R.}
sessions:
  - project: FORUM
    activity: talks
    date: 2021-11-11
    label: "09:00"
    register: no
    speakers:
      - {subject: "1", role: Mayor, organisation: City of the Delta}
      - {subject: "2", role: Researcher}
consents:
  - {subject: "1", purpose: publicity, given: yes, date: 2021-11-11, evidence: Signed}
quotes:
  - project: FORUM
    code: water
    subject: "1"
    kind: spoken
    session: {activity: talks, date: 2021-11-11, label: "09:00"}
    date: 2021-11-11
    language: en
    text: Water does not stop at a border.
    shown_as: full_name
  - project: FORUM
    code: sable
    subject: "2"
    kind: spoken
    session: {activity: talks, date: 2021-11-11, label: "09:00"}
    date: 2021-11-11
    language: fr
    text: On ne bâtit pas sur le sable.
    shown_as: full_name
  - {project: EXIT, code: home, subject: "1", kind: testimonial, date: 2021-05-03, language: en, text: I came home., shown_as: full_name}
lessons:
  - {project: FORUM, code: L1, date: 2021-11-30, theme: water, text: Ask the villages downstream first.}
papers:
  - {code: P1, title: Rivers and borders, authors: A. Group, published_on: 2022-02-01, lessons: [FORUM/L1]}
"""


@pytest.fixture
def run(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def run(*arguments: str) -> Any:
        code = main(["--home", str(home.path), "--as", "test", "--json", *arguments])
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else json.loads(said.err)["errors"][0]["id"]

    file = tmp_path / "group.yaml"
    file.write_text(GROUP, encoding="utf-8")
    loaded = run("load", str(file))
    assert {name: loaded["created"][name] for name in ("speakers", "quotes", "lessons", "papers")} == {
        "speakers": 2,
        "quotes": 3,
        "lessons": 1,
        "papers": 1,
    }
    again = run("load", str(file))
    assert (again["created"], again["changed"]) == ({}, {})
    return run


def publishable(run: Callable[..., Any]) -> list[str]:
    return [one["quote"] for one in run("quotes", "--project", "FORUM")]


def test_only_what_consent_permits_is_given_out(run: Callable[..., Any]) -> None:
    (found,) = run("quotes", "--project", "FORUM")
    assert found == {
        "quote": "FORUM/water",
        "project": "FORUM",
        "code": "water",
        "kind": "spoken",
        "date": "2021-11-11",
        "language": "en",
        "text": "Water does not stop at a border.",
        "name": "Rokia Sy",
        "role": "Mayor",
        "organisation": "City of the Delta",
        "consented_on": "2021-11-11",
    }
    assert run("quotes", "--language", "fr") == []
    assert run("quotes", "--project", "FORUMS") == "unknown_record"


def test_consent_withdrawn_hides_it(run: Callable[..., Any]) -> None:
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import Subject

    her = {"by": "test", "subject": Subject.objects.get(pk=1), "purpose": "publicity"}
    record_consent(**her, given=False, date=dt.date(2021, 12, 1))
    assert publishable(run) == []
    record_consent(**her, given=True, date=dt.date(2021, 12, 2))
    assert publishable(run) == ["FORUM/water"]


def test_consent_to_another_purpose_permits_nothing(run: Callable[..., Any]) -> None:
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import Subject

    record_consent(
        by="test", subject=Subject.objects.get(pk=2), purpose="sharing", given=True, date=dt.date(2021, 11, 11)
    )
    assert publishable(run) == ["FORUM/water"]


def test_consent_holds_from_its_day_on(run: Callable[..., Any]) -> None:
    from jalon.workflows.quotes import quotes_for_publication

    assert quotes_for_publication(on=dt.date(2021, 11, 10)) == ()
    assert [one.key for one in quotes_for_publication(on=dt.date(2021, 11, 11))] == ["EXIT/home", "FORUM/water"]


def test_a_refusal_under_another_of_her_records_hides_it_and_a_consent_gives_it(run: Callable[..., Any]) -> None:
    from jalon.records.actions.identity import assert_identity
    from jalon.records.actions.subjects import record_consent
    from jalon.records.models import Subject

    first, jean, second = Subject.objects.order_by("pk")
    assert_identity(by="test", one=first, other=second, verdict="same", reason="one card")
    assert publishable(run) == ["FORUM/water"]
    record_consent(by="test", subject=second, purpose="publicity", given=False, date=dt.date(2021, 11, 1))
    assert publishable(run) == []
    record_consent(by="test", subject=jean, purpose="publicity", given=True, date=dt.date(2021, 11, 1))
    assert publishable(run) == ["FORUM/sable"]


def test_nobody_of_a_sensitive_project_is_named(run: Callable[..., Any]) -> None:
    """She permits publicity, and is named where she spoke in public; never from the project that could endanger her."""
    from jalon.records.models import Project

    quoted = {one["quote"]: (one["name"], one["role"], one["organisation"]) for one in run("quotes")}
    assert quoted["EXIT/home"] == ("", "", "")
    assert quoted["FORUM/water"] == ("Rokia Sy", "Mayor", "City of the Delta")
    assert Project.objects.get(code="EXIT").sensitive


@pytest.mark.parametrize(("shown_as", "name"), [("full_name", "Rokia Sy"), ("given_name", "Rokia"), ("unnamed", "")])
def test_she_is_named_as_she_wants(run: Callable[..., Any], shown_as: str, name: str) -> None:
    from jalon.records.actions.events import change_quote
    from jalon.records.models import Quote

    change_quote(by="test", quote=Quote.objects.get(code="water"), shown_as=shown_as)
    assert run("quotes", "--project", "FORUM")[0]["name"] == name


def test_an_erased_person_is_quoted_no_more(run: Callable[..., Any]) -> None:
    from jalon.records.models import Quote, Speaker

    run("erase", "1", "--reason", "asked", "--yes")
    assert publishable(run) == []
    assert list(Quote.objects.values_list("code", flat=True)) == ["sable"]
    assert Speaker.objects.count() == 1


def test_from_the_command_line(run: Callable[..., Any]) -> None:
    session = ("--session", "1")
    said = ("--project", "FORUM", "--date", "2021-11-11", "--language", "en", "--text", "Enough.")
    assert run("add", "speaker", "--subject", "3", *session, "--role", "Engineer")["added"] == "speaker"
    assert run("add", "quote", "enough", "--subject", "3", "--kind", "spoken", *session, *said)["added"] == "quote"
    lesson = ("--project", "FORUM", "--date", "2021-11-30", "--text", "Begin early.")
    assert run("add", "lesson", "L2", *lesson, *session)["added"] == "lesson"
    assert run("add", "paper", "P2", "--title", "Early", "--lesson", "FORUM/L2")["added"] == "paper"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        (("--subject", "3", "--kind", "spoken", "--session", "1"), "no_speaker"),
        (("--subject", "1", "--kind", "spoken"), "breaks_rule"),
        (("--subject", "9", "--kind", "testimonial"), "unknown_record"),
        (("--subject", "1", "--kind", "testimonial", "--session", "9"), "unknown_record"),
        (("--subject", "1", "--kind", "said"), "bad_value"),
        (("--subject", "1", "--kind", "testimonial", "--language", "french"), "not_in_list"),
        (("--subject", "1", "--kind", "testimonial", "--date", "2022-01-01"), "outside_project"),
        (("--subject", "1", "--kind", "testimonial", "--project", "EXIT", "--session", "1"), "session_elsewhere"),
    ],
)
def test_what_is_refused(run: Callable[..., Any], more: tuple[str, ...], error: str) -> None:
    stated = {"--project": "FORUM", "--date": "2021-11-11", "--language": "en", "--text": "Enough."}
    stated |= dict(zip(more[::2], more[1::2], strict=True))
    assert run("add", "quote", "x", *(part for pair in stated.items() for part in pair)) == error


def test_a_quote_stays_whose_it_is(run: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "group.yaml"
    file.write_text(GROUP.replace('code: sable\n    subject: "2"', 'code: sable\n    subject: "1"'), encoding="utf-8")
    assert run("load", str(file)) == "already_there"


def test_lessons_with_the_papers_that_cite_them(run: Callable[..., Any]) -> None:
    from jalon.workflows.events import read_lessons

    (lesson,) = read_lessons("FORUM")
    assert (lesson.code, lesson.theme, lesson.text) == ("L1", "water", "Ask the villages downstream first.")
    assert lesson.papers == (("Rivers and borders", "A. Group", dt.date(2022, 2, 1), ""),)
    assert run("add", "paper", "P2", "--title", "Early", "--lesson", "FORUM/L9") == "unknown_record"
