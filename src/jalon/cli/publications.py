"""Texts and their numbers: `check`, `suggest`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jalon.cli import scope
from jalon.cli.call import Call, stages
from jalon.cli.figures import open_group, show_text
from jalon.errors import Bilingual, ExitCode, JalonError, Place, build_reason
from jalon.home import open_home

if TYPE_CHECKING:
    from jalon.figures.group import Group
    from jalon.figures.release import Release
    from jalon.publishing.claims import Finding, Report

PANEL = "Publications"
LINKED = ".linked"
"""What stands before the ending of a copy that `suggest --write` makes: newsletter.linked.md."""

Language = Annotated[
    str | None,
    typer.Option("--text-language", metavar="en|fr", help="The language of the text, where it is not found by itself."),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(rich_help_panel=PANEL)(check)
    app.command(rich_help_panel=PANEL)(suggest)


def check(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Texts in Markdown, docx or HTML; numbers linked with `jalon:`."),
    ],
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the report as one page, proofs beside the text."),
    ] = None,
    only: Annotated[
        bool,
        typer.Option(
            "--only-to-mend", help="Show only what is wrong, stale, unsafe or unbacked, and links without a number."
        ),
    ] = False,
    text_language: Language = None,
    as_of_last_refresh: scope.NoRefresh = False,
) -> None:
    """Every number of a text and its verdict: proven, wrong, stale, unbacked, quoted, unsafe.

    A link to a figure whose words hold no number is wrong where it leads to none; else there is nothing to check.
    Figures that a public release states are held against the newest one, others against today's facts.
    Exit status 1 where a number or a link is wrong, stale or unsafe; unbacked numbers alone are status 0.

    Example: jalon check newsletter.md --html report.html
    """
    from jalon.disclosure import open_policy
    from jalon.publishing.check import check_document
    from jalon.publishing.check_report import render_report
    from jalon.publishing.document import read_document

    call: Call = context.obj
    language = check_language(text_language)
    documents = [read_document(file, language=language) for file in files]
    group, releases = open_published(call, refresh=not as_of_last_refresh)
    reports: list[Report] = []
    policy = open_policy(open_home(call.home_given), records=False)
    with stages(call) as stage:
        for document in documents:
            moved = partial(stage, Path(document.name).name)
            reports.append(check_document(document, group, releases, policy, progress=moved))
    if html is not None:
        write_text(html, render_report(reports, call.language))
    call.show([one.to_dict(call.language) for one in reports])
    for one in reports:
        if len(reports) > 1:
            show_text(call, one.document.name)
        show_text(call, one.text(call.language, all=not only))
    if any(one.failed for one in reports):
        raise typer.Exit(int(ExitCode.CHECK_FAILED))


def suggest(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text in Markdown, docx or HTML.")],
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="Write a copy, FILE.linked.md, with the links whose figure is what the number says."
        ),
    ] = False,
    text_language: Language = None,
    as_of_last_refresh: scope.NoRefresh = False,
) -> None:
    """For each number without a link, up to three links it could have, with what speaks for each.

    Example: jalon suggest newsletter.md --write
    """
    from jalon.disclosure import open_policy
    from jalon.publishing.document import read_document
    from jalon.publishing.suggest import suggest_links, write_links

    call: Call = context.obj
    document = read_document(file, language=check_language(text_language))
    copy = file.with_name(f"{file.stem}{LINKED}.md")
    if write and copy.exists():
        raise JalonError("copy_exists", place=Place(file=str(copy)))
    group, _ = open_published(call, refresh=not as_of_last_refresh)
    with call.working("Asking figures …", "Calcul des chiffres …"):
        found = suggest_links(document, group, open_policy(open_home(call.home_given), records=False))
    call.show([finding.to_dict(call.language) for finding in found])
    for finding in found:
        show_text(call, render_suggestions(finding, call.language))
    if write:
        text, written, left = write_links(document, found)
        write_text(copy, text)
        call.tell(
            f"{copy}: links written: {written}, left to you: {left}.",
            f"{copy} : liens écrits : {written}, laissés à vos soins : {left}.",
        )


def open_published(call: Call, *, refresh: bool) -> tuple[Group, tuple[Release, ...]]:
    """The group as it is today, and its releases."""
    from jalon.figures.release import open_releases

    group = open_group(call, refresh=refresh)
    return group, open_releases(open_home(call.home_given))


def check_language(given: str | None) -> str | None:
    """Raises `usage`."""
    if given not in (None, "en", "fr"):
        found, fr = f"--text-language is {given}: it can be en or fr.", f"--text-language vaut {given} : en ou fr."
        raise JalonError("usage", found=Bilingual(found, fr), command="jalon check")
    return given


def write_text(path: Path, text: str) -> None:
    """Raises `cannot_write`."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise JalonError("cannot_write", place=Place(file=str(path)), reason=build_reason(error)) from None


def render_suggestions(finding: Finding, language: str) -> str:
    """A number, and below it the links it could have."""
    from jalon.figures.words import colon
    from jalon.publishing.claims_texts import quote, say

    lines: list[Any] = [f"{finding.place.text(language)}{colon(language)}{quote(finding.written, language)}"]
    lines += [f"    {one.text(language)}" for one in finding.suggestions] or [f"    {say('no suggestion', language)}"]
    return "\n".join(lines)
