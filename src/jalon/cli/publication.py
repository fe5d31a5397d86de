"""Which texts anybody may read on the site: `publication list`, `publish`, `withdraw`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jalon.cli.call import Call, build_table
from jalon.cli.publications import PANEL

if TYPE_CHECKING:
    from jalon.workflows.publications import Text

Code = Annotated[str, typer.Argument(metavar="CODE", help="The text: newsletter for newsletter.en.md.")]
Language = Annotated[
    str | None, typer.Option("--text-language", metavar="en|fr", help="Of a text in two languages, which one.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    publication = typer.Typer(no_args_is_help=True, help="Texts in the folder's publications, and who may read them.")
    for command in (list_texts, publish, withdraw):
        publication.command(name="list" if command is list_texts else None)(command)
    app.add_typer(publication, name="publication", rich_help_panel=PANEL)


def list_texts(context: typer.Context) -> None:
    """Every text of the folder, and whether it is public."""
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.publications import read_publications

    found = read_publications(home)
    heads = call.say("code,language,title,public", "code,langue,titre,public").split(",")
    rows = [(one.code, one.language, one.title, _state(call, one)) for one in found]
    call.show([text_data(one) for one in found], build_table("", heads, rows))
    if not found:
        call.tell(
            "There is none yet: put a text in the folder's publications/, as newsletter.en.md.",
            "Il n'y en a pas encore : mettez un texte dans publications/, par exemple newsletter.fr.md.",
        )


def publish(context: typer.Context, code: Code, text_language: Language = None, reason: Reason = "") -> None:
    """Let anybody read a text on the site, once all its numbers are in order.

    Example: jalon publication publish newsletter --reason "approved by the board"
    """
    call: Call = context.obj
    home = call.home()
    from jalon.figures.release import open_releases
    from jalon.workflows.publications import make_public

    made = make_public(home, open_releases(home), code, by=call.by, language=text_language, reason=reason)
    call.show(text_data(made))
    call.tell(f"“{made.title}” is public.", f"« {made.title} » est public.")


def withdraw(context: typer.Context, code: Code, text_language: Language = None, reason: Reason = "") -> None:
    """Take a text from the public; the file stays.

    Example: jalon publication withdraw newsletter --reason "a quote was taken back"
    """
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.publications import withdraw

    taken = withdraw(home, code, by=call.by, language=text_language, reason=reason)
    call.show(text_data(taken))
    call.tell(f"“{taken.title}” is no longer public.", f"« {taken.title} » n'est plus public.")


def text_data(text: Text) -> dict[str, object]:
    """Plain values for JSON."""
    return {
        "code": text.code,
        "language": text.language,
        "title": text.title,
        "file": text.path.name,
        "public": text.public,
        "changed_since": text.is_changed,
        "published_at": text.published_at.isoformat() if text.published_at else None,
        "published_by": text.published_by or None,
    }


def _state(call: Call, text: Text) -> str:
    if text.is_changed:
        return call.say("changed since: publish it again", "modifié depuis : à publier de nouveau")
    return call.say("yes", "oui") if text.public else call.say("no", "non")
