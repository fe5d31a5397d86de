"""When a number is too small to be told, and what is decided with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.decide import Decision, decide
from jalon.disclosure.magnitudes import DOMINANCE, Dominance, is_sensitive
from jalon.disclosure.rounded import decide_rounded
from jalon.facts.store import Facts
from jalon.figures.figure import Figure
from jalon.figures.members import Members
from jalon.figures.selection import select_projects

PROTECTED = ("person", "participation", "venture")
"""Units whose members can be recognised; codes reached, sessions and places are nobody."""

THRESHOLD, SENSITIVE_THRESHOLD = 5, 10
SECONDS = 5.0
SEARCH_SECONDS = 0.3


class Publications(Protocol):
    """What was published so far (`jalon.disclosure.published`)."""

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        """What of these sets is told beside all that was; the same publication again is told the same."""
        ...


@dataclass(frozen=True, slots=True)
class Policy:
    """Counts from 1 to the threshold less one are not told, nor what gives them away. Zero is: nobody stands behind it.

    `by_project` overrides the threshold of a project, for figures of it alone. With `published`, what was told before
    counts too, and what is told now is kept; without, each answer is protected by itself. `rounding` (5) tells every
    count rounded instead of withholding; what was published before is then not looked at, since the same set is always
    rounded the same and no difference is exact. `seconds` is the most that a protection may take; then only totals are told.
    """

    threshold: int = THRESHOLD
    sensitive_threshold: int = SENSITIVE_THRESHOLD
    by_project: tuple[tuple[str, int], ...] = ()
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
            return max(terms, default=self.threshold)
        known = self.by_code(figure.source.facts)
        selected = [project.code for project in select_projects(figure.source.facts, figure.scope).values()]
        named = [known[code] for code in figure.scope.projects if code in known]
        return max([self.threshold, min((known[code] for code in selected), default=0), *named])

    def by_code(self, facts: Facts) -> Mapping[str, int]:
        """The threshold of each project."""
        own = dict(self.by_project)
        columns = facts.table("projects").select(["code", "sensitive"]).to_pydict()
        sensitive = zip(columns["code"], columns["sensitive"], strict=True)
        return {code: own.get(code, self.sensitive_threshold if is_so else self.threshold) for code, is_so in sensitive}

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], key: bytes) -> Decision:
        """What of these sets may be told. `space` says what their numbers number: subjects or participations; `key`
        is the group's, with which they are rounded."""
        if self.rounding is not None:
            return decide_rounded(sets, base=self.rounding, key=key, seconds=self.seconds)
        if self.published is not None:
            return self.published.decide(publication, space, sets, self)
        return decide(sets, seconds=self.seconds, search=self.search_seconds)


DEFAULT_POLICY = Policy()
