"""The records: the truth, with names. One Django app holds every table of Jalon."""

from jalon.records.models.accounts import Access, Role
from jalon.records.models.actors import Organisation, OrganisationKind, Partnership, PartnershipKind
from jalon.records.models.audit import AuditedRecords, AuditEntry, Change, FactsPart, ImportRun, ReceivedFile, StaleMark
from jalon.records.models.events import Lesson, Paper, Quote, QuoteKind, ShownAs, Speaker
from jalon.records.models.identity import IdentityAssertion, Resemblance, ReviewCandidate, Verdict
from jalon.records.models.indicators import (
    IndicatorVersion,
    Quantity,
    QuantityRelation,
    QuantityStatus,
    Target,
    TargetKind,
)
from jalon.records.models.journey import Consent, Need, Note, PlanStep, Purpose, Referral, ReferralOutcome, StepState
from jalon.records.models.observations import (
    Measure,
    MeasureKind,
    MeasureOption,
    Observation,
    ObservationState,
    ObservedAt,
)
from jalon.records.models.participation import Activity, Attendance, Enrolment, Mark, Session
from jalon.records.models.projects import (
    Grant,
    PolicyMarkerScore,
    Project,
    ProjectCountry,
    ProjectTarget,
    ProjectTheme,
    RuleSet,
    Site,
)
from jalon.records.models.publications import Publication
from jalon.records.models.releases import Release
from jalon.records.models.subjects import BirthPrecision, Person, Place, Sex, Subject, SubjectKind, Venture

__all__ = [
    "Access",
    "Activity",
    "Attendance",
    "AuditEntry",
    "AuditedRecords",
    "BirthPrecision",
    "Change",
    "Consent",
    "Enrolment",
    "FactsPart",
    "Grant",
    "IdentityAssertion",
    "ImportRun",
    "IndicatorVersion",
    "Lesson",
    "Mark",
    "Measure",
    "MeasureKind",
    "MeasureOption",
    "Need",
    "Note",
    "Observation",
    "ObservationState",
    "ObservedAt",
    "Organisation",
    "OrganisationKind",
    "Paper",
    "Partnership",
    "PartnershipKind",
    "Person",
    "Place",
    "PlanStep",
    "PolicyMarkerScore",
    "Project",
    "ProjectCountry",
    "ProjectTarget",
    "ProjectTheme",
    "Publication",
    "Purpose",
    "Quantity",
    "QuantityRelation",
    "QuantityStatus",
    "Quote",
    "QuoteKind",
    "ReceivedFile",
    "Referral",
    "ReferralOutcome",
    "Release",
    "Resemblance",
    "ReviewCandidate",
    "Role",
    "RuleSet",
    "Session",
    "Sex",
    "ShownAs",
    "Site",
    "Speaker",
    "StaleMark",
    "StepState",
    "Subject",
    "SubjectKind",
    "Target",
    "TargetKind",
    "Venture",
    "Verdict",
]
