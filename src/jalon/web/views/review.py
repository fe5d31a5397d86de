"""Pairs that may be one person: the list, two records side by side, a decision, its undo.

For whoever signed in with an account that opens people by name, and only pairs of which it opens both. Each view of
two records is kept as a read of their files; none is kept by site or browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jalon.errors import JalonError
from jalon.figures.figure import Figure
from jalon.records.actions.identity import MODEL, RULES, UNDONE
from jalon.records.permissions import find_openable
from jalon.web.asking import Asking, ask
from jalon.web.evidence import name_evidence, name_field, name_level, name_verdict, split_differing
from jalon.web.middleware import allow_own_script
from jalon.web.views.page import not_kept, render_page
from jalon.web.wording import name_day
from jalon.web.words import say
from jalon.workflows.decide import decide_identity
from jalon.workflows.review import Pair, effects_in, list_decisions, list_reviewable, show_pair, undo_decision
from jalon.workflows.review_effects import Effects
from jalon.workflows.waiting import Waiting

P = ParamSpec("P")
VERDICTS = ("same", "different", "unsure")
LISTED = 100
"""Pairs on the list's page; the others come as these are decided."""
DECIDED = 10
FIRST_TOLD = "participants"
REASON = "both records seen side by side"
"""Why, where the reviewer writes nothing."""


