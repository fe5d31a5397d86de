"""Whose questions settle what is told: those of the group, those that it offers, and a bounded number of others.

An answer given is given: whatever anybody asks is answered beside all that was published, and counts from then on. So
a visitor who asked enough odd questions could use up what can be told. Figures of the whole group, of an organisation
or of a project, and the tables that their definitions offer, are answered to everybody, since the group offers them.
Of any other question a visitor may have so many answered for each release, whoever asks them; one answered before is
answered again. `HOME/releases/questions.json` keeps which were: digests of questions, nobody's.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import jalon.disclosure.errors  # noqa: F401  (its catalogue)
from jalon.disclosure.asked import VALUES, Question, read_question
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.decide import Decision
from jalon.disclosure.policy import Policy, Publications
from jalon.disclosure.published import Published
from jalon.disclosure.together import Pending
from jalon.engines.answer import DEFAULT_PURPOSE
from jalon.errors import JalonError
from jalon.figures.release_folder import write_whole
from jalon.home import Home

FILE = "questions.json"
BY_THE_GROUP = ""
"""Under what a question of the group's own is kept: it is counted for no release."""
OFFERED_SCOPES = ("organisations", "projects")


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be asked without being counted: figures in these periods, and their tables by one of these dimensions."""

    periods: frozenset[str]
    tables: Mapping[str, Collection[str]]
    """Indicator -> dimensions that its definition offers."""

    def holds(self, publication: str) -> bool:
        question = read_question(publication)
        return question is not None and self._is_offered(question)

    def _is_offered(self, question: Question) -> bool:
        scope = question.scope
        if scope is None or question.purpose != DEFAULT_PURPOSE or scope.get("period") not in self.periods:
            return False
        narrowed = [code for name, codes in scope.items() if name != "period" for code in codes]
        if len(narrowed) > 1 or not set(scope) <= {"period", *OFFERED_SCOPES}:
            return False
        offered = self.tables.get(question.indicator, ())
        return len(question.dimensions) < 2 and all(one in offered for one in question.dimensions)


class Questions:
    """Which questions that were not offered have been answered, and for which release."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._asked: dict[str, str] = {}
        self._read_at: tuple[int, int] | None = None
        self._lock = threading.RLock()

    def count(self, release: str) -> int:
        with self._held():
            return sum(one == release for one in self._asked.values())

    def add(self, publication: str, release: str, *, most: int | None = None) -> bool:
        """Keep that it is answered; False where it is new and as many as `most` were answered for this release."""
        digest = _digest(publication)
        with self._held():
            if digest in self._asked:
                return True
            if most is not None and sum(one == release for one in self._asked.values()) >= most:
                return False
            self._asked[digest] = release
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.file, json.dumps({"asked": self._asked}).encode())
            return True

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One at a time, in this process and beside others, with what others have written."""
        with self._lock:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.with_suffix(".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._read_again()
                yield

    def _read_again(self) -> None:
        try:
            state = self.file.stat()
        except FileNotFoundError:
            self._asked, self._read_at = {}, None
            return
        if self._read_at != (state.st_mtime_ns, state.st_size):
            try:
                self._asked = dict(json.loads(self.file.read_text(encoding="utf-8"))["asked"])
            except (ValueError, KeyError, TypeError) as error:
                raise JalonError("bad_published", file=self.file, problem=str(error)) from None
            self._read_at = (state.st_mtime_ns, state.st_size)


def open_questions(home: Home) -> Questions:
    """Those of this group."""
    return Questions(home.releases / FILE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Questions to be counted when what was decided of them is kept."""

    publications: list[str] = field(default_factory=list)

    def add(self, publication: str, release: str) -> None:
        assert release == BY_THE_GROUP
        self.publications.append(publication)


@dataclass(frozen=True, slots=True)
class AskedByGroup:
    """What the group itself publishes: answered and kept, and answered to everybody afterwards."""

    published: Published
    questions: Questions | Waiting
    offer: Offer

    @contextmanager
    def at_once(self) -> Iterator[AskedByGroup]:
        """The same, of which what is decided within is kept and counted at the end, or nothing of it
        (`Published.at_once`)."""
        waiting = Waiting()
        with self.published.at_once():
            yield replace(self, questions=waiting)
        for publication in waiting.publications:
            self.questions.add(publication, BY_THE_GROUP)

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        decision = self.published.decide(publication, space, sets, policy)
        self._count(publication)
        return decision

    def decide_many(self, pending: Sequence[Pending], policy: Policy) -> None:
        """The same of several, decided together."""
        self.published.decide_many(pending, policy)
        for one in pending:
            self._count(one.publication)

    def _count(self, publication: str) -> None:
        if not self.offer.holds(publication):
            self.questions.add(publication, BY_THE_GROUP)

    def find(self, publication: str, sets: Sequence[CountedSet], policy: Policy) -> Decision | None:
        return self.published.find(publication, sets, policy)

    def sets(self, space: str = "subject") -> tuple[CountedSet, ...]:
        return self.published.sets(space)


class Undecided(Exception):
    """Something has to be decided before it can be shown."""


@dataclass(slots=True)
class Gathering:
    """What has to be decided for what the group shows, gathered instead of being decided one by one.

    Sums and means are not gathered: which of them may be compared hangs on what was told just before.
    """

    asked: AskedByGroup
    pending: dict[str, Pending] = field(default_factory=dict)

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        """Raises `Undecided`."""
        if publication.startswith(f"{VALUES} "):
            return self.asked.decide(publication, space, sets, policy)
        if self.asked.published.find(publication, sets, policy) is None:
            self.pending[publication] = Pending(publication, space, tuple(sets))
            raise Undecided(publication)
        return self.asked.decide(publication, space, sets, policy)

    def find(self, publication: str, sets: Sequence[CountedSet], policy: Policy) -> Decision | None:
        return self.asked.find(publication, sets, policy)

    def sets(self, space: str = "subject") -> tuple[CountedSet, ...]:
        return self.asked.sets(space)


@dataclass(frozen=True, slots=True)
class AskedByVisitors:
    """What visitors ask: after what the group settles first, and no more than so many questions that it did not offer."""

    published: Publications
    questions: Questions
    offer: Offer
    release: str
    """For which release it is counted: the latest that is public."""
    most: int
    settle: Callable[[], None]
    """Settles what the group tells first, if that is not done; called before anything is answered."""

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        """Raises `no_more_questions`."""
        self.settle()
        if not self.offer.holds(publication) and not self.questions.add(publication, self.release, most=self.most):
            raise JalonError("no_more_questions", most=self.most)
        return self.published.decide(publication, space, sets, policy)

    def find(self, publication: str, sets: Sequence[CountedSet], policy: Policy) -> Decision | None:
        return self.published.find(publication, sets, policy)

    def sets(self, space: str = "subject") -> tuple[CountedSet, ...]:
        return self.published.sets(space)


def _digest(publication: str) -> str:
    return hashlib.sha256(publication.encode()).hexdigest()[:32]
