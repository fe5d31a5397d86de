"""Links that an unbound number could have, from indicator titles and the words around it."""

from __future__ import annotations

from jalon.disclosure import DEFAULT_POLICY, Policy
from jalon.figures.group import Group
from jalon.publishing.claims import Suggestion
from jalon.publishing.numbers import Number


class Suggester:
    def __init__(self, group: Group, policy: Policy | None = DEFAULT_POLICY) -> None:
        self.group = group
        self.policy = policy

    def suggest(self, number: Number, sentence: str, language: str) -> tuple[Suggestion, ...]:
        return ()
