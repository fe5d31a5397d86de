"""`jalon publish`: a text whose numbers are in order, as a page, on paper and as e-mail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jalon.cli import scope
from jalon.cli.call import Call, stages
from jalon.cli.figures import show_text
from jalon.cli.publications import Language, check_language, open_published
from jalon.errors import JalonError
from jalon.home import open_home

PANEL = "Publications"


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command(rich_help_panel=PANEL)(publish)


def publish(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The text: Markdown, docx or HTML.")],
    to: Annotated[
        str, typer.Option("--to", metavar="FORMS", help="html, pdf, email, or several with commas.")
    ] = "html,pdf,email",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder to write into; the text's own if not said.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Write it though numbers must be mended; every page says it is a draft.")
    ] = False,
    text_language: Language = None,
    as_of_last_refresh: scope.NoRefresh = False,
) -> None:
    """Check every number of a text and, if all are in order, publish it with its proofs, charts and how we count.

    A number that is wrong, stale or unsafe stops it (exit code 1). It is set in the text's own language.

    Example: jalon publish newsletter.md --to html,pdf,email --out public
    """
    call: Call = context.obj
    forms = [form.strip() for form in to.split(",") if form.strip()]
    language = check_language(text_language)
    group, releases = open_published(call, refresh=not as_of_last_refresh)
    from jalon.workflows.publish import publish_document  # its models load only once Django knows the home

    with stages(call) as report:
        published = publish_document(
            open_home(call.home_given), group, releases, file, forms, out=out, language=language, draft=draft,
            progress=report,
        )  # fmt: skip
    found = published.report
    call.show(
        {"files": [str(path) for path in published.files], "draft": published.is_draft, **found.to_dict(call.language)}
    )
    show_text(call, found.text(call.language, all=False))
    if not published.files:
        count = sum(finding.is_failing for finding in found.findings)
        raise JalonError("numbers_not_in_order", file=file, count=count)
    for path in published.files:
        call.tell(f"Written: {path}", f"Écrit : {path}")
    if published.is_draft:
        call.tell("A draft, and it says so.", "Un brouillon, et il le dit.")
