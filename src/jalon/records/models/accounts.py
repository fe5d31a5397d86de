"""What the people who sign in to the site may see. Their accounts are Django's own: a name, a password's hash."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from jalon.records.models.actors import Organisation
from jalon.records.models.fields import not_empty, number_field, one_of
from jalon.records.models.projects import Project


class Role(models.TextChoices):
    """How far an account sees."""

    FIGURES = "figures"  # live figures with their true numbers
    MEMBERS = "members"  # also who is behind them, by number
    NAMES = "names"  # also the records of those people, by name, to decide who is who


class Access(models.Model):
    """What one account may see beside what is published: one project, one organisation with all below it, or all."""

    number = number_field()
    user = models.ForeignKey(User, models.CASCADE, related_name="accesses")
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="accesses")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="accesses")
    role = models.CharField(max_length=10, choices=Role.choices)
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("role", Role, "access"),
            not_empty("given_by", "access"),
            models.CheckConstraint(
                condition=Q(project__isnull=True) | Q(organisation__isnull=True), name="access_to_one_thing"
            ),
            models.UniqueConstraint(
                fields=["user", "project", "organisation"], nulls_distinct=False, name="access_unique"
            ),
        ]
