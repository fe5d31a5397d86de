"""`jalon demo`: a whole group, made up, to see what figures come out of registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jalon.cli.call import Call, build_table, stages
from jalon.cli.figures import show_text
from jalon.errors import JalonError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jalon.demo.build import Built
    from jalon.demo.headlines import Stated as StatedHeadline
    from jalon.home import Home

PANEL = "Set up"


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command(rich_help_panel=PANEL)(demo)


def demo(
    context: typer.Context,
    scale: Annotated[
        float, typer.Option("--scale", help="1 is two million rows, in about a minute; 0.01 takes seconds.")
    ] = 1.0,
) -> None:
    """Make the demonstration group in an empty folder, and state its figures. Nobody in it is real.

    The same on every machine. Example: jalon --home demo demo --scale 0.01
    """
    import jalon
    from jalon.demo.headlines import build_headlines
    from jalon.demo.newsletter import write_newsletters
    from jalon.demo.scale import GROUP, check_scale
    from jalon.home import home_path
    from jalon.workflows.start import start_group

    call: Call = context.obj
    check_scale(scale)
    path = home_path(call.home_given)
    home = call.home() if (path / "jalon.toml").exists() else start_group(path, GROUP, call.by)
    from jalon.demo.account import draw_password, open_account
    from jalon.demo.build import build_demonstration  # its models load only once Django knows the home

    with stages(call) as report:
        built = build_demonstration(home, by=call.by, scale=scale, progress=report)
    call.is_synthetic = True
    drawn = draw_password() if built.rows else None
    group = jalon.open(home.path)
    newsletters = write_newsletters(home, group, scale)
    publish_newsletters(call, home)
    show_headlines(call, home, built, list(build_headlines(group, call.language)), scale, newsletters)
    if drawn is not None:
        open_account(call.by, drawn)
        tell_account(call, drawn.password)
    call.tell(f"Its newsletter: {newsletters[0]}", f"Sa lettre d'information : {newsletters[1]}")
    call.tell(
        "Next: `jalon figure young_people_supported --period 2021 --by country`; `jalon figures --period 2021 --project "
        "MANA`; docs/explanation/demonstration-group.md.",
        "Ensuite : `jalon figure young_people_supported --period 2021 --by country` ; `jalon figures --period 2021 "
        "--project MANA` ; docs/explanation/demonstration-group.md.",
    )


def show_headlines(
    call: Call, home: Home, built: Built, stated: Sequence[StatedHeadline], scale: float, newsletters: Sequence[Path]
) -> None:
    """What the group states, each computed; and how many rows that took."""
    from jalon.home import open_home

    heads = call.say("claim,figure,of which,how to ask", "affirmation,chiffre,dont,comment le demander").split(",")
    rows = [
        (call.say(one.headline.en, one.headline.fr), one.value, one.composed, one.headline.command) for one in stated
    ]
    group = open_home(home.path).group
    call.tell(
        f"{group}, on 31 December 2021. Synthetic data: nobody in it is real.",
        f"{group}, au 31 décembre 2021. Données synthétiques : personne n'y est réel.",
    )
    written = sum(built.rows.values())
    call.show(
        {
            "home": str(home.path),
            "scale": scale,
            "facts_version": built.facts_version,
            "rows": written,
            "newsletters": [str(path) for path in newsletters],
            "figures": [
                {
                    "claim": one.headline.en,
                    "value": (data := one.figure.to_dict())["value"],
                    "composed": one.composed,
                    "figure": data,
                }
                for one in stated
            ],
        },
        build_table("", heads, rows, numbers=(1,)),
    )
    for one in stated:
        if one.trend:
            call.tell("A reconstruction, as its method says:", "Une reconstruction, dont voici la méthode :")
            show_text(call, one.trend)
    if written:
        count = call.count(written)
        call.tell(f"{count} rows written in {home.path}.", f"{count} lignes écrites dans {home.path}.")
    else:
        call.tell(f"It was there already, in {home.path}.", f"Il y était déjà, dans {home.path}.")


def tell_account(call: Call, password: str) -> None:
    """Shown this once: nothing keeps a password."""
    from jalon.demo.account import NAME

    call.tell(
        f"To see on its site what staff see: sign in as {NAME}, password {password} (shown this once; another "
        f"with `jalon user password {NAME}`).",
        f"Pour voir sur son site ce que voit l'équipe : compte {NAME}, mot de passe {password} (montré cette seule "
        f"fois ; un autre avec `jalon user password {NAME}`).",
    )


def publish_newsletters(call: Call, home: Home) -> None:
    """Let the site's visitors read them; those that are public already are left as they are.

    In a very small group some of their numbers are of few people: then they stay with staff, and that is told.
    """
    from jalon.figures.release import open_releases
    from jalon.workflows.publications import make_public, read_publications

    releases = open_releases(home)
    for text in read_publications(home):
        if text.public:
            continue
        try:
            make_public(home, releases, text.code, by=call.by, language=text.language, reason="Demonstration")
        except JalonError as error:
            if error.id != "numbers_not_in_order":
                raise
            call.tell(
                f"{text.path.name} is not public: at this scale some of its numbers are of too few people.",
                f"{text.path.name} n'est pas public : à cette échelle, certains nombres concernent trop peu de personnes.",
            )
