"""What anybody may be told: the latest public release, asked as a group is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import jalon.workflows.publish_errors  # noqa: F401  (its catalogue)
from jalon.errors import Bilingual, JalonError
from jalon.figures.figure import Figure
from jalon.figures.group import Group
from jalon.figures.period import parse_period
from jalon.figures.release import Release, find_latest_public
from jalon.language.definition import Definition


def check_published(release: Release, period: str | None) -> None:
    """A release tells of the period it closed and of what was before; what came after was not closed.

    Raises `not_published`, `bad_period`, `period_backwards`.
    """
    last, asked = release.period.end, parse_period(period or "all")
    if last is not None and (asked.end is None or asked.end > last):
        raise JalonError("not_published", found=period or "all", last=_in_words(last))


def _in_words(day: dt.date) -> Bilingual:
    from babel.dates import format_date  # a text without fault needs none of it

    said = {
        language: str(format_date(day, "long", locale=locale)) for language, locale in (("en", "en_GB"), ("fr", "fr"))
    }
    return Bilingual(**said)


@dataclass(frozen=True, slots=True)
class Published:
    """A release asked as a group is, for periods that it closed: what a text for the public is held against."""

    release: Release

    @property
    def name(self) -> str:
        return self.release.name

    @property
    def facts_version(self) -> str:
        return self.release.facts_version

    @property
    def facts_made_at(self) -> str:
        return self.release.facts_made_at

    @property
    def projects(self) -> tuple[str, ...]:
        return self.release.projects

    @property
    def indicators(self) -> Mapping[str, Definition]:
        return self.release.indicators

    def indicator(self, id: str) -> Definition:
        return self.release.indicator(id)

    def figure(self, id: str, period: Any = None, **scope: Any) -> Figure:
        """Raises `no_such_indicator`, `not_published`, and what `Release.figure` raises."""
        self.release.indicator(id)  # a name that is not there is said before a period that is not
        check_published(self.release, None if period is None else str(period))
        return self.release.figure(id, period, **scope)


def published_group(release: Release) -> Group:
    """The release as what `check_document` and `build_story` ask; they ask nothing else of a group."""
    return cast(Group, Published(release))


def latest_public(releases: Sequence[Release]) -> Release:
    """The release that anybody reads today. Raises `no_public_release`."""
    latest = find_latest_public(releases)
    if latest is None:
        raise JalonError("no_public_release")
    return latest
