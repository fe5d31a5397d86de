"""Does the state allow it? Checks that the actions make, whoever asks. Each raises an error of the catalogue."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

import pycountry
from babel import Locale
from django.db.models import Q
from django.utils import timezone

from jalon.codelists.countries import is_country
from jalon.codelists.lists import activity_kinds, currencies, policy_markers, sdg_targets, themes
from jalon.errors import JalonError, nearest_name
from jalon.facts.outlines import plain_outline
from jalon.records import errors as errors  # fills the catalogue
from jalon.records.models import (
    Enrolment,
    Measure,
    MeasureKind,
    ObservationState,
    Organisation,
    Project,
    Session,
    Subject,
    SubjectKind,
)

CODE = re.compile(r"[\w.-]{1,80}")
"""Letters (of any script), digits, `_`, `.` and `-`: what is typed on a command line without quotes."""
NAME_IN_EXPRESSIONS = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")


def check_code(code: str, *, record: str) -> None:
    """A code that can be typed. Raises `bad_code`."""
    if not CODE.fullmatch(code):
        raise JalonError("bad_code", record=record, found=code)


def check_in_list(found: str, known: Collection[str], *, listing: str) -> None:
    """Raises `not_in_list`, with the nearest code."""
    if found not in known:
        raise JalonError("not_in_list", nearest=nearest_name(found, known), found=found, listing=listing)


def check_country(code: str | None) -> None:
    """A country of ISO 3166-1 alpha-2, or unknown. Raises `not_in_list`; a country's name suggests its code."""
    if code is None or is_country(code):
        return
    try:
        nearest = str(pycountry.countries.lookup(code).alpha_2)
    except LookupError:
        nearest = None
    raise JalonError("not_in_list", nearest=nearest, found=code, listing="country (ISO 3166-1 alpha-2)")


def checked_outline(outline: str, country: str | None) -> str:
    """A GeoJSON polygon that can be measured and nothing beside it, or none. Raises the facts' errors of outlines."""
    return plain_outline(outline, country) if outline else ""


def check_language(code: str) -> None:
    """A language by its code of ISO 639: en, fr, wo. Raises `not_in_list`."""
    check_in_list(
        code, [known for known in map(str, Locale("en").languages) if len(known) <= 3], listing="language (ISO 639)"
    )


def check_currency(code: str | None) -> None:
    if code is not None:
        check_in_list(code, currencies(), listing="currency (ISO 4217)")


def check_theme(code: str | None) -> None:
    if code is not None:
        check_in_list(code, themes(), listing="theme")


def check_sdg_target(code: str) -> None:
    check_in_list(code, sdg_targets(), listing="SDG target")


def check_activity_kind(code: str) -> None:
    check_in_list(code, activity_kinds(), listing="kind of activity")


def check_marker_score(marker: int, score: int) -> None:
    """The marker exists and may have this score. Raises `not_in_list`, `marker_score`."""
    markers = policy_markers()
    check_in_list(str(marker), [str(number) for number in markers], listing="policy marker")
    allowed = markers[marker].scores | markers[marker].unverified_scores
    if score not in allowed:
        raise JalonError(
            "marker_score",
            found=score,
            marker=f"{marker} ({markers[marker].titles['en']})",
            allowed=", ".join(map(str, sorted(allowed))),
        )


def check_in_order(first: dt.date | None, last: dt.date | None, *, record: str) -> None:
    """Raises `dates_out_of_order` where the last day comes before the first."""
    if first is not None and last is not None and last < first:
        raise JalonError("dates_out_of_order", record=record, first=first, last=last)


def check_in_project(date: dt.date, project: Project, *, record: str) -> None:
    """Inside the project's dates, where they are known. Raises `outside_project`."""
    if (project.start and date < project.start) or (project.end and date > project.end):
        raise JalonError(
            "outside_project",
            record=record,
            found=date,
            project=project.code,
            start=project.start or "…",
            end=project.end or "…",
        )


def check_parent(organisation: Organisation, parent: Organisation | None) -> None:
    """Organisations form a tree. Raises `organisation_circle`."""
    above = parent
    while above is not None:
        if above.pk == organisation.pk:
            raise JalonError("organisation_circle", found=organisation.code, parent=parent.code if parent else "")
        above = above.parent


def check_reason(reason: str) -> None:
    """Raises `release_needs_reason`."""
    if not reason.strip():
        raise JalonError("release_needs_reason")


def check_not_erased(*subjects: Subject) -> None:
    """Raises `erased`: nothing more is written about an erased subject."""
    for subject in subjects:
        if subject.erased_at is not None:
            raise JalonError("erased", subject=subject.number)


def check_kind(subject: Subject, kind: SubjectKind) -> None:
    """Raises `wrong_kind`."""
    if subject.kind != kind:
        raise JalonError("wrong_kind", subject=subject.number, found=subject.kind, wanted=kind.value)


