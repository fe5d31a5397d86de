"""The scope as options of the command line, the same for every command that states a figure."""

from __future__ import annotations

from typing import Annotated, Any

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


def given(**scope: Any) -> dict[str, Any]:
    """The arguments of `Group.figure` that were given."""
    return {name: value for name, value in scope.items() if value}
