"""From what a user asks to a scope whose every code is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.codelists import countries
from jalon.codelists.lists import sdg_goals
from jalon.engines.answer import ALWAYS, Period, Scope
from jalon.errors import JalonError, nearest_name
from jalon.facts.store import Facts
from jalon.figures.period import parse_period

Codes = str | Iterable[str] | None
"""One code, several, or no restriction."""

PURPOSES = ("measurement", "matching", "sharing", "publicity", "research")
"""What people are asked to permit; the records' own list (a test holds them equal)."""


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The codes of one facts version: what a scope may name and what reached numbers are called."""

    organisations: Mapping[int, str]
    projects: Mapping[int, str]
    sites: Mapping[int, str]
    grants: frozenset[str]
    funders: frozenset[str]
    themes: frozenset[str]

    def named(self, dimension: str) -> Mapping[int, str]:
        """Number -> code of what a distinct figure can reach."""
        if dimension in ("country", "nationality"):
            return countries.codes()
        if dimension == "goal":
            return {int(number): number for number in sdg_goals()}
        return {"organisation": self.organisations, "project": self.projects, "site": self.sites}.get(dimension, {})


def build_known_codes(facts: Facts) -> KnownCodes:
    def numbered(table: str, key: str) -> dict[int, str]:
        columns = facts.table(table).select([key, "code"]).to_pydict()
        return dict(zip(columns[key], columns["code"], strict=True))

    organisations = numbered("organisations", "organisation")
    grants = facts.table("grants").select(["code", "funder"]).to_pylist()
    themes = facts.table("projects").column("themes").to_pylist()
    return KnownCodes(
        organisations=organisations,
        projects=numbered("projects", "project"),
        sites=numbered("sites", "site"),
        grants=frozenset(grant["code"] for grant in grants),
        funders=frozenset(organisations[grant["funder"]] for grant in grants),
        themes=frozenset(theme for listed in themes for theme in listed),
    )


def build_scope(
    known: KnownCodes,
    *,
    period: Period | str | int | None = None,
    organisation: Codes = None,
    project: Codes = None,
    country: Codes = None,
    site: Codes = None,
    theme: Codes = None,
    grant: Codes = None,
    funder: Codes = None,
) -> Scope:
    """The scope asked for. Raises `bad_period`, `period_backwards`, `unknown_scope_code`."""
    if period is None:
        period = ALWAYS
    elif not isinstance(period, Period):
        period = parse_period(str(period))
    return Scope(
        period=period,
        organisations=_checked("organisation", organisation, known.organisations.values()),
        projects=_checked("project", project, known.projects.values()),
        countries=_checked("country", country, countries.numbers()),
        sites=_checked("site", site, known.sites.values()),
        themes=_checked("theme", theme, known.themes),
        grants=_checked("grant", grant, known.grants),
        funders=_checked("funder", funder, known.funders),
    )


def check_purpose(purpose: str) -> None:
    """Raises `unknown_purpose`."""
    if purpose not in PURPOSES:
        raise JalonError(
            "unknown_purpose", nearest=nearest_name(purpose, PURPOSES), found=purpose, known=", ".join(PURPOSES)
        )


def _checked(dimension: str, asked: Codes, known: Iterable[str]) -> tuple[str, ...]:
    """The codes asked for, sorted, once each, so that one scope is always written one way."""
    if asked is None:
        return ()
    codes = sorted({asked} if isinstance(asked, str) else set(asked))
    known = set(known)
    for code in codes:
        if code not in known:
            raise JalonError("unknown_scope_code", nearest=nearest_name(code, known), dimension=dimension, found=code)
    return tuple(codes)
