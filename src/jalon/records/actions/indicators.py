"""The group's own indicators: the text of each version, kept for good. Checking it is the workflow's part."""

from __future__ import annotations

from django.utils import timezone

from jalon.records.actions.audited import audited
from jalon.records.models import FactsPart, IndicatorVersion
from jalon.records.policies import check_code


def write_indicator(*, by: str, code: str, text: str, digest: str, is_translated: bool = False) -> IndicatorVersion:
    """Keep a checked definition as the next version; the one that holds is left where its digest is the same.

    `is_translated`: a text has changed that no digest is of, so that it is kept all the same.
    """
    with audited("write_indicator", by=by) as audit:
        check_code(code, record="indicator")
        holding = IndicatorVersion.objects.filter(code=code).order_by("-version").first()
        if holding is not None and holding.digest == digest and not is_translated:
            return holding
        version = audit.create(
            IndicatorVersion,
            code=code,
            version=1 + (holding.version if holding else 0),
            text=text,
            digest=digest,
            written_by=by,
            written_at=timezone.now(),
        )
        audit.stale(FactsPart.DEFINITIONS)
        return version
