"""What pages say. A text is written in English where it is used; its French stands in a module of this package.

`{% say "Where it comes from" %}` in a template and `say("Where it comes from", language)` in a view are the one
way. Each page, or group of pages, has its module with `FRENCH`; a test holds that no text lacks its French and that
no French is left over.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

LANGUAGES = ("en", "fr")
LOCALES = {"en": "en_GB", "fr": "fr"}
"""How each language writes dates and lists."""


@cache
def french() -> dict[str, str]:
    """English -> French, of every module here."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        for text, translated in importlib.import_module(f"{__name__}.{module.name}").FRENCH.items():
            assert found.setdefault(text, translated) == translated, f"two translations of {text!r}"
    return found


def say(text: str, language: str, /, **details: object) -> str:
    """The text in a language, its details filled in."""
    said = french()[text] if language == "fr" else text
    return said.format_map(details) if details else said
