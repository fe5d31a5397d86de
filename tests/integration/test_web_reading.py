"""What is read beside the figures: comparisons, indicators, data quality, how we count."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from site_pages import SECRET, Page

from jalon.home import Home, make_home, open_home
from records_at import records_at

PAGES = (
    "compare",
    "compare?indicator=participants",
    "compare?indicator=participants&before=release:first&after=release:second&period=2021",
    "compare?indicator=participants&before=release:second&after=release:second&before_period=2020&after_period=2021",
    "compare?indicator=participants&before=release:second&after=release:second&before_project=NORD&after_project=SUD",
    "compare?indicator=women&before=release:second&after=release:first&country=FR&country=SN",
    "indicators",
    "indicators?goal=8",
    "indicators?goal=&unit=venture",
    "indicators?goal=3&unit=place",
    "indicators/participants",
    "indicators/french_level_up",
    "indicators/share_of_women",
    "indicators/women_in_decision",
    "indicators/attended_regularly",
    "indicators/protected_area",
    "quality",
    "quality?project=NORD",
    "quality/PETIT",
    "counting",
    "counting/01-who-is-counted",
    "counting/12-comparing",
    "publications",
    "publications/check",
)


@pytest.fixture(scope="module")
def site_home(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with the group in it; tests only read it."""
    from site_group import build_site_group

    made = make_home(tmp_path_factory.mktemp("site") / "home", group="Test group")
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
    return " ".join(re.sub(r"<(title|desc|pre)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("reader", ["visitor", "staff"])
def test_every_page_is_whole_and_nameless(
    request: pytest.FixtureRequest, reader: str, address: str, language: str
) -> None:
    client: Any = request.getfixturevalue(reader)
    text = read(client, f"/{language}/{address}")
    page = Page(text)
    assert page.faults == []
    assert page.language == language
    assert SECRET not in text
    if not address.startswith("counting/"):  # cases are quoted as they are written
        assert "{" not in words_of(text)


# ---- comparisons


def test_two_releases_are_compared_and_it_adds_up(visitor: Client) -> None:
    words = words_of(read(visitor, "/en/compare?indicator=participants&before=release:first&after=release:second"))
    assert "32 before + 6 joined = 38 people, after" in words
    assert "32 are in both" in words


def test_the_two_latest_are_compared_where_nothing_is_said(visitor: Client, staff: Client) -> None:
    assert "+ 6 joined = 38" in words_of(read(visitor, "/en/compare?indicator=participants"))
    assert "38 before + 1 joined = 39" in words_of(read(staff, "/en/compare?indicator=participants&period=2021"))


def test_the_older_records_stand_first(visitor: Client) -> None:
    words = words_of(read(visitor, "/en/compare?indicator=participants&before=release:second&after=release:first"))
    assert "32 before + 6 joined = 38 people, after" in words
    assert "The older records stand first" in words


def test_the_same_set_says_so(visitor: Client) -> None:
    words = words_of(read(visitor, "/en/compare?indicator=participants&before=release:first&after=release:first"))
    assert "Nobody came in and nobody went out" in words
    words = words_of(read(visitor, "/fr/compare?indicator=participants&before=release:first&after=release:first"))
    assert "Personne n&#x27;est entré et personne n&#x27;est sorti" in words


def test_few_who_make_the_difference_are_withheld_from_a_visitor(visitor: Client, staff: Client) -> None:
    scope = "before=release:second&after=release:second&before_project=PETIT&after_project=SUD"
    words = words_of(read(visitor, f"/en/compare?indicator=participants&{scope}"))
    assert "withheld" in words
    assert "before" not in words.partition("Why they differ")[2].partition("=")[0]
    assert "3 before + 15 joined − 3 left = 15 people" in words_of(
        read(staff, f"/en/compare?indicator=participants&{scope}")
    )


def test_staff_open_a_reason_onto_its_members_and_what_moved_them(staff: Client) -> None:
    text = read(staff, "/en/compare?indicator=participants&before=release:second&after=today&open=joined.gained")
    words = words_of(text)
    assert "Members: joined" in words
    assert "1 to 1 of 1" in words
    assert re.search(r"Spell, NORD \+ .*entry 2021-01-01", words)
    assert SECRET not in text


def test_members_come_a_page_at_a_time(staff: Client) -> None:
    address = "/en/compare?indicator=participants&before=today&after=today&before_period=2020&after_period=2021"
    first = read(staff, f"{address}&open=joined.gained")
    assert "1 to 20 of 39" in words_of(first)
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert "21 to 39 of 39" in words_of(read(staff, following.replace("&amp;", "&").partition("#")[0]))


@pytest.mark.parametrize(
    ("asked", "status", "id"),
    [
        ("indicator=participants&before=today&after=today", 403, "sign_in_first"),
        ("indicator=participants&open=joined.gained", 403, "sign_in_first"),
        ("indicator=participant", 404, "no_such_indicator"),
        ("indicator=participants&before=release:frist", 404, "no_such_release"),
        ("indicator=participants&before=yesterday", 400, "bad_question"),
        ("indicator=participants&period=20x1", 400, "bad_period"),
        ("indicator=participants&period=2022", 404, "not_published"),
        ("indicator=participants&before_project=NROD", 404, "unknown_scope_code"),
        ("indicator=participants&colour=red", 400, "bad_question"),
        ("indicator=participants&period=2020&period=2021", 400, "bad_question"),
        ("indicator=participants&page=0", 400, "bad_question"),
        ("indicator=share_of_women", 400, "not_combinable"),
    ],
)
def test_what_cannot_be_compared_is_said(visitor: Client, asked: str, status: int, id: str) -> None:
    answer = visitor.get(f"/en/compare?{asked}")
    text = answer.content.decode()
    assert id in text
    assert answer.status_code == status
    assert "Traceback" not in text


def test_a_reason_that_nobody_has_cannot_be_opened(staff: Client) -> None:
    assert "bad_question" in read(staff, "/en/compare?indicator=participants&open=erased.lost", 400)


# ---- indicators


def test_the_list_has_every_indicator_and_keeps_to_a_goal(visitor: Client) -> None:
    from jalon.definitions import shipped_texts

    every = read(visitor, "/en/indicators")
    for id in shipped_texts():
        assert f'href="/en/indicators/{id}"' in every
    fourth = read(visitor, "/en/indicators?goal=4")
    assert 'href="/en/indicators/french_level_up"' in fourth
    assert 'href="/en/indicators/women"' not in fourth
    assert "No indicator is of this goal" in words_of(read(visitor, "/en/indicators?goal=3&unit=place"))
    assert "bad_question" in read(visitor, "/en/indicators?colour=red", 400)


def test_an_indicator_is_told_in_words_text_and_examples(visitor: Client) -> None:
    text = read(visitor, "/en/indicators/french_level_up")
    words = words_of(text)
    assert "the change of “Level of French (CEFR, A0 below A1)” from entry to exit is at least 1 level" in words
    assert "counts: change(french_level) &gt;= 1" in text
    assert "At entry: Level of French" in words
    assert re.search(r"A1 A2 met", words)
    assert re.search(r"A1 not asked unknown", words)
    assert "not asked C2 unknown" in words
    assert "targets 4.6" in words
    assert "Share who gained a level of French" in words
    assert "Release Final" in words
    assert "by the definition above" in words


def test_an_unknown_indicator_names_the_nearest(visitor: Client) -> None:
    text = read(visitor, "/en/indicators/participant", 404)
    assert "no_such_indicator" in text
    assert "Did you mean “participants”?" in text


# ---- data quality


def test_a_visitor_reads_shares_of_known_answers_and_no_counts_of_records(visitor: Client) -> None:
    words = words_of(read(visitor, "/en/quality"))
    assert "What is known" in words
    assert "faults to mend" not in words
    assert "What to do next" not in words_of(read(visitor, "/en/quality/NORD"))


def test_what_a_visitor_reads_of_a_small_project_is_withheld(visitor: Client, staff: Client) -> None:
    words = words_of(read(visitor, "/en/quality/PETIT")).partition("What is known")[2]
    assert "withheld" in words
    assert "—" not in words, "a number that is withheld is not one that is not there"
    assert not re.search(r"\b3\b people", words)
    assert "3 people" in words_of(read(staff, "/en/quality/PETIT"))


def test_where_the_total_is_withheld_too_no_table_says_that_it_is_told(visitor: Client) -> None:
    words = words_of(read(visitor, "/en/figures/participants?project=PETIT&by=sex"))
    assert "Neither this table nor its total is published" in words
    assert "Only the total is published" not in words


def test_who_is_in_both_is_withheld_in_words_of_its_own(visitor: Client) -> None:
    words = words_of(read(visitor, "/fr/figures/participants?beside=project:PETIT&beside=project:NORD"))
    assert "Qui est dans les deux n&#x27;est pas publié" in words and "Ensemble, sans doublon :" in words
    assert "Seul le total" not in words.partition("Qui est dans les deux")[2]


def test_commands_of_a_text_are_set_as_such(visitor: Client) -> None:
    from jalon.web.tags import commands

    assert commands("`jalon <x>` shows") == "<code>jalon &lt;x&gt;</code> shows"
    assert commands("one ` alone & so") == "one ` alone &amp; so"
    assert "<code>jalon publication list</code> shows" in read(visitor, "/en/publications/none", 404)


def test_staff_read_what_is_lacking_and_what_to_do(staff: Client) -> None:
    words = words_of(read(staff, "/en/quality/NORD"))
    assert "What to do next" in words
    assert "Nationality 27 27 100.0 %" in words
    assert "Never asked in this project" in words
    assert "North wind" in words_of(read(staff, "/en/quality"))


def test_a_project_that_is_not_there_is_an_error(visitor: Client) -> None:
    assert "unknown_scope_code" in read(visitor, "/en/quality/NROD", 404)


# ---- how we count


def test_every_chapter_is_there_with_its_cases_in_both_languages(visitor: Client) -> None:
    from jalon.web.chapters import read_chapters

    chapters = read_chapters()
    assert len(chapters) >= 18
    for slug, chapter in chapters.items():
        assert chapter.sections, slug
        text = read(visitor, f"/fr/counting/{slug}")
        for section in chapter.sections:
            assert f'id="{section.id}"' in text
            assert section.paragraphs, section.title
    assert "Les cas eux-mêmes" not in read(visitor, "/en/counting/02-unknown")
    assert "les cas eux-mêmes ne sont qu&#x27;en anglais" in read(visitor, "/fr/counting/02-unknown")


def test_no_title_of_a_chapter_lacks_its_french_and_none_is_left_over() -> None:
    from jalon.web.chapters import every_title
    from jalon.web.words.counting import CHAPTERS

    said = set(every_title())
    assert said - CHAPTERS.keys() == set()
    assert CHAPTERS.keys() - said == set()


def test_the_chapters_are_those_of_the_reference() -> None:
    from pathlib import Path

    from jalon.web.chapters import FOLDER

    reference = Path(__file__).resolve().parents[2] / "docs/reference/counting"
    pages = {path.name: path.read_text(encoding="utf-8") for path in reference.glob("[0-9]*.md")}
    assert {path.name: path.read_text(encoding="utf-8") for path in Path(str(FOLDER)).glob("*.md")} == pages


def test_a_table_in_a_chapter_scrolls_within_itself_under_its_name() -> None:
    from jalon.web.chapters import build_chapter

    text = "# 1. Title\n\n<!-- Written -->\n\nAbout.\n\n## Part\n\nSaid.\n\n### Rule\n\n*rows*\n\n| a |\n| --- |\n| <b>1 |\n\n```\n## no part\n```\n"
    chapter = build_chapter("01-title", text)
    assert (chapter.number, chapter.title, chapter.about) == (1, "Title", "About.")
    (section,) = chapter.sections
    (rule,) = section.paragraphs
    assert "<caption>rows</caption>" in rule.html
    assert rule.html.count('<div class="scroll"') == rule.html.count("</table></div>") == 1
    assert "&lt;b&gt;1" in rule.html
    assert "## no part" in rule.html


def test_a_chapter_that_is_not_there_is_an_error(visitor: Client) -> None:
    assert "no_such_chapter" in read(visitor, "/en/counting/99-more", 404)
