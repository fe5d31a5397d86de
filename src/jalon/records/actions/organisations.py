"""Organisations and their partnerships."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict, Unpack

from jalon.records.actions.audited import audited
from jalon.records.models import FactsPart, Organisation, Partnership
from jalon.records.policies import check_code, check_country, check_in_order, check_parent


class OrganisationValues(TypedDict, total=False):
    name: str
    kind: str
    parent: Organisation | None
    country: str | None


def add_organisation(
    *, by: str, code: str, name: str, kind: str, parent: Organisation | None = None, country: str | None = None
) -> Organisation:
    """Make any actor: group, enterprise, ngo, funder, partner, public or academic."""
    with audited("add_organisation", by=by) as audit:
        check_code(code, record="organisation")
        check_country(country)
        organisation = audit.create(Organisation, code=code, name=name, kind=kind, parent=parent, country=country)
        audit.stale(FactsPart.DIRECTORY)
        return organisation


def change_organisation(
    *, by: str, organisation: Organisation, reason: str = "", **values: Unpack[OrganisationValues]
) -> bool:
    """Change what is given; say whether anything differed."""
    with audited("change_organisation", by=by, reason=reason) as audit:
        check_country(values.get("country"))
        check_parent(organisation, values.get("parent"))
        differs = audit.update(organisation, **values)
        if differs:
            audit.stale(FactsPart.DIRECTORY)
        return differs


class PartnershipValues(TypedDict, total=False):
    start: dt.date | None
    end: dt.date | None


def add_partnership(
    *,
    by: str,
    organisation: Organisation,
    partner: Organisation,
    kind: str,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Partnership:
    """State that two organisations work together: associative, economic, public or academic."""
    with audited("add_partnership", by=by) as audit:
        check_in_order(start, end, record="partnership")
        return audit.create(Partnership, organisation=organisation, partner=partner, kind=kind, start=start, end=end)


def change_partnership(
    *, by: str, partnership: Partnership, reason: str = "", **values: Unpack[PartnershipValues]
) -> bool:
    """Change its dates; say whether anything differed."""
    with audited("change_partnership", by=by, reason=reason) as audit:
        start, end = values.get("start", partnership.start), values.get("end", partnership.end)
        check_in_order(start, end, record="partnership")
        return audit.update(partnership, **values)
