"""Where figures are computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jalon.engines.answer import Engine, Scope
from jalon.facts.store import Facts
from jalon.figures.engines import ENGINES
from jalon.figures.measured import NOBODY, Measured
from jalon.figures.members import Members
from jalon.figures.scope import KnownCodes
from jalon.home import DEFAULT_AGE_BANDS
from jalon.language.definition import Definition


@dataclass(frozen=True, slots=True)
class Source:
    """An engine on one facts version, the group's key, and what the codes of both are."""

    facts: Facts
    engine: Engine
    key: bytes
    codes: KnownCodes
    measures: Mapping[str, tuple[str, ...]]
    """Measures by which a figure can be broken down: code -> options in rank order."""
    session_indicators: tuple[str, ...]
    """Indicators that have a breakdown by activity, for the error of one that has none."""
    age_bands: tuple[int, ...] = DEFAULT_AGE_BANDS
    """Lower bounds of the age bands, where a definition has none of its own."""
    recall: Callable[[Definition, Scope, str, Measured], Measured] | None = None
    """Of a release: areas as they were said, where a place in them has been erased since."""
    inner: Engine | None = None
    """Of a release: the engine on its facts, behind the answers that were frozen."""
    erased: Members = NOBODY
    """Of a release: the marks of those whom its facts no longer hold."""

    def engine_on(self, facts: Facts) -> Engine:
        """The same engine on other facts, to ask what would be so if. Age bands have no part in an answer."""
        engine = self.inner or self.engine
        name = next(name for name, made in ENGINES.items() if isinstance(engine, made))  # type: ignore[arg-type]
        return ENGINES[name](facts, DEFAULT_AGE_BANDS)
