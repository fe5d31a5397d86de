"""Projects, what they are about, where they are, and who pays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jalon.records.models.actors import Organisation
from jalon.records.models.fields import capitals, code_field, in_order, not_empty, number_field, one_of


class Site(models.Model):
    """Where things happen. WGS 84 degrees, where known."""

    number = number_field()
    code = code_field(unique=True)
    name = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)

    class Meta:
        constraints = [
            not_empty("code", "site"),
            not_empty("name", "site"),
            capitals("country", 2, "site"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="site_on_earth",
            ),
        ]


class Project(models.Model):
    """What an organisation runs: the need observed, its objectives and its target groups."""

    number = number_field()
    code = code_field(unique=True)
    name = models.CharField(max_length=300)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="projects")
    need_observed = models.TextField(blank=True)
    objectives = models.TextField(blank=True)
    target_groups = models.TextField(blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    sensitive = models.BooleanField(default=False)
    sites = models.ManyToManyField(Site, related_name="projects")

    class Meta:
        constraints = [not_empty("code", "project"), not_empty("name", "project"), in_order("start", "end", "project")]


class ProjectCountry(models.Model):
    """A country a project is in, ISO 3166-1 alpha-2."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="countries")
    country = models.CharField(max_length=2)

    class Meta:
        constraints = [
            capitals("country", 2, "project_country"),
            models.UniqueConstraint(fields=["project", "country"], name="project_country_once"),
        ]


class ProjectTheme(models.Model):
    """A theme of a project, a code of the themes list."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="themes")
    theme = code_field()

    class Meta:
        constraints = [
            not_empty("theme", "project_theme"),
            models.UniqueConstraint(fields=["project", "theme"], name="project_theme_once"),
        ]


class ProjectTarget(models.Model):
    """An SDG target of a project, such as 4.6."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="sdg_targets")
    target = models.CharField(max_length=6)

    class Meta:
        constraints = [
            not_empty("target", "project_target"),
            models.UniqueConstraint(fields=["project", "target"], name="project_target_once"),
        ]


class PolicyMarkerScore(models.Model):
    """An OECD-DAC policy marker for which a project was screened. Not screened is no row, never a 0."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="policy_markers")
    marker = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "marker"], name="project_marker_once"),
            models.CheckConstraint(condition=Q(marker__gte=1, marker__lte=12), name="policy_marker_known"),
            # 3 exists only for desertification (8); RMNCH (9) goes to 4, its 3 unverified.
            models.CheckConstraint(
                condition=Q(score__lte=2) | Q(marker=8, score=3) | Q(marker=9, score__lte=4),
                name="policy_score_allowed",
            ),
        ]


class RuleSet(models.TextChoices):
    NONE = "none"
    ESF_2014_2020 = "esf_2014_2020"
    ESF_PLUS = "esf_plus"


class Grant(models.Model):
    """Money from a funder for one or more projects, and the counting rules it demands."""

    number = number_field()
    code = code_field(unique=True)
    name = models.CharField(max_length=300, blank=True)
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="grants_given")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, null=True)
    cofinancing_share = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    rule_set = models.CharField(max_length=20, choices=RuleSet.choices, default=RuleSet.NONE)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    projects = models.ManyToManyField(Project, related_name="grants")

    class Meta:
        constraints = [
            not_empty("code", "grant"),
            one_of("rule_set", RuleSet, "grant"),
            in_order("start", "end", "grant"),
            capitals("currency", 3, "grant"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency__isnull=True) | Q(amount__gte=0, currency__isnull=False),
                name="grant_amount_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(cofinancing_share__isnull=True) | Q(cofinancing_share__gte=0, cofinancing_share__lte=1),
                name="grant_share_is_a_share",
            ),
        ]
