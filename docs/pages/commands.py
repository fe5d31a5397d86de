"""docs/reference/commands.md from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from typer.main import get_command

from jalon.cli.app import EPILOG, app
from pages.markdown import render_code, render_page, render_table


def build_pages() -> dict[str, str]:
    return {"commands.md": render_page("Commands", "the commands' own help", build_parts())}


def build_parts() -> Iterator[str]:
    yield EPILOG
    for path, command in walk_commands():
        yield f"## `{path}`"
        yield cleandoc(command.help or "").split("\f")[0].strip()
        arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
        options = [
            parameter
            for parameter in command.params
            if parameter.param_type_name == "option" and "--help" not in parameter.opts
        ]
        usage = " ".join([path, *(["[OPTIONS]"] if options else []), *(usage_of(argument) for argument in arguments)])
        yield f"```\n{usage}\n```"
        rows = [[render_code(usage_of(a)), help_of(a)] for a in arguments]
        rows += [[written_option(option), help_of(option)] for option in options]
        if rows:
            yield render_table(["", "Meaning"], rows)


def walk_commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its path, in the order of the help."""

    def walk(path: str, command: Any) -> Iterator[tuple[str, Any]]:
        children = getattr(command, "commands", None)
        if children is None:
            if not command.hidden:
                yield path, command
            return
        for name, child in children.items():
            yield from walk(f"{path} {name}", child)

    yield from walk("jalon", get_command(app))


def usage_of(argument: Any) -> str:
    name = (argument.metavar or argument.name or "").upper().strip("[]")
    name = f"{name.rstrip('…')}…" if argument.nargs == -1 else name
    return name if argument.required else f"[{name}]"


def written_option(option: Any) -> str:
    """`--project CODE`; a switch takes no value."""
    value = "" if option.is_flag else f" {(option.metavar or option.name).upper()}"
    return ", ".join(render_code(name + value) for name in [*option.opts, *option.secondary_opts])


def help_of(parameter: Any) -> str:
    text = " ".join((parameter.help or "").split())
    default = parameter.default
    if isinstance(default, (str, int)) and not isinstance(default, bool) and default != "":
        text += f" Default: `{default}`."
    return text
