"""What the last matching learnt, kept in the group's folder for whoever is entered next."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from jalon.home import LINKAGE
from jalon.identity.comparisons import build_comparisons
from jalon.identity.evidence import ENOUGH
from jalon.identity.fields import PERSON_FIELDS
from jalon.identity.kept_weights import read_weights, write_weights
from jalon.identity.learning import Weights, written_weights


def keep_linkage_weights(weights: Weights) -> None:
    """Keep what was learnt; weights that nothing was learnt for are in the program already."""
    if weights.learnt:
        write_weights(Path(settings.JALON_HOME) / LINKAGE, weights)


def read_linkage_weights(people: int) -> Weights:
    """Those of the last matching, or as written where none learnt any; by rarity where there are enough people."""
    comparisons = build_comparisons(PERSON_FIELDS)
    kept = read_weights(Path(settings.JALON_HOME) / LINKAGE, comparisons)
    return kept or Weights(written_weights(comparisons), rare=people >= ENOUGH, learnt=False)
