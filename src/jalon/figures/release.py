"""A release: the figures of a closed period, frozen with their members, definitions and facts.

Nothing in a release ever changes but that the number of an erased member becomes a random mark.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jalon.figures.release_errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import DEFAULT_PURPOSE, Period
from jalon.errors import JalonError, nearest_name
from jalon.figures.compare import Comparison
from jalon.figures.engines import DEFAULT_ENGINE
from jalon.figures.figure import Figure
from jalon.figures.group import Group
from jalon.figures.link import render_link
from jalon.figures.period import parse_period
from jalon.figures.release_answers import (
    FIRST_MARK,
    FrozenAnswer,
    Remembered,
    RememberedArea,
    read_answers,
    read_remembered,
)
from jalon.figures.release_facts import ReleaseFacts
from jalon.figures.release_folder import (
    ANSWERS,
    DEFINITIONS,
    ERASED,
    FIGURES,
    MANIFEST,
    PUBLIC,
    SETS,
    ReleaseManifest,
    check_file,
    read_json,
    read_release_manifest,
)
from jalon.figures.release_group import FrozenGroup
from jalon.figures.scope import KnownCodes, build_known_codes, build_scope, check_purpose
from jalon.home import Home
from jalon.language.definition import Definition


@dataclass(frozen=True, slots=True)
class Stated:
    """What a frozen figure stated: enough for a list, without asking the facts."""

    link: str
    """The figure in one line: `participants?period=2021&project=M`."""
    indicator: str
    scope: Mapping[str, Any]
    """The arguments of `Release.figure`, purpose included where it is not measurement."""
    version: int | None
    definition: str
    """Digest of its definition."""
    value: str | None
    """Exact, as text: `27`, `9/20`, `12.5`."""
    bounds: tuple[str | None, str | None]
    status: str
    collected: bool
    reason: str | None
    """Key of the reason why there is no value."""
    size: int
    no: int
    unknown: int

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


class Release:
    """One release, read from its folder. Make with `open_releases`, `group.releases`, `open_release`."""

    def __init__(self, folder: Path, key: bytes, *, public: bool, engine: str = DEFAULT_ENGINE) -> None:
        self.folder = folder
        self.manifest: ReleaseManifest = read_release_manifest(folder, key)
        self.public = public
        self.engine = engine
        self._key = key

    @property
    def code(self) -> str:
        return self.manifest.code

    @property
    def title(self) -> str:
        return self.manifest.title

    @property
    def period(self) -> Period:
        """The period that was closed."""
        return parse_period(self.manifest.period)

    @property
    def last_day(self) -> dt.date:
        """The last day that it tells of: its period's."""
        end = self.period.end
        assert end is not None  # only what has a last day is closed
        return end

    @property
    def made_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.manifest.made_at)

    @property
    def made_by(self) -> str:
        return self.manifest.made_by

    @property
    def reason(self) -> str:
        return self.manifest.reason

    @property
    def facts_version(self) -> str:
        """That of the facts it was made from."""
        return self.manifest.facts_version

    @property
    def facts_made_at(self) -> str:
        return self.manifest.facts_made_at

    @property
    def digest(self) -> str:
        """HMAC-SHA256 under the group's key of all that the release is, now."""
        return self.manifest.digest

    @property
    def made_with(self) -> str:
        """Its digest when it was made; the same as `digest` while nobody was erased from it."""
        return self.manifest.made_with

    @property
    def erased(self) -> int:
        """How many subjects were erased from it since it was made."""
        return sum(erasure.members for erasure in self.manifest.erasures)

    @property
    def synthetic(self) -> bool:
        return self.manifest.synthetic

    @property
    def name(self) -> str:
        """The group's name, as it was."""
        return self.manifest.group

    @property
    def indicators(self) -> Mapping[str, Definition]:
        """The definitions frozen, by id."""
        return self._group.indicators

    def indicator(self, id: str) -> Definition:
        """The definition as it was. Raises `no_such_indicator`."""
        return self._group.indicator(id)

    @property
    def projects(self) -> tuple[str, ...]:
        return self._group.projects

    @cached_property
    def stated(self) -> Mapping[str, Stated]:
        """What every frozen figure stated, by link, in order. Raises `release_damaged`."""
        return _read_stated(check_file(self.folder, self.manifest, FIGURES), self.manifest.files[FIGURES])

    def figure(self, id: str, period: Period | str | int | None = None, **scope: Any) -> Figure:
        """A figure of the release; the arguments are those of `Group.figure`.

        One that was frozen is as it was; any other is asked of the frozen facts, which no longer hold those who
        were erased since. Raises what `Group.figure` raises, and `release_damaged`.
        """
        figure = self._group.figure(id, period, **scope)
        stated = self.stated.get(link_of(figure))
        if stated is not None and (figure.size, len(figure.unknown), exact(figure.value)) != (
            stated.size,
            stated.unknown,
            stated.value,
        ):
            found = f"{stated.link} was {stated.value} and is now {exact(figure.value)}"
            raise JalonError("release_damaged", code=self.code, found=found)
        return figure

    def find(self, id: str, period: Period | str | int | None = None, **scope: Any) -> Figure | None:
        """The frozen figure of this very scope; None where it was not frozen, or its codes were not known then."""
        return self.figure(id, period, **scope) if self.states(id, period, **scope) else None

    def states(
        self, id: str, period: Period | str | int | None = None, purpose: str = DEFAULT_PURPOSE, **scope: Any
    ) -> bool:
        """Whether the figure of this very scope was frozen. Raises `bad_period`, `unknown_purpose` and why its
        indicator does not load."""
        try:
            self.indicator(id)
            check_purpose(purpose)
            asked = build_scope(self.codes, period=period, **scope)
        except JalonError as error:
            if error.id in ("no_such_indicator", "unknown_scope_code"):
                return False
            raise
        return render_link(id, asked, purpose) in self.stated

    def figures(self) -> Iterator[Figure]:
        """Every frozen figure, in order."""
        return (self.figure(one.indicator, **one.scope) for one in self.stated.values())

    def compare(
        self, other: Release | Group, id: str, period: Period | str | int | None = None, **scope: Any
    ) -> Comparison:
        """This release with another, or with the group today: one figure, why each member differs.

        The older facts come first, whichever is asked. Raises what `Figure.compare` raises.
        """
        one, two = self.figure(id, period, **scope), other.figure(id, period, **scope)
        return two.compare(one) if other.facts_made_at < self.facts_made_at else one.compare(two)

    def check(self) -> None:
        """Hold every file against its digest. Raises `release_damaged`."""
        for name in self.manifest.files:
            check_file(self.folder, self.manifest, name)

    def __repr__(self) -> str:
        public = "public" if self.public else "not public"
        return f"Release({self.code!r}: {self.manifest.period}, {public}, facts {self.facts_version[:12]})"

    @cached_property
    def facts(self) -> ReleaseFacts:
        """The facts it was made from, without those who were erased since."""
        return ReleaseFacts(self.folder, self.manifest)

    @cached_property
    def codes(self) -> KnownCodes:
        return build_known_codes(self.facts)

    @cached_property
    def answers(self) -> dict[str, FrozenAnswer]:
        """The sets that answered each question when it was made."""
        answers, sets = (check_file(self.folder, self.manifest, name) for name in (ANSWERS, SETS))
        return read_answers(answers, sets)

    @property
    def remembered(self) -> Mapping[str, Mapping[int, Remembered]]:
        """What is kept of members erased since, by question and mark."""
        return self._erased[0]

    @property
    def areas(self) -> Mapping[str, Mapping[str, RememberedArea]]:
        """What was said of areas in which a place has been erased since, by question and set."""
        return self._erased[1]

    @property
    def marks(self) -> frozenset[int]:
        """The random marks of those erased since."""
        return frozenset(mark for members in self.remembered.values() for mark in members if mark >= FIRST_MARK)

    @cached_property
    def _erased(self) -> tuple[dict[str, dict[int, Remembered]], dict[str, dict[str, RememberedArea]]]:
        if ERASED not in self.manifest.files:
            return {}, {}
        return read_remembered(read_json(self.folder, self.manifest, ERASED))

    @cached_property
    def _group(self) -> FrozenGroup:
        return FrozenGroup(
            self.facts,
            read_json(self.folder, self.manifest, DEFINITIONS),
            lambda: self.answers,
            self.remembered,
            self.areas,
            key=self._key,
            age_bands=self.manifest.age_bands,
            name=self.name,
            engine=self.engine,
        )


