"""A figure named in one line, as a link does: `participants?period=2021&project=M`."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.errors import JalonError, nearest_name

SCHEME = "jalon:"
SCOPE = ("period", "project", "organisation", "country", "site", "theme", "grant", "funder", "purpose")
SINGLE = ("period", "purpose")


def parse_link(text: str) -> tuple[str, dict[str, Any]]:
    """The indicator and the arguments of `Group.figure`; a key that is repeated gives several codes.

    `jalon:` may stand before. Raises `bad_link`.
    """
    id, _, query = text.strip().removeprefix(SCHEME).partition("?")
    scope: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in SCOPE or not value or (name in SINGLE and name in scope):
            raise JalonError("bad_link", nearest=nearest_name(name, SCOPE), found=text, known=", ".join(SCOPE))
        if name in SINGLE:
            scope[name] = value
        else:
            scope.setdefault(name, []).append(value)
    if not id:
        raise JalonError("bad_link", found=text, known=", ".join(SCOPE))
    return id, scope
