"""Every error a user can meet: one catalogue, one way to raise, one way to show.

An error has an id, a place (file, sheet, row, column, field), what was found, what to do, and
where it helps the nearest known name. The catalogue is documented in docs/reference/errors.md
(generated) and every id is raised by some test.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any


class ExitCode(IntEnum):
    """What the command line returns: one code for each kind of error."""

    OK = 0
    CHECK_FAILED = 1
    USAGE = 2
    BAD_INPUT = 3
    REFUSED = 4
    NOT_FOUND = 5
    NEEDS_ANSWER = 6
    BAD_DEFINITION = 7
    CANNOT_COMPUTE = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the user's own material something stands. Rows count from 1, as sheets show them."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        return self.text("en")

    def text(self, language: str = "en") -> str:
        """`register.xlsx, sheet Entries, row 7`; empty where nothing is said."""
        words = ("feuille", "ligne", "colonne", "champ") if language == "fr" else ("sheet", "row", "column", "field")
        values = (self.sheet or None, self.row, self.column or None, self.field or None)
        parts = [f"{word} {value}" for word, value in zip(words, values, strict=True) if value is not None]
        return ", ".join([self.file, *parts] if self.file else parts)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue. Texts are `str.format` templates over the error's details."""

    exit_code: ExitCode
    en: str
    fr: str
    todo_en: str
    todo_fr: str


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A detail that is a text itself: told in the reader's language."""

    en: str
    fr: str

    def __str__(self) -> str:
        return self.en


FRENCH_WORDS: Mapping[str, str] = {
    "access": "accès",
    "activity": "activité",
    "attendance": "présence",
    "country": "pays",
    "enrolment": "inscription",
    "funder": "financeur",
    "grant": "subvention",
    "indicator": "indicateur",
    "lesson": "enseignement",
    "measure": "mesure",
    "measure option": "réponse possible",
    "need": "besoin",
    "paper": "article",
    "partnership": "partenariat",
    "person": "personne",
    "place": "territoire",
    "project": "projet",
    "quantity": "quantité",
    "quote": "citation",
    "referral": "orientation",
    "release": "publication figée",
    "session": "séance",
    "speaker": "intervenant",
    "subject": "sujet",
    "target": "cible",
    "theme": "thème",
    "venture": "entreprise accompagnée",
}
"""Kinds of record and dimension that differ in French; the others are the same in both."""
WORDED = ("record", "dimension")
"""The details that name such a kind."""


class JalonError(Exception):
    """An error of the catalogue, shown to the user without traceback.

    `id` must stand in CATALOGUE; `details` fill its templates.
    """

    def __init__(self, id: str, /, *, place: Place = NOWHERE, nearest: str | None = None, **details: Any) -> None:
        entry = CATALOGUE[id]
        self.id = id
        self.place = place
        self.nearest = nearest
        self.details: Mapping[str, Any] = details
        self.exit_code = entry.exit_code
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """The whole message in one paragraph: place, what was found, nearest name, what to do."""
        colon = " : " if language == "fr" else ": "
        place = f"{self.place.text(language)}{colon}" if self.place != NOWHERE else ""
        found = self.found(language)
        return f"{place}{found}{'' if found.endswith(chr(10)) else ' '}{self.todo(language)}".strip()

    def found(self, language: str = "en") -> str:
        entry = CATALOGUE[self.id]
        return (entry.fr if language == "fr" else entry.en).format_map(self._details_in(language))

    def _details_in(self, language: str) -> Mapping[str, Any]:
        told = {
            name: getattr(value, language) if isinstance(value, Bilingual) else value
            for name, value in self.details.items()
        }
        if language == "fr":
            told |= {name: FRENCH_WORDS.get(told[name], told[name]) for name in WORDED if name in told}
        return told

    def todo(self, language: str = "en") -> str:
        entry = CATALOGUE[self.id]
        text = (entry.todo_fr if language == "fr" else entry.todo_en).format_map(self._details_in(language))
        if self.nearest:
            asked = "Vouliez-vous dire « {} » ?" if language == "fr" else "Did you mean “{}”?"
            text = f"{asked.format(self.nearest)} {text}"
        return text


