"""An example's `given` as the fact rows of one subject, in a small world that is always the same.

One subject is enrolled in project P of organisation O, in France, from 1 February 2021; the period is
the year 2021. An example says only what differs:

    entered, left     days; `left: no` is still there (30 November 2021 where exit or after is given)
    project, country  codes; `country: unknown`
    entry, exit       {measure: answer}; `unknown` and `refused` are answers too; `date` says when
    after             {months: 6, measure: answer}
    latest            {measure: answer}, asked on any day
    sessions          [{date, activity, kind, theme, mark, hours, register}]; one a week unless dated;
                      mark: present, absent, excused or not listed; register: yes or no
    enrolments        further spells with the keys above, each with its `entered`
    sex, birth, nationality, kind   of the subject; birth as 1990, 1990-05 or 1990-05-17
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jalon.errors import JalonError, Place, nearest_name
from jalon.language.check import Catalogue, check_attribute_option, check_session_option
from jalon.language.definition import Definition, Example, Unit
from jalon.language.nodes import Attribute, CodeAt, Moment, NumberAt

PERIOD = (dt.date(2021, 1, 1), dt.date(2021, 12, 31))
ENTERED = dt.date(2021, 2, 1)
LEFT = dt.date(2021, 11, 30)
YEARS = range(1900, 2101)
ANSWERS = ("met", "not met", "unknown")

Rows = dict[str, list[dict[str, Any]]]

_SUBJECT_KEYS = ("kind", "sex", "birth", "nationality")
_SPELL_KEYS = ("project", "country", "entered", "left", "entry", "exit", "after", "latest", "sessions")
_SESSION_KEYS = ("date", "activity", "kind", "theme", "mark", "hours", "register")
_KINDS = ("person", "venture", "place")
_MARKS = ("present", "absent", "excused", "not listed")
_STATES = ("unknown", "refused")
_NUMBER = re.compile(r"-?\d{1,14}(\.\d{1,4})?")
_HOURS = re.compile(r"\d{1,6}(\.\d{1,2})?")


def build_rows(given: Mapping[str, object], catalogue: Catalogue, unit: Unit) -> Rows:
    """Rows of `jalon.facts.schema`, by table. Raises a JalonError whose place.field is the key's path."""
    world = _World(catalogue)
    world.add_subject(given, unit)
    world.add_spell(_pick(given, _SPELL_KEYS), path="", is_first=True)
    for index, spell in enumerate(_items(given.get("enrolments", []), "enrolments")):
        path = f"enrolments.{index}."
        keys = _mapping(spell, path.rstrip("."))
        _check_keys(keys, _SPELL_KEYS, path)
        world.add_spell(keys, path=path, is_first=False)
    _check_keys(given, (*_SUBJECT_KEYS, *_SPELL_KEYS, "enrolments"), "")
    return world.rows


def examples_digest(definition: Definition, catalogue: Catalogue) -> str:
    """SHA-256 of all that the examples of a definition ask an engine: who runs them remembers it.

    Of the catalogue it takes the measures that the definition or an example names: another changes no answer.
    """
    named = _measures_named(definition)
    measures = {
        code: [measure.kind, measure.unit, measure.options]
        for code, measure in catalogue.measures.items()
        if code in named
    }
    asked = [definition.digest, [[example.answer, example.given] for example in definition.examples], measures]
    return hashlib.sha256(json.dumps(asked, default=str, sort_keys=True).encode()).hexdigest()


def _measures_named(definition: Definition) -> set[str]:
    """Codes of measures; of an example's keys also those that name none."""
    codes = {node.measure for node in definition.nodes() if isinstance(node, NumberAt | CodeAt)}
    for example in definition.examples:
        for spell in (example.given, *_items(example.given.get("enrolments", []), "enrolments")):
            for moment in Moment:
                codes.update(_mapping(_mapping(spell, "").get(moment, {}), moment))
    return codes


def render_example(example: Example) -> str:
    """An example on one line, as messages and pages name it."""
    return json.dumps(example.given, ensure_ascii=False).replace('"', "")


