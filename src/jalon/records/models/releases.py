"""Closed periods: that figures were frozen, by whom, why, and whether anybody may see them."""

from __future__ import annotations

from django.db import models

from jalon.records.models.fields import code_field, not_empty, number_field


class Release(models.Model):
    """One release. Its figures stand in HOME/releases; `digest` is that of the folder when it was made.

    `period` is text as people write periods, such as 2021 or 2021-01..2021-06. Never deleted.
    """

    number = number_field()
    code = code_field(unique=True)
    title = models.CharField(max_length=200)
    period = models.CharField(max_length=40)
    reason = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    facts_version = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            not_empty("code", "release"),
            not_empty("title", "release"),
            not_empty("period", "release"),
            not_empty("reason", "release"),
            not_empty("made_by", "release"),
            not_empty("digest", "release"),
        ]
