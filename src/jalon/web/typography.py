"""French as it is set: the spaces that keep a sign beside its word do not break."""

from __future__ import annotations

import re

_AS_WRITTEN = re.compile(r"(<(pre|code|textarea|script)\b.*?</\2>)", re.DOTALL)
"""What a reader takes away letter by letter, or types: nothing in it is changed."""
_SPACES = (
    (" :", "\u00a0:"),
    (" ;", "\u202f;"),
    (" ?", "\u202f?"),
    (" !", "\u202f!"),
    (" »", "\u00a0»"),
    ("« ", "«\u00a0"),
    (" %", "\u00a0%"),
)


def set_french(html: str) -> str:
    """A page in French with its spaces before `: ; ? ! » %` and after `«` unbroken, narrow where print sets them so."""
    parts = _AS_WRITTEN.split(html)
    # Of each three parts the second is left as it is, the third only its tag.
    return "".join(_set(part) if place % 3 == 0 else part for place, part in enumerate(parts) if place % 3 != 2)


def _set(text: str) -> str:
    for loose, held in _SPACES:
        text = text.replace(loose, held)
    return text
