"""What lies between two facts, ready to be asked: kept, since one comparison is seldom the only one of its two sides."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from jalon.engines.answer import Engine
from jalon.facts.store import Facts
from jalon.figures.source import Source
from jalon.figures.supposing import suppose_consent, suppose_corrected, suppose_erased, suppose_identity

MOST_KEPT = 2
"""Of the two sides compared last; more would hold several copies of large facts in memory."""


class Between:
    """An engine on each step from the older facts to the newer, made when it is first asked."""

    def __init__(self, older: Source, newer: Source) -> None:
        self._facts: tuple[Facts, Facts] = older.facts, newer.facts
        self._on: tuple[Callable[[Facts], Engine], Callable[[Facts], Engine]] = older.engine_on, newer.engine_on

    @cached_property
    def erased(self) -> Engine:
        """The older facts, without those who have been erased since."""
        return self._on[0](self._without_erased)

    @cached_property
    def identity(self) -> Engine:
        """Those, with who is who as in the newer."""
        return self._on[0](self._with_identity)

    @cached_property
    def consent(self) -> Engine:
        """Those, with what each permits and refuses as in the newer."""
        return self._on[0](suppose_consent(self._with_identity, self._facts[1]))

    @cached_property
    def corrected(self) -> Engine:
        """The newer facts, without what came to pass since."""
        return self._on[1](suppose_corrected(*self._facts))

    @cached_property
    def _without_erased(self) -> Facts:
        return suppose_erased(*self._facts)

    @cached_property
    def _with_identity(self) -> Facts:
        return suppose_identity(self._without_erased, self._facts[1])


_kept: dict[tuple[Facts, Facts, type[Engine]], Between] = {}
"""By the very objects: facts of one version that have been read again are others."""


def find_between(older: Source, newer: Source) -> Between:
    """What lies between the facts of two sources; of the last that were asked, what was made of them."""
    key = (older.facts, newer.facts, type(older.inner or older.engine))
    found = _kept.pop(key, None) or Between(older, newer)
    _kept[key] = found
    while len(_kept) > MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    return found
