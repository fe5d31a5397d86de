"""Stale marks: set by every action that bears on facts, removed by the refresh that saw them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from jalon.records.models import StaleMark
from jalon.records.permissions import check_may

BATCH = 5000


def remove_stale_marks(*, by: str, numbers: Collection[int]) -> int:
    """Remove the marks that a refresh saw before it read the records; return how many there were.

    Marks set meanwhile have other numbers and stay. Marks are the facts' bookkeeping, not records:
    their removal changes nothing that is true, and leaves no audit entry.
    """
    check_may(by, "remove_stale_marks")
    ordered = sorted(numbers)
    with transaction.atomic():
        return sum(
            StaleMark.objects.filter(pk__in=ordered[start : start + BATCH]).delete()[0]
            for start in range(0, len(ordered), BATCH)
        )
