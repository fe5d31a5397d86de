"""Typed access to the reference lists: SDG goals and targets, policy markers, themes, kinds, currencies.

Each list is data/<list>.csv with its source and edition, save currencies (ISO 4217, as shipped by pycountry).
Countries have a module of their own, measures too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pycountry

from jalon.codelists.listing import read_listing

Titles = Mapping[str, str]
"""Titles by language: en and fr."""


@dataclass(frozen=True, slots=True)
class PolicyMarker:
    """An OECD-DAC policy marker and the scores a project may have for it.

    `unverified_scores` are those whose source was not read in full: they may be given, and stay marked.
    """

    number: int
    titles: Titles
    scores: frozenset[int]
    unverified_scores: frozenset[int]


@cache
def sdg_goals() -> dict[str, Titles]:
    """Goal number as text -> titles."""
    return titles_of("sdg_goals", "name")


@cache
def sdg_targets() -> dict[str, str]:
    """Target such as 4.6 -> its goal."""
    return {row["code"]: row["goal"] for row in read_listing("sdg_targets").rows}


def goals_of(targets: Iterable[str]) -> tuple[int, ...]:
    """The numbers of the goals that these targets are of, in order, once each."""
    return tuple(sorted({int(sdg_targets()[target]) for target in targets}))


@cache
def policy_markers() -> dict[int, PolicyMarker]:
    """IATI number of the marker -> marker."""
    titles = titles_of("policy_markers", "name")
    return {
        int(row["code"]): PolicyMarker(
            number=int(row["code"]),
            titles=titles[row["code"]],
            scores=frozenset(map(int, row["scores"].split())),
            unverified_scores=frozenset(map(int, row["unverified_scores"].split())),
        )
        for row in read_listing("policy_markers").rows
    }


@cache
def themes() -> dict[str, Titles]:
    return titles_of("themes", "title")


@cache
def activity_kinds() -> dict[str, Titles]:
    return titles_of("activity_kinds", "title")


@cache
def organisation_kinds() -> dict[str, Titles]:
    return titles_of("organisation_kinds", "title")


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 alphabetic codes in use."""
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def titles_of(listing: str, column: str) -> dict[str, Titles]:
    """Code -> titles, in the order of the list. Where the source has no French, the English stands for it."""
    return {
        row["code"]: {"en": row[f"{column}_en"], "fr": row[f"{column}_fr"] or row[f"{column}_en"]}
        for row in read_listing(listing).rows
    }
