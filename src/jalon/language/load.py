"""A definition's YAML text, checked whole and turned into a `Definition`.

All that is wrong is found in one reading: every error has the row and column in the file and, for an
expression, the character within it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from jalon.codelists.lists import sdg_targets
from jalon.errors import JalonError, JalonErrors, Place, nearest_name
from jalon.language.canonical import digest_of
from jalon.language.check import Catalogue, check_universe
from jalon.language.definition import (
    OF_NUMBERS,
    OF_TWO,
    Anchor,
    Definition,
    Each,
    Every,
    Example,
    Kind,
    Over,
    Reached,
    Unit,
)
from jalon.language.dimensions import ATTRIBUTE_DIMENSIONS, SCOPE_DIMENSIONS
from jalon.language.document import Branch, Entries, build_plain, find_place, read_document
from jalon.language.examples import ANSWERS, build_rows
from jalon.language.form import Form
from jalon.language.nodes import Change, Constant, Enrolled, HoursAttended, Moment, Number, SessionsAttended, Truth
from jalon.language.parse import at_moment, parse_number, parse_truth
from jalon.language.render import render_text

OLDEST = 120

_EVERY_KIND = ("id", "version", "title", "about", "unit", "kind", "period_on", "by", "sdg")
_ASKED = ("among", "counts", "over", "age_bands", "never_unknown", "examples")
KEYS: dict[Kind, tuple[str, ...]] = {
    Kind.COUNT: (*_EVERY_KIND, *_ASKED),
    Kind.SUM: (*_EVERY_KIND, *_ASKED, "value", "each"),
    Kind.MEAN: (*_EVERY_KIND, *_ASKED, "value", "each"),
    Kind.MEDIAN: (*_EVERY_KIND, *_ASKED, "value", "each"),
    Kind.CHANGE: (*_EVERY_KIND, *_ASKED, "value", "each", "between"),
    Kind.AREA: (*_EVERY_KIND, *_ASKED),
    Kind.DISTINCT: (*_EVERY_KIND, *_ASKED, "distinct"),
    Kind.SHARE: (*_EVERY_KIND, "of", "part"),
    Kind.REPRESENTATION: (*_EVERY_KIND, "of", "part", "every", "on"),
}
"""The keys that an indicator of each kind may have."""

_ALL_KEYS = tuple(dict.fromkeys(key for keys in KEYS.values() for key in keys))
_FORMS = {
    "id": "id: found_work",
    "title": "title: {en: Found work, fr: Personnes accédant à un emploi}",
    "unit": "unit: person",
    "period_on": "period_on: exit",
    "of": "of: id_of_the_whole",
    "part": "part: id_of_the_part",
    "value": "value: hours_attended()",
    "each": "each: latest",
    "every": "every: year",
    "distinct": "distinct: country",
    "answer": "answer: met",
}
_ID = re.compile(r"[a-z][a-z0-9_]{0,79}")
_MOMENT = re.compile(r"(?P<moment>entry|exit|latest)|after (?P<months>[1-9][0-9]?|1[01][0-9]|120)")

Root = TypeVar("Root", Truth, Number)


def load_definition(
    text: str, catalogue: Catalogue, *, known: Mapping[str, Definition] | None = None, file: str | None = None
) -> Definition:
    """One indicator. `known` are the indicators that a share may name; None leaves its names unchecked.

    Raises JalonErrors with everything that is wrong, in the order of the file.
    """
    try:
        root = read_document(text, file)
    except JalonError as error:
        raise JalonErrors([error]) from None
    form = _Indicator(root, _FORMS, catalogue, known)
    definition = form.definition(text)
    if form.errors:
        raise JalonErrors(sorted(form.errors, key=lambda error: (error.place.row or 0, int(error.place.column or 0))))
    assert definition is not None
    return replace(definition, digest=digest_of(definition))


def load_definitions(texts: Mapping[str, str], catalogue: Catalogue) -> dict[str, Definition]:
    """Several indicators (name -> YAML text), which may name each other; in the order given, by id.

    Raises JalonErrors with all that is wrong in any of them; the name is the place's file.
    """
    by_name, loaded, errors = dict[str, Definition](), dict[str, Definition](), list[JalonError]()
    for name, text in texts.items():
        try:
            definition = load_definition(text, catalogue, file=name)
        except JalonErrors as found:
            errors += found.errors
            continue
        if definition.id in loaded:
            errors.append(JalonError("duplicate_key", place=Place(file=name), key=definition.id))
        by_name[name] = loaded[definition.id] = definition
    if errors:
        raise JalonErrors(errors)
    for name, definition in by_name.items():
        if definition.kind in OF_TWO:
            try:
                load_definition(definition.text, catalogue, known=loaded, file=name)
            except JalonErrors as found:
                errors += found.errors
    if errors:
        raise JalonErrors(errors)
    return loaded


@dataclass(slots=True)
class _Indicator(Form):
    """An indicator being read."""

    catalogue: Catalogue
    known: Mapping[str, Definition] | None

    def definition(self, text: str) -> Definition | None:
        """The definition, or None where an error has been noted."""
        if not isinstance(self.root, Entries):
            self.note("mapping_expected", self.root.place, key="the indicator")
            return None
        kind = self._kind()
        among = self._truth("among", Enrolled())
        if "among" in self.root.parts and among is not None:
            source = self.root.parts["among"]
            self.collect(source.place, lambda: check_universe(among, render_text(among)))
        unit, period_on = self.choice("unit", Unit, required=True), self.choice("period_on", Anchor, required=True)
        value = self._value(kind)
        definition = Definition(
            id=self._id(),
            version=self._version(),
            title=self.languages("title", required=True) or {},
            about=self.languages("about"),
            unit=unit or Unit.PERSON,
            kind=kind or Kind.COUNT,
            period_on=period_on or Anchor.ACTIVE,
            among=among or Enrolled(),
            counts=self._truth("counts", Constant(True)) or Constant(True),
            over=self._over(unit),
            by=self._by(period_on),
            of=self.text("of", required=kind in OF_TWO),
            part=self.text("part", required=kind in OF_TWO),
            distinct=self.choice("distinct", Reached, required=kind is Kind.DISTINCT),
            value=value,
            each=self._each(unit, value),
            on=self._on(kind),
            sdg=self._sdg(),
            age_bands=self._age_bands(),
            never_unknown=self.wording("never_unknown"),
            examples=self._examples(unit or Unit.PERSON, kind),
            text=text,
        )
        if kind is Kind.AREA and unit not in (Unit.PLACE, None):
            self.note("area_of_places", self.place_of("unit"), found=unit.value)
        if kind in OF_TWO:
            self._check_share(definition)
        return None if self.errors else definition

    def _kind(self) -> Kind | None:
        """The kind, None where it is wrong; every key is known and belongs to it."""
        assert isinstance(self.root, Entries)
        kind = self.choice("kind", Kind) if "kind" in self.root.parts else Kind.COUNT
        for key, place in self.root.key_places.items():
            if key not in _ALL_KEYS:
                nearest, known = nearest_name(key, _ALL_KEYS), ", ".join(_ALL_KEYS)
                self.note("unknown_key", place, nearest=nearest, key=key, known=known)
            elif kind is not None and key not in KEYS[kind]:
                self.note("not_of_this_kind", place, key=key, kind=kind.value)
        return kind

    def _id(self) -> str:
        scalar = self.scalar(self.branch("id", required=True), "id")
        if scalar is not None and not _ID.fullmatch(scalar.text):
            self.note("bad_id", scalar.place, found=scalar.text[:80])
        return scalar.text if scalar else ""

    def _version(self) -> int:
        scalar = self.scalar(self.branch("version"), "version")
        if scalar is None:
            return 1
        if re.fullmatch(r"[1-9][0-9]{0,5}", scalar.text):
            return int(scalar.text)
        self.note("bad_number", scalar.place, key="version", found=scalar.text)
        return 1

    def _sdg(self) -> tuple[str, ...]:
        scalars = self.texts("sdg")
        for scalar in scalars:
            if scalar.text not in sdg_targets():
                self.note("bad_sdg", scalar.place, found=scalar.text)
        return tuple(scalar.text for scalar in scalars)

    def _age_bands(self) -> tuple[int, ...] | None:
        if "age_bands" not in getattr(self.root, "parts", {}):
            return None
        scalars = self.texts("age_bands")
        texts = [scalar.text for scalar in scalars]
        bounds = [int(text) for text in texts if re.fullmatch(r"[0-9]{1,3}", text)]
        if len(bounds) != len(texts) or bounds != sorted(bounds) or not all(1 <= b <= OLDEST for b in bounds or [0]):
            place = self.branch("age_bands")
            assert place is not None
            self.note("bad_age_bands", place.place, found=", ".join(texts))
        return tuple(bounds)

    def _over(self, unit: Unit | None) -> Over:
        over = self.choice("over", Over) or Over.ANY
        branch = self.branch("over")
        if unit is Unit.PARTICIPATION and over is not Over.ANY and branch is not None:
            self.note("over_participations", branch.place, found=over.value)
        return over

    def _by(self, period_on: Anchor | None) -> tuple[str, ...]:
        asked = [code for code, measure in self.catalogue.measures.items() if not measure.is_number]
        dimensions = (*SCOPE_DIMENSIONS, *ATTRIBUTE_DIMENSIONS, *asked)
        scalars = self.texts("by")
        for scalar in scalars:
            if scalar.text not in dimensions:
                nearest, known = nearest_name(scalar.text, dimensions), ", ".join(dimensions)
                self.note("unknown_dimension", scalar.place, nearest=nearest, found=scalar.text, known=known)
            elif scalar.text == "activity" and period_on not in (Anchor.SESSION, None):
                self.note("activity_without_sessions", scalar.place, period_on=period_on.value)
        return tuple(scalar.text for scalar in scalars)

    # Expressions ----------------------------------------------------------------------------

    def _truth(self, key: str, default: Truth) -> Truth | None:
        """The condition under a key; None where it cannot be read."""
        branch = self.branch(key)
        return default if branch is None else self._expression(branch, key, parse_truth)

    def _value(self, kind: Kind | None) -> Number | None:
        branch = self.branch("value", required=kind in OF_NUMBERS)
        value = None if branch is None else self._expression(branch, "value", parse_number)
        if value is None or kind is not Kind.CHANGE:
            return value
        if not isinstance(value, Change):
            assert branch is not None
            self.note("change_of_nothing", branch.place, found=render_text(value))
            return None
        return self._between(value)

    def _between(self, change: Change) -> Change:
        """The change between the two moments that are stated; from entry to exit where none is."""
        if "between" not in getattr(self.root, "parts", {}):
            return change
        scalars = self.texts("between")
        moments = [_MOMENT.fullmatch(scalar.text) for scalar in scalars]
        if len(moments) != 2 or not all(moments):
            self.note("bad_between", self.place_of("between"), found=", ".join(scalar.text for scalar in scalars))
            return change
        before, after = (
            at_moment(change.before, Moment(found["moment"] or "after"), int(found["months"] or 0))
            for found in moments
            if found
        )
        return Change(before, after)

    def _each(self, unit: Unit | None, value: Number | None) -> Each:
        """How several participations give one number: events add up, of anything else it must be said."""
        each = self.choice("each", Each)
        over = self.scalar_text("over")
        is_one = unit is Unit.PARTICIPATION or over in (Over.FIRST, Over.LAST, Over.TOGETHER)
        if (
            each is None
            and value is not None
            and not is_one
            and not isinstance(value, HoursAttended | SessionsAttended)
        ):
            self.branch("each", required=True)
        if each is not None and is_one:
            self.note("each_of_one", self.place_of("each"), found=each.value)
        return each or Each.TOTAL

    def _on(self, kind: Kind | None) -> tuple[int, int] | None:
        """The day of each year on which a representation is stated; None: over each year."""
        if kind is not Kind.REPRESENTATION:
            return None
        self.choice("every", Every, required=True)
        scalar = self.scalar(self.branch("on"), "on")
        if scalar is None:
            return None
        try:
            day = dt.date.fromisoformat(f"2021-{scalar.text}")  # a year without 29 February: each year has the day
        except ValueError:
            self.note("bad_day_of_year", scalar.place, found=scalar.text)
            return None
        return day.month, day.day

    def _expression(self, branch: Branch, key: str, read: Callable[[str, Catalogue], Root]) -> Root | None:
        scalar = self.scalar(branch, key)
        if scalar is None:
            return None
        try:
            return read(scalar.text, self.catalogue)
        except JalonError as error:
            offset = _offset(scalar.text, error.place)
            place = replace(scalar.place_within(offset), field=f"{key}, character {offset + 1}")
            self.note_at(error, place)
            return None

    # Examples -------------------------------------------------------------------------------

    def _examples(self, unit: Unit, kind: Kind | None) -> tuple[Example, ...]:
        if kind in OF_TWO:
            return ()  # those of its two indicators
        branches = self.items("examples")
        examples = [example for branch in branches if (example := self._example(branch, unit))]
        if len(examples) == len(branches) and kind is not None:
            self._check_answers({example.answer for example in examples})
        return tuple(examples)

    def _check_answers(self, answers: set[str]) -> None:
        assert isinstance(self.root, Entries)
        place = self.root.key_places.get("examples", self.root.place)
        is_never_unknown = "never_unknown" in self.root.parts
        for answer in ANSWERS:
            if answer not in answers and not (answer == "unknown" and is_never_unknown):
                self.note("example_missing", place, answer=answer)
        if is_never_unknown and "unknown" in answers:
            self.note("example_unknown_never", place)

    def _example(self, branch: Branch, unit: Unit) -> Example | None:
        if not isinstance(branch, Entries):
            self.note("mapping_expected", branch.place, key="examples")
            return None
        if "answer" not in branch.parts:
            self.note("missing_key", branch.place, key="answer", form=_FORMS["answer"])
            return None
        answer = self.scalar(branch.parts["answer"], "answer")
        if answer is None:
            return None
        if answer.text not in ANSWERS:
            nearest, known = nearest_name(answer.text, ANSWERS), ", ".join(ANSWERS)
            self.note("unknown_choice", answer.place, nearest=nearest, key="answer", found=answer.text, known=known)
            return None
        given = {key: build_plain(part) for key, part in branch.parts.items() if key != "answer"}
        try:
            build_rows(given, self.catalogue, unit)
        except JalonError as error:
            self.note_at(error, find_place(branch, error.place.field or ""))
            return None
        return Example(given, answer.text)

    # Shares ---------------------------------------------------------------------------------

    def _check_share(self, share: Definition) -> None:
        """Both indicators exist, are counts, and have the share's unit and anchor."""
        if self.known is None or self.errors:
            return
        for key, id in (("of", share.of), ("part", share.part)):
            branch = self.branch(key)
            assert branch is not None and id is not None
            if id not in self.known:
                nearest, known = nearest_name(id, self.known), _listed(self.known)
                self.note("unknown_indicator", branch.place, nearest=nearest, found=id, known=known)
                continue
            other = self.known[id]
            if other.kind is not Kind.COUNT:
                self.note("share_of_other_kind", branch.place, found=id, kind=other.kind.value)
            if other.unit is not share.unit:
                units = {"one_unit": share.unit.value, "other_unit": other.unit.value}
                self.note("units_mixed", branch.place, one=share.id, other=id, **units)
            if other.period_on is not share.period_on:
                anchors = {"one_anchor": share.period_on.value, "other_anchor": other.period_on.value}
                self.note("anchors_mixed", branch.place, one=share.id, other=id, **anchors)


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(sorted(ids)) or "-"


def _offset(text: str, place: Place) -> int:
    """The offset in `text` of a row and column, both from 1."""
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: (place.row or 1) - 1]) + int(place.column or 1) - 1
