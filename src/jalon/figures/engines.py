"""The engines a figure can be asked of, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import Engine
from jalon.engines.local import LocalEngine
from jalon.engines.reference import ReferenceEngine
from jalon.errors import JalonError, nearest_name
from jalon.facts.store import Facts

EngineMaker = Callable[[Facts, Sequence[int]], Engine]

ENGINES: Mapping[str, EngineMaker] = {"local": LocalEngine, "reference": ReferenceEngine}
DEFAULT_ENGINE = "local"
JUDGE = "reference"
"""The engine that every other must agree with."""


def engine_named(name: str) -> EngineMaker:
    """Raises `unknown_engine`."""
    if name not in ENGINES:
        known = ", ".join(ENGINES)
        raise JalonError("unknown_engine", nearest=nearest_name(name, ENGINES), found=name, known=known)
    return ENGINES[name]
