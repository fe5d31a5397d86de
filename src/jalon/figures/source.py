"""Where figures are computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jalon.engines.answer import Engine
from jalon.facts.store import Facts
from jalon.figures.scope import KnownCodes


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
