"""The figures that the demonstration group states, each asked of its facts as any figure is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jalon.figures.figure import Figure
from jalon.figures.group import Group
from jalon.figures.grouping import render_grouped
from jalon.figures.render import render_trend, render_value

FOUR_YEARS = "2018..2021"
IN_SEPTEMBER = "2021-09-01"
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Headline:
    """A claim, and the question that answers it: indicator and period, of the whole group."""

    en: str
    fr: str
    indicator: str
    period: str = FOUR_YEARS
    trend: str | None = None
    """Of a representation: the model of its trend."""

    @property
    def command(self) -> str:
        """How to ask it on the command line."""
        trend = f" --trend {self.trend} --reach {HALF}" if self.trend else ""
        return f"jalon figure {self.indicator} --period {self.period}{trend}"


HEADLINES = (
    Headline("organisations", "organisations", "organisations_reached"),
    Headline("countries", "pays", "countries_reached"),
    Headline("health professionals trained", "professionnels de santé formés", "health_professionals_trained"),
    Headline("young people supported", "jeunes accompagnés", "young_people_supported"),
    Headline("hectares of forest", "hectares de forêts", "protected_area"),
    Headline("entrepreneurs supported", "entrepreneurs accompagnés", "entrepreneurs_supported"),
    Headline("women in MANA", "femmes dans MANA", "mana_participants", "2021"),
    Headline("women in office", "femmes au pouvoir", "women_in_office", IN_SEPTEMBER),
    Headline("countries that they lead", "pays qu'elles dirigent", "countries_led_by_women", IN_SEPTEMBER),
    Headline(
        "share of women in office", "part des femmes au pouvoir", "women_in_decision", "1999..2021", trend="linear"
    ),
)


FIRST_PAGE = (
    "young_people_supported?period=2018..2021",
    "health_professionals_trained?period=2018..2021",
    "protected_area?period=2018..2021",
    "entrepreneurs_supported?period=2018..2021",
    "mana_participants?period=2021",
    "women_in_office?period=2021-09-01",
    "countries_led_by_women?period=2021-09-01",
    "women_in_decision?period=1999..2021&project=DIRECTION",
)
"""Links of the figures that the site's first page shows."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A headline with its figure. `value` and `composed` are as a reader sees them."""

    headline: Headline
    figure: Figure
    value: str
    composed: str
    trend: str
    """How the figure goes on and when it reaches a half, with the method; empty where nothing is projected."""


def build_headlines(group: Group, language: str) -> Iterator[Stated]:
    """Every headline, computed, and of what it is made."""
    for headline in HEADLINES:
        figure = group.figure(headline.indicator, headline.period)
        value, trend = render_value(figure.value, language), ""
        if headline.trend:
            trend = render_trend(figure, figure.trend(headline.trend), HALF, language)
        yield Stated(headline, figure, value, composed_of(figure, language), trend)


def composed_of(figure: Figure, language: str) -> str:
    """What stands behind a figure: the members counted, what was declared and estimated, who is not known."""
    words = {
        "en": ("{} counted", "{} unknown", "{} added − {} overlapping", "{} of {}"),
        "fr": ("{} comptés", "{} inconnus", "{} additionnés − {} en recouvrement", "{} sur {}"),
    }
    counted, unknown, overlapping, share = words[language]
    if figure.is_mixed and figure.composition:
        parts = [figure.composition.text(language)]
    elif figure.statistic and figure.statistic.beside:
        beside = figure.statistic.beside
        parts = [overlapping.format(render_value(beside["sum"], language), render_value(beside["overlap"], language))]
    elif figure.part and figure.of:
        parts = [share.format(*(render_grouped(one.size, language) for one in (figure.part, figure.of)))]
    else:
        parts = [counted.format(render_grouped(figure.size, language))]
    if figure.unknown:
        parts.append(unknown.format(render_grouped(len(figure.unknown), language)))
    return "; ".join(parts)
