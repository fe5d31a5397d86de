"""A figure's page: how much, how sure, where from, by what; its definition, its history, its overlap."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from jalon.disclosure import Shown, ShownBreakdown, ShownFigure, ShownPart, Suppressed, is_told, render_shown
from jalon.errors import JalonError
from jalon.figures.composition import total_of
from jalon.figures.period import render_short_period
from jalon.figures.render import render_target
from jalon.figures.words import name_dimension, name_unit
from jalon.figures.words import say as name_status
from jalon.language.definition import OF_TWO, Definition, Kind
from jalon.language.render import render_words
from jalon.publishing.charts import build_chart, build_history, has_bars
from jalon.web.asking import Asking, ask_within, name_source
from jalon.web.citing import build_citation
from jalon.web.drawing import build_mix
from jalon.web.examples import build_example_table
from jalon.web.projecting import build_series
from jalon.web.question import Question, codes_of, read_question
from jalon.web.tables import Equation, Table, build_equation, build_table
from jalon.web.views.page import kept_view, render_page
from jalon.web.wording import (
    SCOPES,
    join_words,
    name_code,
    name_codes,
    name_day,
    name_indicators,
    name_period,
    name_release,
    name_scope,
    note_of_table,
)
from jalon.web.words import say
from jalon.workflows.quality_overview import quality_stamp

PREFERRED = ("year", "country", "sex", "age_band", "project", "organisation")
"""What a table is by where nothing is asked: the first of these that the indicator offers."""
WITHOUT_MEMBERS = (*OF_TWO, Kind.DISTINCT)
"""Kinds whose sets are not laid side by side."""
PICKED = ("project", "organisation", "country")
"""Restrictions that the form offers; others are kept as they are."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of the form."""

    value: str
    name: str
    is_chosen: bool


def _stamp(asking: Asking) -> Hashable:
    """For who may see a band: what waits for a decision changes without the facts."""
    return quality_stamp(asking.home) if asking.reader.sight.figures else ()


@kept_view(_stamp)
def figure(request: HttpRequest, asking: Asking, id: str) -> HttpResponse:
    """`/en/figures/participants?period=2021&project=MANA&by=sex`"""
    question = read_question(id, request.META["QUERY_STRING"])
    asking = ask_within(request, asking, question.scope)
    question = replace(question, scope=scope_of(asking, question))
    definition = asking.definition(id)
    shown = asking.figure(id, question.scope)
    language = asking.language
    where = name_scope(asking.directory, scope_of(asking, question), language)
    return render_page(
        request,
        "figure.html",
        shown=shown,
        title=shown.title(language),
        definition=definition,
        about=(definition.about or {}).get(language, ""),
        where=where,
        where_sentence=f"{where[:1].upper()}{where[1:]}.",
        status=status_text(shown, language),
        progress=progress_text(shown, language),
        series=build_series(asking, shown),
        value=value_text(shown, language),
        unit=unit_text(shown, language),
        mix=mark_safe(build_mix(shown, language)),  # noqa: S308  (built by us, every text in it escaped)
        equation=equation_of(shown, language),
        parts=list(build_parts(asking, shown)),
        sure=list(build_sureness(shown, language)),
        doubt=list(build_doubt(asking, question)),
        restrictions=list(build_restrictions(asking, question)),
        form=build_form(asking, question, definition),
        breakdown=build_breakdown(asking, question, definition),
        words=build_words(definition, asking.definitions, language),
        examples=build_example_table(definition.examples, language),
        history=build_history_of(asking, question),
        overlap=build_overlap(asking, question, definition),
        citation=build_citation(
            asking, question, shown, request.build_absolute_uri(question.within().address(language))
        ),
        downloads=[(name, question.address(language, "download", format=form)) for form, name in FORMATS],
        members=question.address(language, "members") if asking.can_open(question.scope) else "",
        link=f"jalon:{question.link}",
    )


