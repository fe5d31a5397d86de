"""A share year after year on the site: its line, its trends in full, through disclosure; and where it is stated."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from site_pages import Page

from jalon.cli import main
from jalon.home import Home, make_home, open_home, set_headlines
from records_at import records_at

FIGURE = "figures/women_in_decision?period=2017..2021"
ENTERED = {2017: 10, 2018: 6, 2019: 6, 2020: 6, 2021: 6}
"""Women who took office in each year, beside forty men: 20 % in 2017, 45.9 % in 2021."""


def build_group(few: int = 0) -> str:
    """The group; with `few`, so many women of another project alone."""
    people = [("m", "male", 2017, "SIEGES", 40)] + [(f"w{y}", "female", y, "SIEGES", n) for y, n in ENTERED.items()]
    people += [("f", "female", 2017, "PETIT", few), ("g", "male", 2017, "PETIT", 20)] if few else []
    subjects, spells = [], []
    for name, sex, year, project, count in people:
        for number in range(count):
            subjects.append(f"  - {{code: {name}-{number}, organisation: G, sex: {sex}}}")
            spells.append(
                f"  - {{subject: {name}-{number}, project: {project}, entry: {year}-01-01, at_entry: {{office: mayor}}}}"
            )
    head = "organisations:\n  - {code: G, name: Group, kind: group}\nprojects:\n"
    projects = [f"  - {{code: {code}, name: Offices, organisation: G}}" for code in ("SIEGES", "PETIT")]
    return "\n".join([head + projects[0], projects[1], "subjects:", *subjects, "enrolments:", *spells, ""])


@pytest.fixture(scope="module")
def visitor(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("series")
    # What the first page shows is told first: beside the whole group's years those of one of its two projects are not.
    made = set_headlines(
        make_home(folder / "home", group="Test group"), ["women_in_decision?period=2017..2021&project=SIEGES"]
    )
    shutil.copy(template_home.records_file, made.records_file)
    (folder / "group.yaml").write_text(build_group(few=2), encoding="utf-8")
    with records_at(made):
        from jalon.workflows.release import make_release

        assert main(["--home", str(made.path), "--as", "officer", "load", str(folder / "group.yaml")]) == 0
        make_release(made, by="officer", code="all", period="2017..2021", reason="x", title="All / Tout", public=True)
        made.publications.mkdir(exist_ok=True)
        assert open_home(made.path).group == "Test group"
        yield Client(SERVER_NAME="127.0.0.1")


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_trend_is_told_in_full(visitor: Client) -> None:
    page = visitor.get(f"/en/{FIGURE}&project=SIEGES").content.decode()
    said = text_of(page)
    assert Page(page).faults == []
    for stated in (
        "“Women in office” out of “Office holders”; records as of",
        "linear trend of the share, 2017 to 2021, 5 years, least squares",
        "linear trend of the share's log-odds (logit), 2017 to 2021",
        "share in 2021: 45.9 %",
        "percentage points a year (95 % interval of the regression: +",
        "50.0 % reached in 2022 if that rate goes on",
    ):
        assert stated in said.replace("&#x27;", "'")
    assert page.count('stroke-dasharray="7 4"') == page.count('stroke-dasharray="1.5 4"') == 6  # 2017 to 2023


def test_a_trend_in_french(visitor: Client) -> None:
    said = text_of(visitor.get(f"/fr/{FIGURE}&project=SIEGES").content.decode())
    assert "Tendance logit" in said
    assert "point par an (intervalle à 95 % de la régression" in said
    assert "La part de « Personnes exerçant une fonction de décision » qui est aussi «" in said
    assert "office_holders" not in said.split("La définition telle")[0]


def test_shares_that_are_withheld_make_no_trend(visitor: Client) -> None:
    said = text_of(visitor.get(f"/en/{FIGURE}&project=PETIT").content.decode())
    assert "Years that are withheld are not in it." in said
    assert "not computable: a trend needs three years or more" in said
    assert "percentage points a year" not in said


def test_an_indicator_names_the_texts_that_state_it(visitor: Client) -> None:
    from django.conf import settings

    from jalon.figures.release import open_releases
    from jalon.workflows.publications import make_public

    home = open_home(settings.JALON_HOME)
    told = "# A letter\n\nThey are [74 people](jalon:office_holders?period=2021&project=SIEGES).\n"
    (home.publications / "letter.en.md").write_text(told, encoding="utf-8")
    assert "A letter" not in visitor.get("/en/indicators/office_holders").content.decode()
    make_public(home, open_releases(home), "letter", by="officer")
    page = visitor.get("/en/indicators/office_holders").content.decode()
    assert '<a href="/en/publications/letter">A letter</a>' in page
    assert "numbers stated: 1" in text_of(page)
    assert "Release All" in text_of(page)
    assert "A letter" not in visitor.get("/en/indicators/women").content.decode()
    assert (
        '<a href="/fr/publications/letter" hreflang="en"'
        in visitor.get("/fr/indicators/office_holders").content.decode()
    )


def test_a_comparison_is_offered_only_where_there_is_one(visitor: Client) -> None:
    assert "compare?indicator=office_holders" in visitor.get("/en/indicators/office_holders").content.decode()
    assert "compare?indicator=" not in visitor.get("/en/indicators/women_in_decision").content.decode()
