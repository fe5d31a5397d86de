"""What was said and learnt: `add speaker`, `add quote`, `add lesson`, `add paper`; `quotes`."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated

import typer

from jalon.cli.call import Call, build_table
from jalon.cli.directory import Code, read_day, write

PANEL = "Publications"
Project = Annotated[str, typer.Option("--project", metavar="CODE", help="The project.")]
Subject = Annotated[int, typer.Option("--subject", metavar="NUMBER", help="Who, by number.")]
Day = Annotated[dt.date, typer.Option("--date", metavar="YYYY-MM-DD", parser=read_day, help="When.")]
Session = Annotated[
    int | None, typer.Option("--session", metavar="NUMBER", help="At which session, by the number that adding it told.")
]


def register(app: typer.Typer, adding: typer.Typer) -> None:
    """Add these commands to the application, and those that add a record to `jalon add`."""
    app.command(rich_help_panel=PANEL)(quotes)
    for command in (speaker, quote, lesson, paper):
        adding.command()(command)


def speaker(
    context: typer.Context,
    subject: Subject,
    session: Annotated[int, typer.Option("--session", metavar="NUMBER", help="At which session, by number.")],
    role: Annotated[str, typer.Option("--role", help="As what: mayor, researcher, …")],
    organisation: Annotated[str, typer.Option("--organisation", help="For whom, as the programme has it.")] = "",
) -> None:
    """Add a person who speaks at a session."""
    write(context, "speaker", subject=subject, session=session, role=role, organisation=organisation)


def quote(
    context: typer.Context,
    code: Code,
    text: Annotated[str, typer.Option("--text", help="What was said, word for word.")],
    project: Project,
    subject: Subject,
    date: Day,
    kind: Annotated[str, typer.Option("--kind", help="spoken (at a session, by a speaker) or testimonial.")],
    language: Annotated[str, typer.Option("--language", help="In which language: en, fr, …")],
    session: Session = None,
    shown_as: Annotated[
        str, typer.Option("--shown-as", help="What stands under it: unnamed, given_name or full_name.")
    ] = "unnamed",
) -> None:
    """Add what a person said. It is published only while she permits publicity.

    Example: jalon add quote water --project FORUM --subject 12 --session 3 --kind spoken --date 2021-11-11 --language en
    --shown-as full_name --text "Water does not stop at a border."
    """
    write(
        context,
        "quote",
        code=code,
        text=text,
        project=project,
        subject=subject,
        date=date,
        kind=kind,
        language=language,
        session=session,
        shown_as=shown_as,
    )


def lesson(
    context: typer.Context,
    code: Code,
    text: Annotated[str, typer.Option("--text", help="What was learnt; it names nobody.")],
    project: Project,
    date: Day,
    theme: Annotated[str | None, typer.Option("--theme", help="Theme code.")] = None,
    session: Session = None,
) -> None:
    """Add what an event taught."""
    write(context, "lesson", code=code, text=text, project=project, date=date, theme=theme, session=session)


def paper(
    context: typer.Context,
    code: Code,
    title: Annotated[str, typer.Option("--title", help="Its title.")],
    authors: Annotated[str, typer.Option("--authors", help="As they stand on it.")] = "",
    date: Annotated[
        dt.date | None, typer.Option("--date", metavar="YYYY-MM-DD", parser=read_day, help="When it came out.")
    ] = None,
    address: Annotated[str, typer.Option("--address", metavar="URL", help="Where it can be read.")] = "",
    lesson: Annotated[
        list[str] | None,
        typer.Option("--lesson", metavar="PROJECT/CODE", help="A lesson that it cites (repeat for several)."),
    ] = None,
) -> None:
    """Add a paper and the lessons that it cites."""
    write(
        context,
        "paper",
        code=code,
        title=title,
        authors=authors,
        published_on=date,
        address=address,
        lessons=lesson or (),
    )


def quotes(
    context: typer.Context,
    project: Annotated[str | None, typer.Option("--project", metavar="CODE", help="Only of this project.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Only in this language: en, fr, …")] = None,
) -> None:
    """The quotes that may be published today: of people who permit publicity, and as they want to be named.

    Example: jalon quotes --project FORUM
    """
    call: Call = context.obj
    call.home()
    from jalon.workflows.quotes import quotes_for_publication

    found = quotes_for_publication(project=project, language=language)
    heads = call.say("quote,date,said by,text,consent of", "citation,date,par,texte,accord du").split(",")
    rows = [
        (one.key, one.date, ", ".join(filter(None, (one.name, one.role, one.organisation))), one.text, one.consented_on)
        for one in found
    ]
    call.show([{"quote": one.key} | asdict(one) for one in found], build_table("", heads, rows))
    if not found:
        call.tell("No quote may be published.", "Aucune citation ne peut être publiée.")
