"""Scopes, periods and codes as a sentence says them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from babel.dates import format_date
from babel.lists import format_list

from jalon.codelists import lists
from jalon.disclosure import ShownBreakdown
from jalon.disclosure.asked import MERGED
from jalon.disclosure.merging import name_merged
from jalon.engines.answer import ALWAYS, Period
from jalon.figures.period import parse_period, render_period
from jalon.figures.release import Release
from jalon.figures.words import name_value
from jalon.figures.words import say as say_of_figures
from jalon.language.definition import Definition
from jalon.web.words import LOCALES, say
from jalon.workflows.directory import Directory

_QUOTED = re.compile(r"(“|« )(\w+)(”| »)")
SCOPES = ("project", "organisation", "country", "site", "theme", "grant", "funder")
"""What may restrict a figure besides its period, in the order a sentence says it."""


def join_words(words: Iterable[str], language: str) -> str:
    """`a, b and c`."""
    return str(format_list(list(words), locale=LOCALES[language]))


def name_day(day: dt.date, language: str, form: str = "long") -> str:
    """`1 September 2021`, `1er septembre 2021`."""
    named = str(format_date(day, form, locale=LOCALES[language]))
    return named.replace("1 ", "1er ", 1) if language == "fr" and named.startswith("1 ") else named


def name_period(text: str | None, language: str) -> str:
    """`2021`, `2018 to 2021`, `March 2021`, `1 September 2021`, `all dates`."""
    period = ALWAYS if text is None else parse_period(text)
    start, end = period.start, period.end
    if start is None:
        return say("all dates" if end is None else "until {day}", language, day=end and name_day(end, language))
    if end is None:
        return say("since {day}", language, day=name_day(start, language))
    shortest = render_period(period)
    if ".." in shortest:
        first, last = _names_of_ends(period, language)
        return say("{first} to {last}", language, first=first, last=last)
    if "-Q" in shortest:
        return say("quarter {number} of {year}", language, number=shortest[-1], year=start.year)
    form = {4: "yyyy", 7: "MMMM yyyy"}.get(len(shortest), "long")
    return name_day(start, language, form)


def _names_of_ends(period: Period, language: str) -> tuple[str, str]:
    """Years where both ends are a year's, else days."""
    assert period.start is not None
    assert period.end is not None
    if (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31):
        return str(period.start.year), str(period.end.year)
    return name_day(period.start, language), name_day(period.end, language)


def name_code(directory: Directory, dimension: str, code: str | None, language: str) -> str:
    """A code of a cell or of a scope by its name, where it has one."""
    if code is None:
        return name_value(dimension, None, language)
    if MERGED in code:
        more = say_of_figures("and more", language)
        return name_merged(code, lambda one: name_code(directory, dimension, one, language), more)
    if dimension == "theme":
        return lists.themes().get(code, {}).get(language, code)
    named = directory.name_of(dimension, code)
    return name_value(dimension, code, language) if named == code else named


def name_release(release: Release, language: str) -> str:
    """Its title, else its code. Of a title in both languages, `The year 2021 / L'année 2021`, the page's."""
    english, _, french = release.title.partition(" / ")
    return (french if language == "fr" and french else english) or release.code


def name_indicators(lines: Iterable[str], definitions: Mapping[str, Definition], language: str) -> list[str]:
    """Lines of a definition in words, the other indicators that they name by title."""
    return [
        _QUOTED.sub(
            lambda found: (
                f"{found[1]}{definitions[found[2]].title[language] if found[2] in definitions else found[2]}{found[3]}"
            ),
            line,
        )
        for line in lines
    ]


def note_of_table(shown: ShownBreakdown, language: str) -> str | None:
    """What a reader must know of a table's numbers. Where the total is withheld as well, no total is said to stand."""
    if not (shown.is_withheld and shown.figure.is_withheld):
        return shown.note(language)
    return say(
        "Neither this table nor its total is published: a number of few people could be worked out from them. A longer "
        "period or a wider scope may be told.",
        language,
    )


def name_codes(directory: Directory, dimension: str, codes: Any, language: str) -> str:
    listed = [codes] if isinstance(codes, str) else list(codes)
    return join_words((name_code(directory, dimension, code, language) for code in listed), language)


def name_scope(directory: Directory, scope: Mapping[str, Any], language: str) -> str:
    """`the whole group, 2018 to 2021`, `MANA, Bordeaux, 2021`: where and when a figure looks."""
    places = [name_codes(directory, name, scope[name], language) for name in SCOPES if scope.get(name)]
    where = ", ".join(places) or say("the whole group", language)
    said = f"{where}, {name_period(scope.get('period'), language)}"
    purpose = scope.get("purpose")
    if purpose and purpose != "measurement":
        said += f", {say('for {purpose}', language, purpose=say(purpose, language))}"
    return said
