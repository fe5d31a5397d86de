"""The command line: a thin layer over workflows and figures, with no rule of its own."""

from jalon.cli.app import main

__all__ = ["main"]
