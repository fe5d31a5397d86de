"""Totals without members: declared by a partner with evidence, or estimated by a stated method."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from jalon.records.actions.audited import audited
from jalon.records.integrity import check_not_there
from jalon.records.models import FactsPart, Organisation, Project, Quantity, QuantityRelation
from jalon.records.policies import check_country, check_in_order


class QuantityValues(TypedDict, total=False):
    value: Decimal
    relation: str
    evidence: str
    method: str


def add_quantity(
    *,
    by: str,
    project: Project,
    indicator: str,
    status: str,
    value: Decimal,
    unit: str,
    start: dt.date,
    end: dt.date,
    organisation: Organisation | None = None,
    source_name: str = "",
    country: str | None = None,
    breakdown: Mapping[str, str] | None = None,
    relation: str = QuantityRelation.UNKNOWN,
    evidence: str = "",
    method: str = "",
) -> Quantity:
    """Write down a total, its scope, and its relation to what is counted; its author is who acts."""
    with audited("add_quantity", by=by) as audit:
        check_in_order(start, end, record="quantity")
        check_country(country)
        key: dict[str, Any] = {
            "project": project,
            "organisation": organisation,
            "source_name": source_name,
            "indicator": indicator,
            "start": start,
            "end": end,
            "country": country,
            "breakdown": breakdown_text(breakdown or {}),
        }
        check_not_there(Quantity, **key)
        quantity = audit.create(
            Quantity,
            **key,
            status=status,
            value=value,
            unit=unit,
            relation=relation,
            evidence=evidence,
            method=method,
            author=by,
        )
        audit.stale(FactsPart.QUANTITIES)
        return quantity


def change_quantity(*, by: str, quantity: Quantity, reason: str = "", **values: Unpack[QuantityValues]) -> bool:
    """Correct a total, keeping the former values; say whether anything differed."""
    with audited("change_quantity", by=by, reason=reason) as audit:
        differs = audit.update(quantity, **values)
        if differs:
            audit.stale(FactsPart.QUANTITIES)
        return differs


def remove_quantity(*, by: str, quantity: Quantity, reason: str = "") -> None:
    """Take back a total: not collected is no row, never a 0."""
    with audited("remove_quantity", by=by, reason=reason) as audit:
        audit.stale(FactsPart.QUANTITIES)
        audit.delete(quantity)


def breakdown_text(breakdown: Mapping[str, str]) -> str:
    """Breakdown values as the records keep them: JSON with sorted keys."""
    return json.dumps(dict(breakdown), sort_keys=True, ensure_ascii=False)
