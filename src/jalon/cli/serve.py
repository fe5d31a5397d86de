"""`jalon serve`: the group's site, on this machine."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from jalon.cli import scope
from jalon.cli.call import Call, stages
from jalon.cli.stopping import Stopping, ends_when_told
from jalon.errors import JalonError

if TYPE_CHECKING:
    from jalon.home import Home

PANEL = "Figures out"
HOST = "127.0.0.1"
THREADS = 8


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command(rich_help_panel=PANEL)(serve)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="On which port of this machine.")] = 8000,
    as_of_last_refresh: scope.NoRefresh = False,
) -> None:
    """Open the group's site on 127.0.0.1: figures, tables, definitions; stop it with Ctrl-C.

    Only this machine reaches it. Example: jalon serve --port 8000
    """
    with ends_when_told(context.obj) as stopping:
        serve_until_stopped(context.obj, port, stopping, refresh=not as_of_last_refresh)


def serve_until_stopped(call: Call, port: int, stopping: Stopping, *, refresh: bool) -> None:
    """Bring the facts in step, decide what is told first, open. Raises `port_taken` and what these raise."""
    from waitress.server import create_server

    from jalon.home import open_home
    from jalon.web.settings import open_site

    home = open_home(call.home_given)
    check_port_free(port)
    open_site(home)
    call.say_if_synthetic(home)
    if refresh:
        from jalon.workflows.refresh_facts import refresh_facts

        with stages(call) as report:
            refresh_facts(home, progress=lambda done, total: report(call.say("facts", "faits"), done, total))
    settle_first(call, home)
    from django.core.wsgi import get_wsgi_application

    import jalon.web.urls  # noqa: F401  (every page, before anybody is told where the site is)
    from jalon.web.warm import warm_in_background

    server = create_server(get_wsgi_application(), host=HOST, port=port, threads=THREADS, ident=None)
    address = f"http://{HOST}:{port}/{call.language}/"
    call.tell(f"{home.group}: {address} (Ctrl-C stops it)", f"{home.group} : {address} (Ctrl-C pour l'arrêter)")
    warm_in_background(HOST, port)
    stopping.is_running = True
    server.run()


def settle_first(call: Call, home: Home) -> None:
    """Before anybody can ask: no visitor waits for it."""
    from jalon.workflows.release import settle_latest

    stage = call.say("what may be shown", "ce qui peut être montré")
    with stages(call) as report:
        settle_latest(home, progress=lambda _, done, total: report(stage, done, total))


def check_port_free(port: int) -> None:
    """Raises `port_taken`."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            raise JalonError("port_taken", port=port, next=port + 1 if port < 65535 else 8000) from None
