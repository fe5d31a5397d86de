"""How a view gets what it shows: the group's figures, its releases, and what this reader may see of them.

`ask(request)` is the one way in. All that leaves here has been through disclosure: a visitor sees what is public, with
small numbers withheld; staff see live figures with their true numbers. Answers are kept by what they depend on.
"""

from __future__ import annotations

import datetime as dt
import secrets
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

import jalon.web.errors  # noqa: F401  (its catalogue)
from jalon.disclosure import (
    Policy,
    ShownBreakdown,
    ShownFigure,
    ShownOverlap,
    open_policy,
    show_breakdown,
    show_figure,
    show_overlap,
)
from jalon.disclosure.questions import AskedByVisitors, Offer, open_questions
from jalon.errors import JalonError, JalonErrors
from jalon.facts.manifest import manifest_file
from jalon.figures.band import Band
from jalon.figures.figure import Figure
from jalon.figures.group import Group, open_group
from jalon.figures.period import render_short_period
from jalon.figures.release import Release
from jalon.figures.release_folder import MANIFEST, PUBLIC
from jalon.home import Home, open_home
from jalon.language.definition import Definition, Kind, Unit
from jalon.records.actions.accounts import read_members
from jalon.records.permissions import NOTHING, Sight, sight_of
from jalon.web.kept import Kept
from jalon.web.language import language_of, other_language_address
from jalon.web.wording import name_day
from jalon.workflows.directory import Directory, read_directory
from jalon.workflows.doubts import read_doubts
from jalon.workflows.published import check_published
from jalon.workflows.settle import Part, build_offer, group_policy, settle

T = TypeVar("T")

KEPT_FIGURES = 8000
KEPT_PAGES = 2000
SETTLING = 5.0
"""Seconds given to what the group tells next, before pages are asked; the rest is decided as it is asked for."""
LONGEST_REST = 1.0
"""After each part of it readers have the computer for as long as it took, a second at most."""
TOGETHER = 2
"""So much of it is decided in one trial here, fewer than by the command: a reader who asks something new waits for one."""

Stamp = tuple[tuple[str, int, int], ...]
"""Files that say what there is to see, each with its time and size: the facts first, then settings and releases."""

ScopeAsked = Mapping[str, Any]
"""The arguments of `Group.figure` besides the indicator: period, project, organisation, country …"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and what is open to her. A visitor has no name, and sees what is published."""

    name: str = ""
    sight: Sight = NOTHING
    is_inside: bool = False
    """Whether this is about a scope within her sight (`Asking.within`)."""
    is_site: bool = field(default=False, compare=False)
    """Whether it is the site itself, which asks pages before anybody does: it uses up no question of a visitor's."""

    @property
    def is_staff(self) -> bool:
        """Whether she sees live figures here, with their true numbers."""
        return self.is_inside or self.sight.figures.everything

    @property
    def sees(self) -> str:
        """Readers of whom this is equal see the same."""
        return "live" if self.is_staff else "public"

    @property
    def where(self) -> str:
        """The codes of what is open to her."""
        return ", ".join(sorted(self.sight.figures.projects))


VISITOR = Reader()
THE_SITE = Reader(is_site=True)
SITE_HEADER = "X-Jalon-Site"
SITE_TOKEN = secrets.token_urlsafe(24)
"""With which this process knows its own requests."""


@dataclass(frozen=True, eq=False)
class Opened:
    """What a home holds at one moment: live figures, releases, names."""

    stamp: Stamp
    group: Group
    releases: tuple[Release, ...]
    directory: Directory
    home: Home
    policy: Policy
    """What the settings decide, beside all that was published."""

    @property
    def public(self) -> tuple[Release, ...]:
        """Releases that anybody may see, `in_order`: the latest last."""
        return tuple(release for release in self.releases if release.public)

    @cached_property
    def checking_policy(self) -> Policy:
        """The same for what is only checked: nothing of it is kept as told."""
        return open_policy(self.home, records=False)

    @cached_property
    def offer(self) -> Offer:
        """What visitors may ask without its being counted."""
        return build_offer(self.public)


