"""What every page of the site keeps to, whatever it shows."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from jalon.home import Home

HOST = "127.0.0.1"


@pytest.fixture
def visitor(home: Home) -> Client:
    from jalon.workflows.refresh_facts import refresh_facts

    refresh_facts(home)
    return Client(SERVER_NAME=HOST)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de, en;q=0.5", "en"),
        ("", "en"),
        ("en;q=0, fr;q=0.1", "fr"),
        ("*;q=x", "en"),
    ],
)
def test_the_bare_address_leads_to_the_language_asked_for(visitor: Client, accepted: str, language: str) -> None:
    answer = visitor.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")


def test_another_host_is_not_answered(visitor: Client) -> None:
    assert visitor.get("/en/", headers={"Host": "evil.example"}).status_code == 400


def test_a_page_that_is_not_there_says_so_in_its_language(visitor: Client) -> None:
    answer = visitor.get("/fr/nulle-part")
    assert answer.status_code == 404
    assert "Il n&#x27;y a pas de page" in answer.content.decode()
    assert "no_such_page" in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/en/", "/fr/", "/en/nowhere"])
def test_every_answer_forbids_scripts_styles_in_pages_and_other_hosts(visitor: Client, address: str) -> None:
    headers = visitor.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_the_stylesheets_are_there_for_good_under_their_digest(visitor: Client) -> None:
    page = visitor.get("/en/").content.decode()
    addresses = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert "jalon.css" in addresses[0]
    for address in addresses:
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    from jalon.web.wording import name_day

    first = dt.date(2021, 9, 1)
    assert (name_day(first, "en"), name_day(first, "fr")) == ("1 September 2021", "1er septembre 2021")
    assert (name_day(first, "fr", "yyyy"), name_day(first.replace(day=11), "fr")) == ("2021", "11 septembre 2021")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_its_folder_the_site_says_so_to_everybody_until_it_is_back(
    visitor: Client, home: Home, language: str
) -> None:
    """Who signed in as well: her session stands in the records that are gone."""
    from staff import staff_account

    signed_in = Client(SERVER_NAME=HOST, raise_request_exception=False)
    signed_in.force_login(staff_account())
    before = visitor.get(f"/{language}/").status_code
    away = home.path.with_name("away")
    home.path.rename(away)
    try:
        for client, page in ((visitor, ""), (visitor, "figures"), (signed_in, ""), (signed_in, "publications/check")):
            answer = client.get(f"/{language}/{page}")
            words = answer.content.decode()
            assert (answer.status_code, answer.headers["Content-Language"]) == (503, language)
            assert "home_missing" in words and f'<html lang="{language}">' in words
            assert ("Put the folder" in words or "put the folder back" in words) is (language == "en")
            assert str(home.path) not in words
            assert answer.headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            other = "fr" if language == "en" else "en"
            assert f'href="/{other}/{page}"' in words
    finally:
        away.rename(home.path)
    assert visitor.get(f"/{language}/").status_code == before
