"""The portfolio: what the whole group states, where it is, what it is about, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from jalon.codelists.lists import sdg_goals
from jalon.disclosure import Shown, ShownBreakdown, Suppressed, is_told, render_shown
from jalon.errors import JalonError
from jalon.figures.group import Group
from jalon.language.definition import OF_TWO, Kind
from jalon.publishing.charts import build_chart
from jalon.publishing.map import build_world_map
from jalon.web.asking import Asking, name_source
from jalon.web.question import Question, read_question
from jalon.web.views.figures import Line, build_line
from jalon.web.views.page import page_view, render_page
from jalon.web.wording import join_words, name_code, name_period, name_release
from jalon.web.words import say

EVERYBODY = "participants"
"""The indicator that tells how many people a project, an organisation, a country has."""
MOST_TRENDS = 4
NOT_HERE = ("no_such_indicator", "unknown_scope_code", "not_published")
"""Why a headline of the settings cannot be asked of what this reader sees."""


@page_view
def portfolio(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/`"""
    if not asking.reader.is_staff and asking.release is None:
        return render_page(request, "nothing_published.html")
    language, directory = asking.language, asking.directory
    headlines = build_headlines(asking)
    questions = [question for question, _ in headlines]
    scope = whole_scope(asking, questions)
    by_country = find_table(asking, scope, "country")
    return render_page(
        request,
        "portfolio.html",
        headlines=[line for _, line in headlines],
        period=name_period(scope.get("period"), language),
        counts=(len(directory.projects), len(running(asking))),
        map=build_map(asking, scope, by_country),
        countries=build_countries(asking, scope, by_country),
        trends=list(build_trends(asking, questions)),
        organisations=build_organisations(asking, scope),
        projects=build_projects(asking, scope),
        goals=build_goals(asking),
        changes=build_changes(asking, questions),
        statuses=sorted({status for _, line in headlines for status in line.statuses}),
        is_empty=not directory.projects,
        everybody=Question(EVERYBODY, scope).address(language),
    )


def build_headlines(asking: Asking) -> list[tuple[Question, Line]]:
    """The figures of the settings that can be asked of what this reader sees."""
    found = []
    for link in asking.home.headlines:
        id, _, query = link.partition("?")
        question = read_question(id.removeprefix("jalon:"), query)
        try:
            shown = asking.figure(question.id, question.scope)
        except JalonError as error:
            if error.id not in NOT_HERE:
                raise
            continue
        found.append((question, build_line(asking, question, shown)))
    return found


def whole_scope(asking: Asking, questions: list[Question]) -> Mapping[str, Any]:
    """The period of what is not said by a headline: that of the first that is of the whole group."""
    for question in questions:
        if set(question.scope) == {"period"}:
            return question.scope
    return {} if asking.period is None else {"period": asking.period}


def find_table(asking: Asking, scope: Mapping[str, Any], dimension: str) -> ShownBreakdown | None:
    """Everybody by a dimension; None where that is no table here."""
    try:
        return asking.breakdown(EVERYBODY, scope, (dimension,))
    except JalonError as error:
        if error.id not in NOT_HERE:
            raise
        return None


def running(asking: Asking) -> list[str]:
    """Organisations that run a project themselves."""
    return sorted({project.organisation for project in asking.directory.projects.values()})


def people_by(table: ShownBreakdown | None) -> Mapping[str, Shown]:
    """Code -> how many; empty where the table is withheld."""
    return {} if table is None else {cell.values[0]: cell.size for cell in table.cells if cell.values[0] is not None}


def note_of(table: ShownBreakdown | None, language: str) -> str | None:
    """What a reader must know of numbers that stand beside names; where none does, why."""
    if table is None or not table.is_withheld:
        return None if table is None else table.note(language)
    return say(
        "How many people are in each is not published: a number of few people could be worked out from it.", language
    )


def build_map(asking: Asking, scope: Mapping[str, Any], table: ShownBreakdown | None) -> str:
    """Where the group is: countries with their number of people, or, where those are withheld, countries reached."""
    told = people_by(table)
    filled: dict[str, str | Shown] = {code: size for code, size in told.items() if is_told(size)}
    if not filled:
        filled = dict.fromkeys(reached(asking, scope), "counted")
    svg = build_world_map(filled, asking.language, say("Where the group is", asking.language)) if filled else ""
    return mark_safe(svg)  # noqa: S308  (built by us, every text in it escaped)


