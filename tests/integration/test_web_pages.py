"""Every page of the site, for every reader, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from site_pages import SECRET, Page

from jalon.home import Home, make_home, open_home, set_headlines
from records_at import records_at

HEADLINES = ("participants?period=2021", "countries_reached?period=2021", "women?period=2021")
PAGES = (
    "",
    "figures",
    "figures?period=2021&project=NORD",
    "figures?period=1999",
    "figures/participants",
    "figures/participants?period=2021&by=project",
    "figures/participants?period=2021&by=project&by=sex",
    "figures/participants?period=2021&by=sex,country",
    "figures/participants?period=2021&project=PETIT",
    "figures/participants?period=2021&country=FR&country=SN&purpose=measurement",
    "figures/participants?period=2021&beside=project:NORD&beside=project:SUD",
    "figures/participants?period=2021&beside=project:NORD&beside=organisation:S",
    "figures/participants?period=2021&sex=female",
    "figures/women?by=age_band",
    "figures/share_of_women?period=2021&by=country",
    "figures/countries_reached?period=2021",
    "figures/hours_attended?period=2021",
    "figures/protected_area",
    "projects",
    "projects/NORD",
    "projects/PETIT",
    "organisations/N",
    "organisations/F",
    "organisations/ROOT",
)


@pytest.fixture(scope="module")
def site_home(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with the group in it; tests only read it."""
    from site_group import build_site_group

    made = set_headlines(make_home(tmp_path_factory.mktemp("site") / "home", group="Test group"), HEADLINES)
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        build_site_group(made)
        yield open_home(made.path)


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def words_of(page: str) -> str:
    """What a reader sees: no markup, blanks run together."""
    text = re.sub(r"<(title|desc|pre)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("reader", ["visitor", "staff"])
def test_every_page_is_whole_accessible_and_nameless(
    request: pytest.FixtureRequest, reader: str, address: str, language: str
) -> None:
    client: Any = request.getfixturevalue(reader)
    text = read(client, f"/{language}/{address}")
    page = Page(text)
    assert page.faults == []
    assert page.language == language
    assert SECRET not in text
    assert "{" not in words_of(text), "a text whose details were not filled in"


@pytest.mark.parametrize("reader", ["visitor", "staff"])
def test_every_link_of_the_site_leads_somewhere(request: pytest.FixtureRequest, reader: str) -> None:
    client: Any = request.getfixturevalue(reader)
    waiting, seen = ["/en/"], {"/en/"}
    while waiting and len(seen) < 250:
        address = waiting.pop(0)
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.content[-600:])
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for link in Page(answer.content.decode()).links:
            path = link.partition("#")[0]
            if path and path not in seen and not path.startswith("/static/"):
                seen.add(path)
                waiting.append(path)
    assert len(seen) > 40


def test_the_switch_keeps_the_page_and_its_question(visitor: Client) -> None:
    page = Page(read(visitor, "/en/figures/participants?period=2021&by=sex"))
    assert "/fr/figures/participants?period=2021&by=sex" in page.links


def test_a_visitor_reads_the_latest_public_release_and_staff_today(visitor: Client, staff: Client) -> None:
    address = "/en/figures/participants?period=2021"
    assert '<span class="big huge num">138</span>' in read(visitor, address)
    assert '<span class="big huge num">139</span>' in read(staff, address)


def test_what_one_reader_sees_is_not_kept_for_another(visitor: Client, staff: Client) -> None:
    address = "/en/figures/participants?period=2021&by=project"
    for _ in range(2):
        assert "Small &lt;circle&gt;</a></th><td>3</td>" in read(staff, address)
        assert 'Small &lt;circle&gt;</a></th><td><span class="withheld">withheld</span></td>' in read(visitor, address)


def test_a_small_number_is_a_word_and_its_table_is_not_told(visitor: Client) -> None:
    words = words_of(read(visitor, "/en/figures/participants?period=2021&project=PETIT&by=sex"))
    assert "withheld How sure Few stand behind this number" in words
    assert " 3 " not in words.partition("What exactly")[0].partition("How sure")[0]


def test_what_was_not_collected_is_not_zero(visitor: Client) -> None:
    words = words_of(read(visitor, "/en/figures/hours_attended?period=2021"))
    assert "not collected How sure no session is recorded in this scope: not collected, which is not zero" in words


def test_the_table_adds_up_as_an_equation(staff: Client) -> None:
    words = words_of(read(staff, "/en/figures/participants?period=2021&by=project"))
    assert "45 sum of 3 rows − 6 counted more than once = 39 people, once each" in words
    assert "39 counted + 100 declared = 139 people" in words


def test_crossed_with_a_dimension_that_parts_the_members_rows_have_their_sum(staff: Client) -> None:
    text = read(staff, "/en/figures/participants?period=2021&project=NORD&by=country&by=sex")
    assert "France</a></th><td>18</td><td>9</td><td>27</td>" in text
    assert "people, once each</th><td>18</td><td>9</td><td>27</td>" in text


def test_two_projects_side_by_side(visitor: Client, staff: Client) -> None:
    """Beside the 38 of the group, published first, the 35 of both would tell of the three of the small project."""
    address = "/en/figures/participants?period=2021&beside=project:NORD&beside=project:SUD"
    live = words_of(read(staff, address))  # one man more than in the release
    assert "27 North wind + 15 South wind − 6 in both = 36 people, once each" in live
    words = words_of(read(visitor, address))
    assert "35 people" not in words and "6 in both" not in words and "withheld" in words


