"""Reading one reference list: data/<list>.csv, its source and edition in comment lines at its head."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Listing:
    """A reference list as shipped: where it comes from, which edition, and its rows as text."""

    name: str
    source: str
    edition: str
    rows: tuple[Mapping[str, str], ...]


@cache
def read_listing(name: str) -> Listing:
    """The rows of data/<name>.csv by column name. The file states `# source:` and `# edition:` first."""
    text = (files("jalon.codelists") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    head = [line for line in lines if line.startswith("#")]
    stated = {key.strip(): value.strip() for key, _, value in (line.lstrip("# ").partition(":") for line in head)}
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return Listing(name, stated["source"], stated["edition"], tuple(dict(row) for row in rows))
