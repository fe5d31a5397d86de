"""The list of figures: every indicator in one scope."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from jalon.disclosure import ShownFigure
from jalon.disclosure.suppressed import is_told
from jalon.figures.words import say as name_status
from jalon.web.asking import Asking, ask_within
from jalon.web.drawing import build_mix
from jalon.web.question import Question, read_question
from jalon.web.views.figure import Option, build_periods, scope_of, unit_text, value_text
from jalon.web.views.page import page_view, render_page
from jalon.web.wording import name_scope
from jalon.web.words import say

ANY = "figures"
"""Stands where a question names an indicator: the list asks of all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a list."""

    title: str
    address: str
    where: str
    value: str
    is_word: bool
    """The value is no number but why there is none: withheld, not computable."""
    unit: str
    status: str
    statuses: tuple[str, ...]
    unknown: object
    mix: SafeString
    is_collected: bool
    reason: str


def build_line(asking: Asking, question: Question, shown: ShownFigure) -> Line:
    """A figure as a list shows it, leading to its page."""
    language = asking.language
    return Line(
        title=shown.title(language),
        address=question.address(language),
        where=name_scope(asking.directory, scope_of(asking, question), language),
        value=value_text(shown, language),
        is_word=not is_told(shown.value),
        unit=unit_text(shown, language),
        status=" + ".join(name_status(status, language) for status in shown.status.split("+")),
        statuses=tuple(shown.status.split("+")),
        unknown=shown.unknown,
        mix=mark_safe(build_mix(shown, language)),  # noqa: S308  (built by us, every text in it escaped)
        is_collected=shown.collected,
        reason=shown.reason(language) or "",
    )


def build_lines(asking: Asking, question: Question) -> list[Line]:
    """Every indicator in the scope of the question, those collected first."""
    lines = []
    for id in asking.definitions:
        of_one = Question(id, question.scope)
        lines.append(build_line(asking, of_one, asking.figure(id, of_one.scope)))
    return sorted(lines, key=lambda line: (not line.is_collected, line.title.casefold()))


@page_view
def figures(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/figures?period=2021`"""
    question = read_question(ANY, request.META["QUERY_STRING"])
    asking = ask_within(request, asking, question.scope)
    lines = build_lines(asking, question)
    period = str(question.scope.get("period", asking.period or ""))
    where = name_scope(asking.directory, scope_of(asking, question), asking.language)
    return render_page(
        request,
        "figures.html",
        collected=[line for line in lines if line.is_collected],
        missing=[line for line in lines if not line.is_collected],
        where=where,
        where_sentence=f"{where[:1].upper()}{where[1:]}.",
        period=period,
        periods=build_periods(asking),
        projects=[
            Option(one.code, one.name or one.code, question.scope.get("project") == one.code)
            for one in sorted(asking.directory.projects.values(), key=lambda one: one.name)
        ],
        everywhere=say("the whole group", asking.language),
    )
