"""Looking after the group: `facts refresh`, `facts status`, `quality`."""

from __future__ import annotations

from typing import Annotated

import typer

from jalon.cli.call import Call, build_table, stages

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

    with stages(call.progress()) as report:
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
        f"Facts {done.version[:12]}: {done.rows} rows written in {len(done.tables)} tables, "
        f"{len(done.projects)} projects, {done.seconds:.1f} s.",
        f"Faits {done.version[:12]} : {done.rows} lignes écrites dans {len(done.tables)} tables, "
        f"{len(done.projects)} projets, {done.seconds:.1f} s.",
    )


def status(context: typer.Context) -> None:
    """The facts version, how many rows each table holds, and what the records have changed since."""
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.refresh_facts import facts_status

    now = facts_status(home)
    heads = call.say("table,rows,bytes", "table,lignes,octets").split(",")
    table = build_table("", heads, ((t.name, t.rows, t.bytes) for t in now.tables), numbers=(1, 2))
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

    refresh_facts(home)
    found = project_quality(home, project)
    call.show(found.to_dict(), *found_tables(call, found))


def found_tables(call: Call, found: object) -> list[object]:
    raise NotImplementedError(call, found)