@dataclass(slots=True)
class _World:
    """Rows as they are added; numbers are positions from 1."""

    catalogue: Catalogue
    rows: Rows = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    activities: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._add("organisations", organisation=1, code="O", parent=None, kind="ngo", country="FR")
        for number, (code, measure) in enumerate(sorted(self.catalogue.measures.items()), start=1):
            self._add(
                "measures",
                measure=number,
                code=code,
                kind=measure.kind,
                unit=measure.unit,
                options=list(measure.options),
            )

    def _add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def add_subject(self, given: Mapping[str, object], unit: Unit) -> None:
        default = "person" if unit is Unit.PARTICIPATION else unit.value
        for attribute in (Attribute.SEX, Attribute.NATIONALITY):
            if attribute in given:
                place = Place(field=attribute.value)
                check_attribute_option(attribute, _text(given[attribute], attribute.value), place)
        earliest, latest = _birth(given["birth"]) if "birth" in given else (None, None)
        self._add(
            "subjects",
            subject=1,
            kind=_choice(given.get("kind", default), _KINDS, "kind"),
            sex=given.get("sex"),
            birth_earliest=earliest,
            birth_latest=latest,
            nationality=given.get("nationality"),
            permits=[],
            refuses=[],
        )

    def add_spell(self, keys: Mapping[str, object], *, path: str, is_first: bool) -> None:
        if not is_first and "entered" not in keys:
            raise JalonError("missing_key", place=Place(field=path + "entered"), key="entered", form="2021-06-01")
        project = self._project(_text(keys.get("project", "P"), path + "project"))
        entered = _day(keys["entered"], path + "entered") if "entered" in keys else ENTERED
        left = self._left(keys, entered, path)
        country: str | None = _text(keys.get("country", "FR"), path + "country")
        if country == "unknown":
            country = None
        else:
            check_attribute_option(Attribute.COUNTRY, str(country), Place(field=path + "country"))
        number = len(self.rows.get("enrolments", ())) + 1
        self._add(
            "enrolments",
            project=project,
            enrolment=number,
            subject=1,
            site=None,
            country=country,
            entry=entered,
            exit=left,
            implicit=False,
        )
        for moment in (Moment.ENTRY, Moment.EXIT, Moment.AFTER, Moment.LATEST):
            if moment in keys and (answers := _mapping(keys[moment], path + moment)):
                self._add_observations(answers, moment, path + moment)
        for index, session in enumerate(_items(keys.get("sessions", []), path + "sessions")):
            self._add_session(session, index, path=f"{path}sessions.{index}")

    def _left(self, keys: Mapping[str, object], entered: dt.date, path: str) -> dt.date | None:
        has_values = bool(keys.get("exit")) or bool(keys.get("after"))
        if "left" not in keys:
            return LEFT if "exit" in keys or "after" in keys else None
        if keys["left"] == "no":
            if has_values:
                raise JalonError("example_without_exit", place=Place(field=path + "left"))
            return None
        left = _day(keys["left"], path + "left")
        if left < entered:
            raise _bad_value(left, path + "left", f"a day from {entered} on, or no")
        return left

    def _project(self, code: str) -> int:
        if code not in self.projects:
            self.projects[code] = len(self.projects) + 1
            self._add(
                "projects",
                project=self.projects[code],
                code=code,
                organisation=1,
                start=None,
                end=None,
                countries=[],
                themes=[],
                sdg_targets=[],
                sensitive=False,
            )
        return self.projects[code]

    def _add_observations(self, keys: Mapping[str, object], moment: Moment, path: str) -> None:
        spell = self.rows["enrolments"][-1]
        months = 0
        if moment is Moment.AFTER:
            months = _months(keys.get("months", ""), f"{path}.months")
        start = spell["entry"] if moment in (Moment.ENTRY, Moment.LATEST) else spell["exit"]
        day = _day(keys["date"], f"{path}.date") if "date" in keys else _months_later(start, months)
        codes = sorted(self.catalogue.measures)
        for code, value in keys.items():
            if code in ("date", "months"):
                continue
            self.catalogue.measure(code, Place(field=f"{path}.{code}"))
            self._add(
                "observations",
                project=spell["project"],
                observation=len(self.rows.get("observations", ())) + 1,
                subject=1,
                enrolment=spell["enrolment"],
                measure=codes.index(code) + 1,
                moment="any" if moment is Moment.LATEST else moment.value,
                months_after=months,
                date=day,
                **self._answer(code, _text(value, f"{path}.{code}"), f"{path}.{code}"),
            )

    def _answer(self, code: str, value: str, path: str) -> dict[str, Any]:
        measure = self.catalogue.measures[code]
        if value in _STATES and value not in measure.options:
            return {"state": value, "number": None, "code": None}
        if not measure.is_number:
            self.catalogue.check_option(code, value, Place(field=path))
            return {"state": "known", "number": None, "code": value}
        if not _NUMBER.fullmatch(value):
            raise _bad_value(value, path, "a number such as 1200 or 12.5, unknown or refused")
        return {"state": "known", "number": Decimal(value), "code": None}

    def _add_session(self, given: object, index: int, *, path: str) -> None:
        keys = _mapping(given, path)
        _check_keys(keys, _SESSION_KEYS, f"{path}.")
        spell = self.rows["enrolments"][-1]
        weekly = spell["entry"] + dt.timedelta(days=7 * (index + 1))
        day = _day(keys["date"], f"{path}.date") if "date" in keys else weekly
        number = len(self.rows.get("sessions", ())) + 1
        self._add(
            "sessions",
            project=spell["project"],
            session=number,
            activity=self._activity(spell["project"], keys, path),
            date=day,
            site=None,
            country=spell["country"],
            register=_choice(keys.get("register", "yes"), ("yes", "no"), f"{path}.register") == "yes",
        )
        mark = _choice(keys.get("mark", "present"), _MARKS, f"{path}.mark")
        hours = _text(keys.get("hours", "0"), f"{path}.hours")
        if not _HOURS.fullmatch(hours):
            raise _bad_value(hours, f"{path}.hours", "hours such as 2 or 1.5")
        if mark != "not listed":
            self._add(
                "attendances",
                project=spell["project"],
                session=number,
                subject=1,
                date=day,
                mark=mark,
                hours=Decimal(hours) if "hours" in keys else None,
            )

    def _activity(self, project: int, keys: Mapping[str, object], path: str) -> int:
        code = _text(keys.get("activity", "workshop"), f"{path}.activity")
        key = (project, code)
        if key not in self.activities:
            for name in ("kind", "theme"):
                if name in keys:
                    check_session_option(name, _text(keys[name], f"{path}.{name}"), Place(field=f"{path}.{name}"))
            self.activities[key] = len(self.activities) + 1
            self._add(
                "activities",
                activity=self.activities[key],
                project=project,
                code=code,
                kind=_text(keys.get("kind", "workshop"), f"{path}.kind"),
                theme=_text(keys["theme"], f"{path}.theme") if "theme" in keys else None,
            )
        return self.activities[key]