def build_reason(error: OSError) -> Bilingual:
    """Why the system did not open or write a file, in both languages where it is one of the common reasons."""
    match error:
        case FileNotFoundError():
            return Bilingual("there is no such file or folder", "ce fichier ou ce dossier n'existe pas")
        case IsADirectoryError():
            return Bilingual("it is a folder", "c'est un dossier")
        case NotADirectoryError():
            return Bilingual("its folder is no folder", "son dossier n'en est pas un")
        case PermissionError():
            return Bilingual("you are not permitted to", "vous n'en avez pas le droit")
    return Bilingual(error.strerror or "", error.strerror or "")


class JalonErrors(Exception):
    """Several errors found in one reading, so that a user mends all of them at once."""

    def __init__(self, errors: Iterable[JalonError]) -> None:
        self.errors = tuple(errors)
        self.exit_code = self.errors[0].exit_code
        super().__init__("\n".join(str(error) for error in self.errors))


SHORTEST_BEGINNING = 3
"""From so many letters on, the beginning of a name tells which is meant."""


def nearest_name(wanted: str, known: Iterable[str]) -> str | None:
    """The known name closest to `wanted`, or that begins with it; None where nothing is close."""
    by_fold = {name.casefold(): name for name in known}
    asked = wanted.casefold()
    close = difflib.get_close_matches(asked, list(by_fold), n=1, cutoff=0.6)
    if not close and len(asked) >= SHORTEST_BEGINNING:
        close = [name for name in by_fold if name.startswith(asked)][:1]
    return by_fold[close[0]] if close else None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a row of the user's sheet: the row waits in the correction workbook.

    `id` stands in CATALOGUE like that of an error; a fault never stops the good rows.
    """

    id: str
    place: Place
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert CATALOGUE[self.id], self.id

    def as_error(self) -> JalonError:
        return JalonError(self.id, place=self.place, **self.details)


class Catalogue(dict[str, Entry]):
    """Entries by id. Each package adds its own when its `errors` are imported; an id that is not among them is looked
    for in those of all packages."""

    def __missing__(self, id: str) -> Entry:
        load_catalogue()
        if id not in self:
            raise KeyError(id)
        return self[id]


CATALOGUE = Catalogue()


def load_catalogue() -> None:
    """Import every package's errors, so that all of them can be documented. A command does without: this imports most
    of Jalon, which takes longer than many commands."""
    for package in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if package.ispkg:
            for module in pkgutil.iter_modules([str(Path(__file__).parent / package.name)]):
                if module.name.endswith("errors"):
                    importlib.import_module(f"{__package__}.{package.name}.{module.name}")


def catalogued(exit_code: ExitCode, entries: Mapping[str, tuple[str, str, str, str]]) -> None:
    """Add one kind of error: id -> (en, fr, what to do en, what to do fr). Ids are unique."""
    for id, texts in entries.items():
        assert id not in CATALOGUE, id
        CATALOGUE[id] = Entry(exit_code, *texts)


catalogued(
    ExitCode.USAGE,
    {
        "usage": ("{found}", "{found}", "See `{command} --help`.", "Voir `{command} --help`."),
        "no_home": (
            "There is no Jalon folder at {home}.",
            "Il n'y a pas de dossier Jalon dans {home}.",
            "Make one with `jalon init`, or name yours with --home or JALON_HOME.",
            "Créez-le avec `jalon init`, ou indiquez le vôtre avec --home ou JALON_HOME.",
        ),
        "home_with_percent": (
            "No Jalon folder can lie at {home}: what reads the facts takes {found} in a path for another sign.",
            "Un dossier Jalon ne peut pas être dans {home} : ce qui lit les faits prend {found} dans un chemin pour un autre signe.",
            "Choose or rename a folder without % before two digits or letters.",
            "Choisissez ou renommez un dossier sans % devant deux chiffres ou lettres.",
        ),
        "bad_settings": (
            "The settings in {file} cannot be used: {problem}.",
            "Les réglages de {file} sont inutilisables : {problem}.",
            "Mend that line; `jalon init` in another folder shows how settings are written.",
            "Corrigez cette ligne ; `jalon init` dans un autre dossier montre comment s'écrivent les réglages.",
        ),
    },
)
