"""What figures count: persons, ventures and places, in one number space."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact

from jalon.records.models.actors import Organisation
from jalon.records.models.fields import DayOf, MonthOf, capitals, nullable_code_field, number_field, one_of


class SubjectKind(models.TextChoices):
    PERSON = "person"
    VENTURE = "venture"
    PLACE = "place"


class Subject(models.Model):
    """One number, never reused, for whatever is counted. Erased: the number stays, all else goes."""

    number = number_field()
    kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="subjects")
    reference = nullable_code_field()
    """The number or code that the organisation's own register gives, unique in the organisation."""
    erased_at = models.DateTimeField(null=True)
    erased_by = models.CharField(max_length=150, null=True)

    class Meta:
        constraints = [
            one_of("kind", SubjectKind, "subject"),
            models.UniqueConstraint(fields=["organisation", "reference"], name="subject_reference_once"),
            models.CheckConstraint(
                condition=Q(reference__isnull=True) | Q(organisation__isnull=False), name="subject_reference_has_owner"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erased_by__isnull=True)
                | Q(erased_at__isnull=False, erased_by__isnull=False),
                name="subject_erased_at_by",
            ),
        ]


class Sex(models.TextChoices):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class BirthPrecision(models.TextChoices):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Person(models.Model):
    """A person's names and what is known of her. Names live here and nowhere downstream.

    A birth date is the first possible day with its precision: 1996-01-01 of precision year is
    any day of 1996.
    """

    subject = models.OneToOneField(Subject, models.PROTECT, primary_key=True, related_name="person")
    family_name = models.CharField(max_length=300, blank=True)
    given_name = models.CharField(max_length=300, blank=True)
    name_key = models.CharField(max_length=600, blank=True, db_index=True)
    """The names folded for comparison (jalon.identity.names.name_key)."""
    sex = models.CharField(max_length=10, choices=Sex.choices, null=True)
    birth = models.DateField(null=True)
    birth_precision = models.CharField(max_length=5, choices=BirthPrecision.choices, null=True)
    nationality = models.CharField(max_length=2, null=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=500, blank=True)
    occupation = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("sex", Sex, "person", nullable=True),
            one_of("birth_precision", BirthPrecision, "person", nullable=True),
            capitals("nationality", 2, "person"),
            models.CheckConstraint(
                condition=Q(birth__isnull=True, birth_precision__isnull=True)
                | Q(birth__isnull=False, birth_precision__isnull=False),
                name="person_birth_has_precision",
            ),
            models.CheckConstraint(
                condition=Q(birth_precision__isnull=True)
                | Q(birth_precision="day")
                | Q(Exact(DayOf("birth"), 1), birth_precision="month")
                | Q(Exact(DayOf("birth"), 1), Exact(MonthOf("birth"), 1), birth_precision="year"),
                name="person_birth_is_first_possible_day",
            ),
        ]
        indexes = [models.Index(fields=["name_key", "birth"], name="person_name_birth")]


class Venture(models.Model):
    """A business or initiative that a project supports, and who leads it."""

    subject = models.OneToOneField(Subject, models.PROTECT, primary_key=True, related_name="venture")
    name = models.CharField(max_length=300)
    sector = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, null=True)
    founded = models.DateField(null=True)
    leader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="ventures")

    class Meta:
        constraints = [capitals("country", 2, "venture")]


class Place(models.Model):
    """A plot, a school, a neighbourhood. Its outline is GeoJSON text in WGS 84."""

    subject = models.OneToOneField(Subject, models.PROTECT, primary_key=True, related_name="place")
    name = models.CharField(max_length=300)
    country = models.CharField(max_length=2, null=True)
    outline = models.TextField(blank=True)

    class Meta:
        constraints = [capitals("country", 2, "place")]
