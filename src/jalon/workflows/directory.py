"""The group's directory as pages show it: names, places and money of organisations and projects; no person in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jalon.records.models import Grant, Organisation, Project, Site


@dataclass(frozen=True, slots=True)
class SiteCard:
    """Where things happen. Degrees in WGS 84, where known."""

    code: str
    name: str
    country: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class GrantCard:
    """Money from a funder, and the counting rules it demands."""

    code: str
    name: str
    funder: str
    rule_set: str


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An actor; `parent` is the code of the one it belongs to."""

    code: str
    name: str
    kind: str
    parent: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project as it describes itself; codes, but for its own texts."""

    code: str
    name: str
    organisation: str
    need_observed: str
    objectives: str
    target_groups: str
    start: dt.date | None
    end: dt.date | None
    sensitive: bool
    countries: tuple[str, ...]
    themes: tuple[str, ...]
    sdg_targets: tuple[str, ...]
    sites: tuple[str, ...]
    grants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Each by its code, in the order of codes."""

    organisations: Mapping[str, OrganisationCard]
    projects: Mapping[str, ProjectCard]
    sites: Mapping[str, SiteCard]
    grants: Mapping[str, GrantCard]

    def projects_of(self, organisation: str) -> tuple[ProjectCard, ...]:
        """Those that the organisation runs itself."""
        return tuple(project for project in self.projects.values() if project.organisation == organisation)

    def name_of(self, dimension: str, code: str) -> str:
        """What a code of a scope or of a cell is called; the code itself where it has no name."""
        tables: Mapping[str, Mapping[str, SiteCard | GrantCard | OrganisationCard | ProjectCard]] = {
            "project": self.projects,
            "organisation": self.organisations,
            "funder": self.organisations,
            "site": self.sites,
            "grant": self.grants,
        }
        card = tables.get(dimension, {}).get(code)
        return (card.name if card else "") or code


def read_directory() -> Directory:
    """The directory as the records now are."""
    organisations = {
        one.code: OrganisationCard(one.code, one.name, one.kind, one.parent.code if one.parent else None, one.country)
        for one in Organisation.objects.select_related("parent").order_by("code")
    }
    sites = {
        one.code: SiteCard(
            one.code, one.name, one.country, *(_degrees(value) for value in (one.latitude, one.longitude))
        )
        for one in Site.objects.order_by("code")
    }
    grants = {
        one.code: GrantCard(one.code, one.name, one.funder.code, one.rule_set)
        for one in Grant.objects.select_related("funder").order_by("code")
    }
    parts = ("countries", "themes", "sdg_targets", "sites", "grants")
    projects = {
        one.code: ProjectCard(
            one.code,
            one.name,
            one.organisation.code,
            one.need_observed,
            one.objectives,
            one.target_groups,
            one.start,
            one.end,
            one.sensitive,
            tuple(sorted(row.country for row in one.countries.all())),
            tuple(sorted(row.theme for row in one.themes.all())),
            tuple(sorted(row.target for row in one.sdg_targets.all())),
            tuple(sorted(row.code for row in one.sites.all())),
            tuple(sorted(row.code for row in one.grants.all())),
        )
        for one in Project.objects.select_related("organisation").prefetch_related(*parts).order_by("code")
    }
    return Directory(
        MappingProxyType(organisations), MappingProxyType(projects), MappingProxyType(sites), MappingProxyType(grants)
    )


def _degrees(value: object) -> float | None:
    return None if value is None else float(str(value))
