"""Closed periods: `release make`, `list`, `show`, `publish`, `settle`, `withdraw`, `check`, `audit`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jalon.cli import scope
from jalon.cli.call import Call, build_table, rows_of, stages
from jalon.errors import ExitCode
from jalon.home import Home, open_home

if TYPE_CHECKING:
    from jalon.figures.release import Release
    from jalon.workflows.settle import Told

PANEL = "Figures out"

Code = Annotated[str, typer.Argument(metavar="CODE", help="The release's code, such as 2021-12.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the release.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    release = typer.Typer(no_args_is_help=True, help="Closed periods: figures frozen with their members.")
    for command in (make, list_releases, show, publish, settle, withdraw, check, audit):
        release.command(name="list" if command is list_releases else None)(command)
    app.add_typer(release, name="release", rich_help_panel=PANEL)


def make(
    context: typer.Context,
    code: Code,
    reason: Reason,
    period: Annotated[
        str,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help="The period closed: 2021, 2021-Q3, 2021-01..2021-06.",
            rich_help_panel=scope.PANEL,
        ),
    ],
    title: Annotated[str, typer.Option("--title", help="What it is called; its code if not said.")] = "",
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="PERIOD", help="Another period to freeze for the whole group; repeat it."),
    ] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option("--figure", metavar="LINK", help="A further figure: ID?period=2021&country=SN; repeat it."),
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Let anybody see it at once.")] = False,
) -> None:
    """Close a period: freeze every figure with its members, as the records are now. It never changes again.

    Example: jalon release make 2021-12 --period 2021 --reason "annual report"
    """
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.release import make_release

    with stages(call) as report:
        made = make_release(
            home, by=call.by, code=code, period=period, reason=reason, title=title, also=also or (),
            figures=figure or (), public=public,
            progress=report,
        )  # fmt: skip
    if public:
        _settle(call, code)
        tell_what_visitors_see(call, home, code)
    _show(call, made)
    call.tell(
        f"Next: `jalon compare participants --period {made.manifest.period} --before release:{code} --after today`.",
        f"Ensuite : `jalon compare participants --period {made.manifest.period} --before release:{code} --after today`.",
    )


def list_releases(context: typer.Context) -> None:
    """Every release, by how far it tells: visitors see the last public one."""
    call: Call = context.obj
    from jalon.figures.release import open_releases

    found = open_releases(call.home())
    heads = call.say(
        "code,title,period,made,by,figures,public,erased", "code,titre,période,faite,par,chiffres,publique,effacés"
    ).split(",")
    rows = [
        (one.code, one.title, one.manifest.period, one.made_at.date(), one.made_by, call.count(len(one.stated)),
         _public(call, one), call.count(one.erased))
        for one in found
    ]  # fmt: skip
    call.show([release_data(one) for one in found], build_table("", heads, rows, numbers=(5, 7)))
    if found:
        _tell_shown(call, found)
    if not found:
        call.tell(
            "There is none yet: `jalon release make CODE --period 2021 --reason …`.",
            "Il n'y en a pas encore : `jalon release make CODE --period 2021 --reason …`.",
        )


def show(context: typer.Context, code: Code) -> None:
    """What a release is, and what its figures stated.

    Example: jalon release show 2021-12
    """
    call: Call = context.obj
    from jalon.figures.release import open_release

    _show(call, open_release(call.home(), code), figures=True)


def publish(context: typer.Context, code: Code, reason: Reason) -> None:
    """Let anybody see a release.

    Example: jalon release publish 2021-12 --reason "approved by the board"
    """
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.release import publish

    publish(home, code, by=call.by, reason=reason)
    _settle(call, code)
    call.show({"code": code, "public": True})
    call.tell(f"Release {code} is public.", f"La publication figée {code} est publique.")
    tell_what_visitors_see(call, home, code)


def tell_what_visitors_see(call: Call, home: Home, code: str) -> None:
    """Where that is not the release just made public: visitors see the one that tells furthest."""
    from jalon.figures.release import find_latest_public, open_release, open_releases

    shown, told = find_latest_public(open_releases(home)), open_release(home, code)
    if shown is None or shown.code == code:
        return
    why = call.say("which was made later", "faite plus tard")
    if shown.last_day > told.last_day:
        why = call.say(f"which tells up to {shown.last_day}", f"qui va jusqu'au {shown.last_day}")
    call.tell(
        f"Visitors go on seeing release {shown.code}, {why}. Release {code} stands in the history of its figures and in "
        "comparisons.",
        f"Le public continue de voir la publication figée {shown.code}, {why}. La publication figée {code} est dans "
        "l'historique de ses chiffres et dans les comparaisons.",
    )


def settle(context: typer.Context, code: Code) -> None:
    """Decide now what is told of all that a public release states, and of its tables, in their order.

    What is decided first is told best. Its figures for the whole group were decided when it was made public; `jalon
    serve` decides the rest before anybody asks.

    Example: jalon release settle 2021-12
    """
    call: Call = context.obj
    call.home()
    told = _settle(call, code, whole=True)
    call.show({"code": code, "settled": True, **asdict(told)})
    by_cells, totals = call.count(told.by_cells), call.count(told.totals)
    call.tell(
        f"What is told of release {code} is decided: {by_cells} tables cell by cell, {totals} in total only.",
        f"Ce qui est dit de la publication figée {code} est décidé : {by_cells} tableaux case par case, {totals} par leur "
        "seul total.",
    )


def withdraw(context: typer.Context, code: Code, reason: Reason) -> None:
    """Take a release from the public. It stays as it is: a release is never deleted.

    Example: jalon release withdraw 2021-12 --reason "a register was missing"
    """
    call: Call = context.obj
    home = call.home()
    from jalon.figures.release import open_releases
    from jalon.workflows.release import withdraw

    withdraw(home, code, by=call.by, reason=reason)
    call.show({"code": code, "public": False})
    call.tell(f"Release {code} is no longer public.", f"La publication figée {code} n'est plus publique.")
    _tell_shown(call, open_releases(home))


def check(context: typer.Context, code: Code) -> None:
    """Hold every file of a release against its digest, and the release against the records.

    Example: jalon release check 2021-12
    """
    call: Call = context.obj
    home = call.home()
    from jalon.workflows.release import check_release

    found = check_release(home, code)
    call.show({"code": code, "files": len(found.manifest.files), "digest": found.digest, "as_made": True})
    call.tell(
        f"Release {code} is as it was made: {len(found.manifest.files)} files checked.",
        f"La publication figée {code} est telle qu'elle a été faite : {len(found.manifest.files)} fichiers vérifiés.",
    )


def audit(context: typer.Context) -> None:
    """Add up every proof that what was ever told gives nobody away. Exit status 1 where one does not hold.

    Every size told on the site or in a publication is on a list, with the proof that no small number can be worked out
    from all of them. This reads the list anew and verifies each proof by addition alone.

    Example: jalon release audit
    """
    call: Call = context.obj
    home = call.home()
    from jalon.disclosure import check_published

    with call.working("Adding up the proofs …", "Vérification des preuves …"):
        found = check_published(home)
    call.show({**asdict(found), "holds": found.holds})
    n = call.count
    call.tell(
        f"{n(found.publications)} answers told {n(found.told)} of {n(found.sets)} sets; {n(found.secrets)} small numbers "
        "are proven uncertain.",
        f"{n(found.publications)} réponses ont dit {n(found.told)} effectifs sur {n(found.sets)} ; {n(found.secrets)} "
        "petits nombres restent incertains, preuve à l'appui.",
    )
    if found.is_torn:
        call.tell(
            "The last line was never written out: it was not published, and goes with the next one.",
            "La dernière ligne n'a pas été écrite jusqu'au bout : elle n'a pas été publiée et la suivante l'effacera.",
        )
    if not found.holds:
        call.tell(
            f"Not proven: {n(found.unproven)}. Proofs that do not add up: {n(found.broken)}. Sets that were altered: "
            f"{n(found.misnamed)}. Publish nothing more, and bring the list back from a backup.",
            f"Sans preuve : {n(found.unproven)}. Preuves fausses : {n(found.broken)}. Ensembles altérés : "
            f"{n(found.misnamed)}. Ne publiez plus rien et rétablissez la liste depuis une sauvegarde.",
        )
        raise typer.Exit(int(ExitCode.CHECK_FAILED))


def release_data(release: Release) -> dict[str, Any]:
    """Plain values for JSON."""
    stated = release.manifest
    return {
        "code": release.code,
        "title": release.title,
        "period": stated.period,
        "reason": release.reason,
        "made_at": stated.made_at,
        "made_by": release.made_by,
        "facts_version": release.facts_version,
        "digest": release.digest,
        "public": release.public,
        "figures": len(release.stated),
        "erased": release.erased,
        "erasures": [{"at": one.at, "members": one.members} for one in stated.erasures],
        "synthetic": release.synthetic,
    }


def _tell_shown(call: Call, releases: Iterable[Release]) -> None:
    from jalon.figures.release import find_latest_public

    shown = find_latest_public(releases)
    if shown is None:
        call.tell(
            "Visitors see no figures: no release is public.", "Le public ne voit aucun chiffre : rien n'est public."
        )
    else:
        call.tell(f"Visitors see release {shown.code}.", f"Le public voit la publication figée {shown.code}.")


def _settle(call: Call, code: str, *, whole: bool = False) -> Told:
    """Decide what is told, while saying how far it is."""
    from jalon.workflows.release import settle

    names = {"first": call.say("headlines", "chiffres clés"), "rest": call.say("tables, projects", "tableaux, projets")}
    with stages(call) as report:
        return settle(
            open_home(call.home_given), code, whole=whole,
            progress=lambda part, done, total: report(names[part], done, total),
        )  # fmt: skip


def _show(call: Call, release: Release, *, figures: bool = False) -> None:
    data = release_data(release)
    told = {
        call.say("code", "code"): release.code,
        call.say("title", "titre"): release.title,
        call.say("period", "période"): release.manifest.period,
        call.say("made", "faite"): f"{release.made_at:%Y-%m-%d %H:%M} UTC, {release.made_by}",
        call.say("reason", "raison"): release.reason,
        call.say("facts", "faits"): release.facts_version[:12],
        call.say("figures", "chiffres"): call.count(len(release.stated)),
        call.say("public", "publique"): _public(call, release),
        call.say("erased since", "effacés depuis"): call.count(release.erased),
    }
    tables = [build_table("", call.say("release,", "publication figée,").split(","), rows_of(told))]
    if figures:
        data["stated"] = [
            {"link": one.link, "value": one.value, "unknown": one.unknown} for one in release.stated.values()
        ]
        whole = [one for one in release.stated.values() if set(one.scope) == {"period", "purpose"}]
        rows = [(one.link, _shown_value(call, one.value), call.count(one.unknown)) for one in whole]
        heads = call.say("figure,value,unknown", "chiffre,valeur,inconnu").split(",")
        tables.append(build_table(call.say("For the whole group", "Pour tout le groupe"), heads, rows, numbers=(1, 2)))
    call.show(data, *tables)


def _public(call: Call, release: Release) -> str:
    return call.say("yes", "oui") if release.public else call.say("no", "non")


def _shown_value(call: Call, exact: str | None) -> str:
    """As it was stated, exactly; a whole number as people read it."""
    if exact is None:
        return call.say("none", "aucune")
    return call.count(int(exact)) if exact.isdecimal() else exact
