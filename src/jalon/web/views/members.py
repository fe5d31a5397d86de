"""Who is behind a figure: numbers, never names; for whose account opens them, and that she did is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from jalon.figures.words import name_unit
from jalon.language.definition import Kind
from jalon.web.asking import Asking, ask_within
from jalon.web.question import read_question
from jalon.web.views.figure import scope_of
from jalon.web.views.page import not_kept, page_view, render_page
from jalon.web.wording import name_scope
from jalon.web.words import say

SHOWN = 500
"""Numbers of one answer on a page; `jalon members` gives all of them."""


@page_view
def members(request: HttpRequest, asking: Asking, id: str) -> HttpResponse:
    """`/en/figures/participants/members?period=2021`. Raises `sign_in_first`, `not_for_you`."""
    question = read_question(id, request.META["QUERY_STRING"])
    asking = ask_within(request, asking, question.scope)
    figure = asking.members(id, question.scope)
    language = asking.language
    sets = [("yes", figure.members), ("unknown", figure.unknown)]
    if figure.kind is Kind.DISTINCT:
        sets = [("unknown", figure.unknown)]
    listed: list[dict[str, Any]] = [
        {
            "title": say("Answer {answer}", language, answer=say(answer, language)),
            "size": len(numbers),
            "numbers": [number for number, _ in zip(numbers, range(SHOWN), strict=False)],
            "more": max(0, len(numbers) - SHOWN),
        }
        for answer, numbers in sets
    ]
    asking.note_read(question.link, figure.unit, [number for one in listed for number in one["numbers"]])
    page = render_page(
        request,
        "members.html",
        title=figure.title.get(language, figure.indicator),
        where=name_scope(asking.directory, scope_of(asking, question), language),
        back=question.address(language),
        listed=listed,
        unit=name_unit(figure.unit, 2, language),
        labels=figure.codes_reached,
        link=question.link,
    )
    return not_kept(page)
