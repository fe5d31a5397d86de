"""Indicators: all that can be asked, and each with its definition, its examples, and where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from jalon.codelists import lists
from jalon.definitions import shipped_texts
from jalon.errors import JalonError, nearest_name
from jalon.figures.link import read_link
from jalon.figures.targets import Target
from jalon.figures.words import DIMENSIONS, name_dimension, name_unit
from jalon.language.check import shipped_catalogue
from jalon.language.definition import OF_TWO, Definition, Kind
from jalon.language.load import load_definitions
from jalon.language.render import render_words
from jalon.web.asking import Asking
from jalon.web.examples import build_example_table, name_measure
from jalon.web.question import Question
from jalon.web.reading import publications_stamp, texts_of
from jalon.web.views.compare import can_compare
from jalon.web.views.page import kept_view, page_view, render_page
from jalon.web.wording import name_release, name_scope
from jalon.web.words import say
from jalon.workflows.indicators import IndicatorWritten, indicator_history

KNOWN = ("goal", "unit")
"""What the list may be asked to keep to."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the seventeen, and the targets of it that an indicator names."""

    number: str
    title: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator in a list."""

    id: str
    title: str
    about: str
    unit: str
    targets: tuple[str, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Indicators that give the same kind of answer."""

    title: str
    about: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class FrozenIn:
    """A release that froze figures of the indicator."""

    code: str
    title: str
    figures: int
    version: int | None
    is_same: bool
    """Whether by the definition that holds now."""


@dataclass(frozen=True, slots=True)
class Said:
    """A publication that states figures of the indicator, and how often."""

    code: str
    title: str
    language: str
    count: int


