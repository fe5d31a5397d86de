"""Every fact table and column, documented once.

Facts are the coded, nameless snapshot of the records from which all figures are computed.
Numbers are int32; codes are text; a null is *unknown* unless the column says otherwise.
Tables `per_project` are partitioned by `project`, so that a change rewrites one partition.

docs/reference/facts.md is rendered from this module.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

NUMBER = pa.int32()
CODE = pa.string()
CODES = pa.list_(pa.string())
DATE = pa.date32()
HOURS = pa.decimal128(8, 2)
AMOUNT = pa.decimal128(18, 4)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type, what it means, and whether it may be null."""

    name: str
    type: pa.DataType
    about: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One fact table. `sort` is the order of its rows on disk, within a partition if any."""

    name: str
    about: str
    columns: tuple[Column, ...]
    sort: tuple[str, ...]
    per_project: bool = False

    @property
    def arrow_schema(self) -> pa.Schema:
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns])


ORGANISATIONS = Table(
    "organisations",
    "Every actor: group, enterprise, NGO, funder, partner.",
    (
        Column("organisation", NUMBER, "its number"),
        Column("code", CODE, "its code, unique"),
        Column("parent", NUMBER, "the organisation it belongs to; null at a root", nullable=True),
        Column("kind", CODE, "group, enterprise, ngo, funder, partner, public or academic"),
        Column("country", CODE, "ISO 3166-1 alpha-2", nullable=True),
    ),
    sort=("organisation",),
)

PROJECTS = Table(
    "projects",
    "What an organisation runs.",
    (
        Column("project", NUMBER, "its number"),
        Column("code", CODE, "its code, unique"),
        Column("organisation", NUMBER, "who runs it"),
        Column("start", DATE, "first day", nullable=True),
        Column("end", DATE, "last day", nullable=True),
        Column("countries", CODES, "ISO 3166-1 alpha-2, sorted; empty where none is recorded"),
        Column("themes", CODES, "theme codes, sorted"),
        Column("sdg_targets", CODES, "SDG targets such as 4.6, sorted"),
        Column("sensitive", pa.bool_(), "whether being known to take part may endanger a person"),
    ),
    sort=("project",),
)

GRANTS = Table(
    "grants",
    "Money from a funder for one or more projects.",
    (
        Column("grant", NUMBER, "its number"),
        Column("code", CODE, "its code, unique"),
        Column("funder", NUMBER, "the organisation that gives it"),
        Column("rule_set", CODE, "counting rules it demands: none, esf_2014_2020 or esf_plus"),
        Column("projects", pa.list_(NUMBER), "the projects it pays for, sorted"),
    ),
    sort=("grant",),
)

SITES = Table(
    "sites",
    "Where things happen.",
    (
        Column("site", NUMBER, "its number"),
        Column("code", CODE, "its code, unique"),
        Column("country", CODE, "ISO 3166-1 alpha-2"),
    ),
    sort=("site",),
)

ACTIVITIES = Table(
    "activities",
    "What a project offers.",
    (
        Column("activity", NUMBER, "its number"),
        Column("project", NUMBER, "whose it is"),
        Column("code", CODE, "its code, unique in its project"),
        Column("kind", CODE, "what sort of activity: workshop, training, counselling …"),
        Column("theme", CODE, "theme code", nullable=True),
    ),
    sort=("activity",),
)

MEASURES = Table(
    "measures",
    "Questions asked of subjects.",
    (
        Column("measure", NUMBER, "its number"),
        Column("code", CODE, "its code, unique; the name used in expressions"),
        Column("kind", CODE, "number, category, level (ordered) or yes_no"),
        Column("unit", CODE, "unit of a number", nullable=True),
        Column("lowest", AMOUNT, "the least that a number can be", nullable=True),
        Column("highest", AMOUNT, "the most that it can be", nullable=True),
        Column("options", CODES, "option codes, in rank order for a level; empty for a number"),
    ),
    sort=("measure",),
)

SUBJECTS = Table(
    "subjects",
    "What figures count, without names. Erased subjects are absent from every fact table.",
    (
        Column("subject", NUMBER, "its number, never reused"),
        Column("kind", CODE, "person, venture or place"),
        Column("sex", CODE, "female, male or other", nullable=True),
        Column("birth_earliest", DATE, "first day on which the person may have been born", nullable=True),
        Column("birth_latest", DATE, "last such day; equal where the day is known", nullable=True),
        Column("nationality", CODE, "ISO 3166-1 alpha-2", nullable=True),
        Column("permits", CODES, "purposes the person has consented to, sorted"),
        Column("refuses", CODES, "purposes the person has refused or withdrawn, sorted"),
    ),
    sort=("subject",),
)

OUTLINES = Table(
    "outlines",
    "Where places are: what areas are measured on. A place without an outline has no row.",
    (
        Column("subject", NUMBER, "the place"),
        Column("country", CODE, "where it is said to be, ISO 3166-1 alpha-2", nullable=True),
        Column("outline", CODE, "GeoJSON Polygon or MultiPolygon in WGS 84, longitude first"),
    ),
    sort=("subject",),
)

SAME_SUBJECT = Table(
    "same_subject",
    "Who is found to be who: a row for each subject that is counted as another. A merge rewrites only this.",
    (
        Column("subject", NUMBER, "a subject"),
        Column("same_as", NUMBER, "the subject it is counted as: the smallest number of its component"),
    ),
    sort=("subject",),
)

ENROLMENTS = Table(
    "enrolments",
    "Spells: one row for each time a subject is in a project, from entry to exit.",
    (
        Column("project", NUMBER, "the project"),
        Column("enrolment", NUMBER, "its number"),
        Column("subject", NUMBER, "who"),
        Column("site", NUMBER, "where", nullable=True),
        Column("country", CODE, "the site's country, else the project's only one", nullable=True),
        Column("entry", DATE, "first day"),
        Column("exit", DATE, "last day; null while open", nullable=True),
        Column("implicit", pa.bool_(), "made by signing in, not by a register"),
    ),
    sort=("entry", "enrolment"),
    per_project=True,
)

SESSIONS = Table(
    "sessions",
    "Dated occurrences of activities.",
    (
        Column("project", NUMBER, "the project"),
        Column("session", NUMBER, "its number"),
        Column("activity", NUMBER, "what was held"),
        Column("date", DATE, "when"),
        Column("site", NUMBER, "where", nullable=True),
        Column("country", CODE, "the site's country, else the project's only one", nullable=True),
        Column("register", pa.bool_(), "whether the list is complete: not listed is then absent, otherwise unknown"),
    ),
    sort=("date", "session"),
    per_project=True,
)

ATTENDANCES = Table(
    "attendances",
    "Who was present at a session. A subject stands at most once in a session.",
    (
        Column("project", NUMBER, "the project"),
        Column("session", NUMBER, "the session"),
        Column("subject", NUMBER, "who"),
        Column("date", DATE, "the session's date"),
        Column("mark", CODE, "present, absent or excused"),
        Column("hours", HOURS, "hours present; null where not recorded", nullable=True),
    ),
    sort=("date", "session", "subject"),
    per_project=True,
)

OBSERVATIONS = Table(
    "observations",
    "Dated answers. Exactly one of number and code is set where state is known, none otherwise.",
    (
        Column("project", NUMBER, "the project in which it was asked"),
        Column("observation", NUMBER, "its number"),
        Column("subject", NUMBER, "of whom"),
        Column("enrolment", NUMBER, "the spell it belongs to; always set at entry, exit and after", nullable=True),
        Column("measure", NUMBER, "the question"),
        Column("moment", CODE, "entry, exit, after or any"),
        Column("months_after", NUMBER, "months after exit for moment after, else 0"),
        Column("date", DATE, "when it was answered"),
        Column("state", CODE, "known, unknown (asked, no answer) or refused"),
        Column("number", AMOUNT, "the answer to a number", nullable=True),
        Column("code", CODE, "the answer to a category, level or yes_no (yes, no)", nullable=True),
    ),
    sort=("date", "observation"),
    per_project=True,
)

QUANTITIES = Table(
    "quantities",
    "Totals without members: declared by a partner or estimated by a method.",
    (
        Column("quantity", NUMBER, "its number"),
        Column("project", NUMBER, "the project it bears on"),
        Column("organisation", NUMBER, "who declares it", nullable=True),
        Column("source", NUMBER, "the first quantity by the same declarer: equal where they are of one source"),
        Column("indicator", CODE, "id of the indicator it contributes to"),
        Column("status", CODE, "declared or estimated"),
        Column("value", AMOUNT, "how many; never null, not collected is no row"),
        Column("unit", CODE, "person, venture, place or a measure's unit"),
        Column("start", DATE, "first day of its period"),
        Column("end", DATE, "last day of its period"),
        Column("country", CODE, "ISO 3166-1 alpha-2", nullable=True),
        Column("breakdown", CODE, 'breakdown values as JSON, keys sorted, such as {"sex": "female"}'),
        Column("relation", CODE, "to what is counted: disjoint, contained or unknown"),
    ),
    sort=("quantity",),
)

TARGETS = Table(
    "targets",
    "What indicators are to reach, and where they stood before, by period and scope.",
    (
        Column("target", NUMBER, "its number"),
        Column("indicator", CODE, "id of the indicator"),
        Column("kind", CODE, "target or baseline"),
        Column("value", AMOUNT, "how much; of a share, 0 to 1"),
        Column("unit", CODE, "that of the indicator's value; share for a share"),
        Column("start", DATE, "first day of its period"),
        Column("end", DATE, "last day of its period"),
        Column("project", NUMBER, "its scope; null: every project", nullable=True),
        Column("organisation", NUMBER, "its scope; null: every organisation", nullable=True),
        Column("country", CODE, "its scope, ISO 3166-1 alpha-2; null: every country", nullable=True),
    ),
    sort=("target",),
)

TABLES: tuple[Table, ...] = (
    ORGANISATIONS,
    PROJECTS,
    GRANTS,
    SITES,
    ACTIVITIES,
    MEASURES,
    SUBJECTS,
    OUTLINES,
    SAME_SUBJECT,
    ENROLMENTS,
    SESSIONS,
    ATTENDANCES,
    OBSERVATIONS,
    QUANTITIES,
    TARGETS,
)
BY_NAME = {table.name: table for table in TABLES}
