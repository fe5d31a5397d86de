"""How a view gets what it shows: the group's figures, its releases, and what this reader may see of them.

`ask(request)` is the one way in. All that leaves here has been through disclosure: a visitor sees what is public, with
small numbers withheld; staff see live figures with their true numbers. Answers are kept by what they depend on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

import jalon.web.errors  # noqa: F401  (its catalogue)
from jalon.disclosure import (
    DEFAULT_POLICY,
    Policy,
    ShownBreakdown,
    ShownFigure,
    ShownOverlap,
    show_breakdown,
    show_figure,
    show_overlap,
)
from jalon.errors import JalonError
from jalon.facts.manifest import manifest_file
from jalon.figures.figure import Figure
from jalon.figures.group import Group, open_group
from jalon.home import Home, open_home
from jalon.web.kept import Kept
from jalon.web.language import language_of, other_language_address
from jalon.workflows.directory import Directory, read_directory

T = TypeVar("T")

KEPT_FIGURES = 4000
KEPT_PAGES = 1000

ScopeAsked = Mapping[str, Any]
"""The arguments of `Group.figure` besides the indicator: period, project, organisation, country …"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads. A visitor has no name."""

    name: str = ""

    @property
    def is_staff(self) -> bool:
        return bool(self.name)

    @property
    def policy(self) -> Policy | None:
        """What is withheld from this reader; nothing where she has access to the members."""
        return None if self.is_staff else DEFAULT_POLICY

    @property
    def sees(self) -> str:
        """Readers of whom this is equal see the same."""
        return "live" if self.is_staff else "public"


VISITOR = Reader()


class Site:
    """One home's figures, directory and kept answers, shared by all threads of the process."""

    def __init__(self, path: Path) -> None:
        self.home: Home = open_home(path)
        self.pages: Kept[Any] = Kept(KEPT_PAGES)
        self.answers: Kept[Any] = Kept(KEPT_FIGURES)
        self._lock = threading.RLock()
        self._opened: tuple[object, Group, Directory] | None = None

    def open(self) -> tuple[Group, Directory]:
        """The group and its directory as the last refresh of the facts left them. Raises `no_facts`."""
        stamp = self._stamp()
        opened = self._opened
        if opened is None or opened[0] != stamp:
            with self._lock:
                opened = self._opened
                if opened is None or opened[0] != stamp:
                    opened = self._opened = (stamp, open_group(self.home.path), read_directory())
        return opened[1], opened[2]

    def compute(self, make: Callable[[], T]) -> T:
        """One computation at a time: what an engine keeps of the facts is not made for two threads."""
        with self._lock:
            return make()

    def _stamp(self) -> object:
        try:
            state = manifest_file(self.home.facts).stat()
        except FileNotFoundError:
            return None
        return state.st_mtime_ns, state.st_size


_sites: dict[Path, Site] = {}
_sites_lock = threading.Lock()


def current_site() -> Site:
    """The site of the home that Django is set up on. Raises `no_home`, `bad_settings`."""
    path = Path(settings.JALON_HOME)
    with _sites_lock:
        if path not in _sites:
            _sites.clear()  # a process serves one home; tests follow one another
            _sites[path] = Site(path)
        return _sites[path]


class Asking:
    """What one reader asks of the site in one request. Make with `ask`."""

    def __init__(self, site: Site, reader: Reader, language: str) -> None:
        self.site = site
        self.reader = reader
        self.language = language
        self._group, self.directory = site.open()

    @property
    def home(self) -> Home:
        return self.site.home

    @property
    def group(self) -> Group:
        """Live figures: for what is no number (definitions, codes), and for staff."""
        return self._group

    @property
    def version(self) -> tuple[str, ...]:
        """All that what this reader sees depends on, besides the question."""
        return (self.reader.sees, self._group.facts_version, self._group.facts_made_at)

    def figure(self, id: str, scope: ScopeAsked) -> ShownFigure:
        """A figure as this reader may see it. Raises what `Group.figure` raises."""
        return self._kept(
            ("figure", id, _plain(scope)), lambda: show_figure(self._figure(id, scope), self.reader.policy)
        )

    def breakdown(self, id: str, scope: ScopeAsked, dimensions: Sequence[str]) -> ShownBreakdown:
        """Its table by these dimensions, as this reader may see it. Raises what `Figure.by` raises."""

        def make() -> ShownBreakdown:
            return show_breakdown(self._figure(id, scope).by(*dimensions), self.reader.policy)

        return self._kept(("breakdown", id, _plain(scope), tuple(dimensions)), make)

    def overlap(self, id: str, scopes: Sequence[ScopeAsked]) -> ShownOverlap:
        """Who is in which of the figures of these scopes. Raises what `Figure.overlap` raises."""

        def make() -> ShownOverlap:
            first, *others = (self._figure(id, scope) for scope in scopes)
            return show_overlap(first.overlap(*others), self.reader.policy)

        return self._kept(("overlap", id, tuple(map(_plain, scopes))), make)

    def members(self, id: str, scope: ScopeAsked) -> Figure:
        """The figure with its members. Raises `sign_in_first` unless staff ask."""
        if not self.reader.is_staff:
            raise JalonError("sign_in_first")
        return self.site.compute(lambda: self._figure(id, scope))

    def _figure(self, id: str, scope: ScopeAsked) -> Figure:
        return self._group.figure(id, **scope)

    def _kept(self, question: tuple[object, ...], make: Callable[[], T]) -> T:
        answer: T = self.site.answers.get((self.version, *question), lambda: self.site.compute(make))
        return answer


def ask(request: HttpRequest) -> Asking:
    """What this request may ask. Raises `no_home`, `no_facts`."""
    return Asking(current_site(), reader_of(request), language_of(request))


def reader_of(request: HttpRequest) -> Reader:
    """Staff are those who signed in and are said to be staff; everybody else is a visitor."""
    user = getattr(request, "user", None)
    return Reader(user.get_username()) if user is not None and user.is_active and user.is_staff else VISITOR


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows, a page that only says what is wrong included."""
    frame: dict[str, Any] = {
        "language": language_of(request),
        "other_language": other_language_address(request),
        "reader": reader_of(request),
        "section": getattr(request.resolver_match, "url_name", "") or "",
    }
    try:
        site = current_site()
        group, _ = site.open()
    except JalonError:
        return frame
    return frame | {
        "home": site.home,
        "facts_version": group.facts_version[:12],
        "facts_made_at": group.facts_made_at[:10],
    }


def _plain(scope: ScopeAsked) -> tuple[tuple[str, object], ...]:
    """The scope as part of a key, written one way."""
    return tuple(
        sorted(
            (name, tuple(sorted(value)) if isinstance(value, list | tuple) else str(value))
            for name, value in scope.items()
        )
    )
