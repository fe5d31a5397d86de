"""A person's way through a project: needs, personal plan, notes, referrals and consents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jalon.records.models.actors import Organisation
from jalon.records.models.fields import code_field, in_order, not_empty, number_field, one_of
from jalon.records.models.participation import Enrolment
from jalon.records.models.subjects import Subject


class Need(models.Model):
    """A need observed, and when it was met."""

    number = number_field()
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="needs")
    theme = code_field()
    text = models.TextField(blank=True)
    observed_on = models.DateField()
    met_on = models.DateField(null=True)

    class Meta:
        constraints = [not_empty("theme", "need"), in_order("observed_on", "met_on", "need")]


class StepState(models.TextChoices):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class PlanStep(models.Model):
    """One step of a personal plan."""

    number = number_field()
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="plan_steps")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.PLANNED)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("state", StepState, "plan_step"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(state="done"), name="plan_step_done_on_when_done"
            ),
            models.UniqueConstraint(fields=["enrolment", "position"], name="plan_step_position_once"),
        ]


class Note(models.Model):
    """What a worker writes down. Never leaves the records."""

    number = number_field()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="notes")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="notes")
    date = models.DateField()
    text = models.TextField()
    written_by = models.CharField(max_length=150)

    class Meta:
        constraints = [not_empty("text", "note"), not_empty("written_by", "note")]


class ReferralOutcome(models.TextChoices):
    PENDING = "pending"
    RECEIVED = "received"
    REFUSED = "refused"
    LOST = "lost"


class Referral(models.Model):
    """A subject sent on to another organisation."""

    number = number_field()
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="referrals")
    to = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals_received")
    date = models.DateField()
    reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=ReferralOutcome.choices, default=ReferralOutcome.PENDING)

    class Meta:
        constraints = [one_of("outcome", ReferralOutcome, "referral")]


class Purpose(models.TextChoices):
    MEASUREMENT = "measurement"
    MATCHING = "matching"
    SHARING = "sharing"
    PUBLICITY = "publicity"
    RESEARCH = "research"


class Consent(models.Model):
    """What a subject permits or refuses, by purpose. Appended, never edited: the latest by date, then number, holds."""

    number = number_field()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    given = models.BooleanField()
    date = models.DateField()
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [one_of("purpose", Purpose, "consent")]
        indexes = [models.Index(fields=["subject", "purpose", "date"], name="consent_latest")]
