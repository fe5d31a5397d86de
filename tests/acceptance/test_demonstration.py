"""The whole demonstration group, through the command line and `jalon.open`: every headline to the digit.

Two million rows: the longest test of all, under a minute on an idle machine. `pytest -m "not large"` leaves it out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

import jalon
from jalon.facts.store import open_facts
from jalon.figures.group import Group
from jalon.home import open_home

pytestmark = pytest.mark.large
YEARS = "2018..2021"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `jalon demo` makes it, in a process of its own."""
    home = tmp_path_factory.mktemp("demonstration") / "home"
    command = [sys.executable, "-m", "jalon", "--home", str(home), "demo"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"JALON_AS": "test"})
    assert done.returncode == 0, done.stderr
    assert "Synthetic data: nobody in it is real." in done.stdout
    return home


@pytest.fixture(scope="module")
def group(home: Path) -> Group:
    return jalon.open(home)


@pytest.mark.parametrize(
    ("indicator", "period", "wanted"),
    [
        ("organisations_reached", YEARS, 10),
        ("countries_reached", YEARS, 41),
        ("health_professionals_trained", YEARS, 6_000),
        ("young_people_supported", YEARS, 300_000),
        ("entrepreneurs_supported", YEARS, 550),
        ("protected_area", YEARS, 1_700),
        ("mana_participants", "2021", 27),
    ],
)
def test_headlines(group: Group, indicator: str, period: str, wanted: int) -> None:
    assert group.figure(indicator, period).value == wanted


def test_young_people_are_counted_declared_and_estimated(group: Group) -> None:
    figure = group.figure("young_people_supported", YEARS)
    assert figure.composition is not None
    assert figure.composition.text("en") == "300,000 = 212,431 counted + 80,000 declared + 7,569 estimated"
    cells = {cell.values[0]: cell.size for cell in figure.by("organisation").cells if cell.values[0]}
    assert sum(cells.values()) > 240_000 > figure.size == 212_431


def test_26_women_lead_24_countries(group: Group) -> None:
    women = group.figure("women", "2021-09-01", project="DIRECTION")
    assert women.value == 26
    led = group.figure("countries_led_by_women", "2021-09-01")
    assert (led.value, led.bounds, led.unit) == (24, (24, 24), "nationality")
    assert set(led.labels.values()) == {cell.values[0] for cell in women.by("nationality").cells}
    assert group.figure("women_in_decision", "1999..2021", project="DIRECTION").value == Fraction(26, 345)


def test_goals_have_projects_indicators_and_progress(group: Group) -> None:
    goals = group.goals(YEARS)
    assert [goal.number for goal in goals.with_active_projects] == [
        *("2", "3", "4", "5", "7", "8", "10", "14", "15", "16", "17"),
    ]
    work = goals.goal(8)
    assert work is not None
    (supported,) = (one for one in work.indicators if one.figure.indicator == "entrepreneurs_supported")
    assert (supported.targets, supported.figure.value) == (("8.3",), 550)
    assert supported.figure.progress is not None
    assert supported.figure.progress.value == Fraction(550, 500)


def test_plots_overlap(group: Group) -> None:
    statistic = group.figure("protected_area", YEARS).statistic
    assert statistic is not None
    assert statistic.value == statistic.beside["sum"] - statistic.beside["overlap"]
    assert statistic.beside["overlap"] > 200


def test_ventures_have_jobs_and_turnover(group: Group) -> None:
    assert group.figure("ventures_supported", YEARS).size > 500
    for indicator in ("jobs_in_ventures", "turnover_of_ventures"):
        assert (group.figure(indicator, YEARS).value or 0) > 1_000
    change = group.figure("turnover_change", YEARS).statistic
    assert change is not None
    assert all(change.sets[name] for name in ("rose", "fell"))


def test_four_years_show_growth_and_a_bad_year(group: Group) -> None:
    """Fewer of those who left the second-chance school in 2020 found work; trainings and clubs grew all the same."""
    found = [group.figure("share_found_work", str(year), project="EV-SECONDE").value for year in range(2018, 2022)]
    assert found[2] is not None
    assert all(share is not None and share > found[2] for share in (found[0], found[1], found[3]))
    trained = [group.figure("health_professionals_trained", str(year)).value or 0 for year in range(2018, 2022)]
    assert trained == sorted(trained)
    assert sum(trained) > 6_000, "many come in several years, and count once"


def test_it_has_about_two_million_rows(home: Path) -> None:
    manifest = open_facts(open_home(home)).manifest
    assert 1_700_000 < sum(table.rows for table in manifest.tables.values()) < 2_300_000


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_newsletter_as_it_is_shipped_is_true(home: Path, language: str) -> None:
    """At this scale no number of it is put in from a figure: it is the text in the package, and every number holds."""
    text = home / "publications" / f"newsletter.{language}.md"
    assert text.read_text("utf-8") == files("jalon.demo").joinpath(text.name).read_text("utf-8")
    command = [sys.executable, "-m", "jalon", "--home", str(home), "check", str(text), "--as-of-last-refresh", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"JALON_AS": "test"})
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["list"][0]["counts"] == {"proven": 23, "quoted": 5}