class Site:
    """One home's figures, directory and kept answers, shared by all threads of the process."""

    def __init__(self, path: Path) -> None:
        self.home: Home = open_home(path)
        self.pages: Kept[Any] = Kept(KEPT_PAGES)
        self.answers: Kept[Any] = Kept(KEPT_FIGURES)
        self._lock = threading.RLock()
        self._opened: Opened | None = None
        self._settled: Opened | None = None
        self._questions = open_questions(self.home)

    def open(self) -> Opened:
        """The group as its last refresh and its last release left it. Raises `no_facts`, `release_damaged`."""
        stamp = self.stamp()
        opened = self._opened
        if opened is None or opened.stamp != stamp:
            with self._lock:
                opened = self._opened
                if opened is None or opened.stamp != stamp:
                    group, released = open_group(self.home.path), stamp[1:]
                    # After a refresh the releases are the same ones, with what was made of them.
                    is_same = opened is not None and opened.stamp[1:] == released
                    releases = opened.releases if opened is not None and is_same else group.releases
                    self.home = open_home(self.home.path)
                    policy = open_policy(self.home)
                    opened = self._opened = Opened(stamp, group, releases, read_directory(), self.home, policy)
        return opened

    def visitors_policy(self, opened: Opened, *, is_site: bool) -> Policy:
        """What is withheld from whoever has no access: decided beside all that was published, after what the group
        tells first, and kept. Questions that the group did not offer are counted, and the site asks none of its own."""
        assert opened.policy.published is not None
        asked = AskedByVisitors(
            opened.policy.published,
            self._questions,
            opened.offer,
            opened.public[-1].code if opened.public else "",
            most=0 if is_site else opened.home.withholding.questions,
            settle=lambda: self.settle(opened),
        )
        return replace(opened.policy, published=asked)

    def settle(self, opened: Opened, *, whole: bool = False) -> None:
        """Decide what the latest public release tells first, unless it is done; the `whole` of it, and what the others
        tell, with what comes next. Visitors wait for the first, once. Raises `no_certificate`, `bad_published`."""
        if (self._settled is opened and not whole) or not opened.public:
            return
        policy = group_policy(opened.home, opened.public, opened.policy)
        compute = self._compute_and_rest if whole else self.compute
        settle(opened.home, opened.public[-1], policy, Part.FIRST, compute=compute, together=TOGETHER)
        self._settled = opened
        if whole:
            until = time.monotonic() + SETTLING
            for release in reversed(opened.public):
                for part in (Part.FIRST, Part.REST):
                    settle(opened.home, release, policy, part, compute=compute, until=until, together=TOGETHER)

    def compute(self, make: Callable[[], T]) -> T:
        """One computation at a time: what an engine keeps of the facts is not made for two threads."""
        with self._lock:
            return make()

    def _compute_and_rest(self, make: Callable[[], None]) -> None:
        """The same for work that nobody waits for: a lock lets in whoever comes first, which would always be this."""
        start = time.monotonic()
        self.compute(make)
        time.sleep(min(time.monotonic() - start, LONGEST_REST))

    def stamp(self) -> Stamp:
        """Changes, in its first part, whenever the facts are refreshed; in the others, when a release is made, erased
        from, or made public.
        """
        files = [manifest_file(self.home.facts), self.home.path / "jalon.toml", self.home.releases / PUBLIC]
        files += sorted(self.home.releases.glob(f"[!.]*/{MANIFEST}"))
        return tuple(_state_of(file) for file in files)


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
        self.opened = site.open()
        self.directory = self.opened.directory

    def within(self, *scopes: ScopeAsked) -> Asking:
        """The same asked about these scopes: who has access to all of them sees their live figures, and no others."""
        inside = all(self.reader.sight.figures.holds(scope) for scope in scopes)
        if inside == self.reader.is_staff:
            return self
        return Asking(self.site, replace(self.reader, is_inside=inside), self.language)

    def can_open(self, *scopes: ScopeAsked) -> bool:
        """Whether this reader may see who is behind figures of these scopes."""
        return all(self.reader.sight.members.holds(scope) for scope in scopes)

    def check_can_open(self, *scopes: ScopeAsked) -> None:
        """Raises `sign_in_first`, `not_for_you`."""
        if not self.can_open(*scopes):
            raise self.refusal()

    def refusal(self) -> JalonError:
        """Why this reader does not see something: nobody signed in, or her account does not open it."""
        if self.reader.name:
            return JalonError("not_for_you", name=self.reader.name)
        return JalonError("sign_in_first")

    @property
    def home(self) -> Home:
        return self.opened.home

    @property
    def policy(self) -> Policy | None:
        """What is withheld from this reader here; nothing where she has access."""
        return None if self.reader.is_staff else self.public_policy

    @cached_property
    def public_policy(self) -> Policy:
        """What is withheld from whoever has no access."""
        return self.site.visitors_policy(self.opened, is_site=self.reader.is_site)

    @property
    def group(self) -> Group:
        """Live figures: for staff, and for what is no figure (codes, names of measures)."""
        return self.opened.group

    @property
    def releases(self) -> tuple[Release, ...]:
        """Those this reader may see, `in_order`: the latest last."""
        return self.opened.releases if self.reader.is_staff else self.opened.public

    @property
    def release(self) -> Release | None:
        """The latest of them."""
        return self.releases[-1] if self.releases else None

    @property
    def source(self) -> Group | Release:
        """Where this reader's figures come from: for staff the live ones, for a visitor the latest public release.

        Raises `nothing_published`.
        """
        if self.reader.is_staff:
            return self.opened.group
        if self.release is None:
            raise JalonError("nothing_published")
        return self.release

    @property
    def period(self) -> str | None:
        """The period meant where none is said: for a visitor that of the release."""
        return None if isinstance(self.source, Group) else render_short_period(self.source.period)

    @property
    def version(self) -> tuple[str, ...]:
        """All that what this reader sees depends on, besides the question."""
        seen = [f"{release.code} {release.digest} {release.public}" for release in self.releases]
        has_access = self.reader.is_staff or bool(self.reader.sight.figures)
        live = (self.group.facts_version, self.group.facts_made_at) if has_access else ()
        return (self.reader.sees, str(self.home.withholding), *seen, *live)

    def definition(self, id: str) -> Definition:
        """The indicator, as the figures that this reader sees were made. Raises `no_such_indicator`."""
        return self.site.compute(lambda: self.source.indicator(id))

    @property
    def definitions(self) -> Mapping[str, Definition]:
        """Every indicator, by id."""
        return self.site.compute(lambda: self.source.indicators)

    def figure(self, id: str, scope: ScopeAsked, *, of: Group | Release | None = None) -> ShownFigure:
        """A figure as this reader may see it, of a release where one is named.

        Raises `sign_in_first`, `not_for_you`, and what `Group.figure` raises.
        """
        asking = self._about(scope)
        source = of or asking.source
        if not (asking.reader.is_staff or source in asking.releases):
            raise self.refusal()
        return asking.kept(
            ("figure", name_source(source), id, plain_scope(scope)),
            lambda: show_figure(asking._figure(source, id, scope), asking.policy),
        )

    def breakdown(self, id: str, scope: ScopeAsked, dimensions: Sequence[str]) -> ShownBreakdown:
        """Its table by these dimensions, as this reader may see it. Raises what `Figure.by` raises."""
        asking = self._about(scope)

        def make() -> ShownBreakdown:
            return show_breakdown(asking._figure(asking.source, id, scope).by(*dimensions), asking.policy)

        return asking.kept(("breakdown", id, plain_scope(scope), tuple(dimensions)), make)

    def overlap(self, id: str, scopes: Sequence[ScopeAsked]) -> ShownOverlap:
        """Who is in which of the figures of these scopes. Raises what `Figure.overlap` raises."""
        asking = self._about(*scopes)

        def make() -> ShownOverlap:
            first, *others = (asking._figure(asking.source, id, scope) for scope in scopes)
            return show_overlap(first.overlap(*others), asking.policy)

        return asking.kept(("overlap", id, tuple(map(plain_scope, scopes))), make)

    def band(self, id: str, scope: ScopeAsked, stamp: Hashable) -> Band | None:
        """Between what a live count of people lies, since who is who is not wholly settled, for who sees its true
        number. None for everybody else: its ends would be sums that no disclosure has passed; and where there is none.

        `stamp` changes with what waits.
        """
        asking = self._about(scope)
        if not asking.reader.is_staff:
            return None
        doubts = asking.kept(("doubts", stamp), read_doubts)

        def make() -> Band | None:
            figure = asking._figure(asking.group, id, scope)
            is_banded = figure.kind is Kind.COUNT and figure.unit == Unit.PERSON
            return figure.band(doubts) if is_banded else None

        return asking.kept(("band", id, plain_scope(scope), stamp), make)

    def members(self, id: str, scope: ScopeAsked) -> Figure:
        """The live figure with its members. Raises `sign_in_first`, `not_for_you`."""
        self.check_can_open(scope)
        return self.site.compute(lambda: self._figure(self.group, id, scope))

    def kept(self, question: tuple[object, ...], make: Callable[[], T]) -> T:
        """What is made once for all readers who see the same, one computation at a time; never ask it within another."""
        answer: T = self.site.answers.get((self.version, *question), lambda: self.site.compute(make))
        return answer

    def note_read(self, link: str, unit: str, numbers: Iterable[int]) -> None:
        """Keep that this reader was shown these members of a figure."""
        read_members(by=self.reader.name, figure=link, unit=unit, numbers=numbers)

    def _about(self, *scopes: ScopeAsked) -> Asking:
        """As this page is asked; what leads out of the scopes that are open to its reader is as a visitor sees it."""
        return self.within(*scopes) if self.reader.is_inside else self

    def _figure(self, source: Group | Release, id: str, scope: ScopeAsked) -> Figure:
        asked = {"period": self.period, **scope}
        if isinstance(source, Group):
            return source.figure(id, **asked)
        check_published(source, asked["period"])
        return source.figure(id, **asked)


