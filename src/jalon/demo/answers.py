"""Answers at entry and exit, for many spells at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from jalon.demo.directory import ProjectThere
from jalon.demo.draws import Draws, Flags, Whole
from jalon.demo.groups import Spells
from jalon.demo.names import Texts
from jalon.demo.registers import Registers


def add_answers(
    registers: Registers,
    draws: Draws,
    project: ProjectThere,
    measure: int,
    moment: str,
    subjects: Whole,
    spells: Spells,
    values: Texts,
    *,
    asked: int = 1000,
    answered: int = 960,
) -> None:
    """What was answered to one measure at entry or exit, by those (per thousand) who were asked.

    Who was asked and did not answer is unknown or refused. Open spells have no exit and are not asked there.
    """
    size = len(subjects)
    which = draws.chance(asked, size)
    if moment == "exit":
        which &= ~np.isnat(spells.exit)
    known = draws.chance(answered, size)
    refused = draws.chance(300, size)
    state = np.where(known, "known", np.where(refused, "refused", "unknown")).astype(object)
    answers = values.copy()
    answers[~known] = None
    number, code = parted(answers)
    registers.add(
        "observation", int(which.sum()), subject_id=subjects[which], project_id=project.number,
        enrolment_id=spells.enrolments[which], measure_id=measure, moment=moment, months_after=0,
        date=(spells.entry if moment == "entry" else spells.exit)[which], state=state[which],
        value_number=number[which], value_code=code[which],
    )  # fmt: skip


def parted(answers: Texts) -> tuple[Texts, Texts]:
    """Answers as numbers and as codes, one of the two for each."""
    numbers: Flags = np.array([isinstance(answer, Decimal) for answer in answers], dtype=bool)
    number, code = answers.copy(), answers.copy()
    number[~numbers], code[numbers] = None, None
    return number, code


def weighted(draws: Draws, size: int, weights: dict[Any, int]) -> Texts:
    """Values drawn as often as their weights say."""
    values = np.empty(len(weights), dtype=object)
    values[:] = list(weights)
    return values[draws.pick(list(weights.values()), size)]
