"""How each fact table is read from the records: an SQL expression for every column.

No expression names a column that holds a name, a contact, a note or free text. Expressions are the same for
SQLite and PostgreSQL; `jalon.records.export` casts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COUNTRY = "COALESCE(site.country, only_country.country)"
ONLY_COUNTRY = (
    "(SELECT project_id, MIN(country) AS country FROM records_projectcountry"
    " GROUP BY project_id HAVING COUNT(*) = 1) AS only_country"
)
"""A project's country, where it has one only: a spell or session without a site was there."""

LATEST_CONSENTS = (
    "(SELECT subject_id, purpose, given, ROW_NUMBER() OVER"
    " (PARTITION BY subject_id, purpose ORDER BY date DESC, number DESC) AS place FROM records_consent) AS consent"
    " JOIN records_subject AS subject ON subject.number = consent.subject_id"
    " WHERE consent.place = 1 AND subject.erased_at IS NULL"
)
NOT_ERASED = "JOIN records_subject AS subject ON subject.number = {}.subject_id AND subject.erased_at IS NULL"

FIRST_OF_SOURCE = (
    "(SELECT MIN(other.number) FROM records_quantity AS other WHERE other.source_name = quantity.source_name"
    " AND COALESCE(other.organisation_id, 0) = COALESCE(quantity.organisation_id, 0))"
)
"""Who declares a total is a name as a sheet writes it: the facts say only which totals are of the same source."""


@dataclass(frozen=True, slots=True)
class Links:
    """The values of a list column: `key` is the number of the row, lists are in the order of `rank`, else of values."""

    key: str
    value: str
    source: str
    rank: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A fact table's columns as SQL over `source`; `project` selects one project where the table is per project."""

    source: str
    columns: Mapping[str, str]
    lists: Mapping[str, Links] = field(default_factory=dict)
    project: str | None = None


