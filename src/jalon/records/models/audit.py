"""What was done, by whom; what came in; and which facts no longer follow the records."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jalon.records.models.fields import not_empty, number_field, one_of
from jalon.records.models.projects import Project


class ReceivedFile(models.Model):
    """A file as it came in; its bytes are in HOME/received under its digest. Erasure rewrites them."""

    number = number_field()
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [not_empty("digest", "received_file")]


class ImportRun(models.Model):
    """One import: what was read, with what mapping, and whether it was taken back."""

    number = number_field()
    project = models.ForeignKey(Project, models.PROTECT, related_name="imports")
    files = models.ManyToManyField(ReceivedFile, related_name="imports")
    mapping = models.TextField()
    """The confirmed mapping, as YAML."""
    summary = models.JSONField()
    """Counts of what was created, changed and left, and of faults."""
    correction = models.CharField(max_length=300, blank=True)
    """File name of the correction workbook in HOME/corrections, if rows were left out."""
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=150)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, null=True)

    class Meta:
        constraints = [
            not_empty("imported_by", "import_run"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="import_run_undone_at_by",
            ),
        ]


class AuditEntry(models.Model):
    """One action by one person. Its records are named by AuditedRecords."""

    number = number_field()
    action = models.CharField(max_length=80)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="audit_entries")

    class Meta:
        constraints = [not_empty("action", "audit"), not_empty("by", "audit")]


class Change(models.TextChoices):
    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"
    READ = "read"


class AuditedRecords(models.Model):
    """Records an action touched: the run of numbers from `first` to `last` of one table.

    A changed or deleted record stands alone (first = last) with the values it had before, as JSON;
    erasure wipes names from them.
    """

    entry = models.ForeignKey(AuditEntry, models.CASCADE, related_name="records")
    table = models.CharField(max_length=60)
    first = models.IntegerField()
    last = models.IntegerField()
    change = models.CharField(max_length=10, choices=Change.choices)
    before = models.JSONField(null=True)

    class Meta:
        constraints = [
            one_of("change", Change, "audited"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="audited_run_in_order"),
            models.CheckConstraint(
                condition=Q(change__in=["created", "read"]) | Q(first=F("last"), before__isnull=False),
                name="audited_change_keeps_before",
            ),
        ]
        indexes = [models.Index(fields=["table", "first", "last"], name="audited_by_record")]


class FactsPart(models.TextChoices):
    DIRECTORY = "directory"  # organisations, projects, grants, sites, activities, measures
    SUBJECTS = "subjects"  # subjects and their consents
    IDENTITY = "identity"  # who is who
    PROJECT = "project"  # enrolments, sessions, attendances, observations of one project
    QUANTITIES = "quantities"  # declared and estimated
    TARGETS = "targets"  # targets and baselines of indicators
    DEFINITIONS = "definitions"  # the group's own indicators


class StaleMark(models.Model):
    """Facts that no longer follow the records: a part, and the project where the part is per project.

    Appended in the transaction of the change; a refresh removes the marks it saw.
    """

    number = number_field()
    part = models.CharField(max_length=12, choices=FactsPart.choices)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="stale_marks")

    class Meta:
        constraints = [
            one_of("part", FactsPart, "stale_mark"),
            models.CheckConstraint(
                condition=Q(part="project", project__isnull=False) | (~Q(part="project") & Q(project__isnull=True)),
                name="stale_mark_project",
            ),
        ]
