"""Sites, projects and what they are about, grants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import models

from jalon.records.actions.audited import Audit, audited
from jalon.records.actions.identity import part_barred
from jalon.records.models import (
    Enrolment,
    FactsPart,
    Grant,
    Organisation,
    PolicyMarkerScore,
    Project,
    ProjectCountry,
    ProjectTarget,
    ProjectTheme,
    RuleSet,
    Session,
    Site,
)
from jalon.records.policies import (
    check_code,
    check_country,
    check_currency,
    check_in_order,
    check_marker_score,
    check_sdg_target,
    check_theme,
)


class SiteValues(TypedDict, total=False):
    name: str
    country: str
    latitude: Decimal | None
    longitude: Decimal | None


def add_site(
    *,
    by: str,
    code: str,
    name: str,
    country: str,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> Site:
    """Make a place where things happen; degrees in WGS 84."""
    with audited("add_site", by=by) as audit:
        check_code(code, record="site")
        check_country(country)
        site = audit.create(Site, code=code, name=name, country=country, latitude=latitude, longitude=longitude)
        audit.stale(FactsPart.DIRECTORY)
        return site


def change_site(*, by: str, site: Site, reason: str = "", **values: Unpack[SiteValues]) -> bool:
    """Change what is given; say whether anything differed."""
    with audited("change_site", by=by, reason=reason) as audit:
        check_country(values.get("country"))
        moved = values.get("country", site.country) != site.country
        differs = audit.update(site, **values)
        if differs:
            audit.stale(FactsPart.DIRECTORY)
        if moved:
            # Spells and sessions carry their site's country in the facts.
            for project in {
                *Enrolment.objects.filter(site=site).values_list("project_id", flat=True).distinct(),
                *Session.objects.filter(site=site).values_list("activity__project_id", flat=True).distinct(),
            }:
                audit.stale(FactsPart.PROJECT, project)
        return differs


class ProjectLists(TypedDict, total=False):
    """What a project has several of. Given, a list is the whole of it."""

    countries: Collection[str]
    sites: Collection[Site]
    themes: Collection[str]
    sdg_targets: Collection[str]
    policy_markers: Mapping[int, int]
    """Marker -> score. A marker that was not screened is left out: it is no 0."""


class ProjectAbout(ProjectLists, total=False):
    """What may be left out of a new project."""

    need_observed: str
    objectives: str
    target_groups: str
    start: dt.date | None
    end: dt.date | None
    sensitive: bool


class ProjectValues(ProjectAbout, total=False):
    name: str
    organisation: Organisation


LISTS = ("countries", "sites", "themes", "sdg_targets", "policy_markers")


def add_project(
    *, by: str, code: str, name: str, organisation: Organisation, **values: Unpack[ProjectAbout]
) -> Project:
    """Make a project of an organisation."""
    with audited("add_project", by=by) as audit:
        check_code(code, record="project")
        own, lists = parted(values)
        check_in_order(own.get("start"), own.get("end"), record="project")
        project = audit.create(Project, code=code, name=name, organisation=organisation, **own)
        set_lists(audit, project, lists)
        audit.stale(FactsPart.DIRECTORY)
        return project


def change_project(*, by: str, project: Project, reason: str = "", **values: Unpack[ProjectValues]) -> bool:
    """Change what is given; say whether anything differed. Marked sensitive, its people are taken apart from others."""
    with audited("change_project", by=by, reason=reason) as audit:
        own, lists = parted(values)
        check_in_order(own.get("start", project.start), own.get("end", project.end), record="project")
        is_marked = own.get("sensitive", False) and not project.sensitive
        differs = audit.update(project, **own)
        if is_marked:
            part_barred(audit, set(project.enrolments.values_list("subject_id", flat=True)))
        listed = set_lists(audit, project, lists)
        if differs or listed:
            audit.stale(FactsPart.DIRECTORY)
        if "countries" in listed:
            # A spell without a site is in its project's only country.
            audit.stale(FactsPart.PROJECT, project)
        return differs or bool(listed)


def parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A project's own values, and its lists."""
    own = {name: value for name, value in values.items() if name not in LISTS}
    return own, {name: value for name, value in values.items() if name in LISTS}


