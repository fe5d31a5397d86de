"""Who there is, where, and what is offered: data/group.yaml, loaded as any group file is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files

from jalon.demo.names import Texts, texts
from jalon.records.models import Measure, Organisation, Project
from jalon.workflows.load_group import load_group


@dataclass(frozen=True, slots=True)
class ProjectThere:
    """A project of the demonstration as its registers name it, by number."""

    code: str
    number: int
    organisation: int
    organisation_code: str
    sites: tuple[int, ...]
    countries: Texts
    """The country of each site."""
    activities: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Directory:
    """What the registers name, by code."""

    organisations: Mapping[str, int]
    projects: Mapping[str, ProjectThere]
    measures: Mapping[str, int]


def load_directory(by: str) -> Directory:
    """Write organisations, sites, projects, grants, measures and activities, and look up their numbers."""
    with as_file(files("jalon.demo") / "data" / "group.yaml") as file:
        load_group(file, by=by)
    projects = Project.objects.select_related("organisation").prefetch_related("sites", "activities")
    return Directory(
        organisations=dict(Organisation.objects.values_list("code", "number")),
        projects={project.code: project_there(project) for project in projects},
        measures=dict(Measure.objects.values_list("code", "number")),
    )


def project_there(project: Project) -> ProjectThere:
    sites = sorted(project.sites.all(), key=lambda site: site.number)
    activities = sorted(project.activities.all(), key=lambda activity: activity.number)
    return ProjectThere(
        code=project.code,
        number=project.number,
        organisation=project.organisation_id,
        organisation_code=project.organisation.code,
        sites=tuple(site.number for site in sites),
        countries=texts(site.country for site in sites),
        activities={activity.code: activity.number for activity in activities},
    )
