"""Who is who, and who asked to be forgotten: `decide`, `erase`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.prompt import Confirm

from jalon.cli.call import Call
from jalon.errors import ExitCode

PANEL = "People"

Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the decision.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(rich_help_panel=PANEL)(decide)
    app.command(rich_help_panel=PANEL)(erase)


def decide(
    context: typer.Context,
    one: Annotated[int, typer.Argument(metavar="NUMBER", help="A subject's number.")],
    other: Annotated[int, typer.Argument(metavar="NUMBER", help="Another's.")],
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="same, different or unsure.")],
    reason: Reason,
) -> None:
    """Say whether two subjects are one. Records stay as they came; undo by deciding again.

    Example: jalon decide 5 8 same --reason "same identity card"
    """
    call: Call = context.obj
    call.home()
    from jalon.workflows.decide import decide_identity

    made = decide_identity(one, other, verdict=verdict, reason=reason, by=call.by)
    call.show({"decision": made.number, "first": made.first_id, "second": made.second_id, "verdict": made.verdict})
    call.tell(
        f"Decision {made.number}: {made.first_id} and {made.second_id} are {made.verdict}.",
        f"Décision {made.number} : {made.first_id} et {made.second_id}, {made.verdict}.",
    )


def erase(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The subject's number.")],
    reason: Reason,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a person: names and contacts go from records, audit, received files and correction workbooks.

    It cannot be undone. Live figures lose her; releases keep their size.
    """
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.erase import erase as erase_everywhere

    question = call.say(f"Erase subject {number} for good?", f"Effacer définitivement le sujet {number} ?")
    if not yes and not (sys.stdin.isatty() and Confirm.ask(question, console=call.err, default=False)):
        call.tell("Nothing was erased; say --yes to go on.", "Rien n'a été effacé ; --yes pour continuer.")
        raise typer.Exit(ExitCode.NEEDS_ANSWER)
    with call.working("Erasing …", "Effacement …"):
        done = erase_everywhere(home, by=call.by, number=number, reason=reason)
    call.show(
        {
            "erased": list(done.subjects),
            "wiped": dict(done.wiped),
            "files": asdict(done.files),
            "releases": list(done.releases),
        }
    )
    listed = ", ".join(map(str, done.subjects))
    call.tell(f"Erased: {listed}.", f"Effacé : {listed}.")