def check_birth(birth: dt.date | None) -> None:
    """Raises `birth_to_come`."""
    if birth is not None and birth > timezone.now().date():
        raise JalonError("birth_to_come", found=birth)


def check_spell(
    subject: Subject, project: Project, entry: dt.date, exit: dt.date | None, *, besides: Enrolment | None = None
) -> None:
    """Entry before exit, and no day shared with another spell of the subject in the project.

    Raises `dates_out_of_order`, `spells_overlap`.
    """
    check_in_order(entry, exit, record="enrolment")
    others = Enrolment.objects.filter(Q(exit__isnull=True) | Q(exit__gte=entry), subject=subject, project=project)
    if exit is not None:
        others = others.filter(entry__lte=exit)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    other = others.order_by("entry").first()
    if other is not None:
        raise JalonError(
            "spells_overlap",
            subject=subject.number,
            project=project.code,
            entry=entry,
            other=f"{other.entry} – {other.exit or '…'}",
        )


def check_their_spell(subject: Subject, enrolment: Enrolment | None, project: Project | None = None) -> None:
    """A spell given is one of this subject, and in this project where one is given. Raises `not_their_spell`."""
    if enrolment is None:
        return
    if enrolment.subject_id != subject.pk or (project is not None and enrolment.project_id != project.pk):
        raise JalonError(
            "not_their_spell",
            subject=subject.number,
            project=(project or enrolment.project).code,
            enrolment=enrolment.number,
        )


def check_session_of(project: Project, session: Session | None) -> None:
    """A session given is one of the project. Raises `session_elsewhere`."""
    if session is not None and session.activity.project_id != project.pk:
        raise JalonError(
            "session_elsewhere", found=session.number, project=project.code, other=session.activity.project.code
        )


def check_speaks(subject: Subject, session: Session) -> None:
    """What is said to be spoken at a session is by one of its speakers. Raises `no_speaker`."""
    if not session.speakers.filter(subject=subject).exists():
        raise JalonError("no_speaker", subject=subject.number, session=session.number)


def check_answer(measure: Measure, state: str, number: Decimal | None, code: str | None) -> None:
    """The answer suits the measure: a number within its bounds, one of its options, nothing where none is known.

    Raises `bad_answer`, `not_in_list`.
    """
    problem = None
    if state != ObservationState.KNOWN:
        problem = f"an answer that is {state} has no value" if number is not None or code is not None else None
    elif measure.kind == MeasureKind.NUMBER:
        problem = bounds_problem(measure, number) if code is None else "it is answered with a number"
    elif code is None or number is not None:
        problem = "it is answered with one of its options"
    else:
        check_in_list(code, list(option_codes(measure)), listing=f"option of {measure.code}")
    if problem:
        found = code if code is not None else number
        raise JalonError("bad_answer", measure=measure.code, found="" if found is None else found, problem=problem)


def bounds_problem(measure: Measure, number: Decimal | None) -> str | None:
    if number is None:
        return "it is answered with a number"
    if measure.lowest is not None and number < measure.lowest:
        return f"the lowest answer is {measure.lowest.normalize():f}"
    if measure.highest is not None and number > measure.highest:
        return f"the highest answer is {measure.highest.normalize():f}"
    return None


def option_codes(measure: Measure) -> Iterable[str]:
    return measure.options.order_by("rank").values_list("code", flat=True)


def check_options(code: str, kind: str, options: Mapping[str, Mapping[str, str]]) -> None:
    """The measure can be named in an expression, and its options suit its kind. Raises `bad_measure`."""
    problem = None
    if not NAME_IN_EXPRESSIONS.fullmatch(code):
        problem = "its code stands in expressions: letters without accents, digits and _ only"
    elif kind == MeasureKind.NUMBER and options:
        problem = "a number has no options"
    elif kind == MeasureKind.YES_NO and set(options) != {"yes", "no"}:
        problem = "a yes_no has the options yes and no"
    elif kind in (MeasureKind.CATEGORY, MeasureKind.LEVEL) and len(options) < 2:
        problem = f"a {kind} has two options or more"
    elif any(not {"en", "fr"} <= titles.keys() for titles in options.values()):
        problem = "each option has a title in en and one in fr"
    if problem:
        raise JalonError("bad_measure", found=code, problem=problem)
    for option in options:
        check_code(option, record="measure option")


def check_no_option_in_use(measure: Measure, codes: Collection[str]) -> None:
    """No answer names an option that is to go. Raises `option_in_use`."""
    used = measure.observations.filter(value_code__in=list(codes)).values_list("value_code", flat=True).first()
    if used is not None:
        raise JalonError("option_in_use", measure=measure.code, found=used)
