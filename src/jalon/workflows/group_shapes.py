"""What a group file may state: one shape per kind of record. docs/reference/group-file.md is rendered from it.

Every scalar of the file is text. What a file leaves out is left as it is in the records; `~` or nothing
after the colon says that a value is not known.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from jalon.records.models import (
    BirthPrecision,
    Mark,
    MeasureKind,
    ObservedAt,
    OrganisationKind,
    PartnershipKind,
    Purpose,
    QuantityRelation,
    QuantityStatus,
    QuoteKind,
    RuleSet,
    Sex,
    ShownAs,
    TargetKind,
)

NUMBER = re.compile(r"-?\d{1,14}(\.\d{1,10})?")
MONTHS = re.compile(r"(\d{4})-(\d{2})")
YEAR = re.compile(r"\d{4}")


def malformed(form: str) -> PydanticCustomError:
    return PydanticCustomError("malformed", "Write {form}.", {"form": form})


def read_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise malformed("a text that is not empty")
    return value.strip()


def read_free_text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise malformed("a text")
    return value.strip()


def read_day(value: object) -> dt.date:
    form = malformed("a date as 2021-03-31")
    if not isinstance(value, str) or len(value) != len("2021-03-31"):
        raise form
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise form from None


def read_number(value: object) -> Decimal:
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise malformed("a number as 1250 or 0.5")
    try:
        return Decimal(value)
    except InvalidOperation:
        raise malformed("a number as 1250 or 0.5") from None


def read_whole(value: object) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,6}", value):
        raise malformed("a whole number")
    return int(value)


def read_yes_no(value: object) -> bool:
    answers = {"yes": True, "true": True, "no": False, "false": False}
    if not isinstance(value, str) or value.lower() not in answers:
        raise malformed("yes or no")
    return answers[value.lower()]


def read_birth(value: object) -> tuple[dt.date, str]:
    """1996, 1996-07 or 1996-07-07: the first possible day and the precision."""
    if isinstance(value, str):
        try:
            if YEAR.fullmatch(value):
                return dt.date(int(value), 1, 1), BirthPrecision.YEAR
            if months := MONTHS.fullmatch(value):
                return dt.date(int(months[1]), int(months[2]), 1), BirthPrecision.MONTH
            if len(value) == len("1996-07-07"):
                return dt.date.fromisoformat(value), BirthPrecision.DAY
        except ValueError:
            pass
    raise malformed("a birth as 1996, 1996-07 or 1996-07-07")


def one_of(choices: Any) -> AfterValidator:
    """A code of the choices; the error names the nearest."""

    def check(value: str) -> str:
        if value not in choices.values:
            raise PydanticCustomError("not_in_choices", "Use one of {known}.", {"known": list(choices.values)})
        return value

    return AfterValidator(check)


Text = Annotated[str, BeforeValidator(read_text)]
FreeText = Annotated[str, BeforeValidator(read_free_text)]
Day = Annotated[dt.date, BeforeValidator(read_day)]
Number = Annotated[Decimal, BeforeValidator(read_number)]
Whole = Annotated[int, BeforeValidator(read_whole)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no)]
Birth = Annotated[tuple[dt.date, str], BeforeValidator(read_birth)]


class Shape(BaseModel):
    """Nothing that is not foreseen, and no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)

    def stated(self, *fields: str) -> dict[str, Any]:
        """Those of the fields that the file states, with their values."""
        return {field: getattr(self, field) for field in fields if field in self.model_fields_set}


class OrganisationShape(Shape):
    code: Text
    name: Text
    kind: Annotated[Text, one_of(OrganisationKind)]
    parent: Text | None = None
    country: Text | None = None


class PartnershipShape(Shape):
    organisation: Text
    partner: Text
    kind: Annotated[Text, one_of(PartnershipKind)]
    start: Day | None = None
    end: Day | None = None


class SiteShape(Shape):
    code: Text
    name: Text
    country: Text
    latitude: Number | None = None
    longitude: Number | None = None


class ProjectShape(Shape):
    code: Text
    name: Text
    organisation: Text
    need_observed: FreeText = ""
    objectives: FreeText = ""
    target_groups: FreeText = ""
    start: Day | None = None
    end: Day | None = None
    sensitive: YesNo = False
    countries: list[Text] = []
    sites: list[Text] = []
    themes: list[Text] = []
    sdg_targets: list[Text] = []
    policy_markers: dict[Whole, Whole] = {}


class GrantShape(Shape):
    code: Text
    funder: Text
    name: FreeText = ""
    amount: Number | None = None
    currency: Text | None = None
    cofinancing_share: Number | None = None
    rule_set: Annotated[Text, one_of(RuleSet)] = RuleSet.NONE
    start: Day | None = None
    end: Day | None = None
    projects: list[Text] = []


class Titles(Shape):
    en: Text
    fr: Text


class OptionShape(Shape):
    code: Text
    title: Titles


class MeasureShape(Shape):
    code: Text
    kind: Annotated[Text, one_of(MeasureKind)]
    title: Titles
    unit: Text | None = None
    lowest: Number | None = None
    highest: Number | None = None
    options: list[OptionShape] = []


