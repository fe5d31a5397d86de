"""Every page read by everybody: by keyboard, with a screen reader, on a telephone, in the dark, on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from browsing import Reading
from playwright.sync_api import Page, expect

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIGURE = "figures/young_people_supported?period=2018..2021"
PAGES = (
    "",
    "figures",
    FIGURE + "&by=age_band",
    FIGURE + "&by=sex&by=country",
    FIGURE + "&beside=project:EV-CLUBS&beside=project:TJ-GOLFE",
    "figures/women_in_decision?period=1999..2021&project=DIRECTION",
    "figures/protected_area?period=2018..2021",
    "projects",
    "projects/MANA",
    "organisations/CANOPEE",
    "publications",
    "publications/newsletter",
    "publications/check",
    "compare?indicator=participants&before=release:2021-06&after=release:2021-12&period=2021",
    "indicators",
    "indicators/mana_participants",
    "quality",
    "quality/MANA",
    "counting",
    "account/sign-in",
    "nowhere",
)
FOR_STAFF = (
    "",
    FIGURE + "&by=organisation",
    "figures/mana_participants/members?period=2021",
    "compare?indicator=participants&before=release:2021-12&after=today&period=2021",
    "quality",
    "quality/MANA",
    "account/",
    "account/sign-out",
    "account/password",
)
FOR_AXE = {"bypass_csp": True, "reduced_motion": "reduce"}
"""Its script is let in by the browser, not by the site; colours change at once, so that none is read half-way."""
NARROW = {"width": 320, "height": 640}


def faults_of(page: Page, *rules: str) -> list[str]:
    """What axe finds: the rule, what it says, and the first elements it is about."""
    only = f"{{type: 'rule', values: {list(rules)}}}" if rules else f"{{type: 'tag', values: {RULES}}}"
    found = page.evaluate(f"axe.run(document, {{runOnly: {only}, resultTypes: ['violations']}})")
    return [
        f"{one['id']}: {one['help']}: {' '.join(node['html'][:160] for node in one['nodes'][:3])}"
        for one in found["violations"]
    ]


def check_with_axe(page: Page, address: str) -> dict[str, list[str]]:
    page.emulate_media(color_scheme="light")
    page.goto(address)
    page.evaluate(AXE)
    found = {address: faults_of(page)}
    page.emulate_media(color_scheme="dark")
    found[f"{address} in the dark"] = faults_of(page, "color-contrast")
    return {where: faults for where, faults in found.items() if faults}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_on_any_page(reading: Reading, language: str) -> None:
    found: dict[str, list[str]] = {}
    with reading(**FOR_AXE) as page:
        for address in PAGES:
            found |= check_with_axe(page, f"/{language}/{address}")
        page.goto(f"/{language}/counting")
        chapter = page.locator("main a[href*='/counting/']").first.get_attribute("href")
        found |= check_with_axe(page, str(chapter))
    assert not found, "\n".join(f"{where}: {fault}" for where, faults in found.items() for fault in faults)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_on_what_staff_see(reading: Reading, signed_in: Any, language: str) -> None:
    found: dict[str, list[str]] = {}
    with reading(**FOR_AXE, storage_state=signed_in) as page:
        for address in FOR_STAFF:
            found |= check_with_axe(page, f"/{language}/{address}")
    assert not found, "\n".join(f"{where}: {fault}" for where, faults in found.items() for fault in faults)


def test_axe_finds_what_is_planted(reading: Reading) -> None:
    with reading(**FOR_AXE) as page:
        page.goto("/en/")
        page.evaluate(AXE)
        page.evaluate("document.querySelector('h1').style.color = '#eee'; document.querySelector('html').lang = ''")
        assert {fault.partition(":")[0] for fault in faults_of(page)} >= {"color-contrast", "html-has-lang"}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_telephone(reading: Reading, signed_in: Any, colours: str) -> None:
    wide = {}
    addresses = PAGES if colours == "light" else FOR_STAFF
    state = {} if colours == "light" else {"storage_state": signed_in}
    with reading(viewport=NARROW, color_scheme=colours, is_mobile=True, **state) as page:
        for language in ("en", "fr"):
            for address in addresses:
                page.goto(f"/{language}/{address}")
                width = page.evaluate("document.scrollingElement.scrollWidth")
                if width > NARROW["width"]:
                    wide[f"/{language}/{address}"] = width
    assert wide == {}


def focused(page: Page) -> dict[str, Any]:
    """What has the focus, and whether that can be seen."""
    return dict(
        page.evaluate(
            """() => { const one = document.activeElement, look = getComputedStyle(one), box = one.getBoundingClientRect();
            return {text: (one.innerText || one.getAttribute('aria-label') || one.name || '').trim(), tag: one.tagName,
            href: one.getAttribute('href'),
            isSeen: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2 && box.width > 0
            && box.left >= 0 && box.left < innerWidth} }"""
        )
    )


def test_by_keyboard_alone(reading: Reading) -> None:
    with reading(locale="en") as page:
        page.goto("/en/")
        page.keyboard.press("Tab")
        first = focused(page)
        assert (first["text"], first["isSeen"]) == ("Skip to content", True)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        figure = focused(page)
        assert (str(figure["href"]).startswith("/en/figures/"), figure["isSeen"]) == (True, True)
        page.keyboard.press("Enter")
        page.wait_for_url("**/figures/**")
        seen = []
        for _ in range(60):
            page.keyboard.press("Tab")
            one = focused(page)
            assert one["isSeen"], one
            seen.append(one)
            if one["tag"] == "BUTTON":
                break
        texts = [one["text"] for one in seen]
        wanted = ["Skip to content", "Jalon", "Portfolio", "Figures", "Projects", "Publications"]
        assert [text for text in texts if text in wanted] == [*wanted, "Portfolio", "Figures"]  # and the trail
        picker = [one["tag"] for one in seen if one["tag"] in ("SELECT", "INPUT", "BUTTON")]
        assert picker[:2] == ["SELECT", "SELECT"] and picker[-1] == "BUTTON"
        page.locator("form.picker select[name=by]").first.focus()
        page.keyboard.type("sex")
        page.locator("form.picker button").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**by=sex**")


def test_the_order_of_focus_is_that_of_the_page(reading: Reading) -> None:
    with reading(locale="en") as page:
        for address in (FIGURE, "publications/newsletter", "account/sign-in"):
            page.goto(f"/en/{address}")
            assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0


def test_dark_is_dark_and_light_is_light(reading: Reading) -> None:
    with reading(locale="en") as page:
        page.goto("/en/")
        brightness = {}
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            told = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            body = page.evaluate("getComputedStyle(document.body).backgroundColor")
            numbers = re.findall(r"[\d.]+", body if "0)" not in body else told)
            brightness[colours] = sum(float(number) for number in numbers[:3])
        assert brightness["dark"] < 200 < 600 < brightness["light"]


def test_on_paper_there_is_no_menu_and_no_form(reading: Reading) -> None:
    with reading(locale="en") as page:
        page.emulate_media(media="print")
        page.goto(f"/en/{FIGURE}")
        expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
        expect(page.locator("form.picker").first).to_be_hidden()
        expect(page.locator("table.cells")).to_be_visible()
        assert page.pdf(format="A4")[:4] == b"%PDF"


def test_a_page_needs_nothing_from_elsewhere(reading: Reading) -> None:
    """The watch of every reading holds this; here it is seen to catch."""
    with pytest.raises(AssertionError, match=r"asked http://example\.org"), reading(**FOR_AXE) as page:
        page.goto("/en/")
        page.evaluate("fetch('http://example.org/').catch(() => 0)")
