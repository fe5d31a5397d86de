"""What a linkage learnt, kept as a file: levels and probabilities of fields, and nothing that a record holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from jalon.identity.comparisons import Compared
from jalon.identity.learning import Weights
from jalon.identity.namesakes import BOTH_NAMES, FAMILY_NAME, GIVEN_NAME, Habits

EDITION = 2
"""Of the file's form. The levels themselves are in the file: where those of the program are others, it is not read."""


def write_weights(path: Path, weights: Weights) -> None:
    """Keep them, in the place of those kept before; whoever reads meanwhile reads the former or the new ones."""
    fields: dict[str, dict[str, list[float]]] = {}
    for (field, label), (m, u) in weights.probabilities.items():
        fields.setdefault(field, {})[label] = [m, u]
    codes: dict[str, list[float]] = {}
    for name in (GIVEN_NAME, FAMILY_NAME, BOTH_NAMES):
        for field in sorted({field for field, _ in weights.habits.codes}):
            codes.setdefault(field, []).append(weights.habits.codes[field, name])
    kept = {
        "edition": EDITION,
        "rare": weights.rare,
        "twice": weights.twice,
        "kin": weights.kin,
        "together": weights.habits.together,
        "codes": codes,
        "fields": fields,
    }
    written = path.with_suffix(".new")
    written.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    written.replace(path)


def read_weights(path: Path, comparisons: Sequence[Compared]) -> Weights | None:
    """Those kept; None where none are, or where they weigh other fields or levels than these."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        probabilities = {
            (field, label): (float(m), float(u))
            for field, levels in kept["fields"].items()
            for label, (m, u) in levels.items()
        }
        said = {(compared.field, level.label) for compared in comparisons for level in compared.levels}
        if kept["edition"] != EDITION or probabilities.keys() != said:
            return None
        codes = {
            (field, name): float(u)
            for field, shares in kept["codes"].items()
            for name, u in zip((GIVEN_NAME, FAMILY_NAME, BOTH_NAMES), shares, strict=True)
        }
        habits = Habits(float(kept["together"]), codes)
        return Weights(probabilities, bool(kept["rare"]), True, float(kept["twice"]), float(kept["kin"]), habits)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        # Weights are learnt anew at the next matching: a file that is not one stops nobody meanwhile.
        return None
