"""YAML text to a small tree of texts that know their place.

Every scalar is text: NO is Norway, 1.0 stays as written. Anchors, aliases, tags, several documents
and keys given twice are refused, and length and depth are capped, before anything is built: a text
can cost no more than its own length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from jalon.errors import JalonError, Place
from jalon.language import errors as _errors  # noqa: F401  (its entries must stand in the catalogue)

MOST_CHARACTERS = 64_000
MOST_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. `raw` is how the file writes it, quotes included, and begins at `place`."""

    text: str
    place: Place
    raw: str

    def place_within(self, offset: int) -> Place:
        """Where the character at `offset` of the text stands in the file.

        Folding and indenting change blanks only, so that the n-th character that is not blank is the
        same in both. Where the file escapes characters, the scalar's own place is the best known.
        """
        quote = self.raw[:1] if self.raw[:1] in ("'", '"') else ""
        if quote == '"' and "\\" in self.raw:
            return self.place
        wanted = sum(not sign.isspace() for sign in self.text[:offset])
        at = self.raw.find("\n") + 1 if self.raw[:1] in ("|", ">") else len(quote)
        while at < len(self.raw) and (wanted or self.raw[at].isspace()):
            if not self.raw[at].isspace():
                wanted -= 1
                at += quote == "'" and self.raw[at : at + 2] == "''"
            at += 1
        before = self.raw[:at]
        if "\n" not in before:
            return Place(file=self.place.file, row=self.place.row, column=str(int(self.place.column or 1) + at))
        row = (self.place.row or 1) + before.count("\n")
        return Place(file=self.place.file, row=row, column=str(at - before.rfind("\n")))


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    parts: tuple[Branch, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entries:
    """Keys with values, in the order of the file."""

    parts: dict[str, Branch]
    key_places: dict[str, Place]
    place: Place


Branch = Scalar | Items | Entries
Plain = str | list["Plain"] | dict[str, "Plain"]


def read_document(text: str, file: str | None = None, *, most: int = MOST_CHARACTERS) -> Branch:
    """The one document of a YAML text of at most `most` characters. Raises a catalogue error with its row and column."""
    if len(text) > most:
        place = Place(file=file)
        raise JalonError("yaml_too_long", place=place, length=len(text), most=most)
    try:
        events = list(_checked_events(text, file))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file=file) if mark is None else Place(file, None, mark.line + 1, str(mark.column + 1))
        raise JalonError("yaml_unreadable", place=place, problem=error.problem or error.context) from None
    except yaml.reader.ReaderError as error:
        place = Place(file=file, row=text[: error.position].count("\n") + 1)
        raise JalonError("yaml_unreadable", place=place, problem="a character that no text has") from None
    except (ValueError, OverflowError):  # PyYAML on "\UFFFFFFFF"
        raise JalonError("yaml_unreadable", place=Place(file=file), problem="an escaped character") from None
    return _Builder(iter(events), text, file).branch()


def build_plain(branch: Branch) -> Plain:
    """The tree as plain dicts, lists and texts."""
    match branch:
        case Scalar(text):
            return text
        case Items(parts):
            return [build_plain(part) for part in parts]
        case Entries(parts):
            return {key: build_plain(part) for key, part in parts.items()}


def find_place(branch: Branch, path: str) -> Place:
    """Where a path such as `sessions.0.mark` stands; the deepest part that exists, if not all does."""
    place = branch.place
    for step in path.split("."):
        if isinstance(branch, Entries) and step in branch.parts:
            place, branch = branch.key_places[step], branch.parts[step]
        elif isinstance(branch, Items) and step.isdecimal() and int(step) < len(branch.parts):
            branch = branch.parts[int(step)]
            place = branch.place
        else:
            break
    return place


def _place(event: yaml.Event, file: str | None) -> Place:
    assert event.start_mark is not None
    return Place(file=file, row=event.start_mark.line + 1, column=str(event.start_mark.column + 1))


def _raw(event: yaml.Event, text: str) -> str:
    """How the text writes an event."""
    assert event.start_mark is not None and event.end_mark is not None
    return text[event.start_mark.index : event.end_mark.index]


def _parsed(text: str) -> Iterable[yaml.Event]:
    """libyaml's events, in a ninth of the time; PyYAML's own, which are the same, where a text is refused or leaves a
    value empty: those know better what is wrong, and where. Raises `yaml.YAMLError`, `ValueError`, `OverflowError`."""
    try:
        events = list(yaml.parse(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError, OverflowError):
        return yaml.parse(text, Loader=yaml.SafeLoader)
    if any(isinstance(event, yaml.ScalarEvent) and not _raw(event, text) for event in events):
        return yaml.parse(text, Loader=yaml.SafeLoader)
    return events


def _checked_events(text: str, file: str | None) -> Iterator[yaml.Event]:
    """The parser's events, which do not nest, refused as soon as they go too far."""
    depth = documents = 0
    for event in _parsed(text):
        place = _place(event, file)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise JalonError("yaml_several", place=place, found=documents)
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            written = _raw(event, text).split()
            raise JalonError("yaml_reference", place=place, found=written[0][:40] if written else "!")
        if isinstance(event, yaml.ScalarEvent) and any("\ud800" <= sign <= "\udfff" for sign in event.value):
            raise JalonError("yaml_unreadable", place=place, problem="half of a character")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEPTH:
                raise JalonError("yaml_too_deep", place=place, most=MOST_DEPTH)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        yield event
    if not documents:
        raise JalonError("yaml_several", place=Place(file=file), found=0)


@dataclass(frozen=True, slots=True)
class _Builder:
    events: Iterator[yaml.Event]
    text: str
    file: str | None

    def branch(self) -> Branch:
        event = next(self.events)
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = next(self.events)
        return self._from(event)

    def _from(self, event: yaml.Event) -> Branch:
        place = _place(event, self.file)
        if isinstance(event, yaml.SequenceStartEvent):
            items = list[Branch]()
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self._from(event))
            return Items(tuple(items), place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._entries(place)
        assert isinstance(event, yaml.ScalarEvent)
        return Scalar(event.value, place, _raw(event, self.text))

    def _entries(self, place: Place) -> Entries:
        parts, key_places = dict[str, Branch](), dict[str, Place]()
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key_place = _place(event, self.file)
            if not isinstance(event, yaml.ScalarEvent):
                raise JalonError("text_expected", place=key_place, key="?")
            if event.value in parts:
                raise JalonError("duplicate_key", place=key_place, key=event.value)
            key_places[event.value] = key_place
            parts[event.value] = self._from(next(self.events))
        return Entries(parts, key_places, place)
