"""Which examples of the shipped indicators every engine answers as stated: run here, so that no user waits for them."""

from __future__ import annotations

from jalon.definitions import HELD, shipped_texts
from jalon.figures.engines import ENGINES
from jalon.figures.examples import run_together
from jalon.language.check import shipped_catalogue
from jalon.language.examples import examples_digest
from jalon.language.load import load_definitions

PATH = f"src/jalon/definitions/{HELD}"


def build_held() -> str:
    """A row for each indicator: its id and the digest of its examples. Raises `example_fails`."""
    catalogue = shipped_catalogue()
    definitions = load_definitions(shipped_texts(), catalogue)
    for engine in ENGINES:
        run_together(list(definitions.values()), catalogue, engine)
    rows = [f"{id},{examples_digest(definition, catalogue)}" for id, definition in definitions.items()]
    return "\n".join(["indicator,digest", *rows, ""])
