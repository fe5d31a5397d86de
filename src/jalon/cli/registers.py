"""Registers in: `import`, `imports`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.prompt import Confirm, Prompt
from rich.text import Text

from jalon.cli.call import Call, as_data, build_table, name_stage, stages
from jalon.cli.directory import read_day
from jalon.errors import Bilingual, ExitCode, JalonError

if TYPE_CHECKING:
    from jalon.exchange.rows import Question
    from jalon.records.models import ImportRun
    from jalon.workflows.import_plan import ImportPlan

PANEL = "Registers in"
FAULTS_SHOWN = 40
NOTICES_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command("import", rich_help_panel=PANEL)(import_register)
    app.command(rich_help_panel=PANEL)(imports)


def import_register(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="Sheets: xlsx, ods, xls or csv; read together.")
    ] = None,
    project: Annotated[
        str | None, typer.Option("--project", metavar="CODE", help="The project they belong to.")
    ] = None,
    activity: Annotated[
        str | None, typer.Option("--activity", metavar="CODE", help="For a sign-in list: what was held.")
    ] = None,
    date: Annotated[
        dt.date | None, typer.Option("--date", metavar="YYYY-MM-DD", parser=read_day, help="For a sign-in list: when.")
    ] = None,
    site: Annotated[str | None, typer.Option("--site", metavar="CODE", help="Where.")] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE", help="What the sheets mean, saved from an earlier import."),
    ] = None,
    answers: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="QUESTION=ANSWER", help="Answer a question of the plan; repeat for several."),
    ] = None,
    save_mapping: Annotated[
        Path | None, typer.Option("--save-mapping", metavar="FILE", help="Keep what the sheets mean, for next time.")
    ] = None,
    plan_only: Annotated[bool, typer.Option("--plan", help="Say what would be done and write nothing.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask; refuses while a question is open that only you can answer.")
    ] = False,
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="N", help="Take import N back, if nothing was built on it.")
    ] = None,
) -> None:
    """Read registers into the records: first the plan, then, once you agree, the good rows in one go.

    A list of people, a presence matrix, a sign-in list, an exit review or a partner's totals are
    recognised, in French, English, Spanish or Portuguese. Rows with faults come out in a correction
    workbook: mend it and import it in its turn. Importing a file twice changes nothing.

    Example: jalon import register-2021.xlsx --project MANA --plan
    """
    call: Call = context.obj
    if undo is not None:
        take_back(call, undo)
        return
    if not files or project is None:
        found = "Name the files to import and their --project, or --undo N."
        fr = "Indiquez les fichiers à importer et leur --project, ou --undo N."
        raise JalonError("usage", found=Bilingual(found, fr), command="jalon import")
    home = call.home()
    from jalon.workflows.import_register import apply_import, plan_import

    asked: dict[str, Any] = {"project": project, "activity": activity, "date": date, "site": site, "home": home}

    def plan_with(told: Any) -> ImportPlan:
        with stages(call) as report:
            return plan_import(files, mapping=told, progress=report, **asked)

    plan = plan_with(mapping)
    plan = answer_given(plan, answers or (), plan_with)
    is_asking = not (yes or plan_only or call.as_json) and sys.stdin.isatty()
    if is_asking:
        plan = answer_asked(call, plan, plan_with)
    if not yes or not (plan.questions or call.as_json):
        show_plan(call, plan)
    if save_mapping is not None and not plan.questions:
        plan.mapping.save(save_mapping)
    if plan_only:
        raise typer.Exit(ExitCode.NEEDS_ANSWER if plan.questions else ExitCode.OK)
    if is_asking and not Confirm.ask(call.say("Write this?", "Écrire cela ?"), console=call.err, default=False):
        call.tell("Nothing was written.", "Rien n'a été écrit.")
        return
    if not yes and not is_asking:
        call.tell(
            "Nothing was written. If the plan is right, run the command again with --yes.",
            "Rien n'a été écrit. Si le plan est juste, relancez la commande avec --yes.",
        )
        raise typer.Exit(ExitCode.NEEDS_ANSWER)
    with stages(call) as report:
        run = apply_import(plan, by=call.by, home=home, progress=report)
    say_done(call, plan, run, str(home.corrections / run.correction) if run.correction else None)


def answer_given(plan: ImportPlan, answers: Iterable[str], plan_with: Any) -> ImportPlan:
    """The plan once the answers of the command line are taken; a question may show only after another."""
    from jalon.workflows.import_register import answer

    waiting = dict(text.rpartition("=")[::2] for text in answers)
    while waiting:
        known = {question.id: question for question in plan.questions}
        ready = [id for id in waiting if id in known]
        if not ready:
            asked, listed = next(iter(waiting)), ", ".join(known)
            found = f"--answer {asked}: the plan asks no such question. Open questions: {listed or 'none'}."
            fr = f"--answer {asked} : le plan ne pose pas cette question. Questions ouvertes : {listed or 'aucune'}."
            raise JalonError("usage", found=Bilingual(found, fr), command="jalon import")
        told = plan.mapping
        for id in ready:
            told = answer(told, known[id], waiting.pop(id))
        plan = plan_with(told)
    return plan


def answer_asked(call: Call, plan: ImportPlan, plan_with: Any) -> ImportPlan:
    """The plan once the user has answered every question at the terminal."""
    from jalon.workflows.import_register import answer

    while plan.questions:
        question = plan.questions[0]
        call.err.print(
            Text(call.say(f"{question.place}: {question.text_en}", f"{question.place.text('fr')} : {question.text_fr}"))
        )
        said = Prompt.ask(" ", choices=list(question.options) or None, console=call.err)
        plan = plan_with(answer(plan.mapping, question, said))
    return plan


def show_plan(call: Call, plan: ImportPlan) -> None:
    """What the import does, every fault with its place, and what waits for an answer."""
    if call.as_json:
        call.show(plan_data(call, plan, None))
        return
    layouts = [
        (
            told.file,
            told.sheet,
            str(told.layout or ""),
            ", ".join(f"{head} → {field}" for head, field in told.columns.items()),
        )
        for told in plan.mapping.sheets
        if told.file != "*"  # a pattern of the mapping given: the sheets it was used for stand by themselves
    ]
    heads = call.say("file,sheet,layout,columns", "fichier,feuille,disposition,colonnes").split(",")
    call.show(None, build_table(call.say("Recognised", "Reconnu"), heads, layouts))
    show_counts(call, plan)
    for notice in plan.notices[:NOTICES_SHOWN]:
        en, fr = notice.place.text("en"), notice.place.text("fr")
        call.tell(
            f"Note. {en}: {notice.text_en}" if en else f"Note. {notice.text_en}",
            f"Note. {fr} : {notice.text_fr}" if fr else f"Note. {notice.text_fr}",
        )
    show_faults(call, plan)
    if plan.writes.candidates:
        count = call.count(len(plan.writes.candidates))
        call.tell(
            f"Pairs of people who may be one: {count}, listed for review, not merged.",
            f"Paires de personnes qui n'en font peut-être qu'une : {count}, à revoir, non fusionnées.",
        )
    for question in plan.questions:
        show_question(call, question)
    if plan.questions:
        call.tell(
            "Until they are answered, the plan leaves out what waits for the answers.",
            "Tant qu'elles sont sans réponse, le plan laisse de côté ce qui en dépend.",
        )


def show_counts(call: Call, plan: ImportPlan) -> None:
    """How many records of each kind the import creates, changes and leaves; in words where it is none."""
    rows = [
        (call.say(table, name_stage(table, "fr")), *(call.count(n) for n in (count.created, count.changed, count.left)))
        for table, count in plan.counts.items()
    ]
    if rows:
        heads = call.say("records,created,changed,left", "fiches,créées,modifiées,laissées").split(",")
        call.show(None, build_table(call.say("Plan", "Plan"), heads, rows, numbers=(1, 2, 3)))
    else:
        call.tell("Plan: nothing to write.", "Plan : rien à écrire.")


def show_faults(call: Call, plan: ImportPlan) -> None:
    """Each fault with its place, what was found and what to do; the first forty."""
    if not plan.faults:
        return
    rows = [
        (f.place.sheet or f.place.file, f.place.row, f.place.column, f.as_error().found(call.language), f.as_error().todo(call.language))
        for f in plan.faults[:FAULTS_SHOWN]
    ]  # fmt: skip
    heads = call.say("sheet,row,column,found,what to do", "feuille,ligne,colonne,trouvé,que faire").split(",")
    call.show(None, build_table(call.say("Faults", "Fautes"), heads, rows, numbers=(1,)))
    if len(plan.faults) > FAULTS_SHOWN:
        more = call.count(len(plan.faults) - FAULTS_SHOWN)
        call.tell(
            f"… and {more} more, all in the correction workbook.", f"… et {more} autres, toutes dans le classeur."
        )


def show_question(call: Call, question: Question) -> None:
    """A question with the two ways to answer it."""
    from jalon.workflows.import_register import example_answer, quote_argument

    option = quote_argument(f"{question.id}={example_answer(question)}")
    call.tell(
        f"Question. {question.place}: {question.text_en} Answer with --answer {option}, or in a mapping.",
        f"Question. {question.place.text('fr')} : {question.text_fr} Répondez par --answer {option}, ou dans un "
        "fichier de correspondance.",
    )


def plan_data(call: Call, plan: ImportPlan, written: int | None) -> dict[str, Any]:
    """The plan for JSON."""
    return {
        "project": plan.project,
        **plan.summary(),
        "faults": [as_data(fault, call.language) for fault in plan.faults],
        "questions": [
            {"id": q.id, "place": q.place.text(call.language), "text": call.say(q.text_en, q.text_fr), "options": list(q.options)}
            for q in plan.questions
        ],
        "notices": [
            {"place": n.place.text(call.language), "text": call.say(n.text_en, n.text_fr)} for n in plan.notices
        ],
        "mapping": plan.mapping.model_dump(mode="json", exclude_defaults=True),
        "import": written,
    }  # fmt: skip


def say_done(call: Call, plan: ImportPlan, run: ImportRun, correction: str | None) -> None:
    """The import's number, and where the rows that wait are."""
    if call.as_json:
        call.show(plan_data(call, plan, run.number) | {"corrections": correction})
        return
    call.tell(f"Import {run.number} done.", f"Import {run.number} fait.")
    if correction:
        call.tell(
            f"Rows left out wait in {correction}: mend the marked cells and import that file.",
            f"Les lignes écartées attendent dans {correction} : corrigez les cases marquées et importez ce fichier.",
        )
    call.tell(
        f"`jalon import --undo {run.number}` takes it back; `jalon figures` shows the figures.",
        f"`jalon import --undo {run.number}` le défait ; `jalon figures` montre les chiffres.",
    )