@lru_cache(maxsize=8)
def _read_stated(file: Path, digest: str) -> Mapping[str, Stated]:
    """By link. Kept by file and its `digest`, since a command opens its releases again after each change, which is
    seldom one of these."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    stated = {row["link"]: Stated(**row | {"bounds": tuple(row["bounds"])}) for row in rows}
    return MappingProxyType(stated)


def link_of(figure: Figure) -> str:
    """The one line that names a figure."""
    assert figure.scope is not None
    return render_link(figure.indicator, figure.scope, figure.purpose)


def exact(value: object) -> str | None:
    return None if value is None else str(value)


def in_order(releases: Iterable[Release]) -> tuple[Release, ...]:
    """The one order of releases: by how far they tell, then by when they were made. The last of it is the latest.

    A release made late of an earlier period takes nobody back in time. Of two that tell as far, the one made later holds
    what was corrected in between, whatever day its period begins: both tell of all that was before.
    """
    return tuple(sorted(releases, key=lambda release: (release.last_day, release.made_at, release.code)))


def find_latest_public(releases: Iterable[Release]) -> Release | None:
    """The release that anybody reads today; None where none is public."""
    return next((release for release in reversed(in_order(releases)) if release.public), None)


def read_releases(folder: Path, key: bytes, engine: str = DEFAULT_ENGINE) -> tuple[Release, ...]:
    """Every release in HOME/releases, `in_order`. Raises `release_damaged`, `release_of_another_format`."""
    public = read_public(folder)
    codes = sorted(path.parent.name for path in folder.glob(f"[!.]*/{MANIFEST}"))
    return in_order(Release(folder / code, key, public=code in public, engine=engine) for code in codes)


def read_public(folder: Path) -> frozenset[str]:
    """Codes of the releases that may be shown to anybody."""
    try:
        return frozenset(json.loads((folder / PUBLIC).read_text(encoding="utf-8"))["public"])
    except FileNotFoundError:
        return frozenset()


def open_releases(home: Home, *, engine: str = DEFAULT_ENGINE) -> tuple[Release, ...]:
    """The releases of a group, `in_order`. Raises `release_damaged`, `release_of_another_format`."""
    return read_releases(home.releases, home.key, engine)


def open_release(home: Home, code: str, *, engine: str = DEFAULT_ENGINE) -> Release:
    """One release. Raises `no_such_release`, `release_damaged`, `release_of_another_format`."""
    known = sorted(path.parent.name for path in home.releases.glob(f"[!.]*/{MANIFEST}"))
    if code not in known:
        raise JalonError("no_such_release", nearest=nearest_name(code, known), found=code)
    return Release(home.releases / code, home.key, public=code in read_public(home.releases), engine=engine)