FORMATS = (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet"))


def scope_of(asking: Asking, question: Question) -> Mapping[str, Any]:
    """The scope asked, with the period meant where none is said."""
    return dict(question.scope) if asking.period is None else {"period": asking.period, **question.scope}


def value_text(shown: ShownFigure, language: str) -> str:
    """The number alone, or the word that stands in its place."""
    if shown.value is None:
        return say("not computable" if shown.collected else "not collected", language)
    return render_shown(shown.value, language)


def unit_text(shown: ShownFigure, language: str) -> str:
    return "" if shown.value is None or shown.is_withheld else shown.unit_name(language)


def status_text(shown: ShownFigure, language: str) -> str:
    """`counted + declared`, in words."""
    return " + ".join(name_status(status, language) for status in shown.status.split("+"))


def progress_text(shown: ShownFigure, language: str) -> str:
    """`500, 45.0 % of the way`; nothing without a target."""
    if shown.progress is None:
        return ""
    target = render_target(shown.progress.target, language)
    if shown.progress.value is None:
        return target
    return say(
        "{target}: {share} of the way", language, target=target, share=render_shown(shown.progress.value, language)
    )


def equation_of(shown: ShownFigure, language: str) -> Equation | None:
    """How the value came about, where it is more than a count: parts added, plots that overlap, a part of a whole."""
    if shown.is_mixed and is_told(shown.value):
        terms = [(total, name_status(status, language)) for status, total in shown.sums.items()]
        if len(terms) > 1 and all(is_told(total) for total, _ in terms):
            signed = [("" if place == 0 else "+", *term) for place, term in enumerate(terms)]
            return build_equation(signed, (shown.value, shown.unit_name(language)), language)
    if shown.beside and is_told(shown.value):
        added, overlap = shown.beside["sum"], shown.beside["overlap"]
        return build_equation(
            [("", added, say("sum of the plots", language)), ("−", overlap, say("overlapping", language))],
            (shown.value, say("hectares, once each", language)),
            language,
        )
    if shown.kind in OF_TWO and shown.part and shown.of and is_told(shown.value) and is_told(shown.no):
        known = shown.size + shown.no  # type: ignore[operator]  # both are told
        return build_equation(
            [("", shown.size, shown.part.title(language)), ("÷", known, shown.of.title(language))],
            (shown.value, say("of those whose answer is known", language)),
            language,
        )
    return None


RELATIONS = {
    "disjoint": "added: none of them is counted",
    "contained": "not added: they are counted already",
    "unknown": "not added: how many are counted already is not known",
}


def build_parts(asking: Asking, shown: ShownFigure) -> Iterator[dict[str, Any]]:
    """Totals without members: who states them, for where and when, and whether they are added to what is counted.

    What one declares of one project, year after year, is one row where it is all added.
    """
    language = asking.language
    alike: dict[tuple[object, ...], list[ShownPart]] = {}
    for one in shown.composition:
        part = one.part
        if part.quantity is not None:
            key = (part.status, part.project, part.source, part.country, part.relation)
            alike.setdefault((*key, "" if one.is_added else part.quantity), []).append(one)
    for listed in alike.values():
        part = listed[0].part
        numbers = [one.value for one in listed]
        periods = [render_short_period(one.part.period) for one in listed if one.part.period]
        yield {
            "status": name_status(part.status, language),
            "value": total_of(numbers) if all(is_told(number) for number in numbers) else numbers[0],  # type: ignore[arg-type]
            "project": part.project or "",
            "project_name": name_code(asking.directory, "project", part.project, language) if part.project else "",
            "source": name_code(asking.directory, "organisation", part.source, language) if part.source else "",
            "country": name_code(asking.directory, "country", part.country, language) if part.country else "",
            "period": join_words((name_period(one, language) for one in periods), language),
            "relation": say(RELATIONS[part.relation], language) if part.relation else "",
        }


def build_sureness(shown: ShownFigure, language: str) -> Iterator[str]:
    """How sure it is: what is not known, and how far it could move the figure. Nothing unknown is said too."""
    if shown.value is None:
        yield shown.reason(language) or ""
    if shown.is_withheld:
        yield say(
            "Few stand behind this number, or behind one that it would give away: it is withheld to protect them.",
            language,
        )
        return
    least, most = shown.bounds
    open_numbers: list[tuple[Shown, str]] = [
        (shown.unknown, "{count} whose answer is not known are not in the figure."),
        (shown.not_exact, "Of {count} the number is not known."),
    ]
    said = False
    for count, text in open_numbers:
        if isinstance(count, Suppressed):
            said = True
            yield say("Of a few, whether they count is not known; how many is withheld.", language)
        elif count:
            said = True
            yield say(text, language, count=render_shown(count, language))
    if said and is_told(least) and is_told(most) and least != most:
        low, high = render_shown(least, language), render_shown(most, language)
        yield say("Were all known, it would lie between {low} and {high}.", language, low=low, high=high)
    if not said and shown.value is not None:
        yield say("Nobody's answer is unknown.", language)


def build_doubt(asking: Asking, question: Question) -> Iterator[str]:
    """Between what a count of people lies while pairs wait for review; nothing where nobody is in doubt."""
    language = asking.language
    band = asking.band(question.id, question.scope, _stamp(asking))
    if band is None or (band.least == band.most and not band.waiting):
        return
    ends = [render_shown(end, language) for end in (band.least, band.most, band.stated)]
    yield say("between {low} and {high}, stated {stated}.", language, low=ends[0], high=ends[1], stated=ends[2])
    if band.waiting:
        yield say("Pairs that wait for review: {count}.", language, count=render_shown(len(band.waiting), language))
    if band.by_model:
        yield say("Joined by the model alone: {count}.", language, count=render_shown(band.by_model, language))


def build_restrictions(asking: Asking, question: Question) -> Iterator[dict[str, str]]:
    """Each restriction by name, with the address of the figure without it."""
    for name in SCOPES:
        if name in question.scope:
            yield {
                "name": name_dimension(name, asking.language),
                "codes": name_codes(asking.directory, name, question.scope[name], asking.language),
                "without": replace(question.within(**{name: None}), by=question.by).address(asking.language),
            }


def build_form(asking: Asking, question: Question, definition: Definition) -> dict[str, Any]:
    """What the picker offers; fields that it does not offer are passed on as they are."""
    language, directory = asking.language, asking.directory
    chosen = by_of(asking, question, definition)
    offered = [(dimension, name_dimension(dimension, language)) for dimension in definition.by]
    offered += [(d, name_dimension(d, language)) for d in chosen if d not in definition.by]
    places: dict[str, list[tuple[str, str]]] = {
        "project": [(one.code, one.name or one.code) for one in directory.projects.values()],
        "organisation": [(one.code, one.name) for one in directory.organisations.values()],
        "country": [
            (code, name_code(directory, "country", code, language))
            for code in sorted({code for one in directory.projects.values() for code in one.countries})
        ],
    }
    selects = []
    hidden = [(name, code) for name in SCOPES if name not in PICKED for code in codes_of(question.scope.get(name, []))]
    for name in PICKED:
        codes = codes_of(question.scope.get(name, []))
        if len(codes) > 1:
            hidden += [(name, code) for code in codes]
            continue
        options = [Option(code, title, code in codes) for code, title in sorted(places[name], key=lambda one: one[1])]
        selects.append({"name": name, "title": name_dimension(name, language), "options": options})
    hidden += [("purpose", question.scope["purpose"])] if "purpose" in question.scope else []
    return {
        "by": [
            [Option(code, title, len(chosen) > place and chosen[place] == code) for code, title in offered]
            for place in (0, 1)
        ],
        "period": question.scope.get("period", asking.period or ""),
        "periods": build_periods(asking),
        "selects": selects,
        "hidden": hidden,
    }


def build_periods(asking: Asking) -> list[str]:
    """Periods worth offering: each year of the projects that is over or begun, and all of them together."""
    starts = [one.start.year for one in asking.directory.projects.values() if one.start]
    last = int(asking.source.facts_made_at[:4] or 0)
    ends = [min(one.end.year, last) for one in asking.directory.projects.values() if one.end]
    if not starts or not ends:
        return []
    first, last = max(min(starts), max(ends) - 9), max(ends)
    whole = f"{first}..{last}"
    return [whole, *map(str, range(last, first - 1, -1))]


def by_of(asking: Asking, question: Question, definition: Definition) -> tuple[str, ...]:
    """The dimensions asked, else one that says something of most figures."""
    if question.by:
        return question.by
    if definition.kind is Kind.REPRESENTATION:
        return ()
    period = str(question.scope.get("period", asking.period or "all"))
    is_one_year = len(period) == len("2021")
    offered = [name for name in PREFERRED if name in definition.by and not (name == "year" and is_one_year)]
    return tuple(offered[:1]) or definition.by[:1]


def build_breakdown(asking: Asking, question: Question, definition: Definition) -> dict[str, Any] | None:
    """The table with its chart and how it adds up; or why there is none. None where none is to be had."""
    language = asking.language
    dimensions = by_of(asking, question, definition)
    if not dimensions:
        return None
    try:
        shown = asking.breakdown(question.id, question.scope, dimensions)
    except JalonError as error:
        if question.by:
            raise
        return {"refused": error.found(language)}
    table = build_table(asking, question, shown)
    return {
        "title": say("By {dimensions}", language, dimensions=" × ".join(shown.headings(language))),
        "chart": chart_of(asking, shown),
        "table": table,
        "note": note_of_table(shown, language),
        "equations": list(equations_of(shown, table, language)),
        "cell": table.cell,
    }


def chart_of(asking: Asking, shown: ShownBreakdown) -> str:
    """The table's chart, its rows by name where they have one."""
    if not has_bars(shown):
        return ""

    def named(dimension: str, code: str | None) -> str | None:
        is_named = code is not None and dimension in SCOPES and dimension != "country"
        return name_code(asking.directory, dimension, code, asking.language) if is_named else code

    cells = tuple(replace(cell, values=tuple(map(named, shown.dimensions, cell.values))) for cell in shown.cells)
    return mark_safe(build_chart(replace(shown, cells=cells), asking.language))  # noqa: S308  (built by us)


def equations_of(shown: ShownBreakdown, table: Table, language: str) -> Iterator[Equation | str]:
    """How cells and total fit, set as an equation; what is more than a sum as a line of text."""
    if shown.is_withheld or not shown.parts:
        return
    figure = shown.figure
    whole = figure.universe if figure.kind in OF_TWO else figure.size
    if not isinstance(whole, int):
        return
    unit = name_unit(figure.unit, whole, language)
    overlap = shown.overlap if isinstance(shown.overlap, int) else 0
    count = len(shown.parts)
    label = say("one row", language) if count == 1 else say("sum of {count} rows", language, count=count)
    terms: list[tuple[str, Shown, str]] = [("", sum(shown.parts), label)]
    if table.may_overlap or overlap:
        terms.append(("−", overlap, say("counted more than once", language)))
    yield build_equation(terms, (whole, say("{unit}, once each", language, unit=unit)), language)
    yield from shown.reconciliation(language)[1:]


def build_words(definition: Definition, definitions: Mapping[str, Definition], language: str) -> list[str]:
    """The definition in words, but for what stands elsewhere on the page: title, about, breakdowns and goals."""
    lines = render_words(definition, language).splitlines()
    before, after = 1 + bool(definition.about), bool(definition.by) + bool(definition.sdg)
    return name_indicators(lines[before : len(lines) - after], definitions, language)


def build_history_of(asking: Asking, question: Question) -> dict[str, Any] | None:
    """The same figure in every release this reader may see, as they were made; for staff, today's after them."""
    language = asking.language
    points: list[tuple[str, str, ShownFigure]] = []
    sources: list[str] = []
    scope = scope_of(asking, question)
    has_members = asking.definition(question.id).kind not in WITHOUT_MEMBERS
    for release in sorted(asking.releases, key=lambda release: (release.made_at, release.code)):
        try:
            shown = asking.figure(question.id, scope, of=release)
        except JalonError as error:
            if error.id not in ("no_such_indicator", "unknown_scope_code", "not_published"):
                raise
            continue
        points.append((name_release(release, language), name_day(release.made_at.date(), language, "medium"), shown))
        sources.append(name_source(release))
    if asking.reader.is_staff and points:
        points.append((say("today", language), "", asking.figure(question.id, scope)))
        sources.append(name_source(asking.source))
    if not points:
        return None
    chart = build_history([(label, shown) for label, _, shown in points], language) if len(points) > 1 else ""
    return {
        "chart": mark_safe(chart),  # noqa: S308  (built by us, every text in it escaped)
        "compared": question.comparison(language, *sources[-2:]) if len(points) > 1 and has_members else "",
        "rows": [
            {"release": label, "date": date, "value": shown.value, "unknown": shown.unknown, "version": shown.version}
            for label, date, shown in points
        ],
    }


def build_overlap(asking: Asking, question: Question, definition: Definition) -> dict[str, Any] | None:
    """Two projects or organisations: who is in both. None where the indicator has no members to lay side by side."""
    if definition.kind in WITHOUT_MEMBERS:
        return None
    language, directory = asking.language, asking.directory
    running = {project.organisation for project in directory.projects.values()}
    codes = {"project": list(directory.projects), "organisation": sorted(running)}
    groups = [
        {
            "title": name_dimension(dimension, language),
            "options": sorted(
                ((f"{dimension}:{code}", directory.name_of(dimension, code)) for code in listed), key=lambda one: one[1]
            ),
        }
        for dimension, listed in codes.items()
    ]
    form = {
        "groups": groups,
        "chosen": [*question.beside, "", ""][:2],
        "hidden": [pair for pair in question.pairs() if pair[0] not in ("project", "organisation", "beside")],
    }
    return {"form": form, "answer": answer_overlap(asking, question)}


def answer_overlap(asking: Asking, question: Question) -> dict[str, Any] | None:
    """The two sets, who is in both, and the equation; nothing where two were not chosen."""
    if len(question.beside) != len(("one", "other")):
        return None
    language = asking.language
    scopes, names = [], []
    for what in question.beside:
        dimension, _, code = what.partition(":")
        if dimension not in ("project", "organisation") or not code:
            raise JalonError("bad_question", found=f"beside = {what}", known="project:CODE, organisation:CODE")
        rest = {name: value for name, value in question.scope.items() if name not in ("project", "organisation")}
        scopes.append({**rest, dimension: code})
        names.append(name_code(asking.directory, dimension, code, language))
    shown = asking.overlap(question.id, scopes)
    rows = list(zip(names, shown.figures, strict=True))
    equation = None
    sizes = [one.size for one in shown.figures]
    if not shown.is_withheld and all(isinstance(size, int) for size in (*sizes, shown.union)):
        both = shown.pairs[0][2]
        unit = name_unit(shown.figures[0].unit, int(shown.union), language)  # type: ignore[arg-type]  # told
        equation = build_equation(
            [("", sizes[0], names[0]), ("+", sizes[1], names[1]), ("−", both, say("in both", language))],
            (shown.union, say("{unit}, once each", language, unit=unit)),
            language,
        )
    note = shown.note(language)
    if shown.is_withheld:
        note = say("Who is in both is not published: a number of few people could be worked out from it.", language)
    return {"rows": rows, "equation": equation, "union": shown.union, "note": note}
