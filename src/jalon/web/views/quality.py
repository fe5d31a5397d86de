"""Data quality: for staff what each project's records lack and what to do next, for a visitor what is known of
the published figures."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse

from jalon.disclosure import Shown, ShownFigure, Suppressed
from jalon.errors import JalonError, nearest_name
from jalon.figures.words import name_unit
from jalon.language.definition import Kind
from jalon.web.asking import Asking, ask_within
from jalon.web.lacking import name_cause, name_field
from jalon.web.question import Question
from jalon.web.views.page import kept_view, render_page
from jalon.web.wording import name_scope
from jalon.web.words import say
from jalon.workflows.quality import Move, Quality, project_quality
from jalon.workflows.quality_overview import ProjectGaps, group_gaps, quality_stamp

ASKED = (Kind.COUNT, Kind.SHARE)


@dataclass(frozen=True, slots=True)
class KnownShare:
    """Of those a figure asks, the part whose answer is known."""

    title: str
    address: str
    asked: Shown
    unit: str
    known: Shown
    unknown: Shown


@dataclass(frozen=True, slots=True)
class Gap:
    """Something lacking, how much of it, and what to do about it."""

    title: str
    unknown: int
    asked: int
    todo: str

    @property
    def share(self) -> Fraction:
        return Fraction(self.unknown, self.asked) if self.asked else Fraction(0)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A figure that a gap leaves open."""

    cause: str
    title: str
    address: str
    value: Any
    least: Any
    most: Any


def _stamp(asking: Asking) -> Hashable:
    """Imports and decisions that wait change without the facts."""
    return quality_stamp(asking.home) if asking.reader.sight.figures else ()


