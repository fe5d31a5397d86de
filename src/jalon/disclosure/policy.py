"""When a number is too small to be told, and what is decided with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.decide import Decision, decide
from jalon.disclosure.suppressed import Shown, Suppressed
from jalon.facts.store import Facts
from jalon.figures.figure import Figure
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
    count rounded instead of withholding. `seconds` is the most that a protection may take; then only totals are told.
    """

    threshold: int = THRESHOLD
    sensitive_threshold: int = SENSITIVE_THRESHOLD
    by_project: tuple[tuple[str, int], ...] = ()
    rounding: int | None = None
    seconds: float = SECONDS
    search_seconds: float = SEARCH_SECONDS
    published: Publications | None = field(default=None, compare=False)

    def is_small(self, count: int) -> bool:
        return 0 < count < self.threshold

    def shown(self, count: int) -> Shown:
        """A number by itself, beside no other."""
        return Suppressed() if self.is_small(count) else self.told(count)

    def told(self, count: int) -> int:
        """A count as it is told: rounded, where that is the policy."""
        return count

    def may_tell_value(self, figure: Figure) -> bool:
        """Whether a sum or a mean of enough people does not tell one person's number."""
        return True

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

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet]) -> Decision:
        """What of these sets may be told. `space` says what their numbers number: subjects or participations."""
        if self.published is not None:
            return self.published.decide(publication, space, sets, self)
        return decide(sets, seconds=self.seconds, search=self.search_seconds)


DEFAULT_POLICY = Policy()
