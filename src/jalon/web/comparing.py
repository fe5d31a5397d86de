"""Two sides of a comparison, and why they differ: through disclosure, with the members for staff alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jalon.disclosure import ShownComparison, show_comparison
from jalon.errors import JalonError, nearest_name
from jalon.facts.store import Facts
from jalon.figures.compare import Comparison, Reason
from jalon.figures.figure import Figure
from jalon.figures.group import Group
from jalon.figures.link import SCOPE
from jalon.figures.members import Members
from jalon.figures.moved import Moved, Row
from jalon.figures.release import Release
from jalon.web.asking import Asking, plain_scope
from jalon.web.question import codes_of
from jalon.web.words import say
from jalon.workflows.published import check_published

TODAY = "today"
RELEASE = "release:"
SIDES = ("before", "after")
MEMBERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Side:
    """Where one figure is taken from, and its scope."""

    source: str
    """`today`, or `release:` and its code."""
    scope: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator on two sides; the row that is opened onto its members, and the page of them."""

    id: str
    before: Side
    after: Side
    opened: str = ""
    page: int = 1

    def address(self, language: str, **changed: str) -> str:
        """Where this is answered; `open` and `page` as given."""
        pairs = [("indicator", self.id)]
        for name, side in zip(SIDES, (self.before, self.after), strict=True):
            pairs.append((name, side.source))
            pairs += [(f"{name}_{key}", code) for key in side.scope for code in codes_of(side.scope[key])]
        pairs += [(name, value) for name, value in changed.items() if value]
        return f"{reverse('compare', kwargs={'language': language})}?{urlencode(pairs)}"


def read_asked(given: Iterable[tuple[str, str]], sources: Sequence[str]) -> Asked | None:
    """What the address asks; None where it names no indicator. A part of the scope without `before_` or `after_` is
    of both sides.

    Raises `bad_question`.
    """
    known = ("indicator", *SIDES, "open", "page", *SCOPE, *(f"{side}_{name}" for side in SIDES for name in SCOPE))
    plain: dict[str, str] = {}
    scopes: dict[str, dict[str, Any]] = {side: {} for side in SIDES}
    for name, value in ((name, value.strip()) for name, value in given):
        if name not in known:
            raise JalonError("bad_question", nearest=nearest_name(name, known), found=name, known=", ".join(known[:13]))
        if not value:
            continue
        side, _, key = name.partition("_")
        if name in SCOPE:
            for scope in scopes.values():
                _add(scope, name, value)
        elif key in SCOPE and side in SIDES:
            _add(scopes[side], key, value)
        else:
            plain[name] = value
    if "indicator" not in plain:
        return None
    page = plain.get("page", "1")
    if not page.isdecimal() or not 0 < int(page) < 10_000_000:
        raise JalonError("bad_question", found=f"page = {page}", known="1, 2, 3 …")
    chosen = {side: plain.get(side, default) for side, default in zip(SIDES, default_sides(sources), strict=True)}
    before, after = (Side(chosen[side], scopes[side]) for side in SIDES)
    return Asked(plain["indicator"], before, after, plain.get("open", ""), int(page))


def default_sides(sources: Sequence[str]) -> tuple[str, str]:
    """The two latest: the last release and today, or the last two releases."""
    last = list(sources[-2:]) or [TODAY]
    return last[0], last[-1]


def sources_of(asking: Asking) -> list[str]:
    """Where this reader may take a figure from, the latest last."""
    released = [f"{RELEASE}{release.code}" for release in asking.releases]
    return [*released, TODAY] if asking.reader.is_staff else released


def compare_sides(asking: Asking, asked: Asked) -> tuple[Comparison, bool]:
    """The comparison, the older facts first; and whether the sides had to be turned for that.

    Raises `no_such_release`, `sign_in_first`, `not_published`, and what `Group.figure` and `Figure.compare` raise.
    """
    (one, made), (two, made_then) = (_figure(asking, asked.id, side) for side in (asked.before, asked.after))
    is_turned = made_then < made
    return (two.compare(one), True) if is_turned else (one.compare(two), False)


def shown_sides(asking: Asking, asked: Asked) -> tuple[ShownComparison, bool]:
    """The same as this reader may see it; kept, and equal in every language. Raises what `compare_sides` raises."""

    def make() -> tuple[ShownComparison, bool]:
        comparison, is_turned = compare_sides(asking, asked)
        return show_comparison(comparison, asking.policy), is_turned

    sides = [(side.source, plain_scope(side.scope)) for side in (asked.before, asked.after)]
    return asking.kept(("comparison", asked.id, *sides), make)


