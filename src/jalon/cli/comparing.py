"""Figures beside figures: `compare` and `overlap`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jalon.cli import scope
from jalon.cli.call import Call, build_table
from jalon.cli.figures import PANEL, Indicator, open_group, show_text
from jalon.errors import Bilingual, JalonError, nearest_name

if TYPE_CHECKING:
    from jalon.figures.compare import Comparison
    from jalon.figures.group import Group
    from jalon.figures.release import Release

TODAY = "today"
OTHER = "The other figure"
"""Panel of the options that say what is otherwise in it."""


PRIVATE = "With a group that may not see the names"
OVERLAP = "jalon overlap"


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(rich_help_panel=PANEL)(compare)
    app.command(rich_help_panel=PANEL)(overlap)


def other(name: str, metavar: str, help: str) -> Any:
    return typer.Option(f"--with-{name}", metavar=metavar, help=help, rich_help_panel=OTHER)


@scope.with_scope
def compare(
    context: typer.Context,
    indicator: Indicator,
    with_period: Annotated[str | None, other("period", "PERIOD", "Its period.")] = None,
    with_project: Annotated[list[str] | None, other("project", "CODE", "Its projects.")] = None,
    with_organisation: Annotated[list[str] | None, other("organisation", "CODE", "Its organisations.")] = None,
    with_country: Annotated[list[str] | None, other("country", "CODE", "Its countries.")] = None,
    with_purpose: Annotated[str | None, other("purpose", "PURPOSE", "Its purpose.")] = None,
    with_indicator: Annotated[str | None, other("indicator", "ID", "Another indicator of the same unit.")] = None,
    with_home: Annotated[
        Path | None,
        other("home", "DIR", "A copy of the group's folder, as its facts last were; the older facts come first."),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar="WHEN",
            help="Of when the figure is: today (the default), or release:CODE as it was frozen.",
            rich_help_panel=OTHER,
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            "--after", metavar="WHEN", help="Of when the other is; the older facts come first.", rich_help_panel=OTHER
        ),
    ] = None,
    members: Annotated[
        bool, typer.Option("--members", help="Who, by number, and the records that moved them.")
    ] = False,
    *,
    asked: scope.Asked,
) -> None:
    """Two figures, and for each member that differs one reason; it adds up exactly.

    Example: jalon compare participants --period 2020 --with-period 2021 --members

    Example: jalon compare participants --period 2021 --before release:2021-12 --after today
    """
    import jalon

    call: Call = context.obj
    group = open_group(call, asked.engine, refresh=asked.refresh)
    otherwise = asked.scope | scope.given(
        period=with_period, project=with_project, organisation=with_organisation, country=with_country,
        purpose=with_purpose,
    )  # fmt: skip
    if not (with_home or with_indicator) and otherwise == asked.scope and (before or TODAY) == (after or TODAY):
        found = "Nothing is said to be otherwise in the other figure: give --with-period, --before, --with-home …"
        fr = "Rien ne distingue l'autre chiffre : donnez --with-period, --before, --with-home …"
        raise JalonError("usage", found=Bilingual(found, fr), command="jalon compare")
    if with_home and after:
        found = "The other figure is either of --after or of --with-home."
        fr = "L'autre chiffre est soit celui de --after, soit celui de --with-home."
        raise JalonError("usage", found=Bilingual(found, fr), command="jalon compare")
    here = open_when(group, before)
    there = open_when(group, after) if with_home is None else jalon.open(with_home, engine=asked.engine)
    one, other = here.figure(indicator, **asked.scope), there.figure(with_indicator or indicator, **otherwise)
    is_older = there.facts_made_at < here.facts_made_at
    comparison = other.compare(one) if is_older else one.compare(other)
    of_when = ["", ""]
    if with_home or before or after:
        of_when = [name_when(call, before), str(with_home) if with_home else name_when(call, after)]
    show_comparison(call, comparison, of_when[::-1] if is_older else of_when, members=members)


def open_when(group: Group, when: str | None) -> Group | Release:
    """The group today, or one of its releases, as `release:CODE`. Raises `usage`, `no_such_release`."""
    if when in (None, TODAY):
        return group
    kind, _, code = str(when).partition(":")
    if kind != "release" or not code:
        found = f"“{when}” is neither today nor release:CODE."
        fr = f"« {when} » n'est ni today ni release:CODE."
        nearest = f"release:{when}" if any(release.code == when for release in group.releases) else None
        raise JalonError("usage", nearest=nearest, found=Bilingual(found, fr), command="jalon compare")
    known = {release.code: release for release in group.releases}
    if code not in known:
        raise JalonError("no_such_release", nearest=nearest_name(code, known), found=code)
    return known[code]


def name_when(call: Call, when: str | None) -> str:
    """`today`, `release 2021-12`, as `open_when` takes it."""
    if when in (None, TODAY):
        return call.say("today", "aujourd'hui")
    code = str(when).partition(":")[2]
    return call.say(f"release {code}", f"publication figée {code}")


def show_comparison(call: Call, comparison: Comparison, of_when: Sequence[str], *, members: bool) -> None:
    from jalon.figures.compare import render_comparison

    call.show(comparison.to_dict(members=members))
    show_text(call, render_comparison(comparison, call.language, of_when))
    if not members or call.as_json:
        return
    rows = [
        (comparison.word(reason, way, call.language), number, "\n".join(one.text() for one in comparison.moved(number)))
        for reason, way, numbers in comparison.rows()
        for number in numbers
    ]
    heads = call.say("reason,member,records that moved it", "raison,membre,enregistrements en cause").split(",")
    call.show(None, build_table("", heads, rows, numbers=(1,)))


def private(*names: str, metavar: str | None = None, help: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=help, rich_help_panel=PRIVATE)


def overlap(
    context: typer.Context,
    figures: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIGURE…",
            help="Two to six, each as ID or ID?period=2021&project=M (in quotes); keys may repeat. "
            "With --ask and --answer one or more: whoever is in any of them.",
        ),
    ] = None,
    ask: Annotated[
        str | None,
        private(
            "--ask", metavar="GROUP", help="Make a request to this group, by the name it is known by; needs --out."
        ),
    ] = None,
    answer: Annotated[
        Path | None, private("--answer", metavar="FILE", help="Answer this request of another group; needs --out.")
    ] = None,
    read: Annotated[
        Path | None, private("--read", metavar="FILE", help="Read an answer, once, and say how many are in both.")
    ] = None,
    out: Annotated[
        Path | None, private("--out", metavar="FILE", help="The file to make: request.psi.json, answer.psi.json.")
    ] = None,
    sensitive: Annotated[
        list[str] | None,
        private("--sensitive", metavar="CODE", help="A sensitive project of which this use was granted; repeat it."),
    ] = None,
    reason: Annotated[str, private("--reason", help="Why; with --sensitive who granted it. It is kept.")] = "",
    engine: scope.Engine = "local",
    as_of_last_refresh: scope.NoRefresh = False,
) -> None:
    """Who is in which of several figures; with --ask, --answer and --read, how many people another group knows too.

    Example: jalon overlap "participants?period=2021&project=M" "participants?period=2021&project=F"

    Example: jalon overlap "participants?period=2021" --ask "Secours du Sud" --out request.psi.json
    """
    from jalon.figures.link import parse_link
    from jalon.figures.overlap import build_overlap, render_overlap

    call: Call = context.obj
    figures = figures or []
    if asked := [way for way, given in (("ask", ask), ("answer", answer), ("read", read)) if given is not None]:
        from jalon.cli.private_overlap import exchange

        exchange(call, asked, figures, ask=ask, answer=answer, read=read, out=out, sensitive=sensitive, reason=reason)
        return
    if out or sensitive or reason:
        text = "--out, --sensitive, --reason need --ask or --answer."
        fr = "--out, --sensitive et --reason demandent --ask ou --answer."
        raise JalonError("usage", found=Bilingual(text, fr), command=OVERLAP)
    links = [parse_link(text) for text in figures]
    group = open_group(call, engine, refresh=not as_of_last_refresh)
    found = build_overlap([group.figure(id, **asked) for id, asked in links])
    call.show(found.to_dict())
    show_text(call, render_overlap(found, call.language))
