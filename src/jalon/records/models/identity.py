"""Who is who: assertions about two subjects, and pairs that wait for one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jalon.records.models.audit import ImportRun
from jalon.records.models.fields import not_empty, number_field, one_of
from jalon.records.models.subjects import Subject


class Verdict(models.TextChoices):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class IdentityAssertion(models.Model):
    """An appended decision about two subjects; the latest about a pair holds. Records stay as they came."""

    number = number_field()
    first = models.ForeignKey(Subject, models.PROTECT, related_name="asserted_first")
    second = models.ForeignKey(Subject, models.PROTECT, related_name="asserted_second")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    author = models.CharField(max_length=150)
    asserted_at = models.DateTimeField()
    score = models.FloatField(null=True)

    class Meta:
        constraints = [
            one_of("verdict", Verdict, "identity_assertion"),
            not_empty("reason", "identity_assertion"),
            not_empty("author", "identity_assertion"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="identity_assertion_smaller_first"),
        ]


class Resemblance(models.TextChoices):
    LOST_LETTERS = "lost_letters"
    NEAR_NAME = "near_name"
    NEAR_BIRTH = "near_birth"


class ReviewCandidate(models.Model):
    """Two subjects that may be one, found at an import, waiting for an assertion."""

    number = number_field()
    first = models.ForeignKey(Subject, models.PROTECT, related_name="candidate_first")
    second = models.ForeignKey(Subject, models.PROTECT, related_name="candidate_second")
    why = models.CharField(max_length=20, choices=Resemblance.choices)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, related_name="review_candidates")

    class Meta:
        constraints = [
            one_of("why", Resemblance, "review_candidate"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="review_candidate_smaller_first"),
            models.UniqueConstraint(fields=["first", "second"], name="review_candidate_once"),
        ]