def for_reviewers(
    view: Callable[Concatenate[HttpRequest, Asking, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view for accounts that open people by name. Raises `sign_in_first`, `not_for_you`."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **parts: P.kwargs) -> HttpResponse:
        parts.pop("language", None)
        asking = ask(request)
        if not asking.reader.sight.people:
            raise asking.refusal()
        return not_kept(view(request, asking, *args, **parts))

    return answer


@require_safe
@for_reviewers
def queue(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/review?project=MANA`: what waits, the likeliest first, and what was decided last. Numbers, no names."""
    project = request.GET.get("project") or None
    waiting = waiting_for(asking, project)
    language = asking.language
    rows = [
        {
            "address": pair_address(language, one.first, one.second, project),
            "first": one.first,
            "second": one.second,
            "score": score_text(one.score, language),
            "evidence": name_evidence(one.why, language),
        }
        for one in waiting[:LISTED]
    ]
    page = render_page(
        request,
        "review.html",
        rows=rows,
        count=len(waiting),
        more=len(waiting) - len(rows),
        projects=projects_of(asking),
        project=project or "",
        decisions=build_decisions(asking),
        done=build_done(request, asking),
    )
    return allow_own_script(page)


@require_safe
@for_reviewers
def pair(request: HttpRequest, asking: Asking, first: int, second: int) -> HttpResponse:
    """`/en/review/5/8`: two records side by side. That this reader saw them is kept."""
    check_can_open(asking, first, second)
    project = request.GET.get("project") or None
    shown = show_pair(first, second, by=asking.reader.name, effects=lambda *both: effects_for(asking, *both))
    language = asking.language
    waiting = waiting_for(asking, project)
    place = next((at for at, one in enumerate(waiting) if (one.first, one.second) == (shown.first, shown.second)), None)
    page = render_page(
        request,
        "review_pair.html",
        pair=shown,
        rows=list(build_rows(shown, language)),
        spells=[list(build_spells(asking, spells)) for spells in shown.spells],
        score=score_text(shown.score, language),
        said=list(build_said(shown, language)),
        effects=build_effects(asking, shown.effects),
        place=None if place is None else place + 1,
        waiting=len(waiting),
        next=address_after(language, waiting, place, project),
        previous=address_before(language, waiting, place, project),
        back=queue_address(language, project),
        project=project or "",
        done=build_done(request, asking),
    )  # fmt: skip
    return allow_own_script(page)


@require_POST
@for_reviewers
def decide(request: HttpRequest, asking: Asking, first: int, second: int) -> HttpResponse:
    """Append what the reviewer says of the pair, then show the next one. Raises what `decide_identity` raises."""
    check_can_open(asking, first, second)
    project = request.POST.get("project") or None
    before = waiting_for(asking, project)
    place = next((at for at, one in enumerate(before) if {one.first, one.second} == {first, second}), None)
    made = decide_identity(
        first,
        second,
        verdict=request.POST.get("verdict", ""),
        reason=request.POST.get("reason", "").strip() or REASON,
        by=asking.reader.name,
    )
    after = address_after(asking.language, before, place, project)
    return redirect(with_query(after or queue_address(asking.language, project), done=str(made.number)))


@require_POST
@for_reviewers
def undo(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Take back a decision by one more, and show its pair. Raises `no_such_decision`."""
    number = request.POST.get("decision", "")
    known = next((one for one in list_decisions(asking.reader.sight.people) if str(one.number) == number), None)
    if known is None:
        raise JalonError("no_such_decision", found=number)
    made = undo_decision(known.number, by=asking.reader.name)
    pair = pair_address(asking.language, known.first, known.second, request.POST.get("project") or None)
    return redirect(with_query(pair, done=str(made.number)))


def check_can_open(asking: Asking, *numbers: int) -> None:
    """Raises `not_for_you`: also of a number that nobody has, so that none can be tried."""
    if not set(numbers) <= find_openable(asking.reader.sight.people, numbers):
        raise asking.refusal()


def waiting_for(asking: Asking, project: str | None) -> list[Waiting]:
    """What waits for this reader. Raises `unknown_record`; `not_for_you` of a project she does not see."""
    people = asking.reader.sight.people
    if project is not None and not people.holds({"project": project}):
        raise asking.refusal()
    return list_reviewable(people, project)


def effects_for(asking: Asking, first: int, second: int) -> Effects:
    """What a decision moves in the figures that this reader sees."""
    sight = asking.reader.sight.figures
    projects = None if sight.everything else sight.projects

    def figure_of(id: str, scope: Mapping[str, str]) -> Figure:
        # One figure at a time: other readers' pages come in between.
        return asking.site.compute(lambda: asking.group.figure(id, **scope))

    return effects_in(asking.home, figure_of, projects)(first, second)


def build_rows(shown: Pair, language: str) -> Iterator[dict[str, Any]]:
    """The two records field by field, with a sign and a word where they differ."""
    for item in shown.fields:
        if not item.first and not item.second:
            continue
        differ = item.agree is False
        yield {
            "field": name_field(item.field, language),
            "sides": split_differing(item.first, item.second) if differ else ([(item.first, False)], [(item.second, False)]),
            "sign": {True: "=", False: "≠", None: "·"}[item.agree],
            "state": {True: "agree", False: "differ", None: "unknown"}[item.agree],
            "word": name_level(item.field, item.level, item.agree, language),
        }  # fmt: skip


def build_said(shown: Pair, language: str) -> Iterator[dict[str, str]]:
    """Who said what of the pair, the latest first."""
    names = {RULES: say("a rule of Jalon", language), MODEL: say("the model", language)}
    for one in reversed(shown.said):
        is_undone, is_open = one.reason.startswith(UNDONE), one.by_machine and one.verdict == "unsure"
        yield {
            "who": names.get(one.author, one.author) if one.by_machine else one.author,
            "verdict": say("taken back, to be decided again", language) if is_undone
            else say("perhaps one person", language) if is_open else name_verdict(one.verdict, language),
            "day": name_day(one.at.date(), language, "medium"),
            "why": name_evidence(one.reason, language) if one.by_machine else one.reason,
        }  # fmt: skip


def build_spells(asking: Asking, spells: Any) -> Iterator[str]:
    """Where somebody was enrolled and when; of projects that the reader does not see only that there are some."""
    elsewhere = 0
    for one in spells:
        if not asking.reader.sight.people.holds({"project": one.project}):
            elsewhere += 1
            continue
        language = asking.language
        first = name_day(one.entry, language, "medium")
        last = name_day(one.exit, language, "medium") if one.exit else "…"
        yield f"{asking.directory.name_of('project', one.project)}, {first} – {last}"
    if elsewhere:
        yield say("elsewhere in the group: {count}", asking.language, count=elsewhere)


def build_effects(asking: Asking, effects: Effects | None) -> dict[str, Any] | None:
    """The figures that move, by name."""
    if effects is None:
        return None
    language = asking.language
    periods: dict[tuple[Any, ...], list[str]] = {}
    for one in sorted(effects.moved, key=lambda one: one.indicator != FIRST_TOLD):
        # A year in which it moves as ever is told on one line with it.
        alike = (one.title.get(language, one.indicator), one.project, one.before, one.after, one.reason)
        periods.setdefault(alike, []).append(one.period or say("all years", language))
    rows = [
        {
            "title": title,
            "where": asking.directory.name_of("project", project) if project else say("the whole group", language),
            "when": ", ".join(listed),
            "before": before,
            "after": after,
            "reason": say(reason, language) if reason in ("merged", "split") else "",
        }
        for (title, project, before, after, reason), listed in periods.items()
    ]
    return {"rows": rows, "more": effects.more, "is_same": effects.verdict == "same"}


def build_decisions(asking: Asking) -> list[dict[str, Any]]:
    """What was decided last, by whom and why."""
    language = asking.language
    return [
        {
            "number": one.number,
            "first": one.first,
            "second": one.second,
            "address": pair_address(language, one.first, one.second, None),
            "verdict": name_verdict(one.verdict, language),
            "author": one.author,
            "day": name_day(one.at.date(), language, "medium"),
            "reason": one.reason,
            "can_be_undone": one.is_last,
        }
        for one in list_decisions(asking.reader.sight.people, DECIDED)
    ]


def build_done(request: HttpRequest, asking: Asking) -> dict[str, Any] | None:
    """The decision just made, in words and to be taken back at once; or that one was taken back.

    It stands in the page's title and has the focus: a screen reader says both of a new page, and not that it holds a
    message.
    """
    number = request.GET.get("done", "")
    known = (one for one in list_decisions(asking.reader.sight.people, DECIDED) if str(one.number) == number)
    one = next((one for one in known if one.is_last and one.author == asking.reader.name), None)
    if one is None:
        return None
    pair, language = {"first": one.first, "second": one.second}, asking.language
    if one.reason.startswith(UNDONE):
        return {"number": None, "text": say("Taken back: {first} and {second} are as before.", language, **pair)}
    verdict = name_verdict(one.verdict, language)
    text = say("Kept: {first} and {second}, {verdict}.", language, **pair, verdict=verdict)
    return {"number": one.number, "text": text}


def projects_of(asking: Asking) -> list[tuple[str, str]]:
    """The projects whose people this reader sees, by name."""
    people = asking.reader.sight.people
    codes = asking.directory.projects
    return sorted((asking.directory.name_of("project", one), one) for one in codes if people.holds({"project": one}))


def score_text(score: float | None, language: str) -> str:
    """`97 %`; how likely it is is not told where an import found them."""
    if score is None:
        return say("not weighed", language)
    shown = min(max(score, 0.001), 0.999)
    text = f"{shown * 100:.1f} %" if shown > 0.99 else f"{shown * 100:.0f} %"
    return text.replace(".", ",") if language == "fr" else text


def queue_address(language: str, project: str | None) -> str:
    return with_query(reverse("review", kwargs={"language": language}), project=project)


def pair_address(language: str, first: int, second: int, project: str | None) -> str:
    parts = {"language": language, "first": first, "second": second}
    return with_query(reverse("review_pair", kwargs=parts), project=project)


def address_after(language: str, waiting: list[Waiting], place: int | None, project: str | None) -> str:
    """The pair after this one in the list, after the last one the first; empty where there is no other."""
    others = [one for at, one in enumerate(waiting) if at != place]
    if not others:
        return ""
    follows = others[place % len(others)] if place is not None else others[0]
    return pair_address(language, follows.first, follows.second, project)


def address_before(language: str, waiting: list[Waiting], place: int | None, project: str | None) -> str:
    """The pair before this one in the list, before the first one the last; empty where there is no other."""
    if place is None or len(waiting) < 2:
        return ""
    precedes = waiting[place - 1]
    return pair_address(language, precedes.first, precedes.second, project)


def with_query(address: str, **asked: str | None) -> str:
    given = {name: value for name, value in asked.items() if value}
    if not given:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(given)}"
