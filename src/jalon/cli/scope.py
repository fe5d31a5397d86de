"""The scope as options of the command line, the same for every command that states a figure."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Annotated, Any, get_type_hints

import typer

PANEL = "Scope"

Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="2021, 2021-Q3, 2021-03, 2021-01-15..2021-06-30, or all (the default).",
        rich_help_panel=PANEL,
    ),
]
Projects = Annotated[
    list[str] | None,
    typer.Option(
        "--project", metavar="CODE", help="Only these projects (repeat it for several).", rich_help_panel=PANEL
    ),
]
Organisations = Annotated[
    list[str] | None,
    typer.Option(
        "--organisation", metavar="CODE", help="Only these organisations and all below them.", rich_help_panel=PANEL
    ),
]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="CODE", help="Only these countries (FR, SN, …).", rich_help_panel=PANEL),
]
Sites = Annotated[
    list[str] | None, typer.Option("--site", metavar="CODE", help="Only these sites.", rich_help_panel=PANEL)
]
Themes = Annotated[
    list[str] | None,
    typer.Option("--theme", metavar="CODE", help="Only projects of these themes.", rich_help_panel=PANEL),
]
Grants = Annotated[
    list[str] | None,
    typer.Option("--grant", metavar="CODE", help="Only projects these grants pay for.", rich_help_panel=PANEL),
]
Funders = Annotated[
    list[str] | None,
    typer.Option("--funder", metavar="CODE", help="Only projects these funders pay for.", rich_help_panel=PANEL),
]
Purpose = Annotated[
    str,
    typer.Option(
        "--purpose",
        metavar="PURPOSE",
        help="What the figure is for: measurement counts everyone who has not refused it; "
        "publicity, research, sharing, matching count only those who permit it.",
        rich_help_panel=PANEL,
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine", metavar="ENGINE", help="local, or reference (slow: to check the other by).", rich_help_panel=PANEL
    ),
]
NoRefresh = Annotated[
    bool,
    typer.Option(
        "--as-of-last-refresh",
        help="Use the facts as they last were, even if the records have changed since.",
        rich_help_panel=PANEL,
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What those options were set to. A command with `@with_scope` takes it as its parameter `asked`."""

    period: Period = None
    project: Projects = None
    organisation: Organisations = None
    country: Countries = None
    site: Sites = None
    theme: Themes = None
    grant: Grants = None
    funder: Funders = None
    purpose: Purpose = "measurement"
    engine: Engine = "local"
    as_of_last_refresh: NoRefresh = False

    @property
    def scope(self) -> dict[str, Any]:
        """The arguments of `Group.figure` that were given."""
        return given(**{name: getattr(self, name) for name in OPTIONS if name not in HOW})

    @property
    def refresh(self) -> bool:
        """Whether the facts are brought in step first."""
        return not self.as_of_last_refresh


HOW = ("engine", "as_of_last_refresh")
"""Those that say how to count, not what."""
OPTIONS = {field.name: field.default for field in fields(Asked)}


def with_scope(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all options of `Asked` where its parameter `asked` stands."""
    own = inspect.signature(command, eval_str=True).parameters
    hints = get_type_hints(Asked, include_extras=True)
    parameters = {name: parameter for name, parameter in own.items() if name != "asked"}
    for name, default in OPTIONS.items():
        kind = inspect.Parameter.KEYWORD_ONLY
        parameters[name] = inspect.Parameter(name, kind, default=default, annotation=hints[name])
    order = [shown for name in own for shown in (OPTIONS if name == "asked" else (name,))]

    def command_with_scope(**given: Any) -> None:
        asked = Asked(**{name: given.pop(name) for name in OPTIONS})
        command(asked=asked, **given)

    command_with_scope.__name__, command_with_scope.__doc__ = command.__name__, command.__doc__
    command_with_scope.__annotations__ = {name: parameters[name].annotation for name in order}
    shown = [parameters[name].replace(kind=inspect.Parameter.KEYWORD_ONLY) for name in order]
    vars(command_with_scope)["__signature__"] = inspect.Signature(shown)  # what typer reads
    return command_with_scope


def given(**scope: Any) -> dict[str, Any]:
    """The arguments of `Group.figure` that were given."""
    return {name: value for name, value in scope.items() if value}
