"""May this person? Asked before what the state allows (policies).

Whoever holds the folder may do everything in it (docs/explanation/protection.md): what is asked of her
is a name, under which all she does is kept.
"""

from __future__ import annotations

from jalon.errors import JalonError
from jalon.records import errors as errors  # fills the catalogue
from jalon.records.integrity import check_values
from jalon.records.models import AuditEntry


def check_may(by: str, action: str) -> None:
    """Somebody asks, under a name that can be kept. Raises `nobody`, `bad_value`."""
    if not by.strip():
        raise JalonError("nobody", action=action)
    check_values(AuditEntry, {"by": by})
