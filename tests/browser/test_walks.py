"""Ways through the site, as a reader takes them: without scripts, in both languages, with and without an account."""

from __future__ import annotations

import re
from typing import Any

from browsing import ACCOUNT, Reading
from playwright.sync_api import Page, expect

CHECKED = """In 2021 MANA welcomed [27 participants](jalon:mana_participants?period=2021), and
[31 participants](jalon:mana_participants?period=2021) were said to have come."""


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def go(page: Page, section: str) -> None:
    page.get_by_role("navigation", name=re.compile("Main|Principal")).get_by_role("link", name=section).click()


def test_from_the_portfolio_to_a_figure_its_table_its_text_and_its_history(reading: Reading) -> None:
    with reading(java_script_enabled=False, locale="en") as page:
        page.goto("/")
        heading(page, re.compile("Horizons communs"))
        page.get_by_role("link", name="Young people supported").first.click()
        heading(page, re.compile("Young people supported"))
        expect(page.locator(".hero .state")).to_contain_text("3,000 people")
        expect(page.locator(".hero .sum")).to_contain_text("2,124 counted + 800 declared + 76 estimated = 3,000")
        picker = page.locator("form.picker").first
        picker.locator("select[name=by]").first.select_option("age_band")
        picker.get_by_role("button", name="Show").click()
        assert "by=age_band" in page.url
        youths = page.locator("table.cells tbody tr", has=page.get_by_role("rowheader", name="12-17"))
        expect(youths).to_contain_text("1,067")
        expect(page.locator("table.cells tfoot")).to_contain_text("2,124")
        expect(page.locator("table.cells tfoot")).to_contain_text("people, once each")
        # All rows are told, so that the sum is written above the table.
        expect(page.locator("section", has=page.locator("#by")).locator(".sum").first).to_contain_text(
            "2,124 people, once each"
        )
        go(page, "Publications")
        page.get_by_role("link", name="What we can prove").click()
        heading(page, "What we can prove, and what we are told")
        page.locator("a.claim", has_text="3,000 young people").first.click()
        heading(page, re.compile("Young people supported"))
        expect(page.locator("section", has=page.locator("#history")).get_by_role("row")).not_to_have_count(0)
        expect(page.locator("section", has=page.locator("#history"))).to_contain_text("The year 2021")
        expect(page.locator("section", has=page.locator("#definition"))).to_contain_text("Worked examples")


def test_two_releases_beside_each_other(reading: Reading) -> None:
    with reading(java_script_enabled=False, locale="en") as page:
        page.goto("/en/compare")
        page.get_by_label("Indicator").select_option("mana_participants")
        page.locator("[name=before_period]").fill("2021-01..2021-06")
        page.locator("[name=after_period]").fill("2021")
        page.get_by_role("button", name="Compare").click()
        sides = page.get_by_role("region", name="The two figures")
        # 28 in the first half and 27 in the year: after what was asked before, the 28 is withheld.
        expect(sides).to_contain_text("27 people")
        expect(sides).to_contain_text("withheld")
        expect(page.get_by_role("region", name="Why they differ")).to_contain_text("fewer than 5 people")
        page.get_by_label("Indicator").select_option("participants")
        page.get_by_role("button", name="Compare").click()
        expect(sides).to_contain_text("1,629 people")
        expect(page.get_by_role("region", name="Why they differ").locator(".sum")).to_contain_text("= 1,629")


def test_a_pasted_text_is_told_what_is_wrong_in_it(reading: Reading) -> None:
    with reading(java_script_enabled=False, locale="en") as page:
        page.goto("/en/publications")
        page.get_by_role("link", name="Open the checker").click()
        page.locator("textarea").fill(CHECKED)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.get_by_role("heading", name="Not to be published as it stands")).to_be_visible()
        expect(page.locator("ol.advice li.bad")).to_have_count(1)
        expect(page.locator("ol.advice li.bad")).to_contain_text("31")
        expect(page.locator("textarea")).to_have_value(re.compile("31 participants"))


def test_definitions_chapters_projects_and_quality(reading: Reading) -> None:
    with reading(java_script_enabled=False, locale="en") as page:
        page.goto("/en/")
        go(page, "Indicators")
        page.get_by_role("link", name="Participants of MANA").click()
        heading(page, "Participants of MANA")
        go(page, "How we count")
        page.locator("main a[href*='/counting/']").first.click()
        expect(page.locator("main h1")).to_be_visible()
        go(page, "Projects")
        page.get_by_role("link", name="MANA", exact=True).first.click()
        heading(page, "MANA")
        go(page, "Data quality")
        page.get_by_label("Project").select_option("MANA")
        page.get_by_role("button").click()
        heading(page, re.compile("MANA"))


def test_the_same_walk_in_french(reading: Reading) -> None:
    with reading(java_script_enabled=False, locale="fr-FR") as page:
        page.goto("/")
        assert page.locator("html").get_attribute("lang") == "fr"
        page.get_by_role("link", name="Jeunes accompagnés").first.click()
        expect(page.locator(".hero .state")).to_contain_text(re.compile("3.000"))
        go(page, "Publications")
        page.locator("ul.texts h3 a").first.click()
        page.locator("a.claim").first.click()
        expect(page.locator("#history")).to_be_visible()
        go(page, "Comment nous comptons")
        page.get_by_role("link", name="English").click()
        heading(page, "How we count")


def test_signing_in_opens_live_figures_and_their_members_and_signing_out_closes_them(
    reading: Reading, site: Any
) -> None:
    with reading(java_script_enabled=False, locale="en") as page:
        page.goto("/en/figures/mana_participants/members?period=2021")
        heading(page, "Something is wrong")
        page.get_by_role("main").get_by_role("link", name="Sign in").click()
        page.get_by_label("User name or e-mail").fill(ACCOUNT)
        page.get_by_label("Password").fill("not this one")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("not correct")
        page.get_by_label("Password").fill(site.password)
        page.get_by_role("button", name="Sign in").click()
        heading(page, "Who is behind it")
        expect(page.locator("ul.numbers li")).to_have_count(27)
        page.goto("/en/figures/mana_participants?period=2021")
        expect(page.locator("aside", has_text="Where it comes from")).to_contain_text("not released: live figures")
        expect(page.get_by_role("link", name="Who is behind it")).to_be_visible()
        page.get_by_role("link", name=re.compile(ACCOUNT)).click()
        heading(page, "Your account")
        page.get_by_role("link", name="Sign out").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("link", name="Sign in")).to_be_visible()
        page.goto("/en/figures/mana_participants?period=2021")
        expect(page.get_by_role("link", name="Who is behind it")).to_have_count(0)
