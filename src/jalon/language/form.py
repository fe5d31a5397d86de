"""The parts of a YAML document as they are read: each under its key, with what is wrong noted and its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from jalon.errors import JalonError, Place, nearest_name
from jalon.language.document import Branch, Entries, Items, Scalar

LANGUAGES = ("en", "fr")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(slots=True)
class Form:
    """One document being read; what is wrong is noted in `errors`, and reading goes on: None stands for what is wrong."""

    root: Branch
    forms: Mapping[str, str]
    """How a key that is missing is written, by key."""
    errors: list[JalonError] = field(default_factory=list, kw_only=True)

    # Noting ---------------------------------------------------------------------------------

    def note(self, id: str, place: Place, *, nearest: str | None = None, **details: object) -> None:
        self.errors.append(JalonError(id, place=place, nearest=nearest, **details))

    def note_at(self, error: JalonError, place: Place) -> None:
        self.errors.append(JalonError(error.id, place=place, nearest=error.nearest, **error.details))

    def collect(self, place: Place, check: Callable[[], None]) -> None:
        try:
            check()
        except JalonError as error:
            self.note_at(error, place)

    # Values ---------------------------------------------------------------------------------

    def branch(self, key: str, *, required: bool = False) -> Branch | None:
        assert isinstance(self.root, Entries)
        if key not in self.root.parts and required:
            self.note("missing_key", self.root.place, key=key, form=self.forms[key])
        return self.root.parts.get(key)

    def scalar(self, branch: Branch | None, key: str) -> Scalar | None:
        if branch is None:
            return None
        if isinstance(branch, Scalar) and branch.text.strip():
            return branch
        self.note("text_expected", branch.place, key=key)
        return None

    def scalar_text(self, key: str) -> str | None:
        """What stands under a key that another reading checks."""
        branch = self.root.parts.get(key) if isinstance(self.root, Entries) else None
        return branch.text if isinstance(branch, Scalar) else None

    def place_of(self, key: str) -> Place:
        assert isinstance(self.root, Entries)
        return self.root.parts[key].place if key in self.root.parts else self.root.place

    def text(self, key: str, *, required: bool = False) -> str | None:
        scalar = self.scalar(self.branch(key, required=required), key)
        return None if scalar is None else scalar.text

    def items(self, key: str) -> tuple[Branch, ...]:
        branch = self.branch(key)
        if branch is None or isinstance(branch, Items):
            return branch.parts if branch else ()
        self.note("list_expected", branch.place, key=key)
        return ()

    def texts(self, key: str) -> list[Scalar]:
        scalars = [scalar for part in self.items(key) if (scalar := self.scalar(part, key))]
        for position, scalar in enumerate(scalars):
            if scalar.text in (earlier.text for earlier in scalars[:position]):
                self.note("duplicate_key", scalar.place, key=scalar.text)
        return scalars

    def choice(self, key: str, choices: type[Choice], *, required: bool = False) -> Choice | None:
        scalar = self.scalar(self.branch(key, required=required), key)
        if scalar is None:
            return None
        if scalar.text in list(choices):
            return choices(scalar.text)
        nearest = nearest_name(scalar.text, choices)
        known = ", ".join(choices)
        self.note("unknown_choice", scalar.place, nearest=nearest, key=key, found=scalar.text, known=known)
        return None

    def languages(self, key: str, *, required: bool = False) -> dict[str, str] | None:
        """Texts by language. One may be missing: it then reads as the other."""
        branch = self.branch(key, required=required)
        return None if branch is None else self._languages(branch, key)

    def wording(self, key: str) -> dict[str, str] | None:
        """Texts by language, or one plain text, which reads the same in every language."""
        branch = self.branch(key)
        if branch is None or isinstance(branch, Entries):
            return None if branch is None else self._languages(branch, key)
        scalar = self.scalar(branch, key)
        return None if scalar is None else dict.fromkeys(LANGUAGES, scalar.text)

    def _languages(self, branch: Branch, key: str) -> dict[str, str] | None:
        if not isinstance(branch, Entries) or not branch.parts:
            self.note("mapping_expected", branch.place, key=key)
            return None
        for language, place in branch.key_places.items():
            if language not in LANGUAGES:
                self.note("unknown_key", place, key=language, known=", ".join(LANGUAGES))
        texts = {name: self.scalar(part, f"{key}.{name}") for name, part in branch.parts.items()}
        given = {name: " ".join(texts[name].text.split()) for name in LANGUAGES if texts.get(name)}  # type: ignore[union-attr]
        return {name: given.get(name) or next(iter(given.values())) for name in LANGUAGES} if given else None
