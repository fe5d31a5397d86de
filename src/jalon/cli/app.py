"""`jalon`: all commands, and what becomes of an error."""

from __future__ import annotations

import atexit
import contextlib
import copy
import gc
import inspect
import os
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException
from typer.main import get_command_name
from typer.models import CommandInfo

from jalon.cli import (
    comparing,
    demo,
    directory,
    facts,
    figures,
    people,
    publication,
    publications,
    publish,
    registers,
    releases,
    serve,
    users,
)
from jalon.cli.call import Call, split_options
from jalon.cli.usage import build_usage_error, shows_help
from jalon.errors import ExitCode, JalonError, JalonErrors

INTERRUPTED = 130
OBJECTS_BETWEEN_COLLECTIONS = 20_000
"""Most of what a command makes stays until its end: looking through it as often as Python does by itself (700) takes a
twentieth of its time and finds nothing."""
COLLECTIONS_BETWEEN_OLD = 100
"""What outlived one collection is looked through again after so many more (10 by itself), for the same reason."""

EPILOG = """Every command also takes --home DIR (or JALON_HOME; the group's folder, jalon-data/ if not said), \
--as NAME (or JALON_AS; who acts, for the audit), --lang en|fr (or JALON_LANG) and --json.

Exit codes: 0 done · 1 a check failed · 2 usage · 3 bad input · 4 refused · 5 not found · 6 needs an answer · \
7 bad definition · 8 not computable."""

PANELS = ("Set up", "Registers in", "People", "Figures out", "Publications", "Look after")
"""The order of the commands in the help: that of the work."""

app = typer.Typer(
    name="jalon",
    help="Registers in, proven figures out: impact measurement for groups of NGOs and social enterprises.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
for part in (
    demo,
    directory,
    registers,
    figures,
    comparing,
    publications,
    publish,
    publication,
    releases,
    serve,
    users,
    people,
    facts,
):
    part.register(app)


def unwrap_help(commands: typer.Typer) -> None:
    """Help in paragraphs that fill the window, whatever the width they are written in: Typer keeps their line ends."""
    for command in commands.registered_commands:
        paragraphs = inspect.cleandoc((command.callback and command.callback.__doc__) or "").split("\n\n")
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    for group in commands.registered_groups:
        if group.typer_instance is not None:
            unwrap_help(group.typer_instance)


unwrap_help(app)
app.registered_commands.sort(key=lambda command: PANELS.index(str(command.rich_help_panel)))


def show_version(wanted: bool) -> None:
    """Say which Jalon this is, and end."""
    if wanted:
        typer.echo(f"jalon {metadata.version('jalon')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Say which version this is, and exit.", callback=show_version, is_eager=True),
    ] = False,
) -> None:
    """Registers in, proven figures out: impact measurement for groups of NGOs and social enterprises."""


def narrowed(commands: typer.Typer, arguments: Sequence[str]) -> typer.Typer:
    """The same application with the one command or group that the line begins with; all of it where that is none.

    Typer makes every parameter of every command ready before it runs one: a tenth of what a short command takes.
    """
    named = arguments[0] if arguments else ""
    narrow = copy.copy(commands)
    narrow.registered_commands = [one for one in commands.registered_commands if name_of(one) == named]
    narrow.registered_groups = [one for one in commands.registered_groups if one.name == named]
    return narrow if narrow.registered_commands or narrow.registered_groups else commands


def name_of(command: CommandInfo) -> str:
    """The word by which a command is called."""
    assert command.callback is not None  # each is registered with its function
    return command.name or get_command_name(command.callback.__name__)


def end_soon() -> None:
    """At its end Python would look through all that there is, several times, to free it.

    After Splink it has to: Splink's linkers hold one another and what is DuckDB's, which complains of what is not freed.
    """
    if "splink" not in sys.modules:
        gc.freeze()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Errors of the catalogue are shown without traceback."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, COLLECTIONS_BETWEEN_OLD)
    atexit.register(end_soon)
    # NumPy's threads look for work for a tenth of a second before they sleep: more than a figure's arithmetic takes.
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")
    call = Call()
    try:
        call, rest = split_options(sys.argv[1:] if arguments is None else arguments)
        code = int(narrowed(app, rest)(rest, prog_name="jalon", obj=call, standalone_mode=False) or 0)
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        return code
    except (JalonError, JalonErrors) as error:
        call.show_error(error)
        return int(error.exit_code)
    except (Abort, KeyboardInterrupt):
        call.err.print(call.say("Stopped. Nothing more was written.", "Arrêté. Rien de plus n'a été écrit."))
        return INTERRUPTED
    except TyperException as error:
        if shows_help(error):
            error.show()  # type: ignore[attr-defined]
        else:
            context = getattr(error, "ctx", None)
            if context is not None and not call.as_json:
                call.err.print(context.get_usage())
            call.show_error(build_usage_error(error))
        return int(ExitCode.USAGE)
    except BrokenPipeError:  # `jalon … | head`: the reader has seen enough
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
