"""Targets and baselines: added one at a time, or from a group file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from jalon.errors import JalonError
from jalon.figures.targets import unit_of_target
from jalon.records.actions import targets
from jalon.records.models import Organisation, Project, Target, TargetKind
from jalon.workflows.group_loading import Loading, Outcome, outcome_of
from jalon.workflows.group_shapes import TargetShape
from jalon.workflows.lookup import find_record
from jalon.workflows.quantities import find_definition, read_measure_units


def add_target(
    *,
    by: str,
    indicator: str,
    value: Decimal,
    start: dt.date,
    end: dt.date,
    kind: str = TargetKind.TARGET,
    unit: str | None = None,
    project: str | None = None,
    organisation: str | None = None,
    country: str | None = None,
    evidence: str = "",
) -> Target:
    """Write down a target or a baseline; its unit is that of the indicator's value where none is given.

    Raises `no_such_indicator`, `wrong_unit`, `unknown_record`, and what the records refuse.
    """
    return targets.add_target(
        by=by,
        indicator=indicator,
        value=value,
        unit=check_target_unit(indicator, unit),
        start=start,
        end=end,
        kind=kind,
        project=find_record(Project, project) if project else None,
        organisation=find_record(Organisation, organisation) if organisation else None,
        country=country,
        evidence=evidence,
    )


def check_target_unit(indicator: str, given: str | None) -> str:
    """The unit of a target. Raises `no_such_indicator`, `wrong_unit`, or why it does not load."""
    unit = unit_of_target(find_definition(indicator), read_measure_units())
    if given is not None and given != unit:
        raise JalonError("wrong_unit", indicator=indicator, unit=unit, found=given)
    return unit


def load_target(loading: Loading, shape: TargetShape) -> Outcome:
    key: dict[str, Any] = {
        "indicator": shape.indicator,
        "kind": shape.kind,
        "start": shape.start,
        "end": shape.end,
        "project": loading.find(Project, shape.project) if shape.project else None,
        "organisation": loading.find(Organisation, shape.organisation) if shape.organisation else None,
        "country": shape.country,
    }
    loading.state_once("target", *key.values())
    check_target_unit(shape.indicator, shape.unit)
    former = Target.objects.filter(**key).first()
    values = shape.stated("value", "evidence")
    if former is not None:
        return outcome_of(targets.change_target(by=loading.by, target=former, **values))
    targets.add_target(by=loading.by, **key, **values, unit=shape.unit)
    return Outcome.CREATED
