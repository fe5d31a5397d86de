"""The directory of a group file: organisations, partnerships, sites, projects, grants, measures, activities."""

from __future__ import annotations

from jalon.errors import JalonError
from jalon.records.actions.activities import add_activity, change_activity
from jalon.records.actions.measures import add_measure, change_measure
from jalon.records.actions.organisations import (
    add_organisation,
    add_partnership,
    change_organisation,
    change_partnership,
)
from jalon.records.actions.projects import (
    add_grant,
    add_project,
    add_site,
    change_grant,
    change_project,
    change_site,
)
from jalon.records.models import Activity, Grant, Measure, Organisation, Partnership, Project, Site
from jalon.workflows.group_loading import Loading, Outcome, outcome_of
from jalon.workflows.group_shapes import (
    ActivityShape,
    GrantShape,
    MeasureShape,
    OrganisationShape,
    PartnershipShape,
    ProjectShape,
    SiteShape,
)


def load_organisation(loading: Loading, shape: OrganisationShape) -> Outcome:
    loading.state_once("organisation", shape.code)
    values = shape.stated("name", "kind", "country")
    if "parent" in shape.model_fields_set:
        values["parent"] = loading.find(Organisation, shape.parent) if shape.parent else None
    former = loading.seek(Organisation, shape.code)
    if former is not None:
        return outcome_of(change_organisation(by=loading.by, organisation=former, **values))
    loading.keep((Organisation, shape.code), add_organisation(by=loading.by, code=shape.code, **values))
    return Outcome.CREATED


def parents_first(shapes: list[OrganisationShape]) -> list[int]:
    """Positions in an order in which every parent comes before its children.

    Those of a circle come last, where the actions refuse them.
    """
    waiting = dict(enumerate(shapes))
    order: list[int] = []
    while waiting:
        held = {shape.code for shape in waiting.values()}
        free = [i for i, shape in waiting.items() if shape.parent not in held] or list(waiting)
        order += free
        for index in free:
            del waiting[index]
    return order


def load_partnership(loading: Loading, shape: PartnershipShape) -> Outcome:
    loading.state_once("partnership", shape.organisation, shape.partner, shape.kind, shape.start)
    organisation = loading.find(Organisation, shape.organisation)
    partner = loading.find(Organisation, shape.partner)
    former = Partnership.objects.filter(
        organisation=organisation, partner=partner, kind=shape.kind, start=shape.start
    ).first()
    if former is not None:
        return outcome_of(change_partnership(by=loading.by, partnership=former, **shape.stated("end")))
    add_partnership(
        by=loading.by,
        organisation=organisation,
        partner=partner,
        kind=shape.kind,
        start=shape.start,
        end=shape.end,
    )
    return Outcome.CREATED


def load_site(loading: Loading, shape: SiteShape) -> Outcome:
    loading.state_once("site", shape.code)
    values = shape.stated("name", "country", "latitude", "longitude")
    former = loading.seek(Site, shape.code)
    if former is not None:
        return outcome_of(change_site(by=loading.by, site=former, **values))
    loading.keep((Site, shape.code), add_site(by=loading.by, code=shape.code, **values))
    return Outcome.CREATED


def load_project(loading: Loading, shape: ProjectShape) -> Outcome:
    loading.state_once("project", shape.code)
    values = shape.stated(
        *("name", "need_observed", "objectives", "target_groups", "start", "end", "sensitive"),
        *("countries", "themes", "sdg_targets", "policy_markers"),
    )
    values["organisation"] = loading.find(Organisation, shape.organisation)
    if "sites" in shape.model_fields_set:
        values["sites"] = [loading.find(Site, code) for code in shape.sites]
    former = loading.seek(Project, shape.code)
    if former is not None:
        return outcome_of(change_project(by=loading.by, project=former, **values))
    loading.keep((Project, shape.code), add_project(by=loading.by, code=shape.code, **values))
    return Outcome.CREATED


def load_grant(loading: Loading, shape: GrantShape) -> Outcome:
    loading.state_once("grant", shape.code)
    values = shape.stated("name", "amount", "currency", "cofinancing_share", "rule_set", "start", "end")
    values["funder"] = loading.find(Organisation, shape.funder)
    if "projects" in shape.model_fields_set:
        values["projects"] = [loading.find(Project, code) for code in shape.projects]
    former = loading.seek(Grant, shape.code)
    if former is not None:
        return outcome_of(change_grant(by=loading.by, grant=former, **values))
    loading.keep((Grant, shape.code), add_grant(by=loading.by, code=shape.code, **values))
    return Outcome.CREATED


def load_measure(loading: Loading, shape: MeasureShape) -> Outcome:
    loading.state_once("measure", shape.code)
    values = shape.stated("unit", "lowest", "highest")
    values |= {"title_en": shape.title.en, "title_fr": shape.title.fr}
    if shape.options:
        values["options"] = {option.code: option.title.model_dump() for option in shape.options}
    former = loading.seek(Measure, shape.code)
    if former is None:
        added = add_measure(by=loading.by, code=shape.code, kind=shape.kind, **values)
        loading.keep((Measure, shape.code), added)
        return Outcome.CREATED
    if former.kind != shape.kind:
        raise JalonError("kind_stays", record="measure", found=shape.code, former=former.kind, wanted=shape.kind)
    return outcome_of(change_measure(by=loading.by, measure=former, **values))


def load_activity(loading: Loading, shape: ActivityShape) -> Outcome:
    loading.state_once("activity", shape.project, shape.code)
    project = loading.find(Project, shape.project)
    values = shape.stated("name", "kind", "theme")
    former = loading.seek_activity(project, shape.code)
    if former is not None:
        return outcome_of(change_activity(by=loading.by, activity=former, **values))
    added = add_activity(by=loading.by, project=project, code=shape.code, **values)
    loading.keep((Activity, project.code, shape.code), added)
    return Outcome.CREATED
