"""The words of charts and of published pages, in English and French."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "fr")

TEXTS: Mapping[str, tuple[str, str]] = {
    "presence": ("Countries reached", "Pays d'intervention"),
    "presence in": ("{} countries: {}.", "{} pays : {}."),
    "counted": ("counted", "compté"),
    "declared": ("declared", "déclaré"),
    "estimated": ("estimated", "estimé"),
    "unknown": ("unknown", "inconnu"),
    "withheld": ("withheld", "non communiqué"),
    "by": ("{} by {}", "{} par {}"),
    "and": (" and ", " et "),
    "not broken down, declared": ("declared, not broken down", "déclarés, non ventilés"),
    "not broken down, estimated": ("estimated, not broken down", "estimés, non ventilés"),
    "more rows": ("and {} more, in the table", "et {} autres, dans le tableau"),
    "no number": ("no number", "pas de chiffre"),
    "colon": (": ", " : "),
}


def say(key: str, language: str = "en") -> str:
    """A fixed text in one of LANGUAGES."""
    return TEXTS[key][LANGUAGES.index(language)]
