"""What was said and learnt: speakers at sessions, quotes, lessons, and the papers that cite them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jalon.records.models.fields import code_field, not_empty, nullable_code_field, number_field, one_of
from jalon.records.models.participation import Session
from jalon.records.models.projects import Project
from jalon.records.models.subjects import Subject


class Speaker(models.Model):
    """A person who speaks at a session: as what, and for whom."""

    number = number_field()
    session = models.ForeignKey(Session, models.PROTECT, related_name="speakers")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="talks")
    role = models.CharField(max_length=300)
    organisation_name = models.CharField(max_length=300, blank=True)
    """As the programme has it; seldom one of the organisations recorded here."""

    class Meta:
        constraints = [
            not_empty("role", "speaker"),
            models.UniqueConstraint(fields=["session", "subject"], name="speaker_once"),
        ]


class QuoteKind(models.TextChoices):
    SPOKEN = "spoken"  # by a speaker, at a session
    TESTIMONIAL = "testimonial"  # by a participant, of what a project was to her


class ShownAs(models.TextChoices):
    UNNAMED = "unnamed"
    GIVEN_NAME = "given_name"
    FULL_NAME = "full_name"


class Quote(models.Model):
    """What a person said, in her words. Whether it may be published is her consent to publicity, asked each time."""

    number = number_field()
    project = models.ForeignKey(Project, models.PROTECT, related_name="quotes")
    code = code_field()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="quotes")
    kind = models.CharField(max_length=12, choices=QuoteKind.choices)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="quotes")
    date = models.DateField()
    language = models.CharField(max_length=3)
    text = models.TextField()
    shown_as = models.CharField(max_length=12, choices=ShownAs.choices, default=ShownAs.UNNAMED)
    """What of her name stands under it."""

    class Meta:
        constraints = [
            not_empty("code", "quote"),
            not_empty("text", "quote"),
            not_empty("language", "quote"),
            one_of("kind", QuoteKind, "quote"),
            one_of("shown_as", ShownAs, "quote"),
            models.CheckConstraint(
                condition=Q(kind="testimonial") | Q(session__isnull=False), name="quote_spoken_at_a_session"
            ),
            models.UniqueConstraint(fields=["project", "code"], name="quote_code_once"),
        ]


class Lesson(models.Model):
    """What an event taught, written so that it names nobody."""

    number = number_field()
    project = models.ForeignKey(Project, models.PROTECT, related_name="lessons")
    code = code_field()
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="lessons")
    date = models.DateField()
    theme = nullable_code_field()
    text = models.TextField()

    class Meta:
        constraints = [
            not_empty("code", "lesson"),
            not_empty("text", "lesson"),
            models.UniqueConstraint(fields=["project", "code"], name="lesson_code_once"),
        ]


class Paper(models.Model):
    """A paper, a note or an article, and the lessons that it cites."""

    number = number_field()
    code = code_field(unique=True)
    title = models.CharField(max_length=500)
    authors = models.CharField(max_length=500, blank=True)
    """As they stand on the paper."""
    published_on = models.DateField(null=True)
    address = models.URLField(max_length=500, blank=True)
    lessons = models.ManyToManyField(Lesson, related_name="papers")

    class Meta:
        constraints = [not_empty("code", "paper"), not_empty("title", "paper")]
