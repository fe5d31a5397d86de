"""What docs/tutorials/reading-the-site.md and docs/how-to/review-duplicates.md tell their reader to do on the site, done;
and their pictures, taken where that is asked.

`make pictures` takes them anew; else the steps are tried and no file of the project is touched.
"""

from __future__ import annotations

import os
from pathlib import Path

from browsing import Reading
from playwright.sync_api import Locator, Page, expect

DOCS = Path(__file__).parents[2] / "docs"
TUTORIALS = DOCS / "tutorials"
PAGES = (TUTORIALS / "reading-the-site.md", DOCS / "how-to" / "review-duplicates.md")
ASKED = "JALON_PICTURES"
WINDOW = {"width": 1160, "height": 700}
"""Wide enough for proofs in the margin."""


def told() -> str:
    return "".join(page.read_text(encoding="utf-8") for page in PAGES)


def take(name: str, page: Page, part: Locator | None = None) -> None:
    """A picture of the window, or of a part of the page. Every one that is taken stands on a page."""
    assert f"pictures/{name}.png" in told()
    if part is not None:
        part.scroll_into_view_if_needed()
    if os.environ.get(ASKED):
        (part or page).screenshot(path=TUTORIALS / "pictures" / f"{name}.png", animations="disabled")
    assert (TUTORIALS / "pictures" / f"{name}.png").is_file()


def test_the_steps_of_the_tutorial(reading: Reading) -> None:
    with reading(locale="en", viewport=WINDOW, reduced_motion="reduce", color_scheme="light") as page:
        page.goto("/en/")
        take("portfolio", page)
        page.get_by_role("link", name="Young people supported").first.click()
        take("figure", page)
        page.locator("form.picker select[name=by]").first.select_option("age_band")
        page.get_by_role("button", name="Show").click()
        take("breakdown", page, page.locator("section", has=page.locator("#by")))
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Publications").click()
        page.get_by_role("link", name="What we can prove").click()
        claim = page.locator("a.claim", has_text="3,000 young people").first
        claim.evaluate("one => one.scrollIntoView({block: 'center'})")
        take("publication", page)
        page.goto("/en/compare?indicator=participants&before=release:2021-06&before_period=2021-01..2021-06"
                  "&after=release:2021-12&after_period=2021")  # fmt: skip
        take("comparison", page, page.get_by_role("region", name="Why they differ"))
        page.goto("/en/publications/check")
        page.locator("textarea").fill("In 2021 MANA welcomed [31 participants](jalon:mana_participants?period=2021).")
        page.get_by_role("button", name="Check", exact=True).click()
        verdicts = page.locator("section", has=page.locator("#verdicts"))
        expect(verdicts).to_contain_text("31")
        take("checker", page, verdicts)


def test_the_site_in_the_dark_on_a_telephone(reading: Reading) -> None:
    phone = {"width": 360, "height": 640}
    with reading(locale="fr", viewport=phone, color_scheme="dark", reduced_motion="reduce") as page:
        page.goto("/fr/figures/young_people_supported?period=2018..2021")
        page.locator(".hero").evaluate("one => one.scrollIntoView()")
        take("telephone", page)


def test_a_pair_that_waits_is_opened_and_decided(reviewing: Reading) -> None:
    with reviewing(locale="en", viewport=WINDOW, reduced_motion="reduce", color_scheme="light") as page:
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Review").click()
        waiting = page.locator("section", has=page.locator("#waiting"))
        expect(waiting.get_by_role("link").first).to_be_visible()
        take("review", page, waiting)
        waiting.get_by_role("link").first.click()
        expect(page.locator("#effects")).to_be_visible()
        take("pair", page, page.locator("section", has=page.locator("#records")))


def test_no_picture_is_left_over() -> None:
    text = told()
    assert [
        file.name for file in sorted((TUTORIALS / "pictures").iterdir()) if f"pictures/{file.name}" not in text
    ] == []
