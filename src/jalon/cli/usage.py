"""What is wrong with a line, said in the user's language: the command line library says it in English alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jalon.errors import Bilingual, JalonError

FRENCH: Mapping[str, str] = {
    r"No such option: (\S+)": "Cette option n'existe pas : {}.",
    r"No such option: (\S+) \(Possible options: (.+)\)": "Cette option n'existe pas : {}. Options proches : {}.",
    r"No such command '(.+?)'\.": "Cette commande n'existe pas : {}.",
    r"No such command '(.+?)'\. Did you mean (.+)\?": "Cette commande n'existe pas : {}. Commandes proches : {}.",
    r"Missing argument '(.+)'\.": "Il manque l'argument {}.",
    r"Missing option '(.+)'\.": "Il manque l'option {}.",
    r"Option '(.+)' requires an argument\.": "L'option {} demande une valeur.",
    r"Option '(.+)' does not take a value\.": "L'option {} ne prend pas de valeur.",
    r"Got unexpected extra argument\(s\) \((.+)\)": "Il y a des mots de trop : {}.",
    r"Invalid value for '(.+?)': (.+)": "La valeur de {} ne convient pas : {}",
}
"""What the library says, as a whole, and the same in French."""
OF_VALUES: Mapping[str, str] = {
    r"Input should be a valid integer, .+": "un nombre entier est attendu.",
    r"Input should be a valid number, .+": "un nombre est attendu.",
    r"Input should be greater than or equal to (\S+)": "{} au moins.",
    r"Input should be less than or equal to (\S+)": "{} au plus.",
}
"""What it says of a value."""


def shows_help(error: Any) -> bool:
    """Whether it is no error but a group of commands named without one: its help is the answer."""
    return type(error).__name__ == "NoArgsIsHelpError"  # the library gives it no public place


def build_usage_error(error: Any) -> JalonError:
    """What the command line library refuses, as an error of ours; in its English where it says what we do not know."""
    found = str(error.format_message())
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "jalon"
    return JalonError(
        "usage", found=Bilingual(found if found.endswith((".", "?")) else f"{found}.", french(found)), command=command
    )


def french(said: str) -> str:
    """A sentence of the library in French."""
    for pattern, text in FRENCH.items():
        if match := re.fullmatch(pattern, said, re.DOTALL):
            *others, last = match.groups()
            return text.format(*others, french_value(last) if "convient" in text else last)
    return said


def french_value(said: str) -> str:
    for pattern, text in OF_VALUES.items():
        if match := re.fullmatch(pattern, said, re.DOTALL):
            return text.format(*match.groups())
    return said