ASKING = "jalon.asking"
"""Where a request keeps what was asked of it: the frame of a page tells of the same reader and source as the page."""


def ask(request: HttpRequest) -> Asking:
    """What this request may ask. Raises `no_home`, `no_facts`."""
    asking = request.META[ASKING] = Asking(current_site(), reader_of(request), language_of(request))
    return asking


def ask_within(request: HttpRequest, asking: Asking, *scopes: ScopeAsked) -> Asking:
    """The same for a page about these scopes, its frame included: live for who has access to them."""
    asking = request.META[ASKING] = asking.within(*scopes)
    return asking


def reader_of(request: HttpRequest) -> Reader:
    """Whoever signed in, with what her account opens; everybody else is a visitor."""
    if secrets.compare_digest(request.headers.get(SITE_HEADER, "").encode(), SITE_TOKEN.encode()):
        return THE_SITE
    user = getattr(request, "user", None)
    return Reader(user.get_username(), sight_of(user)) if user is not None and user.is_authenticated else VISITOR


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows, a page that only says what is wrong included."""
    asking: Asking | None = request.META.get(ASKING)
    frame: dict[str, Any] = {
        "language": language_of(request),
        "other_language": other_language_address(request),
        "reader": asking.reader if asking else reader_of(request),
        "section": getattr(request.resolver_match, "url_name", "") or "",
    }
    try:
        site = current_site()
        frame["home"] = site.home
        asking = asking or Asking(site, frame["reader"], frame["language"])
        source = asking.source
    except (JalonError, JalonErrors):
        return frame  # the page itself says what is wrong
    return frame | {
        "facts_version": source.facts_version[:12],
        "facts_made_at": name_day(dt.date.fromisoformat(source.facts_made_at[:10]), asking.language),
        "release": source if isinstance(source, Release) else None,
    }


def name_source(source: Group | Release) -> str:
    """`today` or `release:2021-12`: how an address names where a figure comes from."""
    return "today" if isinstance(source, Group) else f"release:{source.code}"


def _state_of(file: Path) -> tuple[str, int, int]:
    try:
        state = file.stat()
    except FileNotFoundError:
        return str(file), 0, 0
    return str(file), state.st_mtime_ns, state.st_size


def plain_scope(scope: ScopeAsked) -> tuple[tuple[str, object], ...]:
    """The scope as part of a key, written one way."""
    return tuple(
        sorted(
            (name, tuple(sorted(value)) if isinstance(value, list | tuple) else str(value))
            for name, value in scope.items()
        )
    )
