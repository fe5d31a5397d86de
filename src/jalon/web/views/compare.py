"""Two figures beside each other: between releases, with today, between scopes; one reason for each who differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse

from jalon.disclosure import Shown, ShownComparison, ShownFigure, render_shown
from jalon.figures.compare import Comparison, Reason
from jalon.figures.release import Release
from jalon.figures.words import name_unit
from jalon.language.definition import OF_TWO, Definition, Kind
from jalon.web.asking import Asking, ask_within
from jalon.web.comparing import (
    MEMBERS_SHOWN,
    RELEASE,
    TODAY,
    Asked,
    RowNamer,
    Side,
    compare_sides,
    default_sides,
    find_opened,
    find_source,
    read_asked,
    shown_sides,
    sources_of,
)
from jalon.web.question import Question
from jalon.web.tables import Equation, build_equation
from jalon.web.views.page import not_kept, page_view, render_page
from jalon.web.wording import name_day, name_release, name_scope
from jalon.web.words import say


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One line of the equation: the reason, who came in or went out by it, and where its members are."""

    word: str
    meaning: str
    way: str
    size: Shown
    address: str
    is_open: bool


@page_view
def compare(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/compare?indicator=participants&before=release:2021-06&after=today&period=2021`"""
    given = parse_qsl(request.META["QUERY_STRING"].replace("+", "%2B"))
    asked = read_asked(given, sources_of(asking))
    if asked is not None:  # whose scopes say what this reader sees, and with that what is compared if nothing is said
        asking = ask_within(request, asking, asked.before.scope, asked.after.scope)
        asked = read_asked(given, sources_of(asking))
    sources = sources_of(asking)
    shown: dict[str, Any] = {"form": build_form(asking, asked, sources), "has_sources": bool(sources)}
    if asked is not None:
        shown |= answer(asking, asked)
    page = render_page(request, "compare.html", **shown)
    return not_kept(page) if asked is not None and asked.opened else page


def answer(asking: Asking, asked: Asked) -> dict[str, Any]:
    """The two figures, the equation, its rows; and the members of the row that is opened."""
    shown, is_turned = shown_sides(asking, asked)
    sides = (asked.after, asked.before) if is_turned else (asked.before, asked.after)
    language = asking.language
    opened = None
    if asked.opened:
        asking.check_can_open(asked.before.scope, asked.after.scope)
        opened = asking.site.compute(lambda: build_opened(asking, asked, compare_sides(asking, asked)[0]))
        numbers = [number for number, _ in opened["members"]]
        asking.note_read(asked.address(asking.language, open=asked.opened), shown.after.unit, numbers)
    return {
        "title": shown.after.title(language),
        "sides": [
            build_side(asking, side, figure, say(word, language))
            for side, figure, word in zip(sides, (shown.before, shown.after), ("Before", "After"), strict=True)
        ],
        "is_turned": is_turned,
        "shown": shown,
        "equation": build_line(shown, language),
        "note": shown.note(language),
        "rows": list(build_rows(asking, asked, shown)),
        "kept_text": render_shown(shown.kept, language),
        "opened": opened,
        "unit": name_unit(shown.after.unit, 2, language),
        "is_same_definition": shown.before.definition_digest == shown.after.definition_digest,
    }


def build_form(asking: Asking, asked: Asked | None, sources: list[str]) -> dict[str, Any]:
    """What the picker offers and what is chosen in it."""
    language = asking.language
    names = {TODAY: say("today", language)} | {
        f"{RELEASE}{release.code}": name_release(release, language) for release in asking.releases
    }
    first, last = default_sides(sources)
    chosen = (asked.before, asked.after) if asked else (Side(first), Side(last))
    definitions = [one for one in asking.definitions.values() if can_compare(one)] if sources else []
    projects = sorted((card.name or card.code, card.code) for card in asking.directory.projects.values())
    return {
        "indicator": asked.id if asked else "",
        "indicators": sorted(((one.title[language], one.id) for one in definitions), key=lambda one: one[0].casefold()),
        "sides": [
            {
                "name": name,
                "word": say(word, language),
                "source": side.source,
                "sources": [(source, names[source]) for source in reversed(sources)],
                "period": str(side.scope.get("period", "")),
                "project": side.scope.get("project", ""),
                "projects": projects,
                "hidden": [
                    (key, code)
                    for key, codes in side.scope.items()
                    if key not in ("period", "project")
                    for code in ([codes] if isinstance(codes, str) else codes)
                ],
            }
            for name, word, side in zip(("before", "after"), ("Before", "After"), chosen, strict=True)
        ],
    }


def can_compare(definition: Definition) -> bool:
    """Whether its figures have members of their own."""
    return definition.kind is not Kind.DISTINCT and definition.kind not in OF_TWO


def build_side(asking: Asking, side: Side, figure: ShownFigure, word: str) -> dict[str, Any]:
    """One of the two figures: its size, where it looks and what it was taken from."""
    source = find_source(asking, side.source)
    language = asking.language
    scope = {name: value for name, value in side.scope.items() if name != "period"} | {"period": figure.period}
    made = name_day(dt.date.fromisoformat(source.facts_made_at[:10]), language)
    where = say("today", language)
    if isinstance(source, Release):
        where = say("release {title}", language, title=name_release(source, language))
    return {
        "word": word,
        "size": figure.size,
        "unit": name_unit(figure.unit, figure.size, language) if isinstance(figure.size, int) else "",
        "scope": name_scope(asking.directory, scope, language),
        "source": where,
        "made": say("records as of {day}", language, day=made),
        "version": figure.version,
        "address": Question(figure.indicator, scope).address(language),
    }


def build_line(shown: ShownComparison, language: str) -> Equation | None:
    """The equation set as one; None where it is withheld."""
    if shown.equation(language) is None:
        return None
    terms: list[tuple[str, Shown, str]] = [("", shown.before.size, say("before", language))]
    terms += [("+" if row.way == "gained" else "−", row.size, row.word(language)) for row in shown.rows]
    if not shown.rows:
        terms.append(("+", 0, say("difference", language)))
    size = shown.after.size
    unit = name_unit(shown.after.unit, size if isinstance(size, int) else 2, language)
    return build_equation(terms, (size, say("{unit}, after", language, unit=unit)), language)


def build_rows(asking: Asking, asked: Asked, shown: ShownComparison) -> Iterator[ReasonRow]:
    """Each reason with what it means; for staff, with the way to its members."""
    for row in shown.rows:
        key = "" if row.reason is None else f"{row.reason}.{row.way}"
        can_open = asking.can_open(asked.before.scope, asked.after.scope) and bool(key)
        is_open = can_open and key == asked.opened
        yield ReasonRow(
            word=row.word(asking.language),
            meaning=mean(row.reason, row.way, asking.language),
            way=say("came in" if row.way == "gained" else "went out", asking.language),
            size=row.size,
            address=asked.address(asking.language, open="" if is_open else key) + "#members" if can_open else "",
            is_open=is_open,
        )


def mean(reason: Reason | None, way: str, language: str) -> str:
    """What a reason says of a member."""
    is_gained = way == "gained"
    match reason:
        case Reason.DEFINITION:
            return say("The definition changed; the records did not.", language)
        case Reason.ERASED:
            return say("They asked to be erased: nothing is kept of them.", language)
        case Reason.IDENTITY:
            if is_gained:
                return say("One record was found to be two persons.", language)
            return say("Two records were found to be one person.", language)
        case Reason.CONSENT:
            return say("What they permit or refuse has changed.", language)
        case Reason.CORRECTED:
            return say("A record of them was corrected, or something unknown became known.", language)
        case Reason.JOINED:
            return say("They came in the meantime, or lie in the scope of this figure alone.", language)
        case Reason.LEFT:
            return say("They left in the meantime, or lie outside the scope of this figure.", language)
    return say("Reasons with few people behind them, taken together to protect them.", language)


def build_opened(asking: Asking, asked: Asked, comparison: Comparison) -> dict[str, Any]:
    """The members of one row, by number, a page at a time, each with the records that moved them."""
    reason, way, members = find_opened(comparison, asked.opened)
    language = asking.language
    pages = (len(members) + MEMBERS_SHOWN - 1) // MEMBERS_SHOWN
    page = min(asked.page, pages)
    start = (page - 1) * MEMBERS_SHOWN
    listed = list(members)[start : start + MEMBERS_SHOWN]
    moved = comparison.moved_of(listed)
    assert comparison.after.source is not None
    namer = RowNamer(comparison.after.source.facts, language)
    return {
        "word": comparison.word(reason, way, language),
        "meaning": mean(reason, way, language),
        "size": len(members),
        "members": [(number, [namer.name(one) for one in moved[number]]) for number in listed],
        "first": start + 1,
        "last": start + len(listed),
        "previous": asked.address(language, open=asked.opened, page=str(page - 1)) + "#members" if page > 1 else "",
        "next": asked.address(language, open=asked.opened, page=str(page + 1)) + "#members" if page < pages else "",
        "are_released": any(side.source != TODAY for side in (asked.before, asked.after)),
    }