def _figure(asking: Asking, id: str, side: Side) -> tuple[Figure, str]:
    source = find_source(asking, side.source)
    if isinstance(source, Group):
        return source.figure(id, **side.scope), source.facts_made_at
    scope = {"period": source.manifest.period, **side.scope}
    check_published(source, str(scope["period"]))
    return source.figure(id, **scope), source.facts_made_at


def find_source(asking: Asking, name: str) -> Group | Release:
    """Raises `no_such_release`, `sign_in_first`, `bad_question`."""
    if name == TODAY:
        if not asking.reader.is_staff:
            raise asking.refusal()
        return asking.group
    code = name.removeprefix(RELEASE)
    if not name.startswith(RELEASE):
        raise JalonError("bad_question", found=name, known=", ".join(sources_of(asking)) or TODAY)
    found = {release.code: release for release in asking.releases}
    if code not in found:
        raise JalonError("no_such_release", nearest=nearest_name(code, found), found=code)
    return found[code]


def _add(scope: dict[str, Any], name: str, value: str) -> None:
    if name in ("period", "purpose"):
        if name in scope:
            raise JalonError("bad_question", found=f"{name} = {scope[name]}, {value}", known=", ".join(SCOPE))
        scope[name] = value
    else:
        scope[name] = value if name not in scope else [*codes_of(scope[name]), value]


# Members ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One record that the two figures see differently, in words."""

    what: str
    changes: tuple[tuple[str, str, str], ...]
    """Field, before, after; of a record that came or went, the side it is on."""
    came: bool = False
    went: bool = False


def find_opened(comparison: Comparison, opened: str) -> tuple[Reason, str, Members]:
    """The row that `corrected.gained` names. Raises `bad_question`."""
    rows = {f"{reason}.{way}": (reason, way, members) for reason, way, members in comparison.rows()}
    if opened not in rows:
        raise JalonError(
            "bad_question", nearest=nearest_name(opened, rows), found=f"open = {opened}", known=", ".join(rows) or "—"
        )
    return rows[opened]


class RowNamer:
    """How rows of some facts are told: numbers of projects, measures and sites by their codes, read once."""

    def __init__(self, facts: Facts, language: str) -> None:
        self.language = language
        self._codes = {
            "project": {row["project"]: row["code"] for row in facts.table("projects").to_pylist()},
            "measure": {row["measure"]: row["code"] for row in facts.table("measures").to_pylist()},
            "site": {row["site"]: row["code"] for row in facts.table("sites").to_pylist()},
        }

    def name(self, moved: Moved) -> MovedRow:
        row = moved.after or moved.before
        assert row is not None
        return MovedRow(
            self._what(moved.table, row),
            tuple(self._changes(moved)),
            came=moved.before is None,
            went=moved.after is None,
        )

    def _what(self, table: str, row: Row) -> str:
        kinds = {
            "subjects": say("Record", self.language),
            "same_subject": say("Counted as", self.language),
            "enrolments": say("Spell", self.language),
            "attendances": say("Attendance", self.language),
            "observations": say("Answer given", self.language),
        }
        details = [str(self._code(name, row[name])) for name in ("project", "measure") if name in row]
        if table == "attendances":
            details.append(say("session {number}", self.language, number=row["session"]))
        return ", ".join([kinds[table], *details])

    def _changes(self, moved: Moved) -> Iterator[tuple[str, str, str]]:
        was, now = moved.before or {}, moved.after or {}
        for name in was or now:
            if name in HIDDEN or was.get(name) == now.get(name):
                continue
            if (not was or not now) and (was or now).get(name) in (None, [], 0, False):
                continue
            yield (
                say(FIELDS[name], self.language) if name in FIELDS else name.replace("_", " "),
                self._plain(name, was[name]) if was else "",
                self._plain(name, now[name]) if now else "",
            )

    def _code(self, name: str, value: Any) -> Any:
        return self._codes.get(name, {}).get(value, value)

    def _plain(self, name: str, value: Any) -> str:
        value = self._code(name, value)
        if isinstance(value, bool):
            return say("yes" if value else "no", self.language)
        if value is None or value == []:
            return "—"
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


HIDDEN = frozenset({"subject", "enrolment", "observation", "session", "project", "measure"})
"""What already says which record it is."""
FIELDS: Mapping[str, str] = {
    "sex": "sex",
    "birth_earliest": "born from",
    "birth_latest": "born until",
    "nationality": "nationality",
    "permits": "permits",
    "refuses": "refuses",
    "same_as": "one with",
    "site": "site",
    "country": "country",
    "entry": "entry",
    "exit": "exit",
    "implicit": "made by signing in",
    "date": "date",
    "mark": "mark",
    "hours": "hours",
    "moment": "moment",
    "months_after": "months after",
    "state": "state",
    "number": "number",
    "code": "answer",
    "kind": "nature",
}
