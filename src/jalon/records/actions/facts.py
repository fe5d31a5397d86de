"""The one write of a refresh: the stale marks it has followed go."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from jalon.records.actions.audited import runs
from jalon.records.models import StaleMark


def clear_stale_marks(numbers: Iterable[int]) -> None:
    """Delete exactly the marks that a refresh saw in its snapshot; those set since stay.

    Not "all up to the highest": PostgreSQL gives numbers before their transactions end, so a smaller number may
    appear after the snapshot. Nobody's decision and nothing about anybody, hence no author and no audit entry.
    """
    with transaction.atomic():
        for first, last in runs(numbers):
            StaleMark.objects.filter(number__range=(first, last)).delete()
