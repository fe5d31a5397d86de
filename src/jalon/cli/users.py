"""Who may sign in to the site: `user add`, `list`, `access`, `password`, `remove`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.prompt import Confirm, Prompt

from jalon.cli.call import Call, build_table
from jalon.errors import ExitCode

if TYPE_CHECKING:
    from jalon.workflows.accounts import Account

PANEL = "Set up"

Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name, as it is typed to sign in.")]
RoleOption = Annotated[
    str,
    typer.Option(
        "--role",
        help="figures: live figures with their true numbers; members: also who is behind them, by number; "
        "names: also people's records by name, to decide who is who.",
    ),
]
Projects = Annotated[
    list[str] | None,
    typer.Option("--project", metavar="CODE", help="Only of this project; repeat it. Without any: the whole group."),
]
Organisations = Annotated[
    list[str] | None,
    typer.Option("--organisation", metavar="CODE", help="Only of this organisation and those below it; repeat it."),
]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and show it once, instead of asking.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    user = typer.Typer(no_args_is_help=True, help="Who may sign in to the site, and what they see there.")
    user.command()(add)
    user.command(name="list")(list_users)
    user.command()(access)
    user.command()(password)
    user.command()(remove)
    app.add_typer(user, name="user", rich_help_panel=PANEL)


def add(
    context: typer.Context,
    name: Name,
    role: RoleOption = "figures",
    project: Projects = None,
    organisation: Organisations = None,
    email: Annotated[str, typer.Option("--email", help="To sign in with, and to be known by OpenID Connect.")] = "",
    generate: Generate = False,
) -> None:
    """Make an account. Its password is asked for, or made and shown once; it is never typed in the line.

    Example: jalon user add awa --role members --project MANA
    """
    call = open_accounts(context)
    from jalon.workflows.accounts import add_account

    chosen, is_made = choose_password(call, generate)
    made = add_account(
        by=call.by,
        name=name,
        password=chosen,
        role=role,
        email=email,
        projects=project or (),
        organisations=organisation or (),
    )
    call.show(build_shown(made) | ({"password": chosen} if is_made else {}))
    call.tell(f"{made.name} sees {describe(call, made)}.", f"{made.name} voit {describe(call, made)}.")
    tell_password(call, chosen, is_made)


def list_users(context: typer.Context) -> None:
    """List the accounts and what each may see. Example: jalon user list"""
    call = open_accounts(context)
    from jalon.workflows.accounts import list_accounts

    listed = list_accounts()
    heads = call.say("name,e-mail,sees,last signed in", "nom,adresse,voit,dernière connexion").split(",")
    rows = [
        (one.name, one.email, describe(call, one), f"{one.last_login:%Y-%m-%d %H:%M}" if one.last_login else "")
        for one in listed
    ]
    call.show([build_shown(one) for one in listed], build_table("", heads, rows))


def access(
    context: typer.Context,
    name: Name,
    role: RoleOption = "figures",
    project: Projects = None,
    organisation: Organisations = None,
) -> None:
    """Say anew what an account may see, in the place of what it could; it holds from the next page on.

    Example: jalon user access awa --role figures --organisation SANTE
    """
    call = open_accounts(context)
    from jalon.workflows.accounts import give_access

    given = give_access(by=call.by, name=name, role=role, projects=project or (), organisations=organisation or ())
    call.show(build_shown(given))
    call.tell(f"{given.name} sees {describe(call, given)}.", f"{given.name} voit {describe(call, given)}.")


def password(
    context: typer.Context,
    name: Name,
    generate: Generate = False,
    second_factor_lost: Annotated[
        bool, typer.Option("--second-factor-lost", help="Also forget the second factor: the password alone signs in.")
    ] = False,
) -> None:
    """Give an account another password; who is signed in with the old one is signed out.

    Example: jalon user password awa --generate
    """
    call = open_accounts(context)
    from jalon.workflows.accounts import change_password, find_account

    find_account(name)
    chosen, is_made = choose_password(call, generate)
    change_password(by=call.by, name=name, password=chosen, second_factor_lost=second_factor_lost)
    call.show({"name": name} | ({"password": chosen} if is_made else {}))
    call.tell("The password was changed.", "Le mot de passe a été changé.")
    tell_password(call, chosen, is_made)


def remove(
    context: typer.Context, name: Name, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """Close an account for good. What it did stays in the audit. Example: jalon user remove awa"""
    call = open_accounts(context)
    from jalon.workflows.accounts import find_account, remove_account

    find_account(name)
    question = call.say(f"Close the account {name}?", f"Fermer le compte {name} ?")
    if not yes and not (sys.stdin.isatty() and Confirm.ask(question, console=call.err, default=False)):
        call.tell("Nothing was done; say --yes to go on.", "Rien n'a été fait ; --yes pour continuer.")
        raise typer.Exit(ExitCode.NEEDS_ANSWER)
    remove_account(by=call.by, name=name)
    call.show({"removed": name})
    call.tell(f"The account {name} is closed.", f"Le compte {name} est fermé.")


def open_accounts(context: typer.Context) -> Call:
    """The records with the tables that signing in needs: an account's second factor goes with it."""
    from jalon.home import open_home
    from jalon.web.settings import open_site

    call: Call = context.obj
    home = open_home(call.home_given)
    open_site(home)
    call.say_if_synthetic(home)
    return call


def choose_password(call: Call, generate: bool) -> tuple[str, bool]:
    """The password asked for twice, or one that is made: where that is wanted, or where there is nobody to ask."""
    from jalon.workflows.accounts import make_password

    if generate or not sys.stdin.isatty():
        return make_password(), True
    while True:
        first = Prompt.ask(call.say("Password", "Mot de passe"), console=call.err, password=True)
        again = Prompt.ask(call.say("Once more", "Encore une fois"), console=call.err, password=True)
        if first == again:
            return first, False
        call.err.print(call.say("They differ.", "Ils diffèrent."))


def tell_password(call: Call, chosen: str, is_made: bool) -> None:
    if is_made:
        call.tell(f"Password, shown this once: {chosen}", f"Mot de passe, montré cette seule fois : {chosen}")


def build_shown(account: Account) -> dict[str, object]:
    return asdict(account)


def describe(call: Call, account: Account) -> str:
    """`live figures of MANA`."""
    what = {
        "figures": call.say("live figures", "les chiffres du moment"),
        "members": call.say("live figures and their members", "les chiffres du moment et leurs membres"),
        "names": call.say("live figures, their members and names", "les chiffres du moment, leurs membres et les noms"),
        "": call.say("what is published", "ce qui est publié"),
    }[account.role]
    where = ", ".join((*account.projects, *account.organisations)) or call.say("the whole group", "tout le groupe")
    return f"{what}, {where}" if account.role else what
