"""“How we count”: for each indicator a page uses, what it counts in words, how sure that is, where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape

from jalon.disclosure import ShownFigure, is_told
from jalon.disclosure.suppressed import render_shown
from jalon.language.definition import Definition
from jalon.language.render import render_words
from jalon.publishing.charts_svg import COUNTED, DECLARED, ESTIMATED
from jalon.publishing.charts_words import say


@dataclass(frozen=True, slots=True)
class Use:
    """One figure of an indicator: where it looked, what it came to, how sure that is."""

    scope: str
    value: str
    status: str
    unknown: str

    @property
    def text(self) -> str:
        """`300,000 people · 212,431 counted + … · unknown: 7,854`."""
        return " · ".join(part for part in (self.value, self.status, self.unknown) if part)


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator as “How we count” tells it."""

    indicator: str
    version: int | None
    title: str
    about: str
    lines: tuple[str, ...]
    """The definition in words, one statement each."""
    targets: tuple[str, ...]
    """Targets of the Sustainable Development Goals."""
    uses: tuple[Use, ...]

    def targets_text(self, language: str = "en") -> str:
        """The targets in a line; nothing where there are none."""
        return say("targets", language).format(", ".join(self.targets)) if self.targets else ""


def build_how_we_count(
    figures: Iterable[ShownFigure], definitions: Mapping[str, Definition], language: str = "en"
) -> tuple[Counted, ...]:
    """One entry for each indicator among the figures, in their order, with each figure's scope and what it came to.

    `definitions` are the group's or, of a release, those it froze; an indicator that is in neither has no words.
    """
    by_indicator: dict[str, list[ShownFigure]] = {}
    for figure in figures:
        by_indicator.setdefault(figure.indicator, []).append(figure)
    return tuple(_build_entry(alike, definitions.get(id), language) for id, alike in by_indicator.items())


def render_how_we_count(entries: Iterable[Counted], language: str = "en") -> str:
    """The entries as HTML without a frame, one section each; `id="count-INDICATOR"` is where a number leads."""
    parts = [f'<p class="lede">{escape(say("counting", language))}</p>', render_key(language)]
    for entry in entries:
        version = "" if entry.version is None else f" · {say('version', language).format(entry.version)}"
        lines = "".join(f"<li>{escape(line)}</li>" for line in entry.lines)
        uses = "".join(
            f'<tr><th scope="row">{escape(use.scope)}</th><td>{escape(use.text)}</td></tr>' for use in entry.uses
        )
        targets = f'<p class="small soft">{escape(entry.targets_text(language))}</p>' if entry.targets else ""
        parts.append(
            f'<section class="count" id="count-{escape(entry.indicator)}"><h3>{escape(entry.title)}</h3>'
            f'<p class="small soft"><code>{escape(entry.indicator)}</code>{version}</p>'
            f"{f'<p>{escape(entry.about)}</p>' if entry.about else ''}<ul>{lines}</ul>"
            f"<table>{uses}</table>{targets}</section>"
        )
    return "".join(parts)


def render_key(language: str = "en") -> str:
    """What each texture means, for under a chart or a page of them."""
    marks = zip(("c", "d", "e"), (COUNTED, DECLARED, ESTIMATED), strict=True)
    spans = (f'<span class="{mark}">{escape(say(f"key {status}", language))}</span>' for mark, status in marks)
    return f'<p class="key">{"".join(spans)}</p>'


def render_scope(figure: ShownFigure, language: str = "en") -> str:
    """`2018 to 2021 · Senegal`: where a figure looks, for a reader."""
    if figure.scope is None:
        return ""
    codes = [str(code) for name, list_ in figure.scope.items() if name != "period" for code in list_]
    return " · ".join([name_period(str(figure.scope["period"]), language), *codes])


def name_period(period: str, language: str = "en") -> str:
    """`2018 to 2021`, `de 2018 à 2021`, `2021`: whole years by their numbers, other periods by their days."""
    if period == "all":
        return say("all dates", language)
    first, dots, last = period.partition("..")
    if not dots:
        return period
    if first.endswith("-01-01") and last.endswith("-12-31"):
        first, last = first[:4], last[:4]
    return say("period", language).format(first or "…", last or "…")


def _build_entry(figures: list[ShownFigure], definition: Definition | None, language: str) -> Counted:
    first = figures[0]
    lines: tuple[str, ...] = ()
    about = ""
    if definition is not None:
        about = (definition.about or {}).get(language, "")
        bare = replace(definition, by=(), sdg=(), about=None)  # breakdowns and targets stand elsewhere
        lines = tuple(render_words(bare, language).splitlines()[1:])
    seen = dict.fromkeys(
        Use(render_scope(one, language), one.text(language), _status(one, language), _unknown(one, language))
        for one in figures
    )
    return Counted(
        indicator=first.indicator,
        version=first.version,
        title=first.title(language),
        about=about,
        lines=lines,
        targets=() if definition is None else definition.sdg,
        uses=tuple(seen),
    )


def _status(figure: ShownFigure, language: str) -> str:
    """`counted`; of several parts `212,431 counted + 80,000 declared`."""
    if len(figure.sums) < 2:
        return say(figure.status if figure.status in (COUNTED, DECLARED, ESTIMATED) else COUNTED, language)
    return " + ".join(
        f"{render_shown(total, language)} {say(status, language)}" for status, total in figure.sums.items()
    )


def _unknown(figure: ShownFigure, language: str) -> str:
    if figure.unknown == 0 or figure.unknown is None:
        return ""
    told = render_shown(figure.unknown, language) if is_told(figure.unknown) else say("withheld", language)
    return f"{say('unknown', language)}{say('colon', language)}{told}"
