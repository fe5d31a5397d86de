"""Observations: the dated answers of subjects to measures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypedDict, Unpack

from jalon.records.actions.audited import audited
from jalon.records.models import (
    Enrolment,
    FactsPart,
    Measure,
    Observation,
    ObservationState,
    ObservedAt,
    Project,
    Subject,
)
from jalon.records.policies import check_answer, check_not_erased, check_their_spell


class ObservationValues(TypedDict, total=False):
    date: dt.date
    state: str
    number: Decimal | None
    code: str | None


def observe(
    *,
    by: str,
    subject: Subject,
    project: Project,
    measure: Measure,
    date: dt.date,
    moment: str = ObservedAt.ANY,
    enrolment: Enrolment | None = None,
    months_after: int = 0,
    number: Decimal | None = None,
    code: str | None = None,
    state: str = ObservationState.KNOWN,
) -> Observation:
    """Write down an answer: `number` for a number, else the option's `code`.

    At entry, exit and after it belongs to a spell. Asked without an answer: state unknown or refused, no value.
    Raises `bad_answer`, `not_in_list`, `not_their_spell`.
    """
    with audited("observe", by=by) as audit:
        check_not_erased(subject)
        check_their_spell(subject, enrolment, project)
        check_answer(measure, state, number, code)
        observation = audit.create(
            Observation,
            subject=subject,
            project=project,
            enrolment=enrolment,
            measure=measure,
            moment=moment,
            months_after=months_after,
            date=date,
            state=state,
            value_number=number,
            value_code=code,
        )
        audit.stale(FactsPart.PROJECT, project)
        return observation


def change_observation(
    *, by: str, observation: Observation, reason: str = "", **values: Unpack[ObservationValues]
) -> bool:
    """Correct an answer or its date, keeping the former ones; say whether anything differed.

    An answer that becomes unknown or refused loses its value.
    """
    with audited("change_observation", by=by, reason=reason) as audit:
        check_not_erased(observation.subject)
        state = values.get("state", observation.state)
        known = state == ObservationState.KNOWN
        number = values.get("number", observation.value_number if known else None)
        code = values.get("code", observation.value_code if known else None)
        check_answer(observation.measure, state, number, code)
        date = values.get("date", observation.date)
        differs = audit.update(observation, date=date, state=state, value_number=number, value_code=code)
        if differs:
            audit.stale(FactsPart.PROJECT, observation.project_id)
        return differs


def remove_observation(*, by: str, observation: Observation, reason: str = "") -> None:
    """Take back an answer written by mistake."""
    with audited("remove_observation", by=by, reason=reason) as audit:
        audit.stale(FactsPart.PROJECT, observation.project_id)
        audit.delete(observation)
