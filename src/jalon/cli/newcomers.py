"""Before a person is added: whether she is known already."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer
from rich.prompt import Prompt

from jalon.cli.call import Call, build_table
from jalon.errors import Bilingual, ExitCode, JalonError
from jalon.web.evidence import name_field, name_level

if TYPE_CHECKING:
    from jalon.identity.candidates import Candidate


def settle_newcomer(call: Call, about: dict[str, str | None], *, is_new: bool, same: int | None) -> bool:
    """Whether the person is to be added. Tells whom she resembles, by number and what agrees, never by name; where
    somebody is likely the same, asks, or stops where nobody can answer.

    Raises `usage`, `unknown_record`, `bad_value`, `bad_field`, `not_in_list`.
    """
    from jalon.workflows.add import check_newcomer
    from jalon.workflows.candidates import LIKELY, find_candidates

    check_newcomer(about)
    if is_new and same is not None:
        text, fr = "--new and --same exclude each other.", "--new et --same s'excluent."
        raise JalonError("usage", found=Bilingual(text, fr), command="jalon add subject")
    if is_new:
        return True
    if same is None:
        found = find_candidates(about)
        if not found:
            return True
        show_candidates(call, found)
        if found[0].score < LIKELY:
            return True
        same = ask_which(call, found)
    if same is None:
        return True
    from jalon.workflows.review import find_person

    known = find_person(same)
    call.show({"added": None, "known": known.pk})
    call.tell(f"Nobody was added: she is number {known.pk}.", f"Personne n'a été ajouté : c'est le numéro {known.pk}.")
    return False


def show_candidates(call: Call, found: list[Candidate]) -> None:
    """On standard error: the answer of the command is what it added."""
    heads = call.say("number,probability,because", "numéro,probabilité,parce que").split(",")
    rows = [
        (
            one.number, f"{one.score:.2f}",
            " · ".join(
                f"{name_field(item.field, call.language)} {name_level(item.field, item.level, None, call.language)}"
                for item in one.evidence
            ),
        )
        for one in found
    ]  # fmt: skip
    if not call.as_json:
        call.err.print(
            build_table(call.say("May be known already", "Peut-être déjà connu"), heads, rows, numbers=(0, 1))
        )


def ask_which(call: Call, found: list[Candidate]) -> int | None:
    """The number of whom she is, None where she is new. Raises `likely_known` where nobody can be asked."""
    if not sys.stdin.isatty():
        listed = ", ".join(str(one.number) for one in found)
        raise JalonError("likely_known", found=listed, first=found[0].number)
    choices = [*(str(one.number) for one in found), "new", "stop"]
    question = call.say("The same as which number, new, or stop?", "La même que quel numéro, new ou stop ?")
    answer = Prompt.ask(question, console=call.err, choices=choices, default="stop")
    if answer == "stop":
        raise typer.Exit(ExitCode.NEEDS_ANSWER)
    return None if answer == "new" else int(answer)
