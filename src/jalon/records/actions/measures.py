"""Measures and their options."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db.models import F

from jalon.codelists.measures import shipped_measures
from jalon.records.actions.audited import Audit, audited
from jalon.records.models import FactsPart, Measure, MeasureKind, MeasureOption
from jalon.records.policies import check_code, check_no_option_in_use, check_options

Titles = Mapping[str, str]
"""Titles by language: en and fr."""


YES: Titles = {"en": "Yes", "fr": "Oui"}
NO: Titles = {"en": "No", "fr": "Non"}


class MeasureValues(TypedDict, total=False):
    """What may change in a measure. Its kind may not: its answers would lose their meaning."""

    title_en: str
    title_fr: str
    unit: str | None
    lowest: Decimal | None
    highest: Decimal | None
    options: Mapping[str, Titles]
    """Code -> titles, in rank order for a level. Options no longer given go, unless answers name them."""


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
    options: Mapping[str, Titles] | None = None,
) -> Measure:
    """Make a question. A yes_no gets its two options; a category or level states its own; a number has none."""
    with audited("add_measure", by=by) as audit:
        check_code(code, record="measure")
        options = options or ({"yes": YES, "no": NO} if kind == MeasureKind.YES_NO else {})
        check_options(code, kind, options)
        measure = audit.create(
            Measure,
            code=code,
            kind=kind,
            title_en=title_en,
            title_fr=title_fr,
            unit=unit,
            lowest=lowest,
            highest=highest,
        )
        set_options(audit, measure, options)
        audit.stale(FactsPart.DIRECTORY)
        return measure


def change_measure(*, by: str, measure: Measure, reason: str = "", **values: Unpack[MeasureValues]) -> bool:
    """Change titles, unit, bounds or options; say whether anything differed."""
    with audited("change_measure", by=by, reason=reason) as audit:
        options = values.pop("options", None)
        differs = audit.update(measure, **values)
        if options is not None:
            check_options(measure.code, measure.kind, options)
            differs |= set_options(audit, measure, options)
        if differs:
            audit.stale(FactsPart.DIRECTORY)
        return differs


def set_options(audit: Audit, measure: Measure, options: Mapping[str, Titles]) -> bool:
    """Make the options of a measure exactly these, in this order; say whether anything differed."""
    former = {option.code: option for option in measure.options.all()}
    gone = [option for code, option in former.items() if code not in options]
    check_no_option_in_use(measure, [option.code for option in gone])
    for option in gone:
        audit.delete(option)
    moving = [former[code].pk for rank, code in enumerate(options) if code in former and former[code].rank != rank]
    if moving:
        # Ranks are unique: those that move step aside first, so that two may change places.
        aside = 1 + max([len(options), *(option.rank for option in former.values())])
        MeasureOption.objects.filter(pk__in=moving).update(rank=F("rank") + aside)
    differs = bool(gone)
    for rank, (code, titles) in enumerate(options.items()):
        if code in former:
            differs |= audit.update(former[code], rank=rank, title_en=titles["en"], title_fr=titles["fr"])
        else:
            audit.create(
                MeasureOption, measure=measure, code=code, rank=rank, title_en=titles["en"], title_fr=titles["fr"]
            )
            differs = True
    return differs


def add_shipped_measures(*, by: str) -> int:
    """Make the shipped measures that are not there yet; a group's own wording stays. Return how many were made."""
    with audited("add_shipped_measures", by=by):
        there = set(Measure.objects.values_list("code", flat=True))
        missing = [measure for code, measure in shipped_measures().items() if code not in there]
        for measure in missing:
            add_measure(
                by=by,
                code=measure.code,
                kind=measure.kind,
                title_en=measure.titles["en"],
                title_fr=measure.titles["fr"],
                unit=measure.unit,
                lowest=measure.lowest,
                highest=measure.highest,
                options=measure.options,
            )
        return len(missing)
