"""Who is counted as whom, as the records say it now."""

from __future__ import annotations

from jalon.identity.components import Components, build_components
from jalon.records.models import IdentityAssertion, Subject

Assertion = tuple[int, int, str]
"""First, second (the larger number) and verdict."""


def read_assertions() -> list[Assertion]:
    """Everything said of pairs, oldest first."""
    return list(IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict"))


def read_erased() -> set[int]:
    """The numbers of those erased, who are nobody any more."""
    return set(Subject.objects.exclude(erased_at=None).values_list("number", flat=True))


def read_components() -> Components:
    """Who is one now; the erased are in no result."""
    return build_components(read_assertions(), absent=read_erased())
