"""Organisations and how they work together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jalon.records.models.fields import capitals, code_field, in_order, not_empty, number_field, one_of


class OrganisationKind(models.TextChoices):
    GROUP = "group"
    ENTERPRISE = "enterprise"
    NGO = "ngo"
    FUNDER = "funder"
    PARTNER = "partner"
    PUBLIC = "public"
    ACADEMIC = "academic"


class Organisation(models.Model):
    """Any actor: group, enterprise, NGO, funder, partner. They form a tree."""

    number = number_field()
    code = code_field(unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    country = models.CharField(max_length=2, null=True)

    class Meta:
        constraints = [
            not_empty("code", "organisation"),
            not_empty("name", "organisation"),
            one_of("kind", OrganisationKind, "organisation"),
            capitals("country", 2, "organisation"),
            models.CheckConstraint(condition=~Q(parent=F("number")), name="organisation_not_its_own_parent"),
        ]


class PartnershipKind(models.TextChoices):
    ASSOCIATIVE = "associative"
    ECONOMIC = "economic"
    PUBLIC = "public"
    ACADEMIC = "academic"


class Partnership(models.Model):
    """Who works with whom, of what kind, from when to when."""

    number = number_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="partnered_by")
    kind = models.CharField(max_length=20, choices=PartnershipKind.choices)
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", PartnershipKind, "partnership"),
            in_order("start", "end", "partnership"),
            models.CheckConstraint(condition=~Q(partner=F("organisation")), name="partnership_of_two"),
            models.UniqueConstraint(
                fields=["organisation", "partner", "kind", "start"], nulls_distinct=False, name="partnership_unique"
            ),
        ]
