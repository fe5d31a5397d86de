"""A release made late of an earlier half year: the site goes on telling the one that goes further."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from django.test import Client

from jalon.home import Home, make_home, open_home, set_headlines
from records_at import records_at

HEADLINES = ("participants?period=2021", "women?period=2021")
YEAR = "/en/figures/participants?period=2021"


@pytest.fixture(scope="module")
def site_home(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with two releases of 2021, then one of its first half."""
    from site_group import BY, build_site_group

    from jalon.workflows.release import make_release

    made = set_headlines(make_home(tmp_path_factory.mktemp("site") / "home", group="Test group"), HEADLINES)
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        build_site_group(made)
        half = "2021-01..2021-06"
        make_release(made, by=BY, code="late", period=half, title="Half", reason="late", also=["2020"], public=True)
        yield open_home(made.path)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def words_of(page: str) -> str:
    """What a reader sees: no markup, blanks run together."""
    return " ".join(re.sub(r"<(title|desc|pre)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())


def test_a_visitor_reads_what_was_published_of_the_year(visitor: Client) -> None:
    page = read(visitor, YEAR)
    assert '<span class="big huge num">138</span>' in page
    assert "release second of" in words_of(page)
    assert "Final" in words_of(read(visitor, "/en/"))


def test_where_no_period_is_said_it_is_that_of_the_year(visitor: Client) -> None:
    assert '<span class="big huge num">138</span>' in read(visitor, "/en/figures/participants")


def test_a_comparison_begins_with_the_two_that_go_furthest(visitor: Client, staff: Client) -> None:
    def chosen(page: str) -> list[str]:
        return re.findall(r'<option value="([^"]+)" selected>', page)

    assert [one for one in chosen(read(visitor, "/en/compare")) if "release" in one] == [
        "release:first",
        "release:second",
    ]
    assert [
        one for one in chosen(read(staff, "/en/compare")) if one in ("today", "release:second", "release:late")
    ] == [
        "release:second",
        "today",
    ]


def test_staff_read_what_changed_since_the_release_that_visitors_see(staff: Client) -> None:
    assert "Final" in words_of(read(staff, "/en/"))


def test_a_history_is_told_as_it_was_made(staff: Client) -> None:
    """What the releases said of the half year, in the order in which it came to be known."""
    words = words_of(read(staff, "/en/figures/participants?period=2021-01..2021-06"))
    said = [words.index(title, words.index("In every release")) for title in ("First draft", "Final", "Half")]
    assert said == sorted(said)


def test_what_is_kept_is_another_once_any_release_is(visitor: Client, site_home: Home) -> None:
    """The history of a figure shows every public release, not the latest alone."""
    from jalon.workflows.release import publish, withdraw

    address = "/en/figures/participants?period=2021"
    assert "First draft" in words_of(read(visitor, address))
    withdraw(site_home, "first", by="officer", reason="wrong")
    assert "First draft" not in words_of(read(visitor, address))
    publish(site_home, "first", by="officer", reason="right after all")
    assert "First draft" in words_of(read(visitor, address))


def test_staff_read_a_text_beside_what_is_public_now(staff: Client, site_home: Home) -> None:
    from jalon.workflows.release import publish, withdraw

    site_home.publications.mkdir(exist_ok=True)
    text = "# News\n\n[138 people](jalon:participants?period=2021) came.\n"
    (site_home.publications / "news.en.md").write_text(text, encoding="utf-8")
    assert "release second" in words_of(read(staff, "/en/publications/news"))
    withdraw(site_home, "second", by="officer", reason="wrong")
    assert "release second" not in words_of(read(staff, "/en/publications/news"))
    publish(site_home, "second", by="officer", reason="right after all")
