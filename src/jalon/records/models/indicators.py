"""The group's own indicators, and totals without members."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jalon.records.models.actors import Organisation
from jalon.records.models.fields import capitals, code_field, in_order, not_empty, number_field, one_of
from jalon.records.models.projects import Project


class IndicatorVersion(models.Model):
    """One version of a definition the group wrote, as text. Every version is kept; the highest holds."""

    number = number_field()
    code = code_field()
    version = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            not_empty("code", "indicator"),
            not_empty("text", "indicator"),
            models.CheckConstraint(condition=Q(version__gte=1), name="indicator_version_from_one"),
            not_empty("written_by", "indicator"),
            models.UniqueConstraint(fields=["code", "version"], name="indicator_version_once"),
        ]


class TargetKind(models.TextChoices):
    TARGET = "target"
    BASELINE = "baseline"


class Target(models.Model):
    """What an indicator is to reach in a period and scope, or where it stood before (its baseline)."""

    number = number_field()
    indicator = code_field()
    kind = models.CharField(max_length=10, choices=TargetKind.choices, default=TargetKind.TARGET)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField()
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="targets")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="targets")
    country = models.CharField(max_length=2, null=True)
    evidence = models.TextField(blank=True)
    author = models.CharField(max_length=150)

    class Meta:
        constraints = [
            one_of("kind", TargetKind, "target"),
            in_order("start", "end", "target"),
            not_empty("indicator", "target"),
            not_empty("unit", "target"),
            not_empty("author", "target"),
            capitals("country", 2, "target"),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
            models.UniqueConstraint(
                fields=["indicator", "kind", "start", "end", "project", "organisation", "country"],
                nulls_distinct=False,
                name="target_once",
            ),
        ]


class QuantityStatus(models.TextChoices):
    DECLARED = "declared"
    ESTIMATED = "estimated"


class QuantityRelation(models.TextChoices):
    DISJOINT = "disjoint"
    CONTAINED = "contained"
    UNKNOWN = "unknown"


class Quantity(models.Model):
    """A total without members: declared by a partner with its evidence, or estimated by a stated method."""

    number = number_field()
    project = models.ForeignKey(Project, models.PROTECT, related_name="quantities")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="quantities")
    source_name = models.CharField(max_length=300, blank=True)
    """Who declares it, as the sheet writes it."""
    indicator = code_field()
    status = models.CharField(max_length=10, choices=QuantityStatus.choices)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField()
    country = models.CharField(max_length=2, null=True)
    breakdown = models.CharField(max_length=500, default="{}")
    """Breakdown values as JSON with sorted keys, such as {"age": "youth", "sex": "female"}."""
    relation = models.CharField(max_length=10, choices=QuantityRelation.choices, default=QuantityRelation.UNKNOWN)
    evidence = models.TextField(blank=True)
    method = models.TextField(blank=True)
    author = models.CharField(max_length=150)

    class Meta:
        verbose_name_plural = "quantities"
        constraints = [
            one_of("status", QuantityStatus, "quantity"),
            one_of("relation", QuantityRelation, "quantity"),
            in_order("start", "end", "quantity"),
            not_empty("indicator", "quantity"),
            not_empty("author", "quantity"),
            not_empty("unit", "quantity"),
            capitals("country", 2, "quantity"),
            models.CheckConstraint(condition=Q(value__gte=0), name="quantity_not_negative"),
            models.CheckConstraint(condition=Q(status="declared") | ~Q(method=""), name="quantity_estimate_has_method"),
            models.CheckConstraint(
                condition=Q(status="estimated") | ~Q(evidence=""), name="quantity_declared_has_evidence"
            ),
            models.UniqueConstraint(
                fields=["project", "organisation", "source_name", "indicator", "start", "end", "country", "breakdown"],
                nulls_distinct=False,
                name="quantity_once",
            ),
        ]
