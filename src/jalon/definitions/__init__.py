"""The indicators shipped: one YAML text each, named by its id, with its examples."""

from __future__ import annotations

from importlib import resources


def shipped_texts() -> dict[str, str]:
    """Every shipped indicator's YAML text by its id, in alphabetical order."""
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".yaml"))
    return {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in sorted(files, key=str)}
