"""The indicators shipped: one YAML text each, named by its id, with its examples."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

HELD = "held.csv"


def shipped_texts() -> dict[str, str]:
    """Every shipped indicator's YAML text by its id, in alphabetical order."""
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".yaml"))
    return {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in sorted(files, key=str)}


@cache
def held_examples() -> frozenset[str]:
    """Digests of the shipped examples that every engine was found to answer as stated, with the shipped measures.

    `make docs` runs them and writes the list; the tests run them again.
    """
    text = (resources.files(__name__) / HELD).read_text(encoding="utf-8")
    return frozenset(row["digest"] for row in csv.DictReader(text.splitlines()))
