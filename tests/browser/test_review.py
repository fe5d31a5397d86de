"""Deciding who is who in the browser: by keyboard, without a script, on a telephone, read by axe in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import Reading
from playwright.sync_api import Page, expect
from test_readable import FOR_AXE, NARROW, check_with_axe

NAMES_OF_PAGES = ("review", "review/known")


def decided_pair(page: Page) -> str:
    """The first pair that the demonstration has decided, without its language."""
    page.goto("/en/review")
    address = page.locator("section", has=page.locator("#decided")).get_by_role("link").first.get_attribute("href")
    return str(address).removeprefix("/en/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_on_the_pages_of_review(reading: Reading, signed_in: Any, language: str) -> None:
    found: dict[str, list[str]] = {}
    with reading(**FOR_AXE, storage_state=signed_in) as page:
        pair = decided_pair(page)
        for address in (*NAMES_OF_PAGES, pair):
            found |= check_with_axe(page, f"/{language}/{address}")
    assert not found, found


def test_no_page_of_review_scrolls_sideways_on_a_telephone(reading: Reading, signed_in: Any) -> None:
    with reading(viewport=NARROW, color_scheme="dark", is_mobile=True, storage_state=signed_in) as page:
        pair = decided_pair(page)
        for address in (*NAMES_OF_PAGES, pair):
            page.goto(f"/fr/{address}")
            assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW["width"], address


def test_a_pair_is_decided_and_taken_back_by_keyboard(reading: Reading, signed_in: Any) -> None:
    with reading(locale="en", storage_state=signed_in) as page:
        pair = decided_pair(page)
        page.goto(f"/en/{pair}")
        page.get_by_label("Why, for whoever asks later").fill("d is written here, and nothing is decided")
        expect(page).to_have_url(re.compile(pair))
        page.locator("h1").click()
        page.keyboard.press("d")
        page.wait_for_url("**done=**")
        page.goto(f"/en/{pair}")
        expect(page.locator("section", has=page.locator("#said"))).to_contain_text("d is written here")
        number = decided_number(page)
        page.goto(f"/en/{pair}?done={number}")
        expect(page.get_by_role("status")).to_contain_text("two people")
        page.keyboard.press("z")
        page.wait_for_url(re.compile(f"{pair}\\?done="))
        expect(page.locator("section", has=page.locator("#said"))).to_contain_text("taken back")


def decided_number(page: Page) -> str:
    page.goto("/en/review")
    return str(page.locator("input[name=decision]").first.get_attribute("value"))


def test_without_a_script_the_same_is_done_with_buttons(reading: Reading, signed_in: Any) -> None:
    with reading(locale="en", java_script_enabled=False, storage_state=signed_in) as page:
        pair = decided_pair(page)
        page.goto(f"/en/{pair}")
        page.get_by_role("button", name="Two people").click()
        page.wait_for_url("**done=**")
        page.goto("/en/review")
        page.get_by_role("button", name=re.compile("Undo decision")).first.click()
        page.wait_for_url(re.compile(f"{pair}\\?done="))
        expect(page.locator("section", has=page.locator("#said"))).to_contain_text("taken back")


def test_letters_decide_nothing_once_they_are_switched_off(reading: Reading, signed_in: Any) -> None:
    """As WCAG 2.1.4 asks: who speaks to a computer presses letters by speaking."""
    with reading(locale="fr", storage_state=signed_in) as page:
        pair = decided_pair(page)
        page.goto(f"/fr/{pair}")
        switch = page.get_by_label("Les lettres du clavier actionnent ces boutons")
        expect(switch).to_be_checked()
        switch.uncheck()
        page.goto(f"/fr/{pair}")
        expect(switch).not_to_be_checked()
        expect(page.locator("kbd").first).to_be_hidden()
        page.locator("h1").click()
        page.keyboard.press("d")
        page.wait_for_timeout(300)
        assert "done=" not in page.url
        switch.check()
        page.locator("h1").click()
        page.keyboard.press("d")
        page.wait_for_url("**done=**")


def heard(page: Page) -> str:
    """What a screen reader says of a new page: its title, then what has the focus."""
    return f"{page.title()} | {page.evaluate('document.activeElement.innerText')}"


def open_pair(page: Page) -> str:
    """The pair that is open, without what was done before."""
    return page.url.partition("?")[0].partition("/review/")[2]


def press(page: Page, key: str) -> str:
    """The pair that is open once a key has opened another page."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()
    return open_pair(page)


def test_a_whole_queue_without_a_mouse(reviewing: Reading) -> None:
    """Every decision, the pairs before and after, the reason, undo; and what is heard of each."""
    with reviewing(locale="en") as page:
        page.goto("/en/review")
        page.get_by_role("link", name="Begin with the likeliest").focus()
        first = press(page, "Enter")
        assert "Kept:" not in page.title()
        second = press(page, "n")
        assert second != first
        assert press(page, "p") == first

        # Enter in the reason decides nothing; the buttons behind it are reached by Tab, in their order.
        page.get_by_label("Why, for whoever asks later").focus()
        page.keyboard.type("same card")
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert open_pair(page) == first
        names = []
        for _ in range(3):
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.innerText").split()[0])
        assert names == ["The", "Two", "Nobody"]
        page.keyboard.press("Shift+Tab")
        press(page, "Enter")
        one, two = first.split("/")
        assert heard(page).startswith(f"Kept: {one} and {two}, two people.")
        assert heard(page).partition("| ")[2].startswith(f"Kept: {one} and {two}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText").startswith("Undo")
        assert press(page, "Enter") == first
        assert heard(page).startswith(f"Taken back: {one} and {two} are as before.")

        for key, verdict in (("u", "nobody can tell"), ("s", "the same person"), ("d", "two people")):
            pair = press(page, "n") if open_pair(page) == first else open_pair(page)
            press(page, key)
            assert verdict in heard(page)
            assert press(page, "z") == pair
            assert "Taken back" in heard(page)
