"""Measures (questions asked of subjects) and observations (their dated answers)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jalon.records.models.fields import code_field, in_order, not_empty, nullable_code_field, number_field, one_of
from jalon.records.models.participation import Enrolment
from jalon.records.models.projects import Project
from jalon.records.models.subjects import Subject


class MeasureKind(models.TextChoices):
    NUMBER = "number"
    CATEGORY = "category"
    LEVEL = "level"
    YES_NO = "yes_no"


class Measure(models.Model):
    """A question asked of a subject. The shipped ones stand in codelists; a group adds its own."""

    number = number_field()
    code = code_field(unique=True)
    kind = models.CharField(max_length=10, choices=MeasureKind.choices)
    title_en = models.CharField(max_length=300)
    title_fr = models.CharField(max_length=300)
    unit = models.CharField(max_length=40, null=True)
    lowest = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    highest = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    """Bounds of the answers to a number, both included; null where there is none."""

    class Meta:
        constraints = [
            not_empty("code", "measure"),
            one_of("kind", MeasureKind, "measure"),
            in_order("lowest", "highest", "measure"),
            models.CheckConstraint(
                condition=Q(kind="number") | Q(unit__isnull=True, lowest__isnull=True, highest__isnull=True),
                name="measure_unit_and_bounds_of_numbers",
            ),
        ]


class MeasureOption(models.Model):
    """One answer of a category, level or yes_no measure; `rank` orders a level from low to high."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="options")
    code = code_field()
    rank = models.PositiveSmallIntegerField()
    title_en = models.CharField(max_length=300)
    title_fr = models.CharField(max_length=300)

    class Meta:
        constraints = [
            not_empty("code", "measure_option"),
            models.UniqueConstraint(fields=["measure", "code"], name="option_code_once"),
            models.UniqueConstraint(fields=["measure", "rank"], name="option_rank_once"),
        ]


class ObservedAt(models.TextChoices):
    ENTRY = "entry"
    EXIT = "exit"
    AFTER = "after"
    ANY = "any"


class ObservationState(models.TextChoices):
    KNOWN = "known"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class Observation(models.Model):
    """The dated answer of a subject to a measure. Asked without an answer is a row too: unknown or refused."""

    number = number_field()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="observations")
    project = models.ForeignKey(Project, models.PROTECT, related_name="observations")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="observations")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="observations")
    moment = models.CharField(max_length=10, choices=ObservedAt.choices)
    months_after = models.PositiveSmallIntegerField(default=0)
    date = models.DateField()
    state = models.CharField(max_length=10, choices=ObservationState.choices, default=ObservationState.KNOWN)
    value_number = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    value_code = nullable_code_field()

    class Meta:
        constraints = [
            one_of("moment", ObservedAt, "observation"),
            one_of("state", ObservationState, "observation"),
            models.CheckConstraint(
                condition=Q(state="known", value_number__isnull=False, value_code__isnull=True)
                | Q(state="known", value_number__isnull=True, value_code__isnull=False)
                | (~Q(state="known") & Q(value_number__isnull=True, value_code__isnull=True)),
                name="observation_one_value_if_known",
            ),
            models.CheckConstraint(
                condition=Q(moment="after", months_after__gte=1) | (~Q(moment="after") & Q(months_after=0)),
                name="observation_months_after_exit",
            ),
            models.CheckConstraint(
                condition=Q(moment="any") | Q(enrolment__isnull=False), name="observation_moment_has_spell"
            ),
            models.UniqueConstraint(
                fields=["subject", "project", "enrolment", "measure", "moment", "months_after", "date"],
                nulls_distinct=False,
                name="observation_once",
            ),
        ]
