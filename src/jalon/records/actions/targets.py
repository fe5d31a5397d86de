"""Targets and baselines of indicators, by period and scope."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from jalon.records.actions.audited import audited
from jalon.records.integrity import check_not_there
from jalon.records.models import FactsPart, Organisation, Project, Target, TargetKind
from jalon.records.policies import check_country, check_in_order


class TargetValues(TypedDict, total=False):
    value: Decimal
    evidence: str


def add_target(
    *,
    by: str,
    indicator: str,
    value: Decimal,
    unit: str,
    start: dt.date,
    end: dt.date,
    kind: str = TargetKind.TARGET,
    project: Project | None = None,
    organisation: Organisation | None = None,
    country: str | None = None,
    evidence: str = "",
) -> Target:
    """Write down what an indicator is to reach, or where it stood; its author is who acts."""
    with audited("add_target", by=by) as audit:
        check_in_order(start, end, record="target")
        check_country(country)
        key: dict[str, Any] = {
            "indicator": indicator,
            "kind": kind,
            "start": start,
            "end": end,
            "project": project,
            "organisation": organisation,
            "country": country,
        }
        check_not_there(Target, **key)
        target = audit.create(Target, **key, value=value, unit=unit, evidence=evidence, author=by)
        audit.stale(FactsPart.TARGETS)
        return target


def change_target(*, by: str, target: Target, reason: str = "", **values: Unpack[TargetValues]) -> bool:
    """Correct a target, keeping the former values; say whether anything differed."""
    with audited("change_target", by=by, reason=reason) as audit:
        differs = audit.update(target, **values)
        if differs:
            audit.stale(FactsPart.TARGETS)
        return differs


def remove_target(*, by: str, target: Target, reason: str = "") -> None:
    """Take back a target or a baseline."""
    with audited("remove_target", by=by, reason=reason) as audit:
        audit.stale(FactsPart.TARGETS)
        audit.delete(target)
