"""How likely a stranger has the very value that two records share.

The two are among those who have it. Of a value that is commoner than usual only because they are counted, what others
show and what is usual tell more: of seven hundred people two are born on one day, and still no more are on that than on
any other.

A birth of which no day is known (a year, or 1 January, which is often a year only) is shared in two steps: that both
births are told so vaguely, which is a habit of the list, and that the year is one. How many births are vague is seen in the
list itself, so that what such a birth weighs is fitted to it and not written once for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.identity.comparisons import NO_DAY, YEARS_APART, Compared
from jalon.identity.evidence import RARE_AT_LEAST
from jalon.identity.fields import Kind

YEARS = 50.0
"""Years that the births of a list are spread over, of which one is shared by chance."""

YEAR_SLIPS = 0.2
"""Of two years of birth, how often one is a digit of the other: the same decade, or ten years apart."""

LEAST_VAGUE = 0.2
"""Share of births told without a day that is supposed at least: in few records it is little known."""

SAME, SLIP = 0.75, 0.08
"""How often one person's births, both told without a day, are the same, and are a slip apart: as with a day."""


def chance_of_value(often: Any, known: int, usual: Any) -> Any:
    """How likely a stranger has a value that so many of the known records have, the two who share it included.

    `usual`: how likely two strangers share any value. Rarer ones are taken as rare as they are seen to be.
    """
    share, others = often / known, (often - 2.0) / known
    return np.maximum(np.where(share <= usual, share, np.maximum(others, usual)), RARE_AT_LEAST)


def share_without_day(births: pa.ChunkedArray) -> float:
    """Of the births known, how many are told without a day."""
    known = births.drop_null()
    if len(known) == 0:
        return 0.0
    vague = pc.or_(pc.less(pc.utf8_length(known), 10), pc.ends_with(known, "-01-01"))
    return float(pc.mean(vague.cast(pa.int8())).as_py())


def fit_births(
    written: Mapping[tuple[str, str], tuple[float, float]], comparisons: tuple[Compared, ...], table: pa.Table
) -> dict[tuple[str, str], tuple[float, float]]:
    """The written weights with those of births fitted to how many of these are told without a day."""
    fitted = dict(written)
    for compared in comparisons:
        if compared.kind is Kind.BIRTH:
            vague = max(share_without_day(table[compared.field]), LEAST_VAGUE)
            told = {NO_DAY: (SAME * vague, vague * vague / YEARS), YEARS_APART: (SLIP * vague, YEAR_SLIPS * vague**2)}
            rest = [level for level in compared.levels if level.label not in told and not level.says_nothing]
            scale = (1.0 - sum(m for m, _ in told.values())) / sum(level.m for level in rest)
            fitted |= {(compared.field, level.label): (level.m * scale, level.u) for level in rest}
            fitted |= {(compared.field, label): chances for label, chances in told.items()}
    return fitted