QUERIES: dict[str, Query] = {
    "organisations": Query(
        "records_organisation AS organisation",
        {
            "organisation": "organisation.number",
            "code": "organisation.code",
            "parent": "organisation.parent_id",
            "kind": "organisation.kind",
            "country": "organisation.country",
        },
    ),
    "projects": Query(
        "records_project AS project",
        {
            "project": "project.number",
            "code": "project.code",
            "organisation": "project.organisation_id",
            "start": "project.start",
            "end": 'project."end"',
            "sensitive": "project.sensitive",
        },
        {
            "countries": Links("link.project_id", "link.country", "records_projectcountry AS link"),
            "themes": Links("link.project_id", "link.theme", "records_projecttheme AS link"),
            "sdg_targets": Links("link.project_id", "link.target", "records_projecttarget AS link"),
        },
    ),
    "grants": Query(
        "records_grant AS funding",
        {
            "grant": "funding.number",
            "code": "funding.code",
            "funder": "funding.funder_id",
            "rule_set": "funding.rule_set",
        },
        {"projects": Links("link.grant_id", "link.project_id", "records_grant_projects AS link")},
    ),
    "sites": Query("records_site AS site", {"site": "site.number", "code": "site.code", "country": "site.country"}),
    "activities": Query(
        "records_activity AS activity",
        {
            "activity": "activity.number",
            "project": "activity.project_id",
            "code": "activity.code",
            "kind": "activity.kind",
            "theme": "activity.theme",
        },
    ),
    "measures": Query(
        "records_measure AS measure",
        {
            "measure": "measure.number",
            "code": "measure.code",
            "kind": "measure.kind",
            "unit": "measure.unit",
            "lowest": "measure.lowest",
            "highest": "measure.highest",
        },
        {"options": Links("link.measure_id", "link.code", "records_measureoption AS link", rank="link.rank")},
    ),
    "subjects": Query(
        "records_subject AS subject LEFT JOIN records_person AS person ON person.subject_id = subject.number"
        " WHERE subject.erased_at IS NULL",
        {
            "subject": "subject.number",
            "kind": "subject.kind",
            "sex": "person.sex",
            "birth_earliest": "person.birth",
            "birth_precision": "person.birth_precision",
            "nationality": "person.nationality",
        },
        {
            "permits": Links("consent.subject_id", "consent.purpose", f"{LATEST_CONSENTS} AND consent.given"),
            "refuses": Links("consent.subject_id", "consent.purpose", f"{LATEST_CONSENTS} AND NOT consent.given"),
        },
    ),
    "outlines": Query(
        f"records_place AS place {NOT_ERASED.format('place')} WHERE place.outline <> ''",
        {"subject": "place.subject_id", "country": "place.country", "outline": "place.outline"},
    ),
    "enrolments": Query(
        f"records_enrolment AS enrolment {NOT_ERASED.format('enrolment')}"
        " LEFT JOIN records_site AS site ON site.number = enrolment.site_id"
        f" LEFT JOIN {ONLY_COUNTRY} ON only_country.project_id = enrolment.project_id",
        {
            "project": "enrolment.project_id",
            "enrolment": "enrolment.number",
            "subject": "enrolment.subject_id",
            "site": "enrolment.site_id",
            "country": COUNTRY,
            "entry": "enrolment.entry",
            "exit": "enrolment.exit",
            "implicit": "enrolment.implicit",
        },
        project="enrolment.project_id",
    ),
    "sessions": Query(
        "records_activity AS activity JOIN records_session AS session ON session.activity_id = activity.number"
        " LEFT JOIN records_site AS site ON site.number = session.site_id"
        f" LEFT JOIN {ONLY_COUNTRY} ON only_country.project_id = activity.project_id",
        {
            "project": "activity.project_id",
            "session": "session.number",
            "activity": "session.activity_id",
            "date": "session.date",
            "site": "session.site_id",
            "country": COUNTRY,
            "register": "session.register",
        },
        project="activity.project_id",
    ),
    "attendances": Query(
        "records_activity AS activity JOIN records_session AS session ON session.activity_id = activity.number"
        " JOIN records_attendance AS attendance ON attendance.session_id = session.number"
        f" {NOT_ERASED.format('attendance')}",
        {
            "project": "activity.project_id",
            "session": "attendance.session_id",
            "subject": "attendance.subject_id",
            "date": "session.date",
            "mark": "attendance.mark",
            "hours": "attendance.hours",
        },
        project="activity.project_id",
    ),
    "observations": Query(
        f"records_observation AS observation {NOT_ERASED.format('observation')}",
        {
            "project": "observation.project_id",
            "observation": "observation.number",
            "subject": "observation.subject_id",
            "enrolment": "observation.enrolment_id",
            "measure": "observation.measure_id",
            "moment": "observation.moment",
            "months_after": "observation.months_after",
            "date": "observation.date",
            "state": "observation.state",
            "number": "observation.value_number",
            "code": "observation.value_code",
        },
        project="observation.project_id",
    ),
    "quantities": Query(
        "records_quantity AS quantity",
        {
            "quantity": "quantity.number",
            "project": "quantity.project_id",
            "organisation": "quantity.organisation_id",
            "source": FIRST_OF_SOURCE,
            "indicator": "quantity.indicator",
            "status": "quantity.status",
            "value": "quantity.value",
            "unit": "quantity.unit",
            "start": "quantity.start",
            "end": 'quantity."end"',
            "country": "quantity.country",
            "breakdown": "quantity.breakdown",
            "relation": "quantity.relation",
        },
    ),
    "targets": Query(
        "records_target AS target",
        {
            "target": "target.number",
            "indicator": "target.indicator",
            "kind": "target.kind",
            "value": "target.value",
            "unit": "target.unit",
            "start": "target.start",
            "end": 'target."end"',
            "project": "target.project_id",
            "organisation": "target.organisation_id",
            "country": "target.country",
        },
    ),
}
