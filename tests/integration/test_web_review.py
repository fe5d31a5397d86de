"""Deciding who is who on the site: who may, what is shown and kept, what a decision does, and that no name leaves otherwise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from site_pages import Page

from jalon.home import Home

HOST = "127.0.0.1"
BY = "Awa"
NAMES = ("Saleh", "Hassan", "Hussein", "Kessel", "Fatoumata", "Diallo")


@pytest.fixture
def numbers(home: Home) -> dict[str, int]:
    """A likely pair in OPEN, one that is half in AIDE, one in SAFE, and somebody who resembles nobody."""
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.actions.organisations import add_organisation
    from jalon.records.actions.projects import add_project
    from jalon.records.actions.subjects import add_person
    from jalon.workflows.match_people import match_people
    from jalon.workflows.refresh_facts import refresh_facts

    owner = add_organisation(by=BY, code="asso", name="Association", kind="ngo", country="FR")
    start, end = dt.date(2021, 1, 1), dt.date(2021, 12, 31)
    projects = {
        code: add_project(by=BY, code=code, name=f"Project {code}", organisation=owner, start=start, sensitive=is_safe)
        for code, is_safe in (("OPEN", False), ("AIDE", False), ("SAFE", True))
    }

    def add(given: str, family: str, *enrolled: str, birth: dt.date = dt.date(1982, 5, 21)) -> int:
        person = add_person(by=BY, given_name=given, family_name=family, birth=birth, birth_precision="day", sex="male")
        for code in enrolled:
            open_enrolment(by=BY, subject=person.subject, project=projects[code], entry=start, exit=end)
        return int(person.pk)

    made = {
        "hassan": add("Hassan", "Saleh", "OPEN"),
        "hussein": add("Hussein", "Saleh", "OPEN"),
        "here": add("Hassan", "Kessel", "OPEN", birth=dt.date(1990, 3, 2)),
        "there": add("Hussein", "Kessel", "AIDE", birth=dt.date(1990, 3, 2)),
        "safe": add("Hassan", "Diallo", "SAFE", birth=dt.date(1971, 8, 9)),
        "safer": add("Hussein", "Diallo", "SAFE", birth=dt.date(1971, 8, 9)),
        "outside": add("Hassan", "Diallo", "OPEN", birth=dt.date(1971, 8, 9)),
        "alone": add("Fatoumata", "Ba", "OPEN", birth=dt.date(1964, 12, 30)),
    }
    match_people(by=BY)
    refresh_facts(home)
    return made


@pytest.fixture
def sign_in(home: Home) -> Callable[..., Client]:
    """A browser signed in with an account of this role and reach."""

    def sign_in(role: str, *projects: str, name: str = "officer") -> Client:
        from django.contrib.auth.models import User
        from staff_words import PASSWORD

        from jalon.workflows.accounts import add_account

        add_account(by=BY, name=name, password=PASSWORD, role=role, projects=projects)
        client = Client(SERVER_NAME=HOST)
        client.force_login(
            User.objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == status, text
    return text


def listed(client: Client, address: str = "/en/review") -> set[tuple[int, int]]:
    return {(int(one), int(two)) for one, two in re.findall(r"/review/(\d+)/(\d+)", read(client, address))}


def files_read() -> int:
    from jalon.records.models import AuditEntry

    return AuditEntry.objects.filter(action="read_person_file", by="officer").count()


def test_a_visitor_and_accounts_without_names_see_no_page_of_review(
    numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    one, two = numbers["hassan"], numbers["hussein"]
    addresses = ("/en/review", f"/fr/review/{one}/{two}", "/en/review/known")
    for client, id in (
        (Client(SERVER_NAME=HOST), "sign_in_first"),
        (sign_in("figures", name="reader"), "not_for_you"),
        (sign_in("members"), "not_for_you"),
    ):
        for address in addresses:
            text = read(client, address, 403)
            assert id in text and not any(name in text for name in NAMES)
        posts = (f"/en/review/{one}/{two}/decide", {"verdict": "same"}), ("/en/review/undo", {"decision": "1"})
        for address, sent in (*posts, ("/en/review/known", {"family_name": "Saleh"})):
            answer = client.post(address, sent)
            assert answer.status_code == 403 and "Saleh" not in answer.content.decode()
        assert 'href="/en/review"' not in read(client, "/en/account/sign-in" if id == "sign_in_first" else "/en/")
    assert files_read() == 0


def test_who_sees_everybody_sees_every_pair_and_who_sees_one_project_its_own(
    numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    n = numbers
    every = {(n["hassan"], n["hussein"]), (n["here"], n["there"]), (n["safe"], n["safer"])}
    assert listed(sign_in("names", name="all")) == every
    officer = sign_in("names", "OPEN")
    assert listed(officer) == {(n["hassan"], n["hussein"])}
    assert listed(officer, "/en/review?project=OPEN") == {(n["hassan"], n["hussein"])}
    text = read(officer, "/en/review")
    assert not any(name in text for name in NAMES) and files_read() == 0
    for pair in ((n["here"], n["there"]), (n["safe"], n["safer"]), (n["hassan"], 9999)):
        assert "not_for_you" in read(officer, f"/en/review/{pair[0]}/{pair[1]}", 403)
        assert officer.post(f"/en/review/{pair[0]}/{pair[1]}/decide", {"verdict": "same"}).status_code == 403
    assert "not_for_you" in read(officer, "/en/review?project=AIDE", 403)
    assert files_read() == 0


def test_nobody_sees_beside_each_other_who_may_not_be_compared(
    numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    everything = sign_in("names")
    text = read(everything, f"/en/review/{numbers['safe']}/{numbers['outside']}", 403)
    assert "not_to_be_compared" in text and "Diallo" not in text and files_read() == 0
    answer = everything.post(f"/en/review/{numbers['safe']}/{numbers['outside']}/decide", {"verdict": "same"})
    assert answer.status_code == 403 and "not_to_be_joined" in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_pair_side_by_side(numbers: dict[str, int], sign_in: Callable[..., Client], language: str) -> None:
    officer = sign_in("names", "OPEN")
    answer = officer.get(f"/{language}/review/{numbers['hussein']}/{numbers['hassan']}")
    text = answer.content.decode()
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    page = Page(text)
    assert [fault for fault in page.faults if fault != "<script> is not allowed"] == []
    assert text.count("<script") == 1 and re.search(r'<script src="/static/\w+/review\.js" defer></script>', text)
    assert page.language == language
    assert "≠" in text and "<u>" in text and "Project OPEN" in text
    sounds = {"en": "sounds the same", "fr": "se prononce de même"}[language]
    assert sounds in text
    assert {"en": "6 → 5", "fr": "6 → 5"}[language] not in text
    assert re.search(r">5 → 4<", text)  # participants of OPEN
    assert {"en": "merged", "fr": "fusion"}[language] in text
    assert all(f'data-key="{key}"' in text for key in "sdu")
    assert files_read() == 2
    read(officer, f"/{language}/review/{numbers['hassan']}/{numbers['hussein']}")
    assert files_read() == 4  # each view is kept


def test_a_decision_is_that_of_who_signed_in_and_is_taken_back(
    numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    from jalon.records.models import IdentityAssertion

    officer = sign_in("names", "OPEN")
    one, two = numbers["hassan"], numbers["hussein"]
    answer = officer.post(f"/en/review/{one}/{two}/decide", {"verdict": "same", "reason": " one card "})
    said = IdentityAssertion.objects.latest("number")
    assert (said.author, said.verdict, said.reason) == ("officer", "same", "one card")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/review?done={said.number}")
    after = read(officer, f"/en/review?done={said.number}")
    assert "Nothing to review" in after
    assert f"<title>Kept: {one} and {two}, the same person. " in after
    assert 'role="status" tabindex="-1" autofocus' in after and 'data-key="z"' in after
    assert "Rien à examiner" in read(officer, "/fr/review")
    text = read(officer, "/en/review")
    assert "one card" in text and "officer" in text
    assert "What moves if they are two" in read(officer, f"/en/review/{one}/{two}")
    answer = officer.post("/en/review/undo", {"decision": str(said.number)})
    undone = IdentityAssertion.objects.latest("number")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/review/{one}/{two}?done={undone.number}")
    assert undone.verdict == "unsure"
    for language, said_so in (
        ("en", f"Taken back: {one} and {two} are as before."),
        ("fr", f"Annulé\u00a0: {one} et {two} "),
    ):
        page = read(officer, f"/{language}/review/{one}/{two}?done={undone.number}")
        assert f"<title>{said_so}" in page
        assert 'data-key="z"' not in page, "what was taken back is not offered to be taken back"
    assert listed(officer, "/en/review?project=OPEN") == {(one, two)}
    assert "no_such_decision" in officer.post("/en/review/undo", {"decision": str(said.number)}).content.decode()
    answer = officer.post(f"/en/review/{one}/{two}/decide", {"verdict": "perhaps"})
    assert answer.status_code == 400 and "not_in_list" in answer.content.decode()


def test_after_a_decision_comes_the_next_pair_with_its_undo(
    numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    everything = sign_in("names")
    first = sorted(listed(everything))[0]
    where = everything.post(f"/en/review/{first[0]}/{first[1]}/decide", {"verdict": "unsure"}).headers["Location"]
    assert re.match(r"/en/review/\d+/\d+\?done=\d+$", where)
    text = read(everything, where)
    assert 'data-key="z"' in text and f"{first[0]} and {first[1]}, nobody can tell" in text


def test_nothing_is_decided_by_a_link_nor_by_another_site(
    numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    from django.contrib.auth.models import User

    sign_in("names")
    one, two = numbers["hassan"], numbers["hussein"]
    strict = Client(SERVER_NAME=HOST, enforce_csrf_checks=True)
    strict.force_login(
        User.objects.get(username="officer"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for address in (f"/en/review/{one}/{two}/decide", "/en/review/undo"):
        assert strict.get(address).status_code == 405
        assert strict.post(address, {"verdict": "same", "decision": "1"}).status_code == 403


def test_an_account_named_as_a_machine_decides_nothing(numbers: dict[str, int], sign_in: Callable[..., Client]) -> None:
    client = sign_in("names", name="model")
    answer = client.post(f"/en/review/{numbers['hassan']}/{numbers['hussein']}/decide", {"verdict": "same"})
    assert answer.status_code == 403 and "name_of_a_machine" in answer.content.decode()


def test_a_project_that_the_reader_does_not_see_is_not_named(
    home: Home, numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.models import Project, Subject

    open_enrolment(
        by=BY,
        subject=Subject.objects.get(pk=numbers["hassan"]),
        project=Project.objects.get(code="AIDE"),
        entry=dt.date(2021, 5, 1),
    )
    text = read(sign_in("names", "OPEN"), f"/en/review/{numbers['hassan']}/{numbers['hussein']}")
    assert "elsewhere in the group: 1" in text and "AIDE" not in text


def test_is_this_person_known_already(numbers: dict[str, int], sign_in: Callable[..., Client]) -> None:
    officer = sign_in("names", "OPEN")
    page = Page(read(officer, "/en/review/known"))
    assert page.faults == []
    asked = {"family_name": "Saleh", "given_name": "Hasan", "birth": "1982-05-21"}
    text = officer.post("/en/review/known", asked).content.decode()
    assert Page(text).faults == []
    assert "Hassan" in text and f'<th scope="row">{numbers["hassan"]}</th>' in text
    assert files_read() == text.count('<th scope="row">')
    nobody = officer.post("/fr/review/known", {"family_name": "Okafor", "given_name": "Beatriz"}).content.decode()
    assert "ne ressemble" in nobody
    # Of the sensitive project only its own people are found, and only from within it.
    diallo = {"family_name": "Diallo", "given_name": "Hassan", "birth": "1971-08-09"}

    def found(client: Client, **more: str) -> set[int]:
        told = client.post("/en/review/known", {**diallo, **more}).content.decode()
        return {int(number) for number in re.findall(r'<th scope="row">(\d+)</th>', told)}

    everything = sign_in("names", name="all")
    assert found(officer) == {numbers["outside"]} == found(everything)
    assert found(everything, project="SAFE") == {numbers["safe"], numbers["safer"]}
    assert officer.post("/en/review/known", {**diallo, "project": "SAFE"}).status_code == 403
    assert officer.post("/en/review/known", {**diallo, "birth": "soon"}).status_code == 400


def test_no_other_page_shows_a_name_whoever_reads(numbers: dict[str, int], sign_in: Callable[..., Client]) -> None:
    """Every page that links lead to, as a visitor and as staff of three roles: names are on the pages of review alone."""
    readers: list[tuple[Client, bool]] = [(Client(SERVER_NAME=HOST), False)]
    readers += [(sign_in(role, name=role), role == "names") for role in ("figures", "members", "names")]
    for client, has_names in readers:
        waiting, seen, shown = ["/en/", "/en/review", "/en/projects", "/en/quality"], set(), set()
        while waiting and len(seen) < 60:
            address = waiting.pop(0)
            if address in seen:
                continue
            seen.add(address)
            answer = client.get(address)
            if not answer.headers["Content-Type"].startswith("text/html"):
                continue
            text: Any = answer.content.decode()
            if any(name in text for name in NAMES):
                shown.add(address)
            waiting += [link.partition("#")[0] for link in Page(text).links if link.startswith("/en/")]
        assert all(re.match(r"/en/review/\d+/\d+", address) for address in shown), shown
        assert bool(shown) == has_names


def test_staff_see_the_band_of_a_count_and_nobody_else_does(
    home: Home, numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    from jalon.workflows.release import make_release

    make_release(home, by=BY, code="first", period="2021", title="First", reason="June", public=True)
    address = "figures/participants?period=2021"
    everything, officer = sign_in("figures", name="all"), sign_in("names", "OPEN")
    text = read(everything, f"/en/{address}")
    assert "between 5 and 8, stated 8." in text
    assert "Pairs that wait for review: 3." in text and "/en/review" not in text
    assert "Paires qui attendent une décision\u00a0: 3." in read(everything, f"/fr/{address}")
    for client in (Client(SERVER_NAME=HOST), officer):
        assert "that wait for review" not in read(client, f"/en/{address}")
    text = read(officer, f"/en/{address}&project=OPEN")
    assert "between 4 and 5, stated 5." in text and 'href="/en/review"' in text
    assert "Pairs that wait for review: 1." in text  # the pair of which one is elsewhere moves nothing here
    officer.post(f"/en/review/{numbers['hassan']}/{numbers['hussein']}/decide", {"verdict": "different"})
    assert "that wait for review" not in read(officer, f"/en/{address}&project=OPEN")
    assert "that wait for review" not in read(everything, "/en/figures/countries_reached?period=2021")


def test_who_is_in_a_sensitive_project_beside_is_opened_by_nobody_of_the_open_one(
    numbers: dict[str, int], sign_in: Callable[..., Client]
) -> None:
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.models import Project, Subject

    open_enrolment(
        by=BY,
        subject=Subject.objects.get(pk=numbers["hassan"]),
        project=Project.objects.get(code="SAFE"),
        entry=dt.date(2021, 5, 1),
    )
    officer = sign_in("names", "OPEN")
    assert listed(officer) == set()
    assert "not_for_you" in read(officer, f"/en/review/{numbers['hassan']}/{numbers['hussein']}", 403)
    assert listed(sign_in("names", "OPEN", "SAFE", name="both")) >= {(numbers["hassan"], numbers["hussein"])}