@page_view
def indicators(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/indicators`"""
    asked = {name: str(value) for name, value in request.GET.items() if value}
    if unknown := sorted(asked.keys() - set(KNOWN)):
        raise JalonError("bad_question", found=unknown[0], known=", ".join(KNOWN))
    every = definitions_of(asking)
    goals = find_goals(every.values(), asking.language)
    kept = [one for one in every.values() if is_asked_for(one, asked)]
    return render_page(
        request,
        "indicators.html",
        sections=build_sections(kept, asking.language),
        count=len(kept),
        whole=len(every),
        goals=goals,
        goal=next((goal for goal in goals if goal.number == asked.get("goal")), None),
        units=[
            (unit, name_unit(unit, 2, asking.language)) for unit in sorted({str(one.unit) for one in every.values()})
        ],
        unit=asked.get("unit", ""),
        unavailable=sorted(asking.group.unavailable) if asking.reader.is_staff else (),
    )


@kept_view(publications_stamp)
def indicator(request: HttpRequest, asking: Asking, id: str) -> HttpResponse:
    """`/en/indicators/participants`"""
    every = definitions_of(asking)
    if id not in every:
        raise JalonError("no_such_indicator", nearest=nearest_name(id, every), found=id)
    definition, language = every[id], asking.language
    lines = render_words(definition, language).splitlines()[1:]
    about = (definition.about or {}).get(language, "")
    return render_page(
        request,
        "indicator.html",
        definition=definition,
        title=definition.title[language],
        about=about,
        lines=[line for line in lines if line != about and not _is_shown_elsewhere(line, definition, language)],
        part=_card(every.get(definition.part or ""), language),
        of=_card(every.get(definition.of or ""), language),
        named_by=[_card(one, language) for one in every.values() if id in (one.part, one.of)],
        unit=name_unit(definition.unit, 2, language),
        offered=[name_offered(name, language) for name in definition.by],
        goals=find_goals([definition], language),
        examples=build_example_table(definition.examples, language),
        history=written_versions(asking, id),
        is_own=id not in shipped_texts(),
        frozen=find_frozen(asking, definition),
        publications=find_said(asking, id),
        can_compare=can_compare(definition),
        targets=[(target, name_scope(asking.directory, target.scope, language)) for target in targets_of(asking, id)],
        figure=address_of_figure(asking, id),
        kind_said=kind_words(definition, language),
    )


def definitions_of(asking: Asking) -> Mapping[str, Definition]:
    """What this reader may read: where nothing is published yet, those that every group has."""
    try:
        return asking.definitions
    except JalonError as error:
        if error.id != "nothing_published":
            raise
        return load_definitions(shipped_texts(), shipped_catalogue())


def address_of_figure(asking: Asking, id: str) -> str:
    """Where its figure is read; nothing where no figure is published yet."""
    if not asking.reader.is_staff and asking.release is None:
        return ""
    return Question(id, {"period": asking.period} if asking.period else {}).address(asking.language)


def is_asked_for(definition: Definition, asked: Mapping[str, str]) -> bool:
    if "unit" in asked and definition.unit != asked["unit"]:
        return False
    return "goal" not in asked or any(lists.sdg_targets().get(target) == asked["goal"] for target in definition.sdg)


def build_sections(definitions: Iterable[Definition], language: str) -> tuple[Section, ...]:
    """By the kind of answer, in the order in which a reader meets them; empty ones left out."""
    told = (
        (say("How many", language), say("Each counted once, however often met.", language), (Kind.COUNT,)),
        (say("What share", language), say("Of those whose answer is known.", language), OF_TWO),
        (
            say("How much", language),
            say("A number of each, added, averaged or compared.", language),
            (Kind.SUM, Kind.MEAN, Kind.MEDIAN, Kind.CHANGE, Kind.AREA),
        ),
        (
            say("How far", language),
            say("Countries, organisations, sessions: codes, not people.", language),
            (Kind.DISTINCT,),
        ),
    )
    listed = list(definitions)
    sections = (
        Section(
            title,
            about,
            tuple(
                sorted(
                    (card for one in listed if one.kind in kinds and (card := _card(one, language))),
                    key=lambda card: card.title.casefold(),
                )
            ),
        )
        for title, about, kinds in told
    )
    return tuple(section for section in sections if section.cards)


def _card(definition: Definition | None, language: str) -> Card | None:
    if definition is None:
        return None
    return Card(
        definition.id,
        definition.title[language],
        (definition.about or {}).get(language, ""),
        name_unit(definition.unit, 2, language),
        definition.sdg,
        definition.id not in shipped_texts(),
    )


def find_goals(definitions: Iterable[Definition], language: str) -> tuple[Goal, ...]:
    """The goals that these name, in order, each with the targets named."""
    named = sorted({target for one in definitions for target in one.sdg})
    by_goal: dict[str, list[str]] = {}
    for target in named:
        by_goal.setdefault(lists.sdg_targets().get(target, target.split(".")[0]), []).append(target)
    titles = lists.sdg_goals()
    return tuple(
        Goal(number, titles.get(number, {}).get(language, number), tuple(by_goal[number]))
        for number in sorted(by_goal, key=lambda number: (len(number), number))
    )


def find_frozen(asking: Asking, definition: Definition) -> tuple[FrozenIn, ...]:
    """The releases that this reader may see and that froze figures of it, the latest first."""
    found = []
    for release in reversed(asking.releases):
        stated = [one for one in release.stated.values() if one.indicator == definition.id]
        if stated:
            one = stated[0]
            is_same = one.definition == definition.digest
            found.append(
                FrozenIn(release.code, name_release(release, asking.language), len(stated), one.version, is_same)
            )
    return tuple(found)


def find_said(asking: Asking, id: str) -> tuple[Said, ...]:
    """The texts that this reader may read and that state a figure of it or draw one; in the page's language first."""
    told = sorted(texts_of(asking), key=lambda text: (text.language != asking.language, text.code))
    found: dict[str, Said] = {}
    for text in told:
        links = [link for block in text.document.blocks for link in block.links if link.is_figure]
        count = sum(read_link(link.target).id == id for link in links)
        if count and text.code not in found:
            found[text.code] = Said(text.code, text.title, text.language, count)
    return tuple(found.values())


def targets_of(asking: Asking, id: str) -> tuple[Target, ...]:
    """What it is to reach, where the group said so; staff's to read, as the live figures are."""
    if not asking.reader.is_staff:
        return ()
    return asking.site.compute(lambda: asking.group.targets(id))


def written_versions(asking: Asking, id: str) -> tuple[IndicatorWritten, ...]:
    """Versions of one of the group's own, newest first; who wrote it is for staff."""
    return indicator_history(id) if asking.reader.is_staff else ()


def name_offered(dimension: str, language: str) -> str:
    """A breakdown by what it is called; one by a measure by that question's title."""
    return name_dimension(dimension, language) if dimension in DIMENSIONS else name_measure(dimension, language)


def kind_words(definition: Definition, language: str) -> str:
    """What kind of answer it gives, in a word or two."""
    return {
        Kind.COUNT: say("a count", language),
        Kind.SHARE: say("a share", language),
        Kind.REPRESENTATION: say("a share, year after year", language),
        Kind.DISTINCT: say("a number of codes", language),
        Kind.SUM: say("a sum", language),
        Kind.MEAN: say("a mean", language),
        Kind.MEDIAN: say("a median", language),
        Kind.CHANGE: say("a change", language),
        Kind.AREA: say("an area", language),
    }[definition.kind]


def _is_shown_elsewhere(line: str, definition: Definition, language: str) -> bool:
    """Breakdowns and goals have places of their own on the page; so have the two indicators of a share."""
    if definition.by and ", ".join(definition.by) in line:
        return True
    if definition.sdg and line.endswith(f"{', '.join(definition.sdg)}."):
        return True
    return bool(definition.part and definition.of and definition.part in line and definition.of in line)
