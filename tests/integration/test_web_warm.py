"""Pages asked before readers do, and what is kept over a refresh."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator

import pytest
from django.test import Client

from jalon.home import Home, make_home, open_home
from jalon.web.links import find_links
from records_at import records_at

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def site_home(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    from site_group import build_site_group

    made = make_home(tmp_path_factory.mktemp("warm") / "home", group="Test group")
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        build_site_group(made)
        yield open_home(made.path)


@pytest.fixture
def port(site_home: Home) -> Iterator[int]:
    """A site that answers on this machine."""
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    server = create_server(get_wsgi_application(), host=HOST, port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()
    thread.join(timeout=10)


def test_links_of_pages_are_followed_and_files_and_accounts_are_not() -> None:
    body = (
        '<a href="/en/figures?period=2021&amp;by=sex">x</a><a class="y" href="/fr/">y</a>'
        '<a href="/en/figures/women/download.csv?period=2021">z</a><a href="/en/account/sign-in">s</a>'
        '<a href="https://example.org/en/">out</a><a href="#content">down</a>'
    )
    assert list(find_links(body)) == ["/en/figures?period=2021&by=sex", "/fr/"]


def test_every_page_within_reach_is_at_hand_after_it_was_asked(port: int) -> None:
    from jalon.web.asking import current_site
    from jalon.web.warm import ask_pages

    asked = ask_pages(HOST, port, 60)
    assert len(asked) == 60
    assert {"/en/", "/fr/", "/en/figures", "/fr/publications", "/en/indicators", "/en/quality"} <= set(asked)
    site, kept = current_site(), len(current_site().pages)
    assert kept >= 50  # all but those that only say that something is wrong, or ask what the group did not offer
    reader = Client(headers={"host": f"{HOST}:{port}"})
    for address in ("/en/", "/fr/figures", "/en/indicators"):
        assert reader.get(address).status_code == 200
    assert len(site.pages) == kept


def test_what_the_group_tells_is_decided_before_pages_and_no_question_of_visitors_is_used_up(
    port: int, site_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jalon.disclosure.questions import open_questions
    from jalon.web import asking
    from jalon.web.warm import ask_pages, settle_all

    monkeypatch.setattr(asking, "SETTLING", 20.0)
    settle_all()
    settled = json.loads((site_home.releases / "settled.json").read_text("utf-8"))
    assert {"second headlines", "second first", "first headlines"} <= set(settled)
    ask_pages(HOST, port, 60)
    assert open_questions(site_home).count("second") == 0
    reader = Client(headers={"host": f"{HOST}:{port}"})
    odd = "/en/figures/participants?period=2021-03"
    assert reader.get(odd, headers={"X-Jalon-Site": "guessed"}).status_code == 200
    assert open_questions(site_home).count("second") > 0


def test_what_is_told_first_is_decided_before_the_site_opens(site_home: Home) -> None:
    from jalon.workflows.release import settle_latest

    for name in ("settled.json", "published.jsonl"):
        (site_home.releases / name).unlink(missing_ok=True)
    seen: list[tuple[str, int, int]] = []
    settle_latest(site_home, progress=lambda *step: seen.append(step))
    settled = json.loads((site_home.releases / "settled.json").read_text("utf-8"))
    assert set(settled) == {"second first"}
    assert seen[0] == ("first", 0, seen[-1][2]), "said before the first trial, which may take long"
    assert seen[-1] == ("first", seen[-1][2], seen[-1][2])
    seen.clear()
    settle_latest(site_home, progress=lambda *step: seen.append(step))
    assert not seen


def test_settling_says_how_many_tables_are_told_and_is_done_once(site_home: Home) -> None:
    from jalon.workflows.release import settle

    told = settle(site_home, "second", whole=True)
    assert told.by_cells > 0
    before = (site_home.releases / "published.jsonl").read_bytes()
    assert settle(site_home, "second", whole=True) == told
    assert (site_home.releases / "published.jsonl").read_bytes() == before


def test_a_bound_is_kept(port: int) -> None:
    from jalon.web.warm import ask_pages

    assert len(ask_pages(HOST, port, 7)) == 7


def test_what_visitors_see_of_a_release_outlives_a_refresh(site_home: Home) -> None:
    from jalon.records.actions.projects import add_project
    from jalon.records.models import Organisation
    from jalon.web.asking import current_site
    from jalon.workflows.refresh_facts import refresh_facts

    reader = Client(SERVER_NAME=HOST)
    reader.get("/en/figures")
    site = current_site()
    releases, group, kept = site.open().releases, site.open().group, len(site.pages)
    add_project(by="officer", code="NEUF", name="New", organisation=Organisation.objects.get(code="N"))
    refresh_facts(site_home)
    assert site.open().group is not group
    assert site.open().releases is releases
    reader.get("/en/figures")
    assert len(site.pages) == kept


def test_a_release_made_public_is_seen(site_home: Home) -> None:
    from jalon.web.asking import current_site
    from jalon.workflows.release import make_release

    site = current_site()
    before = site.open().releases
    make_release(
        site_home, by="officer", code="third", period="2021", title="Third / Troisième", reason="x", public=True
    )
    assert [one.code for one in site.open().releases] == [*(one.code for one in before), "third"]
    reader = Client(SERVER_NAME=HOST)
    english, french = (reader.get(f"/{language}/figures/participants").content.decode() for language in ("en", "fr"))
    assert ">Third<" in english and "Troisième" not in english
    assert ">Troisième<" in french and "Third" not in french