@kept_view(_stamp)
def quality(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/quality`; with `project=MANA`, as its form asks, that project's."""
    if code := request.GET.get("project"):
        return quality_of_project(request, asking, code)
    shown = build_known_table(asking, {})
    if asking.reader.is_staff:
        gaps = group_gaps(asking.home)
        shown["rows"] = [(one, name_project(asking, one.project)) for one in sorted(gaps, key=_by_need)]
        shown["projects"] = [(name_project(asking, one.project), one.project) for one in gaps]
        shown["waiting"] = sum(one.to_do for one in gaps)
    else:
        codes = asking.directory.projects
        shown["projects"] = sorted((name_project(asking, code), code) for code in codes)
    return render_page(request, "quality.html", **shown)


@kept_view(_stamp)
def quality_project(request: HttpRequest, asking: Asking, code: str) -> HttpResponse:
    """`/en/quality/MANA`"""
    return quality_of_project(request, asking, code)


def quality_of_project(request: HttpRequest, asking: Asking, code: str) -> HttpResponse:
    """Raises `unknown_scope_code`."""
    if code not in asking.directory.projects:
        nearest = nearest_name(code, asking.directory.projects)
        raise JalonError("unknown_scope_code", nearest=nearest, dimension=say("project", asking.language), found=code)
    asking = ask_within(request, asking, {"project": code})
    shown = build_known_table(asking, {"project": code})
    if asking.reader.is_staff:
        found = asking.site.compute(lambda: project_quality(asking.home, code))
        shown |= build_project(asking, found)
    return render_page(request, "quality_project.html", code=code, title=name_project(asking, code), **shown)


def name_project(asking: Asking, code: str) -> str:
    return asking.directory.name_of("project", code)


def build_known_table(asking: Asking, scope: dict[str, str]) -> dict[str, Any]:
    known = build_known(asking, scope)
    is_withheld = any(isinstance(number, Suppressed) for row in known for number in (row.asked, row.unknown))
    return {"known": known, "where": where_of(asking, scope), "is_withheld": is_withheld}


def where_of(asking: Asking, scope: dict[str, str]) -> str:
    period = {"period": asking.period} if asking.period else {}
    return name_scope(asking.directory, {**period, **scope}, asking.language)


def build_known(asking: Asking, scope: dict[str, str]) -> list[KnownShare]:
    """For each figure that asks something, the share of known answers, the least known first."""
    rows = []
    for id, definition in asking.definitions.items():
        if definition.kind not in ASKED or definition.never_unknown is not None:
            continue
        figure = asking.figure(id, scope)
        if not figure.collected or (figure.universe == 0 and not isinstance(figure.universe, Suppressed)):
            continue
        question = Question(id, {**({"period": asking.period} if asking.period else {}), **scope})
        rows.append(
            KnownShare(
                figure.title(asking.language),
                question.address(asking.language),
                figure.universe,
                "" if isinstance(figure.universe, Suppressed) else name_unit(figure.unit, 2, asking.language),
                share_known(figure),
                figure.unknown,
            )
        )
    return sorted(rows, key=lambda row: (row.known if isinstance(row.known, Fraction) else Fraction(2), row.title))


def share_known(figure: ShownFigure) -> Shown:
    """Of those asked, the part whose answer is known; withheld where one of the numbers is."""
    unknown, universe = figure.unknown, figure.universe
    if isinstance(unknown, Suppressed) or isinstance(universe, Suppressed):
        return Suppressed()
    if not isinstance(unknown, int) or not isinstance(universe, int) or not universe:
        return None
    return Fraction(universe - unknown, universe)


def build_project(asking: Asking, found: Quality) -> dict[str, Any]:
    """What one project's records lack, and which figures that leaves open."""
    language = asking.language
    return {
        "quality": found,
        "gaps": list(build_gaps(found, language)),
        "fields": [
            Gap(name_field(one.field, one.moment, language), one.unknown, one.asked, "")
            for one in found.fields
            if one.unknown
        ],
        "complete": [
            name_field(one.field, one.moment, language) for one in found.fields if one.asked and not one.unknown
        ],
        "never": [name_field(field, moment, language) for field, moment in found.never_asked],
        "moves": list(build_moves(asking, found)),
    }


def build_moves(asking: Asking, found: Quality) -> Iterator[MoveRow]:
    """Each figure that is left open once, with all that leaves it open by as much."""
    language = asking.language
    alike: dict[tuple[Any, ...], list[Move]] = {}
    for move in found.moves:
        alike.setdefault((move.indicator, move.value, move.least, move.most), []).append(move)
    for (id, *numbers), moves in alike.items():
        value, least, most = (_number(number, id, asking) for number in numbers)
        causes = " · ".join(name_cause(move.field, move.moment, language) for move in moves)
        address = Question(id, {"project": found.project}).address(language)
        yield MoveRow(causes, moves[0].title.get(language, id), address, value, least, most)


def build_gaps(found: Quality, language: str) -> Iterator[Gap]:
    """What waits for somebody, with what to do next."""
    told = (
        (
            say("Spells still open though the project has ended", language),
            found.spells_without_exit,
            found.spells,
            say("Give each its last day: in a sheet with person and exit, imported for this project.", language),
        ),
        (
            say("Sessions without a register", language),
            found.sessions_without_register,
            found.sessions,
            say(
                "If the list is complete, import it again and say so; else whoever is not on it stays unknown.",
                language,
            ),
        ),
        (
            say("Participants of whom no attendance is known", language),
            found.attendance_unknown,
            found.participants,
            say("They follow from sessions without a register.", language),
        ),
        (
            say("Faults in rows that were left out", language),
            found.faults,
            0,
            say("Mend the correction workbooks and import them:", language) + " " + ", ".join(found.corrections),
        ),
        (
            say("Pairs that may be one person", language),
            found.pairs_to_review,
            0,
            say("Decide each: `jalon decide`.", language),
        ),
    )
    for title, unknown, asked, todo in told:
        if unknown:
            yield Gap(title, unknown, asked, todo)


def _number(value: Any, id: str, asking: Asking) -> Shown:
    """As a figure shows it: a share of one as a share."""
    if value is None or isinstance(value, str):
        return None
    if asking.definitions[id].kind is Kind.SHARE:
        return Fraction(value).limit_denominator(10_000)
    return int(value)


def _by_need(one: ProjectGaps) -> tuple[int, str]:
    return -one.to_do, one.project
