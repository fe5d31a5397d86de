"""Texts that went out: which text, by whom, and whether anybody may read it."""

from __future__ import annotations

from django.db import models

from jalon.records.models.fields import code_field, not_empty, number_field


class Publication(models.Model):
    """One text of HOME/publications in one language. `digest` (SHA-256) is that of the file that was made public.

    Never deleted; a file that was changed since is not the text that was made public, and is shown to nobody outside.
    """

    number = number_field()
    code = code_field()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    public = models.BooleanField(default=False)
    published_by = models.CharField(max_length=150)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            not_empty("code", "publication"),
            not_empty("language", "publication"),
            not_empty("digest", "publication"),
            not_empty("published_by", "publication"),
            models.UniqueConstraint(fields=["code", "language"], name="publication_once"),
        ]
