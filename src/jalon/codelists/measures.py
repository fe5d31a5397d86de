"""The measures every group starts with: questions asked of subjects, with their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jalon.codelists.listing import read_listing


@dataclass(frozen=True, slots=True)
class ShippedMeasure:
    """A question. `titles` by language (en, fr); `options` code -> titles, in rank order for a level.

    `lowest` and `highest` bound the answers of a number; None where there is no bound.
    """

    code: str
    kind: str
    titles: Mapping[str, str]
    unit: str | None
    options: Mapping[str, Mapping[str, str]]
    lowest: Decimal | None = None
    highest: Decimal | None = None


@cache
def shipped_measures() -> dict[str, ShippedMeasure]:
    """Every shipped measure by its code, in the order of data/measures.csv."""
    options: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in read_listing("measure_options").rows:
        options.setdefault(row["measure"], {})[row["code"]] = {"en": row["title_en"], "fr": row["title_fr"]}
    return {
        row["code"]: ShippedMeasure(
            code=row["code"],
            kind=row["kind"],
            titles={"en": row["title_en"], "fr": row["title_fr"]},
            unit=row["unit"] or None,
            options=options.get(row["code"], {}),
            lowest=Decimal(row["lowest"]) if row["lowest"] else None,
            highest=Decimal(row["highest"]) if row["highest"] else None,
        )
        for row in read_listing("measures").rows
    }
