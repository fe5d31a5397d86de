"""How likely a stranger bears a name that stands otherwise in two records: whole in one field, or exchanged.

Both names agree then, so that it tells what both tell: the rarer they are the more. Taken for one value, of which a
record or two in a million are enough to make it common, it would tell less than either name alone.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from jalon.identity.comparisons import EXCHANGED_NAMES, WHOLE_SAME, WHOLE_SOUND, Compared
from jalon.identity.evidence import RARE_AT_LEAST
from jalon.identity.namesakes import numbered

PARTS: Mapping[str, tuple[str, str, str]] = {
    WHOLE_SAME: ("given", "family", "words"),
    WHOLE_SOUND: ("given_sound", "family_sound", "sounds"),
    EXCHANGED_NAMES: ("given_sound", "family_sound", "sounds"),
}
"""The levels at which whole names stand so; and the columns of both names and of the whole."""

EXCHANGED_OFTEN = 0.05
"""Of how many records at most names are taken to be exchanged."""


def weigh_whole_names(
    table: pa.Table,
    first: Any,
    second: Any,
    comparisons: Sequence[Compared],
    levels: Mapping[str, Any],
    chance: MutableMapping[str, Any] | Mapping[str, Any],
) -> None:
    """Put into `chance` (to base 2, by field) how likely a stranger bears what the pairs share at these levels.

    `first`, `second`: the places of the pairs in the table; `levels`: of each pair the place of its level, by field.
    """
    for compared in comparisons:
        for place, level in enumerate(compared.levels):
            if level.label not in PARTS:
                continue
            at = np.flatnonzero(levels[compared.field] == place)
            if len(at) == 0:
                continue
            given, family, whole = PARTS[level.label]
            both = share_of(table[given]) * share_of(table[family])
            names = numbered(table[whole])
            others = (np.bincount(names[names >= 0])[names[first[at]]] - 2.0) / len(table)
            chance[compared.field][at] = np.log2(
                chance_of_whole(level.label, both[first[at]], both[second[at]], others, 1.0 / len(table))
            )


def share_of(column: pa.ChunkedArray) -> Any:
    """How many records to a record share the value of each; nan where it is unknown."""
    values = numbered(column)
    often = np.bincount(values[values >= 0], minlength=1)
    return np.where(values >= 0, np.maximum(often[values] / len(values), RARE_AT_LEAST), np.nan)


def chance_of_whole(label: str, one: Any, other: Any, others: Any, once: float) -> Any:
    """How likely a stranger bears it.

    `one`, `other`: how likely a stranger bears the two names of either record, as they stand there; nan where they
    stand in one field. `others`: how many others to a record bear the whole; `once`: one of them to a record.
    """
    if label == EXCHANGED_NAMES:
        # Who exchanged them is a fault; and it never tells more than the names themselves.
        return np.maximum(np.fmin(one, other), EXCHANGED_OFTEN * np.fmax(one, other))
    parted = np.fmax(one, other)
    return np.where(np.isnan(parted), np.maximum(others + once, once), np.fmax(parted, others))
