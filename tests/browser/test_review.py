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
        page.wait_for_url(re.compile(f"{pair}$"))
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
        page.wait_for_url(re.compile(f"{pair}$"))
        expect(page.locator("section", has=page.locator("#said"))).to_contain_text("taken back")