def set_lists(audit: Audit, project: Project, lists: Mapping[str, Any]) -> set[str]:
    """Make each list given exactly what is given; return the names of those that differed."""
    for country in lists.get("countries", ()):
        check_country(country)
    for theme in lists.get("themes", ()):
        check_theme(theme)
    for target in lists.get("sdg_targets", ()):
        check_sdg_target(target)
    for marker, score in lists.get("policy_markers", {}).items():
        check_marker_score(marker, score)
    rows = {
        "countries": (ProjectCountry, "country"),
        "themes": (ProjectTheme, "theme"),
        "sdg_targets": (ProjectTarget, "target"),
    }
    differing = set()
    for name, given in lists.items():
        if name == "sites":
            differs = set_links(audit, Project.sites.through, {"project": project}, "site", given)
        elif name == "policy_markers":
            differs = set_markers(audit, project, given)
        else:
            differs = set_codes(audit, project, *rows[name], given)
        if differs:
            differing.add(name)
    return differing


def set_codes(audit: Audit, project: Project, model: type[models.Model], field: str, codes: Collection[str]) -> bool:
    """Make the rows of one list of a project exactly these codes; say whether any differed."""
    there = {getattr(row, field): row for row in model._default_manager.filter(project=project)}
    for code, row in there.items():
        if code not in codes:
            audit.delete(row)
    audit.create_each(model, [{"project": project, field: code} for code in sorted(set(codes) - there.keys())])
    return set(codes) != there.keys()


def set_markers(audit: Audit, project: Project, scores: Mapping[int, int]) -> bool:
    """Make the policy markers of a project exactly these; say whether any differed."""
    there = {row.marker: row for row in project.policy_markers.all()}
    differs = scores.keys() != there.keys()
    for marker, row in there.items():
        if marker not in scores:
            audit.delete(row)
        else:
            differs |= audit.update(row, score=scores[marker])
    new = sorted(scores.keys() - there.keys())
    audit.create_each(PolicyMarkerScore, [{"project": project, "marker": one, "score": scores[one]} for one in new])
    return differs


def set_links(
    audit: Audit,
    through: type[models.Model],
    owner: Mapping[str, models.Model],
    other: str,
    records: Collection[models.Model],
) -> bool:
    """Make the links of one record to others exactly these, row by row so that each is audited."""
    there = {getattr(row, f"{other}_id"): row for row in through._default_manager.filter(**owner)}
    wanted = {record.pk: record for record in records}
    for number, row in there.items():
        if number not in wanted:
            audit.delete(row)
    audit.create_each(through, [{**owner, other: wanted[number]} for number in sorted(wanted.keys() - there.keys())])
    return wanted.keys() != there.keys()


class GrantAbout(TypedDict, total=False):
    """What may be left out of a new grant."""

    name: str
    amount: Decimal | None
    currency: str | None
    cofinancing_share: Decimal | None
    start: dt.date | None
    end: dt.date | None
    projects: Collection[Project]


class GrantValues(GrantAbout, total=False):
    funder: Organisation
    rule_set: str


def add_grant(
    *, by: str, code: str, funder: Organisation, rule_set: str = RuleSet.NONE, **values: Unpack[GrantAbout]
) -> Grant:
    """Make a grant; `cofinancing_share` is a share of 1, `rule_set` none, esf_2014_2020 or esf_plus."""
    with audited("add_grant", by=by) as audit:
        check_code(code, record="grant")
        check_currency(values.get("currency"))
        check_in_order(values.get("start"), values.get("end"), record="grant")
        projects = values.pop("projects", ())
        grant = audit.create(Grant, code=code, funder=funder, rule_set=rule_set, **values)
        set_links(audit, Grant.projects.through, {"grant": grant}, "project", projects)
        audit.stale(FactsPart.DIRECTORY)
        return grant


def change_grant(*, by: str, grant: Grant, reason: str = "", **values: Unpack[GrantValues]) -> bool:
    """Change what is given; say whether anything differed."""
    with audited("change_grant", by=by, reason=reason) as audit:
        check_currency(values.get("currency"))
        check_in_order(values.get("start", grant.start), values.get("end", grant.end), record="grant")
        projects = values.pop("projects", None)
        differs = audit.update(grant, **values)
        if projects is not None:
            differs |= set_links(audit, Grant.projects.through, {"grant": grant}, "project", projects)
        if differs:
            audit.stale(FactsPart.DIRECTORY)
        return differs
