"""A person's way through a project: needs, steps of her plan, notes, referrals. None of it reaches the facts."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict, Unpack

from jalon.records.actions.audited import audited
from jalon.records.models import (
    Enrolment,
    Need,
    Note,
    Organisation,
    PlanStep,
    Referral,
    ReferralOutcome,
    StepState,
    Subject,
)
from jalon.records.policies import check_in_order, check_not_erased, check_their_spell, check_theme


class NeedValues(TypedDict, total=False):
    theme: str
    text: str
    observed_on: dt.date
    met_on: dt.date | None


def add_need(
    *,
    by: str,
    enrolment: Enrolment,
    theme: str,
    observed_on: dt.date,
    text: str = "",
    met_on: dt.date | None = None,
) -> Need:
    """Write down a need observed, under a theme of the list."""
    with audited("add_need", by=by) as audit:
        check_not_erased(enrolment.subject)
        check_theme(theme)
        check_in_order(observed_on, met_on, record="need")
        return audit.create(Need, enrolment=enrolment, theme=theme, text=text, observed_on=observed_on, met_on=met_on)


def change_need(*, by: str, need: Need, reason: str = "", **values: Unpack[NeedValues]) -> bool:
    """Correct a need, or say when it was met; say whether anything differed."""
    with audited("change_need", by=by, reason=reason) as audit:
        check_not_erased(need.enrolment.subject)
        check_theme(values.get("theme"))
        check_in_order(values.get("observed_on", need.observed_on), values.get("met_on", need.met_on), record="need")
        return audit.update(need, **values)


class PlanStepValues(TypedDict, total=False):
    text: str
    state: str
    due_on: dt.date | None
    done_on: dt.date | None


def add_plan_step(
    *,
    by: str,
    enrolment: Enrolment,
    text: str,
    state: str = StepState.PLANNED,
    due_on: dt.date | None = None,
    done_on: dt.date | None = None,
) -> PlanStep:
    """Add a step at the end of a personal plan."""
    with audited("add_plan_step", by=by) as audit:
        check_not_erased(enrolment.subject)
        last = enrolment.plan_steps.order_by("-position").values_list("position", flat=True).first()
        return audit.create(
            PlanStep,
            enrolment=enrolment,
            position=1 + (last or 0),
            text=text,
            state=state,
            due_on=due_on,
            done_on=done_on,
        )


def change_plan_step(*, by: str, step: PlanStep, reason: str = "", **values: Unpack[PlanStepValues]) -> bool:
    """Correct a step or move it on; say whether anything differed."""
    with audited("change_plan_step", by=by, reason=reason) as audit:
        check_not_erased(step.enrolment.subject)
        return audit.update(step, **values)


def add_note(*, by: str, subject: Subject, date: dt.date, text: str, enrolment: Enrolment | None = None) -> Note:
    """Write a note, signed by who acts. It never leaves the records."""
    with audited("add_note", by=by) as audit:
        check_not_erased(subject)
        check_their_spell(subject, enrolment)
        return audit.create(Note, subject=subject, enrolment=enrolment, date=date, text=text, written_by=by)


def add_referral(
    *,
    by: str,
    enrolment: Enrolment,
    to: Organisation,
    date: dt.date,
    why: str = "",
    outcome: str = ReferralOutcome.PENDING,
) -> Referral:
    """Write down that a subject was sent on to another organisation."""
    with audited("add_referral", by=by) as audit:
        check_not_erased(enrolment.subject)
        return audit.create(Referral, enrolment=enrolment, to=to, date=date, reason=why, outcome=outcome)


def change_referral(*, by: str, referral: Referral, outcome: str) -> bool:
    """Say what became of a referral; say whether anything differed."""
    with audited("change_referral", by=by) as audit:
        check_not_erased(referral.enrolment.subject)
        return audit.update(referral, outcome=outcome)