def take_back(call: Call, number: int) -> None:
    """Undo one import."""
    call.home()
    from jalon.workflows.import_register import undo_import

    with call.working(f"Taking import {number} back …", f"Retrait de l'import {number} …"):
        run = undo_import(number, by=call.by)
    call.show({"import": run.number, "undone_at": run.undone_at, "undone_by": run.undone_by})
    call.tell(f"Import {run.number} taken back.", f"Import {run.number} défait.")


def imports(
    context: typer.Context,
    project: Annotated[str | None, typer.Option("--project", metavar="CODE", help="Only this project's.")] = None,
) -> None:
    """Every import, the latest first: when, by whom, what it did, what waits to be corrected."""
    call: Call = context.obj
    call.home()
    from jalon.workflows.import_register import imports_list

    listed = imports_list(project)
    heads = call.say(
        "number,project,at,by,files,created,changed,left,faults,undone",
        "numéro,projet,le,par,fichiers,créées,modifiées,laissées,fautes,défait",
    ).split(",")
    rows = [
        (
            run["number"],
            run["project"],
            f"{run['at']:%Y-%m-%d %H:%M}",
            run["by"],
            ", ".join(run["files"]),
            *(call.count(sum(run.get(what, {}).values())) for what in ("created", "changed", "left")),
            call.count(run.get("faults", 0)),
            f"{run['undone_at']:%Y-%m-%d}" if run["undone_at"] else "",
        )
        for run in listed
    ]
    call.show(listed, build_table("", heads, rows, numbers=(0, 5, 6, 7, 8)))
    if not listed:
        call.tell(
            "No imports yet: `jalon import FILE --project CODE`.",
            "Aucun import : `jalon import FICHIER --project CODE`.",
        )
