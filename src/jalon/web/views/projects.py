"""Projects and organisations: the lists, and a page for each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from jalon.codelists.lists import organisation_kinds, sdg_goals
from jalon.errors import JalonError, nearest_name
from jalon.web.asking import Asking, ask_within
from jalon.web.question import Question, read_question
from jalon.web.views.figures import Line, build_lines
from jalon.web.views.page import page_view, render_page
from jalon.web.views.portfolio import build_headlines, build_organisations, build_projects, name_countries, whole_scope
from jalon.web.wording import name_code, name_day, name_period
from jalon.web.words import say
from jalon.workflows.directory import ProjectCard

RULES = {
    "none": "no rules of its own",
    "esf_2014_2020": "rules of the ESF 2014-2020",
    "esf_plus": "rules of the ESF+",
}
"""By which rules a grant counts, in words."""


@page_view
def projects(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/projects`"""
    read_question("projects", request.META["QUERY_STRING"])
    scope = whole_scope(asking, [question for question, _ in build_headlines(asking)])
    return render_page(
        request,
        "projects.html",
        projects=build_projects(asking, scope),
        organisations=build_organisations(asking, scope),
        period=name_period(scope.get("period"), asking.language),
    )


@page_view
def project(request: HttpRequest, asking: Asking, code: str) -> HttpResponse:
    """`/en/projects/MANA`: what it does, for whom, where, who pays, its figures. Raises `unknown_scope_code`."""
    cards = asking.directory.projects
    if code not in cards:
        raise JalonError("unknown_scope_code", nearest=nearest_name(code, cards), dimension="project", found=code)
    asking = ask_within(request, asking, {"project": code})
    card, language, directory = cards[code], asking.language, asking.directory
    collected, missing, period = figures_of(asking, request, {"project": code})
    return render_page(
        request,
        "project.html",
        card=card,
        organisation=name_code(directory, "organisation", card.organisation, language),
        dates=dates_of(card, language),
        countries=name_countries(asking, card.countries, most=len(card.countries)),
        themes=[name_code(directory, "theme", theme, language) for theme in card.themes],
        sites=[directory.sites[one] for one in card.sites],
        grants=[
            {
                "name": directory.grants[one].name or one,
                "funder": name_code(directory, "funder", directory.grants[one].funder, language),
                "rules": say(RULES[directory.grants[one].rule_set], language),
            }
            for one in card.grants
        ],
        goals=goals_of(card, language),
        collected=collected,
        missing=missing,
        period=period,
    )


@page_view
def organisation(request: HttpRequest, asking: Asking, code: str) -> HttpResponse:
    """`/en/organisations/SANTE`: its projects and figures. Raises `unknown_scope_code`."""
    cards, language = asking.directory.organisations, asking.language
    if code not in cards:
        raise JalonError("unknown_scope_code", nearest=nearest_name(code, cards), dimension="organisation", found=code)
    asking = ask_within(request, asking, {"organisation": code})
    card = cards[code]
    scope = whole_scope(asking, [question for question, _ in build_headlines(asking)])
    own = build_projects(asking, scope)
    own["rows"] = [row for row in own["rows"] if asking.directory.projects[row["code"]].organisation == code]
    below = [one for one in cards.values() if one.parent == code]
    collected, missing, period = figures_of(asking, request, {"organisation": code})
    return render_page(
        request,
        "organisation.html",
        card=card,
        kind=organisation_kinds().get(card.kind, {}).get(language, card.kind),
        country=name_code(asking.directory, "country", card.country, language) if card.country else "",
        parent=cards.get(card.parent or ""),
        below=below,
        projects=own,
        gives=[one.name or one.code for one in asking.directory.grants.values() if one.funder == code],
        collected=collected,
        missing=missing,
        period=period,
    )


def figures_of(asking: Asking, request: HttpRequest, scope: dict[str, str]) -> tuple[list[Line], list[Line], str]:
    """The figures of a project or an organisation in the period asked: collected, not collected, and the period."""
    asked = read_question("figures", request.META["QUERY_STRING"])
    lines = build_lines(asking, Question("figures", {**asked.scope, **scope}))
    period = name_period(str(asked.scope.get("period", asking.period or "all")), asking.language)
    return [one for one in lines if one.is_collected], [one for one in lines if not one.is_collected], period


def dates_of(card: ProjectCard, language: str) -> str:
    start, end = (None if day is None else name_day(day, language) for day in (card.start, card.end))
    if start is None and end is None:
        return say("not stated", language)
    if end is None:
        return say("since {day}", language, day=start)
    return say("{first} to {last}", language, first=start, last=end) if start else say("until {day}", language, day=end)


def goals_of(card: ProjectCard, language: str) -> list[dict[str, Any]]:
    """The targets that it serves, under their goals."""
    goals: dict[str, list[str]] = {}
    for target in card.sdg_targets:
        goals.setdefault(target.partition(".")[0], []).append(target)
    known = sdg_goals()
    return [
        {"number": number, "title": known[number][language], "targets": targets} for number, targets in goals.items()
    ]
