"""The dimensions a breakdown can have: what a definition may offer under `by`, and engines answer."""

from __future__ import annotations

SCOPE_DIMENSIONS = (
    "project",
    "organisation",
    "country",
    "site",
    "funder",
    "grant",
    "theme",
    "month",
    "quarter",
    "year",
    "activity",
)
"""Dimensions whose cells may overlap. `activity` only where the definition anchors on sessions."""

ATTRIBUTE_DIMENSIONS = ("sex", "age_band", "nationality")
"""Subject dimensions that need no measure; the code of any category, level or yes_no measure is one
too (its value at entry)."""
