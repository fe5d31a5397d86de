"""The figures that the demonstration group states, each asked of its facts as any figure is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jalon.figures.composition import render_grouped
from jalon.figures.figure import Figure
from jalon.figures.group import Group

FOUR_YEARS = "2018..2021"
IN_SEPTEMBER = "2021-09-01"


@dataclass(frozen=True, slots=True)
class Headline:
    """A claim, and the question that answers it: indicator, period and scope."""

    en: str
    fr: str
    indicator: str
    period: str = FOUR_YEARS
    scope: Mapping[str, str] = field(default_factory=dict)
    cells_of: str | None = None
    """Where the claim is how many values of this dimension the figure's members have."""

    @property
    def command(self) -> str:
        """How to ask it on the command line."""
        scope = "".join(f" --{name} {code}" for name, code in self.scope.items())
        by = f" --by {self.cells_of}" if self.cells_of else ""
        return f"jalon figure {self.indicator} --period {self.period}{scope}{by}"


HEADLINES = (
    Headline("organisations", "organisations", "organisations_reached"),
    Headline("countries", "pays", "countries_reached"),
    Headline("health professionals trained", "professionnels de santé formés", "health_professionals_trained"),
    Headline("young people supported", "jeunes accompagnés", "young_people_supported"),
    Headline("entrepreneurs supported", "entrepreneurs accompagnés", "entrepreneurs_supported"),
    Headline("women in MANA", "femmes dans MANA", "mana_participants", "2021"),
    Headline("women in office", "femmes au pouvoir", "women", IN_SEPTEMBER, {"project": "DIRECTION"}),
    Headline(
        "countries that they lead",
        "pays qu'elles dirigent",
        "women",
        IN_SEPTEMBER,
        {"project": "DIRECTION"},
        "nationality",
    ),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A headline with its figure. `value` is as a reader sees it."""

    headline: Headline
    figure: Figure
    value: str
    composed: str


def build_headlines(group: Group, language: str) -> Iterator[Stated]:
    """Every headline, computed, and of what it is made."""
    for headline in HEADLINES:
        figure = group.figure(headline.indicator, headline.period, **headline.scope)
        if headline.cells_of:
            cells = [cell for cell in figure.by(headline.cells_of).cells if cell.values != (None,) and cell.size]
            yield Stated(headline, figure, str(len(cells)), composed_of(figure, language))
        else:
            value = "—" if figure.value is None else render_grouped(figure.value, language)
            yield Stated(headline, figure, value, composed_of(figure, language))


def composed_of(figure: Figure, language: str) -> str:
    """What stands behind a figure: the members counted, what was declared and estimated, who is not known."""
    counted, unknown = {"en": ("{} counted", "{} unknown"), "fr": ("{} comptés", "{} inconnus")}[language]
    parts = [
        figure.composition.text(language)
        if figure.is_mixed and figure.composition
        else counted.format(render_grouped(figure.size, language))
    ]
    if figure.unknown:
        parts.append(unknown.format(render_grouped(len(figure.unknown), language)))
    return "; ".join(parts)
