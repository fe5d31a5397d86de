"""Totals without members: what indicators take them and in what unit, adding one, and what each rests on."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

import yaml

from jalon.definitions import shipped_texts
from jalon.errors import JalonError, JalonErrors, nearest_name
from jalon.figures.composition import HECTARE, unit_of_value
from jalon.language.definition import Definition
from jalon.language.dimensions import ATTRIBUTE_DIMENSIONS
from jalon.language.load import load_definition
from jalon.records.actions import quantities
from jalon.records.models import Measure, Organisation, Project, Quantity, QuantityRelation, Sex
from jalon.records.policies import check_in_list
from jalon.workflows import group_errors as group_errors  # fills the catalogue
from jalon.workflows.indicators import group_catalogue, own_texts
from jalon.workflows.lookup import find_record


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What facts do not hold of a quantity, since it is free text."""

    source: str
    evidence: str
    method: str
    author: str


def read_units() -> dict[str, str | None]:
    """Every indicator's id and the unit of its value; None where no total can be added to it, as to a share."""
    units = {}
    for id, text in {**shipped_texts(), **own_texts()}.items():
        with contextlib.suppress(JalonErrors):  # one that names a measure this group does not have
            units[id] = _unit_of(text)
    return units


def find_definition(indicator: str) -> Definition:
    """A shipped or own indicator. Raises `no_such_indicator`, or JalonErrors where its measure is not there."""
    return load_definition(_find_text(indicator), group_catalogue())


def read_measure_units() -> dict[str, str | None]:
    return dict(Measure.objects.values_list("code", "unit"))


def _find_text(indicator: str) -> str:
    texts = {**shipped_texts(), **own_texts()}
    if indicator not in texts:
        raise JalonError("no_such_indicator", nearest=nearest_name(indicator, texts), found=indicator)
    return texts[indicator]


def find_unit(indicator: str) -> str:
    """The unit of a total of this indicator. Raises `no_such_indicator`, `takes_no_total`."""
    unit = _unit_of(_find_text(indicator))
    if unit is None:
        raise JalonError("takes_no_total", found=indicator)
    return unit


def check_unit(indicator: str, unit: str) -> None:
    """Raises `no_such_indicator`, `takes_no_total`, `wrong_unit`."""
    wanted = find_unit(indicator)
    if unit != wanted:
        raise JalonError("wrong_unit", indicator=indicator, unit=wanted, found=unit)


def add_quantity(
    *,
    by: str,
    project: str,
    indicator: str,
    status: str,
    value: Decimal,
    start: dt.date,
    end: dt.date,
    unit: str | None = None,
    organisation: str | None = None,
    source: str = "",
    country: str | None = None,
    breakdown: Mapping[str, str] | None = None,
    relation: str = QuantityRelation.UNKNOWN,
    evidence: str = "",
    method: str = "",
) -> Quantity:
    """Write down a total; its unit is the indicator's where none is given.

    Raises `no_such_indicator`, `takes_no_total`, `wrong_unit`, `unknown_dimension`, `unknown_record`, and what the
    records refuse.
    """
    check_unit(indicator, unit or find_unit(indicator))
    _check_dimensions(breakdown or {})
    return quantities.add_quantity(
        by=by,
        project=find_record(Project, project),
        indicator=indicator,
        status=status,
        value=value,
        unit=unit or find_unit(indicator),
        start=start,
        end=end,
        organisation=find_record(Organisation, organisation) if organisation else None,
        source_name=source,
        country=country,
        breakdown=breakdown,
        relation=relation,
        evidence=evidence,
        method=method,
    )


def _check_dimensions(breakdown: Mapping[str, str]) -> None:
    known = (*ATTRIBUTE_DIMENSIONS, *Measure.objects.order_by("code").values_list("code", flat=True))
    for name, value in breakdown.items():
        if name not in known:
            raise JalonError("unknown_dimension", nearest=nearest_name(name, known), found=name, known=", ".join(known))
        if name == "sex":
            check_in_list(value, Sex.values, listing="sex")


def read_what_they_rest_on(numbers: Collection[int]) -> dict[int, RestsOn]:
    """Evidence, method, author and declarer of these quantities, from the records."""
    rows = Quantity.objects.filter(number__in=list(numbers)).select_related("organisation")
    return {
        row.number: RestsOn(
            source=row.source_name or (row.organisation.name if row.organisation else ""),
            evidence=row.evidence,
            method=row.method,
            author=row.author,
        )
        for row in rows
    }


def _unit_of(text: str) -> str | None:
    # BaseLoader keeps scalars as text and makes no objects.
    stated = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    match stated.get("kind", "count"):
        case "count":
            return str(stated.get("unit", "person"))
        case "sum":
            definition = load_definition(text, group_catalogue())
            return unit_of_value(definition, read_measure_units())
        case "distinct":
            return str(stated["distinct"])
        case "area":
            return HECTARE
    return None
