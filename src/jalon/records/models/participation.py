"""Who takes part in what: spells of enrolment, activities, sessions and attendance."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jalon.records.models.fields import code_field, in_order, not_empty, nullable_code_field, number_field, one_of
from jalon.records.models.projects import Project, Site
from jalon.records.models.subjects import Subject


class Enrolment(models.Model):
    """One spell of a subject in a project, from entry to exit."""

    number = number_field()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="enrolments")
    project = models.ForeignKey(Project, models.PROTECT, related_name="enrolments")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="enrolments")
    entry = models.DateField()
    exit = models.DateField(null=True)
    implicit = models.BooleanField(default=False)
    """Made by signing in to a session, at its date; no register says so."""

    class Meta:
        constraints = [
            in_order("entry", "exit", "enrolment"),
            models.UniqueConstraint(fields=["subject", "project", "entry"], name="enrolment_once"),
        ]
        indexes = [models.Index(fields=["project", "subject"], name="enrolment_project_subject")]


class Activity(models.Model):
    """What a project offers."""

    number = number_field()
    project = models.ForeignKey(Project, models.PROTECT, related_name="activities")
    code = code_field()
    name = models.CharField(max_length=300)
    kind = code_field()
    theme = nullable_code_field()

    class Meta:
        constraints = [
            not_empty("code", "activity"),
            not_empty("kind", "activity"),
            models.UniqueConstraint(fields=["project", "code"], name="activity_code_once"),
        ]


class Session(models.Model):
    """One dated occurrence of an activity. With a register, whoever is not listed was absent."""

    number = number_field()
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sessions")
    date = models.DateField()
    label = models.CharField(max_length=80, default="", blank=True)
    """Tells apart two sessions of one activity on one day: a time, a group."""
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="sessions")
    register = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "date", "site", "label"], nulls_distinct=False, name="session_once"
            )
        ]


class Mark(models.TextChoices):
    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class Attendance(models.Model):
    """A subject's mark at a session. Absent and excused are not present."""

    number = number_field()
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="attendances")
    mark = models.CharField(max_length=10, choices=Mark.choices)
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    class Meta:
        constraints = [
            one_of("mark", Mark, "attendance"),
            models.UniqueConstraint(fields=["session", "subject"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(mark="present", hours__gt=0, hours__lte=24),
                name="attendance_hours_of_the_present",
            ),
        ]
