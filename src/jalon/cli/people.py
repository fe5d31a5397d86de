"""Who is who, and who asked to be forgotten: `people match`, `review`, `decide`, `erase`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.prompt import Confirm
from rich.table import Table

from jalon.cli.call import Call, build_table, stages
from jalon.errors import ExitCode
from jalon.web.evidence import name_evidence, name_field, name_level, name_verdict
from jalon.web.words import say

if TYPE_CHECKING:
    from jalon.workflows.review import Pair

PANEL = "People"
MOVES = ("merged", "split")
"""What a decision does to a count, as the site says it too."""

Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the decision.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(rich_help_panel=PANEL)(decide)
    app.command(rich_help_panel=PANEL)(erase)
    people = typer.Typer(no_args_is_help=True, help="All people of the records at once.")
    people.command("match")(match)
    app.add_typer(people, name="people", rich_help_panel=PANEL)
    review = typer.Typer(no_args_is_help=True, help="Pairs that may be one person: the list, and two side by side.")
    review.command("list")(list_pairs)
    review.command("show")(show)
    review.command("decide")(decide)
    review.command("undo")(undo)
    review.command("history")(history)
    app.add_typer(review, name="review", rich_help_panel=PANEL)


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
    said = name_verdict(made.verdict, call.language)
    call.tell(
        f"Decision {made.number}, {made.first_id} and {made.second_id}: {said}.",
        f"Décision {made.number}, {made.first_id} et {made.second_id} : {said}.",
    )


def match(
    context: typer.Context,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be joined and queued; write nothing.")] = False,
) -> None:
    """Find who is twice in the records: join the certain pairs, queue the likely ones for `jalon review`.

    Names, births, sex, nationality, telephone, e-mail and address are weighed; people of sensitive projects are
    compared inside them alone. What somebody decided is never touched, and each joining is undone by deciding.
    """
    call: Call = context.obj
    call.home()
    from jalon.workflows.match_people import find_matches, match_people

    with stages(call) as report:
        told = partial(report, call.say("comparing", "comparaison"))
        found = find_matches(told) if plan else match_people(by=call.by, progress=told)
    data = {
        "people": found.people,
        "compared": found.compared,
        "learnt": found.learnt,
        "joined": found.joined,
        "queued": found.queued,
        "taken_apart": found.taken_apart,
        "written": not plan,
        "pairs": [asdict(said) for said in found.proposals],
    }
    heads = call.say("one,other,says,by,score,because", "un,autre,dit,par,probabilité,parce que").split(",")
    rows = [
        (
            p.first, p.second, proposed(call, p.verdict), p.author, shown_score(p.score),
            name_evidence(p.reason, call.language, is_weighed=True),
        )
        for p in found.proposals
    ]  # fmt: skip
    call.show(data, *([build_table("", heads, rows, numbers=(0, 1, 4))] if plan and rows else []))
    joined, queued = call.count(found.joined), call.count(found.queued)
    if found.taken_apart:
        call.tell(
            f"Joinings of people who may not be compared any more: {call.count(found.taken_apart)}"
            + (", to be taken apart." if plan else ", taken apart."),
            f"Réunions de personnes qui ne peuvent plus être comparées : {call.count(found.taken_apart)}"
            + (", à défaire." if plan else ", défaites."),
        )
    if plan:
        call.tell(
            f"{joined} pairs would be joined, {queued} would wait for review.",
            f"{joined} paires seraient réunies, {queued} attendraient une décision.",
        )
    else:
        call.tell(
            f"{joined} pairs joined, {queued} more wait: `jalon review list`.",
            f"{joined} paires réunies, {queued} de plus attendent : `jalon review list`.",
        )


def proposed(call: Call, verdict: str) -> str:
    """What a machine said of a pair, in words: what it cannot settle is for somebody to review."""
    return call.say("to be reviewed", "à examiner") if verdict == "unsure" else name_verdict(verdict, call.language)


def list_pairs(
    context: typer.Context,
    project: Annotated[str | None, typer.Option("--project", help="Only pairs with somebody of this project.")] = None,
) -> None:
    """The pairs that wait for a decision, the surest first. Numbers and evidence; no names."""
    call: Call = context.obj
    call.home()
    from jalon.workflows.review import list_reviewable

    waiting = list_reviewable(project=project)
    heads = call.say("one,other,score,because", "un,autre,probabilité,parce que").split(",")
    rows = [
        (pair.first, pair.second, shown_score(pair.score), name_evidence(pair.why, call.language, is_weighed=True))
        for pair in waiting
    ]
    call.show([asdict(pair) for pair in waiting], *([build_table("", heads, rows, numbers=(0, 1, 2))] if rows else []))
    if waiting:
        count, show = len(waiting), f"`jalon review show {waiting[0].first} {waiting[0].second}`"
        call.tell(
            f"{call.count(count)} {'pairs wait' if count > 1 else 'pair waits'}. Next: {show}.",
            f"{call.count(count)} {'paires attendent' if count > 1 else 'paire attend'}. Ensuite : {show}.",
        )
    else:
        call.tell("No pair waits.", "Aucune paire n'attend.")


def show(
    context: typer.Context,
    one: Annotated[int, typer.Argument(metavar="NUMBER", help="A person's number.")],
    other: Annotated[int, typer.Argument(metavar="NUMBER", help="Another's.")],
    effect: Annotated[
        bool, typer.Option("--effect", help="Also which figures move if the two are one; or two, where they are one.")
    ] = False,
) -> None:
    """Two people side by side, what differs marked, and who said what of them. That you read it is kept.

    Then decide: `jalon review decide ONE OTHER same|different|unsure --reason …`; `jalon review undo` takes it back.
    """
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.refresh_facts import refresh_facts
    from jalon.workflows.review import effects_in, show_pair

    if effect:
        with call.working("Computing …", "Calcul …"):
            refresh_facts(home)
            pair = show_pair(one, other, by=call.by, effects=effects_in(home))
    else:
        pair = show_pair(one, other, by=call.by)
    call.show(pair.to_dict(), *pair_tables(call, pair))
    if pair.are_one:
        call.tell("They count as one.", "Elles comptent pour une personne.")
    else:
        call.tell("They count as two.", "Elles comptent pour deux personnes.")


def pair_tables(call: Call, pair: Pair) -> list[Table]:
    """The fields with a sign where they differ, the assertions, and the figures that move."""
    signs = {True: "=", False: "≠", None: ""}
    language = call.language
    sides = [
        (
            name_field(item.field, language), item.first, signs[item.agree], item.second,
            name_level(item.field, item.level, item.agree, language),
        )
        for item in pair.fields
    ]  # fmt: skip
    places = ["; ".join(f"{one.project} {one.entry} – {one.exit or '…'}" for one in spells) for spells in pair.spells]
    sides.append((call.say("projects", "projets"), places[0], "", places[1], ""))
    heads = [call.say("field", "champ"), str(pair.first), "", str(pair.second), call.say("how", "comment")]
    tables = [build_table("", heads, sides)]
    if pair.said:
        heads = call.say("decision,says,by,score,on,because", "décision,dit,par,probabilité,le,parce que").split(",")
        said = [
            (
                item.number,
                proposed(call, item.verdict) if item.by_machine else name_verdict(item.verdict, language),
                item.author, shown_score(item.score), item.at.date(),
                name_evidence(item.reason, language, is_weighed=True) if item.by_machine else item.reason,
            )
            for item in pair.said
        ]  # fmt: skip
        tables.append(build_table(call.say("Said so far", "Dit jusqu'ici"), heads, said, numbers=(0, 3)))
    if pair.effects and pair.effects.moved:
        heads = call.say("project,period,figure,now,then,", "projet,période,chiffre,avant,après,").split(",")
        moved = [
            (
                one.project or "", one.period or "", one.title.get(call.language) or one.title["en"],
                call.count(one.before), call.count(one.after), say(one.reason, language) if one.reason in MOVES else one.reason,
            )
            for one in pair.effects.moved
        ]  # fmt: skip
        is_same = pair.effects.verdict == "same"
        title = (
            call.say("If the two are one", "Si les deux sont une")
            if is_same
            else call.say("If the two are two", "Si les deux sont deux")
        )
        tables.append(build_table(title, heads, moved, numbers=(3, 4)))
    return tables


def undo(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="The decision's number; left out, your last one.")
    ] = None,
) -> None:
    """Take back a decision by one more: the pair is as it was before, and waits again if it did.

    Example: jalon review undo
    """
    call: Call = context.obj
    call.home()
    from jalon.records.actions.identity import UNDONE
    from jalon.workflows.review import undo_decision

    made = undo_decision(number, by=call.by)
    call.show({"decision": made.number, "first": made.first_id, "second": made.second_id, "verdict": made.verdict})
    said = name_verdict(made.verdict, call.language)
    if made.reason.startswith(UNDONE) and made.verdict == "unsure":
        said = call.say("they wait for a decision", "en attente d'une décision")
    call.tell(
        f"Undone, by decision {made.number}. Now {made.first_id} and {made.second_id}: {said}.",
        f"Annulé, par la décision {made.number}. À présent {made.first_id} et {made.second_id} : {said}.",
    )


def history(
    context: typer.Context,
    most: Annotated[int, typer.Option("--most", min=1, help="How many, the latest first.")] = 50,
) -> None:
    """Who decided what and when, the latest first. Numbers and reasons; no names."""
    call: Call = context.obj
    call.home()
    from jalon.workflows.review import list_decisions

    said = list_decisions(most=most)
    heads = call.say("decision,one,other,says,by,on,because,", "décision,un,autre,dit,par,le,parce que,").split(",")
    stands = call.say("stands", "tient")
    rows = [
        (
            o.number, o.first, o.second, name_verdict(o.verdict, call.language), o.author, o.at.date(), o.reason,
            stands if o.is_last else "",
        )
        for o in said
    ]  # fmt: skip
    call.show([asdict(one) for one in said], *([build_table("", heads, rows, numbers=(0, 1, 2))] if rows else []))
    if not said:
        call.tell("Nobody decided anything yet.", "Personne n'a encore rien décidé.")


def shown_score(score: float | None) -> str:
    return "" if score is None else f"{score:.4f}"


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
