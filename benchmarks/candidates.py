"""How long it takes to find whom somebody being entered may be already, among many.

People are made up of syllables, given and family names as unequally common as real ones are, one in twenty born on
1 January, two in five with a telephone. Of those looked for, each is entered anew with one or two faults: a slip in a
name, names exchanged, a lost letter, another day or month, the year only.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.registers import SYLLABLES
from benchmarks.table import render_table
from jalon.identity.candidates import CandidateIndex
from jalon.identity.comparisons import build_comparisons
from jalon.identity.fields import PERSON_FIELDS, Values, build_table
from jalon.identity.linkage import Weights

LETTERS = "abdefgiklmnorstu"
FAULTS = ("given", "family", "day", "exchanged", "lost", "year")
ENTERED = 1000

Person = dict[str, str | None]


def make_people(count: int, draw: random.Random) -> list[Person]:
    def names(many: int, syllables: tuple[int, ...]) -> list[str]:
        return sorted({"".join(draw.choices(SYLLABLES, k=draw.choice(syllables))) for _ in range(many)})

    givens, families = names(3_000, (2, 3)), names(20_000, (2, 3, 3))
    draw.shuffle(givens)
    draw.shuffle(families)
    given = draw.choices(givens, [1 / (place + 5) for place in range(len(givens))], k=count)
    family = draw.choices(families, [1 / (place + 10) for place in range(len(families))], k=count)
    return [
        {
            "given": given[place],
            "family": family[place],
            "birth": f"{draw.randint(1950, 2010)}-01-01" if draw.random() < 0.05 else some_day(draw),
            "sex": draw.choice(("female", "male")),
            "phone": f"77{draw.randrange(10**7):07}" if draw.random() < 0.4 else None,
        }
        for place in range(count)
    ]


def some_day(draw: random.Random) -> str:
    return f"{draw.randint(1950, 2010)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"


def entered_anew(person: Person, draw: random.Random) -> Person:
    """The same person without the telephone, with one or two faults."""
    again = {name: value or "" for name, value in person.items() if name != "phone"}
    for fault in draw.sample(FAULTS, k=draw.choice((1, 1, 2))):
        at = draw.randrange(1, len(again["family"]))
        if fault in ("given", "family"):
            again[fault] = slip(again[fault], draw)
        elif fault == "exchanged":
            again["given"], again["family"] = again["family"], again["given"]
        elif fault == "lost":
            again["family"] = f"{again['family'][:at]}?{again['family'][at + 1 :]}"
        elif fault == "year":
            again["birth"] = again["birth"][:4]
        elif len(again["birth"]) == 10:
            again["birth"] = f"{again['birth'][:8]}{draw.randint(1, 28):02}"
    return {**again}


def slip(name: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(name))
    another = name[:at] + draw.choice(LETTERS) + name[at + 1 :]
    swapped = name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    return draw.choice((another, swapped, name[:at] + name[at + 1 :]))


def build_report(sizes: tuple[int, ...] = (100_000, 1_000_000)) -> Iterator[str]:
    rows = []
    for size in sizes:
        draw = random.Random(5)
        people = make_people(size, draw)
        values: dict[str, Values] = {
            field.name: [person.get(field.name) for person in people] for field in PERSON_FIELDS
        }
        weights = {
            (said.field, level.label): (level.m, level.u)
            for said in build_comparisons(PERSON_FIELDS)
            for level in said.levels
        }
        start = time.process_time()
        table = build_table(range(size), values, PERSON_FIELDS)
        index = CandidateIndex(table, PERSON_FIELDS, Weights(weights, rare=True, learnt=False))
        built = time.process_time() - start
        took, first, among = [], 0, 0
        for _ in range(ENTERED):
            number = draw.randrange(size)
            person = entered_anew(people[number], draw)
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
