"""Drawing examples that differ: the same ones at every run, others where JALON_EXAMPLES asks for a number of them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import SearchStrategy

ASKED = os.environ.get("JALON_EXAMPLES")
EXAMPLES = int(ASKED or 160)
FIRST_SEED = secrets.randbelow(2**32) if ASKED else 0
BATCH = 10
"""Past its tenth example Hypothesis mostly repeats parts of those before, which here made two in three
definitions the same: so each ten start anew, from a seed of their own."""


def check_examples(check: Callable[..., None], *strategies: SearchStrategy[Any], examples: int = EXAMPLES) -> None:
    """Call `check` with what the strategies draw; what fails is shrunk and shown."""
    quiet = settings(
        max_examples=min(BATCH, examples),
        database=None,
        deadline=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    for start in range(FIRST_SEED, FIRST_SEED + max(examples // BATCH, 1)):
        seed(start)(quiet(given(*strategies)(check)))()
