"""What is said of a pair, and how many records it takes to know what is rare."""

from __future__ import annotations

from dataclasses import dataclass

ENOUGH = 500
"""Records from which weights are learnt, and shared values weighed by how rare they are."""

RARE_AT_LEAST = 1e-5
"""How rare a value is taken to be at most: one that a single record has may be borne by others who are not in it."""

MANY = 8
"""Others who share a value, from which it is taken for common, among too few records to know what is rare."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a pair stands in one field, and what that weighs in bits: above 0 for one person, below against."""

    field: str
    level: str
    weight: float