def test_every_release_is_in_the_history(visitor: Client, staff: Client) -> None:
    address = "/en/figures/participants?period=2021"
    words = words_of(read(visitor, address))
    assert re.search(r"First draft \d+ \w+ 2\d{3} 132 .* Final \d+ \w+ 2\d{3} 138 ", words)
    assert "today 139" not in words
    assert "today 139" in words_of(read(staff, address))


def test_the_portfolio_tells_what_changed_since_the_release_before(visitor: Client, staff: Client) -> None:
    words = words_of(read(visitor, "/en/"))
    assert "What changed since First draft" in words
    assert "Participants 132 138 + 6 Why" in words
    words = words_of(read(staff, "/en/"))
    assert "What changed since Final" in words
    assert "Participants 138 139 + 1 Why" in words


def test_a_period_after_the_release_is_not_published(visitor: Client) -> None:
    for period in ("2022", "all", "2021..", "2021-06..2022-01"):
        text = read(visitor, f"/en/figures/participants?period={period}", status=404)
        assert "not_published" in text
    assert "31 December 2021" in text


@pytest.mark.parametrize(
    ("address", "status", "id"),
    [
        ("figures/nothing_such", 404, "no_such_indicator"),
        ("figures/participants?period=someday", 400, "bad_period"),
        ("figures/participants?period=2021..2019", 400, "period_backwards"),
        ("figures/participants?period=2020&period=2021", 400, "bad_question"),
        ("figures/participants?project=NOWHERE", 404, "unknown_scope_code"),
        ("figures/participants?perod=2021", 422, "unknown_dimension"),
        ("figures/participants?by=colour", 422, "unknown_dimension"),
        ("figures/participants?by=sex&by=country&by=project", 400, "too_many_dimensions"),
        ("figures/participants?beside=project:NORD&beside=person:1", 400, "bad_question"),
        ("figures/participants?purpose=curiosity", 400, "unknown_purpose"),
        ("figures/participants/download.pdf", 404, "no_such_format"),
        ("figures/participants/members", 403, "sign_in_first"),
        ("projects/NOWHERE", 404, "unknown_scope_code"),
        ("organisations/NOWHERE", 404, "unknown_scope_code"),
        ("no/such/page", 404, "no_such_page"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(visitor: Client, address: str, status: int, id: str) -> None:
    for language in ("en", "fr"):
        answer = visitor.get(f"/{language}/{address}")
        text = answer.content.decode()
        assert (answer.status_code, f"<code>{id}</code>" in text) == (status, True), text
        assert Page(text).faults == []


def test_a_question_with_markup_in_it_is_shown_as_text(visitor: Client) -> None:
    text = read(visitor, "/en/figures/participants?period=%3Cscript%3Ealert(1)%3C/script%3E", status=400)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_only_reading_is_answered(visitor: Client) -> None:
    assert visitor.post("/en/figures/participants").status_code == 405


def test_who_is_behind_a_figure_is_numbers_for_staff(staff: Client) -> None:
    text = read(staff, "/en/figures/participants/members?period=2021&project=PETIT")
    (numbers,) = re.findall(r'<ul class="numbers">(.*?)</ul>', text, re.DOTALL)
    assert len(re.findall(r"<li>\d+</li>", numbers)) == 3
    assert SECRET not in text


def test_a_link_to_a_part_of_a_figure_points_it_out(staff: Client) -> None:
    text = read(staff, "/en/figures/participants?period=2021&project=NORD&sex=female")
    assert '<p class="cell"><b>women: 18</b></p>' in text
    assert '<tr class="named"><th scope="row">women</th>' in text


def test_a_figure_is_cited_and_linked_with_its_scope(visitor: Client) -> None:
    words = words_of(read(visitor, "/en/figures/participants"))
    assert "jalon:participants?period=2021" in words
    assert (
        "Test group, “Participants”, the whole group, 2021: 138 people (participants, version 1, release second of"
        in words
    )
    assert "http://127.0.0.1/en/figures/participants?period=2021" in words


def test_no_cell_of_a_table_s_total_is_blank(visitor: Client, staff: Client) -> None:
    for client in (visitor, staff):
        page = read(client, "/en/figures/participants?period=2021&by=project&by=sex")
        ends = re.findall(r"<tfoot>(.*?)</tfoot>", page, flags=re.DOTALL)
        assert ends
        for end in ends:
            assert "<td></td>" not in end
    columns = len(
        re.findall(
            r'<th scope="col"', page[page.index('class="cells"') : page.index("</thead>", page.index('class="cells"'))]
        )
    )
    span = int(re.findall(r'colspan="(\d+)"', ends[0])[0])
    assert span + ends[0].count("<td>") == columns


def test_a_french_page_breaks_no_line_before_a_sign(visitor: Client) -> None:
    page = re.sub(
        r"<(pre|code)\b.*?</\1>",
        "",
        read(visitor, "/fr/figures/participants?period=2021&project=NORD"),
        flags=re.DOTALL,
    )
    assert "projet\u00a0: " in page
    assert not re.findall(r"[^\s] [:;»?!]", page)


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ("FR SN", "France and Senegal"),
        ("FR SN ML", "France, Senegal and Mali"),
        ("FR SN ML BF", "France, Senegal, Mali and Burkina Faso"),
        ("FR SN ML BF MA", "France, Senegal, Mali and 2 more"),
    ],
)
def test_one_country_more_is_named_like_the_others(visitor: Client, codes: str, said: str) -> None:
    from types import SimpleNamespace

    from jalon.web.views.portfolio import name_countries

    directory = SimpleNamespace(name_of=lambda dimension, code: code)
    asking: Any = SimpleNamespace(directory=directory, language="en")
    assert name_countries(asking, tuple(codes.split())) == said