class ActivityShape(Shape):
    project: Text
    code: Text
    name: Text
    kind: Text
    theme: Text | None = None


class SubjectShape(Shape):
    code: Text
    organisation: Text


class PersonShape(SubjectShape):
    kind: Literal["person"] = "person"
    family_name: FreeText = ""
    given_name: FreeText = ""
    sex: Annotated[Text, one_of(Sex)] | None = None
    birth: Birth | None = None
    nationality: Text | None = None
    phone: FreeText = ""
    email: FreeText = ""
    address: FreeText = ""
    occupation: FreeText = ""


class VentureShape(SubjectShape):
    kind: Literal["venture"]
    name: Text
    sector: FreeText = ""
    country: Text | None = None
    founded: Day | None = None
    leader: Text | None = None


class PlaceShape(SubjectShape):
    kind: Literal["place"]
    name: Text
    country: Text | None = None
    outline: FreeText = ""


def kind_of_subject(value: Any) -> str:
    return str(value.get("kind", "person")) if isinstance(value, dict) else "person"


AnySubject = Annotated[
    Annotated[PersonShape, Tag("person")]
    | Annotated[VentureShape, Tag("venture")]
    | Annotated[PlaceShape, Tag("place")],
    Discriminator(kind_of_subject),
]


class EnrolmentShape(Shape):
    subject: Text
    project: Text
    entry: Day
    exit: Day | None = None
    site: Text | None = None
    at_entry: dict[Text, Text] = {}
    at_exit: dict[Text, Text] = {}


class AttendanceShape(Shape):
    subject: Text
    mark: Annotated[Text, one_of(Mark)] = Mark.PRESENT
    hours: Number | None = None


class SpeakerShape(Shape):
    subject: Text
    role: Text
    organisation: FreeText = ""


class SessionShape(Shape):
    project: Text
    activity: Text
    date: Day
    has_register: YesNo = Field(alias="register")
    label: FreeText = ""
    site: Text | None = None
    attendances: list[AttendanceShape] = []
    speakers: list[SpeakerShape] = []


class HeldShape(Shape):
    """A session, by what tells it from the others of its project."""

    activity: Text
    date: Day
    label: FreeText = ""


class LessonShape(Shape):
    project: Text
    code: Text
    date: Day
    text: Text
    theme: Text | None = None
    session: HeldShape | None = None


class PaperShape(Shape):
    code: Text
    title: Text
    authors: FreeText = ""
    published_on: Day | None = None
    address: FreeText = ""
    lessons: list[Text] = []


class QuoteShape(Shape):
    project: Text
    code: Text
    subject: Text
    kind: Annotated[Text, one_of(QuoteKind)]
    date: Day
    language: Text
    text: Text
    session: HeldShape | None = None
    shown_as: Annotated[Text, one_of(ShownAs)] = ShownAs.UNNAMED


class ObservationShape(Shape):
    subject: Text
    project: Text
    measure: Text
    date: Day
    answer: Text
    moment: Annotated[Text, one_of(ObservedAt)] = ObservedAt.ANY
    months_after: Whole = 0
    entry: Day | None = None
    """Entry of the spell it belongs to; left out, the last spell that began by the date."""


class ConsentShape(Shape):
    subject: Text
    purpose: Annotated[Text, one_of(Purpose)]
    given: YesNo
    date: Day
    evidence: FreeText = ""


class QuantityShape(Shape):
    project: Text
    indicator: Text
    status: Annotated[Text, one_of(QuantityStatus)]
    value: Number
    unit: Text
    start: Day
    end: Day
    organisation: Text | None = None
    source: FreeText = ""
    country: Text | None = None
    breakdown: dict[Text, Text] = {}
    relation: Annotated[Text, one_of(QuantityRelation)] = QuantityRelation.UNKNOWN
    evidence: FreeText = ""
    method: FreeText = ""


class TargetShape(Shape):
    indicator: Text
    kind: Annotated[Text, one_of(TargetKind)] = TargetKind.TARGET
    value: Number
    unit: Text
    start: Day
    end: Day
    project: Text | None = None
    organisation: Text | None = None
    country: Text | None = None
    evidence: FreeText = ""


class GroupShape(Shape):
    """A whole group file. Sections are loaded in this order; a record may name those of earlier sections."""

    organisations: list[OrganisationShape] = []
    partnerships: list[PartnershipShape] = []
    sites: list[SiteShape] = []
    projects: list[ProjectShape] = []
    grants: list[GrantShape] = []
    measures: list[MeasureShape] = []
    activities: list[ActivityShape] = []
    subjects: list[AnySubject] = []
    enrolments: list[EnrolmentShape] = []
    sessions: list[SessionShape] = []
    observations: list[ObservationShape] = []
    consents: list[ConsentShape] = []
    quotes: list[QuoteShape] = []
    lessons: list[LessonShape] = []
    papers: list[PaperShape] = []
    indicators: list[Text] = []
    quantities: list[QuantityShape] = []
    targets: list[TargetShape] = []
