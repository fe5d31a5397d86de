"""Looking after the group: `facts refresh`, `facts status`, `quality`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from jalon.cli.call import Call, build_table, stages

if TYPE_CHECKING:
    from jalon.workflows.quality import Quality

PANEL = "Look after"


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    facts = typer.Typer(no_args_is_help=True, help="The nameless facts that figures are computed from.")
    facts.command()(refresh)
    facts.command()(status)
    app.add_typer(facts, name="facts", rich_help_panel=PANEL)
    app.command(rich_help_panel=PANEL)(quality)


def refresh(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Rewrite every table, stale or not.")] = False,
) -> None:
    """Bring the facts in step with the records; only what changed is rewritten."""
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.refresh_facts import refresh_facts

    with stages(call) as report:
        done = refresh_facts(
            home, everything=everything, progress=lambda n, total: report(call.say("facts", "faits"), n, total)
        )
    call.show(
        {
            "version": done.version,
            "tables": sorted(done.tables),
            "projects": sorted(done.projects),
            "rows": done.rows,
            "seconds": round(done.seconds, 3),
        }
    )
    call.tell(
        f"Facts {done.version[:12]}: {call.count(done.rows)} rows written in {len(done.tables)} tables, "
        f"{len(done.projects)} projects, {done.seconds:.1f} s.",
        f"Faits {done.version[:12]} : {call.count(done.rows)} lignes écrites dans {len(done.tables)} tables, "
        f"{len(done.projects)} projets, {done.seconds:.1f} s.",
    )


def status(context: typer.Context) -> None:
    """The facts version, how many rows each table holds, and what the records have changed since."""
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.refresh_facts import facts_status

    now = facts_status(home)
    heads = call.say("table,rows,bytes", "table,lignes,octets").split(",")
    table = build_table(
        "", heads, ((t.name, call.count(t.rows), call.count(t.bytes)) for t in now.tables), numbers=(1, 2)
    )
    call.show(
        {
            "version": now.version,
            "made_at": now.made_at,
            "stale": list(now.stale),
            "tables": [{"name": t.name, "rows": t.rows, "bytes": t.bytes} for t in now.tables],
        },
        *([table] if now.tables else []),
    )
    if now.version is None:
        call.tell("No facts yet: run `jalon facts refresh`.", "Pas encore de faits : lancez `jalon facts refresh`.")
        return
    made_at = f"{now.made_at or '':.16}".replace("T", " ")
    call.tell(f"Facts {now.version[:12]}, made {made_at} UTC.", f"Faits {now.version[:12]}, du {made_at} UTC.")
    if now.stale:
        listed = ", ".join(now.stale)
        call.tell(f"Changed since: {listed}.", f"Changé depuis : {listed}.")
    else:
        call.tell("In step with the records.", "À jour des enregistrements.")


def quality(
    context: typer.Context, project: Annotated[str, typer.Argument(metavar="PROJECT", help="Code of the project.")]
) -> None:
    """What a project's records lack, and by how much that could move its figures."""
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.quality import project_quality
    from jalon.workflows.refresh_facts import refresh_facts

    with call.working("Computing …", "Calcul …"):
        refresh_facts(home)
        found = project_quality(home, project)
    call.show(found.to_dict(), *quality_tables(call, found))


def quality_tables(call: Call, found: Quality) -> list[Table]:
    """What is not known by field, what else is lacking, and what that leaves open."""
    from jalon.web.lacking import name_cause, name_field

    heads = call.say("field,unknown,of,share", "champ,inconnu,sur,part").split(",")
    rows = [
        (
            name_field(gap.field, gap.moment, call.language),
            call.count(gap.unknown),
            call.count(gap.asked),
            percent(gap.share),
        )
        for gap in found.fields
    ]
    unknown = build_table(call.say("Unknown by field", "Inconnu par champ"), heads, rows, numbers=(1, 2, 3))
    counts = [
        (call.say("participants", "participants"), call.count(found.participants)),
        (call.say("spells without an exit", "inscriptions sans sortie"), call.count(found.spells_without_exit)),
        (
            call.say("sessions without a register", "séances sans feuille complète"),
            f"{call.count(found.sessions_without_register)} / {call.count(found.sessions)}",
        ),
        (
            call.say("people whose attendance is unknown", "personnes à la présence inconnue"),
            call.count(found.attendance_unknown),
        ),
        (call.say("faults waiting to be corrected", "fautes à corriger"), call.count(found.faults)),
        (call.say("pairs waiting for review", "paires à revoir"), call.count(found.pairs_to_review)),
    ]
    lacking = build_table(
        call.say("Lacking", "Manques"), call.say("what,how many", "quoi,combien").split(","), counts, numbers=(1,)
    )
    heads = call.say("because of,figure,now,least,most", "à cause de,chiffre,actuel,au moins,au plus").split(",")
    moved = [
        (
            name_cause(move.field, move.moment, call.language),
            move.title.get(call.language) or move.title["en"],
            *(_shown_move(call, value) for value in (move.value, move.least, move.most)),
        )
        for move in found.moves
    ]
    effect = build_table(
        call.say("How far the figures could move", "De combien les chiffres peuvent bouger"),
        heads,
        moved,
        numbers=(2, 3, 4),
    )
    return [unknown, lacking, *([effect] if moved else [])]


def percent(share: float) -> str:
    """`15 %`, as figures say it, in either language."""
    return f"{share * 100:.0f}\u00a0%"


def _shown_move(call: Call, value: float | str | None) -> str:
    if isinstance(value, int):
        return call.count(value)
    if value is None:
        return call.say("not computable", "non calculable")
    return percent(value) if isinstance(value, float) else value