# What the values of an example may be ---------------------------------------------------------


def _bad_value(found: object, path: str, form: str) -> JalonError:
    key = path.rpartition(".")[2]
    return JalonError("example_value", place=Place(field=path), found=found, key=key, form=form)


def _pick(given: Mapping[str, object], keys: Sequence[str]) -> dict[str, object]:
    return {key: given[key] for key in keys if key in given}


def _check_keys(given: Mapping[str, object], known: Sequence[str], path: str) -> None:
    for key in given:
        if key not in known:
            nearest = nearest_name(key, known)
            place = Place(field=path + key)
            raise JalonError("unknown_key", place=place, nearest=nearest, key=key, known=", ".join(known))


def _mapping(value: object, path: str) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise JalonError("mapping_expected", place=Place(field=path), key=path)


def _items(value: object, path: str) -> Sequence[object]:
    if isinstance(value, list):
        return value
    raise JalonError("list_expected", place=Place(field=path), key=path)


def _text(value: object, path: str) -> str:
    if isinstance(value, str) and value:
        return value
    raise JalonError("text_expected", place=Place(field=path), key=path)


def _choice(value: object, known: Sequence[str], path: str) -> str:
    text = _text(value, path)
    if text in known:
        return text
    place, nearest = Place(field=path), nearest_name(text, known)
    key = path.rpartition(".")[2]
    raise JalonError("unknown_choice", place=place, nearest=nearest, found=text, key=key, known=", ".join(known))


def _day(value: object, path: str) -> dt.date:
    text = _text(value, path)
    try:
        day = dt.date.fromisoformat(text) if len(text) == len("2021-06-01") else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise _bad_value(text, path, f"a day from {YEARS[0]} to {YEARS[-1]} such as 2021-06-01")
    return day


def _birth(value: object) -> tuple[dt.date, dt.date]:
    """The first and last possible day of `1990`, `1990-05` or `1990-05-17`."""
    text = _text(value, "birth")
    earliest = text + "-01" * ((len("1990-05-17") - len(text)) // 3)
    try:
        first = dt.date.fromisoformat(earliest) if len(text) in (4, 7, 10) else None
    except ValueError:
        first = None
    if first is None:
        raise _bad_value(text, "birth", "1990, 1990-05 or 1990-05-17")
    if len(text) == len("1990"):
        return first, first.replace(month=12, day=31)
    if len(text) == len("1990-05"):
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, first


def _months(value: object, path: str) -> int:
    if isinstance(value, str) and value.isdecimal() and 1 <= int(value) <= 120:
        return int(value)
    raise _bad_value(value, path, "months from 1 to 120, such as months: 6")


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month, or its last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