def reached(asking: Asking, scope: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of the countries in which anybody takes part."""
    try:
        return asking.figure("countries_reached", scope).labels
    except JalonError as error:
        if error.id not in NOT_HERE:
            raise
        return ()


def build_countries(asking: Asking, scope: Mapping[str, Any], table: ShownBreakdown | None) -> dict[str, Any]:
    """The countries of the map by name, with their people and projects."""
    language, directory = asking.language, asking.directory
    told = people_by(table)
    codes = set(told) or set(reached(asking, scope))
    projects: dict[str, int] = {}
    for project in directory.projects.values():
        for code in project.countries:
            projects[code] = projects.get(code, 0) + 1
    rows = [
        {
            "name": name_code(directory, "country", code, language),
            "address": Question(EVERYBODY, {**scope, "country": code}).address(language),
            "people": told.get(code),
            "projects": projects.get(code, 0),
        }
        for code in codes
    ]
    note = note_of(table, language)
    return {"rows": sorted(rows, key=lambda row: str(row["name"])), "note": note, "told": bool(told)}


def build_trends(asking: Asking, questions: list[Question]) -> Iterator[dict[str, str]]:
    """Year by year: the headlines that have years."""
    language, drawn = asking.language, 0
    for question in questions:
        definition = asking.definition(question.id)
        if drawn == MOST_TRENDS or "year" not in definition.by or definition.kind not in (Kind.COUNT, Kind.AREA):
            continue
        table = asking.breakdown(question.id, question.scope, ("year",))
        if table.is_withheld or len(table.cells) < 2:
            continue
        drawn += 1
        yield {
            "title": definition.title[language],
            "address": Question(question.id, question.scope, ("year",)).address(language),
            "chart": mark_safe(build_chart(table, language)),  # noqa: S308  (built by us, every text in it escaped)
        }


def build_organisations(asking: Asking, scope: Mapping[str, Any]) -> dict[str, Any]:
    """Organisations that run projects, with their people."""
    language, directory = asking.language, asking.directory
    table = find_table(asking, scope, "organisation")
    told = people_by(table)
    rows = [
        {
            "code": code,
            "name": directory.organisations[code].name,
            "projects": len(directory.projects_of(code)),
            "countries": len({one for project in directory.projects_of(code) for one in project.countries}),
            "people": told.get(code),
        }
        for code in running(asking)
    ]
    note = note_of(table, language)
    return {"rows": sorted(rows, key=lambda row: str(row["name"])), "note": note, "told": bool(told)}


def build_projects(asking: Asking, scope: Mapping[str, Any]) -> dict[str, Any]:
    """Every project: where it is, who runs it, who pays, how many people."""
    language, directory = asking.language, asking.directory
    table = find_table(asking, scope, "project")
    told = people_by(table)
    rows = []
    for project in directory.projects.values():
        funders = dict.fromkeys(directory.grants[code].funder for code in project.grants)
        rows.append(
            {
                "code": project.code,
                "name": project.name or project.code,
                "organisation": name_code(directory, "organisation", project.organisation, language),
                "where": name_countries(asking, project.countries),
                "funders": join_words((name_code(directory, "funder", code, language) for code in funders), language),
                "people": told.get(project.code),
            }
        )
    note = note_of(table, language)
    return {"rows": sorted(rows, key=lambda row: str(row["name"])), "note": note, "told": bool(told)}


def name_countries(asking: Asking, codes: tuple[str, ...], most: int = 3) -> str:
    """Up to `most` of them by name, and how many more; one more is named too."""
    shown = codes if len(codes) == most + 1 else codes[:most]
    names = [name_code(asking.directory, "country", code, asking.language) for code in shown]
    rest = len(codes) - len(shown)
    if rest > 0:
        names.append(say("{count} more", asking.language, count=rest))
    return join_words(names, asking.language)


def build_goals(asking: Asking) -> list[dict[str, Any]]:
    """Goals that a project or an indicator serves, in their order."""
    projects: dict[str, set[str]] = {}
    indicators: dict[str, set[str]] = {}
    for project in asking.directory.projects.values():
        for target in project.sdg_targets:
            projects.setdefault(target.partition(".")[0], set()).add(project.code)
    for id, definition in asking.definitions.items():
        for target in definition.sdg:
            indicators.setdefault(target.partition(".")[0], set()).add(id)
    return [
        {
            "number": number,
            "title": title[asking.language],
            "projects": len(projects.get(number, ())),
            "figures": len(indicators.get(number, ())),
        }
        for number, title in sdg_goals().items()
        if number in projects or number in indicators
    ]


def build_changes(asking: Asking, questions: list[Question]) -> dict[str, Any] | None:
    """The headlines then and now: for staff since the last release, for a visitor since the one before.

    Why they differ, member by member, is a page of its own: it asks the figure of facts that never were.
    """
    language, after = asking.language, asking.source
    earlier = asking.releases if isinstance(after, Group) else asking.releases[:-1]
    if not earlier:
        return None
    before = earlier[-1]
    rows = []
    for question in questions:
        kind = asking.definition(question.id).kind
        if kind in OF_TWO:
            continue
        try:
            then, now = (
                asking.figure(question.id, question.scope, of=before),
                asking.figure(question.id, question.scope),
            )
        except JalonError as error:
            if error.id not in NOT_HERE:
                raise
            continue
        rows.append(
            {
                "title": now.title(language),
                "address": question.address(language),
                "then": then.value,
                "now": now.value,
                "difference": difference_text(then.value, now.value, language),
                "why": ""
                if kind is Kind.DISTINCT
                else question.comparison(language, *map(name_source, (before, after))),
            }
        )
    # A release of half a year states none of the headlines of several: there is nothing to set beside them.
    return {"before": name_release(before, language), "rows": rows} if rows else None


def difference_text(then: Shown, now: Shown, language: str) -> str:
    """`+ 6`, `− 1`, `0`; nothing where either is not told."""
    if then is None or now is None or isinstance(then, Suppressed) or isinstance(now, Suppressed):
        return ""
    difference = Fraction(now) - Fraction(then)
    sign = "+ " if difference > 0 else "− " if difference < 0 else ""
    whole = isinstance(now, int) and isinstance(then, int)
    size = int(abs(difference)) if whole else Decimal(abs(difference).numerator) / abs(difference).denominator
    return f"{sign}{render_shown(size, language)}"
