"""How long it takes to find whom somebody being entered may be already, among many.

People and the faults with which they are entered anew are those of people.py: in one case of four two faults at once,
and no telephone, e-mail or address for half of them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.people import FAMILY, GIVEN, entered_anew, make_people, spellings
from benchmarks.table import render_table
from jalon.identity.candidates import CandidateIndex
from jalon.identity.comparisons import build_comparisons
from jalon.identity.fields import PERSON_FIELDS, build_table
from jalon.identity.learning import Weights, written_weights

ENTERED = 1000


def build_report(sizes: tuple[int, ...] = (100_000, 1_000_000)) -> Iterator[str]:
    rows = []
    for size in sizes:
        draw = random.Random(5)
        people = make_people(size, doubles=0.0)
        spelt = {"given": spellings(GIVEN), "family": spellings(FAMILY)}
        weights = Weights(written_weights(build_comparisons(PERSON_FIELDS)), rare=True, learnt=False)
        start = time.process_time()
        table = build_table(range(size), people.columns, PERSON_FIELDS)
        index = CandidateIndex(table, PERSON_FIELDS, weights)
        built = time.process_time() - start
        took, first, among = [], 0, 0
        for _ in range(ENTERED):
            number = draw.randrange(size)
            known = {name: column[number] or "" for name, column in people.columns.items()}
            person = entered_anew(known, spelt, draw)
            start = time.process_time()
            found = [candidate.number for candidate in index.find(person)]
            took.append((time.process_time() - start) * 1000)
            first += found[:1] == [number]
            among += number in found
        middle, most = np.percentile(took, [50, 95])
        rows.append(
            [
                f"{size:,}",
                f"{built:.0f} s",
                f"{middle:.1f}",
                f"{most:.1f}",
                f"{first / ENTERED:.0%}",
                f"{among / ENTERED:.0%}",
            ]
        )
    yield render_table(["people", "indexed in", "median ms", "95 % ms", "first", "in first five"], rows)
