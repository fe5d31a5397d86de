"""Private overlaps: whose names were read to compare them with another group's, and what was told. Nothing changes."""

from __future__ import annotations

from collections.abc import Collection

from jalon.records.actions.audited import audited
from jalon.records.models import Person


def ask_overlap(*, by: str, people: Collection[int], reason: str) -> None:
    """Keep that these people's names were read to ask another group how many of them it knows."""
    with audited("ask_overlap", by=by, reason=reason) as audit:
        audit.read_many(Person, people)


def answer_overlap(*, by: str, people: Collection[int], reason: str) -> None:
    """Keep that these people's names were read to answer another group."""
    with audited("answer_overlap", by=by, reason=reason) as audit:
        audit.read_many(Person, people)


def read_overlap(*, by: str, people: Collection[int], reason: str) -> None:
    """Keep that somebody learnt how many of these people another group knows, or that it was withheld."""
    with audited("read_overlap", by=by, reason=reason) as audit:
        audit.read_many(Person, people)
