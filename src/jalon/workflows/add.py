"""One record at a time, named by codes as people type them: what `jalon add` stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from jalon.errors import Bilingual, JalonError, nearest_name
from jalon.records.actions import activities, measures, organisations, projects, subjects
from jalon.records.models import (
    Activity,
    Grant,
    Measure,
    MeasureKind,
    Organisation,
    Partnership,
    Project,
    RuleSet,
    Session,
    Sex,
    Site,
    Subject,
    SubjectKind,
)
from jalon.records.policies import check_country
from jalon.workflows.events import add_lesson as add_lesson
from jalon.workflows.events import add_paper as add_paper
from jalon.workflows.events import add_quote as add_quote
from jalon.workflows.events import add_speaker as add_speaker
from jalon.workflows.group_shapes import read_birth
from jalon.workflows.lookup import find_activity, find_record
from jalon.workflows.quantities import add_quantity as add_quantity
from jalon.workflows.targets import add_target as add_target


def given(**values: Any) -> dict[str, Any]:
    """Those values that were given."""
    return {name: value for name, value in values.items() if value is not None}


def add_organisation(
    *, by: str, code: str, name: str, kind: str, parent: str | None = None, country: str | None = None
) -> Organisation:
    above = find_record(Organisation, parent) if parent else None
    return organisations.add_organisation(by=by, code=code, name=name, kind=kind, parent=above, country=country)


def add_partnership(
    *,
    by: str,
    organisation: str,
    partner: str,
    kind: str,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Partnership:
    return organisations.add_partnership(
        by=by,
        organisation=find_record(Organisation, organisation),
        partner=find_record(Organisation, partner),
        kind=kind,
        start=start,
        end=end,
    )


def add_site(
    *,
    by: str,
    code: str,
    name: str,
    country: str,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> Site:
    return projects.add_site(by=by, code=code, name=name, country=country, latitude=latitude, longitude=longitude)


def add_project(
    *,
    by: str,
    code: str,
    name: str,
    organisation: str,
    start: dt.date | None = None,
    end: dt.date | None = None,
    countries: Collection[str] = (),
    sites: Collection[str] = (),
    themes: Collection[str] = (),
    sdg_targets: Collection[str] = (),
    policy_markers: Mapping[int, int] | None = None,
    need_observed: str = "",
    objectives: str = "",
    target_groups: str = "",
    sensitive: bool = False,
) -> Project:
    return projects.add_project(
        by=by,
        code=code,
        name=name,
        organisation=find_record(Organisation, organisation),
        start=start,
        end=end,
        countries=countries,
        sites=[find_record(Site, site) for site in sites],
        themes=themes,
        sdg_targets=sdg_targets,
        policy_markers=policy_markers or {},
        need_observed=need_observed,
        objectives=objectives,
        target_groups=target_groups,
        sensitive=sensitive,
    )


def add_grant(
    *,
    by: str,
    code: str,
    funder: str,
    name: str = "",
    amount: Decimal | None = None,
    currency: str | None = None,
    cofinancing_share: Decimal | None = None,
    rule_set: str = RuleSet.NONE,
    start: dt.date | None = None,
    end: dt.date | None = None,
    projects_paid: Collection[str] = (),
) -> Grant:
    return projects.add_grant(
        by=by,
        code=code,
        funder=find_record(Organisation, funder),
        name=name,
        amount=amount,
        currency=currency,
        cofinancing_share=cofinancing_share,
        rule_set=rule_set,
        start=start,
        end=end,
        projects=[find_record(Project, project) for project in projects_paid],
    )


def add_activity(*, by: str, project: str, code: str, name: str, kind: str, theme: str | None = None) -> Activity:
    return activities.add_activity(
        by=by, project=find_record(Project, project), code=code, name=name, kind=kind, theme=theme
    )


def add_session(
    *,
    by: str,
    project: str,
    activity: str,
    date: dt.date,
    register: bool,
    label: str = "",
    site: str | None = None,
) -> Session:
    return activities.add_session(
        by=by,
        activity=find_activity(find_record(Project, project), activity),
        date=date,
        register=register,
        label=label,
        site=find_record(Site, site) if site else None,
    )


def add_measure(
    *,
    by: str,
    code: str,
    kind: str,
    title_en: str,
    title_fr: str,
    unit: str | None = None,
    lowest: Decimal | None = None,
    highest: Decimal | None = None,
    options: Collection[str] = (),
) -> Measure:
    """`options` are codes in rank order, or `code=English title=French title`; a bare code is its own title."""
    titled: dict[str, dict[str, str]] = {}
    for option in options:
        option_code, *titles = option.split("=", 2)
        en = titles[0] if titles else option_code
        titled[option_code] = {"en": en, "fr": titles[1] if len(titles) > 1 else en}
    return measures.add_measure(
        by=by,
        code=code,
        kind=kind,
        title_en=title_en,
        title_fr=title_fr,
        unit=unit,
        lowest=lowest,
        highest=highest,
        options=titled if kind != MeasureKind.YES_NO or titled else None,
    )


def add_subject(
    *,
    by: str,
    kind: str,
    organisation: str | None = None,
    reference: str | None = None,
    name: str = "",
    given_name: str = "",
    sex: str | None = None,
    birth: str | None = None,
    nationality: str | None = None,
    country: str | None = None,
) -> Subject:
    """A person (`name` is her family name, `birth` 1996, 1996-07 or 1996-07-07), a venture or a place.

    Raises `bad_value` for what its kind does not have.
    """
    owner = find_record(Organisation, organisation) if organisation else None
    of_person = given(given_name=given_name or None, sex=sex, birth=birth, nationality=nationality)
    foreign = given(country=country) if kind == SubjectKind.PERSON else of_person
    if kind not in SubjectKind.values:
        raise JalonError(
            "not_in_list", nearest=nearest_name(kind, SubjectKind.values), found=kind, listing="kind of subject"
        )
    for field, value in foreign.items():
        raise JalonError(
            "bad_value",
            record=kind,
            field=field,
            found=value,
            problem=Bilingual(f"A {kind} has no {field}.", f"{field} n'existe pas pour {kind}."),
        )
    if kind == SubjectKind.PERSON:
        if birth is not None:
            of_person["birth"], of_person["birth_precision"] = birth_of(birth)
        person = subjects.add_person(by=by, organisation=owner, reference=reference, family_name=name, **of_person)
        return person.subject
    if kind == SubjectKind.VENTURE:
        venture = subjects.add_venture(by=by, name=name, organisation=owner, reference=reference, country=country)
        return venture.subject
    return subjects.add_place(by=by, name=name, organisation=owner, reference=reference, country=country).subject


def check_newcomer(about: Mapping[str, str | None]) -> None:
    """What is said of a person can be written down: asked before she is held against others.

    Raises `bad_value`, `bad_field`, `not_in_list`.
    """
    if (sex := about.get("sex")) is not None and sex not in Sex.values:
        problem = f"Use one of {', '.join(Sex.values)}."
        raise JalonError("bad_value", record="person", field="sex", found=sex, problem=problem)
    if (birth := about.get("birth")) is not None:
        birth_of(birth)
    check_country(about.get("nationality"))


def birth_of(text: str) -> tuple[dt.date, str]:
    """The first possible day and the precision. Raises `bad_field`."""
    try:
        return read_birth(text)
    except PydanticCustomError as error:
        raise JalonError("bad_field", field="birth", found=text, form=error.message()) from None
