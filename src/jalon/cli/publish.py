"""`jalon publish`: a text whose numbers are in order, as a page, on paper and as e-mail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jalon.cli.call import Call, stages
from jalon.cli.figures import open_group
from jalon.errors import JalonError
from jalon.home import open_home

PANEL = "Figures out"


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
    as_of_last_refresh: Annotated[
        bool, typer.Option("--as-of-last-refresh", help="Do not look for newer records first.")
    ] = False,
) -> None:
    """Check every number of a text and, if all are in order, publish it with its proofs, charts and how we count.

    A number that is wrong, stale or unsafe stops it (exit code 1). The text's own language is used.
    Example: jalon publish newsletter.md --to html,pdf,email --out public
    """
    call: Call = context.obj
    group = open_group(call, refresh=not as_of_last_refresh)
    home = open_home(call.home_given)
    from jalon.figures.release import open_releases
    from jalon.workflows.publish import publish_document

    forms = [form.strip() for form in to.split(",") if form.strip()]
    with stages(call.progress()) as report:
        published = publish_document(
            home, group, open_releases(home), file, forms, out=out, draft=draft, progress=report
        )  # fmt: skip
    found = published.report
    if not published.files:
        if not call.as_json:
            call.out.print(found.text(call.language, all=False), markup=False, highlight=False)
        count = sum(finding.is_failing for finding in found.findings)
        raise JalonError("numbers_not_in_order", file=file, count=count)
    call.show(
        {"files": [str(path) for path in published.files], "draft": published.is_draft, **found.to_dict(call.language)}
    )
    call.tell(found.summary(call.language), found.summary(call.language))
    for path in published.files:
        call.tell(f"Written: {path}", f"Écrit : {path}")
    if published.is_draft:
        call.tell("A draft, and it says so.", "Un brouillon, et il le dit.")
