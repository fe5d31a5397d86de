"""When a number is too small to be told, and what is decided with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from weakref import WeakKeyDictionary

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.decide import Decision, decide
from jalon.disclosure.magnitudes import DOMINANCE, Dominance, is_sensitive
from jalon.disclosure.rounded import decide_rounded
from jalon.facts.store import Facts
from jalon.figures.figure import Figure
from jalon.figures.members import Members
from jalon.figures.release_folder import MANIFEST
from jalon.figures.selection import select_projects
from jalon.home import Home
from jalon.withholding import ALL, SENSITIVE_THRESHOLD, THRESHOLD

PROTECTED = ("person", "participation", "venture")
"""Units whose members can be recognised; codes reached, sessions and places are nobody."""

SECONDS = 5.0
SEARCH_SECONDS = 0.3


class Publications(Protocol):
    """What was published so far (`jalon.disclosure.published`)."""

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        """What of these sets is told beside all that was; the same publication again is told the same."""
        ...

    def find(self, publication: str, sets: Sequence[CountedSet], policy: Policy) -> Decision | None:
        """What was decided of it before, None where nothing was."""
        ...

    def sets(self, space: str = "subject") -> tuple[CountedSet, ...]:
        """Every set of which a size was told or withheld, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Policy:
    """Counts from 1 to the threshold less one are not told, nor what gives them away. Zero is: nobody stands behind it.

    `by_project` overrides the threshold of a project, for figures of it alone; `by_facts` raises that of all figures of
    a facts version, which is how a release has its own. `merge` names the dimensions whose small categories are told
    together as one. With `published`, what was told before
    counts too, and what is told now is kept; without, each answer is protected by itself. `rounding` (5) tells every
    count rounded instead of withholding; what was published before is then not looked at, since the same set is always
    rounded the same and no difference is exact. `seconds` is the most that a protection may take; then only totals are told.
    """

    threshold: int = THRESHOLD
    sensitive_threshold: int = SENSITIVE_THRESHOLD
    by_project: tuple[tuple[str, int], ...] = ()
    by_facts: tuple[tuple[str, int], ...] = ()
    merge: tuple[str, ...] = ()
    rounding: int | None = None
    dominance: Dominance = DOMINANCE
    seconds: float = SECONDS
    search_seconds: float = SEARCH_SECONDS
    published: Publications | None = field(default=None, compare=False)

    def is_small(self, count: int) -> bool:
        return 0 < count < self.threshold

    def may_tell_value(self, figure: Figure, members: Members | None = None) -> bool:
        """Whether the sum or mean of the members, or of some of them, does not tell one person's number."""
        if figure.unit not in PROTECTED or figure.measured is None:
            return True
        members = figure.members if members is None else members
        return not is_sensitive(figure.measured, members, self.threshold_of(figure), self.dominance)

    def threshold_of(self, figure: Figure) -> int:
        """The highest of the projects that the figure is of, where it is of one, or of sensitive ones only."""
        if figure.source is None or figure.scope is None:
            terms = [self.threshold_of(term) for term in (*figure.terms, figure.of) if term is not None]
            return max(terms, default=self.base_of(figure))
        known = self.by_code(figure.source.facts)
        selected = [project.code for project in select_projects(figure.source.facts, figure.scope).values()]
        named = [known[code] for code in figure.scope.projects if code in known]
        return max([self.base_of(figure), min((known[code] for code in selected), default=0), *named])

    def base_of(self, figure: Figure) -> int:
        """The threshold of whatever is told of the figure's facts, a release among them."""
        return max((one for facts, one in self.by_facts if facts == figure.facts_version), default=self.threshold)

    def merges(self, dimension: str) -> bool:
        """Whether small categories of this dimension are told together."""
        return ALL in self.merge or dimension in self.merge

    def by_code(self, facts: Facts) -> Mapping[str, int]:
        """The threshold of each project."""
        own = dict(self.by_project)
        return {
            code: own.get(code, self.sensitive_threshold if is_so else self.threshold)
            for code, is_so in _read_sensitive(facts)
        }

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], key: bytes) -> Decision:
        """What of these sets may be told. `space` says what their numbers number: subjects or participations; `key`
        is the group's, with which they are rounded."""
        if self.rounding is not None:
            return decide_rounded(sets, base=self.rounding, key=key, seconds=self.seconds)
        if self.published is not None:
            return self.published.decide(publication, space, sets, self)
        return decide(sets, seconds=self.seconds, search=self.search_seconds)


DEFAULT_POLICY = Policy()
"""What holds where nothing is set and nothing was published: each answer by itself. For tests and programs alone."""


def _read_sensitive(facts: Facts) -> Sequence[tuple[str, bool]]:
    """Each project's code and whether it is sensitive. Read once for each facts version: whatever is told asks for it."""
    if facts not in _sensitive_read:
        columns = facts.table("projects").select(["code", "sensitive"]).to_pydict()
        _sensitive_read[facts] = list(zip(columns["code"], columns["sensitive"], strict=True))
    return _sensitive_read[facts]


_sensitive_read: WeakKeyDictionary[Facts, Sequence[tuple[str, bool]]] = WeakKeyDictionary()


def build_policy(home: Home, published: Publications | None) -> Policy:
    """What the group's settings decide, beside what it published. Raises what `open_home` raises."""
    decided = home.withholding
    return Policy(
        threshold=decided.threshold,
        sensitive_threshold=decided.sensitive_threshold,
        by_project=decided.projects,
        by_facts=tuple(_thresholds_by_facts(home)),
        merge=decided.merge,
        rounding=decided.rounding,
        dominance=Dominance(share=decided.dominance / 100, percent=decided.p_percent),
        published=published,
    )


def _thresholds_by_facts(home: Home) -> Iterator[tuple[str, int]]:
    """Of each release in the settings the version of its facts; one that is not there yet will be read when it is."""
    for code, threshold in home.withholding.releases:
        manifest = home.releases / code / MANIFEST
        if manifest.is_file():
            yield json.loads(manifest.read_text(encoding="utf-8"))["facts_version"], threshold
